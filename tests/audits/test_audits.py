"""Each input that an audit found, asked again: on the command line and in a batch.

A case is laid over a complete one, in which all else is recorded, recent and clear; so the outcome
of the whole comes from what was found, and from nothing beside it.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from asking import command_line, finding, in_batch, run
from complete_cases import TODAY, changed

FILES = sorted(Path(__file__).parent.glob("*.toml"))
EXPECTED = {
    "outcome",
    "findings",
    "says",
    "never_says",
    "anywhere",
    "nowhere",
    "refused",
    "part",
    "absent",
    "weights",
    "first_mistake",
    "exit",
}
KEYS = {"found", "name", "said", "base", "request", "facts", "without", *EXPECTED}
# Of the checks, and of the verdict on an order.
EXIT_STATUS = {"contraindicated": 3}
ORDER_STATUS = {"deviates": 5, "not settled": 6}
LOOKED_AT = ("heading", "seen", "limit", "because", "resolve")

Case = dict[str, Any]


def cases() -> list[Case]:
    """Return every case of every file."""
    return [
        case for file in FILES for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    ]


def asked(case: Case) -> dict[str, Any]:
    """Return the request of a case, complete but for what was found."""
    if "base" not in case:
        return {"today": TODAY.isoformat(), **case["request"]}
    taken_out = dict.fromkeys(case.get("without", []))
    facts = {**taken_out, **case.get("facts", {})}
    return changed(case["base"], **case.get("request", {}), facts=facts)


def said_of(answer: dict[str, Any], rule: str) -> str:
    """Return all that the finding of a rule says."""
    found = finding(answer, rule)
    return " ".join(found[part] for part in LOOKED_AT)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in cases()])
def test_what_an_audit_found_is_answered_as_it_was_settled(case: Case) -> None:
    request = asked(case)
    [answer] = in_batch(json.dumps(request))
    if "refused" in case:
        assert answer["error"]["field"] == case["refused"]["field"]
        for words in case["refused"]["says"]:
            assert words in answer["error"]["message"]
        return
    assert case.get("outcome", answer["checks"]["outcome"]) == answer["checks"]["outcome"]
    for rule, outcome in case.get("findings", {}).items():
        assert finding(answer, rule)["outcome"] == outcome, rule
    for rule, phrases in case.get("says", {}).items():
        assert [each for each in phrases if each not in said_of(answer, rule)] == [], rule
    for rule, phrases in case.get("never_says", {}).items():
        assert [each for each in phrases if each in said_of(answer, rule)] == [], rule
    whole = json.dumps(answer, ensure_ascii=False)
    assert [words for words in case.get("anywhere", []) if words not in whole] == []
    assert [words for words in case.get("nowhere", []) if words in whole] == []
    assert [
        words for words in case.get("weights", []) if words not in answer["weights"]["says"]
    ] == []
    result = answer["result"]
    holds(result, case.get("part", {}))
    for name, words in case.get("absent", {}).items():
        assert result[name] is None
        assert words in result["reasons"][name]
    if "first_mistake" in case:
        assert result["mistakes"][0]["names"] == [case["first_mistake"]]


def holds(found: Any, expected: Any, where: str = "result") -> None:
    """Require that a result holds some values; of an object only what is named is looked at."""
    if isinstance(expected, dict):
        for name, wanted in expected.items():
            holds(found[name], wanted, f"{where}.{name}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), where
        for place, (entry, wanted) in enumerate(zip(found, expected, strict=True)):
            holds(entry, wanted, f"{where}.{place}")
    else:
        assert found == expected, where


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in cases()])
def test_the_command_line_answers_an_audit_as_the_batch_does(case: Case) -> None:
    request = asked(case)
    [batched] = in_batch(json.dumps(request))
    status, output, _ = run(*command_line(request), "--json")
    assert {"id": None, **json.loads(output)} == batched
    refused = 2 if "error" in batched else None
    outcome = batched.get("checks", {}).get("outcome")
    of_the_order = ORDER_STATUS.get(batched.get("result", {}).get("verdict"), 0)
    assert status == case.get("exit", EXIT_STATUS.get(outcome, refused or of_the_order))


@pytest.mark.parametrize("file", [pytest.param(file, id=file.stem) for file in FILES])
def test_a_file_of_an_audit_says_where_it_was_found_and_what_settled_it(file: Path) -> None:
    read = tomllib.loads(file.read_text(encoding="utf-8"))
    assert set(read) == {"found_by", "settled_by", "case"}


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in cases()])
def test_a_case_of_an_audit_expects_something_and_knows_its_keys(case: Case) -> None:
    assert set(case) <= KEYS
    assert set(case) & EXPECTED


def test_no_two_cases_of_an_audit_have_one_name() -> None:
    names = [case["name"] for case in cases()]
    assert sorted(set(names)) == sorted(names)


# The numbers under which the audit filed what it found; some numbers were never given.
FOUND = (
    "F01 F02 F03a F03b F03d F04a F04b F05 F06a F06b F06c F06e F06f F07b F08 F09 F10 F11 F12 F13a "
    "F13b F13c F13d F14 F15 F16 F17 F18a F18b F19 F21 F22 F23 F24 F25 F27 F28 R01 R02 R04 R06 R07 "
    "R08 R09 R10 R11 R12 R13 R14 R15 R16 R17 R18 R20 R21"
)
# What is no single request is asked again where its kind is tested: a chart, a click, a workbook.
ELSEWHERE = {
    "R07": ("dispensing/test_rate_charts.py", "test_the_ladder_runs_the_cells_of_the_chart"),
    "R14": (
        "browser/test_pharmacist.py",
        "test_a_case_that_is_saved_right_after_typing_holds_what_was_typed",
    ),
    "R21": (
        "order_files/test_orders_excel.py",
        "test_a_cell_is_given_back_as_what_people_see_in_it",
    ),
}


def test_everything_that_the_audit_found_is_asked_again() -> None:
    assert {case["found"] for case in cases()} | set(ELSEWHERE) == set(FOUND.split())


@pytest.mark.parametrize("found", [pytest.param(found, id=found) for found in ELSEWHERE])
def test_what_is_asked_again_elsewhere_is_asked_there(found: str) -> None:
    file, name = ELSEWHERE[found]
    text = (Path(__file__).parents[1] / file).read_text(encoding="utf-8")
    assert f"def {name}(" in text
