"""A drug taken when needed: the dose and the most doses a day for an amount a day (plan 3B)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import units
from calculators.patient.evidence import Evidence
from calculators.patient.patient import Answer
from calculators.treatments.titration import ONE_DAY, DatedDose, Wanted, is_above, room_below
from calculators.typed.values import worded
from calculators.working import ENTERED, Chosen, Result, Step, count, divided, times
from units import Refused, shown

if TYPE_CHECKING:
    from calculators.patient.evidence import Weighed
    from calculators.patient.patient import Patient
    from plan_data.schema.dosing import AsNeededDosing
    from plan_data.schema.figures import Figure
    from plan_data.schema.plan import Plan, Treatment


def as_needed(
    treatment: Treatment[AsNeededDosing], wanted: Wanted, patient: Patient, plan: Plan
) -> Result:
    """Return one row in mg, which nothing titrates, and the maxima in mg/day.

    The amount a day is met with the fewest doses that the plan's dose allows, or with the dose
    that was chosen: whoever takes a drug when needed takes no more doses than they must.

    Raises
    ------
    units.Refused
        The target lies above the maximum in force, or cannot be made of the plan's doses; a step
        or an interval was entered.
    """
    dosing = treatment.dosing
    _refuse_steps(treatment, wanted)
    lowering = Evidence(patient, plan).fact(dosing.lowered_for)
    maximum = dosing.lowered_maximum if lowering.answer is Answer.YES else dosing.maximum
    why = _why_lowered(dosing, lowering, plan) if maximum is dosing.lowered_maximum else ""
    _require_at_most(treatment, wanted.target, maximum, why)
    most = divided("Doses a day at most", ONE_DAY, dosing.every_from, unit="1")
    daily = times("The most a day", Chosen(wanted.target, (ENTERED,)), ONE_DAY, unit="mg")
    doses = _doses_for(treatment, daily, int(units.settled(most.quantity, "1")), wanted)
    per_dose = divided("Each dose, when needed", daily, count(doses), unit="mg")
    over = is_above(wanted.target, dosing.lowered_maximum.quantity)
    return Result(
        calculator="titration",
        treatment=treatment,
        values={
            "drug": treatment.id,
            "target": units.convert(wanted.target, "mg/d"),
            "steps": (DatedDose(wanted.start, per_dose.quantity, doses, daily.quantity),),
            "maximum": units.convert(maximum.quantity, "mg/d"),
            "maximum_with_hepatic_impairment": units.convert(
                dosing.lowered_maximum.quantity, "mg/d"
            ),
        },
        steps=(most, daily, _stated_dose(dosing), per_dose),
        remarks={
            "lowered_maximum": "above" if over else "not above",
            "room": room_below(wanted.target, maximum.quantity),
        },
        first_dose=wanted.start,
        target=wanted.target,
    )


def _stated_dose(dosing: AsNeededDosing) -> Step:
    low, high = dosing.dose_from, dosing.dose_to
    text = (
        f"{shown(low.quantity)} to {shown(high.quantity)}, every "
        f"{shown(dosing.every_from.quantity)} to {shown(dosing.every_to.quantity)} when needed"
    )
    return Step("The plan's dose", text, high.quantity, high.sources)


def _why_lowered(dosing: AsNeededDosing, lowering: Weighed, plan: Plan) -> str:
    said_by = plan.facts.yes_no[lowering.implied_by].label if lowering.implied_by else ""
    recorded = f" (recorded: {said_by})" if said_by else ""
    return f" with {dosing.lowered_for.replace('_', ' ')}{recorded}"


def _require_at_most(
    treatment: Treatment[AsNeededDosing], target: units.Quantity, maximum: Figure, why: str
) -> None:
    if is_above(target, maximum.quantity):
        raise Refused(
            "target",
            f"Target: {shown(target)} is above the plan's maximum of {treatment.label.lower()}"
            f"{why}, {shown(maximum.quantity)} ({maximum.at}).",
        )


def _refuse_steps(treatment: Treatment[AsNeededDosing], wanted: Wanted) -> None:
    for field, given in (("step_every", wanted.step_every), ("step", wanted.step)):
        if given is not None:
            raise Refused(
                field,
                f"{worded(field)} has no part in "
                f"{treatment.label.lower()}, which is taken when needed and not titrated.",
            )


def _doses_for(treatment: Treatment[AsNeededDosing], daily: Step, most: int, wanted: Wanted) -> int:
    """Return how many doses make up the amount a day.

    Raises
    ------
    units.Refused
        No number of doses within the plan's dose makes it, or not with the dose that was chosen.
    """
    low, high = treatment.dosing.dose_from.quantity, treatment.dosing.dose_to.quantity
    if wanted.start_dose is not None:
        if not low <= wanted.start_dose <= high:
            raise Refused(
                "start_dose",
                f"Start dose: {shown(wanted.start_dose)} is not {shown(low)} to {shown(high)}, "
                f"as the plan has it ({treatment.dosing.dose_from.at}).",
            )
        low = high = wanted.start_dose
    for doses in range(1, most + 1):
        each = divided("", daily, count(doses), unit="mg").quantity
        if low <= each <= high:
            return doses
    raise Refused(
        "target",
        f"Target: {shown(wanted.target)} cannot be made of 1 to {most} equal doses of "
        f"{_doses(low, high)} ({treatment.dosing.dose_from.at}).",
    )


def _doses(low: units.Quantity, high: units.Quantity) -> str:
    return shown(low) if low == high else f"{shown(low)} to {shown(high)}"
