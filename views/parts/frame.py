"""What stands around every page: the draft banner and the few lines of style."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from plan_data.schema.plan import Plan

# Fixed text only: nothing that a user typed ever goes into this.
_STYLE = Path(__file__).parent / "style.css"


def draft_banner(plan: Plan) -> None:
    """Show that the plan is a draft; it stays in sight while the page scrolls."""
    with st.container(key="draft_banner"):
        st.html(_STYLE)
        st.markdown(f":material/warning: {plan.identity.banner}")


@contextmanager
def top_bar(plan: Plan) -> Iterator[None]:
    """Draw the bar that stays at the top: what is drawn within it, then the draft banner."""
    with st.container(key="top_bar", horizontal=True, vertical_alignment="center", gap="small"):
        yield
        draft_banner(plan)


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


# What a page would make a link of wherever it stands: http:, https:, www. and an address of mail
# (GitHub Flavored Markdown, autolinks). It is looked for in what Markdown leaves of a text, so that
# no backslash helps; an empty stretch of colour cuts the text in two, and shows nothing.
_BEFORE_A_LINK = re.compile(
    r"(?<=http)(?=\\:)|(?<=https)(?=\\:)|(?<=www)(?=\\\.)|(?=@)", re.IGNORECASE
)
_CUT = ":gray[]"


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is, with no link, picture or emphasis in it."""
    for mark in "\\`*_{}[]()<>#+-.!|$~:&":
        text = text.replace(mark, "\\" + mark)
    return _BEFORE_A_LINK.sub(_CUT, text)
