"""The shape of the plan's dosing tables, one model a treatment or a kind of it."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

import units
from plan_data.schema.figures import (
    Count,
    DailyDose,
    DayChoices,
    Days,
    Figure,
    GramsPerKilogram,
    GramsPerSurface,
    Hours,
    Milligrams,
    MilligramsPerKilogram,
    MilligramsPerSurface,
    Millilitres,
    Model,
    Months,
    Name,
    Number,
    OralStrengths,
    Text,
    Weeks,
    above_zero,
    in_units,
    require_order,
    together,
)


class InductionDosing(Model):
    """IVIg induction: a total by weight, split over a number of days."""

    kind: Literal["induction"]
    total: GramsPerKilogram
    days: DayChoices
    example_per_day: GramsPerKilogram


class Pattern(Model):
    """One maintenance pattern: a dose, every so many weeks."""

    dose: GramsPerKilogram
    every_from: Weeks
    every_to: Weeks

    @model_validator(mode="after")
    def _in_order(self) -> Pattern:
        if self.every_from.value > self.every_to.value:
            raise ValueError("every_from must not exceed every_to")
        return self


class MaintenanceDosing(Model):
    """IVIg maintenance: the plan's patterns."""

    kind: Literal["maintenance"]
    patterns: tuple[Pattern, ...] = Field(min_length=1)

    @cached_property
    def lowest_exposure(self) -> units.Quantity:
        """The least a week and kg that the patterns span: the longest interval's."""
        return min(_exposure(each.dose, each.every_to) for each in self.patterns)

    @cached_property
    def highest_exposure(self) -> units.Quantity:
        """The most a week and kg that the patterns span: the shortest interval's."""
        return max(_exposure(each.dose, each.every_from) for each in self.patterns)


def _exposure(dose: Figure, every: Figure) -> units.Quantity:
    with units.exact():
        return units.convert(dose.quantity / every.quantity, "g/kg/wk")


class ConversionFactor(Model):
    """An IV→SC factor in use somewhere, for comparison; never the one that is calculated with."""

    name: Name
    label: Text
    factor: Number


class SubcutaneousDosing(Model):
    """SCIg: the amount in four weeks ÷ 4, raised by the plan's factor."""

    kind: Literal["subcutaneous"]
    uplift: Number
    volume_per_site: Millilitres
    ivig_interval_from: Weeks
    ivig_interval_to: Weeks
    other_factors: tuple[ConversionFactor, ...]

    @model_validator(mode="after")
    def _in_order(self) -> SubcutaneousDosing:
        require_order(self, "ivig_interval_from", "ivig_interval_to")
        return self

    @cached_property
    def raised_by(self) -> units.Quantity:
        """By how much the uplift raises the base, in per cent."""
        with units.exact():
            return units.convert(self.uplift.quantity - units.quantity(1, "1"), "%")


class CyclophosphamideDosing(Model):
    """Cyclophosphamide: intravenous by surface, or oral by weight."""

    kind: Literal["cyclophosphamide"]
    iv_dose: GramsPerSurface
    iv_doses: Count
    iv_every: Months
    po_low: MilligramsPerKilogram
    po_high: MilligramsPerKilogram

    @model_validator(mode="after")
    def _in_order(self) -> CyclophosphamideDosing:
        require_order(self, "po_low", "po_high")
        return self


class RituximabDosing(Model):
    """Rituximab: four weekly doses by surface, or two fixed doses."""

    kind: Literal["rituximab"]
    weekly_dose: MilligramsPerSurface
    weekly_days: DayChoices
    fixed_dose: Milligrams
    fixed_days: DayChoices


class ClearanceBand(Model):
    """In how many doses a day a label gives a drug below a creatinine clearance, and how much."""

    below: Annotated[Figure, in_units("mL/min")]
    doses: Count
    highest: DailyDose


