"""Mycophenolate: the start, the dose to reach, and the end of the trial."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from plan_data import load_plan
from views.dose.titration import start_choice
from views.parts.answer import Dose, dose_table, draw_dose
from views.parts.choices import interval_choice
from views.parts.controls import control
from views.parts.layout import lay_out

if TYPE_CHECKING:
    from calculators.requests.answer import Answered


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    at = lay_out()
    with at.inputs, st.container(horizontal=True, vertical_alignment="bottom"):
        every = interval_choice(control("step_every", "mycophenolate"), default="", short=True)
        start = start_choice()
    dose = Dose(lambda _: {"Dose to reach, a day": "target"}, more=_steps_and_trial)
    draw_dose(at, plan, "mycophenolate", {"step_every": every, "start": start}, dose)


def _steps_and_trial(answered: Answered) -> None:
    values = answered.result.values
    dose_table(answered)
    st.markdown(
        f"Trial of {values['trial_months']} calendar months, to **{values['trial_ends']}**: "
        "then judge whether IVIg could be reduced."
    )
