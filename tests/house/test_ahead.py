"""What is named with a page, by the framework's own files and without a browser."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from ahead import KINDS, Ahead, needed

STATIC = Path(st.__file__).parent / "static"
SCRIPTS = STATIC / "static/js"
FIRST = "DateInput"


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_element_has_its_file(kind: str) -> None:
    assert [name for name in needed() if name.startswith(f"{kind}.")]


def test_what_is_named_is_there_and_all_that_it_imports_is_named_too() -> None:
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    named = needed()
    for name in named:
        assert name not in page
        for other in re.findall(r'"\./([^"/]+\.js)"', (SCRIPTS / name).read_text(encoding="utf-8")):
            # What it fetches only when it is used is no part of it.
            called = f"import(`./{other}`)" in (SCRIPTS / name).read_text(encoding="utf-8")
            assert other in named or other in page or called, (name, other)


def _sent(kind: str, content_type: bytes) -> list[Any]:
    """Return what a browser is sent of a page, or of something else."""
    sent: list[Any] = []

    async def behind(_: Any, __: Any, send: Any) -> None:
        headers = [(b"Content-Type", content_type)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"read"})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError("nothing is asked for")

    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(asyncio.run, Ahead(behind)({"type": kind}, receive, send)).result()
    return sent


def test_a_page_names_them_in_a_header() -> None:
    start, body = _sent("http", b"text/html; charset=utf-8")
    [link] = [value.decode() for name, value in start["headers"] if name == b"link"]
    [date_input] = [file.name for file in SCRIPTS.glob(f"{FIRST}.*.js")]
    assert f"<./static/js/{date_input}>; rel=modulepreload" in link.split(", ")
    assert body["body"] == b"read"


@pytest.mark.parametrize(
    ("kind", "of"), [("http", b"text/javascript"), ("websocket", b"text/html")]
)
def test_nothing_else_does(kind: str, of: bytes) -> None:
    start, _ = _sent(kind, of)
    assert start["headers"] == [(b"Content-Type", of)]
