"""From what was typed or sent to typed inputs, and from those to a checked answer.

One reader serves the app, the command line and programs: the same words are accepted and refused
everywhere. A request is a mapping of text; its keys are the command line's options with `_` for
`-`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, get_args

import units
from calculators.allowed import allowed, order_checks
from calculators.as_needed import as_needed
from calculators.body import body
from calculators.body_size import BodySurfaceFormula
from calculators.crosscheck import Checks, crosscheck
from calculators.cyclophosphamide import cyclophosphamide_iv, cyclophosphamide_po
from calculators.eculizumab import eculizumab
from calculators.ivig_induction import induction
from calculators.ivig_maintenance import maintenance
from calculators.monitoring import EARLIER_KEYS, Recorded, monitoring, monitoring_checks
from calculators.mycophenolate import mycophenolate
from calculators.patient import (
    NOT_RECORDED,
    UNKNOWN,
    Answer,
    DosingWeight,
    Fact,
    LaboratoryValue,
    Measure,
    Patient,
    Setting,
    Sex,
    Unknown,
)
from calculators.plausibility import swap_hint
from calculators.rituximab import rituximab_two_doses, rituximab_weekly
from calculators.scig import scig
from calculators.titration import Wanted, titration
from plan_data.schema import AsNeededDosing
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from calculators.working import Result
    from plan_data.schema import Plan, Range, Treatment

    Raw = Mapping[str, Any]

PATIENT_KEYS = (
    "weight",
    "height",
    "age",
    "sex",
    "setting",
    "dosing_weight",
    "facts",
    "premedication",
    "concurrent",
)
COMMON_KEYS = ("id", "calculator", "today", *PATIENT_KEYS)


@dataclass(frozen=True, slots=True)
class Answered:
    """A result with its checks, and what they were made from."""

    patient: Patient
    result: Result
    checks: Checks
    today: date


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


def answer(request: Raw, plan: Plan, default_today: date) -> Answered:
    """Calculate and check one request.

    Parameters
    ----------
    request
        Key → what was typed. ``None`` counts as not given.
    default_today
        The day of the check where the request names none.

    Raises
    ------
    units.Refused
        The first key that cannot be used, with a sentence that says what is accepted.
    """
    given = {key: value for key, value in request.items() if value is not None}
    calculator = _calculator(given)
    _refuse_unknown_keys(given, calculator)
    today = _today(given, default_today)
    patient = read_patient(given, plan, today)
    result = calculator.run({**given, "today": today}, patient, plan)
    return Answered(patient, result, calculator.check(given, result, patient, plan, today), today)


def _calculator(given: Raw) -> Calculator:
    if "calculator" not in given:
        raise Refused("calculator", f"Name the calculator: {_choices(CALCULATORS)}.")
    name = given["calculator"]
    if not isinstance(name, str) or name not in CALCULATORS:
        raise Refused(
            "calculator",
            f"There is no calculator {_quoted(name)}; there are {_choices(CALCULATORS)}."
            + _nearest(name, CALCULATORS),
        )
    return CALCULATORS[name]


def _refuse_unknown_keys(given: Raw, calculator: Calculator) -> None:
    known = (*COMMON_KEYS, *calculator.keys)
    for key in given:
        if key not in known:
            raise Refused(
                key,
                f"{_quoted(key)} is not an input of {calculator.label}; its own inputs are "
                f"{_choices(calculator.keys)}, and for every calculator {_choices(PATIENT_KEYS)}."
                + _nearest(key, known),
            )


# --- the patient ------------------------------------------------------------------------------


def read_patient(given: Raw, plan: Plan, today: date) -> Patient:
    """Return the patient that a request describes; what it does not say stays unknown.

    Raises
    ------
    units.Refused
        A measure, a choice, a fact or a date cannot be used.
    """
    measures = plan.measures
    facts, laboratory = _facts(given, plan, today)
    return Patient(
        weight=_measure(
            given, "weight", units.BODY_WEIGHT, measures.accepted_weight, measures.ordinary_weight
        ),
        height=_measure(
            given, "height", units.HEIGHT, measures.accepted_height, measures.ordinary_height
        ),
        age=_measure(given, "age", units.AGE, measures.accepted_age, None),
        sex=_choice(given, "sex", get_args(Sex), UNKNOWN),
        setting=_choice(given, "setting", get_args(Setting), UNKNOWN),
        facts=facts,
        laboratory=laboratory,
        premedication=_names(given, "premedication"),
        concurrent=_names(given, "concurrent"),
    )


def _measure(
    given: Raw, key: str, kind: units.Kind, accepted: Range, ordinary: Range | None
) -> Measure | Unknown:
    if key not in given:
        return UNKNOWN
    quantity = _quantity(given, key, kind)
    if not accepted.holds(quantity):
        lowest, highest = units.shown(accepted.lowest.quantity), accepted.highest.quantity
        hint = swap_hint(quantity, key, ordinary) if ordinary is not None else ""
        raise Refused(
            key,
            f"{kind.name}: {units.shown(quantity)} is outside {lowest} to {units.shown(highest)}; "
            f"check the number and its unit ({kind.accepted}).{hint}",
        )
    return Measure(kind.name, quantity)


def _quantity(given: Raw, key: str, kind: units.Kind) -> units.Quantity:
    text = given[key]
    if isinstance(text, str):
        return units.parse(text, kind, key)
    if isinstance(text, int | Decimal | float) and not isinstance(text, bool):
        raise Refused(
            key,
            f"{kind.name}: {_quoted(text)} has no unit. Write it as text with {kind.accepted}, "
            f'for example "{kind.example}".',
        )
    raise Refused(key, f'{kind.name} must be text with a unit, for example "{kind.example}".')


def _positive(given: Raw, key: str, kind: units.Kind, why: str) -> units.Quantity:
    if key not in given:
        raise Refused(key, f'{kind.name} is missing: {why}, for example "{kind.example}".')
    quantity = _quantity(given, key, kind)
    if quantity.magnitude <= 0:
        raise Refused(
            key,
            f"{kind.name}: {units.shown(quantity)} must be above zero. Accepted: a number with "
            f'{kind.accepted}, for example "{kind.example}".',
        )
    return quantity


def _choice(given: Raw, key: str, allowed: tuple[str, ...], default: Any) -> Any:
    if key not in given:
        return default
    value = given[key]
    folded = {choice.lower(): choice for choice in allowed}
    if isinstance(value, str) and value.strip().lower() in folded:
        return folded[value.strip().lower()]
    if isinstance(value, str) and value.strip().lower() == "unknown" and default is UNKNOWN:
        return UNKNOWN
    raise Refused(
        key,
        f"{_worded(key)}: {_quoted(value)} is not one of {_choices(allowed)}."
        + _nearest(value, allowed),
    )


def _names(given: Raw, key: str) -> tuple[str, ...]:
    value = given.get(key, ())
    if isinstance(value, str):
        value = (value,)
    if not isinstance(value, list | tuple) or not all(
        isinstance(name, str) and name.strip() for name in value
    ):
        raise Refused(
            key, f'{_worded(key)} must be a list of names, for example ["acetaminophen"].'
        )
    return tuple(" ".join(name.split()) for name in value)


# --- facts ------------------------------------------------------------------------------------


def _facts(
    given: Raw, plan: Plan, today: date
) -> tuple[dict[str, Fact], dict[str, LaboratoryValue]]:
    stated = given.get("facts", {})
    if not isinstance(stated, dict):
        raise Refused("facts", 'Facts must be an object, for example {"iga_deficiency": "no"}.')
    known = (*plan.facts.yes_no, *plan.facts.laboratory)
    facts: dict[str, Fact] = {}
    laboratory: dict[str, LaboratoryValue] = {}
    for name, value in _with_creatinine(stated, given).items():
        text, on = _value_and_date(name, value, today)
        if name in plan.facts.yes_no:
            facts[name] = Fact(_yes_no(name, text), on)
        elif name in plan.facts.laboratory:
            if text.lower() != "unknown":
                kind = units.KINDS[plan.facts.laboratory[name].kind]
                laboratory[name] = LaboratoryValue(_laboratory(name, text, kind), on)
        else:
            raise Refused(
                f"facts.{name}",
                f"There is no fact {_quoted(name)}."
                + (_nearest(name, known) or f" There are {_choices(known)}."),
            )
    return facts, laboratory


def _with_creatinine(stated: dict[str, Any], given: Raw) -> dict[str, Any]:
    """Take the body calculator's own creatinine as the fact that it is."""
    if "creatinine" not in given:
        return stated
    if "creatinine" in stated:
        raise Refused("creatinine", "Creatinine is given twice: as an input and among the facts.")
    return {**stated, "creatinine": given["creatinine"]}


