"""From Enter in the weight to the changed dose on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.served import BARE, OURS, enter_weight, let_rest, opened, served

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

WARM_UP = 5
ALTERNATIONS = 40


def interaction(browser: Browser, say: Callable[[str], None]) -> list[tuple[float, float]]:
    """Return pairs of seconds, ours and bare, measured in turn."""
    pairs = []
    with (
        served(OURS) as ours,
        served(BARE) as bare,
        opened(ours, browser) as our_page,
        opened(bare, browser) as bare_page,
    ):
        for turn in range(WARM_UP + ALTERNATIONS):
            kilograms = 50 + turn
            pair = (_seconds(our_page, kilograms), _seconds(bare_page, kilograms))
            if turn >= WARM_UP:
                pairs.append(pair)
            if (turn + 1) % 5 == 0:
                say(f"interaction: {turn + 1} of {WARM_UP + ALTERNATIONS}")
    return pairs


def _seconds(page: Page, kilograms: int) -> float:
    times = enter_weight(page, kilograms)
    let_rest(page)
    return times.shown - times.entered
