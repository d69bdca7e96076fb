"""The shape of a product's file: what is hung or drawn up, and what its label says of it.

Each fact carries its source and a mark of confidence: ``A`` an official label, regulator or
manufacturer, ``A†`` label text on a re-hosting site, ``B`` a secondary source. What could not be
established is left out of the file, and shown as not established.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

import units
from plan_data.schema.figures import (
    Figure,
    Model,
    Name,
    Provenance,
    Text,
    in_units,
    together,
    whole,
)
from plan_data.schema.rules import Rule

Mark = Literal["A", "A†", "B"]
Route = Literal["IV", "SC", "PO"]
Qualifier = Literal["", "mean", "about", "at most", "below"]


class ProductFigure(Figure):
    """A number from a label or a source about a product, with its mark and its qualifier."""

    mark: Mark
    qualifier: Qualifier = ""

    @model_validator(mode="after")
    def _above_zero(self) -> ProductFigure:
        # A rate, a step or a concentration of nothing would never finish, or divide by nought.
        if self.value <= 0:
            raise ValueError("value must be above zero")
        return self

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the figure stands and how sure that is, as shown to people."""
        return (f"{self.at} [{self.mark}]",)

    @property
    def shown(self) -> str:
        """The figure with its qualifier, as people read it."""
        return f"{self.qualifier} {units.shown(self.quantity)}".strip()


class Statement(Model):
    """What a source says of a product in words, and what kind of statement that is."""

    says: Text
    kind: Literal["remark", "boxed_warning", "contraindication"] = "remark"
    source: Name
    at: Text
    mark: Mark

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the statement stands and how sure that is."""
        return (f"{self.at} [{self.mark}]",)


class ProductRule(Rule):
    """What rules a product out, or is to be weighed with it, by a label of one region.

    Parameters
    ----------
    region
        Where the text that says so holds. It is applied everywhere: a caution of another region
        is no leave, and the reader sees whose it is.
    """

    source: Name
    mark: Mark
    region: Literal["US", "EU"]

    @property
    def stands(self) -> str:
        """Where it is stated, for which region, and how sure that is."""
        return f"{self.at} ({self.region}) [{self.mark}]"

    @property
    def sources(self) -> tuple[str, ...]:
        """Where it stands and how sure that is."""
        return (f"{self.at} [{self.mark}]",)


Concentration = Annotated[ProductFigure, in_units("g/mL", "mg/mL")]
RateByVolume = Annotated[ProductFigure, in_units("mL/kg/h", "mL/kg/min")]
RateByMass = Annotated[ProductFigure, in_units("mg/kg/min", "mg/kg/h")]
MassRate = Annotated[ProductFigure, in_units("mg/h")]
Minutes = Annotated[ProductFigure, in_units("min")]
SiteVolume = Annotated[ProductFigure, in_units("mL")]
SiteRate = Annotated[ProductFigure, in_units("mL/h")]
ProductCount = Annotated[ProductFigure, in_units("1")]


class Containers(Model):
    """The sizes in which a product comes, each as the mass of drug that one container holds.

    Parameters
    ----------
    volumes
        The millilitres that are printed on each size, in the order of `values`, where they are
        not the mass ÷ the concentration: labels round one of the two.
    """

    called: Literal["vial", "tablet"]
    values: tuple[Decimal | int, ...] = Field(min_length=1)
    volumes: tuple[Decimal | int, ...] = ()
    unit: Literal["g", "mg"]
    source: Name
    at: Text
    mark: Mark

    @model_validator(mode="after")
    def _ascending(self) -> Containers:
        if list(self.values) != sorted(set(self.values)) or self.values[0] <= 0:
            raise ValueError("values must be above zero, each once, in order")
        if self.volumes and len(self.volumes) != len(self.values):
            raise ValueError("volumes must hold one for each size")
        if list(self.volumes) != sorted(set(self.volumes)) or 0 in self.volumes:
            raise ValueError("volumes must be above zero, each once, in order")
        return self

    @cached_property
    def labelled(self) -> dict[Decimal, Decimal]:
        """Mass of a container → the millilitres printed on it; empty where they are not needed."""
        return {
            Decimal(size): Decimal(volume)
            for size, volume in zip(self.values, self.volumes, strict=False)
        }

    @cached_property
    def sizes(self) -> tuple[units.Quantity, ...]:
        """The sizes as quantities, smallest first."""
        return tuple(units.quantity(Decimal(value), self.unit) for value in self.values)

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the sizes stand and how sure that is."""
        return (f"{self.at} [{self.mark}]",)


