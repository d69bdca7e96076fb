"""A course as a calendar file (RFC 5545): one entry a day of treatment, one a day of checks.

A changed course updates the entries of the one before: an entry's UID goes by its place in the
course (phase, infusion and day, or the number of the check), never by its date, and SEQUENCE grows
with each writing. A title names no drug unless that is chosen: a lock screen shows it.
"""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_CEILING
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import icalendar

import units
from calculators.course.course import CourseResult
from calculators.dispensing.rounding import containers_in_words
from exchange.answers.words import GRAVITY_WORDS
from plan_data.schema.rules import Outcome
from units import Refused

if TYPE_CHECKING:
    from calculators.course.due_checks import DueCheck
    from calculators.course.placing import ScheduledDose
    from calculators.requests.answer import Answered
    from exchange.cases.case import Case
    from plan_data.schema.plan import Plan

# No person and no place stands in a UID; this only keeps it apart from those of other programs.
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "mmn-dose-planner")
_SEQUENCES_FROM = datetime(2026, 1, 1, tzinfo=UTC)
_SAID = (Outcome.NOT_READY, Outcome.UNKNOWN)
_PLAIN = {"IV": "Infusion", "SC": "Treatment at home", "PO": "Medicine"}


@dataclass(frozen=True, slots=True)
class CalendarChoices:
    """What is chosen of a calendar file.

    Parameters
    ----------
    written
        When it is written, with its zone; a later writing has a higher SEQUENCE.
    identity
        What keeps one patient's entries apart from another's; the same for every file of a course.
    full
        Whether titles name drug and dose.
    zone
        The IANA name of the time zone of the site; without it a time is the reader's own.
    alarm_days
        How many days before an entry its reader is reminded; 0 for no reminder.
    """

    written: datetime
    identity: str
    full: bool = False
    zone: str = ""
    alarm_days: int = 1

    @property
    def sequence(self) -> int:
        """A number that grows from each writing to the next: seconds."""
        return max(0, int((self.written - _SEQUENCES_FROM).total_seconds()))


def identity_of(case: Case) -> str:
    """Return what tells one case's entries from another's where none was chosen.

    It is made of the patient's measures, so that a changed course keeps its entries and another
    patient's do not take their place; a changed weight makes new ones.
    """
    typed = "|".join(f"{key}={case.patient[key]}" for key in sorted(case.patient))
    return str(uuid.uuid5(_NAMESPACE, typed))


def calendar_file(answered: Answered, plan: Plan, chosen: CalendarChoices) -> bytes:
    """Return the course of an answer as the bytes of an ``.ics`` file.

    Raises
    ------
    units.Refused
        The answer is no course, or there is no such time zone.
    """
    result = answered.result
    if not isinstance(result, CourseResult):
        raise Refused("calculator", "Only a course can be put into a calendar file.")
    zone = _zone(chosen.zone)
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//MMN Dose Planner//course//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Course")
    calendar.add("x-wr-caldesc", plan.identity.banner)
    for event in (*_treatments(result, plan, chosen, zone), *_checks(result, plan, chosen)):
        calendar.add_component(event)
    if zone is not None:
        _add_zone(calendar, result)
    return bytes(calendar.to_ical())


def _add_zone(calendar: icalendar.Calendar, result: CourseResult) -> None:
    """Say when the clocks of the zone change in the years of the course, one change a line.

    RFC 5545 allows a list of changes on one line; ical.js, which Thunderbird and others read with,
    takes the first of a list and leaves the rest.
    """
    days = [dose["date"] for dose in result.values["administrations"]]
    if not days:
        return
    years = min(days).year - 1, max(days).year + 2
    calendar.add_missing_timezones(*(date.min.replace(year=year) for year in years))
    for zone in calendar.walk("VTIMEZONE"):
        for part in zone.subcomponents:
            listed = part.pop("RDATE", [])
            for each in listed if isinstance(listed, list) else [listed]:
                for changed in each.dts:
                    part.add("rdate", [changed.dt])


def _zone(name: str) -> ZoneInfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, or a path
        raise Refused(
            "zone", f'Zone: there is no time zone "{name[:40]}"; write for example Europe/Berlin.'
        ) from None


