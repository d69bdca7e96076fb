"""SCIg at home, and tablets: sites, sessions and minutes; doses in whole tablets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from calculators.dispensing.rounding import containers_in_words
from calculators.dispensing.sites import PHASE_LABELS
from exchange.answers.goes_with import DECIDES
from plan_data.schema.dosing import SubcutaneousDosing
from views.parts.dispensing import draw_sources, sources_of
from views.parts.frame import aside, escaped, table

if TYPE_CHECKING:
    from calculators.dispensing.sites import Sites
    from calculators.requests.answer import Answered
    from plan_data.schema.plan import Plan


def draw_sites(answered: Answered, plan: Plan) -> None:
    """Draw a session of the first infusions beside one once tolerated."""
    values = answered.result.values
    if "sites" not in values:
        return
    st.header("At home: sites, sessions and time")
    by_plan = plan.one_of(SubcutaneousDosing).dosing.volume_per_site
    st.markdown(
        f"**{units.shown(values['weekly_volume'])} a week.** At most "
        f"{units.shown(by_plan.quantity)} a site by the plan "
        f"({by_plan.at}); where the label allows less, the label decides."
    )
    planned = values["sites"]
    # Rows are what is asked, columns the two phases: two columns fit a phone.
    rows = [
        {"": label, **{PHASE_LABELS[each.phase]: of(each) for each in planned}}
        for label, of in _ROWS
    ]
    table([row for row in rows if any(cell != "" for cell in list(row.values())[1:])])
    for each in planned:
        if each.remark:
            text = f"{PHASE_LABELS[each.phase]}: {each.remark}"
            st.warning(escaped(text), icon=":material/warning:")
    draw_sources(sources_of(answered, *PHASE_LABELS.values()))
    _labelled(answered)
    aside(DECIDES)


def _number(value: int | None) -> str:
    return "not established" if value is None else str(value)


def _shown(value: units.Quantity | None) -> str:
    return "not established" if value is None else units.shown(value)


def _steps(each: Sites) -> str:
    if each.step_every is None:
        return ""
    rates = ", ".join(units.shown(rate) for rate in each.rate_steps)
    return f"{rates}; {units.shown(each.step_every)} each, the last to the end"


_ROWS: tuple[tuple[str, Any], ...] = (
    ("Sessions a week", lambda each: str(each.sessions)),
    ("Volume of a session", lambda each: units.shown(each.session_volume)),
    ("Sites of a session", lambda each: f"**{each.sites}**"),
    ("… by the plan", lambda each: str(each.sites_by_plan)),
    ("… by the label", lambda each: _number(each.sites_by_label)),
    ("Most sites at once, label", lambda each: _number(each.most_sites)),
    ("Volume a site", lambda each: units.shown(each.volume_per_site)),
    ("Steps of the rate a site", _steps),
    ("Rate a site, at most", lambda each: _shown(each.rate_per_site)),
    ("Rate in all, at most", lambda each: _shown(each.rate)),
    ("Time of a session, at least", lambda each: f"**{_shown(each.minutes)}**"),
    ("Until", lambda each: each.finish or ""),
)


def _labelled(answered: Answered) -> None:
    result = answered.result
    doses = result.values.get("labelled_doses")
    if doses:
        st.markdown("**The label's own weekly doses (another indication), for comparison**")
        table(
            [
                {
                    "A week and kg": units.shown(each.per_kg),
                    "A week": units.shown(each.weekly),
                    "Volume": units.shown(each.volume),
                }
                for each in doses
            ]
        )
    elif "labelled_doses" in result.reasons:
        aside(result.reasons["labelled_doses"])
    if "ramp_up" in result.values:
        st.markdown("**The label's ramp-up to the four-weekly dose, after its own example**")
        table(
            [
                {
                    "Week": str(each.week),
                    "Dose": units.shown(each.dose),
                    "Volume": units.shown(each.volume),
                }
                for each in result.values["ramp_up"]
            ]
        )
        for each in result.values["ramp_up"]:
            if each.remark:
                text = f"Ramp-up, week {each.week}: {each.remark}"
                st.warning(escaped(text), icon=":material/warning:")


def draw_tablets(answered: Answered) -> None:
    """Draw the doses in whole tablets: both ends of the range, and what lies inside."""
    values = answered.result.values
    if "tablets" not in values:
        return
    st.header("In whole tablets, a day")
    ends = [values["lowest_in_tablets"], values["highest_in_tablets"]]
    table(
        [
            {
                "Rounded": f"the {each.of} dose",
                "A day": f"**{units.shown(each.daily)}**",
                "Tablets": containers_in_words(each.containers),
                "Deviation": units.shown(each.deviation),
            }
            for each in ends
        ]
    )
    if values["tablets"]:
        st.markdown("Inside the plan's range:")
        table(
            [
                {"A day": units.shown(each.daily), "Tablets": containers_in_words(each.containers)}
                for each in values["tablets"]
            ]
        )
    else:
        st.warning(answered.result.reasons["tablets"], icon=":material/warning:")
