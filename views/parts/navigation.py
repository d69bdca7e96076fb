"""The app's pages by address, so that one page can link to another without losing the patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterable

    from streamlit import Page

_PAGES = "pages_by_address"

# The treatment's page; one that is not named here has none.
TREATMENT_PAGES = {
    "ivig_induction": "",
    "ivig_maintenance": "maintenance",
    "scig": "scig",
    "cyclophosphamide": "cyclophosphamide",
    "rituximab": "rituximab",
    "mycophenolate": "mycophenolate",
    "eculizumab": "eculizumab",
    "gabapentin": "titration",
    "pregabalin": "titration",
    "duloxetine": "titration",
    "amitriptyline": "titration",
    "acetaminophen": "titration",
    "modafinil": "titration",
    "mexiletine": "titration",
    "magnesium_oxide": "titration",
}


def remember_page(pages: Iterable[Page]) -> None:
    """Keep this session's pages; a link needs the page itself."""
    st.session_state[_PAGES] = {page.url_path: page for page in pages}


def link(address: str, label: str, *, icon: str, find: str = "") -> None:
    """Draw a link to a page; a link by an ordinary address would load the app anew.

    Parameters
    ----------
    find
        What the plan page is to search for.
    """
    page = st.session_state.get(_PAGES, {}).get(address)
    if page is not None:  # alone, as in a test of one page, it has no other page to link to
        st.page_link(page, label=label, icon=icon, query_params={"find": find} if find else None)


def place_links(places: Iterable[str]) -> None:
    """Draw a link into the plan for each row of it among `places`."""
    parts = (part.strip() for place in places for part in place.split(";"))
    rows = dict.fromkeys(
        " · ".join(part.split(" · ")[:2]) for part in parts if part[:1].isdigit() and " · " in part
    )
    with st.container(horizontal=True):
        for row in rows:
            link("plan", row, icon=":material/menu_book:", find=row)
