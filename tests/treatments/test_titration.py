"""The dated tables: worked by hand, against the second implementation, and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import by_hand_titration as by_hand
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculators.requests.answer import Answered, answer
from exchange.answers.answer import as_json
from plan_data import load_plan
from units import Refused, magnitude_in

PLAN = load_plan()
TODAY = date(2026, 11, 23)
START = date(2026, 11, 22)


def ask(drug: Any, /, **inputs: Any) -> Answered:
    which = (
        {"calculator": "mycophenolate"}
        if drug == "mycophenolate"
        else {"calculator": "titration", "drug": drug}
    )
    return answer({**which, "start": START.isoformat(), **inputs}, PLAN, TODAY)


def mg(value: Any) -> Decimal:
    return magnitude_in(value, "mg")


def rows(answered: Answered) -> list[tuple[str, Decimal, int, Decimal]]:
    return [
        (str(row.date), mg(row.per_dose), row.doses_per_day, mg(row.daily))
        for row in answered.result.values["steps"]
    ]


# Worked out by hand from the plan's rows (3B and 3D, column Dosing), version 1.1.
WORKED: list[Any] = [
    pytest.param(
        "gabapentin",
        {"target": "1800 mg/day", "step_every": "3 days"},
        [
            ("2026-11-22", 300, 1, 300),  # 300 mg at night
            ("2026-11-25", 300, 2, 600),  # + 300
            ("2026-11-28", 300, 3, 900),  # + 300, now in three doses
            ("2026-12-01", 400, 3, 1200),  # 1200 ÷ 3
            ("2026-12-04", 500, 3, 1500),
            ("2026-12-07", 600, 3, 1800),
        ],
        id="gabapentin to 1800 mg a day, every 3 days",
    ),
    pytest.param(
        "gabapentin",
        {"target": "1 g/day", "step_every": "1 day"},
        [
            ("2026-11-22", 300, 1, 300),
            ("2026-11-23", 300, 2, 600),
            ("2026-11-24", 300, 3, 900),
            ("2026-11-25", Fraction(1000, 3), 3, 1000),  # 1200 cut to 1000
        ],
        id="gabapentin to 1 g a day: the last step is cut",
    ),
    pytest.param(
        "pregabalin",
        {"target": "300 mg/day"},
        [("2026-11-22", 75, 2, 150), ("2026-11-29", 150, 2, 300)],
        id="pregabalin to 150 mg twice a day after a week",
    ),
    pytest.param(
        "pregabalin",
        {"target": "600 mg/day"},
        [
            ("2026-11-22", 75, 2, 150),
            ("2026-11-29", 150, 2, 300),
            ("2026-12-06", 225, 2, 450),  # steps of 150 that the plan does not state
            ("2026-12-13", 300, 2, 600),
        ],
        id="pregabalin to its maximum",
    ),
    pytest.param(
        "duloxetine",
        {"target": "60 mg/day", "step_every": "1 week"},
        [("2026-11-22", 30, 1, 30), ("2026-11-29", 60, 1, 60)],
        id="duloxetine to 60 mg after a week",
    ),
    pytest.param(
        "duloxetine",
        {"target": "100 mg/day"},
        [
            ("2026-11-22", 30, 1, 30),
            ("2026-12-06", 60, 1, 60),  # the slowest interval, two weeks
            ("2026-12-20", 90, 1, 90),
            ("2027-01-03", 100, 1, 100),  # 120 cut to 100
        ],
        id="duloxetine beyond 60 mg",
    ),
    pytest.param(
        "amitriptyline",
        {"target": "30 mg/day"},
        [("2026-11-22", 10, 1, 10), ("2026-12-06", 20, 1, 20), ("2026-12-20", 30, 1, 30)],
        id="amitriptyline by the lowest start and step, at the slowest",
    ),
    pytest.param(
        "amitriptyline",
        {
            "target": "70 mg/day",
            "start_dose": "25 mg",
            "step": "0.025 g",
            "step_every": "7 days",
        },
        [("2026-11-22", 25, 1, 25), ("2026-11-29", 50, 1, 50), ("2026-12-06", 70, 1, 70)],
        id="amitriptyline by the highest start and step",
    ),
    pytest.param(
        "acetaminophen",
        {"target": "4 g/day"},
        [("2026-11-22", 1000, 4, 4000)],
        id="acetaminophen, four times 1000 mg at most",
    ),
    pytest.param(
        "acetaminophen",
        {"target": "2 g/day"},
        [("2026-11-22", 1000, 2, 2000)],
        id="acetaminophen in the fewest doses",
    ),
    pytest.param(
        "acetaminophen",
        {"target": "2600 mg/day", "start_dose": "650 mg"},
        [("2026-11-22", 650, 4, 2600)],
        id="acetaminophen in doses of 650 mg",
    ),
    pytest.param(
        "modafinil",
        {"target": "200 mg/day", "step_every": "2 weeks"},
        [("2026-11-22", 100, 1, 100), ("2026-12-06", 200, 1, 200)],
        id="modafinil to 200 mg",
    ),
    pytest.param(
        "modafinil",
        {"target": "100 mg/day"},
        [("2026-11-22", 100, 1, 100)],
        id="modafinil stays at its start and needs no interval",
    ),
    pytest.param(
        "mexiletine",
        {"target": "900 mg/day", "step_every": "7 days"},
        [
            ("2026-11-22", 150, 2, 300),
            ("2026-11-29", 200, 3, 600),
            ("2026-12-06", 300, 3, 900),
        ],
        id="mexiletine to its maximum",
    ),
    pytest.param(
        "magnesium oxide",
        {"target": "800 mg/day", "step_every": "7 days"},
        [("2026-11-22", 400, 1, 400), ("2026-11-29", 400, 2, 800)],
        id="magnesium oxide to twice a day",
    ),
    pytest.param(
        "mycophenolate",
        {"step_every": "2 weeks"},
        [("2026-11-22", 500, 2, 1000), ("2026-12-06", 1000, 2, 2000)],
        id="mycophenolate to 1000 mg twice a day",
    ),
    pytest.param(
        "mycophenolate",
        {},
        [("2026-11-22", 500, 2, 1000), ("None", 1000, 2, 2000)],
        id="mycophenolate without an interval has no second date",
    ),
]


@pytest.mark.parametrize(("drug", "inputs", "expected"), WORKED)
def test_a_table_worked_by_hand(
    drug: str, inputs: dict[str, str], expected: list[tuple[str, Any, int, Decimal]]
) -> None:
    found = rows(ask(drug, **inputs))
    assert [(on, doses, daily) for on, _, doses, daily in found] == [
        (on, doses, daily) for on, _, doses, daily in expected
    ]
    for (_, per_dose, _, _), (_, each, _, _) in zip(found, expected, strict=True):
        assert abs(Fraction(per_dose) - each) < Fraction(1, 10**28)


def test_the_answer_for_machines() -> None:
    answered = ask("gabapentin", target="600 mg/day", step_every="3 days")
    assert as_json(answered, PLAN)["result"] == {
        "drug": "gabapentin",
        "target": {"value": "600", "unit": "mg/d"},
        "steps": [
            {
                "date": "2026-11-22",
                "per_dose": {"value": "300", "unit": "mg"},
                "doses_per_day": 1,
                "daily": {"value": "300", "unit": "mg"},
            },
            {
                "date": "2026-11-25",
                "per_dose": {"value": "300", "unit": "mg"},
                "doses_per_day": 2,
                "daily": {"value": "600", "unit": "mg"},
            },
        ],
        "maximum": {"value": "3600", "unit": "mg/d"},
    }


def test_the_cut_of_the_last_step_stands_in_the_working() -> None:
    answered = ask("gabapentin", target="1000 mg/day")
    lines = [step.working for step in answered.result.steps]
    assert "900 mg + 300 mg = 1200 mg, cut to the target 1000 mg" in lines


@pytest.mark.parametrize(
    ("target", "last"),
    [
        pytest.param(
            "899 mg/day", "600 mg + 300 mg = 900 mg, cut to the target 899 mg", id="below"
        ),
        pytest.param("900 mg/day", "600 mg + 300 mg = 900 mg", id="on it"),
        pytest.param(
            "901 mg/day", "900 mg + 300 mg = 1200 mg, cut to the target 901 mg", id="above"
        ),
    ],
)
def test_a_step_is_called_cut_only_where_it_goes_past_the_target(target: str, last: str) -> None:
    answered = ask("gabapentin", target=target)
    sums = [step.working for step in answered.result.steps if " + " in step.working]
    assert sums[-1] == last


def test_one_dose_a_day_is_called_so_in_the_working() -> None:
    """30 mg once a day, then 60 mg once a day."""
    answered = ask("duloxetine", target="60 mg/day", step_every="1 week")
    labels = [step.label for step in answered.result.steps]
    assert "Step 1, each dose" in labels
    assert not [label for label in labels if "each of" in label]


def test_the_working_says_each_step_and_into_how_many_doses_it_goes() -> None:
    """300 mg at night, then 300 mg more each time: in two doses a day, and in three."""
    answered = ask("gabapentin", target="900 mg/day")
    assert [step.label for step in answered.result.steps if step.label.startswith("St")] == [
        "Start, a day",
        "Start, each dose",
        "Step, a day",
        "Step 1, a day",
        "Step 1, each of 2 doses",
        "Step 2, a day",
        "Step 2, each of 3 doses",
    ]


def test_the_start_is_today_unless_another_day_is_given() -> None:
    answered = answer(
        {"calculator": "titration", "drug": "modafinil", "target": "100 mg/day"}, PLAN, TODAY
    )
    assert answered.result.values["steps"][0].date == TODAY


# --- the second implementation ----------------------------------------------------------------

ALONE = [name for name in by_hand.DRUGS if name != "mycophenolate"]
DATES = st.dates(date(1970, 1, 1), date(2200, 1, 1))


@given(name=st.sampled_from(list(by_hand.DRUGS)), begin=DATES, data=st.data())
def test_the_tables_agree_with_the_second_implementation(
    name: str, begin: date, data: st.DataObject
) -> None:
    drug = by_hand.DRUGS[name]
    low, high = drug.every or (1, 400)
    every = data.draw(st.integers(low, high), label="days between steps")
    tenths = data.draw(st.integers(drug.start * 10, drug.most * 10), label="target, tenths of mg")
    target = Fraction(tenths, 10)
    inputs: dict[str, Any] = {
        "target": f"{Decimal(tenths) / 10} mg/day",
        "step_every": f"{every} days",
        "start": begin.isoformat(),
    }
    own: dict[str, Fraction] = {}
    if name == "amitriptyline":
        start = data.draw(st.integers(10, 25), label="start dose")
        step = data.draw(st.integers(10, 25), label="step")
        assume(target >= start)
        inputs |= {"start_dose": f"{start} mg", "step": f"{step} mg"}
        own = {"start": Fraction(start), "step": Fraction(step)}
    answered = ask(name, **inputs)
    expected = by_hand.table(name, target, every, begin, **own)
    found = answered.result.values["steps"]
    assert [(row.date, row.doses_per_day) for row in found] == [
        (row.on, row.doses) for row in expected
    ]
    for row, by in zip(found, expected, strict=True):
        assert Fraction(mg(row.daily)) == by.daily
        assert abs(Fraction(mg(row.per_dose)) - by.per_dose) < Fraction(1, 10**28)
    assert magnitude_in(answered.result.values["maximum"], "mg/d") == drug.most
    beyond = drug.stated is not None and target > drug.stated
    assert (answered.result.remarks["steps"] == "beyond the stated steps") is beyond


@given(tenths=st.integers(1, 40_000))
def test_acetaminophen_agrees_with_the_second_implementation(tenths: int) -> None:
    expected = by_hand.as_needed(Fraction(tenths, 10))
    typed = f"{Decimal(tenths) / 10:f} mg/day"
    if expected is None:
        with pytest.raises(Refused, match="cannot be made of"):
            ask("acetaminophen", target=typed)
        return
    row = ask("acetaminophen", target=typed).result.values["steps"][0]
    assert row.doses_per_day == expected[1]
    assert abs(Fraction(mg(row.per_dose)) - expected[0]) < Fraction(1, 10**28)


@given(begin=DATES)
def test_the_trial_of_mycophenolate_ends_six_calendar_months_on(begin: date) -> None:
    values = ask("mycophenolate", start=begin.isoformat()).result.values
    assert values["trial_ends"] == by_hand.six_months_after(begin)
    assert values["trial_months"] == 6


# --- below, on and above ----------------------------------------------------------------------


@pytest.mark.parametrize("name", list(by_hand.DRUGS))
def test_the_maximum_is_reached_and_not_passed(name: str) -> None:
    most = by_hand.DRUGS[name].most
    days = {} if by_hand.DRUGS[name].every else {"step_every": "7 days"}
    for target in (most - 1, most):
        assert rows(ask(name, target=f"{target} mg/day", **days))[-1][3] == target
    with pytest.raises(Refused) as refused:
        ask(name, target=f"{most}.1 mg/day", **days)
    assert refused.value.field == "target"
    assert f"{most} mg/day (3" in refused.value.message
    assert "· Dosing)" in refused.value.message


@pytest.mark.parametrize("name", list(by_hand.DRUGS))
def test_the_target_is_not_below_the_start(name: str) -> None:
    start = by_hand.DRUGS[name].start
    assert len(rows(ask(name, target=f"{start} mg/day"))) == 1
    with pytest.raises(Refused, match=f"below the start dose of .*, {start} mg/day") as refused:
        ask(name, target=f"{start - 1}.9 mg/day")
    assert refused.value.field == "target"


@pytest.mark.parametrize(
    ("drug", "says"),
    [
        pytest.param("gabapentin", "above the plan's maximum of gabapentin", id="a maximum"),
        pytest.param(
            "modafinil",
            "above the highest dose that the plan states of modafinil",
            id="the highest dose of the row, which is called no maximum",
        ),
    ],
)
def test_a_limit_is_called_what_the_plan_calls_it(drug: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        ask(drug, target="10 g/day", step_every="7 days")


@pytest.mark.parametrize(
    ("target", "room"),
    [
        pytest.param("3599 mg/day", "below the maximum", id="just under the plan's 3600 mg"),
        pytest.param("3600 mg/day", "at the maximum", id="at it"),
        pytest.param("3.6 g/day", "at the maximum", id="at it, in grams"),
    ],
)
def test_a_titration_says_whether_it_leaves_room_below_the_maximum(target: str, room: str) -> None:
    assert ask("gabapentin", target=target).result.remarks["room"] == room


@given(name=st.sampled_from(list(by_hand.DRUGS)), tenths=st.integers(1, 40_000))
def test_a_target_is_the_same_in_g_and_in_mg_a_day(name: str, tenths: int) -> None:
    def told(typed: str) -> Any:
        try:
            answered = ask(name, target=typed, step_every=f"{days} days")
        except Refused as refused:
            return refused.field
        return rows(answered), dict(answered.result.remarks)

    days = (by_hand.DRUGS[name].every or (7, 7))[1]
    milligrams = Decimal(tenths) / 10
    assert told(f"{milligrams:f} mg/day") == told(f"{milligrams / 1000:f} g/day")


@pytest.mark.parametrize("name", list(by_hand.DRUGS))
def test_the_limits_hold_exactly_in_grams_too(name: str) -> None:
    drug = by_hand.DRUGS[name]
    days = {} if drug.every else {"step_every": "7 days"}
    most, least = Decimal(drug.most) / 1000, Decimal(drug.start) / 1000
    assert rows(ask(name, target=f"{most:f} g/day", **days))[-1][3] == drug.most
    assert rows(ask(name, target=f"{least:f} g/day", **days))[-1][3] == drug.start
    for outside in (most + Decimal("0.0000001"), least - Decimal("0.0000001")):
        with pytest.raises(Refused):
            ask(name, target=f"{outside:f} g/day", **days)


@pytest.mark.parametrize("hepatic", ["yes", "no", "unknown"])
@pytest.mark.parametrize(
    ("target", "accepted"),
    [("2000 mg/day", True), ("2 g/day", True), ("2.001 g/day", False), ("4 g/day", False)],
)
def test_acetaminophens_maximum_with_hepatic_impairment(
    hepatic: str, target: str, *, accepted: bool
) -> None:
    facts = {"hepatic_impairment": hepatic}
    if hepatic == "yes" and not accepted:
        with pytest.raises(Refused, match=r"hepatic impairment, 2 g/day \(3B · Acetaminophen"):
            ask("acetaminophen", target=target, facts=facts)
        return
    values = ask("acetaminophen", target=target, facts=facts).result.values
    in_force = 2000 if hepatic == "yes" else 4000
    assert magnitude_in(values["maximum"], "mg/d") == in_force
    assert magnitude_in(values["maximum_with_hepatic_impairment"], "mg/d") == 2000


@pytest.mark.parametrize("hepatic", ["no", "unknown"])
def test_acetaminophen_above_4_g_a_day_is_refused(hepatic: str) -> None:
    facts = {"hepatic_impairment": hepatic}
    with pytest.raises(Refused, match=r"maximum of acetaminophen, 4 g/day \(3B"):
        ask("acetaminophen", target="4.001 g/day", facts=facts)


@pytest.mark.parametrize(
    ("drug", "target", "days", "accepted"),
    [
        ("gabapentin", 900, 1, True),
        ("gabapentin", 900, 3, True),
        ("gabapentin", 900, 4, False),
        ("pregabalin", 300, 6, False),
        ("pregabalin", 300, 7, True),
        ("pregabalin", 300, 8, False),
        ("duloxetine", 60, 6, False),
        ("duloxetine", 60, 7, True),
        ("duloxetine", 60, 14, True),
        ("duloxetine", 60, 15, False),
        ("amitriptyline", 60, 6, False),
        ("amitriptyline", 60, 7, True),
        ("amitriptyline", 60, 14, True),
        ("amitriptyline", 60, 15, False),
    ],
)
def test_the_interval_lies_in_the_plans_range(
    drug: str, target: int, days: int, *, accepted: bool
) -> None:
    inputs = {"target": f"{target} mg/day", "step_every": f"{days} days"}
    if accepted:
        ask(drug, **inputs)
        return
    with pytest.raises(Refused, match=r"outside the plan's range .*days? .*\(3B") as refused:
        ask(drug, **inputs)
    assert refused.value.field == "step_every"


def test_a_range_of_one_number_is_written_as_that_number() -> None:
    with pytest.raises(Refused, match=r"is not 100 mg, as the plan has it \(3B") as refused:
        ask("modafinil", target="200 mg/day", start_dose="150 mg", step_every="1 week")
    assert refused.value.field == "start_dose"


@pytest.mark.parametrize(
    ("inputs", "field"),
    [
        ({"start_dose": "9.9 mg"}, "start_dose"),
        ({"start_dose": "25.1 mg"}, "start_dose"),
        ({"step": "9.9 mg"}, "step"),
        ({"step": "25.1 mg"}, "step"),
    ],
)
def test_amitriptylines_start_and_step_lie_in_the_plans_range(
    inputs: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused, match="is not 10 mg to 25 mg, as the plan has it") as refused:
        ask("amitriptyline", target="75 mg/day", **inputs)
    assert refused.value.field == field


# --- refused, in the user's words ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("gabapentine", "Did you mean gabapentin"),
        ("Pregablin", "Did you mean pregabalin"),
        ("duloxitine", "Did you mean duloxetine"),
        ("amitryptiline", "Did you mean amitriptyline"),
        ("acetominophen", "Did you mean acetaminophen"),
        ("modafanil", "Did you mean modafinil"),
        ("mexilitine", "Did you mean mexiletine"),
        ("magnesum oxide", "Did you mean magnesium_oxide"),
    ],
)
def test_a_misspelt_drug_gets_the_nearest_name_as_a_question(typed: str, question: str) -> None:
    with pytest.raises(Refused) as refused:
        ask(typed, target="100 mg/day")
    assert refused.value.field == "drug"
    assert question in refused.value.message
    assert refused.value.message.endswith("?")


@pytest.mark.parametrize("typed", ["Gabapentin", " GABAPENTIN ", "gabapentin"])
def test_a_drugs_name_is_read_without_regard_to_case(typed: str) -> None:
    assert ask(typed, target="300 mg/day").result.values["drug"] == "gabapentin"


@pytest.mark.parametrize("typed", ["magnesium oxide", "magnesium-oxide", "Magnesium_Oxide"])
def test_magnesium_oxide_is_read_with_any_joint(typed: str) -> None:
    assert ask(typed, target="400 mg/day").result.values["drug"] == "magnesium_oxide"


@pytest.mark.parametrize(
    ("drug", "inputs", "field", "sentence"),
    [
        ("", {}, "drug", "There is no symptomatic drug"),
        (5, {}, "drug", "There is no symptomatic drug"),
        ("gabapentin", {}, "target", "aims at 900 mg/day to 1800 mg/day"),
        ("acetaminophen", {}, "target", "at most 4 g/day"),
        ("modafinil", {}, "target", "at most 200 mg/day"),
        ("gabapentin", {"target": "1800"}, "target", "has no unit"),
        ("gabapentin", {"target": "1800 mg"}, "target", "mg/day or g/day"),
        ("gabapentin", {"target": 1800}, "target", "has no unit"),
        ("gabapentin", {"target": "0 mg/day"}, "target", "must be above zero"),
        ("gabapentin", {"target": "-900 mg/day"}, "target", "is negative"),
        ("gabapentin", {"target": "1,800 mg/day"}, "target", "has a comma"),
        ("gabapentin", {"target": "1e3 mg/day"}, "target", "has an exponent"),
        ("modafinil", {"target": "200 mg/day"}, "step_every", "the plan does not say when"),
        ("mexiletine", {"target": "600 mg/day"}, "step_every", "the plan does not say when"),
        ("magnesium_oxide", {"target": "800 mg/day"}, "step_every", "the plan does not say when"),
        (
            "modafinil",
            {"target": "200 mg/day", "step_every": "1.5 days"},
            "step_every",
            "no whole number of days",
        ),
        (
            "modafinil",
            {"target": "200 mg/day", "step_every": "1 month"},
            "step_every",
            "no whole number of days",
        ),
        (
            "modafinil",
            {"target": "200 mg/day", "step_every": "0 days"},
            "step_every",
            "must be above zero",
        ),
        (
            "modafinil",
            {"target": "200 mg/day", "step_every": "999999999 days"},
            "step_every",
            "leads past the year 9999",
        ),
        ("gabapentin", {"target": "900 mg/day", "start": "22.11.2026"}, "start", "YYYY-MM-DD"),
        ("gabapentin", {"target": "900 mg/day", "start": "2026-02-30"}, "start", "there is no day"),
        (
            "gabapentin",
            {"target": "900 mg/day", "start": "9999-12-31"},
            "step_every",
            "leads past the year 9999",
        ),
        ("gabapentin", {"target": "900 mg/day", "start_dose": "100 mg"}, "start_dose", "300 mg"),
        ("gabapentin", {"target": "900 mg/day", "step": "100 mg"}, "step", "300 mg"),
        ("duloxetine", {"target": "60 mg/day", "step": "20 mg"}, "step", "30 mg to 60 mg"),
        ("acetaminophen", {"target": "1100 mg/day"}, "target", "cannot be made of 1 to 4"),
        ("acetaminophen", {"target": "649 mg/day"}, "target", "650 mg to 1000 mg"),
        (
            "acetaminophen",
            {"target": "2 g/day", "start_dose": "649 mg"},
            "start_dose",
            "650 mg to 1000 mg",
        ),
        (
            "acetaminophen",
            {"target": "2 g/day", "start_dose": "650 mg"},
            "target",
            "equal doses of 650 mg",
        ),
        (
            "acetaminophen",
            {"target": "2 g/day", "step_every": "1 day"},
            "step_every",
            "taken when needed",
        ),
        ("acetaminophen", {"target": "2 g/day", "step": "650 mg"}, "step", "taken when needed"),
        (
            "gabapentin",
            {"target": "900 mg/day", "dosing_weight": "ideal"},
            "weight",
            "the clearance is worked out by it",
        ),
        (
            "mycophenolate",
            {"dosing_weight": "ideal"},
            "dosing_weight",
            "goes by no weight",
        ),
        ("mycophenolate", {"start": "9999-12-31"}, "start", "past the year 9999"),
        ("mycophenolate", {"drug": "gabapentin"}, "drug", "is not an input of Mycophenolate"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(
    drug: Any, inputs: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        ask(drug, **inputs)
    assert refused.value.field == field
    assert sentence in refused.value.message
    assert refused.value.message.endswith((".", "?", '"'))


def test_a_missing_drug_is_asked_for_by_name() -> None:
    with pytest.raises(Refused, match="Name the drug: gabapentin, pregabalin"):
        answer({"calculator": "titration"}, PLAN, TODAY)


def test_a_step_as_the_plan_states_it_may_be_said() -> None:
    answered = ask("duloxetine", target="60 mg/day", start_dose="30 mg", step="30 mg")
    assert rows(answered)[-1][3] == 60


# --- eculizumab ---------------------------------------------------------------------------------


def test_eculizumab_has_no_dose_and_says_why() -> None:
    answered = answer({"calculator": "eculizumab"}, PLAN, TODAY)
    told = as_json(answered, PLAN)
    assert told["error"]["field"] == "dose"
    assert "The plan gives no dose of eculizumab" in told["error"]["message"]
    assert told["result"] == {"dose": None, "reasons": {"dose": told["error"]["message"]}}
    assert told["checks"]["outcome"] == "unknown"
