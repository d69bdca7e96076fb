"""`python -m docs.pictures`: take the README's screenshot of the app in a real Chromium."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from find_browser import browser_path  # noqa: E402  (the tests' own way to a browser)
from walking import click, enter  # noqa: E402  (the same)

PICTURE = ROOT / "docs/induction.png"
PATIENCE = 60  # seconds for the server, and for the page


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("localhost", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            socket.create_connection(("localhost", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the app did not serve a page")


def take() -> None:
    """Enter the README's case, 80 kg over 5 days, and write what a nurse sees."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=browser_path(), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_default_timeout(PATIENCE * 1000)
            page.goto(f"http://localhost:{port}")
            page.get_by_label("Weight", exact=True).wait_for()
            enter(page, "Weight", "80")
            click(page.get_by_text("5", exact=True))
            expect(page.get_by_test_id("stMetric").first).to_contain_text("160 g")
            page.wait_for_timeout(1000)
            page.screenshot(path=PICTURE)
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=20)


if __name__ == "__main__":
    take()
