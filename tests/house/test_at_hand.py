"""Of each of the framework's own files the answer that the framework gives, without a browser."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_handler

from at_hand import AtHand

STATIC = Path(st.__file__).parent / "static"
FILES = sorted(file for file in (STATIC / "static").rglob("*") if file.is_file())
# One of each kind of file that there is; the largest, since the framework sends it in pieces.
LARGEST = {
    file.suffix: file for file in sorted(FILES, key=lambda file: (file.stat().st_size, file.name))
}
FILE = LARGEST[".css"]
AT = f"/{FILE.relative_to(STATIC).as_posix()}"
PASSED_ON = [{"type": "passed on"}]


def _said(app: Any, asked: dict[str, Any]) -> list[Any]:
    """Return what an app says to a request."""
    said: list[Any] = []

    async def send(message: Any) -> None:
        said.append(message)

    async def receive() -> Any:
        return await asyncio.Event().wait()

    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(asyncio.run, app(asked, receive, send)).result()
    return said


def _asked(path: str, **other: Any) -> dict[str, Any]:
    return {"type": "http", "method": "GET", "path": path, "headers": [], **other}


def _answer(app: Any, asked: dict[str, Any]) -> tuple[int, dict[bytes, bytes], bytes]:
    start, *pieces = _said(app, asked)
    return start["status"], dict(start["headers"]), b"".join(each["body"] for each in pieces)


async def _behind(_: Any, __: Any, send: Any) -> None:
    await send(PASSED_ON[0])


@pytest.mark.parametrize("file", LARGEST.values(), ids=LARGEST.keys())
def test_a_file_is_what_the_framework_sends(file: Path) -> None:
    asked = _asked(f"/{file.relative_to(STATIC).as_posix()}")
    framework = create_streamlit_static_handler(str(STATIC), "")
    status, headers, content = _answer(AtHand(_behind), asked)
    assert (status, headers, content) == _answer(framework, asked)
    assert content == file.read_bytes()


def test_every_file_is_at_hand() -> None:
    layer = AtHand(_behind)
    assert len(FILES) > 100
    for file in FILES:
        path = f"/{file.relative_to(STATIC).as_posix()}"
        assert _answer(layer, _asked(path))[0] == 200, path


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(_asked("/"), id="the page"),
        pytest.param(_asked("/static/js/nothing.js"), id="no file"),
        pytest.param(_asked("/static/../index.html"), id="a way out"),
        pytest.param(_asked("/static/js"), id="a folder"),
        pytest.param(_asked(AT, method="HEAD"), id="its headers alone"),
        pytest.param(_asked(AT, method="POST"), id="no question"),
        pytest.param(_asked(AT, headers=[(b"Range", b"bytes=0-9")]), id="a piece"),
        pytest.param(_asked(AT, headers=[(b"if-none-match", b'"x"')]), id="only if it is another"),
        pytest.param(_asked(AT, headers=[(b"if-modified-since", b"x")]), id="only if it is newer"),
        pytest.param({**_asked(AT), "type": "websocket"}, id="a connection"),
        pytest.param({"type": "lifespan"}, id="a server that starts"),
    ],
)
def test_everything_else_is_the_frameworks(asked: dict[str, Any]) -> None:
    assert _said(AtHand(_behind), asked) == PASSED_ON


def test_a_file_that_has_gone_since_is_the_frameworks(monkeypatch: pytest.MonkeyPatch) -> None:
    layer = AtHand(_behind)

    def gone(_: Path) -> bytes:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "read_bytes", gone)
    assert _said(layer, _asked(AT)) == PASSED_ON


def test_a_server_under_a_path_has_them_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "get_option", {"server.baseUrlPath": "/dose/"}.__getitem__)
    layer = AtHand(_behind)
    assert _answer(layer, _asked(f"/dose{AT}"))[2] == FILE.read_bytes()
    assert _said(layer, _asked(AT)) == PASSED_ON
