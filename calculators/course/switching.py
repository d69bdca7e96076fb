"""From one way of giving immunoglobulin to another: the start, the conversion, the product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import units
from calculators.checks.what_was_recorded import label_of_fact
from calculators.course.calendar_days import after
from calculators.course.phases import in_one_line_read
from calculators.working import Chosen, times
from plan_data.schema.dosing import SubcutaneousDosing
from units import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from calculators.course.planned import PlannedPhase
    from calculators.treatments.declared import Calculator
    from plan_data.schema.plan import Plan
    from plan_data.schema.products import Product

    Raw = Mapping[str, Any]


def filled_from_before(
    given: Raw,
    calculators: Mapping[str, Calculator],
    plan: Plan,
    planned_before: Callable[[Raw], tuple[PlannedPhase, ...]],
) -> dict[str, Any]:
    """Return a request in which a phase under the skin takes what it lacks from the IVIg before it.

    The dose and the interval that are converted are those of the last infusions; the first dose is
    one week after the last infusion, as a label has it.

    Parameters
    ----------
    planned_before
        Plans a shorter course: that of the phases before.
    """
    sent = given.get("phases")
    if not isinstance(sent, list | tuple):
        return dict(given)
    phases: list[Any] = []
    for number, each in enumerate(sent, start=1):
        phase = in_one_line_read(each, number) if isinstance(each, str) else each
        if isinstance(phase, dict) and _lacks(phase, calculators):
            before = planned_before({**given, "phases": phases}) if phases else ()
            phase = _filled(phase, before, plan)
        phases.append(phase)
    return {**given, "phases": phases}


def _lacks(phase: Mapping[str, Any], calculators: Mapping[str, Calculator]) -> bool:
    name = phase.get("calculator")
    if not isinstance(name, str) or name not in calculators:
        return False
    converts = "ivig_dose" in calculators[name].keys
    return converts and any(phase.get(key) is None for key in ("start", "ivig_dose", "every"))


def _filled(
    phase: Mapping[str, Any], before: tuple[PlannedPhase, ...], plan: Plan
) -> dict[str, Any]:
    by_vein = [each for each in before if each.is_maintenance and each.placed.doses]
    filled = {key: value for key, value in phase.items() if value is not None}
    if not by_vein:
        return filled
    last = by_vein[-1]
    if "ivig_dose" not in filled and "every" not in filled and last.result.interval is not None:
        # All the digits: what is shown may be rounded.
        grams = units.as_ucum(last.result.values["per_infusion"])
        filled["ivig_dose"] = f"{grams['value']} {grams['unit']}"
        filled["every"] = last.phase.asked["every"]
    if "start" not in filled:
        a_week = plan.policies.course.scig_after_ivig.quantity
        filled["start"] = after(last.placed.doses[-1].date, a_week, 1)
    return filled


def beside_the_phase_before(each: PlannedPhase, before: PlannedPhase, plan: Plan) -> str:
    """Return what is to be said of a change from one phase of immunoglobulin to the next."""
    return " ".join(filter(None, (_conversion(each, before, plan), _product(each, before, plan))))


def _conversion(each: PlannedPhase, before: PlannedPhase, plan: Plan) -> str:
    weekly, infusion = "weekly", "per_infusion"
    at_home, was_at_home = (
        phase.result.treatment is not None
        and isinstance(phase.result.treatment.dosing, SubcutaneousDosing)
        for phase in (each, before)
    )
    dosing = plan.one_of(SubcutaneousDosing).dosing
    if at_home and before.is_maintenance:
        first = plan.policies.course.scig_after_ivig
        return (
            f"From IVIg: {shown(each.result.values[weekly])} by the plan's conversion "
            f"({'; '.join(dosing.uplift.sources)}); a label begins {shown(first.quantity)} after "
            f"the last infusion ({first.at})."
        )
    if was_at_home and each.is_maintenance and each.result.interval is not None:
        back = times(
            "",
            Chosen(before.result.values[weekly]),
            Chosen(each.result.interval),
            over=dosing.uplift,
            unit="g",
        )
        return (
            f"From SCIg, the plan's rule read backwards (a reading, not the plan's words): "
            f"{back.working} an infusion; ordered are {shown(each.result.values[infusion])}."
        )
    return ""


def _product(each: PlannedPhase, before: PlannedPhase, plan: Plan) -> str:
    one, other = (
        plan.products.get(str(phase.result.values.get("product", ""))) for phase in (before, each)
    )
    if one is None or other is None or one.id == other.id:
        return ""
    differs = [
        f"{name} {was}, now {now}"
        for (name, was), (_, now) in zip(_facts_of(one), _facts_of(other), strict=True)
        if was != now
    ]
    rates = [_rates_of(phase) for phase in (before, each)]
    if all(rates) and len(set(rates)) > 1:
        differs.append(f"rates {rates[0]}, now {rates[1]}")
    said = [f"The product changes from {one.label} to {other.label}: {'; '.join(differs)}."]
    for words, here, there in (("It asks now about", other, one), ("No longer about", one, other)):
        excluded = _asked_by(here, but=there, plan=plan)
        said += [f"{words}: {', '.join(excluded)}."] if excluded else []
    return " ".join((*said, "The rates begin again at the label's first."))


def _facts_of(product: Product) -> list[tuple[str, str]]:
    """Return what is compared of a product, each figure with its mark."""
    figures = (("concentration", product.concentration), ("IgA", product.iga))
    found = [
        (name, "not established" if figure is None else f"{figure.shown} [{figure.mark}]")
        for name, figure in figures
    ]
    holds = product.stabiliser
    return [*found, ("stabiliser", f"{holds.says} [{holds.mark}]" if holds else "not established")]


def _rates_of(each: PlannedPhase) -> str:
    """Return between which rates a phase runs by vein; nothing where none is on record."""
    ladder = each.result.values.get("ladder")
    return f"from {shown(ladder[0].rate)} to {shown(ladder[-1].rate)}" if ladder else ""


def _asked_by(product: Product, *, but: Product, plan: Plan) -> list[str]:
    """Return what rules one product out, or is weighed with it, and not the other, in words."""
    others = {rule.id for rule in but.rules}
    facts = (name for rule in product.rules if rule.id not in others for name in rule.reads)
    return [label_of_fact(name, plan) for name in dict.fromkeys(facts)]
