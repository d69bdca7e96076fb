"""One answer on a page: the dose in sight, its checks as questions, the rest folded below."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from calculators.requests.catalogue import calculators, can_be_phases
from calculators.requests.questions import questions_beside, questions_beside_a_refusal
from calculators.requests.readable import answer_what_can_be_read
from calculators.typed.fields import FIELDS
from exchange.answers.goes_with import (
    MONITORING_HEADING,
    advice_of,
    first_dose_said,
    monitoring_of,
    two_weights,
)
from exchange.answers.one_line import counts_in_words, one_line
from exchange.answers.terminal import ROUNDING
from exchange.answers.words import value_label
from plan_data.schema.rules import Outcome
from views.parts import card, case_file, panel, store
from views.parts.checklist import draw_checklist, in_sight
from views.parts.checks import draw_checks
from views.parts.controls import control
from views.parts.course_phases import put_on_the_course
from views.parts.frame import aside, escaped, table
from views.parts.navigation import place_links
from views.parts.papers import draw_papers
from views.parts.tools import bedside_button, draw_bar, draw_refusal, draw_tools

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.requests.answer import Answered
    from calculators.working import Alternative
    from plan_data.schema.plan import Plan
    from views.parts.layout import Places

_LEFT_OUT = (
    "Until it is mended it counts as not recorded, and an event that was answered yes as one "
    "without a date."
)


def ask(
    plan: Plan,
    calculator: str,
    at: Places | None = None,
    *,
    about_patient: bool = True,
    **inputs: Any,
) -> Answered | None:
    """Return the answer for the patient; a refusal is shown and None returned.

    Beside a refusal the questions stay: a wrong weight does not take the checklist away. A field
    that the dose can do without does not take the dose away; its error is said at the field.

    Parameters
    ----------
    at
        Where the parts of the page stand; None on a page that has no answer card.
    about_patient
        Whether the page stands under the patient's line; without it only recorded facts are read.
    """
    given = {key: value for key, value in inputs.items() if value not in (None, "")}
    if at is not None and "first_dose" in calculators(plan)[calculator].keys:
        with at.checks:
            given |= _first_dose(str(given.get("of", calculator)))
    patient = panel.request() if about_patient else {"facts": store.as_request()}
    request = {**patient, **given, "calculator": calculator}
    store.remember_input(request)
    try:
        answered, wrong = answer_what_can_be_read(request, plan, store.today())
    except units.Refused as refused:
        _refuse(refused, request, plan, at)
        store.answered("")
        return None
    with nullcontext() if at is None else at.checks:
        say_wrong(wrong)
    store.answered(calculator)
    return answered


def _first_dose(of: str) -> dict[str, str]:
    """Ask for the day of the first dose, to which windows and ages of tests run."""
    with st.container(key="first_dose", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f"<p>{FIELDS['first_dose'].label}</p>", width="content")
        chosen: date | None = st.date_input(
            FIELDS["first_dose"].label,
            value=None,
            key=control("first_dose", of),
            # An opened case may hold any day: it is shown, whatever the control would offer.
            min_value=date.min,
            max_value=date.max,
            format="YYYY-MM-DD",
            width=150,
            persist_state="session",
            label_visibility="collapsed",
        )
    return {} if chosen is None else {"first_dose": chosen.isoformat()}


def say_wrong(wrong: tuple[units.Refused, ...], *, measures_too: bool = False) -> None:
    """Say what was left out of an answer.

    Parameters
    ----------
    measures_too
        Whether the page has no line of the patient, in which a measure says it at its own field.
    """
    for refused in wrong:
        if measures_too or refused.field.startswith("facts."):
            st.error(escaped(f"{refused.message} {_LEFT_OUT}"), icon=":material/error:")


def _refuse(refused: units.Refused, request: dict[str, Any], plan: Plan, at: Places | None) -> None:
    # What was not entered is a next step; what was entered wrongly is an error.
    show, icon = (st.info, "edit") if _is_missing(refused.field, request) else (st.error, "error")
    if at is None:
        show(escaped(refused.message), icon=f":material/{icon}:")
        return
    with at.answer:
        show(escaped(refused.message), icon=f":material/{icon}:")
        draw_refusal(refused.message, panel.wrong_fields(plan))
    with at.checks:
        draw_checklist(questions_beside_a_refusal(request, plan, store.today()), plan)
    draw_bar("–", refused.message, "")


def _is_missing(field: str, request: dict[str, Any]) -> bool:
    """Tell whether what a refusal is about was not entered at all; of a phase, its own input."""
    name, *of_it = field.removeprefix("facts.").split(".")
    if name == "phases" and len(of_it) > 1:
        line = request["phases"][int(of_it[0]) - 1]
        return of_it[1] != "calculator" and f" {of_it[1]}=" not in str(line)
    return name not in {**request, **request["facts"]}


def headline(answered: Answered, values: Mapping[str, str], at: Places, plan: Plan) -> None:
    """Show the numbers that were asked for, large, with all that belongs to them.

    Parameters
    ----------
    values
        Label → name in the result.
    """
    with at.answer:
        with st.container(key="amounts", horizontal=True, gap="medium"):
            for label, name in values.items():
                st.metric(label, units.shown(answered.result.values[name]), width="content")
        if answered.checks.outcome is Outcome.CONTRAINDICATED:
            st.error(
                "Contraindicated: the figures are shown so that an order can be checked.",
                icon=":material/block:",
            )
        apart = two_weights(answered)
        if apart is not None:
            st.markdown(f":material/scale: {escaped(apart.says)}")
        days = card.opened(answered)
        hung = card.given(answered, days) + card.rates(answered, days[0]) if days else ""
        st.html(
            card.arithmetic(answered, values.values())
            + outcomes(answered, plan)
            + hung
            + card.fine(first_dose_said(answered))
            + card.on_paper(answered, plan)
        )
        with st.container(key="tools", horizontal=True, vertical_alignment="center", gap="xsmall"):
            bedside_button(answered)
            line = one_line(answered, tuple(values.values()), plan)
            draw_tools(line, _spoken(answered, values), panel.wrong_fields(plan))
            st.button("Save", key="save_here", on_click=case_file.begin_saving)
            draw_papers(answered, store.asked()[answered.result.calculator], plan)
            if answered.result.calculator in can_be_phases(plan):
                put_on_the_course(store.asked()[answered.result.calculator], plan)
    label, name = [("No dose is shown", ""), *values.items()][-1]
    amount = units.shown(answered.result.values[name]) if name else "–"
    draw_bar(amount, label, card.counts(answered.checks.findings), answered)
    checklist(answered, at, plan)


def outcomes(answered: Answered, plan: Plan) -> str:
    """Return, as markup, the counts of outcomes and what has to stand on the answer itself."""
    findings = answered.checks.findings
    seen = [each for each in questions_beside(answered, plan) if in_sight(each, plan)]
    return card.counts(findings) + card.said(card.to_say(findings, seen))


def checklist(answered: Answered, at: Places, plan: Plan) -> None:
    """Draw the questions of an answer."""
    with at.checks:
        draw_checklist(questions_beside(answered, plan), plan)


def _spoken(answered: Answered, values: Mapping[str, str]) -> str:
    """Return what a screen reader says of an answer when it changes."""
    amounts = (
        f"{label}: {units.shown(answered.result.values[name])}" for label, name in values.items()
    )
    return f"{'; '.join(amounts)}. Checks: {counts_in_words(answered.checks.findings)}."


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


def details(answered: Answered, at: Places) -> None:
    """Fold away, below, the working and what the plan has watched."""
    with at.more:
        if answered.result.steps:
            with st.expander(
                "Working: each number with its arithmetic and its source",
                key="working",
                type="compact",
                on_change="rerun",
            ) as folded:
                if folded.open:
                    _working(answered)
        _monitoring(answered)


def details_alone(
    answered: Answered, plan: Plan, *, folds_unknown: bool = False, cautions_in_a_line: bool = False
) -> None:
    """Show working and checks one after the other, on a page that has no card of an answer.

    Parameters
    ----------
    folds_unknown, cautions_in_a_line
        As of `draw_checks`.
    """
    if answered.result.steps:
        with st.expander("Working: each number with its arithmetic and its source"):
            _working(answered)
    draw_checks(answered, plan, folds_unknown=folds_unknown, cautions_in_a_line=cautions_in_a_line)


def _working(answered: Answered) -> None:
    st.markdown("\n".join(_step(step) for step in answered.result.steps))
    aside(ROUNDING)
    place_links(source for step in answered.result.steps for source in step.sources)


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


def surfaces_side_by_side(answered: Answered) -> None:
    """Fold away the dose under each formula of the body surface."""
    title = "The same dose by the other body-surface formulas"
    with st.expander(title, key="surfaces", type="compact"):
        comparison(answered, "The chosen formula has the difference 0")


def weights_side_by_side(answered: Answered, plan: Plan) -> None:
    """Show the dose under each weight to dose by, and whose rule asks for which."""
    with st.expander(
        "Which weight? Actual, ideal and adjusted, side by side",
        key="weights",
        type="compact",
        on_change="rerun",
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
    if not monitoring_of(result) and not advice_of(result):
        return
    with st.expander(
        MONITORING_HEADING, key="watched", type="compact", on_change="rerun"
    ) as folded:
        if not folded.open:
            return
        lines = [
            f"- {entry.what}: {entry.when}  \n  :gray[{entry.at}]"
            for entry in monitoring_of(result)
        ]
        lines += [f"- {entry.says}  \n  :gray[{entry.at}]" for entry in advice_of(result)]
        st.markdown("\n".join(lines))
