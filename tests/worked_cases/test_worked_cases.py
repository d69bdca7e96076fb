"""Each worked case, asked in three ways: directly, on the command line, and in a batch."""

from __future__ import annotations

import json
import tomllib
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from asking import DOSES_AND_SIZES, TODAY, command_line, finding, in_batch, run

from calculators.requests.answer import answer
from exchange.answers.answer import as_json, refusal
from plan_data import load_plan
from units import Refused

FILES = sorted(Path(__file__).parent.glob("*.toml"))
CASE_KEYS = {
    "name",
    "request",
    "also",
    "decimals",
    "result",
    "part",
    "absent",
    "findings",
    "outcome",
    "refused",
}
EXIT_STATUS = {"contraindicated": 3, "not_ready": 0, "unknown": 0, "caution": 0, "clear": 0}

Case = dict[str, Any]


def cases() -> list[tuple[str, Case]]:
    """Return every case with the name of its file."""
    return [
        (file.stem, case)
        for file in FILES
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    ]


def asked() -> list[Any]:
    """Return every way in which every case may be asked, as parameters."""
    return [
        pytest.param(
            case, request, id=f"{case['name']}{f', asked another way ({turn})' if turn else ''}"
        )
        for _, case in cases()
        for turn, request in enumerate([case["request"], *case.get("also", [])])
    ]


def directly(request: dict[str, Any]) -> dict[str, Any]:
    plan = load_plan()
    try:
        return as_json(answer(request, plan, TODAY), plan)
    except Refused as refused:
        return refusal(refused)


@pytest.mark.parametrize(("case", "request_"), asked())
def test_a_worked_case_comes_out_as_worked(case: Case, request_: dict[str, Any]) -> None:
    answer = directly(request_)
    if "refused" in case:
        assert answer["error"]["field"] == case["refused"]["field"]
        assert all(words in answer["error"]["message"] for words in case["refused"]["says"])
        return
    assert "error" not in answer, answer
    result = answer["result"]
    if "result" in case:
        assert result == case["result"]
    holds(result, case.get("part", {}), case.get("decimals"))
    for name, word in case.get("absent", {}).items():
        assert result[name] is None
        assert word in result["reasons"][name]
    for rule, outcome in case.get("findings", {}).items():
        assert finding(answer, rule)["outcome"] == outcome, rule
    assert case.get("outcome", answer["checks"]["outcome"]) == answer["checks"]["outcome"]


def holds(found: Any, expected: Any, decimals: int | None, where: str = "result") -> None:
    """Require that a result holds some values, exactly or after rounding half up.

    Of an object only what is named is looked at; a list has to have as many entries as expected.
    """
    if isinstance(expected, list):
        assert isinstance(found, list), where
        assert len(found) == len(expected), where
        for place, (entry, wanted) in enumerate(zip(found, expected, strict=True)):
            holds(entry, wanted, decimals, f"{where}.{place}")
    elif not isinstance(expected, dict):
        assert type(found) is type(expected), where
        assert found == expected, where
    elif set(expected) != {"value", "unit"}:
        for name, wanted in expected.items():
            holds(found[name], wanted, decimals, f"{where}.{name}")
    else:
        if decimals is not None:
            place_value = Decimal(1).scaleb(-decimals)
            rounded = Decimal(found["value"]).quantize(place_value, rounding=ROUND_HALF_UP)
            found = {**found, "value": rounded}
            expected = {**expected, "value": Decimal(expected["value"])}  # 2.000 is 2
        assert found == expected, where


@pytest.mark.parametrize(("case", "request_"), asked())
def test_the_command_line_and_the_batch_give_the_same_answer(
    case: Case, request_: dict[str, Any]
) -> None:
    dated = {"today": TODAY.isoformat(), **request_}
    answer = directly(dated)
    status, output, errors = run(*command_line(dated), "--json")
    assert json.loads(output) == answer
    assert errors == ""
    assert status == (2 if "error" in answer else EXIT_STATUS[answer["checks"]["outcome"]])
    [batched] = in_batch(json.dumps({"id": case["name"], **dated}))
    assert batched == {"id": case["name"], **answer}


@pytest.mark.parametrize("file", [pytest.param(file, id=file.stem) for file in FILES])
def test_a_file_of_worked_cases_says_who_worked_them_and_from_what(file: Path) -> None:
    read = tomllib.loads(file.read_text(encoding="utf-8"))
    assert set(read) == {"worked_by", "worked_from", "case"}
    assert read["worked_by"].startswith("by hand")
    assert read["worked_from"]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for _, case in cases()])
def test_a_worked_case_expects_something_and_knows_its_keys(case: Case) -> None:
    assert set(case) <= CASE_KEYS
    assert set(case) & {"result", "part", "absent", "findings", "refused"}


def test_no_two_worked_cases_have_one_name() -> None:
    names = [case["name"] for _, case in cases()]
    assert len(set(names)) == len(names)


def test_every_calculator_has_worked_cases_in_kilograms_and_in_pounds() -> None:
    used = {case["request"]["calculator"] for _, case in cases()}
    in_pounds = {
        case["request"]["calculator"]
        for _, case in cases()
        if case["request"].get("weight") == "176 lb"
    }
    assert used == in_pounds == {*DOSES_AND_SIZES, "course"}
