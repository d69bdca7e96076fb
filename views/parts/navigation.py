"""The app's pages by address, so that one page can link to another without losing the patient."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from views.parts.messages import has_seen, number_of_the_last

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from streamlit import Page

    from views.all_pages import Entry, Place

# Fixed text only: nothing that a user typed ever goes into this.
_SCRIPT = Path(__file__).parent / "links.js"
_PAGES = "pages_by_address"
_LAST_IN = "last_page_in_place"
_LANDS_ON = "lands_on_page"
_WENT_TO = "went_to_page"


def remember_pages(pages: Mapping[str, Page]) -> None:
    """Keep this session's pages by address; a link needs the page itself."""
    st.session_state[_PAGES] = dict(pages)


@cache
def _links() -> Any:
    script = _SCRIPT.read_text(encoding="utf-8")
    return st.components.v2.component("links", html="<nav></nav>", js=script, isolate_styles=False)


def _draw_links(key: str, name: str, current: str, links: list[dict[str, Any]]) -> None:
    """Draw links in a row.

    Parameters
    ----------
    name
        Of the row, for who hears it.
    current
        What the link that is marked leads to, as ARIA says it.
    links
        Of each the address, label, icon, and whether it is marked.
    """
    pages: Mapping[str, Page] = st.session_state.get(_PAGES, {})
    for each in links:
        each["href"] = f"./{pages[each['address']].url_path}"

    # It is read where it is drawn: no callback is there in a session that has just begun, and the
    # click that finds the server new is not to be lost.
    clicked = _links()(
        key=key,
        # A tuple: whether a list is a table, the framework asks pandas, and would load it for that.
        data={"name": name, "current": current, "links": tuple(links)},
        on_goes_to_change=lambda: None,
        width="content",
    )
    if clicked.goes_to in pages:
        land_on(clicked.goes_to)


def draw_places(places: Sequence[Place], here: Place) -> None:
    """Draw a link to each place, to the page that was last looked at there."""
    last: dict[str, str] = st.session_state.get(_LAST_IN, {})
    links = [
        {
            "address": last.get(place.name, place.pages[0].address),
            "label": place.name,
            "icon": place.icon,
            "here": place is here,
        }
        for place in places
    ]
    _draw_links("places", "Places", "true", links)


def draw_pages(here: Place, page: Entry) -> None:
    """Draw a link to each page of a place; the one in view is marked."""
    st.session_state.setdefault(_LAST_IN, {})
    if page.listed:
        st.session_state[_LAST_IN][here.name] = page.address
    listed = [each for each in here.pages if each.listed]
    if len(listed) == 1:
        return
    links = [
        {
            "address": each.address,
            "label": each.short or each.title,
            "icon": "",
            "here": each is page,
        }
        for each in listed
    ]
    _draw_links("pages", f"Pages of {here.name}", "page", links)


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


def stay(here: str) -> None:
    """Go on with the page that was gone to, where a browser that has not seen it yet shows another.

    With each click it names the page on which it was made, so the one before would come back.

    Parameters
    ----------
    here
        The address of the page that the browser shows.
    """
    address, since = st.session_state.get(_WENT_TO, ("", 0))
    if address != here and not has_seen(since):
        go_to(address)


def go_to(address: str) -> None:
    """Show another page in this one's place, with the patient as it is."""
    page = st.session_state.get(_PAGES, {}).get(address)
    if page is not None:
        st.session_state[_WENT_TO] = (address, number_of_the_last())
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
