"""A second plan is data alone: an invented one goes through the program without Python of its own.

It stands in ``tests/second_plan``: three treatments and four rules, and no number from any source.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from asking import outcomes, run, told_as_json
from breaking import with_the_second_plan
from pages import metrics, opened, shown_text
from streamlit.testing.v1 import AppTest

from calculators.patient.evidence import At, Evidence
from calculators.patient.patient import Answer, Fact, Patient
from plan_data import load, load_plan, read_plan
from plan_data.load import data_folder
from plan_data.schema.dosing import InductionDosing, SubcutaneousDosing
from views.all_pages import places_for

ROOT = Path(__file__).parents[2]
INFUSION = ("--weight", "80 kg", "--days", "6", "--age", "30 years", "--today", "2026-11-26")


@pytest.fixture(autouse=True, name="data")
def _second_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put the invented plan into a copy of the data, beside facts and products, and read that."""
    folder = with_the_second_plan(tmp_path)
    monkeypatch.setenv("DOSE_PLAN", str(folder))
    return folder


def test_it_has_three_treatments_and_four_rules() -> None:
    plan = load_plan()
    assert list(plan.treatments) == ["example_infusion", "examplomycin", "sampleximab"]
    rules = [rule.id for each in plan.treatments.values() for rule in each.rules]
    rules += [rule.id for rule in plan.common.rules]
    assert rules == ["iga_deficiency", "target_range", "dose_maximum", "adult"]
    assert [each.id for each in plan.every(InductionDosing)] == ["example_infusion"]
    assert plan.every(SubcutaneousDosing) == ()


def test_the_command_line_gives_its_dose_and_its_checks() -> None:
    status, answer = told_as_json("induction", *INFUSION, "--fact", "iga_deficiency=no")
    assert status == 0
    assert answer["plan"] == {"id": "invented", "version": "0.7", "status": "draft"}
    assert answer["result"]["total"] == {"value": "240", "unit": "g"}  # 3 g/kg × 80 kg
    assert answer["result"]["per_day"] == {"value": "40", "unit": "g"}  # 240 g ÷ 6
    assert outcomes(answer) == {"iga_deficiency": "clear", "adult": "clear"}
    [weight] = [step for step in answer["working"] if step["label"].startswith("Dosing weight")]
    assert weight["sources"] == ["Invented · Dosing weight"]
    status, answer = told_as_json("induction", *INFUSION, "--fact", "iga_deficiency=yes")
    assert status == 3
    assert outcomes(answer)["iga_deficiency"] == "contraindicated"


def test_its_own_days_and_its_own_drugs_are_the_ones_that_can_be_asked_for() -> None:
    refused = told_as_json("induction", "--weight", "80 kg", "--days", "5")[1]["error"]
    assert refused["field"] == "days"
    assert "over 3 or 6 days; 5 is not one of 3, 6" in refused["message"]
    refused = told_as_json("titration", "gabapentin", "--target", "900 mg/day")[1]["error"]
    assert refused["field"] == "drug"
    assert "examplomycin" in refused["message"]
    refused = told_as_json("scig", "--ivig-dose", "60 g", "--every", "3 weeks")[1]["error"]
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
    [named] = [each for each in moonstone["checks"]["findings"] if each["rule"] == "moonstone"]
    assert named["source"] == "Invented · Contraindications"  # its names are the plan's own
    assert stranger["result"]["answer"] == "not_in_plan"
    [strange] = [each for each in stranger["checks"]["findings"] if each["rule"] == "not_in_plan"]
    assert "no leave to give it in invented neuropathy." in strange["because"]
    assert outcomes(monitored)["grip"] == "caution"  # below the plan's 70 %


DAYS = ("11-26", "11-28", "11-30", "12-02", "12-04")


