"""The server is killed and started again while a patient stands on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect
from serving import Server
from walking import answers, click, enter, go

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.browser
BROUGHT_BACK = "The case was brought back whole, with 1 recorded fact."
CONTRAINDICATED = "Contraindicated: the figures are shown"


@pytest.fixture
def server() -> Iterator[Server]:
    started = Server()
    yield started
    started.stop()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.goto(server.address)
    opened.get_by_label("Weight", exact=True).wait_for()
    yield opened
    context.close()


def start_anew(page: Page, server: Server) -> None:
    server.stop()
    expect(page.locator("[data-test-connection-state=CONNECTED]")).to_have_count(0)
    server.start()
    expect(page.locator("[data-test-connection-state=CONNECTED]")).to_be_visible()


def record_heart_failure(page: Page) -> None:
    enter(page, "Weight", "80")
    click(answers(page, "uncompensated_heart_failure").get_by_text("yes", exact=True))
    expect(page.get_by_text(CONTRAINDICATED)).to_be_visible()


def test_a_contraindication_outlives_the_server(page: Page, server: Server) -> None:
    record_heart_failure(page)
    start_anew(page, server)
    # The new server hears of the browser at its next click, and answers with the case as it stood.
    click(page.get_by_text("4", exact=True))
    expect(page.get_by_text(BROUGHT_BACK)).to_be_visible()
    expect(page.get_by_text(CONTRAINDICATED)).to_be_visible()
    expect(page.get_by_label("Weight", exact=True)).to_have_value("80 kg")
    click(page.get_by_text("4", exact=True))
    expect(page.locator(".figures > div").first).to_contain_text("160 g")
    expect(page.locator(".figures > div").nth(1)).to_contain_text("40 g")
    expect(page.get_by_text(CONTRAINDICATED)).to_be_visible()
    click(page.get_by_role("button", name="I have read this"))
    expect(page.get_by_text("The case was brought back whole")).to_have_count(0)
    expect(page.get_by_text(CONTRAINDICATED)).to_be_visible()
    # Nothing of the patient stands where it would outlive the page.
    kept = page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    )
    assert "heart" not in kept
    assert "80 kg" not in kept
    assert page.url.rstrip("/") == server.address


def test_it_outlives_the_server_on_a_page_that_shows_nothing_of_the_patient(
    page: Page, server: Server
) -> None:
    record_heart_failure(page)
    go(page, "Products")
    start_anew(page, server)
    go(page, "Maintenance")
    expect(page.get_by_text(BROUGHT_BACK)).to_be_visible()
    expect(page.locator(".figures > div").first).to_contain_text("80 g")
    expect(page.get_by_text(CONTRAINDICATED)).to_be_visible()
