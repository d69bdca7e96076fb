"""The printed working: its right-hand sides are the result, and its left-hand sides lead there."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import by_hand
import pytest
from asking import answered
from hypothesis import given
from what_people_type import (
    AGES,
    CREATININES,
    DOSES,
    FORMULAS,
    HEIGHTS,
    INTERVALS,
    IVIG_DOSES,
    SEXES,
    WEIGHTS,
)

from exchange.answers.answer import as_json
from plan_data import load_plan

if TYPE_CHECKING:
    from what_people_type import Typed

    from calculators.requests.answer import Answered
    from calculators.working import Step

# How many places people are shown, and what one of a unit is in grams, kilograms of body weight,
# square metres and days; written down here a second time.
PLACES = {
    "g": 2,
    "mg": 1,
    "kg": 2,
    "m²": 3,
    "kg/m²": 1,
    "days": 2,
    "day": 2,
    "g/week": 2,
    "g/kg/week": 4,
    "g/year": 1,
    "per year": 2,
    "mL/min": 1,
}
ONE = {
    "": Fraction(1),
    "g": Fraction(1),
    "mg": Fraction(1, 1000),
    "kg": Fraction(1),
    "m²": Fraction(1),
    "g/kg": Fraction(1),
    "mg/kg": Fraction(1, 1000),
    "g/m²": Fraction(1),
    "mg/m²": Fraction(1, 1000),
    "day": Fraction(1),
    "days": Fraction(1),
    "week": by_hand.WEEK,
    "weeks": by_hand.WEEK,
    "calendar month": by_hand.MONTH,
    "calendar months": by_hand.MONTH,
    "g/week": 1 / by_hand.WEEK,
    "g/kg/week": 1 / by_hand.WEEK,
    "g/year": 1 / by_hand.YEAR,
    "per year": 1 / by_hand.YEAR,
    "days/year": 1 / by_hand.YEAR,
}
_RIGHT = re.compile(r"(.*?) ?(?:= |(≈ ))([0-9.]+) ?([^0-9=≈]*)")
_TERM = re.compile(r"([0-9.]+) ?(.*)")
_ROUNDED = re.compile(r"≈ ([0-9.]+)")
# The formulas print bare numbers; the two weights print kilograms.
_FORMULAS = ("Body surface (", "Ideal body", "Body-mass", "Creatinine", "Adjusted")
_STATED = ("Dosing weight", "Weight in", "Fixed dose", "Body surface,", "Interval in")


def half_up(value: Fraction, places: int) -> Fraction:
    scale = 10**places
    return Fraction(math.floor(value * scale + Fraction(1, 2)), scale)


def right_hand_side(step: Step) -> tuple[str, bool, Fraction, str]:
    """Split a line of working into its arithmetic, whether it is rounded, number and unit."""
    found = _RIGHT.fullmatch(step.working)
    assert found, step.working
    arithmetic, rounded, number, unit = found.groups()
    return arithmetic, bool(rounded), Fraction(number), unit


def require_right_hand_side(step: Step) -> None:
    """Require the shown number to be the step's own, rounded half up once and marked if changed."""
    _, rounded, shown, unit = right_hand_side(step)
    exact = Fraction(by_hand.as_written(Fraction(step.quantity.magnitude)))
    assert shown == half_up(exact, PLACES[unit]), step.working
    assert rounded is (shown != exact), step.working


def require_left_hand_side(step: Step) -> None:
    """Require the arithmetic, worked out from what is printed, to give what is printed."""
    arithmetic, rounded, shown, unit = right_hand_side(step)
    if step.label.startswith(_STATED):
        return
    formula = step.label.startswith(_FORMULAS)
    ends = [
        worked_out(exact) if formula else product_of(exact) / ONE[unit]
        for exact in may_stand_for(arithmetic)
    ]
    place = Fraction(1, 10 ** PLACES[unit])
    assert min(ends) - place / 2 <= shown <= max(ends) + place / 2, step.working
    if len(ends) == 1 and not formula:
        assert shown == half_up(Fraction(ends[0]), PLACES[unit]), step.working
        assert rounded is (shown != ends[0]), step.working


