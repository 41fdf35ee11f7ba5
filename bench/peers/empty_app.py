"""The least that Streamlit can show: one select box and the words for what is chosen."""

import streamlit as st

st.write(st.selectbox("Month", [f"Month {number}" for number in range(1, 25)]))
