"""An order as it is written, "24 g/wk" or "80 g IV every 3 weeks", read into what it says.

After the amount stand, in any order and each at most once: what it is multiplied by ("/kg"), the
route, the period or interval, and a count of days or doses. A word that is not understood is
refused, never passed over: "20 g" and "20 g with each meal" are different orders.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import units
from calculators.typed.values import positive, quoted
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.typed.keys import Key

    Raw = Mapping[str, Any]

Period: TypeAlias = Literal["none", "day", "week", "month", "dose", "total", "interval"]
OrderRoute: TypeAlias = Literal["", "IV", "SC", "PO"]

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


# "each 3 weeks" is an interval, "each dose" is none; the words before either are much the same.
_PER = r"(?:/|per |an? |each |every |once an? |once every |once per |q ?)"
_OFTEN = r"(?:(?P<{0}>once|twice|[0-9]{{1,2}} ?(?:x|×|times)) ?(?:/|per |an? |each |every )?)"
_PERIODS: tuple[tuple[Period, str, str], ...] = (
    ("day", "day|d|24 ?h(?:ours|rs)?", "daily"),
    ("week", "week|wk|w", "weekly"),
    ("month", "month|mo", "monthly"),
)
_WRITTEN: tuple[tuple[Period, str], ...] = (
    *(
        (
            name,
            f"{_PER}(?:{nouns})|(?:once )?{adverb}|{_OFTEN.format(name + 's')}(?:{nouns}|{adverb})",
        )
        for name, nouns, adverb in _PERIODS
    ),
    ("dose", r"(?:/|per |an? |each |for each )(?:dose|infusion|administration)"),
    ("total", r"(?:in )?total|altogether|in all|(?:/|per |an? |for the )(?:whole )?course"),
)
_ROUTES: tuple[tuple[OrderRoute, str], ...] = (
    ("IV", r"i\.?v\.?(?:pb| infusion)?|intravenous(?:ly)?(?: infusion)?|by vein"),
    ("SC", r"s\.?c\.?|s/c|sq|sub[- ]?q|sub[- ]?cut|scig|subcutaneous(?:ly)?|under the skin"),
    ("PO", r"p\.?o\.?|oral(?:ly)?|by mouth"),
)
_INTERVAL = (
    r"(?:once )?(?:every|each|q|/) ?(?P<number>[0-9]+(?:\.[0-9]+)?|other|second) ?"
    r"(?P<each>hours?|hrs?|h|days?|d|weeks?|wks?|w|months?|mo)|fortnightly"
)
_COUNT = (
    r"(?P<way>x|×|\*|for|over|in) ?(?P<count>[0-9]{1,3}) ?"
    r"(?P<counted>days?|d|doses|dose|infusions?|weeks?|wks?|months?|)"
)
_END = r"(?=[ ,;/×]|$)"
_PARTS = {
    name: re.compile(f"(?:{ways}){_END}")
    for name, ways in {
        "by": r"(?:/|per )(?P<size>kg|m2|m²|m\^2)",
        "interval": _INTERVAL,
        "count": _COUNT,
        "period": "|".join(f"(?P<{name}>{way})" for name, way in _WRITTEN),
        "route": "|".join(f"(?P<{name}>{way})" for name, way in _ROUTES),
    }.items()
}
_AMOUNT = re.compile(r"[0-9]*\.?[0-9]*\s*(?P<unit>[a-zA-Z]+)(?P<rest>.*)")
_EACH = {"d": "d", "w": "wk", "m": "mo"}
_TIMES = {"once": "1", "twice": "2"}
_OTHER = Decimal(2)  # "every other week"
_DAY = units.quantity(1, "d")
_LONGEST = 120  # characters after the amount; more is no order


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
    parts = _parts_of(" ".join(text.split())) if isinstance(text, str) else None
    order = Order(str(text), Decimal(1), "g", "none")
    if parts and parts.keys() == {"interval"}:
        return _with_interval(order, parts["interval"], order.text)
    if parts and parts.keys() == {"period"}:
        found = _with_words(order, parts["period"])
        if found.period in SPANS:
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


SPANS: Mapping[str, str] = {"day": "d", "week": "wk", "month": "mo"}


def _with_period(typed: str, amount: units.Quantity, rest: str, fits: str) -> Order:
    order = Order(typed, amount.magnitude, units.unit_of(amount).ucum, "none")
    if not rest:
        return order
    parts = _parts_of(rest)
    if parts is None:
        raise Refused(
            "order",
            f"Order: {quoted(rest)} after the amount is not understood; {fits}.",
        )
    if "by" in parts:
        order = replace(order, by="kg" if parts["by"]["size"] == "kg" else "m2")
    if "route" in parts:
        order = replace(order, route=next(name for name, _ in _ROUTES if parts["route"][name]))
    if "period" in parts:
        order = _with_words(order, parts["period"])
    if "interval" in parts:
        order = _with_interval(order, parts["interval"], rest)
    if "count" not in parts:
        return order
    found = parts["count"]
    if not int(found["count"]):
        raise Refused("order", f"Order: {quoted(rest)} must be above zero.")
    return replace(
        order,
        count=Decimal(found["count"]),
        counted=_counted(found["counted"]),
        spread=found["way"] in {"over", "in"},
    )


def _parts_of(rest: str) -> dict[str, re.Match[str]] | None:
    """Return what stands after the amount, part by part; nothing where some of it is not known."""
    if len(rest) > _LONGEST:
        return None
    text = rest.lower().replace("/ ", "/").replace(" /", "/")
    parts: dict[str, re.Match[str]] = {}
    while text:
        for name, pattern in _PARTS.items():
            found = pattern.match(text)
            if found is not None and name not in parts:
                parts[name] = found
                text = text[found.end() :].lstrip(" ,;")
                break
        else:
            return None
    return parts


def _with_words(order: Order, found: re.Match[str]) -> Order:
    """Return the order with the period that a word names, and how often in it."""
    period = next(name for name, _ in _WRITTEN if found[name] is not None)
    often = found.groupdict().get(f"{period}s")
    if often is None:
        return replace(order, period=period)
    times = _TIMES.get(often) or re.sub("[^0-9]", "", often)
    if not int(times):
        raise Refused("order", f"Order: {quoted(order.text)} must be above zero.")
    return replace(order, period=period, times=Decimal(times))


def _with_interval(order: Order, found: re.Match[str], rest: str) -> Order:
    """Return the order with its interval; hours are so many times a day, or whole days."""
    if found["number"] is None:
        number, each = _OTHER, "w"  # fortnightly
    else:
        other = found["number"] in {"other", "second"}
        number, each = _OTHER if other else Decimal(found["number"]), found["each"][0]
    if number <= 0:
        raise Refused("order", f"Order: {quoted(rest)} must be above zero.")
    if each != "h":
        every = units.quantity(number, _EACH[each])
        period = order.period if order.period != "none" else "interval"
        return replace(order, period=period, every=every)
    hours = units.magnitude_in(_DAY, "h")
    if hours % number == 0 and order.period == "none":
        return replace(order, period="day", times=hours / number)
    if number % hours == 0 and order.period == "none":
        return replace(order, period="interval", every=units.quantity(number / hours, "d"))
    raise Refused("order", f"Order: {quoted(rest)} is no number of days; write the days.")


def _counted(word: str) -> str:
    if not word:
        return ""
    return {"d": "1" if word.startswith("do") else "d", "i": "1", "w": "wk", "m": "mo"}[word[0]]
