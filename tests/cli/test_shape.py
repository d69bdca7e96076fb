"""The shape of request and answer that other programs rely on, word for word."""

from __future__ import annotations

import json
from typing import Any

import pytest
from asking import answer_to, in_batch, run

EXAMPLE = (
    '{"id": "a1", "calculator": "induction", "weight": "80 kg", "days": 5, "age": "58 years", '
    '"setting": "OPD", "today": "2026-11-22", "facts": {"iga_deficiency": "no", '
    '"thromboembolic_event": {"value": "yes", "date": "2026-09-01"}, '
    '"wbc": {"value": "3.9 10*9/L", "date": "2026-11-20"}}}'
)


@pytest.fixture(name="example")
def answer_to_the_example() -> dict[str, Any]:
    [answer] = in_batch(EXAMPLE)
    return answer


def test_the_example_has_the_promised_parts(example: dict[str, Any]) -> None:
    assert list(example) == [
        "id", "calculator", "plan", "weights", "first_dose", "result", "working", "checks",
        "monitoring", "advice", "product_says",
    ]  # fmt: skip
    assert example["id"] == "a1"
    assert example["calculator"] == "induction"
    assert example["plan"] == {"id": "mmn", "version": "1.1", "status": "draft"}


def test_the_example_has_the_promised_result(example: dict[str, Any]) -> None:
    assert example["result"] == {
        "total": {"value": "160", "unit": "g"},
        "per_day": {"value": "32", "unit": "g"},
        "days": 5,
    }


def test_the_example_shows_its_working(example: dict[str, Any]) -> None:
    assert example["working"]
    for step in example["working"]:
        assert list(step) == ["label", "working", "sources"]
        assert step["label"]
        assert step["working"]
        assert step["sources"]
        assert all(isinstance(source, str) and source for source in step["sources"])


def test_the_checks_of_the_example_hold_what_was_promised_and_nothing_else(
    example: dict[str, Any],
) -> None:
    assert list(example["checks"]) == ["outcome", "findings"]


def test_a_finding_of_the_example_holds_what_was_promised_its_limit_and_its_heading(
    example: dict[str, Any],
) -> None:
    """Limit and heading are not in the example; a finding has to have them (sections 4 and 6)."""
    promised = {"rule", "facts", "outcome", "seen", "because", "source", "resolve"}
    for found in example["checks"]["findings"]:
        assert set(found) == promised | {"limit", "heading"}


def test_the_example_is_contraindicated_by_its_thromboembolic_event(
    example: dict[str, Any],
) -> None:
    checks = example["checks"]
    assert checks["outcome"] == "contraindicated"
    first = checks["findings"][0]
    assert first["facts"] == ["thromboembolic_event"]
    assert first["outcome"] == "contraindicated"
    assert first["source"] == "3A · IVIg induction · Contraindications"
    assert "2026-09-01" in first["seen"]
    assert first["because"]
    assert first["resolve"]


def test_the_refusal_has_the_promised_shape() -> None:
    [answer] = in_batch('{"id": "a2", "calculator": "induction", "weight": "80", "days": 5}')
    assert list(answer) == ["id", "error"]
    assert answer["id"] == "a2"
    assert list(answer["error"]) == ["field", "message"]
    assert answer["error"]["field"] == "weight"


SIZE = {"weight": "80 kg", "height": "180 cm"}
RESULTS = [
    pytest.param(
        {"calculator": "induction", "weight": "80 kg", "days": 5},
        ["total", "per_day", "days"],
        id="induction",
    ),
    pytest.param(
        {"calculator": "maintenance", "weight": "80 kg", "dose": "1 g/kg", "every": "3 weeks"},
        [
            "per_infusion",
            "weekly",
            "weekly_per_kg",
            "four_weekly",
            "annual",
            "infusions_per_year",
        ],
        id="maintenance",
    ),
    pytest.param(
        {"calculator": "scig", "ivig_dose": "60 g", "every": "3 weeks"},
        ["four_weekly_ivig", "weekly_base", "weekly"],
        id="scig",
    ),
    pytest.param(
        {"calculator": "cyclophosphamide", **SIZE},
        ["bsa", "per_dose", "doses", "cumulative"],
        id="cyclophosphamide, intravenous",
    ),
    pytest.param(
        {"calculator": "cyclophosphamide", "route": "po", **SIZE},
        ["daily_low", "daily_high"],
        id="cyclophosphamide, oral",
    ),
    pytest.param(
        {"calculator": "rituximab", **SIZE},
        ["bsa", "per_dose", "doses", "total", "days"],
        id="rituximab by surface",
    ),
    pytest.param(
        {"calculator": "rituximab", "regimen": "two_doses"},
        ["per_dose", "doses", "total", "days"],
        id="rituximab, two fixed doses",
    ),
    pytest.param(
        {
            "calculator": "body",
            **SIZE,
            "sex": "male",
            "age": "60 years",
            "facts": {"creatinine": "1.1 mg/dL"},
        },
        ["bsa", "ideal_body_weight", "adjusted_body_weight", "bmi", "creatinine_clearance"],
        id="body, everything known",
    ),
]