def may_stand_for(arithmetic: str) -> list[str]:
    """Return a line with each rounded number set to the least and to the most it may stand for."""
    found = _ROUNDED.search(arithmetic)
    if found is None:
        return [arithmetic]
    number = Fraction(found[1])
    half = Fraction(1, 2 * 10 ** len(found[1].partition(".")[2]))
    return [
        line
        for end in (max(number - half, Fraction(1, 10**6)), number + half)
        for line in may_stand_for(
            f"{arithmetic[: found.start()]}{float(end):.6f}{arithmetic[found.end() :]}"
        )
    ]


def product_of(arithmetic: str) -> Fraction:
    """Multiply and divide the printed terms, in grams, kilograms, square metres and days."""
    value = Fraction(1)
    for sign, term in re.findall(r"(^|× |÷ )(.*?)(?= ×| ÷|$)", arithmetic):
        found = _TERM.fullmatch(term)
        assert found, arithmetic
        one = Fraction(found[1]) * ONE[found[2]]
        value = value / one if sign == "÷ " else value * one
    return value


def worked_out(arithmetic: str) -> float:
    """Work a printed formula out in floating numbers."""
    expression = re.sub(r" ?kg", "", arithmetic)
    expression = re.sub(r"log10 ([0-9.]+)", r"log10(\1)", expression)
    for printed, python in (("√", "sqrt"), ("×", "*"), ("÷", "/"), ("−", "-"), ("^", "**")):
        expression = expression.replace(printed, python)
    expression = expression.replace("²", "**2")
    assert re.fullmatch(r"(?:sqrt|log10|[0-9.+*/() -])+", expression), expression
    names = {"sqrt": math.sqrt, "log10": math.log10, "__builtins__": {}}
    return float(eval(expression, names))  # noqa: S307  (nothing but numbers and signs, see above)


def require_working(answered: Answered) -> None:
    """Require each line to hold, and each value of the result to be the end of a line."""
    result = answered.result
    for step in result.steps:
        assert step.label
        assert step.sources
        if step.label != "Fixed dose":
            require_right_hand_side(step)
            require_left_hand_side(step)
    written = [by_hand.as_written(Fraction(step.quantity.magnitude)) for step in result.steps]
    for value in as_json(answered, load_plan())["result"].values():
        for quantity in value.values() if nested(value) else [value]:
            if isinstance(quantity, dict):
                assert quantity["value"] in written


def nested(value: Any) -> bool:
    return isinstance(value, dict) and "value" not in value


@given(weight=WEIGHTS)
def test_the_working_of_an_induction_leads_to_its_result(weight: Typed) -> None:
    for days in (2, 3, 4, 5):
        require_working(answered("induction", weight=weight.text, days=days))


@given(weight=WEIGHTS, dose=DOSES, every=INTERVALS)
def test_the_working_of_a_maintenance_regimen_leads_to_its_result(
    weight: Typed, dose: Typed, every: Typed
) -> None:
    require_working(answered("maintenance", weight=weight.text, dose=dose.text, every=every.text))


@given(dose=IVIG_DOSES, every=INTERVALS)
def test_the_working_of_a_conversion_leads_to_its_result(dose: Typed, every: Typed) -> None:
    require_working(answered("scig", ivig_dose=dose.text, every=every.text))


@given(weight=WEIGHTS, height=HEIGHTS, formula=FORMULAS)
def test_the_working_of_a_dose_by_surface_leads_to_its_result(
    weight: Typed, height: Typed, formula: str
) -> None:
    asked = {"weight": weight.text, "height": height.text, "bsa_formula": formula}
    require_working(answered("cyclophosphamide", **asked))
    require_working(answered("rituximab", **asked))
    require_working(answered("rituximab", **asked, bsa_cap="1.5 m2"))


@given(weight=WEIGHTS, height=HEIGHTS, sex=SEXES, age=AGES, creatinine=CREATININES)
def test_the_working_of_body_sizes_leads_to_its_result(
    weight: Typed, height: Typed, sex: str, age: Typed, creatinine: Typed
) -> None:
    asked = {"weight": weight.text, "height": height.text, "sex": sex, "age": age.text}
    require_working(answered("body", **asked, creatinine=creatinine.text))


