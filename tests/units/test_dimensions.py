"""One registry; a body weight is no drug mass; every factor is exact."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pint
import pytest
from by_hand import as_written
from hypothesis import given
from hypothesis import strategies as st

import units

ROOT = Path(__file__).parents[2]
MAGNITUDES = st.builds(lambda digits: Decimal(digits) / 10_000, st.integers(1, 10**9))


def test_a_dose_by_weight_does_not_cancel_to_a_bare_number() -> None:
    for code in ("mg/kg", "g/kg"):
        assert not units.quantity(1, code).is_compatible_with(units.quantity(1, "1"))
        with pytest.raises(pint.DimensionalityError):
            units.convert(units.quantity(1, code), "1")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("kg", "g", id="a body weight is no drug mass"),
        pytest.param("g", "kg", id="a drug mass is no body weight"),
        pytest.param("g{body}", "g", id="a body weight in grams is no drug mass in grams"),
        pytest.param("g/kg", "g/m2", id="a dose by weight is none by surface"),
        pytest.param("m2", "m", id="a body surface is no length"),
        pytest.param("wk", "kg", id="a time is no weight"),
        pytest.param("umol/L", "/uL", id="a concentration is no count"),
        pytest.param("g/wk", "g", id="a rate is no amount"),
    ],
)
def test_what_is_of_another_kind_does_not_convert(one: str, other: str) -> None:
    with pytest.raises(pint.DimensionalityError):
        units.convert(units.quantity(1, one), other)


def test_a_body_surface_is_no_square_of_a_length() -> None:
    with pytest.raises(pint.DimensionalityError):
        units.convert(units.quantity(1, "cm") * units.quantity(1, "cm"), "m2")


def test_grams_per_kilogram_times_kilograms_are_grams_and_nothing_else_is() -> None:
    total = units.quantity(2, "g/kg") * units.quantity(80, "kg")
    assert units.as_ucum(units.convert(total, "g")) == {"value": "160", "unit": "g"}
    for code in ("kg", "1", "g/m2", "g/wk", "m2"):
        with pytest.raises(pint.DimensionalityError):
            units.convert(total, code)


def test_weights_and_masses_cannot_be_added() -> None:
    with pytest.raises(pint.DimensionalityError):
        units.quantity(1, "kg") + units.quantity(1, "g")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("U", id="U, an enzyme unit elsewhere"),
        pytest.param("IU", id="IU"),
        pytest.param("mEq", id="mEq"),
        pytest.param("unit", id="unit, which parses as something else elsewhere"),
        pytest.param("kg", id="kg, which would be a mass"),
        pytest.param("kilogram", id="kilogram"),
        pytest.param("mole", id="mole"),
    ],
)
def test_the_registry_knows_no_unit_that_is_not_listed(name: str) -> None:
    with pytest.raises(pint.UndefinedUnitError):
        units.registry.Unit(name)


def test_a_unit_that_nobody_was_promised_is_a_fault() -> None:
    strange = units.quantity(1, "g") * units.quantity(1, "g")
    with pytest.raises(LookupError, match="no clinical unit"):
        units.unit_of(strange)


# Exact by definition, or worked out from a definition; from, to, factor.
FACTORS = [
    pytest.param("[lb_av]", "kg", "0.45359237", id="a pound in kilograms"),
    pytest.param("[stone_av]", "kg", "6.35029318", id="a stone in kilograms"),
    pytest.param("[stone_av]", "[lb_av]", "14", id="a stone in pounds"),
    pytest.param("g{body}", "kg", "0.001", id="a gram of body weight in kilograms"),
    pytest.param("kg", "g{body}", "1000", id="a kilogram in grams of body weight"),
    pytest.param("[in_i]", "cm", "2.54", id="an inch in centimetres"),
    pytest.param("[ft_i]", "cm", "30.48", id="a foot in centimetres"),
    pytest.param("[ft_i]", "[in_i]", "12", id="a foot in inches"),
    pytest.param("m", "cm", "100", id="a metre in centimetres"),
    pytest.param("mg", "g", "0.001", id="a milligram in grams"),
    pytest.param("wk", "d", "7", id="a week in days"),
    pytest.param("mo", "d", "30.4375", id="a calendar month in days"),
    pytest.param("a", "mo", "12", id="a year in calendar months"),
    pytest.param("a", "d", "365.25", id="a year in days"),
    pytest.param("d", "min", "1440", id="a day in minutes"),
    pytest.param("mg/kg", "g/kg", "0.001", id="mg/kg in g/kg"),
    pytest.param("g/m2", "mg/m2", "1000", id="g/m² in mg/m²"),
    pytest.param("10*3/uL", "/uL", "1000", id="10³/µL in cells per µL"),
    pytest.param("10*9/L", "/uL", "1000", id="10⁹/L in cells per µL"),
    pytest.param("10*9/L", "10*3/uL", "1", id="10⁹/L in 10³/µL"),
    pytest.param("g/L", "mg/dL", "100", id="g/L in mg/dL"),
    pytest.param("g/dL", "g/L", "10", id="g/dL in g/L"),
    pytest.param("umol/L", "mg/dL", "0.011312", id="µmol/L of creatinine in mg/dL"),
]


@pytest.mark.parametrize(("one", "other", "factor"), FACTORS)
def test_factors_are_exact(one: str, other: str, factor: str) -> None:
    converted = units.convert(units.quantity(1, one), other)
    assert Fraction(converted.magnitude) == Fraction(factor)


@pytest.mark.parametrize(("one", "other", "factor"), FACTORS)
def test_factors_are_exact_whatever_was_compared_before_in_ordinary_arithmetic(
    one: str, other: str, factor: str
) -> None:
    """Pint remembers the factor of a comparison with its 28 digits; in a process of its own."""
    asked = (
        "import units\n"
        f"there = units.quantity(1, {other!r})\n"
        f"assert there.to(units.quantity(1, {one!r}).units) is not None\n"
        f"print(units.convert(units.convert(there, {one!r}), {other!r}).magnitude)\n"
        f"print(units.convert(there, {one!r}).magnitude)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], check=True, capture_output=True, text=True, cwd=ROOT
    )
    there_and_back, there = (Fraction(line) for line in done.stdout.split())
    assert as_written(there_and_back, 50) == "1"
    assert as_written(there, 50) == as_written(1 / Fraction(factor), 50)


@pytest.mark.parametrize(("one", "other", "factor"), FACTORS)
@given(magnitude=MAGNITUDES)
def test_factors_are_exact_for_any_magnitude_there_and_back(
    magnitude: Decimal, one: str, other: str, factor: str
) -> None:
    there = units.convert(units.quantity(magnitude, one), other)
    assert Fraction(there.magnitude) == Fraction(magnitude) * Fraction(factor)
    back = units.convert(there, one)
    assert as_written(Fraction(back.magnitude)) == as_written(Fraction(magnitude))


def test_a_milligram_a_decilitre_of_creatinine_is_8840_hundredths_of_a_micromole() -> None:
    """1 mg/dL = 10 mg/L ÷ 113.12 g/mol = 88.4017… µmol/L, which textbooks round to 88.40."""
    converted = units.convert(units.quantity(1, "mg/dL"), "umol/L")
    assert as_written(Fraction(converted.magnitude), digits=4) == "88.4"
    assert as_written(Fraction(converted.magnitude)) == as_written(
        Fraction("10000") / Fraction("113.12")
    )


def test_every_magnitude_is_a_decimal() -> None:
    for code in units.UNITS:
        assert type(units.quantity(1, code).magnitude) is Decimal
    product = units.quantity(2, "g/kg") * units.quantity(80, "kg") / units.quantity(3, "wk")
    assert type(product.magnitude) is Decimal
    assert type(units.convert(product, "g/wk").magnitude) is Decimal


def test_working_carries_more_digits_than_are_printed() -> None:
    assert units.WORKING_DIGITS >= 28
    assert units.PRINTED_DIGITS == 28
    with units.exact():
        third = Decimal(1) / 3
    assert len(third.as_tuple().digits) == units.WORKING_DIGITS
