"""The door: from a request, as it was typed or sent, to a checked answer.

A request is a mapping of text; its keys are the command line's options with `_` for `-`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from calculators.requests.catalogue import calculators, verdict_on
from calculators.typed.patient import PATIENT_KEYS, read_patient
from calculators.typed.values import choices, nearest_choice, quoted, read_date
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from calculators.checks.crosscheck import Checks
    from calculators.orders.verdict import OrderVerdict
    from calculators.patient.patient import Patient
    from calculators.treatments.declared import Calculator
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
    given, calculator, patient, today = _read(request, plan, default_today)
    result = calculator.run({**given, "today": today}, patient, plan)
    return Answered(patient, result, calculator.check(given, result, patient, plan, today), today)


def result_beside(answered: Answered, request: Raw, plan: Plan) -> Result:
    """Return what another request comes to for the patient of an answer, to be shown beside it.

    It is not checked: its checks would be a second answer, and the page has one.

    Parameters
    ----------
    request
        As of `answer`; what it says of the patient is not read.

    Raises
    ------
    units.Refused
        The first key that cannot be used.
    """
    given = {key: value for key, value in request.items() if value is not None}
    calculator = _calculator(given, plan)
    _refuse_unknown_keys(given, calculator)
    return calculator.run({**given, "today": answered.today}, answered.patient, plan)


def verdict(order: Raw, plan: Plan, default_today: date) -> OrderVerdict:
    """Return the verdict on one order; refusals as `verdict_and_patient`."""
    return verdict_and_patient(order, plan, default_today)[0]


def verdict_and_patient(
    order: Raw, plan: Plan, default_today: date
) -> tuple[OrderVerdict, Patient, date]:
    """Return the verdict on one order, with the patient and the day of it.

    It is `verify` without the working of the right dose and without the checks, for whoever has
    ten thousand: the same readers, the same judgement, the same refusals.

    Parameters
    ----------
    order
        Key → what was typed: the keys of a request to `verify`. ``None`` counts as not given.

    Raises
    ------
    units.Refused
        The first key that cannot be used.
    """
    request = {**order, "calculator": order.get("calculator") or "verify"}
    given, _, patient, today = _read(request, plan, default_today)
    return verdict_on({**given, "today": today}, patient, plan), patient, today


def _read(
    request: Raw, plan: Plan, default_today: date
) -> tuple[dict[str, Any], Calculator, Patient, date]:
    given = {key: value for key, value in request.items() if value is not None}
    calculator = _calculator(given, plan)
    _refuse_unknown_keys(given, calculator)
    today = _today(given, default_today)
    return given, calculator, read_patient(given, plan, today), today


def _calculator(given: Raw, plan: Plan) -> Calculator:
    known = calculators(plan)
    if "calculator" not in given:
        raise Refused("calculator", f"Name the calculator: {choices(known)}.")
    name = given["calculator"]
    if not isinstance(name, str) or name not in known:
        raise Refused(
            "calculator",
            f"There is no calculator {quoted(name)}; there are {choices(known)}."
            + nearest_choice(name, known),
        )
    return known[name]


_ARTICLES = ("A", "An", "The")  # capitals at the head of a label, and not within a sentence


def _refuse_unknown_keys(given: Raw, calculator: Calculator) -> None:
    for key in given:
        if key not in COMMON_KEYS and key not in calculator.keys:
            known = (*COMMON_KEYS, *calculator.keys)
            article, _, noun = calculator.label.partition(" ")
            within = f"{article.lower()} {noun}" if article in _ARTICLES else calculator.label
            raise Refused(
                key,
                f"{quoted(key)} is not an input of {within}; its own inputs are "
                f"{choices(calculator.keys)}; and for each one {choices(PATIENT_KEYS)}."
                + nearest_choice(key, known),
            )


def _today(given: Raw, default_today: date) -> date:
    return read_date(given["today"], "today") if "today" in given else default_today
