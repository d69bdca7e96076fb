"""Each page, walked without a browser: what it shows for what is entered."""

from __future__ import annotations

from pathlib import Path

import pytest
from pages import metrics, opened, shown_text
from streamlit.testing.v1 import AppTest

from plan_data import load_plan

ROOT = Path(__file__).parents[2]
PAGES = ("induction", "maintenance", "scig", "cyclophosphamide", "rituximab", "body")


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_nurse_reads_160_g_in_total_and_32_g_a_day_for_80_kg_over_5_days() -> None:
    app = opened("induction")
    app.text_input(key="weight").set_value("80").run()
    assert metrics(app) == {"Course total": "160 g", "Each day, for 5 days": "32 g"}
    assert "2 g/kg × 80 kg = 160 g" in shown_text(app)
    assert "3A · IVIg induction · Dosing" in shown_text(app)


def test_the_draft_is_named_on_every_page(page: str) -> None:
    assert "DRAFT plan, version 1.1" in shown_text(opened(page))


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("induction", "Enter the weight"),
        ("maintenance", "Enter the weight"),
        ("scig", "IVIg dose is missing"),
        ("cyclophosphamide", "Enter the weight"),
        ("rituximab", "Enter the weight"),
    ],
)
def test_an_empty_page_says_what_to_enter_and_shows_no_dose(page: str, sentence: str) -> None:
    app = opened(page)
    assert sentence in app.info[0].value
    assert not metrics(app)


@pytest.mark.parametrize("page", ["cyclophosphamide", "rituximab"])
def test_a_missing_height_is_asked_for(page: str) -> None:
    app = opened(page, weight="80")
    assert "Enter the height" in app.info[0].value
    assert not metrics(app)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param("80 mg", "is not a unit accepted here", id="a unit of something else"),
        pytest.param("0", "is outside 20 kg to 400 kg", id="nothing"),
        pytest.param("-80", "is negative", id="a negative weight"),
        pytest.param("1000", "is outside 20 kg to 400 kg", id="an impossible weight"),
        pytest.param("eighty", "does not begin with a number", id="a word"),
        pytest.param("80,5", "has a comma", id="a decimal comma"),
        pytest.param("NaN", "does not begin with a number", id="not a number"),
    ],
)
def test_a_weight_that_cannot_be_used_reads_as_a_sentence(typed: str, sentence: str) -> None:
    app = opened("induction", weight=typed)
    assert sentence in app.error[0].value.replace("\\", "")
    assert not metrics(app)


def test_a_unit_typed_with_the_number_counts() -> None:
    app = opened("induction", weight="176 lb", weight_unit="kg")
    # 176 × 0.45359237 × 2 = 159.66451424
    assert metrics(app)["Course total"] == "≈ 159.66 g"


def test_the_unit_beside_the_number_counts_where_none_is_typed() -> None:
    app = opened("induction", weight="176", weight_unit="lb")
    assert metrics(app)["Course total"] == "≈ 159.66 g"


def test_answering_in_place_changes_the_verdict() -> None:
    app = opened("induction", weight="80", age="58", setting="OPD")
    assert not app.error
    app.segmented_control(key="check:thromboembolic_event").set_value("yes").run()
    assert "Contraindicated" in app.error[0].value
    app.segmented_control(key="check:thromboembolic_event").set_value("no").run()
    assert not app.error


def test_an_answer_can_be_taken_back_to_unknown() -> None:
    app = opened("induction", weight="80")
    app.segmented_control(key="check:cbc").set_value("no").run()
    assert "Not ready" in shown_text(app)
    app.segmented_control(key="check:cbc").set_value(None).run()
    assert "Not ready" not in shown_text(app)


ALL_ANSWERED = {
    "iga_deficiency": "no",
    "thromboembolic_event": "no",
    "uncompensated_heart_failure": "no",
    "severe_renal_insufficiency": "no",
    "quantitative_immunoglobulins": "yes",
    "renal_function": "yes",
    "hepatitis_b_c_panel": "yes",
    "cbc": "yes",
    "prior_infusion_reaction": "no",
    "blood_group_not_o": "no",
}


def test_every_unknown_of_induction_can_be_answered_on_its_page() -> None:
    app = opened("induction", weight="80")
    app.text_input(key="age").set_value("58").run()
    app.segmented_control(key="setting").set_value("OPD").run()
    for name, value in ALL_ANSWERED.items():
        app.segmented_control(key=f"check:{name}").set_value(value).run()
    assert ">17 clear</span>" in shown_text(app)
    assert "nknown" not in shown_text(app)


def test_a_laboratory_value_is_answered_with_its_unit() -> None:
    app = opened("cyclophosphamide", weight="80", height="180")
    app.selectbox(key="check:wbc:unit").set_value("/µL").run()
    app.text_input(key="check:wbc:typed").set_value("3999").run()
    assert "Contraindicated" in app.error[0].value
    app.text_input(key="check:wbc:typed").set_value("4000").run()
    assert not app.error


def test_a_listed_corticosteroid_contraindicates() -> None:
    app = opened("rituximab", weight="80", height="180", premedication=["dexamethasone 20 mg"])
    assert "Contraindicated" in app.error[0].value


def test_what_a_user_typed_is_shown_as_text_not_as_markdown() -> None:
    app = opened("induction", weight="![x](http://example.org/x.png)")
    assert "![x](" not in app.error[0].value


