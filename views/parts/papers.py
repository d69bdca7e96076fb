"""The papers of an answer: which one, and the file; typeset only where they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from calculators.course.course import CourseResult
from exchange.cases.case import VERIFY, Case
from exchange.sheets.papers import PAPER_LABELS, PAPERS, PaperChoices, paper
from exchange.sheets.subject import days_of
from plan_data.sections_load import load_sections
from views.parts.controls import case_key
from views.parts.frame import escaped

if TYPE_CHECKING:
    from calculators.requests.answer import Answered
    from exchange.sheets.subject import DayOfCourse
    from plan_data.schema.plan import Plan


def papers_key(calculator: str) -> str:
    """Return the key of what offers the papers of a calculator's answer."""
    return case_key(f"papers_{calculator}")


def draw_papers(answered: Answered, request: dict[str, Any], plan: Plan) -> None:
    """Draw what offers the papers of an answer.

    Parameters
    ----------
    request
        What was asked, as a request of the calculator.
    """
    key = papers_key(answered.result.calculator)
    with st.popover("Papers", key=key, on_change="rerun") as at:
        if at.open:
            _offer(answered, request, plan)


def _offer(answered: Answered, request: dict[str, Any], plan: Plan) -> None:
    # An order in hand is signed or sent back; nothing is hung by it, and no patient comes for it.
    offered = PAPERS[:1] if answered.result.calculator == VERIFY else PAPERS
    kind = st.segmented_control(
        "Paper",
        offered,
        format_func=PAPER_LABELS.__getitem__,
        default=PAPERS[0],
        required=True,
        key=case_key("paper_kind"),
    )
    chosen = PaperChoices() if kind == "patient" else _chosen(answered, kind)
    try:
        with st.spinner("Typesetting"):
            pdf = paper(kind, answered, Case().asked(request), plan, load_sections(), chosen)
    except units.Refused as refused:
        st.warning(escaped(refused.message), icon=":material/error:")
        return
    st.download_button(
        f"Download: {PAPER_LABELS[kind].lower()}",
        pdf,
        file_name=f"{kind}.pdf",
        mime="application/pdf",
        icon=":material/picture_as_pdf:",
        on_click="ignore",
    )


def _chosen(answered: Answered, kind: str) -> PaperChoices:
    """Ask for the day of a course, and for the reason of an order that deviates."""
    day = _day_of_course(answered)
    reason = ""
    if kind == "order":
        reason = st.text_input(
            "If it deviates from the plan on purpose: why",
            key=case_key("paper_reason"),
            persist_state="session",
        )
    if day is None:
        return PaperChoices(reason=reason)
    return PaperChoices(on=day.dose.date, phase=day.dose.phase, reason=reason)


def _day_of_course(answered: Answered) -> DayOfCourse | None:
    result = answered.result
    if not isinstance(result, CourseResult):
        return None
    days = days_of(result)
    to_come = [place for place, day in enumerate(days) if day.dose.date >= answered.today]
    if not days:
        return None
    place = st.selectbox(
        "For which day",
        range(len(days)),
        index=to_come[0] if to_come else len(days) - 1,
        format_func=lambda place: f"{days[place].dose.date}: {days[place].dose.what}",
        key=case_key("paper_day"),
    )
    return days[place]
