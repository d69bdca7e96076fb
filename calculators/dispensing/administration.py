"""From a dose to what is hung and drawn up, for a product, a way to round and a patient.

A calculator's result is taken as it is; what is added stands after it, in values, working and
remarks, so that the cross-check looks at what is dispensed as well as at what was calculated.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

import units
from calculators.dispensing.rounding import choices_of, containers_in_words, dispense
from calculators.working import Step, divided
from plan_data.schema.remarks import Remarks

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import time

    from calculators.dispensing.band import Band
    from calculators.dispensing.ladder import Rung
    from calculators.dispensing.rounding import ContainerChoice, Dispensed, Portion
    from calculators.working import Alternative, Result, Term
    from plan_data.schema.figures import Figure
    from plan_data.schema.plan import Plan
    from plan_data.schema.policies import Rounding
    from plan_data.schema.products import Product, Route
    from plan_data.schema.remarks import InBand, WhatIsDispensed


@dataclass(frozen=True, slots=True)
class Administration:
    """What was chosen beside the dose.

    Parameters
    ----------
    rounding_limit
        The deviation beyond which a rounded dose is no longer called near.
    rungs
        The ladder as entered; None takes the product's.
    max_rate
        A ceiling that the prescriber sets.
    bag
        The concentration in the bag, where the product is diluted.
    indication
        Whose rate table or site limits to use; empty takes the product's first.
    sessions
        Subcutaneous sessions a week; None finds the fewest.
    infusion
        For a product with a table for the first infusion and one for later ones.
    weeks
        For a dose that is given each week, the weeks over which its total is rounded to a multiple.
    """

    product: Product
    route: Route
    rounding: Rounding
    rounding_limit: Figure
    start: time | None = None
    rungs: tuple[Rung, ...] | None = None
    max_rate: units.Quantity | None = None
    bag: units.Quantity | None = None
    indication: str = ""
    sessions: int | None = None
    infusion: Literal["first", "later"] = "first"
    weeks: Figure | None = None


@dataclass(frozen=True, slots=True)
class DoseToDispense:
    """Which dose of a result is dispensed, and what the plan says of it.

    Parameters
    ----------
    name
        The name of its value, and of the same dose among the alternatives.
    times
        Over how many administrations it is dealt out.
    figure, per
        What the plan, or the order, gives (g/kg, mg/m², a factor), and what it is a measure of;
        `per` is None where the figure is the dose itself.
    band
        The exposures between which the plan's regimens lie, where the dose is one of a regimen.
    holds
        The drug, which the product has to hold.
    """

    name: str
    times: int
    figure: Term
    per: Step | None
    band: Band | None = None
    holds: str = "immunoglobulin"

    def dose(self, result: Result) -> Step:
        """Return the dose as a mass, with the sources of the step that found it."""
        found = step_of(result, self.name)
        return Step(found.label, found.working, _as_mass(found.quantity), found.sources)


def step_of(result: Result, name: str) -> Step:
    """Return the step of the working that found a value."""
    value = result.values[name]
    return next(step for step in reversed(result.steps) if step.quantity is value)


def _as_mass(value: units.Quantity) -> units.Quantity:
    """Return a dose as a mass; what is given a week is the week's mass."""
    is_weekly = units.unit_of(value).ucum == "g/wk"
    return units.quantity(value.magnitude, "g") if is_weekly else value


@dataclass(slots=True)
class Added:
    """What an administration adds to a result, gathered part by part."""

    product: Product
    values: dict[str, Any] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    remarks: Remarks = field(default_factory=Remarks)
    observed: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    choices: Callable[[], tuple[ContainerChoice, ...]] = tuple

    def missing(self, name: str, why: str) -> None:
        """Say that a value cannot be given, and why."""
        self.values[name], self.reasons[name] = None, why

    def to(self, result: Result) -> Result:
        """Return the result with everything that was added."""
        return replace(
            result,
            values={**result.values, **self.values},
            steps=(*result.steps, *self.steps),
            remarks={**result.remarks, **self.remarks},
            observed={**result.observed, **self.observed},
            reasons={**result.reasons, **self.reasons},
            product=self.product,
            container_choices=self.choices,
        )


