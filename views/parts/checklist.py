"""The checklist: one row a question, in a fixed order, answered in place.

A row never moves and never vanishes: an answered one stays where it is, with its answer, so that a
second tap cannot land on another question.
"""

from __future__ import annotations

from copy import deepcopy
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from calculators.checks.questions import Group, Standing, StandingQuestion
from calculators.checks.what_was_recorded import label_of_fact
from exchange.answers.words import GRAVITY_WORDS
from plan_data.schema.rules import Outcome
from views.parts import card, store
from views.parts.controls import case_key
from views.parts.facts import LISTS, fact_control, is_asked, list_control
from views.parts.folds import Fold, draw_folds, opened_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plan_data.schema.plan import Plan

_HEADINGS = {
    Group.RULES_OUT: "Rules it out",
    Group.NEEDED_FIRST: "Needed first",
    Group.TO_WEIGH: "To weigh",
}
_RISKS, _VALUES, _OTHERS = "labels_risks", "values_beside", "recorded_otherwise"
_FOLDS = (_RISKS, _VALUES, _OTHERS)
_DENIED, _TIMES = "answered_none_of_these", "times_none_of_these"


def draw_checklist(asked: Sequence[StandingQuestion], plan: Plan) -> None:
    """Draw every question under what it does, then the risks of the labels, then the lists."""
    rows = [each for each in asked if _has_a_row(each.question.fact, plan)]
    still_open = sum(each.stands in {Outcome.UNKNOWN, Standing.WAITS} for each in rows)
    with st.container(key="checks_head", horizontal=True, vertical_alignment="center"):
        st.html(f"<h2>Before it is given</h2><p>{still_open or 'none'} open</p>", width="stretch")
        _none_of_these(rows, plan)
    for group, heading in _HEADINGS.items():
        own = [each for each in rows if each.question.group is group and not _folded(each)]
        if own:
            st.html(f'<h3 class="group">{heading}</h3>')
            with st.container(key=f"rows_{group.name.lower()}"):
                for each in own:
                    _row(each, plan)
    draw_folds(_folds(asked, rows, plan), "More questions", "names_of_questions")
    _lists([each for each in asked if each.question.fact in LISTS], plan)


def seen_of(asked: Sequence[StandingQuestion], plan: Plan) -> object:
    """Return all that the checklist shows of its questions, to be compared.

    A measure has no row: it stands in the patient's line, and may change without the rows.
    """
    rows = [
        (each.question, each.stands, _said(each, plan))
        for each in asked
        if _has_a_row(each.question.fact, plan) or each.question.fact in LISTS
    ]
    return rows, opened_of(_FOLDS), {each.question.fact for each in asked}, deepcopy(store.facts())


def _has_a_row(name: str, plan: Plan) -> bool:
    """Tell whether a question has its row: what the patient's line asks is asked there alone."""
    return name in plan.facts.yes_no or name in plan.facts.laboratory


def _beside(each: StandingQuestion) -> bool:
    """Tell whether a value decides nothing by itself: it is weighed against an answer."""
    return not each.question.decides and not each.question.listed


def in_sight(each: StandingQuestion, plan: Plan) -> bool:
    """Tell whether a question has a row that is not folded away."""
    return _has_a_row(each.question.fact, plan) and not _folded(each)


def _folded(each: StandingQuestion) -> bool:
    return each.question.listed or _beside(each)


def _folds(
    asked: Sequence[StandingQuestion], rows: Sequence[StandingQuestion], plan: Plan
) -> tuple[Fold, ...]:
    """Return what is answered together elsewhere, needs no answer, or is asked by no row."""
    return (
        *_fold(
            _RISKS,
            "Labels' lists of risks",
            "The labels' lists of risks, one by one",
            [each for each in rows if each.question.listed],
            plan,
        ),
        *_fold(
            _VALUES,
            "Laboratory values",
            "Laboratory values, weighed where they are recorded",
            [each for each in rows if _beside(each)],
            plan,
        ),
        *_others({each.question.fact for each in asked}, plan),
    )


def _fold(
    key: str, name: str, title: str, rows: Sequence[StandingQuestion], plan: Plan
) -> tuple[Fold, ...]:
    if not rows:
        return ()
    count = sum(bool(store.facts().get(each.question.fact)) for each in rows)

    def draw() -> None:
        with st.container(key=f"rows_{key}"):
            for each in rows:
                _row(each, plan)

    return (Fold(key, f"{name}: {count} of {len(rows)} recorded", title, draw),)


