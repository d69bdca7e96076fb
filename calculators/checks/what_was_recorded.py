"""What a rule looked at, in words: each fact with its date, each measure, what is not recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import units
from calculators.patient.patient import UNKNOWN, Answer, Patient, Unknown

if TYPE_CHECKING:
    from datetime import date

    from calculators.checks.comparisons import Look
    from plan_data.schema.plan import Plan

_LISTS = ("premedication", "concurrent")
_MEASURES = ("weight", "height", "age", "sex", "setting")
_LABELS = {
    "age": "Age",
    "weight": "Weight",
    "height": "Height",
    "sex": "Sex",
    "setting": "Setting",
    "premedication": "Premedication",
    "concurrent": "Ordered alongside",
}


def is_unknown(name: str, patient: Patient) -> bool:
    """Tell whether a fact, a laboratory value or a measure is not recorded."""
    if name in patient.laboratory or name in _LISTS:
        return False
    if name in _MEASURES:
        return getattr(patient, name) is UNKNOWN
    return patient.fact(name).answer is Answer.UNKNOWN


def label_of(name: str, plan: Plan) -> str:
    """Return what people call a fact, a laboratory value or a measure."""
    known = plan.facts.yes_no.get(name) or plan.facts.laboratory.get(name)
    return known.label if known else _LABELS[name]


def recorded(name: str, look: Look) -> str:
    """Return one fact, laboratory value, list or measure as it is recorded."""
    label = label_of(name, look.plan)
    if name in look.plan.facts.yes_no:
        return f"{label}: {_seen_fact(name, look)}"
    if name in look.plan.facts.laboratory:
        return f"{label}: {_seen_laboratory(name, look)}"
    if name in _LISTS:
        names = getattr(look.patient, name)
        return f"{label}: {', '.join(names) if names else 'nothing listed'}"
    return f"{label}: {_seen_measure(name, look)}"


def _seen_fact(name: str, look: Look) -> str:
    fact = look.patient.fact(name)
    if fact.answer is Answer.UNKNOWN:
        return "not recorded"
    answered = str(fact.answer.value)
    # A missing date is worth a word only where a date could decide.
    if fact.on is UNKNOWN and not look.plan.facts.yes_no[name].dated:
        return answered
    return answered + _dated(fact.on, look.today)


def _seen_laboratory(name: str, look: Look) -> str:
    value = look.patient.laboratory.get(name)
    if value is None:
        return "not recorded"
    text = units.shown(value.quantity) + _dated(value.on, look.today)
    if name != "creatinine":
        return text
    clearance = look.clearance
    if clearance is None:
        return f"{text} (clearance not worked out: weight, age or sex is missing)"
    return f"{text}; {clearance.label}: {units.shown(clearance.quantity)}"


def _dated(on: date | Unknown, today: date) -> str:
    if on is UNKNOWN:
        return " (no date)"
    days = (today - on).days
    ago = "today" if days == 0 else f"{days} day{'s' if days != 1 else ''} before {today}"
    return f", {on} ({ago})"


def _seen_measure(name: str, look: Look) -> str:
    value = getattr(look.patient, name)
    if value is UNKNOWN:
        return "not recorded"
    if name == "sex":
        return str(value)
    if name == "setting":
        treatment = look.result.treatment
        priority = getattr(treatment.priorities, value) if treatment else "-"
        return f"{value}, where the plan's priority is {priority}"
    return units.shown(value.quantity)
