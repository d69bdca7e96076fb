"""What an infusion needs of units: concentrations, rates, times, a pump's tenth, a clock."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import pytest
from by_hand_infusion import clock
from hypothesis import given
from hypothesis import strategies as st

import units
from units import Refused


def meant(text: str, kind: units.Kind, unit: str) -> Fraction:
    """Return what a text means, as it is printed: a sixtieth of an hour has no last digit."""
    return Fraction(units.settled(units.parse(text, kind, "field"), unit))


# --- what is typed --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        # A solution of 10 % holds 10 g in 100 mL, which is 100 mg in each.
        pytest.param("10 %", "mg/mL", "100", id="ten per cent"),
        pytest.param("10%", "g/mL", "0.1", id="ten per cent in grams"),
        pytest.param("16.5 percent", "mg/mL", "165", id="in a word"),
        pytest.param("10 g/dL", "mg/mL", "100", id="grams a decilitre"),
        pytest.param("0.1 g/mL", "mg/mL", "100", id="grams a millilitre"),
        pytest.param("2 mg/ml", "g/mL", "0.002", id="milligrams a millilitre"),
    ],
)
def test_a_concentration_means_what_it_says(text: str, unit: str, value: str) -> None:
    assert meant(text, units.CONCENTRATION, unit) == Fraction(value)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        pytest.param("2 mg/kg/min", "mg/kg/h", "120", id="an hour has sixty minutes"),
        pytest.param("120 mg/kg/h", "mg/kg/min", "2", id="and back"),
        pytest.param("120 mg/kg/hour", "mg/kg/min", "2", id="an hour in full"),
        pytest.param("0.08 mL/kg/min", "mL/kg/h", "4.8", id="by volume"),
        pytest.param("4.8 ml/kg/h", "mL/kg/min", "0.08", id="by volume, and back"),
        pytest.param("4.8 mL/kg/hour", "mL/kg/h", "4.8", id="by volume, in full"),
        pytest.param("336 mL/h", "mL/h", "336", id="what a pump is set to"),
        pytest.param("336 mL/hr", "mL/h", "336", id="an hour as hr"),
        pytest.param("336 ml / hour", "mL/h", "336", id="with spaces"),
        pytest.param("50 mg/h", "mg/h", "50", id="a mass an hour"),
        pytest.param("50 mg/hr", "mg/h", "50", id="a mass an hour as hr"),
    ],
)
def test_a_rate_means_what_it_says(text: str, unit: str, value: str) -> None:
    assert meant(text, units.INFUSION_RATE, unit) == Fraction(value)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        pytest.param("30 min", "30", id="minutes"),
        pytest.param("1 minute", "1", id="one minute"),
        pytest.param("20mins", "20", id="without a space"),
        pytest.param("1 h", "60", id="an hour"),
        pytest.param("1.5 hours", "90", id="an hour and a half"),
        pytest.param("2 hrs", "120", id="two hours"),
    ],
)
def test_a_duration_means_its_minutes(text: str, minutes: str) -> None:
    assert meant(text, units.DURATION, "min") == Fraction(minutes)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("10 mg", units.CONCENTRATION, id="a mass is no concentration"),
        pytest.param("10 g/L", units.CONCENTRATION, id="grams a litre are not asked for"),
        pytest.param("2 mg/kg", units.INFUSION_RATE, id="a dose is no rate"),
        pytest.param("2 mL/min", units.INFUSION_RATE, id="mL a minute are not asked for"),
        pytest.param("2 mg/kg/day", units.INFUSION_RATE, id="a rate by the day"),
        pytest.param("2 g/h", units.INFUSION_RATE, id="grams an hour"),
        pytest.param("30 s", units.DURATION, id="seconds"),
        pytest.param("1 day", units.DURATION, id="days"),
        pytest.param("1 m", units.DURATION, id="a metre, or a month"),
    ],
)
def test_what_is_no_such_measure_is_refused_with_what_is_accepted(
    text: str, kind: units.Kind
) -> None:
    with pytest.raises(Refused) as caught:
        units.parse(text, kind, "field")
    assert "is not a unit accepted here" in caught.value.message
    assert kind.accepted in caught.value.message


@pytest.mark.parametrize(
    ("kind", "accepted"),
    [
        pytest.param(units.CONCENTRATION, "%, g/mL or mg/mL", id="concentration"),
        pytest.param(
            units.INFUSION_RATE,
            "mg/kg/min, mg/kg/h, mL/kg/h, mL/kg/min, mL/h or mg/h",
            id="rate",
        ),
        pytest.param(units.DURATION, "min or h", id="duration"),
    ],
)
def test_the_accepted_units_and_the_example_are_named(kind: units.Kind, accepted: str) -> None:
    assert kind.accepted == accepted
    assert units.parse(kind.example, kind, "field").magnitude > 0


# --- a time of day --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        pytest.param("09:00", 9, 0, id="with a colon"),
        pytest.param("9:05", 9, 5, id="an hour of one digit"),
        pytest.param("9.05", 9, 5, id="with a point"),
        pytest.param("0905", 9, 5, id="four digits"),
        pytest.param("905", 9, 5, id="three digits"),
        pytest.param(" 23:59 ", 23, 59, id="the last minute"),
        pytest.param("00:00", 0, 0, id="midnight"),
    ],
)
def test_a_time_of_day_is_hours_and_minutes(text: str, hour: int, minute: int) -> None:
    assert units.parse_time(text, "start") == time(hour, minute)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("24:00", id="the hour 24"),
        pytest.param("23:60", id="the minute 60"),
        pytest.param("9", id="an hour alone"),
        pytest.param("09:5", id="one digit of minutes"),
        pytest.param("09:00:00", id="with seconds"),
        pytest.param("9 am", id="by the twelve-hour clock"),
        pytest.param("noon", id="in words"),
        pytest.param("", id="nothing"),
        pytest.param("٠٩:٠٠", id="in other digits"),
        pytest.param("9" * 10_000, id="ten thousand digits"),
    ],
)
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(Refused) as caught:
        units.parse_time(text, "start")
    assert caught.value.field == "start"
    assert "not a time of day" in caught.value.message
    assert '"09:00"' in caught.value.message
    assert len(caught.value.message) < 200


@given(text=st.text(max_size=12))
def test_any_text_is_a_time_or_is_refused(text: str) -> None:
    try:
        found = units.parse_time(text, "start")
    except Refused:
        return
    digits = "".join(character for character in text if character.isdigit())
    assert int(digits) == found.hour * 100 + found.minute


@pytest.mark.parametrize(
    ("start", "minutes", "text"),
    [
        pytest.param((9, 0), "0", "09:00", id="at once"),
        pytest.param((9, 0), "0.49", "09:00", id="less than half a minute is none"),
        pytest.param((9, 0), "0.5", "09:01", id="half a minute is one"),
        pytest.param((9, 0), "216.875", "12:37", id="three hours and 36.875 minutes"),
        pytest.param((23, 58), "1.49", "23:59", id="just before midnight"),
        pytest.param((23, 58), "1.5", "00:00 (+1 day)", id="at midnight by rounding"),
        pytest.param((23, 59), "1", "00:00 (+1 day)", id="at midnight"),
        pytest.param((0, 0), "1439.4", "23:59", id="a day less a minute"),
        pytest.param((0, 0), "1440", "00:00 (+1 day)", id="a day"),
        pytest.param((0, 0), "2880", "00:00 (+2 days)", id="two days"),
        pytest.param((12, 30), "14400000", "12:30 (+10000 days)", id="ten thousand days"),
    ],
)
def test_the_clock_goes_on_past_midnight(start: tuple[int, int], minutes: str, text: str) -> None:
    assert units.clock_after(time(*start), units.quantity(Decimal(minutes), "min")) == text


@given(hour=st.integers(0, 23), minute=st.integers(0, 59), thousandths=st.integers(0, 10**12))
def test_the_clock_is_the_one_counted_by_hand(hour: int, minute: int, thousandths: int) -> None:
    after = units.quantity(Decimal(thousandths).scaleb(-3), "min")
    assert units.clock_after(time(hour, minute), after) == clock(
        hour, minute, Fraction(thousandths, 1000)
    )


def test_a_duration_in_hours_is_counted_in_minutes() -> None:
    assert units.clock_after(time(9, 0), units.quantity(Decimal("1.5"), "h")) == "10:30"


# --- to a step, and up to a whole number ----------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "step", "up_to", "rounded"),
    [
        pytest.param("10.04", "0.1", None, "10", id="down"),
        pytest.param("10.05", "0.1", None, "10.1", id="half up"),
        pytest.param("10.06", "0.1", None, "10.1", id="up"),
        pytest.param("0.04", "0.1", None, "0", id="down to nothing"),
        pytest.param("10.05", "0.1", "10.05", "10", id="not past what it may be"),
        pytest.param("10.05", "0.1", "10.1", "10.1", id="up to what it may be"),
        pytest.param("10.05", "0.1", "10.09", "10", id="a tenth above it would be past it"),
        pytest.param("10", "0.1", "5.55", "5.5", id="held at the last tenth"),
        pytest.param("72.5", "5", None, "75", id="to fives, half up"),
        pytest.param("72.4", "5", None, "70", id="to fives, down"),
    ],
)
def test_a_quantity_is_rounded_to_a_step_half_up_and_no_further_than_it_may(
    value: str, step: str, up_to: str | None, rounded: str
) -> None:
    found = units.rounded_to(
        units.quantity(Decimal(value), "mL/h"),
        units.quantity(Decimal(step), "mL/h"),
        up_to=None if up_to is None else units.quantity(Decimal(up_to), "mL/h"),
    )
    assert units.as_ucum(found) == {"value": rounded, "unit": "mL/h"}


def test_it_is_rounded_in_the_unit_of_the_step() -> None:
    found = units.rounded_to(units.quantity(72_500, "mg"), units.quantity(5, "g"))
    assert units.as_ucum(found) == {"value": "75", "unit": "g"}


def test_a_division_that_ends_on_a_half_goes_up_however_it_is_written() -> None:
    """1.35 ÷ 3 × 3 is 1.35 to all printed digits, and half a tenth goes up."""
    with units.exact():
        value = units.quantity(Decimal("1.35") / 7 * 7, "mL/h")
    found = units.rounded_to(value, units.quantity(Decimal("0.1"), "mL/h"))
    assert found.magnitude == Decimal("1.4")


@given(thousandths=st.integers(0, 10**9), most=st.none() | st.integers(0, 10**9))
def test_rounding_to_a_tenth_is_what_it_is_by_hand(thousandths: int, most: int | None) -> None:
    value, tenth = Decimal(thousandths).scaleb(-3), units.quantity(Decimal("0.1"), "mL/h")
    up_to = None if most is None else units.quantity(Decimal(most).scaleb(-3), "mL/h")
    found = units.rounded_to(units.quantity(value, "mL/h"), tenth, up_to=up_to)
    expected = floor(Fraction(thousandths, 100) + Fraction(1, 2))
    if most is not None:
        expected = min(expected, floor(Fraction(most, 100)))
    assert Fraction(found.magnitude) == Fraction(expected, 10)


@pytest.mark.parametrize(
    ("value", "whole"),
    [
        pytest.param("0", 0, id="none"),
        pytest.param("0.0001", 1, id="a hair is one"),
        pytest.param("2.9999", 3, id="just below three"),
        pytest.param("3", 3, id="three"),
        pytest.param("3.0001", 4, id="just above three"),
    ],
)
def test_a_whole_number_is_found_from_above(value: str, whole: int) -> None:
    assert units.whole_number_above(units.quantity(Decimal(value), "1")) == whole


@given(numerator=st.integers(0, 10**6), denominator=st.integers(1, 1000))
def test_a_share_that_is_whole_is_that_number_and_no_more(numerator: int, denominator: int) -> None:
    """A volume divided and multiplied again must not ask for a site more."""
    with units.exact():
        value = Decimal(numerator) / denominator
        again = units.quantity(value * denominator, "1")
    assert units.whole_number_above(again) == numerator
    assert units.whole_number_above(units.quantity(value, "1")) == ceil(
        Fraction(numerator, denominator)
    )
