"""Rituximab: four weekly doses by body surface, or two fixed doses (plan 3D)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from calculators.dispensing.administration import DoseToDispense, step_of
from calculators.dispensing.asked import BY_MASS_KEYS
from calculators.patient.body_surface import dosing_surface, other_formulas
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
from calculators.treatments.expected_dose import ONE, BarePattern
from calculators.typed.values import worded
from calculators.working import Chosen, Result, Step, times
from plan_data.schema.dosing import RituximabDosing
from units import Refused, quantity, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    import units
    from calculators.patient.body_size import BodySurfaceFormula
    from calculators.patient.patient import Patient
    from calculators.treatments.asked import Surface
    from calculators.treatments.expected_dose import Aim, DoseInputs
    from plan_data.schema.figures import DayChoices
    from plan_data.schema.plan import Plan

    Raw = Mapping[str, Any]


def rituximab_weekly(
    patient: Patient, formula: BodySurfaceFormula, cap: units.Quantity | None, plan: Plan
) -> Result:
    """Return the dose by surface and the course total in mg, on the plan's days.

    Raises
    ------
    units.Refused
        Weight or height is missing.
    """
    dosing = plan.one_of(RituximabDosing).dosing
    surface = dosing_surface(patient, formula, cap)

    def dose_for(square_metres: Step) -> Step:
        return times("Dose each week", dosing.weekly_dose, square_metres, unit="mg")

    per_dose = dose_for(surface.step)
    total = _course_total(per_dose, dosing.weekly_days)
    return Result(
        calculator="rituximab",
        treatment=plan.one_of(RituximabDosing),
        values={"bsa": surface.step.quantity, **_course(per_dose, total, dosing.weekly_days)},
        steps=(*surface.steps, per_dose, total),
        remarks={"body_surface_cap": surface.remark},
        alternatives=other_formulas(patient, per_dose, cap, dose_for),
    )


def rituximab_two_doses(plan: Plan) -> Result:
    """Return the fixed dose and the course total in mg, on the days of the plan."""
    dosing = plan.one_of(RituximabDosing).dosing
    fixed = dosing.fixed_dose
    per_dose = Step("Fixed dose", shown(fixed.quantity), fixed.quantity, fixed.sources)
    total = _course_total(per_dose, dosing.fixed_days)
    return Result(
        calculator="rituximab",
        treatment=plan.one_of(RituximabDosing),
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


# --- how it is asked for and ordered --------------------------------------------------------------


def _read_weekly(given: Raw, _: Plan) -> Surface:
    return read_surface(given, "The weekly doses go by body surface")


def _work_weekly(surface: Surface, patient: Patient, plan: Plan) -> Result:
    return rituximab_weekly(patient, *surface, plan)


def _dispense_weekly(given: Raw, _: Any, result: Result, patient: Patient, plan: Plan) -> Result:
    weekly = plan.one_of(RituximabDosing).dosing.weekly_dose
    ordered = DoseToDispense("per_dose", 1, weekly, step_of(result, "bsa"), holds="rituximab")
    return hung(given, result, ordered, patient, plan)


def _bare_weekly(
    surface: Surface, aim: Aim, given: Raw, patient: Patient, plan: Plan
) -> tuple[DoseInputs, ...]:
    dose = plan.one_of(RituximabDosing).dosing.weekly_dose
    body = bare_surface(surface) | bare_patient(given, patient, plan) | _patterns(aim, plan)
    return bare_course(dose, _weekly_doses(surface, plan), aim, "surface", body)


def _patterns(aim: Aim, plan: Plan) -> dict[str, tuple[BarePattern, ...]]:
    """Return the plan's two regimens: the dose of the one may be ordered for that of the other."""
    dosing = plan.one_of(RituximabDosing).dosing
    weekly, fixed = bare_dose(dosing.weekly_dose), bare_dose(dosing.fixed_dose)
    whole = aim == "total"
    doses = (len(dosing.weekly_days.values), len(dosing.fixed_days.values))
    several = [Decimal(number) if whole else ONE for number in doses]
    return {
        "patterns": (
            BarePattern(**weekly, goes_by="surface", times=several[0]),
            BarePattern(**fixed, goes_by="nothing", times=several[1]),
        )
    }


