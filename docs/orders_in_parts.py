"""Orders judged on more than one machine, with Dask, which is no dependency of the app.

The table's index is the row of each order, no two alike; its cells are text (``dtype="object"``,
``keep_default_na=False``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dask
import dask.dataframe as dd
import pandas as pd

from exchange.order_files.result_columns import verdict_columns
from exchange.order_files.verdicts import Noted, verdicts
from plan_data import load_plan

if TYPE_CHECKING:
    from datetime import date

# A cell is what somebody wrote, and no number, date or missing value of a library's own.
dask.config.set({"dataframe.convert-string": False})

SHARED = Noted(remark="The id stands in more than one row.")


def judged(orders: pd.DataFrame, today: date, shared: frozenset[str]) -> pd.DataFrame:
    """Return the orders of one part with their verdicts.

    Each worker reads the plan where it works, once; it travels to none.
    """
    ids = zip(orders.index, orders["id"].str.strip(), strict=True)
    noted = {row: SHARED for row, identity in ids if identity in shared}
    return verdicts(orders, load_plan(), today, noted=noted)


def shared_ids(orders: Any) -> frozenset[str]:
    """Return the ids that stand in more than one row: a question about the whole."""
    counts = orders["id"].str.strip().value_counts().compute()
    return frozenset(counts[counts > 1].index) - {""}


def judged_in_parts(orders: Any, today: date) -> Any:
    """Return a Dask table of orders with their verdicts, as `verdicts` returns them of a part."""
    columns = {**dict(orders.dtypes), **verdict_columns(list(orders.columns))}
    meta = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})
    return orders.map_partitions(judged, today, shared_ids(orders), meta=meta)


def in_parts(orders: pd.DataFrame, parts: int) -> Any:
    """Return a table as so many parts, for a try on one machine."""
    from_pandas: Any = dd.from_pandas  # it states no types
    return from_pandas(orders, npartitions=parts, sort=False)
