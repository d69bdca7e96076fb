"""What else an order may say, beside the dose: the interval, the volume, the rate, the doses."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import units
from calculators.dispensing.judged_rates import ForWhom, judge_rate, of_the_pump, table_for
from calculators.orders.asked import WHOLE, course_of
from calculators.orders.meant import doses_counted
from calculators.orders.named import other_drug, products_meant
from calculators.orders.own_target import compared_with_the_plan
from calculators.patient.patient import UNKNOWN, Answer, needed
from calculators.patient.risk import risk_of
from calculators.treatments.expected_dose import ONE, known
from calculators.treatments.titration import ONE_DAY
from calculators.typed.fields import RATE, VOLUME
from calculators.typed.values import positive
from calculators.working import ENTERED
from plan_data.schema.dosing import AsNeededDosing, ByWeightDosing
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
        *_drug(hand, patient, plan),
        *_product(hand, plan),
        *_route(hand),
        *_when_needed(hand),
        *_interval(hand, plan),
        *_count(hand, plan),
        *_step(hand, verdict, patient, plan),
        *_aim(hand, verdict, patient, plan),
        *_maximum(hand, verdict, patient, plan),
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


# --- what is ordered, by which route, at which interval and how often -----------------------------


def _drug(hand: OrderInHand, patient: Patient, plan: Plan) -> Iterator[dict[str, Any]]:
    if not hand.named.mentions:
        return
    treatment = hand.regimen.work(hand.chosen, patient, plan).treatment
    if other := other_drug(hand.named.mentions, treatment, plan):
        expected = hand.of if treatment is None else treatment.label
        yield _compared(
            "drug",
            ", ".join(each.spelling.name for each in hand.named.mentions),
            expected,
            agrees=False,
            working=f"{other}; it is verified as {expected}",
        )


def _product(hand: OrderInHand, plan: Plan) -> Iterator[dict[str, Any]]:
    """Yield the product that the order names, where it is not the one that is asked about."""
    name = hand.named.product
    if not name:
        return
    holds, route = hand.regimen.holds, hand.regimen.route
    found = products_meant(name, plan)
    fit = [each for each in found if each.holds == holds and route in each.routes]
    labels = " or ".join(each.label for each in found) or name
    if not fit:
        yield _compared(
            "product",
            labels,
            f"{holds}, {route}",
            agrees=False,
            working=f"the order names {labels}, which is no {holds} given {route}",
        )
    elif hand.product is not None and hand.product not in fit:
        yield _compared(
            "product",
            labels,
            hand.product.label,
            agrees=False,
            working=f"the order names {labels}, and {hand.product.label} is asked about",
        )


def _when_needed(hand: OrderInHand) -> Iterator[dict[str, Any]]:
    treatment = getattr(hand.chosen, "treatment", None)
    if treatment is not None and isinstance(treatment.dosing, AsNeededDosing):
        return
    if hand.order.as_needed:
        yield _compared(
            "when",
            "as needed",
            "at its times",
            agrees=False,
            working=f"{hand.of} is given at its times, and not when it is needed",
        )


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
    if hand.regimen.once:
        says = f"{units.shown(ordered)}, where the plan has a single dose"
        yield _compared("interval", ordered, "once", agrees=False, working=says)
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
    if hand.order.count is None or (hand.regimen.splits and hand.split_over is None):
        return
    expected = course_of(hand, plan)
    each = hand.regimen.counts
    if not hand.regimen.counted and not hand.regimen.splits:
        once = hand.order.count == ONE and hand.order.counted == "1" and not hand.regimen.once
        written = units.quantity(hand.order.count, hand.order.counted or "1")
        yield _compared(
            "duration",
            written,
            "no number in the plan",
            agrees=not once,
            working="once, where it is given on and on"
            if once
            else f"{units.shown(written)}; the plan says of {hand.of} no number",
        )
        return
    count = doses_counted(hand.order) or hand.order.count
    unit = "d" if each == "days" else "1"
    same = count == expected
    says = "as" if same else "not as"
    yield _compared(
        each,
        units.quantity(count, unit),
        units.quantity(expected, unit),
        agrees=same,
        working=f"{units.so_many(count, each)}, {says} in the course of "
        f"{units.so_many(expected, each)}",
    )


def _aim(
    hand: OrderInHand, verdict: OrderVerdict, patient: Patient, plan: Plan
) -> Iterator[dict[str, Any]]:
    """Yield how an order without a target lies to what the plan aims at."""
    if found := compared_with_the_plan(hand, verdict, patient, plan):
        yield _compared(
            "amount a day",
            found.ordered,
            found.expected,
            agrees=found.agrees,
            working=found.working,
        )


def _maximum(
    hand: OrderInHand, verdict: OrderVerdict, patient: Patient, plan: Plan
) -> Iterator[dict[str, Any]]:
    """Yield an order above the plan's maximum: no tolerance of a dose goes beyond that."""
    most = _most(hand, patient, plan)
    ordered = units.quantity(verdict.ordered, verdict.unit)
    if most is None or ordered <= most:
        return
    yield _compared(
        "maximum",
        ordered,
        most,
        agrees=False,
        working=f"{units.shown(ordered)} is above the plan's maximum, {units.shown(most)}",
    )


