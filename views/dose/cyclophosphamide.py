"""Cyclophosphamide: intravenous by body surface, or oral by weight."""

from __future__ import annotations

from typing import Any

import streamlit as st

from plan_data import load_plan
from views.parts.answer import (
    ask,
    comparison,
    details,
    headline,
    surfaces_side_by_side,
    value_table,
)
from views.parts.at_home import draw_tablets
from views.parts.choices import (
    dosing_weight_choice,
    route_choice,
    surface_cap_choice,
    surface_formula_choice,
)
from views.parts.dispensing import draw_containers, draw_ladder, draw_statements, product_choice
from views.parts.layout import lay_out


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    at = lay_out()
    with at.inputs, st.container(horizontal=True, vertical_alignment="bottom"):
        route = route_choice()
        if route == "po":
            inputs: dict[str, Any] = {"dosing_weight": dosing_weight_choice()}
        else:
            inputs = {"bsa_formula": surface_formula_choice(), "bsa_cap": surface_cap_choice()}
    with at.inputs:
        inputs |= product_choice(plan, "PO" if route == "po" else "IV", holds="cyclophosphamide")
    answered = ask(plan, "cyclophosphamide", at, route=route, **inputs)
    if answered is None:
        return
    if route == "po":
        range_a_day = {"Lowest each day": "daily_low", "Highest each day": "daily_high"}
        headline(answered, range_a_day, at, plan)
        with at.more:
            draw_tablets(answered)
            draw_statements(answered)
            comparison(answered, "The other dosing weights")
        details(answered, at)
        return
    headline(answered, {"Each month": "per_dose"}, at, plan)
    with at.more:
        st.markdown(
            "Mesna is required with the intravenous dose. The plan gives no mesna dose: "
            "**not established** here, ask the pharmacist."
        )
        value_table(answered, ("bsa", "per_dose", "doses", "cumulative"))
        draw_containers(answered, plan)
        draw_ladder(answered)
        surfaces_side_by_side(answered)
    details(answered, at)
