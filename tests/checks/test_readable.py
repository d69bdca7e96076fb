"""A field that a dose can do without is left out, said, and never better for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from asking import PLAN, TODAY

from calculators.requests.readable import answer_what_can_be_read, patient_as_far_as_read
from units import Refused

if TYPE_CHECKING:
    from calculators.checks.crosscheck import Finding

INDUCTION = {"calculator": "induction", "days": 5, "weight": "80 kg"}


def finding(request: dict[str, Any], rule: str) -> Finding:
    answered, _ = answer_what_can_be_read(request, PLAN, TODAY)
    return next(each for each in answered.checks.findings if each.rule == rule)


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        pytest.param({"age": "abc"}, "outside_plan_scope", id="an age"),
        pytest.param(
            {"facts": {"renal_function": {"value": "yes", "date": "2030-01-01"}}},
            "renal_function",
            id="a test of a day to come",
        ),
        pytest.param(
            {"facts": {"thromboembolic_event": {"value": "no", "date": "2030-01-01"}}},
            "thromboembolic_event",
            id="a no of a day to come",
        ),
    ],
)
def test_what_is_left_out_is_unknown_and_said(wrong: dict[str, Any], rule: str) -> None:
    request = {**INDUCTION, **wrong}
    answered, refused = answer_what_can_be_read(request, PLAN, TODAY)
    assert [each.field for each in refused] == [
        f"facts.{next(iter(wrong['facts']))}" if "facts" in wrong else "age"
    ]
    assert answered.result.values["per_day"].magnitude == 32
    assert finding(request, rule).outcome.value == "unknown"


@pytest.mark.parametrize("which", ["date", "answered"])
@pytest.mark.parametrize("day", ["2030-01-01", "no day"])
def test_an_event_whose_date_cannot_be_used_rules_out_as_one_without_a_date(
    day: str, which: str
) -> None:
    facts = {"thromboembolic_event": {"value": "yes", which: day}}
    request = {**INDUCTION, "facts": facts}
    assert finding(request, "thromboembolic_event").outcome.value == "contraindicated"


def test_a_dose_that_needs_what_is_wrong_is_refused_for_it() -> None:
    request = {**INDUCTION, "dosing_weight": "ideal", "sex": "male", "height": "tall"}
    with pytest.raises(Refused, match="Height") as refused:
        answer_what_can_be_read(request, PLAN, TODAY)
    assert refused.value.field == "height"


@pytest.mark.parametrize("weight", ["1000 kg", "eighty"])
def test_a_weight_is_never_left_out_of_a_dose(weight: str) -> None:
    with pytest.raises(Refused) as refused:
        answer_what_can_be_read({**INDUCTION, "weight": weight}, PLAN, TODAY)
    assert refused.value.field == "weight"
    patient = patient_as_far_as_read({"weight": weight, "age": "50 years"}, PLAN, TODAY)
    assert not hasattr(patient.weight, "quantity")
    assert hasattr(patient.age, "quantity")
