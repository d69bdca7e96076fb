"""Result + patient + plan → findings: every result against every rule of its treatment.

Rules are data; here is the closed list of comparisons that read them. Logic has three values
(Kleene): an unknown fact stays unknown until it cannot change the outcome, and it is never taken
for no.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta

import units
from calculators.body import clearance_of
from calculators.order_text import names_any, read_order
from calculators.patient import UNKNOWN, Answer, Patient, Unknown
from calculators.plausibility import outside_ordinary, unit_swap
from plan_data import rules
from plan_data.rules import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from calculators.working import Result, Step
    from plan_data.figures import Figure
    from plan_data.rules import Rule
    from plan_data.schema import Plan


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of one result.

    Parameters
    ----------
    rule
        The rule's name; the same whether or not it found anything.
    facts
        The facts that it looked at.
    outcome
        One of the five outcomes.
    seen
        What was recorded.
    limit
        What the rule demands.
    because
        Why the outcome follows.
    source
        The place in the plan.
    resolve
        What would settle it; empty where nothing is to be done.
    """

    rule: str
    facts: tuple[str, ...]
    outcome: Outcome
    seen: str
    limit: str
    because: str
    source: str
    resolve: str


@dataclass(frozen=True, slots=True)
class Checks:
    """All findings, gravest first, and the worst of them."""

    outcome: Outcome
    findings: tuple[Finding, ...]


def crosscheck(result: Result, patient: Patient, plan: Plan, today: date) -> Checks:
    """Check a result against every rule that the plan has for its treatment.

    Parameters
    ----------
    today
        The day on which the check is made; windows and ages of tests are counted back from it.
    """
    look = _Look(result, patient, plan, today)
    with units.exact():
        findings = [_apply(rule, look) for rule in rules_for(result, plan)]
    findings.sort(key=lambda finding: finding.outcome.gravity)
    return Checks(findings[0].outcome, tuple(findings))


def rules_for(result: Result, plan: Plan) -> tuple[Rule, ...]:
    """Return the rules that apply to a result: its treatment's own, then those for every one."""
    if result.treatment is None:
        return tuple(rule for rule in plan.common.rules if rule.without_treatment)
    every = (*result.treatment.rules, *plan.common.rules)
    return tuple(rule for rule in every if not rule.about or rule.about in result.remarks)


def outside_plan_scope(
    result: Result, patient: Patient, plan: Plan, today: date
) -> tuple[Finding, ...]:
    """Return what puts a patient outside the plan, for an answer that is no dose.

    There an age that is not recorded decides nothing and is not asked for; one that is recorded
    and lies outside the plan does.
    """
    findings = crosscheck(result, patient, plan, today).findings
    return tuple(each for each in findings if each.outcome is Outcome.CONTRAINDICATED)


class _Look:
    """What a rule may look at; what has to be worked out for it is worked out once."""

    def __init__(self, result: Result, patient: Patient, plan: Plan, today: date) -> None:
        self.result = result
        self.patient = patient
        self.plan = plan
        self.today = today

    @cached_property
    def clearance(self) -> Step | None:
        """The creatinine clearance, where everything for it is recorded."""
        weight: Any = self.result.dosing_weight or self.patient.weight
        if weight is UNKNOWN:
            return None
        name = self.result.remarks.get("dosing_weight", "actual").partition(",")[0]
        try:
            return clearance_of(self.patient, weight, name)
        except units.Refused:
            return None

    @property
    def counted_from(self) -> date:
        """The day from which windows are counted back: today, or an earlier first dose.

        A first dose that lies ahead does not count: whether a drug has been stopped by then, or an
        event has not come again, nobody can know today.
        """
        first_dose = self.result.first_dose
        return self.today if first_dose is None else min(self.today, first_dose)

    @cached_property
    def outside_ordinary(self) -> tuple[str, ...]:
        """Which measures are far from ordinary."""
        return outside_ordinary(self.patient, self.plan.measures)


# --- rules ------------------------------------------------------------------------------------


def _apply(rule: Rule, look: _Look) -> Finding:
    """Decide a rule: the first case that holds, unless one before it may hold with another outcome.

    The outcomes that are still possible are gathered; only when they agree is the rule settled.
    """
    possible: dict[Outcome, rules.Case | None] = {}
    for case in rule.cases:
        holds = _holds(case.when, look)
        if holds is not Answer.NO:
            possible.setdefault(case.outcome, case)
        if holds is Answer.YES:
            break
    else:
        possible.setdefault(Outcome.CLEAR, None)
    if len(possible) > 1:
        return _finding(rule, look, Outcome.UNKNOWN, _not_settled(rule, look), rule.ask)
    outcome, deciding = next(iter(possible.items()))
    if deciding is None:
        return _finding(rule, look, outcome, rule.clear, "")
    return _finding(rule, look, outcome, deciding.because, deciding.resolve)


