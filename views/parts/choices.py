"""Choices that more than one page offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

import units
from calculators.patient.body_size import SURFACE_FORMULAS
from calculators.patient.dosing_weight import CHOICES
from calculators.typed.fields import FIELDS
from views.parts.controls import control
from views.parts.facts import with_unit

if TYPE_CHECKING:
    from plan_data.schema.plan import Plan


def dosing_weight_choice() -> str | None:
    """Return the weight to dose by; actual unless another is chosen."""
    return st.segmented_control(
        FIELDS["dosing_weight"].label,
        CHOICES,
        default="actual",
        required=True,
        key=control("dosing_weight"),
        persist_state="session",
        help="The plan says g/kg and names no weight. Actual weight is the default here.",
    )


def surface_formula_choice() -> str:
    """Return the body-surface formula; Mosteller unless another is chosen."""
    return st.selectbox(
        FIELDS["bsa_formula"].label,
        list(SURFACE_FORMULAS),
        format_func=lambda name: SURFACE_FORMULAS[name].label,
        key=control("bsa_formula"),
        persist_state="session",
        width=200,
    )


def surface_cap_choice() -> str | None:
    """Return a site's cap on body surface, where one is set."""
    typed = st.text_input(
        FIELDS["bsa_cap"].label,
        key=control("bsa_cap"),
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
    label = FIELDS["step_every" if short else "every"].label
    return measure_choice(key, label, allowed, default=default, unit_label="Interval unit")


def grades_of(plan: Plan) -> list[str]:
    """Return the whole MRC grades of the plan's scale, as they are offered."""
    rows = (each.accepted for each in plan.monitoring.parameters if each.id == "mrc")
    scale = next(rows, None)
    grades = range(int(scale.lowest.value), int(scale.highest.value) + 1) if scale else ()
    return [units.shown(units.quantity(grade, "{MRC}")) for grade in grades]
