"""A server that is silent or gone: no old dose looks like the answer to what was entered last."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect
from serving import Server
from walking import answers, choose, click, enter, go, let_rest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    started = Server()
    yield started
    started.stop()


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["at 1280 px", "at 390 px"])
def page(request: pytest.FixtureRequest, browser: Browser, server: Server) -> Iterator[Page]:
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height})
    opened = context.new_page()
    opened.goto(server.address)
    opened.get_by_label("Weight", exact=True).wait_for()
    enter(opened, "Weight", "80")
    let_rest(opened)
    yield opened
    context.close()


@contextmanager
def silent(server: Server) -> Iterator[None]:
    """Stop the server's process: its connections stand, and nothing comes through them."""
    os.kill(server.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.process.pid, signal.SIGCONT)


def type_a_weight(page: Page) -> None:
    page.get_by_label("Weight", exact=True).fill("70")


def type_a_weight_and_go_on(page: Page) -> None:
    page.get_by_label("Weight", exact=True).fill("70")
    page.keyboard.press("Tab")


def choose_four_days(page: Page) -> None:
    page.get_by_text("4", exact=True).click()


def choose_the_ideal_weight(page: Page) -> None:
    page.get_by_text("ideal", exact=True).click()


def record_heart_failure(page: Page) -> None:
    answers(page, "uncompensated_heart_failure").get_by_text("yes", exact=True).click()


def opacity(page: Page) -> float:
    """Return that of the answer in sight, at the bottom on a phone."""
    return float(
        page.evaluate(
            """Math.min(...[...document.querySelectorAll('.st-key-answer, .st-key-dose_bar')]
            .filter(each => each.checkVisibility())
            .map(each => Number(getComputedStyle(each).opacity)))"""
        )
    )


def test_what_is_worked_out_elsewhere_on_the_page_is_dimmed_with_it(
    page: Page, server: Server
) -> None:
    go(page, "Maintenance")
    click(page.get_by_role("button", name="Regimens", exact=True))
    let_rest(page)
    places = {"each_dose": "160 g", "band": "g/kg/week", "folds": "160 g"}
    for place, says in places.items():
        expect(page.locator(f".st-key-{place}")).to_contain_text(says)
    with silent(server):
        type_a_weight_and_go_on(page)
        page.wait_for_timeout(1500)
        for place in places:
            expect(page.locator(f".st-key-{place}")).to_have_css("opacity", "0.4")
    let_rest(page)
    page.wait_for_timeout(600)
    for place in places:
        expect(page.locator(f".st-key-{place}")).to_have_css("opacity", "1")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(type_a_weight, id="a typed weight"),
        pytest.param(type_a_weight_and_go_on, id="a weight that was left"),
        pytest.param(choose_four_days, id="another number of days"),
        pytest.param(choose_the_ideal_weight, id="another dosing weight"),
        pytest.param(record_heart_failure, id="a contraindication"),
    ],
)
def test_the_old_answer_is_dimmed_until_the_new_one_is_there(
    page: Page, server: Server, change: Callable[[Page], None]
) -> None:
    assert opacity(page) == 1
    with silent(server):
        change(page)
        page.wait_for_timeout(600)
        assert opacity(page) <= 0.4
        page.wait_for_timeout(2500)
        assert opacity(page) <= 0.4
        if change is not type_a_weight:
            waits = page.evaluate("document.body.dataset.waits")
            assert waits == "long"
    let_rest(page)
    page.wait_for_timeout(600)
    assert opacity(page) == 1
    assert page.evaluate("document.body.dataset.waits") is None


def test_the_old_answer_is_neither_copied_nor_printed_meanwhile(page: Page, server: Server) -> None:
    page.evaluate(
        """() => {
            window.taken = [];
            navigator.clipboard.writeText = async line => { window.taken.push(line); };
            window.print = () => { window.taken.push('printed'); };
        }"""
    )
    copy, paper = (page.locator(f".st-key-tools [data-does={name}]") for name in ("copy", "print"))
    copy.click()
    first = page.evaluate("taken")
    assert [line.partition(" (")[0] for line in first] == ["IVIg induction: total 160 g"]
    with silent(server):
        page.get_by_label("Weight", exact=True).fill("70")
        copy.click()
        paper.click()
        expect(copy).to_have_text("Wait")
        expect(paper).to_have_text("Wait")
        page.emulate_media(media="print")
        assert "160 g" not in page.locator(".st-key-answer").inner_text()
        page.emulate_media(media="screen")
        assert page.evaluate("taken") == first
        page.wait_for_timeout(2500)  # longer than it says of the first one that it was copied
    expect(copy).to_have_text("Copy")
    expect(paper).to_have_text("Print")
    copy.click()
    paper.click()
    second, third = page.evaluate("taken")[1:]
    assert second.startswith("IVIg induction: total 140 g")
    assert third == "printed"


def test_no_paper_of_the_old_answer_is_taken_meanwhile(page: Page, server: Server) -> None:
    page.get_by_role("button", name="Papers").locator("visible=true").first.click()
    paper = page.get_by_test_id("stDownloadButton").get_by_role("button").first
    expect(paper).to_be_visible()
    let_rest(page)
    takes = "each => getComputedStyle(each).pointerEvents"
    assert paper.evaluate(takes) == "auto"
    with silent(server):
        page.get_by_label("Weight", exact=True).fill("70")
        assert paper.evaluate(takes) == "none"


def test_an_answer_that_came_is_not_dimmed_while_nothing_is_asked(page: Page) -> None:
    for title in ("Maintenance", "SCIg conversion", "Induction"):
        go(page, title)
    choose(page, "Product", "Privigen 10 %")
    let_rest(page)
    page.wait_for_timeout(1500)
    assert opacity(page) == 1


def test_the_word_on_a_lost_connection_is_for_who_uses_the_page(browser: Browser) -> None:
    server = Server()
    try:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(server.address)
        page.get_by_label("Weight", exact=True).wait_for()
        enter(page, "Weight", "80")
        let_rest(page)
    finally:
        server.stop()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("No connection to the server")
    for _ in range(3):  # while it tries again and again
        shown = dialog.inner_text()
        assert "What you entered is kept in this browser" in shown
        assert "treamlit" not in shown
        assert "terminal" not in shown
        page.wait_for_timeout(1500)
    assert page.evaluate(
        "Number(getComputedStyle(document.querySelector('.stMainBlockContainer')).opacity)"
    ) == pytest.approx(0.4)
    page.close()