def _finding(rule: Rule, look: _Look, outcome: Outcome, because: str, resolve: str) -> Finding:
    reads = (*rule.reads, *rule.also_asks) if outcome is Outcome.UNKNOWN else rule.reads
    numbers = look.result.observed.get(rule.about, "")
    seen = "; ".join([*([numbers] if numbers else []), *(_seen(name, look) for name in reads)])
    if "weight" in reads and look.outside_ordinary:
        seen = f"{seen}. {unit_swap(look.patient, look.plan.measures)}".removesuffix(". ")
    return Finding(
        rule=rule.id,
        facts=reads,
        outcome=outcome,
        seen=seen or "Nothing in the patient's facts; the result itself was looked at.",
        limit=rule.demands,
        because=because,
        source=_source(rule, look),
        resolve=resolve,
    )


def _source(rule: Rule, look: _Look) -> str:
    treatment = look.result.treatment
    if rule.id != "setting" or treatment is None:
        return rule.at
    setting = look.patient.setting
    column = "ED, HOSP, OPD, ICU" if setting is UNKNOWN else setting
    return f"{treatment.row} · {column}"


def _not_settled(rule: Rule, look: _Look) -> str:
    missing = [label_of(name, look.plan) for name in rule.decides if is_unknown(name, look.patient)]
    # What was done without a date that decides is recorded, and does not settle the rule.
    undated = [
        f"{label_of(name, look.plan)}: the date"
        for name in rule.decides
        if name in look.plan.facts.yes_no
        and look.patient.fact(name).answer is Answer.YES
        and look.patient.fact(name).on is UNKNOWN
    ]
    return f"Cannot be told until this is recorded: {', '.join(missing or undated)}."


def is_unknown(name: str, patient: Patient) -> bool:
    """Tell whether a fact, a laboratory value or a measure is not recorded."""
    if name in patient.laboratory or name in _LISTS:
        return False
    if name in _MEASURES:
        return getattr(patient, name) is UNKNOWN
    return patient.fact(name).answer is Answer.UNKNOWN


_LISTS = ("premedication", "concurrent")
_MEASURES = ("weight", "height", "age", "sex", "setting")


# --- comparisons: the closed list -------------------------------------------------------------


def _holds(condition: Any, look: _Look) -> Answer:
    return _COMPARISONS[type(condition)](condition, look)


def _answer(*, holds: bool) -> Answer:
    return Answer.YES if holds else Answer.NO


def _all_of(condition: rules.AllOf, look: _Look) -> Answer:
    answers = [_holds(part, look) for part in condition.all]
    if Answer.NO in answers:
        return Answer.NO
    return Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.YES


def _any_of(condition: rules.AnyOf, look: _Look) -> Answer:
    answers = [_holds(part, look) for part in condition.any]
    if Answer.YES in answers:
        return Answer.YES
    return Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.NO


def _fact_is(condition: rules.FactIs, look: _Look) -> Answer:
    fact = look.patient.fact(condition.fact)
    if fact.answer is Answer.UNKNOWN:
        return Answer.UNKNOWN
    if fact.answer.value != condition.answer:
        return Answer.NO
    if condition.within is None or fact.on is UNKNOWN:
        # An event without a date cannot be shown to lie outside the window.
        return Answer.YES
    return _answer(holds=fact.on >= _first_day(condition.within, look.counted_from))


def _first_day(window: Figure, counted_from: date) -> date:
    """Return the first day of a window of calendar months or days that ends on `counted_from`."""
    length = int(window.value)
    back = relativedelta(months=length) if window.unit == "mo" else relativedelta(days=length)
    try:
        return counted_from - back
    except (ValueError, OverflowError):  # before the first year that a date can name
        return date.min


def _done_within_interval(condition: rules.DatedWithinInterval, look: _Look) -> Answer:
    fact = look.patient.fact(condition.done_within_interval)
    if fact.answer is Answer.UNKNOWN:
        return Answer.UNKNOWN
    if fact.answer is Answer.NO:
        return _answer(holds=condition.answer == "no")
    interval = look.result.interval
    if fact.on is UNKNOWN or interval is None:
        return _answer(holds=condition.answer == "yes")
    # A test as old as the interval was done at the previous infusion or before it.
    fresh = (look.today - fact.on).days < units.magnitude_in(interval, "d")
    return _answer(holds=fresh is (condition.answer == "yes"))


def _done_before(condition: rules.DoneBefore, look: _Look) -> Answer:
    fact = look.patient.fact(condition.done_before_first_dose)
    if fact.answer is Answer.UNKNOWN:
        return Answer.UNKNOWN
    if fact.answer is Answer.NO:
        return _answer(holds=condition.answer == "no")
    if fact.on is UNKNOWN:
        # Done, and it cannot be told how long before the first dose.
        return Answer.UNKNOWN
    early = ((look.result.first_dose or look.today) - fact.on).days >= condition.at_least.value
    return _answer(holds=early is (condition.answer == "yes"))


