"""The time between two infusions of one phase: what it comes to, and when it is looked at.

The same rule as between two phases: sooner or later than the interval is a caution, a day that was
only moved from one that is avoided is none, and what the time comes to a week is said of either.
Days are counted on the wall calendar; 1 g/kg in n days is 7 ÷ n g/kg/week.
"""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from asking import PLAN, answer_to, answered, finding, run
from complete_cases import COMPLETE
from hypothesis import given
from hypothesis import strategies as st

from exchange.courses.course_table import course_table
from units import Refused

# Infusions on 28 December, 18 January, 8 February and 1 March, all Mondays.
FIRST = date(2026, 12, 28)
EVERY_3 = "maintenance dose='1 g/kg' every='3 weeks' start=2026-12-28 until=2027-03-01"
AT_HOME = "scig ivig_dose='60 g' every='3 weeks' start=2026-12-07 until=2026-12-28"
MONTHLY = "maintenance dose='1 g/kg' every='1 month' start=2027-01-31 until=2027-05-31"


def course(*phases: str, **request: Any) -> dict[str, Any]:
    return answer_to("course", phases=list(phases), weight="80 kg", today="2026-12-07", **request)


def headings(answer: dict[str, Any]) -> list[str]:
    found = [each for each in answer["checks"]["findings"] if each["rule"] == "since_last_dose"]
    assert {each["outcome"] for each in found} <= {"caution"}
    return [each["heading"] for each in found]


SOONER = "Phase 1, IVIg maintenance: A dose comes SOONER after the one before it than an interval"
LATER = SOONER.replace("SOONER", "LATER")


@pytest.mark.parametrize(
    ("request_", "heading", "says"),
    [
        pytest.param(
            {"moved": ["2027-01-18 to 2026-12-29"]},
            [SOONER],
            "From 2026-12-28 to 2026-12-29 is 1 day: 7 g/kg/week in place of ≈ 0.3333 g/kg/week. "
            "That is sooner than the interval, 3 weeks: a dose more in the time of the one before; "
            "see whether it is meant. From 2026-12-29 to 2027-02-08 are 41 days: ≈ 0.1707 "
            "g/kg/week in place of ≈ 0.3333 g/kg/week. That is later than the interval, 3 weeks: a "
            "time without a dose that is due; see whether it is meant.",
            id="a day after the one before",
        ),
        pytest.param(
            {"moved": ["2027-01-18 to 2027-01-17 and after"]},
            [SOONER],
            "From 2026-12-28 to 2027-01-17 are 20 days: 0.35 g/kg/week in place of ≈ 0.3333 "
            "g/kg/week. That is sooner than the interval, 3 weeks",
            id="a day early, with all that follow",
        ),
        pytest.param(
            {"moved": ["2027-01-18 to 2027-01-18"]},
            [],
            "The infusion of 2027-01-18 is moved to 2027-01-18. Unknown:",
            id="to its own day",
        ),
        pytest.param(
            {"moved": ["2027-01-18 to 2027-01-19 and after"]},
            [LATER],
            "From 2026-12-28 to 2027-01-19 are 22 days: ≈ 0.3182 g/kg/week in place of ≈ 0.3333 "
            "g/kg/week. That is later than the interval, 3 weeks",
            id="a day late, with all that follow",
        ),
        pytest.param(
            {"moved": ["2027-03-01 to 2027-03-02"]},
            [LATER],
            "From 2027-02-08 to 2027-03-02 are 22 days",
            id="the last, a day late",
        ),
        pytest.param(
            {"skipped": ["2027-01-18"]},
            [LATER],
            "From 2026-12-28 to 2027-02-08 are 42 days: ≈ 0.1667 g/kg/week in place of ≈ 0.3333 "
            "g/kg/week. That is later than the interval, 3 weeks",
            id="one left out",
        ),
        pytest.param({"skipped": ["2026-12-28"]}, [], "2026-12-28 is left out", id="the first"),
        pytest.param(
            {"avoid": ["2027-01-18"]},
            [],
            "2027-01-18 is avoided: 2027-01-19. From 2026-12-28 to 2027-01-19 are 22 days: "
            "≈ 0.3182 g/kg/week in place of ≈ 0.3333 g/kg/week. From 2027-01-19 to 2027-02-08 "
            "are 20 days: 0.35 g/kg/week in place of ≈ 0.3333 g/kg/week. Unknown:",
            id="off a day that is avoided",
        ),
        pytest.param(
            {"avoid": ["2027-01-18", "2027-02-08"]},
            [],
            "2027-01-18 is avoided: 2027-01-19. From 2026-12-28 to 2027-01-19 are 22 days: "
            "≈ 0.3182 g/kg/week in place of ≈ 0.3333 g/kg/week. 2027-02-08 is avoided: 2027-02-09. "
            "From 2027-02-09 to 2027-03-01 are 20 days: 0.35",
            id="two off their days alike, three weeks apart",
        ),
    ],
)
def test_an_infusion_of_a_phase(request_: dict[str, Any], heading: list[str], says: str) -> None:
    answer = course(EVERY_3, **request_)
    assert headings(answer) == heading
    assert says in answer["result"]["phases"][0]["says"]


