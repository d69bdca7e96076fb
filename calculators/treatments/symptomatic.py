"""The symptomatic drugs as they are asked for: raised by steps, or taken when needed (plan 3B)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import units
from calculators.patient.dosing_weight import require_weights
from calculators.treatments.as_needed import as_needed
from calculators.treatments.asked import (
    TARGET_BY_MOUTH,
    read_start,
    read_step_every,
    read_target,
)
from calculators.treatments.declared import Calculator
from calculators.treatments.strengths import in_strengths
from calculators.treatments.titration import Wanted, at_clearance, titration
from calculators.typed.patient import read_dosing_weight
from calculators.typed.values import choices, nearest_choice, optional, quoted
from plan_data.schema.dosing import AsNeededDosing, SteppedDosing
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.patient.patient import Patient
    from calculators.working import Result
    from plan_data.schema.plan import Plan, Treatment

    Raw = Mapping[str, Any]


def _run(given: Raw, patient: Patient, plan: Plan) -> Result:
    treatment = read_drug(given, plan)
    # The dose goes by no weight; the clearance does.
    if (weight := read_dosing_weight(given)) != "actual":
        require_weights(patient, weight, "the clearance is worked out by it")
    wanted = read_wanted(given, read_target(given, treatment))
    if isinstance(treatment.dosing, AsNeededDosing):
        return as_needed(treatment, wanted, patient, plan)
    label = at_clearance(treatment, wanted.target, patient, plan)
    return in_strengths(titration(treatment, wanted, label), treatment.dosing)


def read_wanted(given: Raw, target: units.Quantity) -> Wanted:
    """Return what is asked of the titration of a drug to a target."""
    return Wanted(
        target=target,
        start=read_start(given),
        step_every=read_step_every(given),
        start_dose=optional(given, "start_dose", units.DRUG_MASS, "Start dose", "10 mg"),
        step=optional(given, "step", units.DRUG_MASS, "Step", "10 mg"),
    )


def read_drug(given: Raw, plan: Plan) -> Treatment[Any]:
    """Return the symptomatic drug that is named.

    Raises
    ------
    units.Refused
        None is named, or none of the plan's.
    """
    drugs = plan.symptomatic
    if "drug" not in given:
        raise Refused("drug", f"Name the drug: {choices(drugs)}.")
    value = given["drug"]
    name = re.sub(r"[\s_-]+", "_", value.strip().lower()) if isinstance(value, str) else ""
    if name not in drugs:
        raise Refused(
            "drug",
            f"There is no symptomatic drug {quoted(value)} in the plan; there are "
            f"{choices(drugs)}." + nearest_choice(name, drugs),
        )
    return drugs[name]


CALCULATOR = Calculator(
    "Titration",
    ("drug", "target", "step_every", "start", "start_dose", "step"),
    _run,
    doses=(SteppedDosing, AsNeededDosing),
    many=True,
    given=TARGET_BY_MOUTH,
)
