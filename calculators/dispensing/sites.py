"""SCIg at home: volume, sites, sessions and minutes, under the plan's limit and the label's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import units
from calculators.patient.patient import UNKNOWN
from calculators.working import Step, count, divided, stated

if TYPE_CHECKING:
    from datetime import time

    from calculators.patient.patient import Patient
    from plan_data.schema.figures import Figure
    from plan_data.schema.products import ProductFigure, SubcutaneousUse

Phase = Literal["first", "tolerated"]
PHASES: tuple[Phase, ...] = ("first", "tolerated")
PHASE_LABELS: dict[Phase, str] = {"first": "First infusions", "tolerated": "Once tolerated"}


@dataclass(frozen=True, slots=True)
class Sites:
    """How a week's volume is given: sessions, sites and time.

    Parameters
    ----------
    phase
        ``first`` infusions, or once ``tolerated``.
    sessions
        Sessions a week.
    session_volume
        Volume of one session, in mL; where whole containers make them uneven, of the largest.
    sites_by_plan, sites_by_label
        Sites a session under the plan's limit and under the label's; None where not established.
    sites
        The greater of the two: the stricter limit decides.
    most_sites
        The most that the label has at once; None where not established.
    volume_per_site
        In mL.
    rate_per_site, rate
        The fastest that the label has, at one site and at all of them, in mL/h.
    minutes
        Time of a session at that rate.
    finish
        When a session ends, with a start time.
    remark
        What is not established or does not fit; empty where there is nothing to say.
    """

    phase: Phase
    sessions: int
    session_volume: units.Quantity
    sites_by_plan: int
    sites_by_label: int | None
    sites: int
    most_sites: int | None
    volume_per_site: units.Quantity
    rate_per_site: units.Quantity | None
    rate: units.Quantity | None
    minutes: units.Quantity | None
    finish: str | None
    remark: str


@dataclass(frozen=True, slots=True)
class SiteRules:
    """What bounds a session: the plan's volume a site, the label's use, the sessions offered.

    Parameters
    ----------
    sessions
        Sessions a week as entered; None finds the fewest that the label's sites allow.
    start
        When a session starts.
    dealt
        The volume of each session as it is dispensed, where that is known.
    """

    plan_site: Figure
    use: SubcutaneousUse | None
    most_sessions: int
    sessions: int | None
    start: time | None = None
    dealt: tuple[units.Quantity | None, ...] = ()


def sites(
    phase: Phase, weekly: Step, patient: Patient, rules: SiteRules
) -> tuple[Sites, tuple[Step, ...]]:
    """Return how a week's volume is given in one phase, and the working.

    Parameters
    ----------
    weekly
        The week's volume, in mL.
    """
    limits, remarks = _limits(phase, patient, rules.use)
    sessions = fewest_sessions(phase, weekly, patient, rules)
    name = PHASE_LABELS[phase]
    volume = _session_volume(name, weekly, sessions, rules.dealt)
    number, by_plan, by_label = _sites(volume, limits, rules)
    most = _most_sites(rules)
    if most is not None and number > most:
        remarks.append(
            f"{number} sites are more than the {most} that the label has at once: more sessions "
            "a week are needed."
        )
    a_site = divided(f"{name}: volume a site", volume, count(number), unit="mL")
    decided = _decided(name, volume, (number, by_plan, by_label), limits, rules)
    steps = [volume, decided, a_site]
    if rules.use is not None and limits.volume is None:
        remarks.append("The label's volume a site is not established here: use the label.")
    rate = rate_of_all = minutes = None
    if limits.rate is None:
        remarks.append("The label's rate a site is not established here: use the label.")
    else:
        rate = limits.rate.quantity
        time = divided(f"{name}: time of a session", a_site, limits.rate, unit="min")
        steps.append(time)
        minutes = time.quantity
        with units.exact():
            rate_of_all = rate * number
    plan = Sites(
        phase=phase,
        sessions=sessions,
        session_volume=volume.quantity,
        sites_by_plan=by_plan,
        sites_by_label=by_label,
        sites=number,
        most_sites=most,
        volume_per_site=a_site.quantity,
        rate_per_site=rate,
        rate=rate_of_all,
        minutes=minutes,
        finish=None
        if rules.start is None or minutes is None
        else units.clock_after(rules.start, minutes),
        remark=" ".join(remarks),
    )
    return plan, tuple(steps)


def _session_volume(
    name: str, weekly: Step, sessions: int, dealt: tuple[units.Quantity | None, ...]
) -> Step:
    """Return the volume of a session: an even share, or that of the largest as it is dispensed."""
    volumes = [volume for volume in dealt if volume is not None]
    if len(volumes) != sessions or min(volumes) == max(volumes):
        return divided(f"{name}: volume of a session", weekly, count(sessions), unit="mL")
    label = f"{name}: volume of the largest session"
    each = ", ".join(units.shown(volume) for volume in volumes)
    return stated(label, f"the most of {each}", max(volumes), *weekly.sources)


@dataclass(frozen=True, slots=True)
class _Limits:
    """What holds at one site: a volume and a rate, each where it is established."""

    volume: ProductFigure | None
    rate: ProductFigure | None


def _limits(
    phase: Phase, patient: Patient, use: SubcutaneousUse | None
) -> tuple[_Limits, list[str]]:
    """Return the label's limits in one phase, and what is to be said of them.

    What is not established is not taken for "no limit": where the later limit is missing, that of
    the first infusions stands; where the first volume is missing, the later one bounds it; a first
    rate is never taken from the later one, which is faster. Below the body weight from which the
    limits hold, the label's own figures below it are taken where they were read. Where
    they were not, or where no weight is recorded, the volume still bounds and a rate is not taken.
    """
    if use is None:
        return _Limits(None, None), ["No label's limits a site are on record here: use the label."]
    first, later = use.first, use.tolerated
    remarks = _about_weight(patient, use)
    in_force = not remarks
    if use.below is not None and _is_below(patient, use):
        first, later, in_force = use.below.first, use.below.tolerated, True
    if phase == "tolerated":
        remarks += [
            f"The label's later {what} a site is not established; the first one stands."
            for what, then, now in (
                ("volume", first.volume, later.volume),
                ("rate", first.rate, later.rate),
            )
            if now is None and then is not None
        ]
        rate = later.rate or first.rate
        return _Limits(later.volume or first.volume, rate if in_force else None), remarks
    if first.volume is None and later.volume is not None:
        remarks.append(
            "The label's first volume a site is not established; the later one bounds it."
        )
    return _Limits(first.volume or later.volume, first.rate if in_force else None), remarks


def _about_weight(patient: Patient, use: SubcutaneousUse) -> list[str]:
    """Say where limits that hold from a body weight may not hold for this patient."""
    if use.from_weight is None:
        return []
    at = units.shown(use.from_weight.quantity)
    if patient.weight is UNKNOWN:
        return [f"The label's limits hold from {at} of body weight; no weight is recorded."]
    if _is_below(patient, use):
        if use.below is not None:
            return [f"Below {at} of body weight the label has limits of its own: they stand here."]
        return [f"The label's limits on record hold from {at}; below it, use the label."]
    return []


def _is_below(patient: Patient, use: SubcutaneousUse) -> bool:
    """Tell whether a recorded weight lies below the one from which the label's limits hold."""
    if use.from_weight is None or patient.weight is UNKNOWN:
        return False
    return bool(units.convert(patient.weight.quantity, "kg") < use.from_weight.quantity)


