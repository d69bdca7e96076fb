"""The short ways of a quantity's arithmetic come to what pint's own long ways come to.

The other hand is a registry of pint as it comes, with the same definitions: of decimals for the
arithmetic, and of fractions for what is compared, which is compared exactly.
"""

from __future__ import annotations

import copy
import operator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

import units
from units.registry import _DEFINITIONS, UNITS

if TYPE_CHECKING:
    from collections.abc import Callable

PINT: Any = pint.UnitRegistry(None, non_int_type=Decimal)
PINT.load_definitions(list(_DEFINITIONS))
EXACT: Any = pint.UnitRegistry(None, non_int_type=Fraction)
EXACT.load_definitions(list(_DEFINITIONS))
CODES = st.sampled_from(sorted(UNITS))
MAGNITUDES = st.decimals(-(10**6), 10**6, places=4)
NUMBERS = st.one_of(MAGNITUDES, st.integers(-1000, 1000))
ORDERS = (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne)


def of_pint(magnitude: Decimal, code: str) -> Any:
    return PINT.Quantity(magnitude, PINT.Unit(UNITS[code].definition))


def in_fractions(magnitude: Decimal, code: str) -> Any:
    return EXACT.Quantity(Fraction(magnitude), EXACT.Unit(UNITS[code].definition))


def both(magnitude: Decimal, code: str) -> tuple[Any, Any]:
    return units.quantity(magnitude, code), of_pint(magnitude, code)


def parts(value: Any) -> tuple[Decimal, dict[str, Any]]:
    return value.magnitude, dict(value._units.items())


def outcome(of: Callable[[Any, Any], Any], one: Any, other: Any) -> object:
    """Return what an operation comes to, or how it is refused."""
    try:
        found = of(one, other)
    except (pint.DimensionalityError, ZeroDivisionError, ArithmeticError, ValueError) as error:
        return type(error)
    return found if isinstance(found, bool) else parts(found)


@given(MAGNITUDES, CODES, MAGNITUDES, CODES)
def test_of_two_quantities(one: Decimal, code: str, other: Decimal, by: str) -> None:
    (ours, its), (our_other, its_other) = both(one, code), both(other, by)
    for operation in (operator.mul, operator.truediv, operator.add, operator.sub):
        found = outcome(operation, ours, our_other)
        assert found == outcome(operation, its, its_other), operation
    exactly, by_it = in_fractions(one, code), in_fractions(other, by)
    for operation in ORDERS:
        found = outcome(operation, ours, our_other)
        assert found == outcome(operation, exactly, by_it), operation


@given(MAGNITUDES, MAGNITUDES, CODES)
def test_of_two_in_one_unit(one: Decimal, other: Decimal, code: str) -> None:
    (ours, its), (our_other, its_other) = both(one, code), both(other, code)
    for operation in (operator.add, operator.sub, *ORDERS):
        found = outcome(operation, ours, our_other)
        assert found == outcome(operation, its, its_other), operation
        # Of a value and itself as well: of two that are equal, each order but one is told.
        assert outcome(operation, ours, ours) == outcome(operation, its, its)


@given(MAGNITUDES, CODES, NUMBERS)
def test_of_a_quantity_and_a_number(one: Decimal, code: str, number: Decimal | int) -> None:
    ours, its = both(one, code)
    for operation in (operator.mul, operator.truediv):
        found = outcome(operation, ours, number)
        assert found == outcome(operation, its, number), operation
    assert parts(number * ours) == parts(number * its)
    assert outcome(operator.truediv, number, ours) == outcome(operator.truediv, number, its)


@given(MAGNITUDES, CODES, CODES)
def test_what_is_made_goes_on_like_it(one: Decimal, code: str, by: str) -> None:
    """A product is no other kind of thing than its factors: it is multiplied and told apart too."""
    (ours, its), (our_other, its_other) = both(one, code), both(Decimal("0.3"), by)
    product, expected = ours * our_other * our_other, its * its_other * its_other
    assert parts(product) == parts(expected)
    assert type(product) is type(ours)
    assert parts(product - product / 2) == parts(expected - expected / 2)


@given(st.integers(1, 10**6), st.sampled_from([("mL/h", "mL/min", 60), ("mg/d", "g/d", 1000)]))
def test_what_is_equal_in_two_units_is_neither_more_nor_less(
    number: int, pair: tuple[str, str, int]
) -> None:
    """Pint divides 156 mL/h by 60 first, and has it less than 2.6 mL/min, and equal to it."""
    unit, other_unit, factor = pair
    one = units.quantity(number * factor, unit)
    other = units.quantity(number, other_unit)
    assert one == other
    assert one <= other <= one
    assert not one < other
    assert not other < one
    assert len({one, other, copy.deepcopy(one)}) == 1
    assert one > units.quantity(number - Decimal("1e-20"), other_unit)


def test_a_number_is_neither_added_nor_taken_for_a_quantity() -> None:
    grams = units.quantity(2, "g")
    for wrong in (3, Decimal(3), "3", units.quantity(3, "kg")):
        with pytest.raises((pint.DimensionalityError, TypeError)):
            grams + wrong  # type: ignore[operator]  # that is the point
        assert grams != wrong
    assert sum((grams, grams), units.quantity(0, "g")) == units.quantity(4, "g")
