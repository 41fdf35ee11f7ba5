"""An answer as a table, and as a file to take away."""

import pandas as pd
import streamlit as st

from charts.alternative import table
from data.inert import csv_bytes
from i18n import Say
from metrics.answer import Answer


def draw_answer_table(found: Answer, say: Say, key: str) -> None:
    """The table, and the button under `key` that downloads it as CSV."""
    st.dataframe(table(found, say), hide_index=True, key=f"{key}_table")
    st.download_button(say("Download as CSV"), csv_bytes(_plain_numbers(found, say)), f"{found.kpi.name}.csv", "text/csv", key=key,
                       on_click="ignore")


def _plain_numbers(found: Answer, say: Say) -> pd.DataFrame:
    """The answer for a spreadsheet: days and numbers as such, hidden ones empty."""
    rows = found.rows
    return pd.DataFrame({say("Period"): rows["period"].map(str), say("Group"): rows["group"].map(lambda group: group or ""),
                         say("Value"): rows["value"], say("95% from"): rows["low"], say("95% to"): rows["high"], say("Answers"): rows["n"]})
