"""Cyclophosphamide: intravenous by body surface, or oral by weight."""

from __future__ import annotations

from typing import Any

import streamlit as st

from calculators.typed.fields import FIELDS
from plan_data import load_plan
from views.parts.answer import ask, comparison, details, headline, value_table
from views.parts.at_home import draw_tablets
from views.parts.choices import dosing_weight_choice, surface_cap_choice, surface_formula_choice
from views.parts.controls import control
from views.parts.dispensing import draw_containers, draw_ladder, draw_statements, product_choice


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        route = st.segmented_control(
            FIELDS["route"].label,
            ("iv", "po"),
            default="iv",
            required=True,
            format_func={"iv": "IV, monthly", "po": "PO, daily"}.__getitem__,
            key=control("route"),
            persist_state="session",
        )
        if route == "po":
            inputs: dict[str, Any] = {"dosing_weight": dosing_weight_choice()}
        else:
            inputs = {"bsa_formula": surface_formula_choice(), "bsa_cap": surface_cap_choice()}
    inputs |= product_choice(plan, "PO" if route == "po" else "IV", holds="cyclophosphamide")
    answered = ask(plan, "cyclophosphamide", route=route, **inputs)
    if answered is None:
        return
    if route == "po":
        headline(answered, {"Lowest each day": "daily_low", "Highest each day": "daily_high"})
        draw_tablets(answered)
        draw_statements(answered, plan)
        details(answered, plan)
        comparison(answered, "The other dosing weights")
        return
    headline(answered, {"Each month": "per_dose"})
    value_table(answered, ("bsa", "per_dose", "doses", "cumulative"))
    st.markdown(
        "Mesna is required with the intravenous dose. The plan gives no mesna dose: "
        "**not established** here, ask the pharmacist."
    )
    draw_containers(answered, plan)
    draw_ladder(answered)
    details(answered, plan)
    comparison(answered, "The same dose by the other body-surface formulas")
