"""The day on which a next phase would begin: proposed with its reason, never one that is past."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from asking import PLAN, answered, result_of, run

from calculators.course.course import CourseResult
from calculators.course.next_start import proposed_start

# Mondays from 1 June 2026 on: the last up to 30 November is 16 November, the next 7 December.
EVERY_3 = "maintenance dose='1 g/kg' every='3 weeks' start=2026-06-01"


def rung(dose: str, every: str, today: str = "2026-11-30", **request: Any) -> dict[str, Any]:
    given = {"weight": "80 kg", "today": today, "phases": [EVERY_3], **request}
    [found] = [
        each
        for each in result_of("titrate", **given)["regimens"]
        if (each["dose"]["value"], each["every"]["value"]) == (dose, every)
    ]
    assert isinstance(found, dict)
    return found


MAINTENANCE = {"calculator": "maintenance", "dose": "1 g/kg", "every": "4 weeks"}
AT_HOME = {"calculator": "scig", "ivig_dose": "80 g", "every": "3 weeks"}


# --- a step of titration --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dose", "every", "on", "says"),
    [
        pytest.param(
            "1",
            "4",
            "2026-12-14",
            "Proposed is 2026-12-14, 4 weeks after 2026-11-16, the last infusion: the dose stays, "
            "so its new interval.",
            id="the same dose at a longer interval",
        ),
        pytest.param(
            "1", "2", "2026-11-30", "2 weeks after 2026-11-16", id="at a shorter one: today"
        ),
        pytest.param(
            "2",
            "5",
            "2026-12-07",
            "Proposed is 2026-12-07, 3 weeks after 2026-11-16, the last infusion: another dose, "
            "so when the present one is due.",
            id="another dose",
        ),
    ],
)
def test_a_step_begins_when_a_dose_is_due(dose: str, every: str, on: str, says: str) -> None:
    found = rung(dose, every)
    assert found["next_on"] == on
    assert says in found["next_says"]


def test_a_day_that_is_past_is_said_and_not_proposed() -> None:
    found = rung("1", "2", today="2026-12-01")
    assert found["next_on"] is None
    assert found["next_says"] == (
        "A dose was due on 2026-11-30, 2 weeks after 2026-11-16, the last infusion: the dose "
        "stays, so its new interval. That day is past, so choose one."
    )


def test_the_present_regimen_has_no_next_start() -> None:
    assert rung("1", "3")["next_says"] == ""


def test_an_infusion_that_was_moved_counts_where_it_was_given() -> None:
    found = rung("1", "4", moved=["2026-11-16 to 2026-11-18"])
    assert found["next_on"] == "2026-12-16"


def test_without_a_course_and_before_its_first_infusion_no_day_is_proposed() -> None:
    result = result_of("titrate", weight="80 kg", dose="1 g/kg", every="3 weeks")
    assert {each["next_on"] for each in result["regimens"]} == {None}
    assert rung("1", "4", today="2026-05-31")["next_on"] is None


def test_the_proposed_day_is_one_on_which_the_course_finds_nothing_to_look_at() -> None:
    for each in result_of("titrate", weight="80 kg", phases=[EVERY_3], today="2026-11-30")[
        "regimens"
    ]:
        if each["next_on"] is None:
            continue
        step = {
            "calculator": "maintenance",
            "dose": f"{each['dose']['value']} g/kg",
            "every": f"{each['every']['value']} weeks",
            "start": each["next_on"],
        }
        assert each["next_after"] == "2026-11-16"
        before = f"{EVERY_3} until={each['next_after']}"
        course = answered("course", weight="80 kg", phases=[before, step], today="2026-11-30")
        assert "since_last_dose" not in {found.rule for found in course.checks.findings}


def test_the_command_line_says_it() -> None:
    _, text, _ = run("titrate", "--weight", "80 kg", "--today", "2026-11-30", "--phase", EVERY_3)
    assert "(above). Proposed is 2026-12-07, 3 weeks after 2026-11-16" in text


# --- a dose that is put at the end of a course ----------------------------------------------------


@pytest.mark.parametrize(
    ("phase", "of", "on", "says"),
    [
        pytest.param(
            f"{EVERY_3} until=2027-01-31",
            MAINTENANCE,
            date(2027, 2, 15),
            "4 weeks after 2027-01-18, the last infusion: the dose stays",
            id="maintenance after maintenance that ends",
        ),
        pytest.param(
            EVERY_3,
            MAINTENANCE,
            date(2026, 12, 7),
            "3 weeks after 2026-11-16, the last infusion: the phase before goes on, so when the "
            "present one is due",
            id="a longer interval after maintenance that goes on: its next infusion",
        ),
        pytest.param(
            EVERY_3,
            {**MAINTENANCE, "every": "2 weeks"},
            date(2026, 11, 30),
            "2 weeks after 2026-11-16, the last infusion: the dose stays, so its new interval",
            id="a shorter interval after maintenance that goes on",
        ),
        pytest.param(
            "induction days=5 start=2026-12-07",
            MAINTENANCE,
            date(2027, 1, 4),
            "4 weeks after 2026-12-07, the first day of the induction: its own interval",
            id="maintenance after an induction",
        ),
        pytest.param(
            f"{EVERY_3} days=2 until=2027-01-31",
            AT_HOME,
            date(2027, 1, 26),
            "1 week after 2027-01-19, the last day by vein (Hizentra label, CIDP · Dose [A])",
            id="under the skin after infusions over two days",
        ),
        pytest.param(
            "scig ivig_dose='80 g' every='3 weeks' start=2026-12-07 until=2027-01-18",
            MAINTENANCE,
            date(2027, 1, 25),
            "1 week after 2027-01-18, the last week under the skin",
            id="by vein after under the skin",
        ),
        pytest.param(EVERY_3, {"calculator": "induction", "days": 5}, None, "", id="an induction"),
        pytest.param(
            "cyclophosphamide start=2026-12-07",
            MAINTENANCE,
            None,
            "",
            id="after what is no immunoglobulin",
        ),
        pytest.param(
            f"{EVERY_3} until=2027-01-31",
            {"calculator": "rituximab", "height": "180 cm"},
            None,
            "",
            id="of what is no immunoglobulin",
        ),
    ],
)
def test_a_dose_follows_the_last_of_the_course(
    phase: str, of: dict[str, Any], on: date | None, says: str
) -> None:
    height = {} if "cyclophosphamide" not in phase else {"height": "180 cm"}
    course = answered("course", weight="80 kg", phases=[phase], today="2026-11-30", **height).result
    assert isinstance(course, CourseResult)
    result = answered(**{"weight": "80 kg", "today": "2026-11-30", **of}).result
    found = proposed_start(course.planned, result, PLAN, date(2026, 11, 30), cuts=False)
    assert found.on == on
    assert says in found.says