def _row(each: StandingQuestion, plan: Plan) -> None:
    """Draw one question: what it is, how it stands, its reasons to open, its date and answer.

    The style makes a row of them: a container for each would be half of the page.
    """
    st.html(_said(each, plan))
    fact_control(each.question.fact, plan, "check", in_row=True)


def _said(each: StandingQuestion, plan: Plan) -> str:
    name, finding = each.question.fact, each.finding
    known = plan.facts.yes_no.get(name)
    question = f'<p class="asks">{escape(known.question)}</p>' if known is not None else ""
    why = card.reasons(finding) if finding is not None else ""
    if isinstance(each.stands, Outcome):
        kind, word = each.stands.value, GRAVITY_WORDS[each.stands]
    else:
        kind, word = "none", each.stands.value
    dated = " dated" if name in plan.facts.laboratory or (known and known.dated) else ""
    return (
        f'<details class="question is-{kind}{dated}" data-fact="{escape(name)}">'
        '<summary><i aria-hidden="true"></i>'
        f'<span class="name">{escape(label_of_fact(name, plan))}</span>'
        f'<span class="word">{escape(word)}</span></summary>'
        f"{question}{why}</details>"
    )


# --- none of these --------------------------------------------------------------------------------


def _none_of_these(rows: Sequence[StandingQuestion], plan: Plan) -> None:
    """Offer to answer the open questions about conditions at once, after listing them.

    Never for a test, a laboratory value or a measure, never where a yes is what is needed first,
    and never for what is answered already.
    """
    recorded, conditions = store.facts(), plan.facts.conditions
    open_ones = [
        each.question.fact
        for each in rows
        if each.question.fact in conditions
        and not conditions[each.question.fact].by_test
        and each.question.group is not Group.NEEDED_FIRST
        and each.question.fact not in recorded
    ]
    denied: list[str] = st.session_state.get(case_key(_DENIED), [])
    if denied and not open_ones:
        st.button(
            "Undo “None of these”",
            key="undo_none",
            icon=":material/undo:",
            type="tertiary",
            on_click=_undo,
        )
        return
    times = st.session_state.setdefault(case_key(_TIMES), 0)
    with st.popover(
        "None of these", type="tertiary", key=case_key(f"none_{times}"), disabled=not open_ones
    ):
        labels = "".join(
            f"<li>{escape(plan.facts.conditions[name].question)}</li>" for name in open_ones
        )
        st.html(
            "<p>Records <b>no</b> for each of these. Tests and laboratory values stay open.</p>"
            f'<ul class="none">{labels}</ul>'
        )
        st.button(
            f"Record no for all {len(open_ones)}",
            key="record_none",
            type="primary",
            on_click=_deny,
            args=(open_ones,),
        )


def _deny(names: list[str]) -> None:
    for name in names:
        if name not in store.facts():
            store.record(name, "no")
    st.session_state[case_key(_DENIED)] = names
    # Another popover: the one that was open is gone, closed.
    st.session_state[case_key(_TIMES)] += 1


def _undo() -> None:
    for name in st.session_state.pop(case_key(_DENIED), []):
        if store.facts().get(name, {}).get("value") == "no":
            store.record(name, None)


# --- the lists, and what other treatments ask -----------------------------------------------------


def _lists(asked: Sequence[StandingQuestion], plan: Plan) -> None:
    """Draw the names on the same order, which no rule knows to be missing."""
    if not asked:
        return
    st.html('<h3 class="group">On the same order</h3>')
    with st.container(key="rows_lists"):
        for each in asked:
            st.html(_said(each, plan))
            list_control(each.question.fact)


def _others(asked: set[str], plan: Plan) -> tuple[Fold, ...]:
    """Return what is recorded and asked by none of these rows: it stays in the case."""
    names = [name for name in store.facts() if name not in asked and is_asked(name, plan)]
    if not names:
        return ()

    def draw() -> None:
        for name in names:
            fact_control(name, plan, "panel")

    title = "Recorded, and not asked here"
    return (Fold(_OTHERS, f"{title}: {len(names)}", title, draw),)
