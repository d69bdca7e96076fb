"""Printing: fixed point for machines, and rounded once, visibly, for people."""

from __future__ import annotations

import decimal
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from units.registry import PRINTED, WORKING_DIGITS, magnitude_in, unit_of

if TYPE_CHECKING:
    from datetime import time

    from units.arithmetic import Quantity
    from units.registry import ClinicalUnit

_ROOMY = decimal.Context(prec=4 * WORKING_DIGITS)  # rounding to places needs room on the left
_TWO_DIGITS = decimal.Context(prec=2, rounding=ROUND_HALF_UP)
_PLACES = [Decimal(1).scaleb(-places) for places in range(WORKING_DIGITS)]


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def fixed_point(number: Decimal) -> str:
    """Return a number as a fixed-point decimal of at most 28 digits, without an exponent.

    A value that ends within 28 digits is printed exactly; one that does not is rounded there
    once, half up.
    """
    return _plain(PRINTED.plus(number))


def as_ucum(value: Quantity) -> dict[str, str]:
    """Return a quantity as machines read it: ``{"value": "160", "unit": "g"}``."""
    unit = unit_of(value)
    return {"value": fixed_point(value.magnitude), "unit": unit.ucum.replace("{body}", "")}


def shown_number(number: Decimal, decimals: int) -> str:
    """Return a number for people: rounded half up to `decimals`, with ``≈`` when that changed it.

    Digits past the 28th are an artefact of a division that does not end, and count as no change.
    """
    full = PRINTED.plus(number)
    rounded = full.quantize(_PLACES[decimals], rounding=ROUND_HALF_UP, context=_ROOMY)
    if rounded == 0 != full:  # a small value is not shown as nothing
        rounded = _TWO_DIGITS.plus(full)
    return ("" if rounded == full else "≈ ") + _plain(rounded)


def shown(value: Quantity) -> str:
    """Return a quantity for people, for example ``160 g`` or ``≈ 23.33 g``."""
    unit = unit_of(value)
    return _with_symbol(shown_number(value.magnitude, unit.decimals), unit)


def _with_symbol(number: str, unit: ClinicalUnit) -> str:
    one = number.removeprefix("≈ ") == "1"
    symbol = _ONE.get(unit.symbol, unit.symbol) if one else unit.symbol
    # Counts per volume stand close (4000/µL), all other units after a space.
    return f"{number}{symbol}" if symbol.startswith("/") else f"{number} {symbol}".rstrip()


def shown_against(value: Quantity, *limits: Quantity) -> str:
    """Return a quantity with as many digits as show on which side of each limit it lies.

    Rounded as usual, 3.999 would read 4, and "4, below 4" is no reason.
    """
    unit = unit_of(value)
    exact = PRINTED.plus(value.magnitude)
    bounds = [magnitude_in(limit, unit.ucum) for limit in limits]
    for decimals in range(unit.decimals, len(_PLACES)):
        rounded = exact.quantize(_PLACES[decimals], rounding=ROUND_HALF_UP, context=_ROOMY)
        if all(rounded.compare(bound) == exact.compare(bound) for bound in bounds):
            return _with_symbol(shown_number(value.magnitude, decimals), unit)
    return _with_symbol(fixed_point(value.magnitude), unit)


def spelled_out(value: Quantity) -> str:
    """Return a small whole quantity with its number in words, for example ``three months``."""
    number, _, symbol = shown(value).partition(" ")
    words = _IN_WORDS[int(number)] if number.isdigit() and int(number) < len(_IN_WORDS) else number
    return f"{words} {symbol}"


def so_many(number: int | Decimal, many: str) -> str:
    """Return a count with its word: ``1 day``, ``2 days``."""
    return f"{fixed_point(Decimal(number))} {many.removesuffix('s') if number == 1 else many}"


_IN_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def equals(value: Quantity) -> str:
    """Return the right-hand side of a line of arithmetic: ``= 160 g``, or ``≈ 23.33 g``."""
    text = shown(value)
    return text if text.startswith("≈") else f"= {text}"


_ONE = {
    "hours": "hour",
    "days": "day",
    "weeks": "week",
    "calendar months": "calendar month",
    "years": "year",
}


def clock_after(start: time, minutes: Quantity) -> str:
    """Return the time of day so long after `start`, for example ``12:37`` or ``00:37 (+1 day)``."""
    whole = int(PRINTED.plus(magnitude_in(minutes, "min")).quantize(_PLACES[0], ROUND_HALF_UP))
    # Counted out, because a calendar ends and the slowest of infusions may not.
    hours, minute = divmod(start.hour * _MINUTES + start.minute + whole, _MINUTES)
    days, hour = divmod(hours, _HOURS)
    later = f" (+{so_many(days, 'days')})" if days else ""
    return f"{hour:02}:{minute:02}{later}"


_MINUTES, _HOURS = 60, 24  # in an hour, and in a day
