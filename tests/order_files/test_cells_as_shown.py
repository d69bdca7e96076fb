"""A cell of a workbook is read as what people see in it, or says why it is not."""

from __future__ import annotations

import re
from io import BytesIO

import openpyxl
import pytest
from files_made import HEADINGS, found, opened_orders, verified, written
from workbooks import row_of, workbook

from units import Refused

SCIG = ("scig", "24 g/wk", "60 g", "3 weeks")


def as_shown(value: str, *formats: str, headings: tuple[str, ...] = HEADINGS) -> list[str]:
    """Return the text of the IVIg dose under a format, the verdict, and why it was not read."""
    cell = f'<c s="1"><v>{value}</v></c>'
    rows = row_of(*headings) + row_of("a", "scig", "24 g/wk", cell, "3 weeks")
    results = verified(workbook(rows, formats=formats))
    return [str(results[name].tolist()[0]) for name in (headings[3], "verdict", "error")]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        pytest.param("80", r"0\ \l\b", "80 lb", id="signs that are escaped one by one"),
        pytest.param("80", "0 [$lb]", "80 lb", id="in the place of a currency"),
        pytest.param("80", "0 [$lb-409]", "80 lb", id="in the place of a currency of a country"),
        pytest.param("80", '[<100]0" lb";0" kg"', "80 lb", id="of the first condition"),
        pytest.param("120", '[<100]0" lb";0" kg"', "120 kg", id="of what is left"),
        pytest.param("100", '[<100]0" lb";[=100]0" g";0" kg"', "100 g", id="of the second"),
        pytest.param("80", '[Red][>=80]0" lb";0', "80 lb", id="beside a colour"),
        pytest.param("0", '0" kg";-0" kg";0" lb"', "0 lb", id="of nought"),
        pytest.param("-80", '0" kg";-0" lb"', "-80 lb", id="of what is below nought"),
        pytest.param("-80", '0" kg"', "-80 kg", id="of what is below nought, for all"),
        pytest.param("80", "#,##0.00_);(#,##0.00)", "80", id="as accounts are written"),
        pytest.param("1234567.5", '#,##0.0" kg"', "1234567.5 kg", id="with marks of thousands"),
        pytest.param("80", 'General" lb"', "80 lb", id="whatever its digits are"),
        pytest.param("80", '"ca. "0', "ca. 80", id="before it"),
        pytest.param("511", '0" ft "00" in"', "5 ft 11 in", id="in two parts"),
        pytest.param("80", '0.00E+00" kg"', "80 kg", id="with an exponent"),
        pytest.param("0.5", '# ?/?" g"', "0.5 g", id="as a fraction"),
        pytest.param("60.299999999999997", '0" g"', "60.3 g", id="of the decimal that was typed"),
        pytest.param("6.03E1", "General", "60.3", id="however the number is written"),
    ],
)
def test_a_unit_that_a_format_shows_is_read(value: str, number_format: str, text: str) -> None:
    assert as_shown(value, number_format)[0] == text


def test_80_that_is_shown_as_pounds_is_not_taken_for_kilograms() -> None:
    """80 lb are 36.287 kg: 32 g a day, which would be right at 80 kg, is not."""
    headings = ("of", "order", "weight (kg)", "days")
    order = ("induction", "32 g/day", '<c s="1"><v>80</v></c>', "5")
    [shown] = found(
        workbook(row_of(*headings) + row_of(*order), formats=(r"0\ \l\b",)),
        "weight (kg)", "verdict", "remark",
    )  # fmt: skip
    assert shown[:2] == ("80 lb", "deviates")
    assert 'Weight: "80 lb" counts as it stands in the cell; its column says kg.' in shown[2]


@pytest.mark.parametrize(
    ("value", "number_format", "says"),
    [
        pytest.param("46348", "dd/mm/yyyy", "a date (2026-11-22)", id="a date"),
        pytest.param("46348", "[$-409]d mmm yy", "a date (2026-11-22)", id="a date of a country"),
        pytest.param("0.5", "hh:mm", "a time of day (12:00:00)", id="a time"),
        pytest.param("1.5", "[h]:mm", "a length of time (1.5)", id="a length of time"),
        pytest.param("-1", "dd/mm/yyyy", "a date that there is not (-1)", id="no date"),
        pytest.param("2958466", "yyyy", "a date that there is not", id="the day after the last"),
        pytest.param("0.6", "0%", "a percentage (60 %)", id="a percentage"),
        pytest.param("60", "$0.00", "an amount of money ($ 60)", id="dollars"),
        pytest.param("60", "#,##0.00 [$€-407]", "an amount of money (60 €)", id="euros"),
        pytest.param("60", "[$EUR] 0", "an amount of money (EUR 60)", id="euros, by their letters"),
        pytest.param("60000", "0,", "shown as a thousandth of itself", id="thousands"),
        pytest.param("60", ";;;", '60 and is shown as ""', id="hidden"),
        pytest.param("0", '0" g";;', '0 and is shown as ""', id="hidden where it is nought"),
        pytest.param("60", '"none"', '60 and is shown as "none"', id="a word in its place"),
        pytest.param("60", "0 lb", "shown by the format 0 lb, which cannot", id="a bare unit"),
        pytest.param("60", "0 g", "shown by the format 0 g, which cannot", id="a bare g"),
        pytest.param(
            "60",
            '#" x "0',
            'shown by the format #" x "0, which cannot',
            id="a text amid its digits",
        ),
        pytest.param(
            "60",
            '[<10]0;[>90]0" g"',
            'shown by the format [<10]0;[>90]0" g", which',
            id="of no section",
        ),
        pytest.param(
            "60",
            "[<1e]0",
            "shown by the format [<1e]0, which cannot",
            id="a condition without a number",
        ),
        pytest.param("60", "0" * 300, "shown by the format 0000", id="longer than any format"),
    ],
)
def test_what_is_no_number_with_a_unit_says_what_it_is(
    value: str, number_format: str, says: str
) -> None:
    _, verdict, error = as_shown(value, number_format)
    assert verdict == "not read"
    assert error.startswith(f"Cell D2 is {says}")
    assert error.endswith("; enter a number with its unit, or a word.")


