"""Titration: from start, step, interval and target to a dated table of doses (plan 3B)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import units
from calculators.patient.evidence import Evidence
from calculators.patient.patient import Answer
from calculators.typed.values import worded
from calculators.working import (
    ENTERED,
    Chosen,
    Result,
    Step,
    count,
    difference,
    divided,
    raised,
    times,
)
from units import Refused, shown

if TYPE_CHECKING:
    from calculators.patient.patient import Patient
    from plan_data.schema.dosing import ClearanceBand, TitrationDosing
    from plan_data.schema.figures import Figure
    from plan_data.schema.plan import Plan, Treatment
    from plan_data.schema.remarks import InTargetRange, Remarks, RoomBelowMaximum, WhoseInterval

ONE_DAY = Chosen(units.quantity(1, "d"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a titration.

    Parameters
    ----------
    target
        The amount a day to arrive at.
    start
        The day of the first dose.
    step_every
        Time between two steps; the plan's slowest where it is left out.
    start_dose, step
        One dose at the start, and the increment a day; the plan's lowest where left out.
    """

    target: units.Quantity
    start: date
    step_every: units.Quantity | None = None
    start_dose: units.Quantity | None = None
    step: units.Quantity | None = None


@dataclass(frozen=True, slots=True)
class DatedDose:
    """One row of the table: from this day on, so much a dose, so many doses a day.

    Parameters
    ----------
    date
        The day from which it holds; None where the plan does not say when.
    per_dose, daily
        One dose and the amount a day, in mg.
    """

    date: date | None
    per_dose: units.Quantity
    doses_per_day: int
    daily: units.Quantity


@dataclass(frozen=True, slots=True)
class AtClearance:
    """The label's band that a recorded creatinine clearance falls in, or may fall in.

    Parameters
    ----------
    band
        Below which clearance, and in how many doses a day.
    clearance
        The clearance that was worked out.
    certain
        Whether it lies below the limit by every weight that may count.
    """

    band: ClearanceBand
    clearance: Step
    certain: bool

    @property
    def says(self) -> str:
        """The clearance, and how often a day the label gives the drug there."""
        doses = int(self.band.doses.value)
        often = "once daily" if doses == 1 else f"in {doses} doses a day"
        return (
            f"Creatinine clearance {shown(self.clearance.quantity)}; below "
            f"{shown(self.band.below.quantity)} the label gives the amount of a day {often} "
            f"({self.band.doses.at})"
        )


def at_clearance(
    treatment: Treatment[TitrationDosing], target: units.Quantity, patient: Patient, plan: Plan
) -> AtClearance | None:
    """Return the lowest of the label's bands that the patient's clearance may fall in, if any.

    Of a target above the band there is none: what the label gives at once is no more than that.
    """
    evidence = Evidence(patient, plan)
    if evidence.clearance is None:
        return None
    for band in treatment.dosing.clearance_bands:
        below = evidence.clearance_below(band.below)
        if below is not Answer.NO:
            if is_above(target, band.highest.quantity):
                return None
            return AtClearance(band, evidence.clearance, below is Answer.YES)
    return None


