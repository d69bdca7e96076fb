"""Steps and results: each number with its arithmetic and its source.

The arithmetic and the sentence that shows it are made in one place, so that a page can print a
step and never has to compute it again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import units
from plan_data.schema.remarks import Remarks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from plan_data.schema.plan import Treatment
    from plan_data.schema.products import Product


ENTERED = "As entered"  # the source of what a person typed


class Term(Protocol):
    """Anything that stands in a line of arithmetic: a figure, a measure or an earlier step."""

    @property
    def quantity(self) -> units.Quantity:
        """The value."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Where it comes from."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A bare number that a person chose, such as a number of days, or a quantity they entered."""

    quantity: units.Quantity
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One line of working.

    Parameters
    ----------
    label
        What the number is.
    working
        Its arithmetic, for example ``2 g/kg × 80 kg = 160 g``.
    quantity
        The value, unrounded.
    sources
        Every place that its figures come from.
    """

    label: str
    working: str
    quantity: units.Quantity
    sources: tuple[str, ...]


# A quantity, a whole number, a date, a name; a tuple or a mapping of these; or None.
Value: TypeAlias = Any
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another choice beside the one that was made, and what it would change.

    Parameters
    ----------
    choice
        Its machine name, for example ``adjusted`` or ``du_bois``.
    label
        Its name for people.
    values
        Name → quantity: the dose under this choice, and its difference from the chosen one.
    reason
        Why it is not available, where it is not.
    sources
        Where the other choice comes from.
    containers
        The containers that would give it, as people read them, where a product is chosen.
    """

    choice: str
    label: str
    values: Mapping[str, units.Quantity]
    reason: str = ""
    sources: tuple[str, ...] = ()
    containers: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What a calculator found.

    Parameters
    ----------
    calculator
        The calculator's name.
    treatment
        The plan's row, whose rules the result is checked against; None for body size.
    values
        The answer by name, in the order in which it is read.
    steps
        The working.
    remarks
        What the calculator says of its own result, for rules to look at.
    reasons
        For each value that is None, why it is.
    alternatives
        Finds the other choices and what they would change; called only where they are shown.
    container_choices
        Finds what each way to round would dispense; called only where they are shown.
    interval
        Time between doses, where the regimen repeats.
    dosing_weight
        The weight by which the dose was worked out, where there is one.
    first_dose
        The day of the first dose, where the result has dates.
    target
        The amount a day that is aimed at, where the dose is raised to one.
    product
        What is dispensed, or what the order names; its own rules are checked as well.
    observed
        For a remark, the numbers behind it, as a finding shows them.
    refusal
        Why there is no dose, where the calculator has none to give and checks all the same.
    """

    calculator: str
    treatment: Treatment[Any] | None
    values: Mapping[str, Value]
    steps: tuple[Step, ...]
    remarks: Remarks = field(default_factory=Remarks)
    reasons: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    alternatives: Callable[[], tuple[Alternative, ...]] = tuple
    container_choices: Callable[[], tuple[Any, ...]] = tuple
    interval: units.Quantity | None = None
    dosing_weight: Step | None = None
    first_dose: date | None = None
    target: units.Quantity | None = None
    product: Product | None = None
    observed: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    refusal: units.Refused | None = None


def count(number: int) -> Chosen:
    """Return a chosen count as a term."""
    return Chosen(units.quantity(number, "1"))


def times(label: str, *factors: Term, unit: str, over: Term | None = None) -> Step:
    """Multiply, divide by `over` where it is given, and say so.

    Parameters
    ----------
    label
        What the value is.
    factors, over
        The terms, printed in this order.
    unit
        The UCUM code in which the value is wanted.
    """
    with units.exact():
        value = factors[0].quantity
        for factor in factors[1:]:
            value = value * factor.quantity
        if over is not None:
            value = value / over.quantity
    value = units.convert(value, unit)
    arithmetic = " × ".join(units.shown(factor.quantity) for factor in factors)
    if over is not None:
        arithmetic += f" ÷ {units.shown(over.quantity)}"
    terms = (*factors, over) if over is not None else factors
    return Step(label, f"{arithmetic} {units.equals(value)}", value, _sources_of(terms))


def _sources_of(terms: tuple[Term, ...]) -> tuple[str, ...]:
    """Return each place once; "as entered" is worth saying only where there is no other."""
    found = tuple(dict.fromkeys(source for term in terms for source in term.sources))
    return tuple(source for source in found if source != ENTERED) or found


def divided(label: str, dividend: Term, divisor: Term, *, unit: str) -> Step:
    """Divide, and say so. `unit` is the UCUM code in which the quotient is wanted."""
    return times(label, dividend, over=divisor, unit=unit)


def raised(label: str, term: Term, by: Term, *, to: Term) -> Step:
    """Add a step, and cut it where it would go past `to`; the cut shows. All stand in one unit."""
    with units.exact():
        value = term.quantity + by.quantity
    arithmetic = f"{units.shown(term.quantity)} + {units.shown(by.quantity)}"
    sources = _sources_of((term, by))
    if value <= to.quantity:
        return Step(label, f"{arithmetic} {units.equals(value)}", value, sources)
    cut = f", cut to the target {units.shown(to.quantity)}"
    return Step(label, f"{arithmetic} {units.equals(value)}{cut}", to.quantity, sources)


def in_unit(label: str, term: Term, *, unit: str, why: str) -> Step:
    """Convert to another unit, and say by which definition."""
    value = units.convert(term.quantity, unit)
    return Step(label, f"{units.shown(term.quantity)} {units.equals(value)}", value, (why,))


def stated(label: str, arithmetic: str, value: units.Quantity, *sources: str) -> Step:
    """State a formula with its numbers put in, or a choice, and its value."""
    return Step(label, f"{arithmetic} {units.equals(value)}", value, sources)


def difference(one: units.Quantity, other: units.Quantity) -> units.Quantity:
    """Return `one` − `other`, exactly, in the unit of `one`; what prints the same is the same.

    A dose that was divided and added up again may lie a hair beside itself, and nobody rounded it.
    """
    unit = units.unit_of(one).ucum
    if units.settled(one, unit) == units.settled(other, unit):
        return units.quantity(0, unit)
    with units.exact():
        return one - other
