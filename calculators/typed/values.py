"""What people type or send, read into typed values: measures, choices, facts, dates, names.

One reader serves the app, the command line and programs: the same words are accepted and refused
everywhere, and a refusal is one sentence for whoever typed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, cast

import units
from calculators.patient.patient import (
    UNKNOWN,
)
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.typed.keys import Key

    Raw = Mapping[str, Any]


def typed_quantity(given: Raw, key: Key, kind: units.Kind) -> units.Quantity:
    """Return a measure that was written as text with its unit."""
    text = given[key]
    name = worded(key)
    if isinstance(text, str):
        return parsed(text, kind, key, name)
    if isinstance(text, int | Decimal | float) and not isinstance(text, bool):
        raise Refused(
            key,
            f"{name}: {quoted(text)} has no unit. Write it as text with {kind.accepted}, "
            f'for example "{kind.example}".',
        )
    raise Refused(key, f'{name} must be text with a unit, for example "{kind.example}".')


def parsed(text: str, kind: units.Kind, field: str, name: str) -> units.Quantity:
    """Return a measure that was typed; a refusal calls it by the one name that its field has."""
    try:
        return units.parse(text, kind, field)
    except Refused as refused:
        raise Refused(field, f"{name}{refused.message.removeprefix(kind.name)}") from None


def positive(given: Raw, key: Key, kind: units.Kind, why: str) -> units.Quantity:
    """Return a quantity above zero; `why` says what to give where it is missing."""
    if key not in given:
        raise Refused(key, f'{worded(key)} is missing: {why}, for example "{kind.example}".')
    quantity = typed_quantity(given, key, kind)
    if quantity.magnitude <= 0:
        raise Refused(
            key,
            f"{worded(key)}: {units.shown(quantity)} must be above zero. Accepted: a number with "
            f'{kind.accepted}, for example "{kind.example}".',
        )
    return quantity


def choice(given: Raw, key: Key, allowed: tuple[str, ...], default: Any) -> Any:
    """Return the one of `allowed` that was chosen, whatever its case; `default` where none was."""
    if key not in given:
        return default
    value = given[key]
    folded = {choice.lower(): choice for choice in allowed}
    if isinstance(value, str) and value.strip().lower() in folded:
        return folded[value.strip().lower()]
    if isinstance(value, str) and value.strip().lower() == "unknown" and default is UNKNOWN:
        return UNKNOWN
    raise Refused(
        key,
        f"{worded(key)}: {quoted(value)} is not one of {choices(allowed)}."
        + nearest_choice(value, allowed),
    )


def names(given: Raw, key: Key) -> tuple[str, ...]:
    """Return a list of names, each with single spaces."""
    value = given.get(key, ())
    if isinstance(value, str):
        value = (value,)
    if not isinstance(value, list | tuple) or not all(
        isinstance(name, str) and name.strip() for name in value
    ):
        raise Refused(key, f'{worded(key)} must be a list of names, for example ["acetaminophen"].')
    return tuple(" ".join(units.seen(name).split()) for name in value)


def text_of(given: Raw, key: Key) -> str:
    """Return what was written, which is text of a length that a person writes."""
    value = given[key]
    if not isinstance(value, str):
        raise Refused(key, f"{worded(key)} must be text, not {quoted(value)}.")
    if not value.strip():
        raise Refused(key, f"{worded(key)} is empty; write it, or leave it out.")
    if len(value) > LONGEST:
        raise Refused(
            key, f"{worded(key)}: {quoted(value)} is longer than {LONGEST} characters; shorten it."
        )
    return value


def optional(
    given: Raw, key: Key, kind: units.Kind, name: str, example: str
) -> units.Quantity | None:
    """Return a quantity above zero, or None where it is not given."""
    if key not in given:
        return None
    return positive(given, key, replace(kind, name=name, example=example), "")


# --- dates ------------------------------------------------------------------------------------


def read_date(text: Any, field: str, name: str = "") -> date:
    """Return a date written YYYY-MM-DD.

    Parameters
    ----------
    name
        What people call the field, where it is a fact.

    Raises
    ------
    units.Refused
        It is written otherwise, or there is no such day.
    """
    if type(text) is date:
        return text
    if isinstance(text, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
        try:
            return date.fromisoformat(text.strip())
        except ValueError:
            none = f"{name or worded(field)}: there is no day {text.strip()}."
            raise Refused(field, none) from None
    raise Refused(
        field,
        f"{name or worded(field)}: {quoted(text)} is not a date; write it YYYY-MM-DD, "
        "for example 2026-09-01.",
    )


def past_date(text: Any, field: str, today: date, name: str = "") -> date:
    """Return a date that is not after `today`; `name` as for `read_date`.

    Raises
    ------
    units.Refused
        It is no date, or lies in the future.
    """
    on = read_date(text, field, name)
    if on > today:
        raise Refused(
            field,
            f"{name or worded(field)}: the date {on} lies after today ({today}); "
            "enter the day on which it happened.",
        )
    return on


# --- words ------------------------------------------------------------------------------------

SHORT = 40
LONGEST = 500  # characters; more is nothing that is ordered, and would be slow to look through


def written_out(value: Any) -> str:
    """Return anything that was sent as text; lists in lists deeper than can be written are "…"."""
    try:
        return value if isinstance(value, str) else str(value)
    except RecursionError:
        return "…"


def quoted(value: Any) -> str:
    """Quote what was sent, cut to a readable length; what does not show is named by its code."""
    text = units.seen(written_out(value))
    return f'"{text}"' if len(text) <= SHORT else f'"{text[:SHORT]}…"'


def choices(names: Any) -> str:
    """Return names as one phrase."""
    return ", ".join(names)


def worded(field: str) -> str:
    """Return a request key as people say it: by the one name that it has among the fields.

    What is no field, the day of the check among them, is a plain word. A fact has its name in the
    plan's list of facts.
    """
    from calculators.typed.fields import FIELDS  # noqa: PLC0415  (an order is a field, and reads)

    known = FIELDS.get(cast("Key", field))
    return known.sheet_label if known is not None else field.replace("_", " ").capitalize()


def nearest_choice(value: Any, known: Any) -> str:
    """Return a question with the known names that come near, or nothing."""
    near = get_close_matches(written_out(value)[:SHORT], list(known), n=2, cutoff=0.6)
    return f" Did you mean {' or '.join(near)}?" if near else ""
