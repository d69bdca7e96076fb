"""Workbooks for the tests, written as XML: what no library writes can stand in them."""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "xl/worksheets/sheet1.xml"


def text_cell(text: str) -> str:
    """Return a cell that holds a text."""
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def row_of(*cells: str) -> str:
    """Return a row of texts; what begins like a cell is one as it stands."""
    return f"<row>{''.join(each if each[:2] == '<c' else text_cell(each) for each in cells)}</row>"


def workbook(
    rows: str,
    *,
    behind: str = "",
    texts: str | None = None,
    formats: tuple[str, ...] = (),
    rules: str = "",
    of_the_book: str = "",
) -> bytes:
    """Return a workbook of one sheet.

    Parameters
    ----------
    rows
        The XML of its rows.
    behind
        XML behind them: merged cells, rules.
    texts
        The XML of the table of texts that cells share.
    formats
        Number formats; a cell of style 1 has the first.
    rules
        The XML of the formats of rules.
    of_the_book
        XML in the workbook before its sheets.
    """
    codes = "".join(
        f'<numFmt numFmtId="{200 + place}" formatCode={quoteattr(code)}/>'
        for place, code in enumerate(formats)
    )
    styles = "".join(f'<xf numFmtId="{200 + place}"/>' for place in range(len(formats)))
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{of_the_book}<sheets>'
        '<sheet name="Orders" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_OFFICE}/styles" Target="/xl/styles.xml"/>'
        f'<Relationship Id="r3" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts>{codes}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>{styles}'
        f"</cellXfs><dxfs>{rules}</dxfs></styleSheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{texts or ""}</sst>',
        SHEET: f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{behind}</worksheet>',
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return file.getvalue()
