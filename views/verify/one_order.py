"""Verify an order: is it right and, if not, which mistake made it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from calculators.requests.catalogue import offered_by, ordered
from calculators.requests.questions import questions_beside
from calculators.typed.fields import FIELDS
from exchange.answers.goes_with import two_weights
from plan_data import load_plan
from plan_data.schema.dosing import SubcutaneousDosing
from plan_data.schema.rules import Outcome
from views.dose.titration import drug_choice, start_choice, target_and_steps
from views.parts import card, panel, store
from views.parts.answer import ask, details, outcomes
from views.parts.checklist import draw_checklist
from views.parts.choices import (
    course_days_choice,
    dosing_weight_choice,
    interval_choice,
    measure_choice,
    pattern_choice,
    regimen_choice,
    route_choice,
    surface_cap_choice,
    surface_formula_choice,
)
from views.parts.commas import ask_about_comma
from views.parts.controls import control
from views.parts.dispensing import indication_choice, products_for, statement_folds
from views.parts.figures import draw_figures
from views.parts.frame import aside, escaped, table
from views.parts.layout import Places, lay_out
from views.parts.papers import draw_papers
from views.parts.pauses import WHILE_TYPING
from views.parts.tools import draw_bar, draw_tools

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.requests.answer import Answered
    from calculators.treatments.declared import Treated
    from calculators.typed.keys import Key
    from plan_data.schema.plan import Plan


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    st.markdown("Enter what the order should be worked out from, then the order as it is written.")
    labels = {name: each.short or each.label for name, each in ordered(plan).items()}
    offered = [name for name in offered_by(plan) if name in labels]
    if not offered:
        st.info("The plan has no treatment whose orders are verified.")
        return
    at = lay_out()
    with at.inputs:
        of = st.segmented_control(
            "The order is of",
            offered,
            default=next(
                (name for name in offered if ordered(plan)[name].opens_verify), offered[0]
            ),
            required=True,
            format_func=labels.__getitem__,
            key=control("of"),
            persist_state="session",
        )
        inputs = _basis(of, plan)
        order = _order(of, plan, inputs)
    answered = ask(plan, "verify", at, of=of, **inputs, **order)
    if answered is not None:
        _draw(answered, at, plan)


def _basis(of: str, plan: Plan) -> dict[str, Any]:
    """Ask what the right dose is worked out from: the same keys as on the dose's own page."""
    keys = ordered(plan)[of].keys_of_the_dose
    if "step_every" in keys:
        return _by_steps(of, plan)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if "days" in keys or "dose" in keys:
            return _by_weight(keys, plan)
        if "ivig_dose" in keys:
            return {
                "ivig_dose": measure_choice(
                    control("ivig_dose"), FIELDS["ivig_dose"].label, ("g", "mg"), default=""
                ),
                "every": interval_choice(control("every", "scig"), default=""),
            }
        if keys:
            return _by_surface(ordered(plan)[of], plan)
        return {"dosing_weight": dosing_weight_choice()}


def _by_weight(keys: tuple[Key, ...], plan: Plan) -> dict[str, Any]:
    if "dose" in keys:
        dose, every = pattern_choice(plan)
        return {"dose": dose, "every": every, "dosing_weight": dosing_weight_choice()}
    days = course_days_choice(plan)
    return {"days": days, "dosing_weight": dosing_weight_choice()}


