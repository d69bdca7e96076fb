"""SCIg conversion: from what the patient gets in four weeks of IVIg to a weekly dose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

import units
from calculators.typed.fields import FIELDS
from plan_data import load_plan
from plan_data.schema.dosing import SubcutaneousDosing
from views.parts.answer import Dose, comparison, draw_dose
from views.parts.at_home import draw_sites
from views.parts.choices import interval_choice, measure_choice
from views.parts.controls import control
from views.parts.dispensing import container_folds, draw_finding, product_choice
from views.parts.frame import aside
from views.parts.layout import lay_out

if TYPE_CHECKING:
    from calculators.requests.answer import Answered
    from plan_data.schema.plan import Plan


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    at = lay_out()
    with at.inputs, st.container(horizontal=True, vertical_alignment="bottom"):
        dose = measure_choice(
            control("ivig_dose"), FIELDS["ivig_dose"].label, ("g", "mg"), default=""
        )
        every = interval_choice(control("every", "scig"), default="")
    with at.inputs:
        product = product_choice(plan, "SC")
    uplift = plan.one_of(SubcutaneousDosing).dosing.uplift
    shown = Dose(
        lambda _: {f"SCIg each week (base × {uplift.value})": "weekly"},
        more=lambda answered: _more(answered, plan),
        folds=lambda answered: container_folds(answered, plan),
    )
    draw_dose(at, plan, "scig", {"ivig_dose": dose, "every": every, **product}, shown)


def _more(answered: Answered, plan: Plan) -> None:
    """Draw what the conversion goes through, what is drawn up, and the other factors in use."""
    values = answered.result.values
    st.markdown(
        "| IVIg in four weeks | Weekly base, before the uplift | Weekly SCIg |\n"
        "| --- | --- | --- |\n"
        f"| {units.shown(values['four_weekly_ivig'])} | {units.shown(values['weekly_base'])} "
        f"| **{units.shown(values['weekly'])}** |"
    )
    month = plan.common.four_weeks
    aside(
        f"What is converted is the amount in {units.shown(month.quantity)}, whatever the interval: "
        f"one infusion ÷ {month.value} would be right only for infusions every "
        f"{units.shown(month.quantity)}."
    )
    if "product" in values:
        draw_finding(answered, "product_indication")
        draw_sites(answered, plan)
    else:
        site = plan.one_of(SubcutaneousDosing).dosing.volume_per_site
        st.markdown(
            f"At most {units.shown(site.quantity)} a site ({site.at}); a product's label may allow "
            "less. Choose a product for volume, sites and time."
        )
    comparison(answered, "Other conversion factors in use; the plan's is the one used above")
