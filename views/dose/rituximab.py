"""Rituximab: four weekly doses by body surface, or two fixed doses."""

from __future__ import annotations

from typing import Any

import streamlit as st

from plan_data import load_plan
from views.parts.answer import Dose, draw_dose, surfaces_side_by_side, value_table
from views.parts.choices import regimen_choice, surface_cap_choice, surface_formula_choice
from views.parts.dispensing import container_folds, product_choice, rate_folds
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
    surface = () if regimen == "two_doses" else ("bsa",)
    dose = Dose(
        lambda _: {"Each dose": "per_dose"},
        more=lambda answered: value_table(answered, (*surface, "per_dose", "days", "total")),
        folds=lambda answered: (
            *container_folds(answered, plan),
            *rate_folds(answered),
            *((surfaces_side_by_side(answered),) if surface else ()),
        ),
    )
    draw_dose(at, plan, "rituximab", {"regimen": regimen, **inputs}, dose)
