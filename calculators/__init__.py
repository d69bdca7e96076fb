"""Pure calculators: no clock, no files, no Streamlit. One calculator a file."""
