"""Pages in use, at both widths, light and dark: no higher than they may be, and axe finds nothing.

One case fills them: a dose with its product, a course, strength that falls, values that are
watched, and an order without the uplift.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from looking import HIGHEST, LOOKS, Seen, looked_at, opened
from playwright.sync_api import expect
from walking import choose, click, go, let_rest

from plan_data import load_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from plan_data.schema.products import Product

pytestmark = pytest.mark.browser

CASE = """case_version = 3
plan = "mmn"
plan_version = "1.1"
[patient]
weight = "80 kg"
height = "180 cm"
age = "58 years"
sex = "male"
setting = "OPD"
[facts]
igg_trough = { value = "6.5 g/L", date = 2026-11-10 }
hemoglobin = { value = "9.5 g/dL", date = 2026-11-10 }
[choices.maintenance]
dose = "1 g/kg"
every = "3 weeks"
product = "privigen"
[choices.course]
phases = [
    "induction days=5 start=2127-01-06",
    "maintenance dose='1 g/kg' every='3 weeks' start=2127-01-27 until=2127-12-31 product=privigen",
]
[choices.titrate]
strength = [
    "2026-06-01 right 32 kg baseline",
    "2026-06-01 left 30 kg baseline",
    "2026-08-01 right 31 kg",
    "2026-08-01 left 29 kg",
    "2026-09-20 right 28 kg",
    "2026-09-20 left 27 kg",
    "2026-11-20 right 25 kg",
    "2026-11-20 left 26 kg",
]
mrc = "4/5"
product = "privigen"
[choices.monitor]
grip = "25 kg"
grip_baseline = "32 kg"
mrc = "4/5"
fvc = "70 %"
hemoglobin_before = "12 g/dL@2026-10-01"
creatinine_normal = "no"
ncs_stable = "no"
[choices.scig]
ivig_dose = "60 g"
every = "3 weeks"
[order]
of = "scig"
order = "20 g/wk"
"""
# Right, without the uplift, with a height that decides nothing, twice as much, and not to be read.
ORDERS = (
    "scig,24 g/wk,60 g,3 weeks,,,",
    "scig,20 g/wk,60 g,3 weeks,,,",
    "induction,32 g/day,,,80 kg,5,=A1",
    "induction,64 g/day,,,80 kg,5,",
    "scig,24 g/wk,60,3 weeks,,,",
)
ROWS = 20


def most_is_said_of() -> Product:
    """Return the product of which most stands on its page."""
    return max(
        load_plan().products.values(),
        key=lambda each: len(each.rates) + len(each.subcutaneous) + len(each.mass_rates),
    )


def open_case_file(page: Page) -> None:
    click(page.locator(".st-key-case_at").get_by_role("button"))
    expect(page.get_by_role("button", name="Save the case")).to_be_visible()


def close_case_file(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Save the case")).to_have_count(0)


def fill(page: Page, folder: Path) -> None:
    case = folder / "filled.toml"
    case.write_text(CASE, encoding="utf-8")
    open_case_file(page)
    page.get_by_test_id("stPopoverBody").locator("input[type=file]").set_input_files(case)
    expect(page.get_by_role("heading", name="Verify", level=1)).to_be_visible()
    close_case_file(page)


def verify_a_file(page: Page, folder: Path) -> None:
    orders = folder / "orders.csv"
    rows = [f"{row},{ORDERS[row % len(ORDERS)]}" for row in range(ROWS)]
    orders.write_text("\n".join(["id,of,order,ivig_dose,every,weight,days,height", *rows]), "utf-8")
    go(page, "A file of orders")
    page.locator(".stMain input[type=file]").set_input_files(orders)
    click(page.get_by_role("button", name="Verify the orders"))
    expect(page.locator(".st-key-orders_summary")).to_contain_text("8 right")


def check_twice(page: Page, folder: Path) -> None:
    go(page, "Check twice")
    page.locator(".stMain input[type=file]").set_input_files(folder / "filled.toml")
    for label, text in (
        ("Weight, with its unit", "80 kg"),
        ("Height, with its unit", "181 cm"),
        ("Order, as it is written", "20 g/wk"),
        ("First entry by", "First person"),
        ("Second entry by", "Second person"),
        ("When", "2026-11-25 09:30"),
    ):
        page.get_by_label(label, exact=True).fill(text)
    click(page.get_by_role("button", name="Compare"))
    expect(page.get_by_text("The two entries differ")).to_be_visible()


@pytest.fixture(scope="module", params=LOOKS, ids=lambda each: f"at {each[0]} px, {each[1]}")
def filled(
    request: pytest.FixtureRequest,
    browser: Browser,
    address: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[int, dict[str, Seen]]]:
    """Fill the pages once, and measure each."""
    folder = tmp_path_factory.mktemp("filled")
    page = opened(browser, address, *request.param)
    seen: dict[str, Seen] = {}

    def look(name: str) -> None:
        let_rest(page)
        seen[name] = looked_at(page)

    fill(page, folder)
    expect(page.locator(".st-key-mistake_1")).to_be_visible()
    look("Verify")
    open_case_file(page)
    look("Verify, the case open")
    close_case_file(page)
    go(page, "Course")
    expect(page.locator(".st-key-answer")).to_contain_text("day 1 of 5")
    look("Course")
    click(page.get_by_role("button", name="All 22 doses"))
    click(page.locator("[class*=st-key-finding_] summary").first)
    look("Course, unfolded")
    go(page, "Titration")
    expect(page.locator(".stMain [data-testid=stVegaLiteChart] svg, canvas").first).to_be_visible()
    look("Titration")
    click(page.get_by_role("button", name="Put a step on the course"))
    look("Titration, a step to choose")
    page.keyboard.press("Escape")
    go(page, "Monitoring")
    look("Monitoring")
    go(page, "Maintenance")
    let_rest(page)
    page.evaluate("document.querySelectorAll('.question').forEach(it => { it.open = true; })")
    look("Maintenance, its reasons open")
    verify_a_file(page, folder)
    look("A file of orders")
    check_twice(page, folder)
    look("Check twice")
    go(page, "Products")
    choose(page, "Product", most_is_said_of().label)
    look("Products")
    yield request.param[0], seen
    page.context.close()


def test_no_page_grows_higher_than_it_may_be(filled: tuple[int, dict[str, Seen]]) -> None:
    """Of what is unfolded or laid over a page, and of a dose with its product, nothing is asked."""
    width, seen = filled
    _, most = HIGHEST[width]
    as_filled = {name: each.height for name, each in seen.items() if ", " not in name}
    assert {name: height for name, height in as_filled.items() if height > most} == {}


def test_axe_finds_nothing_of_a_or_aa_on_pages_in_use(
    filled: tuple[int, dict[str, Seen]],
) -> None:
    _, seen = filled
    assert {name: each.faults for name, each in seen.items() if each.faults} == {}


def test_pages_in_use_read_out_no_icon_and_skip_no_heading(
    filled: tuple[int, dict[str, Seen]],
) -> None:
    _, seen = filled
    assert {name: each.read_out for name, each in seen.items() if each.read_out} == {}
    for name, each in seen.items():
        assert each.levels[0] == 1, name
        assert all(after - before <= 1 for before, after in pairwise(each.levels)), name


def test_nothing_in_use_is_cut_or_needs_scrolling_sideways(
    filled: tuple[int, dict[str, Seen]],
) -> None:
    _, seen = filled
    assert {name: each.too_wide for name, each in seen.items() if each.too_wide > 0} == {}
    assert {name: each.cut for name, each in seen.items() if each.cut} == {}
