"""What body sizes, dosing weight and risk say beside their numbers."""

from __future__ import annotations

from datetime import date

import pytest
from asking import PLAN, answered, refusal_of

from calculators.patient.evidence import last_day
from calculators.patient.patient import Answer
from calculators.patient.risk import Risk, risk_of, said_of_risk

MAN = {"weight": "154 lb", "height": "180 cm", "sex": "male"}


def test_body_sizes_are_the_answer_of_their_own_calculator() -> None:
    assert answered("body", **MAN).result.calculator == "body"


def test_boyds_arithmetic_is_in_whole_grams() -> None:
    """154 lb are 69.85322498 kg."""
    [boyd] = [step for step in answered("body", **MAN).result.steps if "Boyd" in step.label]
    assert "× ≈ 69853^(0.7285 − 0.0188 × log10 ≈ 69853)" in boyd.working


def test_the_actual_weight_says_who_chose_it() -> None:
    weight = answered("induction", weight="80 kg", days=5).result.steps[0]
    assert weight.sources == (
        "Project policy · Dosing weight: the plan names none; actual is the default",
    )


@pytest.mark.parametrize(
    ("more", "why"),
    [
        pytest.param({}, "Enter the age: the creatinine clearance depends on it.", id="no age"),
        pytest.param(
            {"age": "60 years"}, "Enter the creatinine, in mg/dL or µmol/L.", id="no creatinine"
        ),
    ],
)
def test_a_clearance_that_cannot_be_worked_out_says_what_it_needs(
    more: dict[str, str], why: str
) -> None:
    assert answered("body", **MAN, **more).result.reasons["creatinine_clearance"] == why


@pytest.mark.parametrize(
    ("weight", "by"),
    [
        # 152.4 cm are 60 inches, a man of 50 kg by Devine: there all three weights are one.
        pytest.param("50 kg", "Dosing weight: adjusted weight", id="on the adjusted weight"),
        pytest.param("49.99 kg", "Dosing weight: actual weight kept", id="just below it"),
        pytest.param("50.01 kg", "Dosing weight: adjusted weight", id="just above it"),
    ],
)
def test_an_actual_weight_below_the_adjusted_one_is_kept(weight: str, by: str) -> None:
    man = {"height": "152.4 cm", "sex": "male", "age": "60 years"}
    steps = answered("induction", weight=weight, **man, days=5, dosing_weight="adjusted").result
    assert by in [step.label for step in steps.steps]
    [adjusted] = [step for step in steps.steps if step.working.startswith("50 kg + 0.4 ×")]
    assert adjusted.sources[0] == "Pai, Pharmacotherapy 2012;32:856–68"


@pytest.mark.parametrize(
    ("creatinine", "hint"),
    [
        pytest.param("900 mg/dL", "(mg/dL or µmol/L).", id="implausible in either unit"),
        pytest.param(
            # 1 mg/dL is 88.4 µmol/L: 90 ÷ 88.4 = 1.018…
            "90 mg/dL",
            "Is this µmol/L? 90 µmol/L would be ≈ 1.02 mg/dL.",
            id="plausible in the other",
        ),
    ],
)
def test_an_implausible_value_is_asked_about_only_where_the_other_unit_fits(
    creatinine: str, hint: str
) -> None:
    refused = refusal_of("body", **MAN, facts={"creatinine": creatinine})
    assert refused.message.endswith(hint)


def test_recorded_risks_are_said_one_by_one() -> None:
    """Each once, the age with its limit."""
    found = answered(
        "maintenance", weight="70 kg", dose="1 g/kg", every="3 weeks", product="gamunex_c",
        max_rate="2 mg/kg/min", age="70 years", facts={"thromboembolic_event": "yes@2026-11-01"},
    )  # fmt: skip
    assert found.result.observed["infusion_risk"].endswith(
        "Recorded risks: Thromboembolic event; Age 70 years, above 65 years."
    )
    assert risk_of(found.patient, PLAN).answer is Answer.YES
    assert said_of_risk(Risk(Answer.NO), PLAN) == "No risk of the labels' lists is recorded."


@pytest.mark.parametrize(
    ("first", "last"),
    [
        pytest.param(date(2026, 8, 22), date(2026, 11, 22), id="the same day of the month"),
        pytest.param(date(2026, 11, 30), date(2027, 2, 28), id="of a month without that day"),
    ],
)
def test_three_months_are_the_calendars(first: date, last: date) -> None:
    """The window of a recent infarction, 3 months in the plan."""
    assert last_day(PLAN.common.recent["recent_myocardial_infarction"], first) == last
