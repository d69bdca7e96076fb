"""Whole containers for a dose or for a course: an exact search, because greed misses.

From vials of 3 g and 7 g, 9 g is three small ones; whoever takes the large one first is left with
2 g that no vial holds. The search counts in the greatest step that every size is a multiple of,
so it runs on whole numbers. The dose is not rounded to that step: it is compared as the fraction
that it is, to all of its 28 printed digits (further ones come of a division that does not end).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, overload

import units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Sizes: TypeAlias = "Iterable[units.Quantity]"
Split: TypeAlias = tuple[int, ...]  # one amount a day, in steps, the lowest first

# How long a search may be, as `course` counts it: some seconds at most. It changes no answer.
_MOST_WORK = 2_000_000


@dataclass(frozen=True, slots=True)
class Fill:
    """Whole containers for one administration.

    Parameters
    ----------
    counts
        Each size that is used, with how many of it: at least one, the largest size first.
    total
        Their sum, in the unit of the sizes.
    """

    counts: tuple[tuple[units.Quantity, int], ...]
    total: units.Quantity

    @property
    def number(self) -> int:
        """How many containers these are."""
        return sum(many for _, many in self.counts)


def covering(dose: units.Quantity, sizes: Sizes) -> Fill:
    """Return the containers that hold at least the dose: the least total, then the fewest.

    Of fills with one total and one number of containers, the one with the larger sizes is given:
    the most of the largest size, then of the next.

    Parameters
    ----------
    dose
        An amount above nought, in any unit of the sizes' dimension.
    sizes
        The sizes that can be had, each as often as it is wanted, in any order. The answer stands
        in the unit of the first.

    Raises
    ------
    units.Refused, ValueError
        As in `course`.
    """
    shelf, wanted = _laid_out(dose, 1, sizes)
    return shelf.fill(_lowest(shelf.sums(1), _ceiling(wanted)))


def nearest_amount(dose: units.Quantity, sizes: Sizes) -> Fill:
    """Return the containers, at least one, whose total is nearest to the dose.

    Of two totals that are equally near, the one from fewer containers is given, then the lower.
    Parameters, errors and the choice among equals are those of `covering`.
    """
    (fill,) = course(dose, 1, sizes)
    return fill


def not_above(dose: units.Quantity, sizes: Sizes) -> Fill | None:
    """Return the greatest total that is not above the dose, from the fewest containers.

    None where every container holds more than the dose. Parameters, errors and the choice among
    equals are those of `covering`.
    """
    fills = course(dose, 1, sizes, not_above=True)
    return fills[0] if fills else None


@overload
def course(
    total: units.Quantity, days: int, sizes: Sizes, *, not_above: Literal[False] = False
) -> tuple[Fill, ...]: ...


@overload
def course(
    total: units.Quantity, days: int, sizes: Sizes, *, not_above: bool
) -> tuple[Fill, ...] | None: ...


def course(
    total: units.Quantity, days: int, sizes: Sizes, *, not_above: bool = False
) -> tuple[Fill, ...] | None:
    """Return whole containers for every day of a course, solved as one problem.

    Each day gets at least one container. What decides, in this order: the course comes as near
    to `total` as can be; its days are as even as can be (the least sum of squares of the days'
    doses); the fewest containers over all days. Of two totals that are equally near, the one
    whose days lie closer to `total` ÷ `days` is given (the least sum of squares of those
    differences), then the one from fewer containers, then the lower. Where all this leaves a
    choice, the highest day is as low as can be, then the next highest; within a day the larger
    sizes are taken, as in `covering`.

    Parameters
    ----------
    total
        The whole course, an amount above nought, in any unit of the sizes' dimension.
    days
        On how many days it is given.
    sizes
        The sizes that can be had, as in `covering`.
    not_above
        Whether the course may come near from below only.

    Returns
    -------
    The days, the lowest dose first. None where `not_above` is asked for and one of the smallest
    containers a day is already more than `total`.

    Raises
    ------
    units.Refused
        The search would be too long. Its length is amounts × sizes × days, and at most 2,000,000.
        The amounts are the steps (the greatest one that every size is a multiple of) up to the
        total, or up to one of the smallest containers a day if that is more, and one of the
        largest further. 1000 g over 5 days from eight sizes in steps of 0.05 g is less than half
        of it. Parts of a split are counted too, to the same limit, which takes dozens of days.
    ValueError
        Nothing can be asked: no size, a size or a dose of nought, no day; a fault in a caller.
    """
    shelf, wanted = _laid_out(total, days, sizes)
    sums = shelf.sums(days)
    below = _highest(sums, _floor(wanted))
    if not_above:
        return shelf.fills(_evenest(below, days, shelf)) if below else None
    above = _lowest(sums, _ceiling(wanted))
    if below and wanted - below < above - wanted:
        return shelf.fills(_evenest(below, days, shelf))
    if not below or above - wanted < wanted - below:
        return shelf.fills(_evenest(above, days, shelf))
    return shelf.fills(
        min(
            (_evenest(each, days, shelf) for each in (below, above)),
            key=lambda split: (_unevenness(split, wanted), shelf.number(split), sum(split)),
        )
    )


def _unevenness(split: Split, wanted: Fraction) -> Fraction:
    """Return the squared distances of the days from an even share of what is wanted, summed."""
    apart = [amount - wanted / len(split) for amount in split]
    return sum((each * each for each in apart), Fraction(0))


# --- amounts as whole numbers of steps --------------------------------------------------------


def _laid_out(dose: units.Quantity, days: int, sizes: Sizes) -> tuple[_Shelf, Fraction]:
    """Return the sizes in whole steps, and the dose in steps, which need not be whole."""
    sizes = tuple(sizes)
    if days < 1 or not sizes or any(each.magnitude <= 0 for each in (dose, *sizes)):
        raise ValueError("there is a day, a dose and a size, and each is above nought")
    ucum = units.unit_of(sizes[0]).ucum
    by_amount = {Fraction(units.magnitude_in(size, ucum)): size for size in sizes}
    amounts = sorted(by_amount, reverse=True)
    step = reduce(_common_step, amounts)
    wanted = Fraction(units.settled(dose, ucum)) / step
    steps = tuple(int(amount / step) for amount in amounts)
    most = max(_ceiling(wanted), days * steps[-1]) + steps[0]
    if most * len(steps) * days > _MOST_WORK:
        raise _too_long(sizes, days)
    return _Shelf(
        tuple(units.convert(by_amount[each], ucum) for each in amounts), steps, most
    ), wanted


def _too_long(sizes: tuple[units.Quantity, ...], days: int) -> units.Refused:
    over = f" over {days} days" if days > 1 else ""
    held = ", ".join(units.shown(size) for size in sizes)
    return units.Refused(
        "dose",
        f"The search for whole containers of {held}{over} is too long. "
        f"Enter a lower dose{' or fewer days' if days > 1 else ''}.",
    )


def _common_step(one: Fraction, other: Fraction) -> Fraction:
    """Return the greatest amount that both are whole multiples of (Euclid's algorithm)."""
    while other:
        one, other = other, one % other
    return one


def _floor(amount: Fraction) -> int:
    return amount.numerator // amount.denominator


def _ceiling(amount: Fraction) -> int:
    return -(-amount.numerator // amount.denominator)


# Sets of amounts are the bits of one whole number: shifting it adds a container to every amount.


def _lowest(amounts: int, at_least: int) -> int:
    """Return the lowest amount of the set from a bound up; there is one."""
    further = amounts >> at_least
    return at_least + (further & -further).bit_length() - 1


def _highest(amounts: int, at_most: int) -> int:
    """Return the highest amount of the set up to a bound, or 0 where there is none."""
    return max((amounts & ((1 << (at_most + 1)) - 1)).bit_length() - 1, 0)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The sizes that can be had, the largest first, and how far amounts are looked at.

    Parameters
    ----------
    sizes
        Each size once, all in one unit.
    steps
        The same in whole steps.
    most
        The highest amount that is looked at, in steps. A total above what is wanted is never
        further away than one of the largest containers.
    fewest
        For each amount up to some length the fewest containers that make it, and more than `most`
        where none do; it grows as it is asked for more.
    """

    sizes: tuple[units.Quantity, ...]
    steps: tuple[int, ...]
    most: int
    fewest: list[int] = field(default_factory=lambda: [0])

    def sums(self, at_least: int) -> int:
        """Return the set of amounts that so many containers or more can make.

        The containers of such an amount can be dealt out to as many days, none of which is empty.
        """
        within = (1 << (self.most + 1)) - 1
        made = 1
        for step in self.steps:
            several = step
            while several <= self.most:
                made |= (made << several) & within
                several += several
        for _ in range(at_least):
            made = reduce(or_, (made << step for step in self.steps)) & within
        return made

    def number(self, split: Split) -> int:
        """Return the fewest containers for all amounts of a split."""
        return sum(self.fewest_for(amount) for amount in split)

    def fewest_for(self, amount: int) -> int:
        """Return the fewest containers for an amount, or more than `most` where none make it."""
        fewest = self.fewest
        for each in range(len(fewest), amount + 1):
            before = [fewest[each - step] for step in self.steps if step <= each]
            fewest.append(min(before, default=self.most) + 1)
        return fewest[amount]

    def fills(self, split: Split) -> tuple[Fill, ...]:
        """Return the containers for each amount of a split."""
        return tuple(self.fill(amount) for amount in split)

    def fill(self, amount: int) -> Fill:
        """Return the fewest containers that make an amount, the larger sizes where that is open."""
        counts = []
        left = amount
        for size, step in zip(self.sizes, self.steps, strict=True):
            many = 0
            while step <= left and self.fewest_for(left - step) < self.fewest_for(left):
                left -= step
                many += 1
            if many:
                counts.append((size, many))
        with units.exact():
            total = sum((size.magnitude * many for size, many in counts), Decimal(0))
        return Fill(tuple(counts), units.unit_of(self.sizes[0]).of(total))


class _Part(NamedTuple):
    """Some of the days. Of two with one sum the lesser is better, whatever days are added."""

    squares: int
    containers: int
    deviations: tuple[int, ...]  # of each day from the mean, the highest first


def _evenest(total: int, days: int, shelf: _Shelf) -> Split:
    """Return the most even way to split a total over the days, the lowest first.

    The sum of squares is least where that of the deviations from a whole mean is. Splits are
    searched within a bound on it, which starts at what whole numbers allow at all and is raised
    until a split is found. No split within the bound is left out, so the best of them is the best.
    """
    mean, remainder = divmod(total, days)
    amounts = shelf.sums(1)
    bound = remainder
    while True:
        deviations = {
            deviation: shelf.fewest_for(mean + deviation)
            for deviation in _up_to(bound)
            if mean + deviation > 0
            and amounts >> (mean + deviation) & 1
            and deviation * deviation + _least_squares(remainder - deviation, days - 1) <= bound
        }
        split = _evenest_within(bound, remainder, days, deviations, shelf)
        if split:
            return tuple(mean + deviation for deviation in reversed(split.deviations))
        bound += bound + 1


def _up_to(squared: int) -> Iterator[int]:
    """Yield the whole numbers whose square is at most `squared`."""
    number = 0
    while number * number <= squared:
        yield from {number, -number}
        number += 1


def _least_squares(total: int, days: int) -> int:
    """Return the least sum of squares of whole numbers, one a day, that sum to a total."""
    if not days:
        return 0
    even, over = divmod(total, days)
    return days * even * even + over * (even + even + 1)


def _evenest_within(
    bound: int, remainder: int, days: int, deviations: dict[int, int], shelf: _Shelf
) -> _Part | None:
    """Return the best deviations, one a day, with squares up to `bound`; they sum to the remainder.

    Day by day the best part is kept for each sum. A part is dropped where even shares of what is
    missing would already take the squares past the bound.
    """
    parts = {0: _Part(0, 0, ())}
    work = 0
    for left in reversed(range(days)):
        work += len(parts) * len(deviations)
        if work > _MOST_WORK:
            raise _too_long(shelf.sizes, days)
        longer: dict[int, _Part] = {}
        for summed, part in parts.items():
            for deviation, containers in deviations.items():
                squares = part.squares + deviation * deviation
                known = longer.get(summed + deviation)
                better = (squares, part.containers + containers)
                if squares + _least_squares(remainder - summed - deviation, left) > bound or (
                    known and (known.squares, known.containers) < better
                ):
                    continue
                chosen = tuple(sorted((*part.deviations, deviation), reverse=True))
                found = _Part(*better, chosen)
                if not known or found < known:
                    longer[summed + deviation] = found
        parts = longer
    return parts.get(remainder)
