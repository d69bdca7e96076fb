"""For the physician who reviews the draft: what is open, and every number with where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from plan_data import load_plan
from plan_data.load import figures_of, file_of
from plan_data.schema.figures import DayChoices, Figure
from plan_data.schema.policies import Steps
from plan_data.schema.products import Containers, ProductFigure
from views.parts.navigation import place_links
from views.reference.sections import sections_or_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plan_data.schema.plan import Plan
    from plan_data.schema.sections import Question


def page() -> None:
    """Draw the page."""
    plan, sections = load_plan(), sections_or_word()
    if sections is not None:
        _questions(sections.questions)
    _figures(plan)


def _questions(questions: Sequence[Question]) -> None:
    if questions:
        are_open = "1 question is" if len(questions) == 1 else f"{len(questions)} questions are"
        st.markdown(
            f"The plan is a draft, and {are_open} open. Each says what the app "
            "does until it is decided, and where to change that in `plan_data/`."
        )
        st.header("Open questions")
    else:
        st.markdown("The plan is a draft. It brings no list of open questions.")
    for number, question in enumerate(questions, start=1):
        _question(number, question)


def _question(number: int, question: Question) -> None:
    where = "; ".join(f"`{change.file}`, {change.key}" for change in question.change)
    with st.expander(f"{number}. {question.question}", key=f"question_{question.id}"):
        st.markdown(
            "| | |\n| --- | --- |\n"
            f"| The plan | {question.plan_says} |\n"
            f"| The app, meanwhile | {question.meanwhile} |\n"
            f"| To change it | {where} |"
        )
        place_links(question.places)


def _figures(plan: Plan) -> None:
    import pandas as pd  # noqa: PLC0415  (a second that only this table needs)

    st.header("Every number that can change a dose")
    checked = {part: entry.checked_by for part, entry in plan.provenances.items()}
    unchecked = sum(not name for name in checked.values())
    st.markdown(
        f"**{unchecked} of {len(checked)} files have not been checked by a clinician.** "
        "Each file names who checked it, when, and when it is next due."
    )
    rows = []
    for path, figure in figures_of(plan):
        if not isinstance(figure, Figure | DayChoices | Containers | Steps):
            continue  # a name has a source too, but no value
        part, file, key = file_of(path, plan.identity.id)
        provenance = plan.provenances[part]
        rows.append(
            {
                "Value": _value(figure),
                "Unit": figure.unit,
                "Place": "; ".join(figure.sources),
                "Key": key,
                "File": file,
                "Checked by": provenance.checked_by or "nobody yet",
                "Checked on": str(provenance.checked_on or "–"),
                "Due": str(provenance.next_review),
            }
        )
    st.dataframe(pd.DataFrame(rows), hide_index=True)


def _value(figure: Figure | DayChoices | Containers | Steps) -> str:
    if isinstance(figure, ProductFigure):
        return f"{figure.qualifier} {figure.value}".strip()
    if isinstance(figure, Figure):
        return str(figure.value)
    return ", ".join(str(value) for value in figure.values)