@given(weight=WEIGHTS, height=HEIGHTS, sex=SEXES)
def test_the_working_by_another_weight_leads_to_its_result(
    weight: Typed, height: Typed, sex: str
) -> None:
    if height.value < by_hand.DEVINE_FLOOR:
        return
    asked = {"weight": weight.text, "height": height.text, "sex": sex, "age": "60 years"}
    for choice in ("ideal", "adjusted"):
        require_working(answered("induction", **asked, days=3, dosing_weight=choice))


SIZE = {"weight": "80 kg", "height": "180 cm"}
LINES = [
    pytest.param(
        {"calculator": "induction", "weight": "80 kg", "days": 5},
        ["actual weight = 80 kg", "2 g/kg × 80 kg = 160 g", "160 g ÷ 5 = 32 g"],
        id="induction",
    ),
    pytest.param(
        {"calculator": "induction", "weight": "176 lb", "days": 5},
        [
            "176 lb ≈ 79.83 kg",
            "actual weight ≈ 79.83 kg",
            "2 g/kg × ≈ 79.83 kg ≈ 159.66 g",
            "≈ 159.66 g ÷ 5 ≈ 31.93 g",
        ],
        id="induction in pounds",
    ),
    pytest.param(
        {"calculator": "scig", "ivig_dose": "140 g", "every": "6 weeks"},
        [
            "140 g × 4 weeks ÷ 6 weeks ≈ 93.33 g",
            "≈ 93.33 g ÷ 4 weeks ≈ 23.33 g/week",
            "≈ 23.33 g/week × 1.2 = 28 g/week",
        ],
        id="SCIg",
    ),
    pytest.param(
        {"calculator": "cyclophosphamide", **SIZE},
        ["√(180 × 80 ÷ 3600) = 2 m²", "1 g/m² × 2 m² = 2 g", "2 g × 6 = 12 g"],
        id="cyclophosphamide IV",
    ),
    pytest.param(
        {"calculator": "cyclophosphamide", "weight": "80 kg", "route": "po"},
        ["actual weight = 80 kg", "1 mg/kg × 80 kg = 80 mg", "2 mg/kg × 80 kg = 160 mg"],
        id="cyclophosphamide PO",
    ),
    pytest.param(
        {"calculator": "rituximab", **SIZE},
        ["√(180 × 80 ÷ 3600) = 2 m²", "375 mg/m² × 2 m² = 750 mg", "750 mg × 4 = 3000 mg"],
        id="rituximab by surface",
    ),
    pytest.param(
        {"calculator": "rituximab", "regimen": "two_doses"},
        ["1000 mg", "1000 mg × 2 = 2000 mg"],
        id="rituximab, fixed",
    ),
]


