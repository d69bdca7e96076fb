"""Eculizumab: the plan has no dose, so none is given; the plan's checks run all the same (3D)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calculators.working import Result
from units import Refused

if TYPE_CHECKING:
    from datetime import date

    from plan_data.schema.plan import Plan


def eculizumab(start: date, plan: Plan) -> Result:
    """Return no dose, why there is none, and what the checks need: the day of the first dose."""
    treatment = plan.eculizumab
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
