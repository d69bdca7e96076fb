"""The code of every element of the first page is there before the first of them is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect
from walking import enter, let_rest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, WebSocket


def test_nothing_is_fetched_for_the_first_dose_that_was_not_named_with_the_page(
    browser: Browser, address: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    answered, late = [], []

    def connected(socket: WebSocket) -> None:
        socket.on("framereceived", lambda _: answered.append(socket.url))

    page.on("websocket", connected)
    page.on("request", lambda sent: late.append(sent.url) if answered else None)
    page.goto(address)
    enter(page, "Weight", "80")
    expect(page.locator(".figures dd").first).to_have_text("160 g")
    let_rest(page)
    assert answered
    assert [url for url in late if "/static/js/" in url] == []
    context.close()
