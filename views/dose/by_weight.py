"""A drug by body weight: one page for each that the plan in use has, drawn from its file alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from calculators.requests.catalogue import calculators
from plan_data import load_plan
from plan_data.schema.dosing import ByWeightDosing
from views.parts.answer import Dose, draw_dose, value_table, weights_side_by_side
from views.parts.choices import dosing_weight_choice
from views.parts.dispensing import container_folds, product_choice, rate_folds
from views.parts.frame import escaped
from views.parts.layout import lay_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from calculators.requests.answer import Answered


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
    dose = Dose(
        lambda _: {known.given["per_dose"]: "per_dose"},
        more=_beside,
        folds=lambda answered: (
            *((*container_folds(answered, plan), *rate_folds(answered)) if known.hangs else ()),
            weights_side_by_side(answered, plan),
        ),
    )
    draw_dose(at, plan, name, {"dosing_weight": weight, **product}, dose)


def _beside(answered: Answered) -> None:
    names = [each for each in ("per_day", "doses", "total") if each in answered.result.values]
    if names:
        value_table(answered, tuple(names))


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
