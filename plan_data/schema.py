"""The shape of the plan's files: frozen models that refuse unknown keys and unfit units."""

from __future__ import annotations

from datetime import date  # noqa: TC003  (pydantic reads annotations at run time)
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)

import units

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Model(BaseModel):
    """A frozen record that knows all its keys."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, ignored_types=(cached_property,)
    )


class Outcome(Enum):
    """What a check says, gravest first: the whole has the worst of its parts in this order."""

    CONTRAINDICATED = "contraindicated"
    NOT_READY = "not_ready"
    UNKNOWN = "unknown"
    CAUTION = "caution"
    CLEAR = "clear"

    @property
    def gravity(self) -> int:
        """0 for the gravest."""
        return _GRAVITY[self]


_GRAVITY = {outcome: place for place, outcome in enumerate(Outcome)}

DosingT = TypeVar("DosingT")

SETTINGS = ("ED", "HOSP", "OPD", "ICU")
Priority = Literal["STAT", "URGENT", "ROUTINE", "EXT", "-"]


# --- sources and figures ----------------------------------------------------------------------


class Source(Model):
    """Where a figure or a statement was read."""

    title: Text
    edition: str
    address: str
    read_on: date
    confidence: Literal["A", "A†", "B", "plan", "record", "project"]


class Figure(Model):
    """A number that can change a dose: value, unit, source and place in the source."""

    value: Decimal | int
    unit: Text
    source: Name
    at: Text

    @model_validator(mode="after")
    def _unit_is_known(self) -> Figure:
        if self.unit not in units.UNITS:
            raise ValueError(f"unit {self.unit!r} is not one of {', '.join(units.UNITS)}")
        return self

    @cached_property
    def quantity(self) -> units.Quantity:
        """The figure as a quantity."""
        return units.quantity(Decimal(self.value), self.unit)

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the figure stands, as shown to people."""
        return (self.at,)


def _in(*ucum: str) -> AfterValidator:
    """Require a figure to stand in one of these units, so that a calculator knows what it gets."""

    def check(figure: Figure) -> Figure:
        if figure.unit not in ucum:
            wanted = " or ".join(repr(unit) for unit in ucum)
            raise ValueError(f"unit must be {wanted}, not {figure.unit!r}")
        if figure.value < 0:
            raise ValueError("value must not be negative")
        return figure

    return AfterValidator(check)


GramsPerKilogram = Annotated[Figure, _in("g/kg")]
MilligramsPerKilogram = Annotated[Figure, _in("mg/kg")]
GramsPerSurface = Annotated[Figure, _in("g/m2")]
MilligramsPerSurface = Annotated[Figure, _in("mg/m2")]
Milligrams = Annotated[Figure, _in("mg")]
Millilitres = Annotated[Figure, _in("mL")]
DailyDose = Annotated[Figure, _in("mg/d", "g/d")]
Hours = Annotated[Figure, _in("h")]
Weeks = Annotated[Figure, _in("wk")]
Days = Annotated[Figure, _in("d")]
Months = Annotated[Figure, _in("mo")]
Years = Annotated[Figure, _in("a")]
Kilograms = Annotated[Figure, _in("kg")]
Centimetres = Annotated[Figure, _in("cm")]
BodyMassIndex = Annotated[Figure, _in("kg/m2")]
Number = Annotated[Figure, _in("1")]


def _whole(figure: Figure) -> Figure:
    if figure.value != int(figure.value):
        raise ValueError("value must be whole")
    return figure


Count = Annotated[Figure, _in("1"), AfterValidator(_whole)]


def _require_order(model: BaseModel, lower: str, upper: str) -> None:
    if getattr(model, lower).value > getattr(model, upper).value:
        raise ValueError(f"{lower} must not exceed {upper}")


