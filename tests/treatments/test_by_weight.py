"""Any drug by weight, invented in a file, against the second implementation."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import by_hand
import pytest
from asking import TODAY
from breaking import refusal_of, with_the_second_plan
from hypothesis import given
from what_people_type import WEIGHTS, Typed

import units
from calculators.requests.answer import answer, verdict
from calculators.requests.catalogue import treated
from calculators.treatments.expected_dose import expected_dose
from exchange.answers.answer import as_json
from plan_data import Plan, read_plan
from units import Refused

FILE = "plans/invented/sampleximab.toml"
FIGURE = (
    '{key} = {{ value = {value}, unit = "{unit}", source = "project_policy", at = "Invented" }}'
)
DOSE = {"dose": ("7", "mg/kg")}
MOST, STEP = ("650", "mg"), ("50", "mg")


def write(folder: Path, figures: dict[str, tuple[str, str]]) -> None:
    """Write the drug's file with these figures for its dosing, and a rule that reads none."""
    text = (folder / FILE).read_text(encoding="utf-8")
    lines = [FIGURE.format(key=key, value=v, unit=u) for key, (v, u) in figures.items()]
    head = text[: text.index("[dosing]")]
    rule = re.sub(r"\{dosing\.\w+\}", "the maximum", text[text.index("[[rules]]") :])
    dosing = "\n".join(("[dosing]", 'kind = "by_weight"', *lines))
    (folder / FILE).write_text(f"{head}{dosing}\n\n{rule}", encoding="utf-8")


@lru_cache(maxsize=16)
def plan_with(**figures: tuple[str, str]) -> Plan:
    """Return the second plan with its drug by weight dosed so."""
    with TemporaryDirectory() as into:
        folder = with_the_second_plan(Path(into))
        write(folder, figures)
        return read_plan(folder)


ONCE = {**DOSE, "doses": ("1", "1")}
WEEKLY = {**DOSE, "maximum": MOST, "round_to": STEP, "every": ("1", "wk"), "doses": ("4", "1")}
MONTHLY = {**DOSE, "round_to": STEP, "every": ("1", "mo")}
EIGHT_HOURLY = {**DOSE, "round_to": STEP, "every": ("8", "h")}
PLANS = [
    pytest.param(ONCE, id="a dose a kg, and nothing else"),
    pytest.param({**ONCE, "maximum": MOST}, id="held at a maximum"),
    pytest.param({**ONCE, "round_to": STEP}, id="rounded"),
    pytest.param(WEEKLY, id="held, rounded, weekly times four"),
    pytest.param(EIGHT_HOURLY, id="every eight hours"),
]


def asked(plan: Plan, **request: Any) -> dict[str, Any]:
    result: dict[str, Any] = as_json(
        answer({"calculator": "sampleximab", **request}, plan, TODAY), plan
    )["result"]
    return result


def fraction(figures: dict[str, tuple[str, str]], key: str) -> Fraction | None:
    return Fraction(figures[key][0]) if key in figures else None


@pytest.mark.parametrize("figures", PLANS)
@given(weight=WEIGHTS)
def test_a_dose_by_weight_agrees_with_the_second_implementation(
    figures: dict[str, tuple[str, str]], weight: Typed
) -> None:
    result = asked(plan_with(**figures), weight=weight.text)
    most, step = fraction(figures, "maximum"), fraction(figures, "round_to")
    expected = by_hand.by_weight(weight.value, Fraction(7), most, step)
    assert result["per_dose"] == {"value": by_hand.as_written(expected), "unit": "mg"}
    if figures is WEEKLY:
        assert result["total"] == {"value": by_hand.as_written(4 * expected), "unit": "mg"}
        assert result["doses"] == 4
    if figures is EIGHT_HOURLY:
        assert result["per_day"] == {"value": by_hand.as_written(3 * expected), "unit": "mg"}
    _bare_numbers_give(result, plan_with(**figures), {"weight": weight.text})


def _bare_numbers_give(result: dict[str, Any], plan: Plan, request: dict[str, Any]) -> None:
    """The doses from bare numbers, by which orders are judged, are the calculator's."""
    regimen = treated(plan)["sampleximab"].regimens[""]
    patient = answer({"calculator": "sampleximab", **request}, plan, TODAY).patient
    for aim, names in regimen.values.items():
        (inputs,) = regimen.bare(regimen.read(request, plan), aim, request, patient, plan)
        with units.exact():
            found = units.as_ucum(units.quantity(expected_dose(inputs), inputs.unit))
        assert found == result[names[0]]


@pytest.mark.parametrize(
    ("weight", "expected", "says"),
    [
        pytest.param("92.8 kg", "649.6", "below the maximum", id="just below it, given in full"),
        pytest.param("92.857142 kg", "649.999994", "below the maximum", id="a hair below it"),
        pytest.param("92.9 kg", "650", "held at the maximum", id="above it, held"),
    ],
)
def test_a_dose_is_held_at_its_maximum(weight: str, expected: str, says: str) -> None:
    plan = plan_with(**ONCE, maximum=MOST)
    assert asked(plan, weight=weight)["per_dose"]["value"] == expected
    found = answer({"calculator": "sampleximab", "weight": weight}, plan, TODAY)
    assert found.result.remarks["dose_maximum"] == says
    assert [
        each.outcome.value for each in found.checks.findings if each.rule == "dose_maximum"
    ] == ["caution" if says.startswith("held") else "clear"]


