"""``mmn-dose verify-file`` as a person and another program see it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from asking import PLAN, run
from files_made import (
    HEADINGS,
    NOT_READ,
    RIGHT,
    WITHOUT_UPLIFT,
    csv_file,
    csv_text,
    excel_file,
    found,
    saved_as,
    written,
)

from exchange.order_files import run as orders_run

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]


def verify(folder: Path, content: bytes, *options: str, name: str = "o.csv") -> tuple[int, str]:
    """Verify a file; return the exit status and what was said."""
    source = saved_as(folder, name, content)
    status, out, said = run("verify-file", source, "-o", str(folder / "v.csv"), *options)
    assert out == ""
    return status, said


def test_a_file_of_orders_becomes_a_file_of_verdicts(tmp_path: Path) -> None:
    content = csv_file(RIGHT, WITHOUT_UPLIFT)
    status, said = verify(tmp_path, content)
    assert status == 5
    assert (tmp_path / "v.csv").read_bytes() == written(content, "csv")
    assert said.splitlines() == [
        PLAN.identity.banner,
        "Orders: 2. Right 1, deviating 1, not read 0.",
        "The likeliest mistake of each that deviates:",
        "  1 no_uplift",
    ]


def test_a_workbook_becomes_a_workbook_where_the_name_asks_for_one(tmp_path: Path) -> None:
    source = saved_as(tmp_path, "o.xlsx", excel_file([HEADINGS, RIGHT]))
    target = tmp_path / "v.xlsx"
    assert run("verify-file", source, "--output", str(target))[0] == 0
    assert found(target.read_bytes(), "verdict", "verdict_2") == [("right", "right")]


def test_a_row_that_was_not_read_is_told_by_the_exit_status(tmp_path: Path) -> None:
    status, said = verify(tmp_path, csv_file(RIGHT, NOT_READ, RIGHT))
    assert status == 1
    assert "Orders: 3. Right 2, deviating 0, not read 1." in said
    assert found((tmp_path / "v.csv").read_bytes(), "id") == [("a",), ("c",), ("a",)]


RISK = (*HEADINGS, "age", "weight", "dose", "product", "order_rate")
CHILD = (*RIGHT, "12 years", "", "", "", "")
# Panzyga at 300 mL/h is right without a risk and too fast with one; none is recorded.
UNSETTLED = (
    *("f", "maintenance", "70 g", "", "3 weeks"),
    *("58 years", "70 kg", "1 g/kg", "Panzyga", "300 mL/h"),
)


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        pytest.param((RIGHT,), 0, id="every order is right"),
        pytest.param((RIGHT, UNSETTLED), 6, id="one is not settled"),
        pytest.param((UNSETTLED, NOT_READ), 1, id="one is not settled, one not read"),
        pytest.param((UNSETTLED, NOT_READ, WITHOUT_UPLIFT), 5, id="and one deviates"),
        pytest.param((UNSETTLED, NOT_READ, WITHOUT_UPLIFT, CHILD), 3, id="and one is for a child"),
    ],
)
def test_the_exit_status_is_that_of_the_gravest_row(
    tmp_path: Path, rows: tuple[tuple[str, ...], ...], status: int
) -> None:
    filled = [(*row, *[""] * (len(RISK) - len(row))) for row in rows]
    assert verify(tmp_path, csv_text((RISK, *filled)).encode())[0] == status


def test_a_file_without_orders_is_read_and_says_so(tmp_path: Path) -> None:
    status, said = verify(tmp_path, csv_file())
    assert status == 0
    assert said.splitlines()[-1] == "There are no orders in the file."
    assert (tmp_path / "v.csv").read_text("utf-8-sig").startswith("id,of,order,ivig_dose,every,row")


def test_what_was_decided_in_reading_is_said(tmp_path: Path) -> None:
    _, said = verify(tmp_path, csv_file(("ä", *RIGHT[1:]), encoding="cp1252", separator=";"))
    assert "was read as Windows-1252" in said
    assert "The cells are separated by semicolons." in said


def test_a_column_is_mapped_and_another_left_unread(tmp_path: Path) -> None:
    rows = (
        ("of", "Rx = today", "tolerance", "ivig_dose", "every"),
        ("scig", "24 g", "?", *RIGHT[3:]),
    )
    content = csv_text(rows).encode()
    assert verify(tmp_path, content)[0] == 2
    assert verify(tmp_path, content, "--map", "Rx = today=order")[0] == 1
    assert verify(tmp_path, content, "--map", "Rx = today=order", "--map", "tolerance=")[0] == 0


def test_columns_that_may_be_meant_are_asked_about_and_not_taken(tmp_path: Path) -> None:
    rows = ((*HEADINGS, "Wieght"), (*RIGHT, "not a weight at all"))
    status, said = verify(tmp_path, csv_text(rows).encode())
    assert status == 0
    assert 'Not read: the column "Wieght"; if it is weight, say --map "Wieght=weight".' in said


@pytest.mark.parametrize(
    ("tolerance", "right"),
    [
        # 20 g in place of 24 g is 16.67 % too little.
        pytest.param("16.66 %", 0, id="below the deviation"),
        pytest.param("16.67 %", 1, id="above it"),
    ],
)
def test_the_tolerance_of_the_file_is_set(tmp_path: Path, tolerance: str, right: int) -> None:
    status, said = verify(tmp_path, csv_file(WITHOUT_UPLIFT), "--tolerance", tolerance)
    assert status == (0 if right else 5)
    assert f"Right {right}," in said


def test_the_day_is_set(tmp_path: Path) -> None:
    assert verify(tmp_path, csv_file(RIGHT), "--today", "2026-11-22")[0] == 0
    status, said = verify(tmp_path, csv_file(RIGHT), "--today", "yesterday")
    assert (status, "is not a date" in said) == (2, True)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        pytest.param(("--map", "weight"), "write COLUMN=KEY", id="a mapping without a key"),
        pytest.param(("--map", "x=weight"), 'There is no column "x".', id="no such column"),
        pytest.param(("--map", "id=wait"), "is nothing that is read", id="no such key"),
        pytest.param(
            ("--map", "id=weight", "--map", "id=height"), "twice", id="one column mapped twice"
        ),
        pytest.param(("--tolerance", "5"), '"5" has no unit', id="a tolerance without a unit"),
        pytest.param(("-o", "verdicts.pdf"), "must end in .csv or .xlsx", id="no kind of file"),
        pytest.param(("-o", "/no/such/folder/v.csv"), "cannot be written", id="nowhere to write"),
    ],
)
def test_what_cannot_be_used_is_refused_before_anything_is_written(
    tmp_path: Path, options: Sequence[str], sentence: str
) -> None:
    status, said = verify(tmp_path, csv_file(RIGHT), *options)
    assert status == 2
    assert sentence in said
    assert [file.name for file in tmp_path.iterdir()] == ["o.csv"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"", "o.csv: The file is empty", id="empty"),
        pytest.param(b"a,b\r\n1,2\r\n", "No column is of and none is order.", id="other columns"),
        pytest.param(b"\0\0\0\0", "The file is no text", id="no text"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_its_name(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    status, said = verify(tmp_path, content)
    assert (status, sentence in said) == (2, True)
    assert not (tmp_path / "v.csv").exists()


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for name in (tmp_path / "none.csv", tmp_path):
        status, _, said = run("verify-file", str(name), "-o", str(tmp_path / "v.csv"))
        assert (status, said.strip()) == (2, f"{name}: there is no such file.")


def test_a_file_that_may_not_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    source = saved_as(tmp_path, "o.csv", csv_file(RIGHT))
    monkeypatch.setattr(Path, "open", forbidden)
    status, _, said = run("verify-file", source, "-o", str(tmp_path / "v.csv"))
    assert (status, said.strip()) == (2, f"{source}: cannot be read (Permission denied).")


@pytest.mark.parametrize("arguments", [(), ("orders.csv",), ("-o", "verdicts.csv")])
def test_both_files_have_to_be_named(arguments: tuple[str, ...]) -> None:
    status, _, said = run("verify-file", *arguments)
    assert (status, said.startswith("Name the file of orders")) == (2, True)


def test_the_orders_themselves_are_never_written_over(tmp_path: Path) -> None:
    content = csv_file(RIGHT)
    source = saved_as(tmp_path, "o.csv", content)
    status, _, said = run("verify-file", source, "-o", str(tmp_path / "." / "o.csv"))
    assert (status, "is the file of orders" in said) == (2, True)
    assert Path(source).read_bytes() == content


def test_a_result_that_is_broken_off_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = saved_as(tmp_path, "v.csv", b"an earlier result")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(orders_run, "counted", interrupted)
    assert verify(tmp_path, csv_file(RIGHT))[0] == 1
    assert Path(before).read_bytes() == b"an earlier result"
    assert {file.name for file in tmp_path.iterdir()} == {"o.csv", "v.csv"}


@pytest.mark.parametrize("name", ["template.csv", "template.xlsx"])
def test_the_template_can_be_verified_as_it_is(tmp_path: Path, name: str) -> None:
    template = str(tmp_path / name)
    assert run("verify-file", "--template", template) == (0, "", "")
    status, _, said = run("verify-file", template, "-o", str(tmp_path / "v.csv"))
    assert (status, "deviating 0, not read 0." in said) == (0, True)


MOST_MEMORY = 500_000  # kB
MEASURED = """
import json, resource, sys
from pathlib import Path
from cli import main
try:
    main(sys.argv[1:])
