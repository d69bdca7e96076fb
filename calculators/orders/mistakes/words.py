"""How a mistake that was found is told: what went wrong, and the arithmetic that gives the order.

Sentences are only made for what is shown; the search itself writes none.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import units
from calculators.patient.body_size import SURFACE_FORMULAS
from calculators.treatments.expected_dose import (
    ONE,
    POUND,
    dosing_kilograms,
    expected_dose,
    known,
    monthly_amount,
    rounded,
    square_metres,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from calculators.orders.mistakes.changes import Change
    from calculators.orders.mistakes.search import MistakeFound
    from calculators.treatments.expected_dose import DoseInputs


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake that gives the order, or two of them.

    Parameters
    ----------
    names
        Their names.
    gives
        The dose that they give, in `unit`.
    unit
        The dose's unit as a UCUM code.
    found
        How they were found, `working` being told from it when it is asked for; or that itself.
    """

    names: tuple[str, ...]
    gives: Decimal
    unit: str
    found: MistakeFound | str

    @property
    def working(self) -> str:
        """What went wrong, with the arithmetic."""
        if isinstance(self.found, str):
            return self.found
        with units.exact():
            return _told(self.found)


def _told(found: MistakeFound) -> str:
    about_inputs = [change for change in found.changes if change.changes]
    about_number = [change for change in found.changes if not change.changes]
    sentences, inputs = [], found.inputs
    if about_inputs:
        after = inputs
        for change in about_inputs:
            after = after._replace(**change.changes)
        says = ", and ".join(_SAYS[change.says](change, inputs) for change in about_inputs)
        arithmetic = _arithmetic(after, inputs)
        result = _result(expected_dose(after), found)
        # A fixed dose is its own arithmetic.
        told = arithmetic if result == f"= {arithmetic}" else f"{arithmetic} {result}"
        sentences.append(f"{says}: {told}")
        inputs = after
    dose = expected_dose(inputs)
    for change in about_number:
        says = f"{'then ' if sentences else ''}{_SAYS[change.says](change, inputs)}"
        if change.says != "order":
            arithmetic = _by_factor(change, dose, inputs)
            dose *= change.factor
            says = f"{says}: {arithmetic} {_result(dose, found)}"
        sentences.append(says)
    sentences[-1] += _ending(found)
    return " ".join(f"{text[:1].upper()}{text[1:]}." for text in sentences)


def _ending(found: MistakeFound) -> str:
    """Return what leads from the dose to the order, and for a factor what would be right."""
    only = found.changes[0] if len(found.changes) == 1 else None
    order = f"{found.order.number:f} {found.order.symbol}"
    if found.ends:
        lowest, highest = (_shown(end, found.inputs) for end in found.ends)
        return f"; the range is then {lowest} to {highest}, and {order} lies inside"
    ending = f", rounded to {order}" if found.step and found.changes[-1].says != "order" else ""
    if only is not None and only.says == "factor":
        right = _shown(expected_dose(found.inputs), found.inputs)
        ending += f"; with the plan's {found.inputs.factor:f} it is {right}"
    return ending


def _result(dose: Decimal, found: MistakeFound) -> str:
    """Return the right-hand side; an order with many places is met with one place more."""
    unit = units.UNITS[found.inputs.unit]
    place = found.order.place * found.order.unit
    if place >= ONE.scaleb(-unit.decimals):
        return units.equals(_quantity(dose, found.inputs))
    # A place of mL is no decimal place of the mass; the next finer one is.
    shown = rounded(dose, ONE.scaleb(place.adjusted() - 1))
    sign = "=" if shown == dose else "≈"
    return f"{sign} {units.fixed_point(shown)} {unit.symbol}"


# --- arithmetic -----------------------------------------------------------------------------------


