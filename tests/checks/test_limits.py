"""Figures that decide, each below, on and above its limit, in every unit."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from asking import answer_to, finding
from by_hand import creatinine_clearance

CYCLOPHOSPHAMIDE = {"calculator": "cyclophosphamide", "weight": "80 kg", "height": "180 cm"}
BY_ROUTE = [
    pytest.param(CYCLOPHOSPHAMIDE | {"route": "iv"}, id="IV"),
    pytest.param(CYCLOPHOSPHAMIDE | {"route": "po"}, id="PO"),
]
INDUCTION = {"calculator": "induction", "weight": "80 kg", "days": 5}
MAINTENANCE = {"calculator": "maintenance", "weight": "80 kg", "dose": "1 g/kg", "every": "3 weeks"}
IVIG = [pytest.param(INDUCTION, id="induction"), pytest.param(MAINTENANCE, id="maintenance")]

# 4000/µL is 4 × 10³/µL and 4 × 10⁹/L.
WHITE_CELLS = [
    pytest.param("3999 /uL", "contraindicated", id="3999 per µL"),
    pytest.param("4000 /uL", "clear", id="4000 per µL"),
    pytest.param("4001 /uL", "clear", id="4001 per µL"),
    pytest.param("3999.9999 /uL", "contraindicated", id="a ten-thousandth below 4000 per µL"),
    pytest.param("3.999 K/uL", "contraindicated", id="3.999 thousand per µL"),
    pytest.param("4 K/uL", "clear", id="4 thousand per µL"),
    pytest.param("4.001 10*3/uL", "clear", id="4.001 × 10³ per µL"),
    pytest.param("3.999 10*9/L", "contraindicated", id="3.999 × 10⁹ per L"),
    pytest.param("4.0 10*9/L", "clear", id="4.0 × 10⁹ per L"),
    pytest.param("4.001 ×10⁹/L", "clear", id="4.001 × 10⁹ per L, as people write it"),
    pytest.param("0 /uL", "contraindicated", id="none at all"),
]


@pytest.mark.parametrize("request_", BY_ROUTE)
@pytest.mark.parametrize(("wbc", "outcome"), WHITE_CELLS)
def test_white_cells_below_4000_rule_cyclophosphamide_out(
    request_: dict[str, Any], wbc: str, outcome: str
) -> None:
    found = finding(answer_to(**request_, facts={"wbc": wbc}), "severe_leukopenia")
    assert found["outcome"] == outcome
    assert found["facts"] == ["wbc"]


def test_white_cells_are_shown_as_they_were_reported_with_their_date() -> None:
    stated = {"wbc": {"value": "3.9 10*9/L", "date": "2026-11-20"}}
    found = finding(answer_to(**CYCLOPHOSPHAMIDE, facts=stated), "severe_leukopenia")
    assert found["seen"] == "White blood cells: 3.9 ×10⁹/L, 2026-11-20 (2 days before 2026-11-22)"
    assert "4000/µL" in found["limit"]


def test_white_cells_that_are_not_recorded_are_unknown() -> None:
    found = finding(answer_to(**CYCLOPHOSPHAMIDE), "severe_leukopenia")
    assert found["outcome"] == "unknown"
    assert "not recorded" in found["seen"]
    assert "White blood cells" in found["because"]
    assert found["resolve"]


# --- age ------------------------------------------------------------------------------------------

EVERY_CALCULATOR = [
    pytest.param(INDUCTION, id="induction"),
    pytest.param(MAINTENANCE, id="maintenance"),
    pytest.param({"calculator": "scig", "ivig_dose": "60 g", "every": "3 weeks"}, id="SCIg"),
    *BY_ROUTE,
    pytest.param(
        {"calculator": "rituximab", "weight": "80 kg", "height": "180 cm"},
        id="rituximab by m²",
    ),
    pytest.param({"calculator": "rituximab", "regimen": "two_doses"}, id="rituximab, fixed"),
    pytest.param({"calculator": "body", "weight": "80 kg"}, id="body size"),
]


@pytest.mark.parametrize("request_", EVERY_CALCULATOR)
@pytest.mark.parametrize(
    ("age", "outcome"),
    [
        pytest.param("0 years", "contraindicated", id="newborn"),
        pytest.param("17.99 years", "contraindicated", id="17.99 years"),
        pytest.param("18 years", "clear", id="18 years"),
        pytest.param("18.01 years", "clear", id="18.01 years"),
        pytest.param(None, "unknown", id="not recorded"),
    ],
)
def test_the_plan_covers_adults(request_: dict[str, Any], age: str | None, outcome: str) -> None:
    answer = answer_to(**request_, age=age)
    found = finding(answer, "outside_plan_scope")
    assert found["outcome"] == outcome
    assert found["facts"] == ["age"]
    assert (answer["checks"]["outcome"] == "contraindicated") is (outcome == "contraindicated")
    assert answer["result"]


# --- creatinine clearance against the clinician's answer ------------------------------------------

# At 190 cm the adjusted weight lies above 81 kg, and the actual one is kept: one clearance only.
MAN_OF_60 = {"age": "60 years", "sex": "male", "height": "190 cm"}


def disagreement(request: dict[str, Any], answer: str, creatinine: str | None) -> dict[str, Any]:
    stated = {"severe_renal_insufficiency": answer, "creatinine": creatinine or "unknown"}
    return finding(answer_to(**request, facts=stated), "severe_renal_insufficiency")


# A man of 60 and 81 kg: (140 − 60) × 81 ÷ (72 × 3) = 6480 ÷ 216 = 30 mL/min exactly at 3 mg/dL,
# so that 3.01 mg/dL gives 29.9003… and 2.99 mg/dL 30.1003… In µmol/L: 3 mg/dL × 10000 ÷ 113.12 =
# 265.2051…, so 265.3 µmol/L lies below 30 mL/min and 265.2 µmol/L above.
CLEARANCES = [
    pytest.param("2.99 mg/dL", "clear", id="just above 30 mL/min"),
    pytest.param("3 mg/dL", "clear", id="30 mL/min exactly"),
    pytest.param("3.01 mg/dL", "caution", id="just below 30 mL/min"),
    pytest.param("265.2 µmol/L", "clear", id="just above 30 mL/min in µmol/L"),
    pytest.param("265.3 µmol/L", "caution", id="just below 30 mL/min in µmol/L"),
]


def test_the_creatinine_at_which_the_clearance_is_30_was_worked_out_rightly() -> None:
    assert creatinine_clearance(Fraction(60), Fraction(81), Fraction(3), "male") == 30


@pytest.mark.parametrize("request_", IVIG)
@pytest.mark.parametrize(("creatinine", "outcome"), CLEARANCES)
def test_a_clearance_below_30_disagrees_with_an_answer_of_no(
    request_: dict[str, Any], creatinine: str, outcome: str
) -> None:
    found = disagreement(request_ | MAN_OF_60 | {"weight": "81 kg"}, "no", creatinine)
    assert found["outcome"] == outcome
    assert "mL/min" in found["seen"]


@pytest.mark.parametrize("request_", IVIG)
@pytest.mark.parametrize(
    ("answer", "creatinine", "outcome"),
    [
        pytest.param("yes", "1 mg/dL", "contraindicated", id="yes, with a good clearance"),
        pytest.param("yes", "5 mg/dL", "contraindicated", id="yes, with a bad clearance"),
        pytest.param("yes", None, "contraindicated", id="yes, without creatinine"),
        pytest.param("no", None, "clear", id="no, without creatinine"),
        pytest.param("unknown", "1 mg/dL", "unknown", id="not answered, with a good clearance"),
        pytest.param("unknown", "5 mg/dL", "unknown", id="not answered, with a bad clearance"),
        pytest.param("unknown", None, "unknown", id="not answered, without creatinine"),
    ],
)
def test_the_clinicians_answer_decides(
    request_: dict[str, Any], answer: str, creatinine: str | None, outcome: str
) -> None:
    assert disagreement(request_ | MAN_OF_60, answer, creatinine)["outcome"] == outcome


# Without a height the adjusted weight may be as low as 50 + 0.4 × (81 − 50) = 62.4 kg (Devine from
# 60 inches): (140 − 60) × 62.4 ÷ 72 = 69.3, so 2.31 mg/dL gives 30.01 mL/min and 2.32 mg/dL 29.9.
@pytest.mark.parametrize("request_", IVIG)
@pytest.mark.parametrize(
    ("creatinine", "outcome"),
    [
        pytest.param("2.31 mg/dL", "clear", id="not below 30 at any height"),
        pytest.param("2.32 mg/dL", "unknown", id="below 30 at some height"),
        pytest.param("3 mg/dL", "unknown", id="30 by the actual weight"),
        pytest.param("3.01 mg/dL", "caution", id="below 30 by the actual weight"),
    ],
)
def test_without_a_height_the_adjusted_weight_leaves_a_clearance_open(
    request_: dict[str, Any], creatinine: str, outcome: str
) -> None:
    man = {"age": "60 years", "sex": "male", "weight": "81 kg"}
    found = disagreement(request_ | man, "no", creatinine)
    assert found["outcome"] == outcome
    assert ("record the height" in found["because"]) is (outcome == "unknown")


@pytest.mark.parametrize("request_", IVIG)
@pytest.mark.parametrize(
    "known",
    [
        pytest.param({"sex": "male"}, id="age"),
        pytest.param({"age": "60 years"}, id="sex"),
        pytest.param({}, id="age and sex"),
    ],
)
def test_where_the_clearance_cannot_be_worked_out_the_finding_says_so(
    request_: dict[str, Any], known: dict[str, str]
) -> None:
    """And is not clear: at 5 mg/dL a man of 60 years has 17.8 mL/min, below the limit."""
    found = disagreement(request_ | known, "no", "5 mg/dL")
    assert found["outcome"] == "unknown"
    assert "clearance not worked out" in found["seen"]
    assert "record weight, age and sex" in found["because"]


# A woman of 60 at 2 mg/dL: (140 − 60) × 0.85 ÷ (72 × 2) = 0.47222… mL/min a kg. Her actual 66 kg
# make 31.1666… mL/min; her ideal weight, 45.5 kg at 152.4 cm, makes 21.4861… mL/min; her adjusted
# weight, 45.5 + 0.4 × 20.5 = 53.7 kg, makes 25.3583… mL/min: on the other side of 30.
def test_the_clearance_takes_the_weight_that_the_dose_takes_and_names_it() -> None:
    woman = {"age": "60 years", "sex": "female", "height": "152.4 cm", "weight": "66 kg"}
    actual = disagreement(INDUCTION | woman, "no", "2 mg/dL")
    assert actual["outcome"] == "unknown"
    assert "actual weight): ≈ 31.2 mL/min" in actual["seen"]
    assert "adjusted weight): ≈ 25.4 mL/min" in actual["seen"]
    ideal = disagreement(INDUCTION | woman | {"dosing_weight": "ideal"}, "no", "2 mg/dL")
    assert ideal["outcome"] == "caution"
    assert "ideal weight): ≈ 21.5 mL/min" in ideal["seen"]
