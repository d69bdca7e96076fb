"""What a browser sends is taken whole, and for no more than it says.

With each click a browser sends what stands in every control. Two things go wrong with that where a
click follows the one before closely, or the way between is slow.

- The framework runs what a control calls within the run of the page, and stops it for a newer click
  at any look at the session, in the midst of a change as well: an answer was lost, or kept by half.
  What a control calls is short, so it is not stopped; what draws the page after it still is.
- What the server has put into a control since (80 kg shown as 176.4 lb) a browser that has not seen
  it yet sends as it was, 80, and it is taken for typed: 80 lb. So the browser is told the number of
  its message with the page that answers it, and sends that with the next. Where it does not, what
  it sends unchanged of before is no news, and what the server has put there stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.state.common import user_key_from_element_id
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import Serialized, WStates

if TYPE_CHECKING:
    from streamlit.proto.WidgetStates_pb2 import WidgetState

# The control in which the browser is told the number of its message, and what begins its text.
ECHO = "case_held_by_the_browser"
_NUMBER = re.compile(r'\{"seen": ([0-9]+)')
_TAKEN = "messages_of_the_browser"
_STOPS = "_yield_callback"
# What holds a value, and is not pressed or handed over once.
_HOLDS = frozenset(
    f"{kind}_value"
    for kind in ("bool", "int", "double", "string", "int_array", "double_array", "string_array")
)


@dataclass(frozen=True, slots=True)
class _Taken:
    """The last message that was taken: its number in the session, and what stood in each field."""

    number: int = 0
    stood: dict[str, bytes] = field(default_factory=dict)


def number_of_the_last() -> int:
    """Return the number of the message that the present run answers; 0 before the first."""
    return _taken(st.session_state).number


def _taken(session: Any) -> _Taken:
    found: _Taken = session[_TAKEN] if _TAKEN in session else _Taken()
    return found


def take_them_whole() -> None:
    """Have each message be taken in one go, and without what is no news in it."""
    takes = SafeSessionState.on_script_will_rerun
    if hasattr(takes, "__wrapped__"):
        return

    @wraps(takes)
    def takes_whole(session: SafeSessionState, sent: WidgetStates | None, **with_it: Any) -> None:
        # The framework has no setting for it, and its state sets attributes by a way of its own.
        stops = getattr(session, _STOPS)
        object.__setattr__(session, _STOPS, lambda: None)
        try:
            news, stands = (sent, {}) if sent is None else _news(sent, session)
            takes(session, news, **with_it)
            for key, value in stands.items():
                if not session._state.is_new_state_value(key):  # noqa: SLF001  (as above)
                    # Once more: the run that first told the browser may have been cut short.
                    session[key] = value
        finally:
            object.__setattr__(session, _STOPS, stops)

    SafeSessionState.on_script_will_rerun = takes_whole  # type: ignore[method-assign, assignment]


def _news(sent: WidgetStates, session: SafeSessionState) -> tuple[WidgetStates, dict[str, Any]]:
    """Return what is news in a message, and what stands in the other controls by their key."""
    before = _taken(session)
    session[_TAKEN] = _Taken(
        before.number + 1, {each.id: each.SerializeToString() for each in sent.widgets}
    )
    if _seen(sent) == before.number:
        return sent, {}
    stands: dict[str, Any] = {}
    news = WidgetStates()
    for each in sent.widgets:
        key = user_key_from_element_id(each.id)
        unchanged = before.stood.get(each.id) == each.SerializeToString()
        if not (key and unchanged and each.WhichOneof("value") in _HOLDS):
            news.widgets.append(each)
        elif key in session:
            if _read(each, session) == session[key]:
                news.widgets.append(each)
            else:
                stands[key] = session[key]
        # Else the control is gone since, and what stood in it with it.
    return news, stands


def _read(sent: WidgetState, session: SafeSessionState) -> Any:
    known = session._state._new_widget_state.widget_metadata  # noqa: SLF001  (there is no other way)
    return WStates({sent.id: Serialized(sent)}, dict(known)).get(sent.id)


def _seen(sent: WidgetStates) -> int | None:
    """Return the number of the last message whose answer the browser has seen; None for none."""
    text = next((each.string_value for each in sent.widgets if each.id.endswith(f"-{ECHO}")), "")
    found = _NUMBER.match(text)
    return int(found[1]) if found else None
