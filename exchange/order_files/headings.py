"""From the headings of a file to what each column holds.

A heading that is not known for certain is asked about and never taken: a column that was taken for
another would give verdicts on orders that nobody wrote.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from calculators.typed.order import ORDERED, read_order
from calculators.typed.values import choices, nearest_choice, quoted
from exchange.order_files.columns import BY_KEY, COLUMNS, NEEDED
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a file, and what it is taken for.

    Parameters
    ----------
    column
        The heading as it stands in the file.
    key
        The key that it means, or may mean; None where none comes near.
    unit
        The unit that stands in it, or nothing.
    certain
        Whether it is read as that key without being asked about.
    """

    column: str
    key: str | None
    unit: str = ""
    certain: bool = False


def suggest_mapping(columns: Sequence[str]) -> tuple[Heading, ...]:
    """Return what each heading of a file is taken for, in order."""
    found = tuple(_heading(column) for column in columns)
    return tuple(map(_perhaps_the_order, found)) if _no_order(found) else found


def _no_order(headings: Sequence[Heading]) -> bool:
    return not any(each.certain and each.key == "order" for each in headings)


def _perhaps_the_order(heading: Heading) -> Heading:
    """Return a heading "dose" as one that may be the order, where no other column is."""
    is_just_dose = heading.certain and heading.key == "dose" == _folded(heading.column)
    return Heading(heading.column, "order") if is_just_dose else heading


def chosen_mapping(
    columns: Sequence[str], chosen: Mapping[str, str | None] | None = None
) -> tuple[Heading, ...]:
    """Return what each heading is read as: what was chosen for it, else what is certain.

    Parameters
    ----------
    chosen
        Heading → key; None or nothing for a column that is not to be read.

    Raises
    ------
    units.Refused
        A chosen heading is not in the file, a key is none, or two columns would be one key.
    """
    chosen = dict(chosen or {})
    for column, key in chosen.items():
        if column not in columns:
            raise Refused(
                "columns", f"There is no column {quoted(column)}.{nearest_choice(column, columns)}"
            )
        if key and key not in BY_KEY:
            raise Refused(
                "columns",
                f"Column {quoted(column)}: {quoted(key)} is nothing that is read; there are "
                f"{choices(BY_KEY)}.{nearest_choice(key, BY_KEY)}",
            )
    asked_for = {key for key in chosen.values() if key}
    known = tuple(each for column in columns if (each := _certain(column)) is not None)
    # "dose" is the dose a kg where another column is the order; alone it may be the order itself.
    unasked = _no_order(known) and "order" not in asked_for
    headings = []
    for column in columns:
        if column in chosen:
            key = chosen[column] or None
            headings.append(Heading(column, key, _unit_in(column, key), certain=key is not None))
            continue
        found = _certain(column)
        if found is not None and unasked:
            found = _perhaps_the_order(found)
        if found is None or not found.certain or found.key in asked_for:
            found = Heading(column, None)
        headings.append(found)
    _require_one_each(headings)
    return tuple(headings)


def require_needed(headings: Sequence[Heading]) -> None:
    """Refuse a file in which no column says what was ordered, or what it is of.

    Raises
    ------
    units.Refused
        With the headings that came near, where some did.
    """
    read = {heading.key for heading in headings}
    missing = [key for key in NEEDED if key not in read]
    if not missing:
        return
    columns = [heading.column for heading in headings]
    near = [
        f"{quoted(each.column)} may be {each.key}"
        for each in suggest_mapping(columns)
        if each.key in missing and not each.certain
    ]
    raise Refused(
        "columns",
        f"No column is {' and none is '.join(missing)}. "
        + (f"{'; '.join(near)}: say so if it is. " if near else "")
        + f"The file has {choices(quoted(column) for column in columns[:_NAMED])}"
        + (" and others." if columns[_NAMED:] else "."),
    )


_NAMED = 12  # headings named in a refusal


def _require_one_each(headings: Sequence[Heading]) -> None:
    first: dict[str, str] = {}
    for heading in headings:
        if heading.key is None:
            continue
        if heading.key in first:
            raise Refused(
                "columns",
                f"Two columns would be {heading.key}: {quoted(first[heading.key])} and "
                f"{quoted(heading.column)}. Say which one is, and rename one of two alike.",
            )
        first[heading.key] = heading.column


# --- headings -------------------------------------------------------------------------------------


def _certain(column: str) -> Heading | None:
    """Return what a heading is for certain: a known name, and no unit or one that fits."""
    if len(column) > _LONGEST:
        return None
    for base, unit in _readings(column):
        key = _names().get(base)
        if key is not None and (not unit or _is_unit(unit, key)):
            return Heading(column, key, unit, certain=True)
    return None


def _heading(column: str) -> Heading:
    certain = _certain(column)
    if certain is not None or len(column) > _LONGEST:
        return certain or Heading(column, None)
    names = _names()
    bases = [base for base, _ in _readings(column)]
    perhaps = {_folded(name): each.key for each in COLUMNS for name in each.perhaps}
    for base in bases:
        # A unit that does not fit, or a word in brackets, makes a known name uncertain.
        if base in perhaps or base in names:
            key = perhaps.get(base) or names[base]
            return Heading(column, key, _unit_in(column, key))
    near = get_close_matches(bases[0], [*names, *perhaps], n=1, cutoff=_ALIKE)
    if not near:
        return Heading(column, None)
    key = names.get(near[0]) or perhaps[near[0]]
    return Heading(column, key, _unit_in(column, key))


_ALIKE = 0.8  # how near a heading must come to a known one, of 1, to be asked about
_LONGEST = 80  # characters of a heading; more is no name


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {_folded(name): each.key for each in COLUMNS for name in (each.key, *each.also)}


def _folded(text: str) -> str:
    """Fold what does not change a heading: case, accents, marks and spaces."""
    plain = unicodedata.normalize("NFKD", text)
    letters = "".join(char for char in plain if unicodedata.category(char) not in {"Mn", "Cf"})
    return " ".join(re.sub(r"[\W_]+", " ", letters.casefold()).split())


_BRACKETED = re.compile(r"(.*?)\s*[(\[]\s*(.*?)\s*[)\]]\s*")


def _readings(column: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to read a heading as a folded name and a unit; the likeliest first."""
    bracketed = _BRACKETED.fullmatch(column)
    if bracketed is not None:
        yield _folded(bracketed[1]), bracketed[2]
        return
    yield _folded(column), ""
    words = re.split(r"[\s_,]+", column.strip())
    for place in range(len(words) - 1, 0, -1):
        base = _folded(" ".join(words[:place]).removesuffix(" in"))
        last = [word for word in words[place:] if word]
        if base and last:
            yield base, " ".join(last)
            yield base, "/".join(last).replace("/per/", "/")


def _unit_in(column: str, key: str | None) -> str:
    """Return the unit that stands in a heading of that key, or nothing."""
    if key is None or len(column) > _LONGEST:
        return ""
    return next((unit for _, unit in _readings(column) if unit and _is_unit(unit, key)), "")


def _is_unit(text: str, key: str) -> bool:
    kind = BY_KEY[key].kind
    if kind is ORDERED:
        try:
            read_order({"order": f"1 {text}"}, "")
        except Refused:
            return False
        return not text[:1].isdigit()
    return kind is not None and kind.ucum_of(text) is not None
