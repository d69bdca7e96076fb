"""The answer as markup: one element a part, every text escaped, and colours never alone.

An outcome is an icon and a word; the icon is drawn by the style and not read out. Columns align,
and a screen reader and a printer get real lists and tables.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import units
from calculators.dispensing.infusion import infusions_of
from calculators.dispensing.ladder import label_of_rates
from calculators.dispensing.rounding import containers_in_words
from calculators.patient.patient import UNKNOWN
from exchange.answers.words import GRAVITY_WORDS
from plan_data.schema.rules import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calculators.checks.crosscheck import Finding
    from calculators.checks.questions import StandingQuestion
    from calculators.dispensing.infusion import Day
    from calculators.requests.answer import Answered
    from plan_data.schema.plan import Plan


def outcome_mark(outcome: Outcome, text: str = "") -> str:
    """Return an outcome as icon and word, or as icon and another text that holds the word."""
    words = text or GRAVITY_WORDS[outcome]
    return f'<span class="mark is-{outcome.value}"><i aria-hidden="true"></i>{escape(words)}</span>'


def counts(findings: Iterable[Finding]) -> str:
    """Return how many findings there are of each outcome, in words, gravest first."""
    found = [finding.outcome for finding in findings]
    marks = (
        f"<li>{outcome_mark(outcome, f'{found.count(outcome)} {GRAVITY_WORDS[outcome].lower()}')}"
        "</li>"
        for outcome in Outcome
        if outcome in found
    )
    return f'<ul class="counts" aria-label="Checks">{"".join(marks)}</ul>'


def to_say(findings: Iterable[Finding], in_sight: Iterable[StandingQuestion]) -> list[Finding]:
    """Return what has to stand on the answer itself, gravest first.

    All that is found of the dose or the patient and is not clear; an unknown only where no
    question in sight shows it as open.
    """
    shown = {
        rule
        for each in in_sight
        if each.stands is Outcome.UNKNOWN
        for rule in (each.question.rule, *each.question.decides)
    }
    return [
        each
        for each in findings
        if each.outcome is not Outcome.CLEAR
        and (each.outcome is not Outcome.UNKNOWN or each.rule not in shown)
    ]


def said(findings: Iterable[Finding]) -> str:
    """Return findings as one short sentence each, with the reason and the source to open."""
    items = "".join(f"<li>{_said(each)}</li>" for each in findings)
    return f'<ul class="said">{items}</ul>' if items else ""


def _said(finding: Finding) -> str:
    short = finding.heading.rstrip(".")
    if finding.rule == "plausible_measures":
        short = f"{finding.because} {finding.seen}"
    return (
        f'<details class="is-{finding.outcome.value}"><summary><i aria-hidden="true"></i>'
        f'<span><span class="unseen">{GRAVITY_WORDS[finding.outcome]}: </span>{escape(short)}'
        f"</span></summary>{reasons(finding)}</details>"
    )


def reasons(finding: Finding) -> str:
    """Return why a finding is as it is: reason, what was seen, what settles it, and the source."""
    lines = [finding.because, f"Demand: {finding.limit}", f"Seen: {finding.seen}"]
    lines += [f"To settle it: {finding.resolve}"] if finding.resolve else []
    paragraphs = "<br>".join(escape(line) for line in lines if line)
    return f'<div class="why">{paragraphs}<br><cite>{escape(finding.source)}</cite></div>'


# --- what is opened, and how fast it runs ---------------------------------------------------------


def arithmetic(answered: Answered, names: Iterable[str]) -> str:
    """Return the line of working of each shown value, with the weight that it goes by."""
    steps = answered.result.steps
    wanted = (answered.result.values[name] for name in names)
    found = (next((step for step in steps if step.quantity == each), None) for each in wanted)
    lines = dict.fromkeys(step.working for step in found if step is not None)
    return "".join(f'<p class="arithmetic">{escape(line)}</p>' for line in lines)


def given(answered: Answered, days: tuple[Day, ...]) -> str:
    """Return what is opened first: the dose that it gives, its containers, volume, time and end.

    The dose that is given stands beside them, as it may be rounded; where there are more days, it
    is said which one this is, and whether the others are like it.
    """
    day, drawn = days[0], answered.result.values.get("drawn_up")
    cells = [("Gives", units.shown(day.dose)), ("Containers", containers_in_words(day.containers))]
    cells += [("Draw up", units.shown(drawn))] if drawn is not None else []
    cells += [("Volume", units.shown(day.volume))] if day.volume is not None else []
    cells += [("Runs for", units.shown(day.minutes))] if day.minutes is not None else []
    cells += [("Finish", day.finish)] if day.finish else []
    pairs = "".join(f"<div><dt>{name}</dt><dd>{_unbroken(text)}</dd></div>" for name, text in cells)
    return f'<p class="which">{which(answered, days)}</p><dl class="given">{pairs}</dl>'


def _unbroken(text: str) -> str:
    """Return a sum whose lines break between its parts only, never before a unit."""
    return " + ".join(f"<span>{escape(part)}</span>" for part in text.split(" + "))


def which(answered: Answered, days: tuple[Day, ...]) -> str:
    """Say of what the figures are: of each day, of the first of days that differ, or of a week."""
    if "weekly_volume" in answered.result.values:
        return "Each week"
    if len(days) == 1:
        return "Each infusion"
    doses = dict.fromkeys(units.shown(day.dose) for day in days)
    if len(doses) == 1:
        return f"Each of the {len(days)} days"
    others = ", ".join(units.shown(day.dose) for day in days[1:])
    return f"Day 1 of {len(days)}; the other days differ: {escape(others)}"


def rates(answered: Answered, day: Day) -> str:
    """Return the ladder as a small table beside its picture, and whose rates they are."""
    result = answered.result
    if day.ladder is None:
        why = result.reasons.get("ladder", "")
        mark = '<i aria-hidden="true"></i>'
        return f'<p class="why_not is-caution">{mark}<span>{escape(why)}</span></p>' if why else ""
    top = max(step.rate.magnitude for step in day.ladder)
    end = day.ladder[-1].ends.magnitude
    rows, bars = [], []
    for step in day.ladder:
        at = step.clock or units.shown(step.starts)
        rows.append(
            f"<tr><td>{escape(at)}</td><td><b>{units.shown_number(step.rate.magnitude, 1)}</b></td>"
            f"<td>{escape(units.shown_number(step.volume_so_far.magnitude, 1))}</td></tr>"
        )
        width = float((step.ends.magnitude - step.starts.magnitude) / end)
        bars.append(
            f'<i style="width:{width:.3%};height:{float(step.rate.magnitude / top):.1%}"></i>'
        )
    whose = label_of_rates(result.values["ladder_origin"])
    return (
        '<div class="rates"><table><thead><tr><th>At</th><th>mL/h</th><th>mL by end</th></tr>'
        f"</thead><tbody>{''.join(rows)}</tbody></table>"
        f'<div class="picture" aria-hidden="true"><span>mL/h over time</span>'
        f"<div>{''.join(bars)}</div></div></div>"
        f'<p class="fine">{escape(whose)}. Not above {escape(result.values["ceiling"])}.</p>'
    )


def fine(lines: Iterable[str]) -> str:
    """Return remarks in small print."""
    return "".join(f'<p class="fine">{escape(line)}</p>' for line in lines)


def opened(answered: Answered) -> tuple[Day, ...]:
    """Return what is opened, day by day or for the week; nothing where no product is chosen."""
    values = answered.result.values
    if "dispensed" not in values or "containers" not in values:
        return ()
    return infusions_of(answered.result)


# --- on paper -------------------------------------------------------------------------------------


def patient_on_paper(answered: Answered, plan: Plan) -> str:
    """Return what only the printed page has of the patient, and that it is no order.

    No name is printed, the label brings it.
    """
    patient, result = answered.patient, answered.result
    measures = (patient.weight, patient.height, patient.age)
    known = [units.shown(each.quantity) for each in measures if each is not UNKNOWN]
    known += [each for each in (patient.sex, patient.setting) if each is not UNKNOWN]
    treatment = result.treatment.label if result.treatment is not None else ""
    product = result.values.get("product")
    what = f"{treatment} · {plan.products[product].label}" if product else treatment
    return (
        f'<p class="on_paper"><b>{escape(what)}</b><br>{escape(" · ".join(known))}<br>'
        f"Worked out on {answered.today}. This is a calculation to be checked, not an order.</p>"
    )


def checks_on_paper(answered: Answered) -> str:
    """Return what only the printed page has: open checks, a box for the label, signatures."""
    open_ones = [
        f"<li>{escape(GRAVITY_WORDS[each.outcome])}: {escape(each.heading)}</li>"
        for each in answered.checks.findings
        if each.outcome is not Outcome.CLEAR
    ]
    checks = f"<ul>{''.join(open_ones)}</ul>" if open_ones else "<p>Every check is clear.</p>"
    lines = "".join(
        f"<div><span>{who}</span><span>Date and time</span></div>"
        for who in ("Prescriber", "Pharmacist", "Nurse")
    )
    return (
        f'<div class="on_paper"><p>Checks</p>{checks}'
        f'<div class="label_box">Patient label</div><div class="signed">{lines}</div></div>'
    )
