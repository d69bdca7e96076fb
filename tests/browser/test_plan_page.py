"""The plan, read by section and by search: nothing of it is lost, and no section is too high."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from walking import click, enter, go, let_rest

from plan_data.find_section import find
from plan_data.sections_load import load_sections

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from plan_data.find_section import RowsFound

pytestmark = pytest.mark.browser

SECTIONS = load_sections()
LARGEST = ("1A", "2B", "3B", "3C", "3D", "4B", "5", "6", "Notes", "8")


def contents(page: Page) -> list[str]:
    return page.locator(".st-key-contents").get_by_role("button").all_inner_texts()


def listed(found: tuple[RowsFound, ...]) -> list[str]:
    return [f"{each.section.id} · {each.section.title} ({len(each.rows)})" for each in found]


def back_to_the_contents(page: Page) -> None:
    box = page.get_by_role("combobox", name="Section")
    click(box)
    box.fill("Contents")
    click(page.get_by_role("option", name="Contents", exact=True))


def test_a_large_section_holds_its_rows_and_is_no_higher_than_a_page_may_be(page: Page) -> None:
    go(page, "The plan")
    let_rest(page)
    most = 2200 if page.viewport_size is not None and page.viewport_size["width"] > 960 else 3000
    assert contents(page)[: len(SECTIONS.tables)] == listed(find(SECTIONS))
    too_high: dict[str, int] = {}
    for name in contents(page):
        if not name.startswith(LARGEST):
            continue
        click(page.locator(".st-key-contents").get_by_role("button", name=name, exact=True))
        heading = name.rpartition(" (")[0]
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        let_rest(page)
        height = page.evaluate(
            "document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight"
        )
        too_high |= {name: height} if height > most else {}
        text = page.locator(".stMain").text_content() or ""
        for section in SECTIONS.tables.values():
            if heading == f"{section.id} · {section.title}":
                assert [row.name for row in section.rows if row.name not in text] == []
        back_to_the_contents(page)
    assert too_high == {}


def test_the_whole_plan_is_one_click_away(page: Page, tmp_path: Path) -> None:
    go(page, "The plan")
    with page.expect_download() as download:
        click(page.get_by_role("button", name="The whole plan, PDF"))
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name == "plan-mmn-1.1.pdf"
    text = "".join(each.extract_text() for each in PdfReader(file).pages)
    headings = [f"{each.id} · {each.title}" for each in SECTIONS.tables.values()]
    assert [each for each in headings if each not in text.replace("\n", " ")] == []


@pytest.mark.parametrize("setting", ["ED", "OPD"])
def test_the_contents_are_of_a_setting_and_so_are_the_rows(page: Page, setting: str) -> None:
    go(page, "The plan")
    click(page.get_by_role("radiogroup", name="Setting shown").get_by_text(setting, exact=True))
    found = find(SECTIONS, setting=setting)
    count = sum(len(each.rows) for each in found)
    expect(page.get_by_text(f"{count} rows in {len(found)} tables for {setting}.")).to_be_visible()
    let_rest(page)
    assert contents(page)[: len(found)] == listed(found)
    core = next(each for each in found if each.section.id == "1A")
    click(page.locator(".st-key-contents").get_by_role("button", name="1A · Core tests"))
    let_rest(page)
    text = page.locator(".stMain").inner_text()
    rows = SECTIONS.tables["1A"].rows
    assert [row.name for row in rows if row.name in text] == [row.name for row in core.rows]


def test_a_search_looks_through_every_section_and_a_wide_one_says_where_its_rows_stand(
    page: Page,
) -> None:
    go(page, "The plan")
    enter(page, "Search the plan", "cyclophosphamide mesna")
    expect(page.get_by_role("heading", name="3D · Second-line")).to_be_visible()
    enter(page, "Search the plan", "IVIg")
    let_rest(page)
    found = find(SECTIONS, text="IVIg")
    assert contents(page)[: len(found)] == listed(found)


@pytest.mark.parametrize(
    ("end", "heading"),
    [
        pytest.param("#plan-3B", "3B · Symptomatic treatments", id="the anchor of a section"),
        pytest.param("#plan-2-·-Lumbar-puncture", "Lumbar puncture: when", id="one with a space"),
        pytest.param("?find=3A · IVIg induction", "3A · Acute or first-line", id="a row's place"),
    ],
)
def test_an_address_that_points_into_the_plan_leads_there(
    page: Page, address: str, end: str, heading: str
) -> None:
    page.goto(f"{address}/plan{end}")
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
