"""Is this allowed? An order by its name, and what the plan says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from calculators.checks.is_it_allowed import ASK_FIRST, CONTRAINDICATED, IN_PLAN, NOT_IN_PLAN
from calculators.typed.fields import FIELDS
from plan_data import load_plan
from plan_data.schema.rules import Outcome
from views.parts.answer import ask, details_alone
from views.parts.controls import control
from views.parts.frame import escaped
from views.parts.pauses import WHILE_TYPING

if TYPE_CHECKING:
    from calculators.requests.answer import Answered
    from plan_data.schema.plan import Plan

# Word and icon carry the answer; the colour only repeats it.
_ANSWERS = {
    CONTRAINDICATED: ("red", "block", "Contraindicated in {disease}"),
    ASK_FIRST: ("violet", "help", "Do not stop or withhold it: ask first"),
    IN_PLAN: ("blue", "assignment", "In the plan: its own checks decide"),
    NOT_IN_PLAN: ("violet", "help", "Not in this plan"),
}


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        ordered = st.text_input(
            FIELDS["name"].label,
            key=control("name"),
            persist_state="session",
            placeholder="dexamethasone 20 mg IV",
            live=WHILE_TYPING,
        )
        alongside = st.multiselect(
            FIELDS["with"].label,
            [entry.label for entry in plan.order_names.entries],
            key=control("with"),
            accept_new_options=True,
            persist_state="session",
            placeholder="Nothing else",
        )
    inputs = {"name": (ordered or "").strip(), "with": alongside or None}
    answered = ask(plan, "allowed", None, about_patient=False, **inputs)
    if answered is None:
        return
    _headline(answered, plan)
    if answered.result.values["answer"] == IN_PLAN:
        _what_for(answered, plan)
    details_alone(answered, plan)


def _headline(answered: Answered, plan: Plan) -> None:
    """Say the answer large, and what makes the order graver than its name."""
    answer = answered.result.values["answer"]
    colour, icon, words = _ANSWERS[answer]
    words = words.format(disease=plan.order_names.disease)
    with st.container(key="answer"):
        st.markdown(f"## :{colour}[:material/{icon}: {words}]")
        if answered.result.values["matched"]:
            st.markdown(f"Read as **{escaped(answered.result.values['matched'])}**.")
    if answer != CONTRAINDICATED and answered.checks.outcome is Outcome.CONTRAINDICATED:
        st.error(
            "Contraindicated for another reason, which stands first under “Checks”.",
            icon=":material/block:",
        )


def _what_for(answered: Answered, plan: Plan) -> None:
    """Show what the plan has a treatment for, in sight and not folded among what is clear."""
    rules = {f"in_plan_{entry.id}" for entry in plan.order_names.in_plan}
    for finding in answered.checks.findings:
        if finding.rule in rules:
            st.markdown(f"{escaped(finding.because)}  \n:gray[{escaped(finding.source)}]")
