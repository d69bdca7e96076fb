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
from typing import TYPE_CHECKING, Any, get_args

import units
from calculators.patient import (
    UNKNOWN,
    Answer,
    Fact,
    LaboratoryValue,
    Measure,
    Patient,
    Setting,
    Sex,
    Unknown,
)
from calculators.plausibility import swap_hint
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plan_data.figures import Range
    from plan_data.schema import Plan

    Raw = Mapping[str, Any]

PATIENT_KEYS = (
    "weight",
    "height",
    "age",
    "sex",
    "setting",
    "dosing_weight",
    "facts",
    "premedication",
    "concurrent",
)


# --- the patient ------------------------------------------------------------------------------


def read_patient(given: Raw, plan: Plan, today: date) -> Patient:
    """Return the patient that a request describes; what it does not say stays unknown.

    Raises
    ------
    units.Refused
        A measure, a choice, a fact or a date cannot be used.
    """
    measures = plan.measures
    facts, laboratory = _facts(given, plan, today)
    return Patient(
        weight=_measure(
            given, "weight", units.BODY_WEIGHT, measures.accepted_weight, measures.ordinary_weight
        ),
        height=_measure(
            given, "height", units.HEIGHT, measures.accepted_height, measures.ordinary_height
        ),
        age=_measure(given, "age", units.AGE, measures.accepted_age, None),
        sex=choice(given, "sex", get_args(Sex), UNKNOWN),
        setting=choice(given, "setting", get_args(Setting), UNKNOWN),
        facts=facts,
        laboratory=laboratory,
        premedication=names(given, "premedication"),
        concurrent=names(given, "concurrent"),
    )


def _measure(
    given: Raw, key: str, kind: units.Kind, accepted: Range, ordinary: Range | None
) -> Measure | Unknown:
    if key not in given:
        return UNKNOWN
    quantity = _quantity(given, key, kind)
    if not accepted.holds(quantity):
        lowest, highest = units.shown(accepted.lowest.quantity), accepted.highest.quantity
        hint = swap_hint(quantity, key, ordinary) if ordinary is not None else ""
        raise Refused(
            key,
            f"{kind.name}: {units.shown(quantity)} is outside {lowest} to {units.shown(highest)}; "
            f"check the number and its unit ({kind.accepted}).{hint}",
        )
    return Measure(kind.name, quantity)


def _quantity(given: Raw, key: str, kind: units.Kind) -> units.Quantity:
    text = given[key]
    if isinstance(text, str):
        return units.parse(text, kind, key)
    if isinstance(text, int | Decimal | float) and not isinstance(text, bool):
        raise Refused(
            key,
            f"{kind.name}: {quoted(text)} has no unit. Write it as text with {kind.accepted}, "
            f'for example "{kind.example}".',
        )
    raise Refused(key, f'{kind.name} must be text with a unit, for example "{kind.example}".')


def positive(given: Raw, key: str, kind: units.Kind, why: str) -> units.Quantity:
    """Return a quantity above zero; `why` says what to give where it is missing."""
    if key not in given:
        raise Refused(key, f'{kind.name} is missing: {why}, for example "{kind.example}".')
    quantity = _quantity(given, key, kind)
    if quantity.magnitude <= 0:
        raise Refused(
            key,
            f"{kind.name}: {units.shown(quantity)} must be above zero. Accepted: a number with "
            f'{kind.accepted}, for example "{kind.example}".',
        )
    return quantity


def choice(given: Raw, key: str, allowed: tuple[str, ...], default: Any) -> Any:
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
        + nearest(value, allowed),
    )


def names(given: Raw, key: str) -> tuple[str, ...]:
    """Return a list of names, each with single spaces."""
    value = given.get(key, ())
    if isinstance(value, str):
        value = (value,)
    if not isinstance(value, list | tuple) or not all(
        isinstance(name, str) and name.strip() for name in value
    ):
        raise Refused(key, f'{worded(key)} must be a list of names, for example ["acetaminophen"].')
    return tuple(" ".join(name.split()) for name in value)


def text_of(given: Raw, key: str) -> str:
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
    given: Raw, key: str, kind: units.Kind, name: str, example: str
) -> units.Quantity | None:
    """Return a quantity above zero, or None where it is not given."""
    if key not in given:
        return None
    return positive(given, key, replace(kind, name=name, example=example), "")


# --- facts ------------------------------------------------------------------------------------


