"""Regimens against the plan's patterns, and against the band of exposure that these span."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import by_hand
import pytest
from asking import answer_to, finding, outcome_of

DAYS_IN = {"days": Fraction(1), "weeks": Fraction(7), "months": by_hand.MONTH}
ON = "one of the plan's two patterns"
INSIDE, BELOW, ABOVE = "lies inside the band", "lies below the band", "lies ABOVE the band"

REGIMENS = [
    # 1 g/kg every 2 to 4 weeks
    pytest.param("1 g/kg", "13 days", ABOVE, id="1 g/kg, a day less than 2 weeks"),
    pytest.param("1 g/kg", "2 weeks", ON, id="1 g/kg every 2 weeks"),
    pytest.param("1 g/kg", "14 days", ON, id="1 g/kg every 14 days"),
    pytest.param("1 g/kg", "15 days", ON, id="1 g/kg, a day more than 2 weeks"),
    pytest.param("1 g/kg", "3 weeks", ON, id="1 g/kg every 3 weeks"),
    pytest.param("1000 mg/kg", "3 weeks", ON, id="1000 mg/kg every 3 weeks"),
    pytest.param("1 g/kg", "27 days", ON, id="1 g/kg, a day less than 4 weeks"),
    pytest.param("1 g/kg", "4 weeks", ON, id="1 g/kg every 4 weeks"),
    pytest.param("1 g/kg", "29 days", BELOW, id="1 g/kg, a day more than 4 weeks"),
    pytest.param("1 g/kg", "1 month", BELOW, id="1 g/kg every calendar month"),
    # 2 g/kg every 4 to 8 weeks
    pytest.param("2 g/kg", "27 days", ABOVE, id="2 g/kg, a day less than 4 weeks"),
    pytest.param("2 g/kg", "4 weeks", ON, id="2 g/kg every 4 weeks"),
    pytest.param("2 g/kg", "1 month", ON, id="2 g/kg every calendar month"),
    pytest.param("2 g/kg", "29 days", ON, id="2 g/kg, a day more than 4 weeks"),
    pytest.param("2 g/kg", "55 days", ON, id="2 g/kg, a day less than 8 weeks"),
    pytest.param("2 g/kg", "8 weeks", ON, id="2 g/kg every 8 weeks"),
    pytest.param("2 g/kg", "57 days", BELOW, id="2 g/kg, a day more than 8 weeks"),
    pytest.param("2 g/kg", "2 months", BELOW, id="2 g/kg every 2 calendar months"),
    # other doses: only the band is left
    pytest.param("0.9999 g/kg", "2 weeks", INSIDE, id="just under 1 g/kg"),
    pytest.param("1.0001 g/kg", "3 weeks", INSIDE, id="just over 1 g/kg"),
    pytest.param("1.5 g/kg", "4 weeks", INSIDE, id="a dose between the two"),
    pytest.param("0.4999 g/kg", "2 weeks", BELOW, id="just below 0.25 g/kg/week"),
    pytest.param("0.5 g/kg", "2 weeks", INSIDE, id="0.25 g/kg/week"),
    pytest.param("0.5001 g/kg", "2 weeks", INSIDE, id="just above 0.25 g/kg/week"),
    pytest.param("1.4999 g/kg", "3 weeks", INSIDE, id="just below 0.5 g/kg/week"),
    pytest.param("1.5 g/kg", "3 weeks", INSIDE, id="0.5 g/kg/week"),
    pytest.param("1.5001 g/kg", "3 weeks", ABOVE, id="just above 0.5 g/kg/week"),
    pytest.param("10 g/kg", "4 weeks", ABOVE, id="a dose too large by a slip of the point"),
    pytest.param("1 mg/kg", "3 weeks", BELOW, id="a dose in the wrong unit"),
]


@pytest.mark.parametrize(("dose", "every", "says"), REGIMENS)
def test_a_regimen_off_the_patterns_is_computed_and_marked(
    dose: str, every: str, says: str
) -> None:
    answer = answer_to("maintenance", weight="80 kg", dose=dose, every=every)
    found = finding(answer, "plan_pattern")
    assert found["outcome"] == ("clear" if says == ON else "caution")
    assert says in found["because"]
    assert found["limit"] == "1 g/kg every 2 to 4 weeks, or 2 g/kg every 4 to 8 weeks."
    assert set(answer["result"]) >= {"per_infusion", "weekly_per_kg"}


def written(value: Fraction) -> str | None:
    """Return a fraction that ends as a decimal, or None where it does not end."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exact:f}" if Fraction(exact) == value else None


# Every dose that lies on a bound of the band and can be written down, over intervals of every unit.
LOWEST, HIGHEST = by_hand.band()
ON_A_BOUND = [
    (dose, unit_of_dose, number, unit, bound)
    for unit, days in DAYS_IN.items()
    for number in range(1, 61)
    for bound in (LOWEST, HIGHEST)
    for unit_of_dose, scale in (("g/kg", 1), ("mg/kg", 1000))
    if (dose := written(bound * number * days / 7 * scale)) is not None
]


def test_there_are_doses_on_the_bounds_of_the_band() -> None:
    """In days, every seventh; in weeks, every one; in months, 30.4375 days, every seventh."""
    assert len(ON_A_BOUND) == (8 + 60 + 8) * 2 * 2


def test_a_bound_of_the_band_is_inside_it_in_every_unit() -> None:
    wrong = [
        f"{dose} {unit_of_dose} every {number} {unit}"
        for dose, unit_of_dose, number, unit, _ in ON_A_BOUND
        if outside(f"{dose} {unit_of_dose}", f"{number} {unit}")
    ]
    assert wrong == []


