"""From another start of a two-year course with weekly SCIg to the page drawn to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.served import BARE, OURS, let_rest, opened, served

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

WARM_UP = 2
ALTERNATIONS = 20
_PHASES = "Phases, one a line: the calculator, and its inputs as KEY=VALUE"


def course(browser: Browser, say: Callable[[str], None]) -> list[tuple[float, float]]:
    """Return pairs of seconds, ours and bare, measured in turn."""
    pairs = []
    with (
        served(OURS) as ours,
        served(BARE) as bare,
        opened(f"{ours}/course", browser) as our_page,
        opened(bare, browser) as bare_page,
    ):
        _begin(our_page)
        for turn in range(WARM_UP + ALTERNATIONS):
            pair = (_our_seconds(our_page, turn), _bare_seconds(bare_page, 50 + turn))
            if turn >= WARM_UP:
                pairs.append(pair)
            if (turn + 1) % 5 == 0:
                say(f"course: {turn + 1} of {WARM_UP + ALTERNATIONS}")
    return pairs


def _begin(page: Page) -> None:
    page.evaluate("bench.inputIsThere()")
    page.get_by_label("Weight", exact=True).fill("80")
    page.keyboard.press("Enter")
    let_rest(page)
    page.get_by_text("The same as text").click()


def _our_seconds(page: Page, turn: int) -> float:
    """Put the start on another day of January and the end two years later."""
    day = f"{1 + turn:02}"
    starts = f"2127-01-{day}"
    text = f"scig ivig_dose='60 g' every='3 weeks' start={starts} until=2129-01-{day}"
    page.get_by_label(_PHASES).fill(text)
    return _seconds(page, ".st-key-answer", f"{starts}: SCIg maintenance", "Control+Enter")


def _bare_seconds(page: Page, kilograms: int) -> float:
    page.evaluate("bench.inputIsThere()")
    page.get_by_label("Weight", exact=True).fill(str(kilograms))
    return _seconds(page, '[data-testid="stMetricValue"]', f"{2 * kilograms} g", "Enter")


def _seconds(page: Page, where: str, text: str, key: str) -> float:
    page.evaluate("([where, text]) => { bench.wantAtRest(where, text); }", [where, text])
    page.keyboard.press(key)
    times = page.evaluate("bench.times()")
    let_rest(page)
    return float(times["shown"] - times["entered"]) / 1000
