"""SCIg: what the patient gets in four weeks of IVIg, ÷ 4, raised for bioavailability."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import units
from calculators.dispensing.administration import DoseToDispense, step_of
from calculators.dispensing.asked import INJECTION_KEYS, read_administration
from calculators.dispensing.at_home import injected
from calculators.patient.patient import UNKNOWN, Answer
from calculators.patient.risk import risk_of, said_of_risk
from calculators.treatments.asked import bare_patient, refuse_other_weight
from calculators.treatments.declared import Regimen, Treated
from calculators.treatments.expected_dose import ONE, DoseInputs
from calculators.treatments.maintenance import in_days, plan_band
from calculators.typed.order import read_every
from calculators.typed.values import positive
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
from plan_data.schema.dosing import MaintenanceDosing, SubcutaneousDosing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.patient.patient import Measure, Patient
    from calculators.treatments.expected_dose import Aim
    from plan_data.schema.plan import Plan
    from plan_data.schema.remarks import IvigExposure, IvigInterval, ThrombosisRisk

    Raw = Mapping[str, Any]


def scig(patient: Patient, ivig_dose: units.Quantity, every: units.Quantity, plan: Plan) -> Result:
    """Return the weekly SCIg in g/week, with the base before the uplift beside it (plan 3C).

    The plan divides the monthly dose by 4, so its month is four weeks; what is converted is the
    amount in four weeks, whatever the interval. Dividing one infusion by 4 would halve the dose
    of a patient treated every 2 weeks and double that of one treated every 8.
    """
    dosing, four_weeks = plan.one_of(SubcutaneousDosing).dosing, plan.common.four_weeks
    infusion, interval = Chosen(ivig_dose, (ENTERED,)), Chosen(every, (ENTERED,))
    four_weekly = times("IVIg in four weeks", infusion, four_weeks, over=interval, unit="g")
    base = divided("Weekly base, before the uplift", four_weekly, four_weeks, unit="g/wk")
    weekly = times("Weekly SCIg, with the plan's uplift", base, dosing.uplift, unit="g/wk")
    return Result(
        calculator="scig",
        treatment=plan.one_of(SubcutaneousDosing),
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
        observed={
            "ivig_interval": f"IVIg every {units.shown(every)}",
            "ivig_exposure": _exposure_beside(patient, base, plan),
        },
    )


def _risk_of_thrombosis(
    result: Result, patient: Patient, plan: Plan, *, with_product: bool
) -> Result:
    """Say whether the patient is at risk of thrombosis, of which every label warns.

    A recorded risk counts with or without a product; whether there is one is asked with it.
    """
    risk = risk_of(patient, plan, "SC")
    if risk.answer is not Answer.YES and not with_product:
        return result
    remark: ThrombosisRisk = "not at risk"
    if risk.answer is Answer.YES:
        remark = "at risk"
    elif risk.answer is Answer.UNKNOWN:
        remark = "not recorded"
    return replace(
        result,
        remarks={**result.remarks, "thrombosis_risk": remark},
        observed={**result.observed, "thrombosis_risk": said_of_risk(risk, plan)},
    )


def _interval_remark(every: units.Quantity, dosing: SubcutaneousDosing) -> IvigInterval:
    if not dosing.ivig_interval_from.quantity <= every <= dosing.ivig_interval_to.quantity:
        return "outside the plan"
    return "calendar months" if units.unit_of(every).ucum == "mo" else "one of the plan's"


def _exposure_remark(patient: Patient, base: Step, plan: Plan) -> IvigExposure:
    """Place the IVIg in the plan's band where the weight is known; it is not asked for here."""
    if patient.weight is UNKNOWN:
        return "weight not recorded, not compared with the band"
    return plan_band(plan.one_of(MaintenanceDosing).dosing).place(_per_kg(patient.weight, base))


