"""What each calculator is asked: its request keys, read into the inputs of its function."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, get_args

import units
from calculators.checks.crosscheck import Checks, crosscheck
from calculators.checks.is_it_allowed import allowed, order_checks
from calculators.checks.monitoring_asked import MONITOR_KEYS, check_monitoring, monitor
from calculators.dispensing.administration import Ordered, step_of
from calculators.dispensing.asked import (
    ADMINISTRATION_KEYS,
    BY_MASS_KEYS,
    INFUSION_KEYS,
    INJECTION_KEYS,
    read_administration,
)
from calculators.dispensing.at_home import injected
from calculators.dispensing.infusion import infused
from calculators.dispensing.tablets import in_tablets
from calculators.orders.asked import verify_keys
from calculators.orders.verify import verified, verify
from calculators.patient.all_sizes import body
from calculators.patient.body_size import BodySurfaceFormula
from calculators.patient.patient import DosingWeight, Patient
from calculators.treatments.as_needed import as_needed
from calculators.treatments.cyclophosphamide import cyclophosphamide_iv, cyclophosphamide_po
from calculators.treatments.eculizumab import eculizumab
from calculators.treatments.induction import induction
from calculators.treatments.maintenance import maintenance, plan_band
from calculators.treatments.mycophenolate import mycophenolate
from calculators.treatments.rituximab import rituximab_two_doses, rituximab_weekly
from calculators.treatments.scig import scig
from calculators.treatments.titration import Wanted, titration
from calculators.typed.values import (
    LONGEST,
    SHORT,
    choice,
    choices,
    names,
    nearest,
    optional,
    positive,
    quoted,
    read_date,
    worded,
)
from calculators.working import Chosen
from plan_data.schema.dosing import AsNeededDosing
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from calculators.orders.verify import Verified
    from calculators.working import Result
    from plan_data.schema.plan import Plan, Treatment

    Raw = Mapping[str, Any]


def _against_the_plan(_: Raw, result: Result, patient: Patient, plan: Plan, today: date) -> Checks:
    return crosscheck(result, patient, plan, today)


@dataclass(frozen=True, slots=True)
class Calculator:
    """A calculator as it is asked for.

    Parameters
    ----------
    label
        Its name for people.
    keys
        The request keys that are its own, beside the common ones.
    run
        Request, patient and plan → result.
    check
        How its result is checked; against the rules of its treatment, unless it says otherwise.
    """

    label: str
    keys: tuple[str, ...]
    run: Callable[[Raw, Patient, Plan], Result]
    check: Callable[[Raw, Result, Patient, Plan, date], Checks] = _against_the_plan


def _induction(given: Raw, patient: Patient, plan: Plan) -> Result:
    dosing = plan.ivig_induction.dosing
    days = _whole_days(given, dosing.days.values)
    result = induction(patient, days, _dosing_weight(given), plan)
    ordered = Ordered("total", days, dosing.total, result.dosing_weight)
    return _infused(given, result, ordered, patient, plan)


def _whole_days(given: Raw, allowed: tuple[int, ...]) -> int:
    choices = ", ".join(str(days) for days in allowed)
    accepted = f"accepted is a whole number of days that the plan allows: {choices}."
    if "days" not in given:
        raise Refused("days", f"Days is missing: {accepted}")
    value = given["days"]
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value.strip()):
        return int(value.strip())
    short = len(str(value)) < SHORT  # a number of any length can be sent
    if isinstance(value, int) and not isinstance(value, bool) and short:
        return value
    raise Refused("days", f"Days: {quoted(value)} is not a whole number; {accepted}")


def _maintenance(given: Raw, patient: Patient, plan: Plan) -> Result:
    dose = positive(
        given, "dose", units.DOSE_PER_WEIGHT, "give the dose an infusion per kg of body weight"
    )
    every = _interval(given, "give the time between infusions")
    result = maintenance(patient, dose, every, _dosing_weight(given), plan)
    band = plan_band(plan.ivig_maintenance.dosing)
    ordered = Ordered("per_infusion", 1, Chosen(dose), result.dosing_weight, band)
    return _infused(given, result, ordered, patient, plan)


def _infused(given: Raw, result: Result, ordered: Ordered, patient: Patient, plan: Plan) -> Result:
    chosen = read_administration(given, plan, "IV", holds=ordered.holds)
    return result if chosen is None else infused(result, ordered, chosen, patient, plan)


def _scig(given: Raw, patient: Patient, plan: Plan) -> Result:
    _refuse_other_weight(given, "The conversion starts from grams")
    dose = positive(
        given, "ivig_dose", units.DRUG_MASS, "give the IVIg that the patient gets an infusion"
    )
    every = _interval(given, "give the time between IVIg infusions")
    result = scig(patient, dose, every, plan)
    chosen = read_administration(given, plan, "SC")
    if chosen is None:
        return result
    base = step_of(result, "weekly_base")
    ordered = Ordered("weekly", 1, plan.scig.dosing.uplift, base)
    try:
        return injected(result, ordered, chosen, patient, plan)
    except Refused as refused:
        # The search for containers speaks of the dose; what was given here is the IVIg's.
        field = "ivig_dose" if refused.field == "dose" else refused.field
        raise Refused(field, refused.message) from None


def _interval(given: Raw, why: str) -> units.Quantity:
    return positive(given, "every", units.INTERVAL, why)


def _cyclophosphamide(given: Raw, patient: Patient, plan: Plan) -> Result:
    if choice(given, "route", ("iv", "po"), "iv") == "po":
        for key in ("bsa_formula", "bsa_cap", "concentration", "start", "ladder", "max_rate"):
            if key in given:
                raise Refused(
                    key, f"{worded(key)} has no part in the oral dose, which goes by weight."
                )
        by_mouth = cyclophosphamide_po(patient, _dosing_weight(given), plan)
        tablets = read_administration(given, plan, "PO", holds="cyclophosphamide")
        return by_mouth if tablets is None else in_tablets(by_mouth, tablets)
    _refuse_other_weight(given, "The intravenous dose goes by body surface")
    result = cyclophosphamide_iv(patient, *_surface_choices(given), plan)
    dose = plan.cyclophosphamide.dosing.iv_dose
    ordered = Ordered("per_dose", 1, dose, step_of(result, "bsa"), holds="cyclophosphamide")
    return _infused(given, result, ordered, patient, plan)


def _rituximab(given: Raw, patient: Patient, plan: Plan) -> Result:
    regimen = choice(given, "regimen", ("weekly_x4", "two_doses"), "weekly_x4")
    if regimen == "two_doses":
        for key in ("bsa_formula", "bsa_cap", "dosing_weight"):
            if given.get(key, "actual") != "actual":
                raise Refused(key, f"{worded(key)} has no part in the two fixed doses.")
        result = rituximab_two_doses(plan)
        ordered = Ordered("per_dose", 1, plan.rituximab.dosing.fixed_dose, None, holds="rituximab")
        return _infused(given, result, ordered, patient, plan)
    _refuse_other_weight(given, "The weekly doses go by body surface")
    result = rituximab_weekly(patient, *_surface_choices(given), plan)
    weekly = plan.rituximab.dosing.weekly_dose
    ordered = Ordered("per_dose", 1, weekly, step_of(result, "bsa"), holds="rituximab")
    return _infused(given, result, ordered, patient, plan)


def _surface_choices(given: Raw) -> tuple[BodySurfaceFormula, units.Quantity | None]:
    formula = choice(given, "bsa_formula", get_args(BodySurfaceFormula), "mosteller")
    if "bsa_cap" not in given:
        return formula, None
    return formula, positive(given, "bsa_cap", units.SURFACE, "give the site's cap")


def _dosing_weight(given: Raw) -> DosingWeight:
    chosen: DosingWeight = choice(given, "dosing_weight", get_args(DosingWeight), "actual")
    return chosen


def _refuse_other_weight(given: Raw, why: str) -> None:
    if _dosing_weight(given) != "actual":
        raise Refused(
            "dosing_weight",
            f"Dosing weight: {why}, so ideal and adjusted weight have no part in it; "
            "leave it out or say actual.",
        )


def _body(given: Raw, patient: Patient, plan: Plan) -> Result:
    return body(patient, _dosing_weight(given), plan)


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


def _titration(given: Raw, patient: Patient, plan: Plan) -> Result:
    treatment = _drug(given, plan)
    _refuse_other_weight(given, "The dose goes by no weight")
    wanted = Wanted(
        target=_target(given, treatment),
        start=_start(given),
        step_every=_step_every(given),
        start_dose=optional(given, "start_dose", units.DRUG_MASS, "Start dose", "10 mg"),
        step=optional(given, "step", units.DRUG_MASS, "Step", "10 mg"),
    )
    if isinstance(treatment.dosing, AsNeededDosing):
        return as_needed(treatment, wanted, patient)
    return titration(treatment, wanted)


def _drug(given: Raw, plan: Plan) -> Treatment[Any]:
    drugs = plan.symptomatic
    if "drug" not in given:
        raise Refused("drug", f"Name the drug: {choices(drugs)}.")
    value = given["drug"]
    name = re.sub(r"[\s_-]+", "_", value.strip().lower()) if isinstance(value, str) else ""
    if name not in drugs:
        raise Refused(
            "drug",
            f"There is no symptomatic drug {quoted(value)} in the plan; there are "
            f"{choices(drugs)}." + nearest(name, drugs),
        )
    return drugs[name]


def _target(given: Raw, treatment: Treatment[Any]) -> units.Quantity:
    """Read the target; a missing one is asked for with what the plan says of it."""
    dosing, name = treatment.dosing, treatment.label.lower()
    says = f"gives {name} at most {units.shown(dosing.maximum.quantity)} ({dosing.maximum.at})"
    if isinstance(dosing, AsNeededDosing):
        example = dosing.lowered_maximum.quantity
    elif dosing.target_from is not None and dosing.target_to is not None:
        example = dosing.target_from.quantity
        aim = f"{units.shown(example)} to {units.shown(dosing.target_to.quantity)}"
        says = f"aims at {aim} and {says}"
    else:
        # The start dose: the one amount a day in every row that no one could take for advice.
        example = units.quantity(dosing.start_from.value * dosing.start_doses.value, "mg/d")
    kind = replace(units.DAILY_DOSE, example=units.shown(example))
    return positive(given, "target", kind, f"give the amount a day to arrive at; the plan {says}")


def _start(given: Raw) -> date:
    return read_date(given["start"], "start") if "start" in given else given["today"]


def _step_every(given: Raw) -> units.Quantity | None:
    return optional(given, "step_every", units.INTERVAL, "Step every", "3 days")


def _mycophenolate(given: Raw, _: Patient, plan: Plan) -> Result:
    _refuse_other_weight(given, "The dose goes by no weight")
    highest = plan.mycophenolate.dosing.maximum.quantity
    target = _target(given, plan.mycophenolate) if "target" in given else highest
    return mycophenolate(Wanted(target, _start(given), _step_every(given)), plan)


def _eculizumab(given: Raw, _: Patient, plan: Plan) -> Result:
    return eculizumab(_start(given), plan)


# The calculators whose orders can be verified.
_DOSES: Mapping[str, Calculator] = {
    "induction": Calculator("IVIg induction", ("days", *INFUSION_KEYS), _induction),
    "maintenance": Calculator("IVIg maintenance", ("dose", "every", *INFUSION_KEYS), _maintenance),
    "scig": Calculator("SCIg conversion", ("ivig_dose", "every", *INJECTION_KEYS), _scig),
    "cyclophosphamide": Calculator(
        "Cyclophosphamide", ("route", "bsa_formula", "bsa_cap", *BY_MASS_KEYS), _cyclophosphamide
    ),
    "rituximab": Calculator(
        "Rituximab",
        ("regimen", "bsa_formula", "bsa_cap", *BY_MASS_KEYS, "infusion"),
        _rituximab,
    ),
}
# What decides a dose; how it is hung or drawn up has no part in whether its order is right.
KEYS_OF_DOSES: Mapping[str, tuple[str, ...]] = {
    name: tuple(key for key in each.keys if key not in ADMINISTRATION_KEYS)
    for name, each in _DOSES.items()
}


def verified_order(given: Raw, patient: Patient, plan: Plan) -> Verified:
    """Return an order with the right answer and the verdict (see `calculators.verify`)."""
    runs = {name: each.run for name, each in _DOSES.items()}
    return verified(given, patient, plan, runs, KEYS_OF_DOSES)


def _verify(given: Raw, patient: Patient, plan: Plan) -> Result:
    return verify(verified_order(given, patient, plan), plan)


CALCULATORS: Mapping[str, Calculator] = {
    **_DOSES,
    "mycophenolate": Calculator("Mycophenolate", ("target", "step_every", "start"), _mycophenolate),
    "eculizumab": Calculator("Eculizumab", ("start",), _eculizumab),
    "titration": Calculator(
        "Titration",
        ("drug", "target", "step_every", "start", "start_dose", "step"),
        _titration,
    ),
    "body": Calculator("Body size", ("creatinine",), _body),
    "allowed": Calculator("The order check", ("name", "with"), _allowed, _check_order),
    "monitor": Calculator("Monitoring", MONITOR_KEYS, monitor, check_monitoring),
    "verify": Calculator("An order", verify_keys(KEYS_OF_DOSES), _verify),
}
