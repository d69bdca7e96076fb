"""Verify an order: is it right and, if not, which mistake made it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from calculators.requests.catalogue import TREATED, offered_by
from calculators.typed.fields import FIELDS
from plan_data import load_plan
from plan_data.schema.dosing import InductionDosing, SubcutaneousDosing
from views.parts.answer import ask, details
from views.parts.checks import outcome_badge
from views.parts.choices import (
    dosing_weight_choice,
    interval_choice,
    measure_choice,
    surface_cap_choice,
    surface_formula_choice,
)
from views.parts.controls import control
from views.parts.dispensing import products_for
from views.parts.frame import aside, escaped, table
from views.verify.file_of_orders import draw_orders

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.requests.answer import Answered
    from plan_data.schema.plan import Plan

_FIRST = "scig"  # what the page opens with, where the plan has it
_OF = {name: each.short or each.label for name, each in TREATED.items()}


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    st.markdown(
        "Enter what the order should be worked out from, then the order as it is written. The "
        "patient stands in the panel above."
    )
    offered = [name for name in offered_by(plan) if name in _OF]
    if not offered:
        st.info("The plan has no treatment whose orders are verified.")
        return
    of = st.segmented_control(
        "The order is of",
        offered,
        default=_FIRST if _FIRST in offered else offered[0],
        required=True,
        format_func=_OF.__getitem__,
        key=control("of"),
        persist_state="session",
    )
    inputs = _basis(of, plan)
    order = _order(of, plan, inputs)
    answered = ask(plan, "verify", of=of, **inputs, **order)
    if answered is not None:
        _draw(answered, plan)
    st.subheader("Many orders: a file")
    draw_orders(plan)


def _basis(of: str, plan: Plan) -> dict[str, Any]:
    """Ask what the right dose is worked out from: the same keys as on the dose's own page."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        keys = TREATED[of].keys_of_the_dose
        if "days" in keys:
            allowed = plan.one_of(InductionDosing).dosing.days.values
            days = st.segmented_control(
                FIELDS["days"].label,
                allowed,
                default=allowed[-1],
                required=True,
                key=control("days"),
                persist_state="session",
            )
            return {"days": days, "dosing_weight": dosing_weight_choice()}
        if "dose" in keys:
            return {
                "dose": measure_choice(
                    control("dose"), FIELDS["dose"].label, ("g/kg", "mg/kg"), default="1"
                ),
                "every": interval_choice(control("every"), default="3"),
                "dosing_weight": dosing_weight_choice(),
            }
        if "ivig_dose" in keys:
            return {
                "ivig_dose": measure_choice(
                    control("ivig_dose"), FIELDS["ivig_dose"].label, ("g", "mg"), default=""
                ),
                "every": interval_choice(control("every", "scig"), default=""),
            }
        return _by_surface(of)


def _by_surface(of: str) -> dict[str, Any]:
    if TREATED[of].told_by == "route":
        route = st.segmented_control(
            FIELDS["route"].label, ("iv", "po"), default="iv", required=True, key=control("route"),
            format_func={"iv": "IV, monthly", "po": "PO, daily"}.__getitem__,
            persist_state="session",
        )  # fmt: skip
        if route == "po":
            return {"route": "po", "dosing_weight": dosing_weight_choice()}
        chosen = {"route": "iv"}
    else:
        regimen = st.segmented_control(
            FIELDS["regimen"].label, ("weekly_x4", "two_doses"), default="weekly_x4", required=True,
            format_func={"weekly_x4": "weekly × 4", "two_doses": "two fixed doses"}.__getitem__,
            key=control("regimen"), persist_state="session",
        )  # fmt: skip
        chosen = {"regimen": regimen}
        if TREATED[of].regimen(chosen).goes_by == "nothing":
            return chosen
    return chosen | {"bsa_formula": surface_formula_choice(), "bsa_cap": surface_cap_choice()}