def _most(hand: OrderInHand, patient: Patient, plan: Plan) -> units.Quantity | None:
    """Return the most that the plan has of what is ordered, a day or a dose, where it has one."""
    if hand.regimen.by_steps is not None and hand.aim == "daily":
        a_day = hand.regimen.work(hand.chosen, patient, plan).values["maximum"]
        return units.quantity(units.magnitude_in(a_day, "mg/d"), "mg")
    treatment = plan.treatments.get(hand.regimen.name)
    dosing = None if treatment is None else treatment.dosing
    if not isinstance(dosing, ByWeightDosing) or dosing.maximum is None:
        return None
    whole = {"daily": Decimal(dosing.a_day), "total": course_of(hand, plan)}
    return dosing.maximum.quantity * whole.get(hand.aim, ONE)


def _taken_as_the_plan_has(hand: OrderInHand, dosing: AsNeededDosing) -> Iterator[dict[str, Any]]:
    """Yield how often a day, and how much at once, of what is taken when needed."""
    often = hand.order.times
    most = units.magnitude_in(ONE_DAY.quantity, "h") // dosing.every_from.value
    yield _compared(
        "doses a day",
        units.quantity(often, "1"),
        units.quantity(most, "1"),
        agrees=often <= most,
        working=f"{often:f} a day, and the plan gives it no oftener than every "
        f"{units.shown(dosing.every_from.quantity)}, {most:f} a day",
    )
    low, high = dosing.dose_from, dosing.dose_to
    # As it comes out for the patient, where the order goes by weight.
    each = units.quantity(units.settle(hand.number / often), hand.order.unit)
    yield _compared(
        "one dose",
        each,
        high.quantity,
        agrees=low.quantity <= each <= high.quantity,
        working=f"{units.shown(each)}, and the plan gives {units.shown(low.quantity)} to "
        f"{units.shown(high.quantity)}",
    )


def _step(
    hand: OrderInHand, verdict: OrderVerdict, patient: Patient, plan: Plan
) -> Iterator[dict[str, Any]]:
    """Yield at which step of a titration the order stands, and in how many doses a day."""
    if hand.regimen.by_steps is None:
        return
    steps = hand.regimen.by_steps(hand.chosen, patient, plan)
    daily = hand.aim == "daily"
    number, row = next(
        (
            pair
            for pair in reversed(steps)
            if units.magnitude_in(pair[1].daily if daily else pair[1].per_dose, "mg")
            == verdict.expected
        ),
        steps[-1],
    )
    told = f"{units.shown(row.per_dose)} in {units.so_many(row.doses_per_day, 'doses')} a day"
    dosing = hand.chosen.treatment.dosing
    if daily and hand.order.often and isinstance(dosing, AsNeededDosing):
        yield from _taken_as_the_plan_has(hand, dosing)
    elif daily and hand.order.often:
        times = units.quantity(hand.order.times, "1")
        same = hand.order.times == row.doses_per_day
        yield _compared(
            "doses a day",
            times,
            units.quantity(row.doses_per_day, "1"),
            agrees=same,
            working=f"{units.shown(times)} a day, and the table has {told}",
        )
    if not verdict.within_tolerance or (len(steps) == 1 and hand.chosen.on is None):
        return
    called = f"step {number}" if number else "the start"
    if hand.chosen.on is not None and len(steps) == 1:
        agrees, words = True, f"on {hand.chosen.on} the table stands at {called}: {told}"
    elif number == steps[-1][0]:
        agrees, words = True, f"{called}, the last of the table: {told}"
    elif any(each.date is None for _, each in steps):
        agrees, words = True, f"{called}: {told}; the plan does not say when it is raised"
    else:
        agrees, words = (
            None,
            (
                f"{called} of {steps[-1][0]}: {told}; give the day of the first dose, so that the "
                "step of the day is known"
            ),
        )
    yield _compared(
        "step",
        units.quantity(number, "1"),
        units.quantity(steps[-1][0], "1"),
        agrees=agrees,
        working=words,
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
        yield _rate_by_weight(ordered, hand, hand.product, patient, plan)
        return
    labelled, called = _labelled_maximum(hand.product)
    unit = units.unit_of(ordered).ucum
    expected = _rate_in(unit, labelled.quantity, hand, patient)
    says_whose = f"the labelled maximum for {called}: {labelled.shown}"
    sources = labelled.sources
    if (pump := plan.policies.ladder.pump_highest) is not None:
        most = _rate_in(unit, pump.quantity, hand, patient)
        if most < expected:
            expected, sources, says_whose = most, pump.sources, of_the_pump(pump).because
    if hand.ceiling is not None:
        entered = _rate_in(unit, hand.ceiling, hand, patient)
        if units.settled(entered, unit) < units.settled(expected, unit):
            expected, says_whose = entered, "the ceiling that was entered"
            sources = (ENTERED,)
    agrees = units.settled(ordered, unit) <= units.settled(expected, unit)
    says = "at most" if agrees else "ABOVE"
    yield _compared(
        "rate",
        ordered,
        expected,
        agrees=agrees,
        working=f"{units.shown(ordered)} is {says} {says_whose}, here {units.shown(expected)} "
        f"[{'; '.join(sources)}]",
    )


def _rate_by_weight(
    ordered: units.Quantity, hand: OrderInHand, product: Product, patient: Patient, plan: Plan
) -> dict[str, Any]:
    """Hold a rate against the ceilings that the product's ladder keeps to, at risk as well."""
    risk = risk_of(patient, plan).answer
    if table_for(product, hand.indication) is not None and patient.weight is UNKNOWN:
        needed(patient.weight, "weight", "the labelled maximum depends on it.")
    weight = None if patient.weight is UNKNOWN else patient.weight
    whom = ForWhom(risk, weight, hand.ceiling, pump=plan.policies.ladder.pump_highest)
    judged = judge_rate(ordered, product, hand.indication, whom)
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
