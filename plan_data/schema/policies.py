"""What sites decide and the plan leaves open: rounding, pumps, ladders, weights, tolerance.

None of it is the plan's. Each entry names who decided it, and is shown as that one's policy.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, model_validator

from plan_data.schema.figures import (
    Count,
    DayChoices,
    Days,
    Figure,
    GramsPerKilogram,
    Hours,
    Model,
    Months,
    Name,
    Number,
    Provenance,
    Range,
    Text,
    Weeks,
    Years,
    each_once,
    in_units,
    require_order,
)

Percent = Annotated[Figure, in_units("%")]
Window = Annotated[Figure, in_units("d", "mo")]


class Rounding(Model):
    """A way of going from a calculated dose to containers.

    Parameters
    ----------
    way
        ``exact``: the calculated dose is drawn up, the rest is waste. ``nearest``: whole
        containers, as near as can be. ``down``: whole containers, never above. ``within``: whole
        containers where they come within ``tolerance``, else exact. ``to_multiple``: the dose is
        first rounded to a multiple.
    """

    id: Name
    label: Text
    way: Literal["exact", "nearest", "down", "within", "to_multiple"]
    tolerance: Percent | None = None
    multiple: Annotated[Figure, in_units("g")] | None = None
    also_called: tuple[Text, ...] = ()
    source: Name
    at: Text

    @model_validator(mode="after")
    def _has_what_its_way_needs(self) -> Rounding:
        if (self.tolerance is not None) != (self.way == "within"):
            raise ValueError("tolerance goes with the way 'within', and with no other")
        if (self.multiple is not None) != (self.way == "to_multiple"):
            raise ValueError("multiple goes with the way 'to_multiple', and with no other")
        return self

    @property
    def sources(self) -> tuple[str, ...]:
        """Whose policy it is, as shown to people."""
        return (self.at,)


class LadderPolicy(Model):
    """The steps that are offered where a label gives a start and a maximum but no steps.

    Parameters
    ----------
    shortest
        A step that was entered and lasts less than this is asked about.
    pump_step
        The least by which a pump can be set.
    pump_highest
        The highest rate of the site's pumps; none is on record until a site writes its own here.
    """

    factor: Number
    lasts: Annotated[Figure, in_units("min")]
    shortest: Annotated[Figure, in_units("min")]
    pump_step: Annotated[Figure, in_units("mL/h")]
    pump_highest: Annotated[Figure, in_units("mL/h")] | None = None

    @model_validator(mode="after")
    def _a_pump_runs(self) -> LadderPolicy:
        if self.pump_highest is not None:
            require_order(self, "pump_step", "pump_highest")
        return self


class AtRiskFacts(Model):
    """Which recorded facts mean a risk of thrombosis or renal failure, and who is asked else.

    Parameters
    ----------
    asked
        The summary question; "no" to it answers together what is not recorded.
    thrombosis
        The labels' list, for every route.
    kidney
        The labels' list, for the intravenous route.
    also
        What counts where it is recorded, and is not asked for.
    age_above, clearance_below
        What is read for the kidney, and not asked.
    """

    asked: Name
    thrombosis: tuple[Name, ...] = Field(min_length=1)
    kidney: tuple[Name, ...] = Field(min_length=1)
    also: tuple[Name, ...] = ()
    age_above: Years
    clearance_below: Annotated[Figure, in_units("mL/min")]
    source: Name
    at: Text


class Hemolysis(Model):
    """From which dose a course can cause hemolysis, and when it is looked for.

    Parameters
    ----------
    course_dose
        In a course, whatever the number of days.
    check_from, check_to
        After the dose, by the regulator.
    late_from, late_to
        After the dose, by a series: literature beside it.
    """

    course_dose: GramsPerKilogram
    check_from: Hours
    check_to: Hours
    late_from: Days
    late_to: Days

    @model_validator(mode="after")
    def _in_order(self) -> Hemolysis:
        require_order(self, "check_from", "check_to")
        require_order(self, "late_from", "late_to")
        return self


class Plausible(Model):
    """Between what a laboratory value can lie, and between what it ordinarily lies."""

    accepted: Range
    ordinary: Range


class EvidenceAge(Model):
    """How long some dated tests or values count: for a treatment, or for all of them.

    Parameters
    ----------
    within
        The longest age that still counts; none where nothing limits it, or where the treatment's
        own rule holds the date against its interval.
    """

    facts: tuple[Name, ...] = Field(min_length=1)
    within: Window | None = None
    says: Text
    source: Name
    at: Text


class Contradiction(Model):
    """A laboratory value that speaks against the answer "no" to a fact."""

    fact: Name
    laboratory: Name
    below: Figure
    source: Name
    at: Text

    @property
    def by_clearance(self) -> bool:
        """Whether it is the creatinine clearance that is compared, not the value itself."""
        return self.below.unit == "mL/min"


class EvidencePolicy(Model):
    """When a record no longer counts, is not plausible, or speaks against another one.

    Parameters
    ----------
    within
        How long a test or a value counts where nothing else is said.
    expires
        The tests and values that grow old.
    ages
        What is said of some of them for every treatment.
    """

    within: Window
    expires: tuple[Name, ...] = Field(min_length=1)
    ages: tuple[EvidenceAge, ...]
    contradictions: tuple[Contradiction, ...]
    plausible: dict[Name, Plausible]

    def against(self, fact: str) -> tuple[Contradiction, ...]:
        """Return what may speak against the answer to a fact."""
        return tuple(each for each in self.contradictions if each.fact == fact)


class WeightPolicy(Model):
    """Whose rule it is to dose immunoglobulin by which weight.

    Parameters
    ----------
    weight
        The weight that it doses by; none where its formula could not be read.
    """

    id: Name
    label: Text
    weight: Literal["actual", "ideal", "adjusted"] | None = None
    says: Text
    source: Name
    at: Text


class WeightOfThePlan(WeightPolicy):
    """What the plan says of the weight that it doses by.

    Parameters
    ----------
    weight
        What is taken where none is chosen. Calculators take the actual weight, so a plan that means
        another one is refused and not answered by it.
    """

    weight: Literal["actual"]


MistakeName = Literal[
    "no_uplift",
    "double_uplift",
    "factor_1_37",
    "factor_1_30",
    "factor_1_53",
    "divided_by_4_ignoring_interval",
    "calendar_month",
    "monthly_as_weekly",
    "weekly_as_daily",
    "pounds_as_kilograms",
    "pounds_multiplied",
    "height_as_weight",
    "not_multiplied",
    "maximum_not_held",
    "other_pattern",
    "other_protocol",
    "kilograms_and_surface",
    "kilograms_as_pounds",
    "milligrams_for_grams",
    "millilitres_for_grams",
    "ideal_weight",
    "adjusted_weight",
    "total_as_daily",
    "daily_as_total",
    "other_bsa_formula",
    "bsa_capped",
    "decimal_point",
    "wrong_concentration",
    "digits_swapped",
]


class Steps(Model):
    """The steps to which people round something, smallest first."""

    values: tuple[Decimal | int, ...] = Field(min_length=1)
    unit: Text
    source: Name
    at: Text

    @model_validator(mode="after")
    def _ascending(self) -> Steps:
        if list(self.values) != sorted(set(self.values)) or self.values[0] <= 0:
            raise ValueError("values must be above zero, each once, in order")
        return self

    @cached_property
    def numbers(self) -> tuple[Decimal, ...]:
        """The steps as bare decimals."""
        return tuple(Decimal(value) for value in self.values)

    @property
    def sources(self) -> tuple[str, ...]:
        """Whose policy it is, as shown to people."""
        return (self.at,)


def steps_in(ucum: str) -> AfterValidator:
    """Require steps to stand in the unit in which they are used."""

    def check(steps: Steps) -> Steps:
        if steps.unit != ucum:
            raise ValueError(f"unit must be {ucum!r}, not {steps.unit!r}")
        return steps

    return AfterValidator(check)


class KnownMistake(Model):
    """A mistake that is looked for.

    Parameters
    ----------
    label
        What people call it; where another factor is taken, the plan adds its figure.
    other_factor
        The factor of SCIg's comparison that is taken by mistake, where one is.
    """

    name: MistakeName
    label: Text
    other_factor: Name | None = None


class OtherProtocol(Model):
    """A dose by weight that is taken for one that the plan gives by body surface.

    Parameters
    ----------
    holds, route
        Of which drug, and how it is given.
    """

    holds: Name
    route: Literal["IV", "SC", "PO"]
    dose: Annotated[Figure, in_units("mg/kg")]


class Mistakes(Model):
    """The mistakes that are looked for, the likelier first, and how people round orders."""

    most_named: Count
    rounding_steps: Annotated[Steps, steps_in("1")]
    order_rounding: Percent
    pair_rounding: Percent
    weight_steps: Annotated[Steps, steps_in("kg")]
    surface_step: Annotated[Figure, in_units("m2")]
    surface_cap: Annotated[Figure, in_units("m2")]
    month_weeks: Annotated[Steps, steps_in("wk")]
    other_protocols: tuple[OtherProtocol, ...]
    known: tuple[KnownMistake, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Mistakes:
        names = [mistake.name for mistake in self.known]
        if sorted(names) != sorted(get_args(MistakeName)):
            raise ValueError("known must hold every mistake once")
        return self

    @cached_property
    def places(self) -> dict[str, int]:
        """How likely each mistake is beside the others: its place in the list."""
        return {mistake.name: place for place, mistake in enumerate(self.known)}


class CoursePolicy(Model):
    """How far a course reaches on a calendar.

    Parameters
    ----------
    open_shown
        For so long a phase without an end is shown.
    move_within
        So far an infusion moves from a day that is avoided.
    scig_after_ivig
        The time from the last infusion to the first dose under the skin, as a label has it.
    longest, most_phases, most_measurements
        Beyond these a course is a slip of the keys, and refused.
    """

    open_shown: Months
    longest: Months
    move_within: Days
    scig_after_ivig: Weeks
    most_phases: Count
    most_measurements: Count


class Policies(Model):
    """Everything that a site's policy may set.

    Parameters
    ----------
    offered
        The products, in the order in which they are offered.
    drugs
        What products may hold, beside the drugs that a plan doses by weight.
    """

    provenance: Provenance
    offered: Annotated[tuple[Name, ...], Field(min_length=1), each_once]
    drugs: Annotated[tuple[Name, ...], Field(min_length=1), each_once]
    rounding: tuple[Rounding, ...] = Field(min_length=1)
    rounding_limit: Percent
    ladder: LadderPolicy
    at_risk: AtRiskFacts
    evidence: EvidencePolicy
    dosing_weights: tuple[WeightPolicy, ...] = ()
    order_tolerance: Percent
    mistakes: Mistakes
    most_sessions: Count
    course: CoursePolicy
    maintenance_days: DayChoices
    largest_labelled_day: GramsPerKilogram
    hemolysis: Hemolysis
