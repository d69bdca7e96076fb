"""Choices that more than one page offers."""

from __future__ import annotations

import streamlit as st

from calculators.patient.body_size import SURFACE_FORMULAS
from calculators.patient.dosing_weight import CHOICES
from views.parts.facts import with_unit


def dosing_weight_choice() -> str | None:
    """Return the weight to dose by; actual unless another is chosen."""
    return st.segmented_control(
        "Dosing weight",
        CHOICES,
        default="actual",
        required=True,
        key="dosing_weight",
        persist_state="session",
        help="The plan says g/kg and names no weight. Actual weight is the default here.",
    )


def surface_formula_choice() -> str:
    """Return the body-surface formula; Mosteller unless another is chosen."""
    return st.selectbox(
        "Body-surface formula",
        list(SURFACE_FORMULAS),
        format_func=lambda name: SURFACE_FORMULAS[name].label,
        key="bsa_formula",
        persist_state="session",
        width=200,
    )


def surface_cap_choice() -> str | None:
    """Return a site's cap on body surface, where one is set."""
    typed = st.text_input(
        "Site's cap, m²",
        key="bsa_cap",
        persist_state="session",
        placeholder="none",
        width=130,
        help="The plan sets no cap. Fill this in only where your site's policy does.",
    )
    return typed.strip() if typed else None


def measure_choice(
    key: str, label: str, allowed: tuple[str, ...], *, default: str, unit_label: str = "Dose unit"
) -> str | None:
    """Return a number with the unit chosen beside it, or nothing where it is empty."""
    typed = st.text_input(label, default, key=key, persist_state="session", width=130, live="500ms")
    unit = st.selectbox(unit_label, allowed, key=f"{key}_unit", persist_state="session", width=110)
    return with_unit((typed or "").strip(), unit) or None


def interval_choice(key: str, *, default: str, short: bool = False) -> str | None:
    """Return the time between infusions, or the `short` one between steps, in days first."""
    allowed = ("days", "weeks") if short else ("weeks", "days", "months")
    label = "Step every" if short else "Every"
    return measure_choice(key, label, allowed, default=default, unit_label="Interval unit")
