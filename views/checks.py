"""The checks in order of gravity, with icon and words, each unknown answerable in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from calculators.crosscheck import is_unknown
from calculators.words import GRAVITY_WORDS
from plan_data.schema import Outcome
from views.facts import fact_control
from views.frame import escaped

if TYPE_CHECKING:
    from calculators.crosscheck import Finding
    from calculators.request import Answered
    from plan_data.schema import Plan

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


def draw_checks(answered: Answered, plan: Plan) -> None:
    """Draw every finding, gravest first; what is clear stands folded at the end."""
    st.subheader("Checks against the plan")
    findings = answered.checks.findings
    st.markdown(_summary(findings))
    drawn: set[str] = set()
    for finding in findings:
        if finding.outcome is not Outcome.CLEAR:
            with st.container(border=True, key=f"finding_{finding.rule}"):
                st.markdown(_text(finding))
                _controls(finding, answered, plan, drawn)
    clear = [finding for finding in findings if finding.outcome is Outcome.CLEAR]
    if clear:
        with st.expander(f"Clear ({len(clear)})", key="clear_findings"):
            for finding in clear:
                st.markdown(_text(finding))


def _summary(findings: tuple[Finding, ...]) -> str:
    counts = {
        outcome: sum(finding.outcome is outcome for finding in findings) for outcome in Outcome
    }
    return " ".join(f"{outcome_badge(outcome)} {n}" for outcome, n in counts.items() if n)


def _text(finding: Finding) -> str:
    lines = [
        f"{outcome_badge(finding.outcome)} **{escaped(finding.limit)}**",
        escaped(finding.because),
        f"Seen: {escaped(finding.seen)}",
    ]
    if finding.resolve and finding.outcome is not Outcome.UNKNOWN:
        lines.append(f"To settle it: {escaped(finding.resolve)}")
    lines.append(f":gray[{escaped(finding.source)}]")
    return "  \n".join(lines)


def _controls(finding: Finding, answered: Answered, plan: Plan, drawn: set[str]) -> None:
    """Draw the control of each deciding fact once on the page."""
    for name in finding.facts:
        undecided = finding.outcome is Outcome.UNKNOWN and not is_unknown(name, answered.patient)
        if name not in drawn and not undecided:
            drawn.add(name)
            fact_control(name, plan, "check")