def test_a_dose_just_outside_the_band_is_outside_it_in_every_unit() -> None:
    for dose, unit_of_dose, number, unit, bound in ON_A_BOUND:
        nudge = Decimal("-0.0001") if bound == LOWEST else Decimal("0.0001")
        regimen = (f"{Decimal(dose) + nudge:f} {unit_of_dose}", f"{number} {unit}")
        assert outside(*regimen), regimen


def outside(dose: str, every: str) -> bool:
    """Tell whether a regimen is found below or above the band."""
    found = finding(
        answer_to("maintenance", weight="80 kg", dose=dose, every=every), "plan_pattern"
    )
    return BELOW in found["because"] or ABOVE in found["because"]


# --- SCIg -----------------------------------------------------------------------------------------

INTERVALS = [
    pytest.param("13 days", "caution", "lies outside", id="a day less than 2 weeks"),
    pytest.param("2 weeks", "clear", "one of the plan's", id="2 weeks"),
    pytest.param("15 days", "clear", "one of the plan's", id="a day more than 2 weeks"),
    pytest.param("55 days", "clear", "one of the plan's", id="a day less than 8 weeks"),
    pytest.param("8 weeks", "clear", "one of the plan's", id="8 weeks"),
    pytest.param("57 days", "caution", "lies outside", id="a day more than 8 weeks"),
    pytest.param("1 week", "caution", "lies outside", id="1 week"),
    pytest.param("1 month", "caution", "365.25 ÷ 12 days", id="1 calendar month"),
    pytest.param("0.5 months", "caution", "365.25 ÷ 12 days", id="half a calendar month"),
    pytest.param("2 months", "caution", "lies outside", id="2 calendar months, 60.875 days"),
]


@pytest.mark.parametrize(("every", "outcome", "says"), INTERVALS)
def test_the_interval_of_the_ivig_is_held_against_the_plans(
    every: str, outcome: str, says: str
) -> None:
    found = finding(answer_to("scig", ivig_dose="60 g", every=every), "ivig_interval")
    assert found["outcome"] == outcome
    assert says in found["because"]


@pytest.mark.parametrize(
    "every", [pytest.param("1 month", id="1 month"), pytest.param("2 months", id="2 months")]
)
def test_an_interval_in_calendar_months_is_converted_with_a_word_on_the_plans_month(
    every: str,
) -> None:
    answer = answer_to("scig", ivig_dose="60 g", every=every)
    [step] = [step for step in answer["working"] if step["label"] == "Interval in days"]
    assert "calendar month" in step["working"]
    assert any("365.25 ÷ 12" in source and "four weeks" in source for source in step["sources"])


# At 80 kg the band of 0.25 to 0.5 g/kg/week is 20 to 40 g a week, 60 to 120 g every 3 weeks.
EXPOSURES = [
    pytest.param("59.9 g", "80 kg", "caution", "below the plan's band", id="just below the band"),
    pytest.param("60 g", "80 kg", "clear", "not found outside", id="on its lower bound"),
    pytest.param("60.1 g", "80 kg", "clear", "not found outside", id="just above its lower bound"),
    pytest.param("119.9 g", "80 kg", "clear", "not found outside", id="just below its upper bound"),
    pytest.param("120 g", "80 kg", "clear", "not found outside", id="on its upper bound"),
    pytest.param("120.1 g", "80 kg", "caution", "ABOVE the plan's band", id="just above the band"),
    pytest.param("600 g", "80 kg", "caution", "ABOVE the plan's band", id="a slip of the point"),
]


@pytest.mark.parametrize(("dose", "weight", "outcome", "says"), EXPOSURES)
def test_the_ivig_that_is_converted_is_held_against_the_band(
    dose: str, weight: str, outcome: str, says: str
) -> None:
    asked = answer_to("scig", ivig_dose=dose, every="3 weeks", weight=weight)
    found = finding(asked, "ivig_exposure")
    assert found["outcome"] == outcome
    assert says in found["because"]


KILOGRAMS = {"kg": Fraction(1), "g": Fraction(1, 1000), "lb": by_hand.LB, "st": by_hand.STONE}
WEIGHTS = [("80", "kg"), ("61.3", "kg"), ("79300", "g"), ("176", "lb"), ("12", "st")]
CONVERTED_ON_A_BOUND = [
    (dose, f"{number} {unit}", f"{weight} {weight_unit}")
    for unit, numbers in (("days", range(14, 57)), ("weeks", range(2, 9)))
    for number in numbers
    for weight, weight_unit in WEIGHTS
    for bound in (LOWEST, HIGHEST)
    if (
        dose := written(
            bound * Fraction(weight) * KILOGRAMS[weight_unit] * number * DAYS_IN[unit] / 7
        )
    )
    is not None
]


def test_there_are_conversions_on_the_bounds_of_the_band() -> None:
    """More than the seven whole weeks alone make, with five weights and two bounds."""
    assert len(CONVERTED_ON_A_BOUND) > 2 * 5 * 7


def test_a_bound_of_the_band_is_inside_it_whatever_the_units_of_a_conversion() -> None:
    wrong = [
        f"{dose} g every {every} at {weight}"
        for dose, every, weight in CONVERTED_ON_A_BOUND
        if outcome_of("ivig_exposure", "scig", ivig_dose=f"{dose} g", every=every, weight=weight)
        != "clear"
    ]
    assert wrong == []
