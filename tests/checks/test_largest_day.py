"""A day that gets more than 1 g/kg is a caution: no label for a neuropathy has more in a day.

The reference notes on labels, section 5: Panzyga loads 1 g/kg a day on two days; no largest dose a
day was read on any label.
"""

from __future__ import annotations

from typing import Any

import pytest
from asking import answer_to, finding

MAINTENANCE: dict[str, Any] = {"calculator": "maintenance", "weight": "80 kg", "every": "6 weeks"}
INDUCTION: dict[str, Any] = {"calculator": "induction", "weight": "80 kg"}


def said(**request: Any) -> dict[str, Any] | None:
    answer = answer_to(**request)
    rules = {each["rule"] for each in answer["checks"]["findings"]}
    return finding(answer, "largest_day") if "largest_day" in rules else None


@pytest.mark.parametrize(
    ("dose", "days", "above"),
    [
        pytest.param("1 g/kg", 1, False, id="1 g/kg in one day"),
        pytest.param("1.01 g/kg", 1, True, id="a hair more in one day"),
        pytest.param("2 g/kg", 1, True, id="the plan's 2 g/kg in one day"),
        pytest.param("2 g/kg", 2, False, id="2 g/kg over two days are 1 g/kg a day"),
        pytest.param("2.02 g/kg", 2, True, id="a hair more over two"),
        pytest.param("2 g/kg", 5, False, id="2 g/kg over five days"),
    ],
)
def test_a_day_of_maintenance_above_one_gram_a_kg_is_a_caution(
    dose: str, days: int, *, above: bool
) -> None:
    found = said(**MAINTENANCE, dose=dose, days=days)
    assert (found is not None) is above
    if found is not None:
        assert found["outcome"] == "caution"
        assert "MORE than 1 g/kg" in found["because"]
        assert "Panzyga label, CIDP [A†]" in found["source"]


@pytest.mark.parametrize("days", [2, 3, 4, 5])
def test_no_split_of_the_plans_induction_is_one(days: int) -> None:
    assert said(**INDUCTION, days=days) is None


def test_by_the_ideal_weight_of_a_thin_patient_it_is_the_actual_one_that_is_passed() -> None:
    """178 cm, a man: Devine 73.0 kg; 73 g in a day, and 1 g/kg of 60 kg are 60 g."""
    asked = MAINTENANCE | {"weight": "60 kg", "height": "178 cm", "sex": "male"}
    assert said(**asked, dose="1 g/kg", dosing_weight="ideal") is not None
    assert said(**asked, dose="1 g/kg") is None


def test_what_is_rounded_up_above_it_counts() -> None:
    """62 kg: 62 g in a day, in whole vials of Privigen 60 or 65 g; 82 kg: 82 g, nearest 80 g."""
    asked = MAINTENANCE | {"dose": "1 g/kg", "product": "privigen", "round": "nearest"}
    assert said(**asked | {"weight": "63 kg"}) is not None  # 65 g
    assert said(**asked | {"weight": "62 kg"}) is None  # 60 g
    assert said(**asked | {"weight": "63 kg", "round": "exact"}) is None


def test_an_order_of_it_is_held_against_it_too() -> None:
    order = {"of": "maintenance", "dose": "2 g/kg", "every": "6 weeks", "order": "160 g"}
    answer = answer_to("verify", weight="80 kg", **order)
    assert finding(answer, "largest_day")["outcome"] == "caution"
