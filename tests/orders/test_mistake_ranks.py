"""In which order mistakes that were found are named: one before two, the finer, the likelier."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations
from typing import Any, cast

import pytest
from asking import PLAN, answered

from calculators.orders.mistakes.changes import Change, _unit_errors
from calculators.orders.mistakes.search import MistakeFound, _Search, _Surfaces
from calculators.requests.catalogue import treated

KNOWN = [mistake.name for mistake in PLAN.policies.mistakes.known]
FIRST, SECOND, THIRD, FOURTH = KNOWN[:4]
Found = tuple[tuple[str, ...], str]  # names, and the step to which the dose is rounded


def ranked(found: tuple[Found, ...]) -> list[tuple[str, ...]]:
    """Return the names as they are told, of what was found in this order."""
    search = object.__new__(_Search)
    search.mistakes = PLAN.policies.mistakes
    search.steps = (Decimal(1), Decimal(5))
    nothing: Any = None
    search.found = {
        names: MistakeFound(
            tuple(Change(name, "order", {}, Decimal(1), cast("Any", ())) for name in names),
            nothing,
            Decimal(1),
            Decimal(step),
            nothing,
        )
        for names, step in found
    }
    return [each.names for each in search.ranked()]


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param((((FIRST,), "5"), ((SECOND,), "5")), id="two that fit alike: the likelier"),
        pytest.param((((SECOND,), "1"), ((FIRST,), "5")), id="the finer before the likelier"),
        pytest.param(
            (((FIRST, SECOND), "5"), ((FIRST, THIRD), "5"), ((SECOND, THIRD), "5")),
            id="pairs that fit alike: the likelier first of each, then the likelier second",
        ),
        pytest.param(
            (((THIRD, FOURTH), "1"), ((FIRST, SECOND), "5")),
            id="the finer pair before the likelier",
        ),
        pytest.param(
            (((FOURTH,), "5"), ((FIRST, SECOND), "1")), id="one before two, though coarser"
        ),
    ],
)
def test_in_whatever_order_they_are_found_they_are_told_in_rank(
    expected: tuple[Found, ...],
) -> None:
    for found in permutations(expected):
        assert ranked(found) == [names for names, _ in expected]


def test_a_pair_that_gives_the_order_no_finer_than_one_alone_is_not_told() -> None:
    alone, pair = ((FOURTH,), "1"), ((FIRST, SECOND), "0")
    assert ranked((pair, alone)) == [(FOURTH,)]


def test_a_pair_with_one_that_gives_the_order_alone_is_not_told() -> None:
    assert ranked((((FIRST, SECOND), "1"), ((FIRST,), "5"))) == [(FIRST,)]


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        pytest.param(("5", "5"), 0, id="two that fit alike: the first that is tried"),
        pytest.param(("5", "1"), 1, id="a finer one after it"),
        pytest.param(("1", "5"), 0, id="a coarser one after it"),
    ],
)
def test_of_two_ways_to_make_one_mistake_one_is_told(steps: tuple[str, str], told: int) -> None:
    """As of two numbers whose digits may have been exchanged: the weight is tried first."""
    search = object.__new__(_Search)
    search.mistakes = PLAN.policies.mistakes
    search.found = {}
    nothing: Any = None
    ways = [
        MistakeFound(
            (Change(FIRST, "order", {"way": number}, Decimal(1), cast("Any", ())),),
            nothing,
            Decimal(1),
            Decimal(step),
            nothing,
        )
        for number, step in enumerate(steps)
    ]
    for way in ways:
        search._keep(way)
    assert list(search.found.values()) == [ways[told]]


def test_a_weight_that_was_also_rounded_is_no_exact_exchange_of_units() -> None:
    """80 kg taken for pounds are 80 × 0.45359237 = 36.2873896 kg; 36 kg are rounded."""
    found = list(_unit_errors(Decimal(80), "kg", PLAN.policies.mistakes))
    taken = [each for each in found if each.name == "kilograms_as_pounds"]
    exact = [each.changes["weight_kg"] for each in taken if each.exact]
    assert exact == [Decimal("36.2873896")]
    assert Decimal(36) in [each.changes["weight_kg"] for each in taken if not each.exact]


def test_a_surface_that_was_also_rounded_is_no_exact_way_to_a_mistake() -> None:
    """Surfaces are rounded to 0.01 m², as the policy has it."""
    request = {"weight": "80 kg", "height": "180 cm"}
    regimen = treated(PLAN)["rituximab"].regimens["weekly_x4"]
    patient = answered("rituximab", **request).patient
    (inputs,) = regimen.bare(regimen.read(request, PLAN), "per_dose", request, patient, PLAN)
    search = object.__new__(_Search)
    search.mistakes, search.surfaces = PLAN.policies.mistakes, _Surfaces()
    found = [change for change, _ in search._doses(inputs, Change("bsa_capped", "cap", {}))]
    assert [(each.exact, each.changes) for each in found] == [
        (True, {}),
        (False, {"surface_step": Decimal("0.01")}),
    ]
