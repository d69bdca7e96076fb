"""Mycophenolate: the start, the dose to reach, and the end of the trial (plan 3D)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta

import units
from calculators.treatments.asked import (
    TARGET_BY_MOUTH,
    read_start,
    read_step_every,
    read_target,
    refuse_other_weight,
)
from calculators.treatments.declared import Calculator
from calculators.treatments.strengths import in_strengths
from calculators.treatments.titration import Wanted, climb_of, dated, interval_of, remarks_of
from calculators.working import Result, Step
from plan_data.schema.dosing import MycophenolateDosing
from units import Refused, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.patient.patient import Patient
    from plan_data.schema.plan import Plan

    Raw = Mapping[str, Any]


def mycophenolate(wanted: Wanted, plan: Plan) -> Result:
    """Return the steps in mg, the highest dose in mg/day, and when the trial ends.

    The plan does not say when the dose is raised: without an interval the second row has no date.

    Raises
    ------
    units.Refused
        The target lies above the plan's highest dose or below the start; the interval is no whole
        number of days.
    """
    treatment = plan.one_of(MycophenolateDosing)
    dosing = treatment.dosing
    climb = climb_of(treatment, wanted)
    every = interval_of(treatment, wanted, climb)
    rows = dated(climb, wanted.start, every)
    trial = Step("Trial", shown(dosing.trial.quantity), dosing.trial.quantity, dosing.trial.sources)
    undated = f"The plan does not say when the dose is raised ({dosing.maximum.at}): no date."
    found = Result(
        calculator="mycophenolate",
        treatment=treatment,
        values={
            "target": units.convert(wanted.target, "mg/d"),
            "steps": rows,
            "maximum": units.convert(dosing.maximum.quantity, "mg/d"),
            "trial_months": int(dosing.trial.value),
            "trial_ends": _months_after(wanted.start, int(dosing.trial.value)),
        },
        steps=(*climb.working, *every, trial),
        remarks=remarks_of(dosing, climb, wanted),
        reasons={"steps": undated} if rows[-1].date is None else {},
        first_dose=wanted.start,
        target=wanted.target,
    )
    return in_strengths(found, dosing)


def _months_after(start: date, months: int) -> date:
    """Return the day so many calendar months later; the month's last day where there is no such."""
    try:
        return start + relativedelta(months=months)
    except ValueError:
        raise Refused(
            "start", f"Start: a trial from {start} on leads past the year {date.max.year}."
        ) from None


def _run(given: Raw, _: Patient, plan: Plan) -> Result:
    refuse_other_weight(given, "The dose goes by no weight")
    highest = plan.one_of(MycophenolateDosing).dosing.maximum.quantity
    target = read_target(given, plan.one_of(MycophenolateDosing)) if "target" in given else highest
    return mycophenolate(Wanted(target, read_start(given), read_step_every(given)), plan)


CALCULATOR = Calculator(
    "Mycophenolate",
    ("target", "step_every", "start"),
    _run,
    doses=(MycophenolateDosing,),
    given=TARGET_BY_MOUTH,
    apart=("step_every",),
)
