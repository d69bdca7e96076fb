"""Rituximab: four weekly doses by body surface, or two fixed doses (plan 3D)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calculators.patient.body_surface import dosing_surface, other_formulas
from calculators.working import Chosen, Result, Step, times
from units import quantity, shown

if TYPE_CHECKING:
    import units
    from calculators.patient.body_size import BodySurfaceFormula
    from calculators.patient.patient import Patient
    from plan_data.schema.figures import DayChoices
    from plan_data.schema.plan import Plan


def rituximab_weekly(
    patient: Patient, formula: BodySurfaceFormula, cap: units.Quantity | None, plan: Plan
) -> Result:
    """Return the dose by surface and the course total in mg, on days 1, 8, 15 and 22.

    Raises
    ------
    units.Refused
        Weight or height is missing.
    """
    dosing = plan.rituximab.dosing
    surface = dosing_surface(patient, formula, cap)

    def dose_for(square_metres: Step) -> Step:
        return times("Dose each week", dosing.weekly_dose, square_metres, unit="mg")

    per_dose = dose_for(surface.step)
    total = _course_total(per_dose, dosing.weekly_days)
    return Result(
        calculator="rituximab",
        treatment=plan.rituximab,
        values={"bsa": surface.step.quantity, **_course(per_dose, total, dosing.weekly_days)},
        steps=(*surface.steps, per_dose, total),
        remarks={"body_surface_cap": surface.remark},
        alternatives=other_formulas(patient, per_dose, cap, dose_for),
    )


def rituximab_two_doses(plan: Plan) -> Result:
    """Return the fixed dose and the course total in mg, on the days of the plan."""
    dosing = plan.rituximab.dosing
    fixed = dosing.fixed_dose
    per_dose = Step("Fixed dose", shown(fixed.quantity), fixed.quantity, fixed.sources)
    total = _course_total(per_dose, dosing.fixed_days)
    return Result(
        calculator="rituximab",
        treatment=plan.rituximab,
        values=_course(per_dose, total, dosing.fixed_days),
        steps=(per_dose, total),
    )


def _course_total(per_dose: Step, days: DayChoices) -> Step:
    doses = Chosen(quantity(len(days.values), "1"), days.sources)
    return times("Course total", per_dose, doses, unit="mg")


def _course(per_dose: Step, total: Step, days: DayChoices) -> dict[str, object]:
    return {
        "per_dose": per_dose.quantity,
        "doses": len(days.values),
        "total": total.quantity,
        "days": days.values,
    }
