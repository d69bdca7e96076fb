"""The web app's door: it serves `every_page.py`, and is ready before the first visitor."""

from __future__ import annotations

from contextlib import asynccontextmanager
from threading import Thread
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def get_ready() -> None:
    """Load the pages and read the plan; nothing of a patient is in either.

    While a browser fetches its own part of the app, the server has little to do. Without this, the
    first visitor waits for both, one after the other.
    """
    from plan_data import load_plan  # noqa: PLC0415  (beside the server, not before it)
    from views import all_pages  # noqa: F401, PLC0415  (as above)
    from views.parts import case_file  # noqa: F401, PLC0415  (as above)

    load_plan()
    # With it Streamlit reads for how long a control waits for the next key.
    import pandas as pd  # noqa: F401, PLC0415  (last, as it is needed last)


@asynccontextmanager
async def _ready(_: st.App) -> AsyncIterator[None]:
    # Nobody waits for the thread: a visitor who is earlier loads the rest, and a server that is
    # stopped at once stops.
    Thread(target=get_ready, name="get ready", daemon=True).start()
    yield


app = st.App("every_page.py", lifespan=_ready)
