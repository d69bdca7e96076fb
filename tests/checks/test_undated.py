"""What was done or measured without a date is said to have none, wherever it counts."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from asking import answer_to, finding, refusal_of, run
from complete_cases import COMPLETE, DECIDES, changed

if TYPE_CHECKING:
    from pathlib import Path

# Where the finding of a fact has another name than the fact.
RULE = {"wbc": "severe_leukopenia", "creatinine": "creatinine_clearance"}
# A vaccination without a date cannot be shown to lie early enough: unknown, as its own test has it.
OWN_WAY = ("meningococcal_vaccination", "refractory_to_ivig")
DATED = [
    pytest.param(name, fact, id=f"{name}: {fact}")
    for name, facts in DECIDES.items()
    for fact in facts
    if "@" in COMPLETE[name]["facts"][fact] and fact not in OWN_WAY
]


def found_of(name: str, fact: str, value: Any) -> dict[str, Any]:
    request = changed(name, facts={fact: value})
    return finding(answer_to(request.pop("calculator"), **request), RULE.get(fact, fact))


@pytest.mark.parametrize(("name", "fact"), DATED)
def test_an_undated_answer_stays_what_it_is_and_says_that_it_has_no_date(
    name: str, fact: str
) -> None:
    value = COMPLETE[name]["facts"][fact]
    found = found_of(name, fact, value.partition("@")[0])
    assert found["outcome"] == "clear"
    assert "No date is recorded of: " in found["because"]
    assert "no date" in found["seen"]
    assert "No date is recorded" not in found_of(name, fact, value)["because"]


# --- what is done before each dose ----------------------------------------------------------------

BEFORE_EACH = [
    pytest.param(name, fact, id=f"{name}: {fact}")
    for name in ("induction", "maintenance")
    for fact in ("cbc", "renal_function")
]


@pytest.mark.parametrize(("name", "fact"), BEFORE_EACH)
@pytest.mark.parametrize(
    ("answered", "outcome"),
    [
        pytest.param("2026-11-25", "clear", id="answered today"),
        pytest.param("2026-11-24", "unknown", id="answered yesterday"),
        pytest.param("2019-01-01", "unknown", id="answered years ago"),
    ],
)
def test_what_is_done_before_each_infusion_holds_undated_for_its_own_day(
    name: str, fact: str, answered: str, outcome: str
) -> None:
    found = found_of(name, fact, {"value": "yes", "answered": answered})
    assert found["outcome"] == outcome
    if outcome == "unknown":
        assert f"was answered yes without a date on {answered}" in found["because"]
        assert "holds for that day alone" in found["because"]


@pytest.mark.parametrize(("name", "fact"), BEFORE_EACH)
def test_a_date_counts_before_the_day_of_the_answer(name: str, fact: str) -> None:
    dated = {"value": "yes", "date": "2026-11-20", "answered": "2026-11-20"}
    assert found_of(name, fact, dated)["outcome"] == "clear"


@pytest.mark.parametrize(("name", "fact"), BEFORE_EACH)
def test_a_no_stays_a_no_whenever_it_was_answered(name: str, fact: str) -> None:
    denied = {"value": "no", "answered": "2026-11-01"}
    assert found_of(name, fact, denied)["outcome"] == "not_ready"


def test_what_is_done_once_stays_what_it_is_whenever_it_was_answered() -> None:
    found = found_of("induction", "hepatitis_b_c_panel", {"value": "yes", "answered": "2026-01-01"})
    assert found["outcome"] == "clear"


def test_a_day_to_come_is_refused() -> None:
    request = changed("induction", facts={"cbc": {"value": "yes", "answered": "2026-11-26"}})
    assert refusal_of(request.pop("calculator"), **request).field == "facts.cbc"


def test_a_saved_case_keeps_the_day_and_no_longer_counts_the_day_after(tmp_path: Path) -> None:
    case = str(tmp_path / "case.toml")
    asked = ("induction", "--weight", "80 kg", "--days", "5", "--json")
    run(*asked, "--fact", "cbc=yes", "--today", "2026-11-25", "--save-case", case)
    kept = tomllib.loads((tmp_path / "case.toml").read_text(encoding="utf-8"))
    assert kept["facts"]["cbc"] == {"value": "yes", "answered": date(2026, 11, 25)}
    outcomes = {}
    for day in ("2026-11-25", "2026-11-26"):
        _, output, _ = run(*asked, "--case", case, "--today", day)
        outcomes[day] = finding(json.loads(output), "cbc")["outcome"]
    assert outcomes == {"2026-11-25": "clear", "2026-11-26": "unknown"}
