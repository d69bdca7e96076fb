"""Who is at risk of thrombosis or of renal failure, by the lists on immunoglobulin labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import units
from calculators.patient.evidence import Evidence
from calculators.patient.patient import UNKNOWN, Answer

if TYPE_CHECKING:
    from calculators.patient.patient import Patient
    from plan_data.schema.plan import Plan

Way = Literal["IV", "SC"]


@dataclass(frozen=True, slots=True)
class Risk:
    """Whether a patient is at risk, and why.

    Parameters
    ----------
    reasons
        The recorded risks, as people read them.
    missing
        The facts that are not answered, where it cannot be told.
    """

    answer: Answer
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def risk_of(patient: Patient, plan: Plan, route: Way = "IV") -> Risk:
    """Return whether the patient is at risk, as far as is recorded.

    One recorded risk settles it, whatever was answered to the summary question. "No" to that
    question answers together what is not recorded; without it every fact of the lists has to be
    answered. The kidney counts for the intravenous route, whose labels warn of it.
    """
    policy = plan.policies.at_risk
    evidence = Evidence(patient, plan)
    listed = policy.thrombosis if route == "SC" else (*policy.thrombosis, *policy.kidney)
    also = tuple(
        name for name in policy.also if route == "IV" or name == "recent_myocardial_infarction"
    )
    reasons = [
        plan.facts.yes_no[name].label
        for name in (*listed, *also)
        if evidence.fact(name).answer is Answer.YES
    ]
    kidney = (Answer.NO, Answer.NO)
    if route == "IV":
        kidney = (_old(patient, plan), _cleared(evidence, plan))
        reasons += _measured(patient, evidence, plan, kidney)
    summary = evidence.fact(policy.asked).answer
    if summary is Answer.YES:
        reasons.append(plan.facts.yes_no[policy.asked].label)
    if reasons:
        return Risk(Answer.YES, tuple(dict.fromkeys(reasons)))
    missing = tuple(name for name in listed if evidence.fact(name).answer is Answer.UNKNOWN)
    if kidney[0] is Answer.UNKNOWN:
        missing = (*missing, "age")
    if summary is Answer.NO:
        missing = ()
    # By two weights on two sides of the limit, the clearance is a question of its own.
    if kidney[1] is Answer.UNKNOWN:
        missing = (*missing, "creatinine")
    return Risk(Answer.UNKNOWN if missing else Answer.NO, (), missing)


def said_of_risk(risk: Risk, plan: Plan) -> str:
    """Return the recorded risks, or what is not answered, as a sentence."""
    if risk.reasons:
        return f"Recorded risks: {'; '.join(risk.reasons)}."
    if not risk.missing:
        return "No risk of the labels' lists is recorded."
    known = plan.facts.yes_no
    names = (known[name].label if name in known else name.capitalize() for name in risk.missing)
    return f"Not answered, and on the labels' lists: {', '.join(names)}."


def _old(patient: Patient, plan: Plan) -> Answer:
    if patient.age is UNKNOWN:
        return Answer.UNKNOWN
    limit = plan.policies.at_risk.age_above
    above = units.magnitude_in(patient.age.quantity, limit.unit) > limit.value
    return Answer.YES if above else Answer.NO


def _cleared(evidence: Evidence, plan: Plan) -> Answer:
    """Tell whether the clearance lies below the limit; where none is recorded it says nothing."""
    if evidence.clearance is None:
        return Answer.NO
    return evidence.clearance_below(plan.policies.at_risk.clearance_below)


def _measured(
    patient: Patient, evidence: Evidence, plan: Plan, kidney: tuple[Answer, Answer]
) -> list[str]:
    policy, found = plan.policies.at_risk, []
    old, cleared = kidney
    if old is Answer.YES and patient.age is not UNKNOWN:
        limit = units.shown(policy.age_above.quantity)
        found.append(f"Age {units.shown(patient.age.quantity)}, above {limit}")
    if cleared is Answer.YES and evidence.clearance is not None:
        limit = units.shown(policy.clearance_below.quantity)
        clearance = units.shown(evidence.clearance.quantity)
        found.append(f"Creatinine clearance {clearance}, below {limit}")
    return found
