"""Dates that decide: the window of thrombosis, and tests that belong to one infusion."""

from __future__ import annotations

from typing import Any

import pytest
from asking import answer_to, finding, outcome_of

INDUCTION: dict[str, Any] = {"calculator": "induction", "weight": "80 kg", "days": 5}
MAINTENANCE: dict[str, Any] = {"calculator": "maintenance", "weight": "80 kg", "dose": "1 g/kg"}
EVERY_3_WEEKS = MAINTENANCE | {"every": "3 weeks"}
BOTH = [pytest.param(INDUCTION, id="induction"), pytest.param(EVERY_3_WEEKS, id="maintenance")]


def event(on: str | None) -> dict[str, Any]:
    return {"thromboembolic_event": "yes" if on is None else {"value": "yes", "date": on}}


# Three calendar months back from a day; where that month has no such day, its last one.
WINDOWS = [
    pytest.param("2026-11-22", "2026-11-22", "contraindicated", id="on the day itself"),
    pytest.param("2026-11-22", "2026-11-21", "contraindicated", id="the day before"),
    pytest.param("2026-11-22", "2026-08-23", "contraindicated", id="a day less than three months"),
    pytest.param("2026-11-22", "2026-08-22", "contraindicated", id="exactly three months"),
    pytest.param("2026-11-22", "2026-08-21", "clear", id="one day more than three months"),
    pytest.param("2026-11-22", "2016-11-22", "clear", id="ten years"),
    # 31 May: February has no 31st, so that the window begins on its last day.
    pytest.param("2026-05-31", "2026-03-01", "contraindicated", id="31 May after 1 March"),
    pytest.param("2026-05-31", "2026-02-28", "contraindicated", id="31 May after 28 February"),
    pytest.param("2026-05-31", "2026-02-27", "clear", id="31 May after 27 February"),
    pytest.param("2024-05-31", "2024-02-29", "contraindicated", id="31 May after a leap day"),
    pytest.param("2024-05-31", "2024-02-28", "clear", id="31 May after the day before a leap day"),
    pytest.param("2026-05-28", "2026-02-28", "contraindicated", id="28 May after 28 February"),
    pytest.param("2026-05-29", "2026-02-28", "contraindicated", id="29 May after 28 February"),
    pytest.param("2026-06-01", "2026-02-28", "clear", id="1 June after 28 February"),
    pytest.param("2026-11-30", "2026-08-30", "contraindicated", id="30 November after 30 August"),
    pytest.param("2026-11-30", "2026-08-29", "clear", id="30 November after 29 August"),
    pytest.param("2026-02-28", "2025-11-28", "contraindicated", id="over the turn of the year"),
    pytest.param("2026-02-28", "2025-11-27", "clear", id="over the turn of the year, too old"),
    # 90 days before 1 June is 3 March: a window of days would let 2 March pass.
    pytest.param("2026-06-01", "2026-03-02", "contraindicated", id="91 days in three months"),
    pytest.param("2026-06-01", "2026-03-01", "contraindicated", id="92 days in three months"),
]


@pytest.mark.parametrize("request_", BOTH)
@pytest.mark.parametrize(("today", "on", "outcome"), WINDOWS)
def test_a_thromboembolic_event_counts_for_three_calendar_months(
    request_: dict[str, Any], today: str, on: str, outcome: str
) -> None:
    asked = request_ | {"today": today, "facts": event(on)}
    assert outcome_of("thromboembolic_event", **asked) == outcome


@pytest.mark.parametrize("request_", BOTH)
def test_an_event_without_a_date_cannot_be_shown_to_be_old(request_: dict[str, Any]) -> None:
    found = finding(answer_to(**request_, facts=event(None)), "thromboembolic_event")
    assert found["outcome"] == "contraindicated"
    assert "no date" in found["seen"]
    assert "without a date" in found["because"]


@pytest.mark.parametrize("request_", BOTH)
def test_an_event_that_did_not_happen_is_clear_whatever_its_date(request_: dict[str, Any]) -> None:
    stated = {"thromboembolic_event": {"value": "no", "date": "2026-11-20"}}
    assert outcome_of("thromboembolic_event", **request_, facts=stated) == "clear"


@pytest.mark.parametrize("outcome_date", [pytest.param("2026-09-01", id="within the window")])
def test_maintenance_says_that_the_window_comes_from_3a(outcome_date: str) -> None:
    found = finding(answer_to(**EVERY_3_WEEKS, facts=event(outcome_date)), "thromboembolic_event")
    assert found["source"] == "3C · IVIg maintenance · Contraindications"
    assert "3A" in found["because"]
    assert "3A" in found["limit"]
    assert found["seen"] == "Thromboembolic event: yes, 2026-09-01 (82 days before 2026-11-22)"


def test_maintenance_says_so_when_the_event_is_old_too() -> None:
    found = finding(answer_to(**EVERY_3_WEEKS, facts=event("2026-01-01")), "thromboembolic_event")
    assert found["outcome"] == "clear"
    assert "3A" in found["because"]


# 3 months before 22 November begin on 22 August: the day is recent, the day before is asked about.
@pytest.mark.parametrize(
    ("on", "outcome", "ago"),
    [
        pytest.param("2026-08-21", "unknown", "93 days", id="one day more than three months"),
        pytest.param("2026-08-22", "contraindicated", "", id="exactly three months"),
        pytest.param("2026-08-23", "contraindicated", "", id="one day less"),
    ],
)
def test_an_infarction_called_recent_whose_day_is_not_is_asked_about(
    on: str, outcome: str, ago: str
) -> None:
    """Neither taken for recent nor for past: the answer says one thing and its day another."""
    asked = {"calculator": "titration", "drug": "amitriptyline", "target": "50 mg/day"}
    facts = {"recent_myocardial_infarction": f"yes@{on}"}
    found = finding(answer_to(**asked, facts=facts), "recent_myocardial_infarction")
    assert found["outcome"] == outcome
    if ago:
        assert found["because"] == (
            f"Recent myocardial infarction is answered yes with a date of {on}, {ago} before "
            "2026-11-22: is it still recent? If it is, leave the date out; if not, answer no."
        )


