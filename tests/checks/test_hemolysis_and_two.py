"""Hemolysis after a high dose in blood groups other than O, and two immunoglobulins at once.

The dose and the times are those of the reference notes on labels, section 3: 2 g/kg or more, single
or divided over several days; hemoglobin before and about 36 to 96 hours after; days 5 to 10 as
literature.
"""

from __future__ import annotations

from typing import Any

import pytest
from asking import answer_to, finding

MAINTENANCE: dict[str, Any] = {"calculator": "maintenance", "weight": "80 kg", "every": "6 weeks"}
SCIG: dict[str, Any] = {"calculator": "scig", "ivig_dose": "60 g", "every": "3 weeks"}
INDUCTION: dict[str, Any] = {"calculator": "induction", "weight": "80 kg", "days": 5}


def rules_of(**request: Any) -> set[str]:
    return {each["rule"] for each in answer_to(**request)["checks"]["findings"]}


@pytest.mark.parametrize("days", [2, 3, 4, 5])
@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        pytest.param("yes", "caution", id="A, B or AB"),
        pytest.param("no", "clear", id="O"),
        pytest.param(None, "unknown", id="not recorded"),
    ],
)
def test_induction_is_such_a_dose_whatever_the_number_of_days(
    days: int, answer: str | None, outcome: str
) -> None:
    facts = {} if answer is None else {"blood_group_not_o": answer}
    found = finding(answer_to(**INDUCTION | {"days": days, "facts": facts}), "hemolysis")
    assert found["outcome"] == outcome
    assert found["facts"] == ["blood_group_not_o"]
    assert found["source"].endswith("June 2012 [A]")


@pytest.mark.parametrize("days", [1, 5])
@pytest.mark.parametrize(
    ("dose", "asked"),
    [
        pytest.param("1.99 g/kg", False, id="just below"),
        pytest.param("2 g/kg", True, id="at"),
        pytest.param("2.01 g/kg", True, id="above"),
        pytest.param("1 g/kg", False, id="the plan's other pattern"),
    ],
)
def test_an_infusion_is_one_from_two_grams_a_kg(dose: str, days: int, *, asked: bool) -> None:
    rules = rules_of(**MAINTENANCE, dose=dose, days=days)
    assert ("hemolysis" in rules) is asked


def test_by_the_ideal_weight_of_a_thin_patient_it_is_the_actual_one_that_is_passed() -> None:
    """178 cm, a man: Devine 73.0 kg; 1.9 × 73.0 = 138.7 g, and 2 × 60 = 120 g."""
    rules = rules_of(
        **MAINTENANCE | {"weight": "60 kg"},
        dose="1.9 g/kg",
        height="178 cm",
        sex="male",
        dosing_weight="ideal",
    )
    assert "hemolysis" in rules


def test_what_is_rounded_up_to_it_counts() -> None:
    """62 kg at 1.99 g/kg: 123.38 g, in whole vials 125 g; twice 62 is 124 g."""
    asked = MAINTENANCE | {"weight": "62 kg", "dose": "1.99 g/kg", "product": "privigen"}
    assert "hemolysis" not in rules_of(**asked, round="exact")
    assert "hemolysis" in rules_of(**asked, round="nearest")


def test_the_words_say_when_to_look_and_that_days_do_not_protect() -> None:
    found = finding(answer_to(**INDUCTION, facts={"blood_group_not_o": "yes"}), "hemolysis")
    assert "36 to 96 hours after" in found["resolve"]
    assert "days 5 to 10" in found["resolve"]
    assert "does not protect" in found["because"]


def test_a_weekly_dose_under_the_skin_is_none() -> None:
    assert "hemolysis" not in rules_of(**SCIG, weight="80 kg")


def test_an_order_is_held_against_it_too() -> None:
    order = {"of": "induction", "days": 5, "order": "32 g/day"}
    said = answer_to("verify", weight="80 kg", facts={"blood_group_not_o": "yes"}, **order)
    assert finding(said, "hemolysis")["outcome"] == "caution"


# --- two at once ----------------------------------------------------------------------------------


@pytest.mark.parametrize("listed", ["concurrent", "premedication"])
@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(INDUCTION, id="induction"),
        pytest.param(MAINTENANCE | {"dose": "2 g/kg"}, id="maintenance"),
        pytest.param(SCIG, id="SCIg"),
    ],
)
@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("IVIg", "caution"),
        ("Privigen 40 g", "caution"),
        ("Hizentra", "caution"),
        ("immune globulin", "caution"),
        ("Gammagard Liquid", "caution"),
        ("qwertymab", "unknown"),
        ("aspirin", "clear"),
        ("rituximab", "clear"),
    ],
)
def test_another_immunoglobulin_is_a_caution_and_an_unknown_name_is_unknown(
    name: str, outcome: str, request_: dict[str, Any], listed: str
) -> None:
    said = answer_to(**request_ | {listed: [name]})
    assert finding(said, "second_immunoglobulin")["outcome"] == outcome


def test_with_nothing_listed_there_is_no_other() -> None:
    assert finding(answer_to(**INDUCTION), "second_immunoglobulin")["outcome"] == "clear"
