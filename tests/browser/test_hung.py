"""What is hung, in a real browser: a product chosen, the ladder, the bedside view on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from walking import choose, click, enter, go, metric

pytestmark = pytest.mark.browser


def hang_privigen(page: Page) -> None:
    """70 kg, 1 g/kg of Privigen from 09:00: 21, 42, 84, 168, 336 mL/h, done at 12:37."""
    enter(page, "Weight", "70")
    go(page, "Maintenance")
    choose(page, "Product", "Privigen 10 %")
    click(page.get_by_test_id("stTimeInput").get_by_role("spinbutton").first)
    page.keyboard.type("0900")
    page.keyboard.press("Tab")
    expect(page.locator(".st-key-answer .given")).to_contain_text("12:37")


def test_a_nurse_chooses_a_product_and_reads_rates_and_finish(page: Page) -> None:
    hang_privigen(page)
    expect(page.locator(".st-key-answer .given")).to_contain_text("≈ 217 min")
    click(page.get_by_role("button", name="Rate", exact=True))
    rates = page.get_by_role("table").filter(has_text="mL/kg/h")
    for rate in ("21", "42", "84", "168", "336"):
        expect(rates.get_by_role("cell", name=rate, exact=True)).to_be_visible()
    expect(page.get_by_text("1 × 40 g + 1 × 20 g + 1 × 10 g").first).to_be_visible()


def test_the_bedside_view_keeps_dose_and_ladder_on_one_screen(page: Page) -> None:
    hang_privigen(page)
    go(page, "Bedside")
    for label, value in {
        "Give": "70 g",
        "Volume": "700 mL",
        "Runs for": "≈ 217 min",
        "Finish": "12:37",
    }.items():
        assert metric(page, label) == value
    last = page.get_by_role("cell", name="336", exact=True)
    expect(last).to_be_in_viewport()
    renal = page.get_by_role("button", name="Renal function")
    expect(renal).to_be_in_viewport()
    # The question unfolds in place, and its answer changes the line.
    click(renal)
    asked = page.get_by_role("radiogroup", name="Has renal function been checked")
    click(asked.get_by_text("yes", exact=True))
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Renal function")).to_contain_text("yes")


def test_the_bedside_view_begins_at_its_top_wherever_it_was_opened_from(page: Page) -> None:
    hang_privigen(page)
    page.mouse.wheel(0, 1500)
    go(page, "Bedside")
    expect(page.get_by_role("heading", name="Bedside", level=1)).to_be_in_viewport()
    give = page.locator(".figures > div").filter(has_text="Give")
    expect(give.locator("dd")).to_be_in_viewport(ratio=1)


def test_the_bedside_view_prints_black_on_one_sheet(page: Page) -> None:
    hang_privigen(page)
    go(page, "Bedside")
    page.emulate_media(media="print")
    coloured = page.evaluate(
        """() => [...document.querySelectorAll('.st-key-bedside *')]
            .map(each => getComputedStyle(each).color)
            .filter(colour => colour !== 'rgb(0, 0, 0)')"""
    )
    assert coloured == []
    assert page.pdf().count(b"/Type /Page\n") == 1


def test_what_is_tapped_below_the_regimens_stays_where_it_is_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    enter(page, "Weight", "80")
    go(page, "Maintenance")
    days = page.get_by_role("radiogroup", name="Split over, days")
    each_dose = page.locator(".st-key-each_dose")
    expect(each_dose).to_contain_text("160 g")

    def down_the_page() -> float:
        top: float = days.evaluate(
            "each => each.getBoundingClientRect().y + document.querySelector('.stMain').scrollTop"
        )
        return top

    before = down_the_page()
    choose(page, "Product", "Privigen 10 %")
    expect(each_dose).to_contain_text("342 min")
    with_a_product = down_the_page()
    click(days.get_by_text("2", exact=True))
    expect(each_dose).to_contain_text("on day 1")
    assert [with_a_product, down_the_page()] == [before, before]
