"""The sections of the plan in use; data that cannot be read is said, and nothing of it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from plan_data import BrokenPlanError
from plan_data.sections_load import load_sections

if TYPE_CHECKING:
    from plan_data.schema.sections import Sections


def sections_or_word() -> Sections | None:
    """Return the sections of the plan in use; where a file of them is broken, say so."""
    try:
        return load_sections()
    except BrokenPlanError as broken:
        st.error("The plan's sections cannot be read.")
        st.text(str(broken))  # as text: it names files and keys
        return None
