"""A walk through the app in a real browser, on a desktop's and on a phone's screen."""

from __future__ import annotations

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from walking import answers, click, enter, go, hint, let_rest, metric, question

pytestmark = pytest.mark.browser

TITLES = (
    "Induction",
    "Maintenance",
    "SCIg conversion",
    "Cyclophosphamide",
    "Rituximab",
    "Body size",
    "Symptomatic drugs",
    "Mycophenolate",
    "Eculizumab",
    "Monitoring",
    "Verify",
    "A file of orders",
    "Check twice",
    "Is this allowed?",
    "The plan",
    "Products",
    "For the reviewer",
    "About and sources",
)


def test_a_nurse_enters_80_kg_chooses_5_days_and_reads_the_dose(page: Page) -> None:
    enter(page, "Weight", "80")
    click(page.get_by_text("5", exact=True))
    expect(page.locator(".figures > div").first).to_contain_text("160 g")
    assert metric(page, "Each day") == "32 g"
    expect(page.get_by_role("heading", name="Before it is given")).to_be_visible()
    click(page.get_by_role("button", name="Working", exact=True))
    working = page.locator(".st-key-working")
    expect(working.get_by_text("2 g/kg × 80 kg = 160 g")).to_be_visible()
    expect(working.get_by_text("3A · IVIg induction · Dosing").first).to_be_visible()


def test_the_dose_follows_the_weight_without_a_button(page: Page) -> None:
    enter(page, "Weight", "80")
    expect(page.locator(".figures > div").first).to_contain_text("160 g")
    page.get_by_label("Weight", exact=True).fill("70")
    expect(page.locator(".figures > div").first).to_contain_text("140 g")


def test_an_unknown_is_answered_in_place_and_the_verdict_changes(page: Page) -> None:
    enter(page, "Weight", "80")
    asked = question(page, "thromboembolic_event")
    expect(asked).to_contain_text("Unknown")
    click(answers(page, "thromboembolic_event").get_by_text("yes", exact=True))
    expect(asked).to_contain_text("Contraindicated")
    expect(page.get_by_text("Contraindicated: the figures are shown")).to_be_visible()
    # An event long past is no contraindication: the date decides.
    date = page.get_by_role("group", name="Thromboembolic event: date")
    click(date.get_by_role("spinbutton").first)
    page.keyboard.type("20200115")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Contraindicated: the figures are shown")).to_have_count(0)


def test_the_patient_stays_while_pages_change(page: Page) -> None:
    enter(page, "Weight", "80")
    enter(page, "Height", "180")
    click(answers(page, "uncompensated_heart_failure").get_by_text("yes", exact=True))
    expect(page.get_by_text("Contraindicated: the figures are shown")).to_be_visible()
    for title in TITLES[1:]:
        go(page, title)
    go(page, "Rituximab")
    expect(page.locator(".figures > div").first).to_contain_text("750 mg")
    go(page, "Maintenance")
    expect(page.locator(".figures > div").first).to_contain_text("80 g")
    expect(page.get_by_text("Contraindicated: the figures are shown")).to_be_visible()


def test_a_page_loaded_anew_has_forgotten_the_patient(page: Page) -> None:
    enter(page, "Weight", "80")
    expect(page.locator(".figures > div").first).to_contain_text("160 g")
    assert "80" not in page.url.partition("localhost")[2].partition("/")[2]
    page.reload()
    expect(page.get_by_label("Weight", exact=True)).to_have_value("")
    expect(hint(page)).to_contain_text("Enter the weight")


def test_the_draft_banner_stays_in_sight_on_every_page(page: Page) -> None:
    enter(page, "Weight", "80")
    for title in TITLES:
        go(page, title)
        banner = page.get_by_text("DRAFT plan, version 1.1")
        page.mouse.wheel(0, 5000)
        page.wait_for_timeout(300)
        expect(banner).to_be_in_viewport()


def test_the_dose_and_its_outcome_stay_in_sight_while_the_checks_are_answered(page: Page) -> None:
    enter(page, "Weight", "80")
    click(answers(page, "uncompensated_heart_failure").get_by_text("yes", exact=True))
    expect(page.get_by_text("Contraindicated: the figures are shown")).to_be_visible()
    page.mouse.wheel(0, 5000)
    expect(page.get_by_role("heading", name="Before it is given")).not_to_be_in_viewport()
    wide = page.viewport_size is not None and page.viewport_size["width"] > 960
    answer = page.locator(".st-key-answer" if wide else ".st-key-dose_bar")
    expect(answer.get_by_text("32 g", exact=True)).to_be_in_viewport(ratio=1)
    expect(answer.get_by_text("1 contraindicated", exact=True)).to_be_in_viewport(ratio=1)
    expect(page.get_by_text("DRAFT plan, version 1.1")).to_be_in_viewport(ratio=1)


def test_a_scig_interval_is_asked_for(page: Page) -> None:
    go(page, "SCIg conversion")
    enter(page, "IVIg each infusion", "140")
    expect(hint(page)).to_contain_text("Interval is missing")
    enter(page, "Every", "6")
    expect(page.locator(".figures > div").first).to_contain_text("28 g/week")


def test_pounds_are_asked_about(page: Page) -> None:
    enter(page, "Height", "180")
    enter(page, "Weight", "176")
    expect(page.get_by_text("Is this pounds? 176 lb would be ≈ 79.83 kg.").first).to_be_visible()


def test_no_page_has_a_serious_accessibility_fault(page: Page) -> None:
    enter(page, "Weight", "80")
    enter(page, "Height", "180")
    expect(page.locator(".figures > div").first).to_be_visible()
    for title in TITLES:
        go(page, title)
        let_rest(page)
        # The page itself; the framework's own navigation beside it is not ours to mend.
        found = Axe().run(page, context=".stMain")
        serious = [
            (title, fault["id"], [node["html"][:160] for node in fault["nodes"]][:3])
            for fault in found.response["violations"]
            if fault["impact"] in {"serious", "critical"}
        ]
        assert serious == []
        levels = page.evaluate(
            "[...document.querySelectorAll('.stMain :is(h1, h2, h3, h4, h5, h6)')]"
            ".filter(each => each.checkVisibility()).map(each => Number(each.tagName[1]))"
        )
        assert levels[0] == 1, title
        assert all(after - before <= 1 for before, after in pairwise(levels)), (title, levels)


def test_a_treatment_in_the_plan_links_to_its_calculator_and_keeps_the_patient(page: Page) -> None:
    enter(page, "Weight", "80")
    go(page, "The plan")
    enter(page, "Search the plan", "SCIg maintenance")
    click(page.locator("summary").filter(has_text="SCIg maintenance"))
    click(page.get_by_role("link", name="Calculate SCIg maintenance"))
    expect(page.get_by_role("heading", name="SCIg conversion", level=1)).to_be_visible()
    expect(page.get_by_label("Weight", exact=True)).to_have_value("80")


def test_a_number_links_to_its_place_in_the_plan(page: Page) -> None:
    enter(page, "Weight", "80")
    click(page.get_by_role("button", name="Working", exact=True))
    click(page.get_by_role("link", name="3A · IVIg induction"))
    expect(page.get_by_role("heading", name="The plan", level=1)).to_be_visible()
    expect(page.get_by_text("1 row in 1 table.")).to_be_visible()


def test_nothing_on_a_phone_needs_scrolling_sideways(page: Page) -> None:
    enter(page, "Weight", "80")
    expect(page.locator(".figures > div").first).to_be_visible()
    too_wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert too_wide <= 0
