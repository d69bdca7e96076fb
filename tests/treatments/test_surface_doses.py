"""Cyclophosphamide and rituximab against the second implementation."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import by_hand
import pytest
from asking import answered, refusal_of, result_of
from hypothesis import given
from what_people_type import FORMULAS, HEIGHTS, WEIGHTS, Typed

import units


def agrees(found: dict[str, str], expected: Any, unit: str) -> bool:
    """Compare with the first 27 digits of what ends in no root or power."""
    exact = Fraction(expected)
    return found["unit"] == unit and abs(Fraction(found["value"]) - exact) <= exact / 10**27


@given(weight=WEIGHTS, height=HEIGHTS, formula=FORMULAS)
def test_intravenous_cyclophosphamide_agrees_with_the_second_implementation(
    weight: Typed, height: Typed, formula: str
) -> None:
    surface = by_hand.body_surface(formula, height.value, weight.value)
    expected = by_hand.cyclophosphamide_iv(surface)
    result = result_of(
        "cyclophosphamide", weight=weight.text, height=height.text, bsa_formula=formula
    )
    assert agrees(result["bsa"], surface, "m2")
    assert agrees(result["per_dose"], expected["per_dose"], "g")
    assert agrees(result["cumulative"], expected["cumulative"], "g")
    assert result["doses"] == expected["doses"] == 6


@given(weight=WEIGHTS)
def test_oral_cyclophosphamide_agrees_with_the_second_implementation(weight: Typed) -> None:
    expected = by_hand.cyclophosphamide_po(weight.value)
    assert result_of("cyclophosphamide", weight=weight.text, route="po") == {
        name: {"value": by_hand.as_written(value), "unit": "mg"} for name, value in expected.items()
    }


@given(weight=WEIGHTS, height=HEIGHTS, formula=FORMULAS)
def test_weekly_rituximab_agrees_with_the_second_implementation(
    weight: Typed, height: Typed, formula: str
) -> None:
    surface = by_hand.body_surface(formula, height.value, weight.value)
    expected = by_hand.rituximab_weekly(surface)
    result = result_of("rituximab", weight=weight.text, height=height.text, bsa_formula=formula)
    assert agrees(result["bsa"], surface, "m2")
    assert agrees(result["per_dose"], expected["per_dose"], "mg")
    assert agrees(result["total"], expected["total"], "mg")
    assert (result["doses"], result["days"]) == (expected["doses"], expected["days"])


@given(weight=WEIGHTS, height=HEIGHTS)
def test_two_fixed_doses_of_rituximab_are_the_same_for_everybody(
    weight: Typed, height: Typed
) -> None:
    expected = by_hand.rituximab_two_doses()
    result = result_of("rituximab", weight=weight.text, height=height.text, regimen="two_doses")
    assert result == {
        "per_dose": {"value": by_hand.as_written(expected["per_dose"]), "unit": "mg"},
        "doses": expected["doses"],
        "total": {"value": by_hand.as_written(expected["total"]), "unit": "mg"},
        "days": expected["days"],
    }


# The formulas' spread at 170 cm and 70 kg, from their published check values to four places:
# Mosteller 1.8181, Du Bois 1.8097, Haycock 1.8257, Gehan & George 1.8313, Boyd 1.8347 m².
SPREAD = {
    "mosteller": "1.8181",
    "du_bois": "1.8097",
    "haycock": "1.8257",
    "gehan_george": "1.8313",
    "boyd": "1.8347",
}


@pytest.mark.parametrize(
    ("calculator", "in_mg"),
    [
        pytest.param("rituximab", 375, id="rituximab, 375 mg/m²"),
        pytest.param("cyclophosphamide", 1000, id="cyclophosphamide, 1000 mg/m²"),
    ],
)
def test_the_spread_between_the_formulas_is_shown_in_mg(calculator: str, in_mg: int) -> None:
    others = answered(calculator, weight="70 kg", height="170 cm").result.alternatives()
    assert [other.choice for other in others] == list(SPREAD)
    for other in others:
        difference = other.values["difference"]
        away = Fraction(SPREAD[other.choice]) - Fraction(SPREAD["mosteller"])
        # Each check value is rounded to four places, so that two of them may be off by 0.0001.
        assert units.unit_of(difference).ucum == "mg"
        assert abs(Fraction(difference.magnitude) - away * in_mg) <= Fraction(in_mg, 10_000)
        assert other.sources


@given(weight=WEIGHTS, height=HEIGHTS, formula=FORMULAS)
def test_the_difference_between_two_formulas_is_that_of_their_doses(
    weight: Typed, height: Typed, formula: str
) -> None:
    asked = {"weight": weight.text, "height": height.text, "bsa_formula": formula}
    chosen = by_hand.body_surface(formula, height.value, weight.value)
    for other in answered("rituximab", **asked).result.alternatives():
        surface = by_hand.body_surface(other.choice, height.value, weight.value)
        expected = (Fraction(surface) - Fraction(chosen)) * 375
        found = Fraction(other.values["difference"].magnitude)
        assert abs(found - expected) <= Fraction(1, 10**40)
        assert (found == 0) is (other.choice == formula)


NO_WEIGHT = "so ideal and adjusted weight have no part in it; leave it out or say actual."
SIZE = {"weight": "80 kg", "height": "180 cm"}


@pytest.mark.parametrize("choice", ["ideal", "adjusted"])
@pytest.mark.parametrize(
    ("request_", "why"),
    [
        pytest.param(
            {"calculator": "cyclophosphamide", **SIZE},
            f"The intravenous dose goes by body surface, {NO_WEIGHT}",
            id="cyclophosphamide IV",
        ),
        pytest.param(
            {"calculator": "rituximab", **SIZE},
            f"The weekly doses go by body surface, {NO_WEIGHT}",
            id="rituximab by surface",
        ),
        pytest.param(
            {"calculator": "rituximab", "regimen": "two_doses"},
            "has no part in the two fixed doses.",
            id="rituximab, fixed",
        ),
        pytest.param(
            {"calculator": "scig", "ivig_dose": "60 g", "every": "3 weeks"},
            f"The conversion starts from grams, {NO_WEIGHT}",
            id="SCIg",
        ),
        pytest.param(
            {"calculator": "mycophenolate", "target": "1 g/day"},
            f"The dose goes by no weight, {NO_WEIGHT}",
            id="mycophenolate",
        ),
    ],
)
def test_a_weight_to_dose_by_is_refused_where_no_weight_doses(
    request_: dict[str, Any], why: str, choice: str
) -> None:
    refused = refusal_of(**request_, dosing_weight=choice)
    assert refused.field == "dosing_weight"
    assert refused.message.endswith(why)
    assert answered(**request_, dosing_weight="actual").result.values
