"""A whole patient from a file: what is read from it, and what is refused with file and key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from asking import run

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = """
case_version = 1
weight = "80 kg"
height = "180 cm"
age = "58 years"
sex = "male"
setting = "OPD"
dosing_weight = "actual"
premedication = ["acetaminophen"]
concurrent = []

[facts]
iga_deficiency = "no"
thromboembolic_event = { value = "yes", date = 2026-09-01 }
wbc = { value = "3.9 10*9/L", date = "2026-11-20" }
"""


def asked(folder: Path, text: str | bytes, *options: str) -> tuple[int, dict[str, Any]]:
    """Ask for an induction of the patient in a case file."""
    file = folder / "patient.toml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    arguments = ("induction", "--days", "5", "--case", str(file), "--today", "2026-11-22")
    status, output, _ = run(*arguments, "--json", *options)
    return status, json.loads(output)


def outcomes(answer: dict[str, Any]) -> dict[str, str]:
    return {found["rule"]: found["outcome"] for found in answer["checks"]["findings"]}


def test_a_whole_patient_is_read_from_the_file(tmp_path: Path) -> None:
    status, answer = asked(tmp_path, WHOLE)
    assert status == 3
    assert answer["result"]["total"] == {"value": "160", "unit": "g"}
    found = outcomes(answer)
    assert found["thromboembolic_event"] == "contraindicated"
    assert found["iga_deficiency_with_antibodies"] == "clear"
    assert found["setting"] == "clear"
    assert found["outside_plan_scope"] == "clear"
    assert found["corticosteroid_on_order"] == "clear"


def test_an_option_counts_before_the_file(tmp_path: Path) -> None:
    options = ("--weight", "70 kg", "--fact", "thromboembolic_event=no", "--setting", "ED")
    status, answer = asked(tmp_path, WHOLE, *options)
    assert status == 0
    assert answer["result"]["total"] == {"value": "140", "unit": "g"}
    found = outcomes(answer)
    assert found["thromboembolic_event"] == "clear"
    assert found["iga_deficiency_with_antibodies"] == "clear"
    assert found["setting"] == "caution"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('case_version = 1\nweight = "80 kg"', id="without facts"),
        pytest.param('case_version = 1\nweight = "80 kg"\n[facts]', id="with no fact in the table"),
        pytest.param(
            'case_version = 1\r\nweight = "80 kg"\r\n', id="with the line ends of Windows"
        ),
        pytest.param(
            b'\xef\xbb\xbfcase_version = 1\nweight = "80 kg"', id="with a byte order mark"
        ),
    ],
)
def test_a_small_file_is_enough(tmp_path: Path, text: str | bytes) -> None:
    status, answer = asked(tmp_path, text)
    assert status == 0
    assert answer["result"]["per_day"] == {"value": "32", "unit": "g"}


@pytest.mark.parametrize(
    ("text", "field", "says"),
    [
        pytest.param('weight = "80 kg"', "case", "case_version = 1", id="no version"),
        pytest.param(
            'case_version = 4\nweight = "80 kg"',
            "case",
            "this one reads up to 3",
            id="another version",
        ),
        pytest.param(
            'case_version = "1"\nweight = "80 kg"',
            "case",
            "case_version = 1",
            id="a version of text",
        ),
        pytest.param(
            'case_version = true\nweight = "80 kg"',
            "case",
            "case_version = 1",
            id="a version of true",
        ),
        pytest.param(
            'case_version = 1\nwieght = "80 kg"', "case", '"wieght" is no key', id="an unknown key"
        ),
        pytest.param(
            'case_version = 1\nname = "Jo"', "case", '"name" is no key', id="the name of a patient"
        ),
        pytest.param(
            "case_version = 1\ndays = 5", "case", '"days" is no key', id="a key of the calculator"
        ),
        pytest.param("case_version = 1\nweight = ", "case", "is not TOML", id="not TOML"),
        pytest.param(
            'case_version = 1\nweight = "80 kg"\nweight = "70 kg"',
            "case",
            "is not TOML",
            id="a key given twice",
        ),
        pytest.param(b"case_version = 1\nweight = \xff", "case", "is not TOML", id="not UTF-8"),
        pytest.param(
            "case_version = 1\nweight = " + "[" * 5000, "case", "cannot be read", id="deeply nested"
        ),
        pytest.param(
            "case_version = 1\nweight = 1" + "0" * 5000,
            "case",
            "cannot be read",
            id="an endless number",
        ),
        pytest.param(
            'case_version = 1\nfacts = "no"', "case", "must be a table", id="facts as text"
        ),
        pytest.param(
            "case_version = 1\nfacts = []", "case", "must be a table", id="facts as a list"
        ),
        pytest.param(
            "case_version = 1\nweight = 80", "weight", "no unit", id="a bare whole number"
        ),
        pytest.param("case_version = 1\nweight = 80.5", "weight", "no unit", id="a bare decimal"),
        pytest.param("case_version = 1\nweight = nan", "weight", "no unit", id="not a number"),
        pytest.param(
            'case_version = 1\nweight = "80 kg"\n[facts]\niga = true',
            "facts.iga",
            "is not text",
            id="a fact of true",
        ),
        pytest.param(
            'case_version = 1\nweight = "80 kg"\n[facts]\ncbc = { value = "yes", at = 2026-01-01 }',
            "facts.cbc",
            '"at"',
            id="a fact with an unknown key",
        ),
        pytest.param(
            'case_version = 1\nweight = "80 kg"\n[facts]\ncbc = { date = 2026-01-01 }',
            "facts.cbc",
            '"value" is missing',
            id="a fact with nothing but a date",
        ),
        pytest.param(
            'case_version = 1\nweight = "80 kg"\n'
            '[facts]\ncbc = { value = "yes", date = 2026-01-01T10:00:00 }',
            "facts.cbc",
            "YYYY-MM-DD",
            id="a date with a time of day",
        ),
        pytest.param(
            'case_version = 1\nweight = "80 kg"\n'
            '[facts]\ncbc = { value = "yes", date = 2026-11-23 }',
            "facts.cbc",
            "after today",
            id="a date of tomorrow",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(
    tmp_path: Path, text: str | bytes, field: str, says: str
) -> None:
    status, answer = asked(tmp_path, text)
    assert status == 2
    assert answer["error"]["field"] == field
    assert says in answer["error"]["message"]
    if field == "case":
        assert "patient.toml" in answer["error"]["message"]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    missing = tmp_path / "nobody.toml"
    status, output, errors = run("induction", "--days", "5", "--case", str(missing))
    assert (status, output) == (2, "")
    assert "nobody.toml" in errors
    assert "cannot be read" in errors


def test_a_folder_is_no_case_file(tmp_path: Path) -> None:
    status, output, errors = run("induction", "--days", "5", "--case", str(tmp_path))
    assert (status, output) == (2, "")
    assert "cannot be read" in errors


# --- version 2: choices and saving ------------------------------------------------------------

SECOND = """
case_version = 2
today = 2026-11-22

