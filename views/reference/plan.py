"""The whole plan, section by section, filtered to where the reader stands, and searchable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from calculators.requests.catalogue import calculator_of
from exchange.sheets.whole_plan import (
    PRIORITIES,
    STANDING,
    cited,
    is_wide,
    row_cells,
    row_name,
    whole_plan,
)
from plan_data import load_plan
from plan_data.find_section import find
from plan_data.schema.rules import SETTINGS
from views.parts.frame import aside, escaped, table
from views.parts.navigation import link
from views.reference.sections import sections_or_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plan_data.find_section import RowsFound
    from plan_data.schema.sections import Claim, Row, Section, Sections, StudyEvidence

_PRIORITIES = ("STAT", "URGENT", "ROUTINE", "EXT")


def page() -> None:
    """Draw the page."""
    sections, identity = sections_or_word(), load_plan().identity
    if sections is None:
        return
    if not (sections.tables or sections.claims):
        st.info(
            f"The plan “{identity.title}” (version {identity.version}) brings no sections to read. "
            "Its rules and its numbers stand beside each dose, and its numbers in the table for "
            "the reviewer."
        )
        return
    setting, priorities, text = _filters()
    st.download_button(
        "The whole plan, PDF",
        lambda: whole_plan(load_plan(), sections),
        f"plan-{identity.id}-{identity.version}.pdf",
        "application/pdf",
        key="whole_plan",
        icon=":material/picture_as_pdf:",
        on_click="ignore",
    )
    found = find(sections, setting, priorities, text)
    claims = [] if priorities else _claims(sections, text)
    rows = sum(len(each.rows) for each in found)
    where = f" for {setting}" if setting else ""
    aside(f"{_counted(rows, 'row')} in {_counted(len(found), 'table')}{where}. {PRIORITIES}")
    if not (found or claims):
        st.info("No row fits. Take a filter away, or search for fewer words.")
        return
    if rows + len(claims) <= _FEW:
        for each in found:
            _draw(each, folded=rows > _OPEN)
        _evidence(sections, claims, text)
        return
    _by_section(sections, found, claims, text)


_FEW = 12  # rows that are shown at once; of more it is said in which sections they stand
_OPEN = 3  # rows with many columns that are shown unfolded
_CONTENTS = "Contents"


def _by_section(
    sections: Sections, found: Sequence[RowsFound], claims: Sequence[Claim], text: str
) -> None:
    """Draw the section that was chosen among those with fitting rows, or the list of them."""
    labels = {_CONTENTS: _CONTENTS}
    labels |= {each.section.id: f"{_heading(each.section)} ({len(each.rows)})" for each in found}
    evidence = sections.evidence
    if claims and evidence is not None:
        labels[evidence.id] = f"{_heading(evidence)} ({len(claims)})"
    if st.session_state.get(_SECTION) not in labels:
        st.session_state[_SECTION] = _CONTENTS
    chosen = st.selectbox(
        "Section",
        list(labels),
        format_func=labels.__getitem__,
        key=_SECTION,
        persist_state="session",
        width=420,
    )
    if chosen == _CONTENTS:
        with st.container(key="contents", gap=None):
            for name in labels:
                if name != _CONTENTS:
                    st.button(
                        escaped(labels[name]),
                        key=f"to section {name}".replace(" ", "-"),
                        type="tertiary",
                        on_click=_open,
                        args=(name,),
                    )
        return
    for each in found:
        if each.section.id == chosen:
            _draw(each, folded=len(each.rows) > _OPEN)
    if evidence is not None and chosen == evidence.id:
        _evidence(sections, claims, text)


_SECTION = "plan_section"


def _open(name: str) -> None:
    st.session_state[_SECTION] = name


def _heading(section: Section | StudyEvidence) -> str:
    return f"{section.id} · {section.title}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _filters() -> tuple[str | None, list[str], str]:
    if "find" in st.query_params:
        st.session_state["plan_text"] = st.query_params["find"]
        del st.query_params["find"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        setting = st.segmented_control(
            "Setting shown", SETTINGS, key="plan_setting", persist_state="session"
        )
        priorities = st.pills(
            "Priority",
            _PRIORITIES,
            selection_mode="multi",
            key="plan_priorities",
            persist_state="session",
        )
        text = st.text_input(
            "Search the plan",
            key="plan_text",
            persist_state="session",
            placeholder="for example IgA, Gabapentin, grip",
            live="300ms",
        )
    return setting, list(priorities), (text or "").strip()


def _draw(found: RowsFound, *, folded: bool) -> None:
    section = found.section
    st.header(_heading(section), anchor=f"plan-{section.id}".replace(" ", "-"))
    if is_wide(section):
        for row in found.rows:
            _draw_row(row, found, folded=folded)
        return
    table([row_cells(row, section) for row in found.rows])
    for row in found.rows:
        if row.review:
            aside(f"For review, {row.name}: {row.review}")


def _draw_row(row: Row, found: RowsFound, *, folded: bool) -> None:
    """Draw a row with many columns as a small table of its own: heading and text."""
    key = f"row {row.place}".replace(" ", "-")
    cells = row_cells(row, found.section)
    lines = [f"| {heading} | {text} |" for heading, text in list(cells.items())[1:]]
    with st.expander(row_name(row), key=key) if folded else st.container(border=True, key=key):
        st.markdown(f"**{row_name(row)}** :gray[{row.place}]")
        st.markdown("| | |\n| --- | --- |\n" + "\n".join(lines))
        treatment = load_plan().treatments.get(row.treatment or "")
        page = None if treatment is None else calculator_of(treatment)
        if page is not None:
            link(page, f"Calculate {row.name}", icon=":material/calculate:")


def _claims(sections: Sections, text: str) -> list[Claim]:
    """Return the claims with what the plan cites for them that hold every word of the search."""
    words = text.casefold().split()
    if sections.evidence is None:
        return []
    return [
        claim
        for claim in sections.evidence.claims
        if all(word in f"{claim.place} {claim}".casefold() for word in words)
    ]


def _evidence(sections: Sections, claims: Sequence[Claim], text: str) -> None:
    evidence = sections.evidence
    if evidence is None:
        return
    if claims:
        st.header(_heading(evidence), anchor=f"plan-{evidence.id}".replace(" ", "-"))
        st.markdown(escaped(evidence.says))
        for claim in claims:
            st.markdown(_claim(claim))
    if evidence.further and not text:
        title = "Further evidence, which the plan does not cite"
        with st.expander(f"{title} ({len(evidence.further)})", key="further"):
            st.markdown(
                "\n".join(f"- {entry.says} {cited(entry.paper)}" for entry in evidence.further)
            )


def _claim(claim: Claim) -> str:
    plan = claim.plan
    lines = [
        f"**{claim.claim}** ({claim.level}) :gray[{claim.place}]",
        f"The plan cites {plan.citation}, ~~PMID {plan.pmid}~~: {plan.really}.",
        f"{STANDING[claim.standing]}: {cited(claim.corrected)}",
    ]
    return "  \n".join([*lines, *([claim.remark] if claim.remark else [])])
