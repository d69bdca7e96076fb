"""The closed list of comparisons that read a rule's conditions, and what they may look at.

Logic has three values (Kleene): an unknown fact stays unknown until it cannot change the outcome,
and it is never taken for no.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

import units
from calculators.checks.drug_names import groups_named, read_names
from calculators.patient.evidence import At, Evidence, first_day
from calculators.patient.patient import UNKNOWN, Answer, Patient
from calculators.patient.plausibility import outside_ordinary
from plan_data.schema import rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from calculators.working import Result, Step
    from plan_data.schema.plan import Plan


class Look:
    """What a rule may look at; what has to be worked out for it is worked out once."""

    def __init__(
        self,
        result: Result,
        patient: Patient,
        plan: Plan,
        today: date,
        *,
        whatever_age: bool = False,
    ) -> None:
        self.result = result
        self.patient = patient
        self.plan = plan
        self.today = today
        self.whatever_age = whatever_age

    @cached_property
    def at_its_word(self) -> Look:
        """The same, with each record taken at its word, however old it is."""
        return Look(self.result, self.patient, self.plan, self.today, whatever_age=True)

    @cached_property
    def evidence(self) -> Evidence:
        """The facts as they count: rules look at nothing else."""
        treatment = self.result.treatment
        return Evidence(
            self.patient,
            self.plan,
            At(
                self.today,
                self.result.first_dose,
                treatment.id if treatment else "",
                self.whatever_age,
            ),
            self.result.dosing_weight,
            self.result.remarks.get("dosing_weight", "").partition(",")[0],
        )

    @property
    def clearance(self) -> Step | None:
        """The creatinine clearance, where everything for it is recorded."""
        return self.evidence.clearance

    @property
    def counted_from(self) -> date:
        """The day to which windows run: that of the first dose, where it is known, else today."""
        return self.result.first_dose or self.today

    @cached_property
    def outside_ordinary(self) -> tuple[str, ...]:
        """Which measures are far from ordinary."""
        return outside_ordinary(self.patient, self.plan.measures)

    def limits(self, name: str) -> tuple[units.Quantity, ...]:
        """What a value or a measure is held against, so that enough digits of it are shown."""
        return tuple(self._limits[name])

    @cached_property
    def _limits(self) -> defaultdict[str, list[units.Quantity]]:
        found: defaultdict[str, list[units.Quantity]] = defaultdict(list)
        own = self.result.treatment.rules if self.result.treatment else ()
        for rule in (*own, *self.plan.common.rules):
            for name, figure in rule.limits:
                found[name].append(figure.quantity)
        for name, ordinary in self.plan.measures.ordinary.items():
            found[name] += [ordinary.lowest.quantity, ordinary.highest.quantity]
        for each in self.plan.policies.evidence.contradictions:
            name = "creatinine_clearance" if each.by_clearance else each.laboratory
            found[name].append(each.below.quantity)
        return found


def holds(condition: Any, look: Look) -> Answer:
    """Tell whether a condition holds, does not, or cannot be told."""
    return _COMPARISONS[type(condition)](condition, look)


def _answer(*, holds: bool) -> Answer:
    return Answer.YES if holds else Answer.NO


def _all_of(condition: rules.AllOf, look: Look) -> Answer:
    answers = [holds(part, look) for part in condition.all]
    if Answer.NO in answers:
        return Answer.NO
    return Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.YES


def _any_of(condition: rules.AnyOf, look: Look) -> Answer:
    answers = [holds(part, look) for part in condition.any]
    if Answer.YES in answers:
        return Answer.YES
    return Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.NO


def _fact_is(condition: rules.FactIs, look: Look) -> Answer:
    fact = look.evidence.fact(condition.fact)
    if fact.answer is Answer.UNKNOWN:
        return Answer.UNKNOWN
    if look.evidence.doubtful(condition.fact):
        return Answer.UNKNOWN
    if fact.answer.value != condition.answer:
        return Answer.NO
    if condition.within is None or fact.on is UNKNOWN:
        # An event without a date cannot be shown to lie outside the window.
        return Answer.YES
    return _answer(holds=fact.on >= first_day(condition.within, look.counted_from))


def _done_within_interval(condition: rules.DatedWithinInterval, look: Look) -> Answer:
    fact = look.evidence.fact(condition.done_within_interval)
    if fact.answer is Answer.UNKNOWN:
        return Answer.UNKNOWN
    if fact.answer is Answer.NO:
        return _answer(holds=condition.answer == "no")
    if look.evidence.of_another_day(condition.done_within_interval):
        return Answer.UNKNOWN
    interval = look.result.interval
    if fact.on is UNKNOWN or interval is None:
        return _answer(holds=condition.answer == "yes")
    # A test as old as the interval was done at the previous infusion or before it.
    fresh = (max(look.today, look.counted_from) - fact.on).days < units.magnitude_in(interval, "d")
    return _answer(holds=fresh is (condition.answer == "yes"))


def _done_before(condition: rules.DoneBefore, look: Look) -> Answer:
    fact = look.evidence.fact(condition.done_before_first_dose)
    if fact.answer is Answer.UNKNOWN:
        return Answer.UNKNOWN
    if fact.answer is Answer.NO:
        return _answer(holds=condition.answer == "no")
    if fact.on is UNKNOWN:
        # Done, and it cannot be told how long before the first dose.
        return Answer.UNKNOWN
    early = ((look.result.first_dose or look.today) - fact.on).days >= condition.at_least.value
    return _answer(holds=early is (condition.answer == "yes"))


def _laboratory_below(condition: rules.LaboratoryBelow, look: Look) -> Answer:
    value = look.evidence.laboratory(condition.laboratory)
    if value is None:
        return Answer.UNKNOWN
    measured = units.magnitude_in(value.quantity, condition.below.unit)
    return _answer(holds=measured < condition.below.value)


def _clearance_below(condition: rules.ClearanceBelow, look: Look) -> Answer:
    if "creatinine" not in look.patient.laboratory:
        return Answer(condition.if_not_recorded)
    if look.evidence.too_old("creatinine"):
        return Answer.UNKNOWN
    return look.evidence.clearance_below(condition.creatinine_clearance_below)


def _age_below(condition: rules.AgeBelow, look: Look) -> Answer:
    if look.patient.age is UNKNOWN:
        return Answer.UNKNOWN
    limit = condition.age_below
    return _answer(holds=units.magnitude_in(look.patient.age.quantity, limit.unit) < limit.value)


def _priority_is(condition: rules.PriorityIs, look: Look) -> Answer:
    if look.patient.setting is UNKNOWN or look.result.treatment is None:
        return Answer.UNKNOWN
    priority = getattr(look.result.treatment.priorities, look.patient.setting)
    return _answer(holds=priority == condition.priority)


def _listed(condition: rules.Listed, look: Look) -> Answer:
    known = look.plan.order_names
    names: Iterable[str] = getattr(look.patient, condition.listed)
    if condition.group == "this_drug":
        treatment = look.result.treatment
        own = "" if treatment is None else treatment.id
        return _answer(holds=any(own in groups_named(name, known) for name in names))
    if condition.group != "unrecognised":
        return _answer(holds=any(condition.group in groups_named(name, known) for name in names))
    # A known name beside an unknown one ("acetaminophen and prednisoone") recognises only itself.
    return _answer(holds=any(read_names(name, known).strangers for name in names))


def _result_is(condition: rules.ResultIs, look: Look) -> Answer:
    return _answer(holds=look.result.remarks.get(condition.result) == condition.answer)


def _target_above(condition: rules.TargetAbove, look: Look) -> Answer:
    target = look.result.target
    if target is None:
        return Answer.UNKNOWN
    limit = condition.target_above
    return _answer(holds=units.magnitude_in(target, limit.unit) > limit.value)


def _extraordinary(condition: rules.Extraordinary, look: Look) -> Answer:
    return _answer(holds=condition.extraordinary in look.outside_ordinary)


_COMPARISONS: dict[type, Callable[[Any, Look], Answer]] = {
    rules.AllOf: _all_of,
    rules.AnyOf: _any_of,
    rules.FactIs: _fact_is,
    rules.DatedWithinInterval: _done_within_interval,
    rules.DoneBefore: _done_before,
    rules.LaboratoryBelow: _laboratory_below,
    rules.ClearanceBelow: _clearance_below,
    rules.AgeBelow: _age_below,
    rules.PriorityIs: _priority_is,
    rules.Listed: _listed,
    rules.ResultIs: _result_is,
    rules.TargetAbove: _target_above,
    rules.Extraordinary: _extraordinary,
}
