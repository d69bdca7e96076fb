"""The calendar file, read back by a reader of its own: the same days, and nothing said too loud."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import by_hand_course as by_hand
import icalendar
import pytest
import recurring_ical_events
from asking import PLAN, answered, run
from drawn_courses import asked, courses
from hypothesis import assume, given
from hypothesis import strategies as st

from exchange.cases.toml_file import read_case
from exchange.courses.calendar_file import CalendarChoices, calendar_file, identity_of
from units import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from by_hand_course import Phase

WRITTEN = datetime(2026, 12, 1, 12, tzinfo=UTC)
CASE = """case_version = 2
today = 2026-12-07
[patient]
weight = "80 kg"
age = "58 years"
[choices.course]
phases = [
    "induction days=5 start=2026-12-07",
    "maintenance dose='1 g/kg' every='3 weeks' start=2026-12-28 until=2027-12-06",
]
"""
INDUCTION = {"calculator": "induction", "days": 5, "start": "2026-12-07"}
MAINTENANCE = {"calculator": "maintenance", "dose": "1 g/kg", "every": "3 weeks"}


def file_of(*phases: Any, written: datetime = WRITTEN, **chosen: Any) -> bytes:
    """Return the calendar file of a course of a patient of 80 kg."""
    facts = chosen.pop("facts", {})
    answer = answered("course", phases=list(phases), weight="80 kg", height="180 cm", facts=facts)
    return calendar_file(answer, PLAN, CalendarChoices(written, "one", **chosen))


def events_of(content: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def treatments(content: bytes) -> list[Any]:
    return [event for event in events_of(content) if not event["SUMMARY"].startswith("Checks")]


def day_of(event: Any) -> date:
    start = event.start
    return start.date() if isinstance(start, datetime) else start


@given(courses())
def test_another_reader_finds_the_same_days(phases: list[Phase]) -> None:
    sent = [asked(phase) for phase in phases]
    result = answered("course", phases=sent, weight="80 kg").result.values
    calendar = icalendar.Calendar.from_ical(
        calendar_file(
            answered("course", phases=sent, weight="80 kg"), PLAN, CalendarChoices(WRITTEN, "one")
        )
    )
    found = recurring_ical_events.of(calendar).between(date(2024, 1, 1), date(2040, 1, 1))
    given_on = sorted(day_of(each) for each in found if not each["SUMMARY"].startswith("Checks"))
    checked_on = sorted(day_of(each) for each in found if each["SUMMARY"].startswith("Checks"))
    assert given_on == [dose["date"] for dose in result["administrations"]]
    assert checked_on == sorted({check.date for check in result["monitoring"]})


def test_a_changed_course_updates_the_same_entries() -> None:
    first = file_of(INDUCTION)
    later = file_of({**INDUCTION, "start": "2026-12-14"}, written=WRITTEN + timedelta(minutes=1))
    one, other = treatments(first), treatments(later)
    assert [event["UID"] for event in one] == [event["UID"] for event in other]
    assert day_of(other[0]) == date(2026, 12, 14)
    assert int(other[0]["SEQUENCE"]) > int(one[0]["SEQUENCE"])


def test_every_entry_has_a_mark_of_its_own() -> None:
    marks = [event["UID"] for event in events_of(file_of(INDUCTION))]
    assert len(marks) == len(set(marks))


def test_another_patients_entries_are_others() -> None:
    case = read_case(CASE.encode(), "one.toml", PLAN)
    heavier = read_case(CASE.replace("80 kg", "81 kg").encode(), "other.toml", PLAN)
    moved = read_case(CASE.replace("2026-12-28", "2027-01-04").encode(), "moved.toml", PLAN)
    assert identity_of(case) == identity_of(moved) != identity_of(heavier)


def test_a_title_names_no_drug_unless_that_is_chosen() -> None:
    phases = [
        INDUCTION,
        {"calculator": "mycophenolate", "start": "2026-12-07", "step_every": "2 weeks"},
        {"calculator": "scig", "ivig_dose": "80 g", "every": "4 weeks", "start": "2027-01-04",
         "until": "2027-01-11"},
    ]  # fmt: skip
    titles = {event["SUMMARY"] for event in events_of(file_of(*phases))}
    assert titles == {
        *("Infusion (unknown)", "Medicine (unknown)", "Treatment at home (unknown)", "Checks")
    }
    reminders = {str(alarm["DESCRIPTION"]) for event in events_of(file_of(*phases))
                 for alarm in event.walk("VALARM")}  # fmt: skip
    assert reminders == titles
    in_full = {event["SUMMARY"] for event in events_of(file_of(*phases, full=True))}
    assert "IVIg induction, day 1 of 5: 32 g (unknown)" in in_full


def test_the_draft_is_named_in_each_entry() -> None:
    for event in events_of(file_of(INDUCTION)):
        assert PLAN.identity.banner in event["DESCRIPTION"]


def test_what_is_contraindicated_is_in_no_calendar() -> None:
    phase = {"calculator": "cyclophosphamide", "start": "2026-12-07"}
    assert events_of(file_of(phase, facts={"pregnancy": "yes"})) == []


@pytest.mark.parametrize(
    ("zone", "day", "utc"),
    [
        pytest.param("Europe/Berlin", "2027-03-27", "08:00", id="the day before summer in Europe"),
        pytest.param("Europe/Berlin", "2027-03-28", "07:00", id="the first day of it"),
        pytest.param("America/New_York", "2027-03-13", "14:00", id="the day before in America"),
        pytest.param("America/New_York", "2027-03-14", "13:00", id="the first day in America"),
    ],
)
def test_nine_in_the_morning_stays_nine_in_the_morning(zone: str, day: str, utc: str) -> None:
    phase = {**MAINTENANCE, "start": day, "until": day, "product": "privigen", "start_time": "9:00"}
    content = file_of(phase, zone=zone)
    [event] = treatments(content)
    assert event.start.strftime("%H:%M") == "09:00"
    assert event.start.astimezone(UTC).strftime("%H:%M") == utc
    assert f"TZID:{zone}".encode() in content


@given(courses(), st.sampled_from(["Europe/Berlin", "America/New_York"]), st.integers(5, 20))
def test_an_infusion_stands_at_its_hour_on_both_sides_of_a_change_of_the_clocks(
    phases: list[Phase], zone: str, hour: int
) -> None:
    """Read back by a reader of its own, against the second hand's rules for the clocks."""
    hung = [
        {**asked(phase), "product": "privigen", "start_time": f"{hour}:00"}
        for phase in phases
        if phase.kind != "scig"
    ]
    assume(hung)
    content = file_of(*hung, zone=zone)
    kept = [phase for phase in phases if phase.kind != "scig"]
    expected = [
        datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        - timedelta(hours=by_hand.hours_from_utc(zone, day))
        for day, _, _ in by_hand.administrations(kept, Fraction(80))
    ]
    assert sorted(event.start.astimezone(UTC) for event in treatments(content)) == expected


