"""Check twice: what two people entered apart, field by field, by value and not by spelling.

80 kg, 80.0 kg and 80000 g are one weight. 176 lb and 79.83 kg are two: a weight that was converted
and rounded on the way is no second reading of the scale.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import units
from calculators.orders.named import names_apart
from calculators.patient.patient import UNKNOWN, Measure, Unknown
from calculators.patient.plausibility import question, readings
from calculators.requests.answer import answer
from calculators.typed.order import Order, read_order
from calculators.typed.patient import read_patient
from calculators.typed.values import worded
from plan_data.find_product import find_product
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from calculators.orders.named import NamesApart
    from plan_data.schema.plan import Plan

Field: TypeAlias = Literal["weight", "height", "order"]
FIELDS: tuple[Field, ...] = ("weight", "height", "order")
Verdict: TypeAlias = Literal["agrees", "differs", "not_needed"]


@dataclass(frozen=True, slots=True)
class Compared:
    """One field as two people entered it.

    Parameters
    ----------
    field
        The request key.
    first, second
        What each of them typed; empty where nothing was.
    first_value, second_value
        What it means: a quantity, or an order as it was read; None where nothing was typed.
    verdict
        Whether the two agree, differ, or neither is needed.
    says
        One sentence for the two people.
    """

    field: Field
    first: str
    second: str
    first_value: units.Quantity | Order | None
    second_value: units.Quantity | Order | None
    verdict: Verdict
    says: str


def compare(
    first: Mapping[str, str],
    second: Mapping[str, str],
    plan: Plan,
    needed: Collection[str] = FIELDS,
) -> tuple[Compared, ...]:
    """Compare weight, height and order as two people typed them, in exact arithmetic.

    Parameters
    ----------
    first, second
        Field → what was typed, with its unit; an empty text counts as not typed.
    needed
        The fields that may not be missing in both; see `needed_by`.

    Raises
    ------
    units.Refused
        A measure cannot be used; the sentence says which of the two entries it is in. Or the
        second entry leaves something out: nothing is compared, so that nothing of the first is
        shown, before the second is complete.
    """
    one, other = _read(first, plan, "First entry"), _read(second, plan, "Second entry")
    for field in FIELDS:
        if _typed(first, field) and not _typed(second, field):
            raise Refused(
                field,
                f"{worded(field)} is missing in the second entry; the first entry is not shown "
                "before the second is complete.",
            )
    compared = tuple(
        _compared(
            field,
            (_typed(first, field), _typed(second, field)),
            (one[field], other[field]),
            is_needed=field in needed,
        )
        for field in FIELDS
    )
    return tuple(
        _named_alike(each, plan) if each.field == "order" and each.verdict == "agrees" else each
        for each in compared
    )


def agreed(compared: tuple[Compared, ...]) -> bool:
    """Tell whether no field differs."""
    return all(each.verdict != "differs" for each in compared)


def needed_by(request: Mapping[str, Any], plan: Plan, today: date) -> tuple[Field, ...]:
    """Return which fields the calculator of a request refuses to do without.

    Parameters
    ----------
    request
        The whole request, which the calculator answers or refuses for want of one of the fields.
    """
    found: list[Field] = []
    for field in FIELDS:
        try:
            answer({key: value for key, value in request.items() if key != field}, plan, today)
        except Refused as refused:
            if refused.field == field:
                found.append(field)
    return tuple(found)


def _typed(entry: Mapping[str, str], field: Field) -> str:
    return " ".join((entry.get(field) or "").split())


def _read(entry: Mapping[str, str], plan: Plan, who: str) -> dict[Field, Any]:
    """Read one entry with the readers that serve every request."""
    typed: dict[str, str] = {field: _typed(entry, field) for field in FIELDS}
    measures = {key: typed[key] for key in ("weight", "height") if typed[key]}
    try:
        # No fact with a date is read here, so any day will do.
        patient = read_patient(measures, plan, date.min)
    except Refused as refused:
        raise Refused(refused.field, f"{who}: {refused.message}") from None
    return {
        "weight": _quantity(patient.weight),
        "height": _quantity(patient.height),
        "order": _order(typed["order"], plan, who) if typed["order"] else None,
    }


def _quantity(measure: Measure | Unknown) -> units.Quantity | None:
    return None if measure is UNKNOWN else measure.quantity


def _order(text: str, plan: Plan, who: str) -> Order:
    amount = names_apart(text, plan).text or text
    try:
        return read_order({"order": amount}, 'write it as an order, for example "24 g/wk"')
    except Refused as refused:
        raise Refused(refused.field, f"{who}: {refused.message}") from None


def _named_alike(compared: Compared, plan: Plan) -> Compared:
    """Return the two orders as differing where they do not name the same drug and product."""
    one, other = (names_apart(text, plan) for text in (compared.first, compared.second))
    if _named(one, plan) == _named(other, plan):
        return compared
    says = (
        f"Order differs: {compared.first} and {compared.second}. The drug or the product that is "
        "named is not the same."
    )
    return replace(compared, verdict="differs", says=says)


def _named(order: NamesApart, plan: Plan) -> tuple[frozenset[str], str]:
    """Return the drugs and the product that an order names."""
    drugs = frozenset(each.entry.id for each in order.mentions)
    try:
        return drugs, find_product(order.product, plan).id if order.product else ""
    except Refused:
        return drugs, order.product.casefold()  # one brand of several strengths


def _compared(
    field: Field, typed: tuple[str, str], values: tuple[Any, Any], *, is_needed: bool
) -> Compared:
    name = worded(field)
    verdict: Verdict = "differs"
    one, other = values
    if one is None and other is None and not is_needed:
        verdict, says = "not_needed", f"{name} is not needed here."
    elif one is None and other is None:
        says = f"{name} is missing in both entries, and the dose depends on it."
    elif one is None:
        says = f"{name} is missing in the first entry; the other says {typed[1]}."
    elif _same(field, one, other):
        verdict, says = "agrees", f"{name} agrees."
    else:
        says = f"{name} differs: {typed[0]} and {typed[1]}.{_slip(field, one, other)}"
    return Compared(field, *typed, one, other, verdict, says)


# Every unit of the kind turns into this one without an end to the division.
_EXACT_IN = {"weight": "kg", "height": "cm"}
_DAILY, _WEEKLY = units.quantity(1, "d"), units.quantity(1, "wk")


def _same(field: Field, one: Any, other: Any) -> bool:
    if isinstance(one, Order):
        return _same_but_amount(one, other) and _equal(_amount(one), _amount(other), "mg")
    return _equal(one, other, _EXACT_IN[field])


def _equal(one: units.Quantity, other: units.Quantity, unit: str) -> bool:
    """Tell whether two quantities are equal; a volume has no mass without its product."""
    if not one.is_compatible_with(other):
        return False
    if not one.is_compatible_with(units.quantity(1, unit)):
        return bool(one.magnitude == other.magnitude)  # two volumes, both in mL
    return units.magnitude_in(one, unit) == units.magnitude_in(other, unit)


def _amount(order: Order) -> units.Quantity:
    return units.quantity(order.number, order.unit)


def _same_but_amount(one: Order, other: Order) -> bool:
    """Tell whether two orders say the same of everything but the amount."""
    days = [_days(order) for order in (one, other)]
    rest = [
        (
            *(each.count, each.counted, each.spread, each.times, each.route, each.by),
            *(each.as_needed, _apart(each)),
        )
        for each in (one, other)
    ]
    return days[0] == days[1] and rest[0] == rest[1]


def _apart(order: Order) -> Decimal | None:
    """Return the days of an interval that stands beside a period ("daily x 2 every 4 weeks")."""
    if order.every is None or order.period == "interval":
        return None
    return units.magnitude_in(order.every, "d")


def _days(order: Order) -> tuple[str, Decimal | None]:
    """Return what an amount is ordered for; a day and a week are intervals as others are."""
    interval = {"day": _DAILY, "week": _WEEKLY, "interval": order.every}.get(order.period)
    if interval is None:
        return order.period, None
    return "interval", units.magnitude_in(interval, "d")


# --- what may have happened -------------------------------------------------------------------


def _slip(field: Field, one: Any, other: Any) -> str:
    """Return how the two may have come apart, where that can be seen; else nothing."""
    if isinstance(one, Order):
        if not _same_but_amount(one, other):
            return " How often, or for how long, is not the same."
        one, other = _amount(one), _amount(other)
    if one.magnitude == other.magnitude:
        return " The number is the same and the unit is not."
    if not one.is_compatible_with(other):
        return ""
    for value, typed in ((one, other), (other, one)):
        if units.unit_of(value) != units.unit_of(typed) and _rounds_to(value, typed):
            return (
                f" One is the other converted and rounded: {_as_typed(value)} is not exactly "
                f"{_as_typed(typed)}. Enter what was measured."
            )
    for value, typed in ((one, other), (other, one)):
        for reading in _other_readings(field, value):
            if _rounds_to(reading, typed):
                return f" {question(reading, field)}"
    return _digits(one, other)


def _other_readings(field: Field, value: units.Quantity) -> list[units.Quantity]:
    """Return the number of a measure with the units that it may be mistaken for."""
    if field not in _EXACT_IN:
        return []
    read = readings(Measure(value), field)
    return [each.quantity for each in read if each is not UNKNOWN][1:]


def _rounds_to(value: units.Quantity, typed: units.Quantity) -> bool:
    """Tell whether a value gives the typed one when it is rounded to the typed one's places."""
    exact = units.magnitude_in(value, units.unit_of(typed).ucum)
    with units.exact():
        return bool(exact.quantize(typed.magnitude, rounding=ROUND_HALF_UP) == typed.magnitude)


def _as_typed(value: units.Quantity) -> str:
    return f"{units.fixed_point(value.magnitude)} {units.unit_of(value).symbol}"


def _digits(one: units.Quantity, other: units.Quantity) -> str:
    if units.unit_of(one) != units.unit_of(other):
        return ""
    first, second = one.magnitude.normalize().as_tuple(), other.magnitude.normalize().as_tuple()
    if first.digits == second.digits:
        return " The decimal point stands elsewhere."
    first, second = one.magnitude.as_tuple(), other.magnitude.as_tuple()
    if first.exponent == second.exponent and second.digits in _swapped(first.digits):
        return " Two neighbouring digits are exchanged."
    return ""


def _swapped(digits: tuple[int, ...]) -> set[tuple[int, ...]]:
    found = set()
    for place in range(len(digits) - 1):
        left, right, *rest = digits[place:]
        found.add((*digits[:place], right, left, *rest))
    return found
