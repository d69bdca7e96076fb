"""IVIg induction: a total by weight, split evenly over the days of the course."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import units
from calculators.dispensing.administration import DoseToDispense
from calculators.dispensing.asked import INFUSION_KEYS
from calculators.dispensing.course_dose import course_remarks
from calculators.patient.dosing_weight import alternatives, dosing_weight, require_weights
from calculators.treatments.asked import (
    bare_dose,
    bare_patient,
    hung,
    whole_days,
)
from calculators.treatments.declared import Regimen, Treated
from calculators.treatments.expected_dose import ONE, DoseInputs
from calculators.typed.patient import read_dosing_weight
from calculators.working import Result, Step, count, divided, times
from plan_data.schema.dosing import InductionDosing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.patient.patient import DosingWeight, Patient
    from calculators.treatments.expected_dose import Aim
    from plan_data.schema.figures import DayChoices
    from plan_data.schema.plan import Plan

    Raw = Mapping[str, Any]


def induction(patient: Patient, days: int, weight_choice: DosingWeight, plan: Plan) -> Result:
    """Return the course total and the dose a day, in g (plan 3A).

    Raises
    ------
    units.Refused
        `days` is not one that the plan allows, or the dosing weight cannot be found.
    """
    dosing = plan.one_of(InductionDosing).dosing
    _require_plan_days(days, dosing.days)
    weight = dosing_weight(patient, weight_choice, plan)

    def total_for(kilograms: Step) -> Step:
        return times("Course total", dosing.total, kilograms, unit="g")

    total = total_for(weight.step)
    per_day = divided(f"Dose a day, over {days} days", total, count(days), unit="g")
    return Result(
        calculator="induction",
        treatment=plan.one_of(InductionDosing),
        values={"total": total.quantity, "per_day": per_day.quantity, "days": days},
        steps=(*weight.steps, total, per_day),
        remarks={
            "dosing_weight": weight.remark,
            **course_remarks(total.quantity, per_day.quantity, weight.step, patient, plan),
        },
        alternatives=alternatives(patient, plan, total_for, total, "total"),
        dosing_weight=weight.step,
    )


def _require_plan_days(days: int, allowed: DayChoices) -> None:
    if days not in allowed.values:
        choices = ", ".join(str(day) for day in allowed.values)
        raise units.Refused(
            "days",
            f"Days: the plan splits induction over {allowed.phrase} days; "
            f"{days} is not one of {choices}.",
        )


# --- how it is asked for and ordered --------------------------------------------------------------


class _Course(NamedTuple):
    days: int
    weight: DosingWeight


def _read(given: Raw, plan: Plan) -> _Course:
    allowed = plan.one_of(InductionDosing).dosing.days
    course = _Course(whole_days(given, allowed.values), read_dosing_weight(given))
    _require_plan_days(course.days, allowed)
    return course


def _require(course: _Course, patient: Patient) -> None:
    require_weights(patient, course.weight)


def _work(course: _Course, patient: Patient, plan: Plan) -> Result:
    return induction(patient, course.days, course.weight, plan)


def _dispense(given: Raw, course: _Course, result: Result, patient: Patient, plan: Plan) -> Result:
    total = plan.one_of(InductionDosing).dosing.total
    ordered = DoseToDispense("total", course.days, total, result.dosing_weight)
    return hung(given, result, ordered, patient, plan)


def _bare(
    course: _Course, aim: Aim, given: Raw, patient: Patient, plan: Plan
) -> tuple[DoseInputs, ...]:
    inputs = DoseInputs(
        aim=aim,
        unit="g",
        goes_by="weight",
        **bare_dose(plan.one_of(InductionDosing).dosing.total),
        over=Decimal(course.days) if aim == "per_day" else ONE,
        counts="day",
        **bare_patient(given, patient, plan, course.weight),
    )
    return (inputs,)


def _days_of(course: _Course, _: Plan) -> Decimal:
    return Decimal(course.days)


DECLARED = Treated(
    "induction",
    "IVIg induction",
    ("days", *INFUSION_KEYS),
    {
        "": Regimen(
            "induction",
            "IV",
            "immunoglobulin",
            _read,
            _require,
            _work,
            _dispense,
            _bare,
            aims={"none": "total", "total": "total", "day": "per_day"},
            fits='an order of induction is the course total ("160 g") or the dose a day '
            '("32 g/day")',
            values={"total": ("total",), "per_day": ("per_day",)},
            counted=("", "d", "1"),
            counts="days",
            each="per_day",
            course=_days_of,
        )
    },
    example="32 g/day",
    given={
        "per_day": "Each day, IV",
        "days": "Days",
        "total": "Course total",
        "dispensed": "Dispensed on day 1",
    },
    doses=(InductionDosing,),
    also_called=("ivig induction", "iv ig induction"),
)
