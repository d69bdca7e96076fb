"""The calendar file, read back by ical.js, which shares nothing with the reader of Python."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from asking import PLAN, answered
from drawn_courses import asked, courses
from hypothesis import given, settings
from install_reader import FOLDER, READER

from exchange.courses.calendar_file import CalendarChoices, calendar_file

if TYPE_CHECKING:
    from by_hand_course import Phase

NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(
    NODE is None or not READER.exists(),
    reason="needs Node and ical.js: `python tests/install_reader.py` installs it where npm is",
)
WRITTEN = datetime(2026, 12, 1, 12, tzinfo=UTC)


def read(content: bytes) -> list[dict[str, Any]]:
    """Return the entries of a calendar file as ical.js has them."""
    ran = subprocess.run(
        [str(NODE), "read_days.mjs"], cwd=FOLDER, input=content, capture_output=True, check=True
    )
    found: list[dict[str, Any]] = json.loads(ran.stdout)
    return found


@settings(max_examples=12)
@given(courses())
def test_it_finds_the_same_days(phases: list[Phase]) -> None:
    answer = answered("course", phases=[asked(phase) for phase in phases], weight="80 kg")
    entries = read(calendar_file(answer, PLAN, CalendarChoices(WRITTEN, "one")))
    values = answer.result.values
    checks = [entry for entry in entries if entry["title"] == "Checks"]
    doses = [entry for entry in entries if entry["title"] != "Checks"]
    assert sorted(entry["starts"] for entry in doses) == [
        dose["date"].isoformat() for dose in values["administrations"]
    ]
    due = {check.date.isoformat() for check in values["monitoring"]}
    assert sorted(entry["starts"] for entry in checks) == sorted(due)
    assert len({entry["uid"] for entry in entries}) == len(entries)
    assert all(entry["whole_day"] and entry["minutes"] == 24 * 60 for entry in entries)


@pytest.mark.parametrize(
    ("zone", "starts"),
    [
        # Clocks go forward on 2027-03-28 in Europe, and on 2027-03-14 in America.
        pytest.param(
            "Europe/Berlin",
            ["2027-03-22T08:00:00.000Z", "2027-03-29T07:00:00.000Z"],
            id="over the change in Europe",
        ),
        pytest.param(
            "America/New_York",
            ["2027-03-22T13:00:00.000Z", "2027-03-29T13:00:00.000Z"],
            id="after the change in America",
        ),
    ],
)
def test_it_finds_the_same_hour_on_both_sides_of_a_change_of_clocks(
    zone: str, starts: list[str]
) -> None:
    phase = {
        "calculator": "maintenance",
        "dose": "1 g/kg",
        "every": "1 week",
        "start": "2027-03-22",
        "until": "2027-03-29",
        "product": "Privigen",
        "start_time": "09:00",
    }
    answer = answered("course", phases=[phase], weight="80 kg")
    chosen = CalendarChoices(WRITTEN, "one", zone=zone)
    entries = read(calendar_file(answer, PLAN, chosen))
    treated = [entry for entry in entries if not entry["title"].startswith("Checks")]
    assert [entry["starts_utc"] for entry in treated] == starts
    assert [entry["starts"][11:16] for entry in treated] == ["09:00", "09:00"]


def test_signs_and_long_lines_come_back_as_they_were() -> None:
    phase = {"calculator": "induction", "days": 5, "start": "2026-12-07", "product": "Privigen"}
    answer = answered("course", phases=[phase], weight="81.3 kg")
    first = read(calendar_file(answer, PLAN, CalendarChoices(WRITTEN, "one", full=True)))[0]
    assert first["title"] == "IVIg induction, day 1 of 5: 32.52 g (unknown)"
    assert PLAN.identity.banner in first["says"]
