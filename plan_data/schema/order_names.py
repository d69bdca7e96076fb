"""The shape of the names that an order can hold: drugs, spellings, groups, pairs to weigh."""

from __future__ import annotations

from functools import cached_property

from pydantic import Field, model_validator

from plan_data.schema.figures import Model, Name, Provenance, Text

TO_ASK_ABOUT = "_to_ask_about"  # ends the group of a contraindicated name in another use


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


class AskedAbout(Model):
    """Words beside a contraindicated name that make it a question: another use, or another route.

    They do not make it allowed: what is ordered then is not plainly what the plan contraindicates,
    and leaving it out may do harm.
    """

    words: tuple[Text, ...] = Field(min_length=1)
    says: Text
    resolve: Text
    at: Text


class CriticalContraindication(Named):
    """A treatment that is contraindicated in the plan's disease, always."""

    demands: Text
    says: Text
    resolve: Text
    at: Text
    asked_about: AskedAbout | None = None


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


class OtherForm(Named):
    """Another drug, or another form, that a name of the plan's own may be mistaken for.

    Parameters
    ----------
    resembles
        The ids of the plan's treatments that it is not.
    """

    resembles: tuple[Name, ...] = Field(min_length=1)
    says: Text
    at: Text


class TouchesNothing(Named):
    """A common drug that no rule of the plan looks for; the plan itself says nothing of it."""


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
    """Every name that the app knows: contraindicated in the disease, in the plan, or warned of.

    Parameters
    ----------
    disease
        What a sentence calls it.
    plan_source
        The plan itself among the sources.
    """

    disease: Text
    plan_source: Name
    provenance: Provenance
    order_words: tuple[Text, ...]
    critical_contraindications: tuple[CriticalContraindication, ...] = Field(min_length=1)
    in_plan: tuple[PlannedTreatment, ...] = Field(min_length=1)
    groups: tuple[WarnedOf, ...]
    other_forms: tuple[OtherForm, ...] = ()
    common: tuple[TouchesNothing, ...] = ()
    pairs: tuple[CautionedPair, ...]

    @cached_property
    def entries(self) -> tuple[Named, ...]:
        """Everything that an order can name."""
        return (
            *self.critical_contraindications,
            *self.in_plan,
            *self.groups,
            *self.other_forms,
            *self.common,
        )

    @cached_property
    def group_ids(self) -> frozenset[str]:
        """What a rule may look for in a list of names."""
        asked = (each for each in self.critical_contraindications if each.asked_about is not None)
        return frozenset(
            (
                *(entry.id for entry in self.entries),
                *(f"{entry.id}{TO_ASK_ABOUT}" for entry in asked),
            )
        )

    @model_validator(mode="after")
    def _each_id_once_and_pairs_of_known_ones(self) -> OrderNames:
        ids = [entry.id for entry in self.entries]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"ids stand twice: {', '.join(twice)}")
        planned = {entry.id for entry in self.in_plan}
        for form in self.other_forms:
            strange = [name for name in form.resembles if name not in planned]
            if strange:
                raise ValueError(f"other form {form.id!r} resembles {strange[0]!r}, no treatment")
        for pair in self.pairs:
            unknown = [name for name in (*pair.one, *pair.other) if name not in ids]
            if unknown:
                raise ValueError(f"pair {pair.id!r} names {unknown[0]!r}, which has no entry")
        return self
