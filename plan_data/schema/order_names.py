"""The shape of the names that an order can hold: drugs, spellings, groups, pairs to weigh."""

from __future__ import annotations

from functools import cached_property

from pydantic import Field, model_validator

from plan_data.schema.figures import Model, Name, Provenance, Text


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
