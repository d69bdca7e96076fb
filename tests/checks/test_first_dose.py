"""The day of the first dose: every treatment's windows and ages of tests run to it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from asking import answer_to, finding, refusal_of, run
from complete_cases import COMPLETE, COUNTS, RECENT, TODAY, changed

# Where it is asked for under its own name; a table of doses begins on its `start`.
ASKED = ("induction", "maintenance", "scig", "cyclophosphamide", "oral cyclophosphamide",
         "rituximab", "rituximab in two doses", "induction with a product",
         "maintenance with a product")  # fmt: skip
KEY = {name: "first_dose" if name in ASKED else "start" for name in COMPLETE}
EVERY = [pytest.param(name, id=name) for name in COMPLETE]
RULE = {"wbc": "severe_leukopenia", "creatinine": "creatinine_clearance"}
DONE_ON = date.fromisoformat(RECENT)

TESTS = [
    pytest.param(name, test, days, id=f"{name}: {test} for {days} days")
    for name, tests in COUNTS.items()
    for test, days in tests.items()
]


def answered(name: str, **changes: Any) -> dict[str, Any]:
    request = changed(name, **changes)
    return answer_to(request.pop("calculator"), **request)


def on(name: str, day: date) -> dict[str, str]:
    return {KEY[name]: day.isoformat()}


@pytest.mark.parametrize("name", EVERY)
def test_a_first_dose_today_is_as_clear_as_before(name: str) -> None:
    assert answered(name, **on(name, TODAY))["checks"]["outcome"] == "clear"


@pytest.mark.parametrize(("name", "test", "days"), TESTS)
def test_a_test_counts_up_to_its_last_day_before_the_dose(name: str, test: str, days: int) -> None:
    last = DONE_ON + timedelta(days=days)
    outcomes = [
        finding(answered(name, **on(name, day)), RULE.get(test, test))["outcome"]
        for day in (last, last + timedelta(days=1))
    ]
    assert outcomes == ["clear", "unknown"]


@pytest.mark.parametrize(("name", "test", "days"), TESTS)
def test_a_test_says_up_to_which_dose_it_counts_where_no_day_is_recorded(
    name: str, test: str, days: int
) -> None:
    """A clear that was held against today is none for a dose of next spring."""
    if name in ASKED or name == "eculizumab":
        request = changed(name)
        request.pop("start", None)
        found = finding(answer_to(request.pop("calculator"), **request), RULE.get(test, test))
        assert found["outcome"] == "clear"
        last = DONE_ON + timedelta(days=days)
        assert f"counts for a dose up to {last}" in found["because"]
        assert "the day of the first dose is not recorded" in found["because"]


@pytest.mark.parametrize("name", ["induction", "maintenance"])
@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        pytest.param("2027-02-20", "contraindicated", id="three calendar months to the day"),
        pytest.param("2027-02-21", "clear", id="a day more than three calendar months"),
    ],
)
def test_an_event_is_counted_back_from_the_dose(name: str, day: str, outcome: str) -> None:
    found = answered(name, first_dose=day, facts={"thromboembolic_event": "yes@2026-11-20"})
    assert finding(found, "thromboembolic_event")["outcome"] == outcome
    assert f"before the first dose on {day}" in finding(found, "thromboembolic_event")["seen"]


# 14 days count, the 14th included (3D · Eculizumab · Pre-Treatment Requirements).
@pytest.mark.parametrize(
    ("start", "outcome"),
    [
        pytest.param("2026-12-03", "not_ready", id="13 days after the vaccination"),
        pytest.param("2026-12-04", "clear", id="14 days after the vaccination"),
        pytest.param("2026-12-05", "clear", id="15 days after the vaccination"),
    ],
)
def test_a_vaccination_is_counted_to_the_first_dose(start: str, outcome: str) -> None:
    facts = {"meningococcal_vaccination": f"yes@{RECENT}"}
    found = answered("eculizumab", start=start, facts=facts)
    assert finding(found, "meningococcal_vaccination")["outcome"] == outcome


@pytest.mark.parametrize(
    ("vaccinated", "where"),
    [
        pytest.param("2026-11-19", "1 day before the first dose", id="the day before"),
        pytest.param("2026-11-20", "0 days before the first dose", id="the same day"),
        pytest.param("2026-11-21", "after the first dose", id="the day after"),
    ],
)
def test_a_heading_says_on_which_side_of_the_first_dose_a_vaccination_lies(
    vaccinated: str, where: str
) -> None:
    facts = {"meningococcal_vaccination": f"yes@{vaccinated}"}
    found = finding(
        answered("eculizumab", start="2026-11-20", facts=facts), "meningococcal_vaccination"
    )
    assert found["heading"] == (
        f"Meningococcal vaccination on {vaccinated}, {where}; 14 days are needed"
    )


def test_what_is_clear_is_headed_by_its_reason() -> None:
    """Not by the dates of the condition, which head what is not yet ready."""
    facts = {"meningococcal_vaccination": "yes@2026-11-06"}
    found = finding(
        answered("eculizumab", start="2026-11-20", facts=facts), "meningococcal_vaccination"
    )
    assert found["outcome"] == "clear"
    assert found["heading"] == "At least 14 days lie between the vaccination and the first dose"


@pytest.mark.parametrize(
    ("vaccinated", "outcome"),
    [
        pytest.param("2026-11-11", "clear", id="14 days before today"),
        pytest.param("2026-11-12", "not_ready", id="13 days before today"),
    ],
)
def test_without_a_first_dose_a_vaccination_is_held_against_today_and_says_so(
    vaccinated: str, outcome: str
) -> None:
    request = changed("eculizumab", facts={"meningococcal_vaccination": f"yes@{vaccinated}"})
    found = finding(answer_to(request.pop("calculator"), **request), "meningococcal_vaccination")
    assert found["outcome"] == outcome
    assert (
        "Held against today, 2026-11-25: the day of the first dose is not recorded."
        in (found["because"])
    )


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in ASKED])
def test_the_answer_says_to_which_day_windows_run(name: str) -> None:
    assert answered(name)["first_dose"] is None
    assert answered(name, first_dose="2026-12-10")["first_dose"] == "2026-12-10"


def test_the_terminal_says_to_which_day_windows_run() -> None:
    asked = ("induction", "--weight", "80 kg", "--days", "5", "--today", "2026-11-25")
    _, unknown, _ = run(*asked)
    assert "First dose on: not recorded; windows and ages run to 2026-11-25" in unknown
    _, known, _ = run(*asked, "--first-dose", "2026-12-10")
    assert "First dose on: 2026-12-10; windows and ages run to that day." in known


def test_an_order_is_checked_to_the_day_of_its_first_dose() -> None:
    order: dict[str, Any] = {
        "of": "cyclophosphamide",
        "weight": "80 kg",
        "height": "180 cm",
        "order": "2 g",
        "today": "2026-11-25",
        "facts": {"wbc": "6.0 10*9/L@2026-11-20"},
    }
    last = finding(answer_to("verify", **order, first_dose="2026-12-04"), "severe_leukopenia")
    assert last["outcome"] == "clear"
    past = finding(answer_to("verify", **order, first_dose="2026-12-05"), "severe_leukopenia")
    assert past["outcome"] == "unknown"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("10.12.2026", id="another way to write a day"),
        pytest.param("2026-02-30", id="no day of the calendar"),
        pytest.param("09:00", id="a time of day"),
    ],
)
def test_a_first_dose_that_is_no_day_is_refused(text: str) -> None:
    request = changed("induction", first_dose=text)
    assert refusal_of(request.pop("calculator"), **request).field == "first_dose"
