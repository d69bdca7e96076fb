"""The pages of the symptomatic drugs, mycophenolate and eculizumab, walked without a browser."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pages
import pytest
from pages import metrics, shown_text

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

PAGES = ("titration", "mycophenolate", "eculizumab")
DRUGS = (
    "gabapentin",
    "pregabalin",
    "duloxetine",
    "amitriptyline",
    "acetaminophen",
    "modafinil",
    "mexiletine",
    "magnesium_oxide",
)
START = date(2026, 11, 22)


def opened(page: str, **state: Any) -> AppTest:
    return pages.opened(page, **{"start": START, **state})


@pytest.mark.parametrize("page", PAGES)
def test_the_draft_is_named_on_every_page(page: str) -> None:
    assert "DRAFT plan, version 1.1" in shown_text(opened(page))


@pytest.mark.parametrize("drug", DRUGS)
def test_an_empty_page_asks_for_the_target_and_shows_the_limit_and_no_dose(drug: str) -> None:
    app = opened("titration", drug=drug)
    assert "Target is missing" in app.info[0].value
    assert "At most" in shown_text(app)
    assert not metrics(app)


def test_gabapentin_is_read_as_a_target_and_a_dated_table() -> None:
    app = opened("titration")
    app.text_input(key="target_gabapentin").set_value("1800").run()
    app.text_input(key="step_every_gabapentin").set_value("3").run()
    assert metrics(app) == {"Gabapentin, a day": "1800 mg/day"}
    text = shown_text(app)
    assert "| 2026-11-22 | **300 mg** | 1 | 300 mg |" in text
    assert "| 2026-12-01 | **400 mg** | 3 | 1200 mg |" in text
    assert "| 2026-12-07 | **600 mg** | 3 | 1800 mg |" in text
    assert "1500 mg + 300 mg = 1800 mg" in text


def test_a_target_above_the_maximum_is_an_error_and_no_dose_is_shown() -> None:
    app = opened("titration", target_gabapentin="3601")
    assert "3600 mg/day (3B · Gabapentin · Dosing)" in app.error[0].value.replace("\\", "")
    assert not metrics(app)


def test_the_target_of_one_drug_is_not_taken_over_to_the_next() -> None:
    app = opened("titration", target_gabapentin="1800")
    app.selectbox(key="drug").set_value("duloxetine").run()
    assert "Target is missing" in app.info[0].value
    assert not app.error


def test_where_the_plan_is_silent_the_page_asks_for_the_interval() -> None:
    app = opened("titration", drug="modafinil", target_modafinil="200")
    assert "Step every is missing" in app.info[0].value
    app.text_input(key="step_every_modafinil").set_value("2").run()
    assert "| 2026-11-24 | **200 mg** | 1 | 200 mg |" in shown_text(app)
    assert "the highest dose that the plan names" in shown_text(app)


def test_amitriptyline_offers_its_start_and_its_step() -> None:
    app = opened("titration", drug="amitriptyline", target_amitriptyline="50")
    app.text_input(key="start_dose_amitriptyline").set_value("25").run()
    app.text_input(key="step_amitriptyline").set_value("25").run()
    assert "| 2026-12-06 | **50 mg** | 1 | 50 mg |" in shown_text(app)


def test_acetaminophen_shows_both_limits_and_refuses_above_the_lowered_one() -> None:
    app = opened("titration", drug="acetaminophen", target_acetaminophen="4000")
    assert "At most 4 g/day, with hepatic impairment 2 g/day" in shown_text(app)
    assert "| 2026-11-22 | **1000 mg** | 4 | 4000 mg |" in shown_text(app)
    app.segmented_control(key="check:hepatic_impairment").set_value("yes").run()
    assert "with hepatic impairment, 2 g/day" in app.error[0].value.replace("\\", "")
    assert not metrics(app)


def test_a_clearance_that_lacks_the_weight_says_so() -> None:
    app = opened("titration", drug="duloxetine", target_duloxetine="30", age="58", sex="male")
    app.text_input(key="check:creatinine:typed").set_value("4").run()
    assert "Cannot be told until this is recorded: Weight." in shown_text(app)
    app.text_input(key="weight").set_value("80").run()
    # (140 − 58) × 80 ÷ (72 × 4) = 22.8 mL/min
    assert "Contraindicated" in app.error[0].value


def test_duloxetine_listed_alongside_amitriptyline_is_a_caution() -> None:
    app = opened(
        "titration", drug="amitriptyline", target_amitriptyline="10", concurrent=["duloxetine"]
    )
    assert "a serotonergic pair with amitriptyline" in shown_text(app)


def test_mycophenolate_shows_both_doses_and_the_end_of_the_trial() -> None:
    app = opened("mycophenolate")
    assert metrics(app) == {"Dose to reach, a day": "2000 mg/day"}
    assert "| no date | **1000 mg** | 2 | 2000 mg |" in shown_text(app)
    assert "to **2027-05-22**" in shown_text(app)
    app.text_input(key="step_every_mycophenolate").set_value("14").run()
    assert "| 2026-12-06 | **1000 mg** | 2 | 2000 mg |" in shown_text(app)


def test_eculizumab_shows_no_dose_and_runs_its_checks() -> None:
    app = opened("eculizumab")
    assert "The plan gives no dose of eculizumab" in app.warning[0].value
    assert not metrics(app)
    app.segmented_control(key="check:unresolved_meningococcal_infection").set_value("yes").run()
    assert "Contraindicated" in shown_text(app)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_asks_for_a_name_or_a_record_number(page: str) -> None:
    app = opened(page)
    labels = [element.label.lower() for element in [*app.text_input, *app.selectbox]]
    forbidden = ("name", "record number", "mrn", "date of birth")
    assert not [label for label in labels if any(word in label for word in forbidden)]


TREATMENTS = ("induction", "maintenance", "scig", "cyclophosphamide", "rituximab")


@pytest.mark.parametrize("page", TREATMENTS)
def test_the_day_of_the_first_dose_is_asked_for_beside_the_checks(page: str) -> None:
    """And goes into the answer: what is written beside it names the day."""
    app = pages.opened(page, weight="80", height="180", ivig_dose="60", every_scig="3")
    [asked] = [each for each in app.date_input if each.label == "First dose on"]
    assert asked.value is None
    assert "First dose on: not recorded; windows and ages run to" in shown_text(app)
    asked.set_value(date(2026, 12, 10)).run()
    assert not app.exception
    assert "First dose on: 2026-12-10; windows and ages run to that day." in shown_text(app)
