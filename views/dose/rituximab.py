"""Rituximab: four weekly doses by body surface, or two fixed doses."""

from __future__ import annotations

from typing import Any

import streamlit as st

from plan_data import load_plan
from views.parts.answer import ask, details, headline, surfaces_side_by_side, value_table
from views.parts.choices import regimen_choice, surface_cap_choice, surface_formula_choice
from views.parts.dispensing import draw_containers, draw_ladder, product_choice
from views.parts.layout import lay_out


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    at = lay_out()
    with at.inputs, st.container(horizontal=True, vertical_alignment="bottom"):
        regimen = regimen_choice(plan)
        inputs: dict[str, Any] = {}
        if regimen != "two_doses":
            inputs = {"bsa_formula": surface_formula_choice(), "bsa_cap": surface_cap_choice()}
    with at.inputs:
        inputs |= product_choice(plan, "IV", holds="rituximab")
    answered = ask(plan, "rituximab", at, regimen=regimen, **inputs)
    if answered is None:
        return
    headline(answered, {"Each dose": "per_dose"}, at, plan)
    surface = () if regimen == "two_doses" else ("bsa",)
    with at.more:
        value_table(answered, (*surface, "per_dose", "days", "total"))
        draw_containers(answered, plan)
        draw_ladder(answered)
        if surface:
            surfaces_side_by_side(answered)
    details(answered, at)
