"""From a phase and its result to dated doses: on which days, and how much on each.

No dose is worked out here. What a day gets stands in the result of the treatment's own
calculator; the rhythm, in days, weeks or months, is the plan's or what was asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

import units
from calculators.course.calendar_days import after, days_up_to, require_whole
from calculators.course.phases import field_of_phase
from calculators.treatments.expected_dose import ONE
from calculators.typed.values import worded
from plan_data.schema import dosing
from units import Refused, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from calculators.course.phases import Phase
    from calculators.working import Result
    from plan_data.schema.plan import Plan
    from plan_data.schema.remarks import SinceLast

IMMUNOGLOBULIN = (dosing.InductionDosing, dosing.MaintenanceDosing, dosing.SubcutaneousDosing)


@dataclass(frozen=True, slots=True)
class ScheduledDose:
    """One day on which a dose is given, or from which on a daily dose is taken.

    Parameters
    ----------
    phase
        The number of its phase, from 1.
    what
        What is given, in words.
    quantity
        How much: the dose of the day, unrounded; of SCIg that of the week, of a drug that is taken
        each day the amount a day.
    source
        The plan's place of the dose.
    standing
        The worst outcome of the phase's checks; never ``contraindicated``, which is on no schedule.
    dispensed, containers, volume, minutes
        What is hung or drawn up, where a product was chosen; else None.
    """

    date: date
    phase: int
    what: str
    quantity: units.Quantity
    source: str
    standing: str
    dispensed: units.Quantity | None = None
    containers: tuple[Any, ...] | None = None
    volume: units.Quantity | None = None
    minutes: units.Quantity | None = None

    @property
    def entry(self) -> dict[str, Any]:
        """The dose as an entry of a result; what was not chosen is left out."""
        named = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in named.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a phase is given.

    Parameters
    ----------
    amount, whole
        What one day gets, and what one infusion comes to over its days.
    each
        What one dose is called: "infusion", "dose", "week".
    every, times
        The time from one to the next, and how many there are; no time where `on` names the days,
        no number where it goes on.
    days
        Over how many days in a row each is dealt out.
    on
        The days that the plan names, counted from day 1.
    """

    amount: units.Quantity
    whole: units.Quantity
    each: str
    every: units.Quantity | None = None
    times: int | None = None
    days: int = 1
    on: tuple[int, ...] = (1,)


@dataclass(frozen=True, slots=True)
class DailyDoses:
    """A drug that is taken each day: the day from which each amount holds."""

    rows: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class TimeSince:
    """What is said of the time since the infusion before.

    Parameters
    ----------
    on
        The day on which the infusion stands.
    found
        Whether it is meant before an interval has passed, or after; None where only a day that is
        avoided moved one of the two.
    says
        How long it is, and what that comes to a week.
    """

    on: date
    found: SinceLast | None
    says: str


@dataclass(frozen=True, slots=True)
class PlacedDoses:
    """The doses of one phase on their days.

    Parameters
    ----------
    infusions
        Each with its days in order; an infusion that is dealt out stands together.
    end
        The last day that the phase reaches, also where no dose falls on it.
    open
        Whether the phase goes on beyond what is shown.
    undated
        Why part of it has no date; empty where all of it has.
    moves
        What was moved or left out, in words.
    each_time, every
        What one infusion or one week comes to, and the time between two, where it is repeated.
    meant_on
        The first day of each infusion before a day that is avoided moved it; empty where none is.
    since_last
        What is said of each infusion that does not come an interval after the one before it.
    """

    infusions: tuple[tuple[ScheduledDose, ...], ...]
    end: date
    open: bool = False
    undated: str = ""
    moves: str = ""
    each_time: units.Quantity | None = None
    every: units.Quantity | None = None
    meant_on: tuple[date, ...] = ()
    since_last: tuple[TimeSince, ...] = ()

    @property
    def meant(self) -> tuple[date, ...]:
        """The day on which each infusion is meant to start, whatever days are avoided."""
        return self.meant_on or tuple(infusion[0].date for infusion in self.infusions)

    @property
    def doses(self) -> tuple[ScheduledDose, ...]:
        """Every dose, in order."""
        return tuple(dose for infusion in self.infusions for dose in infusion)


How: TypeAlias = Rhythm | DailyDoses | None


def rhythm_of(phase: Phase, result: Result) -> How:
    """Return how a phase is given; None where the plan has no dose of it.

    Raises
    ------
    units.Refused
        It is no dose that falls on days: one taken when needed, or a range to choose from.
    """
    if result.treatment is None or result.refusal is not None:
        return None
    of_kind = _RHYTHMS.get(type(result.treatment.dosing))
    if of_kind is None:
        raise Refused(
            field_of_phase(phase.number, "calculator"),
            f"{result.treatment.label} is taken when needed; it falls on no day of a calendar.",
        )
    return of_kind(result)


