"""What is read at leisure beside a dose: folded under a title, drawn only where it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from views.parts.redraw import seen_of_fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Fold(NamedTuple):
    """A part of a page under a title.

    Parameters
    ----------
    key
        Of its control.
    draw
        What draws it where it is open.
    """

    key: str
    title: str
    draw: Callable[[], None]


def draw_folds(folds: Iterable[Fold]) -> None:
    """Draw each title, and below it what is open."""
    for fold in folds:
        with st.expander(fold.title, key=fold.key, type="compact", on_change="rerun") as shown:
            if shown.open:
                fold.draw()


def titles_of(folds: Iterable[Fold]) -> object:
    """Return what is seen of folds, to be compared: what is open may show anything anew."""
    return [(seen_of_fold(fold.key), fold.title) for fold in folds]
