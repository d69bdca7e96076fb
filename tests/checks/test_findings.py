"""What every finding says, and the order in which findings are read."""

from __future__ import annotations

from typing import Any

import pytest
from asking import answer_to, finding
from by_hand_checks import OUTCOMES

SIZE = {"weight": "80 kg", "height": "180 cm"}
REQUESTS: dict[str, dict[str, Any]] = {
    "induction": {"calculator": "induction", "weight": "80 kg", "days": 5},
    "maintenance": {
        "calculator": "maintenance",
        "weight": "80 kg",
        "dose": "1 g/kg",
        "every": "3 weeks",
    },
    "SCIg": {"calculator": "scig", "ivig_dose": "60 g", "every": "3 weeks"},
    "cyclophosphamide IV": {"calculator": "cyclophosphamide", **SIZE},
    "cyclophosphamide PO": {"calculator": "cyclophosphamide", **SIZE, "route": "po"},
    "rituximab by surface": {"calculator": "rituximab", **SIZE},
    "rituximab, fixed": {"calculator": "rituximab", "regimen": "two_doses"},
    "body size": {"calculator": "body", **SIZE},
}
EVERY_RESULT = [pytest.param(request, id=name) for name, request in REQUESTS.items()]
EVERY_TREATMENT = EVERY_RESULT[:-1]

# The rules of each result, written down from the plan's rows and the settled readings.
IVIG = {
    "iga_deficiency_with_antibodies",
    "thromboembolic_event",
    "uncompensated_heart_failure",
    "severe_renal_insufficiency",
    "quantitative_immunoglobulins",
    "renal_function",
    "hepatitis_b_c_panel",
    "cbc",
    "prior_infusion_reaction",
    "dosing_weight_choice",
    "second_immunoglobulin",
}
CYCLOPHOSPHAMIDE = {
    "refractory_to_ivig",
    "cbc",
    "liver_function_tests",
    "renal_function",
    "urinalysis",
    "fertility_counseling",
    "pregnancy_test",
    "mesna_ordered",
    "active_infection",
    "pregnancy",
    "severe_leukopenia",
    "live_vaccine",
}
RITUXIMAB = {
    "refractory_to_ivig",
    "hepatitis_b_c_panel",
    "quantitative_immunoglobulins",
    "cd19_cd20_counts",
    "vaccination_update",
    "active_hepatitis_b",
    "severe_active_infection",
    "live_vaccine",
}
SCIG = {
    "iga_deficiency_with_antibodies",
    "thrombocytopenia",
    "coagulation_disorder",
    "ivig_interval",
    "ivig_exposure",
    "second_immunoglobulin",
}
WITHOUT_TREATMENT = {"outside_plan_scope", "plausible_measures"}
COMMON = WITHOUT_TREATMENT | {"setting", "corticosteroid_on_order", "plasma_exchange_on_order"}
RULES = {
    "induction": IVIG | {"hemolysis"} | COMMON,  # 2 g/kg
    "maintenance": IVIG | {"plan_pattern"} | COMMON,
    "SCIg": SCIG | COMMON,
    "cyclophosphamide IV": CYCLOPHOSPHAMIDE | {"body_surface_cap"} | COMMON,
    "cyclophosphamide PO": CYCLOPHOSPHAMIDE | {"dosing_weight_choice"} | COMMON,
    "rituximab by surface": RITUXIMAB | {"body_surface_cap"} | COMMON,
    "rituximab, fixed": RITUXIMAB | COMMON,
    "body size": WITHOUT_TREATMENT,
}

