"""What a verdict consists of in a file: its columns, its words, and how many there are of each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

RIGHT, DEVIATES, NOT_READ = "right", "deviates", "not read"
# The plan does not cover the patient: whatever the dose, it is not called right. Its deviation and
# its mistakes stand in their columns all the same.
OUTSIDE = "outside the plan"
# The dose is right, and a fact that is not recorded decides about what stands beside it.
NOT_SETTLED = "not settled"
# What the row names is never given in the plan's disease, whatever its dose.
CONTRAINDICATED = "contraindicated"
VERDICTS = (RIGHT, DEVIATES, NOT_SETTLED, OUTSIDE, CONTRAINDICATED, NOT_READ)
GRAVEST_FIRST = (CONTRAINDICATED, OUTSIDE, DEVIATES, NOT_READ, NOT_SETTLED, RIGHT)
# What a verdict adds to an order. Doses are exact decimals as text, in the unit beside them.
RESULTS = (
    "row",
    "verdict",
    "expected",
    "ordered",
    "deviation",
    "deviation_percent",
    "unit",
    "mistakes",
    "mistake_working",
    "error_column",
    "error",
    "remark",
)
NUMBERS = ("expected", "ordered", "deviation", "deviation_percent")
BETWEEN = "; "  # mistakes of which each alone gives the order
TOGETHER = " + "  # mistakes that give it together
NONE_KNOWN = "none known"
DIFFERS = "{}_differs"  # the dose is right, and what stands beside it is not


def result_names(columns: Sequence[Any]) -> dict[str, str]:
    """Return under which name each result stands beside the orders' own columns.

    A table that has a column of that name already keeps it: the result is then ``verdict_2``.
    """
    taken = {str(column) for column in columns}
    names = {}
    for result in RESULTS:
        name, number = result, 1
        while name in taken:
            number += 1
            name = f"{result}_{number}"
        names[result] = name
    return names


def verdict_columns(columns: Sequence[Any]) -> dict[str, str]:
    """Return the columns that `verdicts` adds to a table with these columns: name → dtype."""
    return {
        name: "int64" if result == "row" else "object"
        for result, name in result_names(columns).items()
    }


def mistakes_in(text: str) -> frozenset[str]:
    """Return the names of the mistakes in a cell of ``mistakes``."""
    return frozenset(name for way in text.split(BETWEEN) for name in way.split(TOGETHER) if name)


def counted(
    results: pd.DataFrame, names: Mapping[str, str] | None = None
) -> Counter[tuple[str, str]]:
    """Return how many orders have each verdict, and how many each mistake as the likeliest.

    Counts of slices can be added up to those of the whole.

    Parameters
    ----------
    names
        Under which name each result stands, where not under its own.
    """
    names = names or dict(zip(RESULTS, RESULTS, strict=True))
    counts = Counter(("verdict", each) for each in results[names["verdict"]])
    for verdict_, mistakes in zip(
        results[names["verdict"]], results[names["mistakes"]], strict=True
    ):
        if verdict_ == DEVIATES:
            likeliest = mistakes.partition(BETWEEN)[0] or NONE_KNOWN
            # Two that were made together are the same two in whatever order.
            counts["mistake", TOGETHER.join(sorted(likeliest.split(TOGETHER)))] += 1
    return counts
