"""How many actions a job takes, at both widths; a click, a key and a filled field are one each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from walking import answers, choose, click, enter, go, let_rest, question

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator

pytestmark = pytest.mark.browser

# The questions of an induction that ask for a test.
TESTS = ("quantitative_immunoglobulins", "renal_function", "hepatitis_b_c_panel", "cbc")


def in_sight(page: Page) -> Locator:
    """Return where the answer stands at this width: beside the checks, or at the bottom."""
    wide = page.viewport_size is not None and page.viewport_size["width"] > 960
    return page.locator(".st-key-answer" if wide else ".st-key-dose_bar")


def test_the_first_dose_takes_one_field(page: Page) -> None:
    enter(page, "Weight", "80")
    expect(in_sight(page).get_by_text("32 g", exact=True)).to_be_in_viewport(ratio=1)


def describe_patient(page: Page) -> None:
    enter(page, "Weight", "80")
    enter(page, "Age in years", "58")
    click(page.get_by_role("radiogroup", name="Setting").get_by_text("HOSP", exact=True))


def test_all_checks_of_a_healthy_patient_are_clear_in_eight_actions(page: Page) -> None:
    """After weight, age and setting; the labels' lists of risks go with a product."""
    describe_patient(page)
    choose(page, "Product", "Gammagard Liquid 10 %")
    actions = 0
    for what in (
        page.get_by_role("button", name="None of these"),
        page.get_by_role("button", name="Record no for all"),
        *(answers(page, name).get_by_text("yes", exact=True) for name in TESTS),
        answers(page, "blood_group_not_o").get_by_text("no", exact=True),
    ):
        click(what)
        actions += 1
    assert actions <= 8
    counts = in_sight(page).locator(".counts")
    expect(counts).not_to_contain_text("unknown")
    expect(counts).not_to_contain_text("not ready")
    expect(counts).not_to_contain_text("contraindicated")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


def test_containers_and_ladder_stand_at_the_bedside_in_two_more_actions(page: Page) -> None:
    enter(page, "Weight", "80")
    choose(page, "Product", "Privigen 10 %")
    click(page.get_by_role("button", name="Bedside"))
    bedside = page.locator(".st-key-bedside")
    expect(bedside).to_contain_text("1 × 20 g + 1 × 10 g + 1 × 5 g")
    expect(bedside.get_by_role("cell", name="384", exact=True)).to_be_visible()


def test_an_order_of_scig_is_verified_with_three_fields_and_one_click(page: Page) -> None:
    click(page.get_by_role("link", name="Verify", exact=True))
    enter(page, "IVIg each infusion", "60")
    enter(page, "Every", "3")
    enter(page, "Dose as ordered", "20 g/wk")
    verdict = in_sight(page).get_by_text("Outside tolerance", exact=True)
    expect(verdict).to_be_in_viewport(ratio=1)


def test_a_step_up_on_maintenance_is_one_tap(page: Page) -> None:
    enter(page, "Weight", "80")
    go(page, "Maintenance")
    expect(in_sight(page).get_by_text("80 g", exact=True)).to_be_visible()
    click(page.get_by_text("5 wk · 0.4", exact=True))
    expect(in_sight(page).get_by_text("160 g", exact=True)).to_be_in_viewport(ratio=1)
    expect(page.get_by_label("Every", exact=True)).to_have_value("5")


def test_a_case_is_opened_in_three_actions_and_lands_where_it_was(
    page: Page, tmp_path: Path
) -> None:
    case = tmp_path / "left.toml"
    case.write_text(
        'case_version = 3\nplan = "mmn"\nplan_version = "1.1"\n[patient]\nweight = "80 kg"\n'
        '[choices.maintenance]\ndose = "2 g/kg"\nevery = "5 weeks"\n',
        encoding="utf-8",
    )
    click(page.locator(".st-key-case_at").get_by_role("button"))
    page.get_by_test_id("stPopoverBody").locator("input[type=file]").set_input_files(case)
    expect(page.get_by_role("heading", name="Maintenance", level=1)).to_be_visible()
    expect(in_sight(page).get_by_text("160 g", exact=True)).to_be_in_viewport(ratio=1)


