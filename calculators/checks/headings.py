"""What is so for this patient, as the heading of a finding; what the plan demands follows it.

"CONTRAINDICATED: No pregnancy" says the demand where a reader looks for the patient.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import units
from calculators.checks.comparisons import holds
from calculators.checks.drug_names import groups_named, read_names
from calculators.checks.what_was_recorded import label_of_fact
from calculators.patient.body_size import kilograms_per_square_metre
from calculators.patient.patient import UNKNOWN, Answer
from plan_data.schema import rules
from plan_data.schema.rules import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from calculators.checks.comparisons import Look
    from plan_data.schema.rules import RuleCase

_ALONGSIDE = {"premedication": "as premedication", "concurrent": "alongside"}


def heading_of(outcome: Outcome, deciding: RuleCase | None, because: str, look: Look) -> str:
    """Return what is so: the condition that decided, with the patient's own dates and numbers.

    What is clear, and what a calculator says of its own result, is said by the reason itself.
    """
    if deciding is None or outcome is Outcome.CLEAR:
        return first_sentence(because)
    return _said(deciding.when, look) or first_sentence(because)


def first_sentence(text: str) -> str:
    """Return the first sentence without its full stop; of a question, what it is about."""
    sentence, _, asked = text.partition("? ")[0].partition(". ")[0].rpartition(": ")
    said = text.partition(". ")[0].removesuffix(".")
    return sentence if sentence and f"{sentence}: {asked}? " in text else said


def _said(condition: Any, look: Look) -> str:
    """Return what a condition says of the patient; nothing of one that does not hold."""
    if holds(condition, look) is not Answer.YES:
        return ""
    say = _SAYINGS.get(type(condition))
    return say(condition, look) if say else ""


def _parts(parts: tuple[Any, ...], look: Look) -> str:
    return "; ".join(dict.fromkeys(filter(None, (_said(part, look) for part in parts))))


def _fact(condition: rules.FactIs, look: Look) -> str:
    label = label_of_fact(condition.fact, look.plan)
    fact = look.evidence.fact(condition.fact)
    if condition.answer == "no":
        return f"{label}: answered no"
    text = label if fact.on is UNKNOWN else f"{label} on {fact.on}"
    if fact.implied_by:
        text += f" (recorded is {label_of_fact(fact.implied_by, look.plan)})"
    if condition.within is None:
        return text
    if fact.on is UNKNOWN:
        return f"{text}, date not recorded"
    return f"{text}, within {units.spelled_out(condition.within.quantity)}"


def _since(condition: rules.DatedWithinInterval, look: Look) -> str:
    fact, interval = look.evidence.fact(condition.done_within_interval), look.result.interval
    if fact.on is UNKNOWN or interval is None:
        return ""
    last = max(look.today, look.counted_from)
    days = units.shown(units.quantity((last - fact.on).days, "d"))
    label = label_of_fact(condition.done_within_interval, look.plan)
    past = f"one interval ({units.shown(interval)}) or more"
    return f"{label} on {fact.on}, {days} before {last}: {past}"


def _before(condition: rules.DoneBefore, look: Look) -> str:
    name = condition.done_before_first_dose
    fact = look.evidence.fact(name)
    if fact.on is UNKNOWN:
        return ""
    days = (look.counted_from - fact.on).days
    between = units.shown(units.quantity(days, "d"))
    limit = units.shown(condition.at_least.quantity)
    dose = "the first dose" if look.result.first_dose else f"today, {look.today}"
    where = f"{between} before {dose}" if days >= 0 else f"after {dose}"
    return f"{label_of_fact(name, look.plan)} on {fact.on}, {where}; {limit} are needed"


def _laboratory(condition: rules.LaboratoryBelow, look: Look) -> str:
    value = look.patient.laboratory[condition.laboratory]
    on = "" if value.on is UNKNOWN else f" on {value.on}"
    label = label_of_fact(condition.laboratory, look.plan)
    number = units.shown_against(value.quantity, condition.below.quantity)
    return f"{label} {number}{on}, below {units.shown(condition.below.quantity)}"


def _clearance(condition: rules.ClearanceBelow, look: Look) -> str:
    limit = condition.creatinine_clearance_below.quantity
    if look.clearance is None:
        return ""
    number = units.shown_against(look.clearance.quantity, limit)
    return f"{look.clearance.label} {number}, below {units.shown(limit)}"


def _age(condition: rules.AgeBelow, look: Look) -> str:
    if look.patient.age is UNKNOWN:
        return ""
    limit = condition.age_below.quantity
    age = units.shown_against(look.patient.age.quantity, limit)
    return f"Age {age}, under {units.shown(limit)}"


def _priority(condition: rules.PriorityIs, look: Look) -> str:
    treatment = look.result.treatment
    if treatment is None or condition.priority != "-":
        return ""
    return f"{treatment.label} has no priority in {look.patient.setting} in the plan"


def _listed(condition: rules.Listed, look: Look) -> str:
    names: tuple[str, ...] = getattr(look.patient, condition.listed)
    known = look.plan.order_names
    if condition.group == "unrecognised":
        found = [name for name in names if read_names(name, known).strangers]
        return f"Not known to this app, {_ALONGSIDE[condition.listed]}: {', '.join(found)}"
    group = condition.group
    if group == "this_drug":
        group = look.result.treatment.id if look.result.treatment else ""
    found = [name for name in names if group in groups_named(name, known)]
    return f"{', '.join(found)} listed {_ALONGSIDE[condition.listed]}"


def _target(condition: rules.TargetAbove, look: Look) -> str:
    if look.result.target is None:
        return ""
    limit = condition.target_above.quantity
    return f"Target {units.shown_against(look.result.target, limit)}, above {units.shown(limit)}"


def _extraordinary(condition: rules.Extraordinary, look: Look) -> str:
    name, weight, height = condition.extraordinary, look.patient.weight, look.patient.height
    if name == "body_mass_index":
        if weight is UNKNOWN or height is UNKNOWN:
            return ""
        label, value = "Body-mass index", kilograms_per_square_metre(weight, height)
    else:
        label, value = label_of_fact(name, look.plan), getattr(look.patient, name).quantity
    number = units.shown_against(value, *look.limits(name))
    ordinary = look.plan.measures.ordinary[name]
    lowest, highest = units.shown(ordinary.lowest.quantity), units.shown(ordinary.highest.quantity)
    return f"{label} {number}, outside the ordinary {lowest} to {highest}"


_SAYINGS: dict[type, Callable[[Any, Look], str]] = {
    rules.AllOf: lambda condition, look: _parts(condition.all, look),
    rules.AnyOf: lambda condition, look: _parts(condition.any, look),
    rules.FactIs: _fact,
    rules.DatedWithinInterval: _since,
    rules.DoneBefore: _before,
    rules.LaboratoryBelow: _laboratory,
    rules.ClearanceBelow: _clearance,
    rules.AgeBelow: _age,
    rules.PriorityIs: _priority,
    rules.Listed: _listed,
    rules.TargetAbove: _target,
    rules.Extraordinary: _extraordinary,
}
