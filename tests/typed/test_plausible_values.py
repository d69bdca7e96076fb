"""Laboratory values that no patient has are refused where they are typed, with the unit meant."""

from __future__ import annotations

from typing import Any

import pytest
from asking import TODAY, answered, refusal_of, run

from calculators.patient.patient import Answer

INDUCTION: dict[str, Any] = {"calculator": "induction", "weight": "80 kg", "days": 5}


# 0.1 mg/dL of creatinine (113.12 g/mol) is 8.8402 µmol/L; 75 mg/dL is 6630.1 µmol/L.
@pytest.mark.parametrize(
    ("name", "value", "plausible"),
    [
        pytest.param("creatinine", "0.09 mg/dL", False, id="creatinine below a tenth"),
        pytest.param("creatinine", "0.1 mg/dL", True, id="creatinine of a tenth"),
        pytest.param("creatinine", "0.11 mg/dL", True, id="creatinine above a tenth"),
        pytest.param("creatinine", "8.84 µmol/L", False, id="creatinine below a tenth, in µmol/L"),
        pytest.param("creatinine", "8.85 µmol/L", True, id="creatinine above a tenth, in µmol/L"),
        pytest.param("creatinine", "74.9 mg/dL", True, id="creatinine below 75"),
        pytest.param("creatinine", "75 mg/dL", True, id="creatinine of 75"),
        pytest.param("creatinine", "75.1 mg/dL", False, id="creatinine above 75"),
        pytest.param("wbc", "0 /uL", True, id="no white cells at all"),
        pytest.param("wbc", "999.9 10*9/L", True, id="white cells below 1000"),
        pytest.param("wbc", "1000 10*9/L", True, id="white cells of 1000"),
        pytest.param("wbc", "1000.1 10*9/L", False, id="white cells above 1000"),
        pytest.param("platelets", "0 /uL", True, id="no platelets at all"),
        pytest.param("platelets", "2199 10*9/L", True, id="platelets below 2200"),
        pytest.param("platelets", "2200 10*9/L", True, id="platelets of 2200"),
        pytest.param("platelets", "2201 10*9/L", False, id="platelets above 2200"),
        pytest.param("hemoglobin", "0.9 g/dL", False, id="hemoglobin below 1"),
        pytest.param("hemoglobin", "1 g/dL", True, id="hemoglobin of 1"),
        pytest.param("hemoglobin", "10 g/L", True, id="hemoglobin of 1, by the litre"),
        pytest.param("hemoglobin", "30 g/dL", True, id="hemoglobin of 30"),
        pytest.param("hemoglobin", "30.1 g/dL", False, id="hemoglobin above 30"),
        pytest.param("iga", "0 mg/dL", True, id="IgA that cannot be measured"),
        pytest.param("iga", "15000 mg/dL", True, id="IgA of 15000"),
        pytest.param("iga", "15001 mg/dL", False, id="IgA above 15000"),
        pytest.param("igg_trough", "200 g/L", True, id="IgG of 20000"),
        pytest.param("igg_trough", "20001 mg/dL", False, id="IgG above 20000"),
    ],
)
def test_a_value_is_accepted_between_the_limits_of_what_is_plausible(
    name: str, value: str, *, plausible: bool
) -> None:
    request = INDUCTION | {"facts": {name: value}}
    if plausible:
        assert name in answered(**request).patient.laboratory
    else:
        assert refusal_of(**request).field == f"facts.{name}"


@pytest.mark.parametrize(
    ("name", "value", "question"),
    [
        # R01: 3100/µL is 3.1 × 10⁹/L.
        pytest.param(
            "wbc",
            "3100 10*9/L",
            "Is this /µL? 3100/µL would be 3.1 ×10⁹/L.",
            id="white cells per µL under a unit of 10⁹/L",
        ),
        # F07b: 1.1 mg/dL x 10^4 / 113.12 = 97.24 µmol/L.
        pytest.param(
            "creatinine",
            "1.1 µmol/L",
            "Is this mg/dL? 1.1 mg/dL would be ≈ 97.2 µmol/L.",
            id="creatinine in mg/dL under µmol/L",
        ),
        # R02: 3.4 x 10^4 / 113.12 = 300.57.
        pytest.param(
            "creatinine",
            "3.4 µmol/L",
            "Is this mg/dL? 3.4 mg/dL would be ≈ 300.6 µmol/L.",
            id="a high creatinine in mg/dL under µmol/L",
        ),
        # 88 x 113.12 / 10^4 = 0.9955.
        pytest.param(
            "creatinine",
            "88 mg/dL",
            "Is this µmol/L? 88 µmol/L would be ≈ 1 mg/dL.",
            id="creatinine in µmol/L under mg/dL",
        ),
        pytest.param(
            "platelets",
            "150000 10*9/L",
            "Is this /µL? 150000/µL would be 150 ×10⁹/L.",
            id="platelets per µL under a unit of 10⁹/L",
        ),
        pytest.param(
            "hemoglobin",
            "140 g/dL",
            "Is this g/L? 140 g/L would be 14 g/dL.",
            id="hemoglobin by the litre under g/dL",
        ),
    ],
)
def test_the_unit_that_makes_a_refused_value_ordinary_is_asked_about(
    name: str, value: str, question: str
) -> None:
    refused = str(refusal_of(**INDUCTION, facts={name: value}))
    assert "is no plausible value" in refused
    assert refused.endswith(question)


def test_a_value_that_no_unit_makes_ordinary_is_refused_without_a_question() -> None:
    refused = str(refusal_of(**INDUCTION, facts={"hemoglobin": "0.9 g/dL"}))
    assert refused.endswith("check the number and its unit (g/dL or g/L).")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(
            "cyclophosphamide --weight 80kg --height 160cm --fact wbc=3100×10⁹/L@2026-11-22",
            id="white cells of 3100 × 10⁹/L",
        ),
        pytest.param(
            "titration duloxetine --target 60mg/day --weight 80kg --age 60years --sex male "
            "--fact creatinine=3.4µmol/L@2026-11-22",
            id="creatinine of 3.4 µmol/L",
        ),
    ],
)
def test_a_terminal_ends_with_the_status_of_a_refusal(line: str) -> None:
    status, out, err = run(*line.split(), "--today", TODAY.isoformat())
    assert (status, out) == (2, "")
    assert "is no plausible value" in err


@pytest.mark.parametrize(
    "stated",
    [
        pytest.param("yes@2026-08-25", id="as the command line has it"),
        pytest.param(" yes @ 2026-08-25 ", id="with spaces"),
        pytest.param({"value": "yes", "date": "2026-08-25"}, id="as an object"),
    ],
)
def test_a_batch_reads_a_dated_answer_as_the_command_line_does(stated: Any) -> None:
    fact = answered(**INDUCTION, facts={"thromboembolic_event": stated}).patient.fact(
        "thromboembolic_event"
    )
    assert (fact.answer, str(fact.on)) == (Answer.YES, "2026-08-25")


@pytest.mark.parametrize(
    ("stated", "word"),
    [
        pytest.param("yes@2026-11-23", "lies after today", id="a day that is still to come"),
        pytest.param("yes@soon", "is not a date", id="no date"),
        pytest.param("yes@", "is not a date", id="nothing after the sign"),
        pytest.param("maybe@2026-08-25", "is not one of yes, no, unknown", id="no answer"),
    ],
)
def test_what_is_no_dated_answer_is_refused(stated: str, word: str) -> None:
    refused = refusal_of(**INDUCTION, facts={"thromboembolic_event": stated})
    assert refused.field == "facts.thromboembolic_event"
    assert word in str(refused)
