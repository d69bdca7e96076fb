"""The patient in one line: it stays while pages change, asks for no name and stores nothing."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from calculators.typed.fields import FIELDS
from calculators.typed.patient import read_patient
from plan_data.schema.rules import SETTINGS
from views.parts import store
from views.parts.commas import ask_about_comma
from views.parts.controls import control
from views.parts.facts import LISTS, with_unit
from views.parts.pauses import WHILE_TYPING
from views.parts.redraw import follow, measure_changed

if TYPE_CHECKING:
    from plan_data.schema.plan import Plan

_UNITS = {"weight": ("kg", "lb", "st", "g"), "height": ("cm", "m", "in", "ft")}
_KINDS = {"weight": units.BODY_WEIGHT, "height": units.HEIGHT}
# How many digits a converted measure is shown with: about the tenth of a kg or of a cm.
_DIGITS = {"st": 2, "m": 3, "ft": 2}
_AGE = "Age in years"
_LABELS = {"weight": FIELDS["weight"].label, "height": FIELDS["height"].label, "age": _AGE}


def patient_panel(plan: Plan) -> None:
    """Draw the inputs that describe the patient, each with what is wrong with it beside it."""
    with st.container(key="panel", horizontal=True, vertical_alignment="bottom"):
        _measure("weight", "80")
        st.text_input(
            _AGE,
            key=control("age"),
            width=95,
            placeholder="58",
            live=WHILE_TYPING,
            persist_state="session",
            on_change=measure_changed,
        )
        st.segmented_control(
            FIELDS["setting"].label, SETTINGS, key=control("setting"), persist_state="session"
        )
        st.segmented_control(
            FIELDS["sex"].label,
            FIELDS["sex"].choices,
            key=control("sex"),
            persist_state="session",
        )
        _measure("height", "180")
        wrong = _wrong(plan)
        if wrong:
            lines = "".join(f"<p>{escape(message)}</p>" for message in wrong.values())
            st.html(f'<div class="wrong" role="alert">{lines}</div>', width="stretch")
            for name in wrong:
                ask_about_comma(control(name))


def wrong_fields(plan: Plan) -> tuple[str, ...]:
    """Return the labels of the fields in which something stands that cannot be used."""
    return tuple(_LABELS[key] for key in _wrong(plan))


def _wrong(plan: Plan) -> dict[str, str]:
    """Return why each field that cannot be read cannot: key → sentence."""
    typed, found = request(), {}
    for key in _LABELS:
        try:
            read_patient({key: typed[key]} if key in typed else {}, plan, store.today())
        except units.Refused as refused:
            found[key] = refused.message
    return found


# --- measures and their units ---------------------------------------------------------------------


def _measure(name: str, example: str) -> None:
    label, key = _LABELS[name], control(name)
    st.text_input(
        label,
        key=key,
        width=95,
        placeholder=example,
        live=WHILE_TYPING,
        persist_state="session",
        on_change=_typed,
        args=(key,),
    )
    st.selectbox(
        f"{label} unit",
        _UNITS[name],
        key=f"{key}_unit",
        width=80,
        persist_state="session",
        on_change=_convert,
        args=(name,),
    )
    st.session_state[f"{key}_unit_before"] = _unit(name)
    if name == "weight":
        follow("also", _draw_also)


def _typed(key: str) -> None:
    # What is typed anew is the value itself, also where it reads as one that was converted.
    st.session_state.pop(f"{key}_exact", None)
    measure_changed()


def _convert(name: str) -> None:
    """Show a measure in the unit that was just chosen; what was typed stays the value."""
    key = control(name)
    typed = _measured(name, st.session_state.get(f"{key}_unit_before", _UNITS[name][0]))
    try:
        value = units.parse(typed, _KINDS[name], name)
    except units.Refused:
        return
    unit = _unit(name)
    if typed == with_unit(typed.partition(" ")[0], unit):
        shown = typed.partition(" ")[0]
    else:
        number = units.magnitude_in(value, _ucum(name, unit))
        shown = units.shown_number(number, _DIGITS.get(unit, 1)).removeprefix("≈ ")
    st.session_state[key] = shown
    st.session_state[f"{key}_exact"] = (shown, unit, typed)


def _ucum(name: str, unit: str) -> str:
    return units.unit_of(units.parse(f"1 {unit}", _KINDS[name], name)).ucum


def _measured(name: str, unit: str) -> str:
    """Return a measure as it was typed, also where it stands converted in the field."""
    typed = _entered(name)
    shown_as: tuple[str, str, str] | None = st.session_state.get(f"{control(name)}_exact")
    if shown_as is not None and (typed, unit) == shown_as[:2]:
        return shown_as[2]
    return with_unit(typed, unit)


def _draw_also() -> None:
    st.html(f'<p class="also">{escape(_also())}</p>', width="content")


def _also() -> str:
    """Return the weight in another unit, so that a swapped unit is seen."""
    name = "weight"
    typed, unit = _measured(name, _unit(name)), _unit(name)
    try:
        value = units.parse(typed, _KINDS[name], name)
    except units.Refused:
        return ""
    taken = units.unit_of(value).ucum
    if not _stands_converted(name) and taken != _ucum(name, unit):
        return f"read as {units.shown(value)}"
    other = "lb" if unit == "kg" else "kg"
    number = units.shown_number(units.magnitude_in(value, _ucum(name, other)), 1)
    return f"{number} {other}" if number.startswith("≈") else f"= {number} {other}"


def _stands_converted(name: str) -> bool:
    shown_as = st.session_state.get(f"{control(name)}_exact")
    return shown_as is not None and _entered(name) == shown_as[0]


# --- as a request ---------------------------------------------------------------------------------


def request() -> dict[str, Any]:
    """Return the patient part of a request: what is typed in the line, with units."""
    typed = {
        "weight": _measured("weight", _unit("weight")),
        "height": _measured("height", _unit("height")),
        "age": with_unit(_entered("age"), "years"),
        **{key: st.session_state.get(control(key)) for key in ("sex", "setting", *LISTS)},
    }
    given = {key: value for key, value in typed.items() if value}
    return {**given, "facts": store.as_request()}


def _entered(key: str) -> str:
    text: str = st.session_state.get(control(key)) or ""
    return text.strip()


def _unit(key: str) -> str:
    unit: str = st.session_state.get(f"{control(key)}_unit", _UNITS[key][0])
    return unit
