"""Whether measures and values are ordinary, and whether another unit would make them so."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import units
from calculators.patient.body_size import kilograms_per_square_metre
from calculators.patient.patient import UNKNOWN, Measure, Patient, Unknown

if TYPE_CHECKING:
    from plan_data.schema.figures import Range
    from plan_data.schema.plan import Measures, Plan

# The units that are mistaken for one another, and the one in which the plan's arithmetic is done.
_MISTAKEN = {"weight": ("kg", "[lb_av]"), "height": ("cm", "[in_i]")}
_NAMES = {"kg": "kilograms", "[lb_av]": "pounds", "cm": "centimetres", "[in_i]": "inches"}


def outside_ordinary(patient: Patient, measures: Measures) -> tuple[str, ...]:
    """Return which of weight, height and body-mass index lie outside the ordinary range."""
    weight, height = patient.weight, patient.height
    found = []
    if weight is not UNKNOWN and not measures.ordinary_weight.holds(weight.quantity):
        found.append("weight")
    if height is not UNKNOWN and not measures.ordinary_height.holds(height.quantity):
        found.append("height")
    if weight is not UNKNOWN and height is not UNKNOWN:
        index = kilograms_per_square_metre(weight, height)
        if not measures.ordinary_body_mass_index.holds(index):
            found.append("body_mass_index")
    return tuple(found)


def unit_swap(patient: Patient, measures: Measures) -> str:
    """Return a question when another unit would make weight and height ordinary, else nothing.

    Both readings are named, for example ``Is this pounds? 176 lb would be ≈ 79.83 kg.`` Nothing
    is changed: the measure counts as it was entered.
    """
    if not outside_ordinary(patient, measures):
        return ""
    pairs = product(readings(patient.weight, "weight"), readings(patient.height, "height"))
    for weight, height in pairs:
        if not outside_ordinary(Patient(weight=weight, height=height), measures):
            asked = ((patient.weight, weight, "weight"), (patient.height, height, "height"))
            return " ".join(
                question(new.quantity, name)
                for old, new, name in asked
                if new is not UNKNOWN and new is not old
            )
    return ""


def swap_hint(quantity: units.Quantity, name: str, ordinary: Range) -> str:
    """Return a question when a measure that is refused would be ordinary in another unit."""
    for reading in readings(Measure(quantity), name)[1:]:
        if reading is not UNKNOWN and ordinary.holds(reading.quantity):
            return " " + question(reading.quantity, name)
    return ""


def readings(measure: Measure | Unknown, name: str) -> list[Measure | Unknown]:
    """Return a measure as entered, then its number with the units that it may be mistaken for."""
    if measure is UNKNOWN:
        return [UNKNOWN]
    entered = units.unit_of(measure.quantity).ucum
    number = measure.quantity.magnitude
    others = [unit for unit in _MISTAKEN[name] if unit != entered]
    return [measure, *(Measure(units.quantity(number, unit)) for unit in others)]


def question(quantity: units.Quantity, name: str) -> str:
    """Return the question whether a measure was meant in this unit, with what it would be."""
    unit, base = units.unit_of(quantity).ucum, _MISTAKEN[name][0]
    also = "" if unit == base else f" would be {units.shown(units.convert(quantity, base))}"
    return f"Is this {_NAMES[unit]}? {units.shown(quantity)}{also or ' would be ordinary'}."


# --- laboratory values ------------------------------------------------------------------------


def unlikely(name: str, quantity: units.Quantity, plan: Plan) -> str:
    """Return what is asked of a laboratory value outside the ordinary range, else nothing.

    Both readings are named, for example ``70 mg/dL is hardly ever seen. Is this µmol/L? 70 µmol/L
    would be ≈ 0.792 mg/dL.``
    """
    if plan.policies.evidence.plausible[name].ordinary.holds(quantity):
        return ""
    label = plan.facts.laboratory[name].label
    hint = laboratory_hint(name, quantity, plan) or " Are number and unit as reported?"
    return f"{label}: {units.shown(quantity)} is hardly ever seen.{hint}"


def laboratory_hint(name: str, quantity: units.Quantity, plan: Plan) -> str:
    """Return the question whether a value was meant in another unit that makes it ordinary."""
    ordinary = plan.policies.evidence.plausible[name].ordinary
    entered = units.unit_of(quantity).ucum
    for unit, spellings in units.KINDS[plan.facts.laboratory[name].kind].spellings.items():
        reading = units.quantity(quantity.magnitude, unit)
        if unit != entered and ordinary.holds(reading):
            would_be = units.shown(units.convert(reading, entered))
            return f" Is this {spellings[0]}? {units.shown(reading)} would be {would_be}."
    return ""
