"""The time from the last dose of a phase to the first of the next, and when it is looked at."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import by_hand_course as by_hand
import pytest
from asking import PLAN, answer_to, answered, finding, in_batch, refusal_of, run
from by_hand_course import Phase
from complete_cases import COMPLETE
from drawn_courses import asked, courses
from hypothesis import given

from calculators.course.course import CourseResult
from exchange.courses.course_table import course_table

# 80 g on 28 December, 18 January, 8 February and 1 March, all Mondays.
EVERY_3 = "maintenance dose='1 g/kg' every='3 weeks' start=2026-12-28 until=2027-03-01"
EVERY_5 = "maintenance dose='2 g/kg' every='5 weeks' start={} until=2027-06-01"
AT_HOME = "scig ivig_dose='80 g' every='3 weeks' start={} until={}"
INDUCTION = "induction days=5 start=2026-12-07"


def course(*phases: str, **request: Any) -> dict[str, Any]:
    given = {"weight": "80 kg", "today": "2026-12-07", **request}
    return answer_to("course", phases=list(phases), **given)


def said(*phases: str, **request: Any) -> str:
    """Return what is said of the last phase."""
    says: str = course(*phases, **request)["result"]["phases"][-1]["says"]
    return says


def warned(*phases: str, **request: Any) -> str:
    """Return the outcome of the check on the time since the last dose; nothing where none is."""
    findings = course(*phases, **request)["checks"]["findings"]
    return "".join(each["outcome"] for each in findings if each["rule"] == "since_last_dose")


# --- on which side of the intervals ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "outcome", "says"),
    [
        pytest.param(
            "2027-03-03",
            "caution",
            "From the last dose before it, 2027-03-01, to 2027-03-03 are 2 days, sooner than the "
            "interval, 3 weeks or 5 weeks: a dose more in the time of the one before; see whether "
            # 1 g/kg in 2 days, × 7 ÷ 2
            "it is meant. Over them it comes to 3.5 g/kg/week in place of ≈ 0.3333 g/kg/week.",
            id="two days after the last infusion",
        ),
        pytest.param(
            "2027-03-21",
            "caution",
            "are 20 days, sooner than the interval, 3 weeks or 5 weeks: a dose more",
            id="a day before the interval of the phase before",
        ),
        pytest.param("2027-03-22", "", "", id="on its interval"),
        pytest.param(
            "2027-03-29",
            "",
            # 1 g/kg in 28 days
            "From the last dose before it, 2027-03-01, to 2027-03-29 are 28 days. Over them it "
            "comes to 0.25 g/kg/week in place of ≈ 0.3333 g/kg/week.",
            id="between the two intervals",
        ),
        pytest.param("2027-04-05", "", "", id="on its own interval"),
        pytest.param(
            "2027-04-06",
            "caution",
            "are 36 days, later than the interval, 3 weeks or 5 weeks: a time without a dose that "
            # 7 ÷ 36
            "is due; see whether it is meant. Over them it comes to ≈ 0.1944 g/kg/week in place",
            id="a day after its own interval",
        ),
    ],
)
def test_a_step_of_maintenance(start: str, outcome: str, says: str) -> None:
    step = EVERY_5.format(start)
    assert warned(EVERY_3, step) == outcome
    assert says in said(EVERY_3, step)
    if not says:
        assert "last dose before it" not in said(EVERY_3, step)


@pytest.mark.parametrize(
    ("start", "outcome"),
    [
        pytest.param("2026-12-27", "caution", id="20 days after its first day"),
        pytest.param("2026-12-28", "", id="21 days after its first day"),
        pytest.param("2027-01-28", "", id="later, for which there is no interval"),
    ],
)
def test_maintenance_after_an_induction_is_counted_from_its_first_day(
    start: str, outcome: str
) -> None:
    maintenance = f"maintenance dose='1 g/kg' every='3 weeks' start={start} until=2027-03-01"
    assert warned(INDUCTION, maintenance) == outcome
    if outcome:
        # 2 g/kg × 7 ÷ 20
        assert (
            "From the induction, 2026-12-07, to 2026-12-27 are 20 days, sooner "
            "than the interval, 3 weeks: a dose more in the time of the one before; see whether "
            "it is meant. Over them it comes to 0.7 g/kg/week."
        ) in said(INDUCTION, maintenance)


@pytest.mark.parametrize(
    ("start", "outcome"),
    [
        pytest.param("2027-03-21", "caution", id="20 days after the last infusion"),
        pytest.param("2027-03-22", "", id="21 days after it"),
        pytest.param("2027-07-22", "", id="months later"),
    ],
)
def test_an_induction_after_maintenance_is_held_against_its_interval(
    start: str, outcome: str
) -> None:
    assert warned(EVERY_3, f"induction days=5 start={start}") == outcome


@pytest.mark.parametrize(
    ("start", "outcome"),
    [
        pytest.param("2027-03-07", "caution", id="six days after the last infusion"),
        pytest.param("2027-03-08", "", id="a week after it, as a label has it"),
        pytest.param("2027-03-15", "", id="two weeks after it"),
        pytest.param("2027-03-22", "", id="on the day of the next infusion"),
        pytest.param("2027-03-23", "caution", id="a day after that"),
    ],
)
def test_scig_after_ivig(start: str, outcome: str) -> None:
    assert warned(EVERY_3, AT_HOME.format(start, "2027-04-20")) == outcome


def test_ivig_after_scig_says_what_the_last_week_comes_to() -> None:
    at_home = AT_HOME.format("2026-12-07", "2026-12-14")
    # 32 g in 14 days, where 32 g a week are given.
    assert (
        "From the last dose before it, 2026-12-14, to 2026-12-28 are 14 days. Over them it comes "
        "to 16 g/week in place of 32 g/week."
    ) in said(at_home, EVERY_3)
    assert warned(at_home, EVERY_3.replace("2026-12-28", "2026-12-20")) == "caution"
    assert warned(at_home, EVERY_3.replace("2026-12-28", "2027-01-05")) == "caution"


def test_scig_after_infusions_of_two_days_is_counted_from_the_second() -> None:
    over_two = EVERY_3.replace("every", "days=2 every").replace("03-01", "03-02")
    found = {
        start: warned(over_two, AT_HOME.format(f"2027-03-{start}", "2027-04-20"))
        for start in ("08", "09", "23", "24")
    }
    assert found == {"08": "caution", "09": "", "23": "", "24": "caution"}
    assert "From the last dose before it, 2027-03-02, to 2027-03-08 are 6 days" in said(
        over_two, AT_HOME.format("2027-03-08", "2027-04-20")
    )


def test_scig_after_an_induction_is_counted_from_its_last_day() -> None:
    found = said(INDUCTION, AT_HOME.format("2026-12-17", "2027-01-20"))
    assert "From the induction's last day, 2026-12-11, to 2026-12-17 are 6 days" in found
    assert warned(INDUCTION, AT_HOME.format("2026-12-18", "2027-01-20")) == ""


def test_an_interval_of_calendar_months_ends_on_its_day() -> None:
    monthly = "maintenance dose='1 g/kg' every='1 month' start=2027-01-31 until=2027-01-31"
    step = "maintenance dose='1 g/kg' every='1 month' start={} until=2027-06-01"
    found = [warned(monthly, step.format(f"2027-{day}")) for day in ("02-27", "02-28", "03-01")]
    assert found == ["caution", "", "caution"]


# --- on the days as they came ---------------------------------------------------------------------


def test_a_moved_infusion_counts_where_it_stands() -> None:
    step = EVERY_5.format("2027-03-22")
    assert warned(EVERY_3, step) == ""
    assert warned(EVERY_3, step, moved=["2027-03-22 to 2027-03-04"]) == "caution"
    assert warned(EVERY_3, step, skipped=["2027-03-01"]) == "caution"  # 42 days since 8 February


def test_a_day_that_is_avoided_makes_no_step_early_or_late() -> None:
    step = EVERY_5.format("2027-03-22")
    avoided = {"avoid": ["2027-03-22"]}
    assert course(EVERY_3, step, **avoided)["result"]["administrations"][4]["date"] == "2027-03-23"
    assert warned(EVERY_3, step, **avoided) == ""
    assert "2027-03-22 is avoided: 2027-03-23." in said(EVERY_3, step, **avoided)


def test_what_is_contraindicated_is_not_counted_from() -> None:
    """A thrombosis on 10 January: within three months of 28 March, and not of 12 April."""
    facts = {"thromboembolic_event": {"value": "yes", "date": "2027-01-10"}}
    first = "maintenance dose='1 g/kg' every='3 weeks' start=2027-03-28 until=2027-03-28"
    second = "maintenance dose='1 g/kg' every='3 weeks' start=2027-04-12 until=2027-05-12"
    assert warned(first, second, today="2027-01-20") == "caution"
    assert warned(first, second, today="2027-01-20", facts=facts) == ""


def test_the_checks_are_made_at_the_day_to_which_the_first_dose_is_moved() -> None:
    """A thrombosis on 1 October is within three months of 31 December, and not of 4 January."""
    facts = {"thromboembolic_event": {"value": "yes", "date": "2026-10-01"}}
    phase = "maintenance dose='1 g/kg' every='3 weeks' start=2027-01-04 until=2027-01-25"
    [planned] = course(phase, facts=facts)["result"]["phases"]
    assert planned["standing"] == "unknown"
    for change in (
        {"moved": ["2027-01-04 to 2026-12-31"]},
        {"avoid": ["2027-01-04", "2027-01-03", "2027-01-02"], "move": "before"},
    ):
        result = course(phase, facts=facts, **change)["result"]
        assert result["phases"][0]["standing"] == "contraindicated", change
        assert result["administrations"] == []


def test_grip_is_due_after_the_day_on_which_the_dose_was_changed() -> None:
    step = EVERY_5.format("2027-03-22")
    due = {
        each["date"]: each["because"]
        for each in course(EVERY_3, step, moved=["2027-03-22 to 2027-03-24"])["result"][
            "monitoring"
        ]
        if each["what"] == "Grip strength"
    }
    assert "before a change of the dose" in due["2027-03-24"]
    assert due["2027-04-07"] == "2 to 4 weeks after a change of the dose"
    assert "2027-03-22" not in due


def test_a_first_infusion_that_is_moved_before_the_last_of_the_phase_before_is_refused() -> None:
    found = refusal_of(
        "course",
        phases=[EVERY_3, EVERY_5.format("2027-03-22")],
        weight="80 kg",
        today="2026-12-07",
        moved=["2027-03-22 to 2027-02-25"],
    )
    assert "starts on 2027-02-25, but phase 1, IVIg maintenance, lasts until 2027-03-01" in (
        found.message
    )


# --- where it is said -----------------------------------------------------------------------------

SOON = [EVERY_3, EVERY_5.format("2027-03-03")]


def test_it_is_a_caution_that_leaves_the_dose_on_the_schedule() -> None:
    answer = course(*SOON)
    found = finding(answer, "since_last_dose")
    assert found["outcome"] == "caution"
    assert found["heading"].startswith("Phase 2, IVIg maintenance: A dose comes SOONER")
    assert "2 days, sooner than the interval" in found["seen"]
    assert "Project policy" in found["source"]
    assert found["resolve"].startswith("Move it to the day on which one is due")
    assert answer["result"]["administrations"][4]["date"] == "2027-03-03"


def test_where_all_else_is_clear_the_days_of_the_phase_carry_the_caution() -> None:
    complete = {key: value for key, value in COMPLETE["maintenance"].items()
                if key not in {"calculator", "dose", "every"}}  # fmt: skip
    first = "maintenance dose='1 g/kg' every='3 weeks' start=2026-11-25 until=2026-11-25"
    second = "maintenance dose='1 g/kg' every='4 weeks' start={} until=2026-12-20"
    for start, outcome in (("2026-11-27", "caution"), ("2026-12-16", "clear")):
        answer = course(first, second.format(start), **complete)
        standing = {each["date"]: each["standing"] for each in answer["result"]["administrations"]}
        assert standing["2026-11-25"] == "clear"
        assert standing[start] == outcome
        assert answer["checks"]["outcome"] == outcome


def test_the_command_line_and_the_batch_say_it() -> None:
    asked_for = {"calculator": "course", "weight": "80 kg", "today": "2026-12-07", "phases": SOON}
    [answer] = in_batch(json.dumps(asked_for))
    assert "sooner than the interval" in answer["result"]["phases"][1]["says"]
    arguments = [word for phase in SOON for word in ("--phase", phase)]
    _, text, _ = run("course", "--weight", "80 kg", "--today", "2026-12-07", *arguments)
    assert "sooner than the interval" in text
    assert "CAUTION: Phase 2, IVIg maintenance: A dose comes SOONER" in text


def test_the_table_of_the_course_says_it_on_the_day_of_the_first_dose() -> None:
    answer = answered("course", phases=SOON, weight="80 kg", today="2026-12-07")
    rows = list(csv.DictReader(io.StringIO(course_table(answer, PLAN, "csv").decode("utf-8-sig"))))
    said_on = {row["date"] for row in rows if "sooner than the interval" in row["because"]}
    assert said_on == {"2027-03-03"}


# --- against the second hand ----------------------------------------------------------------------


@given(courses())
def test_it_is_found_where_the_second_hand_finds_it(phases: list[Phase]) -> None:
    result = answered("course", phases=[asked(each) for each in phases], weight="80 kg").result
    assert isinstance(result, CourseResult)
    found = [each.result.remarks.get("since_last", "") for each in result.planned]
    assert found == by_hand.since_last(phases)
