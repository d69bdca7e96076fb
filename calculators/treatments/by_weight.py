"""A drug by body weight: a dose a kg, held at a maximum and rounded where the plan says so.

Nothing here names a drug. A plan has any number of them, each a file whose dosing is of this kind,
and each is a calculator of its own under the treatment's id.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import units
from calculators.dispensing.administration import DoseToDispense
from calculators.dispensing.asked import INFUSION_KEYS
from calculators.patient.dosing_weight import alternatives, dosing_weight, require_weights
from calculators.treatments.asked import bare_dose, bare_patient, hung
from calculators.treatments.declared import Regimen, Treated
from calculators.treatments.expected_dose import ONE, DoseInputs
from calculators.typed.patient import read_dosing_weight
from calculators.working import Result, Step, count, stated, times
from plan_data.schema.dosing import ByWeightDosing
from units import Refused, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.patient.patient import DosingWeight, Patient
    from calculators.treatments.expected_dose import Aim
    from calculators.typed.order_words import Period
    from plan_data.schema.plan import Plan, Treatment
    from plan_data.schema.products import Route
    from plan_data.schema.remarks import AtMaximum, Remarks

    Raw = Mapping[str, Any]


class OneDose(NamedTuple):
    """One dose by weight: its steps, of which the last holds it, and whether it was held."""

    steps: tuple[Step, ...]
    held: bool

    @property
    def step(self) -> Step:
        """The dose to give."""
        return self.steps[-1]


def dose_by_weight(
    treatment: Treatment[ByWeightDosing], patient: Patient, weight_choice: DosingWeight, plan: Plan
) -> Result:
    """Return one dose, those of a day and the course total, in the mass unit of the plan's figure.

    Raises
    ------
    units.Refused
        The dosing weight cannot be found, or the dose is so small that it is rounded to nothing.
    """
    dosing = treatment.dosing
    weight = dosing_weight(patient, weight_choice, plan)

    def dose_for(kilograms: Step) -> Step:
        return one_dose(dosing, kilograms).step

    dose = one_dose(dosing, weight.step)
    more = _of_a_day(dosing, dose.step) | _of_the_course(dosing, dose.step)
    numbers = {} if dosing.doses is None else {"doses": int(dosing.doses.value)}
    says: AtMaximum = "held at the maximum" if dose.held else "below the maximum"
    remarks: Remarks = {"dosing_weight": weight.remark}
    if dosing.maximum is not None:
        remarks["dose_maximum"] = says
    return Result(
        calculator=treatment.id,
        treatment=treatment,
        values={
            "per_dose": dose.step.quantity,
            **numbers,
            **{name: step.quantity for name, step in more.items()},
        },
        steps=(*weight.steps, *dose.steps, *more.values()),
        remarks=remarks,
        alternatives=alternatives(patient, plan, dose_for, dose.step, "per_dose"),
        interval=None if dosing.every is None else dosing.every.quantity,
        dosing_weight=weight.step,
    )


def one_dose(dosing: ByWeightDosing, kilograms: Step) -> OneDose:
    """Return one dose for a dosing weight; the maximum and the rounding are steps of their own.

    It is held before it is rounded, so that the last step is what can be drawn up; the maximum is
    a multiple of the step, so that rounding never leads above it.
    """
    dose = times("Dose by weight", dosing.dose, kilograms, unit=dosing.unit)
    steps, held = [dose], False
    if dosing.maximum is not None and dose.quantity > dosing.maximum.quantity:
        most = dosing.maximum
        arithmetic = f"{shown(dose.quantity)}, at most {shown(most.quantity)}"
        steps.append(stated("Dose, held at the maximum", arithmetic, most.quantity, *most.sources))
        held = True
    if dosing.round_to is not None:
        steps.append(_rounded(steps[-1], dosing))
    return OneDose(tuple(steps), held)


def _rounded(dose: Step, dosing: ByWeightDosing) -> Step:
    step = dosing.round_to
    assert step is not None  # noqa: S101  (asked before)
    with units.exact():
        number = units.magnitude_in(dose.quantity, dosing.unit) / Decimal(step.value)
        value = number.to_integral_value(ROUND_HALF_UP) * Decimal(step.value)
    if not value:
        raise Refused(
            "weight",
            f"Weight: the dose is {shown(dose.quantity)}, which rounds to nothing in steps of "
            f"{shown(step.quantity)} ({step.at}).",
        )
    arithmetic = f"{shown(dose.quantity)}, to the nearest {shown(step.quantity)}"
    quantity = units.quantity(value, dosing.unit)
    return stated("Dose, rounded", arithmetic, quantity, *step.sources)


def _of_a_day(dosing: ByWeightDosing, dose: Step) -> dict[str, Step]:
    """Return what several doses come to on a day; nothing where there are not several."""
    if dosing.every is None or dosing.a_day == 1:
        return {}
    several = count(dosing.a_day)
    return {"per_day": times("Dose a day", dose, several, unit=dosing.unit)}


def _of_the_course(dosing: ByWeightDosing, dose: Step) -> dict[str, Step]:
    """Return what the course comes to; nothing where the plan names no number, or one."""
    if dosing.doses is None or dosing.doses.value == 1:
        return {}
    return {"total": times("Course total", dose, dosing.doses, unit=dosing.unit)}


# --- how it is asked for and ordered --------------------------------------------------------------


class Drug(NamedTuple):
    """What a drug's declaration is made from; two plans that agree in it share the declaration.

    Parameters
    ----------
    id, label, route
        The treatment's.
    hangs
        Whether products of it are on record that run into a vein.
    """

    id: str
    label: str
    route: Route
    hangs: bool
    dosing: ByWeightDosing


def drugs_of(plan: Plan) -> tuple[Drug, ...]:
    """Return the plan's drugs that are dosed by weight, in the plan's order."""
    return tuple(
        Drug(
            id=each.id,
            label=each.label,
            route=each.route,  # type: ignore[arg-type]  # one of them, or the plan is not read
            hangs=each.route == "IV"
            and any(one.holds == each.id and "IV" in one.routes for one in plan.products.values()),
            dosing=each.dosing,
        )
        for each in plan.every(ByWeightDosing)
    )


@dataclass(frozen=True)
class _ByWeight:
    """How one of these drugs is asked for; the treatment itself is that of the plan in hand."""

    drug: Drug

    def treatment(self, plan: Plan) -> Treatment[ByWeightDosing]:
        found: Treatment[Any] = plan.treatments[self.drug.id]
        return found

    def read(self, given: Raw, _: Plan) -> DosingWeight:
        return read_dosing_weight(given)

    def require(self, weight: DosingWeight, patient: Patient) -> None:
        require_weights(patient, weight)

    def work(self, weight: DosingWeight, patient: Patient, plan: Plan) -> Result:
        return dose_by_weight(self.treatment(plan), patient, weight, plan)

    def dispense(
        self, given: Raw, _: DosingWeight, result: Result, patient: Patient, plan: Plan
    ) -> Result:
        if not self.drug.hangs:
            return result
        ordered = DoseToDispense(
            "per_dose", 1, self.drug.dosing.dose, result.dosing_weight, holds=self.drug.id
        )
        return hung(given, result, ordered, patient, plan)

    def bare(
        self, weight: DosingWeight, aim: Aim, given: Raw, patient: Patient, plan: Plan
    ) -> tuple[DoseInputs, ...]:
        dosing = self.drug.dosing
        several = {"total": self.course(weight, plan), "daily": Decimal(dosing.a_day)}
        inputs = DoseInputs(
            aim=aim,
            unit=dosing.unit,
            goes_by="weight",
            **bare_dose(dosing.dose),
            most=None if dosing.maximum is None else Decimal(dosing.maximum.value),
            dose_step=None if dosing.round_to is None else Decimal(dosing.round_to.value),
            times=several.get(aim, ONE),
            in_per_cent=False,
            **bare_patient(given, patient, plan, weight),
        )
        return (inputs,)

    def course(self, _: DosingWeight, __: Plan) -> Decimal:
        doses = self.drug.dosing.doses
        return ONE if doses is None else Decimal(doses.value)

    def intervals(self, _: DosingWeight, plan: Plan) -> tuple[units.Quantity, ...]:
        """Return the plan's interval; one of months also in weeks, by the plan's month."""
        every = self.drug.dosing.every
        if every is None:
            return ()
        if every.unit != "mo":
            return (every.quantity,)
        weeks = units.quantity(every.value * plan.common.four_weeks.value, "wk")
        return every.quantity, weeks


def declared_for(drug: Drug) -> Treated:
    """Return what a drug by weight says of itself, read from its dosing."""
    how, dosing = _ByWeight(drug), drug.dosing
    every = "" if dosing.every is None else f" every {shown(dosing.every.quantity)}"
    example = f"{_example_of(dosing)}{every}"
    in_course = dosing.doses is not None and dosing.doses.value > 1
    aims: dict[Period, Aim] = {"none": "per_dose", "dose": "per_dose", "interval": "per_dose"}
    aims |= _period_of(dosing)
    values: dict[Aim, tuple[str, ...]] = {"per_dose": ("per_dose",)}
    fits = f'an order of {drug.label.lower()} is one dose ("{example}")'
    if dosing.a_day > 1:
        values["daily"] = ("per_day",)
        fits += ", or the dose a day"
    if in_course:
        aims["total"], values["total"] = "total", ("total",)
        fits += ', or the course total ("… in total")'
    regimen = Regimen(
        drug.id,
        drug.route,
        drug.id,
        how.read,
        how.require,
        how.work,
        how.dispense,
        how.bare,
        aims=aims,
        fits=fits,
        values=values,
        counted=_counted(dosing),
        course=how.course,
        intervals=how.intervals,
        once=dosing.every is None,
    )
    return Treated(
        drug.id,
        drug.label,
        (*INFUSION_KEYS, "infusion") if drug.hangs else (),
        {"": regimen},
        example=example,
        given={
            "per_dose": f"Each dose, {drug.route}" + (f",{every}" if every else ""),
            "per_day": "Each day",
            "doses": "Doses",
            "total": "Course total",
            "dispensed": "Dispensed",
        },
    )


def _period_of(dosing: ByWeightDosing) -> Mapping[Period, Aim]:
    """Return the period that an order of it may be written for, beside an interval."""
    if dosing.a_day > 1:
        return {"day": "daily"}
    if dosing.every is None or dosing.every.value != 1:
        return {"day": "per_dose"} if _is_a_day(dosing) else {}
    named: Mapping[str, Period] = {"d": "day", "wk": "week", "mo": "month"}
    return {named[dosing.every.unit]: "per_dose"} if dosing.every.unit in named else {}


def _is_a_day(dosing: ByWeightDosing) -> bool:
    return dosing.every is not None and dosing.every.unit == "h" and dosing.a_day == 1


def _counted(dosing: ByWeightDosing) -> tuple[str, ...]:
    """Return the units in which the doses of an order may be counted ("x 4", "x 5 days")."""
    if dosing.doses is None:
        return ()
    period = next(iter(_period_of(dosing)), None)
    of_a_period = {"day": "d", "week": "wk", "month": "mo"}
    single = period is not None and dosing.a_day == 1
    return ("", "1", of_a_period[period]) if single and period else ("", "1")


def _example_of(dosing: ByWeightDosing) -> str:
    """Return an amount that stands for a dose; the plan's maximum is one whatever the weight."""
    return f"… {dosing.unit}" if dosing.maximum is None else shown(dosing.maximum.quantity)
