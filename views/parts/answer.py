"""One answer on a page: the numbers large, then table, working and checks."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from calculators.requests.answer import Answered, answer
from exchange.answers.goes_with import (
    MONITORING_HEADING,
    advice_of,
    monitoring_of,
    two_weights,
)
from exchange.answers.terminal import ROUNDING
from exchange.answers.words import value_label
from plan_data.schema.rules import Outcome
from views.parts import panel, store
from views.parts.checks import draw_checks, outcome_badge
from views.parts.frame import aside, escaped, table
from views.parts.navigation import place_links

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.working import Alternative
    from plan_data.schema.plan import Plan


# Seconds for which the page waits after the answer. Streamlit would send the answer together with
# the checks below it, and the browser would show it only when it has drawn them all.
_HEAD_START = 0.08


def ask(
    plan: Plan, calculator: str, *, about_patient: bool = True, **inputs: Any
) -> Answered | None:
    """Return the answer for the patient in the panel; a refusal is shown and None returned.

    Parameters
    ----------
    about_patient
        Whether the page stands under the patient panel; without it only recorded facts are read.
    """
    given = {key: value for key, value in inputs.items() if value not in (None, "")}
    patient = panel.request() if about_patient else {"facts": store.as_request()}
    request = {**patient, **given, "calculator": calculator}
    store.remember_input(request)
    try:
        answered = answer(request, plan, store.today())
    except units.Refused as refused:
        # What was not entered is a next step; what was entered wrongly is an error.
        missing = refused.field not in request
        show = st.info if missing else st.error
        show(escaped(refused.message), icon=":material/edit:" if missing else ":material/error:")
        store.answered("")
        return None
    store.answered(calculator)
    return answered


def headline(answered: Answered, values: Mapping[str, str]) -> None:
    """Show the numbers that were asked for, large, with the worst outcome beside them.

    Parameters
    ----------
    values
        Label → name in the result.
    """
    with st.container(key="answer", horizontal=True, vertical_alignment="center", gap="large"):
        for label, name in values.items():
            st.metric(label, units.shown(answered.result.values[name]), width="content")
        time.sleep(_HEAD_START)
        st.markdown(f"Checks: {outcome_badge(answered.checks.outcome)}", width="content")
    apart = two_weights(answered)
    if apart is not None:
        st.markdown(f":material/scale: {escaped(apart.says)}")
    _ask_about_measures(answered)
    if answered.checks.outcome is Outcome.CONTRAINDICATED:
        st.error(
            "Contraindicated: the figures are shown so that an order can be checked. "
            "The reasons stand first under “Checks”.",
            icon=":material/block:",
        )


def _ask_about_measures(answered: Answered) -> None:
    """Ask about a measure far from ordinary right under the dose that it made."""
    for finding in answered.checks.findings:
        if finding.rule == "plausible_measures" and finding.outcome is Outcome.CAUTION:
            st.warning(escaped(f"{finding.because} {finding.seen}"), icon=":material/warning:")


def value_table(answered: Answered, names: tuple[str, ...]) -> None:
    """Show some of the result's values as a table of one row."""
    values = [_shown(answered.result.values[name]) for name in names]
    head = " | ".join(value_label(name) for name in names)
    st.markdown(f"| {head} |\n|{' --- |' * len(names)}\n| {' | '.join(values)} |")


def dose_table(answered: Answered) -> None:
    """Show the dated doses, one row a step, and why a row has no date."""
    rows = "\n".join(
        f"| {row.date or 'no date'} | **{units.shown(row.per_dose)}** | {row.doses_per_day} "
        f"| {units.shown(row.daily)} |"
        for row in answered.result.values["steps"]
    )
    head = "| From | Each dose | Doses a day | A day |\n| --- | --- | --- | --- |"
    st.markdown(f"{head}\n{rows}")
    if "steps" in answered.result.reasons:
        st.markdown(answered.result.reasons["steps"])


def _shown(value: Any) -> str:
    if isinstance(value, int):
        return str(value)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else units.shown(value)


def details(answered: Answered, plan: Plan) -> None:
    """Show the working and the checks."""
    if answered.result.steps:
        with st.expander("Working: each number with its arithmetic and its source"):
            st.markdown("\n".join(_step(step) for step in answered.result.steps))
            aside(ROUNDING)
            place_links(source for step in answered.result.steps for source in step.sources)
    draw_checks(answered, plan)
    _monitoring(answered)


def _step(step: Any) -> str:
    sources = "; ".join(step.sources)
    return f"1. {step.label}: **{escaped(step.working)}**  \n   :gray[{sources}]"


def comparison(answered: Answered, title: str) -> None:
    """Show the other choices with what they would change."""
    entries = answered.result.alternatives()
    names = dict.fromkeys(name for entry in entries for name in entry.values)
    st.markdown(f"**{title}**")
    opened = any(entry.containers for entry in entries)
    table([_compared(entry, tuple(names), with_containers=opened) for entry in entries])


def weights_side_by_side(answered: Answered, plan: Plan) -> None:
    """Show the dose under each weight to dose by, and whose rule asks for which."""
    with st.expander(
        "Which weight? Actual, ideal and adjusted, side by side", key="weights", on_change="rerun"
    ) as folded:
        if not folded.open:
            return
        comparison(answered, "The same dose by each weight; the chosen one has the difference 0")
        table(
            [
                {
                    "Whose rule": policy.label,
                    "Weight": policy.weight or "not established",
                    "What it says": escaped(policy.says),
                    "Source": policy.at,
                }
                for policy in plan.policies.dosing_weights
            ]
        )


def _compared(
    entry: Alternative, names: tuple[str, ...], *, with_containers: bool
) -> dict[str, str]:
    shown = {name: units.shown(value) for name, value in entry.values.items()}
    return {
        "Choice": entry.label,
        **{value_label(name): shown.get(name, "–") for name in names},
        **({"Containers": escaped(entry.containers)} if with_containers else {}),
        "Source": escaped(entry.reason) or "; ".join(entry.sources),
    }


def _monitoring(answered: Answered) -> None:
    result = answered.result
    if result.treatment is None:
        return
    st.subheader(MONITORING_HEADING)
    lines = [
        f"- {entry.what}: {entry.when}  \n  :gray[{entry.at}]" for entry in monitoring_of(result)
    ]
    lines += [f"- {entry.says}  \n  :gray[{entry.at}]" for entry in advice_of(result)]
    st.markdown("\n".join(lines))