[patient]
weight = "80 kg"
setting = "OPD"

[facts]
thromboembolic_event = { value = "yes", date = 2026-09-01 }

[choices]
calculator = "scig"

[choices.induction]
days = 4

[choices.scig]
ivig_dose = "60 g"
every = "3 weeks"
"""


def from_the_case(folder: Path, calculator: str, *options: str) -> tuple[int, dict[str, Any]]:
    """Ask a calculator with nothing but the case file and some options."""
    file = folder / "case.toml"
    file.write_text(SECOND, encoding="utf-8")
    status, output, _ = run(calculator, "--case", str(file), "--json", *options)
    return status, json.loads(output)


def test_the_file_holds_the_choices_of_each_calculator_and_the_day(tmp_path: Path) -> None:
    status, answer = from_the_case(tmp_path, "induction")
    assert status == 3  # the event of 1 September lies within three months of 22 November
    assert answer["result"]["per_day"] == {"value": "40", "unit": "g"}  # 2 g/kg × 80 kg ÷ 4
    status, answer = from_the_case(tmp_path, "scig")
    assert answer["result"]["weekly"] == {"value": "24", "unit": "g/wk"}


def test_an_option_counts_before_a_choice_and_the_day_of_the_file(tmp_path: Path) -> None:
    _, answer = from_the_case(tmp_path, "induction", "--days", "2", "--today", "2027-11-22")
    assert answer["result"]["per_day"] == {"value": "80", "unit": "g"}
    assert outcomes(answer)["thromboembolic_event"] == "clear"


def test_a_choice_that_the_file_has_not_is_asked_for(tmp_path: Path) -> None:
    status, answer = from_the_case(tmp_path, "maintenance")
    assert (status, answer["error"]["field"]) == (2, "dose")


def test_what_was_asked_is_saved_and_asks_the_same_again(tmp_path: Path) -> None:
    saved = str(tmp_path / "saved.toml")
    typed = ("--weight", "176 lb", "--days", "5", "--fact", "cbc=yes@2026-11-20", "--setting", "ED")
    day = ("--premedication", "acetaminophen", "--today", "2026-11-22", "--json")
    first = run("induction", *typed, *day, "--save-case", saved)
    assert first[0] == 0
    assert run("induction", "--case", saved, "--json") == first


def test_a_case_that_is_opened_and_saved_keeps_its_other_choices(tmp_path: Path) -> None:
    saved = str(tmp_path / "saved.toml")
    from_the_case(tmp_path, "induction", "--weight", "70 kg", "--save-case", saved)
    _, output, _ = run("scig", "--case", saved, "--json")
    assert json.loads(output)["result"]["weekly"] == {"value": "24", "unit": "g/wk"}
    _, output, _ = run("induction", "--case", saved, "--json")
    assert json.loads(output)["result"]["total"] == {"value": "140", "unit": "g"}


def test_what_was_refused_is_not_saved(tmp_path: Path) -> None:
    saved = tmp_path / "saved.toml"
    assert run("induction", "--weight", "80", "--days", "5", "--save-case", str(saved))[0] == 2
    assert not saved.exists()


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    status, output, errors = run(
        "induction", "--weight", "80 kg", "--days", "5", "--save-case", str(tmp_path)
    )
    assert (status, output) == (2, "")
    assert "cannot be written" in errors


def test_a_case_of_another_version_of_the_plan_is_answered_and_says_so(tmp_path: Path) -> None:
    file = tmp_path / "case.toml"
    head = 'case_version = 3\nplan = "mmn"\nplan_version = "1.0"'
    file.write_text(SECOND.replace("case_version = 2", head), encoding="utf-8")
    status, output, errors = run("scig", "--case", str(file), "--json")
    assert json.loads(output)["result"]["weekly"] == {"value": "24", "unit": "g/wk"}
    assert "saved under version 1.0 of the plan" in errors
    assert status == from_the_case(tmp_path, "scig")[0]
