"""An order as it is written, "24 g/wk" or "80 g IV every 3 weeks", read into what it says.

What may stand after the amount is told in `order_words`. A word that is not understood is refused,
never passed over: "20 g" and "20 g with each meal" are different orders.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import units
from calculators.typed.order_words import (
    LATIN,
    ROUTES,
    WRITTEN,
    parts_of,
    two_meanings,
    weekdays_of,
    written_interval,
)
from calculators.typed.values import positive, quoted, worded
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.typed.keys import Key
    from calculators.typed.order_words import OrderRoute, Period

    Raw = Mapping[str, Any]

ORDERED = units.Kind(
    "Order",
    "24 g/wk",
    {
        **units.DRUG_MASS.spellings,
        "mL": ("mL", "mLs", "millilitre", "millilitres", "milliliter", "milliliters"),
    },
)


@dataclass(frozen=True, slots=True)
class Order:
    """What was ordered.

    Parameters
    ----------
    text
        As written, with single spaces.
    number
        The number, with the decimals that were written.
    unit
        g, mg or mL.
    period
        What the number is ordered for; ``interval`` where a number of days or weeks stands there.
    every
        That interval.
    count
        How many days or doses, where that is written.
    counted
        What is counted: ``d`` or ``1``; nothing where it is not said.
    spread
        Whether the amount is the whole that is spread over the count ("over 5 days").
    times
        How often in the period the amount is given: 2 for "twice weekly".
    route
        The route that is written; nothing where none is.
    by
        What the amount is multiplied by, ``kg`` or ``m2``; nothing where it is the dose itself.
    often
        Whether how often in the period is written ("once daily", and not "/day").
    as_needed
        Whether it is to be taken when needed.
    """

    text: str
    number: Decimal
    unit: str
    period: Period
    every: units.Quantity | None = None
    count: Decimal | None = None
    counted: str = ""
    spread: bool = False
    times: Decimal = Decimal(1)
    route: OrderRoute = ""
    by: Literal["", "kg", "m2"] = ""
    often: bool = False
    as_needed: bool = False


_AMOUNT = re.compile(r"[0-9]*\.?[0-9]*\s*(?P<unit>[a-zA-Z]+)(?P<rest>.*)")
_TIMES = {"once": "1", "twice": "2", "thrice": "3"}
_DAY = units.quantity(1, "d")


def read_order(given: Raw, fits: str) -> Order:
    """Return what was ordered.

    Parameters
    ----------
    fits
        The periods that fit, as a phrase for refusals.

    Raises
    ------
    units.Refused
        There is no order, no number, no unit, or a period that is not understood.
    """
    if "order" not in given:
        raise Refused(
            "order", f'Order is missing: give it as written, for example "{ORDERED.example}".'
        )
    text = given["order"]
    if isinstance(text, bool) or not isinstance(text, str | int | Decimal | float):
        raise Refused("order", f'Order must be text with a unit, for example "{ORDERED.example}".')
    typed = " ".join(str(text).split())
    found = _AMOUNT.fullmatch(typed)
    if found is None:
        amount, rest = units.parse(typed, ORDERED, "order"), ""  # which says what is wrong
    else:
        amount = units.parse(typed[: found.start("rest")], ORDERED, "order")
        rest = found["rest"].strip(" ,;")
    if amount.magnitude <= 0:
        raise Refused("order", f"Order: {quoted(typed)} must be above zero.")
    return _with_period(typed, amount, rest, fits)


def read_every(given: Raw, key: Key, why: str) -> units.Quantity:
    """Return an interval, written "3 weeks", or as it stands in an order: "q3w", "EVERY 3 WEEKS".

    Raises
    ------
    units.Refused
        It is missing, or no interval. `why` says what to give.
    """
    found = read_frequency(given, key, why)
    if found.period == "month":
        # Four weeks for the plan's conversion, a month in the calendar: whoever means one says it.
        return positive(given, key, units.INTERVAL, why)
    every = found.every or span_of(found)
    assert every is not None  # noqa: S101
    return every


def read_frequency(given: Raw, key: Key, why: str) -> Order:
    """Return how often, as an order of nothing else says it: "3 weeks", "q3w", "twice weekly".

    Raises
    ------
    units.Refused
        It is missing, or no interval. `why` says what to give.
    """
    text = given.get(key)
    parts = parts_of(" ".join(text.split())) if isinstance(text, str) else None
    order = Order(str(text), Decimal(1), "g", "none")
    if parts and parts.keys() in _HOW_OFTEN:
        try:
            found = _with_times(order, parts, order.text)
        except Refused as refused:
            said = refused.message.removeprefix("Order: ")
            raise Refused(key, f"{worded(key)}: {said}") from None
        if found.period == "interval" or found.period in SPANS:
            return found
    return replace(order, every=positive(given, key, units.INTERVAL, why), period="interval")


def span_of(order: Order) -> units.Quantity | None:
    """Return the time from one dose to the next where the period is a day, a week or a month."""
    if order.period not in SPANS:
        return None
    whole = units.quantity(1, SPANS[order.period])
    if order.times == 1:
        return whole
    with units.exact():
        return units.quantity(units.magnitude_in(whole, "d") / order.times, "d")


_HOW_OFTEN = (
    {"interval"},
    {"period"},
    {"weekdays"},
    {"interval", "weekdays"},
    {"period", "weekdays"},
)
SPANS: Mapping[str, str] = {"day": "d", "week": "wk", "month": "mo"}


def _with_period(typed: str, amount: units.Quantity, rest: str, fits: str) -> Order:
    order = Order(typed, amount.magnitude, units.unit_of(amount).ucum, "none")
    if not rest:
        return order
    parts = parts_of(rest)
    if parts is None:
        not_read = f"{quoted(rest)} after the amount is not understood; {fits}"
        raise Refused("order", f"Order: {two_meanings(rest) or not_read}.")
    return _with_counts(_with_times(order, parts, rest), parts, rest, fits)


def _with_times(order: Order, parts: Mapping[str, re.Match[str]], rest: str) -> Order:
    if "by" in parts:
        order = replace(order, by="kg" if parts["by"]["size"].startswith("k") else "m2")
    if "route" in parts:
        order = replace(order, route=next(name for name, _ in ROUTES if parts["route"][name]))
    if "period" in parts:
        order = _with_words(order, parts["period"])
    if "interval" in parts:
        order = _with_interval(order, parts["interval"], rest)
    if "weekdays" in parts:
        order = _on_weekdays(order, parts["weekdays"], rest)
    if "each" in parts and order.period == "none":
        order = replace(order, period="dose")
    return replace(order, as_needed="as_needed" in parts)


def _with_counts(order: Order, parts: Mapping[str, re.Match[str]], rest: str, fits: str) -> Order:
    if "days" in parts:
        order = _on_days(order, parts["days"], rest, fits)
    if "once" in parts and "count" not in parts:
        return replace(order, count=Decimal(1), counted="1")
    return _with_count(order, parts["count"], rest) if "count" in parts else order


def _with_count(order: Order, found: re.Match[str], rest: str) -> Order:
    count = found["count"] or found["bare"]
    if not int(count):
        raise Refused("order", f"Order: {quoted(rest)} must be above zero.")
    way = (found["way"] or "").split(" ")[-1]
    return replace(
        order,
        count=Decimal(count),
        counted=_counted(found["counted"] or found["bare_counted"] or ""),
        spread=way in {"over", "in", "into"},
    )


def _on_days(order: Order, found: re.Match[str], rest: str, fits: str) -> Order:
    """Return the order with the interval and the number of doses of "days 1, 8, 15 and 22"."""
    if found["days"]:
        days = [int(number) for number in re.findall("[0-9]+", found["days"])]
    else:
        days = list(range(int(found["first"]), int(found["last"]) + 1))
    apart = {later - earlier for earlier, later in pairwise(days)}
    if len(apart) != 1 or min(apart) < 1 or order.every is not None:
        raise Refused(
            "order",
            f"Order: the days in {quoted(rest)} lie at no one interval; {fits}.",
        )
    period: Period = "interval" if order.period == "none" else order.period
    every = units.quantity(apart.pop(), "d")
    return replace(order, period=period, every=every, count=Decimal(len(days)), counted="1")


def _with_words(order: Order, found: re.Match[str]) -> Order:
    """Return the order with the period that a word names, and how often in it."""
    period = next(name for name, _ in WRITTEN if found[name] is not None)
    often = found.groupdict().get(f"{period}s")
    latin = found.groupdict().get("latin")
    if latin is not None:
        times = LATIN[latin.replace(".", "")]
    elif often is not None:
        times = _TIMES.get(often) or re.sub("[^0-9]", "", often)
    else:
        # "900 mg/day" is the amount of a day; "900 mg daily" is that much once a day.
        return replace(order, period=period, often=not found[0].startswith(("/", "per ", "a ")))
    if not int(times):
        raise Refused("order", f"Order: {quoted(order.text)} must be above zero.")
    return replace(order, period=period, times=Decimal(times), often=True)


def _with_interval(order: Order, found: re.Match[str], rest: str) -> Order:
    """Return the order with its interval; hours are so many times a day, or whole days."""
    number, each = written_interval(found)
    if number <= 0:
        raise Refused("order", f"Order: {quoted(rest)} must be above zero.")
    if each != "h":
        every = units.quantity(number, each)
        period = order.period if order.period != "none" else "interval"
        return replace(order, period=period, every=every)
    hours = units.magnitude_in(_DAY, "h")
    if hours % number == 0 and order.period == "none":
        return replace(order, period="day", times=hours / number, often=True)
    if number % hours == 0 and order.period == "none":
        return replace(order, period="interval", every=units.quantity(number / hours, "d"))
    raise Refused("order", f"Order: {quoted(rest)} is no number of days; write the days.")


def _on_weekdays(order: Order, found: re.Match[str], rest: str) -> Order:
    """Return the order as given on days of the week: so many times in each week.

    Beside "weekly" or "every 2 weeks" one day only says on which; what else stands beside it has
    to have as many doses in a week as there are days.
    """
    days, again = weekdays_of(found)
    by_weeks = order.every is not None and units.unit_of(order.every).ucum == "wk"
    if days == 1 and by_weeks and order.period == "interval":
        return order
    if days and order.period == "week" and order.times == days and order.every is None:
        return order
    if days and again and order.period == "none":
        return replace(order, period="week", times=Decimal(days), often=True)
    if days and order.period == "none":
        raise Refused(
            "order",
            f"Order: {quoted(rest)} may mean that day alone or each week; write which, for "
            'example "every Monday".',
        )
    raise Refused(
        "order",
        f"Order: the days in {quoted(rest)} do not go with how often it says beside them; write "
        "one of the two.",
    )


def _counted(word: str) -> str:
    if not word:
        return ""
    return {"d": "1" if word.startswith("do") else "d", "i": "1", "w": "wk", "m": "mo"}[word[0]]