def add_containers(
    added: Added, dose: Step, portions: int, chosen: Administration, plan: Plan
) -> Dispensed:
    """Add what is opened and drawn up, under the chosen way to round and beside the others.

    Raises
    ------
    units.Refused
        The way to round leaves no dose.
    """
    dispensed = dispense(dose, portions, chosen.product, chosen.rounding, chosen.weeks)
    # What is hung is one infusion; what a patient takes home is the week's.
    by_week = chosen.route == "SC"
    first = dispensed.whole if by_week else dispensed.portions[0]
    added.values |= {
        "product": chosen.product.id,
        "rounding": chosen.rounding.id,
        "dispensed": first.dose,
        "containers": first.containers,
        "volume": first.volume,
        "waste": first.waste,
        "waste_volume": first.waste_volume,
        "deviation": dispensed.deviation,
        "deviation_percent": dispensed.deviation_percent,
    }
    if first.volume is None:
        for name in ("volume", "waste_volume"):
            added.missing(name, "Tablets have no volume.")
    if portions > 1 and not by_week:
        added.values["course"] = dispensed.whole
    policies = plan.policies.rounding
    added.choices = lambda: choices_of(dose, portions, chosen.product, policies, chosen.weeks)
    added.steps += dispensed.steps
    return dispensed


def add_remarks(
    added: Added,
    result: Result,
    ordered: DoseToDispense,
    dispensed: Dispensed,
    chosen: Administration,
) -> None:
    """Hold what is dispensed against the plan's figures."""
    text = (
        f"Calculated {units.shown(ordered.dose(result).quantity)}, dispensed "
        f"{units.shown(dispensed.whole.dose)} ({units.shown(dispensed.deviation_percent)})"
    )
    if ordered.per is not None:
        unit = units.unit_of(ordered.figure.quantity).ucum
        whole = Step("", "", _for_comparison(dispensed.whole, unit), ())
        compared = divided("Dispensed, beside the plan's figure", whole, ordered.per, unit=unit)
        text += f"; that is {units.shown(compared.quantity)}"
        text += f" where {units.shown(ordered.figure.quantity)} was asked for"
        added.steps.append(compared)
    added.observed["dispensed"] = text
    added.remarks["dispensed"] = _remark(result, ordered, dispensed, chosen.rounding_limit)


def add_label(added: Added, chosen: Administration, plan: Plan) -> None:
    """Say whether a label that was read carries the plan's disease by this route."""
    # Rates and limits of another indication are not those of the label for the disease.
    disease = plan.identity.indication
    of_it = chosen.indication in ("", disease)
    product, route, said = chosen.product, chosen.route, added.remarks
    said["product_indication"] = "off-label"
    if of_it and route in product.labelled_routes.get(disease, ()):
        said["product_indication"] = "labelled"
    elif of_it and route in product.labelled_routes_eu.get(disease, ()):
        said["product_indication"] = "labelled in Europe"
    added.observed["product_indication"] = f"Product: {chosen.product.label}, {chosen.route}"


def _for_comparison(whole: Portion, unit: str) -> units.Quantity:
    """Return what is dispensed as the figure counts it: a bare factor is one of weekly doses."""
    return units.quantity(whole.dose.magnitude, "g/wk") if unit == "1" else whole.dose


def _remark(
    result: Result, ordered: DoseToDispense, dispensed: Dispensed, limit: Figure
) -> WhatIsDispensed:
    if dispensed.deviation.magnitude == 0:
        return "as calculated"
    place = _place_in_band(result, ordered, dispensed)
    if place != "inside the band":
        return "rounded, above the band" if place == "above the band" else "rounded, below the band"
    far = abs(units.settled(dispensed.deviation_percent, "%")) > limit.value
    return "rounded beyond the limit" if far else "rounded"


def _place_in_band(result: Result, ordered: DoseToDispense, dispensed: Dispensed) -> InBand:
    if ordered.band is None or ordered.per is None or result.interval is None:
        return "inside the band"
    whole = Step("", "", dispensed.whole.dose, ())
    per_kg = divided("", whole, ordered.per, unit="g/kg")
    interval = Step("", "", result.interval, ())
    return ordered.band.place(divided("", per_kg, interval, unit="g/kg/wk").quantity)


def with_containers(
    entry: Alternative, ordered: DoseToDispense, chosen: Administration
) -> Alternative:
    """Return another choice with the containers that it would take."""
    dose = entry.values.get(ordered.name)
    if dose is None:
        return entry
    try:
        step = Step(entry.label, "", _as_mass(dose), entry.sources)
        found = dispense(step, ordered.times, chosen.product, chosen.rounding, chosen.weeks)
    except units.Refused as refused:
        return replace(entry, containers=refused.message)
    return replace(entry, containers=containers_in_words(found.whole.containers))