@pytest.mark.parametrize("asked", BOTH)
@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        pytest.param("2026-08-21", "unknown", id="one day more than three months"),
        pytest.param("2026-08-22", "contraindicated", id="exactly three months"),
        pytest.param("2026-08-23", "contraindicated", id="one day less"),
    ],
)
def test_an_infarction_is_a_thromboembolic_event_within_its_window_and_says_nothing_before_it(
    asked: dict[str, Any], on: str, outcome: str
) -> None:
    facts = {"recent_myocardial_infarction": f"yes@{on}"}
    assert outcome_of("thromboembolic_event", **asked, facts=facts) == outcome


# The plan has a blood count every 1 to 2 weeks on cyclophosphamide (3D): 14 days before 22 November
# are the 8th.
@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        pytest.param("2026-11-07", "unknown", id="15 days: too old"),
        pytest.param("2026-11-08", "clear", id="14 days"),
        pytest.param("2026-11-09", "clear", id="13 days"),
    ],
)
def test_white_cells_count_for_two_weeks_on_cyclophosphamide(on: str, outcome: str) -> None:
    asked = {"calculator": "cyclophosphamide", "weight": "80 kg", "height": "180 cm"}
    facts = {"wbc": f"5000 /uL@{on}"}
    assert outcome_of("severe_leukopenia", **asked, facts=facts) == outcome


# Six months before 22 November begin on 22 May.
@pytest.mark.parametrize(
    ("on", "counts"),
    [
        pytest.param("2026-05-21", False, id="one day more than six months"),
        pytest.param("2026-05-22", True, id="exactly six months"),
        pytest.param("2026-05-23", True, id="one day less"),
    ],
)
def test_a_hepatitis_panel_counts_for_six_months_before_rituximab(on: str, *, counts: bool) -> None:
    asked = {"calculator": "rituximab", "weight": "80 kg", "height": "180 cm"}
    facts = {"hepatitis_b_c_panel": f"yes@{on}"}
    outcome = outcome_of("hepatitis_b_c_panel", **asked, facts=facts)
    assert outcome == ("clear" if counts else "unknown")


# --- tests that belong to one infusion ------------------------------------------------------------

TESTS = [pytest.param("renal_function", id="renal function"), pytest.param("cbc", id="blood count")]

# A test as old as the interval was done at the previous infusion. 21 days before 22 November is
# 1 November; 28 days before is 25 October. A calendar month is 30.4375 days: 30 days are less, 31
# are more.
AGES = [
    pytest.param("3 weeks", "2026-11-22", "clear", id="done today"),
    pytest.param("3 weeks", "2026-11-02", "clear", id="one day less than three weeks"),
    pytest.param("3 weeks", "2026-11-01", "unknown", id="exactly three weeks"),
    pytest.param("3 weeks", "2026-10-31", "unknown", id="one day more than three weeks"),
    pytest.param("4 weeks", "2026-10-26", "clear", id="one day less than four weeks"),
    pytest.param("4 weeks", "2026-10-25", "unknown", id="exactly four weeks"),
    pytest.param("21 days", "2026-11-02", "clear", id="one day less than 21 days"),
    pytest.param("21 days", "2026-11-01", "unknown", id="exactly 21 days"),
    pytest.param("1 month", "2026-10-23", "clear", id="30 days, less than a calendar month"),
    pytest.param("1 month", "2026-10-22", "unknown", id="31 days, more than a calendar month"),
    pytest.param("8 weeks", "2026-10-01", "clear", id="52 days of eight weeks"),
]


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize(("every", "on", "outcome"), AGES)
def test_on_maintenance_a_test_counts_for_one_infusion(
    test: str, every: str, on: str, outcome: str
) -> None:
    stated = {test: {"value": "yes", "date": on}}
    asked = MAINTENANCE | {"every": every, "facts": stated}
    assert outcome_of(test, **asked) == outcome


@pytest.mark.parametrize("test", TESTS)
def test_a_test_too_old_to_count_says_its_date_and_what_to_do(test: str) -> None:
    stated = {test: {"value": "yes", "date": "2026-10-01"}}
    found = finding(answer_to(**EVERY_3_WEEKS, facts=stated), test)
    assert "2026-10-01" in found["seen"]
    assert "too old" in found["because"]
    assert found["resolve"]


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("request_", BOTH)
@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        pytest.param("yes", "clear", id="done, without a date"),
        pytest.param("no", "not_ready", id="not done"),
        pytest.param("unknown", "unknown", id="not recorded"),
    ],
)
def test_a_test_without_a_date_is_taken_at_its_word(
    test: str, request_: dict[str, Any], answer: str, outcome: str
) -> None:
    assert outcome_of(test, **request_, facts={test: answer}) == outcome


# 90 days before 22 November are 24 August: eight days of August, 30, 31 and 22.
@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        pytest.param("2026-08-25", "clear", id="89 days"),
        pytest.param("2026-08-24", "clear", id="exactly 90 days"),
        pytest.param("2026-08-23", "unknown", id="91 days"),
        pytest.param("2019-01-01", "unknown", id="years"),
    ],
)
def test_before_an_induction_a_test_counts_for_90_days(test: str, on: str, outcome: str) -> None:
    stated = {test: {"value": "yes", "date": on}}
    assert outcome_of(test, **INDUCTION, facts=stated) == outcome