def _most_sites(rules: SiteRules) -> int | None:
    most = rules.use.most_sites if rules.use is not None else None
    return int(most.value) if most is not None else None


def fewest_sessions(phase: Phase, weekly: Step, patient: Patient, rules: SiteRules) -> int:
    """Return the sessions a week: as entered, else the fewest whose sites the label has at once."""
    if rules.sessions is not None:
        return rules.sessions
    limits, _ = _limits(phase, patient, rules.use)
    most = _most_sites(rules)
    for sessions in range(1, rules.most_sessions):
        volume = divided("", weekly, count(sessions), unit="mL")
        if most is None or _sites(volume, limits, rules)[0] <= most:
            return sessions
    return rules.most_sessions


def _sites(volume: Step, limits: _Limits, rules: SiteRules) -> tuple[int, int, int | None]:
    """Return the sites that count, those under the plan's limit, and those under the label's."""
    by_plan = _number(volume, rules.plan_site)
    by_label = _number(volume, limits.volume) if limits.volume is not None else None
    return max(by_plan, by_label or by_plan), by_plan, by_label


def _number(volume: Step, limit: Figure) -> int:
    return units.whole_number_above(divided("", volume, limit, unit="1").quantity)


def _decided(
    name: str,
    volume: Step,
    found: tuple[int, int, int | None],
    limits: _Limits,
    rules: SiteRules,
) -> Step:
    number, by_plan, by_label = found
    shown = units.shown(volume.quantity)
    text = f"{shown} ÷ {units.shown(rules.plan_site.quantity)} a site (the plan), up: {by_plan}"
    sources = rules.plan_site.sources
    if limits.volume is None:
        text += "; the label's limit is not established"
    else:
        text += f"; ÷ {units.shown(limits.volume.quantity)} (the label), up: {by_label}"
        sources += limits.volume.sources
    value = count(number).quantity
    return Step(
        f"{name}: sites of a session", f"{text}; the stricter decides: {number}", value, sources
    )
