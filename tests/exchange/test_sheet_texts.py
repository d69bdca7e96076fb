"""Anything that a person may type, and as much of it as fits a page."""

from __future__ import annotations

import string
from typing import Any

import pytest
from asking import PLAN
from hypothesis import given, settings
from hypothesis import strategies as st
from printed import (
    CASES,
    SECOND,
    answer_of,
    case_of,
    pages_of,
    sheet_of,
    text_of,
)

from plan_data.schema.rules import Outcome
from units import Refused

# --- anything that a person may type ----------------------------------------------------------

HOSTILE = [
    '#read("/etc/passwd")',
    '#import "@preview/example:1.0.0"',
    "*bold* _slanted_ `code`",
    "$x^2$ and $ y $",
    "= Heading",
    "// the rest is a comment",
    "/* so is this */",
    "<label> @reference",
    "\"quoted\" 'quoted' \\ \\u{41}",
    "a -- b --- c ... ~",
    "https://example.org",
    '#set page(paper: "a5")',
    '"}], "refused": false, "x": [{"',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_is_typed_acts_as_markup(text: str) -> None:
    case = case_of("induction", days=5, concurrent=[text])
    sheet = sheet_of(case, second_by=text)
    assert pages_of(sheet) == 1
    found = text_of(sheet)
    assert f"Ordered alongside: {text} Treatment and order" in found
    assert f"by {text} Signature" in found


@settings(max_examples=30)
@given(st.text(string.ascii_letters + string.digits + string.punctuation + " ", max_size=60))
def test_any_line_of_signs_is_printed_as_it_was_typed(text: str) -> None:
    typed = " ".join(text.split())
    if not typed or typed.casefold() == SECOND.casefold():
        return
    found = text_of(sheet_of(CASES["scig"], first_by=text))
    assert f"Entered first by {typed} Signature" in found


# --- the longest ------------------------------------------------------------------------------

LONG = {
    "weight": "12 st 8 lb",
    "height": "5 ft 9 in",
    "premedication": ["acetaminophen 650 mg PO 30 minutes before", "diphenhydramine 25 mg IV"],
    "concurrent": [f"a drug with a long name, number {place}, daily" for place in range(8)],
}
LONGEST = [
    pytest.param("induction", {"days": 5, "dosing_weight": "adjusted"}, id="induction"),
    pytest.param("maintenance", {"dose": "1 g/kg", "every": "35 days"}, id="maintenance"),
    pytest.param("scig", {"ivig_dose": "77.7 g", "every": "1 months"}, id="scig"),
    pytest.param("cyclophosphamide", {"bsa_cap": "1.5 m2"}, id="cyclophosphamide"),
    pytest.param("rituximab", {"bsa_formula": "boyd"}, id="rituximab"),
    pytest.param("mycophenolate", {"step_every": "2 weeks"}, id="mycophenolate"),
    pytest.param(
        "titration",
        {"drug": "gabapentin", "target": "3600 mg/day", "step_every": "3 days"},
        id="titration",
    ),
    pytest.param(
        "verify",
        {
            "of": "maintenance",
            "dose": "1 g/kg",
            "every": "3 weeks",
            "order": "31.7 g every 5 weeks",
            "product": "Privigen",
            "order_volume": "500 mL",
            "order_rate": "300 mL/h",
        },
        id="an order that deviates in everything",
    ),
    pytest.param(
        "induction",
        {"days": 5, "product": "Privigen", "round": "nearest", "start": "09:00"},
        id="induction with vials, rates and days",
    ),
    pytest.param(
        "maintenance",
        {"dose": "1 g/kg", "every": "5 weeks", "product": "Gamunex-C", "start": "09:00"},
        id="maintenance with vials and rates",
    ),
    pytest.param(
        "scig",
        {"ivig_dose": "77.7 g", "every": "1 months", "product": "HyQvia", "start": "09:00"},
        id="scig with a ramp-up",
    ),
    pytest.param(
        "scig",
        {"ivig_dose": "77.7 g", "every": "1 months", "product": "Hizentra", "sessions": "7"},
        id="scig in seven sessions",
    ),
    pytest.param(
        "rituximab",
        {"product": "Rituxan", "concentration": "2 mg/mL", "start": "09:00"},
        id="rituximab with rates",
    ),
]


@pytest.mark.parametrize(("calculator", "inputs"), LONGEST)
@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({}, id="nothing is recorded"),
        pytest.param(dict.fromkeys(PLAN.facts.yes_no, "yes"), id="everything is answered yes"),
        pytest.param(dict.fromkeys(PLAN.facts.yes_no, "no"), id="everything is answered no"),
    ],
)
def test_the_longest_case_still_fits_one_page(
    calculator: str, inputs: dict[str, Any], facts: dict[str, str]
) -> None:
    case = case_of(calculator, **LONG, **inputs, facts=facts)
    sheet, checks = sheet_of(case), answer_of(case).checks
    assert pages_of(sheet) == 1
    text = text_of(sheet)
    assert f"Digest of the case (SHA-256) {case.digest}" in text
    open_ones = [each for each in checks.findings if each.outcome is not Outcome.CLEAR]
    for finding in open_ones:
        assert finding.limit in text


def test_what_cannot_be_read_on_one_page_is_refused() -> None:
    case = case_of("induction", days=5, concurrent=[f"drug {place}" for place in range(2000)])
    with pytest.raises(Refused, match="too much for a sheet of one page"):
        sheet_of(case)
