"""The pages "Is this allowed?" and "Monitoring", walked without a browser."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from pages import opened, shown_text

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


@pytest.mark.parametrize("page", ["is_it_allowed", "monitoring"])
def test_the_draft_is_named_on_the_page(page: str) -> None:
    assert "DRAFT plan, version 1.1" in shown_text(opened(page))


def test_an_empty_order_asks_what_was_ordered() -> None:
    app = opened("is_it_allowed")
    assert "Name is missing" in app.info[0].value
    assert "##" not in shown_text(app)


@pytest.mark.parametrize(
    ("typed", "words", "place"),
    [
        pytest.param(
            "dexamethasone 20 mg IV",
            "## :red[:material/block: Contraindicated in MMN]",
            "3 · Critical contraindications · Corticosteroids",
            id="a corticosteroid",
        ),
        pytest.param(
            "TPE x 5",
            "## :red[:material/block: Contraindicated in MMN]",
            "3 · Critical contraindications · Plasma exchange",
            id="plasma exchange",
        ),
        pytest.param(
            "gabapentin 300 mg",
            "## :blue[:material/assignment: In the plan: its own checks decide]",
            "3B · Gabapentin",
            id="a treatment of the plan",
        ),
        pytest.param(
            "prednisoone",
            "## :violet[:material/help: Not in this plan]",
            "Did you mean prednisone, which is contraindicated in MMN?",
            id="a misspelt name",
        ),
    ],
)
def test_the_answer_is_read_in_large_words_with_its_place(
    typed: str, words: str, place: str
) -> None:
    app = opened("is_it_allowed")
    app.text_input(key="name").set_value(typed).run()
    assert words in shown_text(app)
    assert place in shown_text(app)


def test_a_pair_is_a_caution_on_the_page() -> None:
    app = opened("is_it_allowed", name="duloxetine", **{"with": ["Amitriptyline"]})
    assert "serotonin syndrome" in shown_text(app)
    assert ":yellow-badge[:material/warning: Caution]" in shown_text(app)


def test_a_corticosteroid_alongside_stands_out_on_the_page() -> None:
    app = opened("is_it_allowed", name="rituximab", **{"with": ["prednisone"]})
    assert "Contraindicated for another reason" in app.error[0].value


def test_what_was_typed_is_shown_as_text_not_as_markdown() -> None:
    app = opened("is_it_allowed", name="![x](http://example.org/x.png)")
    assert all("![x](" not in part.value for part in [*app.markdown, *app.info, *app.error])


def row(app: AppTest, label: str) -> str:
    lines = shown_text(app).split("\n- ")
    return next(line for line in lines if f"] {label}" in line).partition("\n:")[0]


def test_nothing_recorded_is_unknown_in_every_row() -> None:
    app = opened("monitoring")
    assert shown_text(app).count("- :violet-badge[:material/help: Unknown] ") == 7
    assert "Caution" not in shown_text(app)


def test_grip_below_80_percent_of_baseline_gives_the_plans_action() -> None:
    app = opened("monitoring")
    app.text_input(key="grip").set_value("24").run()
    assert "Unknown" in row(app, "Grip strength")
    app.text_input(key="grip_baseline").set_value("32").run()
    assert "75 %" in row(app, "Grip strength")
    assert "Caution" in row(app, "Grip strength")
    assert "Give more IVIg" in row(app, "Grip strength")
    app.text_input(key="grip").set_value("25.6").run()  # 80 % of 32 kg
    assert "Clear" in row(app, "Grip strength")


def test_the_mrc_grade_is_chosen_from_the_plans_scale() -> None:
    app = opened("monitoring")
    grades = app.segmented_control(key="mrc")
    assert list(grades.options) == ["0/5", "1/5", "2/5", "3/5", "4/5", "5/5"]
    grades.set_value("3/5").run()
    assert "Caution" in row(app, "MRC grade")


def test_a_fall_of_hemoglobin_gives_the_plans_action() -> None:
    app = opened("monitoring")
    app.text_input(key="monitor:hemoglobin:typed").set_value("11.2").run()
    app.text_input(key="hemoglobin_before").set_value("13.0").run()
    assert "DAT, LDH and haptoglobin" in row(app, "Hemoglobin")


def test_igg_and_fvc_on_the_threshold_are_cautions_with_the_hedge() -> None:
    app = opened("monitoring")
    app.text_input(key="monitor:igg_trough:typed").set_value("800").run()
    app.text_input(key="fvc").set_value("80").run()
    assert "Caution" in row(app, "Serum IgG trough")
    assert "Caution" in row(app, "FVC")
    assert "the plan gives no fixed limit" in shown_text(app)


def test_the_clinician_answers_where_the_plan_has_no_number() -> None:
    app = opened("monitoring")
    app.segmented_control(key="creatinine_normal").set_value("no").run()
    assert "Infuse more slowly" in row(app, "Renal function")


def test_a_value_that_cannot_be_used_reads_as_a_sentence() -> None:
    app = opened("monitoring", fvc="780")
    assert "outside 5 % to 200 %" in app.error[0].value.replace("\\", "")


def test_a_recorded_fact_that_cannot_be_used_is_said_where_no_card_stands() -> None:
    recorded = {"cbc": {"value": "yes", "date": date(2150, 1, 1)}}
    app = opened("is_it_allowed", name="rituximab", recorded_facts=recorded)
    assert any("lies after today" in each.value for each in app.error)
