"""A file of orders in a real browser: it and its verdicts are still there after another page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from walking import choose, click, go

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_a_file_and_its_verdicts_survive_a_change_of_page(page: Page, tmp_path: Path) -> None:
    orders = tmp_path / "ward.csv"
    orders.write_text(
        "of,Dose,ivig_dose,every\nscig,24 g/wk,60 g,3 weeks\nprednisone,60 mg daily,,\n", "utf-8"
    )
    go(page, "A file of orders")
    page.locator(".stMain input[type=file]").set_input_files(orders)
    choose(page, "Dose: Order?", "Order")
    click(page.get_by_role("button", name="Verify the orders"))
    summary = page.locator(".st-key-orders_summary")
    expect(summary).to_contain_text("1 contraindicated")
    go(page, "Products")
    go(page, "A file of orders")
    expect(page.get_by_text("ward.csv, as it was sent before.")).to_be_visible()
    expect(summary).to_contain_text("1 right")
    expect(summary).to_contain_text("1 contraindicated")
    click(page.get_by_role("button", name="Put it away"))
    expect(summary).to_have_count(0)
    go(page, "Products")
    go(page, "A file of orders")
    expect(page.get_by_role("button", name="Put it away")).to_have_count(0)
