"""What a paper is about: one dose, or one day of a course with the phase that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from calculators.course.course import CourseResult
from calculators.requests.answer import Answered
from calculators.requests.catalogue import calculators
from exchange.cases.case import Case, choice_keys
from units import Refused

if TYPE_CHECKING:
    from datetime import date

    from calculators.course.placing import ScheduledDose
    from calculators.course.planned import PlannedPhase
    from plan_data.schema.plan import Plan


@dataclass(frozen=True, slots=True)
class DayOfCourse:
    """The day of a course that a paper is about.

    Parameters
    ----------
    dose
        What is given on it.
    part
        Which day of its infusion it is, from 1.
    planned, phases
        Its phase, and how many the course has.
    """

    dose: ScheduledDose
    part: int
    planned: PlannedPhase
    phases: int


@dataclass(frozen=True, slots=True)
class Subject:
    """One dose, as it was asked and answered.

    Parameters
    ----------
    answered, case
        The answer, and the case that asks for it; of a course those of the phase.
    digest
        The digest of the whole case, in groups of four.
    day
        Of a course, which day of it; else None.
    """

    answered: Answered
    case: Case
    digest: str
    day: DayOfCourse | None = None


def subject_of(
    answered: Answered, case: Case, plan: Plan, on: date | None = None, phase: int | None = None
) -> Subject:
    """Return what a paper is about.

    Of a course it is the day that is named, else the next one from the day of the check on; where
    nothing stands on the schedule, the first day of what is contraindicated.

    Parameters
    ----------
    on, phase
        The day of a course, and where two phases have a dose on it, the number of the phase.

    Raises
    ------
    units.Refused
        A day is named of what is no course; the course has no dose on that day, or two.
    """
    result = answered.result
    if not isinstance(result, CourseResult):
        if on is not None or phase is not None:
            raise Refused("on", "On: only a course has days to choose from; leave it out.")
        return Subject(answered, case, case.digest)
    days = _days(result)
    if not days:
        raise Refused("phases", "Nothing of this course falls on a day, so there is no paper.")
    day = _named(days, on, phase) if on is not None else _next(days, answered.today, phase)
    of_phase = Answered(answered.patient, day.planned.result, day.planned.checks, answered.today)
    return Subject(of_phase, _case_of_phase(case, day.planned, plan), case.digest, day)


def days_of(result: CourseResult) -> tuple[DayOfCourse, ...]:
    """Return every day of a course on which something is given, in order of date."""
    return tuple(day for day in _days(result) if day.planned.on_the_schedule)


def _days(result: CourseResult) -> list[DayOfCourse]:
    found = [
        DayOfCourse(dose, part, each, len(result.planned))
        for each in result.planned
        for infusion in each.placed.infusions
        for part, dose in enumerate(infusion, start=1)
    ]
    return sorted(found, key=lambda day: (day.dose.date, day.dose.phase))


def _named(days: list[DayOfCourse], on: date, phase: int | None) -> DayOfCourse:
    fitting = [day for day in days if day.dose.date == on and phase in (None, day.dose.phase)]
    if not fitting:
        dates = sorted({day.dose.date for day in days if phase in (None, day.dose.phase)})
        near = min(dates, key=lambda each: abs(each - on)) if dates else None
        nearest = f" The nearest day is {near}." if near is not None else ""
        of_it = "" if phase is None else f" of phase {phase}"
        raise Refused("on", f"On: no dose{of_it} of the course falls on {on}.{nearest}")
    if len(fitting) > 1:
        both = " and ".join(str(day.dose.phase) for day in fitting)
        raise Refused(
            "phase", f"Phase: on {on} phases {both} each have a dose; say of which the paper is."
        )
    return fitting[0]


def _next(days: list[DayOfCourse], today: date, phase: int | None) -> DayOfCourse:
    of_it = [day for day in days if phase in (None, day.dose.phase)]
    if not of_it:
        raise Refused("phase", f"Phase: nothing of phase {phase} of this course falls on a day.")
    scheduled = [day for day in of_it if day.planned.on_the_schedule]
    if not scheduled:
        return of_it[0]
    to_come = [day for day in scheduled if day.dose.date >= today]
    if not to_come:
        last = scheduled[-1].dose.date
        raise Refused(
            "on", f"On: nothing is due from {today} on; the last day was {last}. Name a day."
        )
    return to_come[0]


def _case_of_phase(case: Case, planned: PlannedPhase, plan: Plan) -> Case:
    """Return a case that asks for the phase alone, as it was asked in the course."""
    calculator = planned.phase.calculator
    keys = choice_keys(calculators(plan)[calculator])
    asked = {key: value for key, value in planned.phase.asked.items() if key in keys}
    return Case(
        patient=case.patient,
        facts=case.facts,
        calculator=calculator,
        choices={calculator: asked},
        today=case.today,
    )
