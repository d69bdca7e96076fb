"""The pharmacist's desk in a real browser: verify, find the mistake, save, open, check twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from walking import click, enter, go, hint

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.browser


def order_scig(page: Page, order: str) -> None:
    """80 kg, 60 g of IVIg every 3 weeks: 24 g/week is right."""
    enter(page, "Weight", "80")
    go(page, "Verify")
    enter(page, "IVIg each infusion", "60")
    enter(page, "Every", "3")
    enter(page, "Dose as ordered", order)
    expect(page.locator(".figures > div").filter(has_text="Expected")).to_contain_text("24 g/week")


def unfold_case_file(page: Page) -> None:
    click(page.locator(".st-key-case_at").get_by_role("button"))
    expect(page.get_by_role("button", name="Save the case")).to_be_visible()


def fold_away(page: Page) -> None:
    """Close what lies over the page."""
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Save the case")).to_have_count(0)


def saved_case(page: Page, folder: Path) -> Path:
    click(page.get_by_role("button", name="Save the case"))
    return downloaded(page, folder)


def downloaded(page: Page, folder: Path) -> Path:
    """Download from the dialog that saving opens, and close it."""
    with page.expect_download() as download:
        click(page.get_by_role("button", name="Download the file"))
    file = folder / "case.toml"
    download.value.save_as(file)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Save the case")).to_have_count(0)
    return file


def test_a_case_that_is_saved_right_after_typing_holds_what_was_typed(
    page: Page, tmp_path: Path
) -> None:
    """No pause between the last key and the click: the page still shows the dose for 80 kg."""
    enter(page, "Weight", "80")
    expect(page.locator(".figures > div").filter(has_text="Course total")).to_contain_text("160 g")
    page.get_by_label("Weight", exact=True).fill("95")
    page.locator(".st-key-case_at").get_by_role("button").click()
    page.get_by_role("button", name="Save the case").click()
    expect(page.get_by_role("dialog", name="Save the case")).to_contain_text("Weight: 95 kg")
    assert 'weight = "95 kg"' in downloaded(page, tmp_path).read_text(encoding="utf-8")


def test_another_case_leaves_nothing_of_the_one_before_on_the_screen(
    page: Page, tmp_path: Path
) -> None:
    other = tmp_path / "other.toml"
    other.write_text('case_version = 2\n[patient]\nheight = "180 cm"\n', encoding="utf-8")
    enter(page, "Weight", "80")
    enter(page, "Age in years", "58")
    unfold_case_file(page)
    page.get_by_test_id("stPopoverBody").locator("input[type=file]").set_input_files(other)
    expect(page.get_by_text("Opened other.toml")).to_be_visible()
    fold_away(page)
    expect(page.get_by_label("Height", exact=True)).to_have_value("180 cm")
    expect(page.get_by_label("Weight", exact=True)).to_have_value("")
    expect(page.get_by_label("Age in years", exact=True)).to_have_value("")
    # What the browser still holds would come back with the next run.
    go(page, "Maintenance")
    expect(page.get_by_label("Weight", exact=True)).to_have_value("")
    expect(hint(page)).to_contain_text("Enter the weight")


def test_an_order_without_the_uplift_is_told_by_its_mistake(page: Page) -> None:
    order_scig(page, "20 g/wk")
    expect(page.locator(".st-key-answer")).to_contain_text("Outside tolerance")
    expect(page.locator(".st-key-answer")).to_contain_text("Likeliest mistake: no uplift")
    first = page.locator(".st-key-mistake_1")
    expect(first).to_contain_text("No uplift")
    expect(first).to_contain_text("20 g/week × 1 = 20 g/week")
    enter(page, "Dose as ordered", "24 g/wk")
    expect(page.locator(".st-key-answer")).to_contain_text("Within tolerance")
    expect(first).to_have_count(0)


def test_pounds_taken_for_kilograms_are_named(page: Page) -> None:
    page.get_by_label("Weight", exact=True).fill("176 lb")
    page.keyboard.press("Enter")
    go(page, "Verify")
    click(page.get_by_text("IVIg induction", exact=True))
    expect(page.get_by_placeholder("32 g/day")).to_be_visible()
    # The control of the drug before it stays until the page is drawn anew.
    expect(page.get_by_label("Dose as ordered", exact=True)).to_have_count(1)
    # 2 g/kg × 176 kg = 352 g in place of 159.66 g
    enter(page, "Dose as ordered", "352 g")
    expect(page.locator(".st-key-mistake_1")).to_contain_text("Pounds as kilograms")
    expect(page.locator(".st-key-mistake_1")).to_contain_text("176 lb was entered as 176 kg")


def test_a_case_is_saved_forgotten_and_opened_again(page: Page, tmp_path: Path) -> None:
    order_scig(page, "20 g/wk")
    unfold_case_file(page)
    file = saved_case(page, tmp_path)
    before = file.read_text(encoding="utf-8")
    assert 'weight = "80 kg"' in before
    assert 'order = "20 g/wk"' in before
    page.reload()
    expect(page.get_by_text("Enter what the order should be")).to_be_visible()
    expect(page.get_by_label("Weight", exact=True)).to_have_value("")
    unfold_case_file(page)
    page.get_by_test_id("stPopoverBody").locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("Opened case.toml")).to_be_visible()
    expect(page.locator(".figures > div").filter(has_text="Ordered")).to_contain_text("20 g/week")
    assert saved_case(page, tmp_path).read_text(encoding="utf-8") == before


def test_two_entries_that_agree_make_a_sheet_and_two_that_differ_do_not(
    page: Page, tmp_path: Path
) -> None:
    order_scig(page, "24 g/wk")
    unfold_case_file(page)
    file = saved_case(page, tmp_path)
    fold_away(page)
    go(page, "Check twice")
    page.locator(".stMain input[type=file]").set_input_files(file)
    page.get_by_label("Order, as it is written").fill("24 g/wk")
    page.get_by_label("First entry by").fill("First person")
    page.get_by_label("Second entry by").fill("Second person")
    page.get_by_label("When").fill("2026-11-25 09:30")
    # The first entry is not to be seen before the second is made.
    expect(page.locator(".stMain").get_by_text("80 kg", exact=True)).to_have_count(0)
    click(page.get_by_role("button", name="Compare"))
    expect(page.get_by_text("Weight is missing in the second entry")).to_be_visible()
    expect(page.locator(".stMain").get_by_text("80 kg")).to_have_count(0)
    page.get_by_label("Weight, with its unit").fill("81 kg")
    click(page.get_by_role("button", name="Compare"))
    expect(page.get_by_text("The two entries differ")).to_be_visible()
    expect(page.get_by_role("cell", name="80 kg")).to_be_visible()
    expect(page.get_by_role("button", name="Make the verified sheet")).to_have_count(0)
    page.get_by_label("Weight, with its unit").fill("80.0 kg")
    click(page.get_by_role("button", name="Compare"))
    expect(page.get_by_text("Both entries agree")).to_be_visible()
    with page.expect_download() as download:
        click(page.get_by_role("button", name="Make the verified sheet"))
    sheet = tmp_path / "sheet.pdf"
    download.value.save_as(sheet)
    [only] = PdfReader(sheet).pages
    text = " ".join(only.extract_text().split())
    for words in ("DRAFT", "24 g/wk", "60 g × 4 weeks ÷ 3 weeks = 80 g", "Second person"):
        assert words in text


def test_a_file_of_orders_is_verified_and_its_result_downloaded(page: Page, tmp_path: Path) -> None:
    """Three rows: right, without the uplift, and one that lacks its interval."""
    orders = tmp_path / "orders.csv"
    orders.write_text(
        "id,of,ivig_dose,every,order\n"
        "a,scig,60 g,3 weeks,24 g/wk\n"
        "b,scig,60 g,3 weeks,20 g/wk\n"
        "c,scig,60 g,,24 g/wk\n",
        encoding="utf-8",
    )
    go(page, "A file of orders")
    page.locator(".stMain input[type=file]").set_input_files(orders)
    click(page.get_by_role("button", name="Verify the orders"))
    for count in ("1 right", "1 deviating", "1 not read"):
        expect(page.get_by_text(count)).to_be_visible()
    expect(page.get_by_role("cell", name="No uplift")).to_be_visible()
    with page.expect_download() as download:
        click(page.get_by_role("button", name="Result, CSV"))
    result = tmp_path / "verdicts.csv"
    download.value.save_as(result)
    first, second, third = result.read_text(encoding="utf-8-sig").splitlines()[1:]
    assert first.startswith("a,scig,60 g,3 weeks,24 g/wk,2,right,")
    assert second.startswith("b,scig,60 g,3 weeks,20 g/wk,3,deviates,")
    assert "no_uplift" in second
    assert third.startswith("c,scig,60 g,,24 g/wk,4,not read,")
    assert "Interval is missing" in third
