"""IVIg maintenance: a dose by weight, every so many weeks, and the exposure that it makes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import units
from calculators.dispensing.administration import DoseToDispense
from calculators.dispensing.asked import INFUSION_KEYS
from calculators.dispensing.band import Band
from calculators.patient.dosing_weight import alternatives, dosing_weight, require_weights
from calculators.treatments.asked import bare_patient, hung, read_dosing_weight
from calculators.treatments.declared import Regimen, Treated
from calculators.treatments.expected_dose import ONE, DoseInputs
from calculators.typed.order import read_every
from calculators.typed.values import positive
from calculators.working import ENTERED, Chosen, Result, Step, divided, in_unit, times
from plan_data.schema.dosing import MaintenanceDosing, SubcutaneousDosing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.patient.patient import DosingWeight, Patient
    from calculators.treatments.expected_dose import Aim
    from plan_data.schema.plan import Plan
    from plan_data.schema.remarks import OnPattern

    Raw = Mapping[str, Any]


def maintenance(
    patient: Patient,
    dose: units.Quantity,
    every: units.Quantity,
    weight_choice: DosingWeight,
    plan: Plan,
) -> Result:
    """Return the dose an infusion in g and the exposure in g/week, g/kg/week and g/year (plan 3C).

    A dose or an interval off the plan's patterns is calculated all the same, and remarked on.
    """
    weight = dosing_weight(patient, weight_choice, plan.measures)
    given, interval = Chosen(dose, (ENTERED,)), Chosen(every, (ENTERED,))

    def infusion_for(kilograms: Step) -> Step:
        return times("Dose an infusion", given, kilograms, unit="g")

    infusion = infusion_for(weight.step)
    exposure = exposure_of(infusion, interval, plan)
    per_kg = divided("Exposure a week and kg", given, interval, unit="g/kg/wk")
    return Result(
        calculator="maintenance",
        treatment=plan.one_of(MaintenanceDosing),
        values={
            "per_infusion": infusion.quantity,
            "weekly": exposure["weekly"].quantity,
            "weekly_per_kg": per_kg.quantity,
            "four_weekly": exposure["four_weekly"].quantity,
            "annual": exposure["annual"].quantity,
            "infusions_per_year": exposure["infusions_per_year"].quantity,
        },
        steps=(*weight.steps, *in_days(interval), infusion, per_kg, *exposure.values()),
        remarks={
            "dosing_weight": weight.remark,
            "plan_pattern": pattern_of(dose, every, plan.one_of(MaintenanceDosing).dosing),
        },
        alternatives=alternatives(patient, plan.measures, infusion_for, infusion, "per_infusion"),
        interval=every,
        dosing_weight=weight.step,
    )


def in_days(interval: Chosen) -> tuple[Step, ...]:
    """Return the interval in days as a step, where it was given in calendar months."""
    if units.unit_of(interval.quantity).ucum != "mo":
        return ()
    why = (
        "Project policy · Conventions of time: a calendar month is 365.25 ÷ 12 days; "
        "the plan's month in 3C is four weeks"
    )
    return (in_unit("Interval in days", interval, unit="d", why=why),)


def exposure_of(infusion: Step, interval: Chosen, plan: Plan) -> dict[str, Step]:
    """Return what a dose at an interval comes to a week, in four weeks and a year."""
    days = Chosen(units.convert(interval.quantity, "d"), interval.sources)
    year = plan.measures.year
    four_weeks = plan.one_of(SubcutaneousDosing).dosing.four_weeks
    return {
        "weekly": divided("Exposure a week", infusion, interval, unit="g/wk"),
        "four_weekly": times(
            "Exposure in four weeks", infusion, four_weeks, over=interval, unit="g"
        ),
        "annual": times("Exposure a year", infusion, year, over=days, unit="g/a"),
        "infusions_per_year": divided("Infusions a year", year, days, unit="/a"),
    }


@dataclass(frozen=True, slots=True)
class PlanRegimen:
    """One of the plan's maintenance regimens at whole weeks."""

    dose: units.Quantity
    every: units.Quantity
    weekly_per_kg: units.Quantity

    def infusion(self, weight: Step) -> units.Quantity:
        """Return the dose an infusion, in g, for a dosing weight."""
        return times("", Chosen(self.dose), weight, unit="g").quantity


