"""The time from one dose of immunoglobulin to the next, within a phase and between two.

A dose that comes before its interval has passed is a dose more in the time of the one before; one
that comes later leaves a time without. Neither is ruled out: it is said, with what it comes to a
week and kg, as a thing to look at. A phase is looked at by its own interval where one of its
infusions was moved or left out, its first dose by that of the phase before as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import units
from calculators.course.calendar_days import after
from calculators.working import Chosen, divided, times
from plan_data.schema.dosing import InductionDosing
from units import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from calculators.course.placing import PlacedDoses
    from calculators.course.planned import PlannedPhase
    from plan_data.schema.remarks import SinceLast

_LOOK: dict[SinceLast, str] = {
    "sooner than the interval": "a dose more in the time of the one before; see whether it is "
    "meant",
    "later than the interval": "a time without a dose that is due; see whether it is meant",
}


def outside(meant_to: date, due: Iterable[date]) -> SinceLast | None:
    """Return whether a dose is meant before every day on which one is due, or after them all."""
    if meant_to < min(due := tuple(due)):
        return "sooner than the interval"
    return "later than the interval" if meant_to > max(due) else None


def look(found: SinceLast, intervals: Iterable[units.Quantity]) -> str:
    """Say on which side of the intervals a dose comes, and what there is to look at."""
    either = " or ".join(dict.fromkeys(map(shown, intervals)))
    return f"{found}, {either}: {_LOOK[found]}"


def days_between(from_day: date, to_day: date) -> tuple[Chosen, str]:
    """Return how long it is from one day to another, and the words for it: "are 2 days"."""
    days = units.quantity((to_day - from_day).days, "d")
    return Chosen(days), f"{'is' if days.magnitude == 1 else 'are'} {shown(days)}"


def exposure_over(
    days: Chosen, values: Mapping[str, Any], placed: PlacedDoses
) -> tuple[units.Quantity, units.Quantity]:
    """Return what a dose comes to a week over those days, and what the regimen has."""
    per_kg: units.Quantity | None = values.get("weekly_per_kg")
    if per_kg is not None and placed.every is not None:
        regular = Chosen(per_kg), Chosen(placed.every)
        return times("", *regular, over=days, unit="g/kg/wk").quantity, per_kg
    assert placed.each_time is not None  # noqa: S101  (what is repeated has an amount)
    came = divided("", Chosen(placed.each_time), days, unit="g/wk").quantity
    return came, values["weekly"]


def since_last(each: PlannedPhase, before: PlannedPhase) -> tuple[SinceLast | None, str]:
    """Return whether a phase begins outside the intervals of both, and what is said of the time.

    Between the interval of the phase before and its own both are the regimen's, so that only what
    the time comes to is said; on a day on which either is due nothing is. An induction has no
    interval: it is counted from its first day by vein, and what follows it is held against its own.
    A day that was only moved from one that is avoided is judged as the day that was meant, and what
    the time comes to is said. An infusion of several days is counted from its first; under the skin
    a label counts from its last.
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
    as_meant = (counted, each.first_day) == (meant_from, meant_to)
    if not due or (meant_to in due and as_meant):
        return None, ""
    found = outside(meant_to, due)
    if beside_an_induction and found != "sooner than the interval":
        return None, ""
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
    days, are = days_between(counted, to_day)
    what = "the last dose before it"
    if _is_induction(before):
        what = "the induction" if counted == before.first_day else "the induction's last day"
    said = f"From {what}, {counted}, to {to_day} {are}"
    if found is not None:
        said += f", {look(found, intervals)}"
    return f"{said}. {_exposure(before, days)}"


def _exposure(before: PlannedPhase, days: Chosen) -> str:
    """Say what the last dose comes to a week over those days, beside what the regimen has."""
    if _is_induction(before) and before.result.treatment is not None:
        total = before.result.treatment.dosing.total
        came = divided("", total, days, unit="g/kg/wk").quantity
        return f"Over them it comes to {shown(came)}."
    came, regular = exposure_over(days, before.result.values, before.placed)
    return f"Over them it comes to {shown(came)} in place of {shown(regular)}."
