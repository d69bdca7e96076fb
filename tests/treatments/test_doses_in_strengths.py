"""A dose that no capsule or tablet makes is said to be so, with the nearest below and above."""

from __future__ import annotations

from typing import Any

import pytest
from asking import PLAN, answer_to, finding

START = {"start": "2026-11-22", "step_every": "7 days"}


def asked(drug: str, target: str) -> dict[str, Any]:
    own = {"step_every": "3 days"} if drug == "gabapentin" else {}
    return answer_to("titration", drug=drug, target=target, **START | own)


@pytest.mark.parametrize(
    ("drug", "target", "below", "above"),
    [
        # Three doses of 333.3 mg, of capsules of 100, 300 and 400 mg.
        pytest.param("gabapentin", "1000 mg/day", "300 mg below", "400 mg above", id="F12"),
        pytest.param("pregabalin", "310 mg/day", "150 mg below", "175 mg above", id="155 mg"),
        pytest.param("duloxetine", "65 mg/day", "60 mg below", "70 mg above", id="65 mg"),
        pytest.param("amitriptyline", "33 mg/day", "30 mg below", "35 mg above", id="33 mg"),
        pytest.param("modafinil", "150 mg/day", "100 mg below", "200 mg above", id="150 mg"),
        pytest.param("mexiletine", "660 mg/day", "200 mg below", "250 mg above", id="220 mg"),
        pytest.param("magnesium_oxide", "600 mg/day", "nearest: 400 mg above", "", id="2 × 300"),
    ],
)
def test_the_nearest_doses_are_named(drug: str, target: str, below: str, above: str) -> None:
    answer = asked(drug, target)
    found = finding(answer, "doses_in_strengths")
    assert found["outcome"] == "caution"
    assert below in found["seen"]
    assert above in found["seen"]


@pytest.mark.parametrize(
    ("drug", "target"),
    [
        ("gabapentin", "1800 mg/day"), ("gabapentin", "900 mg/day"), ("pregabalin", "600 mg/day"),
        ("pregabalin", "350 mg/day"),
        ("duloxetine", "120 mg/day"), ("amitriptyline", "150 mg/day"),
        ("modafinil", "200 mg/day"),
        ("mexiletine", "900 mg/day"), ("magnesium_oxide", "800 mg/day"),
    ],
)  # fmt: skip
def test_a_table_that_the_strengths_make_is_not_remarked_on(drug: str, target: str) -> None:
    rules = {each["rule"] for each in asked(drug, target)["checks"]["findings"]}
    assert "doses_in_strengths" not in rules


def test_a_drug_without_strengths_on_record_answers_all_the_same() -> None:
    answer = answer_to("titration", drug="acetaminophen", target="2 g/day", start="2026-11-22")
    assert "doses_in_strengths" not in {each["rule"] for each in answer["checks"]["findings"]}


def test_mycophenolate_of_1_5_g_a_day_is_750_mg_of_250_and_500_and_1_3_g_is_not_made() -> None:
    made = answer_to("mycophenolate", target="1500 mg/day", step_every="7 days")
    assert "doses_in_strengths" not in {each["rule"] for each in made["checks"]["findings"]}
    unmade = answer_to("mycophenolate", target="1300 mg/day", step_every="7 days")
    assert "500 mg below and 750 mg above" in finding(unmade, "doses_in_strengths")["seen"]


def test_every_titrated_drug_of_the_plan_has_its_strengths_on_record() -> None:
    unread = {
        name
        for name, each in PLAN.treatments.items()
        if hasattr(each.dosing, "maximum") and getattr(each.dosing, "strengths", None) is None
    }
    assert unread == {"acetaminophen"}
