"""Titration of maintenance: its ladder against a second hand, and what strength points to."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import by_hand
import pytest
from asking import answer_to, answered, refusal_of, result_of, run
from hypothesis import given
from hypothesis import strategies as st

if TYPE_CHECKING:
    from pathlib import Path

PRESENT = {"dose": "1 g/kg", "every": "3 weeks", "weight": "80 kg", "today": "2027-03-01"}
BASELINE = "2026-06-01 right 32 kg baseline"


def suggestion(**request: Any) -> dict[str, str]:
    found: dict[str, str] = result_of("titrate", **{**PRESENT, **request})["suggestion"]
    return found


def regimens(rungs: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(rung["dose"]["value"], rung["every"]["value"]) for rung in rungs]


# --- the ladder -----------------------------------------------------------------------------------


@given(st.integers(40, 150), st.sampled_from(by_hand.the_eight_regimens()))
def test_the_ladder_is_the_plans_eight_regimens_by_exposure(
    weight: int, present: tuple[Fraction, Fraction, Fraction]
) -> None:
    dose, weeks, exposure = present
    values = answered(
        "titrate", dose=f"{dose} g/kg", every=f"{weeks} weeks", weight=f"{weight} kg"
    ).result.values
    expected = sorted(by_hand.the_eight_regimens(), key=lambda each: (each[2], each[1]))
    for rung, (grams_per_kg, every, per_week) in zip(values["regimens"], expected, strict=True):
        regimen = by_hand.maintenance(Fraction(weight), grams_per_kg, every * 7)
        assert (rung.dose.magnitude, rung.every.magnitude) == (grams_per_kg, every)
        assert near(rung.weekly_per_kg, per_week)
        assert near(rung.per_infusion, regimen["per_infusion"])
        assert near(rung.annual, regimen["annual"])
        assert near(rung.infusions_per_year, regimen["infusions_per_year"])
        place = "above" if per_week > exposure else "below"
        if per_week == exposure:
            place = "present" if every == weeks else "same exposure"
        assert rung.place == place
    above = {each[2] for each in expected if each[2] > exposure}
    below = {each[2] for each in expected if each[2] < exposure}
    for rungs, next_one in (("step_up", min(above, default=None)),
                            ("step_down", max(below, default=None))):  # fmt: skip
        assert [(rung.dose.magnitude, rung.every.magnitude) for rung in values[rungs]] == [
            each[:2] for each in expected if each[2] == next_one
        ]


def near(quantity: Any, value: Fraction) -> bool:
    return abs(Fraction(quantity.magnitude) - value) < Fraction(1, 10**20)


def test_a_regimen_between_two_rungs_has_both_beside_it() -> None:
    result = result_of("titrate", **{**PRESENT, "dose": "1.5 g/kg", "every": "4 weeks"})
    # 0.375 g/kg/week lies between a third and 0.4.
    assert regimens(result["step_down"]) == [("1", "3"), ("2", "6")]
    assert regimens(result["step_up"]) == [("2", "5")]
    assert "present" not in {rung["place"] for rung in result["regimens"]}


def test_the_ends_of_the_ladder_have_no_step_beyond() -> None:
    assert result_of("titrate", **{**PRESENT, "every": "2 weeks"})["step_up"] == []
    assert result_of("titrate", **{**PRESENT, "every": "4 weeks"})["step_down"] == []


def test_with_a_product_each_rung_has_its_containers_and_hours_in_the_chair() -> None:
    result = result_of("titrate", **PRESENT, product="privigen")
    alone = result_of("maintenance", **PRESENT, product="privigen")
    [now] = [rung for rung in result["regimens"] if rung["place"] == "present"]
    assert now["containers"] == "2 × 40 g"
    assert now["minutes"] == alone["minutes"]
    # Minutes × 365.25 ÷ 21 ÷ 60.
    hours = Fraction(alone["minutes"]["value"]) * Fraction("365.25") / 21 / 60
    assert abs(Fraction(now["chair_hours"]["value"]) - hours) < Fraction(1, 10**20)


def test_the_present_regimen_is_checked_as_one_of_maintenance() -> None:
    asked = {**PRESENT, "facts": {"uncompensated_heart_failure": "yes"}}
    assert answer_to("titrate", **asked)["checks"]["outcome"] == "contraindicated"


# --- what strength points to ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grip", "mrc", "points_to"),
    [
        # 80 % of 32 kg is 25.6 kg, or 56.44 lb.
        pytest.param("25.5 kg", "4/5", "step up", id="grip below the line"),
        pytest.param("25.6 kg", "4/5", "step down", id="grip on the line keeps it"),
        pytest.param("25.7 kg", "4/5", "step down", id="grip above the line"),
        pytest.param("32 kg", "3/5", "step up", id="an MRC grade below 4"),
        pytest.param("32 kg", "5/5", "step down", id="an MRC grade above 4"),
        pytest.param("32 kg", None, "unknown", id="an MRC grade that is not recorded"),
        pytest.param(None, "4/5", "unknown", id="a grip that is not recorded"),
        pytest.param(None, "3/5", "step up", id="one below settles it without the other"),
        pytest.param("56.5 lb", "4/5", "step down", id="pounds above the line"),
        pytest.param("56.4 lb", "4/5", "step up", id="pounds below the line"),
    ],
)
def test_what_recorded_strength_points_to(
    grip: str | None, mrc: str | None, points_to: str
) -> None:
    strength = [BASELINE] + ([f"2027-02-20 right {grip}"] if grip else [])
    if grip is None:
        strength = ["2027-02-20 right 20 kg"]  # a force without a baseline says nothing
    request = {"strength": strength, **({"mrc": mrc} if mrc else {})}
    assert suggestion(**request)["points_to"] == points_to


def test_the_present_regimen_stands_in_the_answer() -> None:
    present = result_of("titrate", **PRESENT)["present"]
    assert present["dose"] == {"value": "1", "unit": "g/kg"}
    assert present["every"] == {"value": "3", "unit": "wk"}
    assert present["per_infusion"] == {"value": "80", "unit": "g"}


def test_of_a_course_every_infusion_up_to_today_is_told() -> None:
    """Two days of induction, and those of maintenance; none of the days to come."""
    phases = [
        "induction days=2 start=2026-12-01",
        "maintenance dose='1 g/kg' every='3 weeks' start=2027-01-04",
    ]
    found = result_of("titrate", weight="80 kg", phases=phases, today="2027-02-15")["infusions"]
    assert found == ["2026-12-01", "2027-01-04", "2027-01-25", "2027-02-15"]


def test_the_weaker_hand_decides() -> None:
    strength = [
        *(BASELINE, "2026-06-01 left 30 kg baseline"),
        *("2027-02-20 right 31 kg", "2027-02-20 left 23.9 kg"),
    ]
    assert suggestion(strength=strength, mrc="4/5")["points_to"] == "step up"


def test_the_latest_measurement_of_a_hand_counts() -> None:
    strength = [BASELINE, "2026-12-01 right 20 kg", "2027-02-20 right 31 kg"]
    assert suggestion(strength=strength, mrc="4/5")["points_to"] == "step down"


def test_the_suggestion_is_the_plans_sentence_with_its_place() -> None:
    found = suggestion(strength=[BASELINE, "2027-02-20 right 20 kg"], mrc="4/5")
    assert "Give more IVIg or give it more often" in found["says"]
    assert found["source"] == "6 · Grip strength · Action if Abnormal"


def test_grip_and_a_muscle_below_have_the_sentences_of_both() -> None:
    found = suggestion(grip="79 %", mrc="3/5")
    assert "progression of the disease. An affected muscle is below" in found["says"]
    assert found["source"] == (
        "6 · Grip strength · Action if Abnormal; "
        "6 · MRC muscle strength grading · Action if Abnormal"
    )


def test_what_is_not_recorded_has_the_places_of_both_thresholds() -> None:
    assert suggestion()["source"] == (
        "6 · Grip strength · Target/Threshold; 6 · MRC muscle strength grading · Target/Threshold"
    )


def test_what_is_typed_elsewhere_counts_too() -> None:
    assert suggestion(grip="79 %", mrc="4/5")["points_to"] == "step up"
    assert suggestion(grip="80 %", mrc="4/5")["points_to"] == "step down"


# --- strength between infusions -------------------------------------------------------------------

PHASES = ["maintenance dose='1 g/kg' every='3 weeks' start=2027-01-04"]
# Infusions on 4 and 25 January, 15 February.
FALLING = [
    *(BASELINE, "2027-01-10 right 32 kg", "2027-01-24 right 28 kg", "2027-01-30 right 31 kg"),
]


def worn(*strength: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = result_of(
        "titrate", weight="80 kg", phases=PHASES, strength=list(strength), today="2027-03-01"
    )["wearing_off"]
    return found


def test_strength_that_falls_before_an_infusion_and_comes_back_is_shown() -> None:
    [found] = worn(*FALLING)
    assert (found["infusion"], found["side"]) == ("2027-01-25", "right")
    assert (found["from_date"], found["from_grip"]["value"]) == ("2027-01-10", "32")
    assert (found["before_date"], found["before_grip"]["value"]) == ("2027-01-24", "28")
    assert (found["after_date"], found["after_grip"]["value"]) == ("2027-01-30", "31")


def test_wearing_off_points_to_the_interval_where_the_thresholds_are_kept() -> None:
    asked = {"weight": "80 kg", "phases": PHASES, "strength": FALLING, "today": "2027-03-01"}
    found = result_of("titrate", **asked, mrc="4/5")["suggestion"]
    assert found["points_to"] == "shorter interval"


@pytest.mark.parametrize(
    "strength",
    [
        pytest.param([BASELINE], id="a baseline alone"),
        pytest.param(FALLING[:-1], id="a fall that nothing is known to follow"),
        pytest.param([*FALLING[:-1], "2027-01-30 right 27 kg"], id="a fall that goes on"),
        pytest.param([*FALLING[:-1], "2027-01-30 right 28 kg"], id="a fall that stays"),
        pytest.param([BASELINE, *FALLING[2:]], id="no value since the infusion before"),
        pytest.param([*FALLING[:-1], "2027-01-30 left 31 kg"], id="a rise of the other hand"),
    ],
)
def test_what_is_no_wearing_off(strength: list[str]) -> None:
    assert worn(*strength) == []


# --- what is typed --------------------------------------------------------------------------------


def test_a_table_may_be_pasted_from_a_spreadsheet() -> None:
    pasted = "2026-06-01\tright\t32 kg\tbaseline\n\n2027-02-20;R;53 lb\n2027-02-20, left, 20 kg\n"
    result = result_of("titrate", **PRESENT, strength=pasted)
    assert [(row["date"], row["side"], row["met"]) for row in result["strength"]] == [
        ("2026-06-01", "right", "yes"),
        ("2027-02-20", "right", "no"),
        ("2027-02-20", "left", "unknown"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("2027-02-20 right 24", id="no unit"),
        pytest.param("2027-02-20 right 24 cm", id="another unit"),
        pytest.param("2027-02-20 right 75 %", id="a percentage"),
        pytest.param("2027-02-20", id="no force"),
        pytest.param("20.2.2027 right 24 kg", id="another way to write a date"),
        pytest.param("2027-03-02 right 24 kg", id="a day to come"),
        pytest.param("2027-02-30 right 24 kg", id="no day"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_in_one_sentence(line: str) -> None:
    found = refusal_of("titrate", **PRESENT, strength=[BASELINE, line])
    assert found.field == "strength"
    assert found.message.endswith(".")


@pytest.mark.parametrize(
    ("force", "why"),
    [
        pytest.param("24", '"24" has no unit', id="no unit"),
        pytest.param("24 mmHg", '"mmHg" is not a unit accepted here', id="another unit"),
        pytest.param("-24 kg", '"-24 kg" is negative', id="below nothing"),
    ],
)
def test_of_many_lines_the_one_that_cannot_be_read_is_named(force: str, why: str) -> None:
    """Accepted is what this table takes: a percentage of a baseline is not."""
    line = f"2027-02-20 right {force}"
    found = refusal_of("titrate", **PRESENT, strength=[BASELINE, line, "2027-02-21 left 20 kg"])
    assert found.message == (
        f'Strength: "{line}" cannot be read: {why}. Write the force in kg or lb, as in '
        '"2026-12-07 right 24 kg".'
    )


def test_two_baselines_of_one_hand_are_refused() -> None:
    found = refusal_of("titrate", **PRESENT, strength=[BASELINE, BASELINE])
    assert found.message == "Strength: there are two baselines of the right hand; leave one out."


@pytest.mark.parametrize("strength", [5, [5], {"a": 1}])
def test_what_is_no_table_is_refused(strength: Any) -> None:
    assert refusal_of("titrate", **PRESENT, strength=strength).field == "strength"


# --- of a course ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "every"),
    [
        pytest.param("2026-12-10", "3", id="before maintenance, the one to come"),
        pytest.param("2027-03-01", "3", id="in the first phase"),
        pytest.param("2027-07-01", "4", id="in the second"),
    ],
)
def test_what_is_titrated_is_the_phase_of_the_course_that_has_begun(today: str, every: str) -> None:
    phases = [
        "induction days=5 start=2026-12-07",
        "maintenance dose='1 g/kg' every='3 weeks' start=2026-12-28 until=2027-06-20",
        "maintenance dose='1 g/kg' every='4 weeks' start=2027-06-28",
    ]
    result = result_of("titrate", weight="80 kg", phases=phases, today=today)
    assert result["present"]["every"]["value"] == every


def test_a_case_file_is_titrated(tmp_path: Path) -> None:
    case = tmp_path / "one.toml"
    case.write_text(
        'case_version = 2\ntoday = 2027-03-01\n[patient]\nweight = "80 kg"\n[choices.course]\n'
        f"phases = {PHASES!r}\n[choices.titrate]\nstrength = {FALLING!r}\nmrc = '4/5'\n".replace(
            "\\'", "'"
        ),
        encoding="utf-8",
    )
    status, said, _ = run("titrate", "--case", str(case))
    assert status == 0
    assert "(present)" in said
    assert "before the infusion of 2027-01-25 right: 32 kgf on 2027-01-10" in said


# --- what was given so far ------------------------------------------------------------------------


def exposure(*phases: str, today: str, **request: Any) -> list[tuple[str, str, str, str]]:
    asked = {"weight": "80 kg", "today": today, "phases": list(phases), **request}
    return [
        (each["from_date"], each["to_date"], each["label"], each["weekly_per_kg"]["value"][:6])
        for each in result_of("titrate", **asked)["exposure"]
    ]


def test_each_phase_so_far_has_its_exposure_and_an_induction_none() -> None:
    found = exposure(
        "induction days=5 start=2026-05-04",
        "maintenance dose='1 g/kg' every='3 weeks' start=2026-05-25 until=2026-06-30",
        "scig ivig_dose='80 g' every='3 weeks' start=2026-07-06",
        "maintenance dose='1 g/kg' every='2 weeks' start=2026-09-07",
        "maintenance dose='2 g/kg' every='4 weeks' start=2027-01-04",
        today="2026-09-20",
    )
    # 1 ÷ 3; 32 g a week over 80 kg; 1 ÷ 2.
    assert found == [
        ("2026-05-25", "2026-06-30", "IVIg maintenance", "0.3333"),
        ("2026-07-06", "2026-09-06", "SCIg maintenance", "0.4"),
        ("2026-09-07", "2026-09-20", "IVIg maintenance", "0.5"),
    ]


def test_a_phase_ends_where_the_first_dose_of_the_next_was_moved_to() -> None:
    phases = (
        "maintenance dose='1 g/kg' every='3 weeks' start=2026-05-25",
        "maintenance dose='1 g/kg' every='2 weeks' start=2026-07-06",
    )
    found = exposure(*phases, today="2026-08-01", moved=["2026-07-06 to 2026-07-01"])
    assert [each[:2] for each in found] == [
        ("2026-05-25", "2026-06-30"),
        ("2026-07-01", "2026-08-01"),
    ]


def test_without_a_course_there_is_no_exposure_so_far() -> None:
    assert result_of("titrate", weight="80 kg", dose="1 g/kg", every="3 weeks")["exposure"] == []
