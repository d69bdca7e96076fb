"""Reading a file of orders that is an Excel workbook (.xlsx).

A number in a cell is a binary fraction; what comes out is the decimal of fifteen digits that means
it, which is the one that was typed. What the cell's format adds to it, a per cent sign or a unit,
is part of what people see there, and comes out too; what is no value of its own says what it is.
"""

from __future__ import annotations

import zipfile
import zlib
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING
from xml.parsers import expat

from exchange.order_files.rows import fitted
from exchange.order_files.sheet_rows import SheetReader, range_of
from exchange.order_files.workbook import (
    BrokenError,
    Workbook,
    merged_and_ruled,
    pieces_of,
    refuse_what_fills_the_memory,
)
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exchange.order_files.rows import FileRow, Opens
    from exchange.order_files.sheet_rows import SheetRow

_UNREADABLE = (
    BrokenError,
    expat.ExpatError,
    zipfile.BadZipFile,
    zlib.error,
    LookupError,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,  # a password
    NotImplementedError,  # packed in a way that is not known
)


class ExcelRows:
    """The first visible sheet of a workbook.

    Raises
    ------
    units.Refused
        It cannot be read, is too large, or its sheet is empty.
    """

    def __init__(self, opens: Opens) -> None:
        self._opens = opens
        self.decimal_comma = False
        with closing(opens()) as file, _refusing():
            refuse_what_fills_the_memory(file)
            with zipfile.ZipFile(file) as packed:
                self._book = Workbook(packed)
                if not self._book.sheets:
                    raise Refused("file", "The Excel file has no sheet that can be seen.")
                self._sheet, self._part = self._book.sheets[0]
                merged, ruled = merged_and_ruled(packed, self._part)
        self._merged = sorted(map(range_of, merged))
        for rule in ruled & self._book.by_rule.keys():
            raise Refused(
                "file",
                f'The sheet "{self._sheet}" has a rule by which some cells are shown as '
                f"{self._book.by_rule[rule]}; take out its conditional formatting.",
            )
        self.notes: tuple[str, ...] = ()
        if self._book.sheets[1:]:
            names = ", ".join(f'"{title}"' for title, _ in self._book.sheets[1:])
            self.notes = (f'The sheet "{self._sheet}" was read; not read: {names}.',)
        self.headings = self._headings()

    def __iter__(self) -> Iterator[FileRow]:
        """Yield the rows below the headings; those without a cell have no part in it."""
        before = 0  # the row above; none until the headings have been passed
        width = len(self.headings)
        for number, cells, doubts in self._rows():
            if before:
                # A sheet is a grid: a short row has empty cells at its end, and nothing is shifted.
                padded = [*cells, *[""] * (width - len(cells))]
                beyond = "The row goes on beyond the last heading." if len(cells) > width else ""
                inside = tuple(each for each in doubts if each.place < width)
                missing = number - before - 1
                yield fitted(number, padded, width, beyond, doubts=inside, missing=missing)
            if before or any(cell.strip() for cell in cells):
                before = number

    def _headings(self) -> tuple[str, ...]:
        for _, cells, _doubts in self._rows():
            if any(cell.strip() for cell in cells):
                return tuple(cells)
        raise Refused("file", f'The sheet "{self._sheet}" is empty.')

    def _rows(self) -> Iterator[SheetRow]:
        """Yield the rows that have a cell with their numbers, as texts, up to the last of each."""
        with closing(self._opens()) as file, _refusing(), zipfile.ZipFile(file) as packed:
            reader = SheetReader(self._book, self._merged)
            for piece in pieces_of(packed, self._part):
                yield from reader.rows(piece)
            yield from reader.rows(b"")


@contextmanager
def _refusing() -> Iterator[None]:
    """Refuse in a sentence what is no workbook, whatever in it is broken."""
    try:
        yield
    except Refused:
        raise
    except _UNREADABLE:
        raise Refused(
            "file",
            "The Excel file cannot be read; open it in Excel and save it anew as .xlsx or as CSV.",
        ) from None
