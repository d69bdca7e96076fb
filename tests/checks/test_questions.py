"""The questions of a treatment: each once, in an order that no answer changes, none forgotten."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.checks.questions import Group, Standing
from calculators.requests.answer import answer
from calculators.requests.questions import questions_beside, questions_beside_a_refusal
from plan_data import load_plan
from plan_data.schema.rules import Outcome

PLAN = load_plan()
TODAY = date(2026, 11, 25)
WEEKLY = {"step_every": "7 days"}
TITRATED: dict[str, tuple[str, dict[str, str]]] = {
    "gabapentin": ("900 mg/day", {}),
    "pregabalin": ("300 mg/day", {}),
    "duloxetine": ("60 mg/day", {}),
    "amitriptyline": ("50 mg/day", {}),
    "acetaminophen": ("2 g/day", {}),
    "modafinil": ("200 mg/day", WEEKLY),
    "mexiletine": ("450 mg/day", WEEKLY),
    "magnesium_oxide": ("400 mg/day", WEEKLY),
}
ASKED: dict[str, dict[str, Any]] = {
    "induction": {"days": 5},
    "induction of Privigen": {"calculator": "induction", "days": 5, "product": "privigen"},
    "maintenance": {"dose": "1 g/kg", "every": "3 weeks"},
    "maintenance of Octagam by adjusted weight": {
        "calculator": "maintenance",
        "dose": "1 g/kg",
        "every": "3 weeks",
        "product": "octagam_10",
        "dosing_weight": "adjusted",
    },
    "scig": {"ivig_dose": "80 g", "every": "4 weeks"},
    "scig of Hizentra": {
        "calculator": "scig",
        "ivig_dose": "80 g",
        "every": "4 weeks",
        "product": "hizentra",
    },
    "cyclophosphamide": {"route": "iv"},
    "rituximab": {},
    "mycophenolate": {"start": "2026-12-01", "step_every": "1 week"},
    "eculizumab": {"start": "2026-12-30"},
    **{
        f"titration of {drug}": {"calculator": "titration", "drug": drug, "target": target, **more}
        for drug, (target, more) in TITRATED.items()
    },
}
MEASURED = {"weight": "80 kg", "height": "180 cm", "sex": "male"}
LISTS = {"premedication", "concurrent"}


def request(name: str, **more: Any) -> dict[str, Any]:
    return {"calculator": name, **MEASURED, **ASKED[name], **more}


answers = st.dictionaries(
    st.sampled_from(list(PLAN.facts.yes_no)), st.sampled_from(["yes", "no"]), max_size=40
)


@pytest.mark.parametrize("name", ASKED)
@settings(max_examples=25, deadline=None)
@given(recorded=answers)
def test_the_questions_and_their_order_are_the_same_whatever_is_answered(
    name: str, recorded: dict[str, str]
) -> None:
    bare = questions_beside(answer(request(name), PLAN, TODAY), PLAN)
    full = questions_beside(answer(request(name, facts=recorded), PLAN, TODAY), PLAN)
    assert [each.question for each in full] == [each.question for each in bare]
    assert len({each.question.fact for each in bare}) == len(bare)


@pytest.mark.parametrize("name", ASKED)
@settings(max_examples=25, deadline=None)
@given(recorded=answers)
def test_every_fact_that_a_finding_looks_at_has_its_question(
    name: str, recorded: dict[str, str]
) -> None:
    answered = answer(request(name, facts=recorded), PLAN, TODAY)
    asked = {each.question.fact for each in questions_beside(answered, PLAN)}
    for finding in answered.checks.findings:
        assert set(finding.facts) <= asked, finding.rule


@pytest.mark.parametrize("name", ASKED)
@settings(max_examples=25, deadline=None)
@given(recorded=answers)
def test_nothing_unanswered_is_shown_as_clear_and_no_unknown_is_hidden(
    name: str, recorded: dict[str, str]
) -> None:
    """An unknown that facts could settle has a question that stands open for it."""
    answered = answer(request(name, facts=recorded), PLAN, TODAY)
    asked = questions_beside(answered, PLAN)
    implied = {target for each in PLAN.implications for target in each.implies}
    for each in asked:
        fact = each.question.fact
        if fact in PLAN.facts.yes_no and fact not in recorded and fact not in implied:
            assert each.stands in {Outcome.UNKNOWN, Standing.NOT_NEEDED}, fact
    shown = {
        fact for each in asked if each.stands is Outcome.UNKNOWN for fact in [each.question.fact]
    }
    for finding in answered.checks.findings:
        if finding.outcome is Outcome.UNKNOWN and not set(finding.facts) <= LISTS:
            assert set(finding.facts) & shown, finding.rule


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("weight", ["1000 kg", "eighty", None], ids=["far out", "a word", "none"])
@settings(max_examples=25, deadline=None)
@given(recorded=answers)
def test_a_refused_weight_keeps_the_questions_in_their_order(
    name: str, weight: str | None, recorded: dict[str, str]
) -> None:
    asked = request(name, facts=recorded)
    whole = questions_beside(answer(asked, PLAN, TODAY), PLAN)
    kept = questions_beside_a_refusal({**asked, "weight": weight}, PLAN, TODAY)
    facts = [each.question.fact for each in kept]
    assert facts == [each.question.fact for each in whole if each.question.fact in facts]
    # What is asked only for a choice of the dose itself may wait for the dose.
    assert {each.question.fact for each in whole} - set(facts) <= {"pregnancy"}
    assert all(each.stands is not Outcome.CLEAR for each in kept if each.finding is None)


def test_the_groups_of_induction_are_the_plans_contraindications_and_tests() -> None:
    """By hand, from 3A and section 1 of the plan."""
    asked = questions_beside(answer(request("induction"), PLAN, TODAY), PLAN)
    of = {each.question.fact: each.question.group for each in asked}
    for name in (
        "iga_deficiency",
        "anti_iga_antibodies",
        "thromboembolic_event",
        "uncompensated_heart_failure",
        "severe_renal_insufficiency",
        "age",
    ):
        assert of[name] is Group.RULES_OUT
    for name in ("quantitative_immunoglobulins", "renal_function", "hepatitis_b_c_panel", "cbc"):
        assert of[name] is Group.NEEDED_FIRST
    assert of["prior_infusion_reaction"] is Group.TO_WEIGH
    assert of["setting"] is Group.TO_WEIGH


def test_a_test_that_is_too_old_stands_open_although_it_is_answered() -> None:
    old = {"renal_function": {"value": "yes", "date": "2020-01-01"}}
    asked = questions_beside(answer(request("induction", facts=old), PLAN, TODAY), PLAN)
    [renal] = [each for each in asked if each.question.fact == "renal_function"]
    assert renal.stands is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("iga", "stands"),
    [
        # Ordinary up to 1000 mg/dL (project policy): what is open is another question of the rule.
        ("200 mg/dL", Standing.NOTED),
        ("9000 mg/dL", Outcome.UNKNOWN),
    ],
)
def test_a_value_that_is_hardly_ever_seen_is_open_itself(iga: str, stands: Any) -> None:
    recorded = {"iga": {"value": iga, "date": "2026-11-24"}}
    asked = questions_beside(answer(request("induction", facts=recorded), PLAN, TODAY), PLAN)
    [value] = [each for each in asked if each.question.fact == "iga"]
    assert value.stands is stands
