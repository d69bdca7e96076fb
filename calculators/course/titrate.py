"""Titration of maintenance: the plan's regimens as a ladder, and what recorded strength points to.

Nothing is decided here. The plan's sentence is made concrete, with the step that it points to; the
clinician chooses one, and types the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import units
from calculators.checks.monitoring_asked import monitor
from calculators.course.course import COURSE_KEYS, planned_course
from calculators.course.next_start import ProposedStart, proposed_start
from calculators.course.strength import latest_of, read_strength, wearing_off
from calculators.dispensing.asked import INFUSION_KEYS
from calculators.dispensing.rounding import containers_in_words
from calculators.patient.patient import UNKNOWN
from calculators.treatments.expected_dose import ONE
from calculators.treatments.maintenance import Infusions, plan_regimens
from calculators.typed.patient import PATIENT_KEYS
from calculators.working import Chosen, divided, times
from plan_data.schema.dosing import MaintenanceDosing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from calculators.course.planned import PlannedPhase
    from calculators.course.strength import Measured
    from calculators.patient.patient import Patient
    from calculators.treatments.declared import Calculator, Regimen
    from calculators.typed.keys import Key
    from calculators.working import Result
    from plan_data.schema.plan import Plan

    Raw = Mapping[str, Any]

TITRATE_KEYS: tuple[Key, ...] = (
    "dose",
    "every",
    "days",
    *INFUSION_KEYS,
    *COURSE_KEYS,
    "strength",
    "grip",
    "grip_baseline",
    "mrc",
)


@dataclass(frozen=True, slots=True)
class ExposureSoFar:
    """What a phase of a course has come to a week and kg, from its first dose to its last day.

    Parameters
    ----------
    to_date
        The day before the next phase of immunoglobulin, its own last day, or the day of the check.
    """

    from_date: date
    to_date: date
    label: str
    weekly_per_kg: units.Quantity


@dataclass(frozen=True, slots=True)
class RegimenBeside:
    """One of the plan's maintenance regimens, as it would be for this patient.

    Parameters
    ----------
    weekly_per_kg
        Its exposure, by which the ladder is ordered.
    per_infusion, annual, infusions_per_year
        As its calculator gives them.
    containers, minutes, chair_hours
        What is hung, how long one infusion takes, and the hours in a year; None without a product
        or without a ladder of rates.
    place
        ``below``, ``same exposure``, ``present`` or ``above``.
    next_on, next_says, next_after
        The day on which it would begin, why, and the last day of the infusion from which that is
        counted; no day without a course, and none that is past.
    """

    dose: units.Quantity
    every: units.Quantity
    weekly_per_kg: units.Quantity
    per_infusion: units.Quantity
    annual: units.Quantity
    infusions_per_year: units.Quantity
    containers: str | None
    minutes: units.Quantity | None
    chair_hours: units.Quantity | None
    place: str
    next_on: date | None = None
    next_says: str = ""
    next_after: date | None = None


def titrate(
    given: Raw,
    patient: Patient,
    plan: Plan,
    maintenance: Regimen,
    calculators: Mapping[str, Calculator],
) -> Result:
    """Return the present regimen, the ladder around it, and what the plan says of the strength.

    Parameters
    ----------
    maintenance
        The regimen of IVIg maintenance, whose calculator works out every rung.
    calculators
        Those whose doses can stand on a course.

    Raises
    ------
    units.Refused
        There is no present regimen, or something of it, of the strength or the product cannot be
        used.
    """
    begun, asked = _present_asked(given, patient, plan, calculators)
    infusions = _infusions(begun, given["today"])
    chosen: Infusions = maintenance.read(asked, plan)
    present = maintenance.dispense(
        asked, chosen, maintenance.work(chosen, patient, plan), patient, plan
    )
    now = present.values["weekly_per_kg"]
    rungs = tuple(
        _rung(dose, every, asked, chosen, patient, plan, maintenance, now, begun)
        for dose, every in _by_exposure(plan)
    )
    measured = read_strength(given, plan)
    worn = wearing_off(measured, infusions)
    values = {
        "present": {
            "dose": chosen.dose,
            "every": chosen.every,
            "weekly_per_kg": now,
            "per_infusion": present.values["per_infusion"],
            "annual": present.values["annual"],
        },
        "regimens": rungs,
        "step_up": _nearest(rungs, up=True),
        "step_down": _nearest(rungs, up=False),
        "strength": measured,
        "wearing_off": worn,
        "infusions": tuple(infusions),
        "exposure": _exposure(begun, patient, given["today"]),
        "suggestion": _suggestion(given, measured, patient, plan, worn=bool(worn)),
    }
    return replace(present, calculator="titrate", values=values, container_choices=tuple)


def _present_asked(
    given: Raw, patient: Patient, plan: Plan, calculators: Mapping[str, Calculator]
) -> tuple[tuple[PlannedPhase, ...], dict[str, Any]]:
    """Return the phases of the course that have begun, and what the present regimen is asked with.

    Of a course it is the last phase of maintenance that has begun, or the first that is to come.
    """
    if given.get("phases") is None:
        return (), dict(given)
    today: date = given["today"]
    keys = (*PATIENT_KEYS, "today", *COURSE_KEYS)
    of_the_course = {key: given[key] for key in keys if key in given}
    present: Mapping[str, Any] = {}
    planned = planned_course(of_the_course, patient, plan, calculators).planned
    for each in planned:
        if each.is_maintenance and (each.phase.start <= today or not present):
            present = each.phase.asked
    own = {key: value for key, value in given.items() if key not in COURSE_KEYS}
    return tuple(each for each in planned if each.phase.start <= today), {**present, **own}


def _infusions(begun: tuple[PlannedPhase, ...], today: date) -> list[date]:
    """Return the days of infusion of immunoglobulin so far."""
    days = (
        infusion[0].date
        for each in begun
        if each.is_immunoglobulin and each.route == "IV"
        for infusion in each.placed.infusions
    )
    return sorted(day for day in days if day <= today)


def _exposure(
    begun: tuple[PlannedPhase, ...], patient: Patient, today: date
) -> tuple[ExposureSoFar, ...]:
    """Return what each phase that goes on has come to a week and kg; an induction is no exposure.

    Under the skin it is what is given, with the plan's uplift, over the actual weight.
    """
    found = []
    phases = [each for each in begun if each.is_immunoglobulin and each.placed.infusions]
    for each, later in zip_longest(phases, phases[1:]):
        per_kg = each.result.values.get("weekly_per_kg")
        if per_kg is None and "weekly" in each.result.values and patient.weight is not UNKNOWN:
            weekly = Chosen(each.result.values["weekly"])
            per_kg = divided("", weekly, patient.weight, unit="g/kg/wk").quantity
        ends = [each.placed.end, today]
        if later is not None:
            ends.append(later.first_day - timedelta(days=1))
        if per_kg is not None and each.first_day <= today:
            found.append(ExposureSoFar(each.first_day, min(ends), each.label, per_kg))
    return tuple(found)


def _by_exposure(plan: Plan) -> list[tuple[units.Quantity, units.Quantity]]:
    regimens = plan_regimens(plan.one_of(MaintenanceDosing).dosing)
    ordered = sorted(
        regimens, key=lambda each: (_number(each.weekly_per_kg), _number(each.every, "wk"))
    )
    return [(each.dose, each.every) for each in ordered]


def _number(exposure: units.Quantity, unit: str = "g/kg/wk") -> Any:
    return units.settled(exposure, unit)


def _rung(  # noqa: PLR0913, PLR0917  (what a rung is worked out from, part by part)
    dose: units.Quantity,
    every: units.Quantity,
    asked: Raw,
    chosen: Infusions,
    patient: Patient,
    plan: Plan,
    maintenance: Regimen,
    now: units.Quantity,
    begun: tuple[PlannedPhase, ...],
) -> RegimenBeside:
    regimen = Infusions(dose, every, chosen.weight, chosen.days)
    result = maintenance.dispense(
        asked, regimen, maintenance.work(regimen, patient, plan), patient, plan
    )
    found = result.values
    same = chosen.dose == dose and chosen.every == every
    begins = ProposedStart()
    if not same:
        begins = proposed_start(begun, result, plan, asked["today"], cuts=True)
    minutes = _minutes(found)
    return RegimenBeside(
        dose=dose,
        every=every,
        weekly_per_kg=found["weekly_per_kg"],
        per_infusion=found["per_infusion"],
        annual=found["annual"],
        infusions_per_year=found["infusions_per_year"],
        containers=containers_in_words(found["containers"]) if found.get("containers") else None,
        minutes=minutes,
        chair_hours=_hours(minutes, found["infusions_per_year"]),
        place="present" if same else _place(found["weekly_per_kg"], now),
        next_on=begins.on,
        next_says=begins.says,
        next_after=begins.after,
    )


def _minutes(found: Mapping[str, Any]) -> units.Quantity | None:
    """Return how long one infusion takes, over all its days."""
    if "daily" not in found:
        minutes: units.Quantity | None = found.get("minutes")
        return minutes
    total: units.Quantity | None = None
    with units.exact():
        for day in found["daily"]:
            if day.minutes is None:
                return None
            total = day.minutes if total is None else total + day.minutes
    return total


def _hours(minutes: units.Quantity | None, per_year: units.Quantity) -> units.Quantity | None:
    if minutes is None:
        return None
    a_year = Chosen(units.quantity(ONE, "a"))
    return times("", Chosen(minutes), Chosen(per_year), a_year, unit="h").quantity


def _place(exposure: units.Quantity, now: units.Quantity) -> str:
    one, other = _number(exposure), _number(now)
    if one == other:
        return "same exposure"
    return "above" if one > other else "below"


def _nearest(rungs: tuple[RegimenBeside, ...], *, up: bool) -> tuple[RegimenBeside, ...]:
    """Return the rungs of the next exposure up or down; none at the end of the plan's ladder."""
    wanted = "above" if up else "below"
    beyond = [rung for rung in rungs if rung.place == wanted]
    if not beyond:
        return ()
    exposures = [_number(rung.weekly_per_kg) for rung in beyond]
    nearest = min(exposures) if up else max(exposures)
    return tuple(rung for rung in beyond if _number(rung.weekly_per_kg) == nearest)