EVERYTHING_KNOWN: dict[str, Any] = {
    "age": "60 years",
    "sex": "male",
    "setting": "OPD",
    "facts": {
        **dict.fromkeys(
            (
                "iga_deficiency",
                "anti_iga_antibodies",
                "thromboembolic_event",
                "uncompensated_heart_failure",
                "severe_renal_insufficiency",
                "thrombocytopenia",
                "coagulation_disorder",
                "prior_infusion_reaction",
                "active_infection",
                "severe_active_infection",
                "active_hepatitis_b",
                "pregnancy",
                "pregnancy_possible",
                "blood_group_not_o",
            ),
            "no",
        ),
        **dict.fromkeys(
            (
                "quantitative_immunoglobulins",
                "renal_function",
                "hepatitis_b_c_panel",
                "cbc",
                "liver_function_tests",
                "urinalysis",
                "fertility_counseling",
                "mesna_ordered",
                "cd19_cd20_counts",
                "vaccination_update",
                "refractory_to_ivig",
            ),
            "yes",
        ),
        "wbc": "6 10*9/L",
    },
}


@pytest.mark.parametrize(
    ("request_", "rules"),
    [pytest.param(REQUESTS[name], rules, id=name) for name, rules in RULES.items()],
)
def test_every_rule_is_named_whether_or_not_it_found_anything(
    request_: dict[str, Any], rules: set[str]
) -> None:
    for asked in (request_, request_ | EVERYTHING_KNOWN):
        named = [found["rule"] for found in answer_to(**asked)["checks"]["findings"]]
        assert set(named) == rules
        assert len(named) == len(rules)


@pytest.mark.parametrize("request_", EVERY_RESULT)
def test_with_everything_known_and_fine_the_whole_is_clear(request_: dict[str, Any]) -> None:
    checks = answer_to(**request_ | EVERYTHING_KNOWN)["checks"]
    assert [found for found in checks["findings"] if found["outcome"] != "clear"] == []
    assert checks["outcome"] == "clear"


@pytest.mark.parametrize("request_", EVERY_RESULT)
def test_with_nothing_known_the_whole_is_unknown(request_: dict[str, Any]) -> None:
    assert answer_to(**request_)["checks"]["outcome"] == "unknown"


SPOILT = {
    **EVERYTHING_KNOWN["facts"],
    "uncompensated_heart_failure": "yes",
    "coagulation_disorder": "yes",
    "active_infection": "yes",
    "active_hepatitis_b": "yes",
    "cbc": "no",
    "hepatitis_b_c_panel": "no",
    "quantitative_immunoglobulins": "unknown",
    "prior_infusion_reaction": "yes",
}


@pytest.mark.parametrize("request_", EVERY_TREATMENT)
@pytest.mark.parametrize(
    "known",
    [
        pytest.param({}, id="nothing known"),
        pytest.param(EVERYTHING_KNOWN, id="everything fine"),
        pytest.param(
            {"age": "60 years", "setting": "ICU", "facts": SPOILT}, id="one of every outcome"
        ),
        pytest.param({"age": "17 years", "setting": "ED"}, id="under age"),
    ],
)
def test_findings_are_read_gravest_first_and_the_whole_has_the_worst(
    request_: dict[str, Any], known: dict[str, Any]
) -> None:
    checks = answer_to(**request_ | known)["checks"]
    gravities = [OUTCOMES.index(found["outcome"]) for found in checks["findings"]]
    assert gravities == sorted(gravities)
    assert checks["outcome"] == OUTCOMES[gravities[0]]


def test_one_induction_can_have_all_five_outcomes_in_their_order() -> None:
    asked = REQUESTS["induction"] | {"age": "60 years", "setting": "ICU", "facts": SPOILT}
    outcomes = [found["outcome"] for found in answer_to(**asked)["checks"]["findings"]]
    assert tuple(dict.fromkeys(outcomes)) == OUTCOMES


@pytest.mark.parametrize("request_", EVERY_RESULT)
@pytest.mark.parametrize(
    "known",
    [
        pytest.param({}, id="nothing known"),
        pytest.param(EVERYTHING_KNOWN, id="everything fine"),
        pytest.param({"age": "17 years", "setting": "ED", "facts": SPOILT}, id="much wrong"),
    ],
)
def test_a_finding_says_what_was_seen_the_limit_the_reason_and_the_place(
    request_: dict[str, Any], known: dict[str, Any]
) -> None:
    for found in answer_to(**request_ | known)["checks"]["findings"]:
        for part in ("rule", "seen", "limit", "because", "source"):
            assert found[part], (found["rule"], part)
        # What is not clear says what would settle it, and what is clear has nothing to settle.
        assert bool(found["resolve"]) is (found["outcome"] != "clear"), found["rule"]
        assert found["source"][0] in "123456S" or found["source"].startswith(
            ("Priority", "Project policy", "FDA MedWatch")
        )


