"""What the layer before the framework keeps back and sends, without a browser or a network."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from together import BEFORE, LARGE, Together

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

PAGE = Path(__file__).parents[2] / "views" / "parts" / "page.js"
NEVER, AT_ONCE = 3600.0, 0.0  # seconds after which a run is no longer short


def _message(name: str) -> Any:
    """Return what the framework would send: what a name says, or an element of that name."""
    message = ForwardMsg()
    if name == "begins":
        message.new_session.name = "page"
    elif name in ("runs", "rests"):
        message.session_status_changed.script_is_running = name == "runs"
    elif name == "ends":
        message.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    elif name == "ends part":
        message.script_finished = ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
    elif name == "ends for another":
        message.script_finished = ForwardMsg.FINISHED_EARLY_FOR_RERUN
    elif name == "nothing":
        message.heartbeat_ack = True
    else:
        message.delta.new_element.html.body = name
    return {"type": "websocket.send", "bytes": message.SerializeToString()}


NAMES = (
    "begins",
    "runs",
    "rests",
    "ends",
    "ends part",
    "ends for another",
    "dose",
    "checks",
    "nothing",
)
NAMED = {_message(name)["bytes"]: name for name in NAMES}


def _name(message: Any) -> str:
    said: bytes | None = message.get("bytes")
    return NAMED.get(said, "other") if said is not None else str(message["type"])


def _finished(asking: Coroutine[Any, Any, None]) -> None:
    """Run to its end in another thread: beside a browser's tests a loop may run in this one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(asyncio.run, asking).result()


def _steps(
    walk: Callable[[Callable[[Any], Coroutine[Any, Any, None]]], Coroutine[Any, Any, None]],
    short: float = NEVER,
    kind: str = "websocket",
    broken: type[Exception] | None = None,
) -> list[str]:
    """Return what the browser had got: the walk itself says where it stands, with `|`.

    What goes before that changes nothing is left out, but for where a test is about that.
    """
    return [name for name in _all_steps(walk, short, kind, broken) if name != "nothing"]


def _all_steps(
    walk: Callable[[Callable[[Any], Coroutine[Any, Any, None]]], Coroutine[Any, Any, None]],
    short: float = NEVER,
    kind: str = "websocket",
    broken: type[Exception] | None = None,
) -> list[str]:
    got: list[str] = []

    async def send(message: Any) -> None:
        if broken is not None:
            raise broken
        got.append(_name(message))

    async def behind(scope: Any, receive: Any, sends: Any) -> None:
        async def says(what: Any) -> None:
            if what == "|":
                # Whatever else waits for its turn has it now, a timer of no time too.
                for _ in range(5):
                    await asyncio.sleep(0)
                got.append("|")
            else:
                await sends(_message(what) if isinstance(what, str) else what)

        await walk(says)

    async def receive() -> Any:
        raise AssertionError("nothing is asked for")

    _finished(Together(behind, short)({"type": kind}, receive, send))
    return got


def _said(*names: Any, steps: Callable[..., list[str]] = _steps, **how: Any) -> list[str]:
    async def walk(says: Any) -> None:
        for name in names:
            await says(name)

    return steps(walk, **how)


RUN = ("begins", "runs", "dose", "checks", "ends", "rests")


def test_a_short_run_is_sent_when_it_has_ended() -> None:
    assert _said(*RUN[:-1], "|", RUN[-1]) == ["|", *RUN]


def test_a_browser_is_busy_with_nothing_while_what_was_kept_back_arrives() -> None:
    assert _said(*RUN, "dose", steps=_all_steps) == ["nothing"] * BEFORE + [*RUN, "dose"]
    assert BEFORE > 0


def test_nothing_goes_before_what_is_not_kept_back() -> None:
    assert _said("dose", "|", "rests", steps=_all_steps) == ["dose", "|", "rests"]


@pytest.mark.parametrize("end", ["ends", "ends part"])
def test_a_run_without_an_element_is_sent_too(end: str) -> None:
    assert _said("begins", "runs", end, "|", "rests") == ["|", "begins", "runs", end, "rests"]


def test_a_run_that_is_no_longer_short_is_sent_as_it_goes_on() -> None:
    assert _said("begins", "runs", "dose", "|", "checks", "|", "ends", "rests", short=AT_ONCE) == [
        *("begins", "runs", "dose", "|", "checks", "|", "ends", "rests"),
    ]


def test_the_run_after_a_long_one_is_kept_back_again() -> None:
    again = _said(*RUN[:2], "|", *RUN[2:], "begins", "dose", short=AT_ONCE)
    assert again == [*RUN[:2], "|", *RUN[2:]]


def test_what_is_said_between_two_runs_is_sent_at_once() -> None:
    assert _said(*RUN, "dose", "|") == [*RUN, "dose", "|"]


def test_a_run_that_only_made_way_for_another_is_not_heard_of() -> None:
    made_way = ("begins", "runs", "ends for another", "rests")
    assert _said(*made_way, "|", *RUN) == ["|", *RUN]


def test_it_is_heard_of_where_no_other_follows() -> None:
    made_way = ("begins", "runs", "ends for another", "rests")
    assert _said(*made_way, "|", short=AT_ONCE) == [*made_way, "|"]


def test_a_run_that_drew_something_before_it_made_way_is_sent_whole() -> None:
    made_way = ("begins", "runs", "dose", "ends for another", "rests")
    assert _said(*made_way, "|", *RUN) == ["|", *made_way, *RUN]


def test_two_runs_that_begin_one_after_the_other_are_both_sent() -> None:
    assert _said("begins", "runs", *RUN) == ["begins", "runs", *RUN]


def test_a_large_element_is_kept_back_like_a_small_one() -> None:
    large = {"type": "websocket.send", "bytes": b"x" * (LARGE + 1)}
    assert _said("begins", large, "|", "ends", "rests") == [
        *("|", "begins", "other", "ends", "rests"),
    ]


def test_what_is_kept_back_is_sent_before_the_connection_closes() -> None:
    closes = {"type": "websocket.close"}
    assert _said("begins", "dose", closes) == ["begins", "dose", "websocket.close"]


def test_what_is_no_message_of_a_page_is_passed_on() -> None:
    accepts = {"type": "websocket.accept"}
    assert _said(accepts, "|") == ["websocket.accept", "|"]
    assert _said("begins", "|", kind="http") == ["begins", "|"]


@pytest.mark.parametrize("broken", [OSError, RuntimeError])
def test_a_connection_that_has_ended_is_noticed_with_the_next_message(
    broken: type[Exception],
) -> None:
    async def walk(says: Any) -> None:
        await says("begins")
        await says("|")  # it would have been sent, and nobody is told that it could not be
        with pytest.raises(broken):
            await says("dose")

    assert _steps(walk, short=AT_ONCE, broken=broken) == ["|"]


def test_the_last_message_of_a_run_is_as_the_page_knows_it() -> None:
    """`page.js` tells by its two bytes that a run has ended, for a run that is drawn at once."""
    assert _message("rests")["bytes"] == b"\x4a\x00"
    assert "data.byteLength === 2 && new Uint8Array(data)[0] === 0x4a" in PAGE.read_text("utf-8")
