"""The thresholds of section 6: below, on and above each, and what is not recorded."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.requests.answer import answer
from exchange.answers.answer import as_json
from plan_data import load_plan
from units import Refused

TODAY = date(2026, 11, 23)
PLAN = load_plan()


def monitor(**recorded: Any) -> dict[str, Any]:
    """Return the answer as a program gets it."""
    request = {"calculator": "monitor", **recorded}
    return json.loads(json.dumps(as_json(answer(request, PLAN, TODAY), PLAN)))  # type: ignore[no-any-return]  # JSON is anything


def finding(answered: dict[str, Any], rule: str) -> dict[str, Any]:
    (found,) = (each for each in answered["checks"]["findings"] if each["rule"] == rule)
    return dict(found)


OUTCOME = {"yes": "clear", "no": "caution", "unknown": "unknown"}


@pytest.mark.parametrize(
    ("parameter", "recorded", "met"),
    [
        # 80 % of 32 kg is 25.6 kg.
        pytest.param(
            "grip",
            {"grip": "25.5 kg", "grip_baseline": "32 kg"},
            "no",
            id="grip just below 80 % of baseline is not met",
        ),
        pytest.param(
            "grip",
            {"grip": "25.6 kg", "grip_baseline": "32 kg"},
            "yes",
            id="grip at 80 % of baseline is met",
        ),
        pytest.param(
            "grip",
            {"grip": "25.7 kg", "grip_baseline": "32 kg"},
            "yes",
            id="grip just above 80 % of baseline is met",
        ),
        pytest.param("grip", {"grip": "79.9 %"}, "no", id="grip as a percentage, below"),
        pytest.param("grip", {"grip": "80%"}, "yes", id="grip as a percentage, on"),
        pytest.param("grip", {"grip": "80.1 %"}, "yes", id="grip as a percentage, above"),
        # 100 lb is 45.359237 kg, of which 80 % is 36.2873896 kg.
        pytest.param(
            "grip",
            {"grip": "36.2873895 kg", "grip_baseline": "100 lb"},
            "no",
            id="kilograms against pounds, below",
        ),
        pytest.param(
            "grip",
            {"grip": "36.2873896 kg", "grip_baseline": "100 lb"},
            "yes",
            id="kilograms against pounds, on",
        ),
        pytest.param("grip", {"grip": "0 kg", "grip_baseline": "32 kg"}, "no", id="no grip at all"),
        pytest.param("mrc", {"mrc": "3/5"}, "no", id="MRC 3 is below 4"),
        pytest.param("mrc", {"mrc": "4/5"}, "yes", id="MRC 4 is met"),
        pytest.param("mrc", {"mrc": "5 / 5"}, "yes", id="MRC 5 is above"),
        pytest.param("mrc", {"mrc": "0/5"}, "no", id="MRC 0 is the lowest grade"),
        pytest.param("igg_trough", {"igg_trough": "799 mg/dL"}, "no", id="IgG below 800"),
        pytest.param("igg_trough", {"igg_trough": "800 mg/dL"}, "no", id="IgG at 800 is not above"),
        pytest.param("igg_trough", {"igg_trough": "801 mg/dL"}, "yes", id="IgG above 800"),
        pytest.param("igg_trough", {"igg_trough": "8 g/L"}, "no", id="8 g/L is 800 mg/dL"),
        pytest.param("igg_trough", {"igg_trough": "8.01 g/L"}, "yes", id="8.01 g/L is above"),
        pytest.param("fvc", {"fvc": "79.9 %"}, "no", id="FVC below 80 %"),
        pytest.param("fvc", {"fvc": "80%"}, "no", id="FVC at 80 % is not above"),
        pytest.param("fvc", {"fvc": "80.1 % predicted"}, "yes", id="FVC above 80 %"),
        pytest.param(
            "hemoglobin",
            {"hemoglobin": "12.9 g/dL", "hemoglobin_before": "13.0 g/dL"},
            "no",
            id="any fall of hemoglobin counts",
        ),
        pytest.param(
            "hemoglobin",
            {"hemoglobin": "130 g/L", "hemoglobin_before": "13 g/dL"},
            "yes",
            id="the same hemoglobin in another unit has not fallen",
        ),
        pytest.param(
            "hemoglobin",
            {"hemoglobin": "13.1 g/dL", "hemoglobin_before": "13.0 g/dL"},
            "yes",
            id="a rise of hemoglobin is met",
        ),
        pytest.param("creatinine", {"creatinine_normal": "no"}, "no", id="creatinine not normal"),
        pytest.param("creatinine", {"creatinine_normal": "Yes"}, "yes", id="creatinine normal"),
        pytest.param("creatinine", {"creatinine_normal": "unknown"}, "unknown", id="not judged"),
        pytest.param("ncs", {"ncs_stable": "no"}, "no", id="conduction block not stable"),
        pytest.param("ncs", {"ncs_stable": "yes"}, "yes", id="conduction block stable"),
    ],
)
def test_a_threshold_below_on_and_above(parameter: str, recorded: dict[str, str], met: str) -> None:
    answered = monitor(**recorded)
    entry = answered["result"][parameter]
    assert entry["met"] == met
    assert (entry["action"] is not None) == (met == "no")
    assert finding(answered, parameter)["outcome"] == OUTCOME[met]


# The actions of section 6, in words of our own, by what each must name.
ACTIONS = {
    "grip": ({"grip": "70 %"}, ("IVIg", "interval", "progression")),
    "mrc": ({"mrc": "3/5"}, ("IVIg", "taken as ordered", "second-line")),
    "creatinine": ({"creatinine_normal": "no"}, ("slowly", "hydrate", "SCIg")),
    "hemoglobin": (
        {"hemoglobin": "11 g/dL", "hemoglobin_before": "13 g/dL"},
        ("hemolytic", "DAT", "LDH", "haptoglobin"),
    ),
    "igg_trough": ({"igg_trough": "700 mg/dL"}, ("dose of IVIg", "often")),
    "ncs": ({"ncs_stable": "no"}, ("treatment", "diagnosis")),
    "fvc": ({"fvc": "70 %"}, ("pulmonology", "phrenic")),
}


@pytest.mark.parametrize("parameter", ACTIONS)
def test_a_threshold_that_is_not_met_gives_the_plans_action_with_its_place(parameter: str) -> None:
    recorded, words = ACTIONS[parameter]
    answered = monitor(**recorded)
    entry = answered["result"][parameter]
    assert entry["source"].startswith("6 · ")
    assert entry["source"].endswith("Action if Abnormal")
    assert all(word in entry["action"] for word in words)
    assert finding(answered, parameter)["resolve"] == entry["action"]


def test_section_six_has_seven_rows_and_every_one_is_answered() -> None:
    assert set(monitor()["result"]) == set(ACTIONS)
    assert len(PLAN.monitoring.parameters) == 7


@pytest.mark.parametrize(
    "recorded",
    [
        pytest.param({}, id="nothing at all"),
        pytest.param({"grip": "24 kg"}, id="grip without its baseline"),
        pytest.param({"grip_baseline": "32 kg"}, id="a baseline without grip"),
        pytest.param({"hemoglobin": "11 g/dL"}, id="hemoglobin without an earlier one"),
        pytest.param({"hemoglobin_before": "13 g/dL"}, id="an earlier hemoglobin alone"),
        pytest.param({"fvc": "unknown", "mrc": "unknown"}, id="said to be unknown"),
    ],
)
def test_what_is_not_recorded_is_unknown_and_never_met(recorded: dict[str, str]) -> None:
    answered = monitor(**recorded)
    assert {entry["met"] for entry in answered["result"].values()} == {"unknown"}
    assert answered["checks"]["outcome"] == "unknown"
    assert {each["outcome"] for each in answered["checks"]["findings"]} == {"unknown"}


ALL_MET = {
    "grip": "30 kg",
    "grip_baseline": "32 kg",
    "mrc": "4/5",
    "creatinine_normal": "yes",
    "hemoglobin": "13 g/dL",
    "hemoglobin_before": "13 g/dL",
    "igg_trough": "900 mg/dL",
    "ncs_stable": "yes",
    "fvc": "95 %",
}


def test_all_met_is_clear_and_one_not_met_is_a_caution() -> None:
    assert monitor(**ALL_MET)["checks"]["outcome"] == "clear"
    assert monitor(**{**ALL_MET, "fvc": "80 %"})["checks"]["outcome"] == "caution"


def test_the_igg_trough_never_sounds_like_a_fixed_limit() -> None:
    for value in ("700 mg/dL", "900 mg/dL"):
        assert (
            "the plan gives no fixed limit"
            in finding(monitor(igg_trough=value), "igg_trough")["because"]
        )


def test_the_share_of_baseline_is_shown_with_its_arithmetic() -> None:
    answered = monitor(grip="24 kg", grip_baseline="32 kg")
    assert answered["result"]["grip"]["value"] == {"value": "75", "unit": "%"}
    assert answered["result"]["grip"]["limit"] == {"value": "80", "unit": "%"}
    assert "24 kgf ÷ 32 kgf = 75 %" in answered["working"][0]["working"]


def test_a_value_may_carry_its_date_in_either_way() -> None:
    for value in ("11 g/dL@2026-11-20", {"value": "11 g/dL", "date": "2026-11-20"}):
        answered = monitor(hemoglobin=value, hemoglobin_before="13 g/dL@2026-08-20")
        assert "11 g/dL (2026-11-20)" in finding(answered, "hemoglobin")["seen"]


def test_a_laboratory_fact_counts_where_the_input_is_not_given() -> None:
    facts = {"igg_trough": "700 mg/dL", "hemoglobin": {"value": "11 g/dL", "date": "2026-11-20"}}
    answered = monitor(facts=facts, hemoglobin_before="13 g/dL")
    assert answered["result"]["igg_trough"]["met"] == "no"
    assert answered["result"]["hemoglobin"]["met"] == "no"


def test_a_child_lies_outside_the_plan_where_the_age_is_recorded() -> None:
    assert monitor(**ALL_MET, age="17 years")["checks"]["outcome"] == "contraindicated"
    assert monitor(**ALL_MET, age="18 years")["checks"]["outcome"] == "clear"


@pytest.mark.parametrize(
    ("recorded", "field", "words"),
    [
        ({"mrc": "4-/5"}, "mrc", "whole grade"),
        ({"mrc": "4+/5"}, "mrc", "whole grade"),
        ({"mrc": "4.5/5"}, "mrc", "whole grade"),
        ({"mrc": "4"}, "mrc", 'for example "4/5"'),
        ({"mrc": "6/5"}, "mrc", "outside 0/5 to 5/5"),
        ({"fvc": "78"}, "fvc", "has no unit"),
        ({"fvc": 78}, "fvc", "not text"),
        ({"fvc": "780 %"}, "fvc", "outside 5 % to 200 %"),
        ({"fvc": "4 L"}, "fvc", "not a unit accepted here"),
        ({"grip": "24"}, "grip", "has no unit"),
        ({"grip": "-24 kg"}, "grip", "negative"),
        ({"grip": "24 N"}, "grip", "kg, lb or %"),
        ({"grip": "75 %", "grip_baseline": "32 kg"}, "grip_baseline", "percentage of baseline"),
        ({"grip": "24 kg", "grip_baseline": "100 %"}, "grip_baseline", "must be a force"),
        ({"grip": "24 kg", "grip_baseline": "0 kg"}, "grip_baseline", "above zero"),
        ({"grip": "24 kg", "grip_baseline": "3.2 kg"}, "grip", "outside 0 % to 300 %"),
        # One range for facts and for monitoring (labels and practice, section 12).
        ({"hemoglobin": "9.2 g/L"}, "hemoglobin", "outside 1 g/dL to 30 g/dL"),
        ({"hemoglobin": "9.2 g/L"}, "hemoglobin", "Is this g/dL?"),
        ({"hemoglobin_before": "130 g/dL"}, "hemoglobin_before", "Is this g/L?"),
        ({"igg_trough": "20001 mg/dL"}, "igg_trough", "no plausible value"),
        ({"igg_trough": "760 g/L"}, "igg_trough", "Is this mg/dL?"),
        ({"hemoglobin": "11 g/dL@2026-12-01"}, "hemoglobin", "after today"),
        ({"hemoglobin": "11 g/dL@yesterday"}, "hemoglobin", "not a date"),
        (
            {
                "hemoglobin": "11 g/dL@2026-01-01",
                "hemoglobin_before": "13 g/dL@2026-02-01",
            },
            "hemoglobin_before",
            "exchange the two",
        ),
        (
            {"igg_trough": "700 mg/dL", "facts": {"igg_trough": "900 mg/dL"}},
            "igg_trough",
            "given twice",
        ),
        ({"creatinine_normal": "1.1 mg/dL"}, "creatinine_normal", "yes, no, unknown"),
        ({"igg_trough": ""}, "igg_trough", "empty"),
    ],
)
def test_what_cannot_be_used_is_refused(recorded: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        monitor(**recorded)
    assert refused.value.field == field
    assert words in refused.value.message


KEYS = ("grip", "grip_baseline", "mrc", "igg_trough", "fvc", "hemoglobin", "creatinine_normal")


@given(st.dictionaries(st.sampled_from(KEYS), st.text(max_size=20)))
def test_no_text_raises_anything_but_a_refusal(recorded: dict[str, str]) -> None:
    try:
        answered = monitor(**recorded)
    except Refused:
        return
    assert {entry["met"] for entry in answered["result"].values()} <= {"yes", "no", "unknown"}


@given(st.decimals(0, 96, places=2), st.decimals(1, 96, places=2).filter(lambda kg: kg >= 32))
def test_grip_is_met_exactly_where_five_times_it_reaches_four_baselines(
    grip: Any, baseline: Any
) -> None:
    # grip ÷ baseline ≥ 80 %, without a division: 5 × grip ≥ 4 × baseline
    entry = monitor(grip=f"{grip} kg", grip_baseline=f"{baseline} kg")["result"]["grip"]
    assert (entry["met"] == "yes") == (5 * grip >= 4 * baseline)


@pytest.mark.parametrize(
    ("recorded", "rule", "question"),
    [
        pytest.param(
            {"hemoglobin": "14 g/L", "hemoglobin_before": "13 g/L"},
            "hemoglobin",
            "Is this g/dL?",
            id="hemoglobin in g/dL under g/L",
        ),
        pytest.param(
            {"hemoglobin": "14 g/dL", "hemoglobin_before": "13 g/L"},
            "hemoglobin",
            "Is this g/dL?",
            id="the earlier hemoglobin in g/dL under g/L",
        ),
        pytest.param(
            {"igg_trough": "90 g/L"}, "igg_trough", "hardly ever seen", id="an IgG of 9000 mg/dL"
        ),
    ],
)
def test_a_value_that_is_hardly_ever_seen_is_asked_about_and_nothing_is_clear(
    recorded: dict[str, str], rule: str, question: str
) -> None:
    found = finding(monitor(**recorded), rule)
    assert found["outcome"] == "unknown"
    assert question in found["because"]


def test_a_value_that_is_not_met_stays_a_caution_and_is_asked_about() -> None:
    found = finding(monitor(igg_trough="7.6 mg/dL"), "igg_trough")
    assert found["outcome"] == "caution"
    assert "Is this g/L? 7.6 g/L would be 760 mg/dL." in found["because"]
