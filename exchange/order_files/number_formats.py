"""A number of a workbook as its cell shows it: what its format writes around it is part of it.

80 that a format shows as "80 lb" is 80 lb. What a format shows otherwise than it is (a date, an
amount of money, a thousandth, nothing at all) is said to be so, and is no value of an order. A
format may round what it shows; the number keeps its digits.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from openpyxl.utils.datetime import from_excel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LONGEST_FORMAT = 255  # characters, as Excel has it
_EPOCH = datetime.fromisoformat("2000-01-01")  # any day: only a time of day is read from it
_MILLISECONDS = 86_400_000  # of a day
_DAYS_OF_DATES = 2_958_466  # the day after 31 December 9999, the last that Excel knows


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as it is shown.

    Parameters
    ----------
    text
        The number with what its format writes around it; a day as ``2026-11-22``.
    is_a
        What the cell is where it is no plain number with a unit: ``a date``, ``a percentage``;
        else empty.
    """

    text: str
    is_a: str = ""


PERCENTAGE = "a percentage"

# --- a format, taken apart ------------------------------------------------------------------------

# What a format consists of (ECMA-376, part 1, 18.8.31), each with its name.
_TOKEN = re.compile(
    r"""
      "(?P<quoted>[^"]*)"
    | \\(?P<escaped>.)
    | (?P<space>_.)                                   # as wide as that sign
    | (?P<fill>\*.)                                   # that sign as often as it fits
    | \[\$(?P<symbol>[^\]-]*)(?:-[^\]]*)?\]           # a currency, or whatever is put in its place
    | \[(?P<elapsed>[hH]+|[mM]+|[sS]+)\]
    | \[(?P<condition>(?:<=|>=|<>|<|>|=)\s*[-+0-9.eE]+)\]
    | \[(?P<colour>[^\]]*)\]
    | (?P<general>General)
    | (?P<meridiem>AM/PM|A/P)
    | (?P<exponent>[eE][-+])
    | (?P<digits>[0#?]+)
    | (?P<point>[.])
    | (?P<comma>,)
    | (?P<percent>%)
    | (?P<text>@)
    | (?P<date>[dDmMyYhHsSgGbBeE]+)
    | (?P<plain>.)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
# What a format may write without quotation marks.
_BARE = frozenset(" $-+/():!^&'~{}<>=€£¥")
_ALSO_IN_UNITS = frozenset("gbe")  # eras and calendars of a date, and never all of one
_OF_A_NUMBER = frozenset({"digits", "general", "point", "exponent", "comma", "text"})


@dataclass(frozen=True, slots=True)
class _Section:
    """A section of a format: its tokens, each a name and a text, and when it is chosen."""

    code: str
    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None

    @property
    def names(self) -> frozenset[str]:
        """What it consists of."""
        return frozenset(name for name, _ in self.tokens)

    @property
    def is_strange(self) -> bool:
        """Whether it has letters that mean nothing in a format, as an unquoted unit: 0 kg."""
        letters = {sign for name, said in self.tokens if name == "date" for sign in said.lower()}
        amid = letters <= _ALSO_IN_UNITS and "digits" in self.names
        return bool(letters and amid) or any(
            name == "plain" and said not in _BARE for name, said in self.tokens
        )


def _sections(code: str) -> tuple[_Section, ...]:
    """Take a format apart at the semicolons that are none of its texts."""
    sections: list[_Section] = []
    tokens: list[tuple[str, str]] = []
    start = 0
    for found in _TOKEN.finditer(code):
        name = str(found.lastgroup)
        if name == "plain" and found.group() == ";":
            sections.append(_section(code[start : found.start()], tokens))
            tokens, start = [], found.end()
        else:
            tokens.append((name, found[name]))
    return (*sections, _section(code[start:], tokens))


def _section(code: str, tokens: list[tuple[str, str]]) -> _Section:
    said = next((text for name, text in tokens if name == "condition"), None)
    condition = None
    if said is not None:
        sign = said.rstrip("+-.0123456789eE ")
        condition = (sign, Decimal(said[len(sign) :].strip()))
    return _Section(code, tuple(tokens), condition)


_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda one, other: one < other,
    ">": lambda one, other: one > other,
    "<=": lambda one, other: one <= other,
    ">=": lambda one, other: one >= other,
    "=": lambda one, other: one == other,
    "<>": lambda one, other: one != other,
}


def _chosen(number: Decimal, sections: tuple[_Section, ...]) -> _Section | None:
    """Return the section that a number is shown by; None where none is for it."""
    if any(each.condition for each in sections):
        for section in sections[:3]:
            if section.condition is None:
                return section
            sign, bound = section.condition
            if _HOLDS[sign](number, bound):
                return section
        return None
    of_numbers = sections[:3]
    if number < 0 and len(of_numbers) > 1:
        return of_numbers[1]
    if number == 0 and len(of_numbers) > 2:
        return of_numbers[2]
    return of_numbers[0]


# --- what is shown --------------------------------------------------------------------------------

# A format that fills up with noughts, as ids have: 00000, 000-000, "MRN "00000.
_ZEROS = re.compile(r'(?:"[^"]*"|\\.|-)*0(?:"[^"]*"|\\.|[-0])*0(?:"[^"]*"|\\.|-)*')
_MARK = re.compile(r'"[^"]*"|\\.|[-0]')


class NumberFormat:
    """A format of a workbook.

    Parameters
    ----------
    code
        As the workbook has it: ``0.0" kg"``.
    epoch
        The day from which the workbook counts its days.
    """

    def __init__(self, code: str, epoch: datetime) -> None:
        self._cannot_be_read = f"shown by the format {code}, which cannot be read"
        self._epoch = epoch
        self._sections: tuple[_Section, ...] | None = None
        if len(code) <= LONGEST_FORMAT:
            with suppress(ArithmeticError):  # a bound of a condition that is no number
                self._sections = _sections(code)
        # Most cells of a file have one of these, and are read at once.
        self._adds_nothing = (
            self._sections is not None
            and len(self._sections) == 1
            and self._sections[0].names <= {"general", "digits", "point", "colour"}
            and not self._sections[0].condition
            and not _ZEROS.fullmatch(code)
        )

    def number(self, number: Decimal) -> Shown:
        """Return a number as the format shows it."""
        if self._adds_nothing:
            return Shown(plain(number))
        if self._sections is None:
            return Shown(plain(number), self._cannot_be_read)
        section = _chosen(number, self._sections)
        if section is None or section.is_strange:
            return Shown(plain(number), self._cannot_be_read)
        if section.names & {"date", "elapsed", "meridiem"}:
            return _day(number, self._epoch, elapsed="elapsed" in section.names)
        if _ZEROS.fullmatch(section.code) and number == number.to_integral_value() and number >= 0:
            return Shown(_with_zeros(f"{number:.0f}", section.code))
        return _around(number, section) or Shown(plain(number), self._cannot_be_read)

    def text(self, text: str) -> Shown:
        """Return a text as the format shows it: most show it as it is."""
        sections = self._sections or ()
        section = sections[3] if len(sections) > 3 else sections[-1] if sections else None
        if section is None or "text" not in section.names:
            return Shown(text, "text that its format hides" if len(sections) > 3 else "")
        parts = (text if name == "text" else _written(name, said) for name, said in section.tokens)
        return Shown("".join(parts))


def _around(number: Decimal, section: _Section) -> Shown | None:
    """Return a number with what stands before and behind it; None where something is amid it."""
    places = [place for place, (name, _) in enumerate(section.tokens) if name in _OF_A_NUMBER]
    if not section.names & {"digits", "general", "text"}:
        written = _joined(section.tokens).strip()
        return Shown(plain(number), f'{plain(number)} and is shown as "{written}"')
    first, last = places[0], places[-1]
    if _joined(section.tokens[first : last + 1]).strip() not in {"", "/"}:
        return None
    before = _joined(section.tokens[:first]).strip()
    behind = _joined(section.tokens[last + 1 :]).strip()
    if number < 0:  # its own sign is said with the number
        before, behind = before.strip(" -("), behind.strip(" )")
    hundreds = sum(name == "percent" for name, _ in section.tokens)
    text = f"{before} {plain(number.scaleb(2 * hundreds))} {behind}".strip()
    if section.tokens[last][0] == "comma":
        return Shown(text, "shown as a thousandth of itself, or less")
    if any(unicodedata.category(sign) == "Sc" for sign in before + behind) or _is_money(section):
        return Shown(text, "an amount of money")
    return Shown(text, PERCENTAGE if hundreds else "")


def _joined(tokens: Iterable[tuple[str, str]]) -> str:
    return "".join(_written(*each) for each in tokens)


def _written(name: str, said: str) -> str:
    """Return what a token writes, a number and its digits left out."""
    return said if name in {"quoted", "escaped", "symbol", "plain", "percent"} else ""


def _is_money(section: _Section) -> bool:
    """Tell whether a currency stands in it by its code of three letters: [$EUR]."""
    return any(
        name == "symbol" and re.fullmatch(r"\s*[A-Z]{3}\s*", said) for name, said in section.tokens
    )


def _day(number: Decimal, epoch: datetime, *, elapsed: bool) -> Shown:
    if elapsed:
        return Shown(plain(number), "a length of time")
    if not 0 <= number < _DAYS_OF_DATES:
        return Shown(plain(number), "a date that there is not")
    day, part = divmod(number, 1)
    after = timedelta(milliseconds=int((part * _MILLISECONDS).to_integral_value()))
    if not day:
        return Shown((_EPOCH + after).time().isoformat(), "a time of day")
    try:
        moment = cast("datetime", from_excel(int(day), epoch)) + after
    except (OverflowError, ValueError):
        return Shown(plain(number), "a date that there is not")
    if not after:
        return Shown(moment.date().isoformat(), "a date")
    return Shown(moment.isoformat(sep=" "), "a date")


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


def plain(number: Decimal) -> str:
    """Return a number in fixed point without noughts at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
