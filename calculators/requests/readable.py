"""What can be read of a request: a field that a dose does not need can be wrong without taking it.

What is left out counts as not recorded, and is never better than what was recorded: a "yes" to a
condition stays a yes where only its date cannot be used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calculators.requests.answer import Answered, answer
from calculators.typed.patient import PATIENT_KEYS, read_patient
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from calculators.patient.patient import Patient
    from plan_data.schema.plan import Plan

    Raw = Mapping[str, Any]

# What a dose may be worked out without; its rules then say that it is not recorded.
_MAY_BE_LEFT_OUT = ("height", "age")


def answer_what_can_be_read(
    request: Raw, plan: Plan, today: date
) -> tuple[Answered, tuple[Refused, ...]]:
    """Return the answer, and what of the patient could not be read and was not needed for it.

    Raises
    ------
    units.Refused
        A field that the dose needs is missing or cannot be used: for what is wrong with it first.
    """
    left, wrong = dict(request), list[Refused]()
    while True:
        try:
            return answer(left, plan, today), tuple(wrong)
        except Refused as refused:
            rest = _without(refused.field, left, plan, _MAY_BE_LEFT_OUT)
            if rest is None:
                raise (wrong[0] if wrong else refused) from None
            left = rest
            wrong.append(refused)


def patient_as_far_as_read(request: Raw, plan: Plan, today: date) -> Patient:
    """Return the patient of a request without what cannot be read."""
    left = {key: value for key, value in request.items() if key in PATIENT_KEYS}
    while True:
        try:
            return read_patient(left, plan, today)
        except Refused as refused:
            rest = _without(refused.field, left, plan, PATIENT_KEYS)
            if rest is None:
                raise
            left = rest


def _without(
    field: str, request: dict[str, Any], plan: Plan, may_go: tuple[str, ...]
) -> dict[str, Any] | None:
    """Return a request without the field that was refused; None where it may not go."""
    name = field.removeprefix("facts.")
    if name == field:
        if field not in may_go or field not in request:
            return None
        return {key: value for key, value in request.items() if key != field}
    facts = request.get("facts")
    if not isinstance(facts, dict) or name not in facts:
        return None
    kept = {key: fact for key, fact in facts.items() if key != name}
    fact = facts[name]
    dated = isinstance(fact, dict) and (fact.get("date") or fact.get("answered")) is not None
    if dated and name in plan.facts.conditions and str(fact.get("value")).lower() == "yes":
        # An event whose date cannot be used happened all the same.
        kept[name] = {"value": "yes"}
    return {**request, "facts": kept}
