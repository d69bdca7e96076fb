"""A click before the answer to the last one has come: what the server put into a control stands.

The browser then sends what stood there before, and does not know better.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from walking import answers, choose, click, enter, go, let_rest, question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, WebSocketRoute

pytestmark = pytest.mark.browser


class Way:
    """The way from the server to the browser, which can be closed for a while."""

    def __init__(self) -> None:
        self._held: list[tuple[WebSocketRoute, str | bytes]] | None = None

    def connect(self, browser: WebSocketRoute) -> None:
        """Join a browser to its server."""
        server = browser.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            # Where a file goes is told at once: else there would be none to be opened.
            where = isinstance(message, bytes) and b"/_stcore/upload_file/" in message
            if self._held is None or where:
                browser.send(message)
            else:
                self._held.append((browser, message))

        server.on_message(pass_on)

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Hold back what the server sends, and let it pass together at the end."""
        held: list[tuple[WebSocketRoute, str | bytes]] = []
        self._held = held
        yield
        self._held = None
        for browser, message in held:
            browser.send(message)


@pytest.fixture
def way() -> Way:
    return Way()


@pytest.fixture
def page(browser: Browser, address: str, way: Way) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.route_web_socket("**/_stcore/stream*", way.connect)
    opened.goto(address)
    opened.get_by_label("Weight", exact=True).wait_for()
    enter(opened, "Weight", "80")
    let_rest(opened)
    yield opened
    context.close()


def answer(fact: str, word: str) -> Callable[[Page], None]:
    return lambda page: answers(page, fact).get_by_text(word, exact=True).click()


def in_pounds(page: Page) -> None:
    page.get_by_role("option", name="lb", exact=True).click()


def unit_list(page: Page) -> None:
    click(page.get_by_role("combobox", name="Weight unit"))


def enter_at_once(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).fill(text)
    page.keyboard.press("Enter")


def two_phases(page: Page) -> None:
    go(page, "Course")
    choose(page, "Add a phase", "IVIg induction")
    choose(page, "Add a phase", "IVIg maintenance")
    let_rest(page)


def none_of_these(page: Page) -> None:
    click(page.get_by_role("button", name="None of these"))


def no_for_all(page: Page) -> None:
    none_of_these(page)
    click(page.get_by_role("button", name="Record no for all"))
    let_rest(page)


def with_a_comma(page: Page) -> None:
    enter(page, "Weight", "80,5")
    let_rest(page)


# What is there, what has the server put something into a control, and what is clicked next.
HURRIES: dict[
    str, tuple[Callable[[Page], None], Callable[[Page], None], Callable[[Page], None]]
] = {
    "a weight in pounds": (unit_list, in_pounds, answer("uncompensated_heart_failure", "yes")),
    "a weight typed over one in pounds": (
        unit_list,
        in_pounds,
        lambda page: enter_at_once(page, "Weight", "198"),
    ),
    "a regimen of the plan": (
        lambda page: go(page, "Maintenance"),
        lambda page: page.get_by_text("8 wk · 0.25").click(),
        answer("iga_deficiency", "no"),
    ),
    "no for all": (
        none_of_these,
        lambda page: page.get_by_role("button", name="Record no for all").click(),
        lambda page: page.get_by_text("4", exact=True).click(),
    ),
    "no for all is taken back": (
        no_for_all,
        lambda page: page.get_by_role("button", name="Undo").click(),
        answer("uncompensated_heart_failure", "yes"),
    ),
    "a phase less": (
        two_phases,
        lambda page: page.get_by_role("button", name="Remove").first.click(),
        lambda page: page.get_by_text("OPD", exact=True).click(),
    ),
    "a page of the place": (
        lambda page: answers(page, "iga_deficiency").wait_for(),
        lambda page: page.get_by_role("link", name="Maintenance", exact=True).click(),
        lambda page: page.get_by_text("OPD", exact=True).click(),
    ),
    "a page of the place, and a weight": (
        lambda page: answers(page, "iga_deficiency").wait_for(),
        lambda page: page.get_by_role("link", name="Maintenance", exact=True).click(),
        lambda page: enter_at_once(page, "Weight", "90"),
    ),
    "a page of the place, and then another": (
        lambda page: answers(page, "iga_deficiency").wait_for(),
        lambda page: page.get_by_role("link", name="Maintenance", exact=True).click(),
        lambda page: page.get_by_role("link", name="SCIg", exact=True).click(),
    ),
    "what a comma means": (
        with_a_comma,
        lambda page: page.get_by_role("button", name="is this 80.5").click(),
        answer("uncompensated_heart_failure", "yes"),
    ),
}


