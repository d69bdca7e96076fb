"""Days that are avoided, and infusions that are moved or left out.

The rhythm stays what it was: a day that is avoided moves its own infusion only. What a person moves
is one infusion or, with "and after", it and all that follow in its phase.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import units
from calculators.course.calendar_days import after
from calculators.course.placing import TimeSince
from calculators.course.planned import is_immunoglobulin
from calculators.course.since_last import days_between, exposure_over, look, outside
from calculators.typed.values import choice, names, quoted, read_date, worded
from units import Refused, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.course.placing import PlacedDoses, ScheduledDose
    from calculators.typed.keys import Key
    from calculators.working import Result
    from plan_data.schema.plan import Plan
    from plan_data.schema.remarks import SinceLast

    Raw = Mapping[str, Any]

MOVING_KEYS: tuple[Key, ...] = ("avoid", "move", "moved", "skipped", "holidays")
WEEKENDS = "weekends"
WAYS = ("after", "before", "nearest")
_TO = {"after": "to one after it", "before": "to one before it", "nearest": "to the nearest"}
_MOVED = re.compile(r"(?P<day>\S+) to (?P<to>\S+?)(?P<tail> and after)?")
_SATURDAY = date.fromisoformat("2026-01-03").weekday()


@dataclass(frozen=True, slots=True)
class Moves:
    """What is avoided, moved and left out.

    Parameters
    ----------
    weekends, closed, country
        Whether weekends are avoided; the days on which the site is closed; whose public holidays.
    way, within
        Where an infusion goes from a day that is avoided, and by how many days at most.
    moved
        Day → the day to which its infusion goes, and whether what follows goes along.
    skipped
        The days whose infusion is left out.
    """

    weekends: bool
    closed: frozenset[date]
    country: str
    way: str
    within: int
    moved: Mapping[date, tuple[date, bool]]
    skipped: frozenset[date]

    def avoids(self, day: date) -> bool:
        """Tell whether nothing is given on a day."""
        if day in self.closed or (self.weekends and day.weekday() >= _SATURDAY):
            return True
        return bool(self.country) and day in _holidays(self.country, day.year)


def _holidays(country: str, year: int) -> Any:
    import holidays  # noqa: PLC0415  (a table of every country, which few courses ask for)

    try:
        return holidays.country_holidays(country, years=year)
    except NotImplementedError:
        raise Refused(
            "holidays",
            f"Holidays: {quoted(country)} is no country whose holidays are known here; write its "
            "two letters, for example DE.",
        ) from None


def read_moves(given: Raw, plan: Plan) -> Moves:
    """Return what is avoided, moved and left out of a course.

    Raises
    ------
    units.Refused
        A day, a way to move or a country cannot be used.
    """
    avoid = names(given, "avoid")
    moved: dict[date, tuple[date, bool]] = {}
    for text in names(given, "moved"):
        found = _MOVED.fullmatch(text)
        if found is None:
            raise Refused(
                "moved",
                f"{worded('moved')}: {quoted(text)} cannot be read; write "
                '"2027-01-18 to 2027-01-20", and "and after" behind it where all that follows '
                "goes along.",
            )
        moved[read_date(found["day"], "moved")] = (
            read_date(found["to"], "moved"),
            found["tail"] is not None,
        )
    country = given.get("holidays", "")
    if not isinstance(country, str):
        raise Refused("holidays", "Holidays must be the two letters of a country, such as DE.")
    if country.strip():
        _holidays(country.strip().upper(), given["today"].year)
    return Moves(
        weekends=WEEKENDS in avoid,
        closed=frozenset(read_date(day, "avoid") for day in avoid if day != WEEKENDS),
        country=country.strip().upper(),
        way=choice(given, "move", WAYS, "after"),
        within=int(plan.policies.course.move_within.value),
        moved=moved,
        skipped=frozenset(read_date(day, "skipped") for day in names(given, "skipped")),
    )


def with_moves(
    placed: PlacedDoses, moves: Moves, result: Result
) -> tuple[PlacedDoses, frozenset[date]]:
    """Return the doses on their days after the moves, and the days that a person's moves named.

    Where the time since the infusion before is not the regimen's, of immunoglobulin it is said what
    it comes to a week. What a person moved or left out is held against the interval as well; a
    day that is avoided moves the day and not what is meant.

    Parameters
    ----------
    result
        What the phase is worked out to: its exposure, where it has one.

    Raises
    ------
    units.Refused
        A moved infusion would come to stand on the day of another, or before it.
    """
    infusions: list[tuple[ScheduledDose, ...]] = []
    meant: list[date] = []
    planned: list[date] = []
    since: list[TimeSince] = []
    used: set[date] = set()
    says: list[str] = []
    window = ""  # said once, where an infusion moves from a day that is avoided
    shift = timedelta(0)
    for infusion in placed.infusions:
        planned_on = infusion[0].date
        if planned_on in moves.skipped:
            used.add(planned_on)
            says.append(f"The infusion of {planned_on} is left out.")
            continue
        to = planned_on + shift
        if planned_on in moves.moved:
            used.add(planned_on)
            to, tail = moves.moved[planned_on]
            shift = to - planned_on if tail else shift
            says.append(f"The infusion of {planned_on} is moved to {to}.")
        open_day = _open_day(to, len(infusion), moves)
        if open_day is None:
            within = units.so_many(moves.within, "days")
            says.append(f"No day within {within} of {to} is open; the infusion stays there.")
        elif open_day != to:
            says.append(f"{to} is avoided: {open_day}.")
            window = f"An infusion moves from a day that is avoided {_TO[moves.way]}, by at most "
            window += f"{units.so_many(moves.within, 'days')}."
        on = open_day or to
        if infusions and on <= infusions[-1][-1].date:
            raise Refused(
                "moved",
                f"{worded('moved')}: the infusion of {planned_on} would come to stand on {on}, not "
                f"after the one before it on {infusions[-1][-1].date}.",
            )
        if infusions and is_immunoglobulin(result):
            due = _due(meant[-1], planned[-1], placed)
            came_from = infusions[-1][0].date
            as_due = on in {day + (came_from - meant[-1]) for day in due}
            found = outside(to, due)
            if placed.every is not None and (found is not None or not as_due):
                said = _since(came_from, on, found, placed, result)
                since.append(TimeSince(on, found, said))
                says.append(said)
        infusions.append(tuple(_on(dose, on - planned_on) for dose in infusion))
        meant.append(to)
        planned.append(planned_on)
    if infusions and infusions[-1][-1].date > placed.end and says:
        says.append(f"The last infusion lies after the phase's end, {placed.end}.")
    moved = replace(
        placed,
        infusions=tuple(infusions),
        moves=" ".join(filter(None, (window, *says))),
        meant_on=tuple(meant),
        since_last=tuple(since),
    )
    return moved, frozenset(used)


def _on(dose: ScheduledDose, by: timedelta) -> ScheduledDose:
    return replace(dose, date=dose.date + by) if by else dose


def _open_day(day: date, length: int, moves: Moves) -> date | None:
    """Return the day on which an infusion of so many days starts; None where none is open."""
    for distance in range(moves.within + 1):
        for sign in {"after": (1,), "before": (-1,), "nearest": (-1, 1)}[moves.way]:
            start = day + timedelta(days=sign * distance)
            if not any(moves.avoids(start + timedelta(days=part)) for part in range(length)):
                return start
    return None


def _due(meant: date, planned: date, placed: PlacedDoses) -> tuple[date, ...]:
    """Return the days on which the next infusion is due: by the interval, and as it was planned.

    Counted from its start, a phase of calendar months that begins on a 31st does not have one and
    the same number of days between two infusions.
    """
    following = bisect_right(placed.infusions, planned, key=lambda infusion: infusion[0].date)
    as_planned = [
        meant + (infusion[0].date - planned)
        for infusion in placed.infusions[following : following + 1]
    ]
    by_interval = [] if placed.every is None else [after(meant, placed.every, 1)]
    return (*by_interval, *as_planned)


def _since(
    before: date, on: date, found: SinceLast | None, placed: PlacedDoses, result: Result
) -> str:
    """Say how long it is since the infusion before, what that comes to, and what to look at."""
    days, are = days_between(before, on)
    came, regular = exposure_over(days, result.values, placed)
    said = f"From {before} to {on} {are}: {shown(came)} in place of {shown(regular)}."
    if found is None or placed.every is None:
        return said
    return f"{said} That is {look(found, [placed.every])}."
