"""One answer on a page: the dose in sight, its checks as questions, the rest folded below."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

import units
from calculators.requests.catalogue import calculators, can_be_phases
from calculators.requests.questions import questions_beside, questions_beside_a_refusal
from calculators.requests.readable import answer_what_can_be_read
from calculators.typed.fields import FIELDS
from exchange.answers.goes_with import (
    MONITORING_HEADING,
    advice_of,
    first_dose_said,
    monitoring_of,
    two_weights,
)
from exchange.answers.one_line import counts_in_words, one_line
from exchange.answers.terminal import ROUNDING
from exchange.answers.words import value_label
from plan_data.schema.rules import Outcome
from views.parts import card, case_file, panel, store
from views.parts.checklist import draw_checklist, in_sight, seen_of
from views.parts.checks import draw_checks
from views.parts.controls import control
from views.parts.course_phases import course_key, put_on_the_course
from views.parts.figures import draw_figures
from views.parts.folds import Fold, draw_folds, seen_of_folds
from views.parts.frame import aside, escaped, table
from views.parts.navigation import place_links
from views.parts.papers import draw_papers, papers_key
from views.parts.redraw import beside, follow, seen_of_fold
from views.parts.tools import bedside_button, draw_bar, draw_refusal, draw_tools

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from streamlit.delta_generator import DeltaGenerator

    from calculators.checks.questions import StandingQuestion
    from calculators.requests.answer import Answered
    from calculators.working import Alternative
    from plan_data.schema.plan import Plan
    from views.parts.layout import Places

_LEFT_OUT = (
    "Until it is mended it counts as not recorded, and an event that was answered yes as one "
    "without a date."
)


class Worked:
    """What is asked of a calculator for the patient in the panel, and what it comes to.

    Parameters
    ----------
    inputs
        Request keys → what is asked beside the patient; what is empty is left out.
    about_patient
        Whether the page stands under the patient's line; without it only recorded facts are read.
    """

    def __init__(
        self, plan: Plan, calculator: str, inputs: Mapping[str, Any], *, about_patient: bool = True
    ) -> None:
        self._plan = plan
        self._given = {key: value for key, value in inputs.items() if value not in (None, "")}
        self._given["calculator"] = calculator
        self._about_patient = about_patient
        self.again()

    def again(self) -> None:
        """Work it out for the patient as the panel stands now."""
        patient = panel.request() if self._about_patient else {"facts": store.as_request()}
        self.request: dict[str, Any] = {**patient, **self._given}
        self.answered: Answered | None = None
        self.refused: units.Refused | None = None
        self.wrong: tuple[units.Refused, ...] = ()
        self._questions: tuple[StandingQuestion, ...] | None = None
        store.remember_input(self.request)
        try:
            self.answered, self.wrong = answer_what_can_be_read(
                self.request, self._plan, store.today()
            )
        except units.Refused as refused:
            self.refused = refused
        store.answered(self.request["calculator"] if self.refused is None else "")

    @property
    def answer(self) -> Answered:
        """The answer, where it was not refused."""
        assert self.answered is not None  # noqa: S101  (asked for only where there is one)
        return self.answered

    @property
    def questions(self) -> tuple[StandingQuestion, ...]:
        """The questions of the answer; looked at in three places, and worked out once."""
        if self._questions is None:
            self._questions = questions_beside(self.answer, self._plan)
        return self._questions


def ask(
    plan: Plan,
    calculator: str,
    at: Places | None = None,
    *,
    about_patient: bool = True,
    **inputs: Any,
) -> Answered | None:
    """Return the answer for the patient; a refusal is shown and None returned.

    Beside a refusal the questions stay: a wrong weight does not take the checklist away. A field
    that the dose can do without does not take the dose away; its error is said at the field.

    Parameters
    ----------
    at
        Where the parts of the page stand; None on a page that has no answer card.
    about_patient
        As in `Worked`.
    """
    if at is not None:
        with at.checks:
            inputs |= _first_dose(plan, calculator, inputs)
    return _said(Worked(plan, calculator, inputs, about_patient=about_patient), at, plan)


def _said(worked: Worked, at: Places | None, plan: Plan) -> Answered | None:
    """Show a refusal, or what had to be left out; return the answer where there is one."""
    if worked.refused is not None:
        _refuse(worked.refused, worked.request, plan, at)
        return None
    with nullcontext() if at is None else at.checks:
        say_wrong(worked.wrong)
    return worked.answered


def _first_dose(plan: Plan, calculator: str, inputs: Mapping[str, Any]) -> dict[str, str]:
    """Ask for the day of the first dose, to which windows and ages of tests run."""
    if "first_dose" not in calculators(plan)[calculator].keys:
        return {}
    of = str(inputs.get("of", calculator))
    with st.container(key="first_dose"):
        chosen: date | None = st.date_input(
            FIELDS["first_dose"].label,
            value=None,
            key=control("first_dose", of),
            # An opened case may hold any day: it is shown, whatever the control would offer.
            min_value=date.min,
            max_value=date.max,
            format="YYYY-MM-DD",
            width=248,
            persist_state="session",
        )
    return {} if chosen is None else {"first_dose": chosen.isoformat()}


def say_wrong(wrong: tuple[units.Refused, ...], *, measures_too: bool = False) -> None:
    """Say what was left out of an answer.

    Parameters
    ----------
    measures_too
        Whether the page has no line of the patient, in which a measure says it at its own field.
    """
    for refused in wrong:
        if measures_too or refused.field.startswith("facts."):
            st.error(escaped(f"{refused.message} {_LEFT_OUT}"), icon=":material/error:")


def _refuse(refused: units.Refused, request: dict[str, Any], plan: Plan, at: Places | None) -> None:
    # What was not entered is a next step; what was entered wrongly is an error.
    show, icon = (st.info, "edit") if _is_missing(refused.field, request) else (st.error, "error")
    if at is None:
        show(escaped(refused.message), icon=f":material/{icon}:")
        return
    with at.answer:
        show(escaped(refused.message), icon=f":material/{icon}:")
        draw_refusal(refused.message, panel.wrong_fields(plan))
    with at.checks:
        draw_checklist(questions_beside_a_refusal(request, plan, store.today()), plan)
    with at.bar:
        draw_bar("–", refused.message, "")


def _is_missing(field: str, request: dict[str, Any]) -> bool:
    """Tell whether what a refusal is about was not entered at all; of a phase, its own input."""
    name, *of_it = field.removeprefix("facts.").split(".")
    if name == "phases" and len(of_it) > 1:
        line = request["phases"][int(of_it[0]) - 1]
        return of_it[1] != "calculator" and f" {of_it[1]}=" not in str(line)
    return name not in {**request, **request["facts"]}


# --- a page about one dose ------------------------------------------------------------------------


class Dose(NamedTuple):
    """What a page about one dose shows of an answer.

    Parameters
    ----------
    values
        Label → name in the result, of the numbers that were asked for.
    above
        Draws what stands above them.
    more
        Draws what is seen below the inputs, beside the dose.
    folds
        What is folded away there, after the working.
    inside
        What of the answer stands among the inputs: by its name, where, and what draws it.
    """

    values: Callable[[Answered], Mapping[str, str]]
    above: Callable[[Answered], None] | None = None
    more: Callable[[Answered], None] | None = None
    folds: Callable[[Answered], tuple[Fold, ...]] = lambda _: ()
    inside: Mapping[str, tuple[DeltaGenerator, Callable[[Answered], None]]] = MappingProxyType({})


def draw_dose(
    at: Places, plan: Plan, calculator: str, inputs: Mapping[str, Any], dose: Dose
) -> None:
    """Draw the answer of a calculator with all that belongs to it, or why there is none.

    What changes with a measure of the patient follows it by itself.
    """
    with at.checks:
        first = _first_dose(plan, calculator, inputs)
    worked = Worked(plan, calculator, {**inputs, **first})
    if _said(worked, at, plan) is None:
        return

    def every_fold() -> tuple[Fold, ...]:
        return _with_details(worked.answer, dose.folds(worked.answer))

    def look() -> object:
        worked.again()
        if worked.refused is not None or panel.wrong_fields(plan) or case_file.is_in_view():
            return object()  # what is not alike anything
        return _seen_beside(worked, every_fold(), plan)

    beside(look, _seen_beside(worked, every_fold(), plan))
    with at.answer:
        follow("answer", lambda: _answer(worked, dose, plan))
        with st.container(key="tools", horizontal=True, vertical_alignment="center", gap="xsmall"):
            bedside_button(worked.answer)
            follow("copied", lambda: _copied(worked.answer, dose, plan))
            _handed_on(worked, plan)
    with at.bar:
        follow("bar", lambda: _bar(worked.answer, dose))
        bedside_button(worked.answer, "to_bedside_below")
    with at.checks:
        draw_checklist(worked.questions, plan)
    for name, (place, draw) in dose.inside.items():
        with place:
            follow(name, _drawing(worked, draw))
    if dose.more is not None:
        more = dose.more
        with at.more:
            follow("more", lambda: more(worked.answer))
    with at.folds:
        draw_folds(every_fold())


def _drawing(worked: Worked, draw: Callable[[Answered], None]) -> Callable[[], None]:
    return lambda: draw(worked.answer)


def _seen_beside(worked: Worked, folds: tuple[Fold, ...], plan: Plan) -> object:
    """Return all that stands beside a dose and does not follow a measure, to be compared."""
    answered = worked.answer
    name = answered.result.calculator
    return (
        [refused.message for refused in worked.wrong],
        seen_of(worked.questions, plan),
        seen_of_folds(folds),
        "ladder" in answered.result.values,
        seen_of_fold(papers_key(name)),
        seen_of_fold(course_key(name)),
    )


def _answer(worked: Worked, dose: Dose, plan: Plan) -> None:
    """Draw the numbers that were asked for, large, with all that belongs to them."""
    answered = worked.answer
    values = dose.values(answered)
    if dose.above is not None:
        dose.above(answered)
    draw_figures(
        {label: units.shown(answered.result.values[name]) for label, name in values.items()},
        "amounts",
    )
    if answered.checks.outcome is Outcome.CONTRAINDICATED:
        st.error(
            "Contraindicated: the figures are shown so that an order can be checked.",
            icon=":material/block:",
        )
    apart = two_weights(answered)
    if apart is not None:
        st.markdown(f":material/scale: {escaped(apart.says)}")
    # Each part by itself: a browser goes through those alone that have changed, and with a weight
    # neither the checks nor what is to be signed do.
    days = card.opened(answered)
    hung = card.given(answered, days) + card.rates(answered, days[0]) if days else ""
    parts = (
        card.arithmetic(answered, values.values()),
        outcomes(answered, worked.questions, plan),
        hung + card.fine(first_dose_said(answered)) + card.patient_on_paper(answered, plan),
        card.checks_on_paper(answered),
    )
    for part in filter(None, parts):
        st.html(part)


def _copied(answered: Answered, dose: Dose, plan: Plan) -> None:
    """Draw what copies and prints the dose; a screen reader hears it where it changes."""
    values = dose.values(answered)
    line = one_line(answered, tuple(values.values()), plan)
    draw_tools(line, _spoken(answered, values), panel.wrong_fields(plan))


def _handed_on(worked: Worked, plan: Plan) -> None:
    """Draw what a dose is handed on with: saved, on paper, on the course."""
    name = worked.answer.result.calculator
    st.button("Save", key="save_here", on_click=case_file.begin_saving)
    draw_papers(worked.answer, worked.request, plan)
    if name in can_be_phases(plan):
        put_on_the_course(worked.request, plan)


def _bar(answered: Answered, dose: Dose) -> None:
    """Draw the answer once more, in one line."""
    label, name = [("No dose is shown", ""), *dose.values(answered).items()][-1]
    amount = units.shown(answered.result.values[name]) if name else "–"
    draw_bar(amount, label, card.counts(answered.checks.findings))


def outcomes(answered: Answered, asked: Iterable[StandingQuestion], plan: Plan) -> str:
    """Return, as markup, the counts of outcomes and what has to stand on the answer itself."""
    findings = answered.checks.findings
    seen = [each for each in asked if in_sight(each, plan)]
    return card.counts(findings) + card.said(card.to_say(findings, seen))


def _spoken(answered: Answered, values: Mapping[str, str]) -> str:
    """Return what a screen reader says of an answer when it changes."""
    amounts = (
        f"{label}: {units.shown(answered.result.values[name])}" for label, name in values.items()
    )
    return f"{'; '.join(amounts)}. Checks: {counts_in_words(answered.checks.findings)}."


def value_table(answered: Answered, names: tuple[str, ...]) -> None:
    """Show some of the result's values as a table of one row."""
    values = [_shown(answered.result.values[name]) for name in names]
    head = " | ".join(value_label(name) for name in names)
    st.markdown(f"| {head} |\n|{' --- |' * len(names)}\n| {' | '.join(values)} |")