def test_an_order_is_verified_and_a_mistake_in_it_is_found() -> None:
    verify = ("verify", "--of", "induction", *INFUSION)
    assert told_as_json(*verify, "--order", "40 g/day")[1]["result"]["within_tolerance"] is True
    result = told_as_json(*verify, "--order", "400 g/day")[1]["result"]
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
    answer = told_as_json("induction", "--case", str(file))[1]
    assert answer["result"]["total"] == {"value": "240", "unit": "g"}
    # As written by hand: a saved file that was changed is refused as that, before its plan is read.
    text = re.sub(r"(?m)^sha256 = .*\n", "", text)
    file.write_text(text.replace('"invented"', '"mmn"'), encoding="utf-8")
    refused = told_as_json("induction", "--case", str(file))[1]["error"]
    assert 'a case of the plan "mmn"; the plan in use is "invented"' in refused["message"]


def test_orders_in_a_file_are_verified(tmp_path: Path) -> None:
    orders, verdicts = tmp_path / "orders.csv", tmp_path / "verdicts.csv"
    orders.write_text("of,weight,days,order\ninduction,80 kg,6,40 g/day\n", encoding="utf-8")
    status, _, _ = run("verify-file", str(orders), "-o", str(verdicts))
    assert status == 0
    assert "40 g" in verdicts.read_text(encoding="utf-8")


def test_a_template_has_no_order_that_it_would_call_wrong(tmp_path: Path) -> None:
    template = tmp_path / "orders.csv"
    assert run("verify-file", "--template", str(template)) == (0, "", "")
    [heading] = template.read_text(encoding="utf-8-sig").splitlines()
    assert heading.startswith("id,of,order")


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
        pytest.param("plan", id="what people read of it"),
        pytest.param("review", id="what its reviewer reads"),
    ],
)
def test_a_page_of_the_app_is_drawn_by_it(page: str) -> None:
    assert "INVENTED plan, version 0.7" in shown_text(opened(page))


def test_the_page_of_its_infusion_gives_its_dose() -> None:
    figures = metrics(opened("induction", weight="80", weight_unit="kg"))
    assert "240 g" in figures.values()  # 3 g/kg × 80 kg


def test_what_it_says_of_the_weight_and_a_sites_tolerance_stand_on_its_pages(data: Path) -> None:
    helped = [each.proto.help for each in opened("induction").button_group]
    assert "The invented plan: Names no weight either." in helped
    write_into(
        data / "policies.toml", "[order_tolerance]\nvalue = 5", "[order_tolerance]\nvalue = 7"
    )
    load._read_once.cache_clear()
    examples = [each.placeholder for each in opened("one_order").text_input]
    assert "7 %" in examples
    assert "5 %" not in examples


def test_the_app_lists_no_page_of_what_it_does_not_have() -> None:
    listed = [entry.address for place in places_for(load_plan()) for entry in place.pages]
    assert listed == [
        "induction", "titration", "sampleximab", "body", "bedside", "course", "verify", "orders",
        "check-twice", "allowed", "plan", "products", "review", "about",
    ]  # fmt: skip


def test_the_pages_for_readers_say_that_it_brings_nothing_to_read() -> None:
    app = opened("plan")
    [said] = app.info
    assert said.value == (
        "The plan “Invented neuropathy” (version 0.7) brings no sections to read. Its rules and "
        "its numbers stand beside each dose, and its numbers in the table for the reviewer."
    )
    assert not app.header
    app = opened("review")
    assert "It brings no list of open questions." in shown_text(app)
    [figures] = [each.value for each in app.dataframe]
    [days] = [row for row in figures.itertuples() if row.Key == "dosing.days"]
    assert (days.File, days.Value) == ("plans/invented/example_infusion.toml", "3, 6")
    assert not any("mmn" in file for file in figures["File"])
    # A place in the shipped plan begins with its section: "3A · IVIg induction · Dosing".
    assert not [place for place in figures["Place"] if place[:1].isdigit()]


