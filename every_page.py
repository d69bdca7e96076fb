"""What runs at each visit: navigation, the draft banner, the patient panel, the page itself."""

from __future__ import annotations

import streamlit as st

from plan_data import load_plan
from views.all_pages import PATIENT_PAGES, pages_for
from views.parts import case_file, frame, navigation, panel, store

st.set_page_config(page_title="MMN Dose Planner", layout="wide")
store.new_run()

OFFERED = {group: entries for group, entries in pages_for(load_plan()).items() if entries}
FIRST = next(iter(OFFERED.values()))[0]
ALL_PAGES = {
    group: [
        st.Page(entry.draw, title=entry.title, url_path=entry.address, default=entry is FIRST)
        for entry in entries
    ]
    for group, entries in OFFERED.items()
}

# Unfolded, although the sidebar holds more: a page that is folded away is not found.
page = st.navigation(ALL_PAGES, expanded=True)
navigation.remember_page(entry for group in ALL_PAGES.values() for entry in group)

frame.draft_banner(load_plan())
st.title(page.title)
if any(page in ALL_PAGES.get(group, ()) for group in PATIENT_PAGES):
    panel.patient_panel(load_plan())
page.run()
# Last, so that what this run has asked is in the case.
case_file.case_controls(load_plan())
