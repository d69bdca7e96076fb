"""The guard in a real browser: the app runs under its policy, and nobody else reaches it."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect
from walking import choose, click, enter, go, let_rest

from views.all_pages import PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.browser

CONNECTS = """address => new Promise(ends => {
    const socket = new WebSocket(address);
    socket.onopen = () => ends('open');
    socket.onerror = () => ends('refused');
})"""


def test_no_page_breaks_the_policy(page: Page) -> None:
    """A chart is drawn too: it needs more than all else."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    enter(page, "Weight", "80")
    choose(page, "Product", "Privigen 10 %")
    click(page.get_by_role("button", name="Rate", exact=True))
    expect(page.get_by_test_id("stVegaLiteChart").locator("svg.marks")).to_be_visible()
    for place in PLACES:
        for entry in place.pages:
            if entry.listed:
                go(page, entry.title)
                let_rest(page)
    assert [text for text in said if "Content Security Policy" in text] == []


@pytest.fixture
def neighbour(tmp_path: Path) -> Iterator[str]:
    """Serve an empty page at another port of this machine."""
    (tmp_path / "index.html").write_text("<p>Another page</p>", encoding="utf-8")
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("localhost", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


def test_another_port_of_this_machine_neither_connects_nor_frames(
    browser: Browser, address: str, neighbour: str
) -> None:
    page = browser.new_page()
    socket = address.replace("http", "ws") + "/_stcore/stream"
    page.goto(address)
    assert page.evaluate(CONNECTS, socket) == "open"
    page.goto(neighbour)
    assert page.evaluate(CONNECTS, socket) == "refused"
    page.evaluate(
        "address => { const frame = document.createElement('iframe'); frame.src = address;"
        " document.body.append(frame); return new Promise(ends => { frame.onload = ends; }) }",
        address,
    )
    framed = page.frames[1]
    assert not framed.url.startswith(address)
    page.close()
