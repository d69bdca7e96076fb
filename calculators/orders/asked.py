"""What an order is verified with: its own keys, beside those of the calculator that it is for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import units
from calculators.checks.drug_names import read_names
from calculators.dispensing.judged_rates import table_for
from calculators.orders.meant import meant, require_one_month
from calculators.orders.mistakes.changes import Strengths
from calculators.orders.named import NO_NAMES, NamesApart, names_apart
from calculators.patient.patient import needed
from calculators.treatments.expected_dose import ONE, dosing_kilograms, square_metres
from calculators.typed.fields import TOLERANCE
from calculators.typed.order import read_frequency, read_order, span_of
from calculators.typed.values import (
    choices,
    nearest_choice,
    optional,
    positive,
    quoted,
    text_of,
    worded,
)
from plan_data.find_product import find_product
from plan_data.schema.order_names import PlannedTreatment
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.patient.patient import Patient
    from calculators.treatments.declared import Regimen, Treated
    from calculators.treatments.expected_dose import Aim, DoseInputs
    from calculators.typed.keys import Key
    from calculators.typed.order import Order
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
    "indication",
    "max_rate",
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
    indication
        Whose rates of the product's label are meant; empty for the product's first.
    ceiling
        The highest rate that the prescriber sets, where one is.
    share
        What is given at once, of what it comes to: a seventh for "24 g/day" of a week's dose.
    split_over
        The days over which a dose that may be split is to be dealt out, where that was asked.
    named
        The names that stand in the order.
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
    indication: str = ""
    ceiling: units.Quantity | None = None
    share: Decimal = ONE
    split_over: Decimal | None = None
    named: NamesApart = NO_NAMES


def verify_keys(keys_of: Mapping[str, tuple[Key, ...]]) -> tuple[Key, ...]:
    """Return every key that an order may be verified with, each once."""
    theirs = (key for keys in keys_of.values() for key in keys)
    return tuple(dict.fromkeys((*OWN_KEYS, *theirs, "first_dose")))


def own_keys(
    given: Raw, treated: Mapping[str, Treated], plan: Plan
) -> tuple[Treated, dict[str, Any]]:
    """Return the treatment that the order is of, and what is said to its calculator.

    Raises
    ------
    units.Refused
        The treatment is missing or is none, or a key belongs to another one.
    """
    of, drug = _of(given, treated, plan)
    if drug and given.get("drug", drug) != drug:
        raise Refused("drug", f"Drug: the order is of {drug}, and not of {quoted(given['drug'])}.")
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
    own = {key: value for key, value in given.items() if key not in OWN_KEYS}
    return of, {**own, "drug": drug} if drug else own


def verified_under(of: Any, treated: Mapping[str, Treated], plan: Plan) -> tuple[str, str]:
    """Return the calculator that an order is held against, and the drug where several share it.

    Raises
    ------
    units.Refused
        No order of it can be verified.
    """
    found, drug = _of({"of": of}, treated, plan)
    return found.name, drug


def _of(given: Raw, treated: Mapping[str, Treated], plan: Plan) -> tuple[Treated, str]:
    """Return the treatment that an order is of, and the drug where it is one that is titrated."""
    if "of" not in given:
        raise Refused("of", f"Say what the order is of: {choices(treated)}.")
    value = given["of"]
    of = " ".join(value.casefold().split()) if isinstance(value, str) else ""
    if of not in treated and isinstance(value, str):
        of = _by_name(value, treated, plan) or of
    if of in plan.symptomatic and "titration" in treated:
        return treated["titration"], of
    if of not in treated:
        called = (
            each for each in treated.values() if of in (each.label.casefold(), *each.also_called)
        )
        if named := next(called, None):
            return named, ""
        raise Refused(
            "of",
            f"Of: an order of {quoted(value)} cannot be verified; there are {choices(treated)}."
            + nearest_choice(value, treated),
        )
    return treated[of], ""


def _by_name(text: str, treated: Mapping[str, Treated], plan: Plan) -> str:
    """Return the one treatment that a name of a drug stands for ("Neurontin"), or nothing."""
    ids = {
        mention.entry.id
        for mention in read_names(text, plan.order_names).mentions
        if isinstance(mention.entry, PlannedTreatment)
    }
    known = ids.intersection((*treated, *plan.symptomatic))
    return known.pop() if len(ids) == len(known) == 1 else ""


def order_in_hand(
    of: Treated, regimen: Regimen, chosen: Any, given: Raw, plan: Plan
) -> OrderInHand:
    """Return the order with what it is for.

    Raises
    ------
    units.Refused
        A key of the order is missing or cannot be used, or the order does not fit the regimen.
    """
    named = NO_NAMES
    if isinstance(given.get("order"), str):
        named = names_apart(given["order"], plan)
        given = {**given, "order": named.text or given["order"]}
        if named.product and "product" not in given and _fits(named.product, regimen, plan):
            given["product"] = named.product
    order = _with_own_interval(read_order(given, regimen.fits), given, regimen)
    if regimen.by_steps is not None:
        order = _divided(order)
    product, strength = _strength(given, regimen, plan)
    if order.unit == "mL" and strength is None:
        raise Refused(
            "order",
            f'Order: "{order.text}" is a volume; give the product or the concentration, so that '
            "its mass can be told.",
        )
    split_over = None
    if regimen.splits and "days" in given:
        split_over = regimen.course(chosen, plan)
    require_one_month(order, regimen, plan)
    aim, number, every = meant(order, regimen, split_over or ONE)
    tolerance = _tolerance(given, plan)
    return OrderInHand(
        of=of.name,
        regimen=regimen,
        aim=aim,
        chosen=chosen,
        order=order,
        number=number,
        every=every,
        tolerance=tolerance,
        product=product,
        strength=strength,
        indication=_indication(given, product),
        ceiling=optional(given, "max_rate", units.INFUSION_RATE, "Max rate", "2 mg/kg/min"),
        share=order.number / number,
        split_over=split_over,
        named=named,
    )


def _divided(order: Order) -> Order:
    """Return "900 mg daily in 3 divided doses" as 300 mg three times a day."""
    if order.count is None or order.period != "day" or not order.spread or order.counted == "d":
        return order
    with units.exact():
        each = units.settle(order.number / order.count)
    return replace(order, number=each, times=order.count, often=True, count=None)


def _fits(name: str, regimen: Regimen, plan: Plan) -> bool:
    """Tell whether a product that an order names is one that the regimen may be given as."""
    try:
        find_product(name, plan, regimen.route, None, regimen.holds)
    except Refused:
        return False
    return True


def by_size(hand: OrderInHand, inputs: DoseInputs, patient: Patient) -> OrderInHand:
    """Return an order that is written by weight or surface ("0.4 g/kg/day") as the dose it gives.

    Raises
    ------
    units.Refused
        The weight is not known, or the height where it is written by surface.
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
    if inputs.goes_by != "surface":
        # It is multiplied out, and deviates by what that gives.
        why = f'the order "{hand.order.text}" goes by body surface.'
        weight = needed(patient.weight, "weight", why).quantity
        height = needed(patient.height, "height", why).quantity
        inputs = inputs._replace(
            weight_kg=units.magnitude_in(weight, "kg"),
            height_cm=units.magnitude_in(height, "cm"),
            dosing_weight="actual",
        )
    return square_metres(inputs)


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
            f"{worded('order_every')}: the order itself says how often; which one counts cannot be "
            "told.",
        )
    if order.period != "none" or (order.count is not None and regimen.splits):
        return replace(order, every=often.every or span_of(often))
    return replace(order, every=often.every, period=often.period, times=often.times)


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