def test_a_percentage_counts_where_one_is_asked_for() -> None:
    headings = (*HEADINGS, "tolerance")
    rows = row_of(*headings) + row_of(
        "a", "scig", "20 g/wk", "60 g", "3 weeks", '<c s="1"><v>0.2</v></c>'
    )
    assert found(workbook(rows, formats=("0%",)), "verdict") == [("right",)]


CASES = [
    pytest.param('<c t="e"><v>#N/A</v></c>', "Cell D2 is the error #N/A;", id="an error"),
    pytest.param('<c t="d"><v>2026-11-22</v></c>', "Cell D2 is a date (2026-11-22);", id="a date"),
    pytest.param("<c><f>30*2</f></c>", '"=30*2" begins like a formula', id="a formula"),
    pytest.param('<c><f t="shared" si="0"/></c>', '"=" begins like a formula', id="a shared one"),
]


@pytest.mark.parametrize(("cell", "says"), CASES)
def test_a_cell_without_a_value_says_so_in_its_row(cell: str, says: str) -> None:
    good = row_of("b", "scig", "24 g/wk", "60 g", "3 weeks")
    rows = row_of(*HEADINGS) + row_of("a", "scig", "24 g/wk", cell, "3 weeks") + good
    [bad, other] = found(workbook(rows), "verdict", "error_column", "error")
    assert bad[:2] == ("not read", "ivig_dose")
    assert says in bad[2]
    assert other[0] == "right"


@pytest.mark.parametrize(("cell", "_says"), CASES)
def test_it_matters_only_where_it_is_read(cell: str, _says: str) -> None:
    """An id and a column of the reader's own are given back as they are."""
    headings = ("id", "of", "order", "mine", "ivig_dose", "every")
    row = row_of(cell, "scig", "24 g/wk", cell, "60 g", "3 weeks")
    assert found(workbook(row_of(*headings) + row), "verdict") == [("right",)]


OF_NO_USE = [
    *CASES,
    pytest.param('<c s="1"><v>46348</v></c>', "is a date (2026-11-22)", id="a date by format"),
    pytest.param('<c s="2"><v>60</v></c>', "is an amount of money ($ 60)", id="money"),
    pytest.param('<c s="3"><v>60</v></c>', '60 and is shown as ""', id="a hidden number"),
    pytest.param("x" * 201, "is longer than 200 characters", id="a long text"),
]
FORMATS = ("dd/mm/yyyy", "$0.00", ";;;")


@pytest.mark.parametrize(("cell", "says"), OF_NO_USE)
def test_it_refuses_no_row_about_which_it_decides_nothing(cell: str, says: str) -> None:
    """A height is no part of a dose of SCIg; under "ivig_dose" the same cell refuses its row."""
    rows = row_of(*HEADINGS, "height") + row_of("a", *SCIG, cell)
    says = says.removeprefix("Cell D2 ").rstrip(";")
    [(verdict, column, error, remark)] = found(
        workbook(rows, formats=FORMATS), "verdict", "error_column", "error", "remark"
    )
    assert (verdict, column, error) == ("right", "", "")
    assert remark.startswith("Not used, and not needed for the dose: ")
    assert says in remark
    rows = row_of(*HEADINGS) + row_of("a", "scig", "24 g/wk", cell, "3 weeks")
    [(verdict, column, error)] = found(
        workbook(rows, formats=FORMATS), "verdict", "error_column", "error"
    )
    assert (verdict, column) == ("not read", "ivig_dose")
    assert says in error


def test_a_merged_cell_that_decides_nothing_refuses_no_row() -> None:
    row = row_of("a", *SCIG, "180 cm")
    covered = row_of("b", *SCIG, "<c/>")
    content = workbook(
        row_of(*HEADINGS, "height") + row + covered, behind='<mergeCell ref="F2:F3"/>'
    )
    assert found(content, "verdict", "error_column") == [("right", ""), ("right", "")]
    assert "Cell F3 is merged with F2" in verified(content)["remark"].tolist()[1]