def _induction(result: Result) -> Rhythm:
    return Rhythm(
        result.values["per_day"],
        result.values["total"],
        "infusion",
        times=ONE_COURSE,
        days=result.values["days"],
    )


def _maintenance(result: Result) -> Rhythm:
    values, every = result.values, result.interval
    if every is not None:
        require_whole(every, "every")
    days = values.get("days", 1)
    amount = values["per_day"] if days > 1 else values["per_infusion"]
    return Rhythm(amount, values["per_infusion"], "infusion", every, days=days)


def _subcutaneous(result: Result) -> Rhythm:
    a_week = units.quantity(units.magnitude_in(result.values["weekly"], "g/wk"), "g")
    return Rhythm(a_week, a_week, "week", units.quantity(ONE, "wk"))


def _cyclophosphamide(result: Result) -> Rhythm:
    if "per_dose" not in result.values or result.treatment is None:
        raise Refused(
            "route",
            "Route: the plan gives the oral dose as a range, from which the prescriber chooses; "
            "the intravenous doses stand on a course.",
        )
    every = result.treatment.dosing.iv_every.quantity
    each = result.values["per_dose"]
    return Rhythm(each, each, "dose", every, result.values["doses"])


def _rituximab(result: Result) -> Rhythm:
    each, days = result.values["per_dose"], tuple(result.values["days"])
    return Rhythm(each, each, "dose", times=ONE_COURSE, on=days)


def _by_weight(result: Result) -> Rhythm:
    """Return how a drug by weight is given: of several doses a day, what the day comes to."""
    treatment, each = result.treatment, result.values["per_dose"]
    assert treatment is not None  # noqa: S101  (its calculator works from one)
    by_weight: dosing.ByWeightDosing = treatment.dosing
    doses = result.values.get("doses")
    if by_weight.every is None:
        return Rhythm(each, each, "dose", times=ONE_COURSE)
    if by_weight.every.unit != "h":
        every = by_weight.every.quantity
        require_whole(every, "every")
        return Rhythm(each, each, "dose", every, doses)
    a_day = by_weight.a_day
    days = None if doses is None else doses // a_day
    if days is not None and days * a_day != doses:
        raise Refused(
            "calculator",
            f"{doses} doses, {a_day} a day, do not fill whole days, so they "
            "are put on no calendar.",
        )
    amount = each if a_day == 1 else result.values["per_day"]
    return Rhythm(amount, amount, "day", units.quantity(ONE, "d"), days)


def _steps(result: Result) -> DailyDoses:
    return DailyDoses(result.values["steps"])


ONE_COURSE = 1
_RHYTHMS: Mapping[type, Callable[[Result], How]] = {
    dosing.InductionDosing: _induction,
    dosing.MaintenanceDosing: _maintenance,
    dosing.SubcutaneousDosing: _subcutaneous,
    dosing.CyclophosphamideDosing: _cyclophosphamide,
    dosing.RituximabDosing: _rituximab,
    dosing.ByWeightDosing: _by_weight,
    dosing.SteppedDosing: _steps,
    dosing.MycophenolateDosing: _steps,
}


def place(
    phase: Phase, result: Result, standing: str, plan: Plan, next_start: date | None
) -> PlacedDoses:
    """Return the doses of a phase on their days.

    Parameters
    ----------
    next_start
        The day on which the next phase of the same treatment starts, where there is one.

    Raises
    ------
    units.Refused
        The end cuts a course whose length the plan has; the days of one infusion run into the next.
    """
    how = rhythm_of(phase, result)
    end, is_open = _end(phase, result, plan, next_start)
    if how is None:
        return PlacedDoses((), phase.until or phase.start)
    if isinstance(how, DailyDoses):
        return _daily(phase, result, how, standing, end, is_open=is_open)
    _require_room(how)
    infusions = tuple(_infusions(phase, how, end, result, standing))
    if how.times is not None:
        return _of_fixed_length(phase, result, how, infusions, plan)
    return PlacedDoses(infusions, end, is_open, each_time=how.whole, every=how.every)


def _end(phase: Phase, result: Result, plan: Plan, next_start: date | None) -> tuple[date, bool]:
    if phase.until is not None:
        return phase.until, False
    if "trial_ends" in result.values:
        return result.values["trial_ends"], False
    if next_start is not None and next_start > phase.start:
        return next_start - timedelta(days=1), False
    return after(phase.start, plan.policies.course.open_shown.quantity, 1), True


