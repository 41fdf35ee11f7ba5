"""The Service Culture Dashboard: start it with `streamlit run app.py`."""

from ui.shell.frame import run

run()