def dose_table(answered: Answered) -> None:
    """Show the dated doses, one row a step, and why a row has no date."""
    rows = "\n".join(
        f"| {row.date or 'no date'} | **{units.shown(row.per_dose)}** | {row.doses_per_day} "
        f"| {units.shown(row.daily)} |"
        for row in answered.result.values["steps"]
    )
    head = "| From | Each dose | Doses a day | A day |\n| --- | --- | --- | --- |"
    st.markdown(f"{head}\n{rows}")
    if "steps" in answered.result.reasons:
        st.markdown(answered.result.reasons["steps"])


def _shown(value: Any) -> str:
    if isinstance(value, int):
        return str(value)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else units.shown(value)


def details(answered: Answered, at: Places, *folds: Fold) -> None:
    """Fold away the working, what a page has, and what the plan has watched."""
    with at.folds:
        draw_folds(_with_details(answered, folds))


def _with_details(answered: Answered, folds: tuple[Fold, ...]) -> tuple[Fold, ...]:
    return (*with_working(answered, *folds), *_monitoring(answered))


def with_working(answered: Answered, *folds: Fold) -> tuple[Fold, ...]:
    """Return the working of an answer and what else its page folds away."""
    working = Fold(
        "working",
        "Working",
        "Working: each number with its arithmetic and its source",
        lambda: _working(answered),
    )
    return (*((working,) if answered.result.steps else ()), *folds)