class TitrationDosing(Model):
    """An oral drug that is raised step by step.

    Steps are either an increment that the plan states (``step_from`` to ``step_to``) or the way
    from the start to the next dose that it states (``next_dose``, ``next_doses``). What a row does
    not state is left out, and stays "not established".
    """

    start_from: Milligrams
    start_to: Milligrams
    start_doses: Number
    step_from: Milligrams | None = None
    step_to: Milligrams | None = None
    next_dose: Milligrams | None = None
    next_doses: Number
    step_every_from: Days | None = None
    step_every_to: Days | None = None
    target_from: DailyDose | None = None
    target_to: DailyDose | None = None
    maximum: DailyDose
    maximum_is: Literal["maximum", "highest dose"]
    strengths: OralStrengths | None = None
    clearance_bands: tuple[ClearanceBand, ...] = ()

    @model_validator(mode="after")
    def _bands_in_order(self) -> TitrationDosing:
        limits = [band.below.value for band in self.clearance_bands]
        if limits != sorted(set(limits)):
            raise ValueError("clearance_bands must stand in order, the lowest first")
        return self

    @model_validator(mode="after")
    def _one_way_up(self) -> TitrationDosing:
        together(self, "step_from", "step_to")
        together(self, "step_every_from", "step_every_to")
        together(self, "target_from", "target_to")
        if (self.step_from is None) == (self.next_dose is None):
            raise ValueError("a titration has either a step or a next dose")
        if self.next_dose is not None and self.start_from.value != self.start_to.value:
            raise ValueError("a next dose needs a single start dose")
        for name in ("start_doses", "next_doses"):
            if getattr(self, name).value % 1 or getattr(self, name).value < 1:
                raise ValueError(f"{name} must be a whole number from 1 up")
        if self.next_doses.value < self.start_doses.value:
            raise ValueError("next_doses must not be fewer than start_doses")
        # A titration that does not rise would never arrive.
        if self.step_from is not None and self.step_from.value == 0:
            raise ValueError("step_from must be above zero")
        start = self.start_from.value * self.start_doses.value
        if self.next_dose is not None and self.next_dose.value * self.next_doses.value <= start:
            raise ValueError("the next dose must come to more a day than the start")
        for days in (self.step_every_from, self.step_every_to):
            if days is not None and (days.value % 1 or days.value < 1):
                raise ValueError("step_every must be whole days from 1 up")
        return self


class SteppedDosing(TitrationDosing):
    """A titration to a target, with nothing beside it."""

    kind: Literal["titration"]


class AsNeededDosing(Model):
    """An oral drug taken when needed: a dose, not more often than so many hours, and maxima."""

    kind: Literal["as_needed"]
    dose_from: Milligrams
    dose_to: Milligrams
    every_from: Hours
    every_to: Hours
    maximum: DailyDose
    lowered_for: Name  # the fact that lowers the maximum
    lowered_maximum: DailyDose

    @model_validator(mode="after")
    def _in_order(self) -> AsNeededDosing:
        together(self, "dose_from", "dose_to")
        together(self, "every_from", "every_to")
        together(self, "lowered_maximum", "maximum")
        return self


class MycophenolateDosing(TitrationDosing):
    """Mycophenolate: a start, a dose to reach, and the length of the trial."""

    kind: Literal["mycophenolate"]
    trial: Months


class ByWeightDosing(Model):
    """A drug by body weight: one dose a kg, and how often, so many times.

    Parameters
    ----------
    dose
        One dose a kg, in mg or g, in which the dose is worked out.
    maximum
        The most that one dose may be.
    round_to
        The step to which a dose is rounded, half of it up.
    every
        From one dose to the next; a drug without it is given once.
    doses
        How many there are; left out where the plan names no number.
    """

    kind: Literal["by_weight"]
    dose: Annotated[Figure, in_units("mg/kg", "g/kg"), above_zero]
    maximum: Annotated[Figure, in_units("mg", "g"), above_zero] | None = None
    round_to: Annotated[Figure, in_units("mg", "g"), above_zero] | None = None
    every: Annotated[Figure, in_units("h", "d", "wk", "mo"), above_zero] | None = None
    doses: Annotated[Count, above_zero] | None = None

    @property
    def unit(self) -> str:
        """The UCUM code of a dose's mass."""
        return self.dose.unit.partition("/")[0]

    @cached_property
    def a_day(self) -> int:
        """The doses that fall on each day, where the interval is a part of a day; else 1."""
        if self.every is None or self.every.unit != "h":
            return 1
        return int(_DAY // self.every.value)

    @model_validator(mode="after")
    def _fits_together(self) -> ByWeightDosing:
        for name in ("maximum", "round_to"):
            figure = getattr(self, name)
            if figure is not None and figure.unit != self.unit:
                raise ValueError(f"{name} must stand in {self.unit!r}, as the dose does")
        if self.maximum is not None and self.round_to is not None:
            rest = Decimal(self.maximum.value) % Decimal(self.round_to.value)
            # Else the dose at the maximum would be rounded to another one, perhaps above it.
            if rest:
                raise ValueError("maximum must be a multiple of round_to")
        if self.every is None and (self.doses is None or self.doses.value != 1):
            raise ValueError("every is missing: only a single dose, doses = 1, goes without")
        if self.every is not None and self.every.unit == "h" and _DAY % self.every.value:
            raise ValueError("every, in hours, must be a part of a day")
        return self


_DAY = units.magnitude_in(units.quantity(1, "d"), "h")


class NoDosing(Model):
    """A treatment for which the plan gives no dose, and why."""

    kind: Literal["none"]
    reason: Text
    at: Text


# Each file says in its ``kind`` which of these its dosing is.
AnyDosing: TypeAlias = Annotated[
    InductionDosing
    | MaintenanceDosing
    | SubcutaneousDosing
    | CyclophosphamideDosing
    | RituximabDosing
    | MycophenolateDosing
    | SteppedDosing
    | AsNeededDosing
    | ByWeightDosing
    | NoDosing,
    Field(discriminator="kind"),
]
