"""Course: phases on a calendar, what is next, the checks that are due, and the calendar file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from calculators.typed.fields import FIELDS
from exchange.answers.terminal import administered, dispensed_on
from exchange.cases.case import Case
from plan_data import load_plan
from plan_data.schema.rules import Outcome
from views.parts import store
from views.parts.answer import ask, with_working
from views.parts.checks import draw_checks, outcome_badge
from views.parts.controls import case_key, control
from views.parts.course_phases import lines_of, phases_by_controls
from views.parts.folds import Fold, draw_folds
from views.parts.frame import aside, escaped, table
from views.parts.papers import draw_papers

if TYPE_CHECKING:
    from collections.abc import Callable

    from calculators.course.due_checks import DueCheck
    from calculators.requests.answer import Answered
    from plan_data.schema.plan import Plan

_NEXT = 3  # days of treatment that stand first
# What is entered a day or a span of days a line, each with an example.
_LINES = {
    "avoid": "weekends",
    "moved": "2027-01-18 to 2027-01-20",
    "skipped": "2027-02-08",
}


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    phases = phases_by_controls(plan)
    answered = ask(plan, "course", phases=phases, **_closed_days())
    if answered is None:
        return
    _next_due(answered)
    draw_papers(answered, store.asked()["course"], plan)
    _phases(answered)
    _timeline(answered)
    draw_folds(with_working(answered, *_administrations(answered), *_monitoring(answered)))
    _coming(answered)
    _files(answered, plan)
    draw_checks(answered, plan, folds_unknown=True, cautions_in_a_line=True)


def _closed_days() -> dict[str, Any]:
    """Ask which days are avoided, and return what stands, whether it is in view or not."""
    state = st.session_state
    entered = sum(bool(state.get(control(key))) for key in (*_LINES, "move", "holidays"))
    count = f" ({entered} entered)" if entered else ""
    with st.expander(
        f"Days avoided; infusions moved or left out{count}", key="closed_days", on_change="rerun"
    ) as folded:
        if folded.open:
            _draw_closed_days()
    return {
        **{key: lines_of(state.get(control(key))) for key in _LINES},
        "move": state.get(control("move")),
        "holidays": state.get(control("holidays")),
    }


def _draw_closed_days() -> None:
    for key, example in _LINES.items():
        st.text_area(
            f"{FIELDS[key].label}, one a line",
            key=control(key),
            placeholder=example,
            height=80,
            persist_state="session",
        )
    st.segmented_control(
        FIELDS["move"].label, FIELDS["move"].choices, key=control("move"), persist_state="session"
    )
    st.text_input(
        FIELDS["holidays"].label,
        key=control("holidays"),
        placeholder="DE",
        persist_state="session",
    )


def _next_due(answered: Answered) -> None:
    """Show what comes next, first of all, with the worst outcome of the checks."""
    doses = [dose for dose in answered.result.values["administrations"]
             if dose["date"] >= answered.today]  # fmt: skip
    due = [check for check in answered.result.values["monitoring"]
           if check.date >= answered.today]  # fmt: skip
    with st.container(key="answer"):
        st.markdown(f"Checks: {outcome_badge(answered.checks.outcome)}")
        if not doses:
            st.info("Nothing of this course is on the calendar from today on.")
        lines = [f"- **{escaped(administered(dose))}**" for dose in doses[:_NEXT]]
        if due:
            names = ", ".join(check.what for check in due if check.date == due[0].date)
            lines.append(f"- Next checks, {due[0].date}: {escaped(names)}")
        st.markdown("\n".join(lines))


def _phases(answered: Answered) -> None:
    for phase in answered.result.values["phases"]:
        until = phase.until or phase.shown_until
        st.markdown(
            f"{outcome_badge(Outcome(phase.standing))} **{phase.number}\\. "
            f"{escaped(phase.label)}**, {phase.start} to {until}, "
            f"{units.so_many(phase.doses, 'days')}  \n"
            f"{escaped(phase.says)}" + (f" Reason: {escaped(phase.reason)}" if phase.reason else "")
        )


def _timeline(answered: Answered) -> None:
    """Draw the course as one line a phase and one for the checks; the lists below say the same.

    It is markup: a picture that a script draws takes longer than all the rest of the page.
    """
    values = answered.result.values
    marks: dict[str, list[tuple[date, str]]] = {
        f"{phase.number}. {phase.label}": [] for phase in values["phases"]
    }
    labels = list(marks)
    for dose in values["administrations"]:
        marks[labels[dose["phase"] - 1]].append((dose["date"], administered(dose)))
    checks = [(check.date, f"{check.date}: {check.what}") for check in values["monitoring"]]
    days = [day for row in (*marks.values(), checks) for day, _ in row]
    if not days:
        return
    first, last = min(days), max(days)
    whole = max((last - first).days, 1)

    def line(label: str, row: list[tuple[date, str]], kind: str) -> str:
        at: dict[date, list[str]] = {}
        for day, says in row:
            at.setdefault(day, []).append(says)
        drawn = "".join(
            f'<i style="left:{(day - first).days / whole:.2%}" title="{escape(said)}"></i>'
            for day, said in ((day, "; ".join(said)) for day, said in at.items())
        )
        return f'<p>{escape(label)}</p><div class="{kind}">{drawn}</div>'

    rows = [line(label, row, "doses") for label, row in marks.items() if row]
    rows.append(line("Checks", checks, "checks"))
    middle = first + (last - first) / 2
    st.html(
        '<div class="timeline" role="img" aria-label="Doses and checks of the course by date; the '
        f'lists below say the same.">{"".join(rows)}'
        f"<p><span>{first}</span><span>{middle}</span><span>{last}</span></p></div>"
    )


def _administrations(answered: Answered) -> tuple[Fold, ...]:
    """Return every dose on its day, folded: those that are next stand at the head of the page."""
    so_many = len(answered.result.values["administrations"])
    rows = partial(_rows_of_doses, answered)
    return _by_day("by_day_all_doses", so_many, rows, "doses", "Doses on their days")


def _rows_of_doses(answered: Answered) -> list[dict[str, str]]:
    doses = answered.result.values["administrations"]
    is_hung = any("dispensed" in dose for dose in doses)
    return [
        {
            "Date": str(dose["date"]),
            "What": escaped(dose["what"]),
            "Dose": escaped(units.shown(dose["quantity"])),
            **({"Dispensed": escaped(dispensed_on(dose))} if is_hung else {}),
            "Checks": outcome_badge(Outcome(dose["standing"])),
            "Source": escaped(dose["source"]),
        }
        for dose in doses
    ]


def _monitoring(answered: Answered) -> tuple[Fold, ...]:
    """Return every day of checks, folded."""
    days = _days_of_checks(answered)
    rows = partial(_rows_of_checks, days)
    name = "by_day_all_days_of_checks"
    return _by_day(name, len(days), rows, "days of checks", "Checks that are due")


def _coming(answered: Answered) -> None:
    """Draw the checks that are due next, each with its reason."""
    st.header("Checks that are due")
    coming = [(day, checks) for day, checks in _days_of_checks(answered) if day >= answered.today]
    if not coming:
        st.markdown("None.")
        return
    with st.container(key="by_day_next_checks"):
        table(_rows_of_checks(coming[:1]))


def _days_of_checks(answered: Answered) -> list[tuple[date, list[DueCheck]]]:
    """Return the checks of each day."""
    due: list[DueCheck] = answered.result.values["monitoring"]
    return [(day, list(checks)) for day, checks in groupby(due, key=lambda check: check.date)]


def _rows_of_checks(days: list[tuple[date, list[DueCheck]]]) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for day, checks in days:
        sources = dict.fromkeys(place for each in checks for place in each.source.split("; "))
        rows.append(
            {
                "Date": str(day),
                "What, and why": escaped(
                    "; ".join(f"{each.what}: {each.because}" for each in checks)
                ),
                "Source": escaped("; ".join(sources)),
            }
        )
    return rows


def _by_day(
    key: str, so_many: int, rows: Callable[[], list[dict[str, str]]], what: str, title: str
) -> tuple[Fold, ...]:
    """Return a table of so many days, whose rows are worked out where it is opened."""
    if not so_many:
        return ()
    return (Fold(key, f"All {so_many} {what}", title, lambda: table(rows())),)


def _files(answered: Answered, plan: Plan) -> None:
    # A second that only whoever takes a file should wait for.
    from exchange.courses import calendar_file as files  # noqa: PLC0415
    from exchange.courses.course_table import course_table  # noqa: PLC0415
    from exchange.order_files.write_results import ENDINGS  # noqa: PLC0415

    st.header("Calendar and table")
    full = st.toggle("Name drug and dose in the titles", key=case_key("calendar_full"))
    aside("A later file updates the same entries. Without names a lock screen shows none.")
    request = store.asked()["course"]
    chosen = files.CalendarChoices(
        written=datetime.now(UTC),
        identity=files.identity_of(Case().asked(request)),
        full=full,
        zone=st.context.timezone or "",
    )
    with st.container(horizontal=True):
        st.download_button(
            "Download course.ics",
            lambda: files.calendar_file(answered, plan, chosen),
            "course.ics",
            "text/calendar",
            on_click="ignore",
        )
        for ending, kind in ENDINGS.items():
            st.download_button(
                f"Download course.{ending}",
                partial(course_table, answered, plan, ending),
                f"course.{ending}",
                kind,
                on_click="ignore",
            )
