"""How the walks go through the app: type, choose, follow a link, read a large figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    import re


def enter(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).fill(text)
    page.keyboard.press("Enter")


def metric(page: Page, label: str | re.Pattern[str]) -> str:
    found = page.get_by_test_id("stMetric").filter(has_text=label)
    return found.get_by_test_id("stMetricValue").inner_text()


def go(page: Page, title: str) -> None:
    """Follow a link of the navigation, which a phone keeps folded away."""
    unfold = page.get_by_test_id("stExpandSidebarButton")
    folded = unfold.is_visible()
    if folded:
        unfold.click()
    page.get_by_test_id("stSidebar").get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    if folded:
        page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
        expect(unfold).to_be_visible()


def choose(page: Page, label: str, option: str) -> None:
    """Choose an entry of a list by typing its name."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()
