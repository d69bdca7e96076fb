"""Ladders at their edges: a pump's tenth, a ceiling on a tenth, a bag that ends with a step."""

from __future__ import annotations

from typing import Any

import pytest
from asking import answer_to, result_of

PRIVIGEN = {"weight": "70 kg", "dose": "1 g/kg", "every": "3 weeks", "product": "privigen"}
AT_RISK = {"facts": {"thrombosis_or_renal_risk": "yes"}}


def maintenance(**more: Any) -> dict[str, Any]:
    return result_of("maintenance", **(PRIVIGEN | more))


def rates(result: dict[str, Any]) -> list[str]:
    return [step["rate"]["value"] for step in result["ladder"]]


def ends(result: dict[str, Any]) -> list[str]:
    return [step["ends"]["value"] for step in result["ladder"]]


# --- a pump's tenth -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "set_to"),
    [
        pytest.param("10.04", "10", id="10.04 goes down to 10"),
        pytest.param("10.0499", "10", id="a hair under 10.05 goes down"),
        pytest.param("10.05", "10.1", id="10.05 goes up, half up"),
        pytest.param("10.0501", "10.1", id="a hair over 10.05 goes up"),
        pytest.param("10.1", "10.1", id="a tenth stays"),
        pytest.param("10.149", "10.1", id="10.149 goes down to 10.1"),
        pytest.param("0.05", "0.1", id="0.05 is the least that goes up to a tenth"),
        pytest.param("0.049", "0.1", id="what would round to nothing runs at a tenth"),
    ],
)
def test_a_pump_is_set_to_a_tenth_half_up(typed: str, set_to: str) -> None:
    assert rates(maintenance(ladder=f"{typed} mL/h 30 min; 20 mL/h 30 min"))[0] == set_to


def test_the_working_says_what_the_pump_is_set_to() -> None:
    answer = answer_to("maintenance", **PRIVIGEN, ladder="10.05 mL/h 30 min; 20 mL/h 30 min")
    [first, second] = [
        step["working"] for step in answer["working"] if step["label"].startswith("Rate, step")
    ]
    # 10.1 mL/h for 30 minutes is 5.05 mL; 694.95 mL are left, which at 20 mL/h take 2084.85 min.
    assert "the pump is set to 10.1 mL/h, for 30 min" in first
    assert second == "20 mL/h = 20 mL/h, for ≈ 2085 min: ≈ 695 mL"


@pytest.mark.parametrize(
    ("weight", "last"),
    [
        # 8 mg/kg/min × kg × 60 ÷ 100 mg/mL = 4.8 mL/h for each kg.
        pytest.param("70 kg", "336", id="336 exactly is a pump's own setting"),
        pytest.param("70.01 kg", "336", id="336.048 rounds down to 336"),
        pytest.param("70.02 kg", "336", id="336.096 would round up past the maximum, and does not"),
        pytest.param("72.35 kg", "347.2", id="347.28 would round up past the maximum"),
        pytest.param("72.36 kg", "347.3", id="347.328 rounds down to 347.3"),
        # 154 lb are 69.85322498 kg: × 4.8 = 335.295479904.
        pytest.param("154 lb", "335.2", id="335.295… of a weight in pounds"),
    ],
)
def test_the_last_step_is_never_above_the_labels_maximum(weight: str, last: str) -> None:
    assert rates(maintenance(weight=weight))[-1] == last


@pytest.mark.parametrize(
    ("ceiling", "last"),
    [
        pytest.param("99.99 mL/h", "99.9", id="just under a tenth: the tenth before it"),
        pytest.param("100 mL/h", "100", id="on a tenth: that tenth, for it is at most"),
        pytest.param("100.01 mL/h", "100", id="just over a tenth: that tenth"),
        pytest.param("1.43 mL/kg/h", "100.1", id="1.43 mL/kg/h of 70 kg is 100.1 mL/h"),
        pytest.param("2.38 mg/kg/min", "99.9", id="2.38 mg/kg/min of 70 kg is 99.96 mL/h"),
    ],
)
def test_an_entered_ceiling_is_kept_to_the_tenth(ceiling: str, last: str) -> None:
    result = maintenance(max_rate=ceiling)
    assert rates(result)[-1] == last
    assert result["ceiling"] == "the ceiling that was entered"


@pytest.mark.parametrize(
    ("weight", "last"),
    [
        # Bivigam at risk: below 2 mg/kg/min, which is 1.2 mL/h for each kg.
        pytest.param("69.99 kg", "83.9", id="83.988: the tenth before it is below already"),
        pytest.param("70 kg", "83.9", id="84 exactly on a tenth is not below 84"),
        pytest.param("70.01 kg", "84", id="84.012: 84 is below it"),
    ],
)
def test_below_a_ceiling_is_not_the_ceiling_itself(weight: str, last: str) -> None:
    result = maintenance(product="bivigam", weight=weight, **AT_RISK)
    assert rates(result)[-1] == last
    assert "below 2 mg/kg/min" in result["ceiling"]


