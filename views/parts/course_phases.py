"""The phases of a course by controls: a list, each with its own fields, put in order by buttons.

What is kept is the text that a case holds, one phase a line. The controls are filled from it before
they are drawn and write back to it, so that a line that was pasted and one that was clicked are the
same phase; what no control shows of a line stays in it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from calculators.course.course import CourseResult
from calculators.course.next_start import ProposedStart, proposed_start
from calculators.course.phases import in_one_line, in_one_line_read, takes_a_product
from calculators.requests.answer import answer
from calculators.requests.catalogue import can_be_phases, treated
from calculators.typed.fields import FIELDS
from calculators.typed.patient import PATIENT_KEYS
from calculators.typed.values import read_date
from plan_data.find_product import find_product
from plan_data.schema.dosing import InductionDosing, MaintenanceDosing, TitrationDosing
from views.parts import store
from views.parts.controls import case_key, control
from views.parts.dispensing import products_for
from views.parts.frame import aside, escaped
from views.parts.navigation import land_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.treatments.declared import Calculator
    from plan_data.schema.plan import Plan

    _Phase = dict[str, Any]

_ARRANGED = "phases_arranged"
_EXAMPLE = (
    "induction days=5 start=2026-12-07\n"
    "maintenance dose='1 g/kg' every='3 weeks' start=2026-12-28 until=2027-12-28"
)
# What is asked beside the days, in this order, where the calculator asks for it.
_ASKED = ("drug", "dose", "ivig_dose", "target", "every", "days", "route", "regimen", "step_every")
_EXAMPLES = {
    "dose": "1 g/kg",
    "ivig_dose": "60 g",
    "target": "1800 mg/day",
    "every": "3 weeks",
    "step_every": "2 weeks",
}


# --- what is kept ---------------------------------------------------------------------------------


def lines_of(typed: str | None) -> list[str] | None:
    """Return the lines of a text area that hold something; None where there is none."""
    return [line.strip() for line in (typed or "").splitlines() if line.strip()] or None


def kept_lines() -> list[str]:
    """Return the phases of the course in this session, one a line."""
    return lines_of(st.session_state.get(control("phases"))) or []


def _keep(lines: list[str]) -> None:
    st.session_state[control("phases")] = "\n".join(lines)
    store.chosen().add("course")


def add_phase(phase: Mapping[str, Any]) -> None:
    """Put a phase at the end of the course; it runs before a page is drawn again."""
    _keep([*kept_lines(), in_one_line(_held(phase))])
    st.session_state[case_key(f"phase_{len(kept_lines())}")] = True


def _held(phase: Mapping[str, Any]) -> _Phase:
    return {key: value for key, value in phase.items() if value not in (None, "")}


def phase_of(request: Mapping[str, Any], start: date, reason: str, plan: Plan) -> _Phase:
    """Return what was asked of a dose's calculator as a phase that begins on a day."""
    name = str(request["calculator"])
    calculator = can_be_phases(plan)[name]
    own = set(PATIENT_KEYS) - {"dosing_weight"}
    asked = {
        key: value
        for key, value in request.items()
        if key not in own and key not in ("calculator", "first_dose", "today", "id")
    }
    clock = asked.pop("start", None)
    if takes_a_product(calculator) and clock is not None:
        asked["start_time"] = clock
    if asked.get("dosing_weight") == "actual":  # which is what counts unasked
        del asked["dosing_weight"]
    return {"calculator": name, "start": start.isoformat(), **asked, "reason": reason.strip()}


def after_the_present(
    phase: Mapping[str, Any], start: date, hung: Mapping[str, Any], last: date | None
) -> None:
    """Put a step of maintenance after the one that it follows, which ends the day before it.

    Parameters
    ----------
    last
        The last day of the phase before, where what it still had to come falls away.
    hung
        The product with all that is asked of it, for a step that follows none; else those of the
        phase before go on.
    """
    lines = kept_lines()
    place, present = _present(lines, str(phase["calculator"]), start)
    if present is None:
        clock = {"start_time": hung["start"]} if hung.get("start") else {}
        add_phase({**phase, **{key: hung[key] for key in hung if key != "start"}, **clock})
        return
    step = {**present, **_held(phase)}
    for key in ("until", "reason"):
        if key not in phase:
            step.pop(key, None)
    before = dict(present)
    until = _as_date(before.get("until"))
    if last is not None:
        before["until"] = last.isoformat()
    elif until is not None and until >= start:
        before["until"] = (start - timedelta(days=1)).isoformat()
    _keep([*lines[:place], in_one_line(before), in_one_line(step), *lines[place + 1 :]])
    st.session_state[case_key(f"phase_{place + 2}")] = True


