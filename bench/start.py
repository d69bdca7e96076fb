"""From starting the server to the first dose on the page."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bench.served import BARE, OURS, App, enter_weight, opened, served

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

WARM_UP = 1
ALTERNATIONS = 5


def start(browser: Browser, say: Callable[[str], None]) -> list[tuple[float, float]]:
    """Return pairs of seconds, ours and bare, measured in turn."""
    pairs = []
    for turn in range(WARM_UP + ALTERNATIONS):
        pair = (_seconds(OURS, browser), _seconds(BARE, browser))
        if turn >= WARM_UP:
            pairs.append(pair)
        say(f"start: {turn + 1} of {WARM_UP + ALTERNATIONS}")
    return pairs


def _seconds(app: App, browser: Browser) -> float:
    began = time.time()
    with served(app) as address, opened(address, browser) as page:
        return enter_weight(page, 80).shown - began
