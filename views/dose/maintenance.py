"""Maintenance: a dose every so many weeks, beside the plan's regimens."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

import units
from calculators.dispensing.rounding import containers_in_words
from calculators.requests.answer import result_beside
from calculators.treatments.maintenance import plan_band, plan_regimens
from calculators.typed.fields import FIELDS
from plan_data import load_plan
from plan_data.schema.dosing import MaintenanceDosing
from views.parts import store
from views.parts.answer import Dose, draw_dose, value_table, weights_side_by_side
from views.parts.choices import dosing_weight_choice, pattern_choice
from views.parts.controls import case_key, control
from views.parts.dispensing import chair_time, container_folds, product_choice, rate_folds
from views.parts.folds import Fold
from views.parts.frame import escaped, table
from views.parts.layout import lay_out

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streamlit.delta_generator import DeltaGenerator

    from calculators.requests.answer import Answered
    from calculators.treatments.maintenance import PlanRegimen
    from plan_data.schema.plan import Plan


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    at = lay_out()
    with at.inputs:
        each_at = _tap_a_regimen(plan)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
            dose, every = pattern_choice(plan)
            offered = plan.policies.maintenance_days.values
            days = st.segmented_control(
                FIELDS["days"].label,
                offered,
                default=offered[0],
                required=True,
                key=control("days", "maintenance"),
                persist_state="session",
            )
        band_at = st.container(key="band")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            weight = dosing_weight_choice()
            product = product_choice(plan, "IV")
    # One day is what counts unasked: a case saved without it is the same case.
    split: dict[str, Any] = {} if days in (None, offered[0]) else {"days": days}
    asked = {"dose": dose, "every": every, "dosing_weight": weight, **split, **product}
    shown = Dose(
        lambda _: {f"Each infusion, every {every}": "per_infusion"},
        inside={
            "each_dose": (each_at, lambda answered: _draw_each_dose(answered, plan)),
            "band": (band_at, lambda answered: _draw_band(answered, plan)),
        },
        more=_split if split else None,
        folds=lambda answered: _folds(answered, plan),
    )
    draw_dose(at, plan, "maintenance", asked, shown)


def _split(answered: Answered) -> None:
    value_table(answered, ("days", "per_day", "per_day_per_kg"))


def _folds(answered: Answered, plan: Plan) -> tuple[Fold, ...]:
    return (
        Fold(
            "exposure",
            "A week, a year",
            "A week, four weeks and a year",
            lambda: _exposure(answered),
        ),
        Fold(
            "regimens",
            "Regimens",
            "The plan's regimens for this weight, side by side",
            lambda: _side_by_side(answered, plan),
        ),
        *container_folds(answered, plan),
        *rate_folds(answered),
        weights_side_by_side(answered, plan),
    )


def _exposure(answered: Answered) -> None:
    value_table(answered, ("weekly", "weekly_per_kg", "four_weekly"))
    value_table(answered, ("annual", "infusions_per_year"))


# --- the plan's regimens, to be tapped ------------------------------------------------------------


def _tap_a_regimen(plan: Plan) -> DeltaGenerator:
    """Draw the plan's regimens; a tap puts one into the fields of dose and interval.

    Returns
    -------
    DeltaGenerator
        Where stands beside them what each of their doses is for this patient.
    """
    with st.container(key="ladder_of_regimens", gap="xsmall"):
        with st.container(key="regimens_head", horizontal=True, gap="small"):
            st.html('<p class="rung_words">The plan\'s regimens · g/kg/week</p>', width="content")
            each_at = st.container(key="each_dose", width="content")
        for dose, regimens in _by_dose(plan).items():
            _rung(dose, regimens)
    return each_at


def _by_dose(plan: Plan) -> dict[units.Quantity, list[PlanRegimen]]:
    found: dict[units.Quantity, list[PlanRegimen]] = {}
    regimens = plan_regimens(plan.one_of(MaintenanceDosing).dosing)
    for regimen in sorted(regimens, key=lambda each: each.weekly_per_kg):
        found.setdefault(regimen.dose, []).append(regimen)
    return found


def _rung(dose: units.Quantity, regimens: list[PlanRegimen]) -> None:
    """Draw the regimens of one dose, from the lowest exposure up; the present one is marked."""
    key = case_key(f"regimen_of_{units.shown(dose)}")
    typed = (_standing("dose", "g/kg"), _standing("every", "weeks"))
    st.session_state[key] = next(
        (place for place, each in enumerate(regimens) if typed == _as_typed(each)), None
    )

    def choose() -> None:
        if (place := st.session_state[key]) is not None:
            dose_text, every_text = _as_typed(regimens[place])
            for name, text, unit in (("dose", dose_text, "g/kg"), ("every", every_text, "weeks")):
                st.session_state[control(name)] = text
                st.session_state[f"{control(name)}_unit"] = unit

    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<p class="rung">{escape(units.shown(dose))}</p>', width="content")
        st.pills(
            f"{units.shown(dose)} every so many weeks, with the exposure in g/kg/week",
            range(len(regimens)),
            format_func=lambda place: _rung_label(regimens[place]),
            key=key,
            on_change=choose,
            label_visibility="collapsed",
        )


def _rung_label(regimen: PlanRegimen) -> str:
    exposure = units.shown_number(units.magnitude_in(regimen.weekly_per_kg, "g/kg/wk"), 2)
    return f"{regimen.every.magnitude} wk · {exposure}"


def _as_typed(regimen: PlanRegimen) -> tuple[str, str]:
    in_grams = units.fixed_point(units.magnitude_in(regimen.dose, "g/kg"))
    return in_grams, units.fixed_point(units.magnitude_in(regimen.every, "wk"))


def _standing(name: Literal["dose", "every"], unit: str) -> str | None:
    """Return what stands in a field where it stands in this unit, or what it begins with."""
    typed: str = st.session_state.get(control(name), {"dose": "1", "every": "3"}[name]) or ""
    chosen: str = st.session_state.get(f"{control(name)}_unit", unit)
    return typed.strip() if chosen == unit else None


# --- where the regimen lies -----------------------------------------------------------------------


def _draw_band(answered: Answered, plan: Plan) -> None:
    """Draw the band that the plan's regimens span, and where this one lies, in words as well."""
    band = plan_band(plan.one_of(MaintenanceDosing).dosing)
    exposure = answered.result.values["weekly_per_kg"]
    low, high = (units.magnitude_in(end, "g/kg/wk") for end in (band.lowest, band.highest))
    # The scale goes on by half a band on both sides; what lies further out stands at its end.
    inside = (units.magnitude_in(exposure, "g/kg/wk") - low) / (high - low)
    place = min(max(float(inside), -0.5), 1.5)
    says = f"{units.shown(exposure)}, {band.place(exposure)}"
    ends = " to ".join(map(_together, map(units.shown, (band.lowest, band.highest))))
    st.html(
        f'<p class="band_words"><b>{escape(says)}</b> of the plan, {ends}</p>'
        f'<div class="band" aria-hidden="true"><i style="left:{(place + 0.5) / 2:.1%}"></i></div>'
    )


