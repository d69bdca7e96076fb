"""IVIg maintenance: a dose by weight, every so many weeks, and the exposure that it makes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import units
from calculators.dispensing.administration import DoseToDispense
from calculators.dispensing.asked import INFUSION_KEYS
from calculators.dispensing.band import Band
from calculators.dispensing.course_dose import course_remarks
from calculators.patient.dosing_weight import alternatives, dosing_weight, require_weights
from calculators.treatments.asked import bare_patient, hung, whole_days
from calculators.treatments.declared import Regimen, Treated
from calculators.treatments.expected_dose import ONE, BarePattern, DoseInputs
from calculators.typed.order import read_every
from calculators.typed.patient import read_dosing_weight
from calculators.typed.values import positive
from calculators.working import ENTERED, Chosen, Result, Step, count, divided, in_unit, times
from plan_data.schema.dosing import MaintenanceDosing
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.patient.patient import DosingWeight, Patient
    from calculators.treatments.expected_dose import Aim
    from plan_data.schema.plan import Plan
    from plan_data.schema.remarks import OnPattern

    Raw = Mapping[str, Any]


class Infusions(NamedTuple):
    """What is asked of a maintenance infusion.

    Parameters
    ----------
    dose, every
        The dose an infusion a kg, and the time between two.
    weight
        The weight to dose by.
    days
        Over how many days an infusion is dealt out.
    """

    dose: units.Quantity
    every: units.Quantity
    weight: DosingWeight
    days: int


def maintenance(patient: Patient, asked: Infusions, plan: Plan) -> Result:
    """Return the dose an infusion in g and the exposure in g/week, g/kg/week and g/year (plan 3C).

    A dose or an interval off the plan's patterns is calculated all the same, and remarked on. Over
    more than one day the amount a day follows, in g and in g/kg; the exposure stays what it is.
    """
    dose, every, weight_choice, days = asked
    weight = dosing_weight(patient, weight_choice, plan)
    given, interval = Chosen(dose, (ENTERED,)), Chosen(every, (ENTERED,))

    def infusion_for(kilograms: Step) -> Step:
        return times("Dose an infusion", given, kilograms, unit="g")

    infusion = infusion_for(weight.step)
    exposure = exposure_of(infusion, interval, plan)
    per_kg = divided("Exposure a week and kg", given, interval, unit="g/kg/wk")
    split = _split(infusion, given, days, plan)
    day = split.get("per_day", infusion)
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
            **({"days": days} if split else {}),
            **{name: step.quantity for name, step in split.items()},
        },
        steps=(
            *weight.steps,
            *in_days(interval),
            infusion,
            *split.values(),
            per_kg,
            *exposure.values(),
        ),
        remarks={
            "dosing_weight": weight.remark,
            "plan_pattern": pattern_of(dose, every, plan.one_of(MaintenanceDosing).dosing),
            **course_remarks(infusion.quantity, day.quantity, weight.step, patient, plan),
        },
        alternatives=alternatives(patient, plan, infusion_for, infusion, "per_infusion"),
        interval=every,
        dosing_weight=weight.step,
        observed={"plan_pattern": _beside_the_band(given, interval, per_kg, plan)},
    )


def _beside_the_band(dose: Chosen, interval: Chosen, per_kg: Step, plan: Plan) -> str:
    """Return a regimen with its weekly exposure and the band, with the digits that decide."""
    said = f"{units.shown(dose.quantity)} every {units.shown(interval.quantity)}"
    if units.unit_of(interval.quantity).ucum == "mo":
        days = units.shown(units.convert(interval.quantity, "d"))
        said += f" ({days}: a calendar month, where the plan's month is four weeks)"
    band = plan_band(plan.one_of(MaintenanceDosing).dosing)
    return f"{said}: {band.beside(per_kg.quantity)}"


def _split(infusion: Step, dose: Chosen, days: int, plan: Plan) -> dict[str, Step]:
    """Return what a day gets where the infusion is dealt out over several, beside the labels'."""
    if days == 1:
        return {}
    over, most = count(days), plan.policies.largest_labelled_day
    per_kg = divided(f"Dose a day and kg, over {days} days", dose, over, unit="g/kg")
    place = "above" if per_kg.quantity > most.quantity else "not above"
    beside = f"{place} {units.shown(most.quantity)}, the most that a label for neuropathy has a day"
    return {
        "per_day": divided(f"Dose a day, over {days} days", infusion, over, unit="g"),
        "per_day_per_kg": replace(
            per_kg,
            working=f"{per_kg.working}; {beside}",
            sources=(*per_kg.sources, *plan.policies.maintenance_days.sources, *most.sources),
        ),
    }


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
    return {
        "weekly": divided("Exposure a week", infusion, interval, unit="g/wk"),
        "four_weekly": times(
            "Exposure in four weeks", infusion, plan.common.four_weeks, over=interval, unit="g"
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


def _read(given: Raw, plan: Plan) -> Infusions:
    dose = positive(
        given, "dose", units.DOSE_PER_WEIGHT, "give the dose an infusion per kg of body weight"
    )
    every = read_every(given, "every", "give the time between infusions")
    return Infusions(dose, every, read_dosing_weight(given), _days(given, plan))


def _days(given: Raw, plan: Plan) -> int:
    """Return over how many days an infusion is dealt out: one, where nothing else is asked for."""
    allowed = plan.policies.maintenance_days
    if "days" not in given:
        return allowed.values[0]
    days = whole_days(given, allowed.values, "an infusion can be dealt out over")
    if days not in allowed.values:
        raise Refused(
            "days",
            f"Days: an infusion is dealt out over {allowed.phrase} days "
            f"({allowed.at}); {days} is not one of them.",
        )
    return days


def _require(chosen: Infusions, patient: Patient) -> None:
    require_weights(patient, chosen.weight)


def _work(chosen: Infusions, patient: Patient, plan: Plan) -> Result:
    return maintenance(patient, chosen, plan)


def _dispense(
    given: Raw, chosen: Infusions, result: Result, patient: Patient, plan: Plan
) -> Result:
    band = plan_band(plan.one_of(MaintenanceDosing).dosing)
    ordered = DoseToDispense(
        "per_infusion", chosen.days, Chosen(chosen.dose), result.dosing_weight, band
    )
    return hung(given, result, ordered, patient, plan)


def _bare(
    chosen: Infusions, aim: Aim, given: Raw, patient: Patient, plan: Plan
) -> tuple[DoseInputs, ...]:
    weeks = units.magnitude_in(chosen.every, "wk")
    inputs = DoseInputs(
        aim=aim,
        unit="g/wk" if aim == "weekly" else "g",
        goes_by="weight",
        dose=units.magnitude_in(chosen.dose, "g/kg"),
        dose_unit="g/kg",
        patterns=tuple(
            BarePattern(units.magnitude_in(pattern.dose.quantity, "g/kg"), "g/kg", "weight")
            for pattern in plan.one_of(MaintenanceDosing).dosing.patterns
        ),
        over=weeks if aim == "weekly" else ONE,
        interval_weeks=weeks,
        four_weeks=Decimal(plan.common.four_weeks.value),
        counts="day",
        whole="whole infusion",
        **bare_patient(given, patient, plan, chosen.weight),
    )
    return (inputs,)


def _course(chosen: Infusions, _: Plan) -> Decimal:
    return Decimal(chosen.days)


def _intervals(chosen: Infusions, _: Plan) -> tuple[units.Quantity, ...]:
    return (chosen.every,)


DECLARED = Treated(
    "maintenance",
    "IVIg maintenance",
    ("dose", "every", "days", *INFUSION_KEYS),
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
            counts="days",
            course=_course,
            intervals=_intervals,
        )
    },
    example="80 g",
    given={
        "per_infusion": "Each infusion, IV, every {every}",
        "per_day": "Each day",
        "days": "Days",
        "dispensed": "Dispensed",
    },
    doses=(MaintenanceDosing,),
    apart=("days",),
    also_called=("ivig maintenance", "iv ig maintenance"),
)
