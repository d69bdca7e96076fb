"""Steps that were entered, beside the label's start and its time; and one rate on its own."""

from __future__ import annotations

import pytest
from asking import PLAN, answer_to, finding, refusal_of

import units
from calculators.dispensing.judged_rates import ForWhom, judge_rate
from calculators.patient.patient import Answer
from calculators.working import Chosen

ASKED = {"weight": "80 kg", "dose": "1 g/kg", "every": "4 weeks"}
NO_RISK = {"facts": {"thrombosis_or_renal_risk": "no"}}


@pytest.mark.parametrize(
    ("product", "ladder", "outcome", "words"),
    [
        # Panzyga starts at 1 mg/kg/min, 48 mL/h at 80 kg, and holds it for 30 min.
        pytest.param(
            "panzyga", "1, 4, 8 mg/kg/min every 15 min", "caution",
            "The first step lasts 15 min; the label (CIDP) holds the start for 30 min.",
            id="the start held for half the label's time is faster",
        ),
        pytest.param(
            "panzyga", "1 mg/kg/min 29 min; 2 mg/kg/min 30 min", "caution", "lasts 29 min",
            id="a minute less than the label holds the start is faster",
        ),
        pytest.param(
            "panzyga", "1 mg/kg/min 30 min; 2 mg/kg/min 30 min", "clear", "",
            id="exactly the label's start and time is clear",
        ),
        pytest.param(
            "panzyga", "48.01 mL/h 30 min; 96 mL/h 30 min", "caution",
            "starts at 48.01 mL/h; the label (CIDP) starts at 1 mg/kg/min, here 48 mL/h",
            id="a hair above the label's start is faster",
        ),
        pytest.param(
            "panzyga", "0.9 mg/kg/min 31 min; 12 mg/kg/min 30 min", "clear", "",
            id="slower and longer than the label's start is clear",
        ),
        # Privigen starts at 0.5 mg/kg/min: 24 mL/h at 80 kg.
        pytest.param(
            "privigen", "4.8 mL/kg/h every 30 min", "caution",
            "starts at 4.8 mL/kg/h, 384 mL/h; the label (CIDP) starts at 0.5 mg/kg/min, here "
            "24 mL/h",
            id="the label's maximum from the first minute is faster",
        ),
        pytest.param(
            "privigen", "1.2, 2.4, 4.8 mL/kg/h every 30 min", "caution", "here 24 mL/h",
            id="another product's steps are faster than this label's",
        ),
        pytest.param(
            "privigen", "8, 4, 2 mg/kg/min every 30 min", "caution",
            "Step 2 falls from 384 mL/h to 192 mL/h: is this meant",
            id="steps that fall are asked about",
        ),
        pytest.param(
            "privigen", "0.5, 1, 2 mg/kg/min every 4 min", "caution",
            "Step 1 lasts 4 min, less than 5 min: is this meant?",
            id="steps of four minutes are asked about",
        ),
        pytest.param(
            "privigen", "0.5, 1, 2 mg/kg/min every 5 min", "clear", "",
            id="steps of five minutes are not",
        ),
    ],
)  # fmt: skip
def test_own_steps_are_held_against_the_label(
    product: str, ladder: str, outcome: str, words: str
) -> None:
    answer = answer_to("maintenance", **ASKED, **NO_RISK, product=product, ladder=ladder)
    found = finding(answer, "own_steps")
    assert found["outcome"] == outcome
    assert words in found["seen"]
    assert answer["result"]["ladder"]


def test_own_steps_above_the_maximum_are_refused_and_never_shown() -> None:
    refused = refusal_of(
        "maintenance", **ASKED, product="panzyga", ladder="1, 12.01 mg/kg/min every 30 min"
    )
    assert (refused.field, "above the label's maximum" in refused.message) == ("ladder", True)


AT_RISK = {"facts": {"thrombosis_or_renal_risk": "yes"}}


