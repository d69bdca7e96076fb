"""What is hung and drawn up, as a person reads it in a terminal: one line an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import units
from calculators.course.course import PhaseInWords
from calculators.course.due_checks import DueCheck
from calculators.course.strength import Measured, WearingOff
from calculators.course.titrate import ExposureSoFar, RegimenBeside
from calculators.dispensing.at_home import LabelledDose, RampUpStep
from calculators.dispensing.infusion import Day
from calculators.dispensing.ladder import LadderStep
from calculators.dispensing.rounding import Container, ContainerChoice, Portion, containers_in_words
from calculators.dispensing.sites import PHASE_LABELS, Sites
from calculators.dispensing.tablets import TabletDose

if TYPE_CHECKING:
    from collections.abc import Callable


def line_of(entry: Any) -> str | None:
    """Return an entry of a result as one line, or None where it is none of what is dispensed."""
    written = _LINES.get(type(entry))
    return written(entry) if written else None


def _container(entry: Container) -> str:
    return containers_in_words((entry,))


def _volume(volume: units.Quantity | None) -> str:
    return f", {units.shown(volume)}" if volume is not None else ""


def _portion(entry: Portion) -> str:
    waste = f", left over {units.shown(entry.waste)}" if entry.waste.magnitude > 0 else ""
    dose = f"{units.shown(entry.dose)}{_volume(entry.volume)}"
    return f"{dose}: {containers_in_words(entry.containers)}{waste}"


def _day(entry: Day) -> str:
    time = f", {units.shown(entry.minutes)}" if entry.minutes is not None else ""
    until = f", until {entry.finish}" if entry.finish else ""
    portion = Portion(entry.dose, entry.volume, entry.containers, entry.waste, entry.waste_volume)
    return f"day {entry.day}: {_portion(portion)}{time}{until}"


def _step(entry: LadderStep) -> str:
    per_kg = ""
    if entry.rate_per_kg is not None and entry.mass_rate_per_kg is not None:
        per_kg = f" ({units.shown(entry.rate_per_kg)}, {units.shown(entry.mass_rate_per_kg)})"
    elif entry.mass_rate is not None:
        per_kg = f" ({units.shown(entry.mass_rate)})"
    at = f"{entry.clock}, " if entry.clock else ""
    return (
        f"{at}from {units.shown(entry.starts)}: {units.shown(entry.rate)}{per_kg}; "
        f"{units.shown(entry.volume_so_far)} by {units.shown(entry.ends)}"
    )


def _choice(entry: ContainerChoice) -> str:
    if entry.reason:
        return f"{entry.rounding}: {entry.reason}"
    days = f" ({', '.join(units.shown(day) for day in entry.days)})" if entry.days else ""
    return (
        f"{entry.rounding}: {_shown(entry.dispensed)}{days}, "
        f"deviation {_shown(entry.deviation)} ({_shown(entry.deviation_percent)}), "
        f"left over {_shown(entry.waste)}; {containers_in_words(entry.containers)}"
    )


def _shown(value: units.Quantity | None) -> str:
    return "not known" if value is None else units.shown(value)


def _sites(entry: Sites) -> str:
    by_label = "not established" if entry.sites_by_label is None else str(entry.sites_by_label)
    at = units.so_many(entry.sites, "sites")
    text = (
        f"{PHASE_LABELS[entry.phase]}: {entry.sessions} a week, each {at} "
        f"(plan {entry.sites_by_plan}, label {by_label}) of {units.shown(entry.volume_per_site)}"
    )
    if entry.step_every is not None:
        rates = ", ".join(units.shown(rate) for rate in entry.rate_steps)
        text += f"; {rates} a site, each for {units.shown(entry.step_every)}, the last to the end"
    if entry.rate_per_site is not None and entry.minutes is not None:
        text += (
            f"; {units.shown(entry.rate_per_site)} a site, {_shown(entry.rate)} in all, "
            f"{units.shown(entry.minutes)}"
        )
    until = f", until {entry.finish}" if entry.finish else ""
    return f"{text}{until}{f'. {entry.remark}' if entry.remark else ''}"


def _labelled(entry: LabelledDose) -> str:
    return f"{units.shown(entry.per_kg)}: {units.shown(entry.weekly)}, {units.shown(entry.volume)}"


def _ramped(entry: RampUpStep) -> str:
    remark = f". {entry.remark}" if entry.remark else ""
    return f"week {entry.week}: {units.shown(entry.dose)}, {units.shown(entry.volume)}{remark}"


def _tablets(entry: TabletDose) -> str:
    off = f" ({units.shown(entry.deviation)})" if entry.deviation is not None else ""
    return f"{units.shown(entry.daily)} a day{off}: {containers_in_words(entry.containers)}"


def _due(entry: DueCheck) -> str:
    return f"{entry.date}: {entry.what}: {entry.because} [{entry.source}]"


def _phase(entry: PhaseInWords) -> str:
    says = f". {entry.says}" if entry.says else ""
    doses = units.so_many(entry.doses, "days")
    why = f". Reason: {entry.reason}" if entry.reason else ""
    return (
        f"{entry.number}. {entry.label} from {entry.start} to {entry.shown_until}: "
        f"{doses}{says}{why}"
    )


def _rung(entry: RegimenBeside) -> str:
    shown = units.shown
    parts = [
        f"{shown(entry.dose)} every {shown(entry.every)}: {shown(entry.weekly_per_kg)}",
        f"{shown(entry.per_infusion)} an infusion",
        shown(entry.annual),
    ]
    if entry.containers:
        parts.append(entry.containers)
    if entry.chair_hours is not None:
        parts.append(f"{shown(entry.chair_hours)} in the chair a year")
    begins = f". {entry.next_says}" if entry.next_says else ""
    return f"{'; '.join(parts)} ({entry.place}){begins.removesuffix('.')}"


def _exposure(entry: ExposureSoFar) -> str:
    return (
        f"{entry.from_date} to {entry.to_date}: {units.shown(entry.weekly_per_kg)}, {entry.label}"
    )


def _measured(entry: Measured) -> str:
    side = f" {entry.side}" if entry.side else ""
    share = f", {units.shown(entry.share)} of baseline" if entry.share is not None else ""
    kept = {"yes": "", "no": ", below the plan's threshold"}.get(entry.met, ", no baseline")
    word = ", the baseline" if entry.baseline else kept
    return f"{entry.date}{side}: {units.shown(entry.grip)}{share}{word}"


def _worn(entry: WearingOff) -> str:
    side = f" {entry.side}" if entry.side else ""
    return (
        f"before the infusion of {entry.infusion}{side}: {units.shown(entry.from_grip)} on "
        f"{entry.from_date}, {units.shown(entry.before_grip)} on {entry.before_date}; after it "
        f"{units.shown(entry.after_grip)} on {entry.after_date}"
    )


_LINES: dict[type, Callable[[Any], str]] = {
    Container: _container,
    Portion: _portion,
    Day: _day,
    LadderStep: _step,
    ContainerChoice: _choice,
    Sites: _sites,
    LabelledDose: _labelled,
    RampUpStep: _ramped,
    TabletDose: _tablets,
    PhaseInWords: _phase,
    DueCheck: _due,
    RegimenBeside: _rung,
    ExposureSoFar: _exposure,
    Measured: _measured,
    WearingOff: _worn,
}
