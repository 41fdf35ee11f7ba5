"""A table taken away as a file that says what it is: the months, the filter, the target."""

import pandas as pd

from data.exports.formula_safe import csv_bytes
from i18n import Say
from metrics.voice.span import Span
from ui.operations.view import OperationsView
from ui.parts import st
from ui.state.filters import places_words


def draw_file(
    rows: pd.DataFrame, file: str, view: OperationsView, span: Span, say: Say, target: str = ""
) -> None:
    """The button that downloads the rows as `file`.csv, with months, filter and, where there is one,
    `target` beside each."""
    told = with_about(rows, view, span, say, target)
    st.download_button(
        say("Download as CSV"),
        lambda: csv_bytes(told),
        f"{file}_{span.last:%Y-%m}.csv",
        "text/csv",
        key=f"operations_{file}_file",
        on_click="ignore",
    )


def with_about(
    rows: pd.DataFrame, view: OperationsView, span: Span, say: Say, target: str = ""
) -> pd.DataFrame:
    """The rows with what they are about beside each."""
    about = {
        say("Months looked at"): span.spoken(say),
        say("Filter"): places_words(view.only, say),
        **({say("Target"): target} if target else {}),
    }
    return rows.assign(**{name: text for name, text in about.items() if name not in rows})
