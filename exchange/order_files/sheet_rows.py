"""The rows of a sheet, read from its XML piece by piece; no row is looked for that is not there."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import TYPE_CHECKING, TypeAlias

from exchange.order_files.number_formats import PERCENTAGE, Shown
from exchange.order_files.rows import MOST_COLUMNS, Doubt
from exchange.order_files.workbook import (
    MOST_UNPACKED,
    BrokenError,
    TextReader,
    as_typed,
    parser_of,
    require_length,
)
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from exchange.order_files.workbook import Workbook

MOST_ROWS = 1_048_576  # of a sheet, as Excel has it
# Cells that a sheet may list though nothing stands in them, and how many more for each that is not
# empty: a table that is mostly empty is a table.
MOST_EMPTY_CELLS = 500_000
MORE_EMPTY_FOR_ONE = 20
MOST_CHARACTERS = MOST_UNPACKED  # of all cells; one long text may stand in any number of them

_DIGITS_OF_EXCEL = Context(prec=15)

SheetRow: TypeAlias = "tuple[int, list[str], list[Doubt]]"
Range: TypeAlias = "tuple[int, int, int, int]"  # first row and column, last row and column

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{0,7})")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")


def range_of(text: str) -> Range:
    """Return the range that is called ``A1:B3``."""
    (first_row, first), (last_row, last) = map(_place, text.split(":"))
    return first_row, first, last_row, last


class SheetReader:
    """Reads the rows of a sheet.

    Parameters
    ----------
    book
        The workbook, for the texts that its cells share and the formats that they are shown by.
    merged
        The merged ranges of the sheet, in their order.

    Raises
    ------
    workbook.BrokenError, units.Refused
        In reading: the sheet is broken, or has more of something than a table of orders.
    """

    def __init__(self, book: Workbook, merged: list[Range]) -> None:
        self._book = book
        self._merged = merged
        self._next_merged = 0
        # Column → the range that covers it, for the rows down to the last of that range.
        self._covered: dict[int, Range] = {}
        self._parser = parser_of(self._start, self._end, self._text)
        # What the kinds of cells hold (ECMA-376, part 1, 18.18.11).
        self._of_kind: dict[str, Callable[[str], Shown]] = {
            "n": self._as_number,
            "s": lambda value: self._as_text(book.texts[_count(value)]),
            "str": lambda value: self._as_text(as_typed(value)),
            "b": lambda value: Shown("TRUE" if value.strip() == "1" else "FALSE"),
            "e": lambda value: Shown(value, f"the error {value}"),
            "d": lambda value: Shown(value, "a date"),
        }
        self._done: list[SheetRow] = []
        self._empty_cells = self._filled_cells = self._characters = 0
        self._row = self._column = 0
        self._cells: list[str] = []
        self._doubts: list[Doubt] = []
        self._value: str | None = None
        self._formula: str | None = None
        self._gathers = False
        self._gathered: list[str] = []
        self._length = 0
        self._inline = TextReader()
        self._kind, self._style = "n", 0

    def rows(self, piece: bytes) -> Iterator[SheetRow]:
        """Yield the rows with a cell in them that end in this piece; an empty piece is the end."""
        self._parser.Parse(piece, not piece)
        yield from self._done
        self._done.clear()

    # --- elements ---------------------------------------------------------------------------------

    def _start(self, name: str, given: dict[str, str]) -> None:
        if name == "c":
            self._begin_cell(given)
            self._column = _column_of(given["r"]) if "r" in given else self._column + 1
        elif name == "row":
            self._begin_row(int(given.get("r", self._row + 1)))
        elif name in {"v", "f"}:
            self._gathers, self._gathered, self._length = True, [], 0
        else:
            self._inline.start(name, given)

    def _text(self, text: str) -> None:
        if self._gathers:
            self._length += len(text)
            require_length(self._length)
            self._gathered.append(text)
        else:
            self._inline.text(text)

    def _end(self, name: str) -> None:
        if name == "v":
            self._gathers, self._value = False, "".join(self._gathered)
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name == "f":
            self._gathers, self._formula = False, "".join(self._gathered)
        else:
            self._inline.end(name)

    # --- rows -------------------------------------------------------------------------------------

    def _begin_row(self, number: int) -> None:
        if not self._row < number <= MOST_ROWS:
            raise Refused(
                "file",
                f"The Excel file has a row {number} after row {self._row}; a sheet has {MOST_ROWS} "
                "rows, each once and in order. Save it anew in Excel, or as CSV.",
            )
        self._row, self._column = number, -1
        self._cells, self._doubts = [], []

    def _end_row(self) -> None:
        if self._cells:
            self._doubts += self._of_merged()
            self._done.append((self._row, self._cells, self._doubts))

    def _of_merged(self) -> Iterator[Doubt]:
        """Yield what is to be said of the cells of this row whose place another cell covers."""
        while self._next_merged < len(self._merged):
            first_row, first, last_row, last = whole = self._merged[self._next_merged]
            if first_row > self._row:
                break
            self._next_merged += 1
            for column in range(first, min(last + 1, MOST_COLUMNS)):
                if column not in self._covered or self._covered[column][2] < last_row:
                    self._covered[column] = whole
        for column, (first_row, first, last_row, _) in list(self._covered.items()):
            if last_row < self._row:
                del self._covered[column]
            elif (first_row, first) != (self._row, column):
                says = (
                    f"Cell {_name(self._row, column)} is merged with {_name(first_row, first)} and "
                    "has no value of its own; take the cells apart and enter it in each."
                )
                yield Doubt(column, "no value", says)

    # --- cells ------------------------------------------------------------------------------------

    def _begin_cell(self, given: dict[str, str]) -> None:
        self._kind, self._style = given.get("t", "n"), int(given.get("s", "0"))
        self._value = self._formula = None
        self._gathers = False

    def _end_cell(self) -> None:
        shown = self._shown()
        if not shown.text:
            self._empty_cells += 1
            if self._empty_cells > MOST_EMPTY_CELLS + MORE_EMPTY_FOR_ONE * self._filled_cells:
                raise Refused(
                    "file",
                    f"The Excel file lists more than {MOST_EMPTY_CELLS} cells in which nothing "
                    "stands; save it as CSV.",
                )
            if not shown.is_a:
                return
        if self._column >= MOST_COLUMNS:
            raise Refused(
                "file",
                f"Row {self._row} goes beyond column {MOST_COLUMNS}: no table of orders.",
            )
        if self._column < len(self._cells):
            raise BrokenError  # two cells of one place
        self._filled_cells += 1
        self._characters += len(shown.text)
        if self._characters > MOST_CHARACTERS:
            raise Refused(
                "file",
                f"The cells of the Excel file hold more than {MOST_CHARACTERS // 1_000_000} "
                "million characters; save it as CSV.",
            )
        self._cells += [""] * (self._column - len(self._cells))
        self._cells.append(shown.text)
        if shown.is_a:
            self._doubts.append(self._doubt(shown))

    def _doubt(self, shown: Shown) -> Doubt:
        seen = "" if not shown.text or shown.text in shown.is_a else f" ({shown.text})"
        return Doubt(
            self._column,
            "percentage" if shown.is_a == PERCENTAGE else "no value",
            f"Cell {_name(self._row, self._column)} is {shown.is_a}{seen}; enter a number with its "
            "unit, or a word.",
        )

    def _shown(self) -> Shown:
        """Return what a cell shows; of a formula that was never worked out, the formula."""
        if self._kind == "inlineStr":
            return self._as_text(self._inline.taken())
        if self._value is None or (not self._value and self._kind != "str"):
            return Shown("" if self._formula is None else f"={self._formula}")
        reader = self._of_kind.get(self._kind)
        if reader is None:
            raise BrokenError
        return reader(self._value)

    def _as_text(self, text: str) -> Shown:
        if not text or not self._style:
            return Shown(text)
        return self._book.formats[self._style].text(text)

    def _as_number(self, value: str) -> Shown:
        if not _NUMBER.fullmatch(value.strip()):
            raise BrokenError
        # An id may have any number of digits; of a fraction Excel itself knows fifteen.
        whole = value.strip().isdigit()
        number = Decimal(value) if whole else _DIGITS_OF_EXCEL.create_decimal(value.strip())
        formats = self._book.formats
        return (formats[self._style] if formats else self._book.general).number(number)


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise BrokenError
    return number


def _place(cell: str) -> tuple[int, int]:
    found = _CELL.fullmatch(cell)
    if found is None:
        raise BrokenError
    return int(found[2] or 0), _column_of(cell)


def _column_of(cell: str) -> int:
    """Return the place of a column, from 0: that of AA7 is 26."""
    found = _CELL.fullmatch(cell)
    if found is None:
        raise BrokenError
    place = 0
    for letter in found[1]:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _name(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return f"{letters}{row}"
