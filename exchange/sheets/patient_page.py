"""The patient's page: what is given and when, what to watch for, whom to call, in plain words.

The plan's sentences are data of the plan; those of the page itself stand here, and a test measures
both for how hard they are to read.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby, takewhile
from typing import TYPE_CHECKING, Any

import units
from calculators.course.course import CourseResult
from calculators.requests.catalogue import calculators
from calculators.treatments.titration import DatedDose
from exchange.answers.terminal import shown_value
from exchange.cases.case import VERIFY
from exchange.sheets.parts import plan_part, require_a_dose
from plan_data.schema.rules import Outcome
from units import Refused

if TYPE_CHECKING:
    from calculators.course.placing import ScheduledDose
    from calculators.course.planned import PlannedPhase
    from calculators.requests.answer import Answered
    from calculators.working import Result
    from exchange.cases.case import Case
    from plan_data.schema.plan import Plan
    from plan_data.schema.sections import PatientPage, Sections

# What the page says itself.
WORDS = {
    "title": "Your treatment",
    "open": "Some checks are still open. Ask us about them before you come.",
    "not_ready": "A test has to be done before you start. Ask us about it before you come.",
    "given": "What you get",
    "dates": "When",
    "tests": "Tests and visits",
    "call": "Whom to call",
    "changes": "The dates may change. We will tell you.",
    "write": "Write your dates here:",
    "pages": "This has more than one page. Keep them all.",
    "each": "each day you get IVIg",
    "first": "the first day, each time you get IVIg",
    "after": "and {days} after it{weekday}",
    "after_last": "and {days} after the last day{weekday}",
    "also": "Also on:",
}
_OPEN = {Outcome.UNKNOWN: WORDS["open"], Outcome.NOT_READY: WORDS["not_ready"]}


def patient_data(answered: Answered, case: Case, plan: Plan, sections: Sections) -> dict[str, Any]:
    """Return everything that stands on the patient's page, as text.

    Raises
    ------
    units.Refused
        The plan has no words for patients; there is no dose; all of it is contraindicated.
    """
    told = sections.patient
    if told is None:
        raise Refused(
            "paper", f"The plan {plan.identity.id} has no words for a patient, so there is no page."
        )
    if isinstance(answered.result, CourseResult):
        treatments, parts = _of_a_course(answered.result, answered.today, told)
    else:
        treatments, parts = _of_one_dose(answered, case, plan, told)
    return {
        "title": WORDS["title"],
        "words": WORDS,
        "plan": plan_part(plan),
        "printed_on": _day(answered.today),
        **parts,
        "groups": _groups(told, treatments),
        "digest": case.digest.split(" "),
    }


def _refuse_contraindicated() -> None:
    raise Refused(
        "paper", "It is contraindicated, so there is no page that tells a patient to come for it."
    )


def _groups(told: PatientPage, treatments: set[str]) -> list[dict[str, Any]]:
    groups = []
    for group in told.groups:
        says = [
            each.says
            for each in group.says
            if not each.treatments or treatments.intersection(each.treatments)
        ]
        if says:
            groups.append({"heading": group.heading, "says": list(dict.fromkeys(says))})
    return groups


# --- one dose -----------------------------------------------------------------------------------


def _of_one_dose(
    answered: Answered, case: Case, plan: Plan, told: PatientPage
) -> tuple[set[str], dict[str, Any]]:
    require_a_dose(answered, plan)
    result = answered.result
    assert result.treatment is not None  # noqa: S101  (`require_a_dose`)
    if answered.checks.outcome is Outcome.CONTRAINDICATED:
        _refuse_contraindicated()
    if result.calculator == VERIFY:
        raise Refused(
            "calculator", "A patient's page is of a dose, not of an order; name the calculator."
        )
    name = told.treatments.get(result.treatment.id, result.treatment.label)
    return {result.treatment.id}, {
        "given": [
            {
                "name": name,
                "amounts": _amounts(result, case, plan),
                "when": _rows(result),
                "also": False,
                "months": [],
            }
        ],
        "first": "" if result.first_dose is None else _day(result.first_dose),
        "tests": [],
        "blanks": not _rows(result),
        "open": _OPEN.get(answered.checks.outcome, ""),
    }


def _amounts(result: Result, case: Case, plan: Plan) -> list[str]:
    """Return how much is given; what is opened for it where a product was chosen, not the sum."""
    values = result.values
    if "daily" in values:
        return [f"Day {day.day}: {units.shown(day.dose)}" for day in values["daily"]]
    typed = {key: str(value) for key, value in case.request(result.calculator).items()}
    shown = {
        label.format(**typed): values[key]
        for key, label in calculators(plan)[result.calculator].given.items()
        if key in values and key != "dispensed" and not _is_table(values[key])
    }
    if "dispensed" in values and shown:
        shown[next(iter(shown))] = values["dispensed"]
    return [f"{label}: {shown_value(value)}" for label, value in shown.items()]


def _is_table(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], DatedDose)


def _rows(result: Result) -> list[str]:
    """Return what is taken each day, as it is raised step by step."""
    rows = [row for value in result.values.values() if _is_table(value) for row in value]
    found = []
    for place, row in enumerate(rows):
        start = "At first" if place == 0 else "Then"
        on = f"{start}" if row.date is None else f"From {_day(row.date)}"
        times = "once" if row.doses_per_day == 1 else f"{row.doses_per_day} times"
        found.append(f"{on}: {units.shown(row.per_dose)}, {times} a day")
    return found


# --- a course -----------------------------------------------------------------------------------


def _of_a_course(
    result: CourseResult, today: date, told: PatientPage
) -> tuple[set[str], dict[str, Any]]:
    """Return what is still to come of a course, from the day of the check on."""
    with_doses = [each for each in result.planned if each.placed.doses]
    if with_doses and not any(each.on_the_schedule for each in with_doses):
        _refuse_contraindicated()
    scheduled = [each for each in with_doses if each.on_the_schedule and _to_come(each, today)]
    if not scheduled:
        raise Refused("paper", f"Nothing of this course falls on a day from {today} on.")
    treatments = {each.result.treatment.id for each in scheduled if each.result.treatment}
    plain = {what: name for name, checks in told.checks.items() for what in checks}
    due: dict[str, set[date]] = {}
    for check in result.values["monitoring"]:
        if check.date >= today:
            due.setdefault(plain.get(check.what, check.what), set()).add(check.date)
    drips = _drips(scheduled, today)
    worst = min((each.checks.outcome for each in scheduled), key=lambda each: each.gravity)
    return treatments, {
        "given": [entry for each in scheduled for entry in _given_in(each, today, told)],
        "first": "",
        "tests": [{"name": name, **_beside_drips(days, drips)} for name, days in due.items()],
        "blanks": False,
        "open": _OPEN.get(worst, ""),
    }


def _to_come(each: PlannedPhase, today: date) -> tuple[ScheduledDose, ...]:
    """Return the doses from a day on; of what is taken daily, the step that holds on it too."""
    later = tuple(dose for dose in each.placed.doses if dose.date >= today)
    if each.placed.each_time is None and each.placed.end >= today:
        return each.placed.doses[-len(later) - 1 :]
    return later


def _given_in(each: PlannedPhase, today: date, told: PatientPage) -> list[dict[str, Any]]:
    """Return what one phase gives: each amount, and on which days it is given."""
    treatment, doses = each.result.treatment, _to_come(each, today)
    name = each.label if treatment is None else told.treatments.get(treatment.id, each.label)
    if each.placed.each_time is None:  # taken every day, from a day on
        rows = [f"From {_day(dose.date)}: {units.shown(dose.quantity)} a day" for dose in doses]
        return [{"name": name, "amounts": [], "when": rows, "also": False, "months": []}]
    days: dict[str, list[date]] = {}
    for dose in doses:
        amount = units.shown(dose.quantity if dose.dispensed is None else dose.dispensed)
        days.setdefault(amount, []).append(dose.date)
    found = []
    for amount, on in days.items():
        lines, left = _by_the_week(on)
        found.append(
            {
                "name": name,
                "amounts": [f"{amount} each time"],
                "when": lines,
                "also": bool(lines and left),
                "months": _by_month(left),
            }
        )
    return found


# --- days, gathered -----------------------------------------------------------------------------

# A run of days as far apart as this is one line, from so many of them on.
_RUNS = ((7, 4, "Every {0:%A}"), (1, 8, "Every day"))


def _by_the_week(days: list[date]) -> tuple[list[str], list[date]]:
    """Return what comes every week or every day as a line each, and the days that are left."""
    lines, rest = [], list(days)
    for apart, at_least, called in _RUNS:
        for run in _runs(rest, apart):
            if len(run) >= at_least:
                first, last = run[0], run[-1]
                every = called.format(first)
                lines.append(f"{every} from {_day(first)} to {_day(last)}: {len(run)} times")
                rest = [day for day in rest if day not in run]
    return lines, rest


def _runs(days: list[date], apart: int) -> list[list[date]]:
    """Return the days in runs of which each is so many days after the one before."""
    known, runs = set(days), []
    step = timedelta(days=apart)
    for day in days:
        if day - step in known:
            continue
        run = [day]
        while run[-1] + step in known:
            run.append(run[-1] + step)
        runs.append(run)
    return runs


def _drips(scheduled: list[PlannedPhase], today: date) -> list[tuple[date, date]]:
    """Return the first and the last day of each infusion of immunoglobulin that is to come."""
    return [
        (infusion[0].date, infusion[-1].date)
        for each in scheduled
        if each.is_immunoglobulin and each.route == "IV"
        for infusion in each.placed.infusions
        if infusion[0].date >= today
    ]


def _beside_drips(days: set[date], drips: list[tuple[date, date]]) -> dict[str, Any]:
    """Return the days of a test; those of each infusion, and so many after it, as one line.

    Infusions of one day and of several are not told in one breath: which day is the first of an
    induction could be read as each of its days.
    """
    lines, rest = [], set(days)
    single = list(takewhile(lambda drip: drip[0] == drip[1], reversed(drips)))[::-1]
    several = all(first < last for first, last in drips)
    told = single if len(single) > 1 else drips if several and len(drips) > 1 else []
    firsts, lasts = {first for first, _ in told}, {last for _, last in told}
    if told and firsts <= days:
        rest -= firsts
        said = f"On {WORDS['each' if told == single else 'first']}"
        later = sorted(day - min(lasts) for day in rest if day > min(lasts))
        after = {last + later[0] for last in lasts} if later else set[date]()
        if after and after <= days:
            rest -= after
            weekdays = {f"{day:%A}" for day in after}
            weekday = f" ({weekdays.pop()})" if len(weekdays) == 1 else ""
            words = WORDS["after" if told == single else "after_last"]
            said += f", {words.format(days=units.so_many(later[0].days, 'days'), weekday=weekday)}"
        if len(told) < len(drips):
            said = f"From {_day(min(firsts))} on: {said[0].lower()}{said[1:]}"
        lines.append(said)
    runs, left = _by_the_week(sorted(rest))
    lines += runs
    return {"when": lines, "also": bool(lines and left), "months": _by_year(left)}


def _by_month(days: list[date]) -> list[list[str]]:
    """Return days as a calendar on the wall has them: the month, then its days."""
    return [
        [f"{first:%B %Y}", ", ".join(f"{day:%a} {day.day}" for day in (first, *rest))]
        for _, (first, *rest) in groupby(days, key=lambda day: (day.year, day.month))
    ]


def _by_year(days: list[date]) -> list[list[str]]:
    """Return days as a list has them, where there are few in a month: the year, then its days."""
    return [
        [f"{year}", ", ".join(f"{day:%a} {day.day} {day:%B}" for day in of_it)]
        for year, of_it in groupby(days, key=lambda day: day.year)
    ]


def _day(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B %Y}"
