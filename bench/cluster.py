"""Orders judged by two workers of this machine (`docs/orders_in_parts.py`), against one process.

Both are told by the clock, as two processes have two cores, so that other work on the machine
counts against both. What the workers take to start is not counted; that each reads the plan is.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

import pandas as pd
from distributed import Client, LocalCluster

from bench.orders import TODAY, sample
from docs.orders_in_parts import in_parts, judged, judged_in_parts
from exchange.order_files.columns import COLUMNS
from plan_data import load_plan

if TYPE_CHECKING:
    from collections.abc import Callable

ORDERS = 200_000
PARTS = 40
WORKERS = 2


@dataclass(frozen=True)
class Cluster:
    """Orders a second, by two workers and by one process."""

    together: float
    alone: float


def cluster(say: Callable[[str], None], count: int = ORDERS) -> Cluster:
    """Measure one process, and then the cluster, on the same table.

    Raises
    ------
    RuntimeError
        The two do not come to the same verdicts.
    """
    # An order comes again ten thousand rows later, under an id of its own.
    rows = islice(cycle(list(sample(load_plan()))), count)
    numbered = [{**row, "id": f"B{number}"} for number, row in enumerate(rows)]
    keys = [column.key for column in COLUMNS]
    orders = pd.DataFrame(numbered, columns=keys, dtype="object").fillna("")
    say(f"cluster: {count} orders are written")
    began = time.perf_counter()
    pieces = [
        judged(orders.iloc[place : place + count // PARTS], TODAY, frozenset())
        for place in range(0, count, count // PARTS)
    ]
    alone = time.perf_counter() - began
    say("cluster: one process is done")
    found, together = _by_workers(orders)
    if found != pd.concat(pieces)["verdict"].value_counts().to_dict():
        raise RuntimeError(f"the cluster comes to other verdicts: {found}")
    return Cluster(count / together, count / alone)


def _by_workers(orders: pd.DataFrame) -> tuple[dict[str, int], float]:
    """Return how many orders have each verdict, and how long the workers took."""
    local: Any = LocalCluster  # it states no types
    of: Any = Client
    with (
        local(
            n_workers=WORKERS,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            silence_logs=logging.ERROR,
        ) as on,
        of(on),
    ):
        began = time.perf_counter()
        found: dict[str, int] = (
            judged_in_parts(in_parts(orders, PARTS), TODAY)["verdict"]
            .compute()
            .value_counts()
            .to_dict()
        )
        return found, time.perf_counter() - began
