"""The recipe for more than one machine (`docs/orders_in_parts.py`), with Dask's own scheduler."""

from __future__ import annotations

import dask
import pandas as pd
import pytest
from asking import PLAN, TODAY
from files_made import HEADINGS, NOT_READ, RIGHT, WITHOUT_UPLIFT

from docs.orders_in_parts import SHARED, in_parts, judged_in_parts, shared_ids
from exchange.order_files.verdicts import verdicts

# No two of a part alike, and the last has the first one's id, in another part.
ROWS = [row for _ in range(7) for row in (RIGHT, WITHOUT_UPLIFT, NOT_READ)]
ROWS = [(f"{place}", *row[1:]) for place, row in enumerate(ROWS)] + [(" 0 ", *RIGHT[1:])]
ORDERS = pd.DataFrame(ROWS, columns=list(HEADINGS), index=range(2, len(ROWS) + 2), dtype="object")


@pytest.mark.parametrize("parts", [1, 3, 22])
def test_orders_in_parts_have_the_verdicts_of_the_whole(parts: int) -> None:
    with dask.config.set(scheduler="synchronous"):
        found = judged_in_parts(in_parts(ORDERS, parts), TODAY)
        assert found.npartitions == parts
        together = found.compute()
    whole = verdicts(ORDERS, PLAN, TODAY)
    assert set(whole["verdict"]) == {"right", "deviates", "not read"}
    pd.testing.assert_frame_equal(
        together.drop(columns="remark"), whole.drop(columns="remark"), check_index_type=False
    )
    assert list(found.columns) == list(whole.columns)
    assert dict(found.dtypes) == dict(whole.dtypes)


def test_an_id_that_stands_in_two_parts_is_found_over_the_whole() -> None:
    with dask.config.set(scheduler="synchronous"):
        orders = in_parts(ORDERS, 3)
        assert shared_ids(orders) == {"0"}
        together = judged_in_parts(orders, TODAY).compute()
    said = together["remark"].str.contains(SHARED.remark, regex=False)
    assert list(together.index[said]) == [2, len(ROWS) + 1]


def test_no_id_is_an_id_that_many_share() -> None:
    with dask.config.set(scheduler="synchronous"):
        assert shared_ids(in_parts(ORDERS.assign(id=""), 3)) == frozenset()
