"""What the app is measured against: one number in, one metric out."""

import streamlit as st

weight = st.number_input("Weight", value=70)
st.metric("Course total", f"{2 * weight} g")
