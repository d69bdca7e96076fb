"""Orders of what is raised by steps or taken when needed, and the step that one is held to."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import units
from calculators.treatments.as_needed import as_needed
from calculators.treatments.asked import read_start, read_step_every, read_target
from calculators.treatments.declared import Regimen, Treated
from calculators.treatments.expected_dose import ONE, DoseInputs
from calculators.treatments.mycophenolate import mycophenolate
from calculators.treatments.strengths import in_strengths
from calculators.treatments.symptomatic import read_drug, read_wanted
from calculators.treatments.titration import Wanted, at_clearance, titration
from plan_data.schema.dosing import AsNeededDosing, MycophenolateDosing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from calculators.patient.patient import Patient
    from calculators.treatments.expected_dose import Aim
    from calculators.treatments.titration import DatedDose
    from calculators.working import Result
    from plan_data.schema.plan import Plan, Treatment

    Raw = Mapping[str, Any]


class Titrated(NamedTuple):
    """What is asked of a titration, and the day of the order where the first dose has a day.

    Where no target was `named`, the one that is wanted is the order's own, once that is read.
    """

    treatment: Treatment[Any]
    wanted: Wanted
    on: date | None
    named: bool = True


def _read_titration(given: Raw, plan: Plan) -> Titrated:
    treatment = read_drug(given, plan)
    named = "target" in given
    target = read_target(given, treatment) if named else treatment.dosing.maximum.quantity
    return Titrated(treatment, read_wanted(given, target), _on(given), named)


def _read_mycophenolate(given: Raw, plan: Plan) -> Titrated:
    treatment = plan.one_of(MycophenolateDosing)
    highest = treatment.dosing.maximum.quantity
    target = read_target(given, treatment) if "target" in given else highest
    wanted = Wanted(target, read_start(given), read_step_every(given))
    return Titrated(treatment, wanted, _on(given))


def _on(given: Raw) -> date | None:
    on: date = given["today"]
    return on if "start" in given else None


def _require(_: Titrated, __: Patient) -> None:
    """Nothing of the patient is needed for the steps."""


def _work(chosen: Titrated, patient: Patient, plan: Plan) -> Result:
    dosing = chosen.treatment.dosing
    if isinstance(dosing, AsNeededDosing):
        return as_needed(chosen.treatment, chosen.wanted, patient, plan)
    if isinstance(dosing, MycophenolateDosing):
        return mycophenolate(chosen.wanted, plan)
    label = at_clearance(chosen.treatment, chosen.wanted.target, patient, plan)
    return in_strengths(titration(chosen.treatment, chosen.wanted, label, undated=True), dosing)


def _dispense(_: Raw, __: Titrated, result: Result, ___: Patient, ____: Plan) -> Result:
    return result


def _bare(
    chosen: Titrated, aim: Aim, _: Raw, patient: Patient, plan: Plan
) -> tuple[DoseInputs, ...]:
    """Return each step that an order may be for: that of its day, where the first dose has one."""
    return tuple(
        DoseInputs(
            aim=aim,
            unit="mg",
            goes_by="nothing",
            dose=units.magnitude_in(row.daily if aim == "daily" else row.per_dose, "mg"),
            dose_unit="mg",
            in_per_cent=False,
            whole="amount of a day",
        )
        for _, row in steps_ordered(chosen, patient, plan)
    )


def steps_ordered(
    chosen: Titrated, patient: Patient, plan: Plan
) -> tuple[tuple[int, DatedDose], ...]:
    """Return the steps that an order may be for, each with its number; the start is step 0."""
    rows: tuple[DatedDose, ...] = _work(chosen, patient, plan).values["steps"]
    numbered = tuple(enumerate(rows))
    if chosen.on is None or any(row.date is None for row in rows):
        return numbered
    begun = [pair for pair in numbered if pair[1].date is not None and pair[1].date <= chosen.on]
    return (begun[-1],) if begun else numbered[:1]


def _course(chosen: Titrated, _: Plan) -> Decimal:
    """Return the doses in a day at the target, which may be taken for one another's whole."""
    dosing = chosen.treatment.dosing
    return ONE if isinstance(dosing, AsNeededDosing) else Decimal(dosing.next_doses.value)


def _regimen(name: str, read: Any, what: str) -> Regimen:
    return Regimen(
        name,
        "PO",
        name,
        read,
        _require,
        _work,
        _dispense,
        _bare,
        aims={"none": "per_dose", "dose": "per_dose", "day": "daily"},
        fits=f'an order of {what} is the amount a day ("900 mg/day") or one dose and how often '
        '("300 mg three times a day")',
        values={"per_dose": ("steps",), "daily": ("steps",)},
        course=_course,
        goes_by="nothing",
        by_steps=steps_ordered,
    )


TITRATION = Treated(
    "titration",
    "Titration",
    ("drug", "target", "step_every", "start", "start_dose", "step"),
    {"": _regimen("titration", _read_titration, "a titrated drug")},
    example="300 mg three times a day",
)
MYCOPHENOLATE = Treated(
    "mycophenolate",
    "Mycophenolate",
    ("target", "step_every", "start"),
    {"": _regimen("mycophenolate", _read_mycophenolate, "mycophenolate")},
    example="1000 mg twice a day",
)
