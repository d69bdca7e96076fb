"""Find the mistake: which known errors, one or two at a time, give the order that is in hand.

How exactly a mistake has to give the order. People round, and nobody knows to what: so a dose gives
the order if the order is that dose rounded to a step of which the order is a multiple, 1, 2, 2.5 or
5 in some decimal place. The place to which the order is written always counts ("24 g" is anything
from 23.5 to 24.5 g); a coarser step counts only as far as it moves the dose by no more than orders
may deviate (`order_rounding`), since a rounding that goes further is a deviation itself. Where a
range is right, an order inside the range that a mistake makes of it fits too, and loosest.

How they are ranked. One mistake before two; then the finer step; then the likelier mistake, in the
order of `plan_data/policies.toml`. Two mistakes are named only where none alone gives the order as
exactly, and never with one that gives it alone. Mistakes that leave the dose within the tolerance
of the right one are none; a single one still counts where it explains more of the deviation than
the rounding does.
"""

from __future__ import annotations

import decimal
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import units
from calculators.orders.mistakes.changes import (
    Change,
    Circumstances,
    input_changes,
    number_changes,
    swaps,
)
from calculators.patient.body_size import SURFACE_FORMULAS
from calculators.treatments.expected_dose import ONE, expected_dose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calculators.patient.body_size import BodySurfaceFormula
    from calculators.treatments.expected_dose import DoseInputs
    from plan_data.schema.policies import Mistakes


class Written(NamedTuple):
    """The order as a number, and what is needed to compare it with a dose.

    Parameters
    ----------
    number
        The number, with the decimals that were written.
    unit
        How much one of its unit is in the dose's mass unit.
    symbol
        The unit as written: g, mg or mL.
    tolerance
        The tolerance of an order, as a share of the dose.
    """

    number: Decimal
    unit: Decimal
    symbol: str
    tolerance: Decimal

    @property
    def place(self) -> Decimal:
        """The place to which the number is written: 0.1 for 31.9."""
        return ONE.scaleb(int(self.number.as_tuple().exponent))

    @property
    def amount(self) -> Decimal:
        """The order in the dose's mass unit."""
        return self.number * self.unit


