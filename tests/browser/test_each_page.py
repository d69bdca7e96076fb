"""Every page, at both widths, light and dark: its height, what is read out, what axe finds."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from walking import choose, enter, go, let_rest

from views.all_pages import PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

DOSES = [each.title for each in PLACES[0].pages if each.of_patient]
TITLES = [each.title for place in PLACES for each in place.pages if each.listed] + ["Bedside"]
WIDE, PHONE = 1280, 390
# As a page opens, with a weight and a height and no product: a dose, and any other.
HIGHEST = {WIDE: (1600, 2200), PHONE: (2600, 3000)}


class Seen(NamedTuple):
    """What was measured on one page."""

    height: int
    read_out: list[str]
    faults: list[tuple[str, list[str]]]
    levels: list[int]
    too_wide: int
    cut: list[str]


_ICONS = """[...document.querySelectorAll('span')]
    .filter(each => getComputedStyle(each).fontFamily.includes('Material Symbols'))
    .map(each => each.textContent)"""
_HEIGHT = "document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight"
_LEVELS = """[...document.querySelectorAll('.stMain :is(h1, h2, h3, h4, h5, h6)')]
    .filter(each => each.checkVisibility()).map(each => Number(each.tagName[1]))"""
_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Headings of tables that are wider than their cell, or broken inside a word.
_CUT = r"""[...document.querySelectorAll('.stMain :is(th, td)')].filter(each => {
    if (!each.checkVisibility() || each.closest('thead')?.clientWidth === 1) return false;
    if (each.scrollWidth > each.clientWidth + 1) return true;
    const walker = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (const word of node.data.matchAll(/[^\s\-\/·–]+/g)) {
            if (word[0].length > 18) continue;
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].length);
            const tops = [...range.getClientRects()].map(box => Math.round(box.top));
            if (new Set(tops).size > 1) return true;
        }
    }
    return false;
}).map(each => each.textContent.slice(0, 60))"""


def read_out(page: Page) -> list[str]:
    """Return what a screen reader is given of icons: their names and their words."""
    icons = set(page.evaluate(_ICONS))
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    names = [
        node.get("name", {}).get("value", "") for node in nodes if not node.get("ignored", False)
    ]
    return [name for name in names if name in icons or re.search(r"\b\w+ icon\b", name)]


def looked_at(page: Page) -> Seen:
    found: Any = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    faults = [
        (fault["id"], [node["html"][:160] for node in fault["nodes"]][:3])
        for fault in found.response["violations"]
    ]
    return Seen(
        page.evaluate(_HEIGHT),
        read_out(page),
        faults,
        page.evaluate(_LEVELS),
        page.evaluate(_TOO_WIDE),
        page.evaluate(_CUT),
    )


@pytest.fixture(
    scope="module",
    params=[(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")],
    ids=lambda each: f"at {each[0]} px, {each[1]}",
)
def walked(
    request: pytest.FixtureRequest, browser: Browser, address: str
) -> Iterator[tuple[int, dict[str, Seen]]]:
    """Walk through every page once, and measure it."""
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 900 if width == WIDE else 844}, color_scheme=scheme
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(address)
    page.get_by_label("Weight", exact=True).wait_for()
    enter(page, "Weight", "80")
    enter(page, "Height", "180")
    seen = {}
    for title in TITLES:
        if title == "Bedside":
            go(page, "Induction")
            choose(page, "Product", "Privigen 10 %")
        go(page, title)
        let_rest(page)
        seen[title] = looked_at(page)
    yield width, seen
    context.close()


def test_no_page_is_higher_than_it_may_be(walked: tuple[int, dict[str, Seen]]) -> None:
    width, seen = walked
    dose, other = HIGHEST[width]
    most = {title: dose if title in DOSES else other for title in seen}
    assert {title: each.height for title, each in seen.items() if each.height > most[title]} == {}


def test_no_icon_is_read_out(walked: tuple[int, dict[str, Seen]]) -> None:
    _, seen = walked
    assert {title: each.read_out for title, each in seen.items() if each.read_out} == {}


def test_axe_finds_nothing_of_a_or_aa(walked: tuple[int, dict[str, Seen]]) -> None:
    _, seen = walked
    assert {title: each.faults for title, each in seen.items() if each.faults} == {}


def test_headings_go_down_by_one(walked: tuple[int, dict[str, Seen]]) -> None:
    _, seen = walked
    for title, each in seen.items():
        assert each.levels[0] == 1, title
        assert all(after - before <= 1 for before, after in pairwise(each.levels)), title


def test_nothing_needs_scrolling_sideways(walked: tuple[int, dict[str, Seen]]) -> None:
    _, seen = walked
    assert {title: each.too_wide for title, each in seen.items() if each.too_wide > 0} == {}


def test_no_word_of_a_table_is_cut_or_broken(walked: tuple[int, dict[str, Seen]]) -> None:
    _, seen = walked
    assert {title: each.cut for title, each in seen.items() if each.cut} == {}
