"""Two patients at once, in two browsers on one server: neither sees anything of the other."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from walking import enter, let_rest

pytestmark = pytest.mark.browser


def shows(page: Page, total: str) -> None:
    metric = page.locator(".figures > div").filter(has_text="Course total")
    expect(metric).to_contain_text(total)


def test_each_browser_keeps_its_own_patient(browser: Browser, address: str) -> None:
    """2 g/kg: 160 g for 80 kg, 120 g for 60 kg; typed turn by turn."""
    pages = [browser.new_context().new_page() for _ in range(2)]
    for page in pages:
        page.set_default_timeout(30_000)
        page.goto(address)
        page.get_by_label("Weight", exact=True).wait_for()
    one, other = pages
    for weights in (("80", "60"), ("81", "61"), ("80", "60")):
        # Both are typed before either is looked at.
        for page, weight in zip(pages, weights, strict=True):
            enter(page, "Weight", weight)
        for page, weight in zip(pages, weights, strict=True):
            shows(page, f"{2 * int(weight)} g")
            let_rest(page)
    assert one.get_by_label("Weight", exact=True).input_value() == "80"
    assert other.get_by_label("Weight", exact=True).input_value() == "60"
    assert "120 g" not in one.locator(".stMain").inner_text()
    assert "160 g" not in other.locator(".stMain").inner_text()
    for page in pages:
        page.context.close()
