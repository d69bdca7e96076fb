"""What the plan is, what is never given, what the app does with what is entered."""

from __future__ import annotations

import streamlit as st

from plan_data import load_plan


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
    st.markdown(
        "\n".join(
            f"- {source.title}. {source.edition}. :gray[Confidence: {source.confidence}; "
            f"read {source.read_on}]"
            for source in plan.sources.values()
        )
    )