class LabelRate(Model):
    """A rate as a label prints it.

    Labels round a rate by volume and the same rate by mass apart (0.5 mL/kg/h is printed as 0.8
    mg/kg/min and is 0.833…): both are kept, and the one that the label prints first counts.
    """

    by_volume: RateByVolume | None = None
    by_mass: RateByMass | None = None
    leads: Literal["by_volume", "by_mass"]

    @model_validator(mode="after")
    def _leading_one_is_there(self) -> LabelRate:
        if getattr(self, self.leads) is None:
            raise ValueError(f"leads names {self.leads}, which is not given")
        return self

    @property
    def leading(self) -> ProductFigure:
        """The rate that counts."""
        figure: ProductFigure = getattr(self, self.leads)
        return figure

    @property
    def both(self) -> tuple[ProductFigure, ...]:
        """The ways in which the label prints it; the one that counts stands first."""
        figures = (self.leading, self.by_volume, self.by_mass)
        return tuple({id(figure): figure for figure in figures if figure is not None}.values())

    @property
    def printed(self) -> str:
        """Every way in which the label prints it."""
        return " or ".join(figure.shown for figure in self.both)


class AtRisk(Model):
    """What a label says of patients at risk of thrombosis or renal failure."""

    ceiling: LabelRate | None = None  # none where the label gives no number
    says: Statement


class InfusionRates(Model):
    """How fast an intravenous product may run, on one label's indication.

    Parameters
    ----------
    start_lasts
        Minutes at the start rate.
    step_every
        Minutes between two steps; where the label gives a range, the longest.
    increment
        How much a step adds, where the label says so.
    ladder
        The steps that the label, or the source named, lists, the start first.
    ladder_is_example
        Whether the steps and their time are a manufacturer's example and not the label's.
    """

    id: Name
    indication: Text
    start: LabelRate
    start_lasts: Minutes | None = None
    maximum: LabelRate
    step_every: Minutes | None = None
    increment: LabelRate | None = None
    ladder: tuple[LabelRate, ...] = ()
    ladder_is_example: bool = False
    at_risk: AtRisk | None = None
    says: tuple[Statement, ...] = ()

    @model_validator(mode="after")
    def _one_way_up(self) -> InfusionRates:
        if self.ladder_is_example and not self.ladder:
            raise ValueError("ladder_is_example needs a ladder")
        if self.ladder and self.increment is not None:
            raise ValueError("a table has either a ladder or an increment")
        start, maximum = _per_hour(self.start), _per_hour(self.maximum)
        rungs = [_per_hour(rate) for rate in self.ladder]
        if rungs and rungs[0] != start:
            raise ValueError("a ladder begins with the start rate")
        if rungs != sorted(set(rungs)):
            raise ValueError("a ladder rises with every step")
        if start[0] != maximum[0]:
            raise ValueError("start and maximum must lead in one kind of unit")
        if start >= maximum:
            raise ValueError("start must lie below maximum")
        return self


def _per_hour(rate: LabelRate) -> tuple[str, Decimal]:
    """Return which rate leads, and its magnitude in one unit for comparing it with another."""
    ucum = {"by_volume": "mL/kg/h", "by_mass": "mg/kg/h"}[rate.leads]
    return rate.leads, units.magnitude_in(rate.leading.quantity, ucum)


class MassRates(Model):
    """How fast a product may run in mg/h, whatever the weight: start, step and maximum."""

    id: Name
    label: Text
    start: MassRate
    step: MassRate
    step_every: Minutes
    maximum: MassRate

    @model_validator(mode="after")
    def _rises(self) -> MassRates:
        if self.start.value >= self.maximum.value:
            raise ValueError("start must lie below maximum")
        return self


