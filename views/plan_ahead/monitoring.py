"""Monitoring: recorded values against the plan's thresholds, each with its verdict and action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from calculators.typed.fields import FIELDS
from plan_data import load_plan
from plan_data.schema.monitoring import ClinicianAnswers
from plan_data.schema.rules import Outcome
from views.parts import store
from views.parts.answer import ask, details_alone
from views.parts.checks import outcome_badge
from views.parts.choices import grades_of, measure_choice
from views.parts.controls import control
from views.parts.facts import fact_control
from views.parts.frame import escaped

if TYPE_CHECKING:
    from calculators.requests.answer import Answered
    from plan_data.schema.monitoring import MonitoredParameter
    from plan_data.schema.plan import Plan

_VERDICTS = {"yes": Outcome.CLEAR, "no": Outcome.CAUTION, "unknown": Outcome.UNKNOWN}


_ASKED = {"mrc", "creatinine", "ncs"}


def fits(plan: Plan) -> bool:
    """Tell whether the plan watches what this page asks for; a plan may watch other things."""
    return {parameter.id for parameter in plan.monitoring.parameters} >= _ASKED


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    rows = {parameter.id: parameter for parameter in plan.monitoring.parameters}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        inputs: dict[str, Any] = _strength(rows["mrc"], plan)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        inputs |= _blood(plan)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        inputs["fvc"] = measure_choice(
            control("fvc"), FIELDS["fvc"].label, ("%",), default="", unit_label="FVC unit"
        )
        inputs["creatinine_normal"] = _clinician("creatinine_normal", rows["creatinine"])
        inputs["ncs_stable"] = _clinician("ncs_stable", rows["ncs"])
    answered = ask(plan, "monitor", about_patient=False, **inputs)
    if answered is None:
        return
    _verdicts(answered, plan)
    # Each verdict above has its caution and what to do about it.
    details_alone(answered, plan, cautions_in_a_line=True)


def _strength(mrc: MonitoredParameter, plan: Plan) -> dict[str, Any]:
    grip = measure_choice(
        control("grip"), FIELDS["grip"].label, ("kg", "lb", "%"), default="", unit_label="Grip unit"
    )
    baseline = measure_choice(
        control("grip_baseline"),
        FIELDS["grip_baseline"].label,
        ("kg", "lb"),
        default="",
        unit_label="Baseline unit",
    )
    grade = st.segmented_control(
        mrc.label,
        grades_of(plan),
        key=control("mrc"),
        persist_state="session",
    )
    return {"grip": grip, "grip_baseline": baseline, "mrc": grade}


def _blood(plan: Plan) -> dict[str, Any]:
    """Ask for the laboratory values; those that are patient facts are recorded as such."""
    fact_control("igg_trough", plan, "monitor")
    fact_control("hemoglobin", plan, "monitor")
    before = measure_choice(
        control("hemoglobin_before"),
        FIELDS["hemoglobin_before"].label,
        ("g/dL", "g/L"),
        default="",
        unit_label="Earlier unit",
    )
    if not before:
        return {}
    on = st.date_input(
        "Earlier hemoglobin: date",
        value=None,
        key=control("hemoglobin_before", "date"),
        max_value=store.today(),
        format="YYYY-MM-DD",
        width=150,
        persist_state="session",
    )
    # As text, which a case can hold too.
    return {"hemoglobin_before": f"{before}@{on.isoformat()}" if on else before}


def _clinician(key: str, parameter: MonitoredParameter) -> str | None:
    """Ask the clinician where the plan has no number."""
    rule = parameter.rule
    question = rule.clinician if isinstance(rule, ClinicianAnswers) else parameter.ask
    return st.segmented_control(question, ("yes", "no"), key=control(key), persist_state="session")


def _verdicts(answered: Answered, plan: Plan) -> None:
    """Show every parameter in the plan's order, with what the plan says to do.

    Lines and no table, because a table of five columns would be cut off on a phone.
    """
    lines = [
        _line(parameter, answered.result.values[parameter.id])
        for parameter in plan.monitoring.parameters
    ]
    with st.container(key="verdicts"):
        st.markdown("\n".join(lines))


def _line(parameter: MonitoredParameter, entry: dict[str, Any]) -> str:
    met = _VERDICTS[entry["met"]]
    seen = "not recorded" if entry["value"] is None else _shown(entry["value"])
    if entry["limit"] is not None:
        seen += f", compared with {_shown(entry['limit'])}"
    action = f"  \n  **{escaped(entry['action'])}**" if entry["action"] else ""
    return (
        f"- {outcome_badge(met)} {escaped(parameter.label)}: {seen}{action}  \n"
        f"  :gray[{escaped(entry['source'])}]"
    )


def _shown(value: Any) -> str:
    return escaped(value if isinstance(value, str) else units.shown(value))
