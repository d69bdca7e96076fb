"""The app's pages by address, so that one page can link to another without losing the patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from streamlit import Page

    from views.all_pages import Entry, Place

_PAGES = "pages_by_address"
_LAST_IN = "last_page_in_place"
_LANDS_ON = "lands_on_page"


def remember_pages(pages: Mapping[str, Page]) -> None:
    """Keep this session's pages by address; a link needs the page itself."""
    st.session_state[_PAGES] = dict(pages)


def draw_places(places: Sequence[Place], here: Place) -> None:
    """Draw a link to each place, to the page that was last looked at there."""
    last: dict[str, str] = st.session_state.get(_LAST_IN, {})
    for place in places:
        with st.container(
            key=f"place_{_as_key(place.name)}{_here(place is here)}", width="content"
        ):
            first = place.pages[0].address
            link(last.get(place.name, first), place.name, icon=place.icon)


def draw_pages(here: Place, page: Entry) -> None:
    """Draw a link to each page of a place; the one in view is marked."""
    st.session_state.setdefault(_LAST_IN, {})
    if page.listed:
        st.session_state[_LAST_IN][here.name] = page.address
    listed = [each for each in here.pages if each.listed]
    if len(listed) == 1:
        return
    with st.container(key="pages", horizontal=True, gap=None):
        for each in listed:
            with st.container(key=f"page_{each.address}{_here(each is page)}", width="content"):
                link(each.address, each.short or each.title)


def draw_bottom_bar(places: Sequence[Place], here: Place) -> None:
    """Draw the places once more at the bottom, in reach of a thumb; only a phone shows it."""
    last: dict[str, str] = st.session_state[_LAST_IN]
    with st.bottom, st.container(key="bottom_bar", horizontal=True, gap=None):
        for place in places:
            with st.container(
                key=f"thumb_{_as_key(place.name)}{_here(place is here)}", width="content"
            ):
                link(last.get(place.name, place.pages[0].address), place.name)


def _as_key(name: str) -> str:
    return name.lower().replace(" ", "_")


def _here(here: bool) -> str:  # noqa: FBT001  (the one thing that it is told)
    return "_here" if here else ""


def link(address: str, label: str, *, icon: str | None = None, find: str = "") -> None:
    """Draw a link to a page; a link by an ordinary address would load the app anew.

    Parameters
    ----------
    find
        What the plan page is to search for.
    """
    page = st.session_state.get(_PAGES, {}).get(address)
    if page is not None:  # alone, as in a test of one page, it has no other page to link to
        st.page_link(page, label=label, icon=icon, query_params={"find": find} if find else None)


def land_on(address: str) -> None:
    """Have the next run begin at another page; a control's callback cannot change it itself."""
    st.session_state[_LANDS_ON] = address


def land() -> None:
    """Go to the page that the last run asked for, if it did and there is one."""
    address: str = st.session_state.pop(_LANDS_ON, "")
    if address:
        go_to(address)


def go_to(address: str) -> None:
    """Show another page in this one's place, with the patient as it is."""
    page = st.session_state.get(_PAGES, {}).get(address)
    if page is not None:
        st.switch_page(page)


def place_links(places: Iterable[str]) -> None:
    """Draw a link into the plan for each row of it among `places`."""
    parts = (part.strip() for place in places for part in place.split(";"))
    rows = dict.fromkeys(
        " · ".join(part.split(" · ")[:2]) for part in parts if part[:1].isdigit() and " · " in part
    )
    with st.container(horizontal=True):
        for row in rows:
            link("plan", row, icon=":material/menu_book:", find=row)
