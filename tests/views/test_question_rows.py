"""The questions that are answered with yes or no: what is tapped counts once, and in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pages import opened, rows_of, send, tap

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


def _recorded(app: AppTest) -> dict[str, str]:
    assert not app.exception, app.exception
    facts: dict[str, dict[str, Any]] = app.session_state["recorded_facts"]
    return {name: fact["value"] for name, fact in facts.items()}


def _needed_first(app: AppTest) -> str:
    """Return the id of the element in which tests are asked for."""
    return next(
        str(each.proto.id)
        for each in app.get("bidi_component")
        if each.key == "asked:needed_first_1"
    )


def test_taps_that_come_together_are_all_recorded() -> None:
    app = opened("induction", weight="80")
    send(app, _needed_first(app), [[1, "cbc", "yes"], [2, "renal_function", "no"]])
    assert _recorded(app) == {"cbc": "yes", "renal_function": "no"}
    shown = {row["fact"]: row["answer"] for row in rows_of(app)}
    assert (shown["cbc"], shown["renal_function"], shown["iga_deficiency"]) == ("yes", "no", None)


def test_the_last_tap_on_a_question_counts() -> None:
    app = opened("induction", weight="80")
    taps = [[1, "cbc", "yes"], [2, "cbc", "no"], [3, "renal_function", "yes"]]
    send(app, _needed_first(app), [*taps, [4, "renal_function", None]])
    assert _recorded(app) == {"cbc": "no"}


def test_a_tap_that_comes_once_more_is_not_taken_again() -> None:
    app = opened("induction", weight="80")
    tap(app, "cbc", "no")
    tap(app, "cbc", None)
    assert _recorded(app) == {}
    taps = [[1, "cbc", "no"], [2, "cbc", None], [3, "renal_function", "no"]]
    send(app, _needed_first(app), taps)
    assert _recorded(app) == {"renal_function": "no"}
    # What was recorded since by another way is not undone either.
    app.button(key="record_none").click().run()
    tap(app, "iga_deficiency", None)
    send(app, _needed_first(app), [*taps, [4, "cbc", "yes"]])
    after = _recorded(app)
    assert "iga_deficiency" not in after
    assert (after["renal_function"], after["cbc"]) == ("no", "yes")
    assert after["uncompensated_heart_failure"] == "no"


@pytest.mark.parametrize(
    "sent",
    [
        [[1, "weight", "yes"]],
        [[1, "cbc", "maybe"]],
        [[1, "cbc"]],
        [["1", "cbc", "yes"]],
        ["cbc"],
        [None],
        None,
        [[{}, {}, {}]],
    ],
)
def test_what_is_no_tap_is_passed_over(sent: Any) -> None:
    app = opened("induction", weight="80")
    send(app, _needed_first(app), sent)
    assert _recorded(app) == {}
    tap(app, "cbc", "yes")
    assert _recorded(app) == {"cbc": "yes"}


def test_a_date_stands_beside_a_yes_alone() -> None:
    app = opened("induction", weight="80")
    key = "check:cbc:date"
    dated = {row["fact"]: row["date"] for row in rows_of(app)}
    assert dated["cbc"] == "st-key-check-cbc-date"
    assert not dated["iga_deficiency"]
    assert key not in [each.key for each in app.date_input]
    tap(app, "cbc", "yes")
    assert key in [each.key for each in app.date_input]
    tap(app, "cbc", "no")
    assert key not in [each.key for each in app.date_input]
