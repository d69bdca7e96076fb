"""By keyboard alone, zoomed, and with the browser's own measure of what moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page, expect
from walking import answers, click, enter, go, let_rest, question

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = pytest.mark.browser
MOST_TABS = 120


def tab_to(page: Page, found: Locator) -> None:
    """Press the tab key until what was looked for has the focus, or holds what has it."""
    let_rest(page)
    for _ in range(MOST_TABS):
        if found.evaluate("each => each.contains(document.activeElement)"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no tab leads to {found}")


def answer_in_sight(page: Page) -> Locator:
    wide = page.viewport_size is not None and page.viewport_size["width"] > 960
    return page.locator(".st-key-answer" if wide else ".st-key-dose_bar")


def test_the_first_dose_and_its_checks_go_by_keyboard_alone(page: Page) -> None:
    tab_to(page, page.get_by_label("Weight", exact=True))
    page.keyboard.type("80")
    expect(answer_in_sight(page).get_by_text("32 g", exact=True)).to_be_in_viewport(ratio=1)
    asked = question(page, "uncompensated_heart_failure")
    tab_to(page, answers(page, "uncompensated_heart_failure").get_by_role("radiogroup"))
    page.keyboard.press("Space")
    expect(asked).to_contain_text("Contraindicated")
    expect(answer_in_sight(page).get_by_text("1 contraindicated", exact=True)).to_be_in_viewport()
    let_rest(page)
    # The focus is still in its row, and an arrow goes on to the other answer.
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(asked).to_contain_text("Clear")


def test_the_reasons_of_a_question_open_by_keyboard(page: Page) -> None:
    enter(page, "Weight", "80")
    row = question(page, "iga_deficiency")
    tab_to(page, row.locator("summary"))
    page.keyboard.press("Enter")
    expect(row.locator(".asks")).to_be_visible()


def test_a_step_up_on_maintenance_goes_by_keyboard(page: Page) -> None:
    enter(page, "Weight", "80")
    go(page, "Maintenance")
    rung = page.get_by_role("radio", name="5 wk · 0.4").or_(
        page.get_by_role("button", name="5 wk · 0.4")
    )
    group = page.locator(".st-key-ladder_of_regimens [role=radiogroup]").last
    tab_to(page, group)
    for _ in range(8):
        if rung.first.evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.get_by_label("Every", exact=True)).to_have_value("5")
    expect(answer_in_sight(page).get_by_text("160 g", exact=True)).to_be_in_viewport(ratio=1)


def test_an_order_is_verified_by_keyboard_alone(page: Page) -> None:
    bar = page.locator(".st-key-places")
    tab_to(page, bar.get_by_role("link", name="Verify", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Verify", level=1)).to_be_visible()
    for label, text in (
        ("IVIg each infusion", "60"),
        ("Every", "3"),
        ("Dose as ordered", "20 g/wk"),
    ):
        tab_to(page, page.get_by_label(label, exact=True))
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    verdict = answer_in_sight(page).get_by_text("Outside tolerance", exact=True)
    expect(verdict).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(
    ("width", "height", "scale"),
    [
        pytest.param(853, 600, 1.5, id="at 150 %"),
        pytest.param(640, 450, 2, id="at 200 %"),
        pytest.param(427, 300, 3, id="at 300 %"),
    ],
)
def test_the_answer_stays_in_sight_when_a_desktop_is_zoomed(
    browser: Browser, address: str, width: int, height: int, scale: float
) -> None:
    """A zoomed window of 1280 × 900 has so many pixels less, each as much larger."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=scale
    )
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Weight", exact=True).wait_for()
    enter(page, "Weight", "80")
    for title in ("Induction", "Maintenance"):
        go(page, title)
        dose = "32 g" if title == "Induction" else "80 g"
        expect(answer_in_sight(page).get_by_text(dose, exact=True)).to_be_in_viewport(ratio=1)
        page.mouse.wheel(0, 700)
        let_rest(page)
        expect(answer_in_sight(page).get_by_text(dose, exact=True)).to_be_in_viewport(ratio=1)
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    context.close()


# Each shift as the browser measures it, whatever was clicked just before: who, and from where.
_WATCH = """() => {
    window.moved = [];
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) {
            for (const source of entry.sources) {
                const at = source.node?.nodeType === 1 ? source.node : source.node?.parentElement;
                window.moved.push({
                    top: source.previousRect.top, to: source.currentRect.top,
                    what: at?.closest('[class*=st-key]')?.className.match(/st-key-\\S+/)?.[0] ?? '',
                    below: !!at?.closest('.st-key-checks, .st-key-inputs, .st-key-panel'),
                });
            }
        }
    }).observe({ type: 'layout-shift', buffered: false });
}"""


def test_nothing_below_the_pointer_shifts_while_questions_are_answered(page: Page) -> None:
    """The browser forgives what moves within half a second of a click; a second tap does not."""
    enter(page, "Weight", "80")
    enter(page, "Age in years", "58")
    let_rest(page)
    page.evaluate(_WATCH)
    rows = page.locator('.st-key-checks [class*="st-key-check-"]:has([role=radiogroup])')
    for number in range(rows.count()):
        for answer in ("yes", "no"):
            button = rows.nth(number).get_by_text(answer, exact=True)
            click(button)
            box = button.bounding_box()
            assert box is not None
            let_rest(page)
            moved: list[dict[str, Any]] = page.evaluate("window.moved.splice(0)")
            shifted = [
                each
                for each in moved
                if each["below"] and each["top"] >= box["y"] and each["top"] != each["to"]
            ]
            assert shifted == [], (number, answer)
    # The measure sees what does move.
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    let_rest(page)
    page.evaluate("document.querySelector('.st-key-panel').style.paddingTop = '60px'")
    page.wait_for_timeout(500)
    assert page.evaluate("window.moved.length") > 0
