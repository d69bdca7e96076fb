"""Maintenance: a dose every so many weeks, beside the plan's regimens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from calculators.treatments.maintenance import plan_band, plan_regimens
from calculators.typed.fields import FIELDS
from plan_data import load_plan
from plan_data.schema.dosing import MaintenanceDosing
from views.parts.answer import ask, details, headline, value_table, weights_side_by_side
from views.parts.choices import dosing_weight_choice, interval_choice, measure_choice
from views.parts.controls import control
from views.parts.dispensing import draw_containers, draw_ladder, product_choice

if TYPE_CHECKING:
    from calculators.requests.answer import Answered
    from plan_data.schema.plan import Plan


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        dose = measure_choice(control("dose"), FIELDS["dose"].label, ("g/kg", "mg/kg"), default="1")
        every = interval_choice(control("every"), default="3")
        offered = plan.policies.maintenance_days.values
        days = st.segmented_control(
            FIELDS["days"].label,
            offered,
            default=offered[0],
            required=True,
            key=control("days", "maintenance"),
            persist_state="session",
        )
        weight = dosing_weight_choice()
    product = product_choice(plan, "IV")
    # One day is what counts unasked: a case saved without it is the same case.
    split: dict[str, Any] = {} if days in (None, offered[0]) else {"days": days}
    answered = ask(
        plan, "maintenance", dose=dose, every=every, dosing_weight=weight, **split, **product
    )
    if answered is None:
        return
    headline(answered, {f"Each infusion, every {every}": "per_infusion"})
    if split:
        value_table(answered, ("days", "per_day", "per_day_per_kg"))
    value_table(answered, ("weekly", "weekly_per_kg", "four_weekly"))
    value_table(answered, ("annual", "infusions_per_year"))
    weights_side_by_side(answered, plan)
    draw_containers(answered, plan)
    draw_ladder(answered)
    details(answered, plan)
    _regimens(answered, plan)


def _regimens(answered: Answered, plan: Plan) -> None:
    """Show the plan's regimens for this weight: the ladder to step up and down on."""
    import pandas as pd  # noqa: PLC0415  (a second that only this table needs)

    dosing = plan.one_of(MaintenanceDosing).dosing
    band = plan_band(dosing)
    weekly_per_kg = answered.result.values["weekly_per_kg"]
    weight = answered.result.dosing_weight
    if weight is None:
        return
    st.subheader("The plan's regimens for this weight")
    st.markdown(
        f"They span {units.shown(band.lowest)} to {units.shown(band.highest)}; this regimen is at "
        f"**{units.shown(weekly_per_kg)}**, {band.place(weekly_per_kg)}."
    )
    rows = [
        {
            "Regimen": f"{units.shown(regimen.dose)} every {units.shown(regimen.every)}",
            "Each infusion": units.shown(regimen.infusion(weight)),
            "A week and kg": units.shown(regimen.weekly_per_kg),
            "Exposure": float(units.magnitude_in(regimen.weekly_per_kg, "g/kg/wk")),
            "": "same exposure" if regimen.weekly_per_kg == weekly_per_kg else "",
        }
        for regimen in sorted(plan_regimens(dosing), key=lambda each: each.weekly_per_kg)
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config={
            "Exposure": st.column_config.ProgressColumn(
                "Exposure in the band",
                min_value=0.0,
                max_value=float(units.magnitude_in(band.highest, "g/kg/wk")),
                format=" ",
            )
        },
    )