def _laboratory_below(condition: rules.LaboratoryBelow, look: _Look) -> Answer:
    value = look.patient.laboratory.get(condition.laboratory)
    if value is None:
        return Answer.UNKNOWN
    measured = units.magnitude_in(value.quantity, condition.below.unit)
    return _answer(holds=measured < condition.below.value)


def _clearance_below(condition: rules.ClearanceBelow, look: _Look) -> Answer:
    clearance = look.clearance
    if clearance is None:
        return Answer(condition.if_not_recorded)
    limit = condition.creatinine_clearance_below
    return _answer(holds=units.magnitude_in(clearance.quantity, limit.unit) < limit.value)


def _age_below(condition: rules.AgeBelow, look: _Look) -> Answer:
    if look.patient.age is UNKNOWN:
        return Answer.UNKNOWN
    limit = condition.age_below
    return _answer(holds=units.magnitude_in(look.patient.age.quantity, limit.unit) < limit.value)


def _priority_is(condition: rules.PriorityIs, look: _Look) -> Answer:
    if look.patient.setting is UNKNOWN or look.result.treatment is None:
        return Answer.UNKNOWN
    priority = getattr(look.result.treatment.priorities, look.patient.setting)
    return _answer(holds=priority == condition.priority)


def _listed(condition: rules.Listed, look: _Look) -> Answer:
    groups = look.plan.name_groups
    names: Iterable[str] = getattr(look.patient, condition.listed)
    if condition.group != "unrecognised":
        return _answer(holds=any(names_any(name, groups[condition.group]) for name in names))
    # A known name beside an unknown one ("acetaminophen and prednisoone") recognises only itself.
    known = look.plan.order_names
    return _answer(holds=any(read_order(name, known).strangers for name in names))


def _result_is(condition: rules.ResultIs, look: _Look) -> Answer:
    return _answer(holds=look.result.remarks.get(condition.result) == condition.answer)


def _target_above(condition: rules.TargetAbove, look: _Look) -> Answer:
    target = look.result.target
    if target is None:
        return Answer.UNKNOWN
    limit = condition.target_above
    return _answer(holds=units.magnitude_in(target, limit.unit) > limit.value)


def _extraordinary(condition: rules.Extraordinary, look: _Look) -> Answer:
    return _answer(holds=condition.extraordinary in look.outside_ordinary)


_COMPARISONS: dict[type, Callable[[Any, _Look], Answer]] = {
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


# --- what was seen ----------------------------------------------------------------------------

_LABELS = {
    "age": "Age",
    "weight": "Weight",
    "height": "Height",
    "sex": "Sex",
    "setting": "Setting",
    "premedication": "Premedication",
    "concurrent": "Ordered alongside",
}


def label_of(name: str, plan: Plan) -> str:
    """Return what people call a fact, a laboratory value or a measure."""
    known = plan.facts.yes_no.get(name) or plan.facts.laboratory.get(name)
    return known.label if known else _LABELS[name]


def _seen(name: str, look: _Look) -> str:
    label = label_of(name, look.plan)
    if name in look.plan.facts.yes_no:
        return f"{label}: {_seen_fact(name, look)}"
    if name in look.plan.facts.laboratory:
        return f"{label}: {_seen_laboratory(name, look)}"
    if name in _LISTS:
        names = getattr(look.patient, name)
        return f"{label}: {', '.join(names) if names else 'nothing listed'}"
    return f"{label}: {_seen_measure(name, look)}"


def _seen_fact(name: str, look: _Look) -> str:
    fact = look.patient.fact(name)
    if fact.answer is Answer.UNKNOWN:
        return "not recorded"
    answered = str(fact.answer.value)
    # A missing date is worth a word only where a date could decide.
    if fact.on is UNKNOWN and not look.plan.facts.yes_no[name].dated:
        return answered
    return answered + _dated(fact.on, look.today)


def _seen_laboratory(name: str, look: _Look) -> str:
    value = look.patient.laboratory.get(name)
    if value is None:
        return "not recorded"
    text = units.shown(value.quantity) + _dated(value.on, look.today)
    if name != "creatinine":
        return text
    clearance = look.clearance
    if clearance is None:
        return f"{text} (clearance not worked out: weight, age or sex is missing)"
    return f"{text}; {clearance.label}: {units.shown(clearance.quantity)}"


def _dated(on: date | Unknown, today: date) -> str:
    if on is UNKNOWN:
        return " (no date)"
    days = (today - on).days
    ago = "today" if days == 0 else f"{days} day{'s' if days != 1 else ''} before {today}"
    return f", {on} ({ago})"


def _seen_measure(name: str, look: _Look) -> str:
    value = getattr(look.patient, name)
    if value is UNKNOWN:
        return "not recorded"
    if name == "sex":
        return str(value)
    if name == "setting":
        treatment = look.result.treatment
        priority = getattr(treatment.priorities, value) if treatment else "-"
        return f"{value}, where the plan's priority is {priority}"
    return units.shown(value.quantity)
