"""What the monitoring calculator is asked: recorded values with their dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import units
from calculators.checks.monitoring import EARLIER_KEYS, RecordedTest, monitoring, monitoring_checks
from calculators.patient.patient import (
    NOT_RECORDED,
    UNKNOWN,
    Answer,
    Fact,
    LaboratoryValue,
    Patient,
    Unknown,
)
from calculators.typed.keys import MonitorKey
from calculators.typed.patient import laboratory_value, value_and_date
from calculators.typed.values import parsed, quoted, worded
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from calculators.checks.crosscheck import Checks
    from calculators.typed.keys import Key
    from calculators.working import Result
    from plan_data.schema.plan import Plan

    Raw = Mapping[str, Any]


def monitor(given: Raw, patient: Patient, plan: Plan) -> Result:
    """Return what section 6 of the plan says of the recorded values."""

    def recorded(key: str, kind: units.Kind) -> RecordedTest:
        earlier = EARLIER_KEYS.get(key, "")
        now = _dated(given, key, key, kind, plan, patient)
        return _in_order(key, now, _dated(given, earlier, key, kind, plan))

    def answered(key: str) -> RecordedTest:
        return RecordedTest(answer=_dated_answer(given, key))

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


def _dated(  # noqa: PLR0913, PLR0917  (what is asked, and where it may stand)
    given: Raw,
    key: str,
    name: str,
    kind: units.Kind,
    plan: Plan,
    patient: Patient | None = None,
) -> LaboratoryValue | None:
    """Return a value with its date: the request's own, else the patient's laboratory value.

    A value of what is a laboratory fact too is held to what is plausible of that.
    """
    in_facts = patient.laboratory.get(key) if patient else None
    if key not in given:
        return in_facts
    if in_facts is not None:
        raise Refused(key, f"{worded(key)} is given twice: as an input and among the facts.")
    text, on = _typed_and_date(given, key)
    if text.lower() == "unknown":
        return None
    if name in plan.facts.laboratory:
        return LaboratoryValue(laboratory_value(name, text, kind, plan, key), on)
    graded = kind is units.MRC_GRADE
    read = _grade(text, key) if graded else parsed(text, kind, key, worded(key))
    return LaboratoryValue(read, on)


def _typed_and_date(given: Raw, key: str) -> tuple[str, date | Unknown]:
    """Read a value, "VALUE@DATE", or {"value": …, "date": …}."""
    value = given[key]
    if isinstance(value, str) and "@" in value:
        typed, _, on = value.rpartition("@")
        value = {"value": typed, "date": on.strip()}
    return value_and_date(worded(key), value, given["today"], key)


def _dated_answer(given: Raw, key: str) -> Fact:
    if key not in given:
        return NOT_RECORDED
    text, on = _typed_and_date(given, key)
    folded = text.lower()
    if folded not in {"yes", "no", "unknown"}:
        raise Refused(key, f"{worded(key)}: {quoted(text)} is not one of yes, no, unknown.")
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
            f"MRC grade: {quoted(text)} is not a grade of the plan's scale. Accepted: a whole "
            'grade of 5 without plus or minus, from "0/5" to "5/5", for example "4/5".',
        )
    return grade


def _in_order(
    key: str, value: LaboratoryValue | None, earlier: LaboratoryValue | None
) -> RecordedTest:
    if (
        value is not None
        and earlier is not None
        and value.on is not UNKNOWN
        and earlier.on is not UNKNOWN
        and earlier.on > value.on
    ):
        raise Refused(
            EARLIER_KEYS[key],
            f"{worded(EARLIER_KEYS[key])}: its date {earlier.on} lies after {value.on}, the date "
            f"of the value that it is compared with; exchange the two.",
        )
    return RecordedTest(value, earlier)


def _grip(recorded: RecordedTest) -> RecordedTest:
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
            "Grip baseline: grip strength is given as a percentage of baseline already; leave the "
            "baseline out, or give both in kg or lb.",
        )
    if baseline.quantity.magnitude == 0:
        raise Refused("grip_baseline", "Grip baseline must be above zero.")
    return recorded


MONITOR_KEYS: tuple[Key, ...] = get_args(MonitorKey)


def check_monitoring(_: Raw, result: Result, patient: Patient, plan: Plan, today: date) -> Checks:
    """Check the recorded values and the patient against section 6."""
    return monitoring_checks(result, patient, plan, today)
