"""The phases of a course as they are sent: each a calculator's own keys, a start and an end."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from calculators.course.calendar_days import after
from calculators.typed.values import LONGEST, choices, nearest_choice, quoted, read_date
from units import Refused, shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from calculators.treatments.declared import Calculator
    from plan_data.schema.plan import Plan

    Raw = Mapping[str, Any]

# Beside the keys of its calculator. `start` is the day of the first dose; where a product is hung,
# the time of day at which the infusion starts is called `start_time`.
OWN_KEYS = ("calculator", "start", "until", "start_time", "dosing_weight", "reason")


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase, as it was sent.

    Parameters
    ----------
    number
        Its place in the list, from 1.
    calculator
        Which calculator works its dose out.
    start, until
        The day of the first dose, and the last day on which one may fall; None where it has no end.
    asked
        What its calculator is asked.
    follows
        Whether its start was found from the last dose of the phase before, whose end gives way.
    reason
        Why this step is taken, as the clinician typed it.
    """

    number: int
    calculator: str
    start: date
    until: date | None
    asked: Mapping[str, Any]
    follows: bool = False
    reason: str = ""

    def refused(self, label: str, why: Refused) -> Refused:
        """Return a refusal that says which phase it is about."""
        field = why.field
        if field in self.asked or field in OWN_KEYS:
            field = field_of_phase(self.number, field)
        return Refused(field, f"Phase {self.number}, {label}: {why.message}")


def field_of_phase(number: int, key: str) -> str:
    """Return the name by which a refusal points at one key of one phase."""
    return f"phases.{number}.{key}"


def read_phases(given: Raw, calculators: Mapping[str, Calculator], plan: Plan) -> tuple[Phase, ...]:
    """Return the phases of a course.

    Parameters
    ----------
    calculators
        Those whose doses can stand on a course.

    Raises
    ------
    units.Refused
        There is none or there are too many; a calculator, a key or a date cannot be used; a phase
        ends before it starts, or is longer than any course.
    """
    sent = given.get("phases")
    if sent is None:
        raise Refused(
            "phases",
            "Phases are missing: give the list of them, each with its calculator, its start and "
            "the inputs of its dose.",
        )
    if not isinstance(sent, list | tuple) or not sent:
        raise Refused("phases", "Phases must be a list with at least one phase.")
    most = int(plan.policies.course.most_phases.value)
    if len(sent) > most:
        raise Refused(
            "phases", f"Phases: there are {len(sent)}, and a course has at most {most} here."
        )
    return tuple(_phase(each, number, calculators, plan) for number, each in enumerate(sent, 1))


def _phase(sent: Any, number: int, calculators: Mapping[str, Calculator], plan: Plan) -> Phase:
    if isinstance(sent, str):
        sent = in_one_line_read(sent, number)
    if not isinstance(sent, dict):
        raise Refused(
            f"phases.{number}", f"Phase {number} must be an object with its calculator and start."
        )
    given = {key: value for key, value in sent.items() if value is not None}
    name = _calculator(given, number, calculators)
    calculator = calculators[name]
    _refuse_unknown_keys(given, number, calculator)
    start, end = _start(given, number), None
    if "until" in given:
        end = _day(given, "until", number)
        _require_span(number, start, end, plan)
    asked = {key: value for key, value in given.items() if key not in OWN_KEYS}
    if "dosing_weight" in given:
        asked["dosing_weight"] = given["dosing_weight"]
    if not takes_a_product(calculator):
        asked["start"] = start
    elif "start_time" in given:
        asked["start"] = given["start_time"]
    # What people send is text; a day that was found stands here as a date.
    follows = not isinstance(given["start"], str)
    return Phase(number, name, start, end, asked, follows, _reason(given, number))


