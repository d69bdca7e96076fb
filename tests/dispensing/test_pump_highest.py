"""A site whose pumps go no faster than a rate is held to it: in the ladder, the time and an order.

None is shipped. Here the site writes 300 mL/h into its own copy of the policies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from asking import PLAN, TODAY, refusal_of
from breaking import copied, edit
from breaking import refusal_of as refusal_of_data

from calculators.requests.answer import answer
from exchange.answers.answer import as_json
from plan_data import read_plan

if TYPE_CHECKING:
    from pathlib import Path

    from plan_data.schema.plan import Plan

PUMP = (
    'pump_highest = { value = 300, unit = "mL/h", source = "project_policy", at = "Our pumps" }\n'
)
STEP = "pump_step = {"
PRIVIGEN: dict[str, Any] = {
    "calculator": "maintenance",
    "weight": "80 kg",
    "dose": "1 g/kg",
    "every": "4 weeks",
    "product": "privigen",
    "facts": {"thrombosis_or_renal_risk": "no"},
}
ORDER: dict[str, Any] = {
    **PRIVIGEN,
    "calculator": "verify",
    "of": "maintenance",
    "order": "80 g every 4 weeks",
}
RITUXIMAB: dict[str, Any] = {
    "calculator": "rituximab",
    "weight": "80 kg",
    "height": "180 cm",
    "product": "rituximab",
    "concentration": "1 mg/mL",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    folder = copied(tmp_path_factory.mktemp("site"))
    edit(folder, "policies.toml", STEP, PUMP + STEP)
    return read_plan(folder)


def asked(plan: Plan, **request: Any) -> dict[str, Any]:
    return as_json(answer(request, plan, TODAY), plan)


def test_none_is_shipped() -> None:
    assert PLAN.policies.ladder.pump_highest is None


def test_the_ladder_ends_at_it_and_the_time_follows(site: Plan) -> None:
    """24, 48, 96 and 192 mL/h take 180 mL in 120 min; 620 mL ÷ 300 × 60 = 124 min."""
    result = asked(site, **PRIVIGEN)["result"]
    assert [step["rate"]["value"] for step in result["ladder"]] == ["24", "48", "96", "192", "300"]
    assert result["minutes"] == {"value": "244", "unit": "min"}
    assert result["ceiling"] == "the highest rate of the site's pumps, 300 mL/h"


def test_own_steps_are_held_at_it_and_the_working_says_so(site: Plan) -> None:
    said = asked(site, **PRIVIGEN, ladder="24 mL/h 30 min; 350 mL/h 30 min")
    assert [step["rate"]["value"] for step in said["result"]["ladder"]] == ["24", "300"]
    working = "; ".join(step["working"] for step in said["working"])
    assert "held at 300 mL/h by the highest rate of the site's pumps" in working


def test_the_lower_of_pump_and_prescriber_counts(site: Plan) -> None:
    for entered, last in (("299.9 mL/h", "299.9"), ("300.1 mL/h", "300")):
        result = asked(site, **PRIVIGEN, max_rate=entered)["result"]
        assert result["ladder"][-1]["rate"]["value"] == last


@pytest.mark.parametrize(
    ("rate", "verdict"),
    [
        ("299.9 mL/h", "right"),
        ("300 mL/h", "right"),
        ("300.1 mL/h", "deviates"),
        # 300 mL/h × 100 mg/mL ÷ 60 min ÷ 80 kg = 6.25 mg/kg/min.
        ("6.25 mg/kg/min", "right"),
        ("6.26 mg/kg/min", "deviates"),
    ],
)
def test_an_order_is_held_against_it_as_the_ladder_is(rate: str, verdict: str, site: Plan) -> None:
    said = asked(site, **ORDER, order_rate=rate)["result"]
    assert said["verdict"] == verdict
    compared = next(each for each in said["also"] if each["what"] == "rate")
    assert "the highest rate of the site's pumps, 300 mL/h" in compared["working"]
    # By the label alone each of them is right: 384 mL/h, 8 mg/kg/min.
    assert asked(PLAN, **ORDER, order_rate=rate)["result"]["verdict"] == "right"


@pytest.mark.parametrize(("rate", "agrees"), [("300 mL/h", True), ("301 mL/h", False)])
def test_a_drug_that_runs_at_a_rate_for_the_patient_is_held_to_it_too(
    rate: str, site: Plan, *, agrees: bool
) -> None:
    """Rituximab at 1 mg/mL: the label's 400 mg/h are 400 mL/h."""
    result = asked(site, **RITUXIMAB)["result"]
    assert max(float(step["rate"]["value"]) for step in result["ladder"]) == 300
    order = {**RITUXIMAB, "calculator": "verify", "of": "rituximab", "order": "750 mg"}
    also = asked(site, **order, order_rate=rate)["result"]["also"]
    compared = next(each for each in also if each["what"] == "rate")
    assert compared["agrees"] is agrees


def test_without_the_policy_nothing_holds_it() -> None:
    assert refusal_of(**PRIVIGEN, max_rate="385 mL/h").field == "max_rate"
    result = asked(PLAN, **PRIVIGEN)["result"]
    assert result["ladder"][-1]["rate"]["value"] == "384"


def test_a_pump_that_cannot_be_set_so_low_is_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder, "policies.toml", STEP, PUMP.replace("300", "0.01") + STEP)
    assert "pump_step must not exceed pump_highest" in refusal_of_data(folder)
