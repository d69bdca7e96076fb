"""An order of a titrated drug without a target: what it comes to a day is held against the plan.

Whoever has the order in hand may not know at what the prescriber aims. The steps are then those
that lead to the amount of a day that is ordered, and that amount is compared with the plan's own:
inside what the plan aims at it agrees, outside of that the target decides, and is asked for.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import units
from calculators.orders.asked import by_size
from calculators.patient.evidence import Evidence
from calculators.patient.patient import Answer
from calculators.treatments.asked import read_target
from calculators.treatments.expected_dose import ONE, DoseInputs
from calculators.treatments.ordered_titrations import Titrated, steps_ordered
from calculators.treatments.titration import ONE_DAY
from plan_data.schema.dosing import AsNeededDosing
from units import Refused, shown, shown_against

if TYPE_CHECKING:
    from calculators.orders.asked import OrderInHand
    from calculators.orders.verdict import OrderVerdict
    from calculators.patient.patient import Patient
    from calculators.treatments.titration import Wanted
    from plan_data.schema.dosing import TitrationDosing
    from plan_data.schema.plan import Plan


class AgainstThePlan(NamedTuple):
    """How an order without a target lies to the plan.

    Parameters
    ----------
    ordered, expected
        The amount of a day that is ordered, and the nearest of the plan's.
    agrees
        None where a fact or the target decides.
    working
        How, as a sentence.
    """

    ordered: units.Quantity
    expected: units.Quantity
    agrees: bool | None
    working: str


# What is taken by steps goes by no size of the patient, whatever it is ordered by.
_BARE = DoseInputs(
    aim="daily",
    unit="mg",
    goes_by="nothing",
    dose=ONE,
    dose_unit="mg",
    in_per_cent=False,
)


def with_own_target(hand: OrderInHand, patient: Patient, plan: Plan) -> OrderInHand:
    """Return an order with the target that it is held against, its own where none was named.

    The target is the amount of a day that is ordered or, where the plan does not have that, the
    nearest that it has.

    Raises
    ------
    units.Refused
        No target was named, and the order does not say what it comes to a day.
    """
    chosen = hand.chosen
    if not _has_own(chosen):
        return hand
    if hand.aim != "daily":
        try:
            read_target({}, chosen.treatment)
        except Refused as refused:
            raise Refused(
                "target",
                f'{refused.message} Without it the order has to say how often it is taken: "'
                f'{hand.order.text}" does not come to an amount a day.',
            ) from None
    ordered = _a_day(hand, patient)
    dosing = chosen.treatment.dosing
    if isinstance(dosing, AsNeededDosing):
        nearest = _nearest_as_needed(ordered, dosing, chosen.wanted, _most(dosing, patient, plan))
    else:
        chosen = _starting_with(ordered, chosen)
        lowest = _start_a_day(dosing, chosen.wanted)
        nearest = min(max(ordered, lowest), _in_mg(dosing.maximum.quantity))
    wanted = replace(chosen.wanted, target=units.quantity(nearest, "mg/d"))
    return replace(hand, chosen=chosen._replace(wanted=wanted))


def held_against_the_plan(verdict: OrderVerdict, hand: OrderInHand) -> OrderVerdict:
    """Return a verdict without mistakes where no target was named: what was meant is not known."""
    if not _has_own(hand.chosen) or verdict.within_tolerance:
        return verdict
    return replace(verdict, mistakes=(), remark=_NO_TARGET)


def compared_with_the_plan(
    hand: OrderInHand, verdict: OrderVerdict, patient: Patient, plan: Plan
) -> AgainstThePlan | None:
    """Return how an order without a target lies to what the plan aims at.

    Nothing is returned where a target was named, nor above the maximum, which is said anyway.
    """
    chosen = hand.chosen
    if not _has_own(chosen):
        return None
    ordered, dosing = verdict.ordered, chosen.treatment.dosing
    if ordered > _in_mg(dosing.maximum.quantity):
        return None
    if isinstance(dosing, AsNeededDosing):
        return _to_the_lowered(ordered, dosing, patient, plan)
    return _to_the_aim(ordered, hand, patient, plan)


def _has_own(chosen: Any) -> bool:
    return isinstance(chosen, Titrated) and not chosen.named


def _a_day(hand: OrderInHand, patient: Patient) -> Decimal:
    """Return what is ordered a day, in mg, of an order that was not yet multiplied by a size."""
    sized = by_size(hand, _BARE, patient)
    with units.exact():
        return units.settle(sized.number * _in(sized.order.unit))


def _in(unit: str) -> Decimal:
    return units.magnitude_in(units.quantity(ONE, unit), "mg")


def _in_mg(a_day: units.Quantity) -> Decimal:
    return units.magnitude_in(a_day, "mg/d")


# --- taken when needed ----------------------------------------------------------------------------


def _most(dosing: AsNeededDosing, patient: Patient, plan: Plan) -> Decimal:
    lowered = Evidence(patient, plan).fact(dosing.lowered_for).answer is Answer.YES
    return _in_mg((dosing.lowered_maximum if lowered else dosing.maximum).quantity)


def _nearest_as_needed(
    ordered: Decimal, dosing: AsNeededDosing, wanted: Wanted, most: Decimal
) -> Decimal:
    """Return the amount of a day nearest to the order that the plan's doses make."""
    low, high = dosing.dose_from.quantity, dosing.dose_to.quantity
    if wanted.start_dose is not None and low <= wanted.start_dose <= high:
        low = high = wanted.start_dose
    lowest, highest = units.magnitude_in(low, "mg"), units.magnitude_in(high, "mg")
    often = int(units.magnitude_in(ONE_DAY.quantity, "h") // dosing.every_from.value)
    made = [
        min(max(ordered, doses * lowest), doses * highest, most)
        for doses in range(1, often + 1)
        if doses * lowest <= most
    ]
    return min(made, key=lambda each: (abs(each - ordered), each))


def _to_the_lowered(
    ordered: Decimal, dosing: AsNeededDosing, patient: Patient, plan: Plan
) -> AgainstThePlan | None:
    """Hold an order against the maximum that a fact lowers, where that is not recorded."""
    told = Evidence(patient, plan).fact(dosing.lowered_for).answer
    if told is Answer.YES:
        return None  # the maximum in force is compared anyway
    lowered = dosing.lowered_maximum
    a_day = units.quantity(ordered, "mg/d")
    told_as = shown_against(a_day, lowered.quantity)
    if told is Answer.NO or ordered <= _in_mg(lowered.quantity):
        limit = dosing.maximum if told is Answer.NO else lowered
        words = f"{told_as}, and the plan gives at most {shown(limit.quantity)} ({limit.at})"
        return AgainstThePlan(a_day, limit.quantity, agrees=True, working=words)
    fact = dosing.lowered_for.replace("_", " ")
    words = (
        f"{told_as} is within {shown(dosing.maximum.quantity)}, and above the "
        f"{shown(lowered.quantity)} that hold with {fact} ({lowered.at}); record whether there is "
        f"{fact}"
    )
    return AgainstThePlan(a_day, lowered.quantity, agrees=None, working=words)


# --- raised by steps ------------------------------------------------------------------------------


def _starting_with(ordered: Decimal, chosen: Titrated) -> Titrated:
    """Return a titration that starts with what is ordered, where the plan's start may be that."""
    dosing = chosen.treatment.dosing
    if chosen.wanted.start_dose is not None:
        return chosen
    each = units.quantity(ordered / dosing.start_doses.value, "mg")
    if not dosing.start_from.quantity <= each <= dosing.start_to.quantity:
        return chosen
    return chosen._replace(wanted=replace(chosen.wanted, start_dose=each))


def _start_a_day(dosing: TitrationDosing, wanted: Wanted) -> Decimal:
    start = dosing.start_from.quantity if wanted.start_dose is None else wanted.start_dose
    return units.magnitude_in(start, "mg") * dosing.start_doses.value


def _aim(dosing: TitrationDosing, wanted: Wanted) -> tuple[Decimal, Decimal, str]:
    """Return the lowest and the highest amount of a day that the plan leads to, and what it is."""
    if dosing.target_from is not None and dosing.target_to is not None:
        low, high = _in_mg(dosing.target_from.quantity), _in_mg(dosing.target_to.quantity)
        return low, high, "the plan's range"
    if dosing.next_dose is not None:
        stated = dosing.next_dose.value * dosing.next_doses.value
        return Decimal(stated), Decimal(stated), "the amount to which the plan states the steps"
    highest = _in_mg(dosing.maximum.quantity)
    return _start_a_day(dosing, wanted), highest, "the plan's range from start to maximum"


def _to_the_aim(
    ordered: Decimal, hand: OrderInHand, patient: Patient, plan: Plan
) -> AgainstThePlan:
    """Hold an order against the amounts of a day that the plan itself leads to."""
    chosen: Titrated = hand.chosen
    dosing = chosen.treatment.dosing
    low, high, called = _aim(dosing, chosen.wanted)
    ends = dict.fromkeys(shown(units.quantity(end, "mg/d")) for end in (low, high))
    aim = f"{called}, {' to '.join(ends)} ({dosing.maximum.at})"
    a_day = units.quantity(ordered, "mg/d")
    agrees: bool | None = True
    words = f"inside {aim}" if low < high else aim
    if ordered > high:
        most = shown(dosing.maximum.quantity)
        agrees, words = None, f"above {aim}, and not above {most}; {_NAME_IT}"
    elif ordered < low:
        if _is_on_its_way(ordered, hand, low, patient, plan):
            words = f"on the way to {aim}"
        else:
            agrees, words = None, f"below {aim}; {_NAME_IT}, and the day of the first dose"
    nearest = units.quantity(min(max(ordered, low), high), "mg/d")
    return AgainstThePlan(a_day, nearest, agrees, working=f"{shown(a_day)} is {words}")


def _is_on_its_way(
    ordered: Decimal, hand: OrderInHand, low: Decimal, patient: Patient, plan: Plan
) -> bool:
    """Tell whether an order below the plan's aim is the step to it of the day.

    Where the plan does not say when it is raised, its start may be that on any day.
    """
    chosen: Titrated = hand.chosen
    if chosen.on is None and chosen.treatment.dosing.step_every_to is not None:
        return False
    to_the_aim = replace(chosen.wanted, target=units.quantity(low, "mg/d"))
    steps = steps_ordered(chosen._replace(wanted=to_the_aim), patient, plan)
    return ordered in {units.magnitude_in(row.daily, "mg") for _, row in steps}


_NAME_IT = "name the target that the prescriber aims at"
_NO_TARGET = (
    "No target was named, so that the order is held against the plan alone; which mistake gives it "
    "cannot be told."
)
