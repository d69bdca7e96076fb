"""The framework's own files are answered for whole, and at once.

A page is made of a hundred of them. The framework goes to another thread to see whether one is
there, to open it, for each 64 kB and to close it, and each time comes back behind whatever else the
server does: while it also reads the plan, that is a tenth of what a first visitor waits for. They
lie in the machine's memory, and to read one takes less than to ask for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from starlette.responses import FileResponse, Response
from streamlit.web.server.starlette.starlette_server_config import (
    STATIC_ASSET_CACHE_MAX_AGE_SECONDS,
)

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_FOLDER = Path(st.__file__).parent / "static/static"
# A request with one of these may want less than the whole file; the framework knows how.
_FOR_LESS = (b"range", b"if-none-match", b"if-modified-since")
# As the framework has it: a file with other content has another name.
_KEPT = f"public, immutable, max-age={STATIC_ASSET_CACHE_MAX_AGE_SECONDS}"


class AtHand:
    """A layer of the server (ASGI) in front of the framework."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        base = str(st.get_option("server.baseUrlPath") or "").strip("/")
        before = f"/{base}" if base else ""
        self._files = {
            f"{before}/static/{folder.name}/{file.name}": file
            for folder in _FOLDER.iterdir()
            for file in folder.iterdir()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a file by its very name, and pass on everything else."""
        file = self._files.get(scope["path"]) if _asks_for_all(scope) else None
        answer = _read(file) if file is not None else None
        await (answer or self._app)(scope, receive, send)


def _asks_for_all(scope: Scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and not any(name.lower() in _FOR_LESS for name, _ in scope["headers"])
    )


def _read(file: Path) -> Response | None:
    """Return a file with the headers that the framework gives it; None where it is gone."""
    try:
        found, content = file.stat(), file.read_bytes()
    except OSError:
        return None
    its = FileResponse(file, headers={"Cache-Control": _KEPT}, stat_result=found)
    return Response(content, headers={**its.headers, "content-length": str(len(content))})
