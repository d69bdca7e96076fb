"""Risk of thrombosis or renal failure: what puts the lower ceiling in force, and what does not."""

from __future__ import annotations

from itertools import combinations
from itertools import product as every
from random import Random
from typing import Any

import pytest
from asking import PLAN, answer_to, finding, refusal_of, result_of
from by_hand_infusion import RISK_FACTS, RISK_LISTS, TABLES, at_risk

ASKED = {"weight": "70 kg", "dose": "1 g/kg", "every": "3 weeks"}
OTHERS = [name for name in RISK_FACTS if name != "thrombosis_or_renal_risk"]


def answer(product: str, facts: dict[str, Any], **more: Any) -> dict[str, Any]:
    return answer_to("maintenance", **ASKED, product=product, facts=facts, **more)


def rates(result: dict[str, Any]) -> list[str]:
    return [step["rate"]["value"] for step in result["result"]["ladder"]]


# Panzyga at 70 kg: 1, 2, 4, 8, 12 mg/kg/min × 70 × 60 ÷ 100 = 42, 84, 168, 336, 504 mL/h.
ORDINARY = ["42", "84", "168", "336", "504"]
# At risk at most 3.3 mg/kg/min, which is 138.6 mL/h.
LOWERED = ["42", "84", "138.6"]


def test_the_facts_that_mean_a_risk_are_those_that_were_settled() -> None:
    facts = PLAN.policies.at_risk
    assert (*facts.thrombosis, *facts.kidney) == RISK_LISTS
    assert (facts.asked, *RISK_LISTS, *facts.also) == RISK_FACTS


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in RISK_FACTS])
def test_each_fact_that_means_a_risk_puts_the_ceiling_in_force(name: str) -> None:
    at_risk_answer = answer("panzyga", {name: "yes"})
    assert rates(at_risk_answer) == LOWERED
    assert "at most 3.3 mg/kg/min" in at_risk_answer["result"]["ceiling"]
    found = finding(at_risk_answer, "infusion_risk")
    assert found["outcome"] == "caution"
    assert "IN FORCE" in found["because"]
    assert "at most 3.3 mg/kg/min" in found["seen"]


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in OTHERS])
def test_a_no_to_the_question_does_not_undo_a_fact_that_means_a_risk(name: str) -> None:
    contradicted = answer("panzyga", {"thrombosis_or_renal_risk": "no", name: "yes"})
    assert rates(contradicted) == LOWERED
    assert finding(contradicted, "infusion_risk")["outcome"] == "caution"


def test_an_event_of_years_ago_is_a_risk_all_the_same() -> None:
    old = {"thromboembolic_event": {"value": "yes", "date": "2001-01-01"}}
    assert rates(answer("panzyga", old)) == LOWERED


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in OTHERS])
def test_a_no_to_one_fact_leaves_the_question_open(name: str) -> None:
    """What is not recorded is not taken for no: only the question itself can be answered no."""
    open_still = answer("panzyga", {name: "no"})
    assert rates(open_still) == ORDINARY
    assert finding(open_still, "infusion_risk")["outcome"] == "unknown"


def test_nothing_recorded_is_unknown_and_the_ordinary_ladder_says_so() -> None:
    unknown = answer("panzyga", {})
    assert rates(unknown) == ORDINARY
    found = finding(unknown, "infusion_risk")
    assert found["outcome"] == "unknown"
    assert "not recorded" in found["because"]
    assert "the ladder shown is for patients who are not" in found["because"]
    assert "thrombosis_or_renal_risk" in found["facts"]
    assert found["resolve"].startswith("Record whether")


def test_no_to_the_question_is_clear_with_the_ordinary_ladder() -> None:
    no_risk = answer("panzyga", {"thrombosis_or_renal_risk": "no"})
    assert rates(no_risk) == ORDINARY
    assert finding(no_risk, "infusion_risk")["outcome"] == "clear"


