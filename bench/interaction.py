"""From Enter in the weight to the changed dose on the page, and to the page at rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bench.served import BARE, OURS, enter_weight, let_rest, opened, served

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

WARM_UP = 5
ALTERNATIONS = 40
PRODUCT = "Privigen"

Pairs = list[tuple[float, float]]


class Changed(NamedTuple):
    """Pairs of seconds, ours and bare, measured in turn."""

    shown: Pairs
    rested: Pairs


def induction(browser: Browser, say: Callable[[str], None]) -> Changed:
    """Measure on the page that opens first: a dose in grams and its checks."""
    return _changed(browser, say, "induction", 2)


def maintenance(browser: Browser, say: Callable[[str], None]) -> Changed:
    """Measure on a dose with its product, containers, ladder of rates and their picture."""
    return _changed(browser, say, "maintenance", 1)


def _changed(
    browser: Browser, say: Callable[[str], None], of: str, grams_per_kilogram: int
) -> Changed:
    found = Changed([], [])
    with (
        served(OURS) as ours,
        served(BARE) as bare,
        opened(ours if of == "induction" else f"{ours}/{of}", browser) as our_page,
        opened(bare, browser) as bare_page,
    ):
        for turn in range(WARM_UP + ALTERNATIONS):
            kilograms = 50 + turn
            if turn == 1 and of == "maintenance":
                _choose_product(our_page)
            ours_shown, ours_rested = _seconds(our_page, kilograms, grams_per_kilogram)
            bare_shown, bare_rested = _seconds(bare_page, kilograms, 2)
            if turn >= WARM_UP:
                found.shown.append((ours_shown, bare_shown))
                found.rested.append((ours_rested, bare_rested))
            if (turn + 1) % 5 == 0:
                say(f"interaction, {of}: {turn + 1} of {WARM_UP + ALTERNATIONS}")
    return found


def _choose_product(page: Page) -> None:
    box = page.get_by_role("combobox", name="Product")
    box.click()
    box.fill(PRODUCT)
    page.get_by_role("option").first.click()
    page.get_by_text("mL by end").first.wait_for()
    let_rest(page)


def _seconds(page: Page, kilograms: int, grams_per_kilogram: int) -> tuple[float, float]:
    times = enter_weight(page, kilograms, grams_per_kilogram)
    let_rest(page)
    return times.shown - times.entered, times.rested - times.entered
