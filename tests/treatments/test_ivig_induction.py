"""IVIg induction against the second implementation, and against its bounds."""

from __future__ import annotations

import by_hand
import pytest
from asking import refusal_of, result_of
from hypothesis import given
from hypothesis import strategies as st
from what_people_type import WEIGHTS, Typed


@given(weight=WEIGHTS, days=st.sampled_from([2, 3, 4, 5]))
def test_induction_agrees_with_the_second_implementation(weight: Typed, days: int) -> None:
    expected = by_hand.induction(weight.value, days)
    assert result_of("induction", weight=weight.text, days=days) == {
        "total": {"value": by_hand.as_written(expected["total"]), "unit": "g"},
        "per_day": {"value": by_hand.as_written(expected["per_day"]), "unit": "g"},
        "days": days,
    }


@given(weight=WEIGHTS, days=st.integers().filter(lambda days: days not in {2, 3, 4, 5}))
def test_any_other_number_of_days_is_refused_with_the_plans_range(weight: Typed, days: int) -> None:
    refused = refusal_of("induction", weight=weight.text, days=days)
    assert refused.field == "days"
    assert "2 to 5 days" in refused.message


@pytest.mark.parametrize(
    ("days", "accepted"),
    [
        pytest.param(1, False, id="1 is below the range"),
        pytest.param(2, True, id="2 is its lower bound"),
        pytest.param(3, True, id="3 is above its lower bound"),
        pytest.param(4, True, id="4 is below its upper bound"),
        pytest.param(5, True, id="5 is its upper bound"),
        pytest.param(6, False, id="6 is above the range"),
    ],
)
@pytest.mark.parametrize("form", [pytest.param(int, id="number"), pytest.param(str, id="text")])
def test_the_plan_splits_induction_over_2_to_5_days(
    days: int,
    accepted: bool,  # noqa: FBT001
    form: type[int | str],
) -> None:
    asked = {"weight": "80 kg", "days": form(days)}
    if accepted:
        assert result_of("induction", **asked)["days"] == days
    else:
        assert refusal_of("induction", **asked).field == "days"


def test_the_plans_example_of_five_days_is_04_g_per_kg_a_day() -> None:
    """3A: 0.4 g/kg/day × 5 days; at 100 kg that is 40 g a day."""
    per_day = result_of("induction", weight="100 kg", days=5)["per_day"]
    assert per_day == {"value": "40", "unit": "g"}
