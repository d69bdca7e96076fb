"""A click that comes while the one before it is worked on: neither is lost, and none is by half.

The framework looks for a newer click whenever a run sends something or looks at the session. Here
one comes at each of these looks in turn, and what stands in the end is what stands without it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from asking import PLAN
from pages import opened, shown_text
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.testing.v1 import AppTest

from exchange.cases.toml_file import read_case, written_case
from views.parts.messages import take_them_whole

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
TYPED = b"""case_version = 3
plan = "mmn"
plan_version = "1.1"
[patient]
weight = "70 kg"
height = "170 cm"
[facts]
uncompensated_heart_failure = "yes"
"""
WHOLE = written_case(read_case(TYPED, "typed.toml", PLAN))
HELD = json.dumps({"turn": 2, "case": WHOLE.decode()})
# The first looks of a run are those before and while a change is made; then a lost case is asked
# for, and after that the page is drawn.
SOME_LOOKS = (*range(1, 6), *range(8, 50, 6), *range(50, 10_000, 250))


@dataclass
class Looks:
    """The looks of a run for a newer click, and at which of them one is there."""

    been: int = 0
    clicked_at: int = 0


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    # As it comes, to be put back behind: other tests are of the framework as it is.
    as_it_comes = SafeSessionState.on_script_will_rerun
    monkeypatch.setattr(SafeSessionState, "on_script_will_rerun", as_it_comes)
    take_them_whole()
    counted = Looks()
    looks_for_a_click = ScriptRunner._maybe_handle_execution_control_request

    def looks_and_counts(self: ScriptRunner) -> None:
        if self._execing:
            counted.been += 1
            context = get_script_run_ctx()
            if counted.been == counted.clicked_at and context is not None:
                here = context.page_script_hash
                self._requests.request_rerun(RerunData(page_script_hash=here))
        looks_for_a_click(self)

    monkeypatch.setattr(ScriptRunner, "_maybe_handle_execution_control_request", looks_and_counts)
    return counted


def app(**state: Any) -> AppTest:
    app = AppTest.from_file(str(ROOT / "every_page.py"), default_timeout=60)
    for key, value in state.items():
        app.session_state[key] = value
    return app


def patient(**state: Any) -> AppTest:
    return app(weight="80", **state).run()


def answer(app: AppTest, answer: str | None) -> None:
    asked = next(each for each in app.segmented_control if "heart failure" in each.label)
    asked.set_value(answer).run()


def opened_case(app: AppTest) -> None:
    app.file_uploader[0].upload("case.toml", WHOLE).run()


def answered(first: str) -> AppTest:
    app = patient()
    answer(app, first)
    return app


# How it begins, what is done, and a part of what is to be read in the end.
CHANGES: dict[str, tuple[Callable[[], AppTest], Callable[[AppTest], Any], tuple[str, ...]]] = {
    "a contraindication is answered": (
        patient,
        lambda app: answer(app, "yes"),
        ("Contraindicated: the figures are shown",),
    ),
    "a no becomes a yes": (
        lambda: answered("no"),
        lambda app: answer(app, "yes"),
        ("Contraindicated: the figures are shown",),
    ),
    "an answer is taken back": (
        lambda: answered("yes"),
        lambda app: answer(app, None),
        ('is-unknown" data-fact="uncompensated_heart_failure"',),
    ),
    "no is recorded for all": (
        lambda: patient(none_0=True),
        lambda app: app.button(key="record_none").click().run(),
        ("Undo",),
    ),
    "a weight is typed": (
        patient,
        lambda app: app.text_input(key="weight").set_value("90").run(),
        ("180 g",),
    ),
    "a weight is shown in pounds": (
        patient,
        lambda app: app.selectbox(key="weight_unit").set_value("lb").run(),
        ("160 g", "Weight: 176.4"),
    ),
    "a case is opened": (
        lambda: patient(case_file_0=True),
        opened_case,
        ("Contraindicated: the figures are shown", "140 g"),
    ),
    "a lost case comes back": (
        lambda: app(case_held_by_the_browser=HELD, weight="80"),
        lambda app: app.run(),
        ("The case was brought back whole", "Contraindicated: the figures", "140 g"),
    ),
    "a phase is added": (
        lambda: opened("course", weight="80"),
        lambda app: app.selectbox(key="phase_added").set_value("induction").run(),
        ("start is missing",),
    ),
}


def seen(app: AppTest) -> list[str]:
    """Return all that is read on the page, in its fields and large figures, in no order."""
    assert not app.exception, app.exception
    fields = (*app.text_input, *app.selectbox, *app.segmented_control, *app.button)
    read = (f"{each.label}: {each.value}" for each in fields)
    # What the browser holds carries the number of times that a case was put, which may be one more.
    return sorted(
        (
            *shown_text(app).splitlines(),
            *(re.sub(r'{"seen": \d+, "turn": \d+', "", each) for each in read),
        )
    )


# A run of the served app, stopped at each look: whether it stops before a change is made.
_LOOKS_INTO_THE_APP = """
import app
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.safe_session_state import SafeSessionState
stopped = []
SafeSessionState(SessionState(), lambda: stopped.append(True)).on_script_will_rerun(None)
print(bool(stopped))
"""


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("change", CHANGES)
def test_a_click_at_any_time_loses_nothing_of_the_change_before_it(
    looks: Looks, change: str
) -> None:
    begun, changes, ends_with = CHANGES[change]
    of_it: list[int] = []

    def ended(clicked_at: int) -> list[str]:
        app = begun()
        looks.been, looks.clicked_at = 0, clicked_at
        changes(app)
        of_it.append(looks.been)
        looks.clicked_at = 0
        # Of a run of parts only the parts are read; so all is drawn once more.
        return seen(app.run())

    expected = ended(clicked_at=0)
    for part in ends_with:
        assert any(part in line for line in expected), expected
    been = of_it[0]
    assert been > max(SOME_LOOKS[:12])
    for look in (each for each in SOME_LOOKS if each <= been):
        assert ended(clicked_at=look) == expected, f"a click at look {look} of {been}"


def test_the_app_has_changes_made_whole_from_its_first_visitor_on() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _LOOKS_INTO_THE_APP],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout == "False\n", ran.stderr
