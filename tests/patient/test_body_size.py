"""Body surfaces, weights, index and clearance against the second implementation."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import by_hand
import pytest
from asking import result_of
from hypothesis import assume, given
from what_people_type import AGES, CREATININES, FORMULAS, HEIGHTS, SEXES, WEIGHTS, Typed

from calculators.patient.body_size import SURFACE_FORMULAS

SURFACES = ("mosteller", "du_bois", "haycock", "gehan_george", "boyd")


def agrees_to_27_digits(found: dict[str, Any], unit: str, expected: Fraction) -> bool:
    """Compare a quantity that ends in no power, root or logarithm with its 27 first digits."""
    value = Fraction(found["value"])
    return found["unit"] == unit and abs(value - expected) <= expected / 10**27


@given(weight=WEIGHTS, height=HEIGHTS)
def test_the_five_surfaces_agree_with_the_second_implementation(
    weight: Typed, height: Typed
) -> None:
    surfaces = result_of("body", weight=weight.text, height=height.text)["bsa"]
    assert set(surfaces) == set(SURFACES)
    for formula in SURFACES:
        expected = Fraction(by_hand.body_surface(formula, height.value, weight.value))
        assert agrees_to_27_digits(surfaces[formula], "m2", expected), formula


@given(weight=WEIGHTS, height=HEIGHTS)
def test_the_five_surfaces_by_logarithms_are_the_same_surfaces(
    weight: Typed, height: Typed
) -> None:
    kilograms = Decimal(weight.value.numerator) / weight.value.denominator
    centimetres = Decimal(height.value.numerator) / height.value.denominator
    for formula, each in SURFACE_FORMULAS.items():
        expected = Fraction(by_hand.body_surface(formula, height.value, weight.value))
        found = Fraction(each.formula.by_logarithms(kilograms.ln(), centimetres.ln()))
        assert abs(found - expected) <= expected / 10**15, formula


@given(weight=WEIGHTS, height=HEIGHTS)
def test_the_body_mass_index_agrees_with_the_second_implementation(
    weight: Typed, height: Typed
) -> None:
    expected = by_hand.body_mass_index(height.value, weight.value)
    found = result_of("body", weight=weight.text, height=height.text)["bmi"]
    assert found == {"value": by_hand.as_written(expected), "unit": "kg/m2"}


@given(weight=WEIGHTS, height=HEIGHTS, sex=SEXES)
def test_ideal_and_adjusted_weight_agree_with_the_second_implementation(
    weight: Typed, height: Typed, sex: str
) -> None:
    result = result_of("body", weight=weight.text, height=height.text, sex=sex)
    if height.value < by_hand.DEVINE_FLOOR:
        for name in ("ideal_body_weight", "adjusted_body_weight"):
            assert result[name] is None
            assert "152.4 cm" in result["reasons"][name]
        return
    ideal = by_hand.ideal_weight(sex, height.value)
    adjusted = by_hand.adjusted_weight(sex, height.value, weight.value)
    assert result["ideal_body_weight"] == {"value": by_hand.as_written(ideal), "unit": "kg"}
    assert result["adjusted_body_weight"] == {"value": by_hand.as_written(adjusted), "unit": "kg"}


@given(weight=WEIGHTS, age=AGES, sex=SEXES, creatinine=CREATININES)
def test_the_clearance_agrees_with_the_second_implementation(
    weight: Typed, age: Typed, sex: str, creatinine: Typed
) -> None:
    expected = by_hand.creatinine_clearance(age.value, weight.value, creatinine.value, sex)
    found = result_of(
        "body", weight=weight.text, age=age.text, sex=sex, creatinine=creatinine.text
    )["creatinine_clearance"]
    assert found == {"value": by_hand.as_written(expected), "unit": "mL/min"}


@given(weight=WEIGHTS, height=HEIGHTS, age=AGES, sex=SEXES, creatinine=CREATININES)
def test_the_clearance_by_the_ideal_weight_agrees_with_the_second_implementation(
    weight: Typed, height: Typed, age: Typed, sex: str, creatinine: Typed
) -> None:
    assume(height.value >= by_hand.DEVINE_FLOOR)
    ideal = by_hand.ideal_weight(sex, height.value)
    expected = by_hand.creatinine_clearance(age.value, ideal, creatinine.value, sex)
    found = result_of(
        "body",
        weight=weight.text,
        height=height.text,
        age=age.text,
        sex=sex,
        creatinine=creatinine.text,
        dosing_weight="ideal",
    )["creatinine_clearance"]
    assert found == {"value": by_hand.as_written(expected), "unit": "mL/min"}


# 152.4 cm are 60 inches exactly.
@pytest.mark.parametrize(
    ("height", "defined"),
    [
        pytest.param("152.39 cm", False, id="just under 152.4 cm"),
        pytest.param("152.4 cm", True, id="152.4 cm"),
        pytest.param("152.41 cm", True, id="just over 152.4 cm"),
        pytest.param("59.99 in", False, id="just under 60 inches"),
        pytest.param("60 in", True, id="60 inches"),
        pytest.param("4 ft 11.99 in", False, id="just under 5 feet"),
        pytest.param("5 ft 0 in", True, id="5 feet"),
    ],
)
def test_devine_begins_at_sixty_inches(height: str, defined: bool) -> None:  # noqa: FBT001
    result = result_of("body", weight="80 kg", height=height, sex="male")
    assert (result["ideal_body_weight"] is not None) is defined
    assert (result["adjusted_body_weight"] is not None) is defined


@pytest.mark.parametrize(
    ("known", "absent"),
    [
        pytest.param(
            {},
            {
                "bsa": "weight",
                "bmi": "weight",
                "ideal_body_weight": "height",
                "adjusted_body_weight": "height",
                "creatinine_clearance": "weight",
            },
            id="nothing",
        ),
        pytest.param(
            {"weight": "80 kg"},
            {
                "bsa": "height",
                "bmi": "height",
                "ideal_body_weight": "height",
                "adjusted_body_weight": "height",
                "creatinine_clearance": "age",
            },
            id="a weight",
        ),
        pytest.param(
            {"height": "180 cm", "sex": "male"},
            {
                "bsa": "weight",
                "bmi": "weight",
                "adjusted_body_weight": "weight",
                "creatinine_clearance": "weight",
            },
            id="height and sex",
        ),
        pytest.param(
            {"weight": "80 kg", "height": "180 cm", "sex": "male", "age": "60 years"},
            {"creatinine_clearance": "creatinine"},
            id="all but creatinine",
        ),
        pytest.param(
            {
                "weight": "80 kg",
                "height": "150 cm",
                "sex": "male",
                "age": "60 years",
                "creatinine": "1 mg/dL",
                "dosing_weight": "ideal",
            },
            {
                "ideal_body_weight": "152.4 cm",
                "adjusted_body_weight": "152.4 cm",
                "creatinine_clearance": "152.4 cm",
            },
            id="a height below the formula",
        ),
    ],
)
def test_what_is_missing_is_null_with_the_missing_measure_as_its_reason(
    known: dict[str, str], absent: dict[str, str]
) -> None:
    result = result_of("body", **known)
    assert {name for name in result if result[name] is None} == set(absent)
    assert set(result["reasons"]) == set(absent)
    for name, missing in absent.items():
        assert missing in result["reasons"][name]


@given(formula=FORMULAS, weight=WEIGHTS, height=HEIGHTS)
def test_a_surface_chosen_for_a_dose_is_the_one_shown_among_body_sizes(
    formula: str, weight: Typed, height: Typed
) -> None:
    measures = {"weight": weight.text, "height": height.text}
    chosen = result_of("rituximab", **measures, bsa_formula=formula)["bsa"]
    assert chosen == result_of("body", **measures)["bsa"][formula]
