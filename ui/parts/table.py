"""The one table of the pages: to be read here, and taken away as a file in which no spreadsheet
finds a formula.

Streamlit's own toolbar exports the cells as they are, formulas too: it is off
(`disableDataExport` in .streamlit/config.toml, ui/shell/style.py). On a phone a table
that is broader than the screen says so, and names what is not seen at first: no
bar shows there that it can be moved. Its first column stays in sight.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
import streamlit

from charts.axes import text_width
from data.exports.formula_safe import csv_bytes
from i18n import Say, rounded
from ui.parts import st
from ui.parts.visitor import is_phone, speaker

_SCREEN = 358  # pixels of a phone's screen within the page's margins
_LETTERS, _MARGINS, _NARROWEST, _BROADEST = (
    13,
    18,
    50,
    500,
)  # pixels of a table: size of letters, beside a text, and of its columns
_LOOKED_AT = 100  # first rows by whose texts the breadth of a column is told
# In place of the word None, which Streamlit shows and nobody translates.
_MISSING = "–"


@dataclass(frozen=True)
class TableLook:
    """`right`: the columns of text that are set to the right, as numbers are; `wide`: the pixels of
    columns that Streamlit would make too narrow; `width`: of the whole, "stretch" or "content"."""

    right: Iterable[str] = ()
    wide: Mapping[str, int] = field(default_factory=dict)
    width: str = "stretch"


PLAIN = TableLook()


def show_table(
    rows: pd.DataFrame | Sequence[dict[str, object]],
    key: str,
    look: TableLook = PLAIN,
) -> None:
    """The table alone, where the download stands elsewhere."""
    looks = {name: {"alignment": "right"} for name in look.right} | {
        name: {"width": pixels} for name, pixels in look.wide.items()
    }
    told = {name: st.column_config.TextColumn(**look) for name, look in looks.items()}
    if is_phone():
        table, say = pd.DataFrame(rows), speaker()
        beyond = beyond_screen(table, look.wide)
        if beyond:
            first = table.columns[0]
            told[first] = st.column_config.Column(**looks.get(first, {}), pinned=True)
            tell_beyond(beyond, say)
    streamlit.dataframe(
        rows, look.width, hide_index=True, key=key, column_config=told, placeholder=_MISSING
    )


def tell_beyond(columns: Sequence[str], say: Say) -> None:
    """Above a table that is broader than the screen: that it can be moved, and to what."""
    st.caption(
        say(
            "The table goes on to the right: move it sideways to see {columns}.",
            columns=list(columns),
        )
    )


def beyond_screen(table: pd.DataFrame, wide: Mapping[str, int]) -> list[str]:
    """The columns of a table, set as broad as Streamlit sets them, that do not end on the screen of
    a phone."""
    ends, beyond = 0.0, []
    for at, name in enumerate(table.columns):
        cells = [
            f"{rounded(cell, 4)}" if isinstance(cell, float) else str(cell)
            for cell in table.iloc[:_LOOKED_AT, at]
        ]
        broadest = max(text_width(text, _LETTERS) for text in (str(name), *cells))
        ends += wide.get(name, min(max(broadest + _MARGINS, _NARROWEST), _BROADEST))
        if ends > _SCREEN:
            beyond.append(str(name))
    return beyond


def show_first_with_file(
    rows: pd.DataFrame,
    most: int,
    file: str,
    key: str,
    say: Say,
    look: TableLook = PLAIN,
) -> None:
    """The first rows of a long table, how many there are, and the button that downloads all of them
    as `file`.csv."""
    show_table(rows.head(most), f"{key}_table", look)
    draw_rest(rows, most, file, f"{key}_file", say)


def draw_rest(rows: pd.DataFrame, most: int, file: str, key: str, say: Say) -> None:
    """Below the first rows of a long table: how many there are, and the button that downloads all
    of them as `file`.csv."""
    if len(rows) > most:
        st.caption(
            say("The first {shown} of {all}; the file has all of them.", shown=most, all=len(rows))
        )
    _draw_file(rows, file, key, say)


def show_table_with_file(
    rows: pd.DataFrame, file: str, key: str, say: Say, look: TableLook = PLAIN
) -> None:
    """The table, and the button that downloads it as `file`.csv."""
    show_table(rows, key, look)
    _draw_file(rows, file, f"{key}_file", say)


def _draw_file(rows: pd.DataFrame, file: str, key: str, say: Say) -> None:
    st.download_button(
        say("Download as CSV"),
        lambda: csv_bytes(rows),
        f"{file}.csv",
        "text/csv",
        key=key,
        on_click="ignore",
    )