def _exposure_beside(patient: Patient, base: Step, plan: Plan) -> str:
    """Return the IVIg a week and kg beside the plan's band, where the weight is known."""
    if patient.weight is UNKNOWN:
        return "Weight: not recorded"
    band = plan_band(plan.one_of(MaintenanceDosing).dosing)
    return f"IVIg: {band.beside(_per_kg(patient.weight, base))}"


def _per_kg(weight: Measure, base: Step) -> units.Quantity:
    return divided("", base, weight, unit="g/kg/wk").quantity


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


# --- how it is asked for and ordered --------------------------------------------------------------


class _Intravenous(NamedTuple):
    dose: units.Quantity
    typed: str
    every: units.Quantity


def _read(given: Raw, _: Plan) -> _Intravenous:
    refuse_other_weight(given, "The conversion starts from grams")
    dose = positive(
        given, "ivig_dose", units.DRUG_MASS, "give the IVIg that the patient gets an infusion"
    )
    every = read_every(given, "every", "give the time between IVIg infusions")
    return _Intravenous(dose, given["ivig_dose"], every)


def _require(_: _Intravenous, __: Patient) -> None:
    """The weight has no part in it."""


def _work(ivig: _Intravenous, patient: Patient, plan: Plan) -> Result:
    result = scig(patient, ivig.dose, ivig.every, plan)
    return _risk_of_thrombosis(result, patient, plan, with_product=False)


def _dispense(given: Raw, _: _Intravenous, result: Result, patient: Patient, plan: Plan) -> Result:
    chosen = read_administration(given, plan, "SC")
    if chosen is None:
        return result
    result = _risk_of_thrombosis(result, patient, plan, with_product=True)
    ordered = DoseToDispense(
        "weekly", 1, plan.one_of(SubcutaneousDosing).dosing.uplift, step_of(result, "weekly_base")
    )
    try:
        return injected(result, ordered, chosen, patient, plan)
    except units.Refused as refused:
        # The search for containers speaks of the dose; what was given here is the IVIg's.
        field = "ivig_dose" if refused.field == "dose" else refused.field
        raise units.Refused(field, refused.message) from None


def _bare(
    ivig: _Intravenous, aim: Aim, given: Raw, patient: Patient, plan: Plan
) -> tuple[DoseInputs, ...]:
    dosing = plan.one_of(SubcutaneousDosing).dosing
    four_weeks = Decimal(plan.common.four_weeks.value)
    inputs = DoseInputs(
        aim=aim,
        unit="g/wk",
        goes_by="infusion",
        dose=units.magnitude_in(ivig.dose, "g"),
        dose_unit="g",
        dose_text=ivig.typed,
        interval_weeks=units.magnitude_in(ivig.every, "wk"),
        four_weeks=four_weeks,
        divisor=four_weeks,
        factor=Decimal(dosing.uplift.value),
        **bare_patient(given, patient, plan),
    )
    return (inputs,)


def _weekly(_: _Intravenous, __: Plan) -> tuple[units.Quantity, ...]:
    return (units.quantity(ONE, "wk"),)


DECLARED = Treated(
    "scig",
    "SCIg conversion",
    ("ivig_dose", "every", *INJECTION_KEYS),
    {
        "": Regimen(
            "scig",
            "SC",
            "immunoglobulin",
            _read,
            _require,
            _work,
            _dispense,
            _bare,
            aims={"none": "weekly", "week": "weekly"},
            fits='an order of SCIg is the dose a week ("24 g/wk")',
            values={"weekly": ("weekly",)},
            intervals=_weekly,
            goes_by="infusion",
        )
    },
    example="24 g/wk",
    short="SCIg",
    given={"weekly": "SCIg each week, SC", "dispensed": "Dispensed"},
    doses=(SubcutaneousDosing,),
    reads=(MaintenanceDosing,),
    apart=("every",),
    also_called=("scig conversion", "scig maintenance", "sc ig"),
    opens_verify=True,
)
