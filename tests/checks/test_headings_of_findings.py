"""A finding's heading says what is so for the patient, never what the plan demands of one."""

from __future__ import annotations

from typing import Any

import pytest
from asking import PLAN
from complete_cases import COMPLETE, TODAY
from spoiled_cases import SPOILED, Spoiled, request_with

from calculators.requests.answer import answer
from exchange.answers.answer import as_json
from units import Refused

ONE_AT_A_TIME = [
    pytest.param(name, each, id=f"{name}, {each.what}")
    for name, every in SPOILED.items()
    for each in every
]
# What would read as a demand, or as an all-clear, above a finding that is neither.
DEMANDS = ("No ", "Not given", "Give ", "Record ", "The patient is not", "There is no ")


def findings(name: str, *changes: Spoiled) -> list[dict[str, Any]]:
    try:
        answered = answer(request_with(name, *changes), PLAN, TODAY)
    except Refused:
        return []
    found: list[dict[str, Any]] = as_json(answered, PLAN)["checks"]["findings"]
    return found


@pytest.mark.parametrize(("name", "change"), ONE_AT_A_TIME)
def test_no_heading_of_what_is_not_clear_is_a_demand(name: str, change: Spoiled) -> None:
    """Of a woman who is pregnant it was said: "CONTRAINDICATED: No pregnancy"."""
    for found in findings(name, change):
        if found["outcome"] == "clear":
            continue
        heading = found["heading"]
        assert heading, found
        assert not heading.startswith(DEMANDS), heading
        assert heading != found["limit"].removesuffix(".")
        # Nothing blank where a name, a date or a number was to stand.
        assert heading == heading.strip()
        assert "  " not in heading
        assert not heading.startswith(("listed", "on ", "below"))
        assert ": ;" not in heading


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in COMPLETE])
def test_every_finding_says_what_it_saw_and_where_the_plan_says_it(name: str) -> None:
    for found in findings(name):
        assert all(found[part] for part in ("heading", "seen", "limit", "because", "source"))
