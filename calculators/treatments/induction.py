"""IVIg induction: a total by weight, split evenly over the days of the course."""

from __future__ import annotations

from typing import TYPE_CHECKING

import units
from calculators.patient.dosing_weight import alternatives, dosing_weight
from calculators.working import Result, Step, count, divided, times

if TYPE_CHECKING:
    from calculators.patient.patient import DosingWeight, Patient
    from plan_data.schema.plan import Plan


def induction(patient: Patient, days: int, weight_choice: DosingWeight, plan: Plan) -> Result:
    """Return the course total and the dose a day, in g (plan 3A).

    Raises
    ------
    units.Refused
        `days` is not one that the plan allows, or the dosing weight cannot be found.
    """
    dosing = plan.ivig_induction.dosing
    _require_plan_days(days, dosing.days.values)
    weight = dosing_weight(patient, weight_choice, plan.measures)

    def total_for(kilograms: Step) -> Step:
        return times("Course total", dosing.total, kilograms, unit="g")

    total = total_for(weight.step)
    per_day = divided(f"Dose a day, over {days} days", total, count(days), unit="g")
    return Result(
        calculator="induction",
        treatment=plan.ivig_induction,
        values={"total": total.quantity, "per_day": per_day.quantity, "days": days},
        steps=(*weight.steps, total, per_day),
        remarks={"dosing_weight": weight.remark},
        alternatives=alternatives(patient, plan.measures, total_for, total, "total"),
        dosing_weight=weight.step,
    )


def _require_plan_days(days: int, allowed: tuple[int, ...]) -> None:
    if days not in allowed:
        choices = ", ".join(str(day) for day in allowed)
        raise units.Refused(
            "days",
            f"Days: the plan splits induction over {allowed[0]} to {allowed[-1]} days; "
            f"{days} is not one of {choices}.",
        )
