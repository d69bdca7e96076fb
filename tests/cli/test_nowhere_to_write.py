"""An answer that cannot be written is a sentence and an exit status, never a traceback."""

from __future__ import annotations

import errno
import gc
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from asking import PLAN

from exchange.order_files.write_results import write_template
from exchange.sheets import verified_sheet
from exchange.sheets.typeset import typeset
from units import Refused

ROOT = Path(__file__).parents[2]
FULL = Path("/dev/full")
GOOD = '{"calculator": "induction", "weight": "80 kg", "days": 5}\n'
SAYS = "The answer cannot be written (No space left on device).\n"


def started(*words: str, **streams: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "cli.py", *words]
    return subprocess.run(command, cwd=ROOT, text=True, check=False, **streams)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("induction", "--weight", "80 kg", "--days", "5"), id="a dose"),
        pytest.param(("induction", "--weight", "80 kg", "--days", "5", "--json"), id="in JSON"),
        pytest.param(("batch", "-"), id="a batch"),
        pytest.param(("--help",), id="help"),
    ],
)
def test_on_a_full_device_the_program_says_so(words: tuple[str, ...]) -> None:
    with FULL.open("w") as full:
        ran = started(*words, stdout=full, stderr=subprocess.PIPE, input=GOOD)
    assert (ran.returncode, ran.stderr) == (2, SAYS)


def test_where_not_even_the_error_can_be_written_the_exit_status_says_it() -> None:
    with FULL.open("w") as full:
        ran = started("induction", "--weight", "80", stdout=full, stderr=full)
    assert ran.returncode == 2


def shell(command: str) -> subprocess.CompletedProcess[str]:
    words = ["sh", "-c", f"{sys.executable} cli.py induction --weight '80 kg' --days 5 {command}"]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_reader_that_has_read_enough_is_no_error() -> None:
    assert shell("| true").stderr == ""


def test_a_program_whose_output_was_closed_still_ends_with_its_status() -> None:
    ran = shell(">&-")
    assert (ran.returncode, ran.stderr) == (0, "")


class Full(BytesIO):
    """A file on a disk that has place for so many bytes."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place

    def write(self, content: Any, /) -> int:
        """Write, where there is place."""
        if self.tell() + len(content) > self._place:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(content)


def test_a_workbook_is_broken_off_in_one_way_wherever_the_disk_is_full(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not in its head, not in its rows, not in the list of parts at its end: nothing else fails."""
    later: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", later.append)
    whole = BytesIO()
    write_template(whole, "xlsx", PLAN)
    for place in range(0, len(whole.getvalue()), 7):
        with pytest.raises(OSError, match="No space left on device"):
            write_template(Full(place), "xlsx", PLAN)
    gc.collect()
    assert later == []


def test_without_its_template_a_sheet_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(verified_sheet.TEMPLATE, tmp_path)
    monkeypatch.setattr(verified_sheet, "TEMPLATE", tmp_path / "gone.typ")
    with pytest.raises(Refused, match=r"The sheet's template, gone\.typ, is missing"):
        typeset(verified_sheet.TEMPLATE, {})