@pytest.mark.parametrize(
    ("weight", "expected"),
    [
        pytest.param("39.2 kg", "250", id="274.4 mg lies nearer to 250 mg"),
        pytest.param("39.285714 kg", "250", id="a hair below the middle"),
        pytest.param("35.714286 kg", "250", id="the dose of 250 mg itself"),
        pytest.param("39.3 kg", "300", id="275.1 mg lies nearer to 300 mg"),
        pytest.param("75 kg", "550", id="525 mg, the middle, goes up"),
    ],
)
def test_a_dose_is_rounded_to_the_nearest_step(weight: str, expected: str) -> None:
    plan = plan_with(**ONCE, round_to=STEP)
    assert asked(plan, weight=weight)["per_dose"]["value"] == expected


def test_each_step_of_the_working_is_named_with_its_source() -> None:
    found = answer({"calculator": "sampleximab", "weight": "100 kg"}, plan_with(**WEEKLY), TODAY)
    assert [(each.label, each.working) for each in found.result.steps[1:]] == [
        ("Dose by weight", "7 mg/kg × 100 kg = 700 mg"),
        ("Dose, held at the maximum", "700 mg, at most 650 mg = 650 mg"),
        ("Dose, rounded", "650 mg, to the nearest 50 mg = 650 mg"),
        ("Course total", "650 mg × 4 = 2600 mg"),
    ]
    assert all("Invented" in each.sources for each in found.result.steps[1:])


def test_a_dose_that_rounds_to_nothing_is_refused() -> None:
    plan = plan_with(dose=("1", "mg/kg"), round_to=("50", "mg"), doses=("1", "1"))
    with pytest.raises(Refused, match="rounds to nothing in steps of 50 mg"):
        asked(plan, weight="24 kg")
    assert asked(plan, weight="25 kg")["per_dose"]["value"] == "50"


@pytest.mark.parametrize(
    ("figures", "order", "says"),
    [
        pytest.param(WEEKLY, "550 mg", "right", id="one dose, 560 mg by weight"),
        pytest.param(WEEKLY, "550 mg weekly x 4", "right", id="weekly, four times"),
        pytest.param(WEEKLY, "550 mg every week", "right", id="every week"),
        pytest.param(WEEKLY, "550 mg every 7 days", "right", id="every seven days"),
        pytest.param(WEEKLY, "2200 mg in total", "right", id="the course"),
        pytest.param(WEEKLY, "550 mg IV", "right", id="by its route"),
        pytest.param(WEEKLY, "550 mg SC", "deviates", id="by another route"),
        pytest.param(WEEKLY, "550 mg weekly x 3", "deviates", id="three times"),
        pytest.param(WEEKLY, "550 mg every 2 weeks", "deviates", id="every other week"),
        pytest.param(WEEKLY, "550 mg daily", "deviates", id="each day"),
        pytest.param(WEEKLY, "600 mg", "deviates", id="nine per cent too much"),
        pytest.param(WEEKLY, "7 mg/kg", "right", id="a kg, as the plan has it"),
        pytest.param(EIGHT_HOURLY, "550 mg every 8 hours", "right", id="every eight hours"),
        pytest.param(EIGHT_HOURLY, "550 mg q8h", "right", id="q8h"),
        pytest.param(EIGHT_HOURLY, "1650 mg/day", "right", id="the dose of a day"),
        pytest.param(EIGHT_HOURLY, "550 mg 3 times a day", "right", id="three times daily"),
        pytest.param(EIGHT_HOURLY, "550 mg/day", "deviates", id="one dose, written for a day"),
        pytest.param(EIGHT_HOURLY, "550 mg every 12 hours", "deviates", id="twice daily"),
        pytest.param(MONTHLY, "550 mg monthly", "right", id="monthly"),
        pytest.param(MONTHLY, "550 mg every 4 weeks", "right", id="by the plan's month"),
        pytest.param(MONTHLY, "550 mg every 3 weeks", "deviates", id="three weeks for a month"),
        pytest.param(ONCE, "560 mg", "right", id="a single dose"),
        pytest.param(ONCE, "560 mg every 3 weeks", "deviates", id="a single dose, repeated"),
        pytest.param(ONCE, "560 mg daily", "deviates", id="a single dose, each day"),
    ],
)
def test_an_order_of_it_is_judged(
    figures: dict[str, tuple[str, str]], order: str, says: str
) -> None:
    request = {"of": "sampleximab", "weight": "80 kg", "order": order}
    assert verdict(request, plan_with(**figures), TODAY).says == says


