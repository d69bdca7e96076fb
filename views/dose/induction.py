"""Induction: a total by weight, split over the days of the course."""

from __future__ import annotations

import streamlit as st

import units
from calculators.typed.fields import FIELDS
from plan_data import load_plan
from plan_data.schema.dosing import InductionDosing
from views.parts.answer import ask, details, headline, weights_side_by_side
from views.parts.choices import dosing_weight_choice
from views.parts.controls import control
from views.parts.dispensing import draw_containers, draw_ladder, product_choice


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    allowed = plan.one_of(InductionDosing).dosing.days.values
    with st.container(horizontal=True, vertical_alignment="bottom"):
        days = st.segmented_control(
            FIELDS["days"].label,
            allowed,
            default=allowed[-1],
            required=True,
            key=control("days"),
            persist_state="session",
        )
        weight = dosing_weight_choice()
    product = product_choice(plan, "IV")
    answered = ask(plan, "induction", days=days, dosing_weight=weight, **product)
    if answered is None or days is None:
        return
    headline(answered, {"Course total": "total", f"Each day, for {days} days": "per_day"})
    each = units.shown(answered.result.values["per_day"])
    if "daily" not in answered.result.values:
        head = " | ".join(f"Day {day}" for day in range(1, days + 1))
        st.markdown(f"| {head} |\n|{' --- |' * days}\n|{f' {each} |' * days}")
    weights_side_by_side(answered, plan)
    draw_containers(answered, plan)
    draw_ladder(answered)
    details(answered, plan)
