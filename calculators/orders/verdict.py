"""Whether an order is right: the deviation, the tolerance, and the mistakes that would explain it.

It is found for one order with all its working, and for ten thousand without: both come here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import units
from calculators.orders.asked import WHOLE, course_of, strengths_of
from calculators.orders.meant import months_of
from calculators.orders.mistakes.changes import Circumstances
from calculators.orders.mistakes.intervals import interval_mistake
from calculators.orders.mistakes.search import Written, find_mistakes, reproduces
from calculators.orders.mistakes.words import Mistake
from calculators.treatments.expected_dose import ONE, expected_dose, monthly_amount
from plan_data.schema.dosing import SubcutaneousDosing

if TYPE_CHECKING:
    from calculators.orders.asked import OrderInHand
    from calculators.orders.mistakes.search import MistakeFound
    from calculators.treatments.expected_dose import DoseInputs
    from plan_data.schema.plan import Plan


OrderSays: TypeAlias = Literal["right", "deviates", "not settled"]


@dataclass(frozen=True, slots=True)
class OrderVerdict:
    """What is found of an order. Doses stand in `unit`.

    Parameters
    ----------
    of, regimen, aim
        The calculator, its regimen, and which of its doses was ordered.
    unit
        The UCUM code of every dose here.
    expected
        The right dose; where a range is right, the dose of it that is nearest to the order.
    lowest, highest
        The ends of what is right: the expected dose twice, where it is no range.
    ordered
        What was ordered.
    deviation, deviation_percent
        Ordered − expected, and the same in per cent of the expected dose.
    tolerance
        In per cent.
    within_tolerance
        Whether the deviation is no larger than that.
    implied_factor
        The factor from IV to SC that an order of SCIg implies; nothing for others.
    mistakes
        The mistakes that give the order, in rank; none where it is within tolerance.
    remark
        What is to be said of the mistakes: that none fits, or that several do.
    also
        What else was compared.
    """

    of: str
    regimen: str
    aim: str
    unit: str
    expected: Decimal
    lowest: Decimal
    highest: Decimal
    ordered: Decimal
    deviation: Decimal
    deviation_percent: Decimal
    tolerance: Decimal
    within_tolerance: bool
    implied_factor: Decimal | None
    mistakes: tuple[Mistake, ...]
    remark: str
    also: tuple[dict[str, Any], ...] = ()

    @property
    def says(self) -> OrderSays:
        """Whether the dose is within tolerance, and whatever else was compared agrees.

        What agrees or not by a fact that is not recorded is neither: the order is not settled.
        """
        agree = {each["agrees"] for each in self.also}
        if not self.within_tolerance or False in agree:
            return "deviates"
        return "not settled" if None in agree else "right"


def step_ordered(hand: OrderInHand, inputs: tuple[DoseInputs, ...]) -> DoseInputs:
    """Return the step of a titration that an order is for; the last, where it is none of them."""
    mass = inputs[-1].unit.partition("/")[0]
    with units.exact():
        ordered = hand.number * _one_of(hand, mass)
        for each in reversed(inputs):
            dose = expected_dose(each)
            if abs(ordered - dose) / dose * WHOLE <= hand.tolerance:
                return each
    return inputs[-1]


def judged(hand: OrderInHand, inputs: tuple[DoseInputs, ...], plan: Plan) -> OrderVerdict:
    """Return the verdict on an order.

    Parameters
    ----------
    inputs
        What the right dose is worked out from; its lowest and its highest, where it is a range.
    """
    first = inputs[0]
    mass = first.unit.partition("/")[0]
    with units.exact():
        doses = tuple(expected_dose(each) for each in inputs)
        written = _one_of(hand, mass)
        ordered = hand.number * written
        # The nearest dose that is right: inside a range, the order itself.
        expected = min(max(ordered, doses[0]), doses[-1])
        deviation = ordered - expected
        percent = units.settle(deviation / expected * WHOLE)
        base = monthly_amount(first) / first.divisor if first.goes_by == "infusion" else None
        implied = None if base is None else units.settle(ordered / base)
        within = abs(percent) <= hand.tolerance
    found: tuple[Mistake, ...] = ()
    remark = ""
    if not within:
        order = Written(hand.number, written, hand.order.unit, hand.tolerance / WHOLE)
        found, remark = _mistakes(order, hand, inputs, plan)
    return OrderVerdict(
        of=hand.of,
        regimen=hand.regimen.name,
        aim=hand.aim,
        unit=first.unit,
        expected=expected,
        lowest=doses[0],
        highest=doses[-1],
        ordered=ordered,
        deviation=deviation,
        deviation_percent=percent,
        tolerance=hand.tolerance,
        within_tolerance=within,
        implied_factor=implied,
        mistakes=found,
        remark=remark,
    )


def with_interval(verdict: OrderVerdict, hand: OrderInHand, plan: Plan) -> OrderVerdict:
    """Return the verdict with the mistake about the interval, where what is given at once is right.

    It stands before what else would give the dose: one mistake, and nothing of it is rounded.
    """
    differs = any(each["what"] == "interval" and each["agrees"] is False for each in verdict.also)
    if not differs or hand.every is None:
        return verdict
    with units.exact():
        at_once = verdict.ordered * hand.share
        nearest = min(max(at_once, verdict.lowest), verdict.highest)
        if abs(at_once - nearest) / nearest * WHOLE > hand.tolerance:
            return verdict
    right = hand.regimen.intervals(hand.chosen, plan) or (units.quantity(ONE, "d"),)
    found = interval_mistake(hand.every, right, months_of(plan), at_once, verdict.unit)
    if found is None and not verdict.within_tolerance:
        # What would give the dose otherwise is no likelier than the interval, which is seen.
        return replace(verdict, mistakes=(), remark=_AT_ONCE)
    if found is None or any(found.names == each.names for each in verdict.mistakes):
        return verdict
    alone = tuple(each for each in verdict.mistakes if len(each.names) == 1)
    most = int(plan.policies.mistakes.most_named.value)
    return replace(verdict, mistakes=(found, *alone)[:most], remark="")


def _one_of(hand: OrderInHand, mass: str) -> Decimal:
    """Return how much one of the order's unit is, in g or mg."""
    if hand.order.unit == mass:
        return ONE
    if hand.order.unit == "mL" and hand.strength is not None:
        return hand.strength * units.magnitude_in(units.quantity(1, "g"), mass)
    return units.magnitude_in(units.quantity(1, hand.order.unit), mass)


