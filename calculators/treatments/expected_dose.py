"""The dose of every calculator from bare numbers, for whoever needs very many of them.

A calculator shows its working: each step is a sentence with its sources, and each number a
quantity with its unit. That costs some hundred microseconds, and a search for mistakes asks for
hundreds of doses for one order, a file of orders for ten thousand. So the same arithmetic stands
here a second time, in plain decimals of one fixed unit each, without a sentence. The calculators
stay the ones that count: a test holds the two against each other for every calculator.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, TypeVar

import units
from calculators.patient.body_size import SURFACE_FORMULAS, ideal_kilograms

if TYPE_CHECKING:
    from collections.abc import Callable

    from calculators.patient.body_size import BodySurfaceFormula
    from calculators.patient.patient import DosingWeight, Sex

    SurfaceOf: TypeAlias = Callable[[BodySurfaceFormula, Decimal, Decimal], Decimal]

GoesBy: TypeAlias = Literal["weight", "surface", "infusion", "nothing"]
Aim: TypeAlias = Literal["total", "per_day", "per_dose", "weekly", "daily"]

T = TypeVar("T")
ONE = Decimal(1)


class BarePattern(NamedTuple):
    """A dose of the plan for the same treatment, which may be taken for the one that was chosen.

    Parameters
    ----------
    times
        The number of doses of its course, where that many are asked for and it has its own.
    """

    dose: Decimal
    dose_unit: str
    goes_by: GoesBy
    times: Decimal | None = None


class DoseInputs(NamedTuple):
    """Everything that decides a dose, each in one unit, and each as the mistake-makers type it.

    Parameters
    ----------
    aim
        Which dose of the regimen is meant.
    unit
        The dose's unit as a UCUM code.
    goes_by
        What `dose` is multiplied by.
    dose, dose_unit
        The dose a kg, a m² or an infusion, or the fixed dose.
    times, over
        The number of doses by which it is multiplied, and the days or weeks by which it is divided.
    weight_kg, height_cm, sex
        The patient's.
    weight_text, height_text, dose_text
        The weight, the height and the IVIg dose as they were typed.
    weight_unit
        The UCUM code of the weight as typed.
    dosing_weight, adjusted_factor
        The weight to dose by; the factor of the adjusted weight.
    keeps_actual
        Whether the policy of the adjusted weight keeps the actual one, whatever it is.
    by_policy
        Whether that policy is followed at all.
    weight_step
        The step to which the ideal or adjusted weight is rounded, where it is.
    formula, cap
        The formula of body surface in use, and the cap on it in m², where there is one.
    surface_step
        The step to which the body surface is rounded, where it is.
    interval_weeks, four_weeks, factor
        Of the conversion to SCIg: the interval of the IVIg, the plan's month and its uplift.
    divisor
        The weeks by which the monthly amount is divided.
    ignores_interval
        Whether one infusion is taken for the monthly amount, whatever the interval.
    patterns
        The plan's patterns of the treatment, where it has several; this one may be among them.
    most, dose_step
        The most that one dose by weight may be, and the step to which it is rounded, in the dose's
        mass unit.
    counts, whole, in_per_cent
        What a course is counted in, a day or a dose; what the whole of it is called; whether a
        concentration of the drug is called in per cent.
    """

    aim: Aim
    unit: str
    goes_by: GoesBy
    dose: Decimal
    dose_unit: str
    times: Decimal = ONE
    over: Decimal = ONE
    weight_kg: Decimal | None = None
    height_cm: Decimal | None = None
    sex: Sex | None = None
    weight_text: str = ""
    height_text: str = ""
    dose_text: str = ""
    weight_unit: str = "kg"
    dosing_weight: DosingWeight = "actual"
    adjusted_factor: Decimal = ONE
    keeps_actual: bool = False
    by_policy: bool = True
    weight_step: Decimal | None = None
    formula: BodySurfaceFormula = "mosteller"
    cap: Decimal | None = None
    surface_step: Decimal | None = None
    interval_weeks: Decimal = ONE
    four_weeks: Decimal = ONE
    factor: Decimal = ONE
    divisor: Decimal = ONE
    ignores_interval: bool = False
    patterns: tuple[BarePattern, ...] = ()
    most: Decimal | None = None
    dose_step: Decimal | None = None
    counts: str = "dose"
    whole: str = "course total"
    in_per_cent: bool = True


def expected_dose(inputs: DoseInputs, surface_of: SurfaceOf | None = None) -> Decimal:
    """Return the dose in `inputs.unit`, with the digits of the decimal context in force.

    Parameters
    ----------
    surface_of
        Another way to the body surface, uncapped, for whoever asks for many.
    """
    if inputs.goes_by == "infusion":
        # One division, and last: 46 g every 6 weeks is 9.2 g a week, and 46 ÷ 6 never ends.
        if inputs.ignores_interval:
            return inputs.dose * inputs.factor / inputs.divisor
        over = inputs.interval_weeks * inputs.divisor
        return inputs.dose * inputs.four_weeks * inputs.factor / over
    if inputs.goes_by == "weight":
        size = dosing_kilograms(inputs)
    else:
        size = square_metres(inputs, surface_of) if inputs.goes_by == "surface" else ONE
    dose = inputs.dose * size
    if inputs.goes_by == "weight":
        dose = as_given(dose, inputs)
    return dose * inputs.times / inputs.over


def as_given(dose: Decimal, inputs: DoseInputs) -> Decimal:
    """Return one dose by weight held at the plan's maximum and rounded to its step."""
    if inputs.most is not None:
        dose = min(dose, inputs.most)
    return dose if inputs.dose_step is None else rounded(dose, inputs.dose_step)


