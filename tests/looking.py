"""How a page is looked at in a browser: its height, what is read out or cut, what axe finds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from playwright.sync_api import Browser, Page

Scheme: TypeAlias = Literal["light", "dark"]

WIDE, PHONE = 1280, 390
LOOKS: list[tuple[int, Scheme]] = [
    (WIDE, "light"),
    (WIDE, "dark"),
    (PHONE, "light"),
    (PHONE, "dark"),
]
# A dose as its page opens, with a weight and a height and no product; and any other page, however
# much is filled in.
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
# Without the line of the answer that is pinned to the bottom: it is in sight wherever one is.
_HEIGHT = """document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight
    - (document.querySelector('.st-key-dose_bar')?.offsetHeight ?? 0)"""
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
    by_id = {each["nodeId"]: each for each in nodes}
    # Of a button its name is read; a text in it that is no part of that is not.
    unread = {
        child
        for each in nodes
        if each.get("role", {}).get("value") == "button"
        for child in _below(each, by_id)
        if _name(by_id[child]) not in _name(each)
    }
    names = [
        _name(each)
        for each in nodes
        if not each.get("ignored", False) and each["nodeId"] not in unread
    ]
    return [name for name in names if name in icons or re.search(r"\b\w+ icon\b", name)]


def _name(node: dict[str, Any]) -> str:
    name: str = node.get("name", {}).get("value", "")
    return name


def _below(node: dict[str, Any], nodes: dict[str, dict[str, Any]]) -> Iterator[str]:
    for child in node.get("childIds", []):
        yield child
        yield from _below(nodes[child], nodes)


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


def opened(browser: Browser, address: str, width: int, scheme: Scheme) -> Page:
    """Return the app, opened at a width in a colour scheme; who asks for it closes its context."""
    context = browser.new_context(
        viewport={"width": width, "height": 900 if width == WIDE else 844}, color_scheme=scheme
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(address)
    page.get_by_label("Weight", exact=True).wait_for()
    return page