def _treatments(
    result: CourseResult, plan: Plan, chosen: CalendarChoices, zone: ZoneInfo | None
) -> list[icalendar.Event]:
    events = []
    for each in result.planned:
        if not each.on_the_schedule:
            continue
        starts = _start_time(each.phase.asked.get("start"))
        for number, infusion in enumerate(each.placed.infusions, start=1):
            for part, dose in enumerate(infusion, start=1):
                event = _event(
                    f"phase-{dose.phase}-{number}-{part}",
                    _title(dose, each.route, chosen),
                    [_dose_in_words(dose), *_standing(dose), f"[{dose.source}]"],
                    plan,
                    chosen,
                )
                _put_on(event, dose.date, starts, dose.minutes, zone)
                events.append(event)
    return events


def _start_time(typed: Any) -> time | None:
    """Return the time of day at which an infusion starts; a date is the start of what is taken."""
    if not isinstance(typed, str) or not re.fullmatch(r"\s*[0-9]{1,2}:[0-9]{2}\s*", typed):
        return None
    return units.parse_time(typed, "start_time")


def _title(dose: ScheduledDose, route: str, chosen: CalendarChoices) -> str:
    plain = _PLAIN.get(route, "Treatment")
    title = f"{dose.what}: {units.shown(dose.quantity)}" if chosen.full else plain
    outcome = Outcome(dose.standing)
    return f"{title} ({GRAVITY_WORDS[outcome].lower()})" if outcome in _SAID else title


def _dose_in_words(dose: ScheduledDose) -> str:
    parts = [f"{dose.what}: {units.shown(dose.quantity)}"]
    if dose.containers:
        parts.append(containers_in_words(dose.containers))
    if dose.volume is not None:
        parts.append(units.shown(dose.volume))
    if dose.minutes is not None:
        parts.append(units.shown(dose.minutes))
    return "; ".join(parts)


def _standing(dose: ScheduledDose) -> list[str]:
    return {
        Outcome.NOT_READY: ["Not ready: a requirement of the plan is not met."],
        Outcome.UNKNOWN: ["Unknown: a fact that decides is not recorded."],
    }.get(Outcome(dose.standing), [])


def _checks(result: CourseResult, plan: Plan, chosen: CalendarChoices) -> list[icalendar.Event]:
    """Return one entry a day of checks; its UID goes by its place among them."""
    by_day: dict[date, list[DueCheck]] = defaultdict(list)
    for check in result.values["monitoring"]:
        by_day[check.date].append(check)
    events = []
    for number, (day, due) in enumerate(sorted(by_day.items()), start=1):
        names = ", ".join(check.what for check in due)
        title = f"Checks: {names}" if chosen.full else "Checks"
        lines = [f"{check.what}: {check.because} [{check.source}]" for check in due]
        event = _event(f"checks-{number}", title, lines, plan, chosen)
        _put_on(event, day, None, None, None)
        events.append(event)
    return events


def _event(
    name: str, title: str, lines: list[str], plan: Plan, chosen: CalendarChoices
) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{uuid.uuid5(_NAMESPACE, f'{chosen.identity}|{name}')}@mmn-dose-planner")
    event.add("sequence", chosen.sequence)
    event.add("dtstamp", chosen.written.astimezone(UTC))
    event.add("last-modified", chosen.written.astimezone(UTC))
    event.add("summary", title)
    event.add("description", "\n".join((*lines, plan.identity.banner)))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    if chosen.alarm_days:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", timedelta(days=-chosen.alarm_days))
        event.add_component(alarm)
    return event


def _put_on(
    event: icalendar.Event,
    day: date,
    starts: time | None,
    minutes: units.Quantity | None,
    zone: ZoneInfo | None,
) -> None:
    """Give an entry its day, or its time where one was chosen."""
    if starts is None:
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        return
    start = datetime.combine(day, starts, tzinfo=zone)
    event.add("dtstart", start)
    if minutes is not None:
        # The wall clock may jump in between: what runs is counted on one that does not.
        lasts = units.magnitude_in(minutes, "min").to_integral_value(rounding=ROUND_CEILING)
        length = timedelta(minutes=int(lasts))
        end = start + length if zone is None else (start.astimezone(UTC) + length).astimezone(zone)
        event.add("dtend", end)
