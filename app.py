"""The web app's door: it serves `every_page.py`, and is ready before the first visitor."""

from __future__ import annotations

import gc
from contextlib import asynccontextmanager, suppress
from threading import Event, Thread
from typing import TYPE_CHECKING

import streamlit as st
from starlette.middleware import Middleware
from streamlit import delta_generator

from ahead import Ahead
from at_hand import AtHand
from guard import Guard, keep_input_out_of_the_log
from together import Together
from views.parts.messages import take_them_whole

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

# Seconds after which whoever had the page open while the server started has it.
SERVED_AFTER = 10.0


def get_ready() -> None:
    """Load the pages and read the plan; nothing of a patient is in either.

    While a browser fetches its own part of the app, the server has little to do. Without this, the
    first visitor waits for both, one after the other.
    """
    # What is loaded lives as long as the server, and hardly anything of it is let go again: looking
    # for that, again and again while it grows, is a fifth of the work.
    gc.disable()
    try:
        _load()
    finally:
        # Nor need a later collection look at it.
        gc.freeze()
        gc.enable()


def _load() -> None:
    from plan_data import BrokenPlanError, load_plan  # noqa: PLC0415  (beside the server, not before it)
    from views import all_pages  # noqa: F401, PLC0415  (as above)
    from views.parts import kept_case  # noqa: F401, PLC0415  (as above)

    with suppress(BrokenPlanError):  # each visit says what cannot be used
        load_plan()


def load_the_rest() -> None:
    """Load what tables and pictures are drawn with, which no first dose waits for."""
    import altair as alt  # noqa: F401, PLC0415  (when the first visitor has been served)
    import pandas as pd  # noqa: F401, PLC0415  (as above)


def _load_in_turn() -> None:
    get_ready()
    Event().wait(SERVED_AFTER)
    load_the_rest()


@asynccontextmanager
async def _ready(_: st.App) -> AsyncIterator[None]:
    # Nobody waits for the thread: a visitor who is earlier loads the rest, and a server that is
    # stopped at once stops.
    Thread(target=_load_in_turn, name="get ready", daemon=True).start()
    yield


# Whether it runs in a notebook the framework asks with its first element, and looks for the source
# of every module to know: a sixth of a second for which the first visitor would wait. It does not.
delta_generator._use_warning_has_been_displayed = True  # noqa: SLF001  (there is no other way)
keep_input_out_of_the_log()
take_them_whole()
app = st.App(
    "every_page.py",
    lifespan=_ready,
    middleware=[Middleware(Guard), Middleware(AtHand), Middleware(Ahead), Middleware(Together)],
)