@pytest.mark.parametrize(
    ("product", "lowered"),
    [
        pytest.param("privigen", None, id="Privigen gives no number"),
        pytest.param("asceniv", None, id="Asceniv gives no number"),
        pytest.param("flebogamma_dif_10", None, id="Flebogamma DIF 10 % gives no number"),
        pytest.param("flebogamma_dif_5", None, id="Flebogamma DIF 5 % gives no number"),
        # × 70 × 60 ÷ 100: 3.3 mg/kg/min is 138.6 mL/h, and below it is 138.5.
        pytest.param("gammagard_liquid", "138.5", id="Gammagard: below 3.3 mg/kg/min"),
        pytest.param("gamunex_c", None, id="Gamunex-C: below 8 mg/kg/min, its maximum, is none"),
        pytest.param("panzyga", "138.6", id="Panzyga: at most 3.3 mg/kg/min"),
        pytest.param("octagam_10", "138.6", id="Octagam 10 %: at most 3.3 mg/kg/min"),
        pytest.param("octagam_5", None, id="Octagam 5 %: below 0.07 mL/kg/min, its maximum"),
        pytest.param("bivigam", "83.9", id="Bivigam: below 2 mg/kg/min, which is 84 mL/h"),
    ],
)
def test_each_label_has_its_own_word_on_a_risk(product: str, lowered: str | None) -> None:
    found = answer(product, {"thrombosis_or_renal_risk": "yes"})
    rule = finding(found, "infusion_risk")
    assert rule["outcome"] == "caution"
    if lowered is None:
        result = found["result"]
        assert [result[name] for name in ("ladder", "minutes", "finish")] == [None] * 3
        assert "no rate in numbers" in rule["because"]
        assert "gives no rate in numbers" in rule["seen"]
        for name in ("ladder", "minutes", "finish"):
            assert "enter the ceiling that the prescriber sets" in result["reasons"][name]
        # What is opened does not depend on the rate.
        assert result["containers"]
        assert result["volume"]["unit"] == "mL"
    else:
        assert rates(found)[-1] == lowered
        assert "IN FORCE" in rule["because"]


def test_a_ceiling_that_the_prescriber_sets_gives_the_ladder_that_the_label_cannot() -> None:
    found = answer("privigen", {"thrombosis_or_renal_risk": "yes"}, max_rate="2 mg/kg/min")
    # 0.5, 1 and 2 mg/kg/min of 70 kg.
    assert rates(found) == ["21", "42", "84"]
    assert found["result"]["ceiling"] == "the ceiling that was entered"
    # The label still has no number, and the finding still says so.
    assert "no rate in numbers" in finding(found, "infusion_risk")["because"]


def test_steps_that_were_entered_are_no_ceiling_where_the_label_has_no_number() -> None:
    found = answer("privigen", {"thrombosis_or_renal_risk": "yes"}, ladder="1 mg/kg/min 30 min")
    assert found["result"]["ladder"] is None
    assert "enter the ceiling" in found["result"]["reasons"]["ladder"]


def test_a_ceiling_of_ones_own_above_that_at_risk_changes_nothing() -> None:
    higher = answer("panzyga", {"thrombosis_or_renal_risk": "yes"}, max_rate="6 mg/kg/min")
    assert rates(higher) == LOWERED


def test_a_ceiling_of_ones_own_below_that_at_risk_holds() -> None:
    lower = answer("panzyga", {"thrombosis_or_renal_risk": "yes"}, max_rate="1.5 mg/kg/min")
    # 1.5 mg/kg/min of 70 kg are 63 mL/h.
    assert rates(lower) == ["42", "63"]


def test_a_ceiling_above_the_labels_maximum_is_refused_and_never_cut_unseen() -> None:
    """Panzyga's maximum is 12 mg/kg/min, 504 mL/h at 70 kg."""
    asked = ASKED | {"product": "panzyga"}
    for on_or_below in ("11.99 mg/kg/min", "12 mg/kg/min", "504 mL/h", "7.2 mL/kg/h"):
        assert result_of("maintenance", **asked, max_rate=on_or_below)["ladder"]
    for above in ("12.01 mg/kg/min", "504.01 mL/h", "7.21 mL/kg/h", "0.121 mL/kg/min"):
        refused = refusal_of("maintenance", **asked, max_rate=above)
        assert refused.field == "max_rate"
        assert "above the label's maximum (CIDP), 12 mg/kg/min" in refused.message


OUTCOMES = {"yes": "caution", "no": "clear", "unknown": "unknown"}


def test_any_two_facts_in_any_state_come_out_as_by_hand_whatever_the_others_are() -> None:
    """Asked of a label that gives a number; the others are all no, all open, or drawn."""
    seen = set()
    random = Random(20261125)  # noqa: S311  (any seed will do)
    pairs = [*combinations(RISK_FACTS, 2)]
    for one, other in random.sample(pairs, 40):
        for states in every(("yes", "no", None), repeat=2):
            background = random.choice((None, "no", "no"))
            facts = dict.fromkeys(RISK_FACTS, background) | dict(
                zip((one, other), states, strict=True)
            )
            known = {name: state for name, state in facts.items() if state is not None}
            age = random.choice((None, "65 years"))
            expected = at_risk(known, age_recorded=age is not None)
            found = finding(answer("octagam_10", known, age=age), "infusion_risk")
            assert found["outcome"] == OUTCOMES[expected], (known, age)
            seen.add(expected)
    assert seen == set(OUTCOMES)


