"""Every page, at both widths, light and dark: its height, what is read out, what axe finds."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from looking import HIGHEST, LOOKS, Seen, looked_at, opened
from walking import choose, enter, go, let_rest

from views.all_pages import PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

DOSES = [each.title for each in PLACES[0].pages if each.of_patient]
TITLES = [each.title for place in PLACES for each in place.pages if each.listed] + ["Bedside"]


@pytest.fixture(scope="module", params=LOOKS, ids=lambda each: f"at {each[0]} px, {each[1]}")
def walked(
    request: pytest.FixtureRequest, browser: Browser, address: str
) -> Iterator[tuple[int, dict[str, Seen]]]:
    """Walk through every page once, and measure it."""
    page = opened(browser, address, *request.param)
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
    yield request.param[0], seen
    page.context.close()


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
