"""From what stands on a sheet, as plain text, to a PDF: what can be printed, where lines break."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import units
from calculators.typed.values import quoted
from units import Refused

if TYPE_CHECKING:
    from pathlib import Path

_UNBROKEN = 20  # characters; a longer word may be broken anywhere


def printable(data: Any) -> Any:
    """Return the data with single spaces.

    Raises
    ------
    units.Refused
        A text holds a sign that shows nothing on paper.
    """
    if isinstance(data, dict):
        return {key: printable(value) for key, value in data.items()}
    if isinstance(data, list):
        return [printable(value) for value in data]
    if not isinstance(data, str):
        return data
    text = " ".join(data.split())
    if unprintable(text):
        raise Refused("case", cannot_be_printed(text))
    return text


def unprintable(text: str) -> str:
    """Return the first sign that has no shape of its own, or turns the signs around it."""
    return next(
        (sign for sign in text if unicodedata.category(sign)[0] in "CZ" and sign != " "), ""
    )


def cannot_be_printed(text: str) -> str:
    """Return the sentence that says which sign of a text does not show."""
    code = f"U+{ord(unprintable(text)):04X}"
    seen = "".join(sign if sign == " " or sign.isprintable() else "?" for sign in text)
    return f"{quoted(seen)} holds a sign that does not show on paper ({code}); take it out."


_SYMBOLS = "|".join(re.escape(unit.symbol) for unit in units.UNITS.values() if unit.symbol)
# The space between a number and its unit, and between the mark of a rounded figure and its number.
_INSIDE_A_FIGURE = re.compile(rf"(?<=≈) (?=[0-9])|(?<=[0-9]) (?=(?:{_SYMBOLS})(?![\w]))")


def _in_lines(data: Any) -> Any:
    """Return the data as its lines may break: never inside a figure, anywhere in a long word."""
    if isinstance(data, dict):
        return {key: _in_lines(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_in_lines(value) for value in data]
    if not isinstance(data, str):
        return data
    return _INSIDE_A_FIGURE.sub("\u00a0", " ".join(map(_breakable, data.split(" "))))


def _breakable(word: str) -> str:
    if len(word) <= 2 * _UNBROKEN:
        return word
    parts = [word[start : start + _UNBROKEN] for start in range(0, len(word), _UNBROKEN)]
    return "\u200b".join(parts)


def typeset(template: Path, data: dict[str, Any]) -> bytes:
    """Return a sheet as a PDF; the same data give the same bytes.

    Raises
    ------
    units.Refused
        The template is missing, a sign has no shape in the fonts, or it is too much for the page.
    """
    if not template.is_file():
        raise Refused(
            "output",
            f"The sheet's template, {template.name}, is missing: install the program anew.",
        )
    import typst  # noqa: PLC0415  (takes a while to load, and only a sheet needs it)

    fonts = typst.Fonts(include_system_fonts=False)
    compiler = typst.Compiler(
        str(template), root=str(template.parent), font_paths=fonts, ignore_system_fonts=True
    )
    inputs = {"data": json.dumps(_in_lines(data), ensure_ascii=False)}
    try:
        # PDF/UA-1 is refused where a sign has no shape in the fonts, instead of an empty box.
        pdf: Any = compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards="ua-1")
    except typst.TypstError as error:
        raise Refused("case", _why_not(error)) from None
    return bytes(pdf)


def _why_not(error: Exception) -> str:
    text = str(error)
    if "could not be displayed" in text:
        signs = text.partition("the text `")[2].partition("` could")[0]
        return f"The sheet's fonts have no shape for {signs}; write it in Latin letters."
    if "too much for one page" in text:
        return "This is too much for a sheet of one page, whose type would be too small to read."
    raise error
