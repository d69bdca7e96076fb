"""The web app's door: it serves `every_page.py`, and gets ready before the first visit."""

from __future__ import annotations

from contextlib import asynccontextmanager
from threading import Thread
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def _get_ready() -> None:
    """Load the pages and the plan, which hold nothing of any patient.

    The server has nothing to do while a browser fetches its own part of the app; without this the
    first visitor would wait for both, one after the other.
    """
    from plan_data import load_plan  # noqa: PLC0415  (beside the server, not before it)
    from views import all_pages  # noqa: F401, PLC0415

    load_plan()
    # Streamlit reads with it how long a control waits for the next key.
    import pandas  # noqa: F401, ICN001, PLC0415


@asynccontextmanager
async def _ready(_app: st.App) -> AsyncIterator[None]:
    # Nobody waits for it: a server that is stopped while it starts, stops.
    Thread(target=_get_ready, name="get ready", daemon=True).start()
    yield


app = st.App("every_page.py", lifespan=_ready)
