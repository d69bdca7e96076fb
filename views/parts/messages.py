"""What a browser sends is taken whole, and for no more than it says.

With each click a browser sends what stands in every control. Two things go wrong with that where a
click follows the one before closely, or the way between is slow.

- The framework runs what a control calls within the run of the page, and stops it for a newer click
  at any look at the session, in the midst of a change as well: an answer was lost, or kept by half.
  What a control calls is short, so it is not stopped; what draws the page after it still is.
- What the server has put into a control since (80 kg shown as 176.4 lb) a browser that has not seen
  it yet sends as it was, 80, and it is taken for typed: 80 lb. So the browser is told the number of
  its message with the page that answers it, and sends that with the next. Where it does not, what
  it sends unchanged of before is no news, and what the server has put there stands. What is
  pressed twice before that is pressed once: the second time it may be another in its place. And
  what is done on the page of a case that another has replaced is not done to that other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.state import SCRIPT_RUN_WITHOUT_ERRORS_KEY
from streamlit.runtime.state.common import user_key_from_element_id
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import Serialized, WStates

# The control in which the browser is told the number of its message, and what begins its text.
ECHO = "case_held_by_the_browser"
_NUMBER = re.compile(r'\{"seen": ([0-9]+)')
_TAKEN = "messages_of_the_browser"
_ANOTHER = "case_is_another_since"
_STOPS = "_yield_callback"
# What is pressed, and what holds a value; a file that is handed over is neither.
_PRESSED = frozenset(f"{kind}trigger_value" for kind in ("", "string_", "json_"))
_HOLDS = frozenset(
    f"{kind}_value"
    for kind in ("bool", "int", "double", "string", "int_array", "double_array", "string_array")
)


@dataclass(frozen=True, slots=True)
class _Taken:
    """The last message that was taken.

    Parameters
    ----------
    number
        How many were taken in this session. One that goes on for a lost session counts on from it.
    stood
        What stood in each control, as it was sent.
    pressed
        What was pressed since the browser last showed the answer to all that it had sent.
    put
        The keys of the controls into which the server has put something since then. On its way to
        the browser this replaces what is typed there meanwhile, so each answer says again what
        stands: else a field would show one number and the dose be that of another.
    seen
        The number of the message whose answer the browser had seen when it sent this one.
    """

    number: int = 0
    stood: dict[str, bytes] = field(default_factory=dict)
    pressed: frozenset[bytes] = frozenset()
    put: frozenset[str] = frozenset()
    seen: int = 0


def number_of_the_last() -> int:
    """Return the number of the message that the present run answers; 0 before the first."""
    taken: _Taken = st.session_state.get(_TAKEN, _Taken())
    return taken.number


def has_seen(number: int) -> bool:
    """Tell whether the browser had seen the answer to a message when it sent the last one."""
    taken: _Taken = st.session_state.get(_TAKEN, _Taken())
    return taken.seen >= number


def says_again() -> bool:
    """Tell whether the present run has to say again what stands in some control, by drawing it."""
    taken: _Taken = st.session_state.get(_TAKEN, _Taken())
    return bool(taken.put)


def the_case_is_another() -> None:
    """Say that a case has replaced the one in view: what is done on its page is not for this."""
    st.session_state[_ANOTHER] = number_of_the_last()


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
            if sent is None:
                takes(session, sent, **with_it)
                return
            takes(session, _news(sent, session), **with_it)
            for key in session[_TAKEN].put:
                if key in session and not session._state.is_new_state_value(key):  # noqa: SLF001  (as above)
                    session[key] = session[key]
        finally:
            object.__setattr__(session, _STOPS, stops)

    SafeSessionState.on_script_will_rerun = takes_whole  # type: ignore[method-assign, assignment]  # put around it: there is no setting


def _news(sent: WidgetStates, session: SafeSessionState) -> WidgetStates:
    """Return what is news in a message, and keep what has to be kept of it for the next."""
    seen = _seen(sent)
    before: _Taken = session[_TAKEN] if _TAKEN in session else _Taken(number=seen)
    late = seen != before.number
    put = set(before.put) if late else set()
    news = WidgetStates()
    for each in sent.widgets:
        as_sent, key = each.SerializeToString(), user_key_from_element_id(each.id)
        was = before.stood.get(each.id)
        if not late or not key:
            news.widgets.append(each)
        elif _kind(each) in _PRESSED:
            if as_sent not in before.pressed:
                news.widgets.append(each)
        elif _kind(each) not in _HOLDS or was is None:
            news.widgets.append(each)
        elif key not in session:
            # The control is gone since, and what stood in it with it.
            if was != as_sent:
                news.widgets.append(each)
        else:
            if _read(WidgetState.FromString(was), session) != session[key]:
                put.add(key)
            if was != as_sent or key not in put:
                news.widgets.append(each)
    pressed = {each.SerializeToString() for each in sent.widgets if _kind(each) in _PRESSED}
    session[_TAKEN] = _Taken(
        before.number + 1,
        {each.id: each.SerializeToString() for each in sent.widgets},
        frozenset(pressed | before.pressed if late else pressed),
        frozenset(put),
        before.number if _failed(session) else seen,
    )
    return WidgetStates() if _is_of_another_case(seen, session) else news


def _is_of_another_case(seen: int, session: SafeSessionState) -> bool:
    """Tell whether the browser shows the page of a case that another has replaced."""
    return not _failed(session) and _ANOTHER in session and seen < session[_ANOTHER]


def _failed(session: SafeSessionState) -> bool:
    """Tell whether the last page failed: it tells no number, and a click leads away from it."""
    return SCRIPT_RUN_WITHOUT_ERRORS_KEY in session and not session[SCRIPT_RUN_WITHOUT_ERRORS_KEY]


def _kind(sent: WidgetState) -> str:
    return sent.WhichOneof("value") or ""


def _read(sent: WidgetState, session: SafeSessionState) -> Any:
    known = session._state._new_widget_state.widget_metadata  # noqa: SLF001  (there is no other way)
    return WStates({sent.id: Serialized(sent)}, dict(known)).get(sent.id)


def _seen(sent: WidgetStates) -> int:
    """Return the number of the last message whose answer the browser has seen; 0 for none."""
    text = next((each.string_value for each in sent.widgets if each.id.endswith(f"-{ECHO}")), "")
    found = _NUMBER.match(text)
    return int(found[1]) if found else 0