class SiteLimits(Model):
    """The most that one subcutaneous site takes: volume and rate, each where it is established.

    Parameters
    ----------
    steps, step_every
        Where the label raises the rate within a session: the rates, and the time at each; the
        last one runs to the end.
    """

    volume: SiteVolume | None = None
    rate: SiteRate | None = None
    steps: tuple[SiteRate, ...] = ()
    step_every: Minutes | None = None

    @model_validator(mode="after")
    def _steps_rise(self) -> SiteLimits:
        if bool(self.steps) != (self.step_every is not None):
            raise ValueError("steps and step_every go together")
        values = [each.value for each in self.steps]
        if values != sorted(set(values)):
            raise ValueError("steps rise, each once")
        if self.steps and (self.rate is None or self.rate.value != values[-1]):
            raise ValueError("rate must be the last of the steps")
        return self


class BelowWeight(Model):
    """The label's own figures below the body weight from which the others hold."""

    first: SiteLimits = SiteLimits()
    tolerated: SiteLimits = SiteLimits()
    most_a_day: SiteVolume | None = None


class RampUp(Model):
    """One step on the way to the whole dose: in which week, and what share of the dose."""

    week: Annotated[ProductFigure, in_units("wk")]
    share: ProductCount


class SubcutaneousUse(Model):
    """What a label says of subcutaneous use, on one indication.

    Parameters
    ----------
    from_weight, below
        The body weight from which the limits hold, where the label ties them to one, and the
        label's own figures below it, where they were read.
    volume_at_most_sites
        The most a site where as many sites as the label has are used at once.
    factor
        The label's IV→SC factor.
    weekly_doses
        Doses a week and kg of body weight that the label names.
    """

    id: Name
    indication: Text
    first: SiteLimits = SiteLimits()
    tolerated: SiteLimits = SiteLimits()
    from_weight: Annotated[ProductFigure, in_units("kg")] | None = None
    below: BelowWeight | None = None
    most_sites: Annotated[ProductCount, AfterValidator(whole)] | None = None
    volume_at_most_sites: SiteVolume | None = None
    most_a_day: SiteVolume | None = None
    factor: ProductCount | None = None
    weekly_doses: tuple[Annotated[ProductFigure, in_units("g/kg/wk")], ...] = ()
    ramp_up: tuple[RampUp, ...] = ()
    ramp_up_interval: Annotated[ProductFigure, in_units("wk")] | None = None
    says: tuple[Statement, ...] = ()

    @model_validator(mode="after")
    def _below_a_weight(self) -> SubcutaneousUse:
        if self.below is not None and self.from_weight is None:
            raise ValueError("below needs from_weight")
        if self.volume_at_most_sites is not None and self.most_sites is None:
            raise ValueError("volume_at_most_sites needs most_sites")
        return self

    @model_validator(mode="after")
    def _ramp_up_rises(self) -> SubcutaneousUse:
        if bool(self.ramp_up) != (self.ramp_up_interval is not None):
            raise ValueError("ramp_up and ramp_up_interval go together")
        for values in (
            [step.week.value for step in self.ramp_up],
            [step.share.value for step in self.ramp_up],
        ):
            if values != sorted(set(values)):
                raise ValueError("weeks and shares of a ramp-up rise with every step")
        return self


