"""The JSON Schema of a case file says yes to what is read and no to what is refused."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from asking import PLAN, run
from breaking import with_the_second_plan
from jsonschema import Draft202012Validator

from calculators.requests.catalogue import CALCULATORS
from exchange.cases.case import ORDER_KEYS, PATIENT, Case
from exchange.cases.file_schema import case_schema
from exchange.cases.toml_file import read_case, written_case
from units import Refused

SCHEMA = case_schema(PLAN)
WHOLE = """
case_version = 3
plan = "mmn"
plan_version = "1.1"
today = 2026-11-22

[patient]
weight = "80 kg"
premedication = ["acetaminophen"]
concurrent = "gabapentin"

[facts]
iga_deficiency = "no"
thromboembolic_event = { value = "yes", date = 2026-09-01 }
wbc = { value = "3.9 10*9/L", date = "2026-11-20" }

[choices]
calculator = "induction"

[choices.induction]
days = 5
product = "privigen"

[choices.titration]
drug = "gabapentin"
start = 2026-11-23

[order]
of = "induction"
order = "32 g/day"
"""


def faults(text: str) -> list[str]:
    """Return what the schema has against a file; TOML's dates are JSON's texts."""
    instance = json.loads(json.dumps(tomllib.loads(text), default=str))
    validator = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [error.message for error in validator.iter_errors(instance)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_a_saved_case_fits_it() -> None:
    case = read_case(WHOLE.encode(), "case.toml", PLAN)
    assert case.choices
    assert faults(written_case(case).decode()) == []
    assert faults(written_case(Case()).decode()) == []


def test_a_case_written_by_hand_fits_it() -> None:
    assert faults(WHOLE) == []


def test_a_case_that_the_program_saves_fits_it(tmp_path: Any) -> None:
    file = tmp_path / "case.toml"
    dose = ("--dose", "1 g/kg", "--every", "3 weeks")
    run("maintenance", "--weight", "80 kg", *dose, "--fact", "cbc=yes", "--save-case", str(file))
    assert faults(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("case_version = 3", "case_version = 4", id="another version"),
        pytest.param("case_version = 3", 'case_version = "3"', id="the version as text"),
        pytest.param('plan = "mmn"', 'plan = "cidp"', id="a case of another plan"),
        pytest.param('plan_version = "1.1"', "", id="no version of the plan"),
        pytest.param("case_version = 3", 'case_version = 3\nsha256 = "1"', id="no digest"),
        pytest.param("[patient]", 'name = "x"\n[patient]', id="a key at the top"),
        pytest.param('weight = "80 kg"', "weight = 80", id="a weight without its unit"),
        pytest.param('weight = "80 kg"', 'weigth = "80 kg"', id="a misspelt measure"),
        pytest.param('weight = "80 kg"', 'weight = ["80 kg"]', id="two weights"),
        pytest.param('iga_deficiency = "no"', "iga_deficiency = false", id="no as a word of TOML"),
        pytest.param("iga_deficiency", "iga_deficency", id="a misspelt fact"),
        pytest.param('"yes", date', '"yes", on', id="another word for the date"),
        pytest.param('value = "yes", date', "date", id="a date without an answer"),
        pytest.param("2026-11-20", "last week", id="a date in words"),
        pytest.param('calculator = "induction"', 'calculator = "inducton"', id="no calculator"),
        pytest.param("[choices.induction]", "[choices.verify]", id="an order among the choices"),
        pytest.param("days = 5", 'every = "5"', id="a choice of another calculator"),
        pytest.param("days = 5", "days = 5.5", id="a number that is no count"),
        pytest.param('order = "32 g/day"', 'ordered = "32 g/day"', id="a misspelt order"),
        pytest.param("today = 2026-11-22", "today = 5", id="a day that is a number"),
    ],
)
def test_what_is_refused_does_not_fit_it(old: str, new: str) -> None:
    assert WHOLE.count(old) == 1
    broken = WHOLE.replace(old, new)
    assert faults(broken)
    with pytest.raises(Refused):
        read_case(broken.encode(), "case.toml", PLAN)


def table(name: str) -> dict[str, Any]:
    found: dict[str, Any] = SCHEMA["$defs"][name]["properties"]
    return found


def test_it_has_every_key_that_a_case_may_have_and_no_other() -> None:
    assert set(table("Patient")) == set(PATIENT)
    assert set(table("Order")) == set(ORDER_KEYS)
    assert set(table("Facts")) == {*PLAN.facts.yes_no, *PLAN.facts.laboratory}
    assert set(table("Choices")) == {"calculator", *CALCULATORS} - {"verify"}
    assert set(table("Choices")["calculator"]["enum"]) == set(CALCULATORS)


def test_it_says_what_each_key_is_with_the_numbers_of_the_plan() -> None:
    assert "2, 3, 4 or 5" in table("Induction")["days"]["description"]
    assert table("Facts")["iga_deficiency"]["description"] == "IgA deficiency"


def test_the_command_writes_the_schema_of_the_plan_in_use(tmp_path: Any) -> None:
    status, output, errors = run("case-schema")
    assert (status, errors) == (0, "")
    assert json.loads(output) == SCHEMA
    _, output, _ = run("case-schema", "--plan", str(with_the_second_plan(tmp_path)))
    other = json.loads(output)
    assert other["properties"]["plan"]["const"] == "invented"
    assert "sampleximab" in other["$defs"]["Choices"]["properties"]  # a drug of that plan alone
    assert "3 or 6" in other["$defs"]["Induction"]["properties"]["days"]["description"]
