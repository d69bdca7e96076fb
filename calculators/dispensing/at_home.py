"""What is given under the skin at home: containers, sites, sessions, and the label's doses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import units
from calculators.dispensing.administration import (
    Added,
    add_containers,
    add_label,
    add_remarks,
    step_of,
    with_containers,
)
from calculators.dispensing.judged_rates import volume_of
from calculators.dispensing.rounding import containers_in_words, dispense
from calculators.dispensing.sites import (
    PHASE_LABELS,
    SiteRules,
    fewest_sessions,
    most_a_day,
    sites,
)
from calculators.patient.patient import UNKNOWN
from calculators.typed.values import quoted
from calculators.working import Chosen, Step, count, divided, stated, times
from plan_data.schema.dosing import SubcutaneousDosing

if TYPE_CHECKING:
    from calculators.dispensing.administration import Administration, DoseToDispense
    from calculators.dispensing.rounding import Dispensed
    from calculators.dispensing.sites import Sites
    from calculators.patient.patient import Patient
    from calculators.working import Alternative, Result, Term
    from plan_data.schema.plan import Plan
    from plan_data.schema.products import ProductFigure, RampUp, SubcutaneousUse
    from plan_data.schema.remarks import WhetherSitesFit


@dataclass(frozen=True, slots=True)
class LabelledDose:
    """A weekly dose that the label names, for this body weight."""

    per_kg: units.Quantity
    weekly: units.Quantity
    volume: units.Quantity


@dataclass(frozen=True, slots=True)
class RampUpStep:
    """One dose on the way to the whole one, after the label's example.

    Parameters
    ----------
    remark
        What does not fit the label; empty where there is nothing to say.
    """

    week: int
    dose: units.Quantity
    volume: units.Quantity
    remark: str


def injected(
    result: Result, ordered: DoseToDispense, chosen: Administration, patient: Patient, plan: Plan
) -> Result:
    """Return a result with its containers, sites and sessions.

    Raises
    ------
    units.Refused
        The way to round leaves no dose; the product has no use on the indication that was chosen.
    """
    added = Added(chosen.product)
    use = _use(chosen)
    dose = ordered.dose(result)
    rules = SiteRules(
        plan_site=plan.one_of(SubcutaneousDosing).dosing.volume_per_site,
        use=use,
        most_sessions=int(plan.policies.most_sessions.value),
        sessions=chosen.sessions,
        start=chosen.start,
    )
    # The usual week is the one once tolerated: what is opened is dealt out over its sessions.
    sessions = _sessions(dose, patient, rules, chosen)
    dispensed = add_containers(added, dose, sessions, chosen, plan)
    weekly = _as_dispensed(dispensed, dose, chosen)
    rules = replace(rules, dealt=tuple(portion.volume for portion in dispensed.portions))
    planned = (
        sites("first", weekly, patient, rules),
        sites("tolerated", weekly, patient, replace(rules, sessions=sessions)),
    )
    added.steps += [weekly, *(step for _, steps in planned for step in steps)]
    added.values["weekly_volume"] = weekly.quantity
    if sessions > 1:
        added.values["by_session"] = dispensed.portions
    added.values["sites"] = tuple(entry for entry, _ in planned)
    _add_labelled(added, result, use, chosen, patient)
    add_remarks(added, result, ordered, dispensed, chosen)
    add_label(added, chosen, plan)
    entries = tuple(entry for entry, _ in planned)
    ramp_up: tuple[RampUpStep, ...] = added.values.get("ramp_up", ())
    added.remarks["sites"] = _sites_remark(entries, use, most_a_day(patient, use), ramp_up)
    added.observed["sites"] = " ".join(
        f"{PHASE_LABELS[entry.phase]}: {entry.remark}" for entry in entries if entry.remark
    )

    def alternatives() -> tuple[Alternative, ...]:
        dealt = replace(ordered, times=sessions)
        return tuple(with_containers(each, dealt, chosen) for each in result.alternatives())

    return replace(added.to(result), alternatives=alternatives)


def _sessions(dose: Step, patient: Patient, rules: SiteRules, chosen: Administration) -> int:
    """Return the sessions once tolerated: the fewest whose largest fits, as it is dispensed."""
    weekly = _volume("", dose, chosen)
    while True:
        sessions = fewest_sessions("tolerated", weekly, patient, rules)
        if rules.sessions is not None or sessions == rules.most_sessions:
            return sessions
        # Rounded to containers, a week may be more than was calculated, and a session more than
        # its even share.
        portions = dispense(dose, sessions, chosen.product, chosen.rounding, chosen.weeks).portions
        largest = Step("", "", max(portion.dose for portion in portions), ())
        as_dispensed = times("", _volume("", largest, chosen), count(sessions), unit="mL")
        if fewest_sessions("tolerated", as_dispensed, patient, rules) <= sessions:
            return sessions
        weekly = as_dispensed


def _use(chosen: Administration) -> SubcutaneousUse | None:
    """Return the label's use under the skin, on the chosen indication or the product's first."""
    uses = chosen.product.subcutaneous
    if not chosen.indication:
        return uses[0] if uses else None
    use = chosen.product.use_for(chosen.indication)
    if use is None:
        there_are = ", ".join(each.id for each in uses) or "none"
        raise units.Refused(
            "indication",
            f"Indication: {chosen.product.label} has no subcutaneous use on record for "
            f"{quoted(chosen.indication)}; there is {there_are}.",
        )
    return use


def _as_dispensed(dispensed: Dispensed, dose: Step, chosen: Administration) -> Step:
    """Return the volume of what is dispensed in a week, as its containers are labelled."""
    name, whole = "Volume a week, as dispensed", dispensed.whole
    if whole.volume is None or not chosen.product.containers.labelled:
        return _volume(name, Step("", "", whole.dose, dose.sources), chosen)
    arithmetic = (
        f"{containers_in_words(whole.containers)}, as labelled, for {units.shown(whole.dose)}"
    )
    return stated(name, arithmetic, whole.volume, *chosen.product.containers.sources)


def _volume(label: str, dose: Term, chosen: Administration) -> Step:
    concentration = chosen.product.concentration
    if concentration is None:
        raise units.Refused("product", f"Product: {chosen.product.label} is no solution.")
    if not chosen.product.containers.labelled:
        return divided(label, dose, concentration, unit="mL")
    volume = volume_of(dose.quantity, chosen.product)
    sources = chosen.product.containers.sources
    return stated(label, f"{units.shown(dose.quantity)}, as labelled", volume, *sources)


def _sites_remark(
    planned: tuple[Sites, ...],
    use: SubcutaneousUse | None,
    most: ProductFigure | None,
    ramp_up: tuple[RampUpStep, ...] = (),
) -> WhetherSitesFit:
    """Return the gravest of what is to be said of the sites."""
    if any(entry.most_sites is not None and entry.sites > entry.most_sites for entry in planned):
        return "too many sites"
    if most is not None and any(entry.session_volume > most.quantity for entry in planned):
        return "above the day's volume"
    if any(step.remark for step in ramp_up):
        return "ramp-up above the day's volume"
    if use is not None and use.ramp_up:
        return "not a weekly product"
    return "not established" if any(entry.remark for entry in planned) else "fits"


# --- what the label says, beside the plan -----------------------------------------------------


def _add_labelled(
    added: Added,
    result: Result,
    use: SubcutaneousUse | None,
    chosen: Administration,
    patient: Patient,
) -> None:
    """Add the label's own doses, for comparison; the plan's conversion stays the answer."""
    if use is None:
        return
    if use.weekly_doses:
        if patient.weight is UNKNOWN:
            added.missing("labelled_doses", "Enter the weight: the label's doses go by it.")
        else:
            weight = Chosen(units.convert(patient.weight.quantity, "kg"), patient.weight.sources)
            steps = [
                times(f"Labelled dose, {use.indication}", dose, weight, unit="g/wk")
                for dose in use.weekly_doses
            ]
            added.steps += steps
            added.values["labelled_doses"] = tuple(
                _labelled(dose.quantity, step, chosen)
                for dose, step in zip(use.weekly_doses, steps, strict=True)
            )
    if use.ramp_up:
        whole = step_of(result, "four_weekly_ivig")
        steps = [_ramped_dose(step, whole) for step in use.ramp_up]
        added.steps += steps
        added.values["ramp_up"] = tuple(
            _ramped(int(step.week.value), dose, most_a_day(patient, use), chosen)
            for step, dose in zip(use.ramp_up, steps, strict=True)
        )


def _labelled(per_kg: units.Quantity, weekly: Step, chosen: Administration) -> LabelledDose:
    grams = Step("", "", units.quantity(weekly.quantity.magnitude, "g"), ())
    return LabelledDose(per_kg, weekly.quantity, _volume("", grams, chosen).quantity)


def _ramped(
    week: int, dose: Step, most: ProductFigure | None, chosen: Administration
) -> RampUpStep:
    """Return a dose of the ramp-up; the label's limit of a day holds for it as well."""
    volume = _volume("", dose, chosen).quantity
    remark = ""
    if most is not None and volume > most.quantity:
        remark = f"More than the {units.shown(most.quantity)} that the label has in a day."
    return RampUpStep(week, dose.quantity, volume, remark)


def _ramped_dose(step: RampUp, whole: Step) -> Step:
    return times(f"The label's ramp-up, week {step.week.value}", whole, step.share, unit="g")
