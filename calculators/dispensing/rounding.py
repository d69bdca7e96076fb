"""From a dose to the containers that give it: exact, to whole containers, or by a site's policy."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import units
from calculators.dispensing.containers import course, covering
from calculators.working import Step, count, difference, divided, stated, times

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from calculators.dispensing.containers import Fill
    from plan_data.schema.figures import Figure
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


def dispense(
    ordered: Step, portions: int, product: Product, rounding: Rounding, weeks: Figure | None = None
) -> Dispensed:
    """Return the containers for a dose, dealt out over a number of administrations.

    Parameters
    ----------
    ordered
        The whole dose as calculated, in g or mg.
    weeks
        For a week's dose: over how many weeks its total is rounded where it goes to a multiple.

    Raises
    ------
    units.Refused
        The policy leaves no dose: every container is too large, or it is not meant for the drug.
    """
    target = _target(ordered, product, rounding, weeks)
    fills = _whole_containers(target, portions, product, rounding)
    if fills is None:
        doses = _dealt(target, portions, rounding, weeks)
        sizes = product.containers.sizes
        given = [_portion(each, covering(each, sizes), product) for each in doses]
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


def _dealt(
    target: Step, portions: int, rounding: Rounding, weeks: Figure | None
) -> list[units.Quantity]:
    """Return the dose of each administration, the lowest first.

    An even share, or where each dose goes to a multiple, multiples as even as can be.
    """
    unit = units.unit_of(target.quantity).ucum
    if rounding.multiple is None or weeks is not None or portions == 1:
        each = divided("", target, count(portions), unit=unit).quantity
        return [each] * portions
    multiple = units.convert(rounding.multiple.quantity, unit)
    shares = int(target.quantity.magnitude / multiple.magnitude)
    if shares < portions:
        raise units.Refused(
            "round",
            f"Round: {units.shown(target.quantity)} cannot be dealt out over {portions} days in "
            f"doses of {units.shown(multiple)}; choose another way to round, or fewer days.",
        )
    least, over = divmod(shares, portions)
    with units.exact():
        return [multiple * (least + (day >= portions - over)) for day in range(portions)]


def _target(ordered: Step, product: Product, rounding: Rounding, weeks: Figure | None) -> Step:
    """Return the dose that containers are looked for: as calculated, or to a multiple first.

    A week's dose is the total of its weeks, rounded, ÷ the weeks.
    """
    multiple = rounding.multiple
    if multiple is None:
        return ordered
    if product.holds != "immunoglobulin":
        raise units.Refused(
            "round", f'Round: "{rounding.label}" is a rule for immunoglobulin, not for this drug.'
        )
    unit = units.unit_of(ordered.quantity).ucum
    number = count(1) if weeks is None else count(int(weeks.value))
    total = times("", ordered, number, unit=unit).quantity
    rounded = units.rounded_to(total, multiple.quantity)
    if rounded.magnitude <= 0:
        raise units.Refused(
            "round",
            f"Round: {units.shown(total)} to the nearest {units.shown(multiple.quantity)} leaves "
            "nothing; choose another way to round.",
        )
    arithmetic = f"{units.shown(total)} to the nearest {units.shown(multiple.quantity)}"
    if weeks is None:
        return stated("Dose by the rounding policy", arithmetic, rounded, *rounding.sources)
    a_week = divided("", Step("", "", rounded, ()), number, unit=unit).quantity
    weekly = f"{units.shown(ordered.quantity)} × {weeks.value} weeks = {arithmetic}"
    weekly += f": {units.shown(rounded)} ÷ {weeks.value} weeks"
    return stated("Dose a week by the rounding policy", weekly, a_week, *rounding.sources)


def _whole_containers(
    target: Step, portions: int, product: Product, rounding: Rounding
) -> tuple[Fill, ...] | None:
    """Return whole containers for each administration, or None where the dose is drawn up."""
    if rounding.way in {"exact", "to_multiple"}:
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
    allowed = rounding.tolerance.value if rounding.tolerance is not None else 0
    return fills if abs(units.settled(off, "%")) <= allowed else None


def _portion(dose: units.Quantity, fill: Fill, product: Product) -> Portion:
    unit = units.unit_of(dose).ucum
    waste = difference(units.convert(fill.total, unit), dose)
    volume, waste_volume = _volumes(dose, waste, fill, product)
    return Portion(
        dose,
        volume,
        tuple(Container(size, number) for size, number in fill.counts),
        waste,
        waste_volume,
    )


def _volumes(
    dose: units.Quantity, waste: units.Quantity, fill: Fill, product: Product
) -> tuple[units.Quantity | None, units.Quantity | None]:
    """Return what a dose and what is left of its containers measure, as they are labelled."""
    concentration, labelled = product.concentration, product.containers.labelled
    if concentration is None:
        return None, None
    with units.exact():
        if not labelled:
            each = concentration.quantity
            return units.convert(dose / each, "mL"), units.convert(waste / each, "mL")
        printed = [labelled[size.magnitude] * many for size, many in fill.counts]
        opened = units.quantity(sum(printed, Decimal(0)), "mL")
        volume = units.convert(opened * dose / fill.total, "mL")
    return volume, difference(opened, volume)


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
    ordered: Step,
    portions: int,
    product: Product,
    policies: tuple[Rounding, ...],
    weeks: Figure | None = None,
) -> tuple[ContainerChoice, ...]:
    """Return what each way to round would dispense; the parameters are those of `dispense`."""
    return tuple(
        _choice(policy, lambda each: dispense(ordered, portions, product, each, weeks))
        for policy in policies
        if policy.multiple is None or product.holds == "immunoglobulin"
    )


def _choice(policy: Rounding, dispensed_by: Callable[[Rounding], Dispensed]) -> ContainerChoice:
    try:
        found = dispensed_by(policy)
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
        days=tuple(portion.dose for portion in found.portions) if found.portions[1:] else (),
    )


# --- the working ------------------------------------------------------------------------------


def containers_in_words(containers: tuple[Container, ...], called: str = "") -> str:
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
    if portions[0].volume is not None:
        name = "Volume" if alike else "Volume, day 1"
        steps.append(_measured(name, portions[0], portions[0].volume, product))
    if len(portions) > 1:
        name = "Dispensed in all"
        arithmetic = " + ".join(units.shown(portion.dose) for portion in portions)
        steps.append(stated(name, arithmetic, whole.dose, *sources))
    return tuple(steps)


def _measured(name: str, portion: Portion, volume: units.Quantity, product: Product) -> Step:
    """Return the volume of a portion with its arithmetic: by concentration, or as labelled."""
    labelled = product.containers.labelled
    if product.concentration is not None and not labelled:
        arithmetic = f"{units.shown(portion.dose)} ÷ {units.shown(product.concentration.quantity)}"
        return stated(name, arithmetic, volume, *product.concentration.sources)
    arithmetic = " + ".join(
        f"{each.count} × {units.shown(units.quantity(labelled[each.size.magnitude], 'mL'))}"
        for each in portion.containers
    )
    if portion.waste.magnitude > 0:
        with units.exact():
            opened = portion.dose + portion.waste
        arithmetic = f"({arithmetic}) × {units.shown(portion.dose)} ÷ {units.shown(opened)}"
    return stated(f"{name}, as labelled", arithmetic, volume, *product.containers.sources)


def _opened(name: str, portion: Portion, product: Product) -> Step:
    with units.exact():
        opened = portion.dose + portion.waste
    text = containers_in_words(portion.containers)
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
