"""Monitoring: recorded values against the plan's thresholds, each with its verdict and action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from calculators.words import GRAVITY_WORDS
from plan_data import load_plan
from plan_data.schema import ClinicianAnswers, Outcome
from views import store
from views.answer import ask, details
from views.checks import outcome_badge
from views.choices import measure_choice
from views.facts import fact_control
from views.frame import escaped

if TYPE_CHECKING:
    from calculators.request import Answered
    from plan_data.schema import MonitoredParameter, Plan

_VERDICTS = {"yes": Outcome.CLEAR, "no": Outcome.CAUTION, "unknown": Outcome.UNKNOWN}


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    rows = {parameter.id: parameter for parameter in plan.monitoring.parameters}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        inputs: dict[str, Any] = _strength(rows["mrc"])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        inputs |= _blood(plan)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        inputs["fvc"] = measure_choice(
            "fvc", "FVC, share of predicted", ("%",), default="", unit_label="FVC unit"
        )
        inputs["creatinine_normal"] = _clinician(rows["creatinine"])
        inputs["ncs_stable"] = _clinician(rows["ncs"])
    answered = ask(plan, "monitor", about_patient=False, **inputs)
    if answered is None:
        return
    _verdicts(answered, plan)
    details(answered, plan)


def _strength(mrc: MonitoredParameter) -> dict[str, Any]:
    grip = measure_choice(
        "grip", "Grip strength", ("kg", "lb", "%"), default="", unit_label="Grip unit"
    )
    baseline = measure_choice(
        "grip_baseline", "Grip baseline", ("kg", "lb"), default="", unit_label="Baseline unit"
    )
    scale = mrc.accepted
    grades = range(int(scale.lowest.value), int(scale.highest.value) + 1) if scale else ()
    grade = st.segmented_control(
        mrc.label,
        [units.shown(units.quantity(grade, "{MRC}")) for grade in grades],
        key="mrc",
        persist_state="session",
    )
    return {"grip": grip, "grip_baseline": baseline, "mrc": grade}


def _blood(plan: Plan) -> dict[str, Any]:
    """Ask for the laboratory values; those that are patient facts are recorded as such."""
    fact_control("igg_trough", plan, "monitor")
    fact_control("hemoglobin", plan, "monitor")
    before = measure_choice(
        "hemoglobin_before",
        "Hemoglobin before it",
        ("g/dL", "g/L"),
        default="",
        unit_label="Unit of the hemoglobin before it",
    )
    if not before:
        return {}
    on = st.date_input(
        "Hemoglobin before it: date",
        value=None,
        key="hemoglobin_before_date",
        max_value=store.today(),
        format="YYYY-MM-DD",
        width=150,
        persist_state="session",
    )
    return {"hemoglobin_before": {"value": before, "date": on}}


def _clinician(parameter: MonitoredParameter) -> str | None:
    """Ask the clinician where the plan has no number."""
    rule = parameter.rule
    question = rule.clinician if isinstance(rule, ClinicianAnswers) else parameter.ask
    return st.segmented_control(
        question, ("yes", "no"), key=f"monitor_{parameter.id}", persist_state="session"
    )


def _verdicts(answered: Answered, plan: Plan) -> None:
    """Show every parameter in the plan's order, with what the plan says to do."""
    rows = [
        f"| {parameter.label} | {_shown(entry['value'])} | {_shown(entry['limit'])} "
        f"| {outcome_badge(_VERDICTS[entry['met']])} | {escaped(entry['action'] or '–')} |"
        for parameter in plan.monitoring.parameters
        for entry in (answered.result.values[parameter.id],)
    ]
    head = "| Parameter | Recorded | Compared with | Verdict | The plan's action |"
    with st.container(key="verdicts"):
        st.markdown("\n".join((head, "| --- | --- | --- | --- | --- |", *rows)))
    clear = GRAVITY_WORDS[Outcome.CLEAR]
    st.caption(f"{clear}: the threshold is met. How often to look stands in the plan's section 6.")


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    return escaped(value if isinstance(value, str) else units.shown(value))
