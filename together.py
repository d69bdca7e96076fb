"""What one run of a page sends reaches the browser together, and is drawn once.

The framework sends each element by itself as it is made, and says before it that a run has begun
and after it that it has ended. At each of these a browser goes through the whole page: three times
for one changed weight, while the run itself takes less time than one of them. So what a short run
sends is kept until it has ended; one that takes longer is shown as it goes on.

A browser takes one message at a time, and begins to draw what the first one changes before it has
looked for the next. Before all that was kept go a few answers to a heartbeat, which change nothing:
while it is busy with them the others arrive, and it takes those one after the other.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Seconds after which a run is no longer short, and is shown as it goes on.
SHORT = 0.1
# A message of more bytes is no announcement, and need not be read to know that.
LARGE = 20_000
# So many answers to a heartbeat; each takes a browser a fraction of a millisecond.
BEFORE = 4
_NOTHING: Message = {
    "type": "websocket.send",
    "bytes": ForwardMsg(heartbeat_ack=True).SerializeToString(),
}
_BEGINS, _ENDS, _STATUS = "new_session", "script_finished", "session_status_changed"


class Together:
    """A layer of the server (ASGI) in front of the framework.

    Parameters
    ----------
    app
        What it stands before.
    short
        Seconds for which a run is kept back at most.
    """

    def __init__(self, app: ASGIApp, short: float = SHORT) -> None:
        self._app = app
        self._short = short

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on everything; what a page's connection sends goes run by run."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        connection = _Connection(send, self._short)
        try:
            await self._app(scope, receive, connection.sent)
        finally:
            connection.close()


class _Connection:
    """One browser's connection, and what is kept back of the run that is going on.

    Parameters
    ----------
    send
        Sends a message to the browser.
    short
        As of `Together`.
    """

    def __init__(self, send: Send, short: float) -> None:
        self._send = send
        self._short = short
        self._kept: list[Message] = []
        self._keeps = False
        # The run that is kept back has drawn nothing yet; it ended so that another could begin.
        self._blank = self._for_another = False
        self._one_by_one = asyncio.Lock()
        self._timer: asyncio.TimerHandle | None = None
        self._late: asyncio.Task[None] | None = None

    async def sent(self, message: Message) -> None:
        """Keep a message back, or send it after all that was kept."""
        async with self._one_by_one:
            if self._is_kept(message):
                self._kept.append(message)
                return
            self._keeps = False
            await self._let_go()
            await self._send(message)

    def close(self) -> None:
        """Send nothing more."""
        self._kept.clear()
        self._stop_waiting()

    def _is_kept(self, message: Message) -> bool:
        """Tell whether a message waits for the end of its run; the last one of a run does not."""
        said = _read(message)
        kind = said.WhichOneof("type") if said is not None else None
        if kind == _BEGINS:
            self._begin()
        if not self._keeps or said is None:
            return False
        if kind == _ENDS:
            self._for_another = said.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
        elif kind == _STATUS:
            return said.session_status_changed.script_is_running or self._for_another
        elif kind != _BEGINS:
            self._blank = False
        return True

    def _begin(self) -> None:
        if self._keeps and self._blank and self._for_another:
            # What began, drew nothing and ended for this run need not be heard of.
            self._kept.clear()
        elif not self._kept:
            self._stop_waiting()
            self._timer = asyncio.get_running_loop().call_later(self._short, self._waited)
        self._keeps = self._blank = True
        self._for_another = False

    def _waited(self) -> None:
        self._late = asyncio.create_task(self._send_late())

    async def _send_late(self) -> None:
        async with self._one_by_one:
            self._keeps = False
            # A connection that has ended is for the framework to notice, with its next message.
            with suppress(OSError, RuntimeError):
                await self._let_go()

    async def _let_go(self) -> None:
        self._stop_waiting()
        kept, self._kept = self._kept, []
        for message in (*([_NOTHING] * BEFORE if kept else ()), *kept):
            await self._send(message)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _read(message: Message) -> ForwardMsg | None:
    """Return what the framework says, or None where it is none of its messages."""
    said: bytes | None = message.get("bytes")
    if message["type"] != "websocket.send" or said is None:
        return None
    read = ForwardMsg()
    if len(said) <= LARGE:
        read.ParseFromString(said)
    return read