def test_maintenance_places_the_regimen_in_the_plans_band() -> None:
    app = opened("maintenance", weight="80")
    # 1 g/kg every 3 weeks: 80 g, and 1/3 g/kg a week
    assert metrics(app) == {"Each infusion, every 3 weeks": "80 g"}
    assert "**≈ 0.3333 g/kg/week**, inside the band" in shown_text(app)


def test_maintenance_above_the_band_is_a_caution() -> None:
    app = opened("maintenance", weight="80", dose="2", every="3")
    assert "lies ABOVE the band" in shown_text(app)


def test_scig_converts_what_is_given_in_four_weeks() -> None:
    app = opened("scig", ivig_dose="80", every_scig="2")
    assert metrics(app) == {"SCIg each week (base × 1.20)": "48 g/week"}


def test_scig_asks_for_the_interval_and_guesses_none() -> None:
    app = opened("scig", ivig_dose="80")
    assert "Interval is missing" in app.info[0].value
    assert not metrics(app)


def test_rituximab_by_surface_and_by_fixed_dose() -> None:
    app = opened("rituximab", weight="80", height="180")
    assert metrics(app) == {"Each dose": "750 mg"}  # 375 mg/m² × 2 m²
    app.segmented_control(key="regimen").set_value("two_doses").run()
    assert metrics(app) == {"Each dose": "1000 mg"}
    assert "1, 15" in shown_text(app)


def test_cyclophosphamide_by_both_routes() -> None:
    app = opened("cyclophosphamide", weight="80", height="180")
    assert metrics(app) == {"Each month": "2 g"}
    app.segmented_control(key="route").set_value("po").run()
    assert metrics(app) == {"Lowest each day": "80 mg", "Highest each day": "160 mg"}


def test_body_sizes_that_cannot_be_worked_out_say_why() -> None:
    app = opened("body", weight="80", height="180")
    assert "Enter the sex, male or female" in shown_text(app)
    assert "| Mosteller | **2 m²** |" in shown_text(app)


def test_no_page_asks_for_a_name_or_a_record_number(page: str) -> None:
    app = opened(page, weight="80", height="180")
    labels = [element.label.lower() for element in [*app.text_input, *app.selectbox]]
    forbidden = ("name", "record number", "mrn", "date of birth")
    assert not [label for label in labels if any(word in label for word in forbidden)]


def test_the_reviewers_page_lists_every_figure_and_that_nobody_has_checked_it() -> None:
    app = AppTest.from_string(
        "from views.reference import review\nreview.page()", default_timeout=30
    ).run()
    assert not app.exception
    table = app.dataframe[0].value
    assert {"2", "375", "1000", "1.20", "50", "2, 3, 4, 5"} <= set(table["Value"])
    assert set(table["Checked by"]) == {"nobody yet"}
    # Of products too, with the qualifier, the sizes and the mark.
    assert {"at most 25", "below 3.3", "1, 2.5, 5, 10, 20, 30"} <= set(table["Value"])
    assert {f"products/{name}.toml" for name in load_plan().products} <= set(table["File"])
    assert "Privigen label · Presentation [A†]" in set(table["Place"])


def test_the_app_itself_runs() -> None:
    app = AppTest.from_file(ROOT / "every_page.py", default_timeout=30).run()
    assert not app.exception
    assert app.title[0].value == "Induction"


def test_none_of_these_answers_for_no_test_and_for_nothing_that_is_needed_first() -> None:
    """A blood group and antibodies are found by a test, and nobody sees them answered."""
    app = opened("induction", weight="80", product_immunoglobulin_iv="privigen")
    app.button(key="record_none").click().run()
    recorded = app.session_state["recorded_facts"]
    assert recorded["uncompensated_heart_failure"]["value"] == "no"
    assert not {"blood_group_not_o", "anti_iga_antibodies", "renal_function", "cbc"} & set(recorded)
    app = opened("cyclophosphamide", weight="80", height="180")
    app.button(key="record_none").click().run()
    recorded = app.session_state["recorded_facts"]
    assert recorded["active_infection"]["value"] == "no"
    assert not {"refractory_to_ivig", "pregnancy_possible", "pregnancy_test"} & set(recorded)
    app.button(key="undo_none").click().run()
    assert not app.session_state["recorded_facts"]


def test_the_card_says_what_is_given_where_it_is_rounded_or_the_days_differ() -> None:
    """160 g from 5, 10 and 20 g vials over 5 days: 30, 30, 30, 35, 35, none of them 32 g."""
    app = opened(
        "induction",
        weight="80",
        product_immunoglobulin_iv="flebogamma_dif_10",
        round_immunoglobulin_iv="nearest",
    )
    text = shown_text(app)
    assert "Day 1 of 5; the other days differ: 30 g, 30 g, 35 g, 35 g" in text
    assert "<dt>Gives</dt><dd><span>30 g</span></dd>" in text


def test_the_date_of_a_yes_does_not_stay_with_a_no() -> None:
    app = opened("induction", weight="80")
    app.segmented_control(key="check:cbc").set_value("yes").run()
    assert app.session_state["recorded_facts"]["cbc"]["date"]
    app.segmented_control(key="check:cbc").set_value("no").run()
    assert "date" not in app.session_state["recorded_facts"]["cbc"]
