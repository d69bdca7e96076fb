"""A second plan is data alone: an invented one goes through the program without Python of its own.

It stands in ``tests/second_plan``: two treatments and three rules, and no number from any source.
"""

from __future__ import annotations

import json
import shutil
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from asking import run
from breaking import copied
from pages import metrics, opened, shown_text
from streamlit.testing.v1 import AppTest

from plan_data import load, load_plan
from plan_data.schema.dosing import InductionDosing, SubcutaneousDosing
from views.all_pages import pages_for

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests/second_plan"
INFUSION = ("--weight", "80 kg", "--days", "6", "--age", "30 years", "--today", "2026-11-26")


@pytest.fixture(autouse=True)
def _second_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the invented plan into a copy of the data, beside facts and products, and read that."""
    folder = copied(tmp_path)
    shutil.copytree(FOLDER, folder / "plans/invented")
    (folder / "default_plan.toml").write_text('plan = "invented"', encoding="utf-8")
    shutil.rmtree(folder / "plans/mmn")
    monkeypatch.setenv("DOSE_PLAN", str(folder))
    monkeypatch.setattr(load, "_shipped_plan", lru_cache(load._shipped_plan.__wrapped__))


def answered(*arguments: str) -> tuple[int, dict[str, Any]]:
    status, output, _ = run(*arguments, "--json")
    return status, json.loads(output)


def outcomes(answer: dict[str, Any]) -> dict[str, str]:
    return {each["rule"]: each["outcome"] for each in answer["checks"]["findings"]}


def test_it_has_two_treatments_and_three_rules() -> None:
    plan = load_plan()
    assert list(plan.treatments) == ["example_infusion", "examplomycin"]
    rules = [rule.id for each in plan.treatments.values() for rule in each.rules]
    rules += [rule.id for rule in plan.common.rules]
    assert rules == ["iga_deficiency", "target_range", "adult"]
    assert [each.id for each in plan.every(InductionDosing)] == ["example_infusion"]
    assert plan.every(SubcutaneousDosing) == ()


def test_the_command_line_gives_its_dose_and_its_checks() -> None:
    status, answer = answered("induction", *INFUSION, "--fact", "iga_deficiency=no")
    assert status == 0
    assert answer["plan"] == {"id": "invented", "version": "0.7", "status": "draft"}
    assert answer["result"]["total"] == {"value": "240", "unit": "g"}  # 3 g/kg × 80 kg
    assert answer["result"]["per_day"] == {"value": "40", "unit": "g"}  # 240 g ÷ 6
    assert outcomes(answer) == {"iga_deficiency": "clear", "adult": "clear"}
    status, answer = answered("induction", *INFUSION, "--fact", "iga_deficiency=yes")
    assert status == 3
    assert outcomes(answer)["iga_deficiency"] == "contraindicated"


def test_its_own_days_and_its_own_drugs_are_the_ones_that_can_be_asked_for() -> None:
    refused = answered("induction", "--weight", "80 kg", "--days", "5")[1]["error"]
    assert refused["field"] == "days"
    assert "5 is not one of 3, 6" in refused["message"]
    refused = answered("titration", "gabapentin", "--target", "900 mg/day")[1]["error"]
    assert refused["field"] == "drug"
    assert "examplomycin" in refused["message"]
    refused = answered("scig", "--ivig-dose", "60 g", "--every", "3 weeks")[1]["error"]
    assert refused["field"] == "calculator"
    assert "no treatment whose dosing is of the kind 'subcutaneous'" in refused["message"]


def test_a_batch_titrates_and_knows_its_names() -> None:
    asked = {"calculator": "titration", "drug": "examplomycin", "start": "2026-11-26"}
    lines = [
        {**asked, "target": "35 mg/day", "age": "20 years", "today": "2026-11-26"},
        {"calculator": "allowed", "name": "moonstone"},
        {"calculator": "allowed", "name": "methylprednisolone"},
        {"calculator": "monitor", "grip": "60 %"},
    ]
    _, output, _ = run("batch", "-", given="\n".join(map(json.dumps, lines)))
    titrated, moonstone, stranger, monitored = (json.loads(line) for line in output.splitlines())
    steps = titrated["result"]["steps"]  # 7 mg more every second day, from 7 mg to 35 mg
    assert [step["date"] for step in steps] == [f"2026-{day}" for day in DAYS]
    assert outcomes(titrated) == {"target_range": "caution", "adult": "contraindicated"}
    assert moonstone["result"]["answer"] == "contraindicated"
    assert stranger["result"]["answer"] == "not_in_plan"
    assert outcomes(monitored)["grip"] == "caution"  # below the plan's 70 %


DAYS = ("11-26", "11-28", "11-30", "12-02", "12-04")


def test_an_order_is_verified_and_a_mistake_in_it_is_found() -> None:
    verify = ("verify", "--of", "induction", *INFUSION)
    assert answered(*verify, "--order", "40 g/day")[1]["result"]["within_tolerance"] is True
    result = answered(*verify, "--order", "400 g/day")[1]["result"]
    assert result["expected"] == {"value": "40", "unit": "g"}
    assert result["within_tolerance"] is False
    assert result["mistakes"][0]["gives"] == {"value": "400", "unit": "g"}  # a point moved


def test_a_case_is_saved_and_opened_and_a_case_of_the_shipped_plan_is_refused(
    tmp_path: Path,
) -> None:
    file = tmp_path / "case.toml"
    run("induction", *INFUSION, "--save-case", str(file))
    text = file.read_text(encoding="utf-8")
    assert 'plan = "invented"\nplan_version = "0.7"\n' in text
    answer = answered("induction", "--case", str(file))[1]
    assert answer["result"]["total"] == {"value": "240", "unit": "g"}
    file.write_text(text.replace('"invented"', '"mmn"'), encoding="utf-8")
    refused = answered("induction", "--case", str(file))[1]["error"]
    assert 'a case of the plan "mmn"; the plan in use is "invented"' in refused["message"]


def test_orders_in_a_file_are_verified(tmp_path: Path) -> None:
    orders, verdicts = tmp_path / "orders.csv", tmp_path / "verdicts.csv"
    orders.write_text("of,weight,days,order\ninduction,80 kg,6,40 g/day\n", encoding="utf-8")
    status, _, _ = run("verify-file", str(orders), "-o", str(verdicts))
    assert status == 0
    assert "40 g" in verdicts.read_text(encoding="utf-8")


def test_the_app_opens_with_its_banner_and_its_first_dose() -> None:
    app = AppTest.from_file(ROOT / "every_page.py", default_timeout=30).run()
    assert not app.exception
    assert app.title[0].value == "Induction"
    assert "INVENTED plan, version 0.7" in shown_text(app)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("induction", id="its infusion"),
        pytest.param("titration", id="its drug"),
        pytest.param("one_order", id="an order of it"),
        pytest.param("is_it_allowed", id="its names"),
        pytest.param("products", id="the products"),
        pytest.param("body", id="body size"),
        pytest.param("bedside", id="the bedside"),
        pytest.param("check_twice", id="a second entry"),
        pytest.param("about", id="what it is"),
    ],
)
def test_a_page_of_the_app_is_drawn_by_it(page: str) -> None:
    assert "INVENTED plan, version 0.7" in shown_text(opened(page))


def test_the_page_of_its_infusion_gives_its_dose() -> None:
    figures = metrics(opened("induction", weight="80", weight_unit="kg"))
    assert "240 g" in figures.values()  # 3 g/kg × 80 kg


def test_the_app_lists_no_page_of_what_it_does_not_have() -> None:
    listed = [entry.address for entries in pages_for(load_plan()).values() for entry in entries]
    assert listed == [
        "induction", "body", "verify", "titration", "bedside", "products", "check-twice",
        "allowed", "about",
    ]  # fmt: skip
