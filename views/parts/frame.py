"""What stands around every page: the draft banner and the few lines of style."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from plan_data.schema.plan import Plan

# Fixed text only: nothing that a user typed ever goes into this.
_STYLE = """
<style>
.st-key-draft_banner {
    position: sticky; top: 3.75rem; z-index: 100;
    background: #fff3cd; border: 2px solid #8a5a00; border-radius: 0.5rem;
    padding: 0.4rem 0.75rem; gap: 0;
}
.st-key-draft_banner [data-testid="stMarkdownContainer"] { margin: 0; }
.st-key-draft_banner p { margin: 0; color: #4d3200; font-weight: 600; line-height: 1.35; }
[data-testid="stLayoutWrapper"]:has(> .st-key-draft_banner) {
    position: sticky; top: 3.75rem; z-index: 100;
}
.stMainBlockContainer { padding-top: 4.25rem; max-width: 60rem; }
.stMainBlockContainer h1 { font-size: 1.6rem; padding: 0 0 0.5rem; }
.stMainBlockContainer h3 { font-size: 1.25rem; }
.st-key-answer [data-testid="stMetricValue"] { font-size: 2.75rem; font-weight: 700; }
@media (max-width: 700px) {
    /* A table wraps on a phone, so that nobody has to scroll it sideways. */
    .stMarkdown table { table-layout: fixed; width: 100%; }
    .stMarkdown :is(th, td) { overflow-wrap: anywhere; padding: 0.25rem; font-size: 0.8rem; }
}
.st-key-bedside table { width: 100%; }
.st-key-bedside :is(th, td) { font-size: 1.15rem !important; padding: 0.3rem 0.5rem; }
.st-key-hung [data-testid="stMetricValue"] { font-size: 2.25rem; font-weight: 700; }
@media (max-width: 700px) {
    /* The four figures side by side, and the whole ladder, on one screen of a phone. */
    .st-key-hung { gap: 0.75rem; }
    .st-key-hung [data-testid="stMetricValue"] { font-size: 1.35rem; }
    .st-key-bedside th { font-size: 0.9rem !important; }
    .st-key-bedside td { padding: 0.1rem 0.4rem; }
    .st-key-bedside p { line-height: 1.35; }
    .st-key-finish [data-testid="stMetricValue"] { font-size: 1.5rem; }
}
@media print {
    [data-testid="stSidebar"], [data-testid="stHeader"], .st-key-panel_facts { display: none; }
    /* Black on white, whatever the screen shows: a ward's printer has no colours. */
    .st-key-bedside * { color: #000 !important; background: #fff !important; }
    .st-key-bedside :is(th, td, [data-testid="stLayoutWrapper"]) { border-color: #000 !important; }
    .st-key-draft_banner { position: static; background: none; border-color: #000; }
    .st-key-draft_banner * { color: #000 !important; }
    .stMainBlockContainer { padding-bottom: 0; zoom: 0.85; }
}
</style>
"""


def draft_banner(plan: Plan) -> None:
    """Show that the plan is a draft; it stays in sight while the page scrolls."""
    with st.container(key="draft_banner"):
        st.html(_STYLE)
        st.markdown(f":material/warning: {plan.identity.banner}")


def table(rows: Sequence[Mapping[str, str]]) -> None:
    """Draw rows as a plain table that wraps on a phone and prints; each row has the same columns.

    Streamlit's own tables scroll sideways inside a box that no key reaches.
    """
    lines = [list(rows[0]), ["---"] * len(rows[0]), *([*row.values()] for row in rows)]
    texts = ([text.replace("|", "\\|") for text in line] for line in lines)
    st.markdown("\n".join(f"| {' | '.join(line)} |" for line in texts))


def aside(text: str) -> None:
    """Write a remark; the framework's own captions are too pale to be read by everyone."""
    st.markdown(f":gray[{text}]")


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is, with no link, picture or emphasis in it."""
    for mark in "\\`*_{}[]()<>#+-.!|$~:&":
        text = text.replace(mark, "\\" + mark)
    return text