# --- what recorded strength points to -----------------------------------------------------------


def _suggestion(
    given: Raw, measured: tuple[Measured, ...], patient: Patient, plan: Plan, *, worn: bool
) -> dict[str, Any]:
    """Return what the plan says of the recorded strength: its sentence, never a decision."""
    said = monitor(given, patient, plan).values
    grip, mrc = said["grip"]["met"], said["mrc"]["met"]
    latest = [each.met for each in latest_of(measured)]
    grips = latest + ([grip] if grip != "unknown" or not latest else [])
    below = [name for name, found in (("grip", grips), ("mrc", [mrc])) if "no" in found]
    rows = {row.id: row for row in plan.monitoring.parameters}
    if below:
        return {
            "points_to": "step up",
            "says": " ".join(f"{rows[name].not_met} {rows[name].action}" for name in below),
            "source": "; ".join(rows[name].action_at for name in below),
        }
    if worn:
        return {
            "points_to": "shorter interval",
            "says": "Strength fell before an infusion and was higher after it (wearing-off). "
            + rows["grip"].action,
            "source": rows["grip"].action_at,
        }
    missing = [
        rows[name].label for name, found in (("grip", grips), ("mrc", [mrc])) if "unknown" in found
    ]
    if missing:
        return {
            "points_to": "unknown",
            "says": f"Cannot be told until this is recorded: {', '.join(missing)}.",
            "source": "; ".join(rows[name].at for name in ("grip", "mrc")),
        }
    treatment = plan.one_of(MaintenanceDosing)
    return {
        "points_to": "step down",
        "says": "The thresholds are kept. The plan titrates to the lowest dose and the longest "
        "interval that keep strength; whether it is stable or improving is judged from visit to "
        "visit.",
        "source": f"{treatment.row} · Dosing",
    }
