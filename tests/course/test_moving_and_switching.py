"""Days that are avoided, infusions that are moved or left out, and changes of way and product."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from asking import refusal_of, result_of
from drawn_courses import asked, courses
from hypothesis import assume, given
from hypothesis import strategies as st

from units import Refused

if TYPE_CHECKING:
    from by_hand_course import Phase

# Infusions on 28 December, 18 January, 8 February and 1 March, all Mondays.
MAINTENANCE = "maintenance dose='1 g/kg' every='3 weeks' start=2026-12-28 until=2027-03-01"


def course(*phases: Any, **request: Any) -> dict[str, Any]:
    given = {"weight": "80 kg", "today": "2026-12-07", **request}
    return result_of("course", phases=list(phases), **given)


def days(*phases: Any, **request: Any) -> list[str]:
    return [dose["date"] for dose in course(*phases, **request)["administrations"]]


def refused(**request: Any) -> Refused:
    return refusal_of("course", phases=[MAINTENANCE], weight="80 kg", today="2026-12-07", **request)


# --- days that are avoided ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("move", "day"),
    [
        pytest.param("after", "2027-01-19", id="after"),
        pytest.param("before", "2027-01-17", id="before"),
        pytest.param("nearest", "2027-01-17", id="nearest, the earlier of two as near"),
    ],
)
def test_an_infusion_moves_from_a_day_that_is_avoided_and_the_rhythm_stays(
    move: str, day: str
) -> None:
    found = days(MAINTENANCE, avoid=["2027-01-18"], move=move)
    assert found == ["2026-12-28", day, "2027-02-08", "2027-03-01"]


def test_that_an_infusion_was_moved_is_said() -> None:
    [phase] = course(MAINTENANCE, avoid=["2027-01-18"])["phases"]
    assert phase["says"].startswith(
        "An infusion moves from a day that is avoided to one after it, by at most 7 days. "
        "2027-01-18 is avoided: 2027-01-19."
    )


def test_an_induction_moves_whole_to_where_all_its_days_are_open() -> None:
    """From Wednesday on five days in a row would run into the weekend."""
    assert days("induction days=5 start=2026-12-09", avoid=["weekends"]) == [
        *("2026-12-14", "2026-12-15", "2026-12-16", "2026-12-17", "2026-12-18")
    ]


def test_where_no_day_of_the_window_is_open_the_infusion_stays_and_that_is_said() -> None:
    closed = [str(date(2027, 1, 18) + timedelta(days=day)) for day in range(8)]
    result = course(MAINTENANCE, avoid=closed)
    assert result["administrations"][1]["date"] == "2027-01-18"
    assert "No day within 7 days of 2027-01-18 is open" in result["phases"][0]["says"]


def test_the_last_day_of_the_window_is_within_it() -> None:
    closed = [str(date(2027, 1, 18) + timedelta(days=day)) for day in range(7)]
    assert course(MAINTENANCE, avoid=closed)["administrations"][1]["date"] == "2027-01-25"


def test_public_holidays_of_a_country_are_avoided_where_one_is_named() -> None:
    phase = "maintenance dose='1 g/kg' every='4 weeks' start=2026-12-25 until=2026-12-25"
    assert days(phase) == ["2026-12-25"]
    assert days(phase, holidays="DE", avoid=["weekends"]) == ["2026-12-28"]
    # 26 December is a holiday in Germany and none in the United States.
    assert days(phase, holidays="US") == ["2026-12-26"]


@given(courses(), st.sampled_from(["after", "before", "nearest"]))
def test_nothing_falls_on_a_weekend_where_weekends_are_avoided(
    phases: list[Phase], move: str
) -> None:
    assume(all(phase.kind == "scig" or phase.days == 1 for phase in phases))
    sent = [asked(phase) for phase in phases]
    try:
        found = days(*sent, avoid=["weekends"], move=move)
    except Refused:  # two infusions a few days apart came to stand on one day
        return
    planned = days(*sent)
    assert len(found) == len(planned)
    for day, was in zip(map(date.fromisoformat, found), map(date.fromisoformat, planned),
                        strict=True):  # fmt: skip
        assert day.isoweekday() <= 5
        off = {6: {"after": 2, "before": -1, "nearest": -1}, 7: {"after": 1, "before": -2,
               "nearest": 1}}  # fmt: skip
        assert day - was == timedelta(days=off.get(was.isoweekday(), {}).get(move, 0))


# --- moved and left out ---------------------------------------------------------------------------


def test_one_infusion_is_moved_and_the_others_stay() -> None:
    result = course(MAINTENANCE, moved=["2027-01-18 to 2027-01-20"])
    found = [dose["date"] for dose in result["administrations"]]
    assert found == ["2026-12-28", "2027-01-20", "2027-02-08", "2027-03-01"]
    says = result["phases"][0]["says"]
    # 7 ÷ 23 and 7 ÷ 19 of 1 g/kg.
    assert "From 2026-12-28 to 2027-01-20 are 23 days: ≈ 0.3043 g/kg/week" in says
    assert "From 2027-01-20 to 2027-02-08 are 19 days: ≈ 0.3684 g/kg/week" in says


def test_with_all_that_follow_the_whole_tail_moves() -> None:
    result = course(MAINTENANCE, moved=["2027-01-18 to 2027-01-20 and after"])
    found = [dose["date"] for dose in result["administrations"]]
    assert found == ["2026-12-28", "2027-01-20", "2027-02-10", "2027-03-03"]
    assert "lies after the phase's end, 2027-03-01" in result["phases"][0]["says"]
    assert "19 days" not in result["phases"][0]["says"]


def test_an_infusion_is_left_out_and_what_that_does_is_said() -> None:
    result = course(MAINTENANCE, skipped=["2027-01-18"])
    found = [dose["date"] for dose in result["administrations"]]
    assert found == ["2026-12-28", "2027-02-08", "2027-03-01"]
    says = result["phases"][0]["says"]
    # 7 ÷ 42 of 1 g/kg.
    assert "From 2026-12-28 to 2027-02-08 are 42 days: ≈ 0.1667 g/kg/week in place of" in says


def test_the_checks_go_with_a_moved_infusion() -> None:
    result = course(MAINTENANCE, moved=["2027-01-18 to 2027-01-20"])
    due = [each["date"] for each in result["monitoring"] if each["what"] == "MRC grading"]
    assert due == ["2026-12-28", "2027-01-20", "2027-02-08", "2027-03-01"]


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        pytest.param({"moved": ["2027-01-19 to 2027-01-20"]}, "moved", id="no infusion that day"),
        pytest.param({"skipped": ["2027-01-19"]}, "skipped", id="no infusion to leave out"),
        pytest.param({"skipped": ["2027-02-30"]}, "skipped", id="no day to leave out"),
        pytest.param({"avoid": ["2027-02-30"]}, "avoid", id="no day to avoid"),
        pytest.param({"moved": ["2027-01-18 on 2027-01-20"]}, "moved", id="another word"),
        pytest.param({"moved": ["2027-01-18 to 2027-02-30"]}, "moved", id="no day"),
        pytest.param({"moved": ["2027-01-18 to 2026-12-28"]}, "moved", id="the day of another"),
        pytest.param({"avoid": ["sundays"]}, "avoid", id="a day that is none"),
        pytest.param({"avoid": 5}, "avoid", id="a number"),
        pytest.param({"move": "away"}, "move", id="another way"),
        pytest.param({"holidays": "Atlantis"}, "holidays", id="a country that is none"),
        pytest.param({"holidays": 5}, "holidays", id="a number for a country"),
    ],
)
def test_a_move_that_cannot_be_is_refused_in_one_sentence(
    request_: dict[str, Any], field: str
) -> None:
    found = refused(**request_)
    assert found.field == field
    assert found.message.endswith(".")


def test_a_country_that_is_none_is_told_how_one_is_written() -> None:
    found = refused(holidays="Atlantis")
    assert found.message.endswith("write its two letters, for example DE.")


# --- from one way to another ----------------------------------------------------------------------


def test_scig_begins_a_week_after_the_last_ivig_and_takes_what_is_converted_from_it() -> None:
    result = course(MAINTENANCE, "scig until=2027-03-15")
    found = [(dose["date"], dose["quantity"]["value"]) for dose in result["administrations"]]
    # 80 g every 3 weeks are 80 ÷ 3 × 1.2 = 32 g a week.
    assert found[-2:] == [("2027-03-08", "32"), ("2027-03-15", "32")]
    says = result["phases"][1]["says"]
    assert "From IVIg: 32 g/week by the plan's conversion (3C · SCIg maintenance · Dosing)" in says
    assert "1 week after the last infusion (Hizentra label, CIDP · Dose [A])" in says


def test_scig_begins_a_week_after_the_last_ivig_as_it_was_moved_or_left_out() -> None:
    phases = (MAINTENANCE, "scig until=2027-03-15")
    assert days(*phases, moved=["2027-03-01 to 2027-03-03"])[-1] == "2027-03-10"
    assert days(*phases, skipped=["2027-03-01"])[3:5] == ["2027-02-15", "2027-02-22"]
    refused = refusal_of("course", phases=list(phases), weight="80 kg", today="2026-12-07",
                         skipped=["2027-03-02"])  # fmt: skip
    assert refused.message == "Left out: no infusion of the course starts on 2027-03-02."


def test_an_end_of_ivig_gives_way_to_the_week_after_its_last_infusion() -> None:
    later = MAINTENANCE.replace("until=2027-03-01", "until=2027-03-20")
    assert days(later, "scig until=2027-03-08")[-1] == "2027-03-08"


def test_what_is_given_counts_before_what_would_be_taken_from_before() -> None:
    phase = "scig ivig_dose='60 g' every='3 weeks' start=2027-03-15 until=2027-03-15"
    [*_, last] = course(MAINTENANCE, phase)["administrations"]
    assert (last["date"], last["quantity"]["value"]) == ("2027-03-15", "24")


def test_scig_without_ivig_before_it_asks_for_its_start() -> None:
    found = refusal_of("course", phases=["scig ivig_dose='60 g' every='3 weeks'"], weight="80 kg")
    assert found.field == "phases.1.start"


def test_back_to_ivig_the_plans_rule_is_read_backwards_and_marked_as_a_reading() -> None:
    at_home = "scig ivig_dose='60 g' every='3 weeks' start=2026-12-07 until=2026-12-21"
    result = course(at_home, MAINTENANCE)
    # 24 g/week ÷ 1.20 × 3 weeks.
    assert (
        "the plan's rule read backwards (a reading, not the plan's words): 24 g/week × 3 weeks ÷ "
        "1.2 = 60 g an infusion; ordered are 80 g."
    ) in result["phases"][1]["says"]


def test_another_product_is_said_with_what_differs() -> None:
    first = f"{MAINTENANCE} product=privigen"
    second = (
        "maintenance dose='1 g/kg' every='3 weeks' start=2027-03-22 until=2027-03-22 "
        "product=octagam_5"
    )
    says = course(first, second)["phases"][1]["says"]
    assert (
        "The product changes from Privigen 10 % to Octagam 5 %: concentration 0.1 g/mL [A†], now "
        "0.05 g/mL [B]; IgA at most 25 µg/mL [A†], now at most 200 µg/mL [B]; stabiliser "
        "L-proline, 250 mmol/L [A†], now maltose, about 100 mg/mL [B]; "
        # 80 kg: 0.5 to 8 mg/kg/min at 0.1 g/mL; 30 mg/kg/h to 0.07 less a bit mL/kg/min
        "rates from 24 mL/h to 384 mL/h, now from 48 mL/h to "
    ) in says
    assert (
        "It asks now about: Corn allergy, Glucose meter in use. No longer about: Hyperprolinemia"
        in says
    )
    assert says.count("The rates begin again at the label's first.") == 1
    assert "product changes" not in course(first, first.replace("2026-12-28", "2027-03-22").replace(
        "until=2027-03-01", "until=2027-03-22"))["phases"][1]["says"]  # fmt: skip
