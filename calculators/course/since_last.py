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
    interval: it is counted from its first day by vein, and what follows it is held against its own.
    A day that was only moved from one that is avoided is judged as the day that was meant. An
    infusion of several days is counted from its first; under the skin a label counts from its last.
    """
    if not before.placed.infusions or not each.placed.infusions:
        return None, ""
    beside_an_induction = _is_induction(before) or _is_induction(each)
    days = before.placed.infusions[-1]
    counted = days[-1 if each.route == "SC" else 0].date
    meant_from = before.placed.meant[-1] + (counted - days[0].date)
    meant_to = each.placed.meant[0]
    intervals = [every for every in (before.placed.every, each.placed.every) if every is not None]
    due = [after(meant_from, every, 1) for every in intervals]
    if not due or meant_to in due:
        return None, ""
    found: SinceLast | None = None
    if meant_to < min(due):
        found = "sooner than the interval"
    elif beside_an_induction:
        return None, ""
    elif meant_to > max(due):
        found = "later than the interval"
    return found, _in_words(before, counted, each.first_day, found, intervals)


def _is_induction(each: PlannedPhase) -> bool:
    treatment = each.result.treatment
    return treatment is not None and isinstance(treatment.dosing, InductionDosing)


def _in_words(
    before: PlannedPhase,
    counted: date,
    to_day: date,
    found: SinceLast | None,
    intervals: list[units.Quantity],
) -> str:
    days = Chosen(units.quantity((to_day - counted).days, "d"))
    what = "the last dose before it"
    if _is_induction(before):
        what = "the induction" if counted == before.first_day else "the induction's last day"
    said = f"From {what}, {counted}, to {to_day} are {shown(days.quantity)}"
    if found is not None:
        either = " or ".join(dict.fromkeys(map(shown, intervals)))
        said += f", {found}, {either}: {_LOOK[found]}"
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
