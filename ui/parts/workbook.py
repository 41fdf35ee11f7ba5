"""Tables to be taken away as a workbook."""

from collections.abc import Callable, Mapping

import pandas as pd

from data.exports.workbook import workbook_bytes
from i18n import Say
from ui.parts import st

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw_workbook(
    sheets: Callable[[], Mapping[str, pd.DataFrame]], file: str, key: str, say: Say
) -> None:
    """The button that downloads `file`.xlsx; its sheets are made once somebody asks for them."""
    st.download_button(
        say("Download as workbook"),
        lambda: workbook_bytes(sheets()),
        f"{file}.xlsx",
        _XLSX,
        key=key,
        on_click="ignore",
    )
