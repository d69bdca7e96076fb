"""Each kind of mistake, made on patients at random by an independent hand, and looked for."""

from __future__ import annotations

import pytest
from asking import PLAN, TODAY
from by_hand_mistakes import MADE_IN, right_orders, wrong_orders

from calculators.requests.answer import verdict

OF_EACH = 300
EVERY = [pytest.param(name, id=name) for name in MADE_IN]


@pytest.mark.parametrize("name", EVERY)
def test_the_mistake_that_was_made_is_named(name: str) -> None:
    """In at least 99 of 100; and first in at least 90 of 100 of those where it alone fits."""
    named, alone, first = 0, 0, 0
    for wrong in wrong_orders(name, 1, OF_EACH):
        found = [mistake.names for mistake in verdict(wrong.request, PLAN, TODAY).mistakes]
        named += (name,) in found
        if wrong.alone:
            alone += 1
            first += found[:1] == [(name,)]
    assert named >= 0.99 * OF_EACH
    assert alone >= OF_EACH / 4, "too few to judge the rank by"
    assert first >= 0.9 * alone


def test_an_order_that_is_right_is_never_accused() -> None:
    judged = [verdict(order, PLAN, TODAY) for order in right_orders(1, 1500)]
    assert all(each.within_tolerance for each in judged)
    assert not any(each.mistakes for each in judged)


def test_every_known_mistake_is_made() -> None:
    # No dose of the shipped plan has a maximum: tests/treatments/test_by_weight.py makes this one.
    assert {*MADE_IN, "maximum_not_held"} == set(PLAN.policies.mistakes.places)
