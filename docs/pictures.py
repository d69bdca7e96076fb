"""`python -m docs.pictures`: take the pictures of the app in a real Chromium.

The README's is the first dose; of each place there is one at both widths, light and dark.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import expect, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from find_browser import browser_path  # noqa: E402  (the tests' own way to a browser)
from serving import Server  # noqa: E402  (the same)
from walking import choose, click, enter, go, let_rest  # noqa: E402  (the same)

FIRST = ROOT / "docs/induction.png"
SCREENS = ROOT / "docs/screens"
PATIENCE = 60_000  # ms for the page
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
COURSE = """\
induction days=5 start=2127-01-06
maintenance dose='1 g/kg' every='3 weeks' start=2127-01-27 until=2127-08-31
"""
COLOURS = 256  # of a picture; the screens have few, and a file stays small


def _to_the_top(page: Page) -> None:
    let_rest(page)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")


def dose(page: Page) -> None:
    """Work out a maintenance dose of a product, and answer what can be answered at once."""
    enter(page, "Weight", "80")
    enter(page, "Age in years", "58")
    go(page, "Maintenance")
    choose(page, "Product", "Privigen 10 %")
    click(page.get_by_role("button", name="None of these"))
    click(page.get_by_role("button", name="Record no for all"))
    _to_the_top(page)


def plan_ahead(page: Page) -> None:
    """Put five days of induction and maintenance after them on a course."""
    enter(page, "Weight", "80")
    enter(page, "Age in years", "58")
    go(page, "Course")
    as_text = page.get_by_text("The same as text, one phase a line")
    click(as_text)
    page.get_by_label("Phases, one a line", exact=False).fill(COURSE)
    page.keyboard.press("Control+Enter")
    click(as_text)
    let_rest(page)
    # The answer, below the bar that stays.
    page.locator(".st-key-answer").evaluate(
        "it => { it.scrollIntoView(); it.closest('[data-testid=stMain]').scrollBy(0, -70); }"
    )


def verify(page: Page) -> None:
    """Verify an order of SCIg whose uplift was forgotten."""
    go(page, "Verify")
    enter(page, "IVIg each infusion", "60")
    enter(page, "Every", "3")
    enter(page, "Dose as ordered", "20 g/wk")
    _to_the_top(page)


def reference(page: Page) -> None:
    """Read a section of the plan."""
    go(page, "The plan")
    click(page.get_by_role("button", name="5 · Differential diagnosis"))
    _to_the_top(page)


PLACES: dict[str, Callable[[Page], None]] = {
    "dose": dose,
    "plan-ahead": plan_ahead,
    "verify": verify,
    "reference": reference,
}


def first_dose(page: Page) -> None:
    """Enter the README's case, 80 kg over 5 days."""
    enter(page, "Weight", "80")
    click(page.get_by_text("5", exact=True))
    expect(page.locator(".figures > div").first).to_contain_text("160 g")
    _to_the_top(page)


def take() -> None:
    """Take every picture anew."""
    SCREENS.mkdir(exist_ok=True)
    server = Server()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=browser_path(), args=["--no-sandbox", "--disable-gpu"]
            )
            _take(browser, server.address, first_dose, FIRST, "desktop", "light")
            for name, walk in PLACES.items():
                for size in SIZES:
                    for scheme in ("light", "dark"):
                        into = SCREENS / f"{name}-{size}-{scheme}.png"
                        _take(browser, server.address, walk, into, size, scheme)
            browser.close()
    finally:
        server.stop()


def _take(  # noqa: PLR0913, PLR0917  (what, of what, and in which look)
    browser: Browser, address: str, walk: Callable[[Page], None], into: Path, size: str, scheme: str
) -> None:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.get_by_label("Weight", exact=True).wait_for()
    walk(page)
    let_rest(page)
    page.mouse.move(0, 0)
    page.wait_for_timeout(500)
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").quantize(COLOURS).save(into, optimize=True)
    context.close()


if __name__ == "__main__":
    take()
