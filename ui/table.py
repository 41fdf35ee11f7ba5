"""The one table of the pages: to be read here, and taken away as a file in which no spreadsheet finds a formula.

Streamlit's own toolbar exports the cells as they are, formulas too: it is off
(`disableDataExport` in .streamlit/config.toml, ui/style.py).
"""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
import streamlit

from data.inert import csv_bytes
from i18n import Say
from ui import st


def show_table(rows: pd.DataFrame | Sequence[dict[str, object]], key: str, right: Iterable[str] = (), width: str = "stretch",
               wide: Mapping[str, int] | None = None) -> None:
    """The table alone, where the download stands elsewhere; `right`: the columns of text that are set to the right, as numbers are;
    `wide`: the pixels of columns that Streamlit would make too narrow."""
    looks = {name: st.column_config.TextColumn(alignment="right") for name in right}
    looks |= {name: st.column_config.TextColumn(width=pixels) for name, pixels in (wide or {}).items()}
    streamlit.dataframe(rows, width, hide_index=True, key=key, column_config=looks)


def show_table_with_file(rows: pd.DataFrame, file: str, key: str, say: Say, right: Iterable[str] = (), width: str = "stretch",
                         wide: Mapping[str, int] | None = None) -> None:
    """The table, and the button that downloads it as `file`.csv."""
    show_table(rows, key, right, width, wide)
    st.download_button(say("Download as CSV"), lambda: csv_bytes(rows), f"{file}.csv", "text/csv", key=f"{key}_file", on_click="ignore")
