"""What else an order may say, beside the dose: the interval, the volume, the rate, the doses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import units
from calculators.dispensing.judged_rates import ForWhom, judge_rate, table_for
from calculators.orders.asked import WHOLE, course_of
from calculators.patient.patient import UNKNOWN, Answer, needed
from calculators.patient.risk import risk_of
from calculators.treatments.expected_dose import ONE, known
from calculators.typed.fields import RATE, VOLUME
from calculators.typed.values import positive
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from calculators.orders.asked import OrderInHand
    from calculators.orders.verdict import OrderVerdict
    from calculators.patient.patient import Patient
    from plan_data.schema.plan import Plan
    from plan_data.schema.products import Product, ProductFigure

    Raw = Mapping[str, Any]


def also_compared(
    given: Raw, hand: OrderInHand, verdict: OrderVerdict, patient: Patient, plan: Plan
) -> tuple[dict[str, Any], ...]:
    """Return what else was compared: what, ordered, expected, whether they agree, and how.

    Whether they agree is None where a fact that is not recorded decides it.

    Raises
    ------
    units.Refused
        Something of it cannot be used, or cannot be compared for want of something else.
    """
    return (
        *_route(hand),
        *_interval(hand, plan),
        *_count(hand, plan),
        *_volume(given, hand, verdict, plan),
        *_rate(given, hand, patient, plan),
    )


def _compared(
    what: str, ordered: object, expected: object, *, agrees: bool | None, working: str
) -> dict[str, Any]:
    return {
        "what": what,
        "ordered": ordered,
        "expected": expected,
        "agrees": agrees,
        "working": working,
    }


# --- route, interval and number of doses ----------------------------------------------------------


def _route(hand: OrderInHand) -> Iterator[dict[str, Any]]:
    ordered, expected = hand.order.route, hand.regimen.route
    if not ordered:
        return
    says = "" if ordered == expected else "not "
    yield _compared(
        "route",
        ordered,
        expected,
        agrees=ordered == expected,
        working=f"{ordered} is {says}the route of {hand.of}, {expected}",
    )


def _interval(hand: OrderInHand, plan: Plan) -> Iterator[dict[str, Any]]:
    ordered = hand.every
    if ordered is None:
        return
    # What is given each day is given at no interval but that.
    intervals = hand.regimen.intervals(hand.chosen, plan) or (units.quantity(ONE, "d"),)
    expected = intervals[0]
    days = units.settled(ordered, "d")
    same = any(days == units.settled(each, "d") for each in intervals)
    says = "" if same else "not "
    yield _compared(
        "interval",
        ordered,
        expected,
        agrees=same,
        working=f"{units.shown(ordered)} is {says}the interval of {units.shown(expected)}",
    )


def _count(hand: OrderInHand, plan: Plan) -> Iterator[dict[str, Any]]:
    if hand.order.count is None or hand.regimen.splits:
        return
    expected = course_of(hand, plan)
    each = hand.regimen.counts
    unit = "d" if each == "days" else "1"
    same = hand.order.count == expected
    says = "as" if same else "not as"
    yield _compared(
        each,
        units.quantity(hand.order.count, unit),
        units.quantity(expected, unit),
        agrees=same,
        working=f"{hand.order.count} {each}, {says} in the course of {expected} {each}",
    )


# --- volume ---------------------------------------------------------------------------------------


def _volume(
    given: Raw, hand: OrderInHand, verdict: OrderVerdict, plan: Plan
) -> Iterator[dict[str, Any]]:
    if "order_volume" not in given:
        return
    ordered = positive(given, "order_volume", VOLUME, "")
    if hand.regimen.route == "PO":
        raise Refused("order_volume", "Order volume has no part in an oral dose.")
    if hand.strength is None:
        raise Refused(
            "order_volume",
            "Order volume: give the product or the concentration, so that the volume of the dose "
            "can be told.",
        )
    dose = units.quantity(verdict.expected, verdict.unit.partition("/")[0])
    mass = units.magnitude_in(dose, "g")
    with units.exact():
        volume = mass / hand.strength
        apart = abs(ordered.magnitude - volume) / volume * WHOLE
    agrees = units.settle(apart) <= hand.tolerance
    expected = units.quantity(volume, "mL")
    strength = units.shown(units.quantity(hand.strength, "g/mL"))
    working = f"{units.shown(dose)} ÷ {strength} {units.equals(expected)}"
    if not agrees:
        working += _at_another(ordered.magnitude, mass, hand, plan)
    yield _compared("volume", ordered, expected, agrees=agrees, working=working)


def _at_another(ordered: Decimal, mass: Decimal, hand: OrderInHand, plan: Plan) -> str:
    """Name the concentrations on record at which the ordered volume would be right."""
    found = []
    for strength in plan.concentrations.get((hand.regimen.holds, hand.regimen.route), ()):
        with units.exact():
            volume = mass / strength
            near = abs(ordered - volume) / volume * WHOLE <= hand.tolerance
        if near and strength != hand.strength:
            found.append(
                f"at {units.shown(units.quantity(strength, 'g/mL'))} it would be "
                f"{units.shown(units.quantity(volume, 'mL'))}"
            )
    return "".join(f"; {each}" for each in found)


# --- rate -----------------------------------------------------------------------------------------


def _rate(given: Raw, hand: OrderInHand, patient: Patient, plan: Plan) -> Iterator[dict[str, Any]]:
    if "order_rate" not in given:
        return
    ordered = positive(given, "order_rate", RATE, "")
    if hand.regimen.route != "IV":
        raise Refused(
            "order_rate",
            "Order rate: only a rate into a vein is compared; under the skin a label limits the "
            "rate at each site.",
        )
    if hand.product is None:
        raise Refused(
            "order_rate", "Order rate: give the product, whose label says how fast it may run."
        )
    if not hand.product.mass_rates:
        yield _rate_by_weight(ordered, hand.product, patient, plan)
        return
    highest, called = _labelled_maximum(hand.product)
    unit = units.unit_of(ordered).ucum
    expected = _rate_in(unit, highest.quantity, hand, patient)
    agrees = units.settled(ordered, unit) <= units.settled(expected, unit)
    says = "at most" if agrees else "ABOVE"
    yield _compared(
        "rate",
        ordered,
        expected,
        agrees=agrees,
        working=f"{units.shown(ordered)} is {says} the labelled maximum for {called}: "
        f"{highest.shown}, here {units.shown(expected)} [{'; '.join(highest.sources)}]",
    )


def _rate_by_weight(
    ordered: units.Quantity, product: Product, patient: Patient, plan: Plan
) -> dict[str, Any]:
    """Hold a rate against the ceilings that the product's ladder keeps to, at risk as well."""
    risk = risk_of(patient, plan).answer
    if table_for(product, "") is not None and patient.weight is UNKNOWN:
        needed(patient.weight, "weight", "the labelled maximum depends on it.")
    weight = None if patient.weight is UNKNOWN else patient.weight
    judged = judge_rate(ordered, product, "", ForWhom(risk, weight))
    if judged.limit is None and risk is not Answer.YES:
        raise Refused(
            "order_rate",
            f"Order rate: the maximum of {product.label} is not established here; use the label.",
        )
    # Who is at risk where the label has no number has nothing that the order could agree with.
    sources = f" [{'; '.join(judged.sources)}]" if judged.sources else ""
    return _compared(
        "rate",
        ordered,
        judged.limit if judged.limit is not None else "a ceiling that the prescriber sets",
        # Within the ordinary maximum and above the ceiling at risk, and the risk is not recorded.
        agrees=None if judged.verdict == "unknown" else judged.verdict == "within",
        working=f"{judged.words}{sources}",
    )


def _labelled_maximum(product: Product) -> tuple[ProductFigure, str]:
    """Return the slowest labelled maximum of a product that runs at a rate for the patient."""
    found = [(table.maximum, table.label.lower()) for table in product.mass_rates]
    return min(found, key=lambda entry: entry[0].value)


def _rate_in(
    ucum: str, highest: units.Quantity, hand: OrderInHand, patient: Patient
) -> units.Quantity:
    """Return the maximum in the unit of the order, through the concentration and the weight."""
    own = units.unit_of(highest).ucum
    with units.exact():
        if own.startswith("mg") != ucum.startswith("mg"):
            strength = units.quantity(known(hand.strength), "g/mL")
            highest = highest / strength if own.startswith("mg") else highest * strength
        if ("/kg/" in own) != ("/kg/" in ucum):
            why = "the labelled maximum depends on it."
            weight = units.convert(needed(patient.weight, "weight", why).quantity, "kg")
            highest = highest * weight if "/kg/" in own else highest / weight
    return units.convert(highest, ucum)
