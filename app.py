"""The Service Culture Dashboard: start it with `streamlit run app.py`."""

from ui.frame import run

run()
