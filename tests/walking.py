"""How the walks go through the app: type, choose, follow a link, read a large figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from views.all_pages import PLACES

if TYPE_CHECKING:
    import re

    from playwright.sync_api import Locator

# Resolves when the script has ended and for 300 ms nothing was drawn anew and nothing moved.
_AT_REST = """() => new Promise((rests, fails) => {
    const begun = performance.now();
    let stirred = begun;
    const stir = () => { stirred = performance.now(); };
    const watcher = new MutationObserver(stir);
    watcher.observe(document.body, {
        subtree: true, childList: true, attributes: true, characterData: true,
    });
    const moves = each => each.playState === 'running'
        && each.effect.getTiming().iterations !== Infinity;
    const look = () => {
        const app = document.querySelector('[data-testid=stApp]');
        if (app?.dataset.testScriptState !== 'notRunning') stir();
        if (document.getAnimations().some(moves)) stir();
        if (performance.now() - stirred > 300) { watcher.disconnect(); rests(); }
        else if (performance.now() - begun > 30000) fails(new Error('the page never came to rest'));
        else setTimeout(look, 50);
    };
    look();
})"""


def let_rest(page: Page) -> None:
    """Wait until the script has ended and nothing is drawn or moves any more."""
    page.evaluate(_AT_REST)


def click(found: Locator) -> None:
    """Click once it is in sight and the page at rest.

    What moves between press and release is not clicked, and a list closes where the page is
    scrolled below it: brought into sight by the click itself, it would open and close again.
    """
    found.scroll_into_view_if_needed()
    found.page.evaluate(_AT_REST)
    found.click()


def enter(page: Page, label: str, text: str) -> None:
    """Type once the page is at rest: while it is drawn, the old panel may stand beside the new."""
    page.evaluate(_AT_REST)
    page.get_by_label(label, exact=True).fill(text)
    page.keyboard.press("Enter")


def hint(page: Page) -> Locator:
    """Return what a page says that is to be entered next."""
    return page.get_by_test_id("stAlertContentInfo")


def metric(page: Page, label: str | re.Pattern[str]) -> str:
    found = page.locator(".figures > div").filter(has_text=label)
    return found.locator("dd").inner_text()


def go(page: Page, title: str) -> None:
    """Follow the links of a place and of its list; a phone has the places at the bottom.

    The bedside view is opened from the dose in view.
    """
    if title == "Bedside":
        click(page.get_by_role("button", name=title))
        expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
        return
    place, entry = next(
        (place, entry) for place in PLACES for entry in place.pages if entry.title == title
    )
    bar = page.locator(".st-key-places")
    name = entry.short or entry.title
    listed = page.locator(".st-key-pages").get_by_role("link", name=name, exact=True)
    if listed.count() == 0:
        click(bar.get_by_role("link", name=place.name, exact=True))
    heading = page.get_by_role("heading", name=title, level=1)
    if len([each for each in place.pages if each.listed]) > 1:
        click(listed)
    expect(heading).to_be_visible()


def question(page: Page, fact: str) -> Locator:
    """Return the question of the checklist about a fact, with its word and its reasons."""
    return page.locator(f'[data-fact="{fact}"]')


def answers(page: Page, fact: str) -> Locator:
    """Return what answers a question of the checklist."""
    return page.locator(f".st-key-check-{fact}")


def choose(page: Page, label: str, option: str) -> None:
    """Choose an entry of a list by typing its name."""
    box = page.get_by_role("combobox", name=label)
    click(box)
    # Typed before it is open, the first letters would meet a list that opens for all.
    page.get_by_role("option").first.wait_for()
    box.fill(option)
    click(page.get_by_role("option", name=option, exact=True))
