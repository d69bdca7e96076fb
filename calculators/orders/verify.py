"""Verify an order: the calculator's own answer, and how far what was ordered lies from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import units
from calculators.dispensing.infusion import risk_at
from calculators.dispensing.judged_rates import table_for
from calculators.orders.asked import by_size, order_in_hand, own_keys
from calculators.orders.beside_the_dose import also_compared
from calculators.orders.own_target import held_against_the_plan, with_own_target
from calculators.orders.verdict import judged, step_ordered, with_interval
from calculators.treatments.asked import read_first_dose
from calculators.working import ENTERED, Step, divided, stated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.orders.asked import OrderInHand
    from calculators.orders.verdict import OrderVerdict
    from calculators.patient.patient import Patient
    from calculators.treatments.declared import Treated
    from calculators.working import Result
    from plan_data.schema.plan import Plan

    Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """An order and the verdict on it."""

    hand: OrderInHand
    verdict: OrderVerdict


@dataclass(frozen=True, slots=True)
class Verified:
    """An order that was verified: the right answer, the order, and the verdict."""

    right: Result
    hand: OrderInHand
    verdict: OrderVerdict


def judged_order(
    given: Raw, patient: Patient, plan: Plan, treated: Mapping[str, Treated]
) -> Judged:
    """Return an order with the verdict: the one way for one order and for ten thousand.

    What the dose is worked out from is looked at before the order, so that an order is refused in
    the words of its calculator where that would refuse.

    Raises
    ------
    units.Refused
        A key of the order or of its calculator cannot be used, or something is missing.
    """
    of, own = own_keys(given, treated, plan)
    regimen = of.regimen(own)
    chosen = regimen.read(own, plan)
    regimen.require(chosen, patient)
    hand = with_own_target(order_in_hand(of, regimen, chosen, given, plan), patient, plan)
    inputs = regimen.bare(hand.chosen, hand.aim, own, patient, plan)
    hand = by_size(hand, inputs[0], patient)
    if regimen.by_steps is not None:
        inputs = (step_ordered(hand, inputs),)
    verdict = held_against_the_plan(judged(hand, inputs, plan), hand)
    also = also_compared(given, hand, verdict, patient, plan)
    if not also:
        return Judged(hand, verdict)
    return Judged(hand, with_interval(replace(verdict, also=also), hand, plan))


def verified(given: Raw, patient: Patient, plan: Plan, treated: Mapping[str, Treated]) -> Verified:
    """Return an order with the right answer and the verdict; refusals as `judged_order`."""
    found = judged_order(given, patient, plan, treated)
    product = found.hand.product
    right = found.hand.regimen.work(found.hand.chosen, patient, plan)
    right = replace(right, first_dose=read_first_dose(given), product=product)
    if (
        "order_rate" in given
        and product is not None
        and (rates := table_for(product, found.hand.indication))
    ):
        # The risk that decides about a rate is asked about, as beside the product's ladder.
        remark, observed = risk_at(rates, patient, plan)
        right = replace(
            right,
            remarks={**right.remarks, "infusion_risk": remark},
            observed={**right.observed, "infusion_risk": observed},
        )
    return Verified(right, found.hand, found.verdict)


def verify(found: Verified, plan: Plan) -> Result:
    """Return the verdict on an order, under the working and for the checks of its calculator."""
    return replace(
        found.right,
        calculator="verify",
        values={**_drug(found.right), **_values(found.verdict)},
        steps=(*found.right.steps, *_steps(found.hand, found.verdict, found.right, plan)),
        reasons=_reasons(found.verdict),
    )


def _drug(right: Result) -> dict[str, str]:
    """Return the drug of which the order is, where its calculator serves several."""
    return {"drug": right.values["drug"]} if "drug" in right.values else {}


def _values(verdict: OrderVerdict) -> dict[str, Any]:
    unit = verdict.unit
    ends = {}
    if verdict.lowest != verdict.highest:
        ends = {
            "expected_low": units.quantity(verdict.lowest, unit),
            "expected_high": units.quantity(verdict.highest, unit),
        }
    factor = verdict.implied_factor
    return {
        "of": verdict.of,
        "verdict": verdict.says,
        "expected": units.quantity(verdict.expected, unit),
        **ends,
        "ordered": units.quantity(verdict.ordered, unit),
        "deviation": units.quantity(verdict.deviation, unit),
        "deviation_percent": units.quantity(verdict.deviation_percent, "%"),
        "within_tolerance": verdict.within_tolerance,
        "tolerance": units.quantity(verdict.tolerance, "%"),
        "implied_factor": None if factor is None else units.quantity(factor, "1"),
        "mistakes": tuple(
            {
                "names": mistake.names,
                "working": mistake.working,
                "gives": units.quantity(mistake.gives, mistake.unit),
            }
            for mistake in verdict.mistakes
        ),
        "also": verdict.also,
    }


def _reasons(verdict: OrderVerdict) -> dict[str, str]:
    reasons = {}
    if verdict.implied_factor is None:
        reasons["implied_factor"] = "Only an order of SCIg implies a factor from IV to SC."
    if verdict.remark:
        reasons["mistakes"] = verdict.remark
    return reasons


# --- working --------------------------------------------------------------------------------------


def _steps(hand: OrderInHand, verdict: OrderVerdict, right: Result, plan: Plan) -> tuple[Step, ...]:
    """Return how the order was compared."""
    ordered = _ordered(hand, verdict)
    expected = _expected(hand, verdict, right)
    deviation = units.quantity(verdict.deviation, verdict.unit)
    arithmetic = f"{units.shown(ordered.quantity)} − {units.shown(expected.quantity)}"
    by = stated("Deviation", arithmetic, deviation, *expected.sources)
    percent = units.quantity(verdict.deviation_percent, "%")
    limit = units.shown(units.quantity(verdict.tolerance, "%"))
    place = "within" if verdict.within_tolerance else "outside"
    share = Step(
        "Deviation in per cent",
        f"{units.shown(deviation)} ÷ {units.shown(expected.quantity)} {units.equals(percent)}, "
        f"{place} ±{limit}",
        percent,
        (plan.policies.order_tolerance.at,) if _default(hand, plan) else (ENTERED,),
    )
    return (expected, ordered, by, share, *_implied(ordered, right, verdict))


def _default(hand: OrderInHand, plan: Plan) -> bool:
    return hand.tolerance == plan.policies.order_tolerance.value


def _expected(hand: OrderInHand, verdict: OrderVerdict, right: Result) -> Step:
    expected = units.quantity(verdict.expected, verdict.unit)
    if hand.regimen.by_steps is not None:
        # The step of the table that the order is held against.
        found = next(each for each in reversed(right.steps) if each.quantity == expected)
        label = f"{found.label}: {units.shown(expected)}"
        return Step("Expected", label, expected, found.sources)
    names = hand.regimen.values[hand.aim]
    doses = [right.values[name] for name in names]
    steps = [step for step in right.steps if any(step.quantity is dose for dose in doses)]
    sources = tuple(dict.fromkeys(source for step in steps for source in step.sources))
    if not names[1:]:
        return Step("Expected", f"{steps[-1].label}: {units.shown(expected)}", expected, sources)
    lowest, highest = (units.shown(dose) for dose in doses)
    inside = verdict.lowest <= verdict.ordered <= verdict.highest
    says = "the order lies inside" if inside else f"the nearer end is {units.shown(expected)}"
    return Step("Expected", f"{lowest} to {highest}; {says}", expected, sources)


def _ordered(hand: OrderInHand, verdict: OrderVerdict) -> Step:
    order = hand.order
    quantity = units.quantity(verdict.ordered, verdict.unit)
    written = units.quantity(hand.number, order.unit)
    if order.unit == "mL" and hand.strength is not None:
        strength = units.shown(units.quantity(hand.strength, "g/mL"))
        sources: tuple[str, ...] = (ENTERED,)
        if hand.product is not None and hand.product.concentration is not None:
            sources = hand.product.concentration.sources
        arithmetic = f"{units.shown(written)} × {strength}"
        return stated("Ordered", arithmetic, quantity, *sources)
    if hand.by_size is not None:
        each, size = hand.by_size
        arithmetic = f"{units.shown(each)} × {units.shown(size)}"
        return stated("Ordered", arithmetic, quantity, ENTERED)
    return Step("Ordered", f'"{order.text}" {units.equals(quantity)}', quantity, (ENTERED,))


def _implied(ordered: Step, right: Result, verdict: OrderVerdict) -> tuple[Step, ...]:
    if verdict.implied_factor is None:
        return ()
    base = next(step for step in right.steps if step.quantity is right.values["weekly_base"])
    return (divided("Factor from IV to SC that the order implies", ordered, base, unit="1"),)
