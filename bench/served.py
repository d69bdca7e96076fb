"""A Streamlit app served by a process of its own, and a page that looks at it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
LONGEST_START = 120  # seconds

# Both apps get these. The bare app runs in this folder, where no configuration stands: it is
# Streamlit as it comes, while the app has its own settings like its own code.
_FLAGS = (
    "--server.headless=true",
    "--server.address=localhost",
    "--browser.gatherUsageStats=false",
)

# Where it is set, Python compiles the whole app anew at each start. It is not set on the machine
# of somebody who uses the app: there the first start after an installation does it, and here the
# one that warms up.
_NOT_PASSED_ON = {"PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class App:
    """An app to measure: the script and the folder in which it is started."""

    name: str
    script: str
    folder: Path


OURS = App("the app", "app.py", HERE.parent)
BARE = App("the bare app", "bare_app.py", HERE)
BOTH = (OURS, BARE)


@dataclass(frozen=True)
class Serving:
    """An app that is served: where, and by which process."""

    port: int
    process: int

    @property
    def address(self) -> str:
        """The address for a browser."""
        return f"http://localhost:{self.port}"


@contextmanager
def served(app: App) -> Iterator[str]:
    """Serve the app on a free port; give its address as soon as it accepts a connection."""
    with serving(app) as server:
        yield server.address


@contextmanager
def serving(app: App) -> Iterator[Serving]:
    """Serve the app as `served` does; give its process too."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", app.script, f"--server.port={port}"]
    server = subprocess.Popen(
        [*command, *_FLAGS],
        cwd=app.folder,
        env={name: value for name, value in os.environ.items() if name not in _NOT_PASSED_ON},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_served(port, server, app)
        yield Serving(port, server.pid)
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    """Return a port below those that the system gives to clients.

    A client that asks again and again for one of those may be given that very port, and be
    connected to itself before the server is there.
    """
    for port in range(20_000 + os.getpid() % 10_000, 32_000):
        with socket.socket() as listener:
            try:
                listener.bind(("localhost", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no port is free")


def _wait_until_served(port: int, server: subprocess.Popen[bytes], app: App) -> None:
    last = time.monotonic() + LONGEST_START
    while time.monotonic() < last and server.poll() is None:
        try:
            socket.create_connection(("localhost", port), timeout=1).close()
        except OSError:
            time.sleep(0.005)
        else:
            return
    raise RuntimeError(f"{app.name} did not start")


@contextmanager
def opened(address: str, browser: Browser) -> Iterator[Page]:
    """Open the address in a browser context of its own, with nothing in its cache."""
    context = browser.new_context()
    try:
        context.add_init_script(path=HERE / "watch.js")
        page = context.new_page()
        page.goto(address, wait_until="commit")
        yield page
    finally:
        context.close()


@dataclass(frozen=True)
class Times:
    """When Enter was pressed, the dose was there, and the page at rest: seconds since 1970."""

    entered: float
    shown: float
    rested: float


def enter_weight(page: Page, kilograms: int, grams_per_kilogram: int = 2) -> Times:
    """Type a weight, press Enter and wait for its dose and for the rest of the page."""
    page.evaluate("bench.inputIsThere()")
    page.evaluate("text => { bench.want(text); }", f"{grams_per_kilogram * kilograms} g")
    page.get_by_label("Weight", exact=True).fill(str(kilograms))
    page.keyboard.press("Enter")
    times = page.evaluate("bench.times()")
    return Times(*(times[name] / 1000 for name in ("entered", "shown", "rested")))


def let_rest(page: Page) -> None:
    """Wait until the script has ended and the page has drawn the rest."""
    page.locator('[data-test-script-state="notRunning"]').first.wait_for(state="attached")
    page.wait_for_timeout(300)
