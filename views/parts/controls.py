"""The keys under which the controls keep what was entered: each is a field of the case.

A key carries the number of cases that were opened before. Opening one begins a new number, so that
no control of the last case is left, neither here nor in the browser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from calculators.typed.fields import FIELDS
from views.parts.messages import the_case_is_another

if TYPE_CHECKING:
    from collections.abc import Collection

_TURN = "case_turn"
_MADE = "case_controls"


def control(key: str, *of: str) -> str:
    """Return the key of the control of a field.

    Parameters
    ----------
    key
        The request key.
    of
        What it is entered for, where one field has more than one control: a drug, a product.
    """
    return case_key("_".join((FIELDS[key].key, *of)))


def case_key(name: str) -> str:
    """Return the key of a control that goes with the case and is no field of it: a fact, a day."""
    key = f"{name}#{turn()}" if turn() else name
    st.session_state.setdefault(_MADE, set()).add(key)
    return key


def standing(but: Collection[str]) -> dict[str, Any]:
    """Return what stands in each control of the case, and in its unit, but in those named."""
    made: set[str] = st.session_state.get(_MADE, set())
    keys = (each for key in made.difference(but) for each in (key, f"{key}_unit"))
    return {key: st.session_state[key] for key in keys if key in st.session_state}


def turn() -> int:
    """Return how many cases were opened before the present one."""
    number: int = st.session_state.get(_TURN, 0)
    return number


def go_on_from(number: int) -> None:
    """Number the controls after those of a lost session, which a browser may hold yet."""
    st.session_state[_TURN] = max(number, turn())


def begin_anew() -> None:
    """Forget every control of the case; those that are drawn from now on are other ones."""
    for key in st.session_state.pop(_MADE, set()):
        for each in (key, *(f"{key}_{of_it}" for of_it in ("unit", "unit_before", "exact"))):
            st.session_state.pop(each, None)
    st.session_state[_TURN] = turn() + 1
    the_case_is_another()
