"""Containers counted out by hand: every way to take them is listed, and the best is picked.

It imports nothing of the project. The sizes are in any order, and amounts are bare numbers.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

Counts: TypeAlias = tuple[int, ...]  # how many of each size, the largest size first
Amounts: TypeAlias = tuple[Fraction, ...]


def every_fill(sizes: Amounts, most: Fraction) -> dict[Fraction, Counts]:
    """List every choice of one or more containers up to an amount; keep the best for each total.

    That is the one of fewest containers, and of those the one with most of the largest size, then
    of the next.
    """
    best: dict[Fraction, Counts] = {}
    for counts, total in _choices(tuple(sorted(sizes, reverse=True)), most):
        if total > 0 and (
            total not in best
            or (sum(counts), _negative(counts)) < (sum(best[total]), _negative(best[total]))
        ):
            best[total] = counts
    return best


def _negative(counts: Counts) -> Counts:
    return tuple(-count for count in counts)


def _choices(sizes: Amounts, room: Fraction) -> Iterator[tuple[Counts, Fraction]]:
    if not sizes:
        yield (), Fraction(0)
        return
    for count in range(int(room / sizes[0]) + 1):
        taken = count * sizes[0]
        for counts, total in _choices(sizes[1:], room - taken):
            yield (count, *counts), taken + total


def covering(dose: Fraction, sizes: Amounts) -> tuple[Fraction, Counts]:
    """Return the least total from the dose up, and its containers."""
    fills = every_fill(sizes, dose + max(sizes))
    total = min(total for total in fills if total >= dose)
    return total, fills[total]


def nearest(dose: Fraction, sizes: Amounts) -> tuple[Fraction, Counts]:
    """Return the total nearest to the dose; of two, that of fewer containers, then the lower."""
    fills = every_fill(sizes, dose + max(sizes))
    total = min(fills, key=lambda total: (abs(total - dose), sum(fills[total]), total))
    return total, fills[total]


def not_above(dose: Fraction, sizes: Amounts) -> tuple[Fraction, Counts] | None:
    """Return the greatest total up to the dose, and its containers, if there is one."""
    fills = every_fill(sizes, dose)
    return (max(fills), fills[max(fills)]) if fills else None


def every_split(amounts: Amounts, days: int, room: Fraction) -> Iterator[Amounts]:
    """List every ascending choice of one amount a day that together take up to `room`."""
    if days == 0:
        yield ()
        return
    for place, amount in enumerate(amounts):
        if amount * days > room:
            return
        for further in every_split(amounts[place:], days - 1, room - amount):
            yield (amount, *further)


def course(
    total: Fraction, days: int, sizes: Amounts, *, from_below: bool
) -> tuple[tuple[Fraction, Counts], ...] | None:
    """List every split of every total there is, and pick by one criterion after the other."""
    # With this much room one more of the largest containers would only lead away from the total.
    room = total if from_below else max(total, days * min(sizes)) + max(sizes)
    fills = every_fill(sizes, room)
    splits = list(every_split(tuple(sorted(fills)), days, room))
    if not splits:
        return None
    distance = min(abs(sum(split) - total) for split in splits)
    near = [split for split in splits if abs(sum(split) - total) == distance]
    # The even ones of each total by their sum of squares, ...
    least = {
        reached: min(_squares(split) for split in near if sum(split) == reached)
        for reached in {sum(split) for split in near}
    }
    even = [split for split in near if _squares(split) == least[sum(split)]]
    # ... and of two totals the one whose days lie closer to an even share.
    best = min(
        even,
        key=lambda split: (
            sum((amount - total / days) ** 2 for amount in split),
            sum(sum(fills[amount]) for amount in split),
            sum(split),
            split[::-1],
        ),
    )
    return tuple((amount, fills[amount]) for amount in best)


def _squares(split: Amounts) -> Fraction:
    return sum((amount**2 for amount in split), Fraction(0))


# --- courses too long to be listed ------------------------------------------------------------

_NEVER = 2**60  # marks an amount that no containers make; two of them still fit into 64 bits
_MOST_CONTAINERS = 10**6  # so that squares × this + containers compares by squares first


@cache
def table(steps: tuple[int, ...], most: int, days: int) -> NDArray[np.int64]:
    """Return for every total its least sum of squares × 10⁶ + fewest containers over the days.

    Every amount of one day is tried with every total of the others.
    """
    if days > 1:
        others, one = table(steps, most, days - 1), table(steps, most, 1)
        best = np.full(most + 1, _NEVER, dtype=np.int64)
        for amount in range(1, most + 1):
            if one[amount] < _NEVER:
                np.minimum(
                    best[amount:], others[: most + 1 - amount] + one[amount], out=best[amount:]
                )
        return best
    fewest = [0] + most * [_NEVER]
    for amount in range(1, most + 1):
        fewest[amount] = min(
            min(fewest[amount - step] + 1 for step in steps if step <= amount)
            if amount >= min(steps)
            else _NEVER,
            _NEVER,
        )
    return np.array(
        [_NEVER]
        + [
            number if number == _NEVER else amount**2 * _MOST_CONTAINERS + number
            for amount, number in enumerate(fewest)
            if amount
        ],
        dtype=np.int64,
    )


def long_course(total: Fraction, days: int, steps: tuple[int, ...], most: int) -> tuple[int, ...]:
    """Return the total, its sum of squares and its containers, for a total in steps.

    `most` is how far the table goes: as far above the total as the largest container.
    """
    found = table(steps, most, days)
    reached = [int(each) for each in np.flatnonzero(found < _NEVER)]
    distance = min(abs(each - total) for each in reached)
    options = []
    for each in reached:
        if abs(each - total) == distance:
            squares, containers = divmod(int(found[each]), _MOST_CONTAINERS)
            # The sum of (day − total ÷ days)² is squares − 2 × total × sum ÷ days + total² ÷ days.
            options.append((squares - 2 * total * each / days, containers, each, squares))
    _, containers, each, squares = min(options)
    return each, squares, containers