def _arithmetic(after: DoseInputs, before: DoseInputs) -> str:
    """Return the arithmetic of the dose, of the inputs as they were taken by mistake."""
    if after.goes_by == "infusion":
        return _conversion(after, before)
    text = units.shown(units.quantity(after.dose, after.dose_unit))
    if after.goes_by == "weight":
        text += f" × {units.shown(units.quantity(dosing_kilograms(after), 'kg'))}"
    elif after.goes_by == "surface":
        text += f" × {units.shown(units.quantity(square_metres(after), 'm2'))}"
    elif "/" in after.dose_unit:  # the dose by weight or surface, multiplied by neither
        size = "kg" if before.goes_by == "weight" else "m2"
        text += f" × {units.shown(units.quantity(ONE, size))}"
    if after.surface_step is not None:
        text += " (rounded)"
    text += _held_and_rounded(after)
    if after.times != ONE:
        text += f" × {_number(after.times)} doses"
    if after.over != ONE:
        over = units.quantity(after.over, "d" if after.aim == "per_day" else "wk")
        text += f" ÷ {units.shown(over)}"
    return text


def _held_and_rounded(after: DoseInputs) -> str:
    """Return what is done to a dose by weight before it is given, where that changes it."""
    if after.goes_by != "weight":
        return ""
    text, dose = "", after.dose * dosing_kilograms(after)
    if after.most is not None and dose > after.most:
        text, dose = f"at most {_shown(after.most, after)}", after.most
    if after.dose_step is not None and rounded(dose, after.dose_step) != dose:
        text += f"{', ' if text else ''}to the nearest {_shown(after.dose_step, after)}"
    return f" ({text})" if text else ""


def _conversion(after: DoseInputs, before: DoseInputs) -> str:
    if after == before._replace(factor=after.factor):
        base = units.quantity(monthly_amount(after) / after.divisor, after.unit)
        return f"{units.shown(base)} × {_factor_shown(after)}"
    text = units.shown(units.quantity(monthly_amount(after), "g"))
    if after.divisor != ONE:
        text += f" ÷ {_number(after.divisor)}"
    return text if after.factor == ONE else f"{text} × {_factor_shown(after)}"


def _factor_shown(inputs: DoseInputs) -> str:
    """Return the factor with the two places in which it is spoken of: 1.20, but 1."""
    return f"{inputs.factor:f}" if inputs.factor == ONE else f"{inputs.factor:.2f}"


def _by_factor(change: Change, dose: Decimal, inputs: DoseInputs) -> str:
    """Return the arithmetic of a mistake about the finished number, without its result."""
    before = _shown(dose, inputs)
    if change.says in {"volume", "mass", "concentration"}:
        return _by_strength(change, dose, inputs)
    if change.says == "one_dose":
        return f"{before} ÷ {_number(change.told[0])}"
    if change.says == "month":
        return f"{before} × {_number(inputs.four_weeks)} ÷ {_number(change.told[0])}"
    inverse = ONE / change.factor
    if change.factor < ONE and inverse == inverse.to_integral_value():
        return f"{before} ÷ {_number(inverse)}"
    return f"{before} × {_number(change.factor)}"


def _by_strength(change: Change, dose: Decimal, inputs: DoseInputs) -> str:
    before = _shown(dose, inputs)
    if change.says == "concentration":
        given, reckoned = (_strength(each, inputs) for each in change.told)
        return f"{before} ÷ {reckoned} × {given}"
    strength = change.told[0]
    at = _per_millilitre(strength, inputs)
    if change.says == "mass":
        return f"{units.shown(units.quantity(dose, 'mL'))} × {at}"
    volume = units.shown(units.quantity(dose / strength, "mL"))
    return f"{before} ÷ {at} is {volume}, and that number"


def _per_millilitre(strength: Decimal, inputs: DoseInputs) -> str:
    return units.shown(units.quantity(strength, f"{inputs.unit.partition('/')[0]}/mL"))


def _quantity(dose: Decimal, inputs: DoseInputs) -> units.Quantity:
    return units.quantity(dose, inputs.unit)


def _shown(dose: Decimal, inputs: DoseInputs) -> str:
    return units.shown(_quantity(dose, inputs))


def _number(number: Decimal) -> str:
    return units.shown(units.quantity(number, "1"))


