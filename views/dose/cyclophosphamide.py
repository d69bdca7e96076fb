"""Cyclophosphamide: intravenous by body surface, or oral by weight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from plan_data import load_plan
from views.parts.answer import (
    Dose,
    comparison,
    draw_dose,
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
from views.parts.dispensing import container_folds, product_choice, rate_folds, statement_folds
from views.parts.layout import lay_out

if TYPE_CHECKING:
    from calculators.requests.answer import Answered
    from plan_data.schema.plan import Plan


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
    dose = _by_mouth() if route == "po" else _infused(plan)
    draw_dose(at, plan, "cyclophosphamide", {"route": route, **inputs}, dose)


def _by_mouth() -> Dose:
    def more(answered: Answered) -> None:
        draw_tablets(answered)
        comparison(answered, "The other dosing weights")

    range_a_day = {"Lowest each day": "daily_low", "Highest each day": "daily_high"}
    return Dose(lambda _: range_a_day, more=more, folds=statement_folds)


def _infused(plan: Plan) -> Dose:
    def more(answered: Answered) -> None:
        st.markdown(
            "Mesna is required with the intravenous dose. The plan gives no mesna dose: "
            "**not established** here, ask the pharmacist."
        )
        value_table(answered, ("bsa", "per_dose", "doses", "cumulative"))

    return Dose(
        lambda _: {"Each month": "per_dose"},
        more=more,
        folds=lambda answered: (
            *container_folds(answered, plan),
            *rate_folds(answered),
            surfaces_side_by_side(answered),
        ),
    )