@pytest.mark.parametrize("request_", EVERY_TREATMENT)
def test_an_unknown_names_the_fact_that_is_missing(request_: dict[str, Any]) -> None:
    unknown = [
        found
        for found in answer_to(**request_)["checks"]["findings"]
        if found["outcome"] == "unknown"
    ]
    assert unknown
    for found in unknown:
        assert found["facts"]
        assert "not recorded" in found["seen"]
        assert "Cannot be told until this is recorded: " in found["because"]


@pytest.mark.parametrize("request_", EVERY_TREATMENT)
def test_a_contraindicated_result_is_calculated_all_the_same(request_: dict[str, Any]) -> None:
    fine, contraindicated = answer_to(**request_), answer_to(**request_, age="17 years")
    assert contraindicated["checks"]["outcome"] == "contraindicated"
    assert contraindicated["result"] == fine["result"]
    assert contraindicated["working"] == fine["working"]


# --- three values ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deficiency", "antibodies", "outcome"),
    [
        pytest.param("yes", "yes", "contraindicated", id="yes and yes"),
        pytest.param("yes", "no", "caution", id="yes and no"),
        pytest.param("yes", "unknown", "unknown", id="yes and unknown"),
        pytest.param("no", "yes", "clear", id="no and yes"),
        pytest.param("no", "no", "clear", id="no and no"),
        pytest.param("no", "unknown", "clear", id="no is settled whatever the other is"),
        pytest.param("unknown", "yes", "unknown", id="unknown and yes"),
        pytest.param("unknown", "no", "unknown", id="unknown and no"),
        pytest.param("unknown", "unknown", "unknown", id="unknown and unknown"),
    ],
)
@pytest.mark.parametrize(
    "request_",
    [param for param in EVERY_RESULT if param.id in {"induction", "maintenance", "SCIg"}],
)
def test_iga_deficiency_and_antibodies_have_three_values_each(
    request_: dict[str, Any], deficiency: str, antibodies: str, outcome: str
) -> None:
    stated = {"iga_deficiency": deficiency, "anti_iga_antibodies": antibodies}
    found = finding(answer_to(**request_, facts=stated), "iga_deficiency_with_antibodies")
    assert found["outcome"] == outcome
    # A measured IgA may speak against the answer.
    assert found["facts"] == ["iga_deficiency", "anti_iga_antibodies", "iga"]


def test_mesna_is_the_plans_word_for_the_intravenous_route_only() -> None:
    oral = answer_to(**REQUESTS["cyclophosphamide PO"], facts={"mesna_ordered": "no"})
    intravenous = answer_to(**REQUESTS["cyclophosphamide IV"], facts={"mesna_ordered": "no"})
    assert finding(oral, "mesna_ordered")["outcome"] == "clear"
    assert finding(intravenous, "mesna_ordered")["outcome"] == "not_ready"


@pytest.mark.parametrize("request_", EVERY_TREATMENT)
def test_an_unknown_names_what_is_to_be_recorded(request_: dict[str, Any]) -> None:
    """The patient's age too, which is no fact: "until this is recorded: ." told nobody anything."""
    unknown = [
        found
        for found in answer_to(**request_)["checks"]["findings"]
        if found["outcome"] == "unknown"
    ]
    assert unknown
    for found in unknown:
        for text in (found["heading"], found["because"]):
            assert not text.endswith((": ", ": .", ":"))
            assert ": ." not in text
            assert ": ;" not in text


def test_an_age_that_is_not_recorded_is_called_the_age() -> None:
    found = finding(answer_to(**REQUESTS["induction"]), "outside_plan_scope")
    assert found["outcome"] == "unknown"
    assert "age" in found["heading"].lower()
    assert found["because"].endswith("until this is recorded: Age.")
