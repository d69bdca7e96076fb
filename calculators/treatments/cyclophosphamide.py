"""Cyclophosphamide: intravenous by body surface, or oral by weight (plan 3D)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from calculators.dispensing.administration import DoseToDispense, step_of
from calculators.dispensing.asked import BY_MASS_KEYS, read_administration
from calculators.dispensing.tablets import in_tablets
from calculators.patient.body_surface import dosing_surface, other_formulas
from calculators.patient.dosing_weight import alternatives, dosing_weight, require_weights
from calculators.treatments.asked import (
    bare_course,
    bare_dose,
    bare_patient,
    bare_surface,
    hung,
    read_surface,
    require_surface_of,
)
from calculators.treatments.declared import Regimen, Treated
from calculators.treatments.expected_dose import DoseInputs
from calculators.typed.patient import read_dosing_weight
from calculators.typed.values import worded
from calculators.working import Result, Step, times
from plan_data.schema.dosing import CyclophosphamideDosing
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    import units
    from calculators.patient.body_size import BodySurfaceFormula
    from calculators.patient.patient import DosingWeight, Patient
    from calculators.treatments.asked import Surface
    from calculators.treatments.expected_dose import Aim
    from plan_data.schema.plan import Plan

    Raw = Mapping[str, Any]


def cyclophosphamide_iv(
    patient: Patient, formula: BodySurfaceFormula, cap: units.Quantity | None, plan: Plan
) -> Result:
    """Return the intravenous dose and the cumulative dose in g.

    Raises
    ------
    units.Refused
        Weight or height is missing.
    """
    dosing = plan.one_of(CyclophosphamideDosing).dosing
    surface = dosing_surface(patient, formula, cap)

    def dose_for(square_metres: Step) -> Step:
        return times("Dose each month", dosing.iv_dose, square_metres, unit="g")

    per_dose = dose_for(surface.step)
    cumulative = times("Cumulative dose", per_dose, dosing.iv_doses, unit="g")
    return Result(
        calculator="cyclophosphamide",
        treatment=plan.one_of(CyclophosphamideDosing),
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
    dosing = plan.one_of(CyclophosphamideDosing).dosing
    weight = dosing_weight(patient, weight_choice, plan)

    def highest_for(kilograms: Step) -> Step:
        return times("Highest dose a day", dosing.po_high, kilograms, unit="mg")

    low = times("Lowest dose a day", dosing.po_low, weight.step, unit="mg")
    high = highest_for(weight.step)
    return Result(
        calculator="cyclophosphamide",
        treatment=plan.one_of(CyclophosphamideDosing),
        values={"daily_low": low.quantity, "daily_high": high.quantity},
        steps=(*weight.steps, low, high),
        remarks={"route": "po", "dosing_weight": weight.remark},
        alternatives=alternatives(patient, plan, highest_for, high, "daily_high"),
        dosing_weight=weight.step,
    )


# --- how it is asked for and ordered --------------------------------------------------------------


def _read_iv(given: Raw, _: Plan) -> Surface:
    return read_surface(given, "The intravenous dose goes by body surface")


def _work_iv(surface: Surface, patient: Patient, plan: Plan) -> Result:
    return cyclophosphamide_iv(patient, *surface, plan)


def _dispense_iv(given: Raw, _: Surface, result: Result, patient: Patient, plan: Plan) -> Result:
    dose = plan.one_of(CyclophosphamideDosing).dosing.iv_dose
    ordered = DoseToDispense("per_dose", 1, dose, step_of(result, "bsa"), holds="cyclophosphamide")
    return hung(given, result, ordered, patient, plan)


def _bare_iv(
    surface: Surface, aim: Aim, given: Raw, patient: Patient, plan: Plan
) -> tuple[DoseInputs, ...]:
    dose = plan.one_of(CyclophosphamideDosing).dosing.iv_dose
    body = bare_surface(surface) | bare_patient(given, patient, plan)
    return bare_course(dose, _doses(surface, plan), aim, "surface", body)


def _doses(_: Surface, plan: Plan) -> Decimal:
    return Decimal(plan.one_of(CyclophosphamideDosing).dosing.iv_doses.value)


def _monthly(_: Surface, plan: Plan) -> tuple[units.Quantity, ...]:
    """A monthly dose may be written as every four weeks, the plan's own month."""
    every = plan.one_of(CyclophosphamideDosing).dosing.iv_every
    return every.quantity, plan.common.four_weeks.quantity


def _read_po(given: Raw, _: Plan) -> DosingWeight:
    for key in ("bsa_formula", "bsa_cap", "concentration", "start", "ladder", "max_rate"):
        if key in given:
            raise Refused(key, f"{worded(key)} has no part in the oral dose, which goes by weight.")
    return read_dosing_weight(given)


def _require_po(weight: DosingWeight, patient: Patient) -> None:
    require_weights(patient, weight)


def _work_po(weight: DosingWeight, patient: Patient, plan: Plan) -> Result:
    return cyclophosphamide_po(patient, weight, plan)


def _dispense_po(given: Raw, _: DosingWeight, result: Result, __: Patient, plan: Plan) -> Result:
    tablets = read_administration(given, plan, "PO", holds="cyclophosphamide")
    return result if tablets is None else in_tablets(result, tablets)


def _bare_po(
    weight: DosingWeight, aim: Aim, given: Raw, patient: Patient, plan: Plan
) -> tuple[DoseInputs, ...]:
    dosing = plan.one_of(CyclophosphamideDosing).dosing
    body = bare_patient(given, patient, plan, weight)
    lowest, highest = (
        DoseInputs(
            aim=aim,
            unit="mg",
            goes_by="weight",
            in_per_cent=False,
            **bare_dose(figure),
            **body,
        )
        for figure in (dosing.po_low, dosing.po_high)
    )
    return lowest, highest


DECLARED = Treated(
    "cyclophosphamide",
    "Cyclophosphamide",
    ("route", "bsa_formula", "bsa_cap", *BY_MASS_KEYS),
    {
        "iv": Regimen(
            "cyclophosphamide_iv",
            "IV",
            "cyclophosphamide",
            _read_iv,
            require_surface_of,
            _work_iv,
            _dispense_iv,
            _bare_iv,
            aims={
                "none": "per_dose",
                "dose": "per_dose",
                "total": "total",
                "month": "per_dose",
                "interval": "per_dose",
            },
            fits='an order of intravenous cyclophosphamide is one dose ("2 g", "2 g monthly") or '
            'the cumulative dose ("12 g in total")',
            values={"per_dose": ("per_dose",), "total": ("cumulative",)},
            counted=("", "1", "mo"),
            course=_doses,
            goes_by="surface",
            intervals=_monthly,
        ),
        "po": Regimen(
            "cyclophosphamide_po",
            "PO",
            "cyclophosphamide",
            _read_po,
            _require_po,
            _work_po,
            _dispense_po,
            _bare_po,
            aims={"none": "daily", "day": "daily"},
            fits='an order of oral cyclophosphamide is the dose a day ("100 mg/day")',
            values={"daily": ("daily_low", "daily_high")},
            example="150 mg/day",
        ),
    },
    told_by="route",
    example="2 g",
    given={
        "per_dose": "Each month, IV",
        "doses": "Doses",
        "daily_low": "Lowest each day, PO",
        "daily_high": "Highest each day, PO",
        "dispensed": "Dispensed",
    },
    doses=(CyclophosphamideDosing,),
)