def _weekly_doses(_: Surface, plan: Plan) -> Decimal:
    return Decimal(len(plan.one_of(RituximabDosing).dosing.weekly_days.values))


def _weekly(_: Surface, plan: Plan) -> tuple[units.Quantity, ...]:
    return (_between(plan.one_of(RituximabDosing).dosing.weekly_days),)


def _between(days: DayChoices) -> units.Quantity:
    first, second, *_ = days.values
    return quantity(second - first, "d")


def _read_two_doses(given: Raw, _: Plan) -> None:
    for key in ("bsa_formula", "bsa_cap", "dosing_weight"):
        if given.get(key, "actual") != "actual":
            raise Refused(key, f"{worded(key)} has no part in the two fixed doses.")


def _require_two_doses(_: None, __: Patient) -> None:
    """Nothing of the patient has a part in it."""


def _work_two_doses(_: None, __: Patient, plan: Plan) -> Result:
    return rituximab_two_doses(plan)


def _dispense_two_doses(
    given: Raw, _: None, result: Result, patient: Patient, plan: Plan
) -> Result:
    fixed = plan.one_of(RituximabDosing).dosing.fixed_dose
    ordered = DoseToDispense("per_dose", 1, fixed, None, holds="rituximab")
    return hung(given, result, ordered, patient, plan)


def _bare_two_doses(
    _: None, aim: Aim, given: Raw, patient: Patient, plan: Plan
) -> tuple[DoseInputs, ...]:
    dose = plan.one_of(RituximabDosing).dosing.fixed_dose
    body = bare_patient(given, patient, plan) | _patterns(aim, plan)
    return bare_course(dose, _two_doses(None, plan), aim, "nothing", body)


def _two_doses(_: None, plan: Plan) -> Decimal:
    return Decimal(len(plan.one_of(RituximabDosing).dosing.fixed_days.values))


def _two_weeks(_: None, plan: Plan) -> tuple[units.Quantity, ...]:
    return (_between(plan.one_of(RituximabDosing).dosing.fixed_days),)


DECLARED = Treated(
    "rituximab",
    "Rituximab",
    ("regimen", "bsa_formula", "bsa_cap", *BY_MASS_KEYS, "infusion"),
    {
        "weekly_x4": Regimen(
            "rituximab_weekly",
            "IV",
            "rituximab",
            _read_weekly,
            require_surface_of,
            _work_weekly,
            _dispense_weekly,
            _bare_weekly,
            aims={
                "none": "per_dose",
                "dose": "per_dose",
                "total": "total",
                "week": "per_dose",
                "interval": "per_dose",
            },
            fits='an order of rituximab is one dose ("750 mg", "750 mg weekly x 4") or the course '
            'total ("3000 mg in total")',
            values={"per_dose": ("per_dose",), "total": ("total",)},
            counted=("", "1", "wk"),
            course=_weekly_doses,
            goes_by="surface",
            intervals=_weekly,
        ),
        "two_doses": Regimen(
            "rituximab_two_doses",
            "IV",
            "rituximab",
            _read_two_doses,
            _require_two_doses,
            _work_two_doses,
            _dispense_two_doses,
            _bare_two_doses,
            aims={
                "none": "per_dose",
                "dose": "per_dose",
                "total": "total",
                "interval": "per_dose",
            },
            fits='an order of rituximab is one dose ("1000 mg", "1000 mg every 2 weeks") or the '
            'course total ("2000 mg in total")',
            values={"per_dose": ("per_dose",), "total": ("total",)},
            counted=("", "1"),
            course=_two_doses,
            goes_by="nothing",
            intervals=_two_weeks,
        ),
    },
    told_by="regimen",
    example="750 mg",
    given={"per_dose": "Each dose, IV", "days": "On days", "dispensed": "Dispensed"},
    doses=(RituximabDosing,),
)
