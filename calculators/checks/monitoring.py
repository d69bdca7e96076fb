"""Monitoring that acts: the thresholds of the plan's section 6 on recorded values.

A threshold that is not met gives the plan's action. What is not recorded is unknown, and where
the plan has no number the clinician's answer decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import units
from calculators.checks.crosscheck import Checks, Finding, outside_plan_scope
from calculators.checks.headings import first_sentence
from calculators.patient.patient import NOT_RECORDED, UNKNOWN, Answer, Fact, LaboratoryValue
from calculators.patient.plausibility import unlikely
from calculators.working import ENTERED, Chosen, Result, Step, divided, stated
from plan_data.schema.monitoring import Above, AtLeast, ClinicianAnswers
from plan_data.schema.rules import Outcome
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from calculators.patient.patient import Patient
    from plan_data.schema.monitoring import MonitoredParameter
    from plan_data.schema.plan import Plan


@dataclass(frozen=True, slots=True)
class RecordedTest:
    """What is recorded of one parameter.

    Parameters
    ----------
    value
        The latest value.
    earlier
        What it is compared with, where it is compared: a baseline, or the value before.
    answer
        The clinician's answer, where the plan has no number.
    """

    value: LaboratoryValue | None = None
    earlier: LaboratoryValue | None = None
    answer: Fact = NOT_RECORDED


NOTHING = RecordedTest()
# The request key of a parameter's earlier value, for a refusal to name.
EARLIER_KEYS = {"grip": "grip_baseline", "hemoglobin": "hemoglobin_before"}


@dataclass(frozen=True, slots=True)
class MonitoringVerdict:
    """Whether one parameter meets the plan's threshold, and what was looked at."""

    value: Any
    limit: units.Quantity | None
    met: Answer
    steps: tuple[Step, ...] = ()


def monitoring(recorded: Mapping[str, RecordedTest], plan: Plan) -> Result:
    """Return for each parameter of section 6 its value, the limit, whether it is met, what to do.

    Raises
    ------
    units.Refused
        A value lies outside what can be, or two values stand in the wrong order.
    """
    values: dict[str, Any] = {}
    seen: dict[str, str] = {}
    steps: list[Step] = []
    for parameter in plan.monitoring.parameters:
        found = recorded.get(parameter.id, NOTHING)
        verdict = _verdict(parameter, found)
        steps += verdict.steps
        seen[parameter.id] = _seen(parameter, found)
        values[parameter.id] = {
            "value": verdict.value,
            "limit": verdict.limit,
            "met": verdict.met.value,
            "action": parameter.action if verdict.met is Answer.NO else None,
            "source": parameter.action_at if verdict.met is Answer.NO else parameter.at,
        }
    return Result("monitor", None, values, tuple(steps), observed=seen)


def _verdict(parameter: MonitoredParameter, recorded: RecordedTest) -> MonitoringVerdict:
    rule = parameter.rule
    if isinstance(rule, ClinicianAnswers):
        words = {Answer.YES: rule.yes, Answer.NO: rule.no, Answer.UNKNOWN: None}
        answer = recorded.answer.answer
        return MonitoringVerdict(words[answer], None, answer)
    if isinstance(rule, AtLeast | Above):
        return _against_limit(parameter, rule, recorded)
    return _no_fall(parameter, recorded)


def _against_limit(
    parameter: MonitoredParameter, rule: AtLeast | Above, recorded: RecordedTest
) -> MonitoringVerdict:
    limit = rule.at_least if isinstance(rule, AtLeast) else rule.above
    step = _measured(parameter, recorded, limit.quantity)
    if step is None:
        return MonitoringVerdict(None, limit.quantity, Answer.UNKNOWN)
    _require_accepted(parameter, step.quantity, parameter.id)
    measured = units.magnitude_in(step.quantity, limit.unit)
    met = measured >= limit.value if isinstance(rule, AtLeast) else measured > limit.value
    return MonitoringVerdict(step.quantity, limit.quantity, _answer(met=met), (step,))


def _measured(
    parameter: MonitoredParameter, recorded: RecordedTest, limit: units.Quantity
) -> Step | None:
    """Return the value as the limit measures it: as it was recorded, or as a share of baseline."""
    if recorded.value is None:
        return None
    now = recorded.value.quantity
    if recorded.earlier is not None:
        baseline = recorded.earlier.quantity
        if units.unit_of(now) != units.unit_of(baseline):
            # Pounds to kilograms is exact, the other way does not end; on the threshold it counts.
            now, baseline = units.convert(now, "kgf"), units.convert(baseline, "kgf")
        label = f"{parameter.label}, share of baseline"
        shares = (Chosen(now, (ENTERED,)), Chosen(baseline, (ENTERED,)))
        return divided(label, *shares, unit=units.unit_of(limit).ucum)
    if not now.is_compatible_with(limit):
        return None  # a force without the baseline says nothing
    return stated(parameter.label, "recorded", now, ENTERED)


