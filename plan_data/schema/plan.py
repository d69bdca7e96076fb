"""The shape of the plan's files: frozen models that refuse unknown keys and unfit units."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, TypeVar, get_args

from pydantic import BaseModel, Field, model_validator

import units
from plan_data.schema.dosing import AnyDosing, AsNeededDosing, SteppedDosing, SubcutaneousDosing
from plan_data.schema.figures import (
    Figure,
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
    above_zero,
    each_once,
    in_units,
    range_in,
)
from plan_data.schema.monitoring import MonitoringSection
from plan_data.schema.order_names import OrderNames
from plan_data.schema.policies import EvidenceAge, Policies, Rounding, WeightOfThePlan, Window
from plan_data.schema.products import OtherProducts, Product
from plan_data.schema.rules import Priority, Rule, RuleBody

if TYPE_CHECKING:
    from decimal import Decimal

DosingT = TypeVar("DosingT", bound=BaseModel)


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
    """A row of the plan's treatment tables.

    Parameters
    ----------
    evidence_ages
        How long dated tests and values count for it, where that differs from the sites' policy.
    before_each_dose
        What is done before each dose: answered yes without a date, it holds for that day only.
    """

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
    evidence_ages: tuple[EvidenceAge, ...] = ()
    before_each_dose: tuple[Name, ...] = ()


class Implication(Model):
    """What one fact says of others.

    Parameters
    ----------
    answered
        The answer that says it; the others take the same one.
    within
        How long ago the event may lie to say it, where that decides.
    """

    fact: Name
    answered: Literal["yes", "no"] = "yes"
    implies: tuple[Name, ...] = Field(min_length=1)
    within: Months | None = None
    source: Name
    at: Text


class CommonRules(Model):
    """What holds for every treatment: who the plan covers, where, and whether inputs fit.

    Parameters
    ----------
    four_weeks
        The month of a monthly dose, in which exposures are compared and a product is rounded.
    dosing_weight
        What the plan says of the weight that it doses by.
    recent
        Facts whose answer says "recent", and how old a date leaves that open.
    implications
        What the plan has one fact say of others, beside what facts say by their meaning.
    """

    provenance: Provenance
    rules: tuple[Rule, ...]
    four_weeks: Annotated[Weeks, above_zero]
    dosing_weight: WeightOfThePlan
    recent: dict[Name, Window] = Field(default_factory=dict)
    implications: tuple[Implication, ...] = ()


class SharedRules(Model):
    """Rules that several treatments, or several products, state alike; each says where."""

    provenance: Provenance
    rules: tuple[RuleBody, ...]

    @model_validator(mode="after")
    def _each_once(self) -> SharedRules:
        if len({rule.id for rule in self.rules}) < len(self.rules):
            raise ValueError("two shared rules have the same id")
        return self


class Identity(Model):
    """Which plan this is, that it is a draft, its treatments and its sections in their order.

    Parameters
    ----------
    indication
        The plan's disease as the products' labels are sorted by it.
    sections
        The files of what people read of the plan; a plan may bring none.
    """

    id: Name
    title: Text
    version: Text
    revised_on: date
    status: Literal["draft"]
    banner: Text
    scope: Text
    indication: Name
    treatments: Annotated[tuple[Name, ...], Field(min_length=1), each_once]
    sections: Annotated[tuple[Name, ...], each_once] = ()
    provenance: Provenance


class YesNoFact(Model):
    """A condition or a requirement that is answered yes, no or unknown.

    Parameters
    ----------
    by_test
        Whether only a test can answer it: nobody answers it together with others, unseen.
    """

    label: Text
    question: Text
    dated: bool
    by_test: bool = False


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
    implications: tuple[Implication, ...] = ()

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

    @property
    def ordinary(self) -> dict[str, Range]:
        """The ordinary range of each measure that is held against one."""
        return {
            "weight": self.ordinary_weight,
            "height": self.ordinary_height,
            "body_mass_index": self.ordinary_body_mass_index,
        }


class Plan(Model):
    """The whole of the plan's data, validated once."""

    identity: Identity
    sources: dict[Name, Source]
    facts: Facts
    measures: Measures
    order_names: OrderNames
    monitoring: MonitoringSection
    common: CommonRules
    shared_rules: SharedRules
    product_rules: SharedRules
    policies: Policies
    products: dict[Name, Product]
    other_products: OtherProducts
    treatments: dict[Name, Treatment[AnyDosing]]

    @cached_property
    def _by_kind(self) -> dict[type, list[Treatment[Any]]]:
        found: dict[type, list[Treatment[Any]]] = {}
        for treatment in self.treatments.values():
            found.setdefault(type(treatment.dosing), []).append(treatment)
        return found

    def every(self, kind: type[DosingT]) -> tuple[Treatment[DosingT], ...]:
        """Return every treatment with this kind of dosing, in the plan's order, or none."""
        return tuple(self._by_kind.get(kind, ()))

    def one_of(self, kind: type[DosingT]) -> Treatment[DosingT]:
        """Return the plan's one treatment with this kind of dosing.

        Raises
        ------
        units.Refused
            The plan has no such treatment, or several: which is meant could not be told.
        """
        found = self._by_kind.get(kind, [])
        if len(found) != 1:
            (named,) = get_args(kind.model_fields["kind"].annotation)
            raise units.Refused(
                "calculator",
                f"The plan {self.identity.id} has {len(found) or 'no'} "
                f"{'treatments' if found else 'treatment'} whose dosing is of the kind "
                f"{named!r}; this calculator works with exactly one.",
            )
        return found[0]

    @cached_property
    def mistake_labels(self) -> dict[str, str]:
        """What people call each mistake that is looked for, with the plan's figures."""
        factors = {
            each.name: f": {each.factor.value}"
            for treatment in self.every(SubcutaneousDosing)
            for each in treatment.dosing.other_factors
        }
        return {
            mistake.name: mistake.label + factors.get(mistake.other_factor or "", "")
            for mistake in self.policies.mistakes.known
        }

    @cached_property
    def symptomatic(self) -> dict[str, Treatment[Any]]:
        """The drugs that are titrated or taken when needed, by id, in the plan's order."""
        return {
            name: treatment
            for name, treatment in self.treatments.items()
            if isinstance(treatment.dosing, SteppedDosing | AsNeededDosing)
        }

    @cached_property
    def before_each_dose(self) -> frozenset[str]:
        """What some treatment has done before each dose: an undated yes to it holds for a day."""
        return frozenset(
            name for each in self.treatments.values() for name in each.before_each_dose
        )

    @cached_property
    def provenances(self) -> dict[str, Provenance]:
        """Who wrote and who checked each part of the plan's data."""
        parts: dict[str, Any] = {name: getattr(self, name) for name in type(self).model_fields}
        parts |= {f"treatments.{name}": each for name, each in self.treatments.items()}
        parts |= {f"products.{name}": product for name, product in self.products.items()}
        return {
            name: part.provenance for name, part in parts.items() if hasattr(part, "provenance")
        }

    @cached_property
    def implications(self) -> tuple[Implication, ...]:
        """What one fact says of others: by its meaning, then as the plan has it."""
        return (*self.facts.implications, *self.common.implications)

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

    @property
    def name_groups(self) -> frozenset[str]:
        """Every group of names that a rule may look for."""
        return self.order_names.group_ids
