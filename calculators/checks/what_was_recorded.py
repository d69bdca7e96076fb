"""What a rule looked at, in words: each fact with its date, each measure, what is not recorded."""

from __future__ import annotations

from decimal import ROUND_CEILING
from typing import TYPE_CHECKING

import units
from calculators.patient.evidence import days_later, last_day
from calculators.patient.patient import UNKNOWN, Answer, Unknown

if TYPE_CHECKING:
    from datetime import date

    from calculators.checks.comparisons import Look
    from calculators.working import Step
    from plan_data.schema.plan import Plan
    from plan_data.schema.policies import Contradiction
    from plan_data.schema.rules import Rule

_LISTS = ("premedication", "concurrent")
_MEASURES = ("weight", "height", "age", "sex", "setting")
_LABELS = {
    "age": "Age",
    "weight": "Weight",
    "height": "Height",
    "sex": "Sex",
    "setting": "Setting",
    "premedication": "Premedication",
    "concurrent": "Ordered alongside",
}


def is_unknown(name: str, look: Look) -> bool:
    """Tell whether a fact, a laboratory value or a measure is not recorded."""
    patient = look.patient
    if name in patient.laboratory or name in _LISTS:
        return False
    if name in _MEASURES:
        return getattr(patient, name) is UNKNOWN
    return look.evidence.fact(name).answer is Answer.UNKNOWN


def label_of_fact(name: str, plan: Plan) -> str:
    """Return what people call a fact, a laboratory value or a measure."""
    known = plan.facts.yes_no.get(name) or plan.facts.laboratory.get(name)
    return known.label if known else _LABELS[name]


def recorded(name: str, look: Look) -> str:
    """Return one fact, laboratory value, list or measure as it is recorded."""
    label = label_of_fact(name, look.plan)
    if name in look.plan.facts.yes_no:
        return f"{label}: {_seen_fact(name, look)}"
    if name in look.plan.facts.laboratory:
        return f"{label}: {_seen_laboratory(name, look)}"
    if name in _LISTS:
        names = getattr(look.patient, name)
        return f"{label}: {', '.join(names) if names else 'nothing listed'}"
    return f"{label}: {_seen_measure(name, look)}"


def _seen_fact(name: str, look: Look) -> str:
    fact = look.evidence.fact(name)
    if fact.answer is Answer.UNKNOWN:
        return "not recorded"
    answered = str(fact.answer.value)
    if fact.implied_by:
        cause = label_of_fact(fact.implied_by, look.plan)
        own = look.patient.fact(name).answer.value if fact.disagrees else "not recorded"
        answered += f" (recorded is {cause}: {look.evidence.fact(fact.implied_by).answer.value}; "
        answered += f"for this itself: {own})"
    # A missing date is worth a word only where a date could decide.
    if fact.on is UNKNOWN and not look.plan.facts.yes_no[name].dated:
        return answered
    return answered + _dated(fact.on, look)


def _seen_laboratory(name: str, look: Look) -> str:
    value = look.patient.laboratory.get(name)
    if value is None:
        return "not recorded"
    text = units.shown_against(value.quantity, *look.limits(name)) + _dated(value.on, look)
    if name != "creatinine":
        return text
    clearance = look.clearance
    if clearance is None:
        return f"{text} (clearance not worked out: weight, age or sex is missing)"
    limits = look.limits("creatinine_clearance")
    shown = [
        f"{each.label}: {units.shown_against(each.quantity, *limits)}"
        for each in (clearance, *_beside(look))
    ]
    return f"{text}; {', '.join(shown)}"


def _beside(look: Look) -> tuple[Step, ...]:
    """Return the clearances by another weight that are worth showing: those that differ."""
    return tuple(
        each
        for each in look.evidence.other_clearances
        if look.clearance is not None and each.quantity != look.clearance.quantity
    )


def doubts(names: tuple[str, ...], look: Look) -> list[str]:
    """Return why what is recorded of some facts does not count, as sentences."""
    evidence, found = look.evidence, []
    for name in names:
        on, label = evidence.date_of(name), label_of_fact(name, look.plan)
        if evidence.of_another_day(name):
            found.append(
                f"{label} was answered yes without a date on {look.patient.fact(name).answered}, "
                "which holds for that day alone. Record its date, or answer again today."
            )
        if on is UNKNOWN:
            continue
        if evidence.too_old(name) and (window := evidence.counts_for(name)) is not None:
            found.append(
                f"Too old to count: {label}, {_since(on, look)}; such a record counts for "
                f"{units.shown(window.quantity)} ({window.at})."
            )
        if evidence.no_longer_recent(name):
            found.append(
                f"{label} is answered yes with a date of {_since(on, look)}: is it still recent? "
                "If it is, leave the date out; if not, answer no."
            )
    return found


def _since(on: date, look: Look) -> str:
    last = max(look.today, look.counted_from)
    days = (last - on).days
    return f"{on}, {units.so_many(days, 'days')} before {last}"


