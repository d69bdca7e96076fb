"""Eculizumab: the plan has no dose, and says what has to be so before the first one."""

from __future__ import annotations

import streamlit as st

from plan_data import load_plan
from views.dose.titration import start_choice
from views.parts.answer import ask, details
from views.parts.frame import escaped


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    start = start_choice()
    answered = ask(plan, "eculizumab", start=start)
    if answered is None:
        return
    st.warning(
        f"**No dose is shown.** {escaped(answered.result.reasons['dose'])}",
        icon=":material/do_not_disturb_on:",
    )
    details(answered, plan)
