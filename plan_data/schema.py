"""The shape of the plan's files: frozen models that refuse unknown keys and unfit units."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, TypeVar

from pydantic import Field, model_validator

import units
from plan_data.figures import (
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
    Provenance,
    Range,
    Source,
    Text,
    Weeks,
    Years,
    in_units,
    range_in,
    require_order,
    together,
)
from plan_data.policies_schema import Policies, Rounding
from plan_data.products_schema import Product
from plan_data.rules import Priority, Rule

if TYPE_CHECKING:
    from decimal import Decimal

DosingT = TypeVar("DosingT")

# --- treatments -------------------------------------------------------------------------------


class InductionDosing(Model):
    """IVIg induction: a total by weight, split over a number of days."""

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

    patterns: tuple[Pattern, ...] = Field(min_length=1)


class ConversionFactor(Model):
    """An IV→SC factor in use somewhere, for comparison; never the one that is calculated with."""

    name: Name
    label: Text
    factor: Number


class SubcutaneousDosing(Model):
    """SCIg: the amount in four weeks ÷ 4, raised by the plan's factor."""

    four_weeks: Weeks
    uplift: Number
    volume_per_site: Millilitres
    ivig_interval_from: Weeks
    ivig_interval_to: Weeks
    other_factors: tuple[ConversionFactor, ...]

    @model_validator(mode="after")
    def _in_order(self) -> SubcutaneousDosing:
        require_order(self, "ivig_interval_from", "ivig_interval_to")
        return self


class CyclophosphamideDosing(Model):
    """Cyclophosphamide: intravenous by surface, or oral by weight."""

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

    weekly_dose: MilligramsPerSurface
    weekly_days: DayChoices
    fixed_dose: Milligrams
    fixed_days: DayChoices


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


class AsNeededDosing(Model):
    """An oral drug taken when needed: a dose, not more often than so many hours, and maxima."""

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

    trial: Months


class NoDosing(Model):
    """A treatment for which the plan gives no dose, and why."""

    reason: Text
    at: Text


class Monitoring(Model):
    """Something the plan says to watch, and when."""

    what: Text
    when: Text
    at: Text


class Advice(Model):
    """A statement of the plan that goes with the treatment and cannot be checked from facts."""

    says: Text
    at: Text


class Settings(Model):
    """The plan's priority in each setting."""

    ED: Priority
    HOSP: Priority
    OPD: Priority
    ICU: Priority


class Treatment(Model, Generic[DosingT]):
    """A row of the plan's treatment tables."""

    id: Name
    label: Text
    section: Text
    row: Text
    route: Text
    indication: Text
    provenance: Provenance
    priorities: Settings
    dosing: DosingT
    rules: tuple[Rule, ...] = Field(min_length=1)
    monitoring: tuple[Monitoring, ...]
    advice: tuple[Advice, ...] = ()


class CommonRules(Model):
    """Rules that hold for every treatment: who the plan covers, where, and whether inputs fit."""

    provenance: Provenance
    rules: tuple[Rule, ...]


# --- the rest of the plan ---------------------------------------------------------------------


class Identity(Model):
    """Which plan this is, and that it is a draft."""

    id: Name
    title: Text
    version: Text
    revised_on: date
    status: Literal["draft"]
    banner: Text
    scope: Text
    provenance: Provenance


class Spelling(Model):
    """A name, other ways to write the same, and where it was read that they are the same."""

    name: Text
    also: tuple[Text, ...] = ()
    source: Name
    at: Text

    @property
    def ways(self) -> tuple[str, ...]:
        """The name and every other way to write it."""
        return (self.name, *self.also)


class Named(Model):
    """Something that an order can name."""

    id: Name
    label: Text
    named: tuple[Spelling, ...] = Field(min_length=1)

    @property
    def names(self) -> tuple[str, ...]:
        """Every way to write it."""
        return tuple(way for spelling in self.named for way in spelling.ways)


class CriticalContraindication(Named):
    """A treatment that is contraindicated in MMN, always."""

    demands: Text
    says: Text
    resolve: Text
    at: Text


