"""The right dose at a wrong interval: a week taken for a day, or a month for a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import units
from calculators.orders.mistakes.changes import DAYS_IN_A_WEEK
from calculators.orders.mistakes.words import Mistake

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal


def interval_mistake(
    ordered: units.Quantity,
    right: Sequence[units.Quantity],
    months: Sequence[units.Quantity],
    gives: Decimal,
    unit: str,
) -> Mistake | None:
    """Return the mistake that one interval was taken for another, where it is a known one.

    Parameters
    ----------
    ordered, right
        The interval of the order, and those at which the dose would be right.
    months
        What a month may mean.
    gives, unit
        The dose that was ordered for it.
    """
    for each in right:
        name = _name(ordered, each, months)
        if name:
            amount = units.shown(units.quantity(gives, unit.partition("/")[0]))
            says = (
                f"{amount} every {_shown(each)} was ordered for every {_shown(ordered)}: "
                f"{_times(ordered, each)}."
            )
            return Mistake((name,), gives, unit, says)
    return None


def _name(ordered: units.Quantity, right: units.Quantity, months: Sequence[units.Quantity]) -> str:
    one, other = (units.magnitude_in(each, "d") for each in (ordered, right))
    if one * DAYS_IN_A_WEEK == other or other * DAYS_IN_A_WEEK == one:
        return "weekly_as_daily"
    in_days = {units.magnitude_in(month, "d") for month in months}
    if min(one, other) == DAYS_IN_A_WEEK and max(one, other) in in_days:
        return "monthly_as_weekly"
    return ""


def _times(ordered: units.Quantity, right: units.Quantity) -> str:
    with units.exact():
        ratio = units.magnitude_in(right, "d") / units.magnitude_in(ordered, "d")
        often, seldom = (units.quantity(each, "1") for each in (ratio, 1 / ratio))
    if ratio > 1:
        return f"{units.shown(often)} times too often"
    return f"{units.shown(seldom)} times too seldom"


def _shown(interval: units.Quantity) -> str:
    """Return an interval as it is spoken of: "day" for 1 day, and "3 weeks"."""
    number, _, unit = units.shown(interval).partition(" ")
    return unit if number == "1" else f"{number} {unit}"
