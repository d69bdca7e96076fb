"""The plan page: whichever section is opened, all of it is there."""

from __future__ import annotations

import pytest
from pages import shown_text
from streamlit.testing.v1 import AppTest

from plan_data.find_section import find
from plan_data.sections_load import load_sections

SECTIONS = load_sections()


def plan_page() -> AppTest:
    return AppTest.from_string(
        "from views.reference import plan\nplan.page()", default_timeout=30
    ).run()


@pytest.mark.parametrize("name", [*SECTIONS.tables])
def test_an_opened_section_shows_each_of_its_rows_and_cells(name: str) -> None:
    app = plan_page()
    app.button(f"to section {name}".replace(" ", "-")).click().run()
    assert not app.exception
    text = shown_text(app)
    section = SECTIONS.tables[name]
    assert f"{section.id} · {section.title}" in [each.value for each in app.header]
    for row in section.rows:
        assert row.name in text
        assert [cell for cell in row.cells.values() if cell not in text] == []


def test_the_evidence_shows_each_claim_and_what_the_plan_does_not_cite() -> None:
    app, evidence = plan_page(), SECTIONS.evidence
    assert evidence is not None
    app.button(f"to-section-{evidence.id}").click().run()
    text = shown_text(app)
    assert [claim.claim for claim in evidence.claims if claim.claim not in text] == []
    assert [entry.says for entry in evidence.further if entry.says not in text] == []


def test_the_contents_name_every_section_with_how_many_rows_it_has() -> None:
    labels = [each.label.replace("\\", "") for each in plan_page().button]
    for each in find(SECTIONS):
        assert f"{each.section.id} · {each.section.title} ({len(each.rows)})" in labels


def test_a_search_of_few_rows_shows_them_and_one_of_many_their_sections() -> None:
    app = plan_page()
    app.text_input("plan_text").set_value("mexiletine").run()
    wanted = [
        f"{each.section.id} · {each.section.title}" for each in find(SECTIONS, text="mexiletine")
    ]
    assert [each.value for each in app.header] == wanted
    assert len(app.button) == 0
    app.text_input("plan_text").set_value("the").run()
    assert len(app.button) > 1
    app.text_input("plan_text").set_value("no such words").run()
    assert "No row fits" in app.info[0].value


def test_the_choice_of_a_section_that_a_search_leaves_out_goes_back_to_the_contents() -> None:
    app = plan_page()
    app.button("to-section-1A").click().run()
    app.text_input("plan_text").set_value("dose weeks").run()
    assert not app.exception
