"""The checks in order of gravity, with icon and words, each unknown answerable in place."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from exchange.answers.words import GRAVITY_WORDS
from plan_data.schema.rules import Outcome
from views.parts.facts import fact_control, is_asked
from views.parts.folds import Fold, draw_folds
from views.parts.frame import escaped

if TYPE_CHECKING:
    from calculators.checks.crosscheck import Finding
    from calculators.requests.answer import Answered
    from plan_data.schema.plan import Plan

_LOOKS = {
    Outcome.CONTRAINDICATED: ("red", "block"),
    Outcome.NOT_READY: ("orange", "pending_actions"),
    Outcome.UNKNOWN: ("violet", "help"),
    Outcome.CAUTION: ("yellow", "warning"),
    Outcome.CLEAR: ("green", "check_circle"),
}


def outcome_badge(outcome: Outcome) -> str:
    """Return an outcome as icon and word, in Markdown."""
    colour, icon = _LOOKS[outcome]
    return f":{colour}-badge[:material/{icon}: {GRAVITY_WORDS[outcome]}]"


def draw_checks(
    answered: Answered, plan: Plan, *, folds_unknown: bool = False, cautions_in_a_line: bool = False
) -> None:
    """Draw every finding, gravest first; what is clear stands folded at the end.

    Parameters
    ----------
    folds_unknown
        Whether what is unknown stands folded too, counted on its fold: where the page is about
        something else.
    cautions_in_a_line
        Whether a caution stands as its mark and its words, and unfolds the rest: what was demanded
        and seen, how to settle it, and the source.
    """
    st.header("Checks against the plan")
    with st.container(key="standing"):
        _draw_all(answered, plan, folds_unknown, cautions_in_a_line)


def _draw_all(
    answered: Answered,
    plan: Plan,
    folds_unknown: bool,  # noqa: FBT001  (as they were asked for by name)
    cautions_in_a_line: bool,  # noqa: FBT001  (as above)
) -> None:
    findings = answered.checks.findings
    st.markdown(_summary(findings))
    # Folded, but on the page: what was looked at can be read and answered.
    folded = {Outcome.UNKNOWN: "Unknown"} if folds_unknown else {}
    folded |= {Outcome.CLEAR: "Clear"}
    drawn: set[str] = set()
    for finding in findings:
        if finding.outcome in folded:
            continue
        in_a_line = cautions_in_a_line and finding.outcome is Outcome.CAUTION
        _draw(finding, plan, drawn, in_a_line=in_a_line)

    def draw(outcome: Outcome) -> None:
        for finding in findings:
            if finding.outcome is outcome:
                _draw(finding, plan, drawn)

    counts = Counter(finding.outcome for finding in findings)
    folds = [
        Fold(f"{each.value}_findings", f"{word}: {counts[each]}", word, partial(draw, each))
        for each, word in folded.items()
        if counts[each]
    ]
    draw_folds(folds, "More checks", "names_of_findings")


def _summary(findings: tuple[Finding, ...]) -> str:
    counts = {
        outcome: sum(finding.outcome is outcome for finding in findings) for outcome in Outcome
    }
    return "  ".join(f"{outcome_badge(outcome)} {n}" for outcome, n in counts.items() if n)


def _draw(finding: Finding, plan: Plan, drawn: set[str], *, in_a_line: bool = False) -> None:
    """Draw one finding with the control of each of its facts, each fact once on the page."""
    names = [name for name in finding.facts if name not in drawn and is_asked(name, plan)]
    drawn.update(names)
    key = f"finding_{finding.rule}"
    while key in drawn:  # a course may have two findings by one rule, of two phases
        key += "_"
    drawn.add(key)
    # Where a fact has no control here, as weight has none, the text says what is missing.
    asked = bool(names) and all(is_asked(name, plan) for name in finding.facts)
    heading, rest = _heading(finding), _rest(finding, asked=asked)
    if in_a_line:
        with st.expander(heading, key=key):
            st.markdown(rest)
            for name in names:
                fact_control(name, plan, "check")
        return
    with st.container(border=True, key=key, horizontal=True, vertical_alignment="center"):
        st.markdown(f"{heading}  \n{rest}", width="stretch")
        if names:
            with st.container(width="content", gap="small"):
                for name in names:
                    fact_control(name, plan, "check")


def _heading(finding: Finding) -> str:
    return f"{outcome_badge(finding.outcome)} **{escaped(finding.heading)}**"


def _rest(finding: Finding, *, asked: bool) -> str:
    """Return in Markdown what stands below the heading of a finding.

    Where the question itself stands beside it, an unknown need not say again what to record.
    """
    lines = [escaped(f"Demand: {finding.limit}")]
    if finding.outcome is not Outcome.UNKNOWN:
        lines += [escaped(finding.reason)] if finding.reason else []
        lines += [f"Seen: {escaped(finding.seen)}"]
        if finding.resolve:
            lines.append(f"To settle it: {escaped(finding.resolve)}")
    elif not asked:
        lines.append(escaped(f"{finding.because} {finding.resolve}"))
    lines.append(f":gray[{escaped(finding.source)}]")
    return "  \n".join(lines)
