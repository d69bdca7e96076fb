"""Each page opens by its address, and so does the first one, which stands at the app's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from views.all_pages import PLACES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from views.all_pages import Entry

pytestmark = pytest.mark.browser

PAGES = [entry for place in PLACES for entry in place.pages]
FIRST = PAGES[0]


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.address)
def test_a_page_opens_by_its_address(browser: Browser, address: str, entry: Entry) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/{entry.address}")
    expect(page.get_by_role("heading", level=1)).to_have_text(entry.title)
    # Nothing stands before it, such as a word that there is no such page.
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#root[inert]")).to_have_count(0)
    at_first = f"{address}/"
    expect(page).to_have_url(at_first if entry is FIRST else f"{address}/{entry.address}")
    context.close()