def details_alone(
    answered: Answered, plan: Plan, *, folds_unknown: bool = False, cautions_in_a_line: bool = False
) -> None:
    """Show working and checks one after the other, on a page that has no card of an answer.

    Parameters
    ----------
    folds_unknown, cautions_in_a_line
        As of `draw_checks`.
    """
    draw_folds(with_working(answered))
    draw_checks(answered, plan, folds_unknown=folds_unknown, cautions_in_a_line=cautions_in_a_line)


def _working(answered: Answered) -> None:
    st.markdown("\n".join(_step(step) for step in answered.result.steps))
    aside(ROUNDING)
    place_links(source for step in answered.result.steps for source in step.sources)


def _step(step: Any) -> str:
    sources = "; ".join(step.sources)
    return f"1. {step.label}: **{escaped(step.working)}**  \n   :gray[{sources}]"


def comparison(answered: Answered, title: str) -> None:
    """Show the other choices with what they would change."""
    entries = answered.result.alternatives()
    names = dict.fromkeys(name for entry in entries for name in entry.values)
    st.markdown(f"**{title}**")
    opened = any(entry.containers for entry in entries)
    table([_compared(entry, tuple(names), with_containers=opened) for entry in entries])


def surfaces_side_by_side(answered: Answered) -> Fold:
    """Return the dose under each formula of the body surface, folded."""
    return Fold(
        "surfaces",
        "Other formulas",
        "The same dose by the other body-surface formulas",
        lambda: comparison(answered, "The chosen formula has the difference 0"),
    )


