"""What the server lets in, what it sends along with each answer, and what its log may hold.

It stands before the framework: a page of another site, or of another port of this machine, reaches
neither a session nor an upload, and the framework is never asked about an origin for which it would
look up this machine's address outside.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import re
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Figures of the server's own, which nobody here collects.
CLOSED = ("/_stcore/metrics",)


def _inline_scripts() -> list[str]:
    """Return the digests of the scripts that stand in the framework's own page."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


# Everything comes from this server; the framework writes its styles as the page is drawn.
POLICY = {
    "default-src": "'self'",
    # The framework loads a page's own component as a blob; only a script of this page makes one.
    "script-src": " ".join(("'self'", "blob:", *_inline_scripts())),
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "frame-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{what} {whence}" for what, whence in POLICY.items()),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_ENCODED = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


class Guard:
    """The outermost layer of the server (ASGI)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is refused, and pass on the rest."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        status = _status(scope)
        if scope["type"] == "websocket":
            if status:
                await receive()
                await send({"type": "websocket.close", "code": 1008})  # before it is accepted: 403
            else:
                await self._app(_without_origin(scope), receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = {name for name, _ in _ENCODED}
                others = [
                    each for each in message.get("headers", ()) if each[0].lower() not in ours
                ]
                message = {**message, "headers": [*others, *_ENCODED]}
            await send(message)

        if status:
            await sent({"type": "http.response.start", "status": status, "headers": []})
            await sent({"type": "http.response.body", "body": b""})
        else:
            await self._app(_without_origin(scope), receive, sent)


def _status(scope: Scope) -> int:
    """Return with what a request is refused, or 0."""
    host, origin = _header(scope, b"host"), _header(scope, b"origin")
    if not _is_known(host):
        return 403
    if origin is not None and not _is_own(origin, host) and origin not in _also_allowed():
        return 403
    return 404 if scope["path"].rstrip("/").endswith(CLOSED) else 0


def _header(scope: Scope, name: bytes) -> str | None:
    found = [value for key, value in scope["headers"] if key.lower() == name]
    return found[-1].decode("latin-1") if found else None


_PORT = re.compile(r":[0-9]+$")
_IN_BRACKETS = re.compile(r"\[([0-9a-f:.]+)\]")  # an address of IPv6, as a browser writes it


def _is_known(host: str | None) -> bool:
    """Tell whether a request asks for one of the names that the server has."""
    names: list[str] = st.get_option("server.allowedHosts")
    if not names or "*" in names:
        return True
    asked = _PORT.sub("", (host or "").lower()).rstrip(".")
    if bare := _IN_BRACKETS.fullmatch(asked):
        asked = bare[1]
    return any(
        asked == name or (name.startswith("*.") and asked.endswith(name[1:]))
        for name in (each.lower() for each in names)
    )


def _is_own(origin: str, host: str | None) -> bool:
    """Tell whether a page is the server's own: its name and its port, not those of a neighbour."""
    return host is not None and origin in (f"http://{host}", f"https://{host}")


def _also_allowed() -> list[str]:
    origins: list[str] = st.get_option("server.corsAllowedOrigins")
    return origins


def _without_origin(scope: Scope) -> Message:
    """Return a request without the origin, which has been judged."""
    # The framework would judge it again, and look up this machine's address outside before it comes
    # to the origins that are allowed by name.
    if _header(scope, b"origin") not in _also_allowed():
        return scope
    return {**scope, "headers": [each for each in scope["headers"] if each[0].lower() != b"origin"]}


# --- the log --------------------------------------------------------------------------------------


def keep_input_out_of_the_log() -> None:
    """Have an error logged by its kind and its place in the code, without what it says.

    What an error says may be what somebody typed of a patient: a date of birth that cannot be read.
    """
    made_before = logging.getLogRecordFactory()

    def made(*given: Any, **named: Any) -> logging.LogRecord:
        record = made_before(*given, **named)
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = _where(record.exc_info[1])
            record.exc_info = None
        return record

    logging.setLogRecordFactory(made)


def _where(error: BaseException) -> str:
    """Return the kind of an error and where it came up; the same of what led to it."""
    lines = []
    for each in traceback.walk_tb(error.__traceback__):
        code = each[0].f_code
        lines.append(f"  {code.co_filename}:{each[1]} in {code.co_name}")
    said = "\n".join([f"{type(error).__module__}.{type(error).__qualname__}", *lines])
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return said if before is None else f"{_where(before)}\nwhich led to\n{said}"
