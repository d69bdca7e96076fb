"""The order check and the monitoring from a terminal and in a batch: shapes and exit status."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli import main


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=given, catch_exceptions=False)


def batch(*requests: dict[str, Any]) -> list[dict[str, Any]]:
    lines = "\n".join(json.dumps(request) for request in requests)
    return [json.loads(line) for line in run("batch", "-", given=lines).stdout.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        pytest.param(("prednisone",), 3, id="contraindicated is 3"),
        pytest.param(("plasma", "exchange"), 3, id="a name of two words needs no quotes"),
        pytest.param(("gabapentin",), 0, id="in the plan is 0"),
        pytest.param(("duloxetine", "--with", "amitriptyline"), 0, id="a caution is 0"),
        pytest.param(("aspirin",), 4, id="not in the plan is 4"),
        pytest.param(("prednisoone",), 4, id="misspelt is not in the plan"),
        pytest.param(("rituximab", "--with", "IVIg", "--with", "Medrol"), 3, id="steroid with it"),
        pytest.param(("aspirin", "--with", "prednisone"), 3, id="the gravest status stands"),
        pytest.param((" ",), 2, id="nothing asked is refused"),
        pytest.param((), 2, id="no name at all is refused"),
    ],
)
def test_the_exit_status_of_the_order_check(arguments: tuple[str, ...], status: int) -> None:
    assert run("allowed", *arguments).exit_code == status
    if arguments:
        assert run("allowed", *arguments, "--json").exit_code == status


def test_the_order_check_in_a_terminal_says_the_answer_and_the_plans_words() -> None:
    shown = run("allowed", "dexamethasone 20 mg IV").stdout
    assert "Answer: contraindicated" in shown
    assert "3 · Critical contraindications · Corticosteroids" in shown
    assert "DRAFT plan" in shown


# The same parts in every answer; the last three are empty where there is no treatment.
PARTS = {
    "id", "calculator", "plan", "weights", "first_dose", "result", "working", "checks",
    "monitoring", "advice", "product_says",
}  # fmt: skip


def test_the_order_check_in_a_batch_has_the_usual_shape() -> None:
    contraindicated, planned, stranger, refused = batch(
        {"id": 1, "calculator": "allowed", "name": "PLEX"},
        {"id": 2, "calculator": "allowed", "name": "duloxetine", "with": ["amitriptyline"]},
        {"id": 3, "calculator": "allowed", "name": "azathioprine"},
        {"id": 4, "calculator": "allowed"},
    )
    assert contraindicated["result"] == {
        "name": "PLEX",
        "matched": "plasma exchange",
        "answer": "contraindicated",
    }
    assert set(contraindicated) == PARTS
    assert set(contraindicated["checks"]) == {"outcome", "findings"}
    assert planned["checks"]["outcome"] == "unknown"  # of a name alone nothing is clear
    assert "caution" in {each["outcome"] for each in planned["checks"]["findings"]}
    assert stranger["result"]["matched"] is None
    assert stranger["checks"]["outcome"] == "unknown"
    assert refused["error"]["field"] == "name"


def test_monitoring_in_a_terminal_gives_actions_and_ends_with_0() -> None:
    ran = run("monitor", "--grip", "24 kg", "--grip-baseline", "32 kg", "--fvc", "78 %")
    assert ran.exit_code == 0
    assert "value 75 %; limit 80 %; met no" in ran.stdout
    assert "Refer to pulmonology" in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        pytest.param((), 0, id="nothing recorded is answered with unknown"),
        pytest.param(("--mrc", "4-/5"), 2, id="a grade that is not on the scale is refused"),
        pytest.param(("--hemoglobin", "11 g/dL@2026-01-02"), 0, id="a value may carry its date"),
        pytest.param(("--age", "17 years"), 3, id="a child lies outside the plan"),
    ],
)
def test_the_exit_status_of_monitoring(arguments: tuple[str, ...], status: int) -> None:
    assert run("monitor", *arguments, "--json").exit_code == status


def test_monitoring_in_a_batch_has_the_usual_shape() -> None:
    answered, refused = batch(
        {"id": 1, "calculator": "monitor", "igg_trough": "760 mg/dL", "mrc": "4/5"},
        {"id": 2, "calculator": "monitor", "mrc": 4},
    )
    assert set(answered) == PARTS
    entry = answered["result"]["igg_trough"]
    assert set(entry) == {"value", "limit", "met", "action", "source"}
    assert entry["limit"] == {"value": "800", "unit": "mg/dL"}
    assert answered["result"]["mrc"]["met"] == "yes"
    assert refused["error"]["field"] == "mrc"
