"""Measures that are far from ordinary, the choice of weight, and a cap on the body surface."""

from __future__ import annotations

from typing import Any

import pytest
from asking import answer_to, finding, outcome_of, refusal_of

BODY: dict[str, Any] = {"calculator": "body"}

# Ordinary: weight 35 to 200 kg, height 140 to 210 cm, body-mass index 14 to 50, bounds included.
# 180 cm: 3.24 m², × 50 = 162 kg. 200 cm: 4 m², × 14 = 56 kg.
MEASURES = [
    pytest.param("34.99 kg", None, "caution", id="a weight just under 35 kg"),
    pytest.param("35 kg", None, "clear", id="a weight of 35 kg"),
    pytest.param("35.01 kg", None, "clear", id="a weight just over 35 kg"),
    pytest.param("199.99 kg", None, "clear", id="a weight just under 200 kg"),
    pytest.param("200 kg", None, "clear", id="a weight of 200 kg"),
    pytest.param("200.01 kg", None, "caution", id="a weight just over 200 kg"),
    pytest.param("440.92 lb", None, "clear", id="a weight just under 200 kg in pounds"),
    pytest.param("440.93 lb", None, "caution", id="a weight just over 200 kg in pounds"),
    pytest.param(None, "139.99 cm", "caution", id="a height just under 140 cm"),
    pytest.param(None, "140 cm", "clear", id="a height of 140 cm"),
    pytest.param(None, "140.01 cm", "clear", id="a height just over 140 cm"),
    pytest.param(None, "209.99 cm", "clear", id="a height just under 210 cm"),
    pytest.param(None, "210 cm", "clear", id="a height of 210 cm"),
    pytest.param(None, "210.01 cm", "caution", id="a height just over 210 cm"),
    pytest.param(None, "4 ft 7 in", "caution", id="139.7 cm in feet and inches"),
    pytest.param("161.99 kg", "180 cm", "clear", id="an index just under 50"),
    pytest.param("162 kg", "180 cm", "clear", id="an index of 50"),
    pytest.param("162.01 kg", "180 cm", "caution", id="an index just over 50"),
    pytest.param("55.99 kg", "200 cm", "caution", id="an index just under 14"),
    pytest.param("56 kg", "200 cm", "clear", id="an index of 14"),
    pytest.param("56.01 kg", "200 cm", "clear", id="an index just over 14"),
    pytest.param("162.01 kg", None, "clear", id="a weight alone has no index"),
    pytest.param(None, None, "clear", id="nothing recorded"),
]


@pytest.mark.parametrize(("weight", "height", "outcome"), MEASURES)
def test_a_measure_that_is_far_from_ordinary_is_asked_about(
    weight: str | None, height: str | None, outcome: str
) -> None:
    asked = BODY | {"weight": weight, "height": height}
    assert outcome_of("plausible_measures", **asked) == outcome


@pytest.mark.parametrize(
    ("weight", "height", "question"),
    [
        pytest.param(
            "176 kg",
            "180 cm",
            "Is this pounds? 176 lb would be ≈ 79.83 kg.",
            id="pounds typed as kilograms",
        ),
        pytest.param(
            "80 lb",
            "180 cm",
            "Is this kilograms? 80 kg would be ordinary.",
            id="kilograms typed as pounds",
        ),
        pytest.param(
            "80 kg", "71 in", "", id="nothing is asked of a pair that is ordinary as it stands"
        ),
        pytest.param("30 kg", "180 cm", "", id="no other unit makes 30 kg ordinary"),
        pytest.param("205 kg", None, "Is this pounds? 205 lb would be ≈ 92.99 kg.", id="no height"),
    ],
)
def test_a_swap_of_units_that_would_be_ordinary_is_named_with_both_values(
    weight: str, height: str | None, question: str
) -> None:
    found = finding(answer_to("body", weight=weight, height=height), "plausible_measures")
    assert f"Weight: {weight}" in found["seen"]
    if question:
        assert question in found["seen"]
    else:
        assert "Is this" not in found["seen"]


def test_an_extraordinary_measure_counts_as_it_was_entered() -> None:
    answer = answer_to("induction", weight="176 kg", height="180 cm", days=5)
    assert answer["result"]["total"] == {"value": "352", "unit": "g"}


@pytest.mark.parametrize(
    ("field", "typed", "question"),
    [
        pytest.param(
            "height", "70 cm", "Is this inches? 70 in would be 177.8 cm.", id="inches typed as cm"
        ),
        pytest.param(
            "height", "178 in", "Is this centimetres? 178 cm would be ordinary.", id="cm as inches"
        ),
        pytest.param("height", "30 cm", "", id="a height that no unit makes ordinary"),
        pytest.param(
            "weight", "410 kg", "Is this pounds? 410 lb would be ≈ 185.97 kg.", id="pounds as kg"
        ),
        pytest.param(
            "weight", "40 lb", "Is this kilograms? 40 kg would be ordinary.", id="kg as pounds"
        ),
        pytest.param("weight", "1000 kg", "", id="a weight that no unit makes ordinary"),
    ],
)
def test_a_measure_that_is_refused_is_asked_about_too(
    field: str, typed: str, question: str
) -> None:
    refused = refusal_of("body", **{field: typed})
    assert refused.field == field
    assert typed in refused.message
    if question:
        assert refused.message.endswith(question)
    else:
        assert "Is this" not in refused.message


