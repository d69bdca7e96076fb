"""Every command: what it prints, what it answers in JSON, and its exit status."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from asking import run

WEIGHT = ("--weight", "80 kg")
SIZE = (*WEIGHT, "--height", "180 cm")
TODAY = ("--today", "2026-11-22")

# The commands as they were asked for, each with what a person has to find in the text and a value
# that a program has to find in the JSON.
COMMANDS = [
    pytest.param(
        ("induction", *WEIGHT, "--days", "5"),
        ("Total: 160 g", "Each day: 32 g", "2 g/kg × 80 kg = 160 g", "3A · IVIg induction"),
        ("per_day", {"value": "32", "unit": "g"}),
        id="induction",
    ),
    pytest.param(
        ("maintenance", *WEIGHT, "--dose", "1 g/kg", "--every", "3 weeks"),
        ("Each infusion: 80 g", "A week: ≈ 26.67 g/week", "≈ 17.39 per year"),
        ("per_infusion", {"value": "80", "unit": "g"}),
        id="maintenance",
    ),
    pytest.param(
        ("scig", "--ivig-dose", "60 g", "--every", "3 weeks"),
        ("A week: 24 g/week", "Weekly base, before the uplift: 20 g/week", "1.2"),
        ("weekly", {"value": "24", "unit": "g/wk"}),
        id="scig",
    ),
    pytest.param(
        ("cyclophosphamide", *SIZE),
        ("Body surface: 2 m²", "Each dose: 2 g", "Cumulative: 12 g", "Mosteller"),
        ("cumulative", {"value": "12", "unit": "g"}),
        id="cyclophosphamide, intravenous unless said otherwise",
    ),
    pytest.param(
        ("cyclophosphamide", *SIZE, "--route", "iv", "--bsa-formula", "du_bois"),
        ("Du Bois", "≈ 1.996 m²"),
        ("doses", 6),
        id="cyclophosphamide, intravenous by another formula",
    ),
    pytest.param(
        ("cyclophosphamide", *SIZE, "--route", "po"),
        ("Lowest a day: 80 mg", "Highest a day: 160 mg"),
        ("daily_high", {"value": "160", "unit": "mg"}),
        id="cyclophosphamide, oral",
    ),
    pytest.param(
        ("rituximab", *SIZE),
        ("Each dose: 750 mg", "Total: 3000 mg", "1, 8, 15, 22"),
        ("days", [1, 8, 15, 22]),
        id="rituximab, weekly unless said otherwise",
    ),
    pytest.param(
        ("rituximab", *SIZE, "--regimen", "two_doses"),
        ("Each dose: 1000 mg", "Total: 2000 mg", "1, 15"),
        ("days", [1, 15]),
        id="rituximab, two fixed doses",
    ),
    pytest.param(
        ("body", *SIZE, "--sex", "male", "--age", "60 years", "--creatinine", "1.1 mg/dL"),
        ("mosteller 2 m²", "≈ 74.99 kg", "≈ 80.8 mL/min"),
        ("bmi", {"value": "24.69135802469135802469135802", "unit": "kg/m2"}),
        id="body",
    ),
]


@pytest.mark.parametrize(("arguments", "texts", "value"), COMMANDS)
def test_a_command_prints_the_dose_the_working_and_the_draft_banner(
    arguments: tuple[str, ...], texts: tuple[str, ...], value: tuple[str, Any]
) -> None:
    status, output, errors = run(*arguments, *TODAY)
    assert (status, errors) == (0, "")
    assert output.startswith("DRAFT plan, version 1.1")
    assert "Working" in output
    assert "Checks on 2026-11-22: " in output
    for text in texts:
        assert text in output


@pytest.mark.parametrize(("arguments", "texts", "value"), COMMANDS)
def test_a_command_answers_in_one_line_of_json(
    arguments: tuple[str, ...], texts: tuple[str, ...], value: tuple[str, Any]
) -> None:
    status, output, errors = run(*arguments, *TODAY, "--json")
    assert (status, errors) == (0, "")
    assert output.count("\n") == 1
    answer = json.loads(output)
    assert answer["calculator"] == arguments[0]
    assert answer["result"][value[0]] == value[1]


@pytest.mark.parametrize(
    "form", [pytest.param((), id="text"), pytest.param(("--json",), id="JSON")]
)
def test_a_contraindicated_dose_is_shown_all_the_same_and_exits_with_3(
    form: tuple[str, ...],
) -> None:
    contraindicated = ("--fact", "uncompensated_heart_failure=yes")
    status, output, errors = run("induction", *WEIGHT, "--days", "5", *contraindicated, *form)
    assert (status, errors) == (3, "")
    assert "160" in output
    assert "uncompensated heart failure" in output.lower()
    assert "contraindicated" in output.lower()


@pytest.mark.parametrize(
    ("age", "status"),
    [
        pytest.param("17.99 years", 3, id="just under 18 is contraindicated"),
        pytest.param("18 years", 0, id="18 is calculated"),
        pytest.param("18.01 years", 0, id="over 18 is calculated"),
    ],
)
def test_the_exit_status_follows_the_outcome(age: str, status: int) -> None:
    assert run("induction", *WEIGHT, "--days", "5", "--age", age)[0] == status


def test_a_refusal_is_one_sentence_on_the_error_output_and_exits_with_2() -> None:
    status, output, errors = run("induction", "--weight", "80", "--days", "5")
    assert (status, output) == (2, "")
    assert errors == (
        'Weight: "80" has no unit. Accepted: a number with kg, g, lb or st, for example "80 kg".\n'
    )


def test_a_refusal_in_json_names_the_field_and_exits_with_2() -> None:
    status, output, errors = run("induction", "--weight", "80", "--days", "5", "--json")
    assert (status, errors) == (2, "")
    error = json.loads(output)
    assert error == {
        "error": {
            "field": "weight",
            "message": 'Weight: "80" has no unit. Accepted: a number with kg, g, lb or st, '
            'for example "80 kg".',
        }
    }


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(("induction", "--days", "5"), "Enter the weight", id="no weight"),
        pytest.param(("induction", *WEIGHT), "Days is missing", id="no days"),
        pytest.param(
            ("maintenance", *WEIGHT, "--every", "3 weeks"), "Dose is missing", id="no dose"
        ),
        pytest.param(
            ("maintenance", *WEIGHT, "--dose", "1 g/kg"), "Interval is missing", id="no interval"
        ),
        pytest.param(("scig", "--every", "3 weeks"), "IVIg dose is missing", id="no IVIg dose"),
        pytest.param(("cyclophosphamide", *WEIGHT), "Enter the height", id="no height"),
        pytest.param(("rituximab", "--height", "180 cm"), "Enter the weight", id="no weight by m²"),
        pytest.param(("frobnicate",), "No such command", id="no such command"),
        pytest.param(("induction", "--frobnicate"), "No such option", id="no such option"),
        pytest.param(
            ("batch", "no-such-file.jsonl"), "No such file", id="no such file of requests"
        ),
    ],
)
def test_what_is_missing_is_named(arguments: tuple[str, ...], says: str) -> None:
    status, output, errors = run(*arguments)
    assert (status, output) == (2, "")
    assert says in errors
    assert "Traceback" not in errors


# --- common options ---------------------------------------------------------------------------


def checks(*arguments: str) -> dict[str, Any]:
    """Return the outcome of each rule of an induction with some more options."""
    _, output, _ = run("induction", *WEIGHT, "--days", "5", *TODAY, "--json", *arguments)
    return {
        found["rule"]: (found["outcome"], found["seen"])
        for found in json.loads(output)["checks"]["findings"]
    }


@pytest.mark.parametrize(
    ("fact", "rule", "outcome", "seen"),
    [
        pytest.param(
            "uncompensated_heart_failure=yes",
            "uncompensated_heart_failure",
            "contraindicated",
            "yes",
            id="yes",
        ),
        pytest.param(
            "uncompensated_heart_failure=no", "uncompensated_heart_failure", "clear", "no", id="no"
        ),
        pytest.param(
            "uncompensated_heart_failure=unknown",
            "uncompensated_heart_failure",
            "unknown",
            "not recorded",
            id="unknown",
        ),
        pytest.param(
            "uncompensated_heart_failure=YES",
            "uncompensated_heart_failure",
            "contraindicated",
            "yes",
            id="yes in capitals",
        ),
        pytest.param(
            "thromboembolic_event=yes@2026-08-21",
            "thromboembolic_event",
            "clear",
            "2026-08-21",
            id="yes with a date",
        ),
        pytest.param(
            "thromboembolic_event = yes @ 2026-08-22",
            "thromboembolic_event",
            "contraindicated",
            "2026-08-22",
            id="spaces around the signs",
        ),
        pytest.param(
            "renal_function=yes@2026-11-22", "renal_function", "clear", "today", id="done today"
        ),
    ],
)
def test_a_fact_on_the_command_line_is_heard(fact: str, rule: str, outcome: str, seen: str) -> None:
    found = checks("--fact", fact)[rule]
    assert found[0] == outcome
    assert seen in found[1]


@pytest.mark.parametrize(
    ("fact", "outcome"),
    [
        pytest.param("wbc=3.9 10*9/L", "contraindicated", id="a value with its unit"),
        pytest.param("wbc=4000 /uL@2026-11-20", "clear", id="a value with its unit and its date"),
        pytest.param("wbc=unknown", "unknown", id="a value that is unknown"),
    ],
)
def test_a_laboratory_value_on_the_command_line_is_heard(fact: str, outcome: str) -> None:
    asked = run("cyclophosphamide", *WEIGHT, "--route", "po", *TODAY, "--json", "--fact", fact)
    found = {
        entry["rule"]: entry["outcome"] for entry in json.loads(asked[1])["checks"]["findings"]
    }
    assert found["severe_leukopenia"] == outcome


@pytest.mark.parametrize(
    ("fact", "field", "says"),
    [
        pytest.param("iga_deficiency", "fact", "NAME=yes", id="no equals sign"),
        pytest.param("=yes", "facts.", 'no fact ""', id="no name"),
        pytest.param("iga_deficiency=", "facts.iga_deficiency", "yes, no, unknown", id="no value"),
        pytest.param(
            "iga_deficiency=maybe", "facts.iga_deficiency", "yes, no, unknown", id="maybe"
        ),
        pytest.param("wbc=4000", "facts.wbc", "no unit", id="a laboratory value without a unit"),
        pytest.param("wbc=yes", "facts.wbc", "does not begin with a number", id="a value of yes"),
        pytest.param(
            "iga_deficency=no", "facts.iga_deficency", "iga_deficiency", id="a misspelt name"
        ),
        pytest.param(
            "thromboembolic_event=yes@2026-11-23",
            "facts.thromboembolic_event",
            "after today",
            id="a date of tomorrow",
        ),
        pytest.param(
            "thromboembolic_event=yes@2026-02-30",
            "facts.thromboembolic_event",
            "no day 2026-02-30",
            id="a day that is not in the calendar",
        ),
        pytest.param(
            "thromboembolic_event=yes@1/9/2026",
            "facts.thromboembolic_event",
            "YYYY-MM-DD",
            id="a date written otherwise",
        ),
        pytest.param(
            "thromboembolic_event=yes@",
            "facts.thromboembolic_event",
            "YYYY-MM-DD",
            id="an at sign without a date",
        ),
    ],
)
def test_a_fact_that_cannot_be_used_is_refused(fact: str, field: str, says: str) -> None:
    status, output, _ = run("induction", *WEIGHT, "--days", "5", *TODAY, "--json", "--fact", fact)
    error = json.loads(output)["error"]
    assert status == 2
    assert error["field"] == field
    assert says in error["message"]


def test_a_fact_stated_twice_is_refused_as_in_a_batch() -> None:
    """Which of the two counts cannot be told, and the wrong one would clear a contraindication."""
    facts = ("--fact", "iga_deficiency=yes", "--fact", "iga_deficiency=no")
    status, output, _ = run("induction", *WEIGHT, "--days", "5", "--json", *facts)
    assert status == 2
    assert "iga_deficiency" in json.loads(output)["error"]["field"]


@pytest.mark.parametrize(
    ("option", "rule", "outcome"),
    [
        pytest.param(("--setting", "OPD"), "setting", "clear", id="setting"),
        pytest.param(("--setting", "ed"), "setting", "caution", id="setting in small letters"),
        pytest.param(("--age", "58 years"), "outside_plan_scope", "clear", id="age"),
        pytest.param(
            ("--premedication", "acetaminophen", "--premedication", "dexamethasone"),
            "corticosteroid_on_order",
            "contraindicated",
            id="premedication as often as wanted",
        ),
        pytest.param(
            ("--concurrent", "plasma exchange"),
            "plasma_exchange_on_order",
            "contraindicated",
            id="treatment alongside",
        ),
        pytest.param(
            ("--height", "175 cm", "--sex", "male", "--dosing-weight", "ideal"),
            "dosing_weight_choice",
            "caution",
            id="dosing weight",
        ),
    ],
)
def test_a_common_option_is_heard(option: tuple[str, ...], rule: str, outcome: str) -> None:
    assert checks(*option)[rule][0] == outcome


def test_today_moves_the_window() -> None:
    asked = ("induction", *WEIGHT, "--days", "5", "--fact", "thromboembolic_event=yes@2026-08-22")
    assert run(*asked, "--today", "2026-11-22")[0] == 3
    assert run(*asked, "--today", "2026-11-23")[0] == 0


@pytest.mark.parametrize(
    "day",
    [
        pytest.param("tomorrow", id="a word"),
        pytest.param("2026-11-31", id="a day that is not in the calendar"),
        pytest.param("22.11.2026", id="another way to write a date"),
        pytest.param("2026-11-22T10:00", id="a time of day"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_today_that_is_no_date_is_refused(day: str) -> None:
    status, output, _ = run("induction", *WEIGHT, "--days", "5", "--today", day, "--json")
    assert status == 2
    assert json.loads(output)["error"]["field"] == "today"


def machine_day() -> date:
    return datetime.now(UTC).astimezone().date()


def test_without_today_the_check_is_made_on_the_machines_own_day() -> None:
    """The event of today is refused as a future one if the day were taken from anywhere else."""
    before = machine_day()
    fact = f"thromboembolic_event=yes@{before.isoformat()}"
    status, output, _ = run("induction", *WEIGHT, "--days", "5", "--fact", fact)
    after = machine_day()
    assert status == 3
    assert f"Checks on {before}" in output or f"Checks on {after}" in output


def test_the_help_names_every_command() -> None:
    status, output, _ = run("--help")
    assert status == 0
    for command in ("induction", "maintenance", "scig", "cyclophosphamide", "rituximab", "body"):
        assert command in output
    assert "batch" in output
    assert "Exit status: 0 calculated, 2 refused input" in " ".join(output.split())


@pytest.mark.parametrize(
    ("command", "options"),
    [
        pytest.param("induction", ("--days",), id="induction"),
        pytest.param("maintenance", ("--dose", "--every"), id="maintenance"),
        pytest.param("scig", ("--ivig-dose", "--every"), id="scig"),
        pytest.param("cyclophosphamide", ("--route", "--bsa-formula"), id="cyclophosphamide"),
        pytest.param("rituximab", ("--regimen", "--bsa-formula"), id="rituximab"),
        pytest.param("body", ("--creatinine",), id="body"),
    ],
)
def test_the_help_of_a_command_names_its_options(command: str, options: tuple[str, ...]) -> None:
    status, output, _ = run(command, "--help")
    common = ("--weight", "--height", "--age", "--sex", "--setting", "--dosing-weight", "--fact")
    assert status == 0
    for option in (*options, *common, "--case", "--today", "--json"):
        assert option in output
