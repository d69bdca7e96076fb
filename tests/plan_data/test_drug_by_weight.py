"""An invented drug by weight is one file of the second plan, and goes through the whole program.

``tests/second_plan/sampleximab.toml``: 7 mg/kg every 2 weeks, three times, at most 650 mg, to the
nearest 50 mg. 7 mg/kg × 80 kg is 560 mg, so 550 mg; three of them are 1650 mg.
"""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from asking import outcomes, run, told_as_json
from breaking import edit, refusal_of, with_the_second_plan
from pages import imports, metrics, opened, run_script, shown_text, unfolded
from printed import text_of

from exchange.cases.case import Case
from plan_data import load_plan
from views.all_pages import places_for

if TYPE_CHECKING:
    from pathlib import Path

    from streamlit.testing.v1 import AppTest


@pytest.fixture(autouse=True, name="data")
def _second_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = with_the_second_plan(tmp_path)
    monkeypatch.setenv("DOSE_PLAN", str(folder))
    return folder


DRUG = ("sampleximab", "--weight", "80 kg", "--age", "30 years", "--today", "2026-11-26")


def test_the_command_line_has_a_command_for_its_drug_by_weight() -> None:
    status, answer = told_as_json(*DRUG)
    assert status == 0
    assert answer["result"]["per_dose"] == {"value": "550", "unit": "mg"}
    assert answer["result"]["total"] == {"value": "1650", "unit": "mg"}
    assert outcomes(answer) == {"dose_maximum": "clear", "adult": "clear"}
    assert "sampleximab" in run("--help")[1]
    assert "Sampleximab: dose, working and checks" in run("sampleximab", "--help")[1]
    assert "or sampleximab" in run("verify", "--help")[1]


