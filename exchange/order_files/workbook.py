"""The parts of a workbook beside its rows, each read as a stream and no further than it may go.

A workbook is a packed folder of XML. A small one may unpack to any size, and a large one may claim
rows, texts and formats that it does not need; what goes beyond a table of orders is refused in a
sentence, before it is in memory.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from exchange.order_files.number_formats import NumberFormat
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_UNPACKED = 100_000_000  # bytes; a small file can be packed so that it fills any memory
# How many times its own size a file may unpack to, from the size on at which it matters: twenty
# thousand verdicts on one and the same order, the most alike that there can be, are 120 times.
MOST_TIMES = 200
UNPACKED_WITHOUT_QUESTION = 10_000_000  # bytes
MOST_TEXTS = 500_000  # of the table of texts that the cells of a workbook share
LONGEST_TEXT = 32_767  # characters of a cell, as Excel has it
MOST_FORMATS = 65_490  # of cells, as Excel has it
MOST_MERGED = 10_000  # ranges of merged cells
DEEPEST = 100  # elements inside one another; a sheet has eight
PIECE = 1 << 20  # bytes that are unpacked and looked at together

# Dates in the formats of East Asia, whose codes stand in no file (ECMA-376, part 1, 18.8.30).
_DATES_OF_EAST_ASIA = frozenset({*range(27, 37), *range(50, 59)})


class BrokenError(Exception):
    """The workbook cannot be read."""


def refuse_what_fills_the_memory(file: BinaryIO) -> None:
    """Refuse a workbook that unpacks to more than a table of orders.

    Raises
    ------
    units.Refused
        It does.
    """
    with zipfile.ZipFile(file) as packed:
        size = sum(entry.file_size for entry in packed.infolist())
    own = file.seek(0, 2)
    file.seek(0)
    if size > MOST_UNPACKED:
        raise Refused(
            "file",
            f"The Excel file unpacks to more than {MOST_UNPACKED // 1_000_000} MB; save it as CSV.",
        )
    if size > max(UNPACKED_WITHOUT_QUESTION, MOST_TIMES * own):
        raise Refused(
            "file",
            f"The Excel file unpacks to more than {MOST_TIMES} times its size, as no table of "
            "orders does; save it as CSV.",
        )


# --- XML ------------------------------------------------------------------------------------------


def parser_of(
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> expat.XMLParserType:
    """Return a parser that tells of each element by its name without the namespace."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    depth = 0

    def started(name: str, given: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise BrokenError
        start(name[name.rfind(" ") + 1 :], given)

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name[name.rfind(" ") + 1 :])

    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = text
    # Words of its own that stand for others: no program writes them, and they may grow without end.
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: Any) -> None:
    raise BrokenError