def titration(
    treatment: Treatment[TitrationDosing],
    wanted: Wanted,
    label: AtClearance | None = None,
    *,
    undated: bool = False,
) -> Result:
    """Return the dated steps in mg from the start dose to the target, and the maximum in mg/day.

    The last step is cut so that the target is met exactly; its line of working shows the cut.

    Parameters
    ----------
    label
        In how many doses a day the label gives the drug at the patient's clearance.
    undated
        Whether later steps may stand without a day, where nobody says when they begin.

    Raises
    ------
    units.Refused
        The target lies above the maximum or below the start; an interval, a start dose or a step
        lies outside the plan's range; the plan gives no interval and none was entered.
    """
    by_plan = climb = climb_of(treatment, wanted)
    if label is not None and label.certain:
        climb = climb_of(treatment, wanted, label.band.doses)
    every = interval_of(treatment, wanted, climb)
    if not every and not undated:
        _require_single(treatment, climb)
    rows = dated(climb, wanted.start, every)
    remarks = remarks_of(treatment.dosing, climb, wanted)
    observed = {"target_range": f"Target {shown(wanted.target)}"}
    if label is not None and climb_of(treatment, wanted, label.band.doses).rows != by_plan.rows:
        remarks["doses_at_clearance"] = (
            "fewer than the plan's" if label.certain else "cannot be told"
        )
        observed["doses_at_clearance"] = label.says
    return Result(
        calculator="titration",
        treatment=treatment,
        values={
            "drug": treatment.id,
            "target": units.convert(wanted.target, "mg/d"),
            "steps": rows,
            "maximum": units.convert(treatment.dosing.maximum.quantity, "mg/d"),
        },
        steps=(*_label_steps(label, climb, by_plan), *climb.working, *every),
        remarks=remarks,
        observed=observed,
        first_dose=wanted.start,
        target=wanted.target,
    )


def _label_steps(label: AtClearance | None, climb: Climb, by_plan: Climb) -> tuple[Step, ...]:
    if label is None or climb.rows == by_plan.rows:
        return ()
    doses = label.band.doses
    return (
        label.clearance,
        Step("Doses a day at this clearance", shown(doses.quantity), doses.quantity, doses.sources),
    )


# --- the way up -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Climb:
    """The doses on the way up, in order, and how each was found.

    Parameters
    ----------
    rows
        One dose, doses a day, amount a day.
    working
        The lines of arithmetic.
    stated_to
        The amount a day up to which the plan states the steps; None where it states a step.
    """

    rows: tuple[tuple[Step, int, Step], ...]
    working: tuple[Step, ...]
    stated_to: Step | None


def climb_of(treatment: Treatment[Any], wanted: Wanted, at_most: Figure | None = None) -> Climb:
    """Return the doses from the start to the target, each with its working.

    The n-th step is taken in one dose a day more than the step before it, up to the number that
    the plan names, or `at_most`: gabapentin goes from one dose at night to two and to three.
    """
    dosing: TitrationDosing = treatment.dosing
    target = _target_in_mg(wanted)
    start_dose = _start_dose(dosing, wanted)
    daily = times("Start, a day", start_dose, dosing.start_doses, unit="mg")
    _require_reachable(treatment, wanted.target, daily)
    step, stated_to = _step_of(dosing, wanted, daily)
    doses = int(dosing.start_doses.value)
    most = int(dosing.next_doses.value)
    most = most if at_most is None else max(doses, min(most, int(at_most.value)))
    per_dose = divided("Start, each dose", daily, dosing.start_doses, unit="mg")
    rows, working = [(per_dose, doses, daily)], [daily, per_dose]
    if daily.quantity < target.quantity:
        working += [step] if stated_to is None else [stated_to, step]
    while daily.quantity < target.quantity:
        doses = min(doses + 1, most)
        name = f"Step {len(rows)}"
        daily = raised(f"{name}, a day", daily, step, to=target)
        each = "each dose" if doses == 1 else f"each of {doses} doses"
        per_dose = divided(f"{name}, {each}", daily, count(doses), unit="mg")
        rows.append((per_dose, doses, daily))
        working += [daily, per_dose]
    return Climb(tuple(rows), tuple(working), stated_to)


def _target_in_mg(wanted: Wanted) -> Step:
    """Return the target's amount in a day, in mg, in which the steps are added up."""
    return times("Target, a day", Chosen(wanted.target, (ENTERED,)), ONE_DAY, unit="mg")


def _start_dose(dosing: TitrationDosing, wanted: Wanted) -> Step:
    low, high = dosing.start_from, dosing.start_to
    return _within("start_dose", "Start dose", wanted.start_dose, low, high)


