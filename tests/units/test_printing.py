"""Fixed point, half up, once: for machines in full, for people with a mark where it was rounded."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from by_hand import as_written
from hypothesis import given
from hypothesis import strategies as st

import units

# From 10^-40 to 10^40, of either sign, of up to forty digits.
ANY_DECIMAL = st.builds(
    lambda digits, exponent: Decimal(digits).scaleb(exponent),
    st.integers(-(10**40), 10**40),
    st.integers(-40, 10),
)
ORDINARY = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(-(10**12), 10**12),
    st.integers(0, 8),
)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        pytest.param("160", "160", id="a whole number"),
        pytest.param("160.00", "160", id="noughts after the point go"),
        pytest.param("1.20", "1.2", id="a nought at the end goes"),
        pytest.param("2E+3", "2000", id="an exponent is written out"),
        pytest.param("1E+30", "1" + "0" * 30, id="a large exponent is written out"),
        pytest.param("1E-10", "0.0000000001", id="a small exponent is written out"),
        pytest.param("0", "0", id="nought"),
        pytest.param("0.000", "0", id="nought with places"),
        pytest.param("-0", "0", id="a negative nought"),
        pytest.param("0E+5", "0", id="nought with an exponent"),
        pytest.param("-4.50", "-4.5", id="a negative number"),
        pytest.param(
            "1.234567890123456789012345678", "1.234567890123456789012345678", id="28 digits"
        ),
        pytest.param(
            "1.2345678901234567890123456784", "1.234567890123456789012345678", id="29 down"
        ),
        pytest.param(
            "1.2345678901234567890123456785", "1.234567890123456789012345679", id="29 half up"
        ),
        pytest.param("9.9999999999999999999999999995", "10", id="29 nines round up to ten"),
        pytest.param(
            "12345678901234567890123456784",
            "12345678901234567890123456780",
            id="29 before the point",
        ),
    ],
)
def test_a_machine_reads_at_most_28_digits_in_fixed_point(number: str, text: str) -> None:
    assert units.fixed_point(Decimal(number)) == text


@given(number=ANY_DECIMAL)
def test_no_exponent_is_ever_written(number: Decimal) -> None:
    text = units.fixed_point(number)
    assert re.fullmatch(r"-?[0-9]+(\.[0-9]*[1-9])?", text)
    assert text == as_written(Fraction(number))


@given(numerator=st.integers(-(10**9), 10**9), denominator=st.integers(1, 10**6))
def test_a_division_that_does_not_end_is_rounded_half_up_at_28_digits(
    numerator: int, denominator: int
) -> None:
    with units.exact():
        quotient = Decimal(numerator) / Decimal(denominator)
    assert units.fixed_point(quotient) == as_written(Fraction(numerator, denominator))


# --- for people -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        pytest.param("160", 2, "160", id="a whole number is exact"),
        pytest.param("1.25", 2, "1.25", id="as many places as are shown is exact"),
        pytest.param("1.250", 2, "1.25", id="a nought more is exact"),
        pytest.param("1.249", 2, "≈ 1.25", id="just below a half of the last place"),
        pytest.param("1.245", 2, "≈ 1.25", id="a half goes up"),
        pytest.param("1.2449", 2, "≈ 1.24", id="below a half goes down"),
        pytest.param("2.5", 0, "≈ 3", id="a half goes up to an odd number"),
        pytest.param("3.5", 0, "≈ 4", id="a half goes up to an even number"),
        pytest.param("-1.245", 2, "≈ -1.25", id="a half goes away from nought"),
        pytest.param("0.005", 2, "≈ 0.01", id="half of the last place"),
        pytest.param("0.0049", 2, "0.0049", id="a small value is not shown as nothing"),
        pytest.param("0.00123", 2, "≈ 0.0012", id="a small value keeps two digits"),
        pytest.param("-0.00123", 2, "≈ -0.0012", id="so does a small difference"),
        pytest.param("0", 2, "0", id="nought is nought"),
        pytest.param("0.000", 2, "0", id="nought with places is nought"),
        pytest.param("199.999", 2, "≈ 200", id="rounding to a whole number is marked"),
    ],
)
def test_people_read_so_many_places_and_see_whether_it_was_rounded(
    number: str, decimals: int, text: str
) -> None:
    assert units.shown_number(Decimal(number), decimals) == text


@given(number=ORDINARY, decimals=st.integers(0, 4))
def test_the_mark_stands_exactly_where_the_number_was_rounded(
    number: Decimal, decimals: int
) -> None:
    text = units.shown_number(number, decimals)
    number_shown = Fraction(text.removeprefix("≈ "))
    assert text.startswith("≈ ") is (number_shown != Fraction(number))
    assert "E" not in text


@given(number=ORDINARY, decimals=st.integers(0, 4))
def test_what_is_shown_is_rounded_half_up_once(number: Decimal, decimals: int) -> None:
    number_shown = Fraction(units.shown_number(number, decimals).removeprefix("≈ "))
    scale = 10**decimals
    size = abs(Fraction(number)) * scale + Fraction(1, 2)
    half_up = Fraction(size.numerator // size.denominator, scale) * (-1 if number < 0 else 1)
    if half_up or not number:
        assert number_shown == half_up
    else:  # a small value keeps its first two digits
        assert number_shown == Fraction(as_written(Fraction(number), digits=2))


@given(number=ANY_DECIMAL)
def test_any_number_at_all_can_be_shown(number: Decimal) -> None:
    for decimals in range(5):
        assert re.fullmatch(r"(≈ )?-?[0-9]+(\.[0-9]+)?", units.shown_number(number, decimals))


def test_digits_past_the_28th_of_a_division_are_no_rounding() -> None:
    """80 ÷ 3 × 3 is 80, whatever the sixtieth digit of 26.66… was."""
    with units.exact():
        back = Decimal(80) / 3 * 3
    assert units.shown(units.quantity(back, "g")) == "80 g"


@pytest.mark.parametrize(
    ("magnitude", "ucum", "text"),
    [
        pytest.param("160", "g", "160 g", id="grams"),
        pytest.param("23.333333", "g", "≈ 23.33 g", id="grams, rounded"),
        pytest.param("2000", "mg", "2000 mg", id="milligrams"),
        pytest.param("2", "m2", "2 m²", id="square metres"),
        pytest.param("375", "mg/m2", "375 mg/m²", id="milligrams a square metre"),
        pytest.param("176", "[lb_av]", "176 lb", id="pounds"),
        pytest.param("12", "[stone_av]", "12 st", id="stones"),
        pytest.param("70", "[in_i]", "70 in", id="inches"),
        pytest.param("97", "umol/L", "97 µmol/L", id="micromoles a litre"),
        pytest.param("4000", "/uL", "4000/µL", id="a count stands close to its unit"),
        pytest.param("4.2", "10*3/uL", "4.2 ×10³/µL", id="thousands a microlitre"),
        pytest.param("4.2", "10*9/L", "4.2 ×10⁹/L", id="billions a litre"),
        pytest.param("24", "g/wk", "24 g/week", id="grams a week"),
        pytest.param("1", "wk", "1 week", id="one week"),
        pytest.param("3", "wk", "3 weeks", id="three weeks"),
        pytest.param("1", "d", "1 day", id="one day"),
        pytest.param("1", "mo", "1 calendar month", id="one calendar month"),
        pytest.param("1", "a", "1 year", id="one year"),
        pytest.param("0.5", "wk", "0.5 weeks", id="half a week"),
        pytest.param("1.2", "1", "1.2", id="a bare number"),
    ],
)
def test_people_read_ordinary_symbols(magnitude: str, ucum: str, text: str) -> None:
    assert units.shown(units.quantity(Decimal(magnitude), ucum)) == text


@pytest.mark.parametrize(
    ("magnitude", "text"),
    [
        pytest.param("160", "= 160 g", id="an exact result has an equals sign"),
        pytest.param("23.333", "≈ 23.33 g", id="a rounded one has the other sign alone"),
    ],
)
def test_a_line_of_arithmetic_ends_with_the_right_sign(magnitude: str, text: str) -> None:
    assert units.equals(units.quantity(Decimal(magnitude), "g")) == text


@pytest.mark.parametrize(
    ("magnitude", "limit", "text"),
    [
        pytest.param("3999.4", "4000", "≈ 3999/µL", id="rounded it still lies below"),
        pytest.param("3999.5", "4000", "3999.5/µL", id="rounded it would meet it from below"),
        pytest.param("3999.99961", "4000", "≈ 3999.9996/µL", id="no more digits than it takes"),
        pytest.param("4000", "4000", "4000/µL", id="it meets the limit"),
        pytest.param("4000.4", "4000", "4000.4/µL", id="rounded it would meet it from above"),
        pytest.param("1E+28", "4000", f"1{'0' * 28}/µL", id="of 29 digits before the point"),
    ],
)
def test_it_shows_on_which_side_of_a_limit_a_number_lies(
    magnitude: str, limit: str, text: str
) -> None:
    value, beside = (units.quantity(Decimal(each), "/uL") for each in (magnitude, limit))
    assert units.shown_against(value, beside) == text


# --- for machines ---------------------------------------------------------------------------------

# The units that results stand in, as UCUM writes them.
UCUM = [
    *("g", "mg", "kg", "[lb_av]", "mL", "g/kg", "mg/kg", "g/m2", "mg/m2", "g/wk", "g/kg/wk"),
    *("g/a", "/a", "m2", "kg/m2", "mL/min", "/uL", "10*3/uL", "10*9/L", "umol/L", "mg/dL", "g/L"),
    *("mL/h", "g/dL", "cm", "m", "[in_i]", "[ft_i]", "[stone_av]", "wk", "d", "mo", "a", "min"),
    *("h", "mg/h", "mL/kg/h", "mL/kg/min", "mg/kg/min", "mg/kg/h", "g/mL", "mg/mL", "ug/mL", "%"),
]


@pytest.mark.parametrize("code", [pytest.param(code, id=code) for code in UCUM])
def test_a_machine_reads_ucum_codes(code: str) -> None:
    quantity = units.quantity(Decimal("1.50"), code)
    assert units.as_ucum(quantity) == {"value": "1.5", "unit": code}
    assert units.unit_of(quantity).ucum == code


def test_a_body_weight_in_grams_is_grams_to_a_machine() -> None:
    quantity = units.quantity(80000, "g{body}")
    assert units.as_ucum(quantity) == {"value": "80000", "unit": "g"}