def monthly_amount(inputs: DoseInputs) -> Decimal:
    """Return what the conversion to SCIg takes for the IVIg of a month, in g."""
    if inputs.ignores_interval:
        return inputs.dose
    return inputs.dose * inputs.four_weeks / inputs.interval_weeks


def dosing_kilograms(inputs: DoseInputs) -> Decimal:
    """Return the weight to dose by, in kg."""
    actual = known(inputs.weight_kg)
    if inputs.dosing_weight == "actual":
        return actual
    weight = ideal_kilograms(known(inputs.height_cm) / _CM_IN_AN_INCH, known(inputs.sex))
    if inputs.dosing_weight == "adjusted":
        weight += inputs.adjusted_factor * (actual - weight)
        if inputs.by_policy and (inputs.keeps_actual or actual < weight):
            return actual
    return weight if inputs.weight_step is None else rounded(weight, inputs.weight_step)


def square_metres(inputs: DoseInputs, surface_of: SurfaceOf | None = None) -> Decimal:
    """Return the body surface in m², lowered to the cap where there is one."""
    kilograms, centimetres = dosing_kilograms(inputs), known(inputs.height_cm)
    if surface_of is None:
        formula = SURFACE_FORMULAS[inputs.formula].formula
        surface = formula.square_metres(kilograms, centimetres)
    else:
        surface = surface_of(inputs.formula, kilograms, centimetres)
    if inputs.surface_step is not None:
        surface = rounded(surface, inputs.surface_step)
    return surface if inputs.cap is None else min(surface, inputs.cap)


def rounded(number: Decimal, step: Decimal) -> Decimal:
    """Return the nearest multiple of `step`, half up."""
    return (number / step).to_integral_value(ROUND_HALF_UP) * step


def known(value: T | None) -> T:
    """Return what a dose cannot do without; the readers have asked for it.

    Raises
    ------
    LookupError
        It is not there: a fault in a reader, never an input.
    """
    if value is None:
        raise LookupError("an input of the dose was not read")
    return value


_CM_IN_AN_INCH = units.magnitude_in(units.quantity(1, "[in_i]"), "cm")
POUND = units.magnitude_in(units.quantity(1, "[lb_av]"), "kg")