def _by_steps(of: str, plan: Plan) -> dict[str, Any]:
    if "drug" in ordered(plan)[of].keys_of_the_dose:
        drug = drug_choice(plan)
        return {"drug": drug, **target_and_steps(plan, drug, of_an_order=True)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        every = interval_choice(control("step_every", of), default="", short=True)
        return {"step_every": every, "start": start_choice(of_an_order=True)}


def _by_surface(of: Treated, plan: Plan) -> dict[str, Any]:
    if of.told_by == "route":
        route = route_choice()
        if route == "po":
            return {"route": "po", "dosing_weight": dosing_weight_choice()}
        chosen = {"route": "iv"}
    else:
        regimen = regimen_choice(plan)
        chosen = {"regimen": regimen}
        if of.regimen(chosen).goes_by == "nothing":
            return chosen
    return chosen | {"bsa_formula": surface_formula_choice(), "bsa_cap": surface_cap_choice()}


def _order(of: str, plan: Plan, inputs: dict[str, Any]) -> dict[str, Any]:
    """Ask for the order as it is written; only the dose is needed."""
    known = ordered(plan)[of]
    regimen = known.regimen(inputs)
    by_mouth = regimen.route == "PO"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        example = regimen.example or known.example
        order = _typed(FIELDS["order"].label, control("order", of), example)
        every = _typed(_if_written("order_every"), control("order_every", of), "3 weeks")
        default = units.shown(plan.policies.order_tolerance.quantity)
        tolerance = _typed(FIELDS["tolerance"].label, control("tolerance"), default)
        asked = {"order": order, "order_every": every, "tolerance": tolerance}
        products = products_for(plan, regimen.route, regimen.holds)
        if by_mouth or not products:
            return asked
        product = st.selectbox(
            _if_written("product"),
            products,
            index=None,
            format_func=lambda name: plan.products[name].label,
            placeholder="none",
            key=control("product", "verify", regimen.holds, regimen.route),
            persist_state="session",
            width=200,
        )
        volume = _typed(_if_written("order_volume"), control("order_volume", of), "240 mL")
        rate = _typed(_if_written("order_rate"), control("order_rate", of), "63 mL/h")
        asked |= {"product": product, "order_volume": volume, "order_rate": rate}
        if rate and regimen.route == "IV":
            ceiling = _typed(FIELDS["max_rate"].label, control("max_rate", of), "2 mg/kg/min")
            asked["max_rate"] = ceiling
            if product is not None and len(rates := plan.products[product].rates) > 1:
                labels = {each.id: each.indication for each in rates}
                asked["indication"] = indication_choice(plan.products[product], labels)
    return asked


def _if_written(key: str) -> str:
    return f"{FIELDS[key].label}, if written"


def _typed(label: str, key: str, example: str) -> str | None:
    typed = st.text_input(
        label, key=key, persist_state="session", placeholder=example, width=150, live=WHILE_TYPING
    )
    ask_about_comma(key)
    return typed.strip() if typed else None


# --- the verdict ------------------------------------------------------------------------------


def _draw(answered: Answered, at: Places, plan: Plan) -> None:
    values, reasons = answered.result.values, answered.result.reasons
    word, outcome = _verdict(values)
    asked = questions_beside(answered, plan)
    with at.answer:
        st.html(
            f'<p class="verdict">{card.outcome_mark(outcome, word)}</p>'
            f'<p class="arithmetic">{escape(_likeliest(answered))}</p>'
        )
        draw_figures(
            {"Expected": _expected(values), "Ordered": units.shown(values["ordered"])}, "amounts"
        )
        st.html(
            f'<p class="arithmetic">Deviation {escape(units.shown(values["deviation"]))} '
            f"({escape(units.shown(values['deviation_percent']))}), tolerance "
            f"±{escape(units.shown(values['tolerance']))}</p>" + outcomes(answered, asked, plan)
        )
        if (apart := two_weights(answered)) is not None:
            st.markdown(f":material/scale: {escaped(apart.says)}")
        for entry in values["also"]:
            agrees = entry["agrees"]
            show = st.success if agrees else st.info if agrees is None else st.warning
            show(escaped(f"{entry['what'].capitalize()}: {entry['working']}"))
        line = (
            f"Order: {units.shown(values['ordered'])}; expected: {_expected(values)}; {word}. "
            f"{_likeliest(answered)} {plan.identity.banner}"
        )
        with st.container(key="tools", horizontal=True, vertical_alignment="center", gap="xsmall"):
            draw_tools(line, f"{word}. {_likeliest(answered)}", panel.wrong_fields(plan))
            draw_papers(answered, store.asked()["verify"], plan)
    with at.bar:
        draw_bar(
            units.shown(values["ordered"]),
            f"ordered, {_expected(values)} expected",
            f'<ul class="counts"><li>{card.outcome_mark(outcome, word)}</li></ul>',
        )
    with at.checks:
        draw_checklist(asked, plan)
    with at.more:
        if not values["within_tolerance"]:
            _mistakes(answered)
        elif "mistakes" in reasons:
            aside(escaped(reasons["mistakes"]))
        if values["implied_factor"] is not None:
            _factors(answered, plan)
    details(answered, at, *statement_folds(answered))


def _likeliest(answered: Answered) -> str:
    """Return the likeliest mistake as a sentence, where the dose lies outside the tolerance."""
    values = answered.result.values
    if values["within_tolerance"]:
        return ""
    if not values["mistakes"]:
        return answered.result.reasons.get("mistakes", "")
    first = values["mistakes"][0]
    names = " and ".join(name.replace("_", " ") for name in first["names"])
    return f"Likeliest mistake: {names}. {first['working']}"


def _expected(values: Any) -> str:
    if "expected_low" in values:
        low, high = values["expected_low"], values["expected_high"]
        return f"{units.shown(low)} to {units.shown(high)}"
    return units.shown(values["expected"])


def _verdict(values: Mapping[str, Any]) -> tuple[str, Outcome]:
    """Return the verdict in words, and the outcome whose colour and icon it has."""
    if not values["within_tolerance"]:
        return "Outside tolerance", Outcome.CONTRAINDICATED
    if values["verdict"] == "not settled":
        open_ones = [entry["what"] for entry in values["also"] if entry["agrees"] is None]
        # What a day comes to is the dose itself: nothing says yet that it fits.
        fits = "Not settled" if "amount a day" in open_ones else "The dose fits"
        return f"{fits}; what decides is not recorded", Outcome.UNKNOWN
    if values["verdict"] == "right":
        return "Within tolerance", Outcome.CLEAR
    return "The dose fits, the rest of the order does not", Outcome.NOT_READY


def _mistakes(answered: Answered) -> None:
    """Draw the mistakes that give this order, the simplest first; or that none does."""
    result = answered.result
    mistakes = result.values["mistakes"]
    st.header("Which mistake gives this order?")
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
