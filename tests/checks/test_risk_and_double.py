"""A risk of thrombosis under the skin, who is at risk in words, and one drug from two lists."""

from __future__ import annotations

from typing import Any

import pytest
from asking import answer_to, finding

SCIG: dict[str, Any] = {
    "calculator": "scig",
    "weight": "80 kg",
    "ivig_dose": "80 g",
    "every": "4 weeks",
}
PANZYGA: dict[str, Any] = {
    "calculator": "maintenance",
    "weight": "80 kg",
    "dose": "1 g/kg",
    "every": "4 weeks",
    "product": "panzyga",
}
ACETAMINOPHEN: dict[str, Any] = {
    "calculator": "titration",
    "drug": "acetaminophen",
    "facts": {"hepatic_impairment": "no", "severe_liver_disease": "no", "hepatic_failure": "no"},
}
# As the labels have them.
THROMBOSIS = (
    "thromboembolic_event",
    "prolonged_immobilization",
    "hypercoagulable_condition",
    "estrogens",
    "indwelling_catheter",
    "hyperviscosity",
    "cardiovascular_risk_factors",
    "advanced_age",
)
PRODUCTS = [pytest.param({}, id="no product"), pytest.param({"product": "hizentra"}, id="Hizentra")]


def risk_of_thrombosis(facts: dict[str, Any], **more: Any) -> dict[str, Any]:
    return finding(answer_to(**SCIG, **more, facts=facts), "thrombosis_risk")


@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize("fact", THROMBOSIS)
def test_each_risk_of_the_labels_list_is_a_caution_under_the_skin(
    fact: str, product: dict[str, str]
) -> None:
    """A "no" to the summary question does not outvote it."""
    found = risk_of_thrombosis({fact: "yes", "thrombosis_or_renal_risk": "no"}, **product)
    assert found["outcome"] == "caution"
    assert "Recorded risks: " in found["seen"]


def test_only_all_eight_answered_no_or_the_summary_is_no_risk() -> None:
    all_no = dict.fromkeys(THROMBOSIS, "no")
    assert risk_of_thrombosis(all_no, product="hizentra")["outcome"] == "clear"
    for left_out in THROMBOSIS:
        rest = {fact: "no" for fact in THROMBOSIS if fact != left_out}
        found = risk_of_thrombosis(rest, product="hizentra")
        assert found["outcome"] == "unknown"
        assert left_out in found["facts"]


def test_a_risk_to_the_kidney_is_none_of_the_boxed_warning_under_the_skin() -> None:
    found = risk_of_thrombosis(
        {"diabetes_mellitus": "yes", "thrombosis_or_renal_risk": "no"}, product="hizentra"
    )
    assert found["outcome"] == "clear"


def test_by_vein_an_age_and_a_clearance_are_named_as_the_risks_that_they_are() -> None:
    """At 78 years, 80 kg and 2.4 mg/dL: 62 × 80 ÷ (72 × 2.4) = 28.7 mL/min."""
    facts = {"creatinine": {"value": "2.4 mg/dL", "date": "2026-11-20"}}
    asked = PANZYGA | {"age": "78 years", "sex": "male", "facts": facts}
    found = finding(answer_to(**asked), "infusion_risk")
    assert found["outcome"] == "caution"
    assert "Age 78 years, above 65 years" in found["seen"]
    assert "Creatinine clearance ≈ 28.7 mL/min, below 60 mL/min" in found["seen"]


def test_by_vein_what_is_not_answered_is_named_and_asked_for() -> None:
    found = finding(answer_to(**PANZYGA, age="50 years"), "infusion_risk")
    assert found["outcome"] == "unknown"
    assert "Not answered, and on the labels' lists: Thromboembolic event" in found["seen"]
    assert {*THROMBOSIS, "sepsis", "diabetes_mellitus"} <= set(found["facts"])


@pytest.mark.parametrize("listed", ["premedication", "concurrent"])
@pytest.mark.parametrize(
    ("target", "name", "outcome"),
    [
        pytest.param("4 g/day", "acetaminophen 1000 mg", "caution", id="at the maximum"),
        pytest.param("4 g/day", "Tylenol", "caution", id="at the maximum, by its brand"),
        pytest.param("2 g/day", "acetaminophen 1000 mg", "unknown", id="below it is not added up"),
        pytest.param("4 g/day", "diphenhydramine 25 mg", "clear", id="another drug"),
    ],
)
def test_one_drug_from_two_lists(listed: str, target: str, name: str, outcome: str) -> None:
    asked = ACETAMINOPHEN | {"target": target, listed: [name]}
    assert finding(answer_to(**asked), "same_drug_listed")["outcome"] == outcome


def test_a_titrated_drug_that_is_listed_as_well_is_not_clear() -> None:
    asked: dict[str, Any] = {
        "calculator": "titration",
        "drug": "gabapentin",
        "concurrent": ["Neurontin 300 mg"],
    }
    below = finding(answer_to(**asked, target="900 mg/day"), "same_drug_listed")
    assert below["outcome"] == "unknown"
    at_maximum = finding(answer_to(**asked, target="3600 mg/day"), "same_drug_listed")
    assert at_maximum["outcome"] == "caution"


TOO_OLD = "2026-08-23"  # 91 days before the day on which the tests ask, one more than counts
STILL_COUNTS = "2026-08-24"


@pytest.mark.parametrize(
    ("request_", "rule"),
    [
        pytest.param(PANZYGA, "infusion_risk", id="by vein"),
        pytest.param(SCIG | {"product": "hizentra"}, "thrombosis_risk", id="under the skin"),
    ],
)
@pytest.mark.parametrize("fact", [*THROMBOSIS, "thrombosis_or_renal_risk"])
def test_a_no_that_is_too_old_to_count_is_no_absence_of_risk(
    fact: str, request_: dict[str, Any], rule: str
) -> None:
    """A calculator reads no clock, and goes by the answer whatever its age."""
    facts: dict[str, Any] = {"thrombosis_or_renal_risk": "no"}
    outcomes = {
        on: finding(answer_to(**request_, age="40 years", facts={**facts, fact: f"no@{on}"}), rule)
        for on in (TOO_OLD, STILL_COUNTS)
    }
    assert outcomes[STILL_COUNTS]["outcome"] == "clear"
    assert outcomes[TOO_OLD]["outcome"] == "unknown"
    because = outcomes[TOO_OLD]["because"]
    assert "Too old to count: " in because
    assert ", 2026-08-23, 91 days before" in because