ALL_NO = dict.fromkeys(RISK_LISTS, "no")


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in RISK_LISTS])
def test_one_fact_of_the_lists_that_is_not_answered_leaves_it_unknown(name: str) -> None:
    answered = answer("panzyga", ALL_NO, age="40 years")
    assert finding(answered, "infusion_risk")["outcome"] == "clear"
    forgotten = {key: value for key, value in ALL_NO.items() if key != name}
    found = finding(answer("panzyga", forgotten, age="40 years"), "infusion_risk")
    assert found["outcome"] == "unknown"


# A man of 80 kg at 60: (140 − 60) × 80 ÷ 72 = 88.88… mL/min at 1 mg/dL, 60 at 1.4814…, so 59.25… at
# 1.5 mg/dL and 60.06… at 1.48 mg/dL. Without a height an adjusted weight
# below his own may put 60.06 on the other side of the line, so it stays open; 1 mg/dL does not.
@pytest.mark.parametrize(
    ("age", "creatinine", "outcome"),
    [
        pytest.param("65 years", "1 mg/dL", "clear", id="65 is not above 65"),
        pytest.param("65.1 years", "1 mg/dL", "caution", id="above 65"),
        pytest.param("78 years", None, "caution", id="78, without creatinine"),
        pytest.param("60 years", "1.48 mg/dL", "unknown", id="a clearance of 60.06 mL/min"),
        pytest.param("60 years", "1.5 mg/dL", "caution", id="a clearance of 59.25 mL/min"),
        pytest.param(None, "1.5 mg/dL", "clear", id="no age, and all answered together"),
    ],
)
def test_age_and_clearance_are_read_and_no_answer_outvotes_them(
    age: str | None, creatinine: str | None, outcome: str
) -> None:
    facts = {"thrombosis_or_renal_risk": "no", "creatinine": creatinine or "unknown"}
    known = answer_to(
        "maintenance", **ASKED | {"weight": "80 kg"}, sex="male", age=age, product="panzyga",
        facts=facts,
    )  # fmt: skip
    assert finding(known, "infusion_risk")["outcome"] == outcome


def test_without_the_age_the_lists_alone_are_not_enough() -> None:
    assert finding(answer("panzyga", ALL_NO), "infusion_risk")["outcome"] == "unknown"


def test_every_table_says_something_of_a_risk() -> None:
    for name, indication in TABLES:
        assert finding(answer(name, {}, indication=indication), "infusion_risk")


@pytest.mark.parametrize(
    ("product", "typed", "refused"),
    [
        # Gamunex-C at 70 kg: 8 mg/kg/min are 336 mL/h.
        pytest.param("gamunex_c", "335.9 mL/h", False, id="a tenth below the maximum is a ceiling"),
        pytest.param("gamunex_c", "336 mL/h", True, id="the maximum itself is none"),
        pytest.param("gamunex_c", "336.1 mL/h", True, id="above the maximum is refused as ever"),
        pytest.param("privigen", "7.99 mg/kg/min", False, id="Privigen: just below 8 mg/kg/min"),
        pytest.param("privigen", "8 mg/kg/min", True, id="Privigen: 8 mg/kg/min is its maximum"),
        # 0.07 mL/kg/min × 70 kg × 60 = 294, and 3.33 mg/kg/min leads: 279.72 mL/h.
        pytest.param("octagam_5", "279.7 mL/h", False, id="Octagam 5 %: below 279.72 mL/h"),
        pytest.param("octagam_5", "279.72 mL/h", True, id="Octagam 5 %: its maximum"),
    ],
)
def test_at_risk_without_a_number_the_ordinary_maximum_is_no_ceiling(
    product: str,
    typed: str,
    refused: bool,  # noqa: FBT001  (a parameter of the table)
) -> None:
    asked = ASKED | {"product": product, "facts": {"thrombosis_or_renal_risk": "yes"}}
    if not refused:
        assert result_of("maintenance", **asked, max_rate=typed)["ladder"]
        return
    assert refusal_of("maintenance", **asked, max_rate=typed).field == "max_rate"
    # A patient who is not at risk may have it, up to the maximum.
    ordinary = asked | {"facts": {"thrombosis_or_renal_risk": "no"}}
    if typed != "336.1 mL/h":
        assert result_of("maintenance", **ordinary, max_rate=typed)["ladder"]


@pytest.mark.parametrize(
    ("product", "indication"),
    [
        ("gammagard_liquid", "MMN"), ("privigen", "CIDP"), ("octagam_10", "ITP"),
        ("asceniv", "indication not named"),
    ],
)  # fmt: skip
def test_the_ceiling_says_whose_indication_it_is(product: str, indication: str) -> None:
    result = result_of("maintenance", **ASKED | {"product": product})
    assert f"the label's maximum ({indication})" in result["ceiling"]
