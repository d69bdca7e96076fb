"""Choices that more than one page offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

import units
from calculators.patient.body_size import SURFACE_FORMULAS
from calculators.patient.dosing_weight import CHOICES
from calculators.typed.fields import FIELDS, ROUTES
from plan_data import load_plan
from plan_data.schema.dosing import InductionDosing, MaintenanceDosing, RituximabDosing
from views.parts.commas import ask_about_comma
from views.parts.controls import control
from views.parts.facts import with_unit
from views.parts.pauses import WHILE_TYPING

if TYPE_CHECKING:
    from plan_data.schema.plan import Plan


def dosing_weight_choice() -> str | None:
    """Return the weight to dose by; actual unless another is chosen."""
    plans = load_plan().common.dosing_weight
    return st.segmented_control(
        FIELDS["dosing_weight"].label,
        CHOICES,
        default="actual",
        required=True,
        key=control("dosing_weight"),
        persist_state="session",
        help=f"{plans.label}: {plans.says}",
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
    ask_about_comma(control("bsa_cap"))
    return typed.strip() if typed else None


def measure_choice(
    key: str, label: str, allowed: tuple[str, ...], *, default: str, unit_label: str = "Dose unit"
) -> str | None:
    """Return a number with the unit chosen beside it, or nothing where it is empty."""
    typed = st.text_input(
        label, default, key=key, persist_state="session", width=125, live=WHILE_TYPING
    )
    unit = st.selectbox(unit_label, allowed, key=f"{key}_unit", persist_state="session", width=105)
    ask_about_comma(key)
    return with_unit((typed or "").strip(), unit) or None


def interval_choice(key: str, *, default: str, short: bool = False) -> str | None:
    """Return the time between infusions, or the `short` one between steps, in days first."""
    allowed = ("days", "weeks") if short else ("weeks", "days", "months")
    label = FIELDS["step_every" if short else "every"].label
    return measure_choice(key, label, allowed, default=default, unit_label="Interval unit")


def course_days_choice(plan: Plan) -> int | None:
    """Return over how many days a course is split: at first the most that the plan has."""
    offered = plan.one_of(InductionDosing).dosing.days.values
    return st.segmented_control(
        FIELDS["days"].label,
        offered,
        default=offered[-1],
        required=True,
        key=control("days"),
        persist_state="session",
    )


def route_choice() -> str:
    """Return the route of cyclophosphamide."""
    return st.segmented_control(
        FIELDS["route"].label,
        ROUTES,
        default=ROUTES[0],
        required=True,
        format_func={"iv": "IV, monthly", "po": "PO, daily"}.__getitem__,
        key=control("route"),
        persist_state="session",
    )


def regimen_choice(plan: Plan) -> str:
    """Return the regimen of rituximab, each by the plan's own dose and days."""
    dosing = plan.one_of(RituximabDosing).dosing
    labels = {
        "weekly_x4": f"{dosing.weekly_dose.value} mg/m² weekly × {len(dosing.weekly_days.values)}",
        "two_doses": f"{dosing.fixed_dose.value} mg on days "
        + " and ".join(map(str, dosing.fixed_days.values)),
    }
    return st.segmented_control(
        FIELDS["regimen"].label,
        tuple(labels),
        default="weekly_x4",
        required=True,
        format_func=labels.__getitem__,
        key=control("regimen"),
        persist_state="session",
    )


def pattern_choice(plan: Plan) -> tuple[str | None, str | None]:
    """Return the dose an infusion and the time between two, at first as in the plan's own pattern.

    Of the weeks that its first pattern allows, the middle.
    """
    pattern = plan.one_of(MaintenanceDosing).dosing.patterns[0]
    weeks = int(pattern.every_from.value + pattern.every_to.value) // 2
    label, first = FIELDS["dose"].label, str(pattern.dose.value)
    dose = measure_choice(control("dose"), label, ("g/kg", "mg/kg"), default=first)
    return dose, interval_choice(control("every"), default=str(weeks))


def grades_of(plan: Plan) -> list[str]:
    """Return the whole MRC grades of the plan's scale, as they are offered."""
    rows = (each.accepted for each in plan.monitoring.parameters if each.id == "mrc")
    scale = next(rows, None)
    grades = range(int(scale.lowest.value), int(scale.highest.value) + 1) if scale else ()
    return [units.shown(units.quantity(grade, "{MRC}")) for grade in grades]
