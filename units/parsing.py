"""Parsing: what a person typed, in the unit that was typed, or a refusal."""

from __future__ import annotations

import re
from datetime import time
from decimal import Decimal
from typing import TYPE_CHECKING

from units.refusals import Refused, seen
from units.registry import PRINTED_DIGITS, convert, exact, quantity

if TYPE_CHECKING:
    from units.arithmetic import Quantity
    from units.kinds import Kind

_LONGEST = 60
# Feet with inches, and stones with pounds, are one measure written with two units.
_PAIRS = {"[ft_i]": ("[in_i]", 12, "inches"), "[stone_av]": ("[lb_av]", 14, "pounds")}
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_PAIR = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(\D*?)\s*([0-9]+(?:\.[0-9]+)?)\s*(\D+)")


def parse(text: str, kind: Kind, field: str) -> Quantity:
    """Return what a person typed, in the unit that was typed.

    Parameters
    ----------
    text
        A number with its unit, for example ``176 lb``, ``5 ft 9 in``, ``4.2 K/uL``.
    kind
        What is being asked for; it decides which units are accepted.
    field
        The request key, named in the refusal.

    Raises
    ------
    Refused
        No number, no unit, a unit of another kind, a sign, a comma or an exponent.
    """
    typed = seen(" ".join(text.split()))
    if not typed:
        raise Refused(field, f"{kind.name} is empty. {_how(kind)}")
    if len(typed) > _LONGEST:
        raise Refused(
            field, f"{kind.name}: {typed[:20]}… is too long to be a measure. {_how(kind)}"
        )
    pair = _parse_pair(typed, kind, field)
    return pair if pair is not None else _parse_single(typed, kind, field)


_TIME = re.compile(r"([0-9]{1,2})[:.]?([0-9]{2})")


def parse_time(text: str, field: str) -> time:
    """Return a time of day written HH:MM, on the 24-hour clock.

    Raises
    ------
    Refused
        It is written otherwise, or there is no such time.
    """
    found = _TIME.fullmatch(text.strip())
    try:
        if found:
            return time.fromisoformat(f"{found.group(1):0>2}:{found.group(2)}")
    except ValueError:
        pass
    raise Refused(
        field,
        f'Start: "{seen(text.strip())[:20]}" is not a time of day; write hours and minutes of the '
        '24-hour clock, for example "09:00".',
    )


def _how(kind: Kind) -> str:
    return f'Accepted: a number with {kind.accepted}, for example "{kind.example}".'


def _parse_pair(typed: str, kind: Kind, field: str) -> Quantity | None:
    found = _PAIR.fullmatch(typed)
    if found is None:
        return None
    first, first_unit, second, second_unit = found.groups()
    larger, smaller = kind.ucum_of(first_unit), kind.ucum_of(second_unit)
    if larger not in _PAIRS or smaller != _PAIRS[larger][0]:
        return None
    _, in_one, plural = _PAIRS[larger]
    if "." in first or Decimal(second) >= in_one:
        raise Refused(
            field,
            f'{kind.name}: "{typed}" mixes two units; the first number must be whole and the '
            f"{plural} below {in_one}. {_how(kind)}",
        )
    with exact():
        total: Quantity = convert(quantity(Decimal(first), larger), smaller)
        return total + quantity(Decimal(second), smaller)


def _parse_single(typed: str, kind: Kind, field: str) -> Quantity:
    number = _NUMBER.match(typed)
    if number is None:
        raise Refused(field, f"{kind.name}: {_why_no_number(typed)} {_how(kind)}")
    if len(number.group()) > PRINTED_DIGITS:
        raise Refused(
            field,
            f"{kind.name}: {typed[:20]}… has more than {PRINTED_DIGITS} digits. {_how(kind)}",
        )
    unit = typed[number.end() :].strip()
    if not unit:
        raise Refused(field, f'{kind.name}: "{typed}" has no unit. {_how(kind)}')
    ucum = kind.ucum_of(unit)
    if ucum is None:
        raise Refused(field, f"{kind.name}: {_why_no_unit(typed, unit)} {_how(kind)}")
    return quantity(Decimal(number.group()), ucum)


def _why_no_number(typed: str) -> str:
    if typed[0] in "-−–":
        return f'"{typed}" is negative.'
    return f'"{typed}" does not begin with a number.'


def _why_no_unit(typed: str, unit: str) -> str:
    if unit.startswith(","):
        return f'"{typed}" has a comma; write decimals with a point and thousands without a mark.'
    if re.match(r"[eE][+-]?[0-9]", unit):
        return f'"{typed}" has an exponent; write the number out in full.'
    if re.match(r"[-–] ?[0-9]", unit):  # 2026-03-01, which a spreadsheet makes of 3-1; or 2-3 g
        return f'"{typed}" reads like a date or a range; write one number.'
    return f'"{unit}" is not a unit accepted here.'
