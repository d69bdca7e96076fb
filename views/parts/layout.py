"""Where things stand on a page about one dose: inputs, answer, checks, and what is folded below."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator


class Places(NamedTuple):
    """The parts of such a page; the style puts the answer beside the others or below them.

    Parameters
    ----------
    inputs
        What is chosen for this dose.
    answer
        The dose with what belongs to it; it stays in sight.
    checks
        The questions, each answered in place.
    more
        What is seen beside the dose, below.
    folds
        What is read at leisure, folded.
    bar
        The answer once more, at the bottom of a phone.
    """

    inputs: DeltaGenerator
    answer: DeltaGenerator
    checks: DeltaGenerator
    more: DeltaGenerator
    folds: DeltaGenerator
    bar: DeltaGenerator


def lay_out() -> Places:
    """Make the parts in the order in which they are read and reached by key."""
    with st.container(key="dose_grid"):
        inputs = st.container(key="inputs")
        answer = st.container(key="answer")
        checks = st.container(key="checks")
        more = st.container(key="more")
        folds = st.container(key="folds")
    bar = st.container(key="dose_bar", horizontal=True, vertical_alignment="center")
    return Places(inputs, answer, checks, more, folds, bar)
