"""A comma in a measure is asked about at its field: in some countries it marks the decimals.

The field is never read as if it were clear; a button puts a reading in its place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import streamlit as st

from views.parts.frame import escaped

if TYPE_CHECKING:
    from collections.abc import Callable

# One comma between digits, and neither a point nor another comma beside it.
_COMMA = re.compile(r"(?<![0-9.,])(?P<before>[0-9]{1,6}),(?P<after>[0-9]{1,6})(?![0-9.,])")
_GROUP = 3  # digits of which a comma may mark the thousands
_LONGEST = 40  # characters of a text that is asked about; more is no measure


def meanings_of_comma(text: str) -> tuple[str, ...]:
    """Return what a text with one comma may mean, written with a point; nothing without one.

    Of three digits behind it the comma may mark thousands as well: "1,500" is 1.500 or 1500.
    """
    found = list(_COMMA.finditer(text))
    if len(found) != 1 or len(text) > _LONGEST:
        return ()
    before, after = found[0]["before"], found[0]["after"]
    as_decimals = _COMMA.sub(f"{before}.{after}", text)
    if len(after) == _GROUP and len(before) <= _GROUP and not before.startswith("0"):
        return as_decimals, _COMMA.sub(f"{before}{after}", text)
    return (as_decimals,)


def ask_about_comma(key: str, then: Callable[[], None] | None = None) -> None:
    """Ask, beside the field of that key, what its comma means; a click puts the answer into it.

    Parameters
    ----------
    then
        What a change of the field does by itself.
    """
    typed = str(st.session_state.get(key) or "").strip()
    meant = meanings_of_comma(typed)
    for place, plain in enumerate(meant):
        asks = f"is this {plain}?" if place else f"{typed}: is this {plain}?"
        st.button(
            escaped(asks),
            key=f"comma_{place}_{key}",
            on_click=_take,
            args=(key, plain, then),
            width="content",
        )


def _take(key: str, plain: str, then: Callable[[], None] | None) -> None:
    st.session_state[key] = plain
    if then is not None:
        then()
