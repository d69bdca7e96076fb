"""Eculizumab: the plan has no dose, and says what has to be so before the first one."""

from __future__ import annotations

import streamlit as st

from plan_data import load_plan
from views.dose.titration import start_choice
from views.parts.answer import ask, details, headline
from views.parts.frame import escaped
from views.parts.layout import lay_out


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    at = lay_out()
    with at.inputs:
        start = start_choice()
    answered = ask(plan, "eculizumab", at, start=start)
    if answered is None:
        return
    with at.answer:
        st.warning(
            f"**No dose is shown.** {escaped(answered.result.reasons['dose'])}",
            icon=":material/do_not_disturb_on:",
        )
    headline(answered, {}, at, plan)
    details(answered, at)
