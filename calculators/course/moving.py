"""Days that are avoided, and infusions that are moved or left out.

The rhythm stays what it was: a day that is avoided moves its own infusion only. What a person moves
is one infusion or, with "and after", it and all that follow in its phase.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import units
from calculators.typed.values import choice, names, quoted, read_date
from calculators.working import Chosen, times
from units import Refused, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.course.placing import PlacedDoses, ScheduledDose
    from calculators.typed.keys import Key
    from plan_data.schema.plan import Plan

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
                f'Moved: {quoted(text)} cannot be read; write "2027-01-18 to 2027-01-20", and '
                '"and after" behind it where all that follows goes along.',
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
    placed: PlacedDoses, moves: Moves, weekly_per_kg: units.Quantity | None
) -> tuple[PlacedDoses, frozenset[date]]:
    """Return the doses on their days after the moves, and the days that a person's moves named.

    Parameters
    ----------
    weekly_per_kg
        The exposure of the phase, where it has one: what a move does to it is said.

    Raises
    ------
    units.Refused
        A moved infusion would come to stand on the day of another, or before it.
    """
    infusions: list[tuple[ScheduledDose, ...]] = []
    meant: list[date] = []
    used: set[date] = set()
    says: list[str] = []
    window = ""  # said once, where an infusion moves from a day that is avoided
    shift = timedelta(0)
    changed = False  # whether the time since the infusion before is not the regimen's
    for infusion in placed.infusions:
        planned_on = infusion[0].date
        if planned_on in moves.skipped:
            used.add(planned_on)
            says.append(f"The infusion of {planned_on} is left out.")
            changed = True
            continue
        to = planned_on + shift
        if planned_on in moves.moved:
            used.add(planned_on)
            to, tail = moves.moved[planned_on]
            shift = to - planned_on if tail else shift
            says.append(f"The infusion of {planned_on} is moved to {to}.")
            changed = True
        open_day = _open_day(to, len(infusion), moves)
        if open_day is None:
            says.append(
                f"No day within {moves.within} days of {to} is open; the infusion stays there."
            )
        elif open_day != to:
            says.append(f"{to} is avoided: {open_day}.")
            window = f"An infusion moves from a day that is avoided {_TO[moves.way]}, by at most "
            window += f"{moves.within} days."
        on = open_day or to
        if infusions and on <= infusions[-1][-1].date:
            raise Refused(
                "moved",
                f"Moved: the infusion of {planned_on} would come to stand on {on}, not after the "
                f"one before it on {infusions[-1][-1].date}.",
            )
        if changed and infusions:
            says += _exposure(infusions[-1][0].date, on, placed, weekly_per_kg)
        changed = planned_on in moves.moved and not moves.moved[planned_on][1]
        infusions.append(tuple(_on(dose, on - planned_on) for dose in infusion))
        meant.append(to)
    if infusions and infusions[-1][-1].date > placed.end and says:
        says.append(f"The last infusion lies after the phase's end, {placed.end}.")
    found = replace(
        placed,
        infusions=tuple(infusions),
        moves=" ".join(filter(None, (window, *says))),
        meant_on=tuple(meant),
    )
    return found, frozenset(used)


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


def _exposure(
    before: date, on: date, placed: PlacedDoses, weekly_per_kg: units.Quantity | None
) -> list[str]:
    """Say what the time since the infusion before comes to a week and kg."""
    if weekly_per_kg is None or placed.every is None:
        return []
    days = Chosen(units.quantity((on - before).days, "d"))
    came = times("", Chosen(weekly_per_kg), Chosen(placed.every), over=days, unit="g/kg/wk")
    said = f"From {before} to {on} are {shown(days.quantity)}: {shown(came.quantity)}"
    return [f"{said} in place of {shown(weekly_per_kg)}."]