class DayChoices(Model):
    """The numbers of days that the plan allows, or the days of a course on which a dose falls."""

    values: tuple[int, ...] = Field(min_length=1)
    unit: Literal["d"]
    source: Name
    at: Text

    @model_validator(mode="after")
    def _ascending(self) -> DayChoices:
        if list(self.values) != sorted(set(self.values)) or self.values[0] < 1:
            raise ValueError("values must be whole days from 1 up, each once, in order")
        return self

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the days stand, as shown to people."""
        return (self.at,)


class Provenance(Model):
    """Who wrote a file, whether a clinician has checked it, and when it is next due."""

    written_by: Text
    written_on: date
    checked_by: str
    checked_on: date | None = None
    next_review: date

    @model_validator(mode="after")
    def _checked_has_a_date(self) -> Provenance:
        if bool(self.checked_by) != (self.checked_on is not None):
            raise ValueError("checked_by and checked_on go together")
        return self


# --- conditions: a closed list of comparisons -------------------------------------------------


# Each fact that a condition looks at, and whether leaving it out may leave the condition unsettled.
Reads = tuple[tuple[str, bool], ...]

_MEASURED_FOR = {
    "weight": ("weight",),
    "height": ("height",),
    "body_mass_index": ("weight", "height"),
}


class AllOf(Model):
    """Holds when every part holds."""

    all: tuple[Condition, ...] = Field(min_length=1)

    @property
    def reads(self) -> Reads:
        """The facts that it looks at."""
        return tuple(entry for part in self.all for entry in part.reads)


class AnyOf(Model):
    """Holds when one part holds."""

    any: tuple[Condition, ...] = Field(min_length=1)

    @property
    def reads(self) -> Reads:
        """The facts that it looks at."""
        return tuple(entry for part in self.any for entry in part.reads)


class FactIs(Model):
    """A yes-or-no fact has this answer; with a window, only when its date lies inside it."""

    fact: Name
    answer: Literal["yes", "no"] = Field(alias="is")
    within: Annotated[Figure, _in("mo", "d")] | None = None

    @model_validator(mode="after")
    def _whole_window(self) -> FactIs:
        # A window is counted in dates, which come whole.
        if self.within is not None and self.within.value % 1:
            raise ValueError("within must be a whole number of days or months")
        return self

    @property
    def reads(self) -> Reads:
        """The facts that it looks at."""
        return ((self.fact, True),)


class DatedWithinInterval(Model):
    """A test was done, and not longer ago than one interval of the regimen."""

    done_within_interval: Name
    answer: Literal["yes", "no"] = Field(alias="is")

    @property
    def reads(self) -> Reads:
        """The facts that it looks at."""
        return ((self.done_within_interval, True),)


class DoneBefore(Model):
    """Something was done at least so many days before the first dose; without a date, unknown."""

    done_before_first_dose: Name
    at_least: Days
    answer: Literal["yes", "no"] = Field(alias="is")

    @property
    def reads(self) -> Reads:
        """The facts that it looks at."""
        return ((self.done_before_first_dose, True),)


class LaboratoryBelow(Model):
    """A recorded laboratory value lies below a figure."""

    laboratory: Name
    below: Figure

    @property
    def reads(self) -> Reads:
        """The facts that it looks at."""
        return ((self.laboratory, True),)


class ClearanceBelow(Model):
    """The creatinine clearance, where it can be worked out, lies below a figure."""

    creatinine_clearance_below: Annotated[Figure, _in("mL/min")]
    if_not_recorded: Literal["no", "unknown"]

    @property
    def reads(self) -> Reads:
        """The facts that it looks at; where it must be known, all that the formula needs."""
        if self.if_not_recorded == "no":
            return (("creatinine", False),)
        return tuple((name, True) for name in ("creatinine", "weight", "age", "sex"))


class AgeBelow(Model):
    """The patient is younger than a figure."""

    age_below: Years

    @property
    def reads(self) -> Reads:
        """The facts that it looks at."""
        return (("age", True),)


class PriorityIs(Model):
    """The plan gives the treatment this priority in the chosen setting."""

    priority: Priority

    @property
    def reads(self) -> Reads:
        """The facts that it looks at."""
        return (("setting", True),)


class Listed(Model):
    """A list given with the order holds a name of a group (or, for `unknown`, of no group)."""

    listed: Literal["premedication", "concurrent"]
    group: Name

    @property
    def reads(self) -> Reads:
        """The facts that it looks at."""
        return ((self.listed, False),)


class ResultIs(Model):
    """The calculator says this of its own result."""

    result: Name
    answer: Text = Field(alias="is")

    @property
    def reads(self) -> Reads:
        """The facts that it looks at."""
        return ()


class TargetAbove(Model):
    """The amount a day that is aimed at lies above a figure."""

    target_above: DailyDose

    @property
    def reads(self) -> Reads:
        """The facts that it looks at."""
        return ()


class Extraordinary(Model):
    """Weight, height or body-mass index lies outside the ordinary range: perhaps another unit."""

    extraordinary: Literal["weight", "height", "body_mass_index"]

    @property
    def reads(self) -> Reads:
        """The facts that it looks at."""
        return tuple((name, False) for name in _MEASURED_FOR[self.extraordinary])


_COMPARISONS = {
    "all": AllOf,
    "any": AnyOf,
    "fact": FactIs,
    "done_within_interval": DatedWithinInterval,
    "done_before_first_dose": DoneBefore,
    "laboratory": LaboratoryBelow,
    "creatinine_clearance_below": ClearanceBelow,
    "age_below": AgeBelow,
    "priority": PriorityIs,
    "listed": Listed,
    "result": ResultIs,
    "target_above": TargetAbove,
    "extraordinary": Extraordinary,
}


def _comparison(data: Any) -> str | None:
    """Tell by its leading key which comparison a condition is, so that a refusal names that one."""
    if isinstance(data, dict):
        return next((key for key in _COMPARISONS if key in data), None)
    return next((key for key, model in _COMPARISONS.items() if isinstance(data, model)), None)


Condition = Annotated[
    Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[FactIs, Tag("fact")]
    | Annotated[DatedWithinInterval, Tag("done_within_interval")]
    | Annotated[DoneBefore, Tag("done_before_first_dose")]
    | Annotated[LaboratoryBelow, Tag("laboratory")]
    | Annotated[ClearanceBelow, Tag("creatinine_clearance_below")]
    | Annotated[AgeBelow, Tag("age_below")]
    | Annotated[PriorityIs, Tag("priority")]
    | Annotated[Listed, Tag("listed")]
    | Annotated[ResultIs, Tag("result")]
    | Annotated[TargetAbove, Tag("target_above")]
    | Annotated[Extraordinary, Tag("extraordinary")],
    Discriminator(
        _comparison,
        custom_error_type="unknown_comparison",
        custom_error_message="a condition begins with one of: " + ", ".join(_COMPARISONS),
    ),
]


class Case(Model):
    """One way a rule can come out: the outcome, when it holds, why, and what would settle it."""

    outcome: Annotated[Outcome, Field(strict=False)]
    when: Condition
    because: Text
    resolve: str = ""


class Rule(Model):
    """One statement of the plan as a check. The first case that holds decides; else `clear`."""

    id: Name
    at: Text
    demands: Text
    ask: Text
    clear: Text
    without_treatment: bool = False  # holds for body sizes too
    about: str = ""  # a remark; the rule holds only for results whose calculator makes it
    also_asks: tuple[Name, ...] = ()  # facts that decide through the calculator, not through `when`
    cases: tuple[Case, ...] = Field(min_length=1)

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The patient facts that this rule looks at, each once, in the order in which it asks."""
        return tuple(dict.fromkeys(name for name, _ in self._looked_at))

    @cached_property
    def decides(self) -> tuple[str, ...]:
        """The facts among `reads` without which the rule may be unsettled."""
        return tuple(dict.fromkeys(name for name, decides in self._looked_at if decides))

    @cached_property
    def _looked_at(self) -> tuple[tuple[str, bool], ...]:
        return tuple(entry for case in self.cases for entry in case.when.reads)


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
        _require_order(self, "ivig_interval_from", "ivig_interval_to")
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
        _require_order(self, "po_low", "po_high")
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
        _together(self, "step_from", "step_to")
        _together(self, "step_every_from", "step_every_to")
        _together(self, "target_from", "target_to")
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


