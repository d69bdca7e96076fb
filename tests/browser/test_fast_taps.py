"""Questions answered in a real browser: taps faster than the server, and what stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from walking import answers, click, enter, go, let_rest, question

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
TESTS = ("quantitative_immunoglobulins", "renal_function", "hepatitis_b_c_panel", "cbc")


def test_taps_faster_than_the_server_are_all_taken(page: Page) -> None:
    enter(page, "Weight", "80")
    let_rest(page)
    page.evaluate(
        """facts => facts.forEach(fact =>
            document.querySelector(`[data-answers="${fact}"] button`).click())""",
        [*TESTS, "iga_deficiency", "uncompensated_heart_failure"],
    )
    for fact in TESTS:
        expect(question(page, fact)).to_contain_text("Clear")
    expect(question(page, "uncompensated_heart_failure")).to_contain_text("Contraindicated")
    expect(question(page, "iga_deficiency")).to_contain_text("noted")
    let_rest(page)
    for fact in (*TESTS, "iga_deficiency", "uncompensated_heart_failure"):
        yes = answers(page, fact).get_by_role("radio", name="yes")
        expect(yes).to_have_attribute("aria-checked", "true")
    # They are there on another page too, and an answer that is tapped again is taken back.
    go(page, "Maintenance")
    cbc = answers(page, "cbc").get_by_role("radio", name="yes")
    expect(cbc).to_have_attribute("aria-checked", "true")
    click(cbc)
    expect(question(page, "cbc")).to_contain_text("Unknown")
    expect(cbc).to_have_attribute("aria-checked", "false")
    go(page, "Induction")
    expect(question(page, "cbc")).to_contain_text("Unknown")
    expect(question(page, "renal_function")).to_contain_text("Clear")


def test_reasons_that_are_open_stay_open_while_it_is_answered(page: Page) -> None:
    enter(page, "Weight", "80")
    row = question(page, "cbc")
    click(row.locator(".name"))
    expect(row.locator(".asks")).to_be_visible()
    for answer, word in (("no", "Not ready"), ("yes", "Clear")):
        click(answers(page, "cbc").get_by_text(answer, exact=True))
        expect(row).to_contain_text(word)
        expect(row.locator(".asks")).to_be_visible()
    expect(question(page, "renal_function").locator(".asks")).to_be_hidden()


def test_a_date_stands_in_the_row_of_its_question(page: Page) -> None:
    enter(page, "Weight", "80")
    for fact in ("hepatitis_b_c_panel", "quantitative_immunoglobulins"):
        click(answers(page, fact).get_by_text("yes", exact=True))
        let_rest(page)
        row = question(page, fact).bounding_box()
        date = page.locator(f".st-key-check-{fact}-date .stDateInput").bounding_box()
        assert row is not None
        assert date is not None
        assert row["y"] <= date["y"] + date["height"] / 2 <= row["y"] + row["height"]
