"""The command line and the batch: titration, mycophenolate, eculizumab."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli import main

ON = ("--today", "2026-11-23", "--start", "2026-11-22")


def run(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=typed)


def batch(*requests: dict[str, Any]) -> tuple[list[dict[str, Any]], int]:
    lines = "\n".join(json.dumps({"today": "2026-11-23", **request}) for request in requests)
    ran = run("batch", "-", typed=lines)
    return [json.loads(line) for line in ran.stdout.splitlines()], ran.exit_code


GABAPENTIN = ("titration", "gabapentin", "--target", "1800 mg/day", "--step-every", "3 days", *ON)


def test_a_titration_is_printed_as_a_dated_table() -> None:
    ran = run(*GABAPENTIN)
    assert ran.exit_code == 0
    assert (
        "Steps:\n"
        "  2026-11-22: 300 mg, 1 dose a day; 300 mg a day\n"
        "  2026-11-25: 300 mg, 2 doses a day; 600 mg a day\n"
        "  2026-11-28: 300 mg, 3 doses a day; 900 mg a day\n"
        "  2026-12-01: 400 mg, 3 doses a day; 1200 mg a day\n"
        "  2026-12-04: 500 mg, 3 doses a day; 1500 mg a day\n"
        "  2026-12-07: 600 mg, 3 doses a day; 1800 mg a day\n"
        "Maximum: 3600 mg/day\n"
    ) in ran.stdout


def test_json_and_batch_hold_the_same_answer() -> None:
    told = json.loads(run(*GABAPENTIN, "--json").stdout)
    (answered,), status = batch(
        {
            "id": "t1",
            "calculator": "titration",
            "drug": "gabapentin",
            "target": "1800 mg/day",
            "step_every": "3 days",
            "start": "2026-11-22",
        }
    )
    assert status == 0
    assert answered == {"id": "t1", **told}
    assert told["result"]["steps"][3] == {
        "date": "2026-12-01",
        "per_dose": {"value": "400", "unit": "mg"},
        "doses_per_day": 3,
        "daily": {"value": "1200", "unit": "mg"},
    }


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("gabapentine", "--target", "900 mg/day"), "Did you mean gabapentin"),
        (("gabapentin",), "Target is missing"),
        ((), "Name the drug: gabapentin"),
        (("gabapentin", "--target", "3601 mg/day"), "3600 mg/day (3B · Gabapentin · Dosing)"),
        (
            ("gabapentin", "--target", "900 mg/day", "--step-every", "4 days"),
            "1 day to 3 days (3B · Gabapentin · Dosing)",
        ),
        (("modafinil", "--target", "200 mg/day"), "the plan does not say when modafinil is raised"),
    ],
)
def test_a_refused_titration_exits_with_2_and_a_sentence(
    arguments: tuple[str, ...], sentence: str
) -> None:
    ran = run("titration", *arguments)
    assert ran.exit_code == 2
    assert sentence in ran.stderr
    assert ran.stdout == ""


def test_a_contraindicated_titration_is_shown_and_exits_with_3() -> None:
    ran = run(
        "titration", "mexiletine", "--target", "300 mg/day", "--fact", "hepatic_failure=yes", *ON
    )
    assert ran.exit_code == 3
    assert "CONTRAINDICATED" in ran.stdout
    assert "150 mg, 2 doses a day" in ran.stdout


def test_amitriptyline_takes_its_start_and_its_step() -> None:
    ran = run(
        "titration", "amitriptyline", "--target", "50 mg/day", "--start-dose", "25 mg",
        "--step", "25 mg", *ON,
    )  # fmt: skip
    assert "2026-12-06: 50 mg, 1 dose a day; 50 mg a day" in ran.stdout


def test_mycophenolate_says_when_the_trial_ends() -> None:
    ran = run("mycophenolate", *ON)
    assert ran.exit_code == 0
    assert "Trial ends: 2027-05-22" in ran.stdout
    assert "no date: 1000 mg, 2 doses a day; 2000 mg a day" in ran.stdout
    (answered,), status = batch({"calculator": "mycophenolate", "start": "2026-11-22"})
    assert status == 0
    assert answered["result"]["trial_ends"] == "2027-05-22"
    assert answered["result"]["steps"][1]["date"] is None
    assert "does not say when" in answered["result"]["reasons"]["steps"]


def test_eculizumab_is_refused_with_the_reason_while_its_checks_run() -> None:
    ran = run("eculizumab", *ON)
    assert ran.exit_code == 2
    assert "The plan gives no dose of eculizumab" in ran.stderr
    assert "Checks on 2026-11-23: UNKNOWN" in ran.stdout
    assert "Working" not in ran.stdout


def test_eculizumab_in_json_holds_error_and_checks() -> None:
    ran = run("eculizumab", "--json", *ON)
    assert ran.exit_code == 2
    told = json.loads(ran.stdout)
    assert told["error"]["field"] == "dose"
    assert told["result"]["dose"] is None
    assert told["result"]["reasons"]["dose"] == told["error"]["message"]
    assert {finding["rule"] for finding in told["checks"]["findings"]} >= {
        "unresolved_meningococcal_infection",
        "meningococcal_vaccination",
        "cbc",
        "complement_levels",
    }


def test_a_contraindicated_eculizumab_exits_with_3() -> None:
    ran = run("eculizumab", "--fact", "unresolved_meningococcal_infection=yes", *ON)
    assert ran.exit_code == 3
    assert "The plan gives no dose of eculizumab" in ran.stderr


def test_batch_counts_eculizumab_as_refused_and_goes_on() -> None:
    answers, status = batch(
        {"id": 1, "calculator": "eculizumab"},
        {"id": 2, "calculator": "titration", "drug": "modafinil", "target": "100 mg/day"},
        {"id": 3, "calculator": "titration", "drug": "modafinil", "target": "201 mg/day"},
    )
    assert status == 1
    assert [entry["id"] for entry in answers] == [1, 2, 3]
    assert "error" in answers[0]
    assert answers[0]["checks"]["outcome"] == "unknown"
    assert "error" not in answers[1]
    assert answers[2]["error"]["field"] == "target"
    assert "checks" not in answers[2]