def _require_room(how: Rhythm) -> None:
    if how.every is not None and units.magnitude_in(how.every, "d") < how.days:
        raise Refused(
            "every",
            f"{worded('every')}: {shown(how.every)} is shorter than the {how.days} days over "
            "which each infusion is dealt out.",
        )


def _infusions(
    phase: Phase, how: Rhythm, end: date, result: Result, standing: str
) -> list[tuple[ScheduledDose, ...]]:
    found = []
    for number, first in enumerate(_first_days(phase.start, how, end), start=1):
        days = [first + timedelta(days=day) for day in range(how.days)]
        if how.times is None and days[-1] > end:
            break  # an infusion goes on whole or not at all
        found.append(
            tuple(
                _dose(day, part, number, phase, how, result, standing)
                for part, day in enumerate(days, start=1)
            )
        )
    return found


def _first_days(start: date, how: Rhythm, end: date) -> list[date]:
    if how.times is None and how.every is not None:
        return list(days_up_to(end, start, how.every))
    if how.every is not None and how.times is not None:
        return [after(start, how.every, time) for time in range(how.times)]
    return [start + timedelta(days=day - 1) for day in how.on]


def _dose(  # noqa: PLR0913, PLR0917  (what one day is, part by part)
    day: date, part: int, number: int, phase: Phase, how: Rhythm, result: Result, standing: str
) -> ScheduledDose:
    treatment = result.treatment
    assert treatment is not None  # noqa: S101  (a dose without a treatment has no rhythm)
    total = len(how.on) if how.every is None else how.times
    words = [treatment.label]
    if total is None or total > 1:
        words.append(f"{how.each} {number}" + (f" of {total}" if total else ""))
    if how.days > 1:
        words.append(f"day {part} of {how.days}")
    return ScheduledDose(
        date=day,
        phase=phase.number,
        what=", ".join(words),
        quantity=how.amount,
        source=f"{treatment.row} · Dosing",
        standing=standing,
        **_hung(result, part),
    )


def _hung(result: Result, part: int) -> dict[str, Any]:
    """Return what is hung on one day of an infusion, as the calculator dispensed it."""
    values = result.values
    if "dispensed" not in values:
        return {}
    if "daily" in values:
        day = values["daily"][part - 1]
        return {
            "dispensed": day.dose,
            "containers": day.containers,
            "volume": day.volume,
            "minutes": day.minutes,
        }
    found = {name: values.get(name) for name in ("containers", "volume", "minutes")}
    return {"dispensed": _as_mass(values["dispensed"]), **found}


def _as_mass(quantity: units.Quantity) -> units.Quantity:
    if units.unit_of(quantity).ucum != "g/wk":
        return quantity
    return units.quantity(units.magnitude_in(quantity, "g/wk"), "g")


def _of_fixed_length(
    phase: Phase,
    result: Result,
    how: Rhythm,
    infusions: tuple[tuple[ScheduledDose, ...], ...],
    plan: Plan,
) -> PlacedDoses:
    last = infusions[-1][-1].date
    if phase.until is not None and phase.until < last:
        label = "" if result.treatment is None else result.treatment.label
        raise Refused(
            field_of_phase(phase.number, "until"),
            f"Until: {phase.until} would cut the {label} off before its last day, {last}; leave "
            "it out, or give that day.",
        )
    if how.every is not None and how.times is not None:
        # The last dose has its month too, in which it is watched.
        last = after(phase.start, how.every, how.times) - timedelta(days=1)
    elif len(how.on) > 1:
        last = after(phase.start, plan.policies.course.open_shown.quantity, 1)
    return PlacedDoses(infusions, phase.until or last, each_time=how.whole, every=how.every)


def _daily(  # noqa: PLR0913  (what a phase of daily doses is, part by part)
    phase: Phase, result: Result, how: DailyDoses, standing: str, end: date, *, is_open: bool
) -> PlacedDoses:
    treatment = result.treatment
    assert treatment is not None  # noqa: S101  (as above)
    infusions, undated = [], result.reasons.get("steps", "")
    for row in how.rows:
        if row.date is None or row.date > end:
            continue
        doses = units.so_many(row.doses_per_day, "doses")
        what = f"{treatment.label}, from this day {doses} of {shown(row.per_dose)} a day"
        dose = ScheduledDose(
            row.date,
            phase.number,
            what,
            row.daily,
            f"{treatment.row} · Dosing",
            standing,
        )
        infusions.append((dose,))
    return PlacedDoses(tuple(infusions), end, is_open, undated)
