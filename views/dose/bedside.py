"""The bedside view: one screen for the nurse, large, with the ladder and the checks before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from calculators.checks.what_was_recorded import label_of_fact
from calculators.dispensing.infusion import infusions_of
from calculators.dispensing.ladder import label_of_rates
from calculators.dispensing.rounding import containers_in_words
from calculators.requests.catalogue import calculators, offered_by
from calculators.requests.readable import answer_what_can_be_read
from calculators.typed.patient import PATIENT_KEYS
from exchange.answers.goes_with import DECIDES, two_weights
from plan_data import load_plan
from plan_data.schema.rules import Outcome
from views.parts import panel, store
from views.parts.answer import say_wrong
from views.parts.checks import outcome_badge
from views.parts.controls import case_key
from views.parts.dispensing import (
    VOLUME_BY_END,
    by_weight,
    draw_sources,
    drawn_up,
    left_over,
    sources_of,
)
from views.parts.facts import fact_control, is_asked
from views.parts.figures import draw_figures
from views.parts.frame import escaped, table
from views.parts.navigation import link

if TYPE_CHECKING:
    from calculators.checks.crosscheck import Finding
    from calculators.dispensing.infusion import Day
    from calculators.requests.answer import Answered
    from plan_data.schema.plan import Plan

# What is looked at before every infusion.
_SHORT = 2  # facts that one line has room for
_BEFORE = ("renal_function", "cbc", "infusion_risk")


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    known = calculators(plan)
    opened_from = store.asked().get(store.at_bedside() or "")
    if opened_from is None:
        st.info(
            "Work out an infusion, choose its product, and open this view from there: it shows "
            "that dose, large.",
            icon=":material/edit:",
        )
        with st.container(horizontal=True):
            for name in offered_by(plan):
                if known[name].hangs:
                    link(name, known[name].label, icon=":material/calculate:")
        return
    try:
        asked = _for_this_patient(opened_from)
        answered, wrong = answer_what_can_be_read(asked, plan, store.today())
    except units.Refused as refused:
        st.error(escaped(refused.message), icon=":material/error:")
        return
    say_wrong(wrong, measures_too=True)
    with st.container(key="bedside"):
        _draw(answered, plan)


def _for_this_patient(request: dict[str, Any]) -> dict[str, Any]:
    """Return a request as it was asked, for the patient as the panel has them now.

    Weight or facts may have been corrected on another page since; the dose must not stay behind.
    """
    stale = set(PATIENT_KEYS) - {"dosing_weight"}  # that is chosen where the dose is worked out
    return {
        **{key: value for key, value in request.items() if key not in stale},
        **panel.request(),
    }


def _draw(answered: Answered, plan: Plan) -> None:
    result = answered.result
    if answered.checks.outcome is Outcome.CONTRAINDICATED:
        st.error("**Contraindicated. Do not hang this.**", icon=":material/block:")
        for finding in answered.checks.findings:
            if finding.outcome is Outcome.CONTRAINDICATED:
                text = f"**{escaped(finding.heading)}.** {escaped(finding.reason)}"
                st.markdown(f"- {text} :gray[{escaped(finding.source)}]")
    if "dispensed" not in result.values:
        st.warning("No product is chosen: choose one where the dose is worked out.")
        link(result.calculator, "Choose a product", icon=":material/medication:")
        return
    product = plan.products[result.values["product"]]
    treatment = result.treatment.label if result.treatment is not None else ""
    infusions = infusions_of(result)
    given = infusions[0]
    if len(infusions) > 1:
        day = st.segmented_control(
            "Day",
            [each.day for each in infusions],
            default=1,
            required=True,
            key=case_key("bedside_day"),
            persist_state="session",
        )
        given = next((each for each in infusions if each.day == day), given)
    apart = two_weights(answered)
    by = by_weight(answered) if apart is None else f" · {escaped(apart.says)}"
    st.markdown(f"**{treatment} · {product.label}**{by}")
    figures = {"Give": units.shown(given.dose)}
    if given.volume is not None:
        figures["Volume"] = units.shown(given.volume)
    if given.minutes is not None:
        figures["Runs for"] = units.shown(given.minutes)
    if given.finish:
        figures["Finish"] = given.finish
    draw_figures(figures, "hung")
    st.markdown(
        f"Open **{containers_in_words(given.containers)}**"
        f"{left_over(given.waste)}{drawn_up(result.values)}"
    )
    _rates(answered, given)
    _before(answered, plan)
    st.markdown(
        f"All checks: {outcome_badge(answered.checks.outcome)} on {answered.today}. {DECIDES}"
    )
    draw_sources((*product.containers.sources, *sources_of(answered, "Rate, step")))


def _rates(answered: Answered, given: Day) -> None:
    """Draw what a nurse sets: the time, the pump and the volume, nothing else."""
    result = answered.result
    if given.ladder is None:
        st.warning(escaped(result.reasons["ladder"]), icon=":material/speed:")
        return
    table(
        [
            {
                "At": step.clock or units.shown(step.starts),
                "Pump, mL/h": f"**{units.shown_number(step.rate.magnitude, 1)}**",
                VOLUME_BY_END: units.shown(step.volume_so_far),
            }
            for step in given.ladder
        ]
    )
    st.markdown(
        f"{label_of_rates(result.values['ladder_origin'])}. Not above "
        f"{escaped(result.values['ceiling'])}."
    )


def _before(answered: Answered, plan: Plan) -> None:
    """Draw the checks that come before every infusion, each answerable on the spot."""
    found = {finding.rule: finding for finding in answered.checks.findings}
    for rule in _BEFORE:
        if rule in found:
            _check(found[rule], plan)


def _check(finding: Finding, plan: Plan) -> None:
    """Draw one check in one line, which unfolds to its reason, its source and its question."""
    seen = finding.seen.removesuffix(".")
    if finding.outcome is Outcome.UNKNOWN and len(finding.facts) > _SHORT:
        # A whole list of risks would push the ladder off the screen; it stands inside.
        seen = f"{label_of_fact(finding.facts[0], plan)}: not settled"
    with st.popover(
        f"{outcome_badge(finding.outcome)} {escaped(seen)}",
        key=f"before_{finding.rule}",
        width="stretch",
        wrap=True,
    ):
        # One paragraph: the printed view has one sheet.
        said = f"**{escaped(finding.heading)}.** {escaped(finding.reason)}"
        st.markdown(f"{said} {escaped(f'Demand: {finding.limit}')}")
        for name in finding.facts:
            if is_asked(name, plan):
                fact_control(name, plan, "bedside")
        st.markdown(f":gray[{escaped(finding.source)}]")
