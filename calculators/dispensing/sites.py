"""SCIg at home: volume, sites, sessions and minutes, under the plan's limit and the label's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import units
from calculators.patient.patient import UNKNOWN
from calculators.working import Step, count, divided, stated
from plan_data.schema.products import SiteLimits

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
    rate_steps, step_every
        Where the label raises the rate within a session: the rates of one site, and the time at
        each; the last one runs to the end.
    minutes
        Time of a session at that rate, or through those steps.
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
    rate_steps: tuple[units.Quantity, ...]
    step_every: units.Quantity | None
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
    remarks += _above_at_most_sites(a_site, number, rules)
    decided = _decided(name, volume, (number, by_plan, by_label), limits, rules)
    steps = [volume, decided, a_site]
    if rules.use is not None and limits.volume is None:
        remarks.append("The label's volume a site is not established here: use the label.")
    rate = rate_of_all = minutes = None
    if limits.rate is None:
        remarks.append("The label's rate a site is not established here: use the label.")
    else:
        rate = limits.rate.quantity
        time = _time(f"{name}: time of a session", a_site, limits, limits.rate)
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
        rate_steps=tuple(each.quantity for each in limits.steps),
        step_every=limits.step_every.quantity if limits.step_every is not None else None,
        minutes=minutes,
        finish=None
        if rules.start is None or minutes is None
        else units.clock_after(rules.start, minutes),
        remark=" ".join(remarks),
    )
    return plan, tuple(steps)


def _above_at_most_sites(a_site: Step, number: int, rules: SiteRules) -> list[str]:
    """Say where as many sites as the label has hold more than it allows each of them then."""
    limit = rules.use.volume_at_most_sites if rules.use is not None else None
    if limit is None or number != _most_sites(rules) or a_site.quantity <= limit.quantity:
        return []
    most = units.shown(limit.quantity)
    if number == 1:
        return [f"1 site at once takes at most {most}: more sessions a week are needed."]
    return [f"{number} sites at once take at most {most} each: more sessions a week are needed."]


def _time(label: str, a_site: Step, limits: _Limits, rate: ProductFigure) -> Step:
    """Return the time in which a site takes its volume, by the label's steps or at one rate."""
    if limits.step_every is None:
        return divided(label, a_site, rate, unit="min")
    every = limits.step_every.quantity
    minutes, left, said = units.quantity(0, "min"), a_site.quantity, []
    for place, step in enumerate(limits.steps, start=1):
        with units.exact():
            takes = units.convert(left / step.quantity, "min")
            lasts = takes if place == len(limits.steps) else min(takes, every)
            minutes += lasts
            left -= units.convert(step.quantity * lasts, "mL")
        said.append(f"{units.shown(lasts)} at {units.shown(step.quantity)}")
        if lasts == takes:
            break
    arithmetic = f"{units.shown(a_site.quantity)} a site: {', '.join(said)}"
    sources = dict.fromkeys((*a_site.sources, *rate.sources, *limits.step_every.sources))
    return stated(label, arithmetic, minutes, *sources)


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

    volume: ProductFigure | None = None
    rate: ProductFigure | None = None
    steps: tuple[ProductFigure, ...] = ()
    step_every: ProductFigure | None = None


def _limits(
    phase: Phase, patient: Patient, use: SubcutaneousUse | None
) -> tuple[_Limits, list[str]]:
    """Return the label's limits in one phase, and what is to be said of them.

    What is not established is not taken for "no limit": where the later limit is missing, that of
    the first infusions stands; where the first volume is missing, the later one bounds it; a first
    rate is never taken from the later one, which is faster. Below the body weight from which the
    limits hold, the label's own figures below it are taken, or none. Without a weight no rate is
    taken, and a volume only where the label has both: then the smaller one bounds.
    """
    if use is None:
        return _Limits(), ["No label's limits a site are on record here: use the label."]
    if use.from_weight is not None and patient.weight is UNKNOWN:
        at = units.shown(use.from_weight.quantity)
        said = [f"The label's limits hold from {at} of body weight; no weight is recorded."]
        both = (_of_phase(phase, each)[0] for each in _by_weight(use))
        volumes = [each.volume for each in both if each.volume is not None]
        smallest = min(volumes, key=lambda each: each.quantity) if len(volumes) > 1 else None
        return _Limits(volume=smallest), said
    own = _by_weight(use)[1] if _is_below(patient, use) else _by_weight(use)[0]
    limits, said = _of_phase(phase, own)
    return limits, [*_about_weight(patient, use), *said]


def _by_weight(use: SubcutaneousUse) -> tuple[tuple[SiteLimits, SiteLimits], ...]:
    """Return the limits of first and later infusions: from the label's weight, and below it."""
    below = (use.below.first, use.below.tolerated) if use.below else (SiteLimits(), SiteLimits())
    return (use.first, use.tolerated), below


def _of_phase(phase: Phase, own: tuple[SiteLimits, SiteLimits]) -> tuple[_Limits, list[str]]:
    first, later = own
    if phase == "tolerated":
        stands = [
            f"The label's later {what} a site is not established; the first one stands."
            for what, then, now in (
                ("volume", first.volume, later.volume),
                ("rate", first.rate, later.rate),
            )
            if now is None and then is not None
        ]
        timed = later if later.rate is not None else first
        volume = later.volume or first.volume
        return _Limits(volume, timed.rate, timed.steps, timed.step_every), stands
    bounded = first.volume is None and later.volume is not None
    said = ["The label's first volume a site is not established; the later one bounds it."]
    limits = _Limits(first.volume or later.volume, first.rate, first.steps, first.step_every)
    return limits, said if bounded else []


def _about_weight(patient: Patient, use: SubcutaneousUse) -> list[str]:
    """Say whose limits they are, where those from the label's weight do not hold for a patient."""
    if use.from_weight is None or not _is_below(patient, use):
        return []
    at = units.shown(use.from_weight.quantity)
    if use.below is not None:
        return [f"Below {at} of body weight the label has limits of its own: they stand here."]
    return [f"The label's limits on record hold from {at}; below it, use the label."]


def _is_below(patient: Patient, use: SubcutaneousUse) -> bool:
    """Tell whether a recorded weight lies below the one from which the label's limits hold."""
    if use.from_weight is None or patient.weight is UNKNOWN:
        return False
    return bool(units.convert(patient.weight.quantity, "kg") < use.from_weight.quantity)


def most_a_day(patient: Patient, use: SubcutaneousUse | None) -> ProductFigure | None:
    """Return the most that the label has in a day at this weight; without one, the smaller."""
    if use is None or use.from_weight is None:
        return use.most_a_day if use is not None else None
    below = use.below.most_a_day if use.below is not None else None
    if patient.weight is UNKNOWN:
        both = [each for each in (use.most_a_day, below) if each is not None]
        return min(both, key=lambda each: each.quantity, default=None)
    return below if _is_below(patient, use) else use.most_a_day


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
