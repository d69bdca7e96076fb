"""Files of orders as plain text: characters, separators, quotation marks, and what is broken."""

from __future__ import annotations

import codecs

import pytest
from files_made import (
    HEADINGS,
    NOT_READ,
    RIGHT,
    WITHOUT_UPLIFT,
    csv_file,
    csv_text,
    found,
    opened_orders,
    verified,
)

from exchange.order_files.orders_file import PIECE
from units import Refused

UTF16 = csv_text((HEADINGS, RIGHT)).encode("utf-16")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(csv_file(RIGHT), id="plain UTF-8"),
        pytest.param(csv_file(RIGHT, encoding="utf-8-sig"), id="a byte-order mark"),
        pytest.param(UTF16, id="UTF-16 with its mark"),
        pytest.param(
            codecs.BOM_UTF16_BE + csv_text((HEADINGS, RIGHT)).encode("utf-16-be"),
            id="UTF-16 the other way round",
        ),
        pytest.param(csv_file(RIGHT, separator=";"), id="semicolons"),
        pytest.param(csv_file(RIGHT, separator="\t"), id="tabs"),
        pytest.param(b"sep=;\r\n" + csv_file(RIGHT, separator=";"), id="a line that names it"),
        pytest.param(csv_text((HEADINGS, RIGHT), end="\n").encode(), id="the line ends of Unix"),
        pytest.param(csv_text((HEADINGS, RIGHT), end="\r").encode(), id="line ends of old Macs"),
        pytest.param(csv_file(RIGHT).rstrip(), id="no line end after the last row"),
        pytest.param(b"\r\n\r\n" + csv_file(RIGHT) + b"\r\n\r\n", id="empty lines around it"),
        pytest.param(
            b'"id","of","order","ivig_dose","every"\r\n"a","scig","24 g/wk","60 g","3 weeks"\r\n',
            id="quotation marks around every cell",
        ),
    ],
)
def test_an_order_is_read_from(content: bytes) -> None:
    assert found(content, "id", "verdict", "expected") == [("a", "right", "24")]


def test_a_file_in_a_windows_code_page_is_read_and_said_to_be() -> None:
    content = csv_file((*RIGHT[:1], "scig", "24 g/wk", "60 g", "3 weeks")).replace(
        b"a,", b"M\xfcller,"
    )
    file = opened_orders(content)
    assert "Windows-1252" in file.notes[0]
    assert found(content, "id", "verdict") == [("Müller", "right")]