def _indication(given: Raw, product: Product | None) -> str:
    """Return whose rates are meant, an id of the product's tables.

    Raises
    ------
    units.Refused
        The product has no such table, or there is no product.
    """
    if "indication" not in given:
        return ""
    if product is None:
        raise Refused("indication", "Indication: give the product, whose label has its rates.")
    indication = text_of(given, "indication").strip().lower()
    table_for(product, indication)
    return indication


def strengths_of(hand: OrderInHand, mass: str, plan: Plan) -> Strengths:
    """Return the concentrations that may play a part, in `mass` (g or mg) a mL."""
    in_mass = units.magnitude_in(units.quantity(1, "g"), mass)
    on_record = plan.concentrations.get((hand.regimen.holds, hand.regimen.route), ())
    own = None if hand.strength is None else hand.strength * in_mass
    every = tuple(strength * in_mass for strength in on_record)
    return Strengths(own, every, in_volume=hand.order.unit == "mL")


def course_of(hand: OrderInHand, plan: Plan) -> Decimal:
    """Return the days or doses of the course, or 1 where there is none.

    A dose that may be split goes over the days that were asked for, else over those ordered.
    """
    if hand.regimen.splits:
        return hand.split_over or hand.order.count or ONE
    return hand.regimen.course(hand.chosen, plan)


WHOLE = Decimal(100)  # per cent
