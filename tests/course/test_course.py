"""Phases become dated doses, as a second hand with a calendar and fractions puts them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import by_hand_course as by_hand
import pytest
from asking import answer_to, answered, refusal_of, result_of, run
from by_hand_course import Phase
from drawn_courses import asked, courses, mixed_courses
from hypothesis import given
from hypothesis import strategies as st

import units
from calculators.course.phases import in_one_line

INDUCTION = {"calculator": "induction", "days": 5, "start": "2026-12-07"}
MAINTENANCE = {
    "calculator": "maintenance",
    "dose": "1 g/kg",
    "every": "3 weeks",
    "start": "2026-12-28",
    "until": "2027-12-28",
}


def days_of(*phases: dict[str, Any], **request: Any) -> list[tuple[str, int, str]]:
    """Return day, phase and amount of every dose of a course."""
    asked = {"weight": "80 kg", "today": "2026-12-07", **request}
    return [
        (dose["date"], dose["phase"], f"{dose['quantity']['value']} {dose['quantity']['unit']}")
        for dose in result_of("course", phases=list(phases), **asked)["administrations"]
    ]


# --- worked out by hand ---------------------------------------------------------------------------


def test_an_induction_has_one_entry_a_day_and_maintenance_one_an_infusion() -> None:
    found = days_of(INDUCTION, MAINTENANCE)
    assert found[:5] == [
        ("2026-12-07", 1, "32 g"),
        ("2026-12-08", 1, "32 g"),
        ("2026-12-09", 1, "32 g"),
        ("2026-12-10", 1, "32 g"),
        ("2026-12-11", 1, "32 g"),
    ]
    # Every third Monday on the wall calendar; the next would be 10 January 2028.
    assert [day for day, _, _ in found[5:]] == [
        *("2026-12-28", "2027-01-18", "2027-02-08", "2027-03-01", "2027-03-22", "2027-04-12"),
        *("2027-05-03", "2027-05-24", "2027-06-14", "2027-07-05", "2027-07-26", "2027-08-16"),
        *("2027-09-06", "2027-09-27", "2027-10-18", "2027-11-08", "2027-11-29", "2027-12-20"),
    ]
    assert {amount for _, _, amount in found[5:]} == {"80 g"}


def test_an_entry_says_what_it_is_and_where_the_plan_has_it() -> None:
    first, *_ = result_of("course", phases=[INDUCTION], weight="80 kg")["administrations"]
    assert first == {
        "date": "2026-12-07",
        "phase": 1,
        "what": "IVIg induction, day 1 of 5",
        "quantity": {"value": "32", "unit": "g"},
        "source": "3A · IVIg induction · Dosing",
        "standing": "unknown",
    }


@pytest.mark.parametrize(
    ("until", "last"),
    [
        pytest.param("2027-01-17", "2026-12-28", id="the day before an infusion leaves it out"),
        pytest.param("2027-01-18", "2027-01-18", id="the day of an infusion keeps it"),
        pytest.param("2027-01-19", "2027-01-18", id="the day after keeps it"),
    ],
)
def test_the_last_infusion_falls_on_or_before_the_end(until: str, last: str) -> None:
    assert days_of({**MAINTENANCE, "until": until})[-1][0] == last


def test_an_infusion_over_two_days_goes_on_whole_or_not_at_all() -> None:
    split = {**MAINTENANCE, "days": 2, "until": "2027-01-18"}
    assert days_of(split) == [("2026-12-28", 1, "40 g"), ("2026-12-29", 1, "40 g")]


def test_a_calendar_month_ends_at_the_months_last_day_and_comes_back() -> None:
    monthly = {**MAINTENANCE, "every": "1 month", "start": "2027-12-31", "until": "2028-04-30"}
    assert [day for day, _, _ in days_of(monthly)] == [
        *("2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30")
    ]


def test_scig_is_given_each_week_by_the_plans_conversion() -> None:
    at_home = {
        "calculator": "scig",
        "ivig_dose": "80 g",
        "every": "3 weeks",
        "start": "2027-01-04",
        "until": "2027-01-18",
    }
    # 80 g × 4 ÷ 3 ÷ 4 × 1.2 = 32 g a week.
    assert days_of(at_home) == [
        ("2027-01-04", 1, "32 g"),
        ("2027-01-11", 1, "32 g"),
        ("2027-01-18", 1, "32 g"),
    ]


def test_a_week_of_scig_is_called_a_week() -> None:
    at_home = "scig ivig_dose='80 g' every='3 weeks' start=2027-01-04 until=2027-01-11"
    found = result_of("course", weight="80 kg", phases=[at_home], today="2027-01-01")
    assert [each["what"] for each in found["administrations"]] == [
        "SCIg maintenance, week 1",
        "SCIg maintenance, week 2",
    ]


def test_cyclophosphamide_is_given_six_times_a_calendar_month_apart() -> None:
    cyclophosphamide = {"calculator": "cyclophosphamide", "start": "2026-08-31"}
    found = days_of(cyclophosphamide, height="180 cm", today="2026-08-31")
    # Mosteller: √(180 × 80 ÷ 3600) = 2 m².
    assert found == [
        ("2026-08-31", 1, "2 g"),
        ("2026-09-30", 1, "2 g"),
        ("2026-10-31", 1, "2 g"),
        ("2026-11-30", 1, "2 g"),
        ("2026-12-31", 1, "2 g"),
        ("2027-01-31", 1, "2 g"),
    ]


@pytest.mark.parametrize(
    ("regimen", "days"),
    [
        pytest.param(
            "weekly_x4",
            ["2027-02-22", "2027-03-01", "2027-03-08", "2027-03-15"],
            id="weekly, four times",
        ),
        pytest.param("two_doses", ["2027-02-22", "2027-03-08"], id="on days 1 and 15"),
    ],
)
def test_rituximab_falls_on_the_plans_days(regimen: str, days: list[str]) -> None:
    phase = {"calculator": "rituximab", "regimen": regimen, "start": "2027-02-22"}
    assert [day for day, _, _ in days_of(phase, height="180 cm")] == days


def test_mycophenolate_is_raised_when_the_prescriber_says() -> None:
    phase = {"calculator": "mycophenolate", "step_every": "2 weeks", "start": "2026-12-07"}
    assert days_of(phase) == [("2026-12-07", 1, "1000 mg"), ("2026-12-21", 1, "2000 mg")]


def test_a_step_that_nobody_dates_is_on_no_day_and_the_phase_says_so() -> None:
    phase = {"calculator": "mycophenolate", "start": "2026-12-07"}
    result = result_of("course", phases=[phase])
    assert [dose["date"] for dose in result["administrations"]] == ["2026-12-07"]
    assert "does not say when the dose is raised" in result["phases"][0]["says"]


def test_a_titration_has_an_entry_for_each_step() -> None:
    phase = {
        "calculator": "titration",
        "drug": "gabapentin",
        "target": "900 mg/day",
        "start": "2026-12-07",
    }
    # 300 mg more every 3 days, the plan's slowest.
    assert days_of(phase) == [
        ("2026-12-07", 1, "300 mg"),
        ("2026-12-10", 1, "600 mg"),
        ("2026-12-13", 1, "900 mg"),
    ]


def test_a_phase_without_an_end_gives_way_to_the_next_of_its_treatment() -> None:
    open_ended = {key: value for key, value in MAINTENANCE.items() if key != "until"}
    longer = {**MAINTENANCE, "every": "4 weeks", "start": "2027-02-08", "until": "2027-03-08"}
    found = [(day, phase) for day, phase, _ in days_of(open_ended, longer)]
    assert found == [
        ("2026-12-28", 1),
        ("2027-01-18", 1),
        ("2027-02-08", 2),
        ("2027-03-08", 2),
    ]


def test_the_last_phase_without_an_end_is_shown_for_a_year_and_says_so() -> None:
    open_ended = {key: value for key, value in MAINTENANCE.items() if key != "until"}
    result = result_of("course", phases=[open_ended], weight="80 kg")
    assert result["administrations"][-1]["date"] == "2027-12-20"
    assert "It has no end; it is shown until 2027-12-28." in result["phases"][0]["says"]


def test_a_product_and_a_way_to_round_are_carried_to_each_day() -> None:
    phase = {**INDUCTION, "product": "privigen", "round": "nearest", "start_time": "09:00"}
    result = result_of("course", phases=[phase], weight="81 kg")
    asked = {"days": 5, "product": "privigen", "round": "nearest", "start": "09:00"}
    alone = result_of("induction", weight="81 kg", **asked)
    for dose, day in zip(result["administrations"], alone["daily"], strict=True):
        assert dose["quantity"] == alone["per_day"]
        assert dose["dispensed"] == day["dose"]
        assert dose["containers"] == day["containers"]
        assert dose["volume"] == day["volume"]
        assert dose["minutes"] == day["minutes"]


def test_a_day_says_what_is_hung_and_how_long_it_runs() -> None:
    line = "maintenance dose='1 g/kg' every='3 weeks' start=2026-12-28 until=2026-12-28"
    asked = ("course", "--weight", "80 kg", "--today", "2026-12-07", "--phase")
    # 80 g are two vials of 40 g and 800 mL; 180 mL run in two hours, 620 at 384 mL/h in 96.875 min.
    assert (
        "2026-12-28: IVIg maintenance, infusion 1: 80 g; dispensed 80 g, 2 × 40 g, 800 mL, "
        "≈ 217 min (unknown)"
    ) in run(*asked, f"{line} product=privigen")[1]
    assert "infusion 1: 80 g (unknown)" in run(*asked, line)[1]


def test_a_phase_may_dose_by_another_weight() -> None:
    phase = {**INDUCTION, "dosing_weight": "ideal"}
    ideal = result_of(
        "induction", days=5, weight="80 kg", height="170 cm", sex="male", dosing_weight="ideal"
    )
    course = result_of("course", phases=[phase], weight="80 kg", height="170 cm", sex="male")
    assert {str(dose["quantity"]) for dose in course["administrations"]} == {str(ideal["per_day"])}


def test_a_phase_may_be_written_in_one_line_as_a_case_file_has_it() -> None:
    lines = [
        "induction days=5 start=2026-12-07",
        "maintenance dose='1 g/kg' every='3 weeks' start=2026-12-28 until=2027-12-28",
    ]
    asked = {"weight": "80 kg", "today": "2026-12-07"}
    assert answer_to("course", phases=lines, **asked) == answer_to(
        "course", phases=[INDUCTION, MAINTENANCE], **asked
    )


@given(courses())
def test_a_phase_in_one_line_is_read_back(phases: list[Phase]) -> None:
    lines = [in_one_line(asked(phase)) for phase in phases]
    both = [lines, [asked(phase) for phase in phases]]
    found = [answer_to("course", phases=each, weight="80 kg") for each in both]
    assert found[0] == found[1]


# --- what does not go on --------------------------------------------------------------------------


def test_nothing_contraindicated_goes_on_the_schedule_and_the_rest_does() -> None:
    facts = {"pregnancy": "yes"}
    cyclophosphamide = {"calculator": "cyclophosphamide", "start": "2027-01-04"}
    answer = answer_to(
        "course",
        phases=[INDUCTION, cyclophosphamide],
        weight="80 kg",
        height="180 cm",
        facts=facts,
    )
    assert {dose["phase"] for dose in answer["result"]["administrations"]} == {1}
    [_, second] = answer["result"]["phases"]
    assert second["standing"] == "contraindicated"
    assert second["doses"] == 0
    assert second["says"].startswith("Contraindicated, so nothing of it stands on the schedule: ")
    assert answer["checks"]["outcome"] == "contraindicated"


def test_what_is_not_ready_goes_on_with_that_word() -> None:
    phase = {"calculator": "rituximab", "regimen": "two_doses", "start": "2026-12-07"}
    result = result_of("course", phases=[phase], facts={"hepatitis_b_c_panel": "no"})
    assert {dose["standing"] for dose in result["administrations"]} == {"not_ready"}
    assert "Not ready" in result["phases"][0]["says"]


def test_a_check_is_made_at_the_first_dose_of_its_phase() -> None:
    """A thrombosis in September is within three months of 7 December, and not of 28 December."""
    facts = {"thromboembolic_event": {"value": "yes", "date": "2026-09-10"}}
    result = result_of("course", phases=[INDUCTION, MAINTENANCE], weight="80 kg", facts=facts,
                       today="2026-12-07")  # fmt: skip
    assert [phase["standing"] for phase in result["phases"]] == ["contraindicated", "unknown"]


def test_a_treatment_without_a_dose_in_the_plan_stands_on_no_day() -> None:
    result = result_of("course", phases=[{"calculator": "eculizumab", "start": "2027-01-04"}])
    assert result["administrations"] == []
    assert "dose" in result["phases"][0]["says"]


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phases", "field", "says"),
    [
        pytest.param(
            [{**MAINTENANCE, "until": "2026-12-27"}],
            "phases.1.until",
            "Phase 1: its end, 2026-12-27, lies before its start, 2026-12-28.",
            id="an end before the start",
        ),
        pytest.param(
            [{**MAINTENANCE, "until": "2126-12-28"}],
            "phases.1.until",
            "Phase 1: from 2026-12-28 to 2126-12-28 it is longer than 120 calendar months, the "
            "longest that is put on a calendar; is the year right?",
            id="a phase of a hundred years",
        ),
        pytest.param(
            [INDUCTION, {**MAINTENANCE, "start": "2026-12-10"}],
            "phases.2.start",
            "Phase 2, IVIg maintenance, starts on 2026-12-10, but phase 1, IVIg induction, lasts "
            "until 2026-12-11: phases of one treatment must not overlap, and stand in order of "
            "their starts.",
            id="phases that overlap",
        ),
        pytest.param(
            [MAINTENANCE, INDUCTION],
            "phases.2.start",
            "Phase 2, IVIg induction, starts on 2026-12-07, but phase 1, IVIg maintenance, lasts "
            "until 2027-12-28: phases of one treatment must not overlap, and stand in order of "
            "their starts.",
            id="phases out of order",
        ),
        pytest.param(
            [{"calculator": "eculizumab", "start": "2026-12-07", "dose": "900 mg"}],
            "phases.1.dose",
            'Phase 1, Eculizumab: "dose" is not an input of it; its inputs are calculator, start, '
            "until, dosing_weight, reason.",
            id="a key that is not known",
        ),
        pytest.param(
            [{"calculator": "induction", "days": 5}],
            "phases.1.start",
            "Phase 1: its start is missing; give the day of the first dose.",
            id="no start",
        ),
        pytest.param(
            [{**INDUCTION, "until": "2026-12-10"}],
            "phases.1.until",
            "Phase 1, IVIg induction: Until: 2026-12-10 would cut the IVIg induction off before "
            "its last day, 2026-12-11; leave it out, or give that day.",
            id="an end that cuts an induction off",
        ),
        pytest.param(
            [{**MAINTENANCE, "every": "1.5 weeks"}],
            "phases.1.every",
            "Phase 1, IVIg maintenance: Interval: 1.5 weeks is no whole number of days or calendar "
            'months; a dose falls on a day, so write for example "3 weeks".',
            id="an interval that ends between two days",
        ),
        pytest.param(
            [{**MAINTENANCE, "every": "3 days", "days": 5}],
            "phases.1.every",
            "Phase 1, IVIg maintenance: Interval: 3 days is shorter than the 5 days over which "
            "each infusion is dealt out.",
            id="infusions that run into one another",
        ),
        pytest.param(
            [{"calculator": "cyclophosphamide", "route": "po", "start": "2026-12-07"}],
            "phases.1.route",
            "Phase 1, Cyclophosphamide: Route: the plan gives the oral dose as a range, from which "
            "the prescriber chooses; the intravenous doses stand on a course.",
            id="a dose that is a range",
        ),
        pytest.param(
            [{**INDUCTION, "days": 6}],
            "phases.1.days",
            "Phase 1, IVIg induction: Days: the plan splits induction over 2 to 5 days; 6 is not "
            "one of 2, 3, 4, 5.",
            id="what the calculator refuses",
        ),
    ],
)
def test_a_course_that_cannot_be_is_refused_in_one_sentence(
    phases: list[Any], field: str, says: str
) -> None:
    found = refusal_of("course", phases=phases, weight="80 kg", today="2026-12-07")
    assert (found.field, found.message) == (field, says)


def test_what_the_patient_lacks_is_asked_of_the_patient() -> None:
    found = refusal_of("course", phases=[INDUCTION])
    assert found.field == "weight"


@pytest.mark.parametrize(
    "phases",
    [
        pytest.param(None, id="nothing"),
        pytest.param([], id="an empty list"),
        pytest.param("induction", id="text"),
        pytest.param([5], id="a number for a phase"),
        pytest.param([""], id="an empty line"),
        pytest.param(["induction start='2026-12-07"], id="an open quotation mark"),
        pytest.param(["induction five days"], id="words for keys"),
        pytest.param(["induction days=5 days=4 start=2026-12-07"], id="a key twice"),
        pytest.param([{"start": "2026-12-07"}], id="no calculator"),
        pytest.param([{"calculator": "body", "start": "2026-12-07"}], id="a size"),
        pytest.param([INDUCTION] * 61, id="too many"),
        pytest.param(
            [
                {
                    "calculator": "titration",
                    "drug": "acetaminophen",
                    "target": "2 g/day",
                    "start": "2026-12-07",
                }
            ],
            id="a drug that is taken when needed",
        ),
    ],
)
def test_what_is_no_course_is_refused(phases: Any) -> None:
    assert refusal_of("course", phases=phases, weight="80 kg").message.endswith(".")


def test_a_drug_that_is_taken_when_needed_is_refused_at_its_phase() -> None:
    asked_for = {"calculator": "titration", "drug": "acetaminophen", "target": "2 g/day"}
    found = refusal_of("course", phases=[{**asked_for, "start": "2026-12-07"}], weight="80 kg")
    assert found.field == "phases.1.calculator"


# --- against the second hand ----------------------------------------------------------------------


@given(mixed_courses(), st.integers(40, 150))
def test_the_doses_are_those_of_the_second_hand(phases: list[Phase], weight: int) -> None:
    result = answered(
        "course", phases=[asked(phase) for phase in phases], weight=f"{weight} kg", height="180 cm"
    ).result
    found = [
        (dose["date"], dose["phase"], dose["quantity"].magnitude)
        for dose in result.values["administrations"]
        if phases[dose["phase"] - 1].kind in by_hand.IMMUNOGLOBULIN
    ]
    expected = by_hand.administrations(phases, Fraction(weight))
    assert [each[:2] for each in found] == [each[:2] for each in expected]
    for (_, _, grams), (_, _, by_fractions) in zip(found, expected, strict=True):
        assert abs(Fraction(grams) - by_fractions) < Fraction(1, 10**20)


@given(mixed_courses())
def test_what_stands_beside_immunoglobulin_is_that_of_the_second_hand(phases: list[Phase]) -> None:
    result = answered(
        "course", phases=[asked(phase) for phase in phases], weight="80 kg", height="180 cm"
    ).result
    found = [
        (dose["date"], dose["phase"], int(units.magnitude_in(dose["quantity"], "mg")))
        for dose in result.values["administrations"]
        if phases[dose["phase"] - 1].kind in by_hand.OF_OTHERS
    ]
    assert sorted(found) == by_hand.of_others(phases)
    assert [dose["date"] for dose in result.values["administrations"]] == sorted(
        dose["date"] for dose in result.values["administrations"]
    )
