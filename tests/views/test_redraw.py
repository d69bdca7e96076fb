"""What is drawn by itself where a measure changes stands with the rest as the whole page would."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pages import metrics, page_script, run_script
from streamlit.testing.v1 import AppTest

if TYPE_CHECKING:
    Bag = Counter[tuple[str, str, str]]

EVERY_PAGE = Path(__file__).parents[2] / "every_page.py"
HELD = "case_held_by_the_browser"
FOLLOWING = "what_follows_a_measure"
# Of each page, what a dose needs beside the weight.
ENTERED: dict[str, dict[str, Any]] = {
    "induction": {"product_immunoglobulin_iv": "privigen"},
    "maintenance": {"product_immunoglobulin_iv": "gammagard_liquid", "height": "180"},
    "scig": {
        "ivig_dose": "80",
        "every_scig": "4",
        "product_immunoglobulin_sc": "hizentra",
    },
    "cyclophosphamide": {"height": "180"},
    "rituximab": {"height": "180"},
    "mycophenolate": {},
    "eculizumab": {},
    "body": {"height": "180", "sex": "female", "age": "58"},
}
# An ordinary weight, one beside it, what is looked at twice (a child's, a tenfold one), what is
# none, and one again.
WEIGHTS = ("80", "81.5", "9", "400", "many", "", "38", "80")


KINDS = (
    "html",
    "markdown",
    "info",
    "error",
    "warning",
    "button",
    "expander",
)


def parts(app: AppTest) -> Bag:
    """Return what a run has drawn, as a bag: a run of fragments alone has drawn only them."""
    return Counter(
        (kind, str(getattr(each, "label", "")), str(getattr(each, "value", "")))
        for kind in KINDS
        for each in app.get(kind)
    )


def drawn_whole(page: str, weight: str) -> Bag:
    return parts(run_script(page_script(page), weight=weight, **ENTERED[page]))


def changed(page: str, before: str, weight: str) -> tuple[Bag, bool]:
    """Return what the change from one weight to another draws, and whether it is the whole page."""
    app = run_script(page_script(page), weight=before, **ENTERED[page])
    following = app.session_state[FOLLOWING]
    app.text_input(key="weight").set_value(weight).run()
    assert not app.exception
    return parts(app), app.session_state[FOLLOWING] is not following


@pytest.mark.parametrize("page", ENTERED)
def test_a_page_after_each_weight_is_the_page_that_opens_with_it(page: str) -> None:
    """What is drawn by itself is that of the whole page, and the rest of both pages is the same."""
    whole = {weight: drawn_whole(page, weight) for weight in WEIGHTS}
    for before, after in pairwise(WEIGHTS):
        there, all_of_it = changed(page, before, after)
        back, all_of_that = changed(page, after, before)
        for drawn, weight, everything in ((there, after, all_of_it), (back, before, all_of_that)):
            assert drawn <= whole[weight] if not everything else drawn == whole[weight]
        assert all_of_it == all_of_that
        if not all_of_it:
            assert whole[after] - there == whole[before] - back, (before, after)


@pytest.mark.parametrize("page", ["induction", "maintenance", "rituximab"])
def test_an_ordinary_weight_has_the_dose_alone_drawn_anew(page: str) -> None:
    app = run_script(page_script(page), weight="80", **ENTERED[page])
    before = app.session_state[FOLLOWING]
    app.text_input(key="weight").set_value("81").run()
    assert app.session_state[FOLLOWING] is before


@pytest.mark.parametrize(
    ("what", "state"),
    [
        ("a fold that is open", {"opened_folds": ["working"]}),
        ("a popover of papers", {"papers_induction": True}),
        ("the case", {"case_file_0": True}),
        ("a field that is wrong", {"age": "many"}),
    ],
)
def test_what_would_be_left_behind_has_the_whole_page_drawn_anew(
    what: str, state: dict[str, Any]
) -> None:
    app = run_script(page_script("induction"), weight="80", **ENTERED["induction"], **state)
    before = app.session_state[FOLLOWING]
    app.text_input(key="weight").set_value("81").run()
    assert app.session_state[FOLLOWING] is not before, what


def test_a_weight_that_cannot_be_used_has_the_whole_page_drawn_anew() -> None:
    assert changed("induction", "80", "many")[1]
    assert changed("induction", "many", "80")[1]


def test_what_is_changed_together_with_a_weight_is_in_the_dose() -> None:
    """The browser sends both at once: 2 g/kg for 81 kg are 162 g, over 4 days 40.5 g."""
    app = run_script(page_script("induction"), weight="80")
    before = app.session_state[FOLLOWING]
    app.text_input(key="weight").set_value("81")
    app.session_state["days"] = 4
    app.run()
    assert app.session_state[FOLLOWING] is not before
    assert metrics(app) == {
        "Course total": "162 g",
        "Each day, for 4 days": "40.5 g",
    }


def test_a_unit_that_is_changed_together_with_a_weight_is_in_the_dose() -> None:
    """500 mg/kg for 81 kg are 40.5 g, where 500 g/kg would stand beside the old unit."""
    app = run_script(page_script("maintenance"), weight="80", dose="0.5")
    app.text_input(key="weight").set_value("81")
    app.session_state["dose_unit"] = "mg/kg"
    app.session_state["dose"] = "500"
    app.run()
    assert [*metrics(app).values()] == ["40.5 g"]


def test_a_page_that_was_not_drawn_to_its_end_is_drawn_as_a_whole() -> None:
    """The run for an answer, cut short by a weight, leaves the questions of before."""
    cut_short = page_script("induction").replace("redraw.end()", "")
    app = run_script(cut_short, weight="80")
    before = app.session_state[FOLLOWING]
    app.text_input(key="weight").set_value("81").run()
    assert app.session_state[FOLLOWING] is not before


def test_the_browser_is_handed_the_case_with_the_weight_of_the_dose_in_view() -> None:
    """A server that is lost after it would bring back another dose."""
    app = AppTest.from_file(str(EVERY_PAGE), default_timeout=60)
    app.run()
    app.text_input(key="weight").set_value("80").run()
    following = app.session_state[FOLLOWING]
    app.text_input(key="weight").set_value("81").run()
    assert app.session_state[FOLLOWING] is following
    assert 'weight = "81 kg"' in json.loads(app.session_state[HELD])["case"]
