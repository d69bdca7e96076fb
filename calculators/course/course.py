"""The course: phases → dated doses, each worked out and checked by its treatment's calculator."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from calculators.checks.crosscheck import Checks
from calculators.course.due_checks import due_checks
from calculators.course.moving import MOVING_KEYS, Moves, read_moves, with_moves
from calculators.course.phases import field_of_phase, read_phases
from calculators.course.placing import place
from calculators.course.planned import PlannedPhase, is_immunoglobulin
from calculators.course.since_last import since_last
from calculators.course.switching import beside_the_phase_before, filled_from_before
from calculators.typed.patient import PATIENT_KEYS
from calculators.typed.values import worded
from calculators.working import Result
from plan_data.schema.rules import Outcome
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    import units
    from calculators.checks.crosscheck import Finding
    from calculators.course.phases import Phase
    from calculators.patient.patient import Patient
    from calculators.treatments.declared import Calculator
    from calculators.typed.keys import Key
    from plan_data.schema.plan import Plan
    from plan_data.schema.remarks import Remarks

    Raw = Mapping[str, Any]

COURSE_KEYS: tuple[Key, ...] = ("phases", *MOVING_KEYS)


@dataclass(frozen=True, slots=True)
class PhaseInWords:
    """What a course says of one of its phases.

    Parameters
    ----------
    start, until, shown_until
        Its first day, its end where it has one, and the last day that is shown of it.
    doses
        How many days of it stand on the schedule.
    standing
        The worst outcome of its checks.
    weekly_per_kg
        Its exposure in g/kg/week, where its calculator gives one.
    says
        Why nothing or not all of it stands on the schedule; empty where all does.
    reason
        Why this step is taken, as it was typed.
    """

    number: int
    calculator: str
    label: str
    start: date
    until: date | None
    shown_until: date
    doses: int
    standing: str
    weekly_per_kg: units.Quantity | None
    says: str
    reason: str


@dataclass(frozen=True, slots=True)
class CourseResult(Result):
    """A course, with its phases and their checks beside what every result has."""

    planned: tuple[PlannedPhase, ...] = ()
    checked: Checks = field(default_factory=lambda: Checks(Outcome.CLEAR, ()))


def planned_course(
    given: Raw, patient: Patient, plan: Plan, calculators: Mapping[str, Calculator]
) -> CourseResult:
    """Return the doses of a course in order of date, and its phases in their own.

    Raises
    ------
    units.Refused
        A phase cannot be used, its calculator refuses, or two phases of one treatment overlap.
    """
    planned = _phases(given, patient, plan, calculators, whole=True)
    doses = sorted(
        (dose for each in planned if each.on_the_schedule for dose in each.placed.doses),
        key=lambda dose: (dose.date, dose.phase),
    )
    return CourseResult(
        calculator="course",
        treatment=None,
        values={
            "administrations": tuple(dose.entry for dose in doses),
            "monitoring": due_checks(planned, patient, plan),
            "phases": tuple(_in_words(each) for each in planned),
        },
        steps=tuple(
            replace(step, label=f"Phase {each.phase.number}: {step.label}")
            for each in planned
            for step in each.result.steps
        ),
        planned=planned,
        checked=_all_checks(planned),
    )


def _phases(
    given: Raw, patient: Patient, plan: Plan, calculators: Mapping[str, Calculator], *, whole: bool
) -> tuple[PlannedPhase, ...]:
    """Return the phases on their days.

    Parameters
    ----------
    whole
        Whether these are all phases, so that each day that is moved or left out is of one of them.
    """
    given = filled_from_before(
        given,
        calculators,
        plan,
        lambda shorter: _phases(shorter, patient, plan, calculators, whole=False),
    )
    phases = read_phases(given, calculators, plan)
    worked = [
        _worked(phase, given, patient, plan, calculators[phase.calculator]) for phase in phases
    ]
    placed = (_planned(place_in_list, worked, plan) for place_in_list in range(len(worked)))
    planned = _moved(tuple(placed), read_moves(given, plan), whole=whole)
    _refuse_overlaps(planned)
    return _beside(_as_they_came(planned, given, patient, plan, calculators), plan)


def check_course(_: Raw, result: Result, __: Patient, ___: Plan, ____: date) -> Checks:
    """Return the checks of every phase, gravest first; they were made to place it."""
    assert isinstance(result, CourseResult)  # noqa: S101  (what `planned_course` returned)
    return result.checked


def _worked(
    phase: Phase, given: Raw, patient: Patient, plan: Plan, calculator: Calculator
) -> tuple[Phase, str, Result, Checks]:
    """Return a phase with its dose and its checks at the first dose."""
    today = given["today"]
    of_the_patient = {key: given[key] for key in PATIENT_KEYS if key in given}
    asked = {**of_the_patient, **phase.asked}
    try:
        found = calculator.run({**asked, "today": today}, patient, plan)
    except Refused as why:
        raise phase.refused(calculator.label, why) from None
    result = replace(found, first_dose=phase.start)
    checks = calculator.check(asked, result, patient, plan, today)
    label = calculator.label if result.treatment is None else result.treatment.label
    return phase, label, result, checks


def _planned(
    place_in_list: int, worked: list[tuple[Phase, str, Result, Checks]], plan: Plan
) -> PlannedPhase:
    phase, label, result, checks = worked[place_in_list]
    later = [
        other.start
        for other, _, of, _ in worked[place_in_list + 1 :]
        if _track(of) == _track(result)
    ]
    try:
        placed = place(phase, result, checks.outcome.value, plan, min(later, default=None))
    except Refused as why:
        raise phase.refused(label, why) from None
    return PlannedPhase(phase, label, result, checks, placed)


def _moved(
    planned: tuple[PlannedPhase, ...], moves: Moves, *, whole: bool
) -> tuple[PlannedPhase, ...]:
    """Return the phases after what was moved and left out; a day that has no infusion is refused.

    What is taken each day is on every day, and moves from none.
    """
    found, used = [], frozenset[date]()
    for each in planned:
        if each.placed.each_time is None:
            found.append(each)
            continue
        try:
            placed, named = with_moves(each.placed, moves, each.result)
        except Refused as why:
            raise each.phase.refused(each.label, why) from None
        used |= named
        found.append(replace(each, placed=placed))
    for key, days in (("moved", moves.moved), ("skipped", moves.skipped)):
        for day in days:
            if whole and day not in used:
                raise Refused(key, f"{worded(key)}: no infusion of the course starts on {day}.")
    return tuple(found)


def _as_they_came(
    planned: tuple[PlannedPhase, ...],
    given: Raw,
    patient: Patient,
    plan: Plan,
    calculators: Mapping[str, Calculator],
) -> tuple[PlannedPhase, ...]:
    """Return the phases checked at the day on which their first dose came to stand.

    A dose that is moved nearer to a thrombosis is judged on its new day, and one that follows the
    one before too soon or too late says so, in the phase before or in its own.
    """
    found: list[PlannedPhase] = []
    before: PlannedPhase | None = None
    for each in planned:
        first, remark, said = each.first_day, None, ""
        result = replace(each.result, first_dose=first)
        if each.is_immunoglobulin and before is not None:
            remark, said = since_last(each, before)
        outside = [] if remark is None else [(remark, said)]
        outside += [(time.found, time.says) for time in each.placed.since_last if time.found]
        if outside:
            # A dose too many is graver than a time without one.
            soonest = next((found for found, _ in outside if found.startswith("sooner")), None)
            remarks: Remarks = {**result.remarks, "since_last": soonest or outside[0][0]}
            seen = " ".join(words for _, words in outside)
            observed = {**result.observed, "since_last": seen}
            result = replace(result, remarks=remarks, observed=observed)
        came = replace(each, since_last=said)
        if outside or first != each.phase.start:
            came = _checked_anew(came, result, given, patient, plan, calculators)
        found.append(came)
        if came.is_immunoglobulin and came.on_the_schedule and came.placed.doses:
            before = came
    return tuple(found)


def _checked_anew(  # noqa: PLR0913, PLR0917  (what a check is made from, part by part)
    each: PlannedPhase,
    result: Result,
    given: Raw,
    patient: Patient,
    plan: Plan,
    calculators: Mapping[str, Calculator],
) -> PlannedPhase:
    of_the_patient = {key: given[key] for key in PATIENT_KEYS if key in given}
    check = calculators[each.phase.calculator].check
    checks = check({**of_the_patient, **each.phase.asked}, result, patient, plan, given["today"])
    standing = checks.outcome.value
    infusions = tuple(
        tuple(replace(dose, standing=standing) for dose in infusion)
        for infusion in each.placed.infusions
    )
    placed = replace(each.placed, infusions=infusions)
    return replace(each, result=result, checks=checks, placed=placed)


def _beside(planned: tuple[PlannedPhase, ...], plan: Plan) -> tuple[PlannedPhase, ...]:
    """Return the phases with what is said of a change from the one before."""
    found: list[PlannedPhase] = []
    before: PlannedPhase | None = None
    for each in planned:
        if each.is_immunoglobulin and before is not None:
            found.append(replace(each, beside=beside_the_phase_before(each, before, plan)))
        else:
            found.append(each)
        before = each if each.is_immunoglobulin else before
    return tuple(found)


def _track(result: Result) -> str:
    """Return what must not overlap: immunoglobulin by whatever way, else each treatment itself."""
    if result.treatment is None:
        return ""
    if is_immunoglobulin(result):
        return "immunoglobulin"
    return str(result.treatment.id)


def _refuse_overlaps(planned: tuple[PlannedPhase, ...]) -> None:
    last: dict[str, PlannedPhase] = {}
    for each in planned:
        track = _track(each.result)
        before = last.get(track)
        if before is not None:
            _require_after(before, each)
        last[track] = each


def _require_after(before: PlannedPhase, each: PlannedPhase) -> None:
    start = each.phase.start
    doses = before.placed.doses
    last_dose = doses[-1].date if doses else before.phase.start
    until = None if each.phase.follows else before.phase.until
    end = max(last_dose, until or last_dose)
    if doses and each.first_day <= last_dose < start:  # it was moved there
        start, end = each.first_day, last_dose
    elif start > end or (start == end and last_dose < start):
        return
    both = f"phase {before.phase.number}, {before.label}"
    raise Refused(
        field_of_phase(each.phase.number, "start"),
        f"Phase {each.phase.number}, {each.label}, starts on {start}, but {both}, lasts until "
        f"{end}: phases of one treatment must not overlap, and stand in order of their starts.",
    )


def _in_words(each: PlannedPhase) -> PhaseInWords:
    scheduled = each.on_the_schedule
    return PhaseInWords(
        number=each.phase.number,
        calculator=each.phase.calculator,
        label=each.label,
        start=each.phase.start,
        until=each.phase.until,
        shown_until=each.placed.end,
        doses=len(each.placed.doses) if scheduled else 0,
        standing=each.checks.outcome.value,
        weekly_per_kg=each.result.values.get("weekly_per_kg"),
        says=" ".join(_says(each)),
        reason=each.phase.reason,
    )


def _says(each: PlannedPhase) -> list[str]:
    if not each.on_the_schedule:
        why = "; ".join(
            finding.heading
            for finding in each.checks.findings
            if finding.outcome is Outcome.CONTRAINDICATED
        )
        return [f"Contraindicated, so nothing of it stands on the schedule: {why}."]
    found = []
    if each.result.refusal is not None:
        found.append(each.result.refusal.message)
    if each.placed.undated:
        found.append(each.placed.undated)
    if each.placed.open:
        found.append(f"It has no end; it is shown until {each.placed.end}.")
    found += filter(None, (each.since_last, each.beside))
    if each.placed.moves:
        found.append(each.placed.moves)
    if each.checks.outcome in _SAID:
        found.append(_SAID[each.checks.outcome])
    return found


_SAID = {
    Outcome.NOT_READY: "Not ready: a requirement of the plan is not met.",
    Outcome.UNKNOWN: "Unknown: a fact that decides is not recorded.",
}


def _all_checks(planned: tuple[PlannedPhase, ...]) -> Checks:
    found: dict[tuple[Any, ...], tuple[Finding, list[PlannedPhase]]] = {}
    for each in planned:
        for finding in each.checks.findings:
            alike = (finding.rule, finding.outcome, finding.heading, finding.seen, finding.limit)
            found.setdefault(alike, (finding, []))[1].append(each)
    findings = [_of_phases(finding, phases) for finding, phases in found.values()]
    findings.sort(key=lambda finding: finding.outcome.gravity)
    return Checks(findings[0].outcome, tuple(findings))


def _of_phases(finding: Finding, phases: list[PlannedPhase]) -> Finding:
    """Return what is found of several phases alike as one finding that names them, and where."""
    numbers = ", ".join(str(each.phase.number) for each in phases)
    named = f"Phase {numbers}, {phases[0].label}" if not phases[1:] else f"Phases {numbers}"
    sources = (
        other.source
        for each in phases
        for other in each.checks.findings
        if other.rule == finding.rule
    )
    return replace(
        finding,
        heading=f"{named}: {finding.heading}",
        because=finding.reason,
        source="; ".join(dict.fromkeys(sources)),
    )
