"""Rate charts cell by cell: the ladder runs each of them, and an order at it is judged alike.

The charts (`rate_charts.toml`) are the reference's; each cell is worked out here in bare fractions.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Any

import pytest
from asking import PLAN, TODAY, result_of

from calculators.requests.answer import verdict

CHARTS = tomllib.loads((Path(__file__).parent / "rate_charts.toml").read_text(encoding="utf-8"))
EVERY = [
    pytest.param(chart, kilograms, id=f"{chart['product']}, {kilograms} kg")
    for chart in CHARTS["chart"]
    for kilograms in CHARTS["weights_kg"]
]
RISKS: tuple[tuple[str, dict[str, str]], ...] = (
    ("no", {"thrombosis_or_renal_risk": "no"}),
    ("yes", {"thrombosis_or_renal_risk": "yes"}),
    ("not recorded", {}),
)
A_TENTH = Fraction(1, 10)


def in_ml_an_hour(rate: str, unit: str, chart: dict[str, Any], kilograms: int) -> Fraction:
    """Return a cell: mg are divided by the strength, minutes make hours."""
    by_hour = Fraction(rate) * kilograms * (60 if unit.endswith("/min") else 1)
    return by_hour / chart["mg_per_ml"] if unit.startswith("mg") else by_hour


def most(chart: dict[str, Any], kilograms: int) -> Fraction:
    return in_ml_an_hour(chart["maximum"], chart["unit"], chart, kilograms)


def lowered(chart: dict[str, Any], kilograms: int) -> Fraction | None:
    if "at_risk" not in chart:
        return None
    at_risk = chart["at_risk"]
    return in_ml_an_hour(at_risk["rate"], at_risk["unit"], chart, kilograms)


def set_to(cell: Fraction, highest: Fraction, *, below: bool = False) -> Fraction:
    """Return what a pump in tenths is set to: half up, and never past what is highest."""
    tenths = floor(cell / A_TENTH + Fraction(1, 2)) * A_TENTH
    top = (ceil(highest / A_TENTH) - 1 if below else floor(highest / A_TENTH)) * A_TENTH
    return min(tenths, top)


def ladder(chart: dict[str, Any], kilograms: int, facts: dict[str, str]) -> list[Fraction]:
    result = result_of(
        "maintenance",
        weight=f"{kilograms} kg",
        dose="2 g/kg",
        every="4 weeks",
        product=chart["product"],
        facts=facts,
        age="50 years",
    )
    return [Fraction(step["rate"]["value"]) for step in result["ladder"] or ()]


def agrees(rate: Fraction, chart: dict[str, Any], kilograms: int, facts: dict[str, str]) -> Any:
    """Return whether an order at a rate agrees: yes, no, or None where the risk decides."""
    number = Decimal(rate.numerator) / Decimal(rate.denominator)
    found = verdict(
        {
            "of": "maintenance",
            "weight": f"{kilograms} kg",
            "age": "50 years",
            "dose": "2 g/kg",
            "every": "4 weeks",
            "order": f"{2 * kilograms} g every 4 weeks",
            "product": chart["product"],
            "order_rate": f"{number} mL/h",
            "facts": facts,
        },
        PLAN,
        TODAY,
    )
    return next(each["agrees"] for each in found.also if each["what"] == "rate")


@pytest.mark.parametrize(("chart", "kilograms"), EVERY)
def test_the_ladder_runs_the_cells_of_the_chart(chart: dict[str, Any], kilograms: int) -> None:
    cells = [in_ml_an_hour(step, chart["unit"], chart, kilograms) for step in chart["steps"]]
    top, at_risk = most(chart, kilograms), lowered(chart, kilograms)
    for risk, facts in RISKS:
        wanted = [set_to(cell, top) for cell in cells]
        if risk == "yes" and at_risk is None:
            wanted = []
        elif risk == "yes" and at_risk is not None:
            held = [set_to(cell, at_risk, below=chart["at_risk"]["below"]) for cell in cells]
            # Once at the ceiling it stays there to the end.
            wanted = list(dict.fromkeys(held))
        assert ladder(chart, kilograms, facts) == wanted


@pytest.mark.parametrize(("chart", "kilograms"), EVERY)
def test_an_order_at_a_cell_is_judged_as_the_ladder_runs_it(
    chart: dict[str, Any], kilograms: int
) -> None:
    top, at_risk = most(chart, kilograms), lowered(chart, kilograms)
    for step in chart["steps"]:
        cell = in_ml_an_hour(step, chart["unit"], chart, kilograms)
        past = at_risk is not None and (
            cell >= at_risk if chart.get("at_risk", {}).get("below") else cell > at_risk
        )
        # Without a number of the label nothing at risk is within it.
        assert agrees(cell, chart, kilograms, RISKS[0][1]) is True
        assert agrees(cell, chart, kilograms, RISKS[1][1]) is (at_risk is not None and not past)
        unknown = agrees(cell, chart, kilograms, RISKS[2][1])
        assert unknown is (None if at_risk is None or past else True)
    assert agrees(top, chart, kilograms, RISKS[0][1]) is True
    for _, facts in RISKS:
        assert agrees(top + A_TENTH, chart, kilograms, facts) is False


@pytest.mark.parametrize(("chart", "kilograms"), EVERY)
def test_every_step_that_the_ladder_sets_a_pump_to_is_right_as_an_order(
    chart: dict[str, Any], kilograms: int
) -> None:
    for risk, facts in RISKS:
        for rate in ladder(chart, kilograms, facts):
            said = agrees(rate, chart, kilograms, facts)
            assert said is True or (risk == "not recorded" and said is None)