def _step_of(dosing: TitrationDosing, wanted: Wanted, start: Step) -> tuple[Step, Step | None]:
    """Return the increment a day, and the amount a day to which the plan states it."""
    if dosing.step_from is not None and dosing.step_to is not None:
        step = _within("step", "Step, a day", wanted.step, dosing.step_from, dosing.step_to)
        return step, None
    stated_to = times("Next dose, a day", _next_dose(dosing), dosing.next_doses, unit="mg")
    value = difference(stated_to.quantity, start.quantity)
    arithmetic = f"{shown(stated_to.quantity)} − {shown(start.quantity)} {units.equals(value)}"
    step = Step("Step, a day", arithmetic, value, stated_to.sources)
    if wanted.step is not None and wanted.step != value:
        raise Refused(
            "step",
            f"Step: the plan goes from {shown(start.quantity)} to {shown(stated_to.quantity)} a "
            f"day at once ({stated_to.sources[0]}); {shown(wanted.step)} is not that step.",
        )
    return step, stated_to


def _next_dose(dosing: TitrationDosing) -> Figure:
    if dosing.next_dose is None:  # the schema sees to it that there is a step or a next dose
        raise LookupError("a titration without a step and without a next dose")
    return dosing.next_dose


def _within(
    field: str, label: str, chosen: units.Quantity | None, low: Figure, high: Figure
) -> Step:
    """Return what was chosen from the plan's range, or its lowest where nothing was."""
    if chosen is None:
        why = "" if low.value == high.value else ", the plan's lowest"
        return Step(label + why, shown(low.quantity), low.quantity, low.sources)
    if not low.quantity <= chosen <= high.quantity:
        raise Refused(
            field,
            f"{worded(field)}: {shown(chosen)} is not "
            f"{_range(low, high)}, as the plan has it ({low.at}).",
        )
    value = units.convert(chosen, low.unit)
    return Step(label, shown(value), value, (ENTERED, *low.sources))


def _range(low: Figure, high: Figure) -> str:
    if low.value == high.value:
        return shown(low.quantity)
    return f"{shown(low.quantity)} to {shown(high.quantity)}"


def is_above(one: units.Quantity, other: units.Quantity) -> bool:
    """Tell whether one amount a day is above another, exactly.

    pint compares g/day with mg/day by way of a minute, whose 1 ÷ 1440 does not end.
    """
    return units.magnitude_in(one, "mg/d") > units.magnitude_in(other, "mg/d")


def _require_reachable(treatment: Treatment[Any], target: units.Quantity, start: Step) -> None:
    """Refuse a target above the maximum or below the start."""
    maximum = treatment.dosing.maximum
    if is_above(target, maximum.quantity):
        highest = treatment.dosing.maximum_is == "highest dose"
        limit = "the highest dose that the plan states" if highest else "the plan's maximum"
        raise Refused(
            "target",
            f"Target: {shown(target)} is above {limit} of {treatment.label.lower()}, "
            f"{shown(maximum.quantity)} ({maximum.at}).",
        )
    lowest = divided("", start, ONE_DAY, unit="mg/d").quantity
    if is_above(lowest, target):
        raise Refused(
            "target",
            f"Target: {shown(target)} is below the start dose of {treatment.label.lower()}, "
            f"{shown(lowest)} ({maximum.at}).",
        )


# --- the days ---------------------------------------------------------------------------------


def interval_of(treatment: Treatment[Any], wanted: Wanted, climb: Climb) -> tuple[Step, ...]:
    """Return the time between two steps in days as a line of working.

    Nothing is returned where there is no second step, or where nobody says when it begins.

    Raises
    ------
    units.Refused
        What was entered is no whole number of days, or lies outside the plan's range.
    """
    low, high = treatment.dosing.step_every_from, treatment.dosing.step_every_to
    if wanted.step_every is not None:
        every = _whole_days(wanted.step_every)
        if low is not None and high is not None:
            _require_plan_interval(treatment, every, low, high)
        step = Step("Time between two steps", shown(every), every, (ENTERED,))
    elif high is not None:
        label = "Time between two steps" + ("" if low == high else ", the plan's slowest")
        step = Step(label, shown(high.quantity), high.quantity, high.sources)
    else:
        return ()
    return () if len(climb.rows) == 1 else (step,)


