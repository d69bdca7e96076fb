"""Reading a file of orders that is an Excel workbook (.xlsx).

A number in a cell is a binary fraction; what comes out is the shortest decimal that means it, which
is the one that was typed. What the cell's format adds to it, a per cent sign or a unit, is part of
what people see there, and comes out too.
"""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime, time
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, BinaryIO

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from exchange.order_files.rows import FileRow, fitted
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exchange.order_files.rows import Opens

MOST_COLUMNS = 500
MOST_UNPACKED = 100_000_000  # bytes; a small file can be packed so that it fills any memory
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,  # what is wrong in XML
    OSError,
    EOFError,
    RuntimeError,  # a password
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
            _refuse_what_fills_the_memory(file)
            self._has_formulas = _has_formulas(file)
            with _workbook(file, values=True) as book:
                visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
                if not visible:
                    raise Refused("file", "The Excel file has no sheet that can be seen.")
                self._sheet = visible[0].title
                others = [sheet.title for sheet in visible[1:]]
        self.notes: tuple[str, ...] = ()
        if others:
            names = ", ".join(f'"{name}"' for name in others)
            self.notes = (f'The sheet "{self._sheet}" was read; not read: {names}.',)
        self.headings = self._headings()

    def __iter__(self) -> Iterator[FileRow]:
        """Yield the rows below the headings."""
        below = False
        for number, cells in self._rows():
            if below:
                # A sheet is a grid: a short row has empty cells at its end, and nothing is shifted.
                padded = [*cells, *[""] * (len(self.headings) - len(cells))]
                yield fitted(number, padded, len(self.headings), _beyond(cells, self.headings))
            elif any(cell.strip() for cell in cells):
                below = True

    def _headings(self) -> tuple[str, ...]:
        for _, cells in self._rows():
            if any(cell.strip() for cell in cells):
                return tuple(cells)
        raise Refused("file", f'The sheet "{self._sheet}" is empty.')

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield every row of the sheet with its number, as texts, up to its last cell."""
        with ExitStack() as opened:
            opened.enter_context(_refusing())
            shown = self._cells(opened, values=True)
            written = self._cells(opened, values=False) if self._has_formulas else ()
            for number, (values, formulas) in enumerate(zip_longest(shown, written), start=1):
                cells = [
                    _text(cell, formula)
                    for cell, formula in zip_longest(values or (), formulas or ())
                ]
                while cells and not cells[-1]:
                    cells.pop()
                if len(cells) > MOST_COLUMNS:
                    raise Refused(
                        "file",
                        f"Row {number} goes beyond column {MOST_COLUMNS}: no table of orders.",
                    )
                yield number, cells

    def _cells(self, opened: ExitStack, *, values: bool) -> Iterable[tuple[Any, ...]]:
        file = opened.enter_context(closing(self._opens()))
        sheet = opened.enter_context(_workbook(file, values=values))[self._sheet]
        sheet.reset_dimensions()  # a sheet may claim to be larger than it is
        rows: Iterable[tuple[Any, ...]] = sheet.iter_rows()
        return rows


def _beyond(cells: list[str], headings: tuple[str, ...]) -> str:
    return "The row goes on beyond the last heading." if len(cells) > len(headings) else ""


@contextmanager
def _workbook(file: BinaryIO, *, values: bool) -> Iterator[Any]:
    """Open a workbook: the values that Excel last worked out, or the formulas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is left out: drawings, validations
        book = openpyxl.load_workbook(file, read_only=True, data_only=values, keep_links=False)
    try:
        yield book
    finally:
        book.close()


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


def _refuse_what_fills_the_memory(file: BinaryIO) -> None:
    with zipfile.ZipFile(file) as packed:
        size = sum(entry.file_size for entry in packed.infolist())
    file.seek(0)
    if size > MOST_UNPACKED:
        raise Refused(
            "file",
            f"The Excel file unpacks to more than {MOST_UNPACKED // 1_000_000} MB; save it as CSV.",
        )


def _has_formulas(file: BinaryIO) -> bool:
    """Tell whether a formula stands anywhere; only then is the workbook read a second time."""
    with zipfile.ZipFile(file) as packed:
        for entry in packed.infolist():
            if "worksheets/" not in entry.filename:
                continue
            with packed.open(entry) as sheet:
                end = b""
                while piece := sheet.read(_PIECE):
                    if _FORMULA.search(end + piece):
                        return True
                    end = piece[-_TAG:]
    return False


_FORMULA = re.compile(rb"<(?:[A-Za-z0-9]+:)?f[ />]")
_TAG = 64  # bytes; a tag may lie across two pieces
_PIECE = 1 << 20


# --- cells ----------------------------------------------------------------------------------------

# A format that fills up with noughts, as ids have: 00000, 000-000, "MRN "00000.
_ZEROS = re.compile(r'(?:"[^"]*"|\\.|-)*0(?:"[^"]*"|\\.|[-0])*0(?:"[^"]*"|\\.|-)*')
_MARK = re.compile(r'"[^"]*"|\\.|[-0]')
_LITERAL = re.compile(r'"([^"]*)"')


def _text(cell: Any, formula: Any) -> str:
    """Return what a cell holds as text; of a formula that was never worked out, the formula."""
    value = getattr(cell, "value", None)
    if value is None:
        written = getattr(formula, "value", None)
        return "" if written is None else str(getattr(written, "text", written))
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float | Decimal):
        return _number(Decimal(str(value)), cell.number_format or "")
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    return str(value)


def _number(number: Decimal, number_format: str) -> str:
    shown_as = number_format.partition(";")[0]
    if _ZEROS.fullmatch(shown_as) and number == number.to_integral_value() and number >= 0:
        return _with_zeros(f"{number:.0f}", shown_as)
    literals = " ".join(part.strip() for part in _LITERAL.findall(shown_as)).strip()
    if "%" in _LITERAL.sub("", shown_as):
        number, literals = number.scaleb(2), f"% {literals}".strip()
    return f"{_plain(number)} {literals}".strip()


def _with_zeros(digits: str, shown_as: str) -> str:
    """Return an id as its cell shows it: 42 as 00042 under the format 00000."""
    marks = _MARK.findall(shown_as)
    waiting = list(digits.rjust(sum(mark == "0" for mark in marks), "0"))
    first = next(place for place, mark in enumerate(marks) if mark == "0")
    shown: list[str] = []
    for place in reversed(range(len(marks))):
        mark = marks[place]
        if mark != "0":
            shown.append(mark.strip('"').removeprefix("\\"))
        elif place == first:  # whatever is longer than its format stands before it
            shown.append("".join(waiting))
        else:
            shown.append(waiting.pop())
    return "".join(reversed(shown))


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
