"""Mycophenolate: the start, the dose to reach, and the end of the trial."""

from __future__ import annotations

import streamlit as st

from plan_data import load_plan
from views.dose.titration import start_choice
from views.parts.answer import ask, details, dose_table, headline
from views.parts.choices import interval_choice
from views.parts.controls import control
from views.parts.layout import lay_out


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    at = lay_out()
    with at.inputs, st.container(horizontal=True, vertical_alignment="bottom"):
        every = interval_choice(control("step_every", "mycophenolate"), default="", short=True)
        start = start_choice()
    answered = ask(plan, "mycophenolate", at, step_every=every, start=start)
    if answered is None:
        return
    values = answered.result.values
    headline(answered, {"Dose to reach, a day": "target"}, at, plan)
    with at.more:
        dose_table(answered)
        st.markdown(
            f"Trial of {values['trial_months']} calendar months, to **{values['trial_ends']}**: "
            "then judge whether IVIg could be reduced."
        )
    details(answered, at)
