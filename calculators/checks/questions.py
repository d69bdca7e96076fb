"""The questions of a treatment: each once, in an order that no answer changes.

They come from the rules and not from the findings. What a finding names changes with the answers,
and a question that has just been answered must stay where it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from calculators.checks.comparisons import Look
from calculators.checks.crosscheck import rules_for
from calculators.checks.what_was_recorded import is_unknown
from plan_data.schema.rules import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from calculators.checks.crosscheck import Finding
    from calculators.patient.patient import Patient
    from calculators.working import Result
    from plan_data.schema.plan import Plan
    from plan_data.schema.rules import Rule


class Group(Enum):
    """What the gravest answer to a question does, gravest first."""

    RULES_OUT = "rules it out"
    NEEDED_FIRST = "needed first"
    TO_WEIGH = "to weigh"


_GROUP_OF = {Outcome.CONTRAINDICATED: Group.RULES_OUT, Outcome.NOT_READY: Group.NEEDED_FIRST}
_PLACE = {group: place for place, group in enumerate(Group)}


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """One fact that is asked for.

    Parameters
    ----------
    fact
        The fact, the measure or the list, by its name.
    group
        What the gravest answer to it does.
    rule
        The rule that asks for it; of more than one the gravest, and of these the first.
    decides
        The rules that leaving it out may leave unsettled.
    listed
        Whether it is asked for only because it stands on the labels' lists of risks, which one
        summary question answers together.
    """

    fact: str
    group: Group
    rule: str
    decides: tuple[str, ...]
    listed: bool


class Standing(Enum):
    """How a question stands where its rule's outcome does not say it."""

    NOTED = "noted"  # answered; something else keeps the rule open
    NOT_NEEDED = "not needed"  # not answered; it decides nothing as things are
    WAITS = "waits for the dose"


@dataclass(frozen=True, slots=True)
class StandingQuestion:
    """A question with what stands beside it.

    Parameters
    ----------
    stands
        The outcome of its rule where the answer is part of it, else how the question stands.
    finding
        What its rule found; None while there is no dose to look at.
    """

    question: FactQuestion
    stands: Outcome | Standing
    finding: Finding | None


def questions_of(result: Result, plan: Plan) -> tuple[FactQuestion, ...]:
    """Return what the rules of a result ask for, group by group, in the order of the rules.

    A rule of the treatment's own is asked for also where an answer decides whether it applies.
    """
    own = () if result.treatment is None else result.treatment.rules
    ours = {rule.id for rule in own}
    applying = tuple(rule for rule in rules_for(result, plan) if rule.id not in ours)
    return _questions((*own, *applying), plan)


def questions_without_a_dose(
    result: Result, plan: Plan, *, has_rates: bool
) -> tuple[FactQuestion, ...]:
    """Return the questions that stand while a dose is refused: the same as beside one.

    Parameters
    ----------
    result
        The treatment alone, with no value.
    has_rates
        Whether a product with rates of infusion is chosen, so that the labels' risks are asked.
    """
    own = () if result.treatment is None else result.treatment.rules
    of_the_product = () if result.product is None else result.product.rules
    common = (
        rule
        for rule in plan.common.rules
        if not rule.about or (has_rates and rule.about == "infusion_risk")
    )
    return _questions((*own, *of_the_product, *common), plan)


def how_they_stand(  # noqa: PLR0913, PLR0917  (what a rule looks at, part by part)
    questions: Iterable[FactQuestion],
    findings: Iterable[Finding],
    result: Result,
    patient: Patient,
    plan: Plan,
    today: date,
) -> tuple[StandingQuestion, ...]:
    """Return each question with how it stands.

    Parameters
    ----------
    today
        The day of the check, from which the ages of tests are counted back.
    """
    found = {finding.rule: finding for finding in findings}
    look = Look(result, patient, plan, today)
    return tuple(_standing(question, found, look) for question in questions)


def _questions(rules: Iterable[Rule], plan: Plan) -> tuple[FactQuestion, ...]:
    risks = plan.policies.at_risk
    found: dict[str, FactQuestion] = {}
    for rule in rules:
        group = _GROUP_OF.get(
            min((case.outcome for case in rule.cases), key=lambda outcome: outcome.gravity),
            Group.TO_WEIGH,
        )
        for name, decides in _asks(rule, plan).items():
            listed = name in {*risks.thrombosis, *risks.kidney} and name not in rule.reads
            new = FactQuestion(name, group, rule.id, (rule.id,) if decides else (), listed)
            found[name] = _joined(found[name], new) if name in found else new
    return tuple(sorted(found.values(), key=lambda question: _PLACE[question.group]))


def _joined(first: FactQuestion, again: FactQuestion) -> FactQuestion:
    """Return a question that more than one rule asks: the gravest of them gives its place."""
    gravest = again if _PLACE[again.group] < _PLACE[first.group] else first
    return replace(
        gravest,
        decides=(*first.decides, *again.decides),
        listed=first.listed and again.listed,
    )


def _asks(rule: Rule, plan: Plan) -> dict[str, bool]:
    """Return what a rule asks for → whether it decides; what may speak against it stands beside."""
    names: dict[str, bool] = {}
    for name in (*rule.reads, *rule.also_asks):
        names.setdefault(name, name in rule.decides or name in rule.also_asks)
        for each in plan.policies.evidence.against(name):
            names.setdefault(each.laboratory, False)
    return names


def _standing(question: FactQuestion, found: Mapping[str, Finding], look: Look) -> StandingQuestion:
    """Tell how a question stands; what is not answered is never shown as clear."""
    name, own = question.fact, found.get(question.rule)
    if is_unknown(name, look):
        waiting = (found[rule] for rule in question.decides if rule in found)
        for finding in waiting:
            if finding.outcome is Outcome.UNKNOWN and name in finding.facts:
                return StandingQuestion(question, Outcome.UNKNOWN, finding)
        waits = own is None and not look.result.values
        return StandingQuestion(question, Standing.WAITS if waits else Standing.NOT_NEEDED, own)
    if own is None:
        return StandingQuestion(question, Standing.NOTED, own)
    doubted = look.evidence.doubtful(name) or bool(look.evidence.question(name))
    if own.outcome is Outcome.UNKNOWN and not doubted and _others_open(own, name, look):
        return StandingQuestion(question, Standing.NOTED, own)
    return StandingQuestion(question, own.outcome, own)


def _others_open(finding: Finding, name: str, look: Look) -> bool:
    return any(is_unknown(each, look) for each in finding.facts if each != name)
