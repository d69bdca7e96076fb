"""The time from the last dose of one phase of immunoglobulin to the first of the next.

A step that begins before its interval has passed is a dose more in the time of the one before; one
that begins later leaves a time without. Neither is ruled out: it is said, with what it comes to a
week and kg, as a thing to look at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import units
from calculators.course.calendar_days import after
from calculators.working import Chosen, divided, times
from plan_data.schema.dosing import InductionDosing
from units import shown

if TYPE_CHECKING:
    from datetime import date

    from calculators.course.planned import PlannedPhase
    from plan_data.schema.remarks import SinceLast

_LOOK: dict[SinceLast, str] = {
    "sooner than the interval": "a dose more in the time of the one before; see whether it is "
    "meant",
    "later than the interval": "a time without a dose that is due; see whether it is meant",
}


def since_last(each: PlannedPhase, before: PlannedPhase) -> tuple[SinceLast | None, str]:
    """Return whether a phase begins outside the intervals of both, and what is said of the time.

    Between the interval of the phase before and its own both are the regimen's, so that only what
    the time comes to is said; on a day on which either is due nothing is. An induction has no
    interval: it is counted from its first day, and what follows it is held against its own.
    A day that was only moved from one that is avoided is judged as the day that was meant.
    """
    if not before.placed.infusions or not each.placed.infusions:
        return None, ""
    last = 0 if _is_induction(before) else -1
    meant_from, meant_to = before.placed.meant[last], each.placed.meant[0]
    due = [
        after(meant_from, phase.placed.every, 1)
        for phase in (before, each)
        if phase.placed.every is not None and not _is_induction(phase)
    ]
    if not due or meant_to in due:
        return None, ""
    found: SinceLast | None = None
    if meant_to < min(due):
        found = "sooner than the interval"
    elif meant_to > max(due) and not (_is_induction(before) or _is_induction(each)):
        found = "later than the interval"
    elif _is_induction(before) or _is_induction(each):
        return None, ""
    from_day, to_day = before.placed.infusions[last][0].date, each.placed.infusions[0][0].date
    return found, _in_words(before, each, from_day, to_day, found)


def _is_induction(each: PlannedPhase) -> bool:
    treatment = each.result.treatment
    return treatment is not None and isinstance(treatment.dosing, InductionDosing)


def _in_words(
    before: PlannedPhase,
    each: PlannedPhase,
    from_day: date,
    to_day: date,
    found: SinceLast | None,
) -> str:
    days = Chosen(units.quantity((to_day - from_day).days, "d"))
    intervals = dict.fromkeys(
        shown(phase.placed.every)
        for phase in (before, each)
        if phase.placed.every is not None and not _is_induction(phase)
    )
    said = f"From the last dose before it, {from_day}, to {to_day} are {shown(days.quantity)}"
    if _is_induction(before):
        said = f"From the first day of the induction, {from_day}, to {to_day} are "
        said += shown(days.quantity)
    if found is not None:
        said += f", {found}, {' or '.join(intervals)}: {_LOOK[found]}"
    return f"{said}. {_exposure(before, days)}"


def _exposure(before: PlannedPhase, days: Chosen) -> str:
    """Say what the last dose comes to a week over those days, beside what the regimen has."""
    values, every = before.result.values, before.placed.every
    per_kg: Any = values.get("weekly_per_kg")
    if _is_induction(before) and before.result.treatment is not None:
        total = before.result.treatment.dosing.total
        came = divided("", total, days, unit="g/kg/wk").quantity
        return f"Over them it comes to {shown(came)}."
    if per_kg is not None and every is not None:
        came = times("", Chosen(per_kg), Chosen(every), over=days, unit="g/kg/wk").quantity
        return f"Over them it comes to {shown(came)} in place of {shown(per_kg)}."
    assert before.placed.each_time is not None  # noqa: S101  (what is repeated has an amount)
    came = divided("", Chosen(before.placed.each_time), days, unit="g/wk").quantity
    return f"Over them it comes to {shown(came)} in place of {shown(values['weekly'])}."
