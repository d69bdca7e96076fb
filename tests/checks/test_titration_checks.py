"""Every combination of yes, no and unknown, for each treatment of 3B, mycophenolate, eculizumab."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import product
from typing import Any

import by_hand_other_checks as by_hand
import pytest

from calculators.requests.answer import Answered, answer
from plan_data import load_plan
from units import Refused

PLAN = load_plan()
TODAY = date(2026, 11, 23)
# With these the rules that hold for every treatment are clear: an adult, in a setting of the plan.
# At 45 kg and 165 cm the adjusted weight is the actual one, so that there is one clearance.
ADULT = {"age": "20 years", "setting": "OPD", "sex": "male", "weight": "45 kg", "height": "165 cm"}

# At 20 years and 45 kg the clearance is 120 × 45 ÷ (72 × creatinine) = 75 ÷ creatinine.
_CREATININE = {
    "below_15": "5.05 mg/dL",
    "below_30": "2.55 mg/dL",
    "below_60": "1.3 mg/dL",
    "not_below_30": "2.5 mg/dL",
    "from_60": "1.25 mg/dL",
}
_MAOI = {"yes_within": 14, "yes_before": 15}
_VACCINATION = {"yes_early": 14, "yes_late": 13}
_PARTNER = {
    "duloxetine": "amitriptyline 25 mg",
    "amitriptyline": "Duloxetine",
    "gabapentin": "Lyrica 75 mg",
    "pregabalin": "gabapentin",
    "mycophenolate": "MMR vaccine",
}


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def a_request(treatment: str, target: int, states: dict[str, str]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    request: dict[str, Any] = {**ADULT, "facts": facts}
    for fact, state in states.items():
        if fact in {"band", "clearance"}:
            if state in _CREATININE:
                facts["creatinine"] = _CREATININE[state]
        elif fact == "listed":
            names = {"partner": [_PARTNER.get(treatment, "")], "unrecognised": ["zzz"]}
            request["concurrent"] = names.get(state, [])
        elif state.startswith("yes_"):
            days = {**_MAOI, **_VACCINATION}.get(state)
            facts[fact] = {"value": "yes", "date": None if days is None else ago(days)}
        elif state != "unknown":
            facts[fact] = state
    if treatment == "eculizumab":
        return {**request, "calculator": "eculizumab"}
    if treatment == "mycophenolate":
        request |= {"calculator": "mycophenolate"}
    else:
        request |= {"calculator": "titration", "drug": treatment}
    if treatment in {"modafinil", "mexiletine", "magnesium_oxide", "mycophenolate"}:
        request["step_every"] = "7 days"
    return {**request, "target": f"{target} mg/day"}


def ask(request: dict[str, Any]) -> Answered:
    return answer(request, PLAN, TODAY)


# Acetaminophen above 2 g a day is refused with hepatic impairment, and has a test of its own.
CASES = [
    (treatment, target)
    for treatment, targets in by_hand.TARGETS.items()
    for target in targets
    if treatment != "acetaminophen" or target <= 2000
]


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize(("treatment", "target"), CASES)
def test_every_combination_has_the_outcome_of_the_truth_tables(treatment: str, target: int) -> None:
    facts = by_hand.FACTS[treatment]
    own = set(by_hand.RULES[treatment])
    seen = 0
    for states in product(*(by_hand.states_of(fact) for fact in facts)):
        known = dict(zip(facts, states, strict=True))
        answered = ask(a_request(treatment, target, known))
        findings = {each.rule: each.outcome.value for each in answered.checks.findings}
        expected = by_hand.rule_verdicts(treatment, target, known)
        assert {rule: findings[rule] for rule in own} == expected, known
        made = findings.pop("doses_in_strengths", "clear")
        unmade = by_hand.unmade(treatment, target, known.get("band", ""))
        assert made == ("caution" if unmade else "clear")
        expected = {**expected, "doses_in_strengths": made}
        common = {rule: outcome for rule, outcome in findings.items() if rule not in own}
        assert answered.checks.outcome.value == by_hand.worst({**common, **expected})
        if known.get("listed") != "unrecognised":
            assert set(common.values()) == {"clear"}, common
        seen += 1
    assert seen == len(list(product(*(by_hand.states_of(fact) for fact in facts))))


@pytest.mark.parametrize("target", [2001, 4000])
@pytest.mark.parametrize("liver", ["yes", "no", "unknown"])
@pytest.mark.parametrize("failure", ["yes", "no", "unknown"])
def test_acetaminophen_above_2_g_a_day(target: int, liver: str, failure: str) -> None:
    """A recorded liver disease or failure is a hepatic impairment, whatever was said of that."""
    states = {"severe_liver_disease": liver, "hepatic_failure": failure}
    for hepatic in ("yes", "no", "unknown"):
        known = {**states, "hepatic_impairment": hepatic}
        if "yes" in known.values():
            with pytest.raises(Refused, match=r"with hepatic impairment.*, 2 g/day"):
                ask(a_request("acetaminophen", target, known))
            continue
        answered = ask(a_request("acetaminophen", target, known))
        findings = {each.rule: each.outcome.value for each in answered.checks.findings}
        expected = by_hand.rule_verdicts("acetaminophen", target, known)
        assert {rule: findings[rule] for rule in expected} == expected
        assert answered.checks.outcome.value == by_hand.worst(expected)


def test_the_truth_tables_know_every_rule_of_every_treatment() -> None:
    for treatment, rules in by_hand.RULES.items():
        assert {rule.id for rule in PLAN.treatments[treatment].rules} == set(rules)


# --- each line, below, on and above ------------------------------------------------------------


def outcome(rule: str, request: dict[str, Any]) -> str:
    return next(f.outcome.value for f in ask(request).checks.findings if f.rule == rule)


@pytest.mark.parametrize("drug", ["duloxetine", "amitriptyline"])
@pytest.mark.parametrize(
    ("days", "within"),
    [
        pytest.param(0, True, id="today"),
        pytest.param(13, True, id="13 days ago is within"),
        pytest.param(14, True, id="exactly 14 days ago counts as within"),
        pytest.param(15, False, id="15 days ago is longer ago"),
    ],
)
def test_the_window_of_an_mao_inhibitor(drug: str, days: int, *, within: bool) -> None:
    request = a_request(drug, 30, {"maoi_use": "yes_undated"})
    request["facts"]["maoi_use"] = {"value": "yes", "date": ago(days)}
    longer_ago = {"duloxetine": "clear", "amitriptyline": "caution"}[drug]
    assert outcome("maoi_use", request) == ("contraindicated" if within else longer_ago)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        pytest.param(-10, 24, "contraindicated", id="14 days before a start in the past"),
        pytest.param(-10, 25, "clear", id="15 days before a start in the past"),
        pytest.param(10, 4, "contraindicated", id="14 days before a start ahead"),
        pytest.param(10, 5, "clear", id="15 days before a start ahead"),
        pytest.param(10, 14, "clear", id="24 days before a start ahead"),
        pytest.param(0, 14, "contraindicated", id="14 days before a start today"),
        pytest.param(0, 15, "clear", id="15 days before a start today"),
    ],
)
def test_the_window_runs_to_the_first_dose(start: int, days: int, expected: str) -> None:
    request = a_request("duloxetine", 30, {})
    request["start"] = ago(-start)
    request["facts"]["maoi_use"] = {"value": "yes", "date": ago(days)}
    assert outcome("maoi_use", request) == expected


@pytest.mark.parametrize(
    ("days", "start", "expected"),
    [
        pytest.param(15, None, "clear", id="15 days before today"),
        pytest.param(14, None, "clear", id="exactly 14 days counts"),
        pytest.param(13, None, "not_ready", id="13 days is too late"),
        pytest.param(13, 1, "clear", id="14 days before a start tomorrow"),
        pytest.param(13, 0, "not_ready", id="13 days before a start today"),
        pytest.param(14, -1, "not_ready", id="13 days before a start yesterday"),
        pytest.param(0, -5, "not_ready", id="after the first dose"),
    ],
)
def test_vaccination_before_eculizumab(days: int, start: int | None, expected: str) -> None:
    request = a_request("eculizumab", 0, {})
    request["facts"]["meningococcal_vaccination"] = {"value": "yes", "date": ago(days)}
    if start is not None:
        request["start"] = ago(-start)
    assert outcome("meningococcal_vaccination", request) == expected


def test_a_vaccination_without_a_date_is_unknown_and_asks_for_the_date() -> None:
    answered = ask(a_request("eculizumab", 0, {"meningococcal_vaccination": "yes_undated"}))
    finding = next(f for f in answered.checks.findings if f.rule == "meningococcal_vaccination")
    assert finding.outcome.value == "unknown"
    assert finding.because == (
        "Cannot be told until this is recorded: Meningococcal vaccination: the date."
    )


@pytest.mark.parametrize(
    ("creatinine", "expected"),
    [
        pytest.param("2.505 mg/dL", "contraindicated", id="29.94 mL/min is below 30"),
        pytest.param("2.5 mg/dL", "clear", id="exactly 30 mL/min is not below"),
        pytest.param("2.495 mg/dL", "clear", id="30.06 mL/min is above"),
    ],
)
def test_duloxetine_by_the_measured_clearance(creatinine: str, expected: str) -> None:
    request = a_request("duloxetine", 30, {})
    request["facts"]["creatinine"] = creatinine
    assert outcome("creatinine_clearance", request) == expected


@pytest.mark.parametrize("missing", ["weight", "age", "sex"])
def test_a_clearance_that_cannot_be_worked_out_is_unknown_and_names_what_is_missing(
    missing: str,
) -> None:
    request = a_request("duloxetine", 30, {"clearance": "not_below_30"})
    del request[missing]
    finding = next(f for f in ask(request).checks.findings if f.rule == "creatinine_clearance")
    assert finding.outcome.value == "unknown"
    assert finding.because.endswith(f"{missing.capitalize()}.")
    assert "not worked out" in finding.seen


@pytest.mark.parametrize(
    ("drug", "creatinine", "target", "band"),
    [
        # 75 ÷ 5 = 15, 75 ÷ 2.5 = 30, 75 ÷ 1.25 = 60 mL/min: each line itself is in the band above
        # Once daily below 30, twice below 60: the plan's table has a second dose above 300 mg a day
        # and a third above 600.
        ("gabapentin", "5 mg/dL", 300, None),
        ("gabapentin", "5 mg/dL", 301, "fewer doses than the plan at this clearance"),
        ("gabapentin", "5 mg/dL", 700, "fewer doses than the plan at this clearance"),
        ("gabapentin", "5.005 mg/dL", 700, "below 15 mL/min"),
        ("gabapentin", "5 mg/dL", 701, "below 30 mL/min"),
        ("gabapentin", "2.5 mg/dL", 600, None),
        ("gabapentin", "2.5 mg/dL", 1400, "fewer doses than the plan at this clearance"),
        ("gabapentin", "2.5 mg/dL", 1401, "below 60 mL/min"),
        ("gabapentin", "1.255 mg/dL", 1401, "below 60 mL/min"),
        ("gabapentin", "1.25 mg/dL", 3600, None),
        ("pregabalin", "5.005 mg/dL", 150, "below 15 mL/min"),
        ("pregabalin", "5 mg/dL", 150, None),
        ("pregabalin", "2.505 mg/dL", 151, "below 30 mL/min"),
        ("pregabalin", "2.5 mg/dL", 300, None),
        ("pregabalin", "1.255 mg/dL", 301, "below 60 mL/min"),
        ("pregabalin", "1.25 mg/dL", 600, None),
    ],
)
def test_the_labels_bands_name_the_band(
    drug: str, creatinine: str, target: int, band: str | None
) -> None:
    request = a_request(drug, target, {})
    request["facts"]["creatinine"] = creatinine
    finding = next(f for f in ask(request).checks.findings if f.rule == "creatinine_clearance_band")
    if band is None:
        assert finding.outcome.value == "clear"
    else:
        assert finding.outcome.value == "caution"
        assert band in finding.because
        assert re.search("From labels.*, not from the plan", finding.because)


def test_a_treatment_of_the_pair_is_known_by_name_and_no_corticosteroid() -> None:
    request = a_request("duloxetine", 30, {"listed": "partner"})
    assert outcome("corticosteroid_on_order", request) == "clear"


def test_a_corticosteroid_alongside_contraindicates_a_symptomatic_drug_too() -> None:
    request = {**a_request("gabapentin", 900, {}), "concurrent": ["prednisone"]}
    assert ask(request).checks.outcome.value == "contraindicated"


def test_the_setting_counts_for_the_new_treatments() -> None:
    request = {**a_request("modafinil", 100, {}), "setting": "HOSP"}
    assert outcome("setting", request) == "caution"
    assert outcome("setting", {**request, "drug": "acetaminophen", "target": "1 g/day"} | {
        "step_every": None}) == "clear"  # fmt: skip