def _no_fall(parameter: MonitoredParameter, recorded: RecordedTest) -> MonitoringVerdict:
    value, earlier = recorded.value, recorded.earlier
    keys = (parameter.id, EARLIER_KEYS[parameter.id])
    for each, key in zip((value, earlier), keys, strict=True):
        if each is not None:
            _require_accepted(parameter, each.quantity, key)
    now = value.quantity if value else None
    before = earlier.quantity if earlier else None
    if now is None or before is None:
        return MonitoringVerdict(now, before, Answer.UNKNOWN)
    unit = units.unit_of(now).ucum
    with units.exact():
        change = now - units.convert(before, unit)
    working = f"{units.shown(now)} − {units.shown(before)}"
    step = stated(f"{parameter.label}, change", working, change, ENTERED)
    return MonitoringVerdict(now, before, _answer(met=change.magnitude >= 0), (step,))


def _answer(*, met: bool) -> Answer:
    return Answer.YES if met else Answer.NO


def _require_accepted(parameter: MonitoredParameter, value: units.Quantity, key: str) -> None:
    accepted = parameter.accepted
    if accepted is not None and not accepted.holds(value):
        lowest, highest = accepted.lowest.quantity, accepted.highest.quantity
        raise Refused(
            key,
            f"{parameter.label}: {units.shown(value)} is outside {units.shown(lowest)} to "
            f"{units.shown(highest)}; check the number and its unit.",
        )


# --- findings ---------------------------------------------------------------------------------

_OUTCOMES = {"yes": Outcome.CLEAR, "no": Outcome.CAUTION, "unknown": Outcome.UNKNOWN}


def monitoring_checks(result: Result, patient: Patient, plan: Plan, today: date) -> Checks:
    """Return one finding for each parameter: a threshold that is not met is a caution."""
    findings = [
        *outside_plan_scope(result, patient, plan, today),
        *(
            _asked_about(_finding(parameter, result), parameter, result, plan)
            for parameter in plan.monitoring.parameters
        ),
    ]
    findings.sort(key=lambda finding: finding.outcome.gravity)
    return Checks(findings[0].outcome, tuple(findings))


def _asked_about(
    finding: Finding, parameter: MonitoredParameter, result: Result, plan: Plan
) -> Finding:
    """Ask about a laboratory value that is hardly ever seen: with it nothing is clear."""
    judged = isinstance(parameter.rule, ClinicianAnswers)
    if judged or parameter.id not in plan.policies.evidence.plausible:
        return finding
    stood = result.values[parameter.id]
    compared = (stood["value"], stood["limit"] if parameter.id in EARLIER_KEYS else None)
    found = [unlikely(parameter.id, each, plan) for each in compared if each is not None]
    words = " ".join(filter(None, found))
    if not words:
        return finding
    if finding.outcome is not Outcome.CLEAR:
        return replace(finding, because=f"{finding.because} {words}")
    return replace(
        finding,
        outcome=Outcome.UNKNOWN,
        heading=first_sentence(words),
        because=words,
        resolve="Check the value and its unit against the report.",
    )


def _finding(parameter: MonitoredParameter, result: Result) -> Finding:
    met = result.values[parameter.id]["met"]
    because, source, resolve = {
        "yes": (parameter.met, parameter.at, ""),
        "no": (parameter.not_met, f"{parameter.at}; {parameter.action_at}", parameter.action),
        "unknown": ("Cannot be told until this is recorded.", parameter.at, parameter.ask),
    }[met]
    return Finding(
        rule=parameter.id,
        facts=(),
        outcome=_OUTCOMES[met],
        heading=first_sentence(because) if met != "unknown" else f"{parameter.label}: not recorded",
        seen=result.observed[parameter.id],
        limit=parameter.demands,
        because=because,
        source=source,
        resolve=resolve,
    )


def _seen(parameter: MonitoredParameter, recorded: RecordedTest) -> str:
    rule = parameter.rule
    if isinstance(rule, ClinicianAnswers):
        fact = recorded.answer
        said = {Answer.YES: rule.yes, Answer.NO: rule.no}.get(fact.answer, "not recorded")
        return f"{parameter.label}: {said}" + ("" if fact.on is UNKNOWN else f", {fact.on}")
    text = f"{parameter.label}: {_written(recorded.value)}"
    share = recorded.value is not None and units.unit_of(recorded.value.quantity).ucum == "%"
    if parameter.id in EARLIER_KEYS and not share:
        text += f"; to compare with: {_written(recorded.earlier)}"
    return text


def _written(value: LaboratoryValue | None) -> str:
    if value is None:
        return "not recorded"
    on = "no date" if value.on is UNKNOWN else str(value.on)
    return f"{units.shown(value.quantity)} ({on})"
