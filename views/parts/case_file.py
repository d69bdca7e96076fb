"""Save the case to the user's own file and open it again; the server keeps nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

import units
from calculators.typed.fields import FIELDS
from exchange.cases.case import Case
from exchange.cases.toml_file import read_case, written_case
from views.parts import case_state, panel, store
from views.parts.frame import escaped
from views.parts.navigation import land_on

if TYPE_CHECKING:
    from plan_data.schema.plan import Plan

_SAID = "case_said"
_OPENED = "case_opened"
_BASE = "case_base"
_SAVING = "case_saving"
_SAVED = "case_times_saved"


def current_case() -> Case:
    """Return everything that was entered, opened or chosen in this session as a case.

    What was only looked at is no part of it, but for the answer in view: a case that is saved
    beside an answer gives that answer again.

    Raises
    ------
    units.Refused
        Something was typed that a case file cannot hold.
    """
    # What an opened case says of pages that were not looked at since stays in it.
    case: Case = st.session_state.get(_BASE, Case())
    in_view = store.in_view()
    for calculator, request in store.asked().items():
        if calculator in store.chosen() or calculator == in_view or calculator in case.held:
            case = case.asked(request)
    # What stands in the panel now counts, also where no calculator was asked with it.
    return case.of_patient(panel.request())


def stand_on(case: Case) -> None:
    """Keep an opened case: what it says of pages that are not looked at stays in it."""
    st.session_state[_BASE] = case


def is_in_view() -> bool:
    """Tell whether something of the case is in view that has to follow each change of it."""
    return bool(st.session_state.get(_SAVING) or st.session_state.get(_popover()))


def _popover() -> str:
    # A popover lies over a dialog: the one that a case is saved from is left behind, closed.
    return f"case_file_{st.session_state.setdefault(_SAVED, 0)}"


def case_controls(plan: Plan) -> None:
    """Draw, beside the places, what saves and opens a case; it is there on every page."""
    with st.popover("Case", key=_popover(), icon=":material/folder:", on_change="rerun") as at:
        if at.open:
            _controls(plan)
    if st.session_state.get(_SAVING):
        _save()


def _controls(plan: Plan) -> None:
    st.markdown(
        "Save what is entered to a file of your own, or open one. It has no name in it, and "
        "nothing is kept here."
    )
    st.button("Save the case", icon=":material/download:", on_click=begin_saving)
    turn = st.session_state.setdefault(_OPENED, 0)
    st.file_uploader(
        "Open a case",
        type=["toml"],
        max_upload_size=1,
        key=f"case_upload_{turn}",
        on_change=_open,
        args=(f"case_upload_{turn}", plan),
    )
    for good, text in st.session_state.get(_SAID, []):
        (st.success if good else st.warning)(escaped(text))


def begin_saving() -> None:
    """Have the next run offer the case as a file; it is what a button calls."""
    st.session_state[_SAVED] = st.session_state.get(_SAVED, 0) + 1
    st.session_state[_SAVING] = True


def _end_saving() -> None:
    st.session_state[_SAVING] = False


@st.dialog("Save the case", on_dismiss=_end_saving)
def _save() -> None:
    """Show what is saved, and hand over the file.

    A file that is made when the page is drawn lacks what was typed since. The click on "Save" draws
    the page anew with what was typed, and nothing can be typed while this lies over the page. What
    the browser sends late draws it once more, so that it never shows an older case.
    """
    try:
        case = current_case()
        content = written_case(case)
    except units.Refused as refused:
        st.error(escaped(refused.message))
        return
    says = [f"{FIELDS[key].label}: {typed}" for key, typed in case.entered.items()]
    st.markdown(escaped("; ".join(says)) or "Neither weight, height nor an order was entered.")
    st.download_button(
        "Download the file",
        content,
        file_name="case.toml",
        mime="application/toml",
        icon=":material/download:",
        on_click="ignore",
        type="primary",
    )
    st.markdown(f":gray[Digest {case.digest[:19]} …]")


def _open(key: str, plan: Plan) -> None:
    """Put the uploaded case into the controls; it runs before the page is drawn again."""
    uploaded = st.session_state.get(key)
    if uploaded is None:
        return
    try:
        case = read_case(uploaded.getvalue(), uploaded.name, plan)
    except units.Refused as refused:
        st.session_state[_SAID] = [(False, refused.message)]
        return
    left = case_state.put(case, plan)
    stand_on(case)
    # A case is opened where it was left: at its order, or at the dose worked out last.
    land_on("verify" if case.order else ["", *case.choices][-1])
    st.session_state[_OPENED] += 1  # an empty uploader again, for the next file
    said = [(True, f"Opened {uploaded.name}. Digest {case.digest[:19]} …")]
    said += [(False, text) for text in case.said_on_opening]
    said += [(False, f"Not taken over, there is no control for it: {text}") for text in left]
    st.session_state[_SAID] = said