def test_its_own_sections_are_shown_and_no_others(data: Path) -> None:
    listed = 'sections = ["care", "review"]\n\n[provenance]'
    write_into(data / "plans/invented/identity.toml", "[provenance]", listed)
    sections = data / "plans/invented/sections"
    sections.mkdir()
    (sections / "care.toml").write_text(CARE, encoding="utf-8")
    (sections / "review.toml").write_text(OPEN, encoding="utf-8")
    app = opened("plan")
    assert [each.value for each in app.header] == ["I.1 · Care"]
    assert "Sleep well" in shown_text(app)
    assert "1 row in 1 table." in shown_text(app)
    app = opened("review")
    assert "1 question is open" in shown_text(app)
    assert [each.label for each in app.expander] == ["1. How long is a night?"]


PROVENANCE = """
[provenance]
written_by = "MMN Dose Planner project"
written_on = 2026-11-26
checked_by = ""
next_review = 2027-02-11
"""
CARE = f"""{PROVENANCE}
[[sections]]
id = "I.1"
title = "Care"
heading = "What"
columns = {{ how = "How" }}

[[sections.rows]]
name = "Sleep well"
cells.how = "At night"
"""
OPEN = f"""{PROVENANCE}
[[questions]]
id = "night"
question = "How long is a night?"
plan_says = "Nothing."
places = ["I.1 · Sleep well"]
meanwhile = "Nothing."
change = [{{ file = "plans/invented/common.toml", key = "rules" }}]
"""


def test_a_broken_file_of_its_sections_is_said_on_the_page_with_file_and_key(data: Path) -> None:
    sections = data / "plans/invented/sections"
    sections.mkdir()
    (sections / "care.toml").write_text(CARE, encoding="utf-8")
    for page in ("plan", "review"):
        app = opened(page)
        assert [each.value for each in app.error] == ["The plan's sections cannot be read."]
        [said] = app.text
        assert said.value == (
            "plans/invented/identity.toml: sections: "
            "'care' stands in the folder and not in this list"
        )


IMPLIED = """
[[implications]]
fact = "recent_myocardial_infarction"
implies = ["iga_deficiency"]
source = "project_policy"
at = "Invented · Facts"
"""
AGES = """
[[evidence_ages]]
facts = ["iga"]
within = { value = 5, unit = "d", source = "project_policy", at = "Invented · Ages" }
says = "before the example infusion"
source = "project_policy"
at = "Invented · Ages"

[dosing]
"""


def write_into(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def evidence(*, facts: dict[str, Fact], treatment: str = "") -> Evidence:
    weighed = At(date(2026, 11, 26), treatment=treatment)
    return Evidence(Patient(facts=facts), read_plan(data_folder()), weighed)


INFARCTION = {"recent_myocardial_infarction": Fact(Answer.YES)}


def test_what_the_shipped_plan_has_one_fact_say_of_another_is_not_said_in_it() -> None:
    assert evidence(facts=INFARCTION).fact("thromboembolic_event").answer is Answer.UNKNOWN
    old = {"recent_myocardial_infarction": Fact(Answer.YES, date(2020, 1, 1))}
    assert not evidence(facts=old).no_longer_recent("recent_myocardial_infarction")


def test_what_it_has_one_fact_say_of_another_decides(data: Path) -> None:
    common = data / "plans/invented/common.toml"
    common.write_text(common.read_text(encoding="utf-8") + IMPLIED, encoding="utf-8")
    found = evidence(facts=INFARCTION).fact("iga_deficiency")
    assert (found.answer, found.implied_by) == (Answer.YES, "recent_myocardial_infarction")


def test_how_long_a_record_counts_on_its_treatment_is_its_own(data: Path) -> None:
    policy = load_plan().policies.evidence.within
    assert evidence(facts={}, treatment="example_infusion").counts_for("iga") == policy
    write_into(data / "plans/invented/example_infusion.toml", "\n[dosing]\n", AGES)
    within = evidence(facts={}, treatment="example_infusion").counts_for("iga")
    assert within is not None
    assert (within.value, within.unit) == (5, "d")
    assert evidence(facts={}, treatment="examplomycin").counts_for("iga") == policy