except SystemExit as ended:
    status = ended.code
# The peak of this program alone: what getrusage gives on Linux begins with the peak of the process
# that started it, which in a whole run of the tests is far more.
own = Path("/proc/self/status")
if own.exists():
    [peak] = [line for line in own.read_text().splitlines() if line.startswith("VmHWM:")]
    memory = int(peak.split()[1])
else:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    memory //= 1024 if sys.platform == "darwin" else 1  # there in bytes
print(json.dumps({"status": status, "kilobytes": memory}))
"""


def test_a_file_of_100_mb_is_verified_and_never_as_a_whole_in_memory(tmp_path: Path) -> None:
    """A thousand orders, each with remarks of 100 kB that are given back as they are."""
    source, target = tmp_path / "o.csv", tmp_path / "v.csv"
    remarks = "x" * 100_000
    with source.open("w", encoding="utf-8", newline="") as file:
        file.write(csv_text(((*HEADINGS, "remarks"),)))
        file.writelines(csv_text(((str(number), *RIGHT[1:], remarks),)) for number in range(1000))
    assert source.stat().st_size > 100_000_000
    ran = subprocess.run(
        [sys.executable, "-c", MEASURED, "verify-file", str(source), "-o", str(target)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    measured = json.loads(ran.stdout)
    assert measured["status"] == 0
    assert "Orders: 1000. Right 1000, deviating 0, not read 0." in ran.stderr
    assert measured["kilobytes"] < MOST_MEMORY
    assert target.stat().st_size > source.stat().st_size
    source.unlink()
    target.unlink()


def test_an_order_for_a_child_is_summed_up_as_outside_the_plan(tmp_path: Path) -> None:
    rows = ((*HEADINGS, "age"), (*RIGHT, "12 years"), (*RIGHT, "58 years"))
    status, said = verify(tmp_path, csv_text(rows).encode())
    assert status == 3
    assert "Orders: 2. Right 1, deviating 0, outside the plan 1, not read 0." in said