def _value_and_date(
    name: str, value: Any, today: date, field: str = ""
) -> tuple[str, date | Unknown]:
    field = field or f"facts.{name}"
    if isinstance(value, dict):
        extra = [key for key in value if key not in ("value", "date")]
        if extra or "value" not in value:
            raise Refused(
                field,
                f'{name} takes {{"value": …, "date": "YYYY-MM-DD"}}'
                + (f", not {_quoted(extra[0])}." if extra else '; "value" is missing.'),
            )
        on = value.get("date")
        value = value["value"]
        return _fact_text(field, name, value), (
            UNKNOWN if on is None else past_date(on, field, today)
        )
    return _fact_text(field, name, value), UNKNOWN


def _fact_text(field: str, name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Refused(
            field,
            f'{name}: {_quoted(value)} is not text; write "yes", "no" or "unknown", '
            "or a value with its unit.",
        )
    return value.strip()


def _yes_no(name: str, text: str) -> Answer:
    try:
        return Answer(text.lower())
    except ValueError:
        raise Refused(
            f"facts.{name}", f"{name}: {_quoted(text)} is not one of yes, no, unknown."
        ) from None


def _laboratory(name: str, text: str, kind: units.Kind) -> units.Quantity:
    field = f"facts.{name}"
    quantity = units.parse(text, kind, field)
    if name == "creatinine" and quantity.magnitude == 0:
        raise Refused(field, "Creatinine must be above zero.")
    return quantity


# --- dates ------------------------------------------------------------------------------------


def read_date(text: Any, field: str) -> date:
    """Return a date written YYYY-MM-DD.

    Raises
    ------
    units.Refused
        It is written otherwise, or there is no such day.
    """
    if type(text) is date:
        return text
    if isinstance(text, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
        try:
            return date.fromisoformat(text.strip())
        except ValueError:
            raise Refused(field, f"{_worded(field)}: there is no day {text.strip()}.") from None
    raise Refused(
        field,
        f"{_worded(field)}: {_quoted(text)} is not a date; write it YYYY-MM-DD, "
        "for example 2026-09-01.",
    )


def past_date(text: Any, field: str, today: date) -> date:
    """Return a date that is not after `today`.

    Raises
    ------
    units.Refused
        It is no date, or lies in the future.
    """
    on = read_date(text, field)
    if on > today:
        raise Refused(
            field,
            f"{_worded(field)}: the date {on} lies after today ({today}); "
            "enter the day on which it happened.",
        )
    return on


def _today(given: Raw, default_today: date) -> date:
    return read_date(given["today"], "today") if "today" in given else default_today


# --- calculators ------------------------------------------------------------------------------


def _induction(given: Raw, patient: Patient, plan: Plan) -> Result:
    allowed = plan.ivig_induction.dosing.days.values
    return induction(patient, _whole_days(given, allowed), _dosing_weight(given), plan)


def _whole_days(given: Raw, allowed: tuple[int, ...]) -> int:
    choices = ", ".join(str(days) for days in allowed)
    accepted = f"accepted is a whole number of days that the plan allows: {choices}."
    if "days" not in given:
        raise Refused("days", f"Days is missing: {accepted}")
    value = given["days"]
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value.strip()):
        return int(value.strip())
    short = len(str(value)) < _SHORT  # a number of any length can be sent
    if isinstance(value, int) and not isinstance(value, bool) and short:
        return value
    raise Refused("days", f"Days: {_quoted(value)} is not a whole number; {accepted}")


def _maintenance(given: Raw, patient: Patient, plan: Plan) -> Result:
    dose = _positive(
        given, "dose", units.DOSE_PER_WEIGHT, "give the dose an infusion per kg of body weight"
    )
    every = _interval(given, "give the time between infusions")
    return maintenance(patient, dose, every, _dosing_weight(given), plan)


def _scig(given: Raw, patient: Patient, plan: Plan) -> Result:
    _refuse_other_weight(given, "The conversion starts from grams")
    dose = _positive(
        given, "ivig_dose", units.DRUG_MASS, "give the IVIg that the patient gets an infusion"
    )
    return scig(patient, dose, _interval(given, "give the time between IVIg infusions"), plan)


def _interval(given: Raw, why: str) -> units.Quantity:
    return _positive(given, "every", units.INTERVAL, why)


def _cyclophosphamide(given: Raw, patient: Patient, plan: Plan) -> Result:
    if _choice(given, "route", ("iv", "po"), "iv") == "po":
        for key in ("bsa_formula", "bsa_cap"):
            if key in given:
                raise Refused(
                    key, f"{_worded(key)} has no part in the oral dose, which goes by weight."
                )
        return cyclophosphamide_po(patient, _dosing_weight(given), plan)
    _refuse_other_weight(given, "The intravenous dose goes by body surface")
    return cyclophosphamide_iv(patient, *_surface_choices(given), plan)


def _rituximab(given: Raw, patient: Patient, plan: Plan) -> Result:
    regimen = _choice(given, "regimen", ("weekly_x4", "two_doses"), "weekly_x4")
    if regimen == "two_doses":
        for key in ("bsa_formula", "bsa_cap", "dosing_weight"):
            if given.get(key, "actual") != "actual":
                raise Refused(key, f"{_worded(key)} has no part in the two fixed doses.")
        return rituximab_two_doses(plan)
    _refuse_other_weight(given, "The weekly doses go by body surface")
    return rituximab_weekly(patient, *_surface_choices(given), plan)


def _surface_choices(given: Raw) -> tuple[BodySurfaceFormula, units.Quantity | None]:
    formula = _choice(given, "bsa_formula", get_args(BodySurfaceFormula), "mosteller")
    if "bsa_cap" not in given:
        return formula, None
    return formula, _positive(given, "bsa_cap", units.SURFACE, "give the site's cap")


def _dosing_weight(given: Raw) -> DosingWeight:
    choice: DosingWeight = _choice(given, "dosing_weight", get_args(DosingWeight), "actual")
    return choice


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
    if len(text) > _LONGEST_ORDER:
        raise Refused(
            key,
            f"{_worded(key)}: {_quoted(text)} is longer than {_LONGEST_ORDER} characters; "
            "ask about one order at a time.",
        )
    return " ".join(text.split())


def _check_order(given: Raw, result: Result, patient: Patient, plan: Plan, today: date) -> Checks:
    alongside = (*_names(given, "with"), *patient.concurrent, *patient.premedication)
    texts = tuple(_order_text("with", text) for text in alongside)
    return order_checks(result, texts, patient, plan, today)


def _monitor(given: Raw, patient: Patient, plan: Plan) -> Result:
    def recorded(key: str, kind: units.Kind) -> Recorded:
        earlier = EARLIER_KEYS.get(key, "")
        return _in_order(key, _dated(given, key, kind, patient), _dated(given, earlier, kind))

    def answered(key: str) -> Recorded:
        return Recorded(answer=_dated_answer(given, key))

    return monitoring(
        {
            "grip": _grip(recorded("grip", units.GRIP)),
            "mrc": recorded("mrc", units.MRC_GRADE),
            "creatinine": answered("creatinine_normal"),
            "hemoglobin": recorded("hemoglobin", units.HEMOGLOBIN),
            "igg_trough": recorded("igg_trough", units.IMMUNOGLOBULIN),
            "ncs": answered("ncs_stable"),
            "fvc": recorded("fvc", units.FVC),
        },
        plan,
    )


def _dated(
    given: Raw, key: str, kind: units.Kind, patient: Patient | None = None
) -> LaboratoryValue | None:
    """Return a value with its date: the request's own, else the patient's laboratory value."""
    in_facts = patient.laboratory.get(key) if patient else None
    if key not in given:
        return in_facts
    if in_facts is not None:
        raise Refused(key, f"{_worded(key)} is given twice: as an input and among the facts.")
    text, on = _typed_and_date(given, key)
    if text.lower() == "unknown":
        return None
    return LaboratoryValue(_grade(text, key) if kind is units.MRC_GRADE else
                           units.parse(text, kind, key), on)  # fmt: skip


def _typed_and_date(given: Raw, key: str) -> tuple[str, date | Unknown]:
    """Read a value, "VALUE@DATE", or {"value": …, "date": …}."""
    value = given[key]
    if isinstance(value, str) and "@" in value:
        typed, _, on = value.rpartition("@")
        value = {"value": typed, "date": on.strip()}
    return _value_and_date(_worded(key), value, given["today"], key)


def _dated_answer(given: Raw, key: str) -> Fact:
    if key not in given:
        return NOT_RECORDED
    text, on = _typed_and_date(given, key)
    folded = text.lower()
    if folded not in {"yes", "no", "unknown"}:
        raise Refused(key, f"{_worded(key)}: {_quoted(text)} is not one of yes, no, unknown.")
    return Fact(Answer(folded), on)


def _grade(text: str, key: str) -> units.Quantity:
    """Read an MRC grade; the plan's scale has whole grades, so 4- and 4+ are not on it."""
    try:
        grade = units.parse(text, units.MRC_GRADE, key)
    except Refused:
        grade = None
    if grade is None or grade.magnitude != grade.magnitude.to_integral_value():
        raise Refused(
            key,
            f"MRC grade: {_quoted(text)} is not a grade of the plan's scale. Accepted: a whole "
            'grade of 5 without plus or minus, from "0/5" to "5/5", for example "4/5".',
        )
    return grade


def _in_order(key: str, value: LaboratoryValue | None, earlier: LaboratoryValue | None) -> Recorded:
    if (
        value is not None
        and earlier is not None
        and value.on is not UNKNOWN
        and earlier.on is not UNKNOWN
        and earlier.on > value.on
    ):
        raise Refused(
            EARLIER_KEYS[key],
            f"{_worded(EARLIER_KEYS[key])}: its date {earlier.on} lies after {value.on}, the date "
            f"of the value that it is compared with; exchange the two.",
        )
    return Recorded(value, earlier)


def _grip(recorded: Recorded) -> Recorded:
    """See to it that a baseline is a force above zero, and that a percentage comes without one."""
    baseline = recorded.earlier
    if baseline is None:
        return recorded
    now = recorded.value.quantity if recorded.value else None
    if units.unit_of(baseline.quantity).ucum == "%":
        raise Refused("grip_baseline", "Grip baseline must be a force in kg or lb, such as 32 kg.")
    if now is not None and units.unit_of(now).ucum == "%":
        raise Refused(
            "grip_baseline",
            "Grip baseline: grip is given as a percentage of baseline already; leave the baseline "
            "out, or give both in kg or lb.",
        )
    if baseline.quantity.magnitude == 0:
        raise Refused("grip_baseline", "Grip baseline must be above zero.")
    return recorded


_MONITOR_KEYS = (
    "grip",
    "grip_baseline",
    "mrc",
    "creatinine_normal",
    "hemoglobin",
    "hemoglobin_before",
    "igg_trough",
    "ncs_stable",
    "fvc",
)


def _check_monitoring(_: Raw, result: Result, patient: Patient, plan: Plan, today: date) -> Checks:
    return monitoring_checks(result, patient, plan, today)


_LONGEST_ORDER = 500  # characters; more is no order, and would be slow to look through


def _titration(given: Raw, patient: Patient, plan: Plan) -> Result:
    treatment = _drug(given, plan)
    _refuse_other_weight(given, "The dose goes by no weight")
    wanted = Wanted(
        target=_target(given, treatment),
        start=_start(given),
        step_every=_step_every(given),
        start_dose=_optional(given, "start_dose", units.DRUG_MASS, "Start dose", "10 mg"),
        step=_optional(given, "step", units.DRUG_MASS, "Step", "10 mg"),
    )
    if isinstance(treatment.dosing, AsNeededDosing):
        return as_needed(treatment, wanted, patient)
    return titration(treatment, wanted)


def _drug(given: Raw, plan: Plan) -> Treatment[Any]:
    drugs = plan.symptomatic
    if "drug" not in given:
        raise Refused("drug", f"Name the drug: {_choices(drugs)}.")
    value = given["drug"]
    name = re.sub(r"[\s_-]+", "_", value.strip().lower()) if isinstance(value, str) else ""
    if name not in drugs:
        raise Refused(
            "drug",
            f"There is no symptomatic drug {_quoted(value)} in the plan; there are "
            f"{_choices(drugs)}." + _nearest(name, drugs),
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
    return _positive(given, "target", kind, f"give the amount a day to arrive at; the plan {says}")


def _start(given: Raw) -> date:
    return read_date(given["start"], "start") if "start" in given else given["today"]


def _step_every(given: Raw) -> units.Quantity | None:
    return _optional(given, "step_every", units.INTERVAL, "Step every", "3 days")


def _optional(
    given: Raw, key: str, kind: units.Kind, name: str, example: str
) -> units.Quantity | None:
    if key not in given:
        return None
    return _positive(given, key, replace(kind, name=name, example=example), "")


def _mycophenolate(given: Raw, _: Patient, plan: Plan) -> Result:
    _refuse_other_weight(given, "The dose goes by no weight")
    highest = plan.mycophenolate.dosing.maximum.quantity
    target = _target(given, plan.mycophenolate) if "target" in given else highest
    return mycophenolate(Wanted(target, _start(given), _step_every(given)), plan)


def _eculizumab(given: Raw, _: Patient, plan: Plan) -> Result:
    return eculizumab(_start(given), plan)


CALCULATORS: Mapping[str, Calculator] = {
    "induction": Calculator("IVIg induction", ("days",), _induction),
    "maintenance": Calculator("IVIg maintenance", ("dose", "every"), _maintenance),
    "scig": Calculator("SCIg conversion", ("ivig_dose", "every"), _scig),
    "cyclophosphamide": Calculator(
        "Cyclophosphamide", ("route", "bsa_formula", "bsa_cap"), _cyclophosphamide
    ),
    "rituximab": Calculator("Rituximab", ("regimen", "bsa_formula", "bsa_cap"), _rituximab),
    "mycophenolate": Calculator("Mycophenolate", ("target", "step_every", "start"), _mycophenolate),
    "eculizumab": Calculator("Eculizumab", ("start",), _eculizumab),
    "titration": Calculator(
        "Titration",
        ("drug", "target", "step_every", "start", "start_dose", "step"),
        _titration,
    ),
    "body": Calculator("Body size", ("creatinine",), _body),
    "allowed": Calculator("The order check", ("name", "with"), _allowed, _check_order),
    "monitor": Calculator("Monitoring", _MONITOR_KEYS, _monitor, _check_monitoring),
}


# --- words ------------------------------------------------------------------------------------

_SHORT = 40


def _quoted(value: Any) -> str:
    """Quote what was sent, cut to a readable length."""
    text = value if isinstance(value, str) else str(value)
    return f'"{text}"' if len(text) <= _SHORT else f'"{text[:_SHORT]}…"'


def _choices(names: Any) -> str:
    return ", ".join(names)


def _worded(field: str) -> str:
    return field.removeprefix("facts.").replace("_", " ").capitalize()


def _nearest(value: Any, known: Any) -> str:
    near = get_close_matches(str(value)[:_SHORT], list(known), n=2, cutoff=0.6)
    return f" Did you mean {' or '.join(near)}?" if near else ""