def plan_regimens(dosing: MaintenanceDosing) -> tuple[PlanRegimen, ...]:
    """Return the plan's regimens at whole weeks, in the plan's order."""
    found = []
    for pattern in dosing.patterns:
        for weeks in range(int(pattern.every_from.value), int(pattern.every_to.value) + 1):
            every = units.quantity(weeks, "wk")
            dose = pattern.dose.quantity
            weekly = divided("", Chosen(dose), Chosen(every), unit="g/kg/wk").quantity
            found.append(PlanRegimen(dose, every, weekly))
    return tuple(found)


def plan_band(dosing: MaintenanceDosing) -> Band:
    """Return the band that the plan's patterns span; its sentences name the same two ends."""
    return Band(dosing.lowest_exposure, dosing.highest_exposure)


def pattern_of(dose: units.Quantity, every: units.Quantity, dosing: MaintenanceDosing) -> OnPattern:
    """Tell whether a regimen follows one of the plan's patterns and, if not, where it lies."""
    for pattern in dosing.patterns:
        inside = pattern.every_from.quantity <= every <= pattern.every_to.quantity
        if dose == pattern.dose.quantity and inside:
            return "on a plan pattern"
    weekly = divided("", Chosen(dose), Chosen(every), unit="g/kg/wk").quantity
    place = plan_band(dosing).place(weekly)
    return "off the patterns, inside the band" if place == "inside the band" else place


# --- how it is asked for and ordered --------------------------------------------------------------


class _Infusions(NamedTuple):
    dose: units.Quantity
    every: units.Quantity
    weight: DosingWeight


def _read(given: Raw, _: Plan) -> _Infusions:
    dose = positive(
        given, "dose", units.DOSE_PER_WEIGHT, "give the dose an infusion per kg of body weight"
    )
    every = read_every(given, "every", "give the time between infusions")
    return _Infusions(dose, every, read_dosing_weight(given))


def _require(chosen: _Infusions, patient: Patient) -> None:
    require_weights(patient, chosen.weight)


def _work(chosen: _Infusions, patient: Patient, plan: Plan) -> Result:
    return maintenance(patient, *chosen, plan)


def _dispense(
    given: Raw, chosen: _Infusions, result: Result, patient: Patient, plan: Plan
) -> Result:
    band = plan_band(plan.one_of(MaintenanceDosing).dosing)
    ordered = DoseToDispense("per_infusion", 1, Chosen(chosen.dose), result.dosing_weight, band)
    return hung(given, result, ordered, patient, plan)


def _bare(
    chosen: _Infusions, aim: Aim, given: Raw, patient: Patient, plan: Plan
) -> tuple[DoseInputs, ...]:
    weeks = units.magnitude_in(chosen.every, "wk")
    inputs = DoseInputs(
        aim=aim,
        unit="g/wk" if aim == "weekly" else "g",
        goes_by="weight",
        dose=units.magnitude_in(chosen.dose, "g/kg"),
        dose_unit="g/kg",
        over=weeks if aim == "weekly" else ONE,
        interval_weeks=weeks,
        four_weeks=Decimal(plan.one_of(SubcutaneousDosing).dosing.four_weeks.value),
        **bare_patient(given, patient, plan, chosen.weight),
    )
    return (inputs,)


def _intervals(chosen: _Infusions, _: Plan) -> tuple[units.Quantity, ...]:
    return (chosen.every,)


DECLARED = Treated(
    "maintenance",
    "IVIg maintenance",
    ("dose", "every", *INFUSION_KEYS),
    {
        "": Regimen(
            "maintenance",
            "IV",
            "immunoglobulin",
            _read,
            _require,
            _work,
            _dispense,
            _bare,
            aims={"none": "per_dose", "dose": "per_dose", "interval": "per_dose", "week": "weekly"},
            fits='an order of maintenance is the dose an infusion ("80 g", "80 g every 3 weeks") '
            'or the exposure a week ("26.7 g/wk")',
            values={"per_dose": ("per_infusion",), "weekly": ("weekly",)},
            splits=True,
            intervals=_intervals,
        )
    },
    example="80 g",
    given={"per_infusion": "Each infusion, IV, every {every}", "dispensed": "Dispensed"},
)