class PlanRow(Model):
    """A place where the plan has a treatment, and what it is for there."""

    purpose: Text
    at: Text


class PlannedTreatment(Named):
    """A treatment that the plan has, under the names by which it is ordered."""

    rows: tuple[PlanRow, ...] = Field(min_length=1)


class WarnedOf(Named):
    """Something that is no treatment of the plan, but that the plan warns of."""

    says: Text
    resolve: Text
    at: Text


class CautionedPair(Model):
    """Two things that the plan warns of giving together; each side is any of the ids."""

    id: Name
    one: tuple[Name, ...] = Field(min_length=1)
    other: tuple[Name, ...] = Field(min_length=1)
    demands: Text
    because: Text
    resolve: Text
    at: Text


class OrderNames(Model):
    """Every name that the app knows: contraindicated in MMN, in the plan, or warned of."""

    provenance: Provenance
    order_words: tuple[Text, ...]
    critical_contraindications: tuple[CriticalContraindication, ...] = Field(min_length=1)
    in_plan: tuple[PlannedTreatment, ...] = Field(min_length=1)
    groups: tuple[WarnedOf, ...]
    pairs: tuple[CautionedPair, ...]

    @cached_property
    def entries(self) -> tuple[CriticalContraindication | PlannedTreatment | WarnedOf, ...]:
        """Everything that an order can name."""
        return (*self.critical_contraindications, *self.in_plan, *self.groups)

    @model_validator(mode="after")
    def _each_id_once_and_pairs_of_known_ones(self) -> OrderNames:
        ids = [entry.id for entry in self.entries]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"ids stand twice: {', '.join(twice)}")
        for pair in self.pairs:
            unknown = [name for name in (*pair.one, *pair.other) if name not in ids]
            if unknown:
                raise ValueError(f"pair {pair.id!r} names {unknown[0]!r}, which has no entry")
        return self


class YesNoFact(Model):
    """A condition or a requirement that is answered yes, no or unknown."""

    label: Text
    question: Text
    dated: bool


class LaboratoryFact(Model):
    """A laboratory value."""

    label: Text
    kind: Literal["creatinine", "cell_count", "immunoglobulin", "hemoglobin"]


class Facts(Model):
    """Every patient fact that can be recorded, by name."""

    provenance: Provenance
    conditions: dict[Name, YesNoFact]
    requirements: dict[Name, YesNoFact]
    laboratory: dict[Name, LaboratoryFact]

    @cached_property
    def yes_no(self) -> dict[str, YesNoFact]:
        """Conditions and requirements together."""
        return {**self.conditions, **self.requirements}


class Measures(Model):
    """Limits on typed measures and conventions of time, weight and surface."""

    provenance: Provenance
    accepted_weight: Annotated[Range, range_in("kg")]
    accepted_height: Annotated[Range, range_in("cm")]
    accepted_age: Annotated[Range, range_in("a")]
    ordinary_weight: Annotated[Range, range_in("kg")]
    ordinary_height: Annotated[Range, range_in("cm")]
    ordinary_body_mass_index: Annotated[Range, range_in("kg/m2")]
    year: Annotated[Figure, in_units("d/a")]
    adjusted_weight_factor: Number
    adjusted_weight_from_age: Years


class AtLeast(Model):
    """Met at the figure and above it."""

    at_least: Figure


class Above(Model):
    """Met above the figure, not at it."""

    above: Figure


class NoFall(Model):
    """Met where the later of two values is not below the earlier."""

    no_fall: Name


class ClinicianAnswers(Model):
    """The plan has no number: the clinician is asked; `yes` and `no` are the words for it."""

    clinician: Text
    yes: Text
    no: Text