class MistakeFound(NamedTuple):
    """One way in which the order comes about.

    Parameters
    ----------
    changes
        The one or two mistakes, in the order in which they are made.
    inputs
        The inputs of the dose before the mistakes.
    gives
        The dose that they give, in the inputs' unit.
    step
        The step to which it is rounded to give the order; 0 where it is the order itself, and
        nothing where the order only lies between two such doses.
    order
        The order.
    ends
        The two doses between which it lies, where it does.
    """

    changes: tuple[Change, ...]
    inputs: DoseInputs
    gives: Decimal
    step: Decimal | None
    order: Written
    ends: tuple[Decimal, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the mistakes."""
        return tuple(change.name for change in self.changes)

    @property
    def inexactness(self) -> Decimal:
        """The step, for comparing two ways: the smaller, the better."""
        return _NEVER if self.step is None else self.step

    @property
    def rank(self) -> tuple[Decimal, int]:
        """How well it gives the order, of several ways to make the same mistake.

        Of two that fit alike, the one without a rounding on the way is told.
        """
        return self.inexactness, sum(not change.exact for change in self.changes)


def find_mistakes(
    doses: tuple[DoseInputs, ...], order: Written, beside: Circumstances
) -> list[MistakeFound]:
    """Return the mistakes that give the order, in rank; at most so many as are to be named.

    Parameters
    ----------
    doses
        The inputs of the dose; of the lowest and the highest, where a range is right.
    """
    with decimal.localcontext(_SEARCHING):
        search = _Search(doses, order, beside)
        for inputs, right in zip(doses, search.right, strict=True):
            search.singles(inputs, right)
        search.exchanged_digits()
        if len(doses) > 1:
            search.between_two()
        # A range leaves so much room that two mistakes at a time would explain anything.
        if search.needs_pairs and not (len(doses) > 1 and search.found):
            search.pairs()
        return search.ranked()


class _Tried(NamedTuple):
    """The mistakes about one dose: those of its inputs with what they give, and the factors."""

    inputs: DoseInputs
    right: Decimal
    changed: list[tuple[Change, Decimal]]
    pairs: list[tuple[Change, Change]]
    factors: list[Change]


class _Search:
    """One search; what it tries is worked out once."""

    def __init__(
        self, doses: tuple[DoseInputs, ...], order: Written, beside: Circumstances
    ) -> None:
        self.order = order
        self.beside = beside
        self.mistakes = mistakes = beside.mistakes
        self.surfaces = _Surfaces()
        self.doses = doses
        self.right = [expected_dose(inputs, self.surfaces) for inputs in doses]
        low, high = min(self.right), max(self.right)
        self.low, self.high = low * (ONE - order.tolerance), high * (ONE + order.tolerance)
        # Nearer to the order than this, a dose explains more of the deviation than the rounding.
        self.near = abs(order.amount - min(max(order.amount, low), high)) / _TWO
        share = units.magnitude_in(mistakes.order_rounding.quantity, "1")
        self.shares = {True: share, False: units.magnitude_in(mistakes.pair_rounding.quantity, "1")}
        self.steps = steps_of(order, share, mistakes)
        half = self.steps[0] / _TWO * order.unit
        self.least = min(order.amount - half, order.amount / (ONE + share))
        self.most = max(order.amount + half, order.amount / (ONE - share))
        self.tried: list[_Tried] = []
        self.found: dict[tuple[str, ...], MistakeFound] = {}

    # --- one mistake ------------------------------------------------------------------------------

    def singles(self, inputs: DoseInputs, right: Decimal) -> None:
        """Try each mistake alone."""
        changes, pairs = input_changes(inputs, self.beside)
        changed = [pair for change in changes for pair in self._doses(inputs, change)]
        numbers = number_changes(inputs, self.order.unit, self.beside)
        self.tried.append(_Tried(inputs, right, changed, pairs, numbers))
        for change, dose in changed:
            self._consider(dose, (change,), inputs)
        for change in numbers:
            self._consider(right * change.factor, (change,), inputs)

    def _doses(self, inputs: DoseInputs, change: Change) -> Iterator[tuple[Change, Decimal]]:
        """Yield the dose after a change; one by surface also with the surface rounded."""
        after = inputs._replace(**change.changes)
        yield change, expected_dose(after, self.surfaces)
        if after.goes_by == "surface":
            step = Decimal(self.mistakes.surface_step.value)
            rounding = {**change.changes, "surface_step": step}
            after = after._replace(surface_step=step)
            yield (
                change._replace(changes=rounding, exact=False),
                expected_dose(after, self.surfaces),
            )

    def exchanged_digits(self) -> None:
        """Try the order's own digits: with two of them exchanged it would be right."""
        number, unit = self.order.number, self.order.unit
        half = self.steps[0] / _TWO * unit
        text = f"{number:f}"
        for swapped in swaps(text):
            right = Decimal(swapped) * unit
            if min(self.right) - half <= right <= max(self.right) + half:
                told = ("order", f"{swapped} {self.order.symbol}", f"{text} {self.order.symbol}")
                change = Change("digits_swapped", "order", {}, number / Decimal(swapped), told)
                near_an_end = any(abs(right - each) <= half for each in self.right)
                # Any number inside a range would do: that is the loosest fit.
                step = self.steps[0] if near_an_end else None
                step = _NOUGHT if right in self.right else step
                self._keep(MistakeFound((change,), self.doses[0], number * unit, step, self.order))

    def between_two(self) -> None:
        """Try whether the order lies in the range that one mistake makes of the right range."""
        amount = self.order.amount
        low, high = self.tried
        low_doses = _every_dose(low)
        high_doses = _every_dose(high)
        for (change, lowest), (_, highest) in zip(low_doses, high_doses, strict=True):
            if lowest <= amount <= highest:
                nearer_high = highest - amount < amount - lowest
                gives, inputs = (highest, high) if nearer_high else (lowest, low)
                ends = (lowest, highest)
                self._keep(MistakeFound((change,), inputs.inputs, gives, None, self.order, ends))

    # --- two mistakes -----------------------------------------------------------------------------

    @property
    def needs_pairs(self) -> bool:
        """Whether no mistake alone gives the order as exactly as two could."""
        return all(found.inexactness > self.steps[0] for found in self.found.values())

    def pairs(self) -> None:
        """Try each two mistakes that can be made together."""
        for tried in self.tried:
            for first, second in self._pairs_of_inputs(tried):
                after = tried.inputs._replace(**{**first.changes, **second.changes})
                self._consider(expected_dose(after, self.surfaces), (first, second), tried.inputs)
            # A concentration that nobody named makes a guess with everything else.
            factors = [change for change in tried.factors if not self._guessed(change)]
            for change, dose in tried.changed:
                for other in factors:
                    if self.least <= dose * other.factor <= self.most:
                        self._consider(dose * other.factor, (change, other), tried.inputs)
            for one, other in _each_two(factors):
                if self.least <= tried.right * one.factor * other.factor <= self.most:
                    dose = tried.right * one.factor * other.factor
                    self._consider(dose, (one, other), tried.inputs)

    def _guessed(self, change: Change) -> bool:
        own = self.beside.strengths.own
        return own is None and change.name == "millilitres_for_grams"

    def _pairs_of_inputs(self, tried: _Tried) -> Iterator[tuple[Change, Change]]:
        yield from tried.pairs
        exact = [change for change, _ in tried.changed if change.exact]
        for first, second in _each_two(exact):
            if first.changes.keys().isdisjoint(second.changes):
                yield first, second

    # --- what is kept -----------------------------------------------------------------------------

    def _consider(self, dose: Decimal, changes: tuple[Change, ...], inputs: DoseInputs) -> None:
        if not self.least <= dose <= self.most:
            return
        alone = len(changes) == 1
        if self.low <= dose <= self.high and not (
            alone and abs(dose - self.order.amount) < self.near
        ):
            return
        if not alone and changes[0].name == changes[1].name:
            return
        step = self._step_of(dose, alone=alone)
        if step is not None:
            self._keep(MistakeFound(changes, inputs, dose, step, self.order))

    def _step_of(self, dose: Decimal, *, alone: bool) -> Decimal | None:
        """Return the finest step that makes the order of the dose, if there is one."""
        number = dose / self.order.unit
        apart = abs(number - self.order.number)
        if apart <= self.order.number * _SMALLEST:
            return _NOUGHT
        coarser = apart <= self.shares[alone] * number
        for step in self.steps if coarser else self.steps[:1]:
            if apart <= step / _TWO * (ONE + _SMALLEST):
                return step
        return None

    def _keep(self, found: MistakeFound) -> None:
        """Keep the most exact way to each mistake."""
        names = tuple(sorted(found.names, key=self.mistakes.places.__getitem__))
        known = self.found.get(names)
        if known is None or found.rank < known.rank:
            self.found[names] = found

    def ranked(self) -> list[MistakeFound]:
        """Return what was found in rank, without the pairs that nobody needs."""
        alone = {names[0] for names in self.found if names == names[:1]}
        finest = min((self.found[name,].inexactness for name in alone), default=_NEVER)
        kept = [
            (len(names), found.inexactness, [self.mistakes.places[name] for name in names], found)
            for names, found in self.found.items()
            # To give the order itself is no better than to give it as it is written.
            if names == names[:1]
            or (alone.isdisjoint(names) and max(found.inexactness, self.steps[0]) < finest)
        ]
        kept.sort(key=lambda entry: entry[:-1])
        return [found for *_, found in kept[: int(self.mistakes.most_named.value)]]


def reproduces(doses: tuple[DoseInputs, ...], order: Written) -> bool:
    """Tell whether a right dose, rounded to the place that is written, is the order itself."""
    half = order.place / _TWO
    with units.exact():
        return any(
            abs(expected_dose(inputs) / order.unit - order.number) <= half for inputs in doses
        )


def steps_of(order: Written, share: Decimal, mistakes: Mistakes) -> tuple[Decimal, ...]:
    """Return the steps of which the order is a multiple, finest first, beginning with its place.

    Parameters
    ----------
    share
        So far a rounding may go; a step of which half goes beyond it is the last that can matter.
    """
    place = scale = order.place
    found = [place]
    with units.exact():
        furthest = order.number * share
        while scale <= order.number:
            for digits in mistakes.rounding_steps.numbers:
                step = digits * scale
                if step > place and order.number % step == 0:
                    found.append(step)
                    if step / _TWO >= furthest:
                        return tuple(found)
            scale = scale.scaleb(1)
    return tuple(found)


class _Surfaces:
    """Body surfaces by logarithms, of which each is taken once in a search."""

    def __init__(self) -> None:
        self.logarithms: dict[Decimal, Decimal] = {}

    def __call__(
        self, formula: BodySurfaceFormula, kilograms: Decimal, centimetres: Decimal
    ) -> Decimal:
        if kilograms <= 0:  # the ideal weight of a height whose digits were exchanged
            return _NOUGHT
        calculated = SURFACE_FORMULAS[formula].formula
        if formula == "mosteller":  # a root costs less than a logarithm, and may come out exactly
            return calculated.square_metres(kilograms, centimetres)
        return calculated.by_logarithms(self._ln(kilograms), self._ln(centimetres))

    def _ln(self, number: Decimal) -> Decimal:
        found = self.logarithms.get(number)
        if found is None:
            found = self.logarithms[number] = number.ln()
        return found


def _each_two(changes: list[Change]) -> Iterator[tuple[Change, Change]]:
    for place, first in enumerate(changes):
        for second in changes[place + 1 :]:
            yield first, second


def _every_dose(tried: _Tried) -> list[tuple[Change, Decimal]]:
    """Return each mistake alone with the dose that it gives."""
    factors = [(change, tried.right * change.factor) for change in tried.factors]
    return [*tried.changed, *factors]


# Digits enough to tell two doses apart, and few enough to be quick about it.
_SEARCHING = decimal.Context(prec=units.PRINTED_DIGITS)
_SMALLEST = Decimal("1E-12")  # what is nearer than this is the same number
_TWO = Decimal(2)  # half a step lies to either side of what is rounded to it
_NOUGHT, _NEVER = Decimal(0), Decimal("Infinity")