def _mistakes(
    order: Written, hand: OrderInHand, inputs: tuple[DoseInputs, ...], plan: Plan
) -> tuple[tuple[Mistake, ...], str]:
    mistakes = plan.policies.mistakes
    others = {
        each.name: each.factor
        for treatment in plan.every(SubcutaneousDosing)
        for each in treatment.dosing.other_factors
    }
    beside = Circumstances(
        course=course_of(hand, plan),
        splits=hand.regimen.splits,
        strengths=strengths_of(hand, inputs[0].unit.partition("/")[0], plan),
        mistakes=mistakes,
        factors={
            each.name: Decimal(others[each.other_factor].value)
            for each in mistakes.known
            if each.other_factor in others
        },
        protocols=tuple(
            Decimal(each.dose.value)
            for each in mistakes.other_protocols
            if (each.holds, each.route) == (hand.regimen.holds, hand.regimen.route)
        ),
    )
    found = find_mistakes(inputs, order, beside)
    told = tuple(Mistake(each.names, each.gives, each.inputs.unit, each) for each in found)
    remarks = [_ROUNDED] if reproduces(inputs, order) else []
    return told, " ".join([*remarks, *_remarks(found, plan.mistake_labels)])


def _remarks(found: list[MistakeFound], labels: dict[str, str]) -> list[str]:
    if not found:
        return [_NONE]
    first = found[0]
    equal = [
        " with ".join(labels[name] for name in each.names)
        for each in found
        if len(each.names) == len(first.names) and each.step == first.step
    ]
    if not equal[1:]:
        return []
    return [f"{_EQUAL}: {'; '.join(equal)}."]


_EQUAL = "These give the order equally well, and it cannot be told which it was"
_AT_ONCE = "What is given at once is right; the interval is another one."
_NONE = "No known mistake, one or two at a time, gives this order."
_ROUNDED = "The expected dose, rounded as the order is written, gives it as well."
