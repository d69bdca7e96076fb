"""A drug by body weight: one page for each that the plan in use has, drawn from its file alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from calculators.requests.catalogue import calculators
from plan_data import load_plan
from plan_data.schema.dosing import ByWeightDosing
from views.parts.answer import ask, details, headline, value_table, weights_side_by_side
from views.parts.choices import dosing_weight_choice
from views.parts.dispensing import draw_containers, draw_ladder, product_choice
from views.parts.frame import escaped
from views.parts.layout import lay_out

if TYPE_CHECKING:
    from collections.abc import Callable


def page_of(name: str) -> Callable[[], None]:
    """Return what draws the page of a drug."""

    def page() -> None:
        _draw(name)

    return page


def _draw(name: str) -> None:
    plan = load_plan()
    treatment, known = plan.treatments[name], calculators(plan)[name]
    at = lay_out()
    with at.inputs:
        st.markdown(f"{escaped(treatment.indication)} **{escaped(_says(treatment.dosing))}**")
        weight = dosing_weight_choice()
        product: dict[str, Any] = product_choice(plan, "IV", holds=name) if known.hangs else {}
    answered = ask(plan, name, at, dosing_weight=weight, **product)
    if answered is None:
        return
    headline(answered, {known.given["per_dose"]: "per_dose"}, at, plan)
    with at.more:
        beside = [each for each in ("per_day", "doses", "total") if each in answered.result.values]
        if beside:
            value_table(answered, tuple(beside))
        if known.hangs:
            draw_containers(answered, plan)
            draw_ladder(answered)
        weights_side_by_side(answered, plan)
    details(answered, at)


def _says(dosing: Any) -> str:
    """Return the plan's dosing in a sentence, with its place."""
    assert isinstance(dosing, ByWeightDosing)  # noqa: S101  (such a page has no other)
    parts = [units.shown(dosing.dose.quantity)]
    if dosing.every is not None:
        parts.append(f"every {units.shown(dosing.every.quantity)}")
    if dosing.doses is not None:
        parts.append("once" if dosing.doses.value == 1 else f"{dosing.doses.value} doses")
    if dosing.maximum is not None:
        parts.append(f"at most {units.shown(dosing.maximum.quantity)} a dose")
    if dosing.round_to is not None:
        parts.append(f"to the nearest {units.shown(dosing.round_to.quantity)}")
    return f"{', '.join(parts)} ({dosing.dose.at})."
