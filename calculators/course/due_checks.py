"""The plan's monitoring on the days of a course: what is due, when, and why.

What is due stands as data in the plan's monitoring file. Two rules that put the same check on the
same day make one entry, which gives both reasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

import units
from calculators.course.calendar_days import after, days_up_to
from calculators.patient.patient import Answer
from calculators.patient.risk import risk_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from calculators.course.planned import PlannedPhase
    from calculators.patient.patient import Patient
    from calculators.patient.risk import Risk
    from plan_data.schema.monitoring import DatedCheck
    from plan_data.schema.plan import Plan

    _Phases: TypeAlias = tuple[PlannedPhase, ...]


@dataclass(frozen=True, slots=True)
class DueCheck:
    """A check on a day of the course.

    Parameters
    ----------
    because
        Why it is due on this day; where two rules want it, both.
    source
        Where the plan says so.
    """

    date: date
    what: str
    because: str
    source: str


def due_checks(
    planned: tuple[PlannedPhase, ...], patient: Patient, plan: Plan
) -> tuple[DueCheck, ...]:
    """Return what is due on which day, in order of date; of phases that stand on the schedule."""
    scheduled = tuple(each for each in planned if each.on_the_schedule)
    risk = risk_of(patient, plan, "IV")
    found: dict[tuple[date, str], list[tuple[str, str]]] = {}
    for check in plan.monitoring.dated:
        if check.only_at_risk and risk.answer is Answer.NO:
            continue
        because = _because(check, risk)
        of_these = tuple(each for each in scheduled if _treatment(each) in check.treatments)
        for day in _DAYS[check.on](check, of_these, scheduled):
            reasons = found.setdefault((day, check.what), [])
            if (because, check.at) not in reasons:
                reasons.append((because, check.at))
    entries = (
        DueCheck(
            day,
            what,
            "; ".join(dict.fromkeys(because for because, _ in reasons)),
            "; ".join(dict.fromkeys(source for _, source in reasons)),
        )
        for (day, what), reasons in found.items()
    )
    return tuple(sorted(entries, key=lambda entry: entry.date))


def _because(check: DatedCheck, risk: Risk) -> str:
    if not check.only_at_risk:
        return check.because
    if risk.reasons:
        return f"{check.because} (recorded: {', '.join(risk.reasons)})"
    return f"{check.because} (whether there are is not recorded)"


def _treatment(each: PlannedPhase) -> str:
    return "" if each.result.treatment is None else each.result.treatment.id


# --- the days of each kind ------------------------------------------------------------------------


def _at_each_infusion(_: DatedCheck, phases: _Phases, __: _Phases) -> Iterator[date]:
    for each in phases:
        for infusion in each.placed.infusions:
            yield infusion[0].date


def _after_each_infusion(check: DatedCheck, phases: _Phases, _: _Phases) -> Iterator[date]:
    for each in phases:
        for infusion in each.placed.infusions:
            yield _later(infusion[-1].date, check)


def _at_a_change(_: DatedCheck, phases: _Phases, every: _Phases) -> Iterator[date]:
    for each in _changes(every):
        if each in phases:
            yield each.first_day


def _after_a_change(check: DatedCheck, phases: _Phases, every: _Phases) -> Iterator[date]:
    for each in _changes(every):
        if each in phases:
            yield _later(each.first_day, check)


def _changes(every: _Phases) -> Iterator[PlannedPhase]:
    """Yield the phases of immunoglobulin whose dose or interval is not that of the one before."""
    before = None
    for each in every:
        if each.is_immunoglobulin:
            regimen = each.regimen
            if regimen != before:
                yield each
            before = regimen


def _at_each_interval(check: DatedCheck, phases: _Phases, _: _Phases) -> Iterator[date]:
    if phases and check.time is not None:
        start = min(each.phase.start for each in phases)
        end = max(each.placed.end for each in phases)
        yield from days_up_to(end, start, check.time.quantity, first=0 if check.at_start else 1)


def _before_the_start(check: DatedCheck, phases: _Phases, _: _Phases) -> Iterator[date]:
    for each in phases:
        if check.time is not None:
            yield each.phase.start - timedelta(days=_days(check))


def _at_the_end_of_the_trial(_: DatedCheck, phases: _Phases, __: _Phases) -> Iterator[date]:
    for each in phases:
        yield each.result.values["trial_ends"]


_DAYS: Mapping[str, Callable[[DatedCheck, _Phases, _Phases], Iterator[date]]] = {
    "infusion": _at_each_infusion,
    "after infusion": _after_each_infusion,
    "change of dose": _at_a_change,
    "after a change of dose": _after_a_change,
    "interval": _at_each_interval,
    "before the start": _before_the_start,
    "end of the trial": _at_the_end_of_the_trial,
}


def _later(day: date, check: DatedCheck) -> date:
    return day if check.time is None else after(day, check.time.quantity, 1)


def _days(check: DatedCheck) -> int:
    return 0 if check.time is None else int(units.magnitude_in(check.time.quantity, "d"))
