"""Check twice: a second person enters weight, height and order again, without seeing the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from calculators.requests.answer import answer
from exchange.cases.second_entry import agreed, compare, needed_by
from exchange.cases.toml_file import read_case
from exchange.sheets.verified_sheet import NOTHING_TO_SIGN, Verification, kind_of, verified_sheet
from plan_data import load_plan
from views.parts import store
from views.parts.checks import outcome_badge
from views.parts.commas import ask_about_comma
from views.parts.controls import case_key
from views.parts.frame import escaped, table

if TYPE_CHECKING:
    from exchange.cases.case import Case
    from plan_data.schema.plan import Plan

_KINDS = {
    "verified": ("Make the verified sheet", "verified-sheet.pdf"),
    "deviates": ("Make the sheet of a deviating order", "deviating-order.pdf"),
    "unsettled": ("Make the sheet of an order that is not settled", "unsettled-order.pdf"),
    "refused": ("Make the refusal", "refusal.pdf"),
}


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    st.markdown(
        "The first person saves the case (“Case file”, beside the navigation). The second opens "
        "it here and enters weight, height and order anew, from the patient and the order itself. "
        "The first entry is not shown until the second is complete."
    )
    uploaded = st.file_uploader(
        "The first person's case file", type=["toml"], max_upload_size=1, key="twice_upload"
    )
    if uploaded is None:
        return
    try:
        case = read_case(uploaded.getvalue(), uploaded.name, plan)
    except units.Refused as refused:
        st.error(escaped(refused.message), icon=":material/error:")
        return
    st.markdown(f"Digest of this case: `{case.digest[:39]} …`")
    for says in case.said_on_opening:
        st.warning(escaped(says), icon=":material/warning:")
    second = _second_entry(case)
    if second is not None:
        _judge(case, second, plan)


def _second_entry(case: Case) -> dict[str, str] | None:
    """Ask again for what was entered; what the case does not have is not asked for."""
    fields = {
        "weight": ("Weight, with its unit", "80 kg"),
        "height": ("Height, with its unit", "180 cm"),
        "order": ("Order, as it is written", "24 g/wk"),
    }
    with st.form("second_entry"):
        typed = {
            name: st.text_input(
                label, placeholder=f"for example {example}", key=case_key(f"second_{name}")
            )
            for name, (label, example) in fields.items()
            if name in case.entered
        }
        with st.container(horizontal=True):
            first_by = st.text_input("First entry by", key=case_key("first_by"))
            second_by = st.text_input("Second entry by", key=case_key("second_by"))
            when = st.text_input("When", key=case_key("when"), placeholder="2026-11-25 09:30")
        sent = st.form_submit_button("Compare", type="primary")
    for name in typed:
        ask_about_comma(case_key(f"second_{name}"))
    if sent:
        who = {"first_by": first_by, "second_by": second_by, "when": when}
        st.session_state[case_key("second_sent")] = {**typed, **who, "digest": case.digest}
    kept: dict[str, str] | None = st.session_state.get(case_key("second_sent"))
    return kept if kept is not None and kept["digest"] == case.digest else None


def _judge(case: Case, second: dict[str, str], plan: Plan) -> None:
    try:
        request = case.request(case.sheet_of)
        answered = answer(request, plan, store.today())
        needed = needed_by(request, plan, store.today())
        compared = compare(case.entered, second, plan, needed)
    except units.Refused as refused:
        st.error(escaped(refused.message), icon=":material/error:")
        return
    if not agreed(compared):
        st.error("The two entries differ: there is no sheet until they agree.")
    table([_row(each) for each in compared])
    for each in compared:
        if each.verdict == "differs":
            st.warning(escaped(each.says), icon=":material/compare_arrows:")
    if not agreed(compared):
        return
    st.markdown(f"Both entries agree. Checks: {outcome_badge(answered.checks.outcome)}")
    kind = kind_of(answered)
    label, file_name = _KINDS[kind]
    if kind == "refused":
        st.error("The order is contraindicated: the sheet is a refusal, with nothing to sign.")
    elif kind in NOTHING_TO_SIGN:
        st.warning(NOTHING_TO_SIGN[kind])
    verification = Verification(compared, second["first_by"], second["second_by"], second["when"])
    try:
        with st.spinner("Typesetting the sheet"):
            pdf = verified_sheet(answered, case, plan, verification)
    except units.Refused as refused:
        st.error(escaped(refused.message), icon=":material/error:")
        return
    st.download_button(
        label, pdf, file_name=file_name, mime="application/pdf", icon=":material/picture_as_pdf:",
        on_click="ignore", type="primary",
    )  # fmt: skip


def _row(each: Any) -> dict[str, str]:
    words = {"agrees": "agrees", "differs": "**DIFFERS**", "not_needed": "not needed"}
    return {
        "Field": each.field.capitalize(),
        "First entry": escaped(each.first) or "–",
        "Second entry": escaped(each.second) or "–",
        "": words[each.verdict],
    }