def weights_side_by_side(answered: Answered, plan: Plan) -> Fold:
    """Return the dose under each weight to dose by, and whose rule asks for which, folded."""
    return Fold(
        "weights",
        "Which weight?",
        "Which weight? Actual, ideal and adjusted, side by side",
        lambda: _weights(answered, plan),
    )


def _weights(answered: Answered, plan: Plan) -> None:
    comparison(answered, "The same dose by each weight; the chosen one has the difference 0")
    table(
        [
            {
                "Whose rule": policy.label,
                "Weight": policy.weight or "not established",
                "What it says": escaped(policy.says),
                "Source": policy.at,
            }
            for policy in plan.policies.dosing_weights
        ]
    )


def _compared(
    entry: Alternative, names: tuple[str, ...], *, with_containers: bool
) -> dict[str, str]:
    shown = {name: units.shown(value) for name, value in entry.values.items()}
    return {
        "Choice": entry.label,
        **{value_label(name): shown.get(name, "–") for name in names},
        **({"Containers": escaped(entry.containers)} if with_containers else {}),
        "Source": escaped(entry.reason) or "; ".join(entry.sources),
    }


def _monitoring(answered: Answered) -> tuple[Fold, ...]:
    result = answered.result
    lines = [
        f"- {entry.what}: {entry.when}  \n  :gray[{entry.at}]" for entry in monitoring_of(result)
    ]
    lines += [f"- {entry.says}  \n  :gray[{entry.at}]" for entry in advice_of(result)]
    if not lines:
        return ()
    return (Fold("watched", "Monitoring", MONITORING_HEADING, lambda: _draw_lines(lines)),)


def _draw_lines(lines: Sequence[str]) -> None:
    st.markdown("\n".join(lines))
