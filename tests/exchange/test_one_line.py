"""The dose in one line: what is copied says all that the card says, and is never surer than it."""

from __future__ import annotations

from typing import Any

import pytest
from asking import PLAN, TODAY

from calculators.requests.answer import answer
from exchange.answers.one_line import one_line

# Worked out by hand: 0.4 g/kg a day at 80 kg; whole vials of 5, 10 and 20 g for 160 g in five days.
LINES = {
    "an infusion with its arithmetic and containers": (
        {"calculator": "maintenance", "dose": "1 g/kg", "every": "3 weeks", "product": "privigen"},
        "per_infusion",
        ("80 g (1 g/kg × 80 kg)", "Privigen 10 % 2 × 40 g, gives 80 g, 800 mL, ≈ 217 min"),
    ),
    "a rounded dose says what is given": (
        {
            "calculator": "maintenance",
            "dose": "1 g/kg",
            "every": "3 weeks",
            "weight": "81 kg",
            "product": "flebogamma_dif_10",
            "round": "nearest",
        },
        "per_infusion",
        ("81 g (1 g/kg × 81 kg)", "gives 80 g"),
    ),
    "days that differ are said one by one": (
        {
            "calculator": "induction",
            "days": 5,
            "product": "flebogamma_dif_10",
            "round": "nearest",
        },
        "per_day",
        ("day 1: 1 × 20 g + 1 × 10 g, gives 30 g", "day 4: ", "day 5: ", "gives 35 g"),
    ),
    "a week under the skin": (
        {"calculator": "scig", "ivig_dose": "80 g", "every": "4 weeks", "product": "hizentra"},
        "weekly",
        ("24 g/week", "gives 24 g", "120 mL"),
    ),
}


def line_of(asked: dict[str, Any], name: str) -> str:
    answered = answer({"weight": "80 kg", **asked}, PLAN, TODAY)
    return one_line(answered, (name,), PLAN)


@pytest.mark.parametrize(("asked", "name", "parts"), LINES.values(), ids=list(LINES))
def test_it_says_dose_arithmetic_and_what_is_given(
    asked: dict[str, Any], name: str, parts: tuple[str, ...]
) -> None:
    line = line_of(asked, name)
    for part in parts:
        assert part in line
    assert "\n" not in line


def test_it_ends_with_the_checks_and_the_draft() -> None:
    line = line_of({"calculator": "induction", "days": 5}, "per_day")
    assert "unknown" in line
    assert line.endswith(PLAN.identity.banner)


def test_a_contraindicated_dose_says_so_first() -> None:
    facts = {"uncompensated_heart_failure": "yes"}
    line = line_of({"calculator": "induction", "days": 5, "facts": facts}, "per_day")
    assert line.startswith("CONTRAINDICATED. ")
