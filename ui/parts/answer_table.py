"""An answer as a table, and as a file to take away: days and numbers as such, hidden ones empty,
those held with their day."""

from collections.abc import Mapping

import pandas as pd

from charts.alternative import table
from data.exports.book import book_bytes
from data.exports.formula_safe import csv_bytes
from i18n import Say, Text
from metrics.answers.answer import Answer
from ui.parts import st
from ui.parts.table import show_table


def draw_answer_table(found: Answer, say: Say, key: str) -> None:
    """The table of all periods, and the button under `key` that downloads it as CSV."""
    show_table(table(found, say), f"{key}_table")
    _draw_download(found, _periods(found, say) | _numbers(found.rows, say), say, key)


def draw_file(
    found: Answer, by: Text, key: str, say: Say, about: Mapping[str, str] | None = None
) -> None:
    """The button alone, for all groups of an answer of one period; `by`: what they are, `about`:
    names and texts that hold for all of them, such as the place and the target."""
    rows = found.rows.sort_values("group")
    told = {name: pd.Series(text, rows.index) for name, text in (about or {}).items()}
    _draw_download(found, {say(by): rows["group"]} | _numbers(rows, say) | told, say, key)


def draw_files(found: Answer, about: Mapping[str, str], file: str, key: str, say: Say) -> None:
    """The buttons that download an answer as CSV and as a workbook, both with what it is `about`:
    names and texts such as the place and the target."""
    columns = _periods(found, say) | _numbers(found.rows, say)
    told = pd.DataFrame(
        {**columns, **{name: [text] * len(found.rows) for name, text in about.items()}}
    )
    st.download_button(
        say("Download as CSV"),
        lambda: csv_bytes(told),
        f"{file}.csv",
        "text/csv",
        key=key,
        on_click="ignore",
    )
    st.download_button(
        say("Download as workbook"),
        lambda: book_bytes(pd.DataFrame(columns), say(found.kpi.label), tuple(about.items())),
        f"{file}.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key=f"{key}_book",
        on_click="ignore",
    )


def _periods(found: Answer, say: Say) -> dict[str, pd.Series]:
    rows = found.rows
    return {
        say("Period"): rows["period"].map(str),
        say("Group"): rows["group"].map(lambda group: group or ""),
    }


def _numbers(rows: pd.DataFrame, say: Say) -> dict[str, pd.Series]:
    numbers = {
        say("Value"): rows["value"],
        say("95% from"): rows["low"],
        say("95% to"): rows["high"],
        say("Answers"): rows["n"],
    }
    if rows["since"].isna().all():
        return numbers
    return numbers | {say("As of"): rows["since"].map(lambda day: "" if pd.isna(day) else str(day))}


def _draw_download(found: Answer, columns: dict[str, pd.Series], say: Say, key: str) -> None:
    st.download_button(
        say("Download as CSV"),
        csv_bytes(pd.DataFrame(columns)),
        f"{found.kpi.name}.csv",
        "text/csv",
        key=key,
        on_click="ignore",
    )
