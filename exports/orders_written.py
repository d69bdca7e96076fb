"""Writing the results of a file of orders, and the template to begin one from.

A program that opens a CSV file may work out a cell that begins like a formula. Such a cell is
written with an apostrophe before it, and so becomes text; in a workbook texts are texts anyway.
"""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO, Protocol

from exports.order_columns import COLUMNS
from exports.orders_excel import ExcelWriter
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    import pandas as pd

ENDINGS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Writer(Protocol):
    """Writes rows into a file of one kind."""

    def row(self, cells: Iterable[str | Decimal]) -> None:
        """Append a row."""

    def save(self, file: BinaryIO) -> None:
        """Finish the file."""


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


class Results:
    """A file of results that is written piece by piece.

    Parameters
    ----------
    file
        Where it goes.
    ending
        ``csv`` or ``xlsx``.
    columns
        The headings.
    numbers
        Those of them under which numbers stand; a workbook gets them as numbers, so that it can
        sort them.
    """

    def __init__(
        self, file: BinaryIO, ending: str, columns: Sequence[str], numbers: Collection[str] = ()
    ) -> None:
        self._file = file
        self._writer: Writer = ExcelWriter("Verdicts") if ending == "xlsx" else CsvWriter(file)
        self._numbers = {place for place, name in enumerate(columns) if name in numbers}
        self._writer.row(columns)

    def piece(self, results: pd.DataFrame) -> None:
        """Append the rows of a table."""
        for cells in results.itertuples(index=False, name=None):
            self._writer.row(
                Decimal(str(cell)) if place in self._numbers and cell else str(cell)
                for place, cell in enumerate(cells)
            )

    def save(self) -> None:
        """Finish the file."""
        self._writer.save(self._file)


class CsvWriter:
    """Writes rows as CSV in UTF-8 with the mark by which Excel knows it."""

    def __init__(self, file: BinaryIO) -> None:
        # What no UTF-8 can hold, half of a surrogate pair, is written as its number.
        self._text = io.TextIOWrapper(
            file, encoding="utf-8-sig", errors="backslashreplace", newline="", write_through=True
        )
        self._csv = csv.writer(self._text)

    def row(self, cells: Iterable[str | Decimal]) -> None:
        """Append a row."""
        texts = (cell if isinstance(cell, str) else f"{cell:f}" for cell in cells)
        self._csv.writerow([without_formula(text) for text in texts])

    def save(self, _: BinaryIO) -> None:
        """Finish the file and leave it open for whoever opened it."""
        self._text.flush()
        self._text.detach()


_LIKE_A_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")
_NUMBER = re.compile(r"\s*[+-]?[0-9.,]+\s*%?\s*")


def without_formula(cell: str) -> str:
    """Return a cell that no program works out: with an apostrophe before what begins a formula."""
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


def write_template(file: BinaryIO, ending: str) -> None:
    """Write every column that is read, with an order of each kind as an example."""
    keys = [column.key for column in COLUMNS]
    writer: Writer = ExcelWriter("Orders") if ending == "xlsx" else CsvWriter(file)
    writer.row(keys)
    for number, row in enumerate(_ROWS, start=1):
        cells = {"id": f"example {number}", **row}
        writer.row(cells.get(key, "") for key in keys)
    writer.save(file)