def _facts(
    given: Raw, plan: Plan, today: date
) -> tuple[dict[str, Fact], dict[str, LaboratoryValue]]:
    stated = given.get("facts", {})
    if not isinstance(stated, dict):
        raise Refused("facts", 'Facts must be an object, for example {"iga_deficiency": "no"}.')
    known = (*plan.facts.yes_no, *plan.facts.laboratory)
    facts: dict[str, Fact] = {}
    laboratory: dict[str, LaboratoryValue] = {}
    for name, value in _with_creatinine(stated, given).items():
        text, on = value_and_date(name, value, today)
        if name in plan.facts.yes_no:
            facts[name] = Fact(_yes_no(name, text), on)
        elif name in plan.facts.laboratory:
            if text.lower() != "unknown":
                kind = units.KINDS[plan.facts.laboratory[name].kind]
                laboratory[name] = LaboratoryValue(_laboratory(name, text, kind), on)
        else:
            raise Refused(
                f"facts.{name}",
                f"There is no fact {quoted(name)}."
                + (nearest(name, known) or f" There are {choices(known)}."),
            )
    return facts, laboratory


def _with_creatinine(stated: dict[str, Any], given: Raw) -> dict[str, Any]:
    """Take the body calculator's own creatinine as the fact that it is."""
    if "creatinine" not in given:
        return stated
    if "creatinine" in stated:
        raise Refused("creatinine", "Creatinine is given twice: as an input and among the facts.")
    return {**stated, "creatinine": given["creatinine"]}


def value_and_date(
    name: str, value: Any, today: date, field: str = ""
) -> tuple[str, date | Unknown]:
    """Return what was recorded as text, and its date, which must not lie after `today`."""
    field = field or f"facts.{name}"
    if isinstance(value, dict):
        extra = [key for key in value if key not in ("value", "date")]
        if extra or "value" not in value:
            raise Refused(
                field,
                f'{name} takes {{"value": …, "date": "YYYY-MM-DD"}}'
                + (f", not {quoted(extra[0])}." if extra else '; "value" is missing.'),
            )
        on = value.get("date")
        value = value["value"]
        return _fact_text(field, name, value), (
            UNKNOWN if on is None else past_date(on, field, today)
        )
    return _fact_text(field, name, value), UNKNOWN


def _fact_text(field: str, name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Refused(
            field,
            f'{name}: {quoted(value)} is not text; write "yes", "no" or "unknown", '
            "or a value with its unit.",
        )
    return value.strip()


def _yes_no(name: str, text: str) -> Answer:
    try:
        return Answer(text.lower())
    except ValueError:
        raise Refused(
            f"facts.{name}", f"{name}: {quoted(text)} is not one of yes, no, unknown."
        ) from None


def _laboratory(name: str, text: str, kind: units.Kind) -> units.Quantity:
    field = f"facts.{name}"
    quantity = units.parse(text, kind, field)
    if name == "creatinine" and quantity.magnitude == 0:
        raise Refused(field, "Creatinine must be above zero.")
    return quantity


# --- dates ------------------------------------------------------------------------------------


def read_date(text: Any, field: str) -> date:
    """Return a date written YYYY-MM-DD.

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
            raise Refused(field, f"{worded(field)}: there is no day {text.strip()}.") from None
    raise Refused(
        field,
        f"{worded(field)}: {quoted(text)} is not a date; write it YYYY-MM-DD, "
        "for example 2026-09-01.",
    )


def past_date(text: Any, field: str, today: date) -> date:
    """Return a date that is not after `today`.

    Raises
    ------
    units.Refused
        It is no date, or lies in the future.
    """
    on = read_date(text, field)
    if on > today:
        raise Refused(
            field,
            f"{worded(field)}: the date {on} lies after today ({today}); "
            "enter the day on which it happened.",
        )
    return on


# --- words ------------------------------------------------------------------------------------

SHORT = 40
LONGEST = 500  # characters; more is nothing that is ordered, and would be slow to look through


def quoted(value: Any) -> str:
    """Quote what was sent, cut to a readable length."""
    text = value if isinstance(value, str) else str(value)
    return f'"{text}"' if len(text) <= SHORT else f'"{text[:SHORT]}…"'


def choices(names: Any) -> str:
    """Return names as one phrase."""
    return ", ".join(names)


def worded(field: str) -> str:
    """Return a request key as people say it."""
    return field.removeprefix("facts.").replace("_", " ").capitalize()


def nearest(value: Any, known: Any) -> str:
    """Return a question with the known names that come near, or nothing."""
    near = get_close_matches(str(value)[:SHORT], list(known), n=2, cutoff=0.6)
    return f" Did you mean {' or '.join(near)}?" if near else ""
