"""``--plan FOLDER``: every command reads the plan that it names, for itself alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from asking import run
from breaking import edit, with_the_second_plan
from printed import text_of

from cli import main

INFUSION = ("--weight", "80 kg", "--days", "6", "--today", "2026-11-26")


@pytest.fixture(name="other")
def folder_of_another_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delenv("DOSE_PLAN", raising=False)
    return str(with_the_second_plan(tmp_path))


def test_a_dose_is_by_the_plan_that_is_named_and_the_next_one_by_the_shipped_plan(
    other: str,
) -> None:
    _, output, _ = run("induction", *INFUSION, "--json", "--plan", other)
    answer = json.loads(output)
    assert answer["plan"]["id"] == "invented"
    assert answer["result"]["total"] == {"value": "240", "unit": "g"}  # 3 g/kg × 80 kg
    _, output, _ = run("induction", "--weight", "80 kg", "--days", "5", "--json")
    answer = json.loads(output)
    assert answer["plan"]["id"] == "mmn"
    assert answer["result"]["total"] == {"value": "160", "unit": "g"}  # 2 g/kg × 80 kg


def test_it_may_stand_before_the_command_and_the_commands_own_counts(other: str) -> None:
    dose = ("induction", *INFUSION, "--json")
    for asked in (("--plan", other, *dose), ("--plan", "nowhere", *dose, "--plan", other)):
        status, output, errors = run(*asked)
        assert (status, errors) == (0, "")
        assert json.loads(output)["plan"]["id"] == "invented"


def test_it_goes_before_the_variable(other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOSE_PLAN", "/nowhere")
    status, output, errors = run("induction", *INFUSION, "--json", "--plan", other)
    assert (status, errors) == (0, "")
    assert json.loads(output)["plan"]["id"] == "invented"


def test_a_batch_is_answered_by_it(other: str) -> None:
    line = json.dumps({"calculator": "induction", "weight": "80 kg", "days": 6})
    _, output, _ = run("batch", "-", "--plan", other, given=line)
    assert json.loads(output)["result"]["total"] == {"value": "240", "unit": "g"}


def test_an_order_is_verified_by_it(other: str) -> None:
    verify = ("verify", "--of", "induction", *INFUSION, "--order", "40 g/day")
    _, output, _ = run(*verify, "--json", "--plan", other)
    assert json.loads(output)["result"]["expected"] == {"value": "40", "unit": "g"}


def test_a_file_of_orders_is_verified_by_it(other: str, tmp_path: Path) -> None:
    orders, verdicts = tmp_path / "orders.csv", tmp_path / "verdicts.csv"
    orders.write_text("of,weight,days,order\ninduction,80 kg,6,40 g/day\n", encoding="utf-8")
    status, _, errors = run("verify-file", str(orders), "-o", str(verdicts), "--plan", other)
    assert status == 0
    assert "INVENTED plan, version 0.7" in errors
    assert "40 g" in verdicts.read_text(encoding="utf-8")


def test_a_sheet_is_by_it_and_not_by_another(other: str, tmp_path: Path) -> None:
    case, sheet = tmp_path / "case.toml", tmp_path / "sheet.pdf"
    run("induction", *INFUSION, "--save-case", str(case), "--plan", other)
    again = ("--second-weight", "80 kg", "--first-by", "A", "--second-by", "B", "--when", "now")
    written = ("sheet", "--case", str(case), *again, "-o", str(sheet))
    status, _, errors = run(*written)
    assert (status, sheet.exists()) == (2, False)
    assert 'a case of the plan "invented"; the plan in use is "mmn"' in errors
    status, _, errors = run(*written, "--plan", other)
    assert (status, errors) == (0, "")
    text = text_of(sheet.read_bytes())
    assert "INVENTED plan, version 0.7" in text
    assert "Each day, IV 40 g" in text  # 3 g/kg × 80 kg ÷ 6
    assert "The patient is 21 years or older." in text
    assert "3A" not in text  # no place of the shipped plan


def test_help_has_the_numbers_of_the_plan_that_is_named_before_it(other: str) -> None:
    _, shipped, _ = run("induction", "--help")
    _, named, _ = run("induction", "--plan", other, "--help")
    assert "2, 3, 4 or 5" in " ".join(shipped.split())
    assert "3 or 6" in " ".join(named.split())


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_has_it(command: str) -> None:
    _, output, _ = run(command, "--help")
    assert "--plan FOLDER" in output


@pytest.mark.parametrize("json_wanted", [(), ("--json",)], ids=["for people", "with --json"])
def test_a_folder_that_is_not_there_is_refused_in_one_sentence(
    json_wanted: tuple[str, ...],
) -> None:
    asked = run("induction", "--weight", "80 kg", "--days", "5", *json_wanted, "--plan", "nowhere")
    said = "The plan's data in nowhere cannot be used: there is no such folder\n"
    assert asked == (2, "", said)


def test_the_folder_of_one_plan_is_told_from_the_folder_of_data(other: str) -> None:
    folder = f"{other}/plans/invented"
    said = "it is the folder of one plan; name the one that holds default_plan.toml"
    asked = run("batch", "-", "--plan", folder, given="{}")
    assert asked == (2, "", f"The plan's data in {folder} cannot be used: {said}\n")


def test_data_that_does_not_fit_is_refused_with_folder_file_and_key(other: str) -> None:
    edit(Path(other), "plans/invented/identity.toml", 'id = "invented"', 'id = "other"')
    status, output, errors = run("body", "--weight", "80 kg", "--plan", other)
    assert (status, output) == (2, "")
    assert f"in {other} cannot be used: plans/invented/identity.toml: id: 'other' is not" in errors
    assert errors.count("\n") == 1