# --- the weight to dose by ------------------------------------------------------------------------

WOMAN = {"height": "175 cm", "sex": "female", "age": "30 years", "weight": "110 kg"}
MAN = WOMAN | {"sex": "male"}

# The plan names no weight. The adjusted one is a policy that keeps the actual weight in pregnancy,
# so that a pregnancy which is neither recorded nor ruled out leaves the choice open.
CHOICES = [
    pytest.param(MAN, "actual", {}, "clear", id="actual weight"),
    pytest.param(MAN, "ideal", {}, "caution", id="ideal weight"),
    pytest.param(MAN, "adjusted", {}, "caution", id="adjusted weight of a man"),
    pytest.param(WOMAN, "adjusted", {}, "unknown", id="adjusted, pregnancy not recorded"),
    pytest.param(WOMAN, "adjusted", {"pregnancy": "no"}, "caution", id="adjusted, not pregnant"),
    pytest.param(
        WOMAN, "adjusted", {"pregnancy_possible": "no"}, "caution", id="adjusted, not possible"
    ),
    pytest.param(
        WOMAN, "adjusted", {"pregnancy_possible": "yes"}, "unknown", id="adjusted, possible"
    ),
    pytest.param(WOMAN, "adjusted", {"pregnancy": "yes"}, "clear", id="pregnant: actual is kept"),
    pytest.param(WOMAN, "ideal", {}, "caution", id="ideal weight of a woman"),
]


@pytest.mark.parametrize(("patient", "choice", "facts", "outcome"), CHOICES)
@pytest.mark.parametrize(
    "request_",
    [
        pytest.param({"calculator": "induction", "days": 5}, id="induction"),
        pytest.param(
            {"calculator": "maintenance", "dose": "1 g/kg", "every": "3 weeks"}, id="maintenance"
        ),
        pytest.param({"calculator": "cyclophosphamide", "route": "po"}, id="oral cyclophosphamide"),
    ],
)
def test_another_weight_than_the_actual_one_is_something_to_weigh(
    request_: dict[str, Any],
    patient: dict[str, str],
    choice: str,
    facts: dict[str, str],
    outcome: str,
) -> None:
    asked = request_ | patient | {"dosing_weight": choice, "facts": facts}
    assert outcome_of("dosing_weight_choice", **asked) == outcome


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param({"calculator": "scig", "ivig_dose": "60 g", "every": "3 weeks"}, id="SCIg"),
        pytest.param({"calculator": "cyclophosphamide", "route": "iv"}, id="cyclophosphamide IV"),
        pytest.param({"calculator": "rituximab"}, id="rituximab by surface"),
        pytest.param({"calculator": "rituximab", "regimen": "two_doses"}, id="rituximab, fixed"),
    ],
)
@pytest.mark.parametrize(
    "choice", [pytest.param("ideal", id="ideal"), pytest.param("adjusted", id="adjusted")]
)
def test_a_dose_that_does_not_go_by_weight_refuses_another_weight(
    request_: dict[str, Any], choice: str
) -> None:
    assert refusal_of(**request_, **MAN, dosing_weight=choice).field == "dosing_weight"


# --- a cap on the body surface --------------------------------------------------------------------


@pytest.mark.parametrize(
    "calculator",
    [
        pytest.param("cyclophosphamide", id="cyclophosphamide"),
        pytest.param("rituximab", id="rituximab"),
    ],
)
@pytest.mark.parametrize(
    ("cap", "surface", "outcome"),
    [
        pytest.param(None, "2", "clear", id="no cap"),
        pytest.param("2.01 m2", "2", "clear", id="a cap above the surface"),
        pytest.param("2 m2", "2", "clear", id="a cap on the surface"),
        pytest.param("1.99 m²", "1.99", "caution", id="a cap below the surface"),
    ],
)
def test_a_cap_that_lowers_the_surface_is_a_step_and_a_caution(
    calculator: str, cap: str | None, surface: str, outcome: str
) -> None:
    answer = answer_to(calculator, weight="80 kg", height="180 cm", bsa_cap=cap)
    assert answer["result"]["bsa"] == {"value": surface, "unit": "m2"}
    assert finding(answer, "body_surface_cap")["outcome"] == outcome
    labels = [step["label"] for step in answer["working"]]
    assert any("cap" in label for label in labels) is (outcome == "caution")
