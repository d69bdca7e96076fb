"""Induction: a total by weight, split over the days of the course."""

from __future__ import annotations

import streamlit as st

from plan_data import load_plan
from views.parts.answer import ask, details, headline, weights_side_by_side
from views.parts.choices import course_days_choice, dosing_weight_choice
from views.parts.dispensing import draw_containers, draw_ladder, product_choice
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
    answered = ask(plan, "induction", at, days=days, dosing_weight=weight, **product)
    if answered is None or days is None:
        return
    shown = {"Course total": "total", f"Each day, for {days} days": "per_day"}
    headline(answered, shown, at, plan)
    with at.more:
        draw_containers(answered, plan)
        draw_ladder(answered)
        weights_side_by_side(answered, plan)
    details(answered, at)
