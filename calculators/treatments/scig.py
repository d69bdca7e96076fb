"""SCIg: what the patient gets in four weeks of IVIg, ÷ 4, raised for bioavailability."""

from __future__ import annotations

from typing import TYPE_CHECKING

import units
from calculators.patient.patient import UNKNOWN
from calculators.treatments.maintenance import in_days, plan_band
from calculators.working import (
    ENTERED,
    Alternative,
    Chosen,
    Result,
    Step,
    difference,
    divided,
    times,
)

if TYPE_CHECKING:
    from calculators.patient.patient import Patient
    from plan_data.schema.dosing import SubcutaneousDosing
    from plan_data.schema.plan import Plan
    from plan_data.schema.remarks import IvigExposure, IvigInterval


def scig(patient: Patient, ivig_dose: units.Quantity, every: units.Quantity, plan: Plan) -> Result:
    """Return the weekly SCIg in g/week, with the base before the uplift beside it (plan 3C).

    The plan divides the monthly dose by 4, so its month is four weeks; what is converted is the
    amount in four weeks, whatever the interval. Dividing one infusion by 4 would halve the dose
    of a patient treated every 2 weeks and double that of one treated every 8.
    """
    dosing = plan.scig.dosing
    infusion, interval = Chosen(ivig_dose, (ENTERED,)), Chosen(every, (ENTERED,))
    four_weekly = times("IVIg in four weeks", infusion, dosing.four_weeks, over=interval, unit="g")
    base = divided("Weekly base, before the uplift", four_weekly, dosing.four_weeks, unit="g/wk")
    weekly = times("Weekly SCIg, with the plan's uplift", base, dosing.uplift, unit="g/wk")
    return Result(
        calculator="scig",
        treatment=plan.scig,
        values={
            "four_weekly_ivig": four_weekly.quantity,
            "weekly_base": base.quantity,
            "weekly": weekly.quantity,
        },
        steps=(*in_days(interval), four_weekly, base, weekly),
        remarks={
            "ivig_interval": _interval_remark(every, dosing),
            "ivig_exposure": _exposure_remark(patient, base, plan),
        },
        alternatives=lambda: _other_factors(base, weekly, dosing),
        interval=every,
    )


def _interval_remark(every: units.Quantity, dosing: SubcutaneousDosing) -> IvigInterval:
    if not dosing.ivig_interval_from.quantity <= every <= dosing.ivig_interval_to.quantity:
        return "outside the plan"
    return "calendar months" if units.unit_of(every).ucum == "mo" else "one of the plan's"


def _exposure_remark(patient: Patient, base: Step, plan: Plan) -> IvigExposure:
    """Place the IVIg in the plan's band where the weight is known; it is not asked for here."""
    if patient.weight is UNKNOWN:
        return "weight not recorded, not compared with the band"
    per_kg = divided("", base, patient.weight, unit="g/kg/wk").quantity
    return plan_band(plan.ivig_maintenance.dosing).place(per_kg)


def _other_factors(base: Step, weekly: Step, dosing: SubcutaneousDosing) -> tuple[Alternative, ...]:
    """Return the weekly dose under the other factors in use. The plan's is the one that counts."""
    found = []
    for other in dosing.other_factors:
        dose = times("", base, other.factor, unit="g/wk").quantity
        values = {
            "factor": other.factor.quantity,
            "weekly": dose,
            "difference": difference(dose, weekly.quantity),
        }
        found.append(Alternative(other.name, other.label, values, "", other.factor.sources))
    return tuple(found)