def pieces_of(packed: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a part of a workbook, unpacked, piece by piece."""
    with packed.open(part) as opened:
        while piece := opened.read(PIECE):
            yield piece


def _elements(packed: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield the elements of a small part: path of the elements around it, name, attributes."""
    found: list[tuple[str, str, dict[str, str]]] = []
    around: list[str] = []

    def start(name: str, given: dict[str, str]) -> None:
        found.append((around[-1] if around else "", name, given))
        around.append(name)

    def end(_: str) -> None:
        around.pop()

    parser = parser_of(start, end, lambda _: None)
    for piece in pieces_of(packed, part):
        parser.Parse(piece)
        yield from found
        found.clear()
    parser.Parse(b"", True)  # noqa: FBT003  (expat's own)
    yield from found


def attribute(given: dict[str, str], name: str) -> str | None:
    """Return an attribute, whatever its namespace."""
    if name in given:
        return given[name]
    return next((value for key, value in given.items() if key.endswith(f" {name}")), None)


# --- the parts ------------------------------------------------------------------------------------


class Workbook:
    """What a workbook says of its sheets, and how its cells are shown.

    Raises
    ------
    BrokenError
        It is no workbook.
    units.Refused
        It has more of something than a table of orders needs.
    """

    def __init__(self, packed: zipfile.ZipFile) -> None:
        start = _related(packed, "")
        book = next((part for kind, part in start.values() if kind == "officeDocument"), None)
        if book is None:
            raise BrokenError
        parts = _related(packed, book)
        self.sheets: list[tuple[str, str]] = []  # those that can be seen: title and part
        epoch = CALENDAR_WINDOWS_1900
        for _, name, given in _elements(packed, book):
            if name == "workbookPr" and given.get("date1904") in {"1", "true"}:
                epoch = CALENDAR_MAC_1904
            if name == "sheet":
                kind, part = parts.get(attribute(given, "id") or "", ("", ""))
                if kind == "worksheet" and given.get("state", "visible") == "visible":
                    self.sheets.append((given.get("name", ""), part))
        kinds = dict(parts.values())
        self.texts = _texts(packed, kinds["sharedStrings"]) if "sharedStrings" in kinds else []
        self.formats, self.by_rule = (
            _formats(packed, kinds["styles"], epoch) if "styles" in kinds else ([], {})
        )
        self.general = NumberFormat("General", epoch)


def _related(packed: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return what a part refers to: id → kind and name of the part."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    found = {}
    for _, element, given in _elements(packed, relations):
        if element == "Relationship" and given.get("TargetMode") != "External":
            target = given["Target"]
            whole = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            kind = given["Type"].rpartition("/")[2]
            found[given["Id"]] = (kind, posixpath.normpath(whole))
    return found


def _texts(packed: zipfile.ZipFile, part: str) -> list[str]:
    """Return the table of texts that cells share."""
    texts: list[str] = []
    reader = TextReader()

    def end(name: str) -> None:
        if name == "si":
            if len(texts) == MOST_TEXTS:
                raise Refused(
                    "file",
                    f"The Excel file has more than {MOST_TEXTS} different texts; save it as CSV.",
                )
            texts.append(reader.taken())
        else:
            reader.end(name)

    parser = parser_of(reader.start, end, reader.text)
    for piece in pieces_of(packed, part):
        parser.Parse(piece)
    parser.Parse(b"", True)  # noqa: FBT003  (expat's own)
    return texts


class TextReader:
    """Gathers a text from its runs; how it is pronounced, which stands beside it, is left out."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._inside = self._aside = False

    def start(self, name: str, _: dict[str, str]) -> None:
        """Begin an element."""
        if name == "rPh":
            self._aside = True
        elif name == "t":
            self._inside = not self._aside

    def end(self, name: str) -> None:
        """End an element."""
        if name == "rPh":
            self._aside = False
        elif name == "t":
            self._inside = False

    def text(self, text: str) -> None:
        """Take characters."""
        if self._inside:
            self._length += len(text)
            require_length(self._length)
            self._parts.append(text)

    def taken(self) -> str:
        """Return what was gathered, and begin anew."""
        whole = "".join(self._parts)
        self._parts, self._length = [], 0
        return as_typed(whole)


def require_length(length: int) -> None:
    """Refuse a text that no cell holds."""
    if length > LONGEST_TEXT:
        raise Refused(
            "file",
            f"The Excel file has a cell of more than {LONGEST_TEXT} characters, which Excel itself "
            "cannot hold; save it anew, or as CSV.",
        )


# The signs that XML cannot hold or does not keep, and the one that their names begin with.
_ESCAPED = re.compile(r"_x(0009|000A|000D|005F)_", re.IGNORECASE)


def as_typed(text: str) -> str:
    """Return a text with the signs that stand in it by their numbers: _x000D_ is a line end."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _formats(
    packed: zipfile.ZipFile, part: str, epoch: Any
) -> tuple[list[NumberFormat], dict[int, str]]:
    """Return how cells are shown, by style; and by which formats rules may show them instead."""
    codes = {str(number): code for number, code in BUILTIN_FORMATS.items()}
    codes |= {str(number): "yyyy-mm-dd" for number in _DATES_OF_EAST_ASIA}
    known: dict[str, NumberFormat] = {}
    formats: list[NumberFormat] = []
    by_rule: dict[int, str] = {}
    rules = 0
    for around, name, given in _elements(packed, part):
        if name == "numFmt" and around == "numFmts":
            codes[given["numFmtId"]] = given["formatCode"]
        elif name == "xf" and around == "cellXfs":
            if len(formats) == MOST_FORMATS:
                raise BrokenError
            code = codes.get(given.get("numFmtId", "0"), "General")
            if code not in known:
                known[code] = NumberFormat(code, epoch)
            formats.append(known[code])
        elif name == "dxf":
            rules += 1
        elif name == "numFmt" and around == "dxf":
            by_rule[rules - 1] = given["formatCode"]
    return formats, by_rule


# --- what stands behind the rows of a sheet -------------------------------------------------------

_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]*?\bref\s*=\s*["\']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})["\']'
)
_RULE = re.compile(rb'<(?:\w+:)?cfRule\s[^>]*?\bdxfId\s*=\s*["\'](\d+)["\']')
_LONGEST_TAG = 1000  # bytes; a tag may lie across two pieces


def merged_and_ruled(packed: zipfile.ZipFile, part: str) -> tuple[list[str], set[int]]:
    """Return the merged ranges of a sheet, and which formats its rules may show a cell by.

    They stand behind the rows, and have to be known before them.
    """
    merged: list[str] = []
    ruled: set[int] = set()
    before = b""
    for piece in pieces_of(packed, part):
        if not before and piece[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            raise BrokenError  # no UTF-8, as every workbook is
        looked_at = before + piece
        cut = max(looked_at.rfind(b"<"), len(looked_at) - _LONGEST_TAG)
        whole, before = looked_at[:cut], looked_at[cut:]
        merged += [found[1].decode() for found in _MERGED.finditer(whole)]
        ruled |= {int(found[1]) for found in _RULE.finditer(whole)}
        if len(merged) > MOST_MERGED:
            raise Refused(
                "file",
                f"The Excel file has more than {MOST_MERGED} merged ranges; save it as CSV.",
            )
    return merged, ruled
