"""Sixty people at one server: each changes a weight every ten seconds, ours against the bare app.

A visitor is a WebSocket that speaks the framework's own messages, and no browser: what is measured
is from the changed weight to the changed dose as it leaves the server, on this machine alone. A
browser tells the server the state of every control each time; a visitor tells that of the weight.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import TYPE_CHECKING

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from bench.served import BARE, OURS, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from streamlit.proto.Element_pb2 import Element
    from websockets.asyncio.client import ClientConnection

    from bench.served import Serving

SESSIONS = 60
EVERY = 10.0  # seconds from one change of a session to its next
ROUNDS, CHANGES = 3, 2  # rounds in turn, and changes of each session in a round
RERUNS = 1000
LONGEST = 60.0  # seconds for which an answer is waited for


@dataclass(frozen=True)
class Load:
    """What was measured.

    Parameters
    ----------
    ours, bare
        Seconds from a changed weight to the changed dose, in the 95th percentile.
    ours_session, bare_session
        Megabytes that the server holds more for each session.
    half, whole
        Megabytes that our server holds after half of `RERUNS` changes of one session, and all.
    """

    ours: float
    bare: float
    ours_session: float
    bare_session: float
    half: float
    whole: float


class Visitor:
    """One session, as a browser keeps it."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._weight = ""
        self._is_text = False

    async def open(self) -> None:
        """Ask for the page, and find where the weight is typed."""
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        await self._connection.send(asked.SerializeToString())
        await self._until_finished("")

    async def change(self, kilograms: int) -> float:
        """Change the weight and take the whole page; return how many seconds the dose took."""
        asked = BackMsg()
        state = asked.rerun_script.widget_states.widgets.add()
        state.id = self._weight
        if self._is_text:
            state.string_value = f"{kilograms} kg"
        else:
            state.double_value = kilograms
        began = perf_counter()
        await self._connection.send(asked.SerializeToString())
        return await self._until_finished(f"{2 * kilograms} g") - began

    async def _until_finished(self, dose: str) -> float:
        """Take what the server sends; return when the dose came."""
        came = 0.0
        while True:
            content = await asyncio.wait_for(self._connection.recv(), LONGEST)
            message = ForwardMsg()
            message.ParseFromString(content.encode() if isinstance(content, str) else content)
            element = message.delta.new_element
            kind = element.WhichOneof("type")
            if kind == "text_input" and element.text_input.label == "Weight":
                self._weight, self._is_text = element.text_input.id, True
            elif kind == "number_input" and element.number_input.label == "Weight":
                self._weight = element.number_input.id
            elif _is_dose(element, dose):
                came = came or perf_counter()
            # A run may end for another, in which the dose alone is drawn; that one is waited for.
            if message.WhichOneof("type") == "script_finished" and (came or not dose):
                if not self._weight:
                    raise RuntimeError("a page without the weight")
                return came


def _is_dose(element: Element, dose: str) -> bool:
    """Tell whether an element is the dose: the bare app's large figure, or ours as markup."""
    return (
        element.metric.body == dose
        if element.HasField("metric")
        else f"<dd>{dose}</dd>" in element.html.body
    )


def load(say: Callable[[str], None]) -> Load:
    """Measure both apps in turn, all sessions of both open at once; then reruns of one session.

    Raises
    ------
    RuntimeError
        A page came without its dose, or an app did not start.
    """
    with serving(OURS) as ours, serving(BARE) as bare:
        return asyncio.run(_load(ours, bare, say))


async def _load(ours: Serving, bare: Serving, say: Callable[[str], None]) -> Load:
    weights = count(50)
    async with AsyncExitStack() as opened:
        sessions, grown = {}, {}
        for app in (ours, bare):
            await _visitors(app, 1, opened)  # what is loaded for the first is no session's
            before = _megabytes(app)
            sessions[app] = await _visitors(app, SESSIONS, opened)
            await asyncio.gather(*(each.change(next(weights)) for each in sessions[app]))
            grown[app] = (_megabytes(app) - before) / SESSIONS
        times: dict[Serving, list[float]] = {ours: [], bare: []}
        for turn in range(ROUNDS):
            for app in (ours, bare):
                later = (each * EVERY / SESSIONS for each in range(SESSIONS))
                visits = zip(sessions[app], later, strict=True)
                found = await asyncio.gather(*(_visit(*each, weights) for each in visits))
                times[app] += [seconds for each in found for seconds in each]
            say(f"load: {turn + 1} of {ROUNDS}")
        held = []
        for _ in range(2):
            for _ in range(RERUNS // 2):
                await sessions[ours][0].change(40 + next(weights) % 200)
            held.append(_megabytes(ours))
        say(f"load: {RERUNS} reruns of one session")
    return Load(
        ours=_slowest_but_few(times[ours]),
        bare=_slowest_but_few(times[bare]),
        ours_session=grown[ours],
        bare_session=grown[bare],
        half=held[0],
        whole=held[1],
    )


async def _visitors(app: Serving, how_many: int, opened: AsyncExitStack) -> list[Visitor]:
    found = []
    for _ in range(how_many):
        address = f"ws://localhost:{app.port}/_stcore/stream"
        connection = connect(address, max_size=None, proxy=None)
        found.append(Visitor(await opened.enter_async_context(connection)))
        await found[-1].open()
    return found


async def _visit(visitor: Visitor, later: float, weights: Iterator[int]) -> list[float]:
    """Change the weight some times, ten seconds apart, and begin so many seconds later."""
    began = asyncio.get_running_loop().time() + later
    times = []
    for number in range(CHANGES):
        due = began + number * EVERY - asyncio.get_running_loop().time()
        await asyncio.sleep(max(0.0, due))
        times.append(await visitor.change(40 + next(weights) % 200))
    return times


def _slowest_but_few(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


def _megabytes(app: Serving) -> float:
    """Return what a process holds in memory, as Linux tells it."""
    lines = Path(f"/proc/{app.process}/status").read_text(encoding="utf-8").splitlines()
    held = next(line for line in lines if line.startswith("VmRSS"))
    return int(held.split()[1]) / 1000
