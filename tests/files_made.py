"""Files of orders for the tests: made in one line, verified in one line."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
from asking import PLAN, TODAY

from exchange.order_files.orders_file import OrdersFile, open_orders
from exchange.order_files.write_results import results_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

HEADINGS = ("id", "of", "order", "ivig_dose", "every")
# 60 g every 3 weeks is 80 g in four weeks, 20 g a week before and 24 g after the 20 %.
RIGHT = ("a", "scig", "24 g/wk", "60 g", "3 weeks")
WITHOUT_UPLIFT = ("b", "scig", "20 g/wk", "60 g", "3 weeks")
NOT_READ = ("c", "scig", "24 g/wk", "60", "3 weeks")


def csv_text(rows: Iterable[Sequence[str]], separator: str = ",", end: str = "\r\n") -> str:
    """Write rows plainly: nothing in them needs a quotation mark."""
    return "".join(separator.join(row) + end for row in rows)


def csv_file(*rows: Sequence[str], encoding: str = "utf-8", separator: str = ",") -> bytes:
    """Return a CSV file with the usual headings."""
    return csv_text((HEADINGS, *rows), separator).encode(encoding)


def excel_file(rows: Iterable[Sequence[Any]], **formats: str) -> bytes:
    """Return a workbook with one sheet; `formats` are number formats by cell, such as ``B2``."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for place, number_format in formats.items():
        sheet[place].number_format = number_format
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """Return a workbook as the bytes of its file."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def opened_orders(
    content: bytes, mapping: Mapping[str, str | None] | None = None, tolerance: str | None = None
) -> OrdersFile:
    """Return a file of orders that stands in memory."""
    return OrdersFile(open_orders(lambda: BytesIO(content)), mapping, tolerance)


def verified(
    content: bytes, mapping: Mapping[str, str | None] | None = None, tolerance: str | None = None
) -> pd.DataFrame:
    """Return the verdicts on a file, as one table."""
    file = opened_orders(content, mapping, tolerance)
    pieces = list(file.verdicts(PLAN, TODAY))
    return pd.concat(pieces) if pieces else pd.DataFrame(columns=list(file.columns))


def found(content: bytes, *names: str, **asked: Any) -> list[tuple[Any, ...]]:
    """Return some columns of the verdicts on a file, row by row."""
    results = verified(content, **asked)
    return list(results[list(names)].itertuples(index=False, name=None))


def written(content: bytes, ending: str) -> bytes:
    """Return the result file of a file of orders."""
    file = opened_orders(content)
    target = BytesIO()
    with results_file(target, ending, file.columns, file.numbers) as append:
        for piece in file.verdicts(PLAN, TODAY):
            append(piece)
    return target.getvalue()


def sheet_of(content: bytes) -> list[list[Any]]:
    """Return the cells of a workbook's first sheet."""
    with closing(openpyxl.load_workbook(BytesIO(content))) as book:
        return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


def saved_as(folder: Path, name: str, content: bytes) -> str:
    """Save a file, and return its name."""
    file = folder / name
    file.write_bytes(content)
    return str(file)