@pytest.mark.parametrize(("request_", "names"), RESULTS)
def test_a_result_holds_exactly_the_promised_values(
    request_: dict[str, Any], names: list[str]
) -> None:
    assert list(answer_to(**request_)["result"]) == names


@pytest.mark.parametrize(("request_", "names"), RESULTS)
def test_every_quantity_is_a_value_in_fixed_point_and_a_unit(
    request_: dict[str, Any], names: list[str]
) -> None:
    result = answer_to(**request_)["result"]
    quantities = [
        part
        for value in result.values()
        for part in (value.values() if isinstance(value, dict) and "unit" not in value else [value])
        if isinstance(part, dict)
    ]
    assert quantities
    for quantity in quantities:
        assert list(quantity) == ["value", "unit"]
        assert set(quantity["value"]) <= set("0123456789.")
        assert len(quantity["value"].replace(".", "").lstrip("0")) <= 28


def test_the_surfaces_of_body_are_an_object_of_formulas() -> None:
    result = answer_to("body", weight="80 kg", height="180 cm")["result"]
    assert set(result["bsa"]) == {"mosteller", "du_bois", "haycock", "gehan_george", "boyd"}
    assert all(surface["unit"] == "m2" for surface in result["bsa"].values())


def test_body_without_any_input_is_null_throughout_each_with_a_reason() -> None:
    result = answer_to("body")["result"]
    names = ["bsa", "ideal_body_weight", "adjusted_body_weight", "bmi", "creatinine_clearance"]
    reasons = result.pop("reasons")
    assert result == dict.fromkeys(names)
    assert list(reasons) == names
    assert all(reasons.values())


@pytest.mark.parametrize(
    ("request_", "unit_of"),
    [
        pytest.param(
            {"calculator": "induction", "weight": "176 lb", "days": 5},
            {"total": "g", "per_day": "g"},
            id="induction",
        ),
        pytest.param(
            {"calculator": "maintenance", "weight": "176 lb", "dose": "1 g/kg", "every": "21 days"},
            {
                "per_infusion": "g",
                "weekly": "g/wk",
                "weekly_per_kg": "g/kg/wk",
                "four_weekly": "g",
                "annual": "g/a",
                "infusions_per_year": "/a",
            },
            id="maintenance",
        ),
        pytest.param(
            {"calculator": "scig", "ivig_dose": "60000 mg", "every": "1 month"},
            {"four_weekly_ivig": "g", "weekly_base": "g/wk", "weekly": "g/wk"},
            id="scig",
        ),
        pytest.param(
            {"calculator": "cyclophosphamide", **SIZE},
            {"bsa": "m2", "per_dose": "g", "cumulative": "g"},
            id="cyclophosphamide, intravenous",
        ),
        pytest.param(
            {"calculator": "cyclophosphamide", "route": "po", **SIZE},
            {"daily_low": "mg", "daily_high": "mg"},
            id="cyclophosphamide, oral",
        ),
        pytest.param(
            {"calculator": "rituximab", **SIZE},
            {"bsa": "m2", "per_dose": "mg", "total": "mg"},
            id="rituximab",
        ),
        pytest.param(
            {
                "calculator": "body",
                **SIZE,
                "sex": "male",
                "age": "60 years",
                "creatinine": "97 µmol/L",
            },
            {
                "ideal_body_weight": "kg",
                "adjusted_body_weight": "kg",
                "bmi": "kg/m2",
                "creatinine_clearance": "mL/min",
            },
            id="body",
        ),
    ],
)
def test_units_at_the_interface_are_ucum_codes_whatever_was_typed(
    request_: dict[str, Any], unit_of: dict[str, str]
) -> None:
    result = answer_to(**request_)["result"]
    assert {name: result[name]["unit"] for name in unit_of} == unit_of


def test_the_keys_of_a_request_are_the_options_with_underscores() -> None:
    """The long names, each sent both ways; the two answers are the same."""
    sent = {
        "calculator": "scig",
        "ivig_dose": "60 g",
        "every": "3 weeks",
        "dosing_weight": "actual",
    }
    options = ("--ivig-dose", "60 g", "--every", "3 weeks", "--dosing-weight", "actual")
    _, output, _ = run("scig", *options, "--today", "2026-11-22", "--json")
    assert json.loads(output) == answer_to(**sent)
