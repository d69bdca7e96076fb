"""A case put back into the controls of the pages: which request key belongs to which control.

Each control keeps its state under a key of its own. A value that a control does not offer is left
out and named, so that nothing is taken for what it is not.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from calculators.orders.asked import verified_under
from calculators.requests.catalogue import calculators, ordered, treated
from calculators.typed.fields import FIELDS
from calculators.typed.values import read_date
from plan_data.find_product import find_product
from plan_data.schema.dosing import InductionDosing
from views.parts import store
from views.parts.choices import grades_of
from views.parts.controls import begin_anew, control
from views.parts.dispensing import products_for, session_choices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.treatments.declared import Treated
    from exchange.cases.case import Case
    from plan_data.schema.plan import Plan
    from plan_data.schema.products import Product

# The controls in which a text is typed are named by their field. A unit that is typed with the
# number counts before the one chosen beside it.
_TEXTS = (
    *("dose", "every", "ivig_dose", "bsa_cap", "name", "grip", "grip_baseline", "fvc"),
    "holidays",
)
# Several lines are typed into one control.
_LINES = ("phases", "strength", "avoid", "moved", "skipped")
_PATIENT_TEXTS = ("weight", "height", "age")


@dataclass(slots=True)
class _Placed:
    """What goes into the controls, and what has none."""

    state: dict[str, Any] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    def choose(self, name: str, into: str, value: Any, offers: tuple[Any, ...]) -> None:
        """Choose what a control offers, whatever the case of the letters; else say what is left."""
        wanted = str(value).strip().lower()
        found = next((each for each in offers if str(each).lower() == wanted), None)
        if found is None:
            self.left.append(f"{name}: {value}")
        else:
            self.state[into] = found


def put(case: Case, plan: Plan) -> tuple[str, ...]:
    """Put a case into the controls in place of what was there; return what could not be put."""
    # A case replaces another, and never mixes with it.
    store.forget_everything()
    begin_anew()
    placed = _Placed()
    _patient(case, placed)
    for calculator, chosen in case.choices.items():
        _choices(calculator, chosen, placed, plan)
    _order(case, placed, plan)
    _facts(case, plan)
    st.session_state.update(placed.state)
    return tuple(placed.left)


def _patient(case: Case, placed: _Placed) -> None:
    for key, value in case.patient.items():
        if key in _PATIENT_TEXTS:
            placed.state[control(key)] = str(value)
        elif FIELDS[key].choices:
            placed.choose(key, control(key), value, FIELDS[key].choices)
        else:
            placed.state[control(key)] = list(value) if isinstance(value, tuple) else [str(value)]


def _choices(
    calculator: str,
    chosen: Mapping[str, Any],
    placed: _Placed,
    plan: Plan,
) -> None:
    # What is offered depends on the plan.
    offered: Mapping[str, tuple[Any, ...]] = {
        control("days"): tuple(
            days for each in plan.every(InductionDosing) for days in each.dosing.days.values
        ),
        control("days", "maintenance"): plan.policies.maintenance_days.values,
        control("sessions"): tuple(session_choices(plan)),
        control("mrc"): tuple(grades_of(plan)),
    }
    product = _product(calculator, chosen, placed, plan)
    hung, apart = product or _only_product(calculator, plan), calculators(plan)[calculator].apart
    for key, value in chosen.items():
        into = control(key, calculator) if key in apart else control(key)
        if key in _LINES:
            lines = value if isinstance(value, tuple) else (str(value),)
            placed.state[into] = "\n".join(lines)
        elif key in _TEXTS or (key in apart and into not in offered):
            placed.state[into] = str(value)
        elif hung is not None and _of_what_is_hung(hung, key, value, placed):
            pass
        elif FIELDS[key].choices or into in offered:
            placed.choose(key, into, value, FIELDS[key].choices or offered[into])
        elif key in ("indication", "ladder") and product:
            indication = str(chosen.get("indication", product.rates[0].id if product.rates else ""))
            of_it = (product.id,) if key == "indication" else (product.id, indication)
            placed.state[control(key, *of_it)] = value
        elif key in ("start", "first_dose"):
            _start(calculator, key, value, placed, plan)
        elif key in ("product", "round"):
            pass  # put with the product
        elif not _own(calculator, key, value, chosen, placed):
            placed.left.append(f"{key}: {value}")


def _product(
    calculator: str, chosen: Mapping[str, Any], placed: _Placed, plan: Plan
) -> Product | None:
    """Choose the product and the way to round of a calculator's page."""
    if "product" not in chosen:
        return None
    if calculator not in treated(plan):
        placed.left.append(f"product: {chosen['product']}")
        return None
    try:
        regimen = treated(plan)[calculator].regimen(chosen)
        shared = f"{regimen.holds}_{regimen.route}".lower()
        product = find_product(str(chosen["product"]), plan, regimen.route, None, regimen.holds)
    except units.Refused as refused:
        placed.left.append(refused.message)
        return None
    placed.state[control("product", shared)] = product.id
    if "round" in chosen:
        ways = tuple(plan.roundings)
        placed.choose("round", control("round", shared), chosen["round"], ways)
    return product


