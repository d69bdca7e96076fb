"""What the server lets in and what it sends along, asked without a browser or a network."""

from __future__ import annotations

import asyncio
import io
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import streamlit as st

import guard
from guard import HEADERS, Guard, keep_input_out_of_the_log

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

OURS = "localhost:8501"


def finished(asking: Coroutine[Any, Any, None]) -> None:
    """Run to its end in another thread: beside a browser's tests a loop may run in this one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(asyncio.run, asking).result()


async def _behind(scope: Any, receive: Any, send: Any) -> None:
    """Stand for the framework: say which origin it was told of."""
    origin = dict(scope["headers"]).get(b"origin", b"none")
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept", "origin": origin.decode()})
        return
    headers = [(b"x-frame-options", b"SAMEORIGIN"), (b"content-type", b"text/plain")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": origin})


def asked(kind: str = "http", path: str = "/", **headers: str) -> list[dict[str, Any]]:
    """Ask for a path; return what the server sends."""
    sent: list[dict[str, Any]] = []
    given = {"host": OURS, **headers}
    scope = {
        "type": kind,
        "path": path,
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    finished(Guard(_behind)(scope, receive, send))  # type: ignore[arg-type]  # plain dictionaries
    return sent


@pytest.fixture
def options(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, list[str]]]:
    """Give the options of the server, to be set by the test."""
    chosen = {
        "server.allowedHosts": ["localhost", "::1", "*.ward.example"],
        "server.corsAllowedOrigins": [],
    }
    monkeypatch.setattr(st, "get_option", lambda name: chosen[name])
    return chosen  # type: ignore[return-value]  # a fixture may return as well


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        pytest.param({}, True, id="no origin, as of a program"),
        pytest.param({"origin": "http://localhost:8501"}, True, id="its own page"),
        pytest.param({"origin": "https://localhost:8501"}, True, id="behind a proxy that encrypts"),
        pytest.param({"origin": "http://localhost:9000"}, False, id="another port of this machine"),
        pytest.param({"origin": "http://127.0.0.1:8501"}, False, id="this machine by another name"),
        pytest.param({"origin": "https://share.streamlit.io"}, False, id="the framework's vendor"),
        pytest.param(
            {"origin": "http://localhost:8501.evil.example"}, False, id="one that begins so"
        ),
        pytest.param({"origin": "null"}, False, id="a page without an origin"),
        pytest.param({"origin": "file://localhost:8501"}, False, id="a file"),
        pytest.param({"host": "evil.example"}, False, id="another name for this server"),
        pytest.param({"host": "dose.ward.example"}, True, id="a name under the site's own"),
        pytest.param({"host": "DOSE.ward.example.:443"}, True, id="the same, written otherwise"),
        pytest.param({"host": "ward.example"}, False, id="the site itself"),
        pytest.param({"host": "xward.example"}, False, id="one that ends so"),
        pytest.param({"host": "[::1]"}, True, id="this machine by IPv6"),
        pytest.param({"host": "[::1]:8501"}, True, id="by IPv6, at a port"),
        pytest.param(
            {"host": "[::1]:8501", "origin": "http://[::1]:8501"}, True, id="its own page by IPv6"
        ),
        pytest.param(
            {"host": "[::1]:8501", "origin": "http://[::1]:9000"}, False, id="another port by IPv6"
        ),
        pytest.param({"host": "[::2]:8501"}, False, id="another machine by IPv6"),
        pytest.param({"host": "::1"}, False, id="IPv6 without its brackets"),
        pytest.param({"host": "[localhost]"}, False, id="a name in brackets"),
    ],
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_only_the_servers_own_pages_reach_it(
    options: dict[str, list[str]], kind: str, headers: dict[str, str], *, passes: bool
) -> None:
    first = asked(kind, **headers)[0]
    if kind == "http":
        assert first["status"] == (200 if passes else 403)
    else:
        assert first["type"] == ("websocket.accept" if passes else "websocket.close")


def test_an_origin_that_a_site_allows_is_passed_on_without_a_word_of_it(
    options: dict[str, list[str]],
) -> None:
    """The framework would look up this machine's address outside to judge it once more."""
    options["server.corsAllowedOrigins"] = ["https://portal.example"]
    assert asked("websocket", origin="https://portal.example")[0]["origin"] == "none"
    assert asked("websocket", origin=f"http://{OURS}")[0]["origin"] == f"http://{OURS}"


def test_every_answer_has_the_headers_once(options: dict[str, list[str]]) -> None:
    for given in ({}, {"origin": "http://evil.example"}):
        sent = [(name.decode(), value.decode()) for name, value in asked(**given)[0]["headers"]]
        found = dict(sent)
        assert len(found) == len(sent)
        assert {name.lower(): value for name, value in HEADERS.items()}.items() <= found.items()


def test_what_the_server_counts_of_itself_is_closed(options: dict[str, list[str]]) -> None:
    for path in ("/_stcore/metrics", "/_stcore/metrics/", "/below/_stcore/metrics"):
        assert asked(path=path)[0]["status"] == 404
    assert asked(path="/_stcore/health")[0]["status"] == 200


def test_without_names_any_name_is_the_servers(options: dict[str, list[str]]) -> None:
    for names in ([], ["*"]):
        options["server.allowedHosts"] = names
        assert asked(host="anything.example")[0]["status"] == 200


def test_the_app_as_it_is_served_is_asked_for_by_each_name_of_this_machine() -> None:
    for host in ("localhost", "127.0.0.1", "[::1]"):
        assert asked(host=f"{host}:8501")[0]["status"] == 200
    assert asked(host="0.0.0.0:8501")[0]["status"] == 403


def test_the_server_starting_up_is_passed_on() -> None:
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    finished(Guard(app)({"type": "lifespan"}, None, None))  # type: ignore[arg-type]  # not asked
    assert seen == ["lifespan"]


def test_the_policy_lets_nothing_in_from_elsewhere() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "http" not in policy
    assert "*" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "'unsafe-inline'" not in guard.POLICY["script-src"]


# --- the log --------------------------------------------------------------------------------------

BORN = "1950-13-40"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Give what a logger writes once the guard has been set."""
    before = logging.getLogRecordFactory()
    keep_input_out_of_the_log()
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logger = logging.getLogger("guarded")
    logger.propagate = False
    logger.addHandler(handler)
    yield written
    logger.removeHandler(handler)
    logging.setLogRecordFactory(before)


def fails() -> None:
    try:
        date.fromisoformat(BORN)
    except ValueError as error:
        raise RuntimeError(f"cannot read {BORN}") from error


def test_an_error_is_logged_by_kind_and_place_and_never_by_what_it_says(log: io.StringIO) -> None:
    try:
        fails()
    except RuntimeError:
        logging.getLogger("guarded").exception("Uncaught app execution")
    text = log.getvalue()
    assert BORN not in text
    assert "builtins.ValueError\n" in text
    assert "which led to\nbuiltins.RuntimeError\n" in text
    assert "test_guard.py" in text
    assert "in fails" in text
    assert text.startswith("Uncaught app execution\n")


def test_a_message_without_an_error_is_logged_as_it_is(log: io.StringIO) -> None:
    logging.getLogger("guarded").error("served at %s", OURS)
    assert log.getvalue() == f"served at {OURS}\n"
