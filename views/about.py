"""What the plan is, what is contraindicated in MMN always, and where each number comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from plan_data import load_plan
from plan_data.load import FILES, figures_of
from plan_data.schema import DayChoices, Figure

if TYPE_CHECKING:
    from plan_data.schema import Plan


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    identity = plan.identity
    st.markdown(
        f"**{identity.title}**, version {identity.version}, {identity.revised_on}, "
        f"**{identity.status}**. {identity.scope}"
    )
    st.subheader("Never in MMN")
    for entry in plan.order_names.critical_contraindications:
        st.markdown(f":red-badge[:material/block: {entry.label}] {entry.says}  \n:gray[{entry.at}]")
    st.subheader("What the app does with what you enter")
    st.markdown(
        "It asks for no name and no record number, stores nothing, and sends nothing anywhere. "
        "What you enter is forgotten when the page is closed or loaded anew."
    )
    _figures(plan)
    _sources(plan)


def _figures(plan: Plan) -> None:
    import pandas as pd  # noqa: PLC0415  (see `views.answer.comparison`)

    st.subheader("Every number that can change a dose")
    checked = {part: entry.checked_by for part, entry in plan.provenances.items()}
    unchecked = sum(not name for name in checked.values())
    st.markdown(
        f"**{unchecked} of {len(checked)} files have not been checked by a clinician.** "
        "Each names who checked it and when it is next due."
    )
    rows = [
        {
            "Value": str(figure.value) if isinstance(figure, Figure) else str(figure.values),
            "Unit": figure.unit,
            "Place": figure.at,
            "Key": path.partition(".")[2],
            "File": FILES[path.partition(".")[0]],
            "Checked by": checked.get(path.partition(".")[0]) or "nobody yet",
        }
        for path, figure in figures_of(plan)
        if isinstance(figure, Figure | DayChoices)  # a name has a source too, but no value
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True)


def _sources(plan: Plan) -> None:
    st.subheader("Sources")
    st.markdown(
        "\n".join(
            f"- {source.title}. {source.edition}. :gray[Confidence: {source.confidence}; "
            f"read {source.read_on}]"
            for source in plan.sources.values()
        )
    )