def disagreements(names: tuple[str, ...], look: Look) -> list[str]:
    """Return which records disagree about some facts, as sentences that name both."""
    found = []
    for name in names:
        if name not in look.plan.facts.yes_no:
            continue
        fact, label = look.evidence.fact(name), label_of_fact(name, look.plan)
        if fact.disagrees:
            cause = label_of_fact(fact.implied_by, look.plan)
            found.append(
                f"{label} is answered no, and {cause} is answered yes: the two disagree, and the "
                "worse of them counts."
            )
        for contradiction, answer in look.evidence.against(name):
            found.append(_against(label, contradiction, answer, look))
    return found


def _against(label: str, contradiction: Contradiction, answer: Answer, look: Look) -> str:
    value = label_of_fact(contradiction.laboratory, look.plan)
    limit = units.shown(contradiction.below.quantity)
    what = (
        f"the recorded {value.lower()} gives a clearance below {limit}"
        if contradiction.by_clearance
        else f"the recorded value of {value} is below {limit}"
    )
    if answer is Answer.UNKNOWN and look.clearance is None:
        return (
            f"{label} is answered no, and whether {what} cannot be told: record weight, age and "
            "sex."
        )
    if answer is Answer.UNKNOWN and look.evidence.least_clearance is not None:
        return (
            f"{label} is answered no, and whether by the adjusted weight {what} cannot be told: "
            "record the height."
        )
    if answer is Answer.UNKNOWN:
        return (
            f"{label} is answered no, and by one of two weights {what}, by the other it does not: "
            "whether the two disagree depends on the weight."
        )
    return f"The answer is no to {label}, and {what} ({contradiction.at}): the two disagree."


def clearance_in_doubt(look: Look) -> str:
    """Return why a clearance does not settle a limit, as a sentence without its full stop."""
    if look.clearance is None:
        missing = [name for name in ("weight", "age", "sex") if is_unknown(name, look)]
        labels = ", ".join(label_of_fact(name, look.plan) for name in missing)
        return f"{labels or 'Height'} not recorded, without which a creatinine gives no clearance"
    if look.evidence.least_clearance is not None:
        return (
            "By the adjusted weight the clearance may lie below the limit: the height, which that "
            "weight goes by, is not recorded"
        )
    return "The clearance lies on two sides of the limit, by actual and by adjusted weight"


def undated(names: tuple[str, ...], look: Look) -> list[str]:
    """Return of which values, and of which facts answered yes, no date is recorded."""
    return [
        f"No date is recorded of: {label_of_fact(name, look.plan)}."
        for name in names
        if _lacks_its_date(name, look)
    ]


def _lacks_its_date(name: str, look: Look) -> bool:
    value, known = look.patient.laboratory.get(name), look.plan.facts.yes_no.get(name)
    if value is not None:
        return value.on is UNKNOWN
    fact = look.evidence.fact(name)
    dated = known is not None and known.dated
    return dated and fact.answer is Answer.YES and fact.on is UNKNOWN


def counted_until(rule: Rule, look: Look) -> list[str]:
    """Return up to which day what is recorded counts, where the day of the first dose is unknown.

    What was held against today is no word about a dose of another day.
    """
    if look.result.treatment is None or look.result.first_dose is not None:
        return []
    against_today = [
        f"Held against today, {look.today}: the day of the first dose is not recorded."
        for name in rule.before_first_dose
        if look.evidence.fact(name).on is not UNKNOWN
    ]
    return against_today + [
        f"{label_of_fact(name, look.plan)}: what is recorded counts for a dose up to {last}; the "
        "day of the first dose is not recorded."
        for name in rule.reads
        if (last := _last_day(name, rule, look)) is not None
    ]


def _last_day(name: str, rule: Rule, look: Look) -> date | None:
    on, window = look.evidence.date_of(name), look.evidence.counts_for(name)
    if on is UNKNOWN:
        return None
    interval = look.result.interval
    if name in rule.within_interval and interval is not None:
        # A test as old as the interval was done for the dose before.
        whole = units.magnitude_in(interval, "d").to_integral_value(ROUND_CEILING)
        return days_later(on, int(whole) - 1)
    return None if window is None else last_day(window, on)


def _dated(on: date | Unknown, look: Look) -> str:
    if on is UNKNOWN:
        return " (no date)"
    ago = "today" if on == look.today else f"{_days_before(on, look.today)} {look.today}"
    first = look.result.first_dose
    if first is None or first == look.today:
        return f", {on} ({ago})"
    return f", {on} ({ago}; {_days_before(on, first)} the first dose on {first})"


def _days_before(on: date, day: date) -> str:
    days = (day - on).days
    return f"{units.so_many(abs(days), 'days')} {'before' if days >= 0 else 'after'}"


def _seen_measure(name: str, look: Look) -> str:
    value = getattr(look.patient, name)
    if value is UNKNOWN:
        return "not recorded"
    if name == "sex":
        return str(value)
    if name == "setting":
        treatment = look.result.treatment
        priority = getattr(treatment.priorities, value) if treatment else "-"
        return f"{value}, where the plan's priority is {priority}"
    return units.shown_against(value.quantity, *look.limits(name))
