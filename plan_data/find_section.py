"""Which rows of the plan's sections fit a setting, priorities and a search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plan_data.schema.rules import SETTINGS
from plan_data.schema.sections import BETWEEN

if TYPE_CHECKING:
    from collections.abc import Collection

    from plan_data.schema.sections import Row, Section, Sections


@dataclass(frozen=True, slots=True)
class RowsFound:
    """A table with the rows of it that fit."""

    section: Section
    rows: tuple[Row, ...]


def find(
    sections: Sections,
    setting: str | None = None,
    priorities: Collection[str] = (),
    text: str = "",
) -> tuple[RowsFound, ...]:
    """Return each table that has fitting rows, with these, in the plan's order.

    Parameters
    ----------
    setting
        ED, HOSP, OPD or ICU: rows that the plan does not place there ("-") are left out. Tables
        without priorities hold for every setting and stay.
    priorities
        Rows of these priorities only, in the setting or, where none is chosen, in any; tables
        without priorities are left out.
    text
        Rows that hold every word of it, in any column or place, without regard to case; a place
        such as "3A · IVIg induction" finds the rows that stand there, and no others.
    """
    words = [text.casefold()] if BETWEEN in text else text.casefold().split()
    found = []
    for section in sections.tables.values():
        if priorities and not section.has_priorities:
            continue
        rows = tuple(
            row
            for row in section.rows
            if _is_placed(row, setting, priorities) and _holds(row, section, words)
        )
        if rows:
            found.append(RowsFound(section, rows))
    return tuple(found)


def _is_placed(row: Row, setting: str | None, priorities: Collection[str]) -> bool:
    if row.priorities is None:
        return True
    settings = (setting,) if setting else SETTINGS
    given = {getattr(row.priorities, name) for name in settings}
    if priorities:
        return not given.isdisjoint(priorities)
    return setting is None or given != {"-"}


def _holds(row: Row, section: Section, words: list[str]) -> bool:
    if not words:
        return True
    if BETWEEN in words[0]:
        return row.place.casefold().startswith(words[0])
    parts = (section.id, section.title, row.place, row.detail, *row.codes, *row.cells.values())
    whole = " ".join(parts).casefold()
    return all(word in whole for word in words)
