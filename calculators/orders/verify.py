"""Verify an order: the calculator's own answer, and how far what was ordered lies from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import units
from calculators.orders.asked import order_in_hand, own_keys
from calculators.orders.beside_the_dose import also_compared
from calculators.orders.verdict import judged
from calculators.treatments.bare_inputs import bare_inputs
from calculators.working import ENTERED, Step, divided, stated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from calculators.orders.asked import OrderInHand
    from calculators.orders.verdict import Verdict
    from calculators.patient.patient import Patient
    from calculators.working import Result
    from plan_data.schema.plan import Plan

    Raw = Mapping[str, Any]
    Run = Callable[[Raw, Patient, Plan], Result]


@dataclass(frozen=True, slots=True)
class Verified:
    """An order that was verified: the right answer, the order, and the verdict."""

    right: Result
    hand: OrderInHand
    verdict: Verdict


def verified(
    given: Raw,
    patient: Patient,
    plan: Plan,
    runs: Mapping[str, Run],
    keys_of: Mapping[str, tuple[str, ...]],
) -> Verified:
    """Return an order with the right answer and the verdict.

    Parameters
    ----------
    runs, keys_of
        Calculator → how it is run, and its own keys.

    Raises
    ------
    units.Refused
        A key of the order or of its calculator cannot be used.
    """
    of, own = own_keys(given, keys_of)
    right = runs[of](own, patient, plan)
    hand = order_in_hand(of, own, given, plan)
    doses = (right.values[name].magnitude for name in _NAMES[hand.regimen, hand.aim])
    inputs = bare_inputs(hand.regimen, hand.aim, own, patient, plan)
    verdict = judged(hand, tuple(doses), inputs, plan)
    return Verified(
        right, hand, replace(verdict, also=also_compared(given, hand, verdict, patient, plan))
    )


def verify(found: Verified, plan: Plan) -> Result:
    """Return the verdict on an order, under the working and for the checks of its calculator."""
    return replace(
        found.right,
        calculator="verify",
        values=_values(found.verdict),
        steps=(*found.right.steps, *_steps(found.hand, found.verdict, found.right, plan)),
        reasons=_reasons(found.verdict),
    )


_NAMES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("induction", "total"): ("total",),
    ("induction", "per_day"): ("per_day",),
    ("maintenance", "per_dose"): ("per_infusion",),
    ("maintenance", "weekly"): ("weekly",),
    ("scig", "weekly"): ("weekly",),
    ("cyclophosphamide_iv", "per_dose"): ("per_dose",),
    ("cyclophosphamide_iv", "total"): ("cumulative",),
    ("cyclophosphamide_po", "daily"): ("daily_low", "daily_high"),
    ("rituximab_weekly", "per_dose"): ("per_dose",),
    ("rituximab_weekly", "total"): ("total",),
    ("rituximab_two_doses", "per_dose"): ("per_dose",),
    ("rituximab_two_doses", "total"): ("total",),
}


def _values(verdict: Verdict) -> dict[str, Any]:
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


def _reasons(verdict: Verdict) -> dict[str, str]:
    reasons = {}
    if verdict.implied_factor is None:
        reasons["implied_factor"] = "Only an order of SCIg implies a factor from IV to SC."
    if verdict.remark:
        reasons["mistakes"] = verdict.remark
    return reasons


# --- working --------------------------------------------------------------------------------------


def _steps(hand: OrderInHand, verdict: Verdict, right: Result, plan: Plan) -> tuple[Step, ...]:
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


def _expected(hand: OrderInHand, verdict: Verdict, right: Result) -> Step:
    names = _NAMES[hand.regimen, hand.aim]
    doses = [right.values[name] for name in names]
    steps = [step for step in right.steps if any(step.quantity is dose for dose in doses)]
    sources = tuple(dict.fromkeys(source for step in steps for source in step.sources))
    expected = units.quantity(verdict.expected, verdict.unit)
    if not names[1:]:
        return Step("Expected", f"{steps[-1].label}: {units.shown(expected)}", expected, sources)
    lowest, highest = (units.shown(dose) for dose in doses)
    inside = verdict.lowest <= verdict.ordered <= verdict.highest
    says = "the order lies inside" if inside else f"the nearer end is {units.shown(expected)}"
    return Step("Expected", f"{lowest} to {highest}; {says}", expected, sources)


def _ordered(hand: OrderInHand, verdict: Verdict) -> Step:
    order = hand.order
    quantity = units.quantity(verdict.ordered, verdict.unit)
    written = units.quantity(order.number, order.unit)
    if order.unit == "mL" and hand.strength is not None:
        strength = units.shown(units.quantity(hand.strength, "g/mL"))
        sources: tuple[str, ...] = (ENTERED,)
        if hand.product is not None and hand.product.concentration is not None:
            sources = hand.product.concentration.sources
        arithmetic = f"{units.shown(written)} × {strength}"
        return stated("Ordered", arithmetic, quantity, *sources)
    return Step("Ordered", f'"{order.text}" {units.equals(quantity)}', quantity, (ENTERED,))


def _implied(ordered: Step, right: Result, verdict: Verdict) -> tuple[Step, ...]:
    if verdict.implied_factor is None:
        return ()
    base = next(step for step in right.steps if step.quantity is right.values["weekly_base"])
    return (divided("Factor from IV to SC that the order implies", ordered, base, unit="1"),)
