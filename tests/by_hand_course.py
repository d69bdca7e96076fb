"""The course on a calendar, worked out a second time without the project's code.

Dates are bare ``datetime``, grams bare ``Fraction``. Nothing of the project may be imported here:
agreement between two programs is evidence only while they share nothing. What is due comes from
the plan's tables 3A, 3C, 3D and section 6, read row by row; where a row has a range ("every 6 to
12 months") the earliest day of it is written down.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

OPEN_MONTHS = 12
"""calendar months for which a phase without an end is shown; project policy"""

IMMUNOGLOBULIN = ("induction", "maintenance", "scig")


@dataclass(frozen=True)
class Interval:
    """A number of days, weeks or calendar months (``d``, ``wk``, ``mo``)."""

    number: int
    unit: str


@dataclass(frozen=True)
class Phase:
    """One phase: `days` an infusion, `dose` in g/kg, `ivig` the grams from which SCIg is worked."""

    kind: str
    start: date
    until: date | None = None
    days: int = 1
    dose: Fraction = Fraction(0)
    every: Interval = Interval(1, "wk")
    ivig: Fraction = Fraction(0)
    ivig_weeks: int = 0


def months_after(start: date, months: int) -> date:
    """Return the same day so many months later, or that month's last day where it is shorter."""
    counted = start.year * 12 + (start.month - 1) + months
    year, month = counted // 12, counted % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def after(start: date, every: Interval, times: int) -> date:
    """Return the day so many intervals after `start`, counted from `start` each time."""
    if every.unit == "mo":
        return months_after(start, every.number * times)
    return start + timedelta(days=every.number * times * (7 if every.unit == "wk" else 1))


def ends(phases: list[Phase]) -> list[date]:
    """Return the last day that each phase may use."""
    found = []
    for place, phase in enumerate(phases):
        later = [
            each.start
            for each in phases[place + 1 :]
            if (each.kind in IMMUNOGLOBULIN) == (phase.kind in IMMUNOGLOBULIN)
        ]
        if phase.kind == "induction":
            end = phase.start + timedelta(days=phase.days - 1)
        elif phase.kind == "cyclophosphamide":
            end = months_after(phase.start, 6) - timedelta(days=1)
        elif phase.kind == "mycophenolate":
            end = months_after(phase.start, 6)
        elif phase.until is not None:
            end = phase.until
        elif phase.kind in IMMUNOGLOBULIN and later:
            end = min(later) - timedelta(days=1)
        else:
            end = months_after(phase.start, OPEN_MONTHS)
        found.append(end)
    return found


# Days after the first; mycophenolate is raised once, here after two weeks; eculizumab has no dose.
DAYS_OF = {
    "rituximab": [0, 7, 14, 21],
    "rituximab on days 1 and 15": [0, 14],
    "mycophenolate": [0, 14],
    "eculizumab": [],
}


def infusions(phase: Phase, end: date) -> list[list[date]]:
    """Return the days of each infusion; one of several days counts only where all of it fits."""
    if phase.kind == "induction":
        return [[phase.start + timedelta(days=day) for day in range(phase.days)]]
    if phase.kind == "cyclophosphamide":
        return [[months_after(phase.start, month)] for month in range(6)]
    if phase.kind in DAYS_OF:
        return [[phase.start + timedelta(days=day)] for day in DAYS_OF[phase.kind]]
    every = Interval(1, "wk") if phase.kind == "scig" else phase.every
    found: list[list[date]] = []
    while True:
        first = after(phase.start, every, len(found))
        days = [first + timedelta(days=day) for day in range(phase.days)]
        if days[-1] > end:
            return found
        found.append(days)


def grams(phase: Phase, weight_kg: Fraction) -> Fraction:
    """Return what is given on one day of an immunoglobulin phase, in g."""
    if phase.kind == "induction":
        return 2 * weight_kg / phase.days
    if phase.kind == "maintenance":
        return phase.dose * weight_kg / phase.days
    # What four weeks of IVIg come to, a quarter of it each week, and a fifth more.
    return phase.ivig * 4 / phase.ivig_weeks / 4 * Fraction(6, 5)


def administrations(phases: list[Phase], weight_kg: Fraction) -> list[tuple[date, int, Fraction]]:
    """Return day, number of the phase and grams, in order; immunoglobulin only."""
    found = [
        (day, number, grams(phase, weight_kg))
        for number, (phase, end) in enumerate(zip(phases, ends(phases), strict=True), start=1)
        if phase.kind in IMMUNOGLOBULIN
        for infusion in infusions(phase, end)
        for day in infusion
    ]
    return sorted(found, key=lambda each: each[:2])


# 180 cm and 80 kg are √(180 × 80 ÷ 3600) = 2 m² by Mosteller: 2 × 1 g, 2 × 375 mg; in mg.
OF_OTHERS = {
    "cyclophosphamide": [2000] * 6,
    "rituximab": [750] * 4,
    "rituximab on days 1 and 15": [1000, 1000],
    "mycophenolate": [1000, 2000],
    "eculizumab": [],
}


def of_others(phases: list[Phase]) -> list[tuple[date, int, int]]:
    """Return day, number of the phase and mg of what is no immunoglobulin, for 180 cm and 80 kg."""
    found = [
        (day, number, amount)
        for number, (phase, end) in enumerate(zip(phases, ends(phases), strict=True), start=1)
        if phase.kind in OF_OTHERS
        for [day], amount in zip(infusions(phase, end), OF_OTHERS[phase.kind], strict=True)
    ]
    return sorted(found)


