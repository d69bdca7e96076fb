"""The case outlives its server: the browser holds it, and a server that has lost it is told.

When a server is started again, or a lost session ends, the browser sends what stands in the
controls on screen, and nothing of what is folded away or stands on another page: weight and dose
would come back without the facts that forbid it. So the whole case stands, as text, in a control
that nobody sees, and comes back with the others: whole, or not at all.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from exchange.cases.case import Case
from exchange.cases.toml_file import read_case, written_case
from views.parts import case_file, case_state, controls, messages, store
from views.parts.frame import escaped
from views.parts.redraw import follow

if TYPE_CHECKING:
    from plan_data.schema.plan import Plan

_BEGUN = "session_begun"
_SAID = "case_came_back"
# What the browser holds before anything was entered.
_NO_CASE = re.compile(r'\{"seen": [0-9]+\}')
_NEXT = "Enter weight, orders and facts anew, or open the case that you saved."


def bring_back(plan: Plan) -> bool:
    """In a new session, take back the case that the browser holds; then draw the page anew.

    Nothing is held where a browser comes for the first time. What cannot be read leaves an empty
    case and a sentence that says so.

    Returns
    -------
    bool
        Whether the session is new: what the browser holds has been asked for in this run, and is
        not to be replaced in it.
    """
    if _BEGUN in st.session_state:
        _say()
        return False
    held = _control(asks=True)
    if _NO_CASE.fullmatch(held):
        held = ""
    if held:
        st.session_state[_SAID] = _taken_back(held, plan)
    # Last: a click may end this run at any look at the session, and the next one then begins anew.
    # Told before that it had begun, it handed the browser an empty case for the one it held.
    st.session_state[_BEGUN] = True
    if held:
        st.rerun()
    return True


def _taken_back(held: str, plan: Plan) -> tuple[bool, str]:
    """Put the held case, or an empty one, into the controls; return whether it is whole."""
    case, why = _read(held, plan)
    left = case_state.put(case or Case(), plan)
    if case is None:
        return False, (
            "The connection to the server was lost, and the case with it: nothing that was "
            f"entered or recorded is kept ({why}). {_NEXT}"
        )
    case_file.stand_on(case)
    facts = len(case.facts)
    without = f" It also holds what has no control: {'; '.join(left)}." if left else ""
    return True, (
        "The connection to the server was lost. The case was brought back whole, with "
        f"{facts} recorded {'fact' if facts == 1 else 'facts'}. Look it over before you go on."
        f"{without}"
    )


def _read(held: str, plan: Plan) -> tuple[Case | None, str]:
    try:
        sent: Any = json.loads(held)
        text, turn = str(sent["case"]), int(sent["turn"])
    except (ValueError, TypeError, KeyError):
        return None, "the browser sent something that is no case"
    # Controls that the browser still holds have the numbers of before, and are not taken for new.
    controls.go_on_from(turn)
    if sent.get("refused"):
        return None, str(sent["refused"])
    try:
        case = read_case(text.encode(), "from the browser", plan)
    except units.Refused as refused:
        return None, refused.message
    # The browser was given the digest too: without it this is not what it was given.
    return (None, "the browser sent a case without its digest") if case.by_hand else (case, "")


def _say() -> None:
    """Say what came back until somebody has read it."""
    # Its place is kept, so that nothing below is drawn elsewhere when it comes and goes.
    at = st.empty()
    if _SAID not in st.session_state:
        return
    whole, text = st.session_state[_SAID]
    with at.container(key="case_came_back", horizontal=True, vertical_alignment="center"):
        (st.warning if whole else st.error)(escaped(text), icon=":material/restore:")
        st.button("I have read this", on_click=lambda: st.session_state.pop(_SAID))


def hand_over() -> None:
    """Give the browser the case as it stands now; it is the last thing that a page does."""
    _control(asks=False)


def _text() -> str:
    # The number stands first: it is looked for there.
    seen = {"seen": messages.number_of_the_last()}
    held = {**seen, "turn": controls.turn(), "case": ""}
    try:
        case = case_file.current_case()
        if not (case.patient or case.facts or case.order or store.chosen() or case.held):
            # Without a case there is nothing to bring back, and nothing to say of it.
            return json.dumps(seen)
        return json.dumps({**held, "case": written_case(case).decode()})
    except units.Refused as refused:
        return json.dumps({**held, "refused": refused.message})


def _control(*, asks: bool) -> str:
    """Draw the control that holds the case, and return what the browser sent with it.

    Parameters
    ----------
    asks
        Whether it is drawn to be told what the browser holds; drawn anew, it hands over.
    """

    def draw() -> None:
        nonlocal asks
        if not asks:
            st.session_state[messages.ECHO] = _text()
        asks = False
        st.text_input(
            "The case, for a server that has lost it",
            key=messages.ECHO,
            label_visibility="collapsed",
            autocomplete="off",
        )

    with st.container(key="kept_case"):
        follow("kept", draw)
    return st.session_state.get(messages.ECHO) or ""
