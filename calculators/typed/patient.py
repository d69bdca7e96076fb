"""A patient as typed or sent: measures, choices, facts with their dates, lists of names.

One reader serves the app, the command line and programs: the same words are accepted and refused
everywhere, and a refusal is one sentence for whoever typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import units
from calculators.patient.patient import (
    UNKNOWN,
    Answer,
    DosingWeight,
    Fact,
    LaboratoryValue,
    Measure,
    Patient,
    Setting,
    Sex,
    Unknown,
)
from calculators.patient.plausibility import laboratory_hint, swap_hint
from calculators.typed.values import (
    choice,
    choices,
    names,
    nearest_choice,
    parsed,
    past_date,
    quoted,
    typed_quantity,
)
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from calculators.typed.keys import Key
    from plan_data.schema.figures import Range
    from plan_data.schema.plan import Plan

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
        dosing_weight=read_dosing_weight(given),
        facts=facts,
        laboratory=laboratory,
        premedication=names(given, "premedication"),
        concurrent=names(given, "concurrent"),
    )


def read_dosing_weight(given: Raw) -> DosingWeight:
    """Return the weight to dose by that was chosen; the actual one where none was."""
    chosen: DosingWeight = choice(given, "dosing_weight", get_args(DosingWeight), "actual")
    return chosen


def _measure(
    given: Raw, key: Key, kind: units.Kind, accepted: Range, ordinary: Range | None
) -> Measure | Unknown:
    if key not in given:
        return UNKNOWN
    quantity = typed_quantity(given, key, kind)
    if not accepted.holds(quantity):
        lowest, highest = units.shown(accepted.lowest.quantity), accepted.highest.quantity
        hint = swap_hint(quantity, key, ordinary) if ordinary is not None else ""
        raise Refused(
            key,
            f"{kind.name}: {units.shown(quantity)} is outside {lowest} to {units.shown(highest)}; "
            f"check the number and its unit ({kind.accepted}).{hint}",
        )
    return Measure(quantity)


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
    for name, recorded in _with_creatinine(stated, given).items():
        field = f"facts.{name}"
        if name not in known:
            raise Refused(
                field,
                f"There is no fact {quoted(name)}."
                + (nearest_choice(name, known) or f" There are {choices(known)}."),
            )
        label = (plan.facts.yes_no.get(name) or plan.facts.laboratory[name]).label
        value, answered = _and_answered(field, label, recorded, today)
        text, on = value_and_date(label, value, today, field)
        if name in plan.facts.yes_no:
            facts[name] = Fact(_yes_no(field, label, text), on, answered)
        elif text.lower() != "unknown":
            kind = units.KINDS[plan.facts.laboratory[name].kind]
            quantity = laboratory_value(name, text, kind, plan, field)
            laboratory[name] = LaboratoryValue(quantity, on)
    return facts, laboratory


def _and_answered(field: str, label: str, value: Any, today: date) -> tuple[Any, date | Unknown]:
    """Take the day on which a fact was answered out of what was recorded, where it was kept."""
    if not isinstance(value, dict) or "answered" not in value:
        return value, UNKNOWN
    rest = {key: part for key, part in value.items() if key != "answered"}
    return rest, past_date(value["answered"], field, today, label)


def _with_creatinine(stated: dict[str, Any], given: Raw) -> dict[str, Any]:
    """Take the body calculator's own creatinine as the fact that it is."""
    if "creatinine" not in given:
        return stated
    if "creatinine" in stated:
        raise Refused("creatinine", "Creatinine is given twice: as an input and among the facts.")
    return {**stated, "creatinine": given["creatinine"]}


def value_and_date(name: str, value: Any, today: date, field: str) -> tuple[str, date | Unknown]:
    """Return what was recorded as text, and its date, which must not lie after `today`.

    Parameters
    ----------
    name
        What people call it.
    """
    if isinstance(value, str) and "@" in value:
        # As the command line has it: VALUE@DATE.
        typed, _, on = value.rpartition("@")
        value = {"value": typed, "date": on.strip()}
    if isinstance(value, dict):
        extra = [key for key in value if key not in ("value", "date")]
        if extra or "value" not in value:
            raise Refused(
                field,
                f'{name} takes {{"value": …, "date": "YYYY-MM-DD"}}'
                + (f", not {quoted(extra[0])}." if extra else '; "value" is missing.'),
            )
        dated = value.get("date")
        return _fact_text(field, name, value["value"]), (
            UNKNOWN if dated is None else past_date(dated, field, today, name)
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


def _yes_no(field: str, label: str, text: str) -> Answer:
    try:
        return Answer(text.lower())
    except ValueError:
        raise Refused(field, f"{label}: {quoted(text)} is not one of yes, no, unknown.") from None


def laboratory_value(
    name: str, text: str, kind: units.Kind, plan: Plan, field: str
) -> units.Quantity:
    """Read a laboratory value; one that no patient has is refused, with the unit perhaps meant.

    Parameters
    ----------
    name
        The fact that it is a value of.
    field
        The key under which it was typed.

    Raises
    ------
    units.Refused
        It cannot be read, or lies outside what is plausible (project policy).
    """
    label = plan.facts.laboratory[name].label
    quantity = parsed(text, kind, field, label)
    if name == "creatinine" and quantity.magnitude == 0:
        raise Refused(field, f"{label} must be above zero.")
    accepted = plan.policies.evidence.plausible[name].accepted
    if not accepted.holds(quantity):
        lowest, highest = units.shown(accepted.lowest.quantity), accepted.highest.quantity
        raise Refused(
            field,
            f"{label}: {units.shown(quantity)} is outside {lowest} to "
            f"{units.shown(highest)}, which is no plausible value; check the number and its unit "
            f"({kind.accepted}).{laboratory_hint(name, quantity, plan)}",
        )
    return quantity
