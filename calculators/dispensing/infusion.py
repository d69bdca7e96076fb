"""What is hung: a dose that runs into a vein, in containers, with its ladder and its finish."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import units
from calculators.dispensing.administration import (
    Added,
    add_containers,
    add_label,
    add_remarks,
    with_containers,
)
from calculators.dispensing.course_dose import course_remarks
from calculators.dispensing.judged_rates import (
    Ceiling,
    ForWhom,
    at_risk_number,
    at_risk_words,
    ceilings,
    judge_ladder,
    judge_rate,
    of_the_pump,
    table_for,
    without_a_number,
)
from calculators.dispensing.ladder import (
    Infusion,
    ladder,
    rungs_by_mass,
    rungs_of,
)
from calculators.patient.patient import UNKNOWN, Answer
from calculators.patient.risk import risk_of, said_of_risk
from calculators.typed.values import worded
from calculators.working import ENTERED, Chosen, Step, divided

if TYPE_CHECKING:
    from decimal import Decimal

    from calculators.dispensing.administration import Administration, DoseToDispense
    from calculators.dispensing.ladder import Ladder, LadderStep, Origin, Rung
    from calculators.dispensing.rounding import Container, Portion
    from calculators.patient.patient import Patient
    from calculators.working import Alternative, Result
    from plan_data.schema.plan import Plan
    from plan_data.schema.products import InfusionRates
    from plan_data.schema.remarks import InfusionRisk


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a course: what is opened, what is hung, and when it ends.

    Parameters
    ----------
    minutes, finish, ladder
        How long it runs, with a start time until when, and its steps; None where no ladder is to
        be had.
    """

    day: int
    dose: units.Quantity
    volume: units.Quantity | None
    containers: tuple[Container, ...]
    waste: units.Quantity
    waste_volume: units.Quantity | None
    minutes: units.Quantity | None
    finish: str | None
    ladder: tuple[LadderStep, ...] | None


def infusions_of(result: Result) -> tuple[Day, ...]:
    """Return each infusion of a result that has a product: the days of a course, or the one.

    Of a week under the skin it is the week; minutes, finish and ladder are then None.
    """
    values = result.values
    if "daily" in values:
        days: tuple[Day, ...] = values["daily"]
        return days
    taken: dict[str, Any] = {name: values.get(name) for name in _OF_A_DAY}
    return (Day(day=1, dose=values["dispensed"], **taken),)


_OF_A_DAY = ("volume", "containers", "waste", "waste_volume", "minutes", "finish", "ladder")


def infused(
    result: Result, ordered: DoseToDispense, chosen: Administration, patient: Patient, plan: Plan
) -> Result:
    """Return a result with its containers, ladder and finish.

    Raises
    ------
    units.Refused
        The way to round leaves no dose; a rate lies above the label's maximum; a rate table or a
        concentration in the bag does not fit the product.
    """
    added = Added(chosen.product)
    dispensed = add_containers(added, ordered.dose(result), ordered.times, chosen, plan)
    ladders = _ladders(added, dispensed.portions, chosen, patient, plan)
    if ordered.times > 1:
        added.values["daily"] = tuple(
            _day(number, portion, ladders.get(portion.dose), chosen)
            for number, portion in enumerate(dispensed.portions, start=1)
        )
    add_remarks(added, result, ordered, dispensed, chosen)
    add_label(added, chosen, plan)
    if ordered.holds == "immunoglobulin":
        added.remarks |= course_remarks(
            dispensed.whole.dose,
            max(portion.dose for portion in dispensed.portions),
            result.dosing_weight,
            patient,
            plan,
        )

    def alternatives() -> tuple[Alternative, ...]:
        entries = result.alternatives()
        return tuple(with_containers(each, ordered, chosen) for each in entries)

    return replace(added.to(result), alternatives=alternatives)


def _day(number: int, portion: Portion, found: Ladder | None, chosen: Administration) -> Day:
    return Day(
        day=number,
        dose=portion.dose,
        volume=portion.volume,
        containers=portion.containers,
        waste=portion.waste,
        waste_volume=portion.waste_volume,
        minutes=found.minutes if found else None,
        finish=_finish(found, chosen) if found else None,
        ladder=found.steps if found else None,
    )


def _finish(found: Ladder, chosen: Administration) -> str | None:
    return units.clock_after(chosen.start, found.minutes) if chosen.start else None


# --- the ladder -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Table:
    """The rungs, ceilings and concentration that a ladder is built from.

    Parameters
    ----------
    needs_a_lower_one
        Whether the patient is at risk and the label has no number for that, so that a ceiling
        has to be entered and has to lie below the ordinary maximum.
    """

    rungs: tuple[Rung, ...]
    limits: tuple[Ceiling, ...]
    origin: Origin
    concentration: Chosen
    by_weight: bool
    needs_a_lower_one: bool = False


