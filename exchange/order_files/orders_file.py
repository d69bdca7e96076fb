"""A file of orders from reading it to writing its verdicts, a piece at a time.

However long the file is, only a piece of it is in memory, with the marks of the orders.
"""

from __future__ import annotations

from array import array
from contextlib import closing
from typing import TYPE_CHECKING

import pandas as pd

import units
from calculators.typed.fields import TOLERANCE
from exchange.order_files.columns import BY_KEY
from exchange.order_files.headings import chosen_mapping, require_needed, suggest_mapping
from exchange.order_files.read_csv import CsvRows
from exchange.order_files.read_excel import ExcelRows
from exchange.order_files.result_columns import NUMBERS, result_names, verdict_columns
from exchange.order_files.verdicts import Asked, Noted, verdicts
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from exchange.order_files.headings import Heading
    from exchange.order_files.rows import FileRow, Opens, OrderRows
    from plan_data.schema.plan import Plan

PIECE = 500  # rows that are read, verified and written together
_MOST_CHARACTERS = 5_000_000  # of a piece; long remarks make one shorter
_IN_PER_CENT = (TOLERANCE, units.CONCENTRATION)
_ZIP = b"PK\x03\x04"
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # .xls, and .xlsx behind a password


def open_orders(opens: Opens) -> OrderRows:
    """Return a file of orders, read as what it is, whatever its name ends in.

    Raises
    ------
    units.Refused
        It is empty, cannot be read, or is neither text nor an Excel workbook.
    """
    with closing(opens()) as file:
        start = file.read(4)
    if start == _OLD_OR_LOCKED:
        raise Refused(
            "file",
            "The file is an old Excel file (.xls) or has a password; save it as .xlsx or as CSV.",
        )
    return ExcelRows(opens) if start == _ZIP else CsvRows(opens)


class OrdersFile:
    """A file of orders whose columns are settled.

    Parameters
    ----------
    rows
        The open file.
    mapping
        Heading → key, for headings that are not known for certain.
    tolerance
        For the orders that name none of their own.

    Raises
    ------
    units.Refused
        The mapping does not fit, no column says what was ordered, or the tolerance is none.
    """

    def __init__(
        self,
        rows: OrderRows,
        mapping: Mapping[str, str | None] | None = None,
        tolerance: str | None = None,
    ) -> None:
        if tolerance is not None:
            units.parse(tolerance, TOLERANCE, "tolerance")
        self._rows = rows
        self._asked = Asked(dict(mapping or {}), tolerance, rows.decimal_comma)
        self.headings = chosen_mapping(rows.headings, self._asked.mapping)
        require_needed(self.headings)
        self.count, self.empty, self._same_id = self._looked_through()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the result: the file's own, then those of the verdict."""
        return (*self._rows.headings, *verdict_columns(self._rows.headings))

    @property
    def numbers(self) -> tuple[str, ...]:
        """Those columns of the result in which a number stands."""
        return tuple(self.result_names[name] for name in ("row", *NUMBERS))

    @property
    def result_names(self) -> dict[str, str]:
        """Under which heading each part of a verdict stands."""
        return result_names(self._rows.headings)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was decided in reading, as sentences for people."""
        notes = list(self._rows.notes)
        if self.empty:
            notes.append(f"Empty rows passed over: {self.empty}.")
        if self._same_id:
            notes.append(f"Orders whose id is not theirs alone: {len(self._same_id)}.")
        return tuple(notes)

    @property
    def not_taken(self) -> tuple[Heading, ...]:
        """Headings that came near a key that no column is read as, and were not taken for it."""
        unread = {each.column for each in self.headings if each.key is None}
        read = {each.key for each in self.headings}
        return tuple(
            each
            for each in suggest_mapping(self._rows.headings)
            if each.column in unread and each.key is not None and each.key not in read
        )

    def pieces(self) -> Iterator[tuple[pd.DataFrame, dict[int, Noted]]]:
        """Yield the orders in pieces, and what is known of a row beside its cells."""
        rows: list[FileRow] = []
        characters = 0
        for row in self._orders():
            rows.append(row)
            # A cell has a price of its own, also an empty one.
            characters += len(row.cells) + sum(map(len, (*row.cells, *row.surplus)))
            if len(rows) == PIECE or characters > _MOST_CHARACTERS:
                yield self._piece(rows)
                rows, characters = [], 0
        if rows:
            yield self._piece(rows)

    def verdicts(self, plan: Plan, today: date) -> Iterator[pd.DataFrame]:
        """Yield the verdicts in pieces, in the order of the file."""
        for orders, noted in self.pieces():
            yield verdicts(orders, plan, today, self._asked, noted)

    def _orders(self) -> Iterator[FileRow]:
        return (row for row in self._rows if not row.is_empty)

    def _piece(self, rows: list[FileRow]) -> tuple[pd.DataFrame, dict[int, Noted]]:
        orders = pd.DataFrame(
            [row.cells for row in rows],
            columns=list(self._rows.headings),
            index=[row.number for row in rows],
            dtype="object",
        )
        noted: dict[int, Noted] = {}
        for row in rows:
            remarks = [self._same_id.get(row.number, "")]
            if row.surplus:
                beyond = ", ".join(f'"{cell}"' for cell in row.surplus)
                remarks.append(f"Beyond the last heading: {beyond}.")
            remark = " ".join(filter(None, remarks))
            unusable = self._cells_in_doubt(row)
            if row.problem or remark or unusable:
                noted[row.number] = Noted(row.problem, remark, unusable)
        return orders, noted

    def _cells_in_doubt(self, row: FileRow) -> dict[str, str]:
        """Return key → what is wrong with the cells that are read and no value."""
        found: dict[str, str] = {}
        for doubt in row.doubts:
            key = self.headings[doubt.place].key
            if key is None or key == "id":
                continue
            if doubt.what != "percentage" or BY_KEY[key].kind not in _IN_PER_CENT:
                found.setdefault(key, doubt.says)
        return found

    def _looked_through(self) -> tuple[int, int, dict[int, str]]:
        """Return how many orders there are, how many empty rows, and which orders share an id."""
        place = next((n for n, each in enumerate(self.headings) if each.key == "id"), None)
        numbers, ids = array("q"), []
        piece: list[str] = []
        empty = 0
        for row in self._rows:
            empty += row.missing + row.is_empty
            if row.is_empty:
                continue
            numbers.append(row.number)
            if place is not None:
                piece.append(row.cells[place].strip())
                if len(piece) == 100 * PIECE:
                    ids.append(pd.Series(piece))
                    piece = []
        if piece:
            ids.append(pd.Series(piece))
        return len(numbers), empty, _same_ids(ids, numbers)


def _same_ids(ids: list[pd.Series[str]], numbers: array[int]) -> dict[int, str]:
    """Return row → what is to be said of an id that other rows have too."""
    if not ids:
        return {}
    together = pd.concat(ids, ignore_index=True)
    again = together[together.duplicated(keep=False) & (together != "")]
    rows: dict[str, list[int]] = {}
    for place, identity in again.items():
        rows.setdefault(identity, []).append(numbers[int(str(place))])
    said: dict[int, str] = {}
    for same in rows.values():
        says = f"The id stands in rows {_listed(same)} alike."
        said |= dict.fromkeys(same, says)
    return said


def _listed(rows: list[int]) -> str:
    first = ", ".join(map(str, rows[:_NAMED]))
    return f"{first} and {len(rows) - _NAMED} more" if len(rows) > _NAMED else first


_NAMED = 5  # rows named where an id stands in many
