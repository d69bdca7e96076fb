"""A course as a table: every day and check once, numbers exact, no cell that is worked out."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from asking import PLAN, answered, refusal_of, run

from exchange.courses.course_table import COLUMNS, course_table
from units import Refused

if TYPE_CHECKING:
    from pathlib import Path

PHASES = [
    "induction days=3 start=2026-12-07 product=Privigen",
    (
        "maintenance dose='1 g/kg' every='3 weeks' start=2026-12-28 until=2027-03-01 "
        "reason='=HYPERLINK(\"http://x\")'"
    ),
]


def course(phases: list[str] | None = None) -> Any:
    asked = PHASES if phases is None else phases
    return answered("course", weight="80 kg", today="2026-12-07", phases=asked)


def rows_of(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(table.decode("utf-8-sig"))))


def test_every_day_and_every_check_stands_on_a_row_in_order_of_date() -> None:
    answer = course()
    rows = rows_of(course_table(answer, PLAN, "csv"))
    values = answer.result.values
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    kinds = [row["kind"] for row in rows]
    assert kinds.count("treatment") == len(values["administrations"]) == 7
    assert kinds.count("check") == len(values["monitoring"])
    assert all(row["plan"] == "mmn 1.1, draft" for row in rows)


def test_a_number_has_all_its_digits_and_its_unit_beside_it() -> None:
    # 2 g/kg × 80 kg ÷ 3 days = 53.33… g a day
    first = rows_of(course_table(course(), PLAN, "csv"))[0]
    assert first["dose"] == "53." + "3" * 26
    assert (first["dose_unit"], first["volume_unit"]) == ("g", "mL")
    assert first["checks"] == "Unknown"


def test_a_cell_that_would_begin_a_formula_is_text() -> None:
    treated = [row for row in rows_of(course_table(course(), PLAN, "csv")) if row["phase"] == "2"]
    assert {row["reason"] for row in treated} == {'\'=HYPERLINK("http://x")'}


def test_a_workbook_has_the_same_rows_with_numbers_as_numbers() -> None:
    book = openpyxl.load_workbook(BytesIO(course_table(course(), PLAN, "xlsx")))
    [sheet] = book.worksheets
    assert sheet.title == "Course"
    heading, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert heading == list(COLUMNS)
    same = rows_of(course_table(course(), PLAN, "csv"))
    assert [row[0] for row in rows] == [row["date"] for row in same]
    dose = COLUMNS.index("dose")
    treated = [row[dose] for row in rows if row[1] == "treatment"]
    assert treated[-1] == Decimal(80)
    formulas = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == []


def test_only_a_course_is_a_table() -> None:
    with pytest.raises(Refused, match="Only a course"):
        course_table(answered("induction", weight="80 kg", days=5), PLAN, "csv")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_command_writes_it_beside_its_answer(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"course.{ending}"
    options = (part for phase in PHASES for part in ("--phase", phase))
    status, output, errors = run(
        "course", "--weight", "80 kg", "--today", "2026-12-07", *options, "-o", str(file)
    )
    assert (status, errors) == (0, "")
    assert "IVIg induction, day 1 of 3" in output
    assert file.read_bytes() == course_table(course(), PLAN, ending)


def test_another_kind_of_file_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "course.pdf"
    status, output, errors = run(
        "course", "--weight", "80 kg", "--phase", PHASES[0], "-o", str(file)
    )
    assert (status, output) == (2, "")
    assert errors.strip() == f'"{file}" must end in .csv or .xlsx: the kind of file to write.'
    assert not file.exists()


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        pytest.param(5, "Phase 1: its reason must be text.", id="no text"),
        pytest.param("x" * 501, "Phase 1: its reason is longer than 500 characters; shorten it.",
                     id="too long"),
    ],
)  # fmt: skip
def test_a_reason_that_cannot_be_kept_is_one_sentence(reason: Any, says: str) -> None:
    phase = {"calculator": "induction", "days": 5, "start": "2026-12-07", "reason": reason}
    found = refusal_of("course", weight="80 kg", phases=[phase])
    assert (found.field, found.message) == ("phases.1.reason", says)
