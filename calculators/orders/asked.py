"""What an order is verified with: its own keys, beside those of the calculator that it is for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import units
from calculators.orders.mistakes.changes import Strengths
from calculators.treatments.expected_dose import ONE
from calculators.typed.fields import TOLERANCE
from calculators.typed.order import read_order
from calculators.typed.values import choices, nearest_choice, positive, quoted
from plan_data.find_product import find_product
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.treatments.declared import Regimen, Treated
    from calculators.treatments.expected_dose import Aim
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
    tolerance
        In per cent.
    product
        The product, where one is named.
    strength
        The concentration in g/mL, where it is known.
    """

    of: str
    regimen: Regimen
    aim: Aim
    chosen: Any
    order: Order
    tolerance: Decimal
    product: Product | None
    strength: Decimal | None


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
    order = read_order(given, regimen.fits)
    product, strength = _strength(given, regimen, plan)
    if order.unit == "mL" and strength is None:
        raise Refused(
            "order",
            f'Order: "{order.text}" is a volume; give the product or the concentration, so that '
            "its mass can be told.",
        )
    aim = aim_of(order, regimen)
    tolerance = _tolerance(given, plan)
    return OrderInHand(of.name, regimen, aim, chosen, order, tolerance, product, strength)


def aim_of(order: Order, regimen: Regimen) -> Aim:
    """Return which dose the order is for, told from the period that is written beside it.

    Raises
    ------
    units.Refused
        The period, or a count of days or doses, does not fit the regimen.
    """
    period = _period(order)
    if period not in regimen.aims:
        raise Refused("order", f'Order: the period of "{order.text}" does not fit; {regimen.fits}.')
    if order.count is None:
        return regimen.aims[period]
    if order.counted not in regimen.counted:
        raise Refused("order", f'Order: the count in "{order.text}" does not fit; {regimen.fits}.')
    # "32 g x 5 days" is 32 g each day; "160 g over 5 days" and "12 g over 6 months" are the whole.
    if period != "none":
        return regimen.aims[period]
    return regimen.aims["total"] if order.spread else regimen.each


def _period(order: Order) -> Period:
    """Return the period; an interval of one day or one week is that day or week."""
    if order.every is None:
        return order.period
    days = units.settled(order.every, "d")
    for one, period in _SINGLE.items():
        if days == units.settled(units.quantity(ONE, one), "d"):
            return period
    return order.period


_SINGLE: Mapping[str, Period] = {"d": "day", "wk": "week"}


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
