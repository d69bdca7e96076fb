"""The web app's door: navigation, the draft banner, the patient panel."""

from __future__ import annotations

import streamlit as st

from plan_data import load_plan
from views import (
    about,
    allowed,
    bedside,
    body,
    case_file,
    check_twice,
    cyclophosphamide,
    eculizumab,
    frame,
    induction,
    maintenance,
    monitoring,
    mycophenolate,
    navigation,
    panel,
    plan,
    products,
    review,
    rituximab,
    scig,
    titration,
    verify,
)

st.set_page_config(page_title="MMN Dose Planner", layout="wide")

# Pages that are about a patient; the panel stands on these.
PATIENT_PAGES = {
    "Doses": [
        st.Page(induction.page, title="Induction", url_path="induction", default=True),
        st.Page(maintenance.page, title="Maintenance", url_path="maintenance"),
        st.Page(scig.page, title="SCIg conversion", url_path="scig"),
        st.Page(cyclophosphamide.page, title="Cyclophosphamide", url_path="cyclophosphamide"),
        st.Page(rituximab.page, title="Rituximab", url_path="rituximab"),
        st.Page(body.page, title="Body size", url_path="body"),
    ],
    "Pharmacist": [
        st.Page(verify.page, title="Verify", url_path="verify"),
    ],
    "Other treatments": [
        st.Page(titration.page, title="Symptomatic drugs", url_path="titration"),
        st.Page(mycophenolate.page, title="Mycophenolate", url_path="mycophenolate"),
        st.Page(eculizumab.page, title="Eculizumab", url_path="eculizumab"),
    ],
}
READING_PAGES = {
    "At the bedside": [
        st.Page(bedside.page, title="Bedside", url_path="bedside"),
        st.Page(products.page, title="Products", url_path="products"),
    ],
    "Check": [
        st.Page(check_twice.page, title="Check twice", url_path="check-twice"),
        st.Page(allowed.page, title="Is this allowed?", url_path="allowed"),
        st.Page(monitoring.page, title="Monitoring", url_path="monitoring"),
    ],
    "The plan": [
        st.Page(plan.page, title="The plan", url_path="plan"),
        st.Page(review.page, title="For the reviewer", url_path="review"),
        st.Page(about.page, title="About and sources", url_path="about"),
    ],
}

ALL_PAGES = {**PATIENT_PAGES, **READING_PAGES}

# Unfolded, although the sidebar holds more: a page that is folded away is not found.
page = st.navigation(ALL_PAGES, expanded=True)
navigation.remember(entry for group in ALL_PAGES.values() for entry in group)

frame.draft_banner(load_plan())
st.title(page.title)
if any(page in group for group in PATIENT_PAGES.values()):
    panel.patient_panel(load_plan())
page.run()
# Last, so that what this run has asked is in the case.
case_file.case_controls(load_plan())
