"""An order as it is written, "24 g/wk" or "80 g every 3 weeks", read into amount and period.

A period that is not understood is refused, never passed over: "20 g" and "20 g every other day"
are different orders.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import units
from calculators.typed.values import SHORT, quoted
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    Raw = Mapping[str, Any]

Period: TypeAlias = Literal["none", "day", "week", "month", "dose", "total", "interval"]

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
    """

    text: str
    number: Decimal
    unit: str
    period: Period
    every: units.Quantity | None = None
    count: Decimal | None = None
    counted: str = ""
    spread: bool = False


# "each 3 weeks" is an interval, "each dose" is none; the words before either are much the same.
_PER = r"(?:/|per |an? |each |every |once an? |once every |once per )"
_WRITTEN: tuple[tuple[Period, str], ...] = (
    ("day", rf"{_PER}(?:day|d|24 ?h(?:ours|rs)?)|(?:once )?daily"),
    ("week", rf"{_PER}(?:week|wk|w)|(?:once )?weekly"),
    ("month", rf"{_PER}(?:month|mo)|(?:once )?monthly"),
    ("dose", r"(?:/|per |an? |each |for each )(?:dose|infusion|administration)"),
    ("total", r"(?:in )?total|altogether|in all|(?:/|per |an? |for the )(?:whole )?course"),
)
_INTERVAL = (
    r"(?:every|each|q|/) ?(?P<number>[0-9]+(?:\.[0-9]+)?) ?"
    r"(?P<each>days?|d|weeks?|wks?|w|months?|mo)"
)
_COUNT = (
    r"(?P<way>x|×|for|over|in) ?(?P<count>[0-9]{1,3}) ?"
    r"(?P<counted>days?|d|doses|dose|infusions?|weeks?|months?|)"
)
_REST = re.compile(
    "(?:"
    + "|".join(f"(?P<{name}>{way})" for name, way in _WRITTEN)
    + f"|(?P<interval>{_INTERVAL})|)(?: ?{_COUNT})?"
)
_AMOUNT = re.compile(r"[0-9]*\.?[0-9]*\s*(?P<unit>[a-zA-Z]+)(?P<rest>.*)")
_EACH = {"d": "d", "w": "wk", "m": "mo"}


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


def _with_period(typed: str, amount: units.Quantity, rest: str, fits: str) -> Order:
    unit = units.unit_of(amount).ucum
    if not rest:
        return Order(typed, amount.magnitude, unit, "none")
    found = _REST.fullmatch(rest.lower().replace("/ ", "/").replace(" /", "/"))
    if found is None or len(rest) > SHORT:
        raise Refused(
            "order",
            f"Order: {quoted(rest)} after the amount is not understood; {fits}.",
        )
    period: Period = "none"
    for name in (*(name for name, _ in _WRITTEN), "interval"):
        if found[name] is not None:
            period = name
    every = None
    if found["number"] is not None:
        every = units.quantity(Decimal(found["number"]), _EACH[found["each"][0]])
        if every.magnitude <= 0:
            raise Refused("order", f"Order: {quoted(rest)} must be above zero.")
    if found["count"] is None:
        return Order(typed, amount.magnitude, unit, period, every)
    return Order(
        typed,
        amount.magnitude,
        unit,
        period,
        every,
        Decimal(found["count"]),
        _counted(found["counted"]),
        found["way"] in {"over", "in"},
    )


def _counted(word: str) -> str:
    if not word:
        return ""
    return {"d": "1" if word.startswith("do") else "d", "i": "1", "w": "wk", "m": "mo"}[word[0]]
