"""The patient's facts in this browser session, and nowhere else.

Streamlit drops the state of a widget that is not on the page, so facts live under a key of their
own; widgets are filled from it and write back to it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

_FACTS = "recorded_facts"
_ASKED = "asked_requests"


def facts() -> dict[str, dict[str, Any]]:
    """Return the recorded facts of this session: name → {value, date}."""
    recorded: dict[str, dict[str, Any]] = st.session_state.setdefault(_FACTS, {})
    return recorded


def as_request() -> dict[str, Any]:
    """Return the recorded facts as a request holds them."""
    return {
        name: {"value": fact["value"], "date": fact.get("date")}
        for name, fact in facts().items()
        if fact["value"]
    }


def record(name: str, value: str | None) -> None:
    """Record an answer, or that nothing is known any more."""
    if value:
        facts().setdefault(name, {})["value"] = value
    else:
        facts().pop(name, None)


def record_date(name: str, on: date | None) -> None:
    """Record the date of a fact that is recorded already."""
    if name in facts():
        facts()[name]["date"] = on


def remember(request: dict[str, Any]) -> None:
    """Keep what was last asked of a calculator, for the pages that show it another way."""
    asked = st.session_state.setdefault(_ASKED, {})
    # The latest stands last.
    asked.pop(request["calculator"], None)
    asked[request["calculator"]] = request


def asked() -> dict[str, dict[str, Any]]:
    """Return what was last asked of each calculator in this session, the latest last."""
    requests: dict[str, dict[str, Any]] = st.session_state.get(_ASKED, {})
    return requests


def forget_everything() -> None:
    """Forget the facts and what was asked, because another case takes their place."""
    st.session_state[_FACTS] = {}
    st.session_state[_ASKED] = {}


def today() -> date:
    """Return the day in the user's own time zone, or the server's where it is not known."""
    zone = st.context.timezone
    try:
        return datetime.now(ZoneInfo(zone)).date() if zone else _server_day()
    except (ZoneInfoNotFoundError, ValueError):
        return _server_day()


def _server_day() -> date:
    return datetime.now(UTC).astimezone().date()
