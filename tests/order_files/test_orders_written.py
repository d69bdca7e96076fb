"""The result file: what was read comes back, and nothing in it is worked out by who opens it."""

from __future__ import annotations

import csv
import os
import sys
import tempfile
import zipfile
from contextlib import contextmanager
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from asking import PLAN
from files_made import (
    HEADINGS,
    NOT_READ,
    RIGHT,
    WITHOUT_UPLIFT,
    csv_file,
    csv_text,
    excel_file,
    found,
    sheet_of,
    verified,
    written,
)
from hypothesis import given
from hypothesis import strategies as st

from exchange.order_files.columns import COLUMNS
from exchange.order_files.result_columns import RESULTS
from exchange.order_files.write_results import (
    ending_of,
    results_file,
    without_formula,
    write_template,
)
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator


_watching: list[list[str]] = []


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Note what is opened for writing, by whichever module and way of opening."""
    if event == "open" and _watching and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        _watching[-1].append(str(arguments[0]))


sys.addaudithook(_watch)  # it stays for good, and does nothing while nobody watches


@contextmanager
def opened_for_writing() -> Iterator[list[str]]:
    """Return every file that is opened for writing, as the interpreter itself reports it."""
    _watching.append([])
    yield _watching[-1]
    _watching.pop()


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_result_holds_the_files_columns_then_the_verdicts() -> None:
    rows = rows_of(written(csv_file(RIGHT, WITHOUT_UPLIFT, NOT_READ), "csv"))
    assert rows[0] == [*HEADINGS, *RESULTS]
    assert [row[: len(HEADINGS)] for row in rows[1:]] == [
        list(RIGHT),
        list(WITHOUT_UPLIFT),
        list(NOT_READ),
    ]
    of = {name: [row[rows[0].index(name)] for row in rows[1:]] for name in RESULTS}
    assert of["row"] == ["2", "3", "4"]
    assert of["verdict"] == ["right", "deviates", "not read"]
    assert of["expected"] == ["24", "24", ""]
    assert of["deviation"] == ["0", "-4", ""]
    # 4 ÷ 24, with the 28 digits of every exact figure.
    assert of["deviation_percent"] == ["0", "-16.66666666666666666666666667", ""]
    assert of["unit"] == ["g/wk", "g/wk", ""]
    assert of["mistakes"][1].split("; ")[0] == "no_uplift"
    assert of["error_column"] == ["", "", "ivig_dose"]


def test_a_result_begins_with_the_mark_by_which_excel_knows_utf_8() -> None:
    assert written(csv_file(RIGHT), "csv").startswith(b"\xef\xbb\xbfid,of,order,")


def test_a_workbook_holds_texts_as_texts_and_numbers_as_numbers() -> None:
    rows = sheet_of(written(csv_file(("=1+1", *RIGHT[1:]), WITHOUT_UPLIFT, NOT_READ), "xlsx"))
    of = {name: [row[rows[0].index(name)] for row in rows[1:]] for name in rows[0]}
    assert rows[0] == [*HEADINGS, *RESULTS]
    assert of["id"] == ["=1+1", "b", "c"]
    assert of["row"] == [2, 3, 4]
    assert of["expected"] == [24, 24, None]
    assert of["deviation"] == [0, -4, None]
    assert of["verdict"] == ["right", "deviates", "not read"]


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    content = written(csv_file(("=1+1", *RIGHT[1:])), "xlsx")
    assert found(content, "id", "verdict", "verdict_2") == [("=1+1", "right", "right")]
    assert b"<f>" not in content


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        pytest.param("=1+1", "'=1+1", id="an equals sign"),
        pytest.param("+A1", "'+A1", id="a plus"),
        pytest.param("-A1", "'-A1", id="a minus"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="an at sign"),
        pytest.param("  =1+1", "'  =1+1", id="spaces before it"),
        pytest.param("\t=1", "'\t'=1", id="a tab before it"),
        pytest.param("\rx", "'\rx", id="a carriage return"),
        pytest.param("＝1", "'＝1", id="a wide equals sign"),
        pytest.param("-4+cmd|' /C calc'!A0", "'-4+cmd|' /C calc'!A0", id="a number and more"),
        pytest.param("-4", "-4", id="a negative number"),
        pytest.param("-16.67", "-16.67", id="a negative decimal"),
        pytest.param("+5 %", "+5 %", id="a number of per cent"),
        pytest.param("80 kg", "80 kg", id="a measure"),
        pytest.param("", "", id="nothing"),
        pytest.param("a=b", "a=b", id="a sign inside"),
        pytest.param("x;=1+1;y", "x;'=1+1;y", id="behind a semicolon, where some cut"),
        pytest.param("x; @SUM(A1)", "x; '@SUM(A1)", id="behind a semicolon and a space"),
        pytest.param('x;"=1+1"', 'x;"\'=1+1"', id="behind a semicolon, quoted"),
        pytest.param("x\n=1+1", "x\n'=1+1", id="on a new line"),
        pytest.param("x\t+A1", "x\t'+A1", id="behind a tab"),
        pytest.param(
            "x;-4+cmd|' /C calc'!A0", "x;'-4+cmd|' /C calc'!A0", id="a number and more there"
        ),
        pytest.param("80 g; -5 %", "80 g; -5 %", id="a number behind a semicolon"),
        pytest.param("a; b", "a; b", id="a word behind a semicolon"),
        pytest.param("–", "–", id="a dash"),
    ],
)
def test_a_cell_that_begins_like_a_formula_gets_an_apostrophe(cell: str, safe: str) -> None:
    assert without_formula(cell) == safe


def test_headings_that_begin_like_a_formula_get_one_too() -> None:
    content = csv_text((("=mine", "of", "order"), ("x", "scig", "24 g"))).encode()
    assert rows_of(written(content, "csv"))[0][0] == "'=mine"


# Any text that a CSV file in UTF-8 can hold; half of a surrogate pair is in none.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6))
def test_cells_that_are_not_read_come_back_character_by_character(
    notes: list[tuple[str, str]],
) -> None:
    """But for the apostrophe before what begins like a formula."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["of", "order", "ivig_dose", "every", "note", "note"])
    writer.writerows([["scig", "24 g/wk", "60 g", "3 weeks", *each] for each in notes])
    content = text.getvalue().encode()
    results = verified(content)
    right = results["verdict"] == "right"
    kept = list(results.iloc[:, 4:6].itertuples(index=False, name=None))
    assert len(kept) == len(notes)
    assert [cells for cells, fine in zip(kept, right, strict=True) if fine] == [
        cells for cells, fine in zip(notes, right, strict=True) if fine
    ]
    # A cell whose lines hold as many commas as a row is taken for rows that a quotation mark
    # swallowed; none of it is lost.
    assert all(fine or "\n" in "".join(cells) or "\r" in "".join(cells)
               for cells, fine in zip(notes, right, strict=True))  # fmt: skip
    rows = rows_of(written(content, "csv"))[1:]
    assert [row[4:6] for row in rows] == [[without_formula(cell) for cell in row] for row in kept]


