"""Each page opens by its address, and so does the first one, which stands at the app's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from walking import enter, go, let_rest

from views.all_pages import PLACES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from views.all_pages import Entry

pytestmark = pytest.mark.browser

PAGES = [entry for place in PLACES for entry in place.pages]


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.address)
def test_a_page_opens_by_its_address(browser: Browser, address: str, entry: Entry) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/{entry.address}")
    expect(page.get_by_role("heading", level=1)).to_have_text(entry.title)
    # Nothing stands before it, such as a word that there is no such page.
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#root[inert]")).to_have_count(0)
    context.close()


def test_who_goes_back_from_the_first_page_by_its_name_is_where_he_was(
    browser: Browser, address: str
) -> None:
    """With the patient as it was entered, and on to another page and back in the same way."""
    context = browser.new_context()
    page = context.new_page()
    for name in ("maintenance", "induction"):
        page.goto(f"{address}/{name}")
        expect(page.get_by_role("heading", level=1)).to_have_text(name.capitalize())
    enter(page, "Weight", "80")
    expect(page.locator(".figures dd").first).to_have_text("160 g")
    go(page, "SCIg conversion")
    expect(page.get_by_role("heading", level=1)).to_have_text("SCIg conversion")
    # Who goes back from a page has seen it: before that, what is clicked is of the page before it.
    let_rest(page)
    page.go_back()
    expect(page.locator(".figures dd").first).to_have_text("160 g")
    expect(page.get_by_label("Weight", exact=True)).to_have_value("80")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maintenance")
    context.close()
