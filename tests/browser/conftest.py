"""The app served for real, and a real Chromium to look at it with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from find_browser import browser_path
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright
from serving import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

expect.set_options(timeout=30_000)  # patience on a busy machine; nothing waits where all is well
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Serve the app on a free port, as `make app` does."""
    server = Server()
    try:
        yield server.address
    finally:
        server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium: one named by MMN_CHROMIUM, one on PATH, or Playwright's own."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        yield started
        started.close()


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["at 1280 px", "at 390 px"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """Open the app at a desktop's and a phone's width; nothing may be loaded from elsewhere."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height})
    elsewhere: list[str] = []

    def watch(sent: Request) -> None:
        if not sent.url.startswith((address, "data:", "blob:")):
            elsewhere.append(sent.url)

    opened = context.new_page()
    opened.on("request", watch)
    opened.set_default_timeout(30_000)
    opened.goto(address)
    opened.get_by_label("Weight", exact=True).wait_for()
    yield opened
    context.close()
    assert elsewhere == []
