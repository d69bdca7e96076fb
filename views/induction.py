"""Induction: a total by weight, split over the days of the course."""

from __future__ import annotations

import streamlit as st

import units
from plan_data import load_plan
from views.answer import ask, comparison, details, headline
from views.choices import dosing_weight_choice


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    allowed = plan.ivig_induction.dosing.days.values
    with st.container(horizontal=True, vertical_alignment="bottom"):
        days = st.segmented_control(
            "Split over, days",
            allowed,
            default=allowed[-1],
            required=True,
            key="days",
            persist_state="session",
        )
        weight = dosing_weight_choice()
    answered = ask(plan, "induction", days=days, dosing_weight=weight)
    if answered is None or days is None:
        return
    headline(answered, {"Course total": "total", f"Each day, for {days} days": "per_day"})
    each = units.shown(answered.result.values["per_day"])
    head = " | ".join(f"Day {day}" for day in range(1, days + 1))
    st.markdown(f"| {head} |\n|{' --- |' * days}\n|{f' {each} |' * days}")
    details(answered, plan)
    comparison(answered, "The other dosing weights")
