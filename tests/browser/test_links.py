"""What stands in a file is no link in a real page: headings, cells, refusals, a file's own name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from walking import click, go

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.browser

LINKS = (
    "www.one.example",
    "http://two.example/a?b=c",
    "HTTPS://www.three.example",
    "four.four@four.example",
    "mailto:five@five.example",
    "(www.six.example)",
)


def links_of(page: Page) -> list[str | None]:
    return [each.get_attribute("href") for each in page.locator("a[href*=example]").all()]


def test_nothing_in_a_file_of_orders_becomes_a_link(page: Page, tmp_path: Path) -> None:
    """As headings, as cells that cannot be read, and in a heading that is chosen for a column."""
    rows = [("of", "order", "weight", *LINKS), *(("induction", "32 g/day", link) for link in LINKS)]
    orders = tmp_path / "orders.csv"
    orders.write_text("".join(f"{','.join(row)}\n" for row in rows), encoding="utf-8")
    go(page, "A file of orders")
    page.locator(".stMain input[type=file]").set_input_files(orders)
    click(page.get_by_text("Not read, and given back as they are"))
    expect(page.get_by_text(LINKS[0]).first).to_be_visible()
    assert links_of(page) == []
    orders.write_text("".join(f"{','.join(row)}\n" for row in (rows[0][:3], *rows[1:])), "utf-8")
    page.locator(".stMain input[type=file]").set_input_files(orders)
    click(page.get_by_role("button", name="Verify the orders"))
    click(page.get_by_text("Rows that could not be read"))
    expect(page.get_by_text("one.example").first).to_be_visible()
    assert links_of(page) == []


def test_nothing_in_the_name_or_the_refusal_of_a_case_becomes_a_link(
    page: Page, tmp_path: Path
) -> None:
    case = tmp_path / "www.case.example.toml"
    case.write_text('case_version = 2\n[patient]\nweight = "80 kg"\n', encoding="utf-8")
    click(page.locator(".st-key-case_at").get_by_role("button"))
    page.get_by_test_id("stPopoverBody").locator("input[type=file]").set_input_files(case)
    expect(page.get_by_text("Opened www.case.example.toml")).to_be_visible()
    assert links_of(page) == []
    case.write_text('case_version = 2\n[patient]\n"a@b.example" = "80 kg"\n', encoding="utf-8")
    page.get_by_test_id("stPopoverBody").locator("input[type=file]").set_input_files(case)
    expect(page.get_by_text("is no key of")).to_be_visible()
    assert links_of(page) == []