def _of_what_is_hung(hung: Product, key: str, value: Any, placed: _Placed) -> bool:
    """Put what is asked of the product alone; tell whether it was that."""
    if key == "infusion":
        placed.choose(key, control(key, hung.id), value, FIELDS[key].choices)
    elif key == "concentration" and hung.mass_rates:
        placed.state[control(key, "bag")] = str(value)
    elif key == "max_rate":
        placed.state[control(key, hung.id)] = str(value)
    else:
        return False
    return True


def _dated(key: str, text: str, placed: _Placed) -> None:
    """Put a value, and the date that may follow it, each into its control."""
    value, _, on = text.rpartition("@") if "@" in text else (text, "", "")
    placed.state[control(key)] = value.strip()
    try:
        if on:
            placed.state[control(key, "date")] = read_date(on, key)
    except units.Refused as refused:
        placed.left.append(refused.message)


def _only_product(calculator: str, plan: Plan) -> Product | None:
    """Return the product that a page offers unasked, because there is no other."""
    names = products_for(plan, "IV", calculator)
    return plan.products[names[0]] if len(names) == 1 else None


def _start(calculator: str, key: str, value: Any, placed: _Placed, plan: Plan) -> None:
    """Put a start: the day of the first dose, or of an infusion the time of day."""
    try:
        if key == "first_dose":
            placed.state[control(key, calculator)] = read_date(value, key)
        elif "product" not in calculators(plan)[calculator].keys:
            on = read_date(value, "start")
            placed.state |= {control("start"): on, control("start", "verify"): on}
        else:
            placed.state[control("start", "time")] = units.parse_time(str(value), "start")
    except units.Refused as refused:
        placed.left.append(refused.message)


def _own(calculator: str, key: str, value: Any, chosen: Mapping[str, Any], placed: _Placed) -> bool:
    """Put what has a control of its own kind; tell whether there was one."""
    if calculator == "titration" and "drug" in chosen:
        drug = re.sub(r"[\s_-]+", "_", str(chosen["drug"]).strip().lower())
        if key == "drug":
            placed.state[control(key)] = drug
        else:
            placed.state[control(key, drug)] = str(value)
        return True
    if key == "hemoglobin_before":
        _dated(key, str(value), placed)
        return True
    if calculator == "allowed" and key == "with":
        placed.state[control(key)] = list(value) if isinstance(value, tuple) else [str(value)]
        return True
    return False


def _order(case: Case, placed: _Placed, plan: Plan) -> None:
    of, known = str(case.order.get("of", "")), ordered(plan)
    drug = ""
    with suppress(units.Refused):
        # What shares a calculator is ordered by its own name: of gabapentin, a titration.
        of, drug = verified_under(of, known, plan)
    for key, value in case.order.items():
        if key == "of":
            placed.choose("of", control("of"), of, tuple(known))
            if drug:
                placed.state[control("drug")] = drug
        elif key == "order":
            placed.state[control("order", of)] = str(value)
        elif key == "product":
            _ordered_product(case, known.get(of), placed, plan)
        elif key == "indication" and "product" in case.order:
            pass  # put with the product
        elif key == "tolerance":
            placed.state[control("tolerance")] = str(value)
        elif key in ("order_every", "order_volume", "order_rate", "max_rate"):
            placed.state[control(key, of)] = str(value)
        else:
            placed.left.append(f"{key}: {value}")


def _ordered_product(case: Case, of: Treated | None, placed: _Placed, plan: Plan) -> None:
    """Put the product on an order, and whose rates of its label are meant."""
    if of is None:
        return
    try:
        regimen = of.regimen(case.choices.get(of.name, {}))
        named = str(case.order["product"])
        product = find_product(named, plan, regimen.route, None, regimen.holds)
    except units.Refused as refused:
        placed.left.append(refused.message)
        return
    placed.state[control("product", "verify", regimen.holds, regimen.route)] = product.id
    if "indication" in case.order:
        placed.state[control("indication", product.id)] = case.order["indication"]


def _facts(case: Case, plan: Plan) -> None:
    recorded = store.facts()
    for name, fact in case.facts.items():
        request = fact.as_request
        stated = request if isinstance(request, dict) else {"value": request}
        text, on = str(stated["value"]), stated.get("date")
        if text.lower() == "unknown":
            continue
        entry: dict[str, Any] = {"value": text.lower() if name in plan.facts.yes_no else text}
        if on is not None:
            entry["date"] = on if isinstance(on, date) else read_date(on, "case")
        if "answered" in stated:
            entry["answered"] = stated["answered"]
        if name in plan.facts.laboratory:
            entry |= {"typed": text}
        recorded[name] = entry
