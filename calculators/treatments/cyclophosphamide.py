"""Cyclophosphamide: intravenous by body surface, or oral by weight (plan 3D)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calculators.patient.body_surface import dosing_surface, other_formulas
from calculators.patient.dosing_weight import alternatives, dosing_weight
from calculators.working import Result, Step, times

if TYPE_CHECKING:
    import units
    from calculators.patient.body_size import BodySurfaceFormula
    from calculators.patient.patient import DosingWeight, Patient
    from plan_data.schema.plan import Plan


def cyclophosphamide_iv(
    patient: Patient, formula: BodySurfaceFormula, cap: units.Quantity | None, plan: Plan
) -> Result:
    """Return the intravenous dose and the cumulative dose in g.

    Raises
    ------
    units.Refused
        Weight or height is missing.
    """
    dosing = plan.cyclophosphamide.dosing
    surface = dosing_surface(patient, formula, cap)

    def dose_for(square_metres: Step) -> Step:
        return times("Dose each month", dosing.iv_dose, square_metres, unit="g")

    per_dose = dose_for(surface.step)
    cumulative = times("Cumulative dose", per_dose, dosing.iv_doses, unit="g")
    return Result(
        calculator="cyclophosphamide",
        treatment=plan.cyclophosphamide,
        values={
            "bsa": surface.step.quantity,
            "per_dose": per_dose.quantity,
            "doses": int(dosing.iv_doses.value),
            "cumulative": cumulative.quantity,
        },
        steps=(*surface.steps, per_dose, cumulative),
        remarks={"route": "iv", "body_surface_cap": surface.remark},
        alternatives=other_formulas(patient, per_dose, cap, dose_for),
    )


def cyclophosphamide_po(patient: Patient, weight_choice: DosingWeight, plan: Plan) -> Result:
    """Return the lowest and the highest oral dose a day in mg.

    Raises
    ------
    units.Refused
        The dosing weight cannot be found.
    """
    dosing = plan.cyclophosphamide.dosing
    weight = dosing_weight(patient, weight_choice, plan.measures)

    def highest_for(kilograms: Step) -> Step:
        return times("Highest dose a day", dosing.po_high, kilograms, unit="mg")

    low = times("Lowest dose a day", dosing.po_low, weight.step, unit="mg")
    high = highest_for(weight.step)
    return Result(
        calculator="cyclophosphamide",
        treatment=plan.cyclophosphamide,
        values={"daily_low": low.quantity, "daily_high": high.quantity},
        steps=(*weight.steps, low, high),
        remarks={"route": "po", "dosing_weight": weight.remark},
        alternatives=alternatives(patient, plan.measures, highest_for, high, "daily_high"),
        dosing_weight=weight.step,
    )