def _order(of: str, plan: Plan, inputs: dict[str, Any]) -> dict[str, Any]:
    """Ask for the order as it is written; only the dose is needed."""
    regimen = TREATED[of].regimen(inputs)
    by_mouth = regimen.route == "PO"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        example = regimen.example or TREATED[of].example
        order = _typed(FIELDS["order"].label, control("order", of), example)
        every = _typed(_if_written("order_every"), control("order_every", of), "3 weeks")
        tolerance = _typed(FIELDS["tolerance"].label, control("tolerance"), "5 %")
        asked = {"order": order, "order_every": every, "tolerance": tolerance}
        if by_mouth:
            return asked
        product = st.selectbox(
            _if_written("product"),
            products_for(plan, regimen.route, regimen.holds),
            index=None,
            format_func=lambda name: plan.products[name].label,
            placeholder="none",
            key=control("product", "verify", regimen.holds, regimen.route),
            persist_state="session",
            width=200,
        )
        volume = _typed(_if_written("order_volume"), control("order_volume", of), "240 mL")
        rate = _typed(_if_written("order_rate"), control("order_rate", of), "63 mL/h")
    return {**asked, "product": product, "order_volume": volume, "order_rate": rate}


def _if_written(key: str) -> str:
    return f"{FIELDS[key].label}, if written"


def _typed(label: str, key: str, example: str) -> str | None:
    typed = st.text_input(
        label, key=key, persist_state="session", placeholder=example, width=150, live="500ms"
    )
    return typed.strip() if typed else None


# --- the verdict ------------------------------------------------------------------------------


def _draw(answered: Answered, plan: Plan) -> None:
    values, reasons = answered.result.values, answered.result.reasons
    with st.container(key="answer", horizontal=True, vertical_alignment="center", gap="large"):
        st.metric("Ordered", units.shown(values["ordered"]), width="content")
        st.metric("Expected", _expected(values), width="content")
        st.markdown(
            f"{_verdict_badge(values)}  \nChecks: {outcome_badge(answered.checks.outcome)}",
            width="content",
        )
    st.markdown(
        f"Deviation **{units.shown(values['deviation'])}** "
        f"({units.shown(values['deviation_percent'])}), tolerance "
        f"±{units.shown(values['tolerance'])}."
    )
    if not values["within_tolerance"]:
        _mistakes(answered)
    elif "mistakes" in reasons:
        aside(escaped(reasons["mistakes"]))
    for entry in values["also"]:
        show = st.success if entry["agrees"] else st.info if entry["agrees"] is None else st.warning
        show(escaped(f"{entry['what'].capitalize()}: {entry['working']}"))
    if values["implied_factor"] is not None:
        _factors(answered, plan)
    details(answered, plan)


def _expected(values: Any) -> str:
    if "expected_low" in values:
        low, high = values["expected_low"], values["expected_high"]
        return f"{units.shown(low)} to {units.shown(high)}"
    return units.shown(values["expected"])


def _verdict_badge(values: Mapping[str, Any]) -> str:
    if not values["within_tolerance"]:
        return ":red-badge[:material/error: Outside tolerance]"
    if values["verdict"] == "not settled":
        return ":violet-badge[:material/help: The dose fits; a fact that decides is not recorded]"
    if values["verdict"] == "right":
        return ":green-badge[:material/check_circle: Within tolerance]"
    return ":orange-badge[:material/warning: The dose fits, the rest of the order does not]"


def _mistakes(answered: Answered) -> None:
    """Draw the mistakes that give this order, the simplest first; or that none does."""
    result = answered.result
    mistakes = result.values["mistakes"]
    st.subheader("Which mistake gives this order?")
    if "mistakes" in result.reasons:
        st.info(escaped(result.reasons["mistakes"]), icon=":material/help:")
    for rank, mistake in enumerate(mistakes, start=1):
        with st.container(border=True, key=f"mistake_{rank}"):
            names = " and ".join(name.replace("_", " ") for name in mistake["names"])
            st.markdown(
                f"**{rank}. {names.capitalize()}** gives **{units.shown(mistake['gives'])}**  \n"
                f"{escaped(mistake['working'])}"
            )


def _factors(answered: Answered, plan: Plan) -> None:
    """Show the factor that the order implies beside the plan's and the others in use."""
    implied = answered.result.values["implied_factor"]
    dosing = plan.one_of(SubcutaneousDosing).dosing
    rows = [
        {
            "IV to SC factor": "**implied by this order**",
            "Factor": f"**{units.shown(implied)}**",
            "Source": "the order ÷ the weekly base",
        },
        {
            "IV to SC factor": "the plan",
            "Factor": units.shown(dosing.uplift.quantity),
            "Source": dosing.uplift.at,
        },
    ]
    rows += [
        {
            "IV to SC factor": other.label,
            "Factor": units.shown(other.factor.quantity),
            "Source": other.factor.at,
        }
        for other in dosing.other_factors
    ]
    table(rows)