@pytest.mark.parametrize(
    ("order", "weight", "name", "working"),
    [
        pytest.param(
            "550 mg", "35 kg", "pounds_as_kilograms", "(to the nearest 50 mg) = 550 mg", id="pounds"
        ),
        pytest.param(
            "650 mg", "50 kg", "pounds_as_kilograms", "(at most 650 mg) = 650 mg", id="pounds, held"
        ),
        pytest.param(
            "2200 mg", "80 kg", "total_as_daily", "550 mg × 4", id="the course for a dose"
        ),
        pytest.param(
            # 7 mg/kg × 110 kg is 770 mg, to the nearest 50 mg 750 mg; the plan holds it at 650 mg.
            "750 mg",
            "110 kg",
            "maximum_not_held",
            "The dose was not held at the plan's maximum, 650 mg: 7 mg/kg × 110 kg (to the nearest "
            "50 mg) = 750 mg.",
            id="not held at the maximum",
        ),
        pytest.param(
            "7 mg", "80 kg", "not_multiplied", "7 mg/kg × 1 kg = 7 mg", id="not by weight"
        ),
        pytest.param("5500 mg", "80 kg", "decimal_point", "550 mg × 10", id="the point"),
    ],
)
def test_a_mistake_in_an_order_of_it_is_found(
    order: str, weight: str, name: str, working: str
) -> None:
    request = {"of": "sampleximab", "weight": weight, "order": order}
    first = verdict(request, plan_with(**WEEKLY), TODAY).mistakes[0]
    assert first.names == (name,)
    assert working in first.working


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        pytest.param({**ONCE, "maximum": ("1", "g")}, "maximum must stand in 'mg'", id="in g"),
        pytest.param(
            {**ONCE, "maximum": MOST, "round_to": ("100", "mg")},
            "maximum must be a multiple of round_to",
            id="a maximum between two steps",
        ),
        pytest.param(DOSE, "every is missing", id="neither interval nor number"),
        pytest.param(
            {**DOSE, "doses": ("2", "1")}, "every is missing", id="two doses, no interval"
        ),
        pytest.param({**DOSE, "every": ("7", "h")}, "must be a part of a day", id="every 7 hours"),
        pytest.param({"dose": ("0", "mg/kg"), "doses": ("1", "1")}, "above zero", id="no dose"),
        pytest.param({"dose": ("7", "mg"), "doses": ("1", "1")}, "unit must be", id="not a kg"),
        pytest.param({**DOSE, "doses": ("1.5", "1")}, "value must be whole", id="half a dose"),
    ],
)
def test_a_file_that_does_not_fit_together_is_refused(
    figures: dict[str, tuple[str, str]], says: str, tmp_path: Path
) -> None:
    folder = with_the_second_plan(tmp_path)
    write(folder, figures)
    assert says in refusal_of(folder)
    assert FILE in refusal_of(folder)


@pytest.mark.parametrize(
    ("order", "right"),
    [
        pytest.param("650 mg", "right", id="on it"),
        pytest.param("651 mg", "deviates", id="a milligram above it, within the tolerance"),
        pytest.param("645 mg", "right", id="below it"),
        # 4 × 650 = 2600
        pytest.param("2600 mg in total", "right", id="the course on it"),
        pytest.param("2610 mg in total", "deviates", id="the course above it"),
    ],
)
def test_no_tolerance_goes_beyond_the_maximum(order: str, right: str) -> None:
    # 7 × 100 = 700, held at 650
    asked = {"calculator": "verify", "of": "sampleximab", "weight": "100 kg", "order": order}
    plan = plan_with(**WEEKLY)
    assert answer(asked, plan, TODAY).result.values["verdict"] == right


@pytest.mark.parametrize(
    ("figures", "label"),
    [
        pytest.param(ONCE, "Each dose, IV", id="given once"),
        pytest.param(WEEKLY, "Each dose, IV, every 1 week", id="each week"),
        pytest.param(MONTHLY, "Each dose, IV, every 1 calendar month", id="each month"),
    ],
)
def test_what_a_dose_is_called_says_how_often_where_it_is_repeated(
    figures: dict[str, tuple[str, str]], label: str
) -> None:
    assert treated(plan_with(**figures))["sampleximab"].given["per_dose"] == label


@pytest.mark.parametrize(
    ("figures", "counted"),
    [
        pytest.param(WEEKLY, ("", "1", "wk"), id="in weeks, where each has one"),
        pytest.param(
            {**WEEKLY, "every": ("2", "wk")}, ("", "1"), id="in doses alone, every two weeks"
        ),
        pytest.param({**WEEKLY, "every": ("1", "mo")}, ("", "1", "mo"), id="in months"),
        pytest.param(MONTHLY, (), id="not at all, where the plan has no number of them"),
        pytest.param(
            {**EIGHT_HOURLY, "doses": ("6", "1")}, ("", "1"), id="in doses alone, three a day"
        ),
    ],
)
def test_in_what_the_doses_of_an_order_may_be_counted(
    figures: dict[str, tuple[str, str]], counted: tuple[str, ...]
) -> None:
    regimens = treated(plan_with(**figures))["sampleximab"].regimens
    assert [each.counted for each in regimens.values()] == [counted]
