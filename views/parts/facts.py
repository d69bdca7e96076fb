"""Controls that answer a fact where it is asked for."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from typing import TYPE_CHECKING, Literal

import streamlit as st

import units
from plan_data.schema.rules import SETTINGS
from views.parts import store
from views.parts.commas import ask_about_comma
from views.parts.controls import case_key, control

if TYPE_CHECKING:
    from plan_data.schema.plan import Plan

_LONG_AGO = date(1900, 1, 1)
_DEFAULT_UNIT = {
    "creatinine": "mg/dL",
    "cell_count": "10⁹/L",
    "immunoglobulin": "mg/dL",
    "hemoglobin": "g/dL",
}


LISTS = {"premedication": "Premedication on the order", "concurrent": "Ordered alongside"}
_EXAMPLES = ("acetaminophen", "diphenhydramine", "prednisone", "methylprednisolone")


def fact_control(name: str, plan: Plan, place: str, *, in_row: bool = False) -> None:
    """Draw what answers one fact: yes or no with its date, or a value with unit and date.

    Parameters
    ----------
    place
        Where it stands on the page; a fact may be asked for in more than one place.
    in_row
        Whether the question stands beside it in a row: its label is then only for who cannot see.
    """
    if name in plan.facts.yes_no:
        _yes_no(name, plan, place, in_row=in_row)
    elif name in plan.facts.laboratory:
        _laboratory(name, plan, place, in_row=in_row)
    elif name in _MIRRORED:
        _MIRRORED[name](name, place)


def is_asked(name: str, plan: Plan) -> bool:
    """Tell whether there is a control for this fact."""
    return name in plan.facts.yes_no or name in plan.facts.laboratory or name in _MIRRORED


def list_control(name: str) -> None:
    """Draw what takes the names of one of the lists on the order."""
    st.multiselect(
        LISTS[name],
        _EXAMPLES,
        key=control(name),
        accept_new_options=True,
        persist_state="session",
        placeholder="None listed",
        label_visibility="collapsed",
    )


def _label(*, in_row: bool) -> Literal["visible", "collapsed"]:
    return "collapsed" if in_row else "visible"


def _yes_no(name: str, plan: Plan, place: str, *, in_row: bool) -> None:
    fact = plan.facts.yes_no[name]
    recorded = store.facts().get(name, {})
    key = case_key(f"{place}:{name}")
    st.session_state[key] = recorded.get("value")

    def record() -> None:
        store.record(name, st.session_state[key])
        if name in plan.facts.requirements and st.session_state[key] == "yes":
            # What is said to be done is done today, unless another day is chosen beside it.
            store.facts()[name].setdefault("date", store.today())

    # Where it stands in a row, a date comes and goes without moving what is after it.
    between = st.empty() if fact.dated and in_row else nullcontext()
    asks_date = fact.dated and recorded.get("value") == "yes"
    with between:
        if asks_date and in_row:
            _date(name, key, fact.label, in_row=True)
    st.segmented_control(
        fact.question,
        ("yes", "no"),
        key=key,
        on_change=record,
        label_visibility=_label(in_row=in_row),
        wrap=not in_row,
    )
    if asks_date and not in_row:
        _date(name, key, fact.label, in_row=False)


def _date(name: str, key: str, label: str, *, in_row: bool) -> None:
    date_key = f"{key}:date"
    on: date | None = store.facts()[name].get("date")
    st.session_state[date_key] = on
    # An opened case may hold a date that is not accepted: it is shown, and refused in words.
    today = store.today()
    st.date_input(
        f"{label}: date",
        key=date_key,
        max_value=max(today, on or today),
        min_value=min(_LONG_AGO, on or _LONG_AGO),
        format="YYYY-MM-DD",
        width=150,
        label_visibility=_label(in_row=in_row),
        on_change=lambda: store.record_date(name, st.session_state[date_key]),
    )


def _laboratory(name: str, plan: Plan, place: str, *, in_row: bool) -> None:
    laboratory = plan.facts.laboratory[name]
    kind = units.KINDS[laboratory.kind]
    choices = [ways[0] for ways in kind.spellings.values()]
    key = case_key(f"{place}:{name}")
    typed_key, unit_key = f"{key}:typed", f"{key}:unit"
    recorded = store.facts().get(name, {})
    st.session_state.setdefault(unit_key, recorded.get("unit", _DEFAULT_UNIT[laboratory.kind]))
    st.session_state[typed_key] = recorded.get("typed", "")

    def record() -> None:
        typed, unit = st.session_state[typed_key].strip(), st.session_state[unit_key]
        store.record(name, with_unit(typed, unit))
        if typed:
            store.facts()[name] |= {"typed": typed, "unit": unit}

    with st.container(horizontal=True, vertical_alignment="bottom", width="content"):
        st.text_input(
            laboratory.label,
            key=typed_key,
            width=80,
            on_change=record,
            label_visibility=_label(in_row=in_row),
        )
        st.selectbox(
            f"{laboratory.label}: unit",
            choices,
            key=unit_key,
            width=118,
            on_change=record,
            label_visibility=_label(in_row=in_row),
        )
        ask_about_comma(typed_key, record)
    if recorded.get("value"):
        _date(name, key, laboratory.label, in_row=in_row)


def _mirror_choice(name: str, place: str) -> None:
    """Ask for the setting here too; the answer goes to the panel, which is where it is kept."""
    key = case_key(f"{place}:{name}")
    st.session_state[key] = st.session_state.get(control(name))
    st.segmented_control(
        "Where is the patient treated?",
        SETTINGS,
        key=key,
        on_change=lambda: st.session_state.update({control(name): st.session_state[key]}),
    )


def _mirror_age(name: str, place: str) -> None:
    key = case_key(f"{place}:{name}")
    st.session_state[key] = st.session_state.get(control(name), "")
    st.text_input(
        "How old is the patient, in years?",
        key=key,
        width=220,
        on_change=lambda: st.session_state.update({control(name): st.session_state[key]}),
    )
    ask_about_comma(key, lambda: st.session_state.update({control(name): st.session_state[key]}))


_MIRRORED = {"setting": _mirror_choice, "age": _mirror_age}


def with_unit(typed: str, unit: str) -> str:
    """Return what was typed with the unit beside it, unless a unit was typed with the number."""
    bare = typed.replace(".", "", 1).removeprefix("-")
    return f"{typed} {unit}" if typed and bare.isdecimal() else typed
