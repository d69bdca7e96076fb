"""A case put back into the controls of the pages: which request key belongs to which control.

Each control keeps its state under a key of its own. A value that a control does not offer is left
out and named, so that nothing is taken for what it is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from calculators.patient.body_size import SURFACE_FORMULAS
from calculators.patient.dosing_weight import CHOICES
from calculators.requests.catalogue import TREATED
from calculators.typed.values import read_date
from plan_data.find_product import find_product
from plan_data.schema.rules import SETTINGS
from views.parts import store
from views.parts.dispensing import session_choices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exchange.cases.case import Case
    from plan_data.schema.plan import Plan
    from plan_data.schema.products import Product

# Controls in which a text is typed: calculator → request key → control. A unit that is typed with
# the number counts before the one chosen beside it.
_TEXTS: Mapping[str, Mapping[str, str]] = {
    "maintenance": {"dose": "dose", "every": "every"},
    "scig": {"ivig_dose": "ivig_dose", "every": "ivig_every"},
    "cyclophosphamide": {"bsa_cap": "bsa_cap"},
    "rituximab": {"bsa_cap": "bsa_cap", "concentration": "bag"},
    "mycophenolate": {"step_every": "step_every_mycophenolate"},
    "allowed": {"name": "ordered"},
    "monitor": {"grip": "grip", "grip_baseline": "grip_baseline", "fvc": "fvc"},
}
# Controls that offer a closed list: calculator → request key → control and what it offers.
_LISTS: Mapping[str, Mapping[str, tuple[str, tuple[Any, ...]]]] = {
    "cyclophosphamide": {
        "route": ("route", ("iv", "po")),
        "bsa_formula": ("bsa_formula", tuple(SURFACE_FORMULAS)),
    },
    "rituximab": {
        "regimen": ("regimen", ("weekly_x4", "two_doses")),
        "bsa_formula": ("bsa_formula", tuple(SURFACE_FORMULAS)),
        "infusion": ("infusion_rituximab", ("first", "later")),
    },
    "monitor": {
        "mrc": ("mrc", tuple(f"{grade}/5" for grade in range(6))),
        "creatinine_normal": ("monitor_creatinine", ("yes", "no")),
        "ncs_stable": ("monitor_ncs", ("yes", "no")),
    },
}
_PATIENT_TEXTS = ("weight", "height", "age")
_PATIENT_LISTS: Mapping[str, tuple[str, ...]] = {
    "sex": ("male", "female"),
    "setting": SETTINGS,
    "dosing_weight": CHOICES,
}


# The calculators whose orders can be verified.
VERIFIED = tuple(TREATED)


@dataclass(slots=True)
class _Placed:
    """What goes into the controls, and what has none."""

    state: dict[str, Any] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    def choose(self, name: str, control: str, value: Any, offers: tuple[Any, ...]) -> None:
        """Choose what a control offers, whatever the case of the letters; else say what is left."""
        wanted = str(value).strip().lower()
        found = next((each for each in offers if str(each).lower() == wanted), None)
        if found is None:
            self.left.append(f"{name}: {value}")
        else:
            self.state[control] = found


def put(case: Case, plan: Plan) -> tuple[str, ...]:
    """Put a case into the controls in place of what was there; return what could not be put."""
    _clear(plan)
    placed = _Placed()
    _patient(case, placed)
    for calculator, chosen in case.choices.items():
        _choices(calculator, chosen, placed, plan)
    _order(case, placed, plan)
    _facts(case, plan)
    st.session_state.update(placed.state)
    return tuple(placed.left)


def _clear(plan: Plan) -> None:
    """Forget what stands in the controls: a case replaces another, and never mixes with it."""
    store.forget_everything()
    drugs = "|".join(plan.symptomatic)
    keys = re.compile(
        r"(weight|height|age|sex|setting|premedication|concurrent|dosing_weight|days|dose|every"
        r"|ivig_dose|ivig_every|sessions|route|regimen|bsa_formula|bsa_cap|bag|start"
        r"|start_time|drug|ordered|given_alongside|grip|grip_baseline|mrc|fvc|hemoglobin_before"
        r"|hemoglobin_before_date|monitor_creatinine|monitor_ncs|verify_of|tolerance"
        r"|(product|round|indication|ladder|infusion|max_rate|verify_product|order|step_every)_\w+"
        rf"|(target|start_dose|step)_({drugs}))(_unit)?"
    )
    for key in list(st.session_state):
        if isinstance(key, str) and keys.fullmatch(key):
            del st.session_state[key]


def _patient(case: Case, placed: _Placed) -> None:
    for key, value in case.patient.items():
        if key in _PATIENT_TEXTS:
            placed.state[key] = str(value)
        elif key in _PATIENT_LISTS:
            placed.choose(key, key, value, _PATIENT_LISTS[key])
        else:
            placed.state[key] = list(value) if isinstance(value, tuple) else [str(value)]


def _choices(
    calculator: str,
    chosen: Mapping[str, Any],
    placed: _Placed,
    plan: Plan,
) -> None:
    texts, lists = _TEXTS.get(calculator, {}), _LISTS.get(calculator, {})
    shared: Mapping[str, tuple[Any, ...]] = {
        "days": plan.ivig_induction.dosing.days.values,
        "sessions": tuple(session_choices(plan)),
        "dosing_weight": CHOICES,
    }
    product = _product(calculator, chosen, placed, plan)
    for key, value in chosen.items():
        if key in texts:
            placed.state[texts[key]] = str(value)
        elif key in lists:
            control, offers = lists[key]
            placed.choose(key, control, value, offers)
        elif key in shared:
            placed.choose(key, key, value, shared[key])
        elif key in ("indication", "ladder") and product:
            indication = str(chosen.get("indication", product.rates[0].id if product.rates else ""))
            control = f"indication_{product.id}"
            placed.state[
                control if key == "indication" else f"ladder_{product.id}_{indication}"
            ] = value
        elif key == "start":
            _start(calculator, value, placed)
        elif key == "max_rate" and product:
            placed.state[f"max_rate_{product.id}"] = str(value)
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
    try:
        regimen = TREATED[calculator].regimen(chosen)
        shared = f"{regimen.holds}_{regimen.route}".lower()
        product = find_product(str(chosen["product"]), plan, regimen.route, None, regimen.holds)
    except units.Refused as refused:
        placed.left.append(refused.message)
        return None
    placed.state[f"product_{shared}"] = product.id
    if "round" in chosen:
        ways = tuple(plan.roundings)
        placed.choose("round", f"round_{shared}", chosen["round"], ways)
    return product


def _start(calculator: str, value: Any, placed: _Placed) -> None:
    """A start is a time of day for an infusion, and a day for a titration."""
    try:
        if calculator in ("titration", "mycophenolate", "eculizumab"):
            placed.state["start"] = read_date(value, "start")
        else:
            placed.state["start_time"] = units.parse_time(str(value), "start")
    except units.Refused as refused:
        placed.left.append(refused.message)


def _own(calculator: str, key: str, value: Any, chosen: Mapping[str, Any], placed: _Placed) -> bool:
    """Put what has a control of its own kind; tell whether there was one."""
    if calculator == "titration" and "drug" in chosen:
        drug = re.sub(r"[\s_-]+", "_", str(chosen["drug"]).strip().lower())
        control = {"drug": "drug"}.get(key, f"{key}_{drug}")
        placed.state[control] = drug if key == "drug" else str(value)
        return True
    if calculator == "allowed" and key == "with":
        placed.state["given_alongside"] = list(value) if isinstance(value, tuple) else [str(value)]
        return True
    return False


def _order(case: Case, placed: _Placed, plan: Plan) -> None:
    of = str(case.order.get("of", ""))
    for key, value in case.order.items():
        if key == "of":
            placed.choose("of", "verify_of", value, VERIFIED)
        elif key == "order":
            placed.state[f"order_{of}"] = str(value)
        elif key == "product":
            if of not in TREATED:
                continue
            try:
                regimen = TREATED[of].regimen(case.choices.get(of, {}))
                product = find_product(str(value), plan, regimen.route, None, regimen.holds)
                placed.state[f"verify_product_{regimen.holds}_{regimen.route}"] = product.id
            except units.Refused as refused:
                placed.left.append(refused.message)
        elif key == "tolerance":
            placed.state["tolerance"] = str(value)
        elif key in ("order_every", "order_volume", "order_rate"):
            placed.state[f"{key}_{of}"] = str(value)
        else:
            placed.left.append(f"{key}: {value}")


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
        if name in plan.facts.laboratory:
            entry |= {"typed": text}
        recorded[name] = entry