@pytest.mark.parametrize(
    ("weight", "last"),
    [
        # Panzyga at risk: at most 3.3 mg/kg/min, which is 1.98 mL/h for each kg.
        pytest.param("49.99 kg", "98.9", id="98.9802 goes down to 98.9"),
        pytest.param("50 kg", "99", id="99 exactly is at most 99"),
        pytest.param("50.01 kg", "99", id="99.0198 goes down to 99"),
    ],
)
def test_at_most_a_ceiling_is_the_ceiling_too(weight: str, last: str) -> None:
    result = maintenance(product="panzyga", weight=weight, **AT_RISK)
    # 1 and 2 mg/kg/min lie below the ceiling, 4 is held at it and runs to the end.
    assert len(result["ladder"]) == 3
    assert rates(result)[-1] == last


# --- where the bag is empty -----------------------------------------------------------------------

# 50 kg, Privigen: 15, 30, 60, 120 mL/h for half an hour each are 7.5, 15, 30 and 60 mL, so that
# 7.5, 22.5, 52.5 and 112.5 mL have run by the end of each; then 240 mL/h. 2 mg/kg of 50 kg are
# 1 mL.
ENDS = [
    # 7.49 ÷ 15 × 60 = 29.96 min; 0.01 mL at 30 mL/h take 0.02 min, at 240 mL/h 0.0025 min.
    pytest.param("14.98 mg/kg", "7.49", ["15"], "29.96", id="7.49 mL: before the first end"),
    pytest.param("15 mg/kg", "7.5", ["15"], "30", id="7.5 mL: on it, without a step of nothing"),
    pytest.param("15.02 mg/kg", "7.51", ["15", "30"], "30.02", id="7.51 mL: after it"),
    # 14.99 mL at 30 mL/h take 29.98 min.
    pytest.param("44.98 mg/kg", "22.49", ["15", "30"], "59.98", id="22.49 mL: before the second"),
    pytest.param("45 mg/kg", "22.5", ["15", "30"], "60", id="22.5 mL: on it"),
    pytest.param("45.02 mg/kg", "22.51", ["15", "30", "60"], "60.01", id="22.51 mL: after it"),
    pytest.param("105 mg/kg", "52.5", ["15", "30", "60"], "90", id="52.5 mL: on the third"),
    pytest.param(
        "225 mg/kg", "112.5", ["15", "30", "60", "120"], "120", id="112.5 mL: before the maximum"
    ),
    pytest.param(
        "225.02 mg/kg",
        "112.51",
        ["15", "30", "60", "120", "240"],
        "120.0025",
        id="112.51 mL: the maximum is reached for a hair",
    ),
]


@pytest.mark.parametrize(("dose", "volume", "expected", "minutes"), ENDS)
def test_a_dose_ends_where_its_volume_has_run(
    dose: str, volume: str, expected: list[str], minutes: str
) -> None:
    result = maintenance(weight="50 kg", dose=dose)
    assert result["volume"] == {"value": volume, "unit": "mL"}
    assert rates(result) == expected
    assert ends(result)[-1] == minutes
    assert result["minutes"] == {"value": minutes, "unit": "min"}


@pytest.mark.parametrize(
    ("dose", "steps"),
    [
        # Bivigam, 74 kg: 22.2 mL/h for 10 min, then 57.7, 93.2, 128.8, 164.3, 199.8 and 235.3 mL/h
        # for 20 min each: 3.7 mL, and with thirds of a mL 22.9333…, 54, 96.9333…, 151.7, 218.3 mL.
        # 205 mg/kg of 74 kg are 151.7 mL, 295 mg/kg are 218.3 mL.
        pytest.param("205 mg/kg", 5, id="at the end of the fifth step"),
        pytest.param("295 mg/kg", 6, id="at the end of the sixth"),
    ],
)
def test_thirds_of_a_millilitre_leave_no_step_of_nothing(dose: str, steps: int) -> None:
    result = maintenance(weight="74 kg", dose=dose, product="bivigam")
    assert len(result["ladder"]) == steps
    # 10 min and four or five times 20.
    assert ends(result)[-1] == str(10 + 20 * (steps - 1))


