"""Files of orders as Excel workbooks: numbers, formats, formulas, sheets, and what is broken."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from files_made import (
    HEADINGS,
    NOT_READ,
    RIGHT,
    WITHOUT_UPLIFT,
    excel_file,
    found,
    opened_orders,
    saved,
    verified,
)

from units import Refused


def packed(content: bytes, changed: dict[str, bytes]) -> bytes:
    """Return a workbook with some of its parts replaced."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name, old.read(name)))
    return target.getvalue()


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(content)) as book:
        return book.read(name).decode()


SHEET = "xl/worksheets/sheet1.xml"


def test_a_bad_row_says_so_and_the_others_go_on() -> None:
    content = excel_file([HEADINGS, RIGHT, NOT_READ, WITHOUT_UPLIFT])
    assert found(content, "id", "row", "verdict", "error_column") == [
        ("a", 2, "right", ""),
        ("c", 3, "not read", "ivig_dose"),
        ("b", 4, "deviates", ""),
    ]


def test_a_workbook_is_known_by_its_content_whatever_its_name() -> None:
    assert opened_orders(excel_file([HEADINGS, RIGHT])).count == 1


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        pytest.param(60, "General", "60", id="a whole number"),
        pytest.param(60.0, "General", "60", id="a whole number kept as a fraction"),
        pytest.param(80.5, "0", "80.5", id="all its digits, whatever the format rounds"),
        pytest.param(0.1, "General", "0.1", id="the decimal that was typed"),
        pytest.param(1e-7, "General", "0.0000001", id="no exponent for small"),
        pytest.param(1e22, "General", "10000000000000000000000", id="no exponent for large"),
        pytest.param(0.05, "0%", "5 %", id="a share that is shown as per cent"),
        pytest.param(0.165, "0.0%", "16.5 %", id="a share with a decimal"),
        pytest.param(80, '0" kg"', "80 kg", id="a unit that the format adds"),
        pytest.param(42, "00000", "00042", id="noughts before an id"),
        pytest.param(1234567, "00000", "1234567", id="an id longer than its format"),
        pytest.param(42, '"MRN "00000', "MRN 00042", id="a word before an id"),
        pytest.param(123456, "000-000", "123-456", id="an id in two parts"),
        pytest.param(42.5, "00000", "42.5", id="a number that is no id"),
        pytest.param(80.5, '0.0\\ "kg"', "80.5 kg", id="a unit after a space of the format"),
        pytest.param(80, "#,##0.00;[Red]-#,##0.00", "80", id="a format that adds nothing"),
        pytest.param(5, '0" %"', "5 %", id="a per cent sign that is only written"),
        pytest.param(True, "General", "TRUE", id="a truth value"),
        pytest.param(date(2026, 11, 22), "yyyy-mm-dd", "2026-11-22", id="a day"),
        pytest.param(
            datetime.fromisoformat("2026-11-22T09:30"),
            "yyyy-mm-dd hh:mm",
            "2026-11-22 09:30:00",
            id="a day and a time",
        ),
        pytest.param(time(9, 30), "hh:mm", "09:30:00", id="a time of day"),
        pytest.param("80 kg", "General", "80 kg", id="text"),
        pytest.param(" 80 kg ", "@", " 80 kg ", id="text with its spaces"),
    ],
)
def test_a_cell_is_given_back_as_what_people_see_in_it(
    value: Any, number_format: str, text: str
) -> None:
    content = excel_file([("of", "order", "mine"), ("scig", "24 g", value)], C2=number_format)
    assert verified(content)["mine"].tolist() == [text]


def test_numbers_take_the_unit_of_their_heading() -> None:
    """1 g/kg × 80.5 kg is 80.5 g."""
    headings = ("of", "order (g)", "Weight (kg)", "dose", "every (weeks)")
    content = excel_file([headings, ("maintenance", 80.5, 80.5, "1 g/kg", 3)])
    assert found(content, "verdict", "expected") == [("right", "80.5")]


def test_a_tolerance_that_excel_keeps_as_a_share_is_not_taken_for_a_hundredth_of_it() -> None:
    """20 g in place of 24 g is 16.7 % too little: within 20 %, and far outside 0.2 %."""
    content = excel_file(
        [(*HEADINGS, "tolerance (%)"), (*WITHOUT_UPLIFT, 0.2), (*WITHOUT_UPLIFT, 0.16)],
        F2="0%",
        F3="0%",
    )
    assert found(content, "verdict") == [("right",), ("deviates",)]


def test_a_number_without_any_unit_is_refused() -> None:
    content = excel_file([HEADINGS, ("a", "scig", "24 g/wk", 60, "3 weeks")])
    assert found(content, "verdict", "error_column") == [("not read", "ivig_dose")]


def test_a_formula_that_was_worked_out_counts_as_its_value() -> None:
    headings = (*HEADINGS[:3], "ivig_dose (g)", "every")
    content = excel_file([headings, ("a", "scig", "24 g/wk", "=30*2", "3 weeks")])
    sheet = part(content, SHEET)
    assert "<v />" in sheet
    content = packed(content, {SHEET: sheet.replace("<v />", "<v>60</v>").encode()})
    assert found(content, "ivig_dose (g)", "verdict") == [("60", "right")]


