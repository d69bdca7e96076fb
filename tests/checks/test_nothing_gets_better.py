"""Nothing gets better by knowing less: one thing at a time is aged, removed, denied or misnamed.

A complete case is clear. Whatever decides and is spoiled takes that away, and what is spoiled
beside it never gives any of it back.
"""

from __future__ import annotations

import pytest
from asking import PLAN
from by_hand_checks import OUTCOMES
from complete_cases import COMPLETE, TODAY
from hypothesis import given
from hypothesis import strategies as st
from spoiled_cases import SPOILED, Spoiled, lost, request_with

from calculators.requests.answer import answer
from units import Refused

REFUSED = -1  # worse than any outcome: nothing is said to be fine


def gravity(name: str, *changes: Spoiled) -> int:
    """Return how grave a case is with some things spoiled: 0 is the gravest outcome."""
    try:
        answered = answer(request_with(name, *changes), PLAN, TODAY)
    except Refused:
        return REFUSED
    return OUTCOMES.index(answered.checks.outcome.value)


CLEAR = OUTCOMES.index("clear")
ONE_AT_A_TIME = [
    pytest.param(name, each, id=f"{name}, {each.what}")
    for name, every in SPOILED.items()
    for each in every
]


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in COMPLETE])
def test_a_complete_case_is_clear(name: str) -> None:
    assert gravity(name) == CLEAR


@pytest.mark.parametrize(("name", "change"), ONE_AT_A_TIME)
def test_what_decides_and_is_spoiled_leaves_nothing_clear(name: str, change: Spoiled) -> None:
    assert gravity(name, change) < CLEAR


@st.composite
def several(draw: st.DrawFn) -> tuple[str, list[Spoiled]]:
    """Draw a case, and things to spoil in it one after another, each another thing."""
    name = draw(st.sampled_from(list(SPOILED)))
    things = st.lists(
        st.sampled_from([*SPOILED[name], *lost(name)]),
        min_size=2,
        max_size=5,
        unique_by=lambda each: each.key,
    )
    return name, draw(things)


@given(several())
def test_nothing_that_is_lost_makes_an_outcome_better(drawn: tuple[str, list[Spoiled]]) -> None:
    """What is told comes first: an answer may settle what was not recorded, and only that may."""
    name, things = drawn
    told = [each for each in things if each.tells]
    before = gravity(name, *told)
    assert not told or before < CLEAR
    for each in things:
        if each.tells:
            continue
        told.append(each)
        after = gravity(name, *told)
        assert after <= before, [thing.what for thing in told]
        before = after


def test_every_treatment_of_the_plan_has_a_complete_case() -> None:
    drugs = {str(case.get("drug", case["calculator"])) for case in COMPLETE.values()}
    treatments = {"induction": "ivig_induction", "maintenance": "ivig_maintenance"}
    assert {treatments.get(drug, drug) for drug in drugs} == set(PLAN.treatments)
