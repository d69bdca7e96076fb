"""Every calculator that can be asked: what the treatments declare, and the few others."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from calculators.checks.is_it_allowed import allowed, order_checks
from calculators.checks.monitoring_asked import MONITOR_KEYS, check_monitoring, monitor
from calculators.course.course import COURSE_KEYS, check_course, planned_course
from calculators.course.titrate import TITRATE_KEYS, titrate
from calculators.orders.asked import verify_keys
from calculators.orders.verify import judged_order, verified, verify
from calculators.patient.all_sizes import body
from calculators.treatments import (
    cyclophosphamide,
    eculizumab,
    induction,
    maintenance,
    mycophenolate,
    ordered_titrations,
    rituximab,
    scig,
    symptomatic,
)
from calculators.treatments.by_weight import declared_for, drugs_of
from calculators.treatments.declared import Calculator
from calculators.typed.patient import read_dosing_weight
from calculators.typed.values import LONGEST, names, quoted, worded
from plan_data.schema.dosing import ByWeightDosing, MaintenanceDosing, SubcutaneousDosing
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from calculators.checks.crosscheck import Checks
    from calculators.orders.verdict import OrderVerdict
    from calculators.orders.verify import Verified
    from calculators.patient.patient import Patient
    from calculators.treatments.by_weight import Drug
    from calculators.treatments.declared import Treated
    from calculators.typed.keys import Key
    from calculators.working import Result
    from plan_data.schema.plan import Plan, Treatment

    Raw = Mapping[str, Any]

# The treatments whose orders can be verified under any plan that has them; to these come the drugs
# that a plan doses by weight, of which Python knows nothing.
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
# What is raised by steps has a calculator of its own, and orders that can be verified.
STEPPED: Mapping[str, Treated] = {
    each.name: each for each in (ordered_titrations.MYCOPHENOLATE, ordered_titrations.TITRATION)
}
KEYS_OF_DOSES: Mapping[str, tuple[Key, ...]] = {
    name: each.keys_of_the_dose for name, each in {**TREATED, **STEPPED}.items()
}


def treated(plan: Plan) -> Mapping[str, Treated]:
    """Return the treatments whose orders can be verified: those of Python, and the plan's own.

    Raises
    ------
    units.Refused
        A drug of the plan has the name of a calculator that the plan offers as well.
    """
    drugs = drugs_of(plan)
    if not drugs:
        return TREATED
    for drug in drugs:
        if drug.id in CALCULATORS and CALCULATORS[drug.id].fits(plan):
            raise Refused(
                "calculator",
                f"The plan {plan.identity.id} has a drug {quoted(drug.id)}, which is the name of a "
                "calculator as well: its file needs another name.",
            )
    return _with(drugs)


def ordered(plan: Plan) -> Mapping[str, Treated]:
    """Return everything whose orders can be verified; refusals as `treated`."""
    return {**TREATED, **STEPPED, **treated(plan)}


def calculators(plan: Plan) -> Mapping[str, Calculator]:
    """Return every calculator that can be asked for under this plan; refusals as `treated`."""
    known = treated(plan)
    if known is TREATED:
        return CALCULATORS
    own = {name: each.calculator for name, each in known.items() if each is not TREATED.get(name)}
    return {**CALCULATORS, **own}


@lru_cache(maxsize=4)
def _with(drugs: tuple[Drug, ...]) -> Mapping[str, Treated]:
    return MappingProxyType({**TREATED, **{each.id: declared_for(each) for each in drugs}})


def verified_order(given: Raw, patient: Patient, plan: Plan) -> Verified:
    """Return an order with the right answer and the verdict (see `calculators.orders.verify`)."""
    return verified(given, patient, plan, ordered(plan))


def verdict_on(given: Raw, patient: Patient, plan: Plan) -> OrderVerdict:
    """Return the verdict on an order, without the working of the right dose."""
    return judged_order(given, patient, plan, ordered(plan)).verdict


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


# Whatever is given: each can be a phase of a course.
GIVEN: Mapping[str, Calculator] = {
    **{name: each.calculator for name, each in TREATED.items()},
    "mycophenolate": mycophenolate.CALCULATOR,
    "eculizumab": eculizumab.CALCULATOR,
    "titration": symptomatic.CALCULATOR,
}


def can_be_phases(plan: Plan) -> Mapping[str, Calculator]:
    """Return the calculators whose doses can stand on a course, the plan's own drugs with them.

    Raises
    ------
    units.Refused
        As `treated`.
    """
    own = {name: each.calculator for name, each in treated(plan).items() if name not in GIVEN}
    return {**GIVEN, **own} if own else GIVEN


def _course(given: Raw, patient: Patient, plan: Plan) -> Result:
    return planned_course(given, patient, plan, can_be_phases(plan))


def _titrate(given: Raw, patient: Patient, plan: Plan) -> Result:
    (of_maintenance,) = maintenance.DECLARED.regimens.values()
    return titrate(given, patient, plan, of_maintenance, can_be_phases(plan))


CALCULATORS: Mapping[str, Calculator] = {
    **GIVEN,
    "body": Calculator("Body size", ("creatinine",), _body),
    "allowed": Calculator("The order check", ("name", "with"), _allowed, _check_order),
    "monitor": Calculator("Monitoring", MONITOR_KEYS, monitor, check_monitoring),
    "verify": Calculator("An order", verify_keys(KEYS_OF_DOSES), _verify),
    "titrate": Calculator(
        "Titration of maintenance",
        TITRATE_KEYS,
        _titrate,
        reads=(MaintenanceDosing, SubcutaneousDosing),
        apart=("dose", "every"),
    ),
    "course": Calculator("A course", COURSE_KEYS, _course, check_course),
}


def offered_by(plan: Plan) -> tuple[str, ...]:
    """Return the calculators whose treatments the plan has, in their order."""
    return tuple(name for name, each in calculators(plan).items() if each.fits(plan))


def calculator_of(treatment: Treatment[Any]) -> str | None:
    """Return the name of the calculator of a treatment, or None where it has none."""
    if isinstance(treatment.dosing, ByWeightDosing):
        return treatment.id
    return next((name for name, each in CALCULATORS.items() if each.is_for(treatment)), None)