def test_a_formula_that_was_never_worked_out_is_refused_in_its_row() -> None:
    content = excel_file([HEADINGS, ("a", "scig", "24 g/wk", "=30*2", "3 weeks"), RIGHT])
    assert found(content, "ivig_dose", "verdict", "error_column") == [
        ("=30*2", "not read", "ivig_dose"),
        ("60 g", "right", ""),
    ]
    assert verified(content)["error"].tolist()[0] == (
        'IVIg dose: "=30*2" begins like a formula, and none is worked out; enter its value.'
    )


def test_a_formula_in_a_column_that_is_not_read_is_given_back() -> None:
    content = excel_file([(*HEADINGS, "mine"), (*RIGHT, "=A1&B1")])
    assert found(content, "mine", "verdict") == [("=A1&B1", "right")]


def test_what_excel_shows_for_an_error_is_refused_in_its_row() -> None:
    content = excel_file([HEADINGS, ("a", "scig", "24 g/wk", "#REF!", "3 weeks")])
    assert found(content, "verdict", "error_column") == [("not read", "ivig_dose")]


def test_a_row_that_ends_early_is_no_shorter_than_the_others() -> None:
    """A sheet is a grid: what stands in a cell belongs to its column."""
    content = excel_file([(*HEADINGS, "mine"), RIGHT, (*RIGHT, "x")])
    assert found(content, "verdict", "mine") == [("right", ""), ("right", "x")]


def test_a_row_that_goes_beyond_the_headings_is_refused_and_loses_nothing() -> None:
    results = verified(excel_file([HEADINGS, (*RIGHT, None, "x"), WITHOUT_UPLIFT]))
    assert results["verdict"].tolist() == ["not read", "deviates"]
    assert results["error"].tolist()[0] == "The row goes on beyond the last heading."
    assert results["remark"].tolist()[0] == 'Beyond the last heading: "", "x".'


def test_empty_rows_are_passed_over_and_counted() -> None:
    content = excel_file([(), HEADINGS, (), RIGHT, (), (), RIGHT])
    assert found(content, "row", "verdict") == [(4, "right"), (7, "right")]
    assert opened_orders(content).notes[0] == "Empty rows passed over: 3."


def test_the_first_sheet_that_is_seen_is_read_and_the_others_are_named() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Lists"
    book.worksheets[0].sheet_state = "hidden"
    for row in (HEADINGS, RIGHT):
        for title in ("Orders", "Older"):
            sheet = book[title] if title in book.sheetnames else book.create_sheet(title)
            sheet.append(row)
    file = opened_orders(saved(book))
    assert file.count == 1
    assert file.notes == ('The sheet "Orders" was read; not read: "Older".',)


def test_a_sheet_may_claim_any_size() -> None:
    content = excel_file([HEADINGS, RIGHT])
    sheet = part(content, SHEET).replace('ref="A1:E2"', 'ref="A1:XFD1048576"')
    assert "XFD1048576" in sheet
    assert found(packed(content, {SHEET: sheet.encode()}), "verdict") == [("right",)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"PK\x03\x04 and no more", "The Excel file cannot be read", id="cut off"),
        pytest.param(
            packed(excel_file([HEADINGS]), {SHEET: b"<worksheet>"}),
            "The Excel file cannot be read",
            id="broken inside",
        ),
        pytest.param(
            packed(excel_file([HEADINGS]), {"xl/workbook.xml": b"<workbook/>"}),
            "The Excel file",
            id="no sheets",
        ),
        pytest.param(excel_file([]), 'The sheet "Sheet" is empty.', id="an empty sheet"),
        pytest.param(excel_file([("", " ")]), 'The sheet "Sheet" is empty.', id="spaces alone"),
        pytest.param(
            excel_file([[f"column {number}" for number in range(501)]]),
            "Row 1 goes beyond column 500",
            id="wider than any table of orders",
        ),
        pytest.param(
            packed(excel_file([HEADINGS]), {"xl/styles.xml": b" " * 100_000_001}),
            "unpacks to more than 100 MB; save it as CSV.",
            id="larger than it seems",
        ),
    ],
)
def test_a_workbook_that_cannot_be_used_is_refused_in_a_sentence(
    content: bytes, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        opened_orders(content)
    assert sentence in refused.value.message


def test_a_workbook_in_which_a_word_stands_for_a_thousand_million_is_refused() -> None:
    content = excel_file([HEADINGS, RIGHT])
    sheet = part(content, SHEET)
    assert sheet.startswith("<worksheet")
    assert "24 g/wk" in sheet
    tens = "".join(f'<!ENTITY e{depth} "{f"&e{depth - 1};" * 10}">' for depth in range(1, 10))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "g">{tens}]>{sheet.replace("24 g/wk", "&e9;")}'
    # No program writes words of its own into a workbook: one that would do no harm is refused too.
    for words in (bomb, bomb.replace("&e9;", "2&e0;")):
        with pytest.raises(Refused, match="The Excel file cannot be read"):
            opened_orders(packed(content, {SHEET: words.encode()}))


def test_a_workbook_with_orders_and_none_below_its_headings_has_none() -> None:
    assert opened_orders(excel_file([HEADINGS])).count == 0
