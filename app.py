"""The web app's door: navigation, the draft banner, the patient panel."""

from __future__ import annotations

import streamlit as st

from plan_data import load_plan
from views import (
    about,
    body,
    cyclophosphamide,
    eculizumab,
    frame,
    induction,
    maintenance,
    mycophenolate,
    panel,
    rituximab,
    scig,
    titration,
)

st.set_page_config(page_title="MMN Dose Planner", layout="wide")

page = st.navigation(
    {
        "Doses": [
            st.Page(induction.page, title="Induction", url_path="induction", default=True),
            st.Page(maintenance.page, title="Maintenance", url_path="maintenance"),
            st.Page(scig.page, title="SCIg conversion", url_path="scig"),
            st.Page(cyclophosphamide.page, title="Cyclophosphamide", url_path="cyclophosphamide"),
            st.Page(rituximab.page, title="Rituximab", url_path="rituximab"),
            st.Page(body.page, title="Body size", url_path="body"),
        ],
        "Other treatments": [
            st.Page(titration.page, title="Symptomatic drugs", url_path="titration"),
            st.Page(mycophenolate.page, title="Mycophenolate", url_path="mycophenolate"),
            st.Page(eculizumab.page, title="Eculizumab", url_path="eculizumab"),
        ],
        "About": [st.Page(about.page, title="Plan and sources", url_path="about")],
    }
)

plan = load_plan()
frame.draft_banner(plan)
st.title(page.title)
if page.url_path != "about":
    panel.patient_panel(plan)
page.run()
