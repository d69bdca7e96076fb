"""From a dose to the containers that give it: exact, to whole containers, or by a site's policy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import units
from calculators.dispensing.containers import course, covering
from calculators.working import Step, count, difference, divided, stated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calculators.dispensing.containers import Fill
    from plan_data.schema.policies import Rounding
    from plan_data.schema.products import Product


@dataclass(frozen=True, slots=True)
class Container:
    """So many containers of one size; the size is the mass of drug in one."""

    size: units.Quantity
    count: int


@dataclass(frozen=True, slots=True)
class Portion:
    """What one administration takes.

    Parameters
    ----------
    dose
        What is given, in the unit of the dose that was calculated.
    volume
        Its volume; None for tablets.
    containers
        What is opened, largest first.
    waste, waste_volume
        What is left over in them.
    """

    dose: units.Quantity
    volume: units.Quantity | None
    containers: tuple[Container, ...]
    waste: units.Quantity
    waste_volume: units.Quantity | None


@dataclass(frozen=True, slots=True)
class Dispensed:
    """A dose, or a course of several, in containers.

    Parameters
    ----------
    rounding
        The policy by its id.
    portions
        One administration each.
    whole
        All of them together.
    deviation, deviation_percent
        What is given less what was calculated, over the whole.
    steps
        The working.
    """

    rounding: str
    portions: tuple[Portion, ...]
    whole: Portion
    deviation: units.Quantity
    deviation_percent: units.Quantity
    steps: tuple[Step, ...]


def dispense(ordered: Step, portions: int, product: Product, rounding: Rounding) -> Dispensed:
    """Return the containers for a dose, dealt out over a number of administrations.

    Parameters
    ----------
    ordered
        The whole dose as calculated, in g or mg.

    Raises
    ------
    units.Refused
        The policy leaves no dose: every container is too large, or it is not meant for the drug.
    """
    target = _target(ordered, product, rounding)
    fills = _whole_containers(target, portions, product, rounding)
    if fills is None:
        each = _each(target, portions)
        fill = covering(each, product.containers.sizes)
        given = [_portion(each, fill, product)] * portions
    else:
        unit = units.unit_of(ordered.quantity).ucum
        given = [_portion(units.convert(fill.total, unit), fill, product) for fill in fills]
    whole = _together(given)
    deviation = difference(whole.dose, ordered.quantity)
    with units.exact():
        percent = units.convert(deviation / ordered.quantity, "%")
    steps = (
        *((target,) if target is not ordered else ()),
        *_working(given, whole, product),
        _compared(ordered, whole, deviation, percent),
    )
    return Dispensed(rounding.id, tuple(given), whole, deviation, percent, steps)


def _each(target: Step, portions: int) -> units.Quantity:
    unit = units.unit_of(target.quantity).ucum
    return divided("", target, count(portions), unit=unit).quantity


def _target(ordered: Step, product: Product, rounding: Rounding) -> Step:
    """Return the dose that containers are looked for: as calculated, or to a multiple first."""
    if rounding.multiple is None:
        return ordered
    if product.holds != "immunoglobulin":
        raise units.Refused(
            "round", f'Round: "{rounding.label}" is a rule for immunoglobulin, not for this drug.'
        )
    multiple = rounding.multiple
    rounded = units.rounded_to(ordered.quantity, multiple.quantity)
    if rounded.magnitude <= 0:
        raise units.Refused(
            "round",
            f"Round: {units.shown(ordered.quantity)} to the nearest "
            f"{units.shown(multiple.quantity)} leaves nothing; choose another way to round.",
        )
    arithmetic = f"{units.shown(ordered.quantity)} to the nearest {units.shown(multiple.quantity)}"
    return stated("Dose by the rounding policy", arithmetic, rounded, *rounding.sources)


def _whole_containers(
    target: Step, portions: int, product: Product, rounding: Rounding
) -> tuple[Fill, ...] | None:
    """Return whole containers for each administration, or None where the dose is drawn up."""
    if rounding.way == "exact":
        return None
    sizes = product.containers.sizes
    below = rounding.way == "down"
    fills = course(target.quantity, portions, sizes, not_above=below)
    if fills is None:
        least = units.shown(sizes[0])
        raise units.Refused(
            "round",
            f"Round: no whole containers lie at or below {units.shown(target.quantity)} in "
            f"{portions} infusion{'s' if portions > 1 else ''}; the smallest holds {least}. "
            "Choose another way to round.",
        )
    if rounding.way in ("nearest", "down"):
        return fills
    total = _sum(fill.total for fill in fills)
    with units.exact():
        off = units.convert((total - target.quantity) / target.quantity, "%")
    # To a multiple, whole containers count only where they give exactly that.
    allowed = rounding.tolerance.value if rounding.tolerance is not None else 0
    return fills if abs(units.settled(off, "%")) <= allowed else None


def _portion(dose: units.Quantity, fill: Fill, product: Product) -> Portion:
    unit = units.unit_of(dose).ucum
    waste = difference(units.convert(fill.total, unit), dose)
    return Portion(
        dose,
        _volume(dose, product),
        tuple(Container(size, number) for size, number in fill.counts),
        waste,
        _volume(waste, product),
    )


def _volume(mass: units.Quantity, product: Product) -> units.Quantity | None:
    if product.concentration is None:
        return None
    with units.exact():
        return units.convert(mass / product.concentration.quantity, "mL")


def _together(portions: list[Portion]) -> Portion:
    """Return all administrations as one, its containers counted by size."""
    counts: dict[units.Quantity, int] = {}
    for portion in portions:
        for container in portion.containers:
            counts[container.size] = counts.get(container.size, 0) + container.count
    largest_first = sorted(counts.items(), key=lambda pair: pair[0], reverse=True)
    containers = tuple(Container(size, number) for size, number in largest_first)
    dose, waste = _sum(each.dose for each in portions), _sum(each.waste for each in portions)
    volume = _sum_of_known(each.volume for each in portions)
    waste_volume = _sum_of_known(each.waste_volume for each in portions)
    return Portion(dose, volume, containers, waste, waste_volume)


def _sum_of_known(quantities: Iterable[units.Quantity | None]) -> units.Quantity | None:
    """Return the sum, or None where one of them is not known: a part is no sum."""
    found = tuple(quantities)
    known = tuple(each for each in found if each is not None)
    return _sum(known) if len(known) == len(found) else None


def _sum(quantities: Iterable[units.Quantity]) -> units.Quantity:
    with units.exact():
        return reduce(add, quantities)


@dataclass(frozen=True, slots=True)
class ContainerChoice:
    """What one way to round would dispense, for a choice between them.

    Parameters
    ----------
    days
        What each administration would get, where there are several.
    reason
        Why this way leaves no dose, where it does not.
    """

    rounding: str
    label: str
    dispensed: units.Quantity | None = None
    deviation: units.Quantity | None = None
    deviation_percent: units.Quantity | None = None
    waste: units.Quantity | None = None
    waste_volume: units.Quantity | None = None
    containers: tuple[Container, ...] = ()
    days: tuple[units.Quantity, ...] = ()
    reason: str = ""


def choices_of(
    ordered: Step, portions: int, product: Product, policies: tuple[Rounding, ...]
) -> tuple[ContainerChoice, ...]:
    """Return what each way to round would dispense."""
    return tuple(
        _choice(ordered, portions, product, policy)
        for policy in policies
        if policy.multiple is None or product.holds == "immunoglobulin"
    )


def _choice(ordered: Step, portions: int, product: Product, policy: Rounding) -> ContainerChoice:
    try:
        found = dispense(ordered, portions, product, policy)
    except units.Refused as refused:
        return ContainerChoice(policy.id, policy.label, reason=refused.message)
    whole = found.whole
    return ContainerChoice(
        rounding=policy.id,
        label=policy.label,
        dispensed=whole.dose,
        deviation=found.deviation,
        deviation_percent=found.deviation_percent,
        waste=whole.waste,
        waste_volume=whole.waste_volume,
        containers=whole.containers,
        days=tuple(portion.dose for portion in found.portions) if portions > 1 else (),
    )


# --- the working ------------------------------------------------------------------------------


def in_words(containers: tuple[Container, ...], called: str = "") -> str:
    """Return containers as people read them: ``1 × 20 g + 1 × 10 g``."""
    text = " + ".join(f"{each.count} × {units.shown(each.size)}" for each in containers)
    return f"{text} {called}".rstrip()


def _working(portions: list[Portion], whole: Portion, product: Product) -> tuple[Step, ...]:
    sources = product.containers.sources
    alike = len({portion.dose for portion in portions}) == 1
    shown = portions[:1] if alike else portions
    steps = []
    for place, portion in enumerate(shown, start=1):
        name = "Containers" if len(shown) == 1 else f"Containers, day {place}"
        if alike and len(portions) > 1:
            name = f"Containers, each of {len(portions)} times"
        steps.append(_opened(name, portion, product))
    first = portions[0]
    if first.volume is not None and product.concentration is not None:
        arithmetic = f"{units.shown(first.dose)} ÷ {units.shown(product.concentration.quantity)}"
        name = "Volume" if alike else "Volume, day 1"
        steps.append(stated(name, arithmetic, first.volume, *product.concentration.sources))
    if len(portions) > 1:
        name = "Dispensed in all"
        arithmetic = " + ".join(units.shown(portion.dose) for portion in portions)
        steps.append(stated(name, arithmetic, whole.dose, *sources))
    return tuple(steps)


def _opened(name: str, portion: Portion, product: Product) -> Step:
    with units.exact():
        opened = portion.dose + portion.waste
    text = in_words(portion.containers)
    if portion.waste.magnitude > 0:
        text += f" = {units.shown(opened)}; {units.shown(portion.dose)} is given"
        left = units.shown(portion.waste)
        if portion.waste_volume is not None:
            left += f" ({units.shown(portion.waste_volume)})"
        text += f" and {left} is left over"
    else:
        text += f" = {units.shown(opened)}"
    return Step(name, text, opened, product.containers.sources)


def _compared(
    ordered: Step, whole: Portion, deviation: units.Quantity, percent: units.Quantity
) -> Step:
    arithmetic = f"{units.shown(whole.dose)} − {units.shown(ordered.quantity)}"
    text = f"{arithmetic} {units.equals(deviation)} ({units.shown(percent)})"
    return Step("Dispensed, less what was calculated", text, deviation, ordered.sources)
