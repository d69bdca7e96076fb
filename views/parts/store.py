"""The patient's facts in this browser session, and nowhere else.

Streamlit drops the state of a widget that is not on the page, so facts live under a key of their
own; widgets are filled from it and write back to it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from calculators.typed.patient import PATIENT_KEYS
from plan_data import load_plan

_FACTS = "recorded_facts"
_ASKED = "asked_requests"
_CHOSEN = "chosen_calculators"
_LAST = "last_asked"
_IN_VIEW = "asked_in_this_run"
_ANSWERED = "last_answered"
_AT_BEDSIDE = "bedside_opened_from"


def facts() -> dict[str, dict[str, Any]]:
    """Return the recorded facts of this session: name → {value, date}."""
    recorded: dict[str, dict[str, Any]] = st.session_state.setdefault(_FACTS, {})
    return recorded


def as_request() -> dict[str, Any]:
    """Return the recorded facts as a request holds them."""
    return {name: _stated(fact) for name, fact in facts().items() if fact["value"]}


def _stated(fact: dict[str, Any]) -> dict[str, Any]:
    if fact.get("date") is None and "answered" in fact:
        return {"value": fact["value"], "answered": fact["answered"]}
    return {"value": fact["value"], "date": fact.get("date")}


def record(name: str, value: str | None) -> None:
    """Record an answer, or that nothing is known any more.

    What is done before each dose holds for the day on which it was answered, which is kept.
    """
    if not value:
        facts().pop(name, None)
        return
    recorded = facts().setdefault(name, {})
    if recorded.get("value") != value:
        recorded.pop("date", None)  # the date was that of the other answer
    recorded["value"] = value
    if value == "yes" and name in load_plan().before_each_dose:
        recorded["answered"] = today()
    else:
        recorded.pop("answered", None)


def record_date(name: str, on: date | None) -> None:
    """Record the date of a fact that is recorded already."""
    if name in facts():
        facts()[name]["date"] = on


def new_run() -> None:
    """Say that the page is drawn anew: nothing has been asked in this run."""
    st.session_state[_IN_VIEW] = None


def remember_input(request: dict[str, Any]) -> None:
    """Keep what is asked of a calculator, and whether any of it was chosen on its own page.

    A page that is only looked at asks with what its controls stand at. It is chosen once something
    is changed while the page is in view.
    """
    calculator = request["calculator"]
    last = st.session_state.get(_LAST)
    before = asked().get(calculator)
    if last == calculator and before is not None and _own(before) != _own(request):
        chosen().add(calculator)
    asked_now = st.session_state.setdefault(_ASKED, {})
    # The latest stands last.
    asked_now.pop(calculator, None)
    asked_now[calculator] = request
    st.session_state[_LAST] = st.session_state[_IN_VIEW] = calculator


def _own(request: dict[str, Any]) -> dict[str, Any]:
    """Return what is asked of the calculator itself: the patient stands on every page."""
    panel = set(PATIENT_KEYS) - {"dosing_weight"}
    return {key: value for key, value in request.items() if key not in panel}


def answered(calculator: str) -> None:
    """Keep that the page in view shows an answer: what it was asked with is on the screen."""
    st.session_state[_ANSWERED] = calculator


def in_view() -> str | None:
    """Return the calculator whose answer the page in view shows, if it shows one."""
    asked_of: str | None = st.session_state.get(_IN_VIEW)
    return asked_of if asked_of == st.session_state.get(_ANSWERED) else None


def chosen() -> set[str]:
    """Return the calculators on whose pages something was entered or chosen."""
    calculators: set[str] = st.session_state.setdefault(_CHOSEN, set())
    return calculators


def asked() -> dict[str, dict[str, Any]]:
    """Return what was last asked of each calculator in this session, the latest last."""
    requests: dict[str, dict[str, Any]] = st.session_state.get(_ASKED, {})
    return requests


def open_bedside_of(calculator: str) -> None:
    """Keep from which dose the bedside view was opened: it shows that one."""
    st.session_state[_AT_BEDSIDE] = calculator


def at_bedside() -> str | None:
    """Return the calculator whose dose the bedside view was opened from, if it was."""
    opened_from: str | None = st.session_state.get(_AT_BEDSIDE)
    return opened_from


def forget_everything() -> None:
    """Forget the facts and what was asked, because another case takes their place."""
    st.session_state[_FACTS] = {}
    st.session_state[_ASKED] = {}
    st.session_state[_CHOSEN] = set()
    for name in (_LAST, _IN_VIEW, _ANSWERED, _AT_BEDSIDE):
        st.session_state[name] = None


def today() -> date:
    """Return the day in the user's own time zone, or the server's where it is not known."""
    zone = st.context.timezone
    try:
        return datetime.now(ZoneInfo(zone)).date() if zone else _server_day()
    except (ZoneInfoNotFoundError, ValueError):
        return _server_day()


def _server_day() -> date:
    return datetime.now(UTC).astimezone().date()
