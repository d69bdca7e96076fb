"""Titration: the plan's regimens around the present one, and strength over time beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from calculators.course.course import COURSE_KEYS
from calculators.course.next_start import ProposedStart
from calculators.course.strength import latest_of
from calculators.requests.catalogue import calculator_of
from calculators.typed.fields import FIELDS
from plan_data import load_plan
from plan_data.schema.dosing import MaintenanceDosing
from plan_data.schema.monitoring import AtLeast
from views.parts import store
from views.parts.answer import ask, details_alone
from views.parts.checks import outcome_badge
from views.parts.choices import grades_of
from views.parts.commas import ask_about_comma
from views.parts.controls import case_key, control
from views.parts.course_phases import after_the_present, first_day_and_reason, lines_of
from views.parts.dispensing import product_choice
from views.parts.frame import aside, escaped, table
from views.parts.navigation import land_on

if TYPE_CHECKING:
    from calculators.course.strength import Measured, WearingOff
    from calculators.course.titrate import ExposureSoFar, RegimenBeside
    from calculators.requests.answer import Answered
    from plan_data.schema.plan import Plan

_POINTS_TO = {
    "step up": ":material/trending_up: Points to more IVIg, or to a shorter interval",
    "step down": ":material/trending_down: The thresholds are kept",
    "shorter interval": ":material/fast_forward: Points to a shorter interval",
    "unknown": ":material/help: Cannot be told yet",
}
# Of the picture: the hands, and what stands beside them; each is seen on a light and a dark page.
_COLOURS = ("#2b7bd1", "#b06a00", "#758290")
_BESIDE = "#758290"
_PLACES = {"present": "**present**", "same exposure": "same exposure"}


def watches_strength(plan: Plan) -> bool:
    """Tell whether the plan watches what this page asks for."""
    return {row.id for row in plan.monitoring.parameters} >= {"grip", "mrc"}


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    course = store.asked().get("course", {})
    inputs: dict[str, Any] = {}
    has_phases = bool(course.get("phases"))
    from_course = has_phases and st.toggle("The course's own maintenance", value=True)
    if from_course:
        inputs = {key: course[key] for key in COURSE_KEYS if key in course}
    else:
        with st.container(horizontal=True):
            for key, example in (("dose", "1 g/kg"), ("every", "3 weeks")):
                inputs[key] = st.text_input(
                    f"{FIELDS[key].label}, at present",
                    key=control(key, "titrate"),
                    placeholder=example,
                    persist_state="session",
                )
                ask_about_comma(control(key, "titrate"))
    typed = st.text_area(
        "Grip strength, one a line: date, side, kg or lb; a spreadsheet's cells can be pasted",
        key=control("strength"),
        placeholder="2026-06-01 right 32 kg baseline\n2026-11-20 right 25 kg",
        height=110,
        persist_state="session",
    )
    grade = st.segmented_control(
        "MRC grade, weakest affected muscle",
        grades_of(plan),
        key=control("mrc"),
        persist_state="session",
    )
    product = product_choice(plan, "IV")
    answered = ask(plan, "titrate", **inputs, strength=lines_of(typed), mrc=grade, **product)
    if answered is None:
        return
    _suggestion(answered)
    _next_step(answered, plan, product)
    _regimens(answered)
    _strength(answered, plan)
    details_alone(answered, plan, folds_unknown=True, cautions_in_a_line=True)


def _suggestion(answered: Answered) -> None:
    said = answered.result.values["suggestion"]
    with st.container(key="answer"):
        st.markdown(f"Checks: {outcome_badge(answered.checks.outcome)}")
        st.markdown(f"**{_POINTS_TO[said['points_to']]}**")
    st.markdown(f"{escaped(said['says'])}  \n:gray[{escaped(said['source'])}]")
    for name, heading in (("step_up", "Next step up"), ("step_down", "Next step down")):
        rungs = answered.result.values[name]
        words = " or ".join(f"{_regimen(rung)} ({_grams(rung)})" for rung in rungs)
        st.markdown(f"- {heading}: {escaped(words) if words else 'none in the plan'}")
    aside("Nothing is decided here: the clinician chooses, and puts the step on the course below.")


def _next_step(answered: Answered, plan: Plan, product: dict[str, Any]) -> None:
    """Draw what puts a regimen on the course as its next phase, with the reason for it."""
    rungs: tuple[RegimenBeside, ...] = answered.result.values["regimens"]
    offered = [rung for rung in rungs if rung.place != "present"]
    key = case_key("step_to_course")
    with st.popover("Put a step on the course", key=key, on_change="rerun") as at:
        if not at.open:
            return
        place = st.selectbox(
            "Regimen",
            range(len(offered)),
            index=None,
            # So short that a phone shows all of it.
            format_func=lambda each: (
                f"{_regimen(offered[each])} ({units.shown(offered[each].per_infusion)})"
            ),
            key=case_key("step_regimen"),
            persist_state="session",
        )
        proposed = ProposedStart()
        if place is not None:
            rung = offered[place]
            proposed = ProposedStart(rung.next_on, rung.next_says, rung.next_after)
        start, reason = first_day_and_reason("step", proposed)

        def put() -> None:
            if place is None or start is None:
                return
            rung = offered[place]
            step = {
                "calculator": calculator_of(plan.one_of(MaintenanceDosing)),
                "dose": units.shown(rung.dose),
                "every": units.shown(rung.every),
                "start": start.isoformat(),
                "reason": reason.strip(),
            }
            last = proposed.after if start == proposed.on else None
            after_the_present(step, start, hung=product, last=last)
            land_on("course")

        ready = place is not None and start is not None and bool(reason.strip())
        st.button(
            "Put this on the course",
            key=case_key("put_step"),
            disabled=not ready,
            on_click=put,
        )
        aside("The phase that it follows ends before it.")


def _regimen(rung: RegimenBeside) -> str:
    return f"{units.shown(rung.dose)} every {units.shown(rung.every)}"


def _grams(rung: RegimenBeside) -> str:
    return f"{units.shown(rung.per_infusion)} an infusion, {units.shown(rung.annual)}"


def _regimens(answered: Answered) -> None:
    """Draw the present regimen and the next steps beside it; all where they are asked for."""
    st.header("The plan's regimens")
    values = answered.result.values
    rungs: tuple[RegimenBeside, ...] = values["regimens"]
    near = [*values["step_down"], *values["step_up"]]
    table(
        [
            {
                "Regimen": escaped(_regimen(rung)),
                "A week and kg": escaped(units.shown(rung.weekly_per_kg)),
                "Place": _PLACES.get(rung.place, rung.place),
            }
            for rung in rungs
            if rung.place in _PLACES or any(rung is each for each in near)
        ]
    )
    with st.expander(
        f"All {len(rungs)}, with grams, containers and hours in the chair",
        key="regimens_all",
        on_change="rerun",
    ) as folded:
        if folded.open:
            table([_whole(rung) for rung in rungs])


def _whole(rung: RegimenBeside) -> dict[str, str]:
    return {
        "Regimen": escaped(_regimen(rung)),
        "A week and kg": escaped(units.shown(rung.weekly_per_kg)),
        "An infusion": escaped(units.shown(rung.per_infusion)),
        "A year": escaped(units.shown(rung.annual)),
        "Containers": escaped(rung.containers or "choose a product"),
        "In the chair": escaped(units.shown(rung.chair_hours) + " a year")
        if rung.chair_hours is not None
        else "not known",
        "Place": _PLACES.get(rung.place, rung.place),
    }


def _strength(answered: Answered, plan: Plan) -> None:
    measured: tuple[Measured, ...] = answered.result.values["strength"]
    worn: tuple[WearingOff, ...] = answered.result.values["wearing_off"]
    if not measured:
        return
    st.header("Strength over time")
    _picture(answered, measured, plan)
    latest = latest_of(measured)
    table([_measured(row) for row in latest])
    infusions = answered.result.values["infusions"]
    if len(measured) > len(latest) or infusions:
        beside = ", infusions and g/kg/week" if infusions else ""
        with st.expander(
            f"All {units.so_many(len(measured), 'measurements')}{beside}",
            key="strength_all",
            on_change="rerun",
        ) as folded:
            if folded.open:
                table([_measured(row) for row in measured])
                if infusions:
                    table([_exposed(row) for row in answered.result.values["exposure"]])
                    st.markdown(f"Infusions: {', '.join(map(str, infusions))}.")
    for each in worn:
        side = f" of the {each.side} hand" if each.side else ""
        st.markdown(
            f"- Before the infusion of {each.infusion} the strength{side} fell from "
            f"{escaped(units.shown(each.from_grip))} ({each.from_date}) to "
            f"{escaped(units.shown(each.before_grip))} ({each.before_date}); after it it was "
            f"{escaped(units.shown(each.after_grip))} ({each.after_date})."
        )


def _measured(row: Measured) -> dict[str, str]:
    return {
        "Date": str(row.date),
        "Side": row.side or "not said",
        "Grip": escaped(units.shown(row.grip)),
        "Of baseline": escaped(units.shown(row.share)) if row.share is not None else "",
        "Threshold": {"yes": "kept", "no": "**below**"}.get(row.met, "no baseline"),
    }


def _exposed(row: ExposureSoFar) -> dict[str, str]:
    return {
        "From": str(row.from_date),
        "Until": str(row.to_date),
        "What": escaped(row.label),
        "A week and kg": escaped(units.shown(row.weekly_per_kg)),
    }


_HEIGHT = 300  # px, with the legend and the axis


def _at(share: str) -> dict[str, str]:
    """Return a height of the picture, from its top, as its drawing works it out."""
    return {"expr": f"{share} * height"}


# Where its parts begin and end: strength, infusions, g/kg/week.
_STRENGTH = (_at("0"), _at("0.62"))
_INFUSIONS = (_at("0.66"), _at("0.72"))
_EXPOSURE = (_at("0.77"), _at("1"))


def _picture(answered: Answered, measured: tuple[Measured, ...], plan: Plan) -> None:
    """Draw each hand's share of its baseline and the plan's line, infusions and dose underneath.

    It is one picture over one line of time, as wide as the page: of several joined ones a phone
    showed the left half.
    """
    import altair as alt  # noqa: PLC0415  (a second that only this picture needs)
    import pandas as pd  # noqa: PLC0415

    points = [
        {
            "On": str(row.date),
            "Percent": float(units.magnitude_in(row.share, "%")),
            "Side": row.side or "not said",
        }
        for row in measured
        if row.share is not None
    ]
    if not points:
        aside("Mark one line of each hand as its baseline, and the picture is drawn.")
        return
    top, bottom = _STRENGTH
    percent = alt.Y(
        "Percent:Q",
        axis=alt.Axis(title="% of baseline", titleY=_at("0.31"), tickCount=5),
        scale=alt.Scale(zero=False, range=[bottom, top]),
    )
    x = alt.X("On:T", title=None, axis=alt.Axis(labelOverlap=True))
    legend = alt.Legend(orient="top", title=None)
    # Told apart by dashes and shapes, not by color alone.
    layers: list[Any] = [
        alt.Chart(pd.DataFrame(points))
        .mark_line(point={"size": 70, "filled": True})
        .encode(
            x=x,
            y=percent,
            strokeDash=alt.StrokeDash("Side:N", legend=legend),
            shape=alt.Shape("Side:N", legend=legend),
            color=alt.Color("Side:N", legend=legend, scale=alt.Scale(range=list(_COLOURS))),
        )
    ]
    for row in plan.monitoring.parameters:
        if isinstance(row.rule, AtLeast) and row.id == FIELDS["grip"].key:
            limit = [{"Percent": float(row.rule.at_least.value)}]
            line = alt.Chart(pd.DataFrame(limit)).mark_rule(
                strokeDash=[6, 4], size=2, color=_BESIDE
            )
            layers.append(line.encode(y=percent))
    picture: Any = alt.layer(*layers)
    infusions = [{"On": str(day)} for day in answered.result.values["infusions"]]
    if infusions:
        strokes = alt.Chart(pd.DataFrame(infusions)).mark_rule(size=3, color=_BESIDE)
        above, below = (alt.value(each) for each in _INFUSIONS)
        picture = alt.layer(picture, strokes.encode(x=x, y=above, y2=below))
    exposure = [
        {
            "On": str(row.from_date),
            "To": str(row.to_date),
            "Exposure": float(units.magnitude_in(row.weekly_per_kg, "g/kg/wk")),
        }
        for row in answered.result.values["exposure"]
    ]
    if exposure:
        top, bottom = _EXPOSURE
        dose = alt.Y(
            "Exposure:Q",
            axis=alt.Axis(title="g/kg/week", titleY=_at("0.88"), tickCount=2, orient="left"),
            scale=alt.Scale(zero=True, range=[bottom, top]),
        )
        lines = alt.Chart(pd.DataFrame(exposure)).mark_rule(size=4, color=_BESIDE)
        picture = alt.layer(picture, lines.encode(x=x, x2="To:T", y=dose))
        picture = picture.resolve_scale(y="independent")
    st.altair_chart(
        picture.properties(height=_HEIGHT),
        alt="Grip strength of each hand against its baseline, the plan's line dashed; infusions "
        "and g/kg/week underneath. The tables below have the same values.",
    )
    now = answered.result.values["present"]["weekly_per_kg"]
    under = "; underneath, a stroke an infusion, and the line of g/kg/week" if infusions else ""
    aside(
        f"At present {escaped(units.shown(now))}. The dashed line is the plan's threshold{under}."
    )
