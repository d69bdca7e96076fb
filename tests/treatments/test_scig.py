"""The conversion to SCIg against the second implementation."""

from __future__ import annotations

from fractions import Fraction

import by_hand
import pytest
from asking import answered, result_of
from hypothesis import given
from what_people_type import INTERVALS, IVIG_DOSES, WEIGHTS, Typed

UNITS = {"four_weekly_ivig": "g", "weekly_base": "g/wk", "weekly": "g/wk"}


@given(dose=IVIG_DOSES, every=INTERVALS)
def test_the_conversion_agrees_with_the_second_implementation(dose: Typed, every: Typed) -> None:
    expected = by_hand.scig(dose.value, every.value)
    assert result_of("scig", ivig_dose=dose.text, every=every.text) == {
        name: {"value": by_hand.as_written(value), "unit": UNITS[name]}
        for name, value in expected.items()
    }


@given(dose=IVIG_DOSES, every=INTERVALS, weight=WEIGHTS)
def test_a_weight_places_the_ivig_and_changes_nothing(
    dose: Typed, every: Typed, weight: Typed
) -> None:
    without = result_of("scig", ivig_dose=dose.text, every=every.text)
    assert result_of("scig", ivig_dose=dose.text, every=every.text, weight=weight.text) == without


# Dividing one infusion by 4 whatever its interval is the known error: 80 ÷ 4 × 1.2 = 24 g would be
# half of the q2-week patient's 48 g, and 160 ÷ 4 × 1.2 = 48 g twice the q8-week patient's 24 g.
@pytest.mark.parametrize(
    ("dose", "every", "weekly"),
    [
        pytest.param("80 g", "2 weeks", "48", id="every 2 weeks is not halved"),
        pytest.param("160 g", "8 weeks", "24", id="every 8 weeks is not doubled"),
        pytest.param("80 g", "4 weeks", "24", id="every 4 weeks both ways agree"),
    ],
)
def test_what_is_divided_by_four_is_the_amount_of_four_weeks(
    dose: str, every: str, weekly: str
) -> None:
    assert result_of("scig", ivig_dose=dose, every=every)["weekly"]["value"] == weekly


# At 80 g every 4 weeks the base is 20 g/week: × 1 = 20, × 1.30 = 26, × 1.37 = 27.4, × 1.53 = 30.6;
# the plan's own 24 lies 4 above, 2, 3.4 and 6.6 below them.
OTHER_FACTORS = [
    ("equal_dose", "1", "20", "-4"),
    ("label_1_30", "1.3", "26", "2"),
    ("label_1_37", "1.37", "27.4", "3.4"),
    ("formerly_1_53", "1.53", "30.6", "6.6"),
]


def test_the_other_factors_stand_beside_the_plans_with_their_sources() -> None:
    alternatives = answered("scig", ivig_dose="80 g", every="4 weeks").result.alternatives()
    found = [
        (
            other.choice,
            *(
                by_hand.as_written(Fraction(other.values[name].magnitude))
                for name in ("factor", "weekly", "difference")
            ),
        )
        for other in alternatives
    ]
    assert found == OTHER_FACTORS
    assert all(other.sources for other in alternatives)
    assert all(other.label for other in alternatives)


def test_the_base_before_the_uplift_stands_beside_the_raised_dose() -> None:
    labels = [
        step.label for step in answered("scig", ivig_dose="80 g", every="4 weeks").result.steps
    ]
    assert labels == [
        "IVIg in four weeks",
        "Weekly base, before the uplift",
        "Weekly SCIg, with the plan's uplift",
    ]
