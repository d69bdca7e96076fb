"""A step of titration put on the course in a browser, at both widths: chosen, dated, reasoned."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from walking import choose, click, enter, go, let_rest

from views.parts import store

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# Long before any day of a test; 80 kg at 1 g/kg every 3 weeks.
BEGUN = date(2026, 1, 5)
CASE = f"""case_version = 3
plan = "mmn"
plan_version = "1.1"
[patient]
weight = "80 kg"
[choices.course]
phases = ["maintenance dose='1 g/kg' every='3 weeks' start={BEGUN} product=privigen"]
[choices.titrate]
strength = ["2026-01-05 right 32 kg baseline", "2026-03-01 right 25 kg"]
mrc = "4/5"
"""


def type_day(page: Page, label: str, day: date) -> None:
    click(page.get_by_role("group", name=label).get_by_role("spinbutton").first)
    page.keyboard.type(f"{day:%Y%m%d}")
    page.keyboard.press("Tab")


def test_a_step_follows_the_present_phase_and_is_next_on_the_course(
    page: Page, tmp_path: Path
) -> None:
    """25 of 32 kg is 78 %; the next step up is 2 g/kg every 5 weeks, 160 g for 80 kg."""
    case = tmp_path / "step.toml"
    case.write_text(CASE, encoding="utf-8")
    click(page.locator(".st-key-case_at").get_by_role("button"))
    page.get_by_test_id("stPopoverBody").locator("input[type=file]").set_input_files(case)
    expect(page.get_by_role("heading", name="Course", level=1)).to_be_visible()
    page.keyboard.press("Escape")
    go(page, "Titration")
    expect(page.locator(".st-key-answer")).to_contain_text("Points to more IVIg")
    picture = page.locator("[data-testid=stVegaLiteChart]").locator("canvas, svg").first
    expect(picture).to_be_visible()
    let_rest(page)
    drawn, room = picture.bounding_box(), page.viewport_size
    assert drawn is not None
    assert room is not None
    assert drawn["x"] >= 0
    assert drawn["x"] + drawn["width"] <= room["width"]
    opens = page.get_by_role("button", name="Put a step on the course")
    click(opens)
    body = page.get_by_test_id("stPopoverBody")
    expect(body).to_be_in_viewport(ratio=1)
    put = body.get_by_role("button", name="Put this on the course")
    expect(put).to_be_disabled()
    choose(page, "Regimen", "2 g/kg every 5 weeks (160 g)")
    let_rest(page)
    # All of it is seen: of a longer one a phone showed the end, and not which dose it is.
    room = page.get_by_role("combobox", name="Regimen").evaluate(
        "it => it.scrollWidth - it.clientWidth"
    )
    assert room <= 0
    first = store.today() + timedelta(days=10)
    type_day(page, "First dose on", first)
    expect(put).to_be_disabled()  # the reason is missing
    enter(page, "Why this step", "Grip 78 % of baseline")
    expect(put).to_be_enabled()
    let_rest(page)
    expect(put).to_be_in_viewport(ratio=1)
    click(put)
    expect(page.get_by_role("heading", name="Course", level=1)).to_be_visible()
    let_rest(page)
    answer = page.locator(".st-key-answer")
    expect(answer).to_contain_text(f"{first}: IVIg maintenance")
    expect(answer).to_contain_text("160 g")
    main = page.locator(".stMain")
    expect(main).to_contain_text(f"{BEGUN} to {first - timedelta(days=1)}")
    expect(main).to_contain_text("Reason: Grip 78 % of baseline")