def test_an_infusion_through_the_night_on_which_the_clocks_change_lasts_as_long() -> None:
    phase = {
        **MAINTENANCE,
        "start": "2027-03-27",
        "until": "2027-03-27",
        "product": "privigen",
        "start_time": "23:00",
    }
    [event] = treatments(file_of(phase, zone="Europe/Berlin"))
    [dose] = answered("course", phases=[phase], weight="80 kg").result.values["administrations"]
    ran = event.end.astimezone(UTC) - event.start.astimezone(UTC)
    assert ran - timedelta(minutes=float(dose["minutes"].magnitude)) < timedelta(minutes=1)


def test_without_an_alarm_nobody_is_reminded() -> None:
    assert b"VALARM" in file_of(INDUCTION)
    assert b"VALARM" not in file_of(INDUCTION, alarm_days=0)


def test_a_zone_that_is_none_is_refused() -> None:
    with pytest.raises(Refused, match=r"there is no time zone \"Berlin\""):
        file_of(INDUCTION, zone="Berlin")


def test_only_a_course_becomes_a_calendar() -> None:
    answer = answered("induction", weight="80 kg", days=5)
    with pytest.raises(Refused, match="Only a course"):
        calendar_file(answer, PLAN, CalendarChoices(WRITTEN, "one"))


# --- the command line -----------------------------------------------------------------------------


def test_a_case_file_carries_the_course_to_the_calendar(tmp_path: Path) -> None:
    case, target = tmp_path / "one.toml", tmp_path / "course.ics"
    case.write_text(CASE, encoding="utf-8")
    status, said, _ = run("calendar", "--case", str(case), "-o", str(target))
    assert (status, said) == (0, f"Written: {target}\n")
    assert len(treatments(target.read_bytes())) == 5 + 17


def test_a_case_without_a_course_is_refused_in_one_sentence(tmp_path: Path) -> None:
    case, target = tmp_path / "one.toml", tmp_path / "course.ics"
    case.write_text('case_version = 2\n[patient]\nweight = "80 kg"\n', encoding="utf-8")
    status, _, said = run("calendar", "--case", str(case), "-o", str(target))
    assert status == 2
    assert "Phases are missing" in said
    assert not target.exists()


def test_a_case_with_a_contraindicated_phase_is_written_without_it(tmp_path: Path) -> None:
    case, target = tmp_path / "one.toml", tmp_path / "course.ics"
    facts = '[facts]\nuncompensated_heart_failure = "yes"\n'
    case.write_text(CASE + facts, encoding="utf-8")
    status, _, said = run("calendar", "--case", str(case), "-o", str(target))
    assert status == 3
    assert "Contraindicated, so nothing of it stands on the schedule" in said
    assert treatments(target.read_bytes()) == []
