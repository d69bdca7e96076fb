"""The search for whole containers: a course of about 400 g over 5 days from eight sizes.

The time is this process's own processor time, and the longest of many courses counts, not the
usual one. No two courses are the same, so nothing can be remembered from one to the next.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

import units
from calculators.dispensing.containers import course

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = {
    "1 to 40 g": ("1", "2", "2.5", "5", "10", "20", "30", "40"),
    "steps of 0.05 g": ("1", "1.65", "2", "2.5", "3.3", "4", "8", "10"),
}
DAYS = 5
GRAMS = 400
COURSES = 40
ROUNDS = 7
COUNTED = 200_000


@dataclass(frozen=True)
class Search:
    """Seconds, in the median of the rounds.

    Parameters
    ----------
    sizes
        The name of the sizes.
    longest
        The longest of the courses.
    counting
        Plain Python that sums a fixed number of squares: how fast this machine is.
    """

    sizes: str
    longest: float
    counting: float


def containers(say: Callable[[str], None]) -> list[Search]:
    """Measure the courses from each of the sizes, and the plain counting in turn."""
    longest: dict[str, list[float]] = {name: [] for name in SIZES}
    counting = []
    for turn in range(ROUNDS):
        for name, sizes in SIZES.items():
            held = [units.quantity(Decimal(size), "g") for size in sizes]
            longest[name].append(max(_seconds(held, turn, number) for number in range(COURSES)))
        began = time.process_time()
        sum(number * number for number in range(COUNTED))
        counting.append(time.process_time() - began)
        say(f"containers: {turn + 1} of {ROUNDS}")
    return [Search(name, median(longest[name]), median(counting)) for name in SIZES]


def _seconds(held: list[units.Quantity], turn: int, number: int) -> float:
    """Time one course; the first of a round is 400 g, give or take the round's own milligrams."""
    total = GRAMS + Decimal(turn + 1001 * number).scaleb(-3) * (-1) ** number
    began = time.process_time()
    course(units.quantity(total, "g"), DAYS, held)
    return time.process_time() - began