def test_a_separator_other_than_the_comma_is_said() -> None:
    assert opened_orders(csv_file(RIGHT, separator=";")).notes == (
        "The cells are separated by semicolons.",
    )
    assert opened_orders(csv_file(RIGHT)).notes == ()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"", "The file is empty: it has neither headings nor orders.", id="nothing"),
        pytest.param(b"\xef\xbb\xbf", "The file is empty", id="a byte-order mark alone"),
        pytest.param(b"\r\n \r\n,,\r\n", "The file is empty", id="nothing but empty lines"),
        pytest.param(b"%PDF-1.7\0\0", "The file is no text that can be read", id="no text"),
        pytest.param(b"id,of\x81\r\n", "The file is no text that can be read", id="no code page"),
        pytest.param(
            csv_text((HEADINGS, RIGHT)).encode("utf-16-le"),
            "The file is no text that can be read",
            id="UTF-16 without its mark",
        ),
        pytest.param(UTF16[:-1], "The file is no text that can be read", id="half a character"),
        pytest.param(
            b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Excel file (.xls) or has a password", id=".xls"
        ),
        pytest.param(b'id,"of,order\r\na,b,c\r\n', "The headings cannot be read", id="headings"),
        pytest.param(b"id,of,order," + b"x" * 200_000, "The headings cannot be read", id="endless"),
        pytest.param(b"id,of,order," + b"x" * 1_000_001, "A line has more than", id="endless line"),
        pytest.param(
            b"name,weight\r\nx,80 kg\r\n", "No column is of and none is order.", id="no columns"
        ),
        pytest.param(
            b"of,Prescription\r\nscig,24 g/wk\r\n",
            'No column is order. "Prescription" may be order: say so if it is.',
            id="a column that may be the order",
        ),
        pytest.param(
            b"of,order,weight,Wt\r\nscig,24 g,80 kg,80 kg\r\n",
            'Two columns would be weight: "weight" and "Wt".',
            id="two columns for one thing",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        opened_orders(content)
    assert sentence in refused.value.message


def test_a_file_without_orders_has_none() -> None:
    file = opened_orders(csv_file())
    assert file.count == 0
    assert list(verified(csv_file()).columns) == list(file.columns)
    assert len(verified(csv_file())) == 0


def test_a_bad_row_says_so_with_row_and_column_and_the_others_go_on() -> None:
    content = csv_file(RIGHT, NOT_READ, WITHOUT_UPLIFT)
    assert found(content, "id", "row", "verdict", "error_column") == [
        ("a", 2, "right", ""),
        ("c", 3, "not read", "ivig_dose"),
        ("b", 4, "deviates", ""),
    ]
    error = verified(content)["error"].tolist()[1]
    assert error.startswith('IVIg dose: "60" has no unit. Accepted: a number with g or mg')


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    """The headings are row 1; an empty line is a row, and a cell of two lines is none."""
    content = (
        b"of,order,ivig_dose,every,remarks\r\n"
        b'scig,24 g/wk,60 g,3 weeks,"two\r\nlines"\r\n'
        b"\r\n"
        b",,,,\r\n"
        b"scig,24 g/wk,60 g,3 weeks,\r\n"
    )
    assert found(content, "row", "verdict") == [(2, "right"), (5, "right")]
    assert opened_orders(content).notes == ("Empty rows passed over: 2.",)
    assert verified(content)["remarks"].tolist() == ["two\r\nlines", ""]


@pytest.mark.parametrize(
    ("row", "sentence", "remark"),
    [
        pytest.param(
            "a,scig,24 g/wk,60 g", "The row has 4 cells where the headings are 5", "", id="too few"
        ),
        pytest.param("a", "The row has 1 cell where", "", id="one alone"),
        pytest.param(
            "a,scig,24 g/wk,60 g,3 weeks,x,y",
            "The row has 7 cells where the headings are 5",
            'Beyond the last heading: "x", "y".',
            id="too many, of which none is lost",
        ),
        pytest.param(
            "a,scig,24 g/wk,60 g,3 weeks,",
            "The row has 6 cells",
            'Beyond the last heading: "".',
            id="one too many that is empty",
        ),
        pytest.param(
            'a,scig,"24 g/wk,60 g,3 weeks',
            "A quotation mark is opened in this row and not closed in it.",
            "",
            id="a quotation mark that is never closed",
        ),
        pytest.param(
            'a,"sc"ig,24 g/wk,60 g,3 weeks',
            "A quotation mark stands inside a quoted cell",
            "",
            id="a quotation mark inside a cell",
        ),
    ],
)
def test_a_row_that_is_broken_is_refused_alone(row: str, sentence: str, remark: str) -> None:
    rows = [",".join(HEADINGS), ",".join(RIGHT), row, ",".join(RIGHT), ",".join(RIGHT)]
    results = verified("\r\n".join(rows).encode())
    assert results["verdict"].tolist() == ["right", "not read", "right", "right"]
    assert results["row"].tolist() == [2, 3, 4, 5]
    assert results["error"].tolist()[1].startswith(sentence)
    assert remark in results["remark"].tolist()[1]


def test_two_stray_quotation_marks_swallow_no_rows_between_them() -> None:
    """Read together they would be one cell of three lines, in a row as long as any other."""
    rows = [
        ",".join(HEADINGS),
        'a,scig,24 g/wk,60 g,"3 weeks',
        ",".join(WITHOUT_UPLIFT),
        'c,scig,24 g/wk,60 g,3 weeks"',
        ",".join(RIGHT),
    ]
    content = "\r\n".join(rows).encode()
    assert found(content, "id", "row", "verdict") == [
        ("a", 2, "not read"),
        ("b", 3, "deviates"),
        ("c", 4, "not read"),
        ("a", 5, "right"),
    ]


def test_a_quotation_mark_that_is_never_closed_takes_no_row_with_it_however_far_the_end() -> None:
    rows = [",".join(HEADINGS), '"a,scig,24 g/wk,60 g,3 weeks', *[",".join(RIGHT)] * 8000]
    verdicts = verified("\r\n".join(rows).encode())["verdict"].tolist()
    assert verdicts == ["not read", *["right"] * 8000]


def test_a_cell_longer_than_any_table_has_makes_one_row_unreadable() -> None:
    long = ",".join((*RIGHT[:4], "x" * 200_000))
    content = "\r\n".join([",".join(HEADINGS), long, ",".join(RIGHT)]).encode()
    assert found(content, "verdict") == [("not read",), ("right",)]


def test_pieces_join_without_a_seam() -> None:
    rows = [(str(number), *RIGHT[1:]) for number in range(2 * PIECE + 1)]
    results = verified(csv_file(*rows))
    assert results["id"].tolist() == [row[0] for row in rows]
    assert results["row"].tolist() == list(range(2, 2 * PIECE + 3))


def test_long_remarks_make_shorter_pieces_so_that_the_memory_holds_them() -> None:
    rows = [(*RIGHT, "x" * 100_000)] * 120
    content = csv_text(((*HEADINGS, "remarks"), *rows)).encode()
    pieces = [len(orders) for orders, _ in opened_orders(content).pieces()]
    assert sum(pieces) == 120
    assert max(pieces) < 60


def test_orders_that_share_an_id_are_all_kept_and_say_so() -> None:
    content = csv_file(RIGHT, NOT_READ, RIGHT, ("", *RIGHT[1:]), ("", *RIGHT[1:]))
    assert found(content, "id", "remark") == [
        ("a", "The id stands in rows 2, 4 alike."),
        ("c", ""),
        ("a", "The id stands in rows 2, 4 alike."),
        ("", ""),
        ("", ""),
    ]
    assert opened_orders(content).notes == ("Orders whose id is not theirs alone: 2.",)


def test_orders_that_share_an_id_find_each_other_over_any_distance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The marks are gathered in pieces too, of a hundred rows when a piece is one row."""
    monkeypatch.setattr("exchange.order_files.orders_file.PIECE", 1)
    rows = [(str(number), *RIGHT[1:]) for number in range(250)]
    rows[249] = rows[1]
    remarks = [remark for (remark,) in found(csv_file(*rows), "remark")]
    assert [number for number, remark in enumerate(remarks) if remark] == [1, 249]
    assert remarks[1] == "The id stands in rows 3, 251 alike."


def test_an_id_in_many_rows_names_the_first_of_them() -> None:
    remarks = {remark for (remark,) in found(csv_file(*[RIGHT] * 9), "remark")}
    assert remarks == {"The id stands in rows 2, 3, 4, 5, 6 and 4 more alike."}