def hours_from_utc(place: str, day: date) -> int:
    """Return how far the clocks of a place are from UTC on a day, after five in the morning.

    The European Union changes on the last Sundays of March and October (Directive 2000/84/EC), the
    United States on the second Sunday of March and the first of November (Energy Policy Act 2005).
    """

    def sunday(month: int, after_day: int) -> date:
        return next(
            found
            for number in range(after_day, after_day + 7)
            if (found := date(day.year, month, number)).isoweekday() == 7
        )

    if place == "Europe/Berlin":
        return 2 if sunday(3, 25) <= day < sunday(10, 25) else 1
    return -4 if sunday(3, 8) <= day < sunday(11, 1) else -5


def _regimen(phase: Phase) -> tuple[object, ...]:
    """Return what makes a dose another one: over how many days it is dealt out does not."""
    if phase.kind == "scig":
        return (phase.kind, phase.ivig / phase.ivig_weeks)
    days = phase.every.number * {"d": 1, "wk": 7, "mo": 1}[phase.every.unit]
    return (phase.kind, phase.dose, days, phase.every.unit == "mo")


def _regular(first: date, last: date, every: Interval, *, at_first: bool) -> set[date]:
    found, place = set(), 0 if at_first else 1
    while (day := after(first, every, place)) <= last:
        found.add(day)
        place += 1
    return found


RITUXIMAB = ("rituximab", "rituximab on days 1 and 15")
CBC, GRIP, EXAMINED = "Complete blood count (CBC)", "Grip strength", "Clinical examination"
THREE, SIX, TWELVE = (Interval(months, "mo") for months in (3, 6, 12))


def monitoring(phases: list[Phase], *, at_risk: bool | None = None) -> set[tuple[date, str]]:
    """Return day and check; `at_risk` is whether the patient is, None where it is not recorded."""
    reached = list(zip(phases, ends(phases), strict=True))
    found = _over_the_whole(reached)
    before: Phase | None = None
    for phase, end in reached:
        found |= _of_one(phase, end, at_risk=at_risk)
        if phase.kind in IMMUNOGLOBULIN:
            if before is None or _regimen(before) != _regimen(phase):
                found |= {(phase.start, GRIP), (phase.start + timedelta(weeks=2), GRIP)}
            before = phase
    return found


def _of_one(phase: Phase, end: date, *, at_risk: bool | None) -> set[tuple[date, str]]:
    dates = infusions(phase, end)
    firsts = {days[0] for days in dates}
    if phase.kind in {"induction", "maintenance"}:
        found = {(day, what) for day in firsts for what in ("Creatinine", CBC, GRIP, "MRC grading")}
        # 3A: 48 hours after, always. Section 6: with risk factors; not recorded is not none.
        if phase.kind == "induction" or at_risk is not False:
            found |= {(days[-1] + timedelta(hours=48), "Creatinine") for days in dates}
        return found
    if phase.kind == "cyclophosphamide":
        weekly = _regular(phase.start, end, Interval(1, "wk"), at_first=True)
        with_it = ("Urinalysis", "Creatinine", "Liver function tests")
        return {(day, CBC) for day in weekly} | {(day, what) for day in firsts for what in with_it}
    if phase.kind == "mycophenolate":
        monthly = _regular(phase.start, end, Interval(1, "mo"), at_first=False)
        return {(end, "End of the mycophenolate trial")} | {(day, CBC) for day in monthly}
    if phase.kind == "eculizumab":
        return {(phase.start - timedelta(weeks=2), "Meningococcal vaccination")}
    if phase.kind in RITUXIMAB:
        quarters = _regular(phase.start, end, THREE, at_first=False)
        return {(day, what) for day in quarters for what in ("CD19/CD20 counts", "Immunoglobulins")}
    return set()


def _over_the_whole(reached: list[tuple[Phase, date]]) -> set[tuple[date, str]]:
    """Return what is due at an interval, however many phases the treatment has."""
    found: set[tuple[date, str]] = set()
    for whats, kinds, every, at_first in (
        ((GRIP, EXAMINED), ("maintenance", "scig"), THREE, False),
        ((CBC,), ("scig",), THREE, False),
        (("Serum IgG trough",), IMMUNOGLOBULIN, SIX, False),
        (("NCS/EMG",), (*IMMUNOGLOBULIN, "cyclophosphamide", *RITUXIMAB), TWELVE, False),
        (("FVC",), (*IMMUNOGLOBULIN, "cyclophosphamide", *RITUXIMAB), TWELVE, True),
    ):
        both = [(phase.start, end) for phase, end in reached if phase.kind in kinds]
        if both:
            first, last = min(start for start, _ in both), max(end for _, end in both)
            days = _regular(first, last, every, at_first=at_first)
            found |= {(day, what) for day in days for what in whats}
    return found


def since_last(phases: list[Phase]) -> list[str]:
    """Return of each phase whether its first dose comes before or after one is due, else nothing.

    Due is one interval after the last dose, by the phase before or by its own. An induction has no
    interval, and what comes after it is counted from its first day; a pause beside it is no gap.
    From an infusion of several days the next is counted from its first, SCIg from its last.
    """
    found = []
    before: tuple[list[date], Phase] | None = None
    for phase, end in zip(phases, ends(phases), strict=True):
        dates = infusions(phase, end)
        said = ""
        if phase.kind in IMMUNOGLOBULIN and dates:
            if before is not None:
                last = before[0][-1 if phase.kind == "scig" else 0]
                said = _outside(last, dates[0][0], before[1], phase)
            before = (dates[-1], phase)
        found.append(said)
    return found


def _outside(last: date, first: date, *both: Phase) -> str:
    weekly = Interval(1, "wk")
    due = sorted(
        after(last, weekly if each.kind == "scig" else each.every, 1)
        for each in both
        if each.kind != "induction"
    )
    if first < due[0]:
        return "sooner than the interval"
    if first > due[-1] and "induction" not in {each.kind for each in both}:
        return "later than the interval"
    return ""
