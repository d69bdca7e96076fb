"""Each command that writes a file, and the program started by itself to run it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from files_made import HEADINGS, RIGHT, csv_text
from unmeasured import UNMEASURED

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
CASE = """case_version = 2
today = 2026-11-22
[patient]
weight = "80 kg"
height = "180 cm"
concurrent = [{names}]
[choices]
calculator = "induction"
[choices.induction]
days = "5"
"""


def started(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env=UNMEASURED,
        capture_output=True,
        text=True,
        check=False,
    )


def commands(folder: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each command that writes more than 3000 bytes: the name of the file, and the words."""
    case = folder / "case.toml"
    names_given = ", ".join(f'"drug number {number} of many"' for number in range(200))
    case.write_text(CASE.format(names=names_given), encoding="utf-8")
    yield "saved.toml", ("induction", "--case", str(case), "--save-case", "saved.toml")
    again = ("--second-weight", "80 kg", "--second-height", "180 cm")
    people = ("--first-by", "First", "--second-by", "Second", "--when", "2026-11-25 09:30")
    small = folder / "small.toml"
    small.write_text(CASE.format(names=""), encoding="utf-8")
    yield "sheet.pdf", ("sheet", "--case", str(small), *again, *people, "-o", "sheet.pdf")
    orders = folder / "orders.csv"
    rows = (HEADINGS, *((str(number), *RIGHT[1:]) for number in range(2000)))
    orders.write_bytes(csv_text(rows).encode())
    yield "v.csv", ("verify-file", str(orders), "-o", "v.csv")
    yield "v.xlsx", ("verify-file", str(orders), "-o", "v.xlsx")
