"""Induction: a total by weight, split over the days of the course."""

from __future__ import annotations

import streamlit as st

from plan_data import load_plan
from views.parts.answer import Dose, draw_dose, weights_side_by_side
from views.parts.choices import course_days_choice, dosing_weight_choice
from views.parts.dispensing import container_folds, product_choice, rate_folds
from views.parts.layout import lay_out


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    at = lay_out()
    with at.inputs, st.container(horizontal=True, vertical_alignment="bottom"):
        days = course_days_choice(plan)
        weight = dosing_weight_choice()
    with at.inputs:
        product = product_choice(plan, "IV")
    shown = {"Course total": "total", f"Each day, for {days} days": "per_day"}
    dose = Dose(
        lambda _: shown,
        folds=lambda answered: (
            *container_folds(answered, plan),
            *rate_folds(answered),
            weights_side_by_side(answered, plan),
        ),
    )
    draw_dose(at, plan, "induction", {"days": days, "dosing_weight": weight, **product}, dose)
