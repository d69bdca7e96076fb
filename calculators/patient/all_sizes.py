"""Body sizes in one answer: surfaces, ideal and adjusted weight, body-mass index, clearance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import units
from calculators.patient.body_size import (
    SURFACE_FORMULAS,
    adjusted_weight,
    body_mass_index,
    body_surface,
    creatinine_clearance,
    ideal_weight,
)
from calculators.patient.dosing_weight import dosing_weight
from calculators.patient.patient import UNKNOWN, needed
from calculators.working import Result, Step, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from calculators.patient.patient import DosingWeight, Measure, Patient, Sex
    from plan_data.schema.plan import Plan


def body(patient: Patient, weight_choice: DosingWeight, plan: Plan) -> Result:
    """Return every body size that the recorded measures allow.

    A size whose inputs are missing, or which is not defined for this patient, is None with its
    reason in `reasons`; nothing is refused.
    """

    def clearance() -> Step:
        weight = dosing_weight(patient, weight_choice, plan).step
        return clearance_of(patient, weight, weight_choice)

    single: dict[str, Callable[[], Step]] = {
        "ideal_body_weight": lambda: ideal_weight(_height(patient), _sex(patient)),
        "adjusted_body_weight": lambda: _adjusted(patient, plan),
        "bmi": lambda: body_mass_index(_weight(patient), _height(patient)),
        "creatinine_clearance": clearance,
    }
    values: dict[str, Value] = {}
    reasons: dict[str, str] = {}
    steps: list[Step] = []
    try:
        surfaces = _surfaces(patient)
        values["bsa"] = {name: step.quantity for name, step in surfaces.items()}
        steps.extend(surfaces.values())
    except units.Refused as refused:
        values["bsa"], reasons["bsa"] = None, refused.message
    for name, find in single.items():
        try:
            step = find()
            values[name] = step.quantity
            steps.append(step)
        except units.Refused as refused:
            values[name], reasons[name] = None, refused.message
    return Result("body", None, values, tuple(steps), reasons=reasons)


def clearance_of(patient: Patient, weight: Step, weight_name: str) -> Step:
    """Return the creatinine clearance in mL/min with the weight that the user chose.

    Raises
    ------
    units.Refused
        Age, sex or creatinine is not recorded.
    """
    age = needed(patient.age, "age", "the creatinine clearance depends on it.")
    creatinine = patient.laboratory.get("creatinine")
    if creatinine is None:
        raise units.Refused("creatinine", "Enter the creatinine, in mg/dL or µmol/L.")
    return creatinine_clearance(age, weight, weight_name, creatinine.quantity, _sex(patient))


def _weight(patient: Patient) -> Measure:
    return needed(patient.weight, "weight", "it depends on it.")


def _height(patient: Patient) -> Measure:
    return needed(patient.height, "height", "it depends on it.")


def _sex(patient: Patient) -> Sex:
    if patient.sex is UNKNOWN:
        raise units.Refused("sex", "Enter the sex, male or female: the formula needs it.")
    return patient.sex


def _surfaces(patient: Patient) -> dict[str, Step]:
    weight, height = _weight(patient), _height(patient)
    return {name: body_surface(weight, height, name) for name in SURFACE_FORMULAS}


def _adjusted(patient: Patient, plan: Plan) -> Step:
    ideal = ideal_weight(_height(patient), _sex(patient))
    return adjusted_weight(_weight(patient), ideal, plan.measures.adjusted_weight_factor)
