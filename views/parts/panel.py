"""The patient panel: it stays while pages change, asks for no name and stores nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from calculators.typed.fields import FIELDS
from plan_data.schema.rules import SETTINGS
from views.parts import store
from views.parts.controls import case_key, control
from views.parts.facts import fact_control, with_unit

if TYPE_CHECKING:
    from plan_data.schema.plan import Plan

_LIVE = "500ms"  # commits while typing, after a pause long enough to finish a number
_UNITS = {"weight": ("kg", "lb", "st", "g"), "height": ("cm", "m", "in", "ft")}


def patient_panel(plan: Plan) -> None:
    """Draw the inputs that describe the patient."""
    with st.container(key="panel", border=True):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            _measure("weight", "80")
            _measure("height", "180")
            st.text_input(
                "Age in years",
                key=control("age"),
                width=110,
                placeholder="58",
                live=_LIVE,
                persist_state="session",
            )
            st.segmented_control(
                FIELDS["sex"].label,
                FIELDS["sex"].choices,
                key=control("sex"),
                persist_state="session",
            )
            st.segmented_control(
                FIELDS["setting"].label, SETTINGS, key=control("setting"), persist_state="session"
            )
        _more(plan)


def _measure(name: str, example: str) -> None:
    label, key = FIELDS[name].label, control(name)
    st.text_input(
        label, key=key, width=110, placeholder=example, live=_LIVE, persist_state="session"
    )
    st.selectbox(
        f"{label} unit", _UNITS[name], key=f"{key}_unit", width=85, persist_state="session"
    )


def _more(plan: Plan) -> None:
    recorded = store.facts()
    count = f" ({len(recorded)} recorded)" if recorded else ""
    with st.expander(
        f"Facts and other orders{count}", key="panel_facts", on_change="rerun"
    ) as more:
        if not more.open:
            return
        names = [*plan.facts.yes_no, *plan.facts.laboratory]
        labels = {
            name: (plan.facts.yes_no.get(name) or plan.facts.laboratory[name]).label
            for name in names
        }
        chosen = st.selectbox(
            "Record a fact",
            [name for name in names if name not in recorded],
            index=None,
            format_func=lambda name: labels[name],
            placeholder="Choose a condition, a requirement or a laboratory value",
            key=case_key("fact_to_record"),
        )
        for name in [*([chosen] if chosen else []), *recorded]:
            fact_control(name, plan, "panel")
        for key, label in (
            ("premedication", "Premedication on the order"),
            ("concurrent", "Ordered alongside"),
        ):
            st.multiselect(
                label,
                ["acetaminophen", "diphenhydramine", "prednisone", "methylprednisolone"],
                key=control(key),
                accept_new_options=True,
                persist_state="session",
                placeholder="None listed",
            )


def request() -> dict[str, Any]:
    """Return the patient part of a request: what is typed in the panel, with units."""
    typed = {
        "weight": with_unit(_entered("weight"), _unit("weight")),
        "height": with_unit(_entered("height"), _unit("height")),
        "age": with_unit(_entered("age"), "years"),
        **{key: st.session_state.get(control(key)) for key in _CHOSEN},
    }
    given = {key: value for key, value in typed.items() if value}
    return {**given, "facts": store.as_request()}


_CHOSEN = ("sex", "setting", "premedication", "concurrent")


def _entered(key: str) -> str:
    text: str = st.session_state.get(control(key)) or ""
    return text.strip()


def _unit(key: str) -> str:
    unit: str = st.session_state.get(f"{control(key)}_unit", _UNITS[key][0])
    return unit
