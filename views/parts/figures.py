"""Large figures, each with its label: a dose, a volume, a time."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Mapping


def draw_figures(figures: Mapping[str, str], kind: str) -> None:
    """Draw figures side by side, as one list of terms and what they come to.

    One piece of markup: the framework's own element for a figure brings code to draw charts with,
    which a first dose would wait for.

    Parameters
    ----------
    figures
        Of each what it is called, and the amount with its unit.
    kind
        What they are on the page, for the style: `amounts`, `hung` or `finish`.
    """
    each = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{escape(figure)}</dd></div>"
        for label, figure in figures.items()
    )
    st.html(f'<dl class="figures {escape(kind)}">{each}</dl>')