@pytest.mark.parametrize("heading", ["height", "Remarks of the ward"])
@pytest.mark.parametrize(
    ("cell", "in_text"),
    [
        pytest.param("<c><f>30*2</f></c>", "'=30*2", id="a formula"),
        pytest.param('<c t="e"><v>#N/A</v></c>', "#N/A", id="an error"),
        pytest.param('<c s="1"><v>46348</v></c>', "2026-11-22", id="a date"),
        pytest.param("=" + "x" * 300, "'=" + "x" * 300, id="a long text like a formula"),
    ],
)
def test_the_file_of_verdicts_gives_it_back_and_works_nothing_out(
    heading: str, cell: str, in_text: str
) -> None:
    content = workbook(
        row_of(*HEADINGS, heading) + row_of("a", *SCIG, cell), formats=("dd/mm/yyyy",)
    )
    assert found(written(content, "csv"), heading, "verdict") == [(in_text, "right")]
    [sheet] = openpyxl.load_workbook(BytesIO(written(content, "xlsx"))).worksheets
    [_, (*_, back), *_] = [row[: len(HEADINGS) + 1] for row in sheet.iter_rows()]
    assert (back.value, back.data_type) == (in_text.removeprefix("'"), "s")


def test_what_a_formula_has_worked_out_counts_also_where_that_is_nothing() -> None:
    headings = (*HEADINGS, "product")
    cells = (
        '<c t="str"><f>"60"&amp;" g"</f><v>60 g</v></c>',
        "3 weeks",
        '<c t="str"><f>A9</f><v/></c>',
    )
    rows = row_of(*headings) + row_of("a", "scig", "24 g/wk", *cells)
    assert found(workbook(rows), "ivig_dose", "product", "verdict") == [("60 g", "", "right")]


def test_a_cell_that_another_one_covers_has_no_value_of_its_own() -> None:
    row = row_of("a", "scig", "24 g/wk", "60 g", "3 weeks")
    covered = row_of("b", "scig", "24 g/wk", "<c/>", "3 weeks")
    content = workbook(row_of(*HEADINGS) + row + covered + row, behind='<mergeCell ref="D2:D3"/>')
    assert found(content, "verdict", "error_column") == [
        ("right", ""), ("not read", "ivig_dose"), ("right", ""),
    ]  # fmt: skip
    assert verified(content)["error"].tolist()[1] == (
        "Cell D3 is merged with D2 and has no value of its own; take the cells apart and enter it "
        "in each."
    )


def test_cells_that_are_merged_in_a_column_that_is_not_read_do_not_matter() -> None:
    row = row_of("a", "scig", "24 g/wk", "60 g", "3 weeks")
    behind = '<x:mergeCells xmlns:x="y"><x:mergeCell ref="A2:A3"/></x:mergeCells>'
    content = workbook(row_of(*HEADINGS) + row + row, behind=behind)
    assert found(content, "verdict") == [("right",), ("right",)]


def test_a_rule_that_shows_cells_in_another_unit_is_refused() -> None:
    rows = row_of(*HEADINGS) + row_of("a", "scig", "24 g/wk", "60 g", "3 weeks")
    rule = '<conditionalFormatting><cfRule type="cellIs" dxfId="1"/></conditionalFormatting>'
    dxfs = '<dxf/><dxf><numFmt numFmtId="300" formatCode="0&quot; lb&quot;"/></dxf>'
    with pytest.raises(Refused, match=re.escape('some cells are shown as 0" lb"')):
        opened_orders(workbook(rows, behind=rule, rules=dxfs))
    harmless = rule.replace('dxfId="1"', 'dxfId="0"')
    assert found(workbook(rows, behind=harmless, rules=dxfs), "verdict") == [("right",)]


def test_a_text_is_shown_with_what_its_format_adds() -> None:
    texts = "<si><r><t>6</t></r><r><t>0</t></r><rPh><t>sixty</t></rPh></si>"
    rows = row_of(*HEADINGS) + row_of(
        "a", "scig", "24 g/wk", '<c t="s" s="1"><v>0</v></c>', "3 weeks"
    )
    content = workbook(rows, texts=texts, formats=('@" g"',))
    assert found(content, "ivig_dose", "verdict") == [("60 g", "right")]
    hidden = found(workbook(rows, texts=texts, formats=('0;0;0;"x"',)), "verdict", "error")
    assert hidden[0][0] == "not read"
    assert hidden[0][1].startswith("Cell D2 is text that its format hides (60);")


def test_the_days_of_an_old_mac_are_counted_from_its_own_first_day() -> None:
    rows = row_of(*HEADINGS, "on") + row_of(
        "a", "scig", "24 g/wk", "60 g", "3 weeks", '<c s="1"><v>44886</v></c>'
    )
    book = workbook(rows, formats=("yyyy-mm-dd",), of_the_book='<workbookPr date1904="1"/>')
    assert found(book, "on") == [("2026-11-22",)]
