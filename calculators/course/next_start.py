"""The day on which a next phase of immunoglobulin would begin: a proposal, said with its reason.

The plan names no day. What was given last is for the time until the next dose is due; a step that
keeps the dose and changes its interval has the new interval from the last infusion on, and one that
changes the dose begins when the present interval has passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import units
from calculators.course.calendar_days import after
from calculators.course.planned import is_immunoglobulin
from plan_data.schema.dosing import InductionDosing, MaintenanceDosing, SubcutaneousDosing
from units import shown

if TYPE_CHECKING:
    from datetime import date

    from calculators.course.planned import PlannedPhase
    from calculators.working import Result
    from plan_data.schema.plan import Plan


@dataclass(frozen=True, slots=True)
class ProposedStart:
    """When a next phase would begin.

    Parameters
    ----------
    on
        The day; None where none is proposed.
    says
        Why, or why none is.
    after
        The last day of the dose from which it is counted, with which the phase before ends.
    """

    on: date | None = None
    says: str = ""
    after: date | None = None


def proposed_start(
    planned: tuple[PlannedPhase, ...], result: Result, plan: Plan, today: date, *, cuts: bool
) -> ProposedStart:
    """Return the day on which a dose would begin as the next phase, and why.

    Parameters
    ----------
    planned
        The phases of the course that it follows.
    result
        The dose of the next phase.
    cuts
        Whether it takes the place of what is to come, so that it is counted from the last dose up
        to today; else it follows the last dose of all, where the course before it has an end.
    """
    given = [each for each in planned if each.is_immunoglobulin and each.on_the_schedule]
    dated = [
        (infusion, each)
        for each in given
        for infusion in each.placed.infusions
        if infusion[0].date <= today or not (cuts or each.placed.open)
    ]
    if not dated or not is_immunoglobulin(result):
        return ProposedStart()
    infusion, before = max(dated, key=lambda each: each[0][0].date)
    goes_on = before.placed.open and not cuts
    interval, counted, why = _interval(before, result, plan, goes_on=goes_on)
    if interval is None:
        return ProposedStart()
    last = infusion[-1 if counted == "last" else 0].date
    due = after(last, interval, 1)
    said = f"{shown(interval)} after {last}, {why}"
    if due < today:
        return ProposedStart(
            says=f"A dose was due on {due}, {said}. That day is past, so choose one."
        )
    return ProposedStart(due, f"Proposed is {due}, {said}.", infusion[-1].date)


def _interval(
    before: PlannedPhase, result: Result, plan: Plan, *, goes_on: bool
) -> tuple[units.Quantity | None, str, str]:
    """Return the time to the next dose, from which day of the last it is counted, and why."""
    one, other = (_dosing(each) for each in (before.result, result))
    if isinstance(other, InductionDosing):
        return None, "", ""
    if isinstance(other, SubcutaneousDosing) and before.route == "IV":
        a_week = plan.policies.course.scig_after_ivig
        return a_week.quantity, "last", f"the last day by vein ({a_week.at})"
    if isinstance(one, InductionDosing):
        return result.interval, "first", "the first day of the induction: its own interval"
    every = before.placed.every
    if not (isinstance(one, MaintenanceDosing) and isinstance(other, MaintenanceDosing)):
        return every, "first", "the last week under the skin"
    same = units.settled(result.values["per_infusion"], "g")
    stays = (
        before.placed.each_time is not None and units.settled(before.placed.each_time, "g") == same
    )
    if stays and not (goes_on and _longer(result.interval, every)):
        return result.interval, "first", "the last infusion: the dose stays, so its new interval"
    why = "the phase before goes on" if stays else "another dose"
    return every, "first", f"the last infusion: {why}, so when the present one is due"


def _longer(one: units.Quantity | None, other: units.Quantity | None) -> bool:
    if one is None or other is None:
        return False
    return bool(units.magnitude_in(one, "d") > units.magnitude_in(other, "d"))


def _dosing(result: Result) -> object:
    return None if result.treatment is None else result.treatment.dosing
