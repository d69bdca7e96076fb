"""What is taken by mouth: the doses in whole tablets that lie in the plan's range."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import units
from calculators.dispensing.administration import Added
from calculators.dispensing.containers import covering, nearest_amount, not_above
from calculators.dispensing.rounding import Container, containers_in_words
from calculators.working import Step, difference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.dispensing.administration import Administration
    from calculators.dispensing.containers import Fill
    from calculators.working import Result
    from plan_data.schema.remarks import InTablets


@dataclass(frozen=True, slots=True)
class TabletDose:
    """A dose a day in whole tablets.

    Parameters
    ----------
    of
        Which end of the plan's range it rounds, or that it lies inside.
    deviation
        The dose less that end of the range; None for a dose inside.
    """

    of: str
    daily: units.Quantity
    containers: tuple[Container, ...]
    deviation: units.Quantity | None


def in_tablets(result: Result, chosen: Administration) -> Result:
    """Return a result by mouth with both ends of its range, and what lies between, in tablets.

    A tablet is not split: an end is rounded to the nearest dose in whole tablets, or down where
    that is the chosen way. No other way is offered.

    Raises
    ------
    units.Refused
        No whole tablet lies at or below the end that is rounded down.
    """
    low, high = result.values["daily_low"], result.values["daily_high"]
    sizes = chosen.product.containers.sizes
    next_total = _last_place(sizes)
    inside = []
    fill = covering(low, sizes)
    while units.convert(fill.total, "mg") <= high:
        inside.append(_dose("inside the plan's range", fill, None))
        with units.exact():
            fill = covering(fill.total + next_total, sizes)
    added = Added(chosen.product)
    added.values |= {
        "product": chosen.product.id,
        "rounding": chosen.rounding.id,
        "lowest_in_tablets": _end("lowest", low, chosen),
        "highest_in_tablets": _end("highest", high, chosen),
        "tablets": tuple(inside),
    }
    if not inside:
        added.reasons["tablets"] = "No dose in whole tablets lies inside the plan's range."
    for end in (added.values["lowest_in_tablets"], added.values["highest_in_tablets"]):
        text = f"{containers_in_words(end.containers)} = {units.shown(end.daily)}"
        sources = chosen.product.containers.sources
        added.steps.append(Step(f"In tablets, the {end.of}", text, end.daily, sources))
    added.remarks |= {
        "tablets": _remark(low, high, added.values),
        "product_indication": "off-label",
    }
    added.observed["product_indication"] = f"Product: {chosen.product.label}, PO"
    return added.to(result)


def _last_place(sizes: tuple[units.Quantity, ...]) -> units.Quantity:
    """Return one in the last decimal place of the sizes: no two sums of them lie nearer."""
    places = (units.magnitude_in(size, "mg").normalize().as_tuple().exponent for size in sizes)
    return units.quantity(Decimal(1).scaleb(min(0, *map(int, places))), "mg")


def _end(of: str, dose: units.Quantity, chosen: Administration) -> TabletDose:
    sizes = chosen.product.containers.sizes
    fill = not_above(dose, sizes) if chosen.rounding.way == "down" else nearest_amount(dose, sizes)
    if fill is None:
        raise units.Refused(
            "round",
            f"Round: no whole tablet lies at or below {units.shown(dose)}; the smallest holds "
            f"{units.shown(sizes[0])}.",
        )
    return _dose(of, fill, difference(units.convert(fill.total, "mg"), dose))


def _dose(of: str, fill: Fill, deviation: units.Quantity | None) -> TabletDose:
    containers = tuple(Container(size, number) for size, number in fill.counts)
    return TabletDose(of, units.convert(fill.total, "mg"), containers, deviation)


def _remark(low: units.Quantity, high: units.Quantity, values: Mapping[str, Any]) -> InTablets:
    """Tell whether rounding an end to tablets leaves the plan's range."""
    ends = (values["lowest_in_tablets"].daily, values["highest_in_tablets"].daily)
    return "inside the range" if all(low <= end <= high for end in ends) else "outside the range"