def _ladders(
    added: Added,
    portions: tuple[Portion, ...],
    chosen: Administration,
    patient: Patient,
    plan: Plan,
) -> dict[units.Quantity, Ladder]:
    """Add the ladder of the first infusion, and return that of each dose; none where none is."""
    try:
        table = _table(added, chosen, patient, plan)
    except _NotEstablishedError as why:
        for name in ("ladder", "minutes", "finish"):
            added.missing(name, str(why))
        if chosen.product.mass_rates:
            # It is diluted: what comes out of the vials is not the volume that hangs.
            added.values["drawn_up"] = added.values["volume"]
            added.missing("volume", str(why))
        return {}
    weight = None
    if table.by_weight and patient.weight is not UNKNOWN:
        weight = Chosen(units.convert(patient.weight.quantity, "kg"), patient.weight.sources)
    found = {}
    for dose in dict.fromkeys(portion.dose for portion in portions):
        with units.exact():
            volume = units.convert(dose / table.concentration.quantity, "mL")
        pump = plan.policies.ladder.pump_step.quantity
        infusion = Infusion(volume, table.concentration, weight, pump, chosen.start)
        _refuse_too_fast(infusion, table, chosen)
        found[dose] = ladder(infusion, table.rungs, table.limits, table.origin)
    first = found[portions[0].dose]
    if chosen.bag is not None:
        # What is hung is more than what was drawn up from the vials.
        added.values["drawn_up"] = added.values["volume"]
        hung = Step("", "", portions[0].dose, ())
        in_bag = divided("Volume in the bag", hung, table.concentration, unit="mL")
        added.steps.append(in_bag)
        added.values["volume"] = in_bag.quantity
    added.steps += first.working
    added.values |= {
        "ladder": first.steps,
        "ladder_origin": first.origin,
        "ceiling": first.ceiling.because,
        "minutes": first.minutes,
        "finish": _finish(first, chosen),
    }
    if chosen.start is None:
        added.reasons["finish"] = 'Give the start time, for example "09:00".'
    return found


class _NotEstablishedError(Exception):
    """No ladder can be made from what is on record; the message says why."""


def _table(added: Added, chosen: Administration, patient: Patient, plan: Plan) -> _Table:
    product = chosen.product
    if product.mass_rates:
        return _table_by_mass(chosen, plan)
    if product.concentration is None:
        raise _NotEstablishedError("Tablets are not infused.")
    rates = table_for(product, chosen.indication)
    if rates is None:
        _refuse_what_nothing_bounds(chosen)
        raise _NotEstablishedError(
            f"No rate of infusion is on record for {product.label}: use the label."
        )
    risk = risk_of(patient, plan).answer
    added.remarks["infusion_risk"], added.observed["infusion_risk"] = risk_at(rates, patient, plan)
    if why := without_a_number(rates, risk, chosen.max_rate):
        if chosen.rungs is not None:
            _refuse_steps_above(rates, chosen, patient)
            _remark_on_own_steps(added, rates, chosen, patient, plan)
            why += " Until then the steps that were entered are not run."
        raise _NotEstablishedError(why)
    rungs, origin = rungs_of(rates, plan.policies.ladder)
    if chosen.rungs is not None:
        rungs, origin = chosen.rungs, "as entered"
        _remark_on_own_steps(added, rates, chosen, patient, plan)
    return _Table(
        rungs,
        ceilings(rates, risk, chosen.max_rate, plan.policies.ladder.pump_highest),
        origin,
        Chosen(product.concentration.quantity, product.concentration.sources),
        by_weight=True,
        needs_a_lower_one=risk is Answer.YES and at_risk_number(rates) is None,
    )


def _remark_on_own_steps(
    added: Added, rates: InfusionRates, chosen: Administration, patient: Patient, plan: Plan
) -> None:
    """Hold the steps that were entered against the label's start and how long it lasts."""
    weight = None if patient.weight is UNKNOWN else patient.weight
    shortest = plan.policies.ladder.shortest
    judged = judge_ladder(chosen.rungs or (), rates, chosen.product, weight, shortest)
    added.remarks["own_steps"] = judged.remark
    added.observed["own_steps"] = " ".join(judged.words)


def _refuse_steps_above(rates: InfusionRates, chosen: Administration, patient: Patient) -> None:
    """Refuse steps above the label's maximum where no ladder is made that they would stop at."""
    weight = None if patient.weight is UNKNOWN else patient.weight
    for rung in chosen.rungs or ():
        rate = rung.rate.quantity
        judged = judge_rate(rate, chosen.product, rates.id, ForWhom(Answer.NO, weight))
        if judged.verdict == "above":
            top = ceilings(rates, Answer.NO, None)[0].because
            raise units.Refused("ladder", f"Ladder: {units.shown(rate)} is above {top}.")


