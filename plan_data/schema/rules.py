"""Rules as data: outcomes, a closed list of comparisons, and how a rule is decided by them."""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from plan_data.schema.figures import DailyDose, Days, Figure, Model, Name, Text, Years, in_units


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

SETTINGS = ("ED", "HOSP", "OPD", "ICU")
Priority = Literal["STAT", "URGENT", "ROUTINE", "EXT", "-"]


# Each fact that a condition looks at, and whether leaving it out may leave the condition unsettled.
Reads = tuple[tuple[str, bool], ...]
# What is held against a figure, and the figure.
Limits = tuple[tuple[str, Figure], ...]

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
    within: Annotated[Figure, in_units("mo", "d")] | None = None

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

    creatinine_clearance_below: Annotated[Figure, in_units("mL/min")]
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


class RuleCase(Model):
    """One way a rule can come out: the outcome, when it holds, why, and what would settle it."""

    outcome: Annotated[Outcome, Field(strict=False)]
    when: Condition
    because: Text
    resolve: str = ""


def comparisons_in(condition: Any) -> tuple[Any, ...]:
    """Return the single comparisons of a condition, in their order."""
    parts = getattr(condition, "all", None) or getattr(condition, "any", None)
    if parts is None:
        return (condition,)
    return tuple(each for part in parts for each in comparisons_in(part))


def limits_in(condition: Any) -> Limits:
    """Return what a condition holds against a figure, each with the figure."""
    return tuple(limit for each in comparisons_in(condition) for limit in _limit_of(each))


def _limit_of(comparison: Any) -> Limits:
    if isinstance(comparison, LaboratoryBelow):
        return ((comparison.laboratory, comparison.below),)
    if isinstance(comparison, ClearanceBelow):
        return (("creatinine_clearance", comparison.creatinine_clearance_below),)
    if isinstance(comparison, AgeBelow):
        return (("age", comparison.age_below),)
    return (("target", comparison.target_above),) if isinstance(comparison, TargetAbove) else ()


class RuleBody(Model):
    """What a rule says. The first case that holds decides, else it is clear."""

    id: Name
    demands: Text
    ask: Text
    clear: Text
    without_treatment: bool = False  # holds for body sizes too
    about: str = ""  # a remark; the rule holds only for results whose calculator makes it
    also_asks: tuple[Name, ...] = ()  # facts that decide through the calculator, not through `when`
    cases: tuple[RuleCase, ...] = Field(min_length=1)

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The patient facts that this rule looks at, each once, in the order in which it asks."""
        return tuple(dict.fromkeys(name for name, _ in self._looked_at))

    @cached_property
    def decides(self) -> tuple[str, ...]:
        """The facts among `reads` without which the rule may be unsettled."""
        return tuple(dict.fromkeys(name for name, decides in self._looked_at if decides))

    @cached_property
    def limits(self) -> Limits:
        """What its cases hold against a figure, each with the figure."""
        return tuple(each for case in self.cases for each in limits_in(case.when))

    @cached_property
    def listens_for(self) -> tuple[str, ...]:
        """The remarks of a calculator that it listens for, each once."""
        heard = (each.result for each in self._comparisons if isinstance(each, ResultIs))
        return tuple(dict.fromkeys(filter(None, (self.about, *heard))))

    @cached_property
    def within_interval(self) -> frozenset[str]:
        """The tests whose date it holds against the interval of the regimen."""
        held = (each for each in self._comparisons if isinstance(each, DatedWithinInterval))
        return frozenset(each.done_within_interval for each in held)

    @cached_property
    def before_first_dose(self) -> frozenset[str]:
        """What it demands so many days before the first dose."""
        held = (each for each in self._comparisons if isinstance(each, DoneBefore))
        return frozenset(each.done_before_first_dose for each in held)

    @cached_property
    def _comparisons(self) -> tuple[Any, ...]:
        return tuple(each for case in self.cases for each in comparisons_in(case.when))

    @cached_property
    def needs_a_result(self) -> bool:
        """Tell whether it looks at a calculated dose, and so says nothing of a patient alone."""
        kinds = ResultIs | TargetAbove | DatedWithinInterval
        return bool(self.about) or any(isinstance(each, kinds) for each in self._comparisons)

    @cached_property
    def _looked_at(self) -> tuple[tuple[str, bool], ...]:
        return tuple(entry for case in self.cases for entry in case.when.reads)


class Rule(RuleBody):
    """One statement of the plan as a check, and where the plan makes it."""

    at: Text

    @property
    def stands(self) -> str:
        """Where it is stated, as shown to people."""
        return self.at