def test_the_caution_holds_what_is_said_of_each_of_them() -> None:
    answer = course(EVERY_3, moved=["2027-01-18 to 2026-12-30"])
    found = finding(answer, "since_last_dose")
    assert found["seen"].startswith("From 2026-12-28 to 2026-12-30 are 2 days: 3.5 g/kg/week")
    assert "From 2026-12-30 to 2027-02-08 are 40 days: 0.175 g/kg/week" in found["seen"]
    assert "Project policy" in found["source"]
    assert found["resolve"].startswith("Move it to the day on which one is due")
    assert answer["result"]["administrations"][1]["date"] == "2026-12-30"


def test_scig_is_looked_at_by_its_weeks() -> None:
    """24 g a week: after three days that is 24 × 7 ÷ 3, after eleven 24 × 7 ÷ 11."""
    answer = course(AT_HOME, moved=["2026-12-14 to 2026-12-10"])
    says = answer["result"]["phases"][0]["says"]
    assert "From 2026-12-07 to 2026-12-10 are 3 days: 56 g/week in place of 24 g/week" in says
    assert "From 2026-12-10 to 2026-12-21 are 11 days: ≈ 15.27 g/week" in says
    assert headings(answer) == [SOONER.replace("IVIg", "SCIg")]


def test_the_days_of_calendar_months_are_due_as_they_are_planned() -> None:
    """31 January, 28 February, 31 March: 28 and 31 days apart, and neither early nor late."""
    assert headings(course(MONTHLY)) == []
    assert headings(course(MONTHLY, avoid=["2027-02-28"])) == []
    assert headings(course(MONTHLY, moved=["2027-02-28 to 2027-02-27"])) == [SOONER]
    assert headings(course(MONTHLY, moved=["2027-02-28 to 2027-03-01"])) == [SOONER]  # 30 days on


def test_a_first_dose_off_a_day_that_is_avoided_says_what_the_time_comes_to() -> None:
    step = "maintenance dose='2 g/kg' every='5 weeks' start=2027-03-22 until=2027-06-01"
    answer = course(EVERY_3, step, avoid=["2027-03-22"])
    assert headings(answer) == []
    assert (
        "From the last dose before it, 2027-03-01, to 2027-03-23 are 22 days. Over them it comes "
        "to ≈ 0.3182 g/kg/week in place of ≈ 0.3333 g/kg/week."
    ) in answer["result"]["phases"][1]["says"]


def test_what_is_no_immunoglobulin_has_no_such_rule() -> None:
    monthly = "cyclophosphamide start=2026-12-07"
    answer = course(monthly, height="180 cm", moved=["2027-01-07 to 2026-12-09"])
    assert headings(answer) == []
    assert "g/kg/week" not in answer["result"]["phases"][0]["says"]


