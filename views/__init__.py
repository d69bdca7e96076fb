"""Streamlit pages, one a task: they gather, call and show, and do no arithmetic."""