def _whole_days(interval: units.Quantity) -> units.Quantity:
    every = units.convert(interval, "d")
    if every.magnitude % 1:
        raise Refused(
            "step_every",
            f"Step every: {shown(interval)} is no whole number of days; doses begin on a date, so "
            'write days or weeks, for example "7 days".',
        )
    return every


def _require_plan_interval(
    treatment: Treatment[Any], every: units.Quantity, low: Figure, high: Figure
) -> None:
    if not low.quantity <= every <= high.quantity:
        raise Refused(
            "step_every",
            f"Step every: {shown(every)} is outside the plan's range for "
            f"{treatment.label.lower()}, {_range(low, high)} ({low.at}).",
        )


def _require_single(treatment: Treatment[Any], climb: Climb) -> None:
    """Refuse a second step that nobody dates."""
    if len(climb.rows) > 1:
        raise Refused(
            "step_every",
            f"Step every is missing: the plan does not say when {treatment.label.lower()} is "
            f"raised ({treatment.dosing.maximum.at}), so it is not established here. Give the "
            'interval that the prescriber chose, for example "7 days".',
        )


def dated(climb: Climb, start: date, every: tuple[Step, ...]) -> tuple[DatedDose, ...]:
    """Return the rows with the day on which each begins; without an interval only the first.

    Raises
    ------
    units.Refused
        The last step would lie after the last year that a date can name.
    """
    rows = []
    for place, (per_dose, doses, daily) in enumerate(climb.rows):
        on = start if place == 0 else _after(start, place, every[0].quantity) if every else None
        rows.append(DatedDose(on, per_dose.quantity, doses, daily.quantity))
    return tuple(rows)


def _after(start: date, place: int, every: units.Quantity) -> date:
    days = place * int(every.magnitude)
    if days > (date.max - start).days:
        raise Refused(
            "step_every",
            f"Step every: {shown(every)} from {start} on leads past the year {date.max.year}; "
            "give an earlier start or a shorter interval.",
        )
    return start + timedelta(days=days)


# --- what rules read --------------------------------------------------------------------------


def remarks_of(dosing: TitrationDosing, climb: Climb, wanted: Wanted) -> Remarks:
    """Return what the result says of itself: the plan's range, its stated steps, its interval."""
    *_, highest = climb.rows[-1]
    beyond = climb.stated_to is not None and highest.quantity > climb.stated_to.quantity
    remarks: Remarks = {
        "steps": "beyond the stated steps" if beyond else "as the plan states them",
        "step_interval": _whose_interval(dosing, climb, wanted),
        "room": room_below(wanted.target, dosing.maximum.quantity),
    }
    if dosing.target_from is not None and dosing.target_to is not None:
        remarks["target_range"] = _place(wanted.target, dosing.target_from, dosing.target_to)
    return remarks


def room_below(target: units.Quantity, maximum: units.Quantity) -> RoomBelowMaximum:
    """Tell whether a target leaves room below the maximum, for what is listed beside it."""
    return "at the maximum" if target >= maximum else "below the maximum"


def _whose_interval(dosing: TitrationDosing, climb: Climb, wanted: Wanted) -> WhoseInterval:
    if len(climb.rows) == 1:
        return "not needed"
    if dosing.step_every_to is not None:
        return "the plan's"
    return "not established" if wanted.step_every is None else "chosen"


def _place(target: units.Quantity, low: Figure, high: Figure) -> InTargetRange:
    if is_above(low.quantity, target):
        return "below"
    return "above" if is_above(target, high.quantity) else "inside"