def one_cell(cell: str | Decimal, ending: str) -> bytes:
    """Return a file of results that holds one cell under the heading x."""
    target = BytesIO()
    numbers = ["x"] if isinstance(cell, Decimal) else []
    with results_file(target, ending, ["x"], numbers) as append:
        append(pd.DataFrame([[str(cell)]], columns=["x"], dtype="object"))
    return target.getvalue()


def test_what_no_utf_8_can_hold_is_written_as_its_number() -> None:
    assert one_cell("\ud800", "csv").decode("utf-8-sig") == "x\r\n\\ud800\r\n"


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        pytest.param("a\x01b\ud800", "a_x0001_b_xD800_", id="what XML cannot hold"),
        pytest.param("a\rb", "a_x000D_b", id="a carriage return"),
        pytest.param("_x0041_", "_x005F_x0041_", id="what would be read as standing for a letter"),
        pytest.param("_x", "_x", id="a stroke and an x"),
        pytest.param("<a & b>\n ", "<a & b>\n ", id="the marks of XML, a line end and a space"),
        pytest.param(Decimal("0.0000001"), 1e-7, id="a small number"),
        pytest.param(
            Decimal("-16.66666666666666666666666667"), -16.666666666666668, id="28 digits"
        ),
    ],
)
def test_a_workbook_keeps_a_cell_as_excel_would(cell: str | Decimal, kept: object) -> None:
    assert sheet_of(one_cell(cell, "xlsx")) == [["x"], [kept]]


