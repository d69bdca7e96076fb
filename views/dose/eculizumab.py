"""Eculizumab: the plan has no dose, and says what has to be so before the first one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from plan_data import load_plan
from views.dose.titration import start_choice
from views.parts.answer import Dose, draw_dose
from views.parts.frame import escaped
from views.parts.layout import lay_out

if TYPE_CHECKING:
    from calculators.requests.answer import Answered


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    at = lay_out()
    with at.inputs:
        start = start_choice()
    draw_dose(at, plan, "eculizumab", {"start": start}, Dose(lambda _: {}, above=_no_dose))


def _no_dose(answered: Answered) -> None:
    st.warning(
        f"**No dose is shown.** {escaped(answered.result.reasons['dose'])}",
        icon=":material/do_not_disturb_on:",
    )
