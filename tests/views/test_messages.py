"""What a browser sends unchanged, not knowing what the server has put there since, is no news."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.testing.v1 import AppTest

from views.parts.messages import ECHO, take_them_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

# A page with three fields, of which one changes another, and the one that the browser tells with.
PAGE = f"""
import json
import streamlit as st
from views.parts import messages

def called(key):
    st.session_state["called"] = [*st.session_state.get("called", []), key]
    if key == "unit":
        st.session_state["weight"] = "176.4"

for key in ("weight", "unit", "fact"):
    if key not in st.session_state.get("away", []):
        st.text_input(key, key=key, on_change=called, args=(key,))
st.button("press", key="press", on_click=called, args=("press",))
st.button("open", key="open", on_click=lambda: (called("open"), messages.the_case_is_another()))
if st.session_state.get("fails"):
    raise ValueError("a fault of the page")
st.session_state["has seen the second"] = messages.has_seen(2)
st.session_state["{ECHO}"] = json.dumps({{"seen": messages.number_of_the_last()}})
st.text_input("echo", key="{ECHO}")
"""


@pytest.fixture
def app() -> Iterator[AppTest]:
    with pytest.MonkeyPatch.context() as put_back:
        # As it comes, to be put back behind: other tests are of the framework as it is.
        as_it_comes = SafeSessionState.on_script_will_rerun
        put_back.setattr(SafeSessionState, "on_script_will_rerun", as_it_comes)
        take_them_whole()
        opened = AppTest.from_string(PAGE, default_timeout=30).run()
        opened.text_input(key="weight").set_value("80").run()
        opened.session_state["called"] = []
        yield opened


def seen(app: AppTest) -> str:
    return str(app.session_state[ECHO])


def convert(app: AppTest) -> str:
    """Have the server put another weight there; return what the browser had seen before."""
    before = seen(app)
    app.text_input(key="unit").set_value("lb").run()
    assert app.text_input(key="weight").value == "176.4"
    return before


def send(app: AppTest, *, seen: str, press: str = "", **texts: str) -> list[str]:
    """Send what stands in the fields; return of which of them a change was taken."""
    if press:
        app.button(key=press).click()
    app.session_state["called"] = []
    app.text_input(key=ECHO).set_value(seen)
    for key, text in texts.items():
        app.text_input(key=key).set_value(text)
    app.run()
    assert not app.exception, app.exception
    called: list[str] = app.session_state["called"]
    return sorted(called)


def test_what_the_server_put_there_stands_where_the_browser_has_not_seen_it(app: AppTest) -> None:
    before = convert(app)
    assert send(app, seen=before, weight="80", fact="yes") == ["fact"]
    assert app.session_state["weight"] == "176.4"
    # And the browser is told once more.
    assert app.text_input(key="weight").proto.set_value


def test_what_was_typed_over_it_is_news_seen_or_not(app: AppTest) -> None:
    before = convert(app)
    assert send(app, seen=before, weight="90") == ["weight"]
    assert app.session_state["weight"] == "90"


def test_what_was_typed_is_said_again_until_the_browser_has_seen_it(app: AppTest) -> None:
    """What the server had put there is on its way yet, and would replace it in the field."""
    before = convert(app)
    for typed in ("90", "95"):
        assert send(app, seen=before, weight=typed) == ["weight"]
        assert app.text_input(key="weight").proto.set_value
        assert app.text_input(key="weight").value == typed
        assert not app.text_input(key="fact").proto.set_value
    assert send(app, seen=seen(app), weight="97") == ["weight"]
    assert not app.text_input(key="weight").proto.set_value


def test_what_stood_there_before_is_news_once_the_answer_was_seen(app: AppTest) -> None:
    convert(app)
    assert send(app, seen=seen(app), weight="80") == ["weight"]
    assert app.session_state["weight"] == "80"


def test_it_stands_until_the_browser_has_seen_it_however_often_it_sends(app: AppTest) -> None:
    before = convert(app)
    for fact in ("yes", "no", "yes"):
        assert send(app, seen=before, weight="80", fact=fact) == ["fact"]
        assert app.session_state["weight"] == "176.4"
    assert send(app, seen=seen(app), weight="80") == ["weight"]


def test_a_field_that_is_gone_since_says_nothing(app: AppTest) -> None:
    app.session_state["away"] = ["weight"]
    before = seen(app)
    drawn = app.text_input(key="weight")
    app.text_input(key="fact").set_value("yes").run()
    assert "weight" not in app.session_state
    app.session_state["called"] = []
    app.text_input(key=ECHO).set_value(before)
    app.text_input(key="fact").set_value("no")
    # The browser still holds it, and sends it with the others.
    tree = app._tree
    states = tree.get_widget_states()
    states.widgets.add(id=drawn.id, string_value="80")
    app._run(states)
    assert app.session_state["called"] == ["fact"]


def test_what_is_pressed_twice_before_the_answer_is_seen_is_pressed_once(app: AppTest) -> None:
    before = seen(app)
    assert send(app, seen=before, press="press") == ["press"]
    assert send(app, seen=before, press="press") == []
    assert send(app, seen=before, press="press", fact="yes") == ["fact"]
    assert send(app, seen=before, press="open") == ["open"]


def test_it_is_pressed_again_once_the_answer_was_seen(app: AppTest) -> None:
    assert send(app, seen=seen(app), press="press") == ["press"]
    assert send(app, seen=seen(app), press="press") == ["press"]


def test_nothing_is_done_to_a_case_that_has_not_been_seen(app: AppTest) -> None:
    before = seen(app)
    assert send(app, seen=before, press="open") == ["open"]
    assert send(app, seen=before, press="press", weight="90", fact="no") == []
    assert app.session_state["weight"] == "80"
    assert not app.session_state["fact"]
    assert send(app, seen=seen(app), press="press", weight="90") == ["press", "weight"]


def test_a_page_that_fails_with_an_opened_case_can_be_left(app: AppTest) -> None:
    app.session_state["fails"] = True
    app.button(key="open").click().run()
    assert app.exception
    app.session_state["fails"] = False
    app.button(key="press").click().run()
    assert app.session_state["called"] == ["open", "press"]


def test_it_is_told_whether_the_browser_has_seen_an_answer(app: AppTest) -> None:
    send(app, seen='{"seen": 2}', fact="yes")
    assert app.session_state["has seen the second"] is True
    send(app, seen='{"seen": 1}', fact="no")
    assert app.session_state["has seen the second"] is False


def test_a_page_that_failed_counts_as_seen(app: AppTest) -> None:
    app.session_state["fails"] = True
    app.text_input(key="fact").set_value("yes").run()
    assert app.exception
    app.session_state["fails"] = False
    app.text_input(key="fact").set_value("no").run()  # without the field that a failed page lacks
    assert app.session_state["has seen the second"] is True


def test_without_the_rule_a_weight_in_pounds_is_taken_for_one_in_kilograms() -> None:
    app = AppTest.from_string(PAGE, default_timeout=30).run()
    app.text_input(key="weight").set_value("80").run()
    before = convert(app)
    assert send(app, seen=before, weight="80", fact="yes") == ["fact", "weight"]
    assert app.session_state["weight"] == "80"