def seen(page: Page) -> str:
    """Return all that is read, with what stands in the fields."""
    let_rest(page)
    fields = page.locator("input, textarea").evaluate_all(
        "all => all.map(each => `${each.ariaLabel}: ${each.value} ${each.checked}`)"
    )
    pressed = page.locator("[aria-checked=true], [aria-pressed=true]").all_inner_texts()
    # Of a list that was used a word is left for who hears it, until another list is.
    read = [
        line for line in page.locator("body").inner_text().splitlines() if "available" not in line
    ]
    return "\n".join((*read, *fields, *pressed))


@pytest.mark.parametrize("hurry", HURRIES)
def test_a_click_before_the_answer_ends_where_one_after_it_ends(
    page: Page, address: str, way: Way, hurry: str
) -> None:
    begins, puts, next_click = HURRIES[hurry]
    begins(page)
    let_rest(page)
    before = seen(page)
    puts(page)
    let_rest(page)
    next_click(page)
    expected = seen(page)
    assert expected != before

    page.goto(address)
    enter(page, "Weight", "80")
    begins(page)
    let_rest(page)
    with way.closed():
        puts(page)
        page.wait_for_timeout(700)
        next_click(page)
        page.wait_for_timeout(700)
    assert seen(page) == expected


def test_what_is_chosen_on_a_page_that_was_left_is_not_half_taken(page: Page, way: Way) -> None:
    """The page that was asked for comes, with its question open as it says in words."""
    with way.closed():
        page.get_by_role("link", name="Maintenance", exact=True).click()
        page.wait_for_timeout(700)
        answer("iga_deficiency", "yes")(page)
        page.get_by_role("combobox", name="Product").click()
        page.get_by_role("option").first.click()
        page.wait_for_timeout(700)
    for click_again in (False, True):
        if click_again:
            click(page.get_by_text("OPD", exact=True))
        let_rest(page)
        expect(page.get_by_role("heading", name="Maintenance", level=1)).to_be_visible()
        expect(question(page, "iga_deficiency")).to_contain_text("Unknown")
        expect(page.get_by_role("combobox", name="Product")).to_have_value("")


CASE = """case_version = 3
plan = "mmn"
plan_version = "1.1"
[patient]
weight = "60 kg"
[facts]
uncompensated_heart_failure = "yes"
"""


def test_a_click_on_the_page_of_the_case_before_is_not_for_the_one_that_is_opened(
    page: Page, way: Way, tmp_path: Path
) -> None:
    file = tmp_path / "case.toml"
    file.write_text(CASE, encoding="utf-8")
    click(page.get_by_role("button", name="Case"))
    let_rest(page)
    with way.closed():
        page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
        page.wait_for_timeout(1500)
        page.keyboard.press("Escape")
        answer("uncompensated_heart_failure", "no")(page)
        page.wait_for_timeout(700)
    let_rest(page)
    expect(page.locator(".figures > div").first).to_contain_text("120 g")
    expect(page.get_by_text("Contraindicated: the figures are shown")).to_be_visible()


def test_a_phase_is_removed_once_however_often_it_is_clicked_meanwhile(
    page: Page, way: Way
) -> None:
    two_phases(page)
    with way.closed():
        remove = page.get_by_role("button", name="Remove").first
        remove.click()
        page.wait_for_timeout(700)
        remove.click()
        page.wait_for_timeout(700)
    let_rest(page)
    lines = page.get_by_label("Phases, one a line").input_value().splitlines()
    assert len(lines) == 1
