"""Writing rows as an Excel workbook with one sheet, straight into its file.

The library that reads workbooks writes by way of a temporary file; what stands in a file of orders
is put on no disk but the one it is asked for on. `docs/architecture.md` says what other libraries
would cost.
"""

from __future__ import annotations

import re
import zipfile
from contextlib import suppress
from decimal import Decimal
from typing import IO, TYPE_CHECKING, BinaryIO
from xml.sax.saxutils import escape

from units import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_ROWS = 1_048_576  # of a sheet
LONGEST_CELL = 32_767  # characters

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# The parts of a workbook beside its sheet (ECMA-376, part 1, annex L).
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="{sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
}
# What XML cannot hold, and what would be read as standing for it.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def _entry(name: str) -> zipfile.ZipInfo:
    """Return the entry of a part, packed, without a time: the same rows are the same bytes."""
    entry = zipfile.ZipInfo(name)  # of 1980, the beginning of the format's calendar
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


class ExcelWriter:
    """Writes rows into a workbook: texts as texts, none of them a formula; `Decimal` as numbers."""

    def __init__(self, file: BinaryIO, sheet: str = "Orders") -> None:
        self._book = zipfile.ZipFile(file, "w")
        self._sheet: IO[bytes] | None = None
        self._rows = 0
        try:
            for name, part in _PARTS.items():
                with self._book.open(_entry(name), "w") as written:
                    written.write((_XML + part.replace("{sheet}", escape(sheet))).encode())
            self._sheet = self._book.open(_entry("xl/worksheets/sheet1.xml"), "w", force_zip64=True)
            self._write(f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>')
        except OSError:
            self.close()
            raise

    def row(self, cells: Iterable[str | Decimal]) -> None:
        """Append a row.

        Raises
        ------
        units.Refused
            The sheet is full, or a cell is longer than Excel holds.
        """
        self._rows += 1
        if self._rows > MOST_ROWS:
            raise Refused("output", f"Excel holds {MOST_ROWS} rows; write the result as CSV.")
        written = "".join(map(self._cell, cells))
        self._write(f'<row r="{self._rows}">{written}</row>')

    def finish(self) -> None:
        """Finish the workbook; the file itself stays open."""
        self._write("</sheetData></worksheet>")
        if self._sheet is not None:
            self._sheet.close()
        self._book.close()

    def close(self) -> None:
        """Let go of the file, finished or not."""
        # Where a disk is full neither can be closed properly: why is known, and is said once.
        with suppress(OSError):
            if self._sheet is not None:
                self._sheet.close()
        with suppress(OSError):
            self._book.close()

    def _write(self, text: str) -> None:
        if self._sheet is not None:
            self._sheet.write(text.encode())

    def _cell(self, value: str | Decimal) -> str:
        if isinstance(value, Decimal):
            return f"<c><v>{value:f}</v></c>"
        if not value:
            return "<c/>"
        text = _NOT_IN_XML.sub(lambda found: f"_x{ord(found.group()):04X}_", value)
        if len(text) > LONGEST_CELL:
            raise Refused(
                "output",
                f"Row {self._rows} has a cell of more than {LONGEST_CELL} characters, which Excel "
                "cannot hold; write the result as CSV.",
            )
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
