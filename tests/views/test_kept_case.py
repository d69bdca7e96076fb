"""A new session reads what the browser held of a lost one: a whole case, or none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from asking import PLAN
from pages import shown_text
from streamlit.testing.v1 import AppTest

from exchange.cases.toml_file import read_case, written_case

EVERY_PAGE = Path(__file__).parents[2] / "every_page.py"
HELD = "case_held_by_the_browser"
TYPED = """case_version = 3
plan = "mmn"
plan_version = "1.1"
[patient]
weight = "80 kg"
[facts]
uncompensated_heart_failure = "yes"
"""
# As the app hands it over, with its digest.
WHOLE = written_case(read_case(TYPED.encode(), "typed.toml", PLAN)).decode()


def new_session(held: str, **of_the_browser: str) -> AppTest:
    """Run the app as a new session whose browser sends this, and what stands in its controls."""
    app = AppTest.from_file(str(EVERY_PAGE), default_timeout=60)
    for key, value in {HELD: held, **of_the_browser}.items():
        app.session_state[key] = value
    app.run()
    assert not app.exception, app.exception
    return app


def as_held(case: str, turn: int = 0) -> str:
    return json.dumps({"turn": turn, "case": case})


def weight(app: AppTest) -> str:
    return str(next(each.value for each in app.text_input if each.label == "Weight"))


@pytest.mark.parametrize("turn", [0, 3])
def test_a_whole_case_comes_back_with_its_contraindication(turn: int) -> None:
    app = new_session(as_held(WHOLE, turn), weight="80")
    assert "The case was brought back whole, with 1 recorded fact." in shown_text(app)
    assert weight(app) == "80 kg"
    assert "Contraindicated: the figures are shown" in shown_text(app)
    # The browser is handed the same case again, under the next number.
    held = json.loads(app.session_state[HELD])
    assert held["turn"] == turn + 1
    assert 'uncompensated_heart_failure = "yes"' in held["case"]
    next(each for each in app.button if each.label == "I have read this").click().run()
    assert "brought back" not in shown_text(app)
    assert "Contraindicated: the figures are shown" in shown_text(app)


@pytest.mark.parametrize(
    "held",
    [
        "no case at all",
        "[]",
        "{}",
        '{"turn": "two", "case": ""}',
        as_held(WHOLE)[:-40],
        as_held(TYPED),
        as_held(WHOLE[: WHOLE.index("[facts]")]),
        as_held(WHOLE.replace("heart_failure", "heart")),
        as_held(TYPED.replace("case_version = 3", "case_version = 99")),
        as_held(TYPED.replace('plan = "mmn"', 'plan = "another"')),
        as_held(TYPED.replace("uncompensated_heart_failure", "no_fact_of_ours")),
        as_held(TYPED.replace("weight", "wight")),
        json.dumps({"turn": 0, "case": "", "refused": "The case is too large."}),
    ],
)
def test_what_is_no_case_leaves_nothing_and_says_so(held: str) -> None:
    app = new_session(held, weight="80")
    assert "nothing that was entered or recorded is kept" in shown_text(app)
    assert weight(app) == ""
    assert "Enter the weight" in shown_text(app)


@pytest.mark.parametrize("held", ["", '{"seen": 12}'])
def test_a_browser_that_holds_no_case_is_told_nothing(held: str) -> None:
    app = new_session(held)
    assert "connection" not in shown_text(app)
    app.run()
    assert json.loads(app.session_state[HELD]).keys() == {"seen"}
