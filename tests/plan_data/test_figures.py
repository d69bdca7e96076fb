"""What figures tell of themselves: days as a phrase, and a copy that keeps nothing of the first."""

from __future__ import annotations

import pytest

import units
from plan_data.schema.figures import DayChoices, Figure


@pytest.mark.parametrize(
    ("days", "phrase"),
    [
        ((5,), "5"),
        ((3, 6), "3 or 6"),
        ((2, 3), "2 or 3"),
        ((2, 3, 4), "2 to 4"),
        ((2, 3, 4, 5), "2 to 5"),
        ((1, 2, 4), "1, 2 or 4"),
        ((2, 4, 6), "2, 4 or 6"),
    ],
)
def test_the_phrase(days: tuple[int, ...], phrase: str) -> None:
    choices = DayChoices(values=days, unit="d", source="project_policy", at="Invented")
    assert choices.phrase == phrase


def test_a_copy_with_another_value_is_another_quantity_though_the_first_was_looked_at() -> None:
    five = Figure(value=5, unit="%", source="project_policy", at="Invented")
    assert units.shown(five.quantity) == "5 %"
    assert units.shown(five.model_copy(update={"value": 7}).quantity) == "7 %"
