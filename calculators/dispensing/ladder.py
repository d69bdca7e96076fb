"""The ladder of an infusion: how fast each step runs, for how long, and when the bag is empty.

A ladder starts slowly and climbs to a ceiling. Where a label lists its steps they are the label's;
where it gives only a start and a maximum, doubling steps are offered, and called a site's policy.
Pump rates are rounded, and the finish follows from the rounded rates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import units
from calculators.working import Chosen, Step, times

if TYPE_CHECKING:
    from datetime import time

    from calculators.dispensing.judged_rates import Ceiling
    from calculators.working import Term
    from plan_data.schema.policies import LadderPolicy
    from plan_data.schema.products import InfusionRates, LabelRate, MassRates

Origin = Literal["label", "manufacturer's example", "site policy", "as entered"]
_AT_ONCE = units.quantity(0, "min")


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder before it meets a patient: a rate, and how long it is held."""

    rate: Term
    lasts: Term


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One line of the nurse's table.

    Parameters
    ----------
    starts, ends
        Minutes from the start of the infusion.
    rate
        What the pump is set to, in mL/h.
    rate_per_kg, mass_rate_per_kg
        The same in mL/kg/h and mg/kg/min; None for a drug that does not run by weight.
    mass_rate
        The same in mg/h.
    volume_so_far
        What has run in by the end of the step, in mL.
    clock
        The time of day at which the step starts, where the infusion has a start.
    """

    starts: units.Quantity
    ends: units.Quantity
    rate: units.Quantity
    rate_per_kg: units.Quantity | None
    mass_rate_per_kg: units.Quantity | None
    mass_rate: units.Quantity
    volume_so_far: units.Quantity
    clock: str | None


@dataclass(frozen=True, slots=True)
class Ladder:
    """A whole infusion: its steps, how long it takes, and whose steps they are."""

    steps: tuple[LadderStep, ...]
    minutes: units.Quantity
    origin: Origin
    ceiling: Ceiling
    working: tuple[Step, ...]


# --- the rungs --------------------------------------------------------------------------------


def rungs_of(rates: InfusionRates, policy: LadderPolicy) -> tuple[tuple[Rung, ...], Origin]:
    """Return the steps of a rate table up to its maximum, and whose they are."""
    every = rates.step_every or policy.lasts
    first = rates.start_lasts or every
    if rates.ladder:
        rungs = [Rung(rate.leading, every) for rate in rates.ladder]
        origin: Origin = "label" if rates.step_every is not None else "site policy"
        if rates.ladder_is_example:
            origin = "manufacturer's example"
        return (Rung(rungs[0].rate, first), *rungs[1:]), origin
    if rates.increment is not None:
        steps = _climb(rates.start, rates.maximum, plus=rates.increment)
        timed = rates.step_every is not None
        return _held(steps, first, every), "label" if timed else "site policy"
    return _held(_climb(rates.start, rates.maximum, by=policy), first, every), "site policy"


def _held(rates: list[Term], first: Term, every: Term) -> tuple[Rung, ...]:
    return tuple(Rung(rate, every if place else first) for place, rate in enumerate(rates))


def _climb(
    start: LabelRate,
    maximum: LabelRate,
    *,
    plus: LabelRate | None = None,
    by: LadderPolicy | None = None,
) -> list[Term]:
    """Return the rates from start to maximum; the last one is the maximum itself."""
    first, top = start.leading, maximum.leading
    rate, highest = first.quantity, units.convert(top.quantity, first.unit)
    found: list[Term] = []
    with units.exact():
        while rate < highest:
            found.append(Chosen(rate, _origin_of(found, start, plus, by)))
            rate = rate + plus.leading.quantity if plus else rate * by.factor.quantity.magnitude  # type: ignore[union-attr]  # one of the two is given
    return [*found, top]


def _origin_of(
    before: list[Term], start: LabelRate, plus: LabelRate | None, by: LadderPolicy | None
) -> tuple[str, ...]:
    if not before:
        return start.leading.sources
    if plus is not None:
        return plus.leading.sources
    return by.factor.sources if by is not None else ()


# --- the ladder of a patient ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Infusion:
    """What runs in: volume, concentration and, where rates go by it, the body weight."""

    volume: units.Quantity
    concentration: Term
    weight: Term | None
    pump_step: units.Quantity
    start: time | None = None

    def highest(self, ceiling: Ceiling) -> units.Quantity:
        """Return the fastest that a pump can be set to within a ceiling, in mL/h."""
        exact = self.by_volume(ceiling.rate).quantity
        set_to = units.rounded_to(exact, self.pump_step, up_to=exact)
        if ceiling.strictly and set_to.magnitude >= units.settled(exact, "mL/h"):
            with units.exact():
                return set_to - self.pump_step
        return set_to

    def set_to(self, rate: Term) -> units.Quantity:
        """Return what a pump is set to for a rate, in mL/h, whatever the ceiling."""
        rounded = units.rounded_to(self.by_volume(rate).quantity, self.pump_step)
        # A start so slow that it would round to nothing runs at the least that a pump can.
        return max(rounded, self.pump_step)

    def by_volume(self, rate: Term) -> Step:
        """Return a rate in mL/h, with its arithmetic."""
        unit = units.unit_of(rate.quantity).ucum
        factors = (rate,) if self.weight is None or "kg" not in unit else (rate, self.weight)
        over = self.concentration if unit.startswith("mg") else None
        return times("", *factors, over=over, unit="mL/h")


def ladder(
    infusion: Infusion, rungs: tuple[Rung, ...], limits: tuple[Ceiling, ...], origin: Origin
) -> Ladder:
    """Return the ladder of an infusion: each step until the next, the last until the bag is empty.

    Raises
    ------
    units.Refused
        The lowest ceiling is below what a pump can be set to.
    """
    # Where two leave a pump the same rate, the one that is not the label's maximum is named.
    highest, ceiling = min(
        ((infusion.highest(limit), limit) for limit in reversed(limits)), key=lambda pair: pair[0]
    )
    if highest.magnitude <= 0:
        raise units.Refused(
            "max_rate",
            f"Max rate: {ceiling.because} is below the {units.shown(infusion.pump_step)} that a "
            "pump can be set to; enter a higher ceiling.",
        )
    run = _Run(infusion, ceiling, highest, infusion.volume)
    rates = [min(infusion.set_to(rung.rate), highest) for rung in rungs]
    for place, rung in enumerate(rungs):
        if run.goes_on:
            # At the ceiling it stays to the end, unless a later step that was entered is slower.
            later = rates[place + 1 :]
            run.hold(rung, last=all(rates[place] == highest == rate for rate in later))
    return Ladder(tuple(run.steps), run.time, origin, ceiling, tuple(run.working))


@dataclass(slots=True)
class _Run:
    """An infusion on its way: what has run so far, and what is left in the bag."""

    infusion: Infusion
    ceiling: Ceiling
    highest: units.Quantity
    left: units.Quantity
    time: units.Quantity = _AT_ONCE
    steps: list[LadderStep] = field(default_factory=list)
    working: list[Step] = field(default_factory=list)

    @property
    def goes_on(self) -> bool:
        """Whether there is anything left to run."""
        return bool(self.left.magnitude > 0)

    def hold(self, rung: Rung, *, last: bool) -> None:
        """Run one step: for its time, or to the end where it is the last or the bag is empty."""
        wanted = self.infusion.by_volume(rung.rate)
        unheld = self.infusion.set_to(rung.rate)
        rate = min(unheld, self.highest)
        with units.exact():
            in_time = units.convert(rate * rung.lasts.quantity, "mL")
            # Compared as printed: a third of an hour must not leave a hair in the bag.
            enough = units.settled(in_time, "mL") >= units.settled(self.left, "mL")
            to_the_end = last or enough
            volume = self.left if to_the_end else in_time
            lasts = units.convert(volume / rate, "min")
            starts, self.time, self.left = self.time, self.time + lasts, self.left - volume
            self.steps.append(self._line(starts, rate))
        text, sources = wanted.working, wanted.sources
        if rate < unheld:
            text += f"; held at {units.shown(rate)} by {self.ceiling.because}"
            sources = tuple(dict.fromkeys((*sources, *self.ceiling.rate.sources)))
        elif rate != wanted.quantity:
            text += f"; the pump is set to {units.shown(rate)}"
        if not to_the_end:
            sources = tuple(dict.fromkeys((*sources, *rung.lasts.sources)))
        text += f", for {units.shown(lasts)}: {units.shown(volume)}"
        self.working.append(Step(f"Rate, step {len(self.steps)}", text, rate, sources))

    def _line(self, starts: units.Quantity, rate: units.Quantity) -> LadderStep:
        drug = units.convert(rate * self.infusion.concentration.quantity, "mg/h")
        per_kg = mass_per_kg = None
        if self.infusion.weight is not None:
            kilograms = units.convert(self.infusion.weight.quantity, "kg")
            per_kg = units.convert(rate / kilograms, "mL/kg/h")
            mass_per_kg = units.convert(drug / kilograms, "mg/kg/min")
        so_far = self.infusion.volume - self.left
        start = self.infusion.start
        clock = units.clock_after(start, starts) if start is not None else None
        return LadderStep(starts, self.time, rate, per_kg, mass_per_kg, drug, so_far, clock)


def rungs_by_mass(rates: MassRates) -> tuple[Rung, ...]:
    """Return the steps of a table in mg/h, from its start by its step to its maximum."""
    found: list[Rung] = []
    rate = rates.start.quantity
    with units.exact():
        while rate < rates.maximum.quantity:
            sources = rates.step.sources if found else rates.start.sources
            found.append(Rung(Chosen(rate, sources), rates.step_every))
            rate = rate + rates.step.quantity
    return (*found, Rung(rates.maximum, rates.step_every))


def offered_steps(rates: InfusionRates, policy: LadderPolicy) -> str:
    """Return the steps of a rate table as they can be edited: one a line, rate and time.

    A listed step that lies a hair above the maximum (the unrounded 200 mg/kg/h beside 3.33
    mg/kg/min) is offered as the maximum: what is entered above it would be refused.
    """
    rungs, _ = rungs_of(rates, policy)
    top = rates.maximum.leading.quantity
    steps = [(min(rung.rate.quantity, top), rung.lasts.quantity) for rung in rungs]
    return "\n".join(f"{_in_full(rate)} {_in_full(lasts)}" for rate, lasts in steps)


def _in_full(value: units.Quantity) -> str:
    """Return a quantity as it is typed: every digit, and no mark of a rounding."""
    return f"{units.fixed_point(value.magnitude)} {units.unit_of(value).symbol}"


def label_of_rates(origin: Origin) -> str:
    """Return whose steps a ladder has, as people read it."""
    return _ORIGINS[origin]


_ORIGINS: dict[Any, str] = {
    "label": "Steps as the label lists them",
    "manufacturer's example": (
        "Steps of the manufacturer's calculator, an example, editable: the label gives none"
    ),
    "site policy": "Site policy, editable: the label gives no steps; these are offered as a start",
    "as entered": "Steps as entered",
}
