"""A row of a file of orders as it was read, before anything is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Opens = Callable[[], BinaryIO]  # the file, from its beginning; it is read more than once

MOST_COLUMNS = 500  # of a table of orders; each heading is compared with all that are known

What: TypeAlias = Literal["percentage", "no value"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell that is no plain text or number, and matters only where its column is read.

    Parameters
    ----------
    place
        The place of the cell in its row, from 0.
    what
        What it is: a percentage counts where the column takes one, anything else nowhere.
    says
        One sentence that names it.
    """

    place: int
    what: What
    says: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row below the headings.

    Parameters
    ----------
    number
        Its number in the file, as a spreadsheet counts: the headings are row 1.
    cells
        One text a heading, in the order of the headings.
    problem
        Why the row cannot be used, as a sentence; empty where it can.
    surplus
        Cells beyond the last heading.
    doubts
        Cells that cannot be taken for what they show.
    missing
        Empty rows before it that the file does not list.
    """

    number: int
    cells: tuple[str, ...]
    problem: str = ""
    surplus: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    missing: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in the row."""
        return not any(cell.strip() for cell in (*self.cells, *self.surplus))


class OrderRows(Protocol):
    """A file of orders that is open for reading, of whatever kind."""

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the columns, as they stand in the file."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What was decided in reading, as sentences for people."""

    @property
    def decimal_comma(self) -> bool:
        """Whether a comma inside a number can only be a decimal comma."""

    def __iter__(self) -> Iterator[FileRow]:
        """Yield the rows below the headings; each time from the first."""


def fitted(number: int, cells: list[str], width: int, problem: str = "", **more: Any) -> FileRow:
    """Return a row with one cell a heading, whatever its length, and say where it was another.

    Parameters
    ----------
    more
        What else is known of the row.
    """
    if len(cells) != width and not problem:
        problem = (
            f"The row has {_counted(len(cells))} where the headings are {width}, so that it cannot "
            "be told which cell is which."
        )
    padded = (*cells[:width], *[""] * (width - len(cells)))
    return FileRow(number, padded, problem, tuple(cells[width:]), **more)


def _counted(cells: int) -> str:
    return "1 cell" if cells == 1 else f"{cells} cells"