def _draw_each_dose(answered: Answered, plan: Plan) -> None:
    """Say what each dose of the plan's regimens is for this patient, in grams and chair time."""
    present = store.asked()["maintenance"]
    said = []
    for dose in map(units.shown, _by_dose(plan)):
        values: Mapping[str, Any]
        if present["dose"] == dose:
            values = answered.result.values
        else:
            try:
                values = _worked_out(answered, plan, dose=dose)
            except units.Refused:
                said.append(f"{dose} cannot be given so (see the regimens)")
                continue
        time = f" in {chair_time(values)}" if values.get("minutes") is not None else ""
        said.append(f"{dose} is {units.shown(values['per_infusion'])}{time}")
    st.html(f'<p class="band_words">{" · ".join(map(_together, said))}</p>')


def _together(words: str) -> str:
    """Return words as markup that no line breaks: a number stays with its unit."""
    return f"<span>{escape(words)}</span>"


def _worked_out(answered: Answered, plan: Plan, **instead: str) -> Mapping[str, Any]:
    """Return the values of the answer in view with another dose or interval.

    Raises
    ------
    units.Refused
        It cannot be given so.
    """
    return result_beside(answered, {**store.asked()["maintenance"], **instead}, plan).values


def _side_by_side(answered: Answered, plan: Plan) -> None:
    """Show each regimen of the plan as it would be for this patient and product."""
    band = plan_band(plan.one_of(MaintenanceDosing).dosing)
    exposure = answered.result.values["weekly_per_kg"]
    st.markdown(
        f"They span {units.shown(band.lowest)} to {units.shown(band.highest)}; this regimen is at "
        f"**{units.shown(exposure)}**, {band.place(exposure)}."
    )
    regimens = [each for of_a_dose in _by_dose(plan).values() for each in of_a_dose]
    regimens.sort(key=lambda each: each.weekly_per_kg)
    table([_as_row(each, exposure, answered, plan) for each in regimens])


def _as_row(
    regimen: PlanRegimen, exposure: units.Quantity, answered: Answered, plan: Plan
) -> dict[str, str]:
    """Return one regimen, worked out as the present one was: containers and chair time with it."""
    name = f"{units.shown(regimen.dose)} every {units.shown(regimen.every)}"
    row = {
        "Regimen": f"**{name}**" if regimen.weekly_per_kg == exposure else name,
        "A week and kg": units.shown(regimen.weekly_per_kg),
    }
    try:
        values = _worked_out(
            answered, plan, dose=units.shown(regimen.dose), every=units.shown(regimen.every)
        )
    except units.Refused as refused:
        return {**row, "Each infusion": escaped(refused.message), "A year": "–"}
    row |= {
        "Each infusion": units.shown(values["per_infusion"]),
        "A year": units.shown(values["annual"]),
    }
    if "product" in answered.result.values:
        row["Containers"] = containers_in_words(values["containers"])
        row["Chair time"] = "–" if values.get("minutes") is None else chair_time(values)
    return row
