"""Rituximab: four weekly doses by body surface, or two fixed doses."""

from __future__ import annotations

from typing import Any

import streamlit as st

from calculators.typed.fields import FIELDS
from plan_data import load_plan
from plan_data.schema.dosing import RituximabDosing
from views.parts.answer import ask, comparison, details, headline, value_table
from views.parts.choices import surface_cap_choice, surface_formula_choice
from views.parts.controls import control
from views.parts.dispensing import draw_containers, draw_ladder, product_choice


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    dosing = plan.one_of(RituximabDosing).dosing
    labels = {
        "weekly_x4": f"{dosing.weekly_dose.value} mg/m² weekly × {len(dosing.weekly_days.values)}",
        "two_doses": f"{dosing.fixed_dose.value} mg on days "
        + " and ".join(map(str, dosing.fixed_days.values)),
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        regimen = st.segmented_control(
            FIELDS["regimen"].label,
            tuple(labels),
            default="weekly_x4",
            required=True,
            format_func=labels.__getitem__,
            key=control("regimen"),
            persist_state="session",
        )
        inputs: dict[str, Any] = {}
        if regimen != "two_doses":
            inputs = {"bsa_formula": surface_formula_choice(), "bsa_cap": surface_cap_choice()}
    inputs |= product_choice(plan, "IV", holds="rituximab")
    answered = ask(plan, "rituximab", regimen=regimen, **inputs)
    if answered is None:
        return
    headline(answered, {"Each dose": "per_dose"})
    surface = () if regimen == "two_doses" else ("bsa",)
    value_table(answered, (*surface, "per_dose", "days", "total"))
    draw_containers(answered, plan)
    draw_ladder(answered)
    details(answered, plan)
    if surface:
        comparison(answered, "The same dose by the other body-surface formulas")