def test_a_cell_that_excel_cannot_hold_is_refused_and_not_cut() -> None:
    assert sheet_of(one_cell("x" * 32_767, "xlsx"))[1] == ["x" * 32_767]
    with pytest.raises(Refused, match="Row 2 has a cell of more than 32767 characters"):
        one_cell("x" * 32_768, "xlsx")


def test_a_sheet_that_is_full_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exchange.order_files.write_excel.MOST_ROWS", 2)
    one_cell("1", "xlsx")
    monkeypatch.setattr("exchange.order_files.write_excel.MOST_ROWS", 1)
    with pytest.raises(Refused, match="Excel holds 1 rows; write the result as CSV"):
        one_cell("1", "xlsx")


def test_the_same_rows_are_the_same_bytes_at_any_time() -> None:
    """An entry without a time is of 1 January 1980, with which the format's calendar begins."""
    with zipfile.ZipFile(BytesIO(written(csv_file(RIGHT), "xlsx"))) as packed:
        parts = {each.filename: each for each in packed.infolist()}
    assert len(parts) == 5
    assert {each.date_time for each in parts.values()} == {(1980, 1, 1, 0, 0, 0)}
    assert {each.compress_type for each in parts.values()} == {zipfile.ZIP_DEFLATED}


def test_a_workbook_is_written_by_way_of_no_other_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    content = written(csv_file(RIGHT), "xlsx")
    assert found(content, "verdict") == [("right",)]


def test_nothing_is_opened_for_writing_while_a_workbook_is_written() -> None:
    """XlsxWriter with `constant_memory` and openpyxl both open temporary files here."""
    orders = csv_file(*([RIGHT] * 500))
    written(orders, "xlsx")  # whatever is read at first use has been read
    with opened_for_writing() as opened:
        content = written(orders, "xlsx")
    assert opened == []
    assert len(found(content, "verdict")) == 500


def test_a_temporary_file_would_be_seen() -> None:
    with opened_for_writing() as opened, tempfile.TemporaryFile():
        pass
    assert opened


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        pytest.param("verdicts.csv", "csv", id="csv"),
        pytest.param("My.Verdicts.XLSX", "xlsx", id="xlsx in capitals"),
    ],
)
def test_the_ending_of_the_name_tells_the_kind_of_file(name: str, ending: str) -> None:
    assert ending_of(name) == ending


@pytest.mark.parametrize("name", ["verdicts", "verdicts.xls", "verdicts.csv.gz", "csv.", ""])
def test_a_name_of_another_kind_is_refused(name: str) -> None:
    with pytest.raises(Refused, match=r"must end in \.csv or \.xlsx"):
        ending_of(name)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_has_every_column_and_its_orders_are_right(ending: str) -> None:
    file = BytesIO()
    write_template(file, ending, PLAN)
    results = verified(file.getvalue())
    assert list(results.columns) == [*(column.key for column in COLUMNS), *RESULTS]
    assert set(results["verdict"]) == {"right"}
    assert set(results["of"]) == {
        "induction",
        "maintenance",
        "scig",
        "cyclophosphamide",
        "rituximab",
    }


def test_a_result_in_excel_can_be_corrected_and_verified_anew() -> None:
    rows = sheet_of(written(csv_file(RIGHT, NOT_READ), "xlsx"))
    rows[2][HEADINGS.index("ivig_dose")] = "60 g"
    assert found(excel_file(rows), "verdict", "verdict_2") == [
        ("right", "right"),
        ("not read", "right"),
    ]