def _present(lines: list[str], calculator: str, start: date) -> tuple[int, _Phase | None]:
    """Return the last phase of that calculator that begins before a day, and where it stands."""
    found: tuple[int, _Phase | None] = (0, None)
    for place, phase in enumerate(map(_read, lines)):
        if phase is None or phase["calculator"] != calculator:
            continue
        begins = _as_date(phase.get("start"))
        if begins is not None and begins < start:
            found = (place, phase)
    return found


def _read(line: str) -> _Phase | None:
    """Return a line as a phase; None where it is none, which the course's refusal says."""
    try:
        return in_one_line_read(line, 1)
    except units.Refused:
        return None


def _as_date(typed: Any) -> date | None:
    try:
        return None if typed is None else read_date(typed, "start")
    except units.Refused:
        return None


# --- the list -------------------------------------------------------------------------------------


def phases_by_controls(plan: Plan) -> list[str] | None:
    """Draw the phases, what adds one, and the same as text; return the lines, or None for none."""
    known = can_be_phases(plan)
    lines = kept_lines()
    if not lines:
        aside("A course is a list of phases: what is given, from when to when. Add the first.")
    for place, line in enumerate(lines):
        _draw(place, line, len(lines), known, plan)
    _adding(known, plan)
    with st.expander("The same as text, one phase a line", key="phases_as_text", type="compact"):
        typed = st.text_area(
            "Phases, one a line: the calculator, and its inputs as KEY=VALUE",
            key=control("phases"),
            placeholder=_EXAMPLE,
            height=140,
            persist_state="session",
        )
    return lines_of(typed)


def _adding(known: Mapping[str, Calculator], plan: Plan) -> None:
    key = case_key("phase_added")

    def add() -> None:
        if (name := st.session_state[key]) is not None:
            st.session_state[key] = None
            add_phase({"calculator": name, **_at_first(known[name], plan)})

    st.selectbox(
        "Add a phase",
        [name for name, each in known.items() if each.fits(plan)],
        index=None,
        format_func=lambda name: known[name].label,
        placeholder="choose what is given",
        key=key,
        on_change=add,
        width=300,
    )


def _at_first(calculator: Calculator, plan: Plan) -> _Phase:
    """Return what a new phase begins with: the plan's own pattern, as its page does."""
    if calculator.doses == (InductionDosing,):
        return {"days": plan.one_of(InductionDosing).dosing.days.values[-1]}
    if calculator.doses == (MaintenanceDosing,):
        pattern = plan.one_of(MaintenanceDosing).dosing.patterns[0]
        weeks = int(pattern.every_from.value + pattern.every_to.value) // 2
        return {"dose": units.shown(pattern.dose.quantity), "every": units.so_many(weeks, "weeks")}
    return {}


def _draw(place: int, line: str, count: int, known: Mapping[str, Calculator], plan: Plan) -> None:
    """Draw one phase, folded to a line of what it is; its controls only where it is opened."""
    phase = _read(line)
    calculator = None if phase is None else known.get(phase["calculator"])
    if phase is None or calculator is None:
        st.markdown(f"{place + 1}\\. {escaped(line)}  \n:gray[It is mended as text, below.]")
        return
    number = place + 1
    # What it says of the days stands below, in the course: a heading that changes folds anew.
    with st.expander(
        f"{number}. {escaped(str(phase.get('drug') or calculator.label))}",
        key=case_key(f"phase_{number}"),
        on_change="rerun",
    ) as folded:
        if not folded.open:
            return
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            for name in _ASKED:
                if name in calculator.keys:
                    _field(place, name, phase, calculator, plan)
            if takes_a_product(calculator):
                _product(place, phase, plan)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            _day(place, "start", "First dose on", phase)
            _day(place, "until", "Until, the last day", phase)
            _text(place, "reason", "Why this step", phase, width=340)
        rest = {key: phase[key] for key in phase if key not in _SHOWN}
        if rest:
            aside(f"Also: {escaped(', '.join(f'{key} {value}' for key, value in rest.items()))}")
        _order_buttons(place, count)