def test_a_step_is_held_at_the_ceiling_to_the_end_when_all_further_ones_are() -> None:
    """0.5 and 1 mg/kg/min of 70 kg are 21 and 42 mL/h; 2, 4 and 8 are held at 50."""
    result = maintenance(max_rate="50 mL/h")
    assert rates(result) == ["21", "42", "50"]
    # 31.5 mL in an hour; 668.5 mL at 50 mL/h take 802.2 min.
    assert ends(result) == ["30", "60", "862.2"]


def test_a_slower_step_after_the_ceiling_that_was_entered_is_run_too() -> None:
    """336 mL/h is the maximum; 168 mL have run by then, and 532 mL at 100 mL/h take 319.2 min."""
    result = maintenance(ladder="336 mL/h 30 min; 100 mL/h 30 min")
    assert rates(result) == ["336", "100"]
    assert ends(result) == ["30", "349.2"]


# --- whose steps ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "whose"),
    [
        pytest.param({"product": "octagam_10"}, "label", id="Octagam 10 % lists its steps"),
        pytest.param({"product": "bivigam"}, "label", id="Bivigam gives its step and its time"),
        pytest.param({"product": "privigen"}, "site policy", id="Privigen gives start and maximum"),
        pytest.param({"product": "panzyga"}, "site policy", id="Panzyga gives only the time"),
        pytest.param({"product": "octagam_5"}, "site policy", id="Octagam 5 % gives no times"),
        pytest.param({"ladder": "1 mg/kg/min 30 min"}, "as entered", id="steps of one's own"),
    ],
)
def test_it_is_said_whose_steps_a_ladder_has(more: dict[str, str], whose: str) -> None:
    assert maintenance(**more)["ladder_origin"] == whose


def test_a_step_of_the_policys_names_the_label_the_policy_and_their_marks() -> None:
    answer = answer_to("maintenance", **PRIVIGEN)
    steps = [step for step in answer["working"] if step["label"].startswith("Rate, step")]
    first, second, *_, last = [" · ".join(step["sources"]) for step in steps]
    assert "Privigen label, CIDP · Infusion rate [A]" in first
    assert "An open pharmacists' tool · Doubling ladders [B]" in second
    assert "Privigen label, CIDP · Infusion rate [A]" in last


# --- midnight -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "finish"),
    [
        # 216.875 min are 3 h 37 min, half a minute up.
        pytest.param("09:00", "12:37", id="in the morning"),
        pytest.param("20:22", "23:59", id="a minute to midnight"),
        pytest.param("20:23", "00:00 (+1 day)", id="at midnight"),
        pytest.param("20:24", "00:01 (+1 day)", id="a minute past midnight"),
        pytest.param("00:00", "03:37", id="from midnight"),
        pytest.param("23:59", "03:36 (+1 day)", id="from a minute before midnight"),
        pytest.param("9:00", "12:37", id="an hour of one digit"),
        pytest.param("0900", "12:37", id="without a colon"),
        pytest.param("9.00", "12:37", id="with a point"),
    ],
)
def test_the_finish_is_a_time_of_day(start: str, finish: str) -> None:
    assert maintenance(start=start)["finish"] == finish


def test_the_slowest_of_infusions_has_a_finish_too() -> None:
    """100 kg/kg, which nobody gives: 8000 kg, 80,000 L at 0.1 mL/h are 800,000,000 h."""
    result = maintenance(
        weight="80 kg", dose="100000 g/kg", product="asceniv", max_rate="0.1 mL/h", start="09:00"
    )
    # 800,000,000 h are 33,333,333 days and 8 h.
    assert result["finish"] == "17:00 (+33333333 days)"


def test_each_day_of_a_course_has_its_own_ladder_and_finish() -> None:
    """80 kg over 5 days of Flebogamma DIF 10 %, 0.01 to 0.08 mL/kg/min: 48, 96, 192, 384 mL/h."""
    result = result_of(
        "induction",
        weight="80 kg",
        days=5,
        product="flebogamma_dif_10",
        round="nearest",
        start="08:00",
    )
    days = result["daily"]
    assert [day["dose"]["value"] for day in days] == ["30", "30", "30", "35", "35"]
    # 24, 48 and 96 mL in 90 min; 132 mL of 300 and 182 of 350 are left: ÷ 384 × 60.
    assert [day["minutes"]["value"] for day in days] == ["110.625"] * 3 + ["118.4375"] * 2
    assert [day["finish"] for day in days] == ["09:51"] * 3 + ["09:58"] * 2
    assert [day["ladder"][-1]["volume_so_far"] for day in days] == [day["volume"] for day in days]


def test_without_a_start_time_there_is_no_finish_and_a_reason() -> None:
    result = maintenance()
    assert result["finish"] is None
    assert "start time" in result["reasons"]["finish"]
    assert all(step["clock"] is None for step in result["ladder"])