def test_a_plan_that_is_named_on_the_command_line_has_its_drug_and_the_shipped_one_has_not(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DOSE_PLAN")
    for named in (("--plan", str(data)), (f"--plan={data}",)):
        status, answer = told_as_json(*DRUG, *named)
        assert (status, answer["plan"]["id"]) == (0, "invented")
    status, _, errors = run(*DRUG)
    assert status == 2
    assert "No such command 'sampleximab'" in errors


def test_its_drug_is_asked_in_a_batch_and_held_at_its_maximum() -> None:
    lines = [
        {"calculator": "sampleximab", "weight": "80 kg", "dosing_weight": "ideal"},
        {"calculator": "sampleximab", "weight": "100 kg", "age": "30 years"},
        {"calculator": "sampleximab", "weight": "100 kg", "days": "5"},
        {"calculator": "allowed", "name": "sampleximab"},
    ]
    _, output, _ = run("batch", "-", given="\n".join(map(json.dumps, lines)))
    needs_height, held, refused, allowed = (json.loads(line) for line in output.splitlines())
    assert needs_height["error"]["field"] == "height"
    assert held["result"]["per_dose"] == {"value": "650", "unit": "mg"}  # 700 mg, held
    assert outcomes(held)["dose_maximum"] == "caution"
    assert refused["error"]["message"].startswith('"days" is not an input of Sampleximab')
    assert allowed["result"]["answer"] == "in_plan"


def test_an_order_of_its_drug_is_verified() -> None:
    verify = ("verify", "--of", "sampleximab", "--weight", "80 kg")
    right = told_as_json(*verify, "--order", "550 mg every 2 weeks x 3")[1]["result"]
    assert right["verdict"] == "right"
    result = told_as_json(*verify, "--order", "1650 mg every 3 weeks")[1]["result"]
    assert result["verdict"] == "deviates"
    assert result["expected"] == {"value": "550", "unit": "mg"}
    assert result["mistakes"][0]["names"] == ["total_as_daily"]  # the course for one dose
    # Three weeks for two, and above the plan's maximum of 650 mg.
    assert [each["agrees"] for each in result["also"]] == [False, False]


def test_orders_of_its_drug_in_a_file_are_verified_by_id_and_by_label(tmp_path: Path) -> None:
    orders, verdicts = tmp_path / "orders.csv", tmp_path / "verdicts.csv"
    rows = ("sampleximab,80 kg,550 mg", "Sampleximab,80 kg,55 mg", "rituximab,80 kg,750 mg")
    orders.write_text("\n".join(("of,weight,order", *rows, "")), encoding="utf-8")
    status, _, _ = run("verify-file", str(orders), "-o", str(verdicts))
    assert status == 5  # one of them deviates; and the plan has no rituximab
    read = csv.DictReader(verdicts.read_text(encoding="utf-8-sig").splitlines())
    right, tenth, not_read = list(read)
    assert (right["verdict"], right["expected"], right["unit"]) == ("right", "550", "mg")
    assert (tenth["verdict"], tenth["mistakes"]) == ("deviates", "decimal_point")
    assert not_read["verdict"] == "not read"


def test_a_case_of_its_drug_is_saved_opened_and_printed(tmp_path: Path) -> None:
    file, sheet = tmp_path / "case.toml", tmp_path / "sheet.pdf"
    run(*DRUG, "--save-case", str(file))
    answer = told_as_json("sampleximab", "--case", str(file))[1]
    assert answer["result"]["per_dose"] == {"value": "550", "unit": "mg"}
    status, output, errors = run(
        "sheet", "--case", str(file), "--second-weight", "80 kg", "-o", str(sheet),
            "--first-by", "one", "--second-by", "another", "--when", "2026-11-26 09:00",
    )  # fmt: skip
    assert (status, errors) == (0, ""), output
    text = text_of(sheet.read_bytes())
    assert "Each dose, IV, every 2 weeks" in text
    assert "550 mg" in text


def page_of_the_drug(*pages: str, **state: Any) -> AppTest:
    drawn = "\n".join(f"{page}.page()" for page in pages)
    script = f"""
from plan_data import load_plan
from views.dose import by_weight
{imports("panel", *pages)}

panel.patient_panel(load_plan())
by_weight.page_of("sampleximab")()
{drawn}
"""
    return run_script(script, bedside_opened_from="sampleximab", **unfolded(), **state)


def test_its_drug_has_a_page_under_dose() -> None:
    app = page_of_the_drug(weight="80", weight_unit="kg")
    assert metrics(app)["Each dose, IV, every 2 weeks"] == "550 mg"
    assert "7 mg/kg, every 2 weeks, 3 doses, at most 650 mg a dose" in shown_text(app)
    pages = places_for(load_plan())[0]
    assert pages.name == "Dose"
    assert "Sampleximab" in [each.title for each in pages.pages]


def test_an_order_of_its_drug_is_verified_on_the_page() -> None:
    app = opened(
        "one_order", weight="80", weight_unit="kg", of="sampleximab",
        order_sampleximab="5500 mg every 2 weeks",
    )  # fmt: skip
    assert metrics(app)["Expected"] == "550 mg"
    assert "Decimal point" in shown_text(app)


# --- with a product of it: one more file ----------------------------------------------------------

SOURCE = """
[sampleximab_label]
title = "Invented"
edition = "1"
address = ""
read_on = 2026-11-29
confidence = "A"
"""
PRODUCT = """
id = "sampleximab_25"
label = "Sampleximab 25 mg/mL"
brand = "Samplex"
holds = "sampleximab"
routes = ["IV"]
concentration = { value = 25, unit = "mg/mL", FROM }
diluted_from = { value = 1, unit = "mg/mL", FROM }
diluted_to = { value = 10, unit = "mg/mL", FROM }
containers = { called = "vial", values = [100, 150], unit = "mg", FROM }

[provenance]
written_by = "MMN Dose Planner project"
written_on = 2026-11-29
checked_by = ""
next_review = 2027-02-11

[[mass_rates]]
id = "first"
label = "First infusion"
start = { value = 100, unit = "mg/h", FROM }
step = { value = 100, unit = "mg/h", FROM }
step_every = { value = 30, unit = "min", FROM }
maximum = { value = 300, unit = "mg/h", FROM }
""".replace("FROM", 'source = "sampleximab_label", mark = "A", at = "Sampleximab label"')


@pytest.fixture(name="with_product")
def _product_of_it(data: Path) -> Path:
    for file, old, new in (
        ("sources.toml", "", SOURCE),
        ("policies.toml", '    "rituximab",\n', '    "rituximab",\n    "sampleximab_25",\n'),
    ):
        text = (data / file).read_text(encoding="utf-8")
        (data / file).write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")
    (data / "products/sampleximab_25.toml").write_text(PRODUCT, encoding="utf-8")
    return data


def opened_vials(result: dict[str, Any]) -> dict[str, int]:
    return {each["size"]["value"]: each["count"] for each in result["containers"]}


@pytest.mark.usefixtures("with_product")
def test_a_product_of_its_drug_is_opened_hung_and_held_in_the_case(tmp_path: Path) -> None:
    file = tmp_path / "case.toml"
    asked = (*DRUG, "--product", "samplex", "--round", "nearest", "--concentration", "5 mg/mL")
    status, answer = told_as_json(*asked, "--save-case", str(file))
    assert status == 0
    result = answer["result"]
    assert opened_vials(result) == {"100": 1, "150": 3}  # 100 + 3 × 150 = 550 mg
    assert result["volume"] == {"value": "110", "unit": "mL"}  # 550 mg at 5 mg/mL in the bag
    # 100 mg/h, 100 more every half hour, to 300 mg/h; at 5 mg/mL 20, 40 and 60 mL/h.
    assert [each["rate"]["value"] for each in result["ladder"]] == ["20", "40", "60"]
    again = told_as_json("sampleximab", "--case", str(file))[1]["result"]
    assert opened_vials(again) == {"100": 1, "150": 3}


@pytest.mark.usefixtures("with_product")
def test_the_volume_of_an_order_of_its_drug_goes_by_its_product() -> None:
    verify = ("verify", "--of", "sampleximab", "--weight", "80 kg", "--product", "samplex")
    result = told_as_json(*verify, "--order", "22 mL")[1]["result"]
    assert (result["verdict"], result["ordered"]["value"]) == ("right", "550")
    result = told_as_json(*verify, "--order", "550 mg", "--order-volume", "11 mL")[1]["result"]
    assert [each["agrees"] for each in result["also"]] == [False]


@pytest.mark.usefixtures("with_product")
def test_the_bedside_shows_its_drug_with_vials_and_rates() -> None:
    entered = {"weight": "80", "weight_unit": "kg", "concentration_bag": "5"}
    text = shown_text(page_of_the_drug("bedside", **entered))
    assert "**Sampleximab · Sampleximab 25 mg/mL**" in text
    assert "| 0 min | **20** |" in text


@pytest.mark.usefixtures("with_product")
def test_a_case_of_its_drug_is_put_back_into_the_controls_of_its_page() -> None:
    chosen = {"product": "sampleximab_25", "concentration": "5 mg/mL", "infusion": "first"}
    case = Case(patient={"weight": "80 kg"}, choices={"sampleximab": chosen})
    script = f"""
from plan_data import load_plan
from exchange.cases.case import Case
from views.dose import by_weight
from views.parts import case_state, panel

case = Case(patient={{"weight": "80 kg"}}, choices={{"sampleximab": {chosen!r}}})
assert case_state.put(case, load_plan()) == ()
panel.patient_panel(load_plan())
by_weight.page_of("sampleximab")()
"""
    # 10 mL and 20 mL in the first two half hours, the other 80 mL at 60 mL/h.
    assert metrics(run_script(script, **unfolded()))["Runs for"] == "140 min"
    assert case.choices["sampleximab"] == chosen


def test_a_product_that_holds_what_no_one_knows_is_refused(with_product: Path) -> None:
    file = "products/sampleximab_25.toml"
    edit(with_product, file, 'holds = "sampleximab"', 'holds = "samplexibam"')
    assert refusal_of(with_product) == (
        f"{file}: holds: 'samplexibam' is nowhere defined among the drugs of policies.toml or "
        "those dosed by weight"
    )


def test_a_route_that_is_none_is_refused(data: Path) -> None:
    edit(data, "plans/invented/sampleximab.toml", 'route = "IV"', 'route = "IV or PO"')
    assert "route: 'IV or PO' is no route of one dose by weight" in refusal_of(data)


def test_a_drug_under_the_name_of_a_calculator_that_is_offered_refuses_every_request(
    data: Path,
) -> None:
    text = (data / "plans/invented/sampleximab.toml").read_text(encoding="utf-8")
    text = text.replace('id = "sampleximab"', 'id = "titration"', 1)
    (data / "plans/invented/titration.toml").write_text(text, encoding="utf-8")
    edit(data, "plans/invented/identity.toml", '    "sampleximab",', '    "titration",')
    (data / "plans/invented/sampleximab.toml").unlink()
    refused = told_as_json("body", "--weight", "80 kg")[1]["error"]
    assert refused["message"] == (
        'The plan invented has a drug "titration", which is the name of a calculator as well: its '
        "file needs another name."
    )


def test_a_drug_may_have_the_name_of_a_calculator_that_the_plan_does_not_offer(data: Path) -> None:
    text = (data / "plans/invented/sampleximab.toml").read_text(encoding="utf-8")
    text = text.replace('id = "sampleximab"', 'id = "rituximab"', 1)
    (data / "plans/invented/rituximab.toml").write_text(text, encoding="utf-8")
    edit(data, "plans/invented/identity.toml", '    "sampleximab",', '    "rituximab",')
    (data / "plans/invented/sampleximab.toml").unlink()
    result = told_as_json("rituximab", "--weight", "80 kg")[1]["result"]
    assert result["per_dose"] == {"value": "550", "unit": "mg"}


# --- as a phase of a course -------------------------------------------------------------------


def course_of(*phases: str, today: str = "2026-11-26") -> tuple[int, Any]:
    options = [part for phase in phases for part in ("--phase", phase)]
    given = ("--weight", "80 kg", "--age", "30 years", "--today", today)
    return told_as_json("course", *given, *options)


def days_of(answer: Any) -> list[tuple[str, str, str]]:
    return [
        (dose["date"], dose["what"], f"{dose['quantity']['value']} {dose['quantity']['unit']}")
        for dose in answer["result"]["administrations"]
    ]


def test_its_drug_by_weight_is_a_phase_of_a_course_from_its_file_alone() -> None:
    status, answer = course_of("sampleximab start=2026-12-07")
    assert status == 0
    assert days_of(answer) == [
        ("2026-12-07", "Sampleximab, dose 1 of 3", "550 mg"),
        ("2026-12-21", "Sampleximab, dose 2 of 3", "550 mg"),
        ("2027-01-04", "Sampleximab, dose 3 of 3", "550 mg"),
    ]


@pytest.mark.parametrize(
    ("every", "doses", "expected"),
    [
        pytest.param(
            'every = { value = 8, unit = "h", source = "project_policy", at = "Invented" }',
            6,
            [("2026-12-07", "Sampleximab, day 1 of 2", "1650 mg"),
             ("2026-12-08", "Sampleximab, day 2 of 2", "1650 mg")],
            id="three times a day is what the day comes to",
        ),
        pytest.param("", 1, [("2026-12-07", "Sampleximab", "550 mg")], id="a single dose"),
    ],
)  # fmt: skip
def test_how_often_it_is_given_decides_its_days(
    data: Path, every: str, doses: int, expected: list[tuple[str, str, str]]
) -> None:
    file = "plans/invented/sampleximab.toml"
    edit(data, file, line_of(data, file, "every ="), every)
    edit(data, file, "doses = { value = 3", f"doses = {{ value = {doses}")
    _, answer = course_of("sampleximab start=2026-12-07")
    assert days_of(answer) == expected


def line_of(data: Path, file: str, begins: str) -> str:
    lines = (data / file).read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith(begins))


def test_doses_that_fill_no_whole_days_are_put_on_no_calendar(data: Path) -> None:
    file = "plans/invented/sampleximab.toml"
    every = 'every = { value = 8, unit = "h", source = "project_policy", at = "Invented" }'
    edit(data, file, line_of(data, file, "every ="), every)
    edit(data, file, "doses = { value = 3", "doses = { value = 4")
    status, answer = course_of("sampleximab start=2026-12-07")
    assert status == 2
    assert answer["error"]["message"] == (
        "Phase 1, Sampleximab: 4 doses, 3 a day, do not fill whole days, so they are "
        "put on no calendar."
    )


def test_an_order_of_its_day_on_a_course_is_a_paper(tmp_path: Path) -> None:
    file, paper = tmp_path / "case.toml", tmp_path / "order.pdf"
    given = ("--weight", "80 kg", "--age", "30 years", "--today", "2026-11-26")
    run("course", *given, "--phase", "sampleximab start=2026-12-07", "--save-case", str(file))
    status, _, errors = run("sheet", "--case", str(file), "--paper", "order", "-o", str(paper))
    assert (status, errors) == (0, "")
    assert "This order is for: 2026-12-07: Sampleximab, dose 1 of 3" in text_of(paper.read_bytes())
