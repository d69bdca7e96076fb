"""What an order is verified with: its own keys, beside those of the calculator that it is for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import units
from calculators.orders.mistakes.changes import Strengths
from calculators.patient.patient import needed
from calculators.treatments.expected_dose import ONE, dosing_kilograms, square_metres
from calculators.typed.fields import TOLERANCE
from calculators.typed.order import read_frequency, read_order, span_of
from calculators.typed.values import choices, nearest_choice, positive, quoted
from plan_data.find_product import find_product
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.patient.patient import Patient
    from calculators.treatments.declared import Regimen, Treated
    from calculators.treatments.expected_dose import Aim, DoseInputs
    from calculators.typed.keys import Key
    from calculators.typed.order import Order, Period
    from plan_data.schema.plan import Plan
    from plan_data.schema.products import Product

    Raw = Mapping[str, Any]

OWN_KEYS: tuple[Key, ...] = (
    "of",
    "order",
    "tolerance",
    "order_every",
    "order_volume",
    "order_rate",
    "product",
    "concentration",
)
ORDER_KEYS = tuple(key for key in OWN_KEYS if key != "of")


@dataclass(frozen=True, slots=True)
class OrderInHand:
    """An order, and what it is for.

    Parameters
    ----------
    of, regimen, aim
        The calculator, its regimen, and which of its doses is ordered.
    chosen
        What was chosen of the regimen.
    order
        The order as read.
    number
        What its number comes to for that dose, in the order's unit: twice 12 g for "12 g twice
        weekly", seven times 24 g for "24 g/day" where the dose is that of a week.
    every
        The time from one dose to the next, where it is written and is to be compared.
    tolerance
        In per cent.
    product
        The product, where one is named.
    strength
        The concentration in g/mL, where it is known.
    by_size
        The dose a kg or m² as it was ordered, and the weight or surface that it was multiplied by.
    """

    of: str
    regimen: Regimen
    aim: Aim
    chosen: Any
    order: Order
    number: Decimal
    every: units.Quantity | None
    tolerance: Decimal
    product: Product | None
    strength: Decimal | None
    by_size: tuple[units.Quantity, units.Quantity] | None = None


def verify_keys(keys_of: Mapping[str, tuple[Key, ...]]) -> tuple[Key, ...]:
    """Return every key that an order may be verified with, each once."""
    theirs = (key for keys in keys_of.values() for key in keys)
    return tuple(dict.fromkeys((*OWN_KEYS, *theirs)))


def own_keys(given: Raw, treated: Mapping[str, Treated]) -> tuple[Treated, dict[str, Any]]:
    """Return the treatment that the order is of, and what is said to its calculator.

    Raises
    ------
    units.Refused
        The treatment is missing or is none, or a key belongs to another one.
    """
    of = _of(given, treated)
    keys = of.keys_of_the_dose
    for key in given:
        if key in OWN_KEYS or key in keys:
            continue
        if any(key in each.keys_of_the_dose for each in treated.values()):
            raise Refused(
                key,
                f"{quoted(key)} is not an input of {of.name}; an order of it is verified with "
                f"{choices((*keys, *ORDER_KEYS))}.",
            )
    return of, {key: value for key, value in given.items() if key not in OWN_KEYS}


def _of(given: Raw, treated: Mapping[str, Treated]) -> Treated:
    if "of" not in given:
        raise Refused("of", f"Say what the order is of: {choices(treated)}.")
    value = given["of"]
    of = value.strip().lower() if isinstance(value, str) else ""
    if of not in treated:
        raise Refused(
            "of",
            f"Of: an order of {quoted(value)} cannot be verified; there are {choices(treated)}."
            + nearest_choice(value, treated),
        )
    return treated[of]


def order_in_hand(
    of: Treated, regimen: Regimen, chosen: Any, given: Raw, plan: Plan
) -> OrderInHand:
    """Return the order with what it is for.

    Raises
    ------
    units.Refused
        A key of the order is missing or cannot be used, or the order does not fit the regimen.
    """
    order = _with_own_interval(read_order(given, regimen.fits), given, regimen)
    product, strength = _strength(given, regimen, plan)
    if order.unit == "mL" and strength is None:
        raise Refused(
            "order",
            f'Order: "{order.text}" is a volume; give the product or the concentration, so that '
            "its mass can be told.",
        )
    aim, number, every = _meant(order, regimen)
    tolerance = _tolerance(given, plan)
    return OrderInHand(
        of.name, regimen, aim, chosen, order, number, every, tolerance, product, strength
    )


def by_size(hand: OrderInHand, inputs: DoseInputs, patient: Patient) -> OrderInHand:
    """Return an order that is written by weight or surface ("0.4 g/kg/day") as the dose it gives.

    Raises
    ------
    units.Refused
        The weight is not known, or the dose does not go by body surface.
    """
    by = hand.order.by
    if not by:
        return hand
    # With all the digits that the dose is worked out with: dust would be between the two.
    with units.exact():
        size = _size(hand, inputs, patient)
        sized = replace(hand, number=hand.number * size)
    if hand.order.unit == "mL":  # what a volume a kg holds is worked out through its concentration
        return sized
    each = units.quantity(hand.number, f"{hand.order.unit}/{by}")
    return replace(sized, by_size=(each, units.quantity(size, by)))


def _size(hand: OrderInHand, inputs: DoseInputs, patient: Patient) -> Decimal:
    if hand.order.by == "kg":
        why = f'the order "{hand.order.text}" goes by it.'
        actual = needed(patient.weight, "weight", why).quantity
        goes_by_weight = inputs.goes_by == "weight"
        return dosing_kilograms(inputs) if goes_by_weight else units.magnitude_in(actual, "kg")
    if inputs.goes_by == "surface":
        return square_metres(inputs)
    raise Refused(
        "order",
        f'Order: "{hand.order.text}" goes by body surface, by which {hand.of} is not dosed; '
        f"{hand.regimen.fits}.",
    )


def _with_own_interval(order: Order, given: Raw, regimen: Regimen) -> Order:
    """Return the order with the interval that stands apart, as if it had been written in it.

    Raises
    ------
    units.Refused
        The order says how often itself, so that it cannot be told which counts.
    """
    if "order_every" not in given:
        return order
    often = read_frequency(given, "order_every", "")
    if order.every is not None:
        raise Refused(
            "order_every",
            "Order every: the order itself says how often; which one counts cannot be told.",
        )
    if order.period != "none" or (order.count is not None and regimen.splits):
        return replace(order, every=often.every or span_of(often))
    return replace(order, every=often.every, period=often.period, times=often.times)


def _meant(order: Order, regimen: Regimen) -> tuple[Aim, Decimal, units.Quantity | None]:
    """Return which dose the order is for, its number for that dose, and the interval to compare.

    A period that is none of the regimen's is read all the same, and then its interval differs.

    Raises
    ------
    units.Refused
        The period, or a count of days or doses, does not fit the regimen.
    """
    period = _period(order)
    by_words = period != "interval" and order.every is not None and period == order.period
    apart = order.every if by_words or period == "interval" else None
    if order.count is not None and regimen.splits:
        if order.counted in _SPLIT and (order.counted == "d" or period in {"none", "day"}):
            whole = order.number * order.times * (ONE if order.spread else order.count)
            return regimen.each, whole, apart
        if period == "interval":  # so many infusions; maintenance has no number of them
            return regimen.aims[period], order.number, order.every
    if order.count is not None and order.counted not in regimen.counted:
        raise Refused("order", f'Order: the count in "{order.text}" does not fit; {regimen.fits}.')
    if period in regimen.aims:
        aim = regimen.aims[period]
        # "32 g x 5 days" is 32 g each day; "160 g over 5 days" and "12 g over 6 months" are the
        # whole.
        if order.count is not None and period == "none":
            aim = regimen.aims["total"] if order.spread else regimen.each
        if aim in _OF_A_PERIOD:
            return aim, order.number * order.times, apart
        return aim, order.number, span_of(order) if order.times != ONE else order.every
    return _at_another_period(order, period, regimen)


def _at_another_period(
    order: Order, period: Period, regimen: Regimen
) -> tuple[Aim, Decimal, units.Quantity | None]:
    span = order.every if period == "interval" else span_of(replace(order, period=period))
    steady = regimen.aims["none"]
    if steady in _STEADY and span is not None and units.unit_of(span).ucum != "mo":
        own = units.magnitude_in(units.quantity(ONE, _STEADY[steady]), "d")
        with units.exact():
            number = units.settle(order.number * own / units.magnitude_in(span, "d"))
        return steady, number, span
    if regimen.each in regimen.values and (span is not None or period == "dose"):
        return regimen.each, order.number, span
    raise Refused("order", f'Order: the period of "{order.text}" does not fit; {regimen.fits}.')


def _period(order: Order) -> Period:
    """Return the period; an interval of one day or one week is that day or week."""
    if order.every is None or order.period != "interval":
        return order.period
    days = units.settled(order.every, "d")
    for one, period in _SINGLE.items():
        if days == units.settled(units.quantity(ONE, one), "d"):
            return period
    return order.period


_SINGLE: Mapping[str, Period] = {"d": "day", "wk": "week"}
_SPLIT = frozenset(("", "d", "1"))  # what a dose that is split may be counted in
_OF_A_PERIOD = frozenset(("per_day", "daily", "weekly"))
_STEADY: Mapping[Aim, str] = {"weekly": "wk", "daily": "d"}


def _tolerance(given: Raw, plan: Plan) -> Decimal:
    if "tolerance" not in given:
        return Decimal(plan.policies.order_tolerance.value)
    text = given["tolerance"]
    if not isinstance(text, str):
        raise Refused(
            "tolerance",
            f'Tolerance: {quoted(text)} has no unit; write it as text, for example "5 %".',
        )
    tolerance: Decimal = units.parse(text, TOLERANCE, "tolerance").magnitude
    if tolerance >= WHOLE:
        raise Refused(
            "tolerance", f"Tolerance: {quoted(text)} would pass anything; give less than 100 %."
        )
    return tolerance


def _strength(given: Raw, regimen: Regimen, plan: Plan) -> tuple[Product | None, Decimal | None]:
    """Return the product and the concentration in g/mL, each where it is known."""
    concentration = None
    if "concentration" in given:
        if regimen.route == "PO":
            raise Refused("concentration", "Concentration has no part in an oral dose.")
        why = "give that of the product or of the bag"
        concentration = positive(given, "concentration", units.CONCENTRATION, why)
    if "product" not in given:
        strength = None if concentration is None else units.magnitude_in(concentration, "g/mL")
        return None, strength
    product = _product(given, regimen, plan, concentration)
    if concentration is not None:
        return product, units.magnitude_in(concentration, "g/mL")
    if product.concentration is None:
        return product, None
    return product, units.magnitude_in(product.concentration.quantity, "g/mL")


def _product(
    given: Raw, regimen: Regimen, plan: Plan, concentration: units.Quantity | None
) -> Product:
    text = given["product"]
    if not isinstance(text, str):
        raise Refused("product", 'Product must be text, for example "Privigen".')
    try:
        return find_product(text, plan, regimen.route, concentration, regimen.holds)
    except Refused as refused:
        if refused.field != "concentration":
            raise
        # It is not that of the vial; it may be the one in the bag.
        product = find_product(text, plan, regimen.route, None, regimen.holds)
        lowest, highest = product.diluted_from, product.diluted_to
        if lowest is None or highest is None or concentration is None:
            raise
        if not lowest.quantity <= concentration <= highest.quantity:
            raise
        return product


def strengths_of(hand: OrderInHand, mass: str, plan: Plan) -> Strengths:
    """Return the concentrations that may play a part, in `mass` (g or mg) a mL."""
    in_mass = units.magnitude_in(units.quantity(1, "g"), mass)
    on_record = plan.concentrations.get((hand.regimen.holds, hand.regimen.route), ())
    own = None if hand.strength is None else hand.strength * in_mass
    return Strengths(own, tuple(strength * in_mass for strength in on_record))


def course_of(hand: OrderInHand, plan: Plan) -> Decimal:
    """Return the days or doses of the course, or 1 where there is none."""
    return hand.regimen.course(hand.chosen, plan)


WHOLE = Decimal(100)  # per cent