def _refuse_what_nothing_bounds(chosen: Administration) -> None:
    """Refuse steps or a ceiling where no maximum is on record; they would be left out unseen."""
    for key, name, value in (
        ("ladder", "Ladder", chosen.rungs),
        ("max_rate", "Max rate", chosen.max_rate),
    ):
        if value is not None:
            raise units.Refused(
                key,
                f"{name}: no rate of infusion is on record for {chosen.product.label}, so nothing "
                "shows whether this is too fast; leave it out and use the label.",
            )


def risk_at(rates: InfusionRates, patient: Patient, plan: Plan) -> tuple[InfusionRisk, str]:
    """Say whether the ceiling for patients at risk is in force, and what it would be.

    Who is at risk is said with the reasons, so that nobody has to look for them.
    """
    found = risk_of(patient, plan)
    says = f"At risk, the label ({rates.indication}) {at_risk_words(rates)}"
    remark: InfusionRisk
    if found.answer is Answer.YES:
        remark = "ceiling in force" if at_risk_number(rates) else "no ceiling in numbers"
    else:
        remark = "not recorded" if found.answer is Answer.UNKNOWN else "not at risk"
    return remark, f"{says}. {said_of_risk(found, plan)}"


def _table_by_mass(chosen: Administration, plan: Plan) -> _Table:
    product = chosen.product
    _refuse_by_weight(chosen)
    if chosen.bag is None:
        at = ""
        if product.diluted_from is not None and product.diluted_to is not None:
            at = f", {product.diluted_from.shown} to {product.diluted_to.shown}"
        for key, value in (("ladder", chosen.rungs), ("max_rate", chosen.max_rate)):
            if value is not None:
                raise units.Refused(
                    key,
                    f"{worded(key)}: nothing shows whether this is too fast "
                    f"before the concentration in the bag is known; enter it as well{at}.",
                )
        raise _NotEstablishedError(
            f"Volume and rate depend on the concentration in the bag: enter it{at}."
        )
    rates = next(each for each in product.mass_rates if each.id == chosen.infusion)
    top = f"the label's maximum ({rates.label.lower()}), {rates.maximum.shown}"
    limits = [Ceiling(rates.maximum, top)]
    if chosen.max_rate is not None:
        limits.append(Ceiling(Chosen(chosen.max_rate, (ENTERED,)), "the ceiling that was entered"))
    if plan.policies.ladder.pump_highest is not None:
        limits.append(of_the_pump(plan.policies.ladder.pump_highest))
    rungs, origin = rungs_by_mass(rates), "label"
    return _Table(
        chosen.rungs or rungs,
        tuple(limits),
        "as entered" if chosen.rungs else origin,  # type: ignore[arg-type]  # one of three words
        Chosen(chosen.bag, (ENTERED,)),
        by_weight=False,
    )


def _refuse_by_weight(chosen: Administration) -> None:
    """Refuse a rate per kg for a drug whose rates go by no weight."""
    entered = [("max_rate", chosen.max_rate)] if chosen.max_rate is not None else []
    entered += [("ladder", rung.rate.quantity) for rung in chosen.rungs or ()]
    for key, rate in entered:
        if "kg" in units.unit_of(rate).ucum:
            raise units.Refused(
                key,
                f"{worded(key)}: {units.shown(rate)} goes by body weight, "
                f"and the rates of {chosen.product.label} do not; write it in mg/h or mL/h.",
            )


def _refuse_too_fast(infusion: Infusion, table: _Table, chosen: Administration) -> None:
    """Refuse what was entered above the label's maximum; a ceiling at risk only cuts."""
    top = table.limits[0]
    most = units.settled(infusion.by_volume(top.rate).quantity, "mL/h")
    entered = [("max_rate", Chosen(chosen.max_rate))] if chosen.max_rate is not None else []
    entered += [("ladder", Chosen(rung.rate.quantity)) for rung in chosen.rungs or ()]
    for field_name, rate in entered:
        if units.settled(infusion.by_volume(rate).quantity, "mL/h") > most:
            raise units.Refused(
                field_name,
                f"{worded(field_name)}: {units.shown(rate.quantity)} is above {top.because}.",
            )
    _refuse_the_ordinary_maximum(infusion, table, chosen, most)


def _refuse_the_ordinary_maximum(
    infusion: Infusion, table: _Table, chosen: Administration, most: Decimal
) -> None:
    """Refuse the ordinary maximum as the ceiling of a patient whose label wants a lower one."""
    if not table.needs_a_lower_one or chosen.max_rate is None:
        return
    if units.settled(infusion.by_volume(Chosen(chosen.max_rate)).quantity, "mL/h") >= most:
        raise units.Refused(
            "max_rate",
            f"Max rate: {units.shown(chosen.max_rate)} is {table.limits[0].because}. The patient "
            "is at risk of thrombosis or renal failure, and the label wants the slowest rate that "
            "is practicable: enter a lower ceiling, the one that the prescriber sets.",
        )