def _strength(strength: Decimal, inputs: DoseInputs) -> str:
    """Return a concentration as it is called: in per cent for immunoglobulin."""
    mass = inputs.unit.partition("/")[0]
    quantity = units.quantity(strength, f"{mass}/mL")
    if inputs.in_per_cent:
        return f"{units.fixed_point(units.magnitude_in(quantity, 'g/dL'))} %"
    return units.shown(units.convert(quantity, "mg/mL"))


# --- what went wrong ------------------------------------------------------------------------------


def _pounds(change: Change, _: DoseInputs) -> str:
    kilograms, number, typed = change.told
    taken = units.shown(units.quantity(number, "kg"))
    times = _about(number / kilograms)
    pounds = _perhaps_rounded(kilograms / POUND, number, "[lb_av]")
    weight = "" if typed else f"{units.shown(units.quantity(kilograms, 'kg'))} is "
    which = "" if typed else ", which"
    return f"{weight}{pounds}{which} was entered as {taken}: {times} times too much"


def _multiplied(change: Change, _: DoseInputs) -> str:
    kilograms, number, typed, factor = change.told
    pounds = _perhaps_rounded(kilograms / POUND, number, "[lb_av]")
    weight = "" if typed else f"{units.shown(units.quantity(kilograms, 'kg'))} is "
    which = "" if typed else ", which"
    return f"{weight}{pounds}{which} was multiplied by {_about(factor)} in place of divided"


def _height(_: Change, inputs: DoseInputs) -> str:
    height = units.shown(units.quantity(known(inputs.height_cm), "cm"))
    return f"the height, {height}, was taken for the weight"


def _bare(_: Change, inputs: DoseInputs) -> str:
    size = "weight" if inputs.goes_by == "weight" else "surface"
    return f"the dose was not multiplied by the body {size}"


def _protocol(change: Change, inputs: DoseInputs) -> str:
    taken = units.shown(units.quantity(change.told[0], "mg/kg"))
    plan = units.shown(units.quantity(inputs.dose, inputs.dose_unit))
    return f"{taken}, a dose by weight of another protocol, was taken for the plan's {plan}"


def _maximum(_: Change, inputs: DoseInputs) -> str:
    most = _shown(known(inputs.most), inputs)
    return f"the dose was not held at the plan's maximum, {most}"


def _pattern(change: Change, inputs: DoseInputs) -> str:
    taken, asked = (
        units.shown(units.quantity(dose, unit))
        for dose, unit in (
            (change.changes["dose"], change.changes["dose_unit"]),
            (inputs.dose, inputs.dose_unit),
        )
    )
    return f"the plan's other pattern, {taken}, was taken for {asked}"


def _kilograms(change: Change, _: DoseInputs) -> str:
    kilograms, number, typed = change.told
    pounds = units.shown(units.quantity(number, "[lb_av]"))
    times = _about(kilograms / change.changes["weight_kg"])
    weight = units.shown(units.quantity(kilograms / POUND, "[lb_av]"))
    was = "" if typed else f"{weight} is "
    which = "" if typed else ", which"
    taken = _perhaps_rounded(kilograms, number, "kg")
    weight_kg = change.changes["weight_kg"]
    if abs(weight_kg - number * POUND) >= _NO_ROUNDING:
        pounds += f", that is {_perhaps_rounded(number * POUND, weight_kg, 'kg')}"
    return f"{was}{taken}{which} was entered as {pounds}: {times} times too little"


def _perhaps_rounded(number: Decimal, taken: Decimal, ucum: str) -> str:
    """Return a weight, and to what it was rounded on the way, where it was."""
    shown = units.shown(units.quantity(number, ucum))
    if abs(taken - number) < _NO_ROUNDING:
        return shown
    return f"{shown}, rounded to {units.shown(units.quantity(taken, ucum))}"


_NO_ROUNDING = Decimal("1E-9")  # kg or lb: less than any rounding of a weight


def _about(ratio: Decimal) -> str:
    return units.shown_number(ratio, 1).removeprefix("≈ ")


def _weight(change: Change, inputs: DoseInputs) -> str:
    chosen: str = change.changes["dosing_weight"]
    after = inputs._replace(**change.changes)
    weight = dosing_kilograms(after._replace(weight_step=None))
    shown = _perhaps_rounded(weight, dosing_kilograms(after), "kg")
    return f"the {chosen} weight, {shown}, was used in place of the {inputs.dosing_weight} weight"


