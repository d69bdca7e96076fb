"""Symptomatic drugs: a target a day, and the dated table of doses that leads to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from calculators.typed.fields import FIELDS
from plan_data import load_plan
from plan_data.schema.dosing import AsNeededDosing
from views.parts import store
from views.parts.answer import Dose, dose_table, draw_dose
from views.parts.choices import interval_choice, measure_choice
from views.parts.controls import control
from views.parts.layout import lay_out

if TYPE_CHECKING:
    from plan_data.schema.plan import Plan, Treatment


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    at = lay_out()
    with at.inputs:
        drug = drug_choice(plan)
        inputs = target_and_steps(plan, drug)
    treatment = plan.symptomatic[drug]
    dose = Dose(lambda _: {f"{treatment.label}, a day": "target"}, more=dose_table)
    draw_dose(at, plan, "titration", {"drug": drug, **inputs}, dose)


def target_and_steps(plan: Plan, drug: str, *, of_an_order: bool = False) -> dict[str, Any]:
    """Return the target of a drug, its start and what is chosen of its steps."""
    treatment = plan.symptomatic[drug]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        # Keys of each drug's own: a target typed for one drug is none for the next.
        target = measure_choice(
            control("target", drug),
            FIELDS["target"].label + (", if known" if of_an_order else ""),
            ("mg/day", "g/day"),
            default="",
            unit_label="Unit",
        )
        steps = {} if isinstance(treatment.dosing, AsNeededDosing) else _steps(treatment)
        start = start_choice(of_an_order=of_an_order)
    st.markdown(f"{treatment.indication} **{_limits(treatment)}**")
    return {"target": target, "start": start, **steps}


def drug_choice(plan: Plan) -> str:
    """Return the symptomatic drug, as the plan names it."""
    drugs = plan.symptomatic
    return st.selectbox(
        FIELDS["drug"].label,
        list(drugs),
        format_func=lambda name: drugs[name].label,
        key=control("drug"),
        persist_state="session",
        width=260,
    )


def _steps(treatment: Treatment[Any]) -> dict[str, str | None]:
    """Return what is asked about the steps; a range in the plan's row is a choice."""
    dosing = treatment.dosing
    inputs = {
        "step_every": interval_choice(control("step_every", treatment.id), default="", short=True)
    }
    if dosing.start_from.value < dosing.start_to.value:
        inputs["start_dose"] = measure_choice(
            control("start_dose", treatment.id),
            FIELDS["start_dose"].label,
            ("mg",),
            default=str(dosing.start_from.value),
            unit_label="Start unit",
        )
    if dosing.step_from is not None and dosing.step_from.value < dosing.step_to.value:
        inputs["step"] = measure_choice(
            control("step", treatment.id),
            FIELDS["step"].label,
            ("mg",),
            default=str(dosing.step_from.value),
            unit_label="Step unit",
        )
    return inputs


def start_choice(*, of_an_order: bool = False) -> str | None:
    """Return the day of the first dose; today unless another is chosen, of an order none."""
    chosen = st.date_input(
        FIELDS["start"].label,
        value=None if of_an_order else store.today(),
        key=control("start", "verify") if of_an_order else control("start"),
        format="YYYY-MM-DD",
        width=150,
        persist_state="session",
    )
    return None if chosen is None else chosen.isoformat()


def _limits(treatment: Treatment[Any]) -> str:
    """Say the plan's limit a day; where an organ lowers it, both limits."""
    dosing = treatment.dosing
    limit = f"At most {units.shown(dosing.maximum.quantity)}"
    if isinstance(dosing, AsNeededDosing):
        fact = dosing.lowered_for.replace("_", " ")
        limit += f", with {fact} {units.shown(dosing.lowered_maximum.quantity)}"
    elif dosing.maximum_is == "highest dose":
        limit += ", the highest dose that the plan names"
    return f"{limit} ({dosing.maximum.at})."
