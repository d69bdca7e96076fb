"""How often a day a titrated drug is given at a low clearance: the label's bands, as data."""

from __future__ import annotations

from typing import Any

import pytest
from asking import answer_to, finding, result_of

PATIENT: dict[str, Any] = {
    "drug": "gabapentin", "weight": "80 kg", "height": "180 cm", "sex": "male", "age": "60 years",
    "start": "2026-11-22",
}  # fmt: skip
# 180 cm: ideal 74.99 kg, adjusted 77 kg. (140 − 60) × 80 ÷ (72 × creatinine) = 88.9 ÷ creatinine;
# by the adjusted weight 85.6 ÷ creatinine.


def asked(target: str, creatinine: str | None) -> dict[str, Any]:
    facts = {"severe_renal_impairment": "no"}
    if creatinine is not None:
        facts["creatinine"] = f"{creatinine} mg/dL@2026-11-20"
    return PATIENT | {"target": target, "facts": facts}


def table(request: dict[str, Any]) -> list[tuple[str, int]]:
    rows = result_of("titration", **request)["steps"]
    return [(row["per_dose"]["value"], row["doses_per_day"]) for row in rows]


@pytest.mark.parametrize(
    ("target", "creatinine", "rows"),
    [
        pytest.param("600 mg/day", None, [("300", 1), ("300", 2)], id="no creatinine"),
        # 88.9 mL/min
        pytest.param("600 mg/day", "1.0", [("300", 1), ("300", 2)], id="an ordinary clearance"),
        # 25.4 mL/min
        pytest.param("600 mg/day", "3.5", [("300", 1), ("600", 1)], id="once daily below 30"),
        # 44.4 mL/min
        pytest.param(
            "1200 mg/day", "2.0", [("300", 1), ("300", 2), ("450", 2), ("600", 2)],
            id="twice daily below 60",
        ),
        # The label gives 700 mg at once and no more; above it the table is as the plan has it.
        pytest.param(
            "900 mg/day", "3.5", [("300", 1), ("300", 2), ("300", 3)], id="above the label's band"
        ),
        # 14.8 mL/min: 300 mg at most
        pytest.param("600 mg/day", "6.0", [("300", 1), ("300", 2)], id="above the lowest band"),
    ],
)  # fmt: skip
def test_the_table_is_dealt_out_as_the_label_has_it_at_the_clearance(
    target: str, creatinine: str | None, rows: list[tuple[str, int]]
) -> None:
    assert table(asked(target, creatinine)) == rows


@pytest.mark.parametrize(
    ("target", "creatinine", "outcome", "says"),
    [
        pytest.param("600 mg/day", "1.0", "clear", "", id="ordinary"),
        pytest.param("600 mg/day", "3.5", "caution", "once daily", id="dealt out otherwise"),
        pytest.param("300 mg/day", "3.5", "clear", "", id="one dose in either case"),
        pytest.param("900 mg/day", "3.5", "caution", "once daily", id="above the band"),
        # 30.03 mL/min by the actual weight, 28.9 by the adjusted
        pytest.param("600 mg/day", "2.96", "unknown", "once daily", id="on two sides of a limit"),
    ],
)
def test_what_the_clearance_says_of_the_table_is_a_finding(
    target: str, creatinine: str, outcome: str, says: str
) -> None:
    found = finding(
        answer_to("titration", **asked(target, creatinine)), "creatinine_clearance_band"
    )
    assert found["outcome"] == outcome
    assert says in f"{found}"


def test_an_order_is_held_against_the_table_of_the_clearance() -> None:
    order = {"of": "gabapentin", **asked("600 mg/day", "3.5")}
    order = {key: value for key, value in order.items() if key not in {"drug", "start"}}
    assert result_of("verify", **order, order="600 mg once daily")["verdict"] == "right"
    assert result_of("verify", **order, order="300 mg BID")["verdict"] == "deviates"
