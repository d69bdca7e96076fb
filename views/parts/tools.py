"""What stands under an answer: bedside, copy, print; and the answer once more at the bottom."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from views.parts import store
from views.parts.navigation import land_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calculators.requests.answer import Answered

# Fixed text only: nothing that a user typed ever goes into this.
_SCRIPT = Path(__file__).parent / "tools.js"
_MARKUP = """
<button type="button" data-does="copy">Copy</button>
<button type="button" data-does="print">Print</button>
<textarea aria-label="The dose in one line" rows="3" readonly hidden></textarea>
<div role="status" class="unseen"></div>
"""
# A page of another address is another element, so this runs once for each page that is opened.
_PAGE = Path(__file__).parent / "page.js"


@cache
def _component() -> Any:
    return st.components.v2.component(
        "answer_tools", html=_MARKUP, js=_SCRIPT.read_text(encoding="utf-8"), isolate_styles=False
    )


@cache
def _page() -> Any:
    script = _PAGE.read_text(encoding="utf-8")
    return st.components.v2.component("begins_at_top", js=script, isolate_styles=False)


def bedside_button(answered: Answered, key: str = "to_bedside") -> None:
    """Draw what opens the bedside view of this very dose, where it is hung."""
    if "ladder" in answered.result.values:
        name = answered.result.calculator
        # A callback, so that a click that comes together with a changed weight is not lost.
        st.button("Bedside", type="primary", key=key, on_click=_open_bedside, args=(name,))


def _open_bedside(calculator: str) -> None:
    store.open_bedside_of(calculator)
    land_on("bedside")


def draw_tools(line: str, says: str, wrong: Iterable[str]) -> None:
    """Draw what copies and prints an answer, and have it spoken where it changes.

    Parameters
    ----------
    line
        What is copied.
    says
        What a screen reader says when it changes.
    wrong
        The labels of the patient's fields that could not be read.
    """
    _draw(line, says, wrong)


def begin_at_top(address: str) -> None:
    """Show a page from its top when it is opened; the framework keeps the place of the last one.

    Its icons are hidden from who listens: each stands beside its word.
    """
    _page()(key=f"begins_at_top_{address}")


def draw_refusal(says: str, wrong: Iterable[str]) -> None:
    """Have a refusal spoken, and mark the fields that are wrong; there is nothing to copy."""
    _draw("", says, wrong)


def _draw(line: str, says: str, wrong: Iterable[str]) -> None:
    # A tuple: whether a list is a table, the framework asks pandas, and would load it for that.
    data = {"line": line, "says": says, "wrong": tuple(wrong)}
    _component()(key="answer_tools", data=data, width="content")


def draw_bar(amount: str, label: str, counts: str) -> None:
    """Draw the answer once more at the bottom, where a thumb and an eye are; only on a phone.

    Parameters
    ----------
    counts
        The counts of outcomes, as markup.
    """
    st.html(f'<p><b class="figure">{escape(amount)}</b> {escape(label)}</p>{counts}')
