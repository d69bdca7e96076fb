"""What an order is verified with: its own keys, beside those of the calculator that it is for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import units
from calculators.orders.mistakes.changes import Strengths
from calculators.treatments.bare_inputs import regimen_of
from calculators.treatments.expected_dose import ONE
from calculators.treatments.order_aim import PERIODS, aim_of
from calculators.typed.fields import TOLERANCE
from calculators.typed.order import read_order
from calculators.typed.values import choices, nearest, positive, quoted
from plan_data.find_product import find_product
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.treatments.expected_dose import Aim
    from calculators.treatments.order_aim import Regimen
    from calculators.typed.order import Order
    from plan_data.schema.plan import Plan
    from plan_data.schema.products import Product

    Raw = Mapping[str, Any]

OWN_KEYS = (
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
    own
        The keys of that calculator.
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
    own: Raw
    order: Order
    tolerance: Decimal
    product: Product | None
    strength: Decimal | None


def verify_keys(keys_of: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return every key that an order may be verified with, each once."""
    theirs = (key for keys in keys_of.values() for key in keys)
    return tuple(dict.fromkeys((*OWN_KEYS, *theirs)))


def own_keys(given: Raw, keys_of: Mapping[str, tuple[str, ...]]) -> tuple[str, dict[str, Any]]:
    """Return the calculator that the order is for, and what is said to that calculator.

    Parameters
    ----------
    keys_of
        Calculator → its own keys.

    Raises
    ------
    units.Refused
        The calculator is missing or is none, or a key belongs to another one.
    """
    of = _of(given, keys_of)
    others = {key for keys in keys_of.values() for key in keys} - set(keys_of[of])
    for key in given:
        if key in others and key not in OWN_KEYS:
            raise Refused(
                key,
                f"{quoted(key)} is not an input of {of}; an order of it is verified with "
                f"{choices((*keys_of[of], *ORDER_KEYS))}.",
            )
    return of, {key: value for key, value in given.items() if key not in OWN_KEYS}


def _of(given: Raw, keys_of: Mapping[str, tuple[str, ...]]) -> str:
    if "of" not in given:
        raise Refused("of", f"Say what the order is of: {choices(keys_of)}.")
    value = given["of"]
    of = value.strip().lower() if isinstance(value, str) else ""
    if of not in keys_of:
        raise Refused(
            "of",
            f"Of: an order of {quoted(value)} cannot be verified; there are {choices(keys_of)}."
            + nearest(value, keys_of),
        )
    return of


def order_in_hand(of: str, own: Raw, given: Raw, plan: Plan) -> OrderInHand:
    """Return the order with what it is for.

    Raises
    ------
    units.Refused
        A key of the order is missing or cannot be used, or the order does not fit the regimen.
    """
    regimen = regimen_of(of, own)
    order = read_order(given, PERIODS[regimen].fits)
    product, strength = _strength(given, regimen, plan)
    if order.unit == "mL" and strength is None:
        raise Refused(
            "order",
            f'Order: "{order.text}" is a volume; give the product or the concentration, so that '
            "its mass can be told.",
        )
    aim = aim_of(order, regimen)
    return OrderInHand(of, regimen, aim, own, order, _tolerance(given, plan), product, strength)


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
    route = PERIODS[regimen].route
    concentration = None
    if "concentration" in given:
        if route == "PO":
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
    text, periods = given["product"], PERIODS[regimen]
    if not isinstance(text, str):
        raise Refused("product", 'Product must be text, for example "Privigen".')
    try:
        return find_product(text, plan, periods.route, concentration, periods.holds)
    except Refused as refused:
        if refused.field != "concentration":
            raise
        # It is not that of the vial; it may be the one in the bag.
        product = find_product(text, plan, periods.route, None, periods.holds)
        lowest, highest = product.diluted_from, product.diluted_to
        if lowest is None or highest is None or concentration is None:
            raise
        if not lowest.quantity <= concentration <= highest.quantity:
            raise
        return product


def strengths_of(hand: OrderInHand, mass: str, plan: Plan) -> Strengths:
    """Return the concentrations that may play a part, in `mass` (g or mg) a mL."""
    periods = PERIODS[hand.regimen]
    in_mass = units.magnitude_in(units.quantity(1, "g"), mass)
    on_record = plan.concentrations.get((periods.holds, periods.route), ())
    own = None if hand.strength is None else hand.strength * in_mass
    return Strengths(own, tuple(strength * in_mass for strength in on_record))


def course_of(hand: OrderInHand, plan: Plan) -> Decimal:
    """Return the days or doses of the course, or 1 where there is none."""
    if hand.regimen == "induction":
        return Decimal(str(hand.own["days"]).strip())
    if hand.regimen == "cyclophosphamide_iv":
        return Decimal(plan.cyclophosphamide.dosing.iv_doses.value)
    if hand.of == "rituximab":
        dosing = plan.rituximab.dosing
        weekly = hand.regimen == "rituximab_weekly"
        return Decimal(len((dosing.weekly_days if weekly else dosing.fixed_days).values))
    return ONE


WHOLE = Decimal(100)  # per cent
