"""The weight to dose by: actual, ideal or adjusted.

Actual weight is the default, and the plan's data says of whom that is; the others are policies from
elsewhere, shown beside it with the difference in dose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import units
from calculators.patient.body_size import adjusted_weight, ideal_weight, require_ideal
from calculators.patient.patient import (
    UNKNOWN,
    Answer,
    DosingWeight,
    Measure,
    Patient,
    Sex,
    needed,
)
from calculators.working import Alternative, Step, difference, in_unit, stated

if TYPE_CHECKING:
    from collections.abc import Callable

    from plan_data.schema.plan import Measures, Plan
    from plan_data.schema.remarks import WhichWeight

_POUND = "1 lb = 0.45359237 kg exactly (international yard and pound agreement, 1959)"
_GRAM = "1 kg = 1000 g"
_PER_KG = "the dose is worked out per kg"
CHOICES: tuple[DosingWeight, ...] = get_args(DosingWeight)


@dataclass(frozen=True, slots=True)
class ChosenWeight:
    """The weight that a dose is worked out by.

    Parameters
    ----------
    steps
        How it was found; the last one holds it.
    remark
        What rules read: ``actual``, ``ideal``, ``adjusted`` or
        ``adjusted, pregnancy not recorded``.
    """

    steps: tuple[Step, ...]
    remark: WhichWeight

    @property
    def step(self) -> Step:
        """The dosing weight, in kg."""
        return self.steps[-1]


def dosing_weight(patient: Patient, choice: DosingWeight, plan: Plan) -> ChosenWeight:
    """Return the weight to dose by, in kg, with how it was found.

    Raises
    ------
    units.Refused
        Weight is missing; or, for ideal and adjusted weight, height or sex is missing or the
        height lies below the formula's range.
    """
    weight, of_ideal = require_weights(patient, choice)
    measures, actual = plan.measures, _actual(weight, plan.common.dosing_weight.at)
    if of_ideal is None:
        return ChosenWeight((*_converted(weight), actual), "actual")
    ideal = ideal_weight(*of_ideal)
    if choice == "ideal":
        return ChosenWeight((_named(ideal, "ideal"),), "ideal")
    adjusted = adjusted_weight(weight, ideal, measures.adjusted_weight_factor)
    kept = _why_actual_is_kept(patient, adjusted, measures)
    if kept:
        source = measures.adjusted_weight_factor.at
        step = stated("Dosing weight: actual weight kept", kept, actual.quantity, source)
        return ChosenWeight((*_converted(weight), ideal, adjusted, step), "actual")
    steps = (*_converted(weight), ideal, _named(adjusted, "adjusted"))
    ruled_out = _pregnancy_ruled_out(patient)
    return ChosenWeight(steps, "adjusted" if ruled_out else "adjusted, pregnancy not recorded")


def require_weights(
    patient: Patient, choice: DosingWeight, why: str = _PER_KG
) -> tuple[Measure, tuple[Measure, Sex] | None]:
    """Return the weight; and the height and the sex, where the weight to dose by goes by them.

    Parameters
    ----------
    why
        What the weight is needed for, where it is not the dose.

    Raises
    ------
    units.Refused
        One of them is missing, or the height lies below the formula's range.
    """
    weight = needed(patient.weight, "weight", f'{why}, for example "80 kg".')
    if choice == "actual":
        return weight, None
    height = needed(patient.height, "height", f"the {choice} weight depends on it.")
    if patient.sex is UNKNOWN:
        raise units.Refused("sex", f"Enter the sex, male or female: the {choice} weight needs it.")
    require_ideal(height)
    return weight, (height, patient.sex)


def _converted(weight: Measure) -> tuple[Step, ...]:
    unit = units.unit_of(weight.quantity).ucum
    if unit == "kg":
        return ()
    why = _GRAM if unit == "g{body}" else _POUND
    return (in_unit("Weight in kilograms", weight, unit="kg", why=why),)


def _actual(weight: Measure, source: str) -> Step:
    value = units.convert(weight.quantity, "kg")
    return stated("Dosing weight: actual weight", "actual weight", value, source)


def _named(step: Step, name: str) -> Step:
    return Step(f"Dosing weight: {name} weight", step.working, step.quantity, step.sources)


def _pregnancy_ruled_out(patient: Patient) -> bool:
    return (
        patient.sex == "male"
        or patient.fact("pregnancy").answer is Answer.NO
        or patient.fact("pregnancy_possible").answer is Answer.NO
    )


def _why_actual_is_kept(patient: Patient, adjusted: Step, measures: Measures) -> str:
    """Return BloodSTAR's reason for keeping the actual weight, or nothing where there is none."""
    if patient.fact("pregnancy").answer is Answer.YES:
        return "pregnancy: the policy keeps the actual weight"
    from_age = measures.adjusted_weight_from_age.quantity
    if patient.age is not UNKNOWN and patient.age.quantity < from_age:
        return f"under {units.shown(from_age)}: the policy keeps the actual weight"
    actual = needed(patient.weight, "weight", "").quantity
    if units.convert(actual, "kg") < adjusted.quantity:
        return "actual weight is below the adjusted weight: the policy keeps the actual weight"
    return ""


def alternatives(
    patient: Patient, plan: Plan, dose_of: Callable[[Step], Step], own: Step, name: str
) -> Callable[[], tuple[Alternative, ...]]:
    """Return what finds each dosing weight with its dose and the difference from the chosen one.

    Parameters
    ----------
    dose_of
        Dosing weight → dose, the same arithmetic as the calculator's own.
    own
        The dose under the weight that was chosen.
    name
        The dose's name in the result, for example ``total``.
    """

    def find(choice: DosingWeight) -> Alternative:
        try:
            weight = dosing_weight(patient, choice, plan).step
        except units.Refused as refused:
            return Alternative(choice, f"{choice.capitalize()} weight", {}, refused.message)
        dose = dose_of(weight).quantity
        change = difference(dose, own.quantity)
        values = {"weight": weight.quantity, name: dose, "difference": change}
        return Alternative(choice, weight.label, values, "", weight.sources)

    return lambda: tuple(find(choice) for choice in CHOICES)
