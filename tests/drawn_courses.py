"""Courses of up to three years at random, as the second hand has them and as they are sent."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from by_hand_course import OF_OTHERS, Interval, Phase
from hypothesis import strategies as st

WORDS = {"d": "days", "wk": "weeks", "mo": "months"}
# Days at which a calendar is easily got wrong: around a leap day, at the end of a month and of a
# year, and on those on which clocks change in Europe and in America.
EDGES = [
    *(date(2028, 2, day) for day in (27, 28, 29)),
    *(date(2028, 3, 1), date(2027, 2, 28), date(2027, 3, 1), date(2027, 8, 30), date(2027, 8, 31)),
    *(date(2027, 12, 30), date(2027, 12, 31), date(2028, 1, 1), date(2028, 1, 31)),
    *(date(2027, 3, 28), date(2027, 10, 31), date(2027, 3, 14), date(2027, 11, 7)),
]
days = st.one_of(st.dates(date(2025, 1, 1), date(2031, 12, 31)), st.sampled_from(EDGES))
intervals = st.one_of(
    st.builds(Interval, st.integers(1, 12), st.just("wk")),
    st.builds(Interval, st.integers(5, 70), st.just("d")),
    st.builds(Interval, st.integers(1, 3), st.just("mo")),
)
doses = st.sampled_from([Fraction(1), Fraction(2), Fraction(1, 2), Fraction("0.8")])


@st.composite
def courses(draw: st.DrawFn) -> list[Phase]:
    """Draw a course of up to three years: immunoglobulin in turn, with gaps and open ends."""
    start = draw(days)
    last_day = start + timedelta(days=3 * 365)
    phases: list[Phase] = []
    if draw(st.booleans()):
        phases.append(Phase("induction", start, days=draw(st.integers(2, 5))))
        start += timedelta(days=draw(st.integers(5, 40)))
    for _ in range(draw(st.integers(0 if phases else 1, 4))):
        until = start + timedelta(days=draw(st.integers(0, 300)))
        gap = timedelta(days=draw(st.integers(1, 40)))
        end = None if draw(st.booleans()) else until
        if until + gap > last_day:
            break
        if draw(st.booleans()):
            every = draw(intervals)
            split = draw(st.integers(1, 5))
            phases.append(
                Phase("maintenance", start, end, days=split, dose=draw(doses), every=every)
            )
        else:
            ivig = Fraction(draw(st.integers(20, 160)))
            phases.append(Phase("scig", start, end, ivig=ivig, ivig_weeks=draw(st.integers(2, 8))))
        start = until + gap
    return phases


@st.composite
def mixed_courses(draw: st.DrawFn) -> list[Phase]:
    """Draw a course of immunoglobulin with other treatments of the plan beside it, each once."""
    phases = draw(courses())
    begun = phases[0].start
    kinds = draw(st.lists(st.sampled_from(sorted(OF_OTHERS)), unique_by=_treatment, max_size=4))
    for kind in kinds:
        later = st.integers(0, 2 * 365).map(lambda count: begun + timedelta(days=count))
        edges = st.sampled_from([each for each in EDGES if each >= begun] or [begun])
        phases.append(Phase(kind, draw(st.one_of(later, edges))))
    return phases


def _treatment(kind: str) -> str:
    return kind.partition(" ")[0]


def asked(phase: Phase) -> dict[str, Any]:
    """Return a phase as it is sent."""
    if phase.kind in OF_OTHERS:
        more = {
            "mycophenolate": {"step_every": "2 weeks"},
            "rituximab on days 1 and 15": {"regimen": "two_doses"},
        }
        kind = {"calculator": _treatment(phase.kind), "start": phase.start.isoformat()}
        return kind | more.get(phase.kind, {})
    sent: dict[str, Any] = {"calculator": phase.kind, "start": phase.start.isoformat()}
    if phase.until is not None:
        sent["until"] = phase.until.isoformat()
    if phase.kind != "scig":
        sent["days"] = phase.days
    if phase.kind == "maintenance":
        every = phase.every
        sent |= {
            "dose": f"{float(phase.dose)} g/kg",
            "every": f"{every.number} {WORDS[every.unit]}",
        }
    if phase.kind == "scig":
        sent |= {"ivig_dose": f"{phase.ivig} g", "every": f"{phase.ivig_weeks} weeks"}
    return sent
