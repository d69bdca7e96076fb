"""Small files that would take hours or all memory are answered, each within a fixed measure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from files_made import HEADINGS, RIGHT, csv_text, found, opened_orders, saved_as, verified
from unmeasured import UNMEASURED
from workbooks import row_of, workbook

from exchange.order_files.read_csv import MOST_LINES
from exchange.order_files.rows import MOST_COLUMNS
from exchange.order_files.sheet_rows import MOST_EMPTY_CELLS, MOST_ROWS
from exchange.order_files.workbook import MOST_MERGED, MOST_TEXTS
from units import Refused

ROOT = Path(__file__).parents[2]
HEAD = row_of(*HEADINGS)
ORDER = row_of(*RIGHT)
HEADED = csv_text((HEADINGS, RIGHT))


def long_text(times: int) -> str:
    return f'<row><c t="inlineStr"><is><t>{"x" * times}</t></is></c></row>'


HOSTILE = {
    "a row that is numbered two thousand million.xlsx": (
        workbook(f'{HEAD}{ORDER}<row r="2000000000"><c><v>1</v></c></row>'),
        "has a row 2000000000 after row 2",
    ),
    "as many empty rows as a sheet has.xlsx": (
        workbook(HEAD + ORDER + "<row/>" * (MOST_ROWS - 2)),
        "Orders: 1. Right 1",
    ),
    "one empty row more.xlsx": (
        workbook(HEAD + ORDER + "<row/>" * (MOST_ROWS - 1)),
        f"has a row {MOST_ROWS + 1} after row {MOST_ROWS}",
    ),
    "empty cells.xlsx": (
        workbook(HEAD + ORDER + ("<row>" + "<c/>" * 300 + "</row>") * (MOST_EMPTY_CELLS // 250)),
        f"lists more than {MOST_EMPTY_CELLS} cells in which nothing stands",
    ),
    "cells beyond all columns.xlsx": (
        workbook(HEAD + "<row>" + "<c><v>1</v></c>" * 100_000 + "</row>"),
        f"Row 2 goes beyond column {MOST_COLUMNS}",
    ),
    "shared texts.xlsx": (
        workbook(HEAD + ORDER, texts="<si/>" * (MOST_TEXTS + 1)),
        f"has more than {MOST_TEXTS} different texts",
    ),
    "merged ranges.xlsx": (
        workbook(HEAD + ORDER, behind='<mergeCell ref="A1:E9999999"/>' * (MOST_MERGED + 1)),
        f"has more than {MOST_MERGED} merged ranges",
    ),
    "merged ranges over all that there is.xlsx": (
        workbook(
            HEAD + ORDER * 2000, behind='<mergeCell ref="F1:XFD1048576"/>' * (MOST_MERGED // 2)
        ),
        "Orders: 2000. Right 2000",
    ),
    "a text without an end.xlsx": (
        workbook(HEAD + long_text(9_000_000)),
        "has a cell of more than 32767 characters",
    ),
    "packed a thousand times.xlsx": (
        workbook(HEAD + ORDER + " " * 90_000_000),
        "unpacks to more than 200 times its size",
    ),
    "elements inside one another.xlsx": (
        workbook(HEAD + "<a>" * 1_000_000),
        "The Excel file cannot be read",
    ),
    "quotation marks that are never closed.csv": (
        (HEADED + '"a\n' * 25_000).encode(),
        "Orders: 25001. Right 1, deviating 0, not read 25000.",
    ),
    "quotation marks in long lines.csv": (
        (HEADED + ('"' + "a," * 600 + "\n") * 400).encode(),
        "Orders: 401. Right 1, deviating 0, not read 400.",
    ),
    "a hundred thousand columns.csv": (
        csv_text(([f"column {number}" for number in range(100_000)],)).encode()[:900_000] + b"\n",
        f"The headings go beyond column {MOST_COLUMNS}",
    ),
    "rows of a million cells.csv": (
        (HEADED + ("," * 900_000 + "\n") * 5).encode(),
        "Orders: 1. Right 1, deviating 0, not read 0.",
    ),
    "empty lines.csv": (b"\n" * 200_000 + HEADED.encode(), "Orders: 1. Right 1"),
}

# Whoever needs more is ended by the system: the run then fails, however fast the machine is. It is
# the program's work that is bounded, so nothing measures coverage in it, which takes twice as much.
BOUNDED = """
import resource, sys
import cli
from exchange.order_files import run
cli.load_plan()
used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
resource.setrlimit(resource.RLIMIT_CPU, (int(used) + 60, int(used) + 60))
pages = int(open("/proc/self/statm", encoding="ascii").read().split()[0])
memory = pages * resource.getpagesize() + 300_000_000
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
cli.main(["verify-file", sys.argv[1], "-o", sys.argv[1] + ".csv"])
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_small_file_is_answered_within_a_minute_of_work_and_300_mb(
    tmp_path: Path, name: str
) -> None:
    content, says = HOSTILE[name]
    assert len(content) < 5_000_000
    source = saved_as(tmp_path, name, content)
    ran = subprocess.run(
        [sys.executable, "-c", BOUNDED, source],
        cwd=ROOT,
        env=UNMEASURED,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in ran.stderr
    assert ran.returncode in {0, 1, 2}
    assert says in ran.stderr


# --- on each limit and beyond it ------------------------------------------------------------------


@pytest.mark.parametrize(("more", "verdicts"), [(0, ["right", "right"]), (1, None)])
def test_a_cell_may_go_over_as_many_lines_as_are_said(
    more: int, verdicts: list[str] | None
) -> None:
    lines = "\n".join(["x"] * (MOST_LINES + more))
    rows = [",".join((*HEADINGS, "remarks")), ",".join((*RIGHT, f'"{lines}"'))]
    content = "\n".join([*rows, ",".join((*RIGHT, "y"))]).encode()
    found_verdicts = verified(content)["verdict"].tolist()
    if verdicts is not None:
        assert found_verdicts == verdicts
    else:
        assert found_verdicts[0] == "not read"
        assert verified(content)["error"].tolist()[0] == (
            "A quotation mark is opened in this row and not closed in it."
        )
        assert found_verdicts[-1] == "right"


@pytest.mark.parametrize(("more", "is_read"), [(0, True), (1, False)])
def test_a_table_may_have_as_many_columns_as_are_said(more: int, *, is_read: bool) -> None:
    own = [f"mine {number}" for number in range(MOST_COLUMNS - len(HEADINGS) + more)]
    rows = ((*HEADINGS, *own), (*RIGHT, *["x"] * len(own)))
    for content in (csv_text(rows).encode(), workbook(row_of(*rows[0]) + row_of(*rows[1]))):
        if is_read:
            assert found(content, "verdict") == [("right",)]
        else:
            with pytest.raises(Refused, match=f"beyond column {MOST_COLUMNS}"):
                opened_orders(content)


def test_what_stands_beyond_all_columns_of_a_row_is_given_back_in_one() -> None:
    beyond = ["x"] * MOST_COLUMNS
    [(verdict, error, remark)] = found(
        csv_text((HEADINGS, (*RIGHT, *beyond))).encode(), "verdict", "error", "remark"
    )
    assert verdict == "not read"
    assert error.startswith(f"The row has {MOST_COLUMNS + 1} cells")
    assert remark.count("x") == MOST_COLUMNS


def test_a_cell_that_is_too_long_is_said_to_be_so() -> None:
    content = csv_text((HEADINGS, (*RIGHT[:4], "x" * 131_073), RIGHT)).encode()
    [bad, good] = found(content, "verdict", "error")
    assert bad == ("not read", "A cell of this row has more than 131072 characters.")
    assert good[0] == "right"
    assert found(content.replace(b"xx", b"x", 1), "error")[0] != bad[1:]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param('<row r="2"/><row r="1"/>', id="rows out of order"),
        pytest.param('<row r="0"/>', id="a row before the first"),
    ],
)
def test_rows_are_numbered_upwards(rows: str) -> None:
    with pytest.raises(Refused, match="each once and in order"):
        opened_orders(workbook(rows + HEAD))


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param('<c r="B1"/><c r="B1"><v>1</v></c><c r="B1"><v>1</v></c>', id="twice"),
        pytest.param('<c r="7"><v>1</v></c>', id="in no column"),
        pytest.param('<c t="s"><v>7</v></c>', id="a text that there is not"),
        pytest.param('<c t="s"><v>-1</v></c>', id="a text before the first"),
        pytest.param('<c t="n"><v>nan</v></c>', id="no number"),
        pytest.param('<c t="?"><v>1</v></c>', id="of no kind"),
        pytest.param('<c s="7"><v>1</v></c>', id="of a style that there is not"),
    ],
)
def test_a_cell_that_no_program_writes_makes_no_workbook(cells: str) -> None:
    with pytest.raises(Refused, match="The Excel file cannot be read"):
        opened_orders(workbook(f"<row>{cells}</row>{HEAD}"))
