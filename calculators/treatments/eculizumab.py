"""Eculizumab: the plan has no dose, so none is given; the plan's checks run all the same (3D)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calculators.treatments.asked import read_start
from calculators.treatments.declared import Calculator
from calculators.working import Result
from plan_data.schema.dosing import NoDosing
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from calculators.patient.patient import Patient
    from plan_data.schema.plan import Plan


def eculizumab(start: date | None, plan: Plan) -> Result:
    """Return no dose, why there is none, and what the checks need: the day of the first dose.

    Where that is not known, none is made up: the checks say that they were held against today.
    """
    treatment = plan.one_of(NoDosing)
    reason = f"{treatment.dosing.reason.removesuffix('.')} ({treatment.dosing.at})."
    return Result(
        calculator="eculizumab",
        treatment=treatment,
        values={"dose": None},
        steps=(),
        reasons={"dose": reason},
        first_dose=start,
        refusal=Refused("dose", reason),
    )


def _run(given: Mapping[str, Any], _: Patient, plan: Plan) -> Result:
    return eculizumab(read_start(given) if "start" in given else None, plan)


CALCULATOR = Calculator("Eculizumab", ("start",), _run, doses=(NoDosing,))
