"""Result + patient + plan → findings: every result against every rule of its treatment.

Rules are data; here they are decided and said. What a rule may compare stands in `comparisons`,
how what it looked at is worded in `what_was_recorded`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import units
from calculators.checks.comparisons import Look, holds
from calculators.checks.headings import first_sentence, heading_of
from calculators.checks.iga_of_products import iga_in_the_product
from calculators.checks.what_was_recorded import (
    clearance_in_doubt,
    counted_until,
    disagreements,
    doubts,
    is_unknown,
    label_of_fact,
    recorded,
    undated,
)
from calculators.patient.patient import UNKNOWN, Answer, Patient
from calculators.patient.plausibility import unit_swap
from plan_data.schema.rules import Outcome

if TYPE_CHECKING:
    from datetime import date

    from calculators.working import Result
    from plan_data.schema.plan import Plan
    from plan_data.schema.rules import Rule, RuleCase

_NOT_RECORDED, _UNTIL_RECORDED = "Not recorded: ", "Cannot be told until this is recorded: "


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
    heading
        What is so for this patient, with the dates and numbers that decide.
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
    heading: str
    seen: str
    limit: str
    because: str
    source: str
    resolve: str

    @property
    def reason(self) -> str:
        """Why the outcome follows, without what the heading has said already."""
        missing = self.heading.removeprefix(_NOT_RECORDED)
        for said in (f"{self.heading}.", f"{_UNTIL_RECORDED}{missing}."):
            if self.because.startswith(said):
                return self.because.removeprefix(said).lstrip()
        return self.because


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
    look = Look(result, patient, plan, today)
    with units.exact():
        findings = [_apply(rule, look) for rule in rules_for(result, plan)]
    findings.sort(key=lambda finding: finding.outcome.gravity)
    return Checks(findings[0].outcome, tuple(findings))


def findings_without_a_dose(
    result: Result, patient: Patient, plan: Plan, today: date, also: tuple[Rule, ...] = ()
) -> tuple[Finding, ...]:
    """Return what a treatment's rules say of the patient alone, where no dose was worked out.

    A rule that looks at a result is left out: without one it would read as clear.

    Parameters
    ----------
    also
        The rules of products that no result can have, as too little is known of them.
    """
    look = Look(result, patient, plan, today)
    rules = (rule for rule in (*rules_for(result, plan), *also) if not rule.needs_a_result)
    with units.exact():
        return tuple(_apply(rule, look) for rule in rules)


def findings_of_cases(
    result: Result, patient: Patient, plan: Plan, today: date
) -> tuple[Finding, ...]:
    """Return what the rules say of which a case holds or may hold, the gravest first.

    For a patient of whom nothing but measures is given: then a rule of which no case can hold is
    clear, and working out what it saw would be most of the time of an order in a file.
    """
    look = Look(result, patient, plan, today)
    with units.exact():
        findings = [
            _apply(rule, look)
            for rule in rules_for(result, plan)
            if any(holds(case.when, look) is not Answer.NO for case in rule.cases)
        ]
    return tuple(sorted(findings, key=lambda finding: finding.outcome.gravity))


def rules_for(result: Result, plan: Plan) -> tuple[Rule, ...]:
    """Return the rules of a result: its treatment's, its product's, then those for every one."""
    if result.treatment is None:
        return tuple(rule for rule in plan.common.rules if rule.without_treatment)
    every = (*result.treatment.rules, *_of_the_product(result), *plan.common.rules)
    return tuple(rule for rule in every if not rule.about or rule.about in result.remarks)


def _of_the_product(result: Result) -> tuple[Rule, ...]:
    return result.product.rules if result.product is not None else ()


def outside_plan_scope(
    result: Result, patient: Patient, plan: Plan, today: date
) -> tuple[Finding, ...]:
    """Return what puts a patient outside the plan, for an answer that is no dose.

    There an age that is not recorded decides nothing and is not asked for; one that is recorded
    and lies outside the plan does.
    """
    findings = crosscheck(result, patient, plan, today).findings
    return tuple(each for each in findings if each.outcome is Outcome.CONTRAINDICATED)


def _apply(rule: Rule, look: Look) -> Finding:
    """Decide a rule on what counts; what is too old to count may still speak against a dose.

    Taken at its word, an old record can make a rule graver than unknown, never better.
    """
    found = _decide(rule, look)
    if found.outcome is Outcome.UNKNOWN and any(map(look.evidence.too_old, rule.reads)):
        at_its_word = _decide(rule, look.at_its_word)
        if at_its_word.outcome.gravity < found.outcome.gravity:
            because = " ".join((at_its_word.because, *doubts(rule.reads, look)))
            return replace(at_its_word, because=because)
    return _with_its_dates(found, rule, look)


def _with_its_dates(finding: Finding, rule: Rule, look: Look) -> Finding:
    """Say of what counts that no date is recorded, or up to which day it counts."""
    if finding.outcome is Outcome.UNKNOWN:
        return finding  # what is missing is said already
    dated = finding.outcome is Outcome.CLEAR or rule.before_first_dose
    until = counted_until(rule, look) if dated else []
    said = (*undated(rule.reads, look), *until)
    return replace(finding, because=" ".join((finding.because, *said))) if said else finding


def _decide(rule: Rule, look: Look) -> Finding:
    """Return the first case that holds, unless one before it may hold with another outcome.

    The outcomes that are still possible are gathered; only when they agree is the rule settled.
    """
    possible: dict[Outcome, RuleCase | None] = {}
    for case in rule.cases:
        answer = holds(case.when, look)
        if answer is Answer.YES:
            possible[case.outcome] = case  # of two with one outcome, the one that holds for certain
            break
        if answer is Answer.UNKNOWN:
            possible.setdefault(case.outcome, case)
    else:
        possible.setdefault(Outcome.CLEAR, None)
    if len(possible) > 1:
        return _earned(_not_settled(rule, look), rule, look)
    outcome, deciding = next(iter(possible.items()))
    because = rule.clear if deciding is None else deciding.because
    resolve = "" if deciding is None else deciding.resolve
    heading = heading_of(outcome, deciding, because, look)
    return _earned(_finding(rule, look, outcome, heading, because, resolve), rule, look)


def _earned(finding: Finding, rule: Rule, look: Look) -> Finding:
    """Return a finding after what else is recorded: nothing is clear that another record denies."""
    questions = [words for name in finding.facts if (words := look.evidence.question(name))]
    denied = disagreements(rule.reads, look)
    # A calculator reads no clock: that an answer it went by is too old to count is found here.
    aged = doubts(rule.also_asks, look) if finding.outcome is Outcome.CLEAR else []
    if aged:
        heading, because = first_sentence(aged[0]), " ".join((*aged, *denied, *questions))
        return _finding(rule, look, Outcome.UNKNOWN, heading, because, rule.ask)
    if not questions and not denied:
        return finding
    said = " ".join((*denied, *questions))
    if finding.outcome is not Outcome.CLEAR:
        return replace(finding, because=f"{finding.because} {said}")
    settled = not questions and not _may_disagree(rule, look)
    return replace(
        finding,
        outcome=Outcome.CAUTION if settled else Outcome.UNKNOWN,
        heading=first_sentence(said),
        because=said,
        resolve="Check both records, and mend the one that is wrong."
        if denied
        else "Check the value and its unit against the report.",
    )


def _may_disagree(rule: Rule, look: Look) -> bool:
    """Tell whether it cannot be told of some value that it speaks against an answer."""
    return any(
        answer is Answer.UNKNOWN for name in rule.reads for _, answer in look.evidence.against(name)
    )


def _finding(  # noqa: PLR0913, PLR0917  (what is said, part by part)
    rule: Rule, look: Look, outcome: Outcome, heading: str, because: str, resolve: str
) -> Finding:
    reads = (*rule.reads, *rule.also_asks) if outcome is Outcome.UNKNOWN else rule.reads
    # What could speak against an answer is shown and asked for beside it.
    watched = (each.laboratory for name in reads for each in look.evidence.watched(name))
    reads = tuple(dict.fromkeys((*reads, *watched)))
    observed = (look.result.observed.get(remark, "") for remark in rule.listens_for)
    looked_at = [*filter(None, observed), *(recorded(name, look) for name in reads)]
    words = _one_after_another([*looked_at, *iga_in_the_product(reads, look)])
    if "weight" in reads and look.outside_ordinary:
        words = f"{words}. {unit_swap(look.patient, look.plan.measures)}".removesuffix(". ")
    return Finding(
        rule=rule.id,
        facts=reads,
        outcome=outcome,
        heading=heading,
        seen=words or "Nothing in the patient's facts; the result itself was looked at.",
        limit=rule.demands,
        because=because,
        source=_source(rule, look),
        resolve=resolve,
    )


def _one_after_another(parts: list[str]) -> str:
    """Join what was looked at with semicolons; after a sentence its full stop is enough."""
    return "; ".join(parts).replace(".; ", ". ")


def _source(rule: Rule, look: Look) -> str:
    treatment = look.result.treatment
    if rule.id != "setting" or treatment is None:
        return rule.stands
    setting = look.patient.setting
    column = "ED, HOSP, OPD, ICU" if setting is UNKNOWN else setting
    return f"{treatment.row} · {column}"


def _not_settled(rule: Rule, look: Look) -> Finding:
    evidence = look.evidence
    words = doubts(rule.reads, look)
    missing = [label_of_fact(name, look.plan) for name in rule.decides if is_unknown(name, look)]
    # What was done without a date that decides is recorded, and does not settle the rule.
    undated = [
        f"{label_of_fact(name, look.plan)}: the date"
        for name in rule.decides
        if name in look.plan.facts.yes_no
        and evidence.fact(name).answer is Answer.YES
        and evidence.fact(name).on is UNKNOWN
    ]
    heading = first_sentence(words[0]) if words else ""
    if missing or (undated and not words):
        needed = ", ".join(missing or undated)
        heading = "; ".join(filter(None, (heading, f"{_NOT_RECORDED}{needed}")))
        words.append(f"{_UNTIL_RECORDED}{needed}.")
    if not words:
        heading = clearance_in_doubt(look)
        words.append(f"Cannot be told: {heading[0].lower()}{heading[1:]}.")
    return _finding(rule, look, Outcome.UNKNOWN, heading, " ".join(words), rule.ask)
