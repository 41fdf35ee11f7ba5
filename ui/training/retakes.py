"""Section “Retakes”: who waits as of today, since when it is overdue, and what it means for the
final pass rate."""

from datetime import date
from html import escape

import pandas as pd

from data.exports.formula_safe import csv_bytes
from data.roles import exam_units
from i18n import N_, Say
from metrics.snapshot import Snapshot, remembered
from metrics.training.retakes import RETAKE_WITHIN, Outlook, exams_of, outlook, retake_list
from ui.parts import st
from ui.parts.table import show_table
from ui.parts.viewer import viewer
from ui.state.board import looked_at, today
from ui.training.page import MOST_ROWS


@remembered(8)
def _retakes(snapshot: Snapshot) -> tuple[pd.DataFrame, Outlook]:
    return (
        retake_list(snapshot.reading, snapshot.today),
        outlook(snapshot.reading, snapshot.today),
    )


def draw_retakes(say: Say) -> None:
    """The list for those who work with it. Whom to call now does not hang on the month that is
    looked at."""
    day = today()
    waiting, ahead = looked_at(_retakes)
    people = waiting["employee"].nunique()
    if waiting.empty:
        nobody = (
            N_("Nobody waits for a retake as of today, {day}.")
            if exam_units(viewer()) is None
            else N_("Nobody of your units waits for a retake as of today, {day}.")
        )
        _finding(say(nobody, day=day))
    else:
        overdue = waiting.dropna(subset="overdue_since")
        _finding(
            say(
                "Waiting for a retake as of today, {day}: {exams}. For more than {days} days: "
                "{overdue}.",
                day=day,
                exams=exams_of(len(waiting), people),
                overdue=len(overdue),
                days=RETAKE_WITHIN,
            )
        )
    _caption(say)
    st.html(f'<div class="scd-chip">{escape(say(ahead.sentence()))}</div>')
    st.caption(
        say(
            "No plan sets a time for retakes. Here one is overdue {days} days after the exam that "
            "was failed.",
            days=RETAKE_WITHIN,
        )
    )
    if waiting.empty:
        return
    shown = _named(waiting, say)
    show_table(shown.head(MOST_ROWS), "retake_table")
    if len(shown) > MOST_ROWS:
        st.caption(
            say(
                "The {shown} longest waiting of {all}; the download has all.",
                shown=MOST_ROWS,
                all=len(shown),
            )
        )
    st.download_button(
        say("Download the list for HR"),
        lambda: csv_bytes(_plain(waiting, say)),
        f"retakes-{day:%Y-%m-%d}.csv",
        "text/csv",
        key="retake_file",
        on_click="ignore",
    )


def _caption(say: Say) -> None:
    st.caption(
        say(
            "Always as of today, whatever the month chosen above. Whoever has left by the roster "
            "is not waiting."
        )
    )


def _finding(sentence: str) -> None:
    st.html(f'<h2 class="scd-finding">{escape(sentence)}</h2>')


def _named(waiting: pd.DataFrame, say: Say) -> pd.DataFrame:
    """The list in the reader's words."""
    return _columns(waiting, say, lambda day: say.date(day) if day else "–")


def _plain(waiting: pd.DataFrame, say: Say) -> pd.DataFrame:
    """The table with days that spreadsheets sort."""
    return _columns(waiting, say, lambda day: day.isoformat() if day else "")


def _columns(waiting: pd.DataFrame, say: Say, day) -> pd.DataFrame:
    return pd.DataFrame(
        {
            say("Employee"): waiting["employee"],
            say("Overdue since"): [day(_or_none(at)) for at in waiting["overdue_since"]],
            say("Course"): waiting["course"],
            say("Failed on"): [day(at) for at in waiting["failed_on"]],
            say("Attempts"): waiting["attempts"],
            say("Score"): waiting["score"],
            say("Pass mark"): waiting["pass_mark"],
            say("Store"): waiting["store"].fillna(""),
            say("Department"): waiting["department"].fillna(""),
        }
    )


def _or_none(day: object) -> date | None:
    return None if pd.isna(day) else day