_SHOWN = ("calculator", "start", "until", "reason", "product", "round", *_ASKED)


def _order_buttons(place: int, count: int) -> None:
    with st.container(horizontal=True, gap="small"):
        for label, by in (("Earlier", -1), ("Later", 1)):
            st.button(
                label,
                key=_arranged(f"phase_{place}_{label}"),
                on_click=_move,
                args=(place, place + by, _times_arranged()),
                disabled=not 0 <= place + by < count,
            )
        st.button(
            "Remove",
            key=_arranged(f"phase_{place}_remove"),
            on_click=_remove,
            args=(place, _times_arranged()),
        )


def _arranged(name: str) -> str:
    """Return the key of what acts upon a place of this list, and of no later one."""
    return case_key(f"{name}_{_times_arranged()}" if _times_arranged() else name)


def _move(place: int, to: int, arranged: int) -> None:
    if arranged != _times_arranged():
        return
    lines = kept_lines()
    lines.insert(to, lines.pop(place))
    _keep(lines)
    _open_only(to, len(lines))


def _remove(place: int, arranged: int) -> None:
    if arranged != _times_arranged():
        return
    lines = kept_lines()
    del lines[place]
    _keep(lines)
    _open_only(None, len(lines) + 1)


def _times_arranged() -> int:
    """Return how often a phase has changed its place in the list, or left it."""
    times: int = st.session_state.get(case_key(_ARRANGED), 0)
    return times


def _open_only(place: int | None, count: int) -> None:
    st.session_state[case_key(_ARRANGED)] = _times_arranged() + 1
    for each in range(count):
        st.session_state[case_key(f"phase_{each + 1}")] = each == place


# --- one field ------------------------------------------------------------------------------------


def _write(place: int, key: str, of: str, arranged: int) -> None:
    """Write what a control holds into its line; an empty one takes the key out."""
    lines = kept_lines()
    if arranged != _times_arranged() or place >= len(lines):
        return  # typed into a list that is another by now, and for another phase
    phase = _read(lines[place])
    if phase is None:
        return
    value = st.session_state[of]
    phase[key] = value.isoformat() if isinstance(value, date) else value
    if key == "product" and not value:
        phase.pop("round", None)
    lines[place] = in_one_line(_held(phase))
    _keep(lines)


def _filled(place: int, key: str, value: Any) -> dict[str, Any]:
    """Fill a control from the line, and return what it is drawn with."""
    of = _arranged(f"phase_{place}_{key}")
    st.session_state[of] = value
    return {"key": of, "on_change": _write, "args": (place, key, of, _times_arranged())}


def _text(place: int, key: str, label: str, phase: _Phase, width: int = 150) -> None:
    st.text_input(
        label,
        placeholder=_EXAMPLES.get(key, ""),
        width=width,
        **_filled(place, key, str(phase.get(key, ""))),
    )


def _day(place: int, key: str, label: str, phase: _Phase) -> None:
    st.date_input(
        label,
        min_value=date.min,
        max_value=date.max,
        format="YYYY-MM-DD",
        width=160,
        **_filled(place, key, _as_date(phase.get(key))),
    )


def _field(place: int, key: str, phase: _Phase, calculator: Calculator, plan: Plan) -> None:
    offered = _offered(key, calculator, plan)
    label = FIELDS[key].label
    if not offered:
        _text(place, key, label, phase)
        return
    _chosen(place, key, label, phase, offered)


def _chosen(place: int, key: str, label: str, phase: _Phase, offered: Mapping[str, str]) -> None:
    """Draw a choice; what the line says and is not offered is one of them, and is refused below."""
    held = None if phase.get(key) is None else str(phase[key])
    found = next((each for each in offered if each.lower() == str(held).lower()), held)
    labels = offered if found is None or found in offered else {**offered, found: found}
    st.selectbox(
        label,
        list(labels),
        format_func=labels.__getitem__,
        placeholder="not chosen",
        width=230,
        **_filled(place, key, found),
    )


