"""What runs at each visit: the places, the draft banner, the patient panel, the page itself."""

from __future__ import annotations

import streamlit as st

from plan_data import BrokenPlanError, load_plan
from views.all_pages import places_for
from views.parts import case_file, frame, kept_case, navigation, panel, redraw, store, tools

st.set_page_config(page_title="MMN Dose Planner", layout="wide", initial_sidebar_state="collapsed")
store.new_run()
redraw.begin()

try:
    PLAN = load_plan()
except BrokenPlanError as broken:
    # Text, not Markdown: it names files and keys.
    st.error("Nothing can be calculated.")
    st.text(str(broken))
    st.stop()
PLACES = places_for(PLAN)
FIRST = PLACES[0].pages[0]
PAGES = {
    entry.address: st.Page(
        entry.draw,
        title=entry.title,
        url_path="" if entry is FIRST else entry.address,
        default=entry is FIRST,
    )
    for place in PLACES
    for entry in place.pages
}

# It stands at the app's own address, and who asks for it by its name finds it too. That is a page
# of its own: one that leads to the other would catch whoever goes back in the browser.
BY_ITS_NAME = st.Page(FIRST.draw, title=FIRST.title, url_path=FIRST.address)

# The places are drawn by the frame: the framework's own list has no room for four and their pages.
page = st.navigation([*PAGES.values(), BY_ITS_NAME], position="hidden")
navigation.remember_pages(PAGES)
navigation.land()
place, entry = next(
    ((place, entry) for place in PLACES for entry in place.pages if PAGES[entry.address] == page),
    (PLACES[0], FIRST),
)

with frame.top_bar(PLAN):
    navigation.draw_places(PLACES, place)
    case_at = st.container(key="case_at", width="content")
new = kept_case.bring_back(PLAN)
if entry.of_patient:
    panel.patient_panel(PLAN)
navigation.draw_pages(place, entry)
navigation.land()
navigation.stay(entry.address)
st.title(page.title)
page.run()
tools.begin_at_top(entry.address)
# Last, so that what this run has asked is in the case.
with case_at:
    case_file.case_controls(PLAN)
if not new:
    kept_case.hand_over()
redraw.end()
