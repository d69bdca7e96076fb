"""Reading a file of orders that is plain text: its characters, its separator, its rows.

Every row comes out, also a broken one: what cannot be told apart is said of that row, and the next
one is read from its own line.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import deque
from contextlib import closing
from typing import TYPE_CHECKING

from exchange.order_files.headings import suggest_mapping
from exchange.order_files.rows import MOST_COLUMNS, FileRow, fitted
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exchange.order_files.rows import Opens

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
LONGEST_LINE = 1_000_000  # characters; a line without an end would fill the memory
LONGEST_CELL = csv.field_size_limit()  # characters, 131,072 where nobody has set another
# Lines over which one row may go. A quotation mark that is never closed would take all the rest of
# the file, and so would that of each row after it: the time grew with the square of the length.
MOST_LINES = 100
_COMPARED = 50  # cells of a line that are looked at to tell what separates them
_PIECE = 1 << 20  # bytes looked at together


class CsvRows:
    """A file of comma-, semicolon- or tab-separated text.

    Raises
    ------
    units.Refused
        It is empty, is no text, or its headings cannot be read.
    """

    def __init__(self, opens: Opens) -> None:
        self._opens = opens
        self._encoding, note = _encoding_of(opens)
        self.notes: tuple[str, ...] = (note,) if note else ()
        first = self._first_line()
        self._announced = _SEPARATOR_LINE.fullmatch(first.strip())
        self._separator = self._announced[1] if self._announced else _separator_of(first)
        self.decimal_comma = self._separator == ";"
        if self._separator != ",":
            self.notes += (f"The cells are separated by {SEPARATORS[self._separator]}.",)
        self.headings: tuple[str, ...] = self._headings()

    def __iter__(self) -> Iterator[FileRow]:
        """Yield the rows below the headings."""
        rows = self._rows(len(self.headings))
        next(row for row in rows if not row.is_empty)  # the headings
        yield from rows

    def _first_line(self) -> str:
        with closing(self._text()) as text:
            lines = _Lines(text)
            for line in lines:
                if line.strip():
                    return line
                lines.taken.clear()
        raise Refused("file", "The file is empty: it has neither headings nor orders.")

    def _headings(self) -> tuple[str, ...]:
        for row in self._rows(None):
            if row.is_empty:
                continue
            if row.problem:
                raise Refused("file", f"The headings cannot be read. {row.problem}")
            if len(row.cells) > MOST_COLUMNS:
                raise Refused(
                    "file", f"The headings go beyond column {MOST_COLUMNS}: no table of orders."
                )
            return row.cells
        raise Refused("file", "The file is empty: it has neither headings nor orders.")

    def _text(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(self._opens(), encoding=self._encoding, newline="")

    def _rows(self, width: int | None) -> Iterator[FileRow]:
        """Yield every row with its number, the headings too; they alone may have any width."""
        with closing(self._text()) as text:
            lines = _Lines(text)
            number = 0
            if self._announced:
                number += 1
                next(lines)
            reader = csv.reader(lines, delimiter=self._separator, strict=True)
            while True:
                lines.taken.clear()
                number += 1
                problem = ""
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    cells, problem = [], _why(error)
                if len(cells) > MOST_COLUMNS and width is not None:  # told apart to no purpose
                    beyond = self._separator.join(cells[MOST_COLUMNS:])
                    empty = not beyond.strip(f"{self._separator} ")
                    cells = [*cells[:MOST_COLUMNS], "" if empty else beyond]
                if problem or (width is not None and self._swallowed(cells, width, lines.taken)):
                    # The quotation mark pairs with none; what it swallowed are rows of their own.
                    problem = _UNPAIRED if lines.taken[1:] else problem
                    cells = lines.taken[0].rstrip("\r\n").split(self._separator, MOST_COLUMNS)
                    lines.give_back()
                yield fitted(number, cells, len(cells) if width is None else width, problem)

    def _swallowed(self, cells: list[str], width: int, taken: list[str]) -> bool:
        """Tell whether a cell of several lines holds rows of their own."""
        if not taken[1:]:
            return False
        inside = (line for cell in cells for line in cell.splitlines()[1:])
        return len(cells) != width or any(
            line.count(self._separator) >= width - 1 for line in inside
        )


class _Lines:
    """The lines of a text, of which those last taken can be given back."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._back: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self.taken) == MOST_LINES:
            raise csv.Error(_TOO_MANY_LINES)
        line = self._back.popleft() if self._back else self._text.readline(LONGEST_LINE + 1)
        if not line:
            raise StopIteration
        if len(line) > LONGEST_LINE:
            raise Refused(
                "file",
                f"A line has more than {LONGEST_LINE} characters; this is no table of orders.",
            )
        self.taken.append(line)
        return line

    def give_back(self) -> None:
        """Give back all but the first of the lines that were taken."""
        self._back.extendleft(reversed(self.taken[1:]))


_UNPAIRED = "A quotation mark is opened in this row and not closed in it."
_TOO_MANY_LINES = "too many lines"
_TOO_LONG = f"A cell of this row has more than {LONGEST_CELL} characters."
_INSIDE = (
    "A quotation mark stands inside a quoted cell of this row; there it has to be written twice."
)


def _why(error: csv.Error) -> str:
    text = str(error)
    if "field larger" in text:
        return _TOO_LONG
    return _UNPAIRED if "unexpected end" in text or text == _TOO_MANY_LINES else _INSIDE


# --- characters -----------------------------------------------------------------------------------


def _encoding_of(opens: Opens) -> tuple[str, str]:
    """Return how the characters are encoded, and what is to be said of it."""
    with closing(opens()) as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        _require(opens, "utf-16")
        return "utf-16", ""
    try:
        _require(opens, "utf-8-sig")
    except UnicodeDecodeError:
        _require(opens, "cp1252")
        return "cp1252", (
            "The file is not UTF-8 and was read as Windows-1252; look whether accents are right."
        )
    return "utf-8-sig", ""


def _require(opens: Opens, encoding: str) -> None:
    """Decode the whole file piece by piece, and refuse what is no text.

    Raises
    ------
    UnicodeDecodeError
        It is not UTF-8, and may be something else.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with closing(opens()) as file:
            while piece := file.read(_PIECE):
                _refuse_nul(decoder.decode(piece))
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        if encoding == "utf-8-sig":
            raise
        raise Refused("file", _NO_TEXT) from None


def _refuse_nul(text: str) -> None:
    if "\0" in text:
        raise Refused("file", _NO_TEXT)


_NO_TEXT = "The file is no text that can be read; save it as CSV in UTF-8, or as .xlsx."


# --- separator ------------------------------------------------------------------------------------

# The line with which Excel is told the separator.
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t])"?')


def _separator_of(line: str) -> str:
    """Return the separator: the one that makes the most known headings, then the most cells."""

    def told(separator: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader([line], delimiter=separator))
        except csv.Error:
            return 0, 0
        known = suggest_mapping(cells[:_COMPARED])
        return sum(each.key is not None for each in known), len(cells)

    return max(SEPARATORS, key=told)
