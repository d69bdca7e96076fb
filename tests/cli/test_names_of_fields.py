"""Each field and each fact has one name for people, and every refusal uses it, in every entry.

Every key of every calculator and every fact is given what it cannot be. A message may hold a key
in quotation marks only, as it was typed, or in a list of what may be written.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from asking import PLAN, TODAY, answered, in_batch, run
from complete_cases import COMPLETE

from calculators.requests.answer import COMMON_KEYS
from calculators.requests.catalogue import calculators
from calculators.typed.fields import FIELDS
from calculators.typed.values import worded
from exchange.cases.toml_file import read_case
from exchange.order_files.columns import BY_KEY
from exchange.order_files.verdicts import verdicts
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FACTS: Mapping[str, Any] = {**PLAN.facts.yes_no, **PLAN.facts.laboratory}
WRONG: tuple[Any, ...] = ("§§", "12 §§", "0 kg", "-1", "2026-99-99", "", " ", "9" * 700, -3, True,
                          ["§"], {}, {"value": "§", "date": "§"}, {"date": "2026-11-01"},
                          {"value": "yes", "date": "2999-01-01"})  # fmt: skip
# An abbreviation of the clinic with one capital, as no clinic writes it.
ABBREVIATED = re.compile(
    r"\b(Igg|Iga|Igm|Cbc|Mrc|Bsa|Ncs|Emg|Fvc|Wbc|Ecg|Ivig|Scig|Maoi|Gi|Cd19|Mri|Ldh|Dat|Bmi)\b"
)
# What may be written is listed by its keys.
LISTED = re.compile(
    r"( is not one of | There are | there are | its own inputs are | its inputs are |"
    r"is verified with |: (?=induction, )"
    r"|Name the drug: |Did you mean ).*"
)


def raw(message: str) -> list[str]:
    """Return the keys and the clumsy abbreviations that a message says outside quotation marks."""
    said = LISTED.sub("", re.sub(r'"[^"]*"|“[^”]*”|\{.*?\}', "…", message))
    keys = re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b", said)
    known = {key for key in (*FACTS, *FIELDS) if "_" in key}
    lower = [name for name in FACTS if re.match(rf"{re.escape(name)}\b", said)]
    return [*(key for key in keys if key in known), *ABBREVIATED.findall(said), *lower]


def refusals(calculator: str, request: dict[str, Any]) -> Iterator[Refused]:
    try:
        answered(calculator, **request)
    except Refused as refused:
        yield refused


def base(calculator: str) -> dict[str, Any]:
    """Return a complete request, so that only the key in question can be refused."""
    complete = [each for each in COMPLETE.values() if each["calculator"] == calculator]
    found = dict(complete[0]) if complete else {}
    found.pop("calculator", None)
    if calculator == "verify":
        found = {"of": "scig", "ivig_dose": "60 g", "every": "3 weeks", "order": "24 g/wk"}
    if calculator == "titrate":
        found = {"weight": "80 kg", "dose": "1 g/kg", "every": "3 weeks"}
    if calculator == "course":
        found = {
            "weight": "80 kg",
            "phases": ["maintenance dose='1 g/kg' every='3 weeks' start=2026-12-28"],
        }
    if calculator == "allowed":
        found = {"name": "IVIg"}
    return found


CALCULATORS = calculators(PLAN)


@pytest.mark.parametrize("calculator", CALCULATORS)
def test_no_refusal_of_a_field_says_a_raw_key(calculator: str) -> None:
    keys = dict.fromkeys((*COMMON_KEYS, *CALCULATORS[calculator].keys))
    heard = 0
    for key in (key for key in keys if key != "calculator"):
        for wrong in WRONG:
            for refused in refusals(calculator, {**base(calculator), key: wrong}):
                assert raw(refused.message) == [], refused.message
                heard += 1
    assert heard > 50


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_is_called_by_its_label(name: str) -> None:
    label = FACTS[name].label
    heard = 0
    for wrong in WRONG:
        for refused in refusals("induction", {**base("induction"), "facts": {name: wrong}}):
            assert refused.field == f"facts.{name}"
            assert refused.message.startswith((f"{label}:", f"{label} ")), refused.message
            assert raw(refused.message) == []
            heard += 1
    assert heard > 8


@pytest.mark.parametrize("key", FIELDS)
def test_a_field_is_called_by_the_name_that_the_sheet_has(key: str) -> None:
    assert worded(key) == FIELDS[key].sheet_label
    assert raw(worded(key)) == []


@pytest.mark.parametrize(
    ("calculator", "key", "name"),
    [
        pytest.param("cyclophosphamide", "bsa_formula", "BSA formula", id="a choice"),
        pytest.param("cyclophosphamide", "bsa_cap", "BSA cap", id="a measure"),
        pytest.param("scig", "ivig_dose", "IVIg dose", id="a dose"),
        pytest.param("scig", "every", "Interval", id="an interval"),
        pytest.param("induction", "concurrent", "Ordered alongside", id="a list"),
        pytest.param("monitor", "igg_trough", "IgG trough", id="a value"),
        pytest.param("monitor", "mrc", "MRC grade", id="a grade"),
        pytest.param("monitor", "ncs_stable", "NCS/EMG stable", id="an answer"),
        pytest.param("monitor", "grip", "Grip strength", id="a force"),
        pytest.param("verify", "order_every", "Frequency", id="beside an order"),
    ],
)
def test_one_field_has_one_name_whatever_is_wrong(calculator: str, key: str, name: str) -> None:
    heard = [
        refused.message
        for wrong in WRONG
        for refused in refusals(calculator, {**base(calculator), key: wrong})
    ]
    assert heard
    assert all(message.startswith((f"{name}:", f"{name} ")) for message in heard), heard


# --- every other entry ----------------------------------------------------------------------------


def test_the_batch_says_no_raw_key() -> None:
    lines = [
        json.dumps(
            {"calculator": "induction", "weight": "80 kg", "days": 5, "facts": {name: wrong}}
        )
        for name in FACTS
        for wrong in WRONG
    ]
    lines += [
        json.dumps({"calculator": calculator, **base(calculator), key: wrong})
        for calculator in CALCULATORS
        for key in CALCULATORS[calculator].keys
        for wrong in WRONG[:3]
    ]
    refused = [answer["error"]["message"] for answer in in_batch(*lines) if "error" in answer]
    assert len(refused) > 600
    assert {message: raw(message) for message in refused if raw(message)} == {}


def test_the_command_line_says_no_raw_key() -> None:
    for name in FACTS:
        for stated in (f"{name}=§", f"{name}=yes@2999-01-01", f"{name}=yes@then"):
            _, _, error = run("induction", "--weight", "80 kg", "--days", "5", "--fact", stated)
            assert error
            assert raw(" ".join(error.split())) == [], error
    twice = ("--fact", "cbc=yes", "--fact", "cbc=no")
    _, _, error = run("induction", "--weight", "80 kg", "--days", "5", *twice)
    assert raw(error) == []


CASE = f"""case_version = 2
plan = "{PLAN.identity.id}"
plan_version = "{PLAN.identity.version}"
"""
CASE_WRONG = ("5", "true", "[5]", "{}", '{ date = "2026-11-01" }', '{ value = "yes", date = "§" }',
              '{ value = "yes", dated = "2026-11-01" }', "{ value = 5 }")  # fmt: skip


def test_a_case_file_says_no_raw_key() -> None:
    lines = [f"[facts]\n{name} = {wrong}" for name in FACTS for wrong in CASE_WRONG]
    lines += [
        f"[{table}]\n{key} = {wrong}"
        for table, keys in (("patient", COMMON_KEYS), ("choices", FIELDS), ("order", FIELDS))
        for key in keys
        for wrong in CASE_WRONG
    ]
    heard = list(filter(None, map(said_of_case, lines)))
    assert len(heard) > 400
    assert {message: raw(message) for message in heard if raw(message)} == {}


def said_of_case(line: str) -> str:
    """Return what is said of a case file with this line; nothing where it is read."""
    try:
        read_case((CASE + line).encode(), "case.toml", PLAN)
    except Refused as refused:
        return re.sub(r"it has .*|\[\w+\.?\w*\]", "", refused.message)
    return ""


@pytest.mark.parametrize("key", BY_KEY)
def test_a_file_of_orders_says_no_raw_key(key: str) -> None:
    right = {
        "of": "cyclophosphamide",
        "weight": "80 kg",
        "height": "180 cm",
        "order": "2 g",
    }
    wrongs = ("§§", "12 §§", "-1", "=A1", "9" * 300, "1,5", "0 kg")
    rows = [{**dict.fromkeys(BY_KEY, ""), **right, key: wrong} for wrong in wrongs]
    found = verdicts(pd.DataFrame(rows).astype(str), PLAN, TODAY)
    said = [
        str(cell)
        for name in found.columns
        if name not in BY_KEY and found[name].dtype == object
        for cell in found[name]
        if "." in str(cell) and " " in str(cell)
    ]
    assert {cell: raw(cell) for cell in said if raw(cell)} == {}