def test_where_all_else_is_clear_the_days_of_the_phase_carry_the_caution() -> None:
    complete = {key: value for key, value in COMPLETE["maintenance"].items()
                if key not in {"calculator", "dose", "every"}}  # fmt: skip
    phase = "maintenance dose='1 g/kg' every='3 weeks' start=2026-11-25 until=2026-12-20"
    for change, outcome in ((["2026-12-16 to 2026-11-27"], "caution"), ([], "clear")):
        answer = answer_to("course", phases=[phase], moved=change, **complete)
        assert {each["standing"] for each in answer["result"]["administrations"]} == {outcome}
        assert answer["checks"]["outcome"] == outcome


# --- in every other entry -------------------------------------------------------------------------


def test_the_command_line_says_it() -> None:
    _, text, _ = run("course", "--weight", "80 kg", "--today", "2026-12-07", "--phase", EVERY_3,
                     "--moved", "2027-01-18 to 2026-12-29")  # fmt: skip
    plain = " ".join(text.split())
    assert f"CAUTION: {SOONER}" in plain
    assert "From 2026-12-28 to 2026-12-29 is 1 day: 7 g/kg/week" in plain


def test_the_table_says_it_on_the_day_of_the_infusion() -> None:
    answer = answered("course", phases=[EVERY_3], weight="80 kg", today="2026-12-07",
                      moved=["2027-01-18 to 2026-12-30"])  # fmt: skip
    rows = csv.DictReader(io.StringIO(course_table(answer, PLAN, "csv").decode("utf-8-sig")))
    said = {row["date"]: row["because"] for row in rows if row["kind"] == "treatment"}
    assert said["2026-12-28"] == ""
    assert said["2026-12-30"].startswith("From 2026-12-28 to 2026-12-30 are 2 days: 3.5 g/kg/week")
    assert said["2027-02-08"].startswith("From 2026-12-30 to 2027-02-08 are 40 days")
    assert said["2027-03-01"] == ""


# --- against a second hand ------------------------------------------------------------------------


@given(
    weeks=st.integers(1, 6),
    which=st.integers(1, 3),
    by=st.integers(-45, 45),
    tail=st.booleans(),
    left_out=st.sets(st.integers(0, 4), max_size=2),
)
def test_days_and_caution_are_those_of_the_second_hand(
    *, weeks: int, which: int, by: int, tail: bool, left_out: set[int]
) -> None:
    """Each infusion that stands against the one before it: n days, and 7 ÷ n g/kg/week."""
    interval = timedelta(weeks=weeks)
    planned = [FIRST + interval * place for place in range(5)]
    came = [
        day + timedelta(days=by if place == which or (tail and place > which) else 0)
        for place, day in enumerate(planned)
    ]
    stands = [day for place, day in enumerate(came) if place not in left_out]
    phase = f"maintenance dose='1 g/kg' every='{weeks} weeks' start={FIRST} until={planned[-1]}"
    moved = f"{planned[which]} to {planned[which] + timedelta(days=by)}" + " and after" * tail
    request = {"skipped": [str(planned[place]) for place in left_out]}
    if which not in left_out:
        request["moved"] = [moved]
    elif tail:
        stands = [day for place, day in enumerate(planned) if place not in left_out]
    try:
        answer = course(phase, **request)
    except Refused:
        assert sorted(set(stands)) != stands or not stands
        return
    assert [each["date"] for each in answer["result"]["administrations"]] == list(map(str, stands))
    says = answer["result"]["phases"][0]["says"]
    apart = [(one, other, (other - one).days) for one, other in pairwise(stands)]
    for one, other, days in apart:
        assert (f"From {one} to {other} " in says) == (days != 7 * weeks)
    sooner = any(days < 7 * weeks for *_, days in apart)
    later = any(days > 7 * weeks for *_, days in apart)
    assert headings(answer) == ([SOONER] if sooner else [LATER] if later else [])
