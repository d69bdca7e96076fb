"""SCIg conversion: from what the patient gets in four weeks of IVIg to a weekly dose."""

from __future__ import annotations

import streamlit as st

import units
from calculators.typed.fields import FIELDS
from plan_data import load_plan
from plan_data.schema.dosing import SubcutaneousDosing
from views.parts.answer import ask, comparison, details, headline
from views.parts.at_home import draw_sites
from views.parts.choices import interval_choice, measure_choice
from views.parts.controls import control
from views.parts.dispensing import draw_containers, product_choice
from views.parts.frame import aside


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        dose = measure_choice(
            control("ivig_dose"), FIELDS["ivig_dose"].label, ("g", "mg"), default=""
        )
        every = interval_choice(control("every", "scig"), default="")
    product = product_choice(plan, "SC")
    answered = ask(plan, "scig", ivig_dose=dose, every=every, **product)
    if answered is None:
        return
    uplift = plan.one_of(SubcutaneousDosing).dosing.uplift
    headline(answered, {f"SCIg each week (base × {uplift.value})": "weekly"})
    values = answered.result.values
    st.markdown(
        "| IVIg in four weeks | Weekly base, before the uplift | Weekly SCIg |\n"
        "| --- | --- | --- |\n"
        f"| {units.shown(values['four_weekly_ivig'])} | {units.shown(values['weekly_base'])} "
        f"| **{units.shown(values['weekly'])}** |"
    )
    aside(
        "What is converted is the amount in four weeks, whatever the interval: one infusion ÷ 4 "
        "would be right only for infusions every 4 weeks."
    )
    if "product" in values:
        draw_containers(answered, plan)
        draw_sites(answered, plan)
    else:
        site = plan.one_of(SubcutaneousDosing).dosing.volume_per_site
        st.markdown(
            f"At most {units.shown(site.quantity)} a site ({site.at}); a product's label may allow "
            "less. Choose a product for volume, sites and time."
        )
    details(answered, plan)
    comparison(answered, "Other conversion factors in use; the plan's is the one used above")
