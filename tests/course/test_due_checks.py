"""The plan's monitoring on the days of a course, as a second hand reads it from its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import by_hand_course as by_hand
import pytest
from asking import PLAN, answered, result_of
from by_hand_course import Phase
from drawn_courses import asked, days, mixed_courses
from hypothesis import given
from hypothesis import strategies as st

if TYPE_CHECKING:
    from datetime import date

AT_RISK = {"yes": True, "no": False, "unknown": None}
INDUCTION = {"calculator": "induction", "days": 5, "start": "2026-12-07"}
MAINTENANCE = {
    "calculator": "maintenance",
    "dose": "1 g/kg",
    "every": "3 weeks",
    "start": "2026-12-28",
    "until": "2027-12-28",
}


def due(*phases: dict[str, Any], **request: Any) -> dict[str, list[str]]:
    """Return the days on which each check is due, by its name."""
    given = {"weight": "80 kg", "height": "180 cm", "age": "58 years", "today": "2026-12-07"}
    found: dict[str, list[str]] = {}
    for entry in result_of("course", phases=list(phases), **{**given, **request})["monitoring"]:
        found.setdefault(entry["what"], []).append(entry["date"])
    return found


def test_creatinine_is_due_before_an_induction_and_48_hours_after_its_last_day() -> None:
    assert due(INDUCTION)["Creatinine"] == ["2026-12-07", "2026-12-13"]


@pytest.mark.parametrize(
    ("facts", "days"),
    [
        pytest.param({"thrombosis_or_renal_risk": "no"}, ["2026-12-28"], id="not without a risk"),
        pytest.param(
            {"thrombosis_or_renal_risk": "yes"}, ["2026-12-28", "2026-12-30"], id="with a risk"
        ),
        pytest.param({}, ["2026-12-28", "2026-12-30"], id="where a risk is not recorded"),
    ],
)
def test_on_maintenance_creatinine_after_48_hours_is_for_those_at_risk(
    facts: dict[str, str], days: list[str]
) -> None:
    once = {**MAINTENANCE, "until": "2026-12-28"}
    assert due(once, facts=facts)["Creatinine"] == days


def test_that_a_risk_is_not_recorded_is_said() -> None:
    once = {**MAINTENANCE, "until": "2026-12-28"}
    entries = result_of("course", phases=[once], weight="80 kg")["monitoring"]
    assert entries[-2] == {
        "date": "2026-12-30",
        "what": "Creatinine",
        "because": "48 hours after the infusion where there are risk factors (whether there are "
        "is not recorded)",
        "source": "6 · Renal function · Frequency",
    }


def test_a_check_that_falls_on_the_day_of_another_is_said_once_with_both_reasons() -> None:
    entries = result_of("course", phases=[INDUCTION], weight="80 kg")["monitoring"]
    [grip] = [each for each in entries if each["what"] == "Grip strength"][:1]
    assert grip["because"] == "at each visit; before a change of the dose"
    names = [(each["date"], each["what"]) for each in entries]
    assert len(names) == len(set(names))


def test_grip_is_due_2_weeks_after_a_change_of_dose_and_not_where_nothing_changes() -> None:
    on = {**MAINTENANCE, "start": "2028-01-10", "until": "2028-02-28"}
    two_weeks_later = "2028-01-24"
    assert two_weeks_later not in due(MAINTENANCE, on)["Grip strength"]
    assert two_weeks_later in due(MAINTENANCE, {**on, "every": "4 weeks"})["Grip strength"]


def test_what_is_due_at_an_interval_goes_on_over_the_phases_of_a_titration() -> None:
    first = {**MAINTENANCE, "until": "2027-04-12"}
    second = {**MAINTENANCE, "every": "4 weeks", "start": "2027-05-03", "until": "2028-05-03"}
    found = due(INDUCTION, first, second)
    # Each of the two is shorter than the interval, or begins anew: counted from the first infusion.
    assert found["Serum IgG trough"] == ["2027-06-07", "2027-12-07"]
    assert found["Clinical examination"] == [
        *("2027-03-28", "2027-06-28", "2027-09-28", "2027-12-28", "2028-03-28")
    ]
    assert found["NCS/EMG"] == ["2027-12-07"]
    assert found["FVC"] == ["2026-12-07", "2027-12-07"]


def test_cyclophosphamide_is_watched_each_week_for_six_months() -> None:
    found = due({"calculator": "cyclophosphamide", "start": "2026-12-07"})
    assert found["Complete blood count (CBC)"][:2] == ["2026-12-07", "2026-12-14"]
    assert found["Complete blood count (CBC)"][-1] == "2027-05-31"
    assert found["Urinalysis"] == [
        *("2026-12-07", "2027-01-07", "2027-02-07", "2027-03-07", "2027-04-07", "2027-05-07")
    ]


def test_rituximab_is_watched_every_three_months() -> None:
    found = due({"calculator": "rituximab", "regimen": "two_doses", "start": "2026-11-30"})
    quarters = ["2027-02-28", "2027-05-30", "2027-08-30", "2027-11-30"]
    assert found["CD19/CD20 counts"] == found["Immunoglobulins"] == quarters


def test_mycophenolate_has_a_count_each_month_and_the_end_of_its_trial() -> None:
    found = due({"calculator": "mycophenolate", "start": "2026-12-07", "step_every": "2 weeks"})
    assert found["End of the mycophenolate trial"] == ["2027-06-07"]
    assert found["Complete blood count (CBC)"] == [
        *("2027-01-07", "2027-02-07", "2027-03-07", "2027-04-07", "2027-05-07", "2027-06-07")
    ]


def test_the_vaccination_stands_two_weeks_before_eculizumab() -> None:
    found = due({"calculator": "eculizumab", "start": "2027-01-04"})
    assert found == {"Meningococcal vaccination": ["2026-12-21"]}


def test_what_is_contraindicated_is_not_watched() -> None:
    cyclophosphamide = {"calculator": "cyclophosphamide", "start": "2026-12-07"}
    assert due(cyclophosphamide, facts={"pregnancy": "yes"}) == {}


@pytest.mark.parametrize("check", PLAN.monitoring.dated, ids=lambda check: check.id)
def test_a_reason_names_its_figures_and_its_place_in_the_plan(check: Any) -> None:
    assert "{" not in check.because
    assert check.at.split(" · ")[0] in {"3A", "3C", "3D", "6"}


@given(mixed_courses(), st.sampled_from(["yes", "no", "unknown"]))
def test_the_checks_are_those_of_the_second_hand(phases: list[Phase], risk: str) -> None:
    result = answered(
        "course",
        phases=[asked(phase) for phase in phases],
        weight="80 kg",
        height="180 cm",
        age="58 years",
        facts={"thrombosis_or_renal_risk": risk},
    ).result
    found = [(entry.date, entry.what) for entry in result.values["monitoring"]]
    assert set(found) == by_hand.monitoring(phases, at_risk=AT_RISK[risk])
    assert len(found) == len(set(found))
    assert [day for day, _ in found] == sorted(day for day, _ in found)


@given(days, st.sampled_from(sorted(by_hand.OF_OTHERS)))
def test_the_checks_on_what_is_not_immunoglobulin_are_those_of_the_second_hand(
    start: date, kind: str
) -> None:
    phase = Phase(kind, start)
    result = answered("course", phases=[asked(phase)], weight="80 kg", height="180 cm").result
    found = {(entry.date, entry.what) for entry in result.values["monitoring"]}
    assert found == by_hand.monitoring([phase])


# Of the plan's rows: 48 h after an IVIg (3A, 6), grip strength 2–4 weeks after a change (6), a
# blood count every 3–6 months (6) and every 1–2 weeks on cyclophosphamide (3D), IgG every 6–12
# months (6).
INTERVALS = {
    "creatinine_after_induction": ("48 h", None),
    "creatinine_after_maintenance": ("48 h", None),
    "grip_after_change": ("2 wk", "4 wk"),
    "grip_regularly": ("3 mo", None),
    "examination": ("3 mo", None),
    "cbc_regularly": ("3 mo", "6 mo"),
    "igg_trough_regularly": ("6 mo", "12 mo"),
    "ncs_regularly": ("12 mo", None),
    "fvc_regularly": ("12 mo", None),
    "cbc_on_cyclophosphamide": ("1 wk", "2 wk"),
    "cd19_cd20_on_rituximab": ("3 mo", None),
    "immunoglobulins_on_rituximab": ("3 mo", None),
    "cbc_on_mycophenolate": ("1 mo", None),
    "vaccination_before_eculizumab": ("14 d", None),
}


def test_each_check_has_the_interval_that_the_plan_writes() -> None:
    found = {
        check.id: tuple(
            None if figure is None else f"{figure.value} {figure.unit}"
            for figure in (check.time, check.latest)
        )
        for check in PLAN.monitoring.dated
        if check.time is not None
    }
    assert found == INTERVALS
