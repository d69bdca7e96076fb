"""Which dose an order means, and at which interval: the words of the order against the regimen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import units
from calculators.treatments.expected_dose import ONE
from calculators.typed.order import span_of
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from calculators.treatments.declared import Regimen
    from calculators.treatments.expected_dose import Aim
    from calculators.typed.order import Order
    from calculators.typed.order_words import Period
    from plan_data.schema.plan import Plan


def meant(
    order: Order, regimen: Regimen, split_over: Decimal
) -> tuple[Aim, Decimal, units.Quantity | None]:
    """Return which dose the order is for, its number for that dose, and the interval to compare.

    A period that is none of the regimen's is read all the same, and then its interval differs.
    Of a dose that is split over some days, the amount of a day is so many parts of it.

    Raises
    ------
    units.Refused
        The period, or a count of days or doses, does not fit the regimen.
    """
    period = _period(order)
    by_words = period != "interval" and order.every is not None and period == order.period
    apart = order.every if by_words or period == "interval" else None
    if regimen.splits:
        whole = _whole(order, period, split_over)
        if whole is not None:
            return regimen.each, whole, apart
        if order.count is not None and period == "interval":
            # So many infusions; maintenance has no number of them.
            return regimen.aims[period], order.number, order.every
    if order.count is not None and order.counted not in regimen.counted:
        if period == "none" and order.counted in _EACH and not order.spread:
            each = replace(order, period=_EACH[order.counted])  # "x 4 days": so much each day
            return meant(each, regimen, split_over)
        _require_countable(order, regimen)
    if period in regimen.aims:
        aim = regimen.aims[period]
        # "32 g x 5 days" is 32 g each day; "160 g over 5 days" and "12 g over 6 months" are the
        # whole.
        if order.count is not None and period == "none":
            aim = regimen.aims["total"] if order.spread else regimen.each
            aim = aim if aim in regimen.values else regimen.aims["none"]
        if aim in _OF_A_PERIOD:
            return aim, order.number * order.times, apart
        return aim, order.number, span_of(order) if order.times != ONE else order.every
    return _at_another_period(order, period, regimen)


def _whole(order: Order, period: Period, split_over: Decimal) -> Decimal | None:
    """Return the number of a dose that is split over days, where the order is written so."""
    if order.count is None:
        by_day = split_over > ONE and period == "day"
        return order.number * order.times * split_over if by_day else None
    if order.counted in _SPLIT and (order.counted == "d" or period in {"none", "day"}):
        return order.number * order.times * (ONE if order.spread else order.count)
    return None


def doses_counted(order: Order) -> Decimal | None:
    """Return how many doses are ordered: the count, or how often in the time that is written."""
    assert order.count is not None  # noqa: S101
    if order.counted in {"", "1"}:
        return order.count
    every = order.every or span_of(order)
    if order.spread or every is None:
        return None
    if units.unit_of(every).ucum == order.counted:  # months too: so many each month
        return order.count / every.magnitude
    if "mo" in {order.counted, units.unit_of(every).ucum}:
        return None
    days = units.magnitude_in(units.quantity(order.count, order.counted), "d")
    return units.settle(days / units.magnitude_in(every, "d"))


def _require_countable(order: Order, regimen: Regimen) -> None:
    """Refuse a count of which it cannot be told how many doses it is.

    What is given on and on has no number of them: "for 3 months" only says how long.
    """
    if not regimen.counted and not order.spread and order.counted:
        return
    doses = doses_counted(order)
    if doses is None or doses % 1:
        raise Refused("order", f'Order: the count in "{order.text}" does not fit; {regimen.fits}.')


def months_of(plan: Plan) -> tuple[units.Quantity, ...]:
    """Return what a month may mean: four weeks, as the plan has it, and one in the calendar."""
    return plan.common.four_weeks.quantity, units.quantity(ONE, "mo")


def require_one_month(order: Order, regimen: Regimen, plan: Plan) -> None:
    """Refuse a steady dose that is ordered for a month, with what either month makes of it."""
    steady = regimen.aims["none"]
    span = order.every or span_of(order)
    if steady not in _STEADY or span is None or units.unit_of(span).ucum != "mo":
        return
    own = units.quantity(ONE, _STEADY[steady])
    told = []
    for month in months_of(plan):
        with units.exact():
            ratio = units.magnitude_in(own, "d") / units.magnitude_in(month, "d")
            each = order.number * order.times * ratio / span.magnitude
        amount = units.shown(units.quantity(each, order.unit))
        told.append(f"{amount} {_EVERY[steady]} (over {units.shown(month)})")
    raise Refused(
        "order",
        f'Order: "{order.text}" goes by the month, which may mean {" or ".join(told)}; '
        f"{regimen.fits}.",
    )


def _at_another_period(
    order: Order, period: Period, regimen: Regimen
) -> tuple[Aim, Decimal, units.Quantity | None]:
    span = order.every if period == "interval" else span_of(replace(order, period=period))
    steady = regimen.aims["none"]
    if steady in _STEADY and span is not None:
        own = units.magnitude_in(units.quantity(ONE, _STEADY[steady]), "d")
        times = ONE
        if order.every is not None and period != "interval":
            # "24 g twice a day on alternate days" is 48 g in two days.
            span, times = order.every, order.times
        with units.exact():
            number = units.settle(order.number * times * own / units.magnitude_in(span, "d"))
        return steady, number, span
    if regimen.each in regimen.values and (span is not None or period == "dose"):
        return regimen.each, order.number, span
    raise Refused("order", f'Order: the period of "{order.text}" does not fit; {regimen.fits}.')


def _period(order: Order) -> Period:
    """Return the period; an interval of one day or one week is that day or week."""
    if order.every is None or order.period != "interval":
        return order.period
    days = units.settled(order.every, "d")
    for one, period in _SINGLE.items():
        if days == units.settled(units.quantity(ONE, one), "d"):
            return period
    return order.period


_SINGLE: Mapping[str, Period] = {"d": "day", "wk": "week"}
_EACH: Mapping[str, Period] = {"d": "day", "wk": "week", "mo": "month"}
_SPLIT = frozenset(("", "d", "1"))  # what a dose that is split may be counted in
_OF_A_PERIOD = frozenset(("per_day", "daily", "weekly"))
_STEADY: Mapping[Aim, str] = {"weekly": "wk", "daily": "d"}
_EVERY: Mapping[Aim, str] = {"weekly": "a week", "daily": "a day"}
