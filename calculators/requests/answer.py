"""The door: from a request, as it was typed or sent, to a checked answer.

A request is a mapping of text; its keys are the command line's options with `_` for `-`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from calculators.requests.catalogue import CALCULATORS, Calculator
from calculators.typed.patient import PATIENT_KEYS, read_patient
from calculators.typed.values import choices, nearest, quoted, read_date
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from calculators.checks.crosscheck import Checks
    from calculators.patient.patient import Patient
    from calculators.working import Result
    from plan_data.schema.plan import Plan

    Raw = Mapping[str, Any]

COMMON_KEYS = ("id", "calculator", "today", *PATIENT_KEYS)


@dataclass(frozen=True, slots=True)
class Answered:
    """A result with its checks, and what they were made from."""

    patient: Patient
    result: Result
    checks: Checks
    today: date


def answer(request: Raw, plan: Plan, default_today: date) -> Answered:
    """Calculate and check one request.

    Parameters
    ----------
    request
        Key → what was typed. ``None`` counts as not given.
    default_today
        The day of the check where the request names none.

    Raises
    ------
    units.Refused
        The first key that cannot be used, with a sentence that says what is accepted.
    """
    given = {key: value for key, value in request.items() if value is not None}
    calculator = _calculator(given)
    _refuse_unknown_keys(given, calculator)
    today = _today(given, default_today)
    patient = read_patient(given, plan, today)
    result = calculator.run({**given, "today": today}, patient, plan)
    return Answered(patient, result, calculator.check(given, result, patient, plan, today), today)


def _calculator(given: Raw) -> Calculator:
    if "calculator" not in given:
        raise Refused("calculator", f"Name the calculator: {choices(CALCULATORS)}.")
    name = given["calculator"]
    if not isinstance(name, str) or name not in CALCULATORS:
        raise Refused(
            "calculator",
            f"There is no calculator {quoted(name)}; there are {choices(CALCULATORS)}."
            + nearest(name, CALCULATORS),
        )
    return CALCULATORS[name]


def _refuse_unknown_keys(given: Raw, calculator: Calculator) -> None:
    known = (*COMMON_KEYS, *calculator.keys)
    for key in given:
        if key not in known:
            raise Refused(
                key,
                f"{quoted(key)} is not an input of {calculator.label}; its own inputs are "
                f"{choices(calculator.keys)}, and for every calculator {choices(PATIENT_KEYS)}."
                + nearest(key, known),
            )


def _today(given: Raw, default_today: date) -> date:
    return read_date(given["today"], "today") if "today" in given else default_today
