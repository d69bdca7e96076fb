"""What several treatments are asked: the weight to dose by, the body surface, a start, a target.

Each is read here once, for the dose with its working as for an order of it; and so are the bare
numbers of the patient, from which the search for mistakes starts.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import units
from calculators.dispensing.asked import read_administration
from calculators.dispensing.infusion import infused
from calculators.patient.body_size import BodySurfaceFormula
from calculators.patient.body_surface import require_surface
from calculators.patient.patient import UNKNOWN, Answer
from calculators.treatments.expected_dose import ONE, DoseInputs
from calculators.typed.patient import read_dosing_weight
from calculators.typed.values import (
    SHORT,
    choice,
    optional,
    positive,
    quoted,
    read_date,
    written_out,
)
from plan_data.schema.dosing import AsNeededDosing
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from calculators.dispensing.administration import DoseToDispense
    from calculators.patient.patient import DosingWeight, Patient
    from calculators.treatments.expected_dose import Aim, GoesBy
    from calculators.working import Result
    from plan_data.schema.figures import Figure
    from plan_data.schema.plan import Plan, Treatment

    Raw = Mapping[str, Any]


class Surface(NamedTuple):
    """The formula of body surface that was chosen, and a site's cap on it where there is one."""

    formula: BodySurfaceFormula
    cap: units.Quantity | None


def read_surface(given: Raw, why: str) -> Surface:
    """Return what was chosen for a dose by body surface; `why` refuses another dosing weight."""
    refuse_other_weight(given, why)
    formula = choice(given, "bsa_formula", get_args(BodySurfaceFormula), "mosteller")
    if "bsa_cap" not in given:
        return Surface(formula, None)
    return Surface(formula, positive(given, "bsa_cap", units.SURFACE, "give the site's cap"))


def require_surface_of(_: Surface, patient: Patient) -> None:
    """Refuse a dose by body surface without weight or height."""
    require_surface(patient)


def whole_days(given: Raw, allowed: tuple[int, ...], whose: str = "the plan allows") -> int:
    """Return the number of days as it was typed, a whole number; its range is not looked at."""
    choices = ", ".join(str(days) for days in allowed)
    accepted = f"accepted is a whole number of days that {whose}: {choices}."
    if "days" not in given:
        raise Refused("days", f"Days is missing: {accepted}")
    value = given["days"]
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value.strip()):
        return int(value.strip())
    short = len(written_out(value)) < SHORT  # a number of any length can be sent
    if isinstance(value, int) and not isinstance(value, bool) and short:
        return value
    raise Refused("days", f"Days: {quoted(value)} is not a whole number; {accepted}")


def refuse_other_weight(given: Raw, why: str) -> None:
    """Refuse a weight to dose by where no weight doses."""
    if read_dosing_weight(given) != "actual":
        raise Refused(
            "dosing_weight",
            f"Dosing weight: {why}, so ideal and adjusted weight have no part in it; "
            "leave it out or say actual.",
        )


def hung(
    given: Raw, result: Result, ordered: DoseToDispense, patient: Patient, plan: Plan
) -> Result:
    """Return a result with what is hung, where a product was asked for."""
    chosen = read_administration(given, plan, "IV", holds=ordered.holds)
    return result if chosen is None else infused(result, ordered, chosen, patient, plan)


# --- titrations -----------------------------------------------------------------------------------

# What a sheet that stands alone calls the dose that is arrived at.
TARGET_BY_MOUTH: Mapping[str, str] = MappingProxyType({"target": "Dose to reach, a day, PO"})


def read_target(given: Raw, treatment: Treatment[Any]) -> units.Quantity:
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


def read_start(given: Raw) -> date:
    """Return the day of the first dose; today where none was given."""
    return read_date(given["start"], "start") if "start" in given else given["today"]


def read_first_dose(given: Raw) -> date | None:
    """Return the day of the first dose, where it is known: its `start` is a time of day."""
    return read_date(given["first_dose"], "first_dose") if "first_dose" in given else None


def read_step_every(given: Raw) -> units.Quantity | None:
    """Return the time between two steps, where it was given."""
    return optional(given, "step_every", units.INTERVAL, "Step every", "3 days")


# --- the bare numbers -----------------------------------------------------------------------------


def bare_dose(figure: Figure) -> dict[str, Any]:
    """Return a figure of the plan as inputs of a dose."""
    return {"dose": Decimal(figure.value), "dose_unit": figure.unit}


def bare_surface(chosen: Surface) -> dict[str, Any]:
    """Return what was chosen for the body surface as inputs of a dose."""
    if chosen.cap is None:
        return {"formula": chosen.formula}
    return {"formula": chosen.formula, "cap": units.magnitude_in(chosen.cap, "m2")}


def bare_course(
    figure: Figure, doses: Decimal, aim: Aim, goes_by: GoesBy, body: Mapping[str, Any]
) -> tuple[DoseInputs]:
    """Return the inputs of one dose of a course by mass, or of all its `doses` as the total."""
    return (
        DoseInputs(
            aim=aim,
            unit=figure.unit.partition("/")[0],
            goes_by=goes_by,
            **bare_dose(figure),
            times=doses if aim == "total" else ONE,
            in_per_cent=False,
            **body,
        ),
    )


def bare_patient(
    given: Raw, patient: Patient, plan: Plan, dosing_weight: DosingWeight = "actual"
) -> dict[str, Any]:
    """Return the patient's measures as inputs of a dose, each also as it was typed."""
    found: dict[str, Any] = {
        "dosing_weight": dosing_weight,
        "adjusted_factor": Decimal(plan.measures.adjusted_weight_factor.value),
        "keeps_actual": _keeps_actual(patient, plan),
    }
    if patient.weight is not UNKNOWN:
        found["weight_kg"] = units.magnitude_in(patient.weight.quantity, "kg")
        found["weight_text"] = given["weight"]
        found["weight_unit"] = units.unit_of(patient.weight.quantity).ucum
    if patient.height is not UNKNOWN:
        found["height_cm"] = units.magnitude_in(patient.height.quantity, "cm")
        found["height_text"] = given["height"]
    if patient.sex is not UNKNOWN:
        found["sex"] = patient.sex
    return found


def _keeps_actual(patient: Patient, plan: Plan) -> bool:
    """Tell whether the policy of the adjusted weight keeps the actual one for this patient."""
    age, limit = patient.age, plan.measures.adjusted_weight_from_age
    young = age is not UNKNOWN and units.magnitude_in(age.quantity, limit.unit) < limit.value
    return young or patient.fact("pregnancy").answer is Answer.YES