@pytest.mark.parametrize(
    ("product", "ladder", "maximum"),
    [
        # At risk these labels have no number; their ordinary maxima are 8, 8, 3.33 and 8 mg/kg/min.
        ("privigen", "1, 20 mg/kg/min every 30 min", "8 mg/kg/min"),
        ("gamunex_c", "2, 8.01 mg/kg/min every 30 min", "8 mg/kg/min"),
        ("octagam_5", "1, 20 mg/kg/min every 30 min", "3.33 mg/kg/min"),
        # 80 kg × 8 mg/kg/min × 60 ÷ 100 mg/mL = 384 mL/h.
        ("asceniv", "24 mL/h 30 min; 384.1 mL/h 30 min", "8 mg/kg/min"),
    ],
)
def test_own_steps_above_the_maximum_are_refused_at_risk_without_a_number_too(
    product: str, ladder: str, maximum: str
) -> None:
    """No ladder is made there, so that the steps were left out without a word."""
    refused = refusal_of("maintenance", **ASKED, **AT_RISK, product=product, ladder=ladder)
    assert refused.field == "ladder"
    assert "above the label's maximum" in refused.message
    assert maximum in refused.message


def test_own_steps_at_risk_without_a_number_are_judged_and_said_not_to_run() -> None:
    asked = {**ASKED, **AT_RISK, "product": "privigen"}
    answer = answer_to("maintenance", **asked, ladder="0.5, 1, 2 mg/kg/min every 4 min")
    assert answer["result"]["ladder"] is None
    assert answer["result"]["reasons"]["ladder"].endswith("that were entered are not run.")
    assert finding(answer, "own_steps")["outcome"] == "caution"


def test_the_labels_own_steps_are_no_finding() -> None:
    answer = answer_to("maintenance", **ASKED, **NO_RISK, product="panzyga")
    assert "own_steps" not in [each["rule"] for each in answer["checks"]["findings"]]


# --- one rate -------------------------------------------------------------------------------------

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
EIGHTY = Chosen(units.quantity(80, "kg"))


@pytest.mark.parametrize(
    ("product", "rate", "risk", "verdict"),
    [
        # Panzyga at 80 kg: 12 mg/kg/min are 576 mL/h; at risk 3.3 are 158.4 mL/h.
        ("panzyga", "576 mL/h", NO, "within"),
        ("panzyga", "576.1 mL/h", NO, "above"),
        ("panzyga", "576.1 mL/h", UNKNOWN, "above"),
        ("panzyga", "158.4 mL/h", YES, "within"),
        ("panzyga", "158.5 mL/h", YES, "above"),
        ("panzyga", "158.4 mL/h", UNKNOWN, "within"),
        ("panzyga", "158.5 mL/h", UNKNOWN, "unknown"),
        ("panzyga", "3.3 mg/kg/min", YES, "within"),
        ("panzyga", "1.99 mL/kg/h", YES, "above"),
        # Bivigam at risk: below 2 mg/kg/min, 96 mL/h.
        ("bivigam", "95.9 mL/h", YES, "within"),
        ("bivigam", "96 mL/h", YES, "above"),
        # Labels without a number below their maximum.
        ("gamunex_c", "100 mL/h", YES, "refused"),
        ("octagam_5", "10 mL/h", YES, "refused"),
        ("privigen", "10 mL/h", YES, "refused"),
        ("privigen", "10 mL/h", UNKNOWN, "unknown"),
        ("privigen", "384 mL/h", NO, "within"),
        ("gammaked", "10 mL/h", NO, "refused"),
    ],
)
def test_one_rate_is_judged_as_the_ladder_is(
    product: str, rate: str, risk: Answer, verdict: str
) -> None:
    typed = units.parse(rate, units.INFUSION_RATE, "rate")
    judged = judge_rate(typed, PLAN.products[product], "", ForWhom(risk, EIGHTY))
    assert judged.verdict == verdict
    assert judged.words


def test_a_rate_for_the_whole_patient_needs_the_weight() -> None:
    rate = units.quantity(100, "mL/h")
    judged = judge_rate(rate, PLAN.products["panzyga"], "", ForWhom(NO))
    assert (judged.verdict, judged.limit) == ("refused", None)
    per_kg = judge_rate(units.quantity(12, "mg/kg/min"), PLAN.products["panzyga"], "", ForWhom(NO))
    assert per_kg.verdict == "within"


def test_a_ceiling_of_the_prescriber_decides_where_the_label_has_none() -> None:
    entered = units.quantity(2, "mg/kg/min")
    whom = ForWhom(YES, EIGHTY, entered)
    # 2 mg/kg/min of 80 kg are 96 mL/h.
    for rate, verdict in (("96 mL/h", "within"), ("96.1 mL/h", "above")):
        typed = units.parse(rate, units.INFUSION_RATE, "rate")
        assert judge_rate(typed, PLAN.products["privigen"], "", whom).verdict == verdict
