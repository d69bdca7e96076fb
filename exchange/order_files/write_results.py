"""Writing the results of a file of orders, and the template to begin one from.

A program that opens a CSV file may work out a cell that begins like a formula. Such a cell is
written with an apostrophe before it, and so becomes text; in a workbook texts are texts anyway. A
spreadsheet whose country separates by semicolons cuts a cell at its own, so what begins like a
formula behind a semicolon, a tab or a new line gets an apostrophe too.
"""

from __future__ import annotations

import codecs
import csv
import re
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO, Protocol

from calculators.requests.answer import verdict
from exchange.order_files.columns import COLUMNS
from exchange.order_files.result_columns import RIGHT
from exchange.order_files.write_excel import ExcelWriter
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from plan_data.schema.plan import Plan

ENDINGS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Writer(Protocol):
    """Writes rows into a file of one kind."""

    def row(self, cells: Iterable[str | Decimal]) -> None:
        """Append a row."""

    def finish(self) -> None:
        """Finish the file, and leave it open for whoever opened it."""

    def close(self) -> None:
        """Let go of the file, finished or not."""


def ending_of(name: str) -> str:
    """Return the kind of file that a name asks for.

    Raises
    ------
    units.Refused
        It ends in neither ``.csv`` nor ``.xlsx``.
    """
    ending = name.lower().rpartition(".")[2]
    if ending not in ENDINGS:
        raise Refused("output", f'"{name}" must end in .csv or .xlsx: the kind of file to write.')
    return ending


@contextmanager
def results_file(
    file: BinaryIO, ending: str, columns: Sequence[str], numbers: Collection[str] = ()
) -> Iterator[Callable[[pd.DataFrame], None]]:
    """Write a file of results; the block is given what appends the rows of a table.

    Parameters
    ----------
    file
        Where it goes. It is finished at the end of the block, unless that is left by a fault.
    ending
        ``csv`` or ``xlsx``.
    columns
        The headings.
    numbers
        Those of them under which numbers stand; a workbook gets them as numbers, so that it can
        sort them.
    """
    places = {place for place, name in enumerate(columns) if name in numbers}
    with table_file(file, ending) as writer:
        writer.row(columns)

        def append(results: pd.DataFrame) -> None:
            for cells in results.itertuples(index=False, name=None):
                writer.row(
                    Decimal(str(cell)) if place in places and cell else str(cell)
                    for place, cell in enumerate(cells)
                )

        yield append


@contextmanager
def table_file(file: BinaryIO, ending: str, sheet: str = "Orders") -> Iterator[Writer]:
    """Write rows into a file, which is finished at the end of the block, unless that is left.

    Parameters
    ----------
    ending
        ``csv`` or ``xlsx``.
    sheet
        What the sheet of a workbook is called.
    """
    writer: Writer = ExcelWriter(file, sheet) if ending == "xlsx" else CsvWriter(file)
    try:
        yield writer
        writer.finish()
    finally:
        writer.close()


class CsvWriter:
    """Writes rows as CSV in UTF-8 with the mark by which Excel knows it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._csv = csv.writer(self)
        file.write(codecs.BOM_UTF8)

    def row(self, cells: Iterable[str | Decimal]) -> None:
        """Append a row."""
        texts = (cell if isinstance(cell, str) else f"{cell:f}" for cell in cells)
        self._csv.writerow([without_formula(text) for text in texts])

    def write(self, line: str) -> None:
        """Write a line of the file, as the writer of CSV asks for it."""
        # What no UTF-8 can hold, half of a surrogate pair, is written as its number.
        self._file.write(line.encode(errors="backslashreplace"))

    def finish(self) -> None:
        """Finish the file, and leave it open for whoever opened it."""

    def close(self) -> None:
        """Let go of the file, finished or not."""


_LIKE_A_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")
_WHERE_IT_IS_CUT = re.compile(
    r"""[;\t\r\n][\s"']*(?=[=@＝＠]|[+\-＋－](?!\s*[0-9.,]+\s*%?\s*(?:[;\t\r\n]|$)))"""
)
_NUMBER = re.compile(r"\s*[+-]?[0-9.,]+\s*%?\s*")


def without_formula(cell: str) -> str:
    """Return a cell that no program works out: with an apostrophe before what begins a formula."""
    if not cell:  # most cells of a file of orders
        return cell
    cell = _WHERE_IT_IS_CUT.sub(r"\g<0>'", cell)
    if _LIKE_A_FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


# --- the template ---------------------------------------------------------------------------------

_ROWS: tuple[dict[str, str], ...] = (
    {"of": "induction", "order": "32 g/day", "weight": "80 kg", "days": "5"},
    {
        "of": "maintenance",
        "order": "80 g every 3 weeks",
        "weight": "176.37 lb",
        "dose": "1 g/kg",
        "every": "3 weeks",
    },
    {
        "of": "scig",
        "order": "24 g/wk",
        "ivig_dose": "60 g",
        "every": "3 weeks",
        "product": "Hizentra",
        "order_volume": "120 mL",
    },
    {"of": "cyclophosphamide", "order": "2 g monthly", "weight": "80 kg", "height": "180 cm"},
    {"of": "cyclophosphamide", "order": "100 mg/day", "weight": "80 kg", "route": "po"},
    {
        "of": "rituximab",
        "order": "750 mg weekly x 4",
        "weight": "80 kg",
        "height": "5 ft 11 in",
    },
    {"of": "rituximab", "order": "1000 mg", "regimen": "two_doses"},
)


def write_template(file: BinaryIO, ending: str, plan: Plan) -> None:
    """Write every column that is read, with an order of each kind that the plan has right."""
    keys = [column.key for column in COLUMNS]
    rows = [row for row in _ROWS if _is_right(row, plan)]
    with table_file(file, ending) as writer:
        writer.row(keys)
        for number, row in enumerate(rows, start=1):
            cells = {"id": f"example {number}", **row}
            writer.row(cells.get(key, "") for key in keys)


def _is_right(row: Mapping[str, str], plan: Plan) -> bool:
    """Tell whether an order is no bad example: the numbers in it are those of one plan."""
    try:
        return verdict(row, plan, plan.identity.revised_on).says == RIGHT
    except Refused:
        return False
