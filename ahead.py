"""What every page needs is named with it, and fetched while the server still reads the plan.

The framework's page loads the code of each kind of element where the first one is drawn: forty
small files, asked for when the page is there, and waited for. Their names stand in a header of the
page, so that a browser has them by then.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The kinds of element that stand on the page that opens first, and beside its first dose, by the
# framework's names.
KINDS = (
    *("BidiComponent", "Button", "ButtonGroup", "DateInput", "Html"),
    *("Multiselect", "Selectbox", "TextInput"),
)
_STATIC = Path(st.__file__).parent / "static"
_SCRIPTS = _STATIC / "static/js"
_IMPORTED = re.compile(r'(?:from|import)\s*"\./([\w.-]+\.js)"')
_NAMED = re.compile(r'"\./static/js/([\w.-]+\.js)"')


class Ahead:
    """A layer of the server (ASGI) that adds the names to each page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        names = [f"<./static/js/{name}>; rel=modulepreload" for name in needed()]
        self._link = (b"link", ", ".join(names).encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on everything, a page with its header."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                message = {**message, "headers": [*message["headers"], self._link]}
            await send(message)

        await self._app(scope, receive, sent)


def _is_page(message: Message) -> bool:
    return any(
        name.lower() == b"content-type" and value.startswith(b"text/html")
        for name, value in message.get("headers", ())
    )


def needed() -> list[str]:
    """Return the files with the code of those kinds, but those that the page names by itself."""
    named = set(_NAMED.findall((_STATIC / "index.html").read_text(encoding="utf-8")))
    found: set[str] = set()
    ahead = {file.name for kind in KINDS for file in _SCRIPTS.glob(f"{kind}.*.js")}
    while ahead:
        found |= ahead
        ahead = {name for file in ahead for name in _imported(file)} - found - named
    return sorted(found)


def _imported(name: str) -> list[str]:
    return _IMPORTED.findall((_SCRIPTS / name).read_text(encoding="utf-8"))
