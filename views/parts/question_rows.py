"""Questions that are answered with yes or no, many of them drawn as one element.

A control of the framework for each, with its label and its words, is half of what a page of a dose
draws. What is tapped has a number, and comes with all taps that the server has not said to have
taken: one that follows another faster than the server answers is not lost, and none counts twice.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from views.parts import store
from views.parts.controls import case_key
from views.parts.facts import date_control, record_answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plan_data.schema.plan import Plan

# Fixed text only: what a user typed stands in no question.
_SCRIPT = Path(__file__).parent / "question_rows.js"
_SESSION = "session_of_the_rows"
_IN_NO_CLASS = re.compile(r"[^a-zA-Z0-9_-]")


class AskedRow(NamedTuple):
    """A question as a row shows it.

    Parameters
    ----------
    fact
        What it asks about.
    said
        The question with its word and its reasons, as markup.
    """

    fact: str
    said: str


@cache
def _component() -> Any:
    return st.components.v2.component(
        "questions",
        html='<style></style><div class="rows"></div>',
        js=_SCRIPT.read_text(encoding="utf-8"),
        isolate_styles=False,
    )


def draw_rows(key: str, rows: Sequence[AskedRow], first: int, plan: Plan) -> None:
    """Draw the questions with what answers them, and the dates of those that have one.

    Parameters
    ----------
    key
        Of the element on the page.
    first
        The line of the grid in use in which the first of them stands.
    """
    own_key, taken_key = case_key(f"asked:{key}"), case_key(f"taken:{key}")
    recorded = store.facts()

    def take() -> None:
        # On the page that was gone to meanwhile the element is another one, and was not tapped.
        tapped = st.session_state.get(own_key) or {}
        taken = st.session_state.get(taken_key, 0)
        st.session_state[taken_key] = _take(tapped.get("taps"), taken, plan)

    _component()(
        key=own_key,
        data={
            "session": st.session_state.setdefault(_SESSION, token_hex(8)),
            "taken": st.session_state.get(taken_key, 0),
            "first": first,
            # A tuple: whether a list is a table, the framework asks pandas, and would load it.
            "rows": tuple(
                {
                    "fact": each.fact,
                    "said": each.said,
                    "question": plan.facts.yes_no[each.fact].question,
                    "answer": recorded.get(each.fact, {}).get("value"),
                    "date": _class_of(_date_key(each.fact)) if _is_dated(each, plan) else "",
                }
                for each in rows
            ),
        },
        on_taps_change=take,
    )
    for each in rows:
        if _is_dated(each, plan) and recorded.get(each.fact, {}).get("value") == "yes":
            label = plan.facts.yes_no[each.fact].label
            date_control(each.fact, _key(each.fact), label, in_row=True)


def _is_dated(row: AskedRow, plan: Plan) -> bool:
    return plan.facts.yes_no[row.fact].dated


def _key(name: str) -> str:
    return case_key(f"check:{name}")


def _date_key(name: str) -> str:
    return f"{_key(name)}:date"


def _class_of(key: str) -> str:
    """Return the class that the framework gives to what stands under a key."""
    return f"st-key-{_IN_NO_CLASS.sub('-', key)}"


def _take(taps: Any, taken: int, plan: Plan) -> int:
    """Record what was tapped after the number that was taken last, and return the last number now.

    The taps stand in their order. What is no tap is passed over.
    """
    for tap in taps or ():
        match tap:
            case [int(number), str(name), "yes" | "no" | None as answer]:
                if name in plan.facts.yes_no and number > taken:
                    record_answer(name, answer, plan)
                    taken = number
    return taken