def _formula(change: Change, inputs: DoseInputs) -> str:
    taken = SURFACE_FORMULAS[change.changes["formula"]].label
    return (
        f"the body surface was worked out by {taken}, not by "
        f"{SURFACE_FORMULAS[inputs.formula].label}"
    )


def _cap(change: Change, inputs: DoseInputs) -> str:
    surface = units.shown(units.quantity(square_metres(inputs), "m2"))
    cap = units.shown(units.quantity(change.changes["cap"], "m2"))
    return f"the body surface, {surface}, was cut at {cap}, a cap that the plan does not have"


def _swapped(change: Change, _: DoseInputs) -> str:
    what, typed, swapped = change.told
    return f"the {what} {typed} was entered as {swapped}, two digits exchanged"


def _factor(change: Change, inputs: DoseInputs) -> str:
    if change.name == "no_uplift":
        return "no uplift"
    if change.name == "double_uplift":
        return "the uplift was taken twice"
    return f"the factor {change.changes['factor']:f} was taken for the plan's {inputs.factor:f}"


def _month(change: Change, _: DoseInputs) -> str:
    weeks = _number(change.told[0])
    return f"the amount of four weeks was divided by {weeks}, the weeks of a calendar month"


def _course(_: Change, inputs: DoseInputs) -> str:
    return f"the {inputs.whole} was ordered for each {inputs.counts}"


def _one_dose(_: Change, inputs: DoseInputs) -> str:
    return f"the amount of one {inputs.counts} was ordered as the {inputs.whole}"


def _volume(change: Change, inputs: DoseInputs) -> str:
    mass = inputs.unit.partition("/")[0]
    strength, _ = change.told
    return f"the number of mL at {_strength(strength, inputs)} was written as the number of {mass}"


def _mass(change: Change, inputs: DoseInputs) -> str:
    mass = inputs.unit.partition("/")[0]
    strength, _ = change.told
    return f"the number of {mass} was taken for mL at {_strength(strength, inputs)}"


def _concentration(change: Change, inputs: DoseInputs) -> str:
    given, reckoned = (_strength(each, inputs) for each in change.told)
    return f"the volume was worked out at {reckoned} and given at {given}"


def _order(change: Change, _: DoseInputs) -> str:
    _, meant, written = change.told
    return f"two digits of the order are exchanged: {written} for {meant}, which is right"


def _always(text: str) -> Callable[[Change, DoseInputs], str]:
    return lambda _, __: text


_SAYS: dict[str, Callable[[Change, DoseInputs], str]] = {
    "pounds": _pounds,
    "kilograms": _kilograms,
    "multiplied": _multiplied,
    "height": _height,
    "bare": _bare,
    "pattern": _pattern,
    "protocol": _protocol,
    "maximum": _maximum,
    "kilograms_for_surface": _always("the dose a m² was multiplied by the weight"),
    "surface_for_kilograms": _always("the dose a kg was multiplied by the body surface"),
    "weight": _weight,
    "formula": _formula,
    "cap": _cap,
    "swapped": _swapped,
    "factor": _factor,
    "one_infusion": lambda _, inputs: (
        f"one infusion was divided by {_number(inputs.four_weeks)}, whatever its interval"
    ),
    "month": _month,
    "monthly": _always("the amount of four weeks was written for a week"),
    "monthly_base": _always("the amount of four weeks was written for a week, without the uplift"),
    "infusion": _always("one infusion was written for a week"),
    "infusion_base": _always("one infusion was written for a week, without the uplift"),
    "course": _course,
    "one_dose": _one_dose,
    "each_day": _always("the dose of a week was ordered for each day"),
    "each_week": _always("the dose of a day was ordered for a whole week"),
    "right": _always("the decimal point stands one place too far to the right"),
    "left": _always("the decimal point stands one place too far to the left"),
    "grams": _always("the number of mg was written as g"),
    "milligrams": _always("the number of g was written as mg"),
    "volume": _volume,
    "mass": _mass,
    "concentration": _concentration,
    "order": _order,
}