def _offered(key: str, calculator: Calculator, plan: Plan) -> dict[str, str]:
    """Return what may be chosen → how it is called; nothing where it is typed."""
    if key == "drug":
        return {each.id: each.label for each in plan.every(TitrationDosing)}
    if key == "days":
        in_a_course = calculator.doses == (InductionDosing,)
        values = (
            plan.one_of(InductionDosing).dosing.days.values
            if in_a_course
            else plan.policies.maintenance_days.values
        )
        return {str(each): str(each) for each in values}
    choices = FIELDS[key].choices
    return {each: each.replace("_", " ") for each in choices}


def _product(place: int, phase: _Phase, plan: Plan) -> None:
    """Draw the product and, with one, the way to round."""
    try:
        regimen = treated(plan)[str(phase["calculator"])].regimen(phase)
    except units.Refused:
        return
    names = products_for(plan, regimen.route, regimen.holds)
    held = dict(phase)
    if "product" in phase:
        try:
            found = find_product(str(phase["product"]), plan, regimen.route, None, regimen.holds)
            held["product"] = found.id
        except units.Refused:
            pass  # it stands in the list as it was typed, and the course says why not
    labels = {name: plan.products[name].label for name in names}
    _chosen(place, "product", FIELDS["product"].label, held, {"": "none", **labels})
    if held.get("product") in plan.products:
        ways = {name: way.label for name, way in plan.roundings.items()}
        _chosen(place, "round", FIELDS["round"].label, phase, ways)


# --- from another page ----------------------------------------------------------------------------


def first_day_and_reason(name: str, proposed: ProposedStart) -> tuple[date | None, str]:
    """Ask for the first day of a phase and why it is taken, under keys that begin with a name.

    Parameters
    ----------
    proposed
        The day that stands there until another is chosen, if there is one, and what is said of it.
    """
    key, was = case_key(f"{name}_start"), case_key(f"{name}_proposed")
    before = st.session_state.get(was)
    if proposed.on != before:
        st.session_state[was] = proposed.on
        if st.session_state.get(key) == before:  # no other day was chosen
            st.session_state[key] = proposed.on
    start = st.date_input(
        "First dose on",
        value=None,
        min_value=date.min,
        max_value=date.max,
        format="YYYY-MM-DD",
        key=key,
        persist_state="session",
    )
    if proposed.says:
        aside(escaped(proposed.says))
    reason = st.text_input("Why this step", key=case_key(f"{name}_reason"), persist_state="session")
    return start, reason


def _proposed(request: Mapping[str, Any], plan: Plan) -> ProposedStart:
    """Return when a dose would follow the course as it stands; nothing where one cannot be read."""
    own = {key: request[key] for key in (*PATIENT_KEYS, "today") if key in request}
    kept = store.asked().get("course", {})
    course = {"calculator": "course", **own, **kept, "phases": kept_lines()}
    try:
        planned = answer(course, plan, store.today()).result
        dose = answer(request, plan, store.today())
    except units.Refused:
        return ProposedStart()
    if not isinstance(planned, CourseResult):
        return ProposedStart()
    return proposed_start(planned.planned, dose.result, plan, dose.today, cuts=False)


def course_key(calculator: str) -> str:
    """Return the key of what puts a calculator's dose on the course."""
    return case_key(f"to_course_{calculator}")


def put_on_the_course(request: Mapping[str, Any], plan: Plan) -> None:
    """Draw what puts a dose on the course as its next phase; its first day is asked for."""
    name = str(request["calculator"])
    with st.popover("Course", key=course_key(name), on_change="rerun") as at:
        if not at.open:
            return
        start, reason = first_day_and_reason("to_course", _proposed(request, plan))

        def put() -> None:
            if start is not None:
                add_phase(phase_of(request, start, reason, plan))
                land_on("course")

        st.button(
            "Put this on the course",
            key=case_key("put_on_course"),
            disabled=start is None,
            on_click=put,
        )
