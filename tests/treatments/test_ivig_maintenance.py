"""IVIg maintenance against the second implementation."""

from __future__ import annotations

import by_hand
import pytest
from asking import PLAN, answer_to, result_of
from hypothesis import given
from what_people_type import DOSES, INTERVALS, WEIGHTS, Typed

from calculators.treatments.maintenance import plan_band, plan_regimens
from plan_data.schema.dosing import MaintenanceDosing

UNITS = {
    "per_infusion": "g",
    "weekly": "g/wk",
    "weekly_per_kg": "g/kg/wk",
    "four_weekly": "g",
    "annual": "g/a",
    "infusions_per_year": "/a",
}


@given(weight=WEIGHTS, dose=DOSES, every=INTERVALS)
def test_maintenance_agrees_with_the_second_implementation(
    weight: Typed, dose: Typed, every: Typed
) -> None:
    expected = by_hand.maintenance(weight.value, dose.value, every.value)
    assert result_of("maintenance", weight=weight.text, dose=dose.text, every=every.text) == {
        name: {"value": by_hand.as_written(value), "unit": UNITS[name]}
        for name, value in expected.items()
    }


@given(weight=WEIGHTS, dose=DOSES, every=INTERVALS)
def test_the_place_in_the_band_agrees_with_the_second_implementation(
    weight: Typed, dose: Typed, every: Typed
) -> None:
    """On a pattern, or else below, inside or above the band of 0.25 to 0.5 g/kg/week."""
    answer = answer_to("maintenance", weight=weight.text, dose=dose.text, every=every.text)
    [found] = [entry for entry in answer["checks"]["findings"] if entry["rule"] == "plan_pattern"]
    weeks = every.value / 7
    on_pattern = (dose.value == 1 and 2 <= weeks <= 4) or (dose.value == 2 and 4 <= weeks <= 8)
    lowest, highest = by_hand.band()
    weekly = dose.value / weeks
    if on_pattern:
        says = "follow one of the plan's two patterns"
    elif weekly < lowest:
        says = "lies below the band"
    elif weekly > highest:
        says = "lies ABOVE the band"
    else:
        says = "lies inside the band"
    assert says in found["because"]
    assert found["outcome"] == ("clear" if on_pattern else "caution")


def test_the_plan_makes_eight_regimens_at_whole_weeks() -> None:
    """1 g/kg every 2, 3, 4 weeks and 2 g/kg every 4, 5, 6, 7, 8 weeks, in this order."""
    regimens = plan_regimens(PLAN.one_of(MaintenanceDosing).dosing)
    assert [(str(r.dose.magnitude), str(r.every.magnitude)) for r in regimens] == [
        ("1", "2"),
        ("1", "3"),
        ("1", "4"),
        ("2", "4"),
        ("2", "5"),
        ("2", "6"),
        ("2", "7"),
        ("2", "8"),
    ]
    by_the_second = [by_hand.as_written(weekly) for _, _, weekly in by_hand.the_eight_regimens()]
    found = [by_hand.as_written(r.weekly_per_kg.magnitude) for r in regimens]
    assert found == by_the_second


def test_the_band_runs_from_a_quarter_to_half_a_gram_a_kg_and_week() -> None:
    band = plan_band(PLAN.one_of(MaintenanceDosing).dosing)
    assert (str(band.lowest.magnitude), str(band.highest.magnitude)) == ("0.25", "0.5")
    assert [str(float(bound)) for bound in by_hand.band()] == ["0.25", "0.5"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"every": "3 weeks"}, {"every": "21 days"}, id="weeks and days"),
        pytest.param({"every": "1 month"}, {"every": "30.4375 days"}, id="a calendar month"),
        pytest.param({"every": "12 months"}, {"every": "365.25 days"}, id="a year of months"),
        pytest.param({"dose": "1 g/kg"}, {"dose": "1000 mg/kg"}, id="grams and milligrams a kg"),
    ],
)
def test_one_regimen_in_two_units_is_one_regimen(
    one: dict[str, str], other: dict[str, str]
) -> None:
    usual = {"weight": "79.3 kg", "dose": "1.5 g/kg", "every": "3 weeks"}
    assert result_of("maintenance", **usual | one) == result_of("maintenance", **usual | other)