def in_one_line_read(text: str, number: int) -> dict[str, Any]:
    """Read a phase as a command line and a case file write it, its calculator and KEY=VALUE."""
    field, example = (
        f"phases.{number}",
        "maintenance dose='1 g/kg' every='3 weeks' start=2026-12-28",
    )
    try:
        name, *inputs = shlex.split(text)
    except ValueError:  # an open quotation mark, or nothing at all
        raise Refused(
            field, f"Phase {number}: {quoted(text)} cannot be read; write it as {example}."
        ) from None
    found: dict[str, Any] = {"calculator": name}
    for each in inputs:
        key, equals, value = each.partition("=")
        if not equals:
            raise Refused(
                field,
                f"Phase {number}: {quoted(each)} is no KEY=VALUE; a value with a space stands in "
                f"quotation marks, as in {example}.",
            )
        if key in found:
            raise Refused(
                field_of_phase(number, key),
                f"Phase {number}: {key} is given twice; which one counts cannot be told.",
            )
        found[key] = value
    return found


def in_one_line(phase: Mapping[str, Any]) -> str:
    """Return a phase as a case file writes it, from which it is read back."""
    inputs = (f"{key}={shlex.quote(str(phase[key]))}" for key in phase if key != "calculator")
    return " ".join((str(phase["calculator"]), *inputs))


def takes_a_product(calculator: Calculator) -> bool:
    """Tell whether a product is hung or drawn up, so that its own start is a time of day."""
    return "product" in calculator.keys


def _calculator(given: Raw, number: int, calculators: Mapping[str, Calculator]) -> str:
    field = field_of_phase(number, "calculator")
    name = given.get("calculator")
    if isinstance(name, str) and name in calculators:
        return name
    if name is None:
        raise Refused(field, f"Phase {number}: name its calculator, one of {choices(calculators)}.")
    raise Refused(
        field,
        f"Phase {number}: {quoted(name)} gives no dose that can stand on a course; there are "
        f"{choices(calculators)}." + nearest_choice(name, calculators),
    )


def _refuse_unknown_keys(given: Raw, number: int, calculator: Calculator) -> None:
    # The day of the first dose is the phase's start.
    left_out = {"first_dose", *(() if takes_a_product(calculator) else ("start_time",))}
    keys = dict.fromkeys((*OWN_KEYS, *calculator.keys))
    known = tuple(key for key in keys if key not in left_out)
    for key in given:
        if key not in known:
            raise Refused(
                field_of_phase(number, str(key)),
                f"Phase {number}, {calculator.label}: {quoted(key)} is not an input of it; its "
                f"inputs are {choices(known)}." + nearest_choice(key, known),
            )


def _start(given: Raw, number: int) -> date:
    field = field_of_phase(number, "start")
    if "start" not in given:
        raise Refused(
            field, f"Phase {number}: its start is missing; give the day of the first dose."
        )
    return _day(given, "start", number)


def _day(given: Raw, key: str, number: int) -> date:
    try:
        return read_date(given[key], key)
    except Refused as why:
        raise Refused(field_of_phase(number, key), f"Phase {number}: {why.message}") from None


def _reason(given: Raw, number: int) -> str:
    """Return why a step is taken, in one line; nothing is read out of it."""
    reason, field = given.get("reason", ""), field_of_phase(number, "reason")
    if not isinstance(reason, str):
        raise Refused(field, f"Phase {number}: its reason must be text.")
    if len(reason) > LONGEST:
        raise Refused(
            field, f"Phase {number}: its reason is longer than {LONGEST} characters; shorten it."
        )
    return " ".join(reason.split())


def _require_span(number: int, start: date, end: date, plan: Plan) -> None:
    field = field_of_phase(number, "until")
    if end < start:
        raise Refused(field, f"Phase {number}: its end, {end}, lies before its start, {start}.")
    longest = plan.policies.course.longest
    if end > after(start, longest.quantity, 1):
        raise Refused(
            field,
            f"Phase {number}: from {start} to {end} it is longer than {shown(longest.quantity)}, "
            "the longest that is put on a calendar; is the year right?",
        )