# Dose and interval are the user's own: no line of them has a place in the plan.
ENTERED = [
    pytest.param(
        # A month is 365.25 ÷ 12 = 30.4375 days, 4.3482… weeks; 960 g are 80 g twelve times.
        {"calculator": "maintenance", "weight": "80 kg", "dose": "1 g/kg", "every": "1 month",
         "days": 2},
        [
            "actual weight = 80 kg",
            "1 calendar month ≈ 30.44 days",
            "1 g/kg × 80 kg = 80 g",
            "80 g ÷ 2 = 40 g",
            (
                "1 g/kg ÷ 2 = 0.5 g/kg; not above 1 g/kg, the most that a label for neuropathy "
                "has a day"
            ),
            "1 g/kg ÷ 1 calendar month ≈ 0.23 g/kg/week",
            "80 g ÷ 1 calendar month ≈ 18.4 g/week",
            "80 g × 4 weeks ÷ 1 calendar month ≈ 73.59 g",
            "80 g × 365.25 days/year ÷ ≈ 30.44 days = 960 g/year",
            "365.25 days/year ÷ ≈ 30.44 days = 12 per year",
        ],
        id="maintenance every month, over two days",
    ),
]  # fmt: skip
NAMES = [
    pytest.param(
        {"calculator": "induction", "weight": "176 lb", "days": 5},
        ["Weight in kilograms", "Dosing weight: actual weight", "Course total",
         "Dose a day, over 5 days"],
        id="induction in pounds",
    ),
    pytest.param(
        {"calculator": "induction", **SIZE, "sex": "male", "age": "60 years", "days": 2,
         "dosing_weight": "adjusted"},
        ["Ideal body weight (male)", "Dosing weight: adjusted weight", "Course total",
         "Dose a day, over 2 days"],
        id="induction by the adjusted weight",
    ),
    pytest.param(
        {"calculator": "maintenance", "weight": "80 kg", "dose": "1 g/kg", "every": "1 month",
         "days": 2},
        ["Dosing weight: actual weight", "Interval in days", "Dose an infusion",
         "Dose a day, over 2 days", "Dose a day and kg, over 2 days", "Exposure a week and kg",
         "Exposure a week", "Exposure in four weeks", "Exposure a year", "Infusions a year"],
        id="maintenance",
    ),
    pytest.param(
        {"calculator": "scig", "ivig_dose": "60 g", "every": "1 month"},
        ["Interval in days", "IVIg in four weeks", "Weekly base, before the uplift",
         "Weekly SCIg, with the plan's uplift"],
        id="SCIg",
    ),
    pytest.param(
        {"calculator": "cyclophosphamide", **SIZE, "bsa_cap": "1.9 m2"},
        ["Body surface (Mosteller)", "Body surface, lowered to the site's cap (the plan sets none)",
         "Dose each month", "Cumulative dose"],
        id="cyclophosphamide IV under a cap",
    ),
    pytest.param(
        {"calculator": "cyclophosphamide", "weight": "80 kg", "route": "po"},
        ["Dosing weight: actual weight", "Lowest dose a day", "Highest dose a day"],
        id="cyclophosphamide PO",
    ),
    pytest.param(
        {"calculator": "rituximab", **SIZE},
        ["Body surface (Mosteller)", "Dose each week", "Course total"],
        id="rituximab by surface",
    ),
    pytest.param(
        {"calculator": "rituximab", "regimen": "two_doses"},
        ["Fixed dose", "Course total"],
        id="rituximab, fixed",
    ),
    pytest.param(
        {"calculator": "mycophenolate", "target": "1500 mg/day"},
        ["Start, a day", "Start, each dose", "Next dose, a day", "Step, a day", "Step 1, a day",
         "Step 1, each of 2 doses", "Trial"],
        id="mycophenolate",
    ),
    pytest.param(
        {"calculator": "titration", "drug": "gabapentin", "target": "600 mg/day",
         "step_every": "3 days"},
        ["Start, a day", "Start, each dose", "Step, a day", "Step 1, a day",
         "Step 1, each of 2 doses", "Time between two steps"],
        id="gabapentin",
    ),
    pytest.param(
        {"calculator": "titration", "drug": "acetaminophen", "target": "2 g/day"},
        ["Doses a day at most", "The most a day", "The plan's dose", "Each dose, when needed"],
        id="acetaminophen",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("request_", "names"), NAMES)
def test_each_line_of_the_working_has_its_name(request_: dict[str, Any], names: list[str]) -> None:
    assert [step.label for step in answered(**request_).result.steps] == names


def test_a_month_says_whose_it_is() -> None:
    """The plan's own month is four weeks; an interval in months is the calendar's."""
    result = answered("scig", ivig_dose="60 g", every="1 month").result
    (source,) = result.steps[0].sources
    assert source == (
        "Project policy · Conventions of time: a calendar month is 365.25 ÷ 12 days; the plan's "
        "month in 3C is four weeks"
    )


@pytest.mark.parametrize(("request_", "lines"), [*LINES, *ENTERED])
def test_the_working_reads_as_on_paper(request_: dict[str, Any], lines: list[str]) -> None:
    assert [step.working for step in answered(**request_).result.steps] == lines


@pytest.mark.parametrize(("request_", "lines"), LINES)
def test_every_dose_names_its_place_in_the_plan(request_: dict[str, Any], lines: list[str]) -> None:
    result = answered(**request_).result
    assert result.treatment is not None
    places = {source for step in result.steps for source in step.sources}
    assert any(place.startswith(result.treatment.row) for place in places)


def test_a_step_that_stands_on_what_was_entered_says_so_where_nothing_else_does() -> None:
    """An exposure a week is the user's own dose over the user's own interval."""
    result = answered("maintenance", weight="80 kg", dose="1 g/kg", every="3 weeks").result
    [per_kg] = [step for step in result.steps if step.label == "Exposure a week and kg"]
    assert per_kg.sources == ("As entered",)