def _together(dosing: Model, low: str, high: str) -> None:
    """Require both ends of a range or neither, in one unit and in order."""
    lowest, highest = getattr(dosing, low), getattr(dosing, high)
    if (lowest is None) != (highest is None):
        raise ValueError(f"{low} and {high} go together")
    if lowest is not None and (lowest.unit != highest.unit or lowest.value > highest.value):
        raise ValueError(f"{low} must not exceed {high}, in the same unit")


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
        _together(self, "dose_from", "dose_to")
        _together(self, "every_from", "every_to")
        _together(self, "lowered_maximum", "maximum")
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


class Range(Model):
    """A lowest and a highest value, both still inside."""

    lowest: Figure
    highest: Figure

    @model_validator(mode="after")
    def _ordered(self) -> Range:
        if self.lowest.unit != self.highest.unit:
            raise ValueError("lowest and highest must stand in one unit")
        if self.lowest.value >= self.highest.value:
            raise ValueError("lowest must lie below highest")
        return self

    def holds(self, value: units.Quantity) -> bool:
        """Tell whether `value` lies inside, bounds included."""
        magnitude = units.magnitude_in(value, self.lowest.unit)
        return self.lowest.value <= magnitude <= self.highest.value


def _range_in(ucum: str) -> AfterValidator:
    """Require a range to stand in the unit in which the measure is compared."""

    def check(bounds: Range) -> Range:
        if bounds.lowest.unit != ucum:
            raise ValueError(f"unit must be {ucum!r}, not {bounds.lowest.unit!r}")
        return bounds

    return AfterValidator(check)


class Measures(Model):
    """Limits on typed measures and conventions of time, weight and surface."""

    provenance: Provenance
    accepted_weight: Annotated[Range, _range_in("kg")]
    accepted_height: Annotated[Range, _range_in("cm")]
    accepted_age: Annotated[Range, _range_in("a")]
    ordinary_weight: Annotated[Range, _range_in("kg")]
    ordinary_height: Annotated[Range, _range_in("cm")]
    ordinary_body_mass_index: Annotated[Range, _range_in("kg/m2")]
    year: Annotated[Figure, _in("d/a")]
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
        return {
            name: part.provenance for name, part in parts.items() if hasattr(part, "provenance")
        }

    @cached_property
    def name_groups(self) -> dict[str, tuple[str, ...]]:
        """Every group of names that a rule may look for."""
        return {entry.id: entry.names for entry in self.order_names.entries}
