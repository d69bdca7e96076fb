"""What the plan is, what is never given, what the app does with what is entered."""

from __future__ import annotations

import streamlit as st

from plan_data import load_plan

# The marks of confidence, as a reader knows them, the surest first.
_CONFIDENCE = {
    "plan": "The plan itself",
    "A": "A: official label, regulator, manufacturer or guideline owner",
    "A†": "A†: label text on a re-hosting site",
    "B": "B: secondary source",
    "record": "Entries of a register of papers",
    "project": "Decisions of this project",
}


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    identity = plan.identity
    st.markdown(
        f"**{identity.title}**, version {identity.version}, {identity.revised_on}, "
        f"**{identity.status}**. {identity.scope}"
    )
    st.header(f"Never in {plan.order_names.disease}")
    for entry in plan.order_names.critical_contraindications:
        st.markdown(f":red-badge[:material/block: {entry.label}] {entry.says}  \n:gray[{entry.at}]")
    st.header("What the app does with what you enter")
    st.markdown(
        "It asks for no name and no record number, stores nothing, and sends nothing anywhere. "
        "What you enter is forgotten when the page is closed or loaded anew."
    )
    st.header("Sources")
    for confidence, says in _CONFIDENCE.items():
        lines = [
            f"- {source.title}. {source.edition}. :gray[Confidence: {confidence}; "
            f"read {source.read_on}]"
            for source in plan.sources.values()
            if source.confidence == confidence
        ]
        if lines:
            with st.expander(f"{says} ({len(lines)})", key=f"sources_{confidence}"):
                st.markdown("\n".join(lines))