def test_no_row_moves_while_the_checklist_is_answered(page: Page) -> None:
    """Each question both ways: neither a row nor a field above it changes its place."""
    enter(page, "Weight", "80")
    let_rest(page)
    places = """() => [...document.querySelectorAll('.st-key-checks > *, .st-key-inputs')]
        .map(each => Math.round(each.getBoundingClientRect().top + document
            .querySelector('[data-testid=stMain]').scrollTop))"""
    before = page.evaluate(places)
    rows = page.locator('.st-key-checks [class*="st-key-check-"]:has([role=radiogroup])')
    for number in range(rows.count()):
        for answer in ("yes", "no"):
            click(rows.nth(number).get_by_text(answer, exact=True))
            let_rest(page)
            assert page.evaluate(places) == before, (number, answer)


def test_an_answer_by_key_keeps_the_focus_in_its_row(page: Page) -> None:
    enter(page, "Weight", "80")
    row = answers(page, "iga_deficiency")
    let_rest(page)
    row.get_by_role("radio", name="no").or_(row.get_by_role("button", name="no")).first.focus()
    page.keyboard.press("Enter")
    expect(question(page, "iga_deficiency")).to_contain_text("Clear")
    let_rest(page)
    inside = page.evaluate("!!document.activeElement.closest('.st-key-check-iga_deficiency')")
    assert inside


def test_a_changed_dose_is_spoken(page: Page) -> None:
    enter(page, "Weight", "80")
    spoken = page.locator(".st-key-answer .unseen[role=status]")
    expect(spoken.filter(has_text="Each day, for 5 days: 32 g")).to_have_count(1)
    enter(page, "Weight", "70")
    expect(spoken.filter(has_text="Each day, for 5 days: 28 g")).to_have_count(1)


def test_a_switched_unit_converts_and_changes_no_dose(page: Page) -> None:
    enter(page, "Weight", "80")
    choose(page, "Weight unit", "lb")
    expect(page.get_by_label("Weight", exact=True)).to_have_value("176.4")
    expect(page.locator(".st-key-panel")).to_contain_text("= 80 kg")
    expect(in_sight(page).get_by_text("32 g", exact=True)).to_be_visible()
    choose(page, "Weight unit", "kg")
    expect(page.get_by_label("Weight", exact=True)).to_have_value("80")
    expect(in_sight(page).get_by_text("32 g", exact=True)).to_be_visible()


def test_a_wrong_height_is_said_at_its_field_and_leaves_the_dose(page: Page) -> None:
    enter(page, "Weight", "80")
    enter(page, "Height", "tall")
    expect(page.locator(".st-key-panel").get_by_role("alert")).to_contain_text("Height")
    expect(page.get_by_label("Height", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(in_sight(page).get_by_text("32 g", exact=True)).to_be_visible()
    enter(page, "Height", "180")
    expect(page.locator(".st-key-panel").get_by_role("alert")).to_have_count(0)


def test_a_dose_prints_black_on_one_sheet_with_a_box_for_the_label(page: Page) -> None:
    enter(page, "Weight", "80")
    choose(page, "Product", "Privigen 10 %")
    let_rest(page)
    page.emulate_media(media="print")
    expect(page.get_by_text("Patient label")).to_be_visible()
    expect(page.get_by_text("not an order")).to_be_visible()
    assert page.pdf().count(b"/Type /Page\n") == 1
    coloured = page.evaluate(
        """() => [...document.querySelectorAll('.st-key-answer :is(p, li, td, dd, span)')]
            .filter(each => each.checkVisibility())
            .map(each => getComputedStyle(each).color)
            .filter(colour => colour !== 'rgb(0, 0, 0)')"""
    )
    assert coloured == []
