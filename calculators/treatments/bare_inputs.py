"""From a request to the bare numbers of its dose. It refuses nothing that the calculators accept.

Whoever calls it has asked the calculator of the same request before, or will ask it as soon as
something here is refused: the sentences of a refusal are the calculators' own.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_args

import units
from calculators.patient.body_size import BodySurfaceFormula
from calculators.patient.patient import UNKNOWN, Answer, DosingWeight, Measure, Unknown
from calculators.treatments.expected_dose import DoseInputs
from calculators.typed.values import choice, positive

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.patient.patient import Patient
    from calculators.treatments.expected_dose import Aim
    from calculators.treatments.order_aim import Regimen
    from plan_data.schema.figures import Figure
    from plan_data.schema.plan import Plan

    Raw = Mapping[str, Any]


def regimen_of(of: str, given: Raw) -> Regimen:
    """Return the regimen that is asked about: the calculator's, or the one of its two."""
    if of == "cyclophosphamide":
        oral = choice(given, "route", ("iv", "po"), "iv") == "po"
        return "cyclophosphamide_po" if oral else "cyclophosphamide_iv"
    if of == "rituximab":
        weekly = choice(given, "regimen", ("weekly_x4", "two_doses"), "weekly_x4") == "weekly_x4"
        return "rituximab_weekly" if weekly else "rituximab_two_doses"
    return of  # type: ignore[return-value]  # the others have one regimen each, of their name


def bare_inputs(
    regimen: Regimen, aim: Aim, given: Raw, patient: Patient, plan: Plan
) -> tuple[DoseInputs, ...]:
    """Return the inputs of the dose that is meant; of its lowest and its highest, where it is two.

    Raises
    ------
    units.Refused
        Something is missing or cannot be used. The sentence is not for the user.
    """
    common = _common(given, patient, plan)
    if regimen == "induction":
        return (_induction(aim, given, plan, common),)
    if regimen == "maintenance":
        return (_maintenance(aim, given, plan, common),)
    if regimen == "scig":
        return (_scig(given, plan, common),)
    if regimen == "cyclophosphamide_po":
        dosing = plan.cyclophosphamide.dosing
        return tuple(
            DoseInputs(of=regimen, aim=aim, unit="mg", goes_by="weight", **_dose(figure), **common)
            for figure in (dosing.po_low, dosing.po_high)
        )
    return (_course(regimen, aim, given, plan, common),)


def _induction(aim: Aim, given: Raw, plan: Plan, common: dict[str, Any]) -> DoseInputs:
    dosing = plan.ivig_induction.dosing
    days = Decimal(str(given["days"]).strip())
    return DoseInputs(
        of="induction",
        aim=aim,
        unit="g",
        goes_by="weight",
        **_dose(dosing.total),
        over=days if aim == "per_day" else Decimal(1),
        **common,
    )


def _maintenance(aim: Aim, given: Raw, plan: Plan, common: dict[str, Any]) -> DoseInputs:
    dose = positive(given, "dose", units.DOSE_PER_WEIGHT, "")
    weeks = units.magnitude_in(positive(given, "every", units.INTERVAL, ""), "wk")
    return DoseInputs(
        of="maintenance",
        aim=aim,
        unit="g/wk" if aim == "weekly" else "g",
        goes_by="weight",
        dose=units.magnitude_in(dose, "g/kg"),
        dose_unit="g/kg",
        over=weeks if aim == "weekly" else Decimal(1),
        interval_weeks=weeks,
        four_weeks=Decimal(plan.scig.dosing.four_weeks.value),
        **common,
    )


def _scig(given: Raw, plan: Plan, common: dict[str, Any]) -> DoseInputs:
    dosing = plan.scig.dosing
    infusion = positive(given, "ivig_dose", units.DRUG_MASS, "")
    four_weeks = Decimal(dosing.four_weeks.value)
    return DoseInputs(
        of="scig",
        aim="weekly",
        unit="g/wk",
        goes_by="infusion",
        dose=units.magnitude_in(infusion, "g"),
        dose_unit="g",
        dose_text=given["ivig_dose"],
        interval_weeks=units.magnitude_in(positive(given, "every", units.INTERVAL, ""), "wk"),
        four_weeks=four_weeks,
        divisor=four_weeks,
        factor=Decimal(dosing.uplift.value),
        **common,
    )


def _course(
    regimen: Regimen, aim: Aim, given: Raw, plan: Plan, common: dict[str, Any]
) -> DoseInputs:
    """Return the inputs of a dose that is given several times: one of them, or the course."""
    if regimen == "cyclophosphamide_iv":
        dosing = plan.cyclophosphamide.dosing
        figure: Figure = dosing.iv_dose
        doses = Decimal(dosing.iv_doses.value)
    else:
        weekly = regimen == "rituximab_weekly"
        other = plan.rituximab.dosing
        figure = other.weekly_dose if weekly else other.fixed_dose
        doses = Decimal(len((other.weekly_days if weekly else other.fixed_days).values))
    return DoseInputs(
        of=regimen,
        aim=aim,
        unit="g" if regimen == "cyclophosphamide_iv" else "mg",
        goes_by="nothing" if regimen == "rituximab_two_doses" else "surface",
        **_dose(figure),
        times=doses if aim == "total" else Decimal(1),
        **_surface(given),
        **common,
    )


def _dose(figure: Figure) -> dict[str, Any]:
    return {"dose": Decimal(figure.value), "dose_unit": figure.unit}


def _surface(given: Raw) -> dict[str, Any]:
    formula = choice(given, "bsa_formula", get_args(BodySurfaceFormula), "mosteller")
    if "bsa_cap" not in given:
        return {"formula": formula}
    cap = positive(given, "bsa_cap", units.SURFACE, "")
    return {"formula": formula, "cap": units.magnitude_in(cap, "m2")}


def _common(given: Raw, patient: Patient, plan: Plan) -> dict[str, Any]:
    found: dict[str, Any] = {
        "dosing_weight": choice(given, "dosing_weight", get_args(DosingWeight), "actual"),
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
    age: Measure | Unknown = patient.age
    limit = plan.measures.adjusted_weight_from_age
    young = age is not UNKNOWN and units.magnitude_in(age.quantity, limit.unit) < limit.value
    return young or patient.fact("pregnancy").answer is Answer.YES
