"""Body size: surfaces by five formulas, ideal and adjusted weight, body-mass index, clearance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

import units
from calculators.patient.body_size import SURFACE_FORMULAS
from exchange.answers.words import value_label
from plan_data import load_plan
from views.parts.answer import Dose, draw_dose
from views.parts.choices import dosing_weight_choice
from views.parts.facts import fact_control
from views.parts.frame import escaped
from views.parts.layout import lay_out

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.requests.answer import Answered

_SINGLE = ("bmi", "ideal_body_weight", "adjusted_body_weight", "creatinine_clearance")


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    at = lay_out()
    with at.inputs, st.container(horizontal=True, vertical_alignment="bottom"):
        fact_control("creatinine", plan, "body")
        weight = dosing_weight_choice()
    draw_dose(at, plan, "body", {"dosing_weight": weight}, Dose(lambda _: {}, above=_sizes))


def _sizes(answered: Answered) -> None:
    result = answered.result
    surfaces = result.values["bsa"]
    if surfaces is None:
        st.info(escaped(f"Body surface: {result.reasons['bsa']}"), icon=":material/edit:")
    else:
        rows = "\n".join(
            f"| {SURFACE_FORMULAS[name].label} | **{units.shown(value)}** |"
            for name, value in surfaces.items()
        )
        st.markdown(f"| Body-surface formula | Body surface |\n| --- | --- |\n{rows}")
    rows = "\n".join(_row(name, result.values[name], result.reasons) for name in _SINGLE)
    st.markdown(f"| Measure | Value |\n| --- | --- |\n{rows}")


def _row(name: str, value: units.Quantity | None, reasons: Mapping[str, str]) -> str:
    shown = escaped(reasons[name]) if value is None else f"**{units.shown(value)}**"
    return f"| {value_label(name)} | {shown} |"