class MonitoredParameter(Model):
    """A row of section 6: what is asked of a recorded value, and what to do where it fails."""

    id: Name
    label: Text
    demands: Text
    ask: Text
    met: Text
    not_met: Text
    action: Text
    frequency: Text
    at: Text
    action_at: Text
    rule: AtLeast | Above | NoFall | ClinicianAnswers
    accepted: Range | None = None

    @model_validator(mode="after")
    def _one_unit(self) -> MonitoredParameter:
        limit = self.limit
        if limit is not None and self.accepted is not None:
            if limit.unit != self.accepted.lowest.unit:
                raise ValueError("the limit and what is accepted must stand in one unit")
            if not self.accepted.holds(limit.quantity):
                raise ValueError("the limit must lie inside what is accepted")
        return self

    @property
    def limit(self) -> Figure | None:
        """The plan's number, where it has one."""
        if isinstance(self.rule, AtLeast):
            return self.rule.at_least
        return self.rule.above if isinstance(self.rule, Above) else None


class MonitoringSection(Model):
    """Section 6: the parameters that are watched, with thresholds and actions."""

    provenance: Provenance
    parameters: tuple[MonitoredParameter, ...] = Field(min_length=1)


class Plan(Model):
    """The whole of the plan's data, validated once."""

    identity: Identity
    sources: dict[Name, Source]
    facts: Facts
    measures: Measures
    order_names: OrderNames
    monitoring: MonitoringSection
    common: CommonRules
    policies: Policies
    products: dict[Name, Product]
    ivig_induction: Treatment[InductionDosing]
    ivig_maintenance: Treatment[MaintenanceDosing]
    scig: Treatment[SubcutaneousDosing]
    cyclophosphamide: Treatment[CyclophosphamideDosing]
    rituximab: Treatment[RituximabDosing]
    mycophenolate: Treatment[MycophenolateDosing]
    eculizumab: Treatment[NoDosing]
    gabapentin: Treatment[TitrationDosing]
    pregabalin: Treatment[TitrationDosing]
    duloxetine: Treatment[TitrationDosing]
    amitriptyline: Treatment[TitrationDosing]
    acetaminophen: Treatment[AsNeededDosing]
    modafinil: Treatment[TitrationDosing]
    mexiletine: Treatment[TitrationDosing]
    magnesium_oxide: Treatment[TitrationDosing]

    @cached_property
    def treatments(self) -> dict[str, Treatment[Any]]:
        """Every treatment by its id, in the plan's order."""
        rows: tuple[Treatment[Any], ...] = (
            self.ivig_induction,
            *self.symptomatic.values(),
            self.ivig_maintenance,
            self.scig,
            self.cyclophosphamide,
            self.rituximab,
            self.mycophenolate,
            self.eculizumab,
        )
        return {treatment.id: treatment for treatment in rows}

    @cached_property
    def symptomatic(self) -> dict[str, Treatment[Any]]:
        """The symptomatic drugs of 3B by id, in the plan's order."""
        rows: tuple[Treatment[Any], ...] = (
            self.gabapentin,
            self.pregabalin,
            self.duloxetine,
            self.amitriptyline,
            self.acetaminophen,
            self.modafinil,
            self.mexiletine,
            self.magnesium_oxide,
        )
        return {treatment.id: treatment for treatment in rows}

    @cached_property
    def provenances(self) -> dict[str, Provenance]:
        """Who wrote and who checked each part of the plan's data."""
        parts = {name: getattr(self, name) for name in type(self).model_fields}
        parts |= {f"products.{name}": product for name, product in self.products.items()}
        return {
            name: part.provenance for name, part in parts.items() if hasattr(part, "provenance")
        }

    @cached_property
    def roundings(self) -> dict[str, Rounding]:
        """Every rounding policy by its id, the default first."""
        return {policy.id: policy for policy in self.policies.rounding}

    @cached_property
    def concentrations(self) -> dict[tuple[str, str], tuple[Decimal, ...]]:
        """Every concentration on record in g/mL, weakest first, by drug and route."""
        found: dict[tuple[str, str], set[Decimal]] = {}
        for product in self.products.values():
            if product.concentration is not None:
                strength = units.magnitude_in(product.concentration.quantity, "g/mL")
                for route in product.routes:
                    found.setdefault((product.holds, route), set()).add(strength)
        return {each: tuple(sorted(strengths)) for each, strengths in found.items()}

    @cached_property
    def name_groups(self) -> dict[str, tuple[str, ...]]:
        """Every group of names that a rule may look for."""
        return {entry.id: entry.names for entry in self.order_names.entries}