class Product(Model):
    """A product as it is ordered: one brand at one concentration.

    Parameters
    ----------
    brand
        Its name without a concentration; two products may share one.
    also_called
        Other names under which it is asked for.
    holds
        The drug: one that the policies list, or a treatment of the plan that is dosed by weight.
    labelled_routes
        By a plan's indication, the routes by which a US label that was read carries it.
    labelled_routes_eu
        The same of a European text, where no US label does: rates on record are not its own.
    concentration
        Drug a volume; for a powder, once reconstituted as its label says. Tablets have none.
    diluted_from, diluted_to
        The concentrations in the bag between which the label has it diluted.
    record
        What its label has written down of each infusion, where a label that was read says so.
    rules
        Who should not get this product, whatever the treatment; each is checked with every dose
        and every order of it.
    """

    id: Name
    label: Text
    brand: Text
    also_called: tuple[Text, ...] = ()
    holds: Name
    provenance: Provenance
    routes: tuple[Route, ...] = Field(min_length=1)
    labelled_routes: dict[Name, tuple[Route, ...]] = Field(default_factory=dict)
    labelled_routes_eu: dict[Name, tuple[Route, ...]] = Field(default_factory=dict)
    concentration: Concentration | None = None
    diluted_from: Concentration | None = None
    diluted_to: Concentration | None = None
    containers: Containers
    stabiliser: Statement | None = None
    record: Statement | None = None
    iga: Annotated[ProductFigure, in_units("ug/mL")] | None = None
    rates: tuple[InfusionRates, ...] = ()
    mass_rates: tuple[MassRates, ...] = ()
    subcutaneous: tuple[SubcutaneousUse, ...] = ()
    says: tuple[Statement, ...] = ()
    rules: tuple[ProductRule, ...] = ()

    @model_validator(mode="after")
    def _parts_fit_the_routes(self) -> Product:
        self._require_among_routes("labelled_routes")
        tablets = self.containers.called == "tablet"
        if (self.concentration is None) != tablets:
            raise ValueError("every product but a tablet has a concentration")
        if any((route == "PO") != tablets for route in self.routes):
            raise ValueError("tablets are taken by mouth, and nothing else is")
        if (self.rates or self.mass_rates) and "IV" not in self.routes:
            raise ValueError("rates of infusion need the route IV")
        if self.subcutaneous and "SC" not in self.routes:
            raise ValueError("subcutaneous use needs the route SC")
        self._require_among_routes("labelled_routes_eu")
        return self

    def _require_among_routes(self, key: str) -> None:
        for indication, routes in getattr(self, key).items():
            if set(routes) - set(self.routes):
                raise ValueError(f"{key}: those of {indication!r} must be among routes")

    @model_validator(mode="after")
    def _each_indication_once(self) -> Product:
        for tables in (self.rates, self.mass_rates, self.subcutaneous):
            ids = [table.id for table in tables]
            if len(set(ids)) < len(ids):
                raise ValueError(f"an indication stands twice among {', '.join(ids)}")
        if len({rule.id for rule in self.rules}) < len(self.rules):
            raise ValueError("two rules have the same id")
        return self

    @model_validator(mode="after")
    def _dilution_in_order(self) -> Product:
        together(self, "diluted_from", "diluted_to")
        return self

    @property
    def boxed_warnings(self) -> tuple[Statement, ...]:
        """The label's boxed warning; empty where it was not established."""
        return tuple(each for each in self.says if each.kind == "boxed_warning")

    @property
    def contraindications(self) -> tuple[Statement, ...]:
        """The label's contraindications; empty where they were not established."""
        return tuple(each for each in self.says if each.kind == "contraindication")

    def rates_for(self, indication: str) -> InfusionRates | None:
        """Return the rate table of an indication, where the product has one."""
        return next((each for each in self.rates if each.id == indication), None)

    def use_for(self, indication: str) -> SubcutaneousUse | None:
        """Return the subcutaneous use on an indication, where the product has one."""
        return next((each for each in self.subcutaneous if each.id == indication), None)


class OtherProduct(Model):
    """A product that is known by its name, and of which too little was read to work with.

    Parameters
    ----------
    rules
        What rules it out, or is to be weighed with it, as a product's own rules do.
    """

    brand: Text
    also_called: tuple[Text, ...] = ()
    says: tuple[Statement, ...] = Field(min_length=1)
    rules: tuple[ProductRule, ...] = ()

    @property
    def id(self) -> str:
        """How messages name it among the others."""
        return self.brand

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that it has."""
        return (self.brand, *self.also_called)


class OtherProducts(Model):
    """The products that are known by name only."""

    provenance: Provenance
    named: tuple[OtherProduct, ...]
