"""The verdict on an order without its working and its checks, for files of orders.

It gives what `verify` gives, from the same readers and the same comparison, but works the dose out
by `expected_dose` and writes no sentence that nobody asks for. Whatever is not plainly in order is
handed to the slow way, which refuses it with its own sentence or answers it: so the two cannot
refuse differently.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import units
from calculators.orders.asked import order_in_hand, own_keys
from calculators.orders.beside_the_dose import also_compared
from calculators.orders.verdict import judged
from calculators.patient.body_size import DEVINE_FROM_INCHES
from calculators.patient.patient import UNKNOWN
from calculators.requests.answer import COMMON_KEYS, answer
from calculators.requests.catalogue import CALCULATORS, KEYS_OF_DOSES, verified_order
from calculators.treatments.bare_inputs import bare_inputs
from calculators.treatments.expected_dose import expected_dose
from calculators.typed.patient import read_patient
from calculators.typed.values import read_date
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from calculators.orders.asked import OrderInHand
    from calculators.orders.verdict import Verdict
    from calculators.patient.patient import Patient
    from plan_data.schema.plan import Plan

    Raw = Mapping[str, Any]

_KNOWN_KEYS = frozenset((*COMMON_KEYS, *CALCULATORS["verify"].keys))


def verdict(row: Raw, plan: Plan, today: date) -> Verdict:
    """Return the verdict on one order.

    Parameters
    ----------
    row
        Key → what was typed: the keys of a request to `verify`. ``None`` counts as not given.
    today
        The day of the verdict, where the row names none.

    Raises
    ------
    units.Refused
        The first key that cannot be used, with the sentence that `verify` refuses it with.
    """
    given = {key: value for key, value in row.items() if value is not None}
    try:
        found = _plainly(given, plan, today)
    except (Refused, LookupError):
        found = None
    return found or _slowly(given, plan, today)


def _slowly(given: Raw, plan: Plan, today: date) -> Verdict:
    request = {"calculator": "verify", **given}
    answered = answer(request, plan, today)  # which refuses what cannot be used
    request["today"] = answered.today
    return verified_order(request, answered.patient, plan).verdict


def _plainly(given: Raw, plan: Plan, today: date) -> Verdict | None:
    """Return the verdict on an order that is plainly in order; nothing, or a refusal, otherwise."""
    if not _KNOWN_KEYS.issuperset(given) or given.get("calculator", "verify") != "verify":
        return None
    of, own = own_keys(given, KEYS_OF_DOSES)
    on = read_date(given["today"], "today") if "today" in given else today
    patient = read_patient(own, plan, on)
    hand = order_in_hand(of, own, given, plan)
    if not _is_plain(hand, patient, plan):
        return None
    inputs = bare_inputs(hand.regimen, hand.aim, own, patient, plan)
    with units.exact():
        doses = tuple(expected_dose(each) for each in inputs)
    found = judged(hand, doses, inputs, plan)
    also = also_compared(given, hand, found, patient, plan)
    return replace(found, also=also) if also else found


def _is_plain(hand: OrderInHand, patient: Patient, plan: Plan) -> bool:
    """Tell whether the calculator would find everything that it needs, and nothing beside it."""
    own, regimen = hand.own, hand.regimen
    weighed_otherwise = own.get("dosing_weight", "actual") != "actual"
    if regimen in _BY_WEIGHT:
        if "bsa_formula" in own or "bsa_cap" in own:
            return False
        whole = regimen != "induction" or own["days"] in _plan_days(plan)
        return whole and _has_weight(patient, weighed_otherwise=weighed_otherwise)
    if regimen in _BY_SURFACE:
        both = patient.weight is not UNKNOWN and patient.height is not UNKNOWN
        return both and not weighed_otherwise
    return not (weighed_otherwise or "bsa_formula" in own or "bsa_cap" in own)


_BY_WEIGHT = frozenset(("induction", "maintenance", "cyclophosphamide_po"))
_BY_SURFACE = frozenset(("cyclophosphamide_iv", "rituximab_weekly"))


def _plan_days(plan: Plan) -> tuple[str, ...]:
    """Return the days that the plan allows, as a file of orders holds them."""
    return tuple(str(days) for days in plan.ivig_induction.dosing.days.values)


def _has_weight(patient: Patient, *, weighed_otherwise: bool) -> bool:
    if patient.weight is UNKNOWN:
        return False
    if not weighed_otherwise:
        return True
    if patient.height is UNKNOWN or patient.sex is UNKNOWN:
        return False
    return units.magnitude_in(patient.height.quantity, "[in_i]") >= DEVINE_FROM_INCHES
