"""What is read at leisure beside a dose: a row of names, drawn below them where it is opened.

All names are one control. A fold of the framework's for each would be a third of what a browser
draws anew with every change.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# What is open keeps a key of its own: a control has only the names that are there.
OPENED = "opened_folds"


class Fold(NamedTuple):
    """A part of a page that is opened by its name.

    Parameters
    ----------
    key
        Of the container in which it is drawn.
    name
        A word or two, to open it by.
    title
        What stands above it once it is open.
    draw
        What draws it there.
    """

    key: str
    name: str
    title: str
    draw: Callable[[], None]


def draw_folds(
    folds: Iterable[Fold], label: str = "More, to open", key: str = "names_of_folds"
) -> None:
    """Draw the name of each, and below them what is open.

    Parameters
    ----------
    label, key
        Of the control that has the names.
    """
    named = {fold.key: fold for fold in folds}
    if not named:
        return
    st.session_state[key] = opened_of(named)
    st.pills(
        label,
        tuple(named),
        selection_mode="multi",
        format_func=lambda each: named[each].name,
        key=key,
        on_change=_remember,
        args=(key, tuple(named)),
    )
    for each in opened_of(named):
        fold = named[each]
        with st.container(key=each, gap="xsmall"):
            st.html(f'<h2 class="opened">{escape(fold.title)}</h2>')
            fold.draw()


def _remember(control: str, named: tuple[str, ...]) -> None:
    """Keep what is open here, and what was opened where other names stood."""
    elsewhere = [key for key in _opened() if key not in named]
    st.session_state[OPENED] = [*elsewhere, *st.session_state[control]]


def opened_of(keys: Iterable[str]) -> list[str]:
    """Return which of some folds are open."""
    opened = _opened()
    return [key for key in keys if key in opened]


def seen_of_folds(folds: Iterable[Fold]) -> object:
    """Return what is seen of folds, to be compared: what is open may show anything anew."""
    opened = _opened()
    return [(object() if fold.key in opened else fold.key, fold.name) for fold in folds]


def _opened() -> list[str]:
    opened: list[str] = st.session_state.get(OPENED, [])
    return opened
