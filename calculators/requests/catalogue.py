"""Every calculator that can be asked: what the treatments declare, and the few others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calculators.checks.is_it_allowed import allowed, order_checks
from calculators.checks.monitoring_asked import MONITOR_KEYS, check_monitoring, monitor
from calculators.orders.asked import verify_keys
from calculators.orders.verify import judged_order, verified, verify
from calculators.patient.all_sizes import body
from calculators.treatments import (
    cyclophosphamide,
    eculizumab,
    induction,
    maintenance,
    mycophenolate,
    rituximab,
    scig,
    symptomatic,
)
from calculators.treatments.asked import read_dosing_weight
from calculators.treatments.declared import Calculator
from calculators.typed.values import LONGEST, names, quoted, worded
from plan_data.schema import dosing
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from calculators.checks.crosscheck import Checks
    from calculators.orders.verdict import OrderVerdict
    from calculators.orders.verify import Verified
    from calculators.patient.patient import Patient
    from calculators.treatments.declared import Treated
    from calculators.typed.keys import Key
    from calculators.working import Result
    from plan_data.schema.plan import Plan

    Raw = Mapping[str, Any]

# The treatments whose orders can be verified.
TREATED: Mapping[str, Treated] = {
    each.name: each
    for each in (
        induction.DECLARED,
        maintenance.DECLARED,
        scig.DECLARED,
        cyclophosphamide.DECLARED,
        rituximab.DECLARED,
    )
}
KEYS_OF_DOSES: Mapping[str, tuple[Key, ...]] = {
    name: each.keys_of_the_dose for name, each in TREATED.items()
}


def verified_order(given: Raw, patient: Patient, plan: Plan) -> Verified:
    """Return an order with the right answer and the verdict (see `calculators.orders.verify`)."""
    return verified(given, patient, plan, TREATED)


def verdict_on(given: Raw, patient: Patient, plan: Plan) -> OrderVerdict:
    """Return the verdict on an order, without the working of the right dose."""
    return judged_order(given, patient, plan, TREATED).verdict


def _verify(given: Raw, patient: Patient, plan: Plan) -> Result:
    return verify(verified_order(given, patient, plan), plan)


def _body(given: Raw, patient: Patient, plan: Plan) -> Result:
    return body(patient, read_dosing_weight(given), plan)


def _allowed(given: Raw, _: Patient, plan: Plan) -> Result:
    if "name" not in given:
        raise Refused("name", 'Name is missing: give what was ordered, for example "gabapentin".')
    name = given["name"]
    if not isinstance(name, str) or not name.strip():
        raise Refused("name", 'Name must be text, for example "gabapentin 300 mg".')
    return allowed(_order_text("name", name), plan)


def _order_text(key: str, text: str) -> str:
    if len(text) > LONGEST:
        raise Refused(
            key,
            f"{worded(key)}: {quoted(text)} is longer than {LONGEST} characters; "
            "ask about one order at a time.",
        )
    return " ".join(text.split())


def _check_order(given: Raw, result: Result, patient: Patient, plan: Plan, today: date) -> Checks:
    alongside = (*names(given, "with"), *patient.concurrent, *patient.premedication)
    texts = tuple(_order_text("with", text) for text in alongside)
    return order_checks(result, texts, patient, plan, today)


CALCULATORS: Mapping[str, Calculator] = {
    **{name: each.calculator for name, each in TREATED.items()},
    "mycophenolate": mycophenolate.CALCULATOR,
    "eculizumab": eculizumab.CALCULATOR,
    "titration": symptomatic.CALCULATOR,
    "body": Calculator("Body size", ("creatinine",), _body),
    "allowed": Calculator("The order check", ("name", "with"), _allowed, _check_order),
    "monitor": Calculator("Monitoring", MONITOR_KEYS, monitor, check_monitoring),
    "verify": Calculator("An order", verify_keys(KEYS_OF_DOSES), _verify),
}

# The kinds of dosing that a calculator works from; a plan without one of them does not offer it.
_WORKS_FROM: Mapping[str, tuple[type[Any], ...]] = {
    "induction": (dosing.InductionDosing,),
    "maintenance": (dosing.MaintenanceDosing, dosing.SubcutaneousDosing),
    "scig": (dosing.SubcutaneousDosing, dosing.MaintenanceDosing),
    "cyclophosphamide": (dosing.CyclophosphamideDosing, dosing.SubcutaneousDosing),
    "rituximab": (dosing.RituximabDosing,),
    "mycophenolate": (dosing.MycophenolateDosing,),
    "eculizumab": (dosing.NoDosing,),
}


def offered_by(plan: Plan) -> tuple[str, ...]:
    """Return the calculators whose treatments the plan has, in their order."""
    return tuple(
        name
        for name in CALCULATORS
        if all(len(plan.every(kind)) == 1 for kind in _WORKS_FROM.get(name, ()))
        and (name != "titration" or plan.symptomatic)
    )
