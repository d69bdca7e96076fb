"""Where things stand on a page about one dose: inputs, answer, checks, and what is folded below."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator


class Places(NamedTuple):
    """The four parts of such a page; the style puts the answer beside the others or below them.

    Parameters
    ----------
    inputs
        What is chosen for this dose.
    answer
        The dose with what belongs to it; it stays in sight.
    checks
        The questions, each answered in place.
    more
        What is read at leisure, folded.
    """

    inputs: DeltaGenerator
    answer: DeltaGenerator
    checks: DeltaGenerator
    more: DeltaGenerator


def lay_out() -> Places:
    """Make the four parts in the order in which they are read and reached by key."""
    with st.container(key="dose_grid"):
        return Places(
            st.container(key="inputs"),
            st.container(key="answer"),
            st.container(key="checks"),
            st.container(key="more"),
        )
