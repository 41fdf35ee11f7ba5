"""Attempts of one person at one exam on one day: which came first, where neither a number nor a
time of day says so."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.checking.alike import duplicated
from data.questions import Choice, Question
from errors import Message
from i18n import N_, Text

NAME, TOP_DOWN, BOTTOM_UP = "same_day", "top_down", "bottom_up"
_CHOICES = (
    Choice(TOP_DOWN, N_("The upper row came first: the file lists the oldest results at the top.")),
    Choice(
        BOTTOM_UP, N_("The lower row came first: the file lists the newest results at the top.")
    ),
)
_RESULT, _ITEM = (
    ["employee", "course", "module", "attempt", "date"],
    ["employee", "course", "module", "attempt", "date", "version", "item"],
)


def unordered(rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Rows of a file whose order nothing tells though their outcomes differ, with `came_out`: a
    pass beside a fail, or an item with two scores."""
    if kind not in ("training", "exam_item"):
        return rows.iloc[:0].assign(came_out=None)
    is_result = kind == "training"
    known = (
        rows["outcome"].notna() | rows["score"].notna() & rows["pass_mark"].notna()
        if is_result
        else rows["score"].notna()
    )
    alike = _RESULT if is_result else _ITEM
    several = rows[known & duplicated(rows, alike, keep=False)]
    several = several.assign(came_out=passes(several) if is_result else several["score"])
    return several[several.groupby(alike, dropna=False)["came_out"].transform("nunique") > 1]


def questions(rows: pd.DataFrame, found: pd.DataFrame, kind: str) -> tuple[Question, ...]:
    """What is to be asked of the rows of a file, of which `found` are unordered."""
    if found.empty:
        return ()
    alike = _RESULT if kind == "training" else _ITEM
    pair = next(rows for _, rows in found.groupby(alike, dropna=False, sort=False)).sort_values(
        "line"
    )
    one, other = pair.iloc[0], pair[pair["came_out"] != pair.iloc[0]["came_out"]].iloc[0]
    blanks = {
        "people": found["employee"].nunique(),
        "person": one["employee"],
        "course": one["course"],
        "day": one["date"].date(),
        "first": int(one["line"]),
        "second": int(other["line"]),
        "one": _plain(one),
        "other": _plain(other),
    }
    if kind == "training":
        message = Message(
            "People who passed and failed the same exam on the same day, where no time of day and "
            "no attempt number says which "
            "came first: {people}. For example “{person}”, “{course}”, {day}: {one} in row "
            "{first}, {other} in row {second}. The "
            "first-attempt pass rate and the pending retakes depend on it.",
            blanks,
        )
    else:
        message = Message(
            "People with two scores for the same exam item on the same day, where no time of day "
            "and no attempt number says which "
            "came first: {people}. For example “{person}”, “{course}”, {day}: {one} in row "
            "{first}, {other} in row {second}. Exam "
            "items are judged by first attempts.",
            blanks,
        )
    return (Question(NAME, message, _CHOICES, _likely(rows, found, alike)),)


def is_bottom_up(asked: tuple[Question, ...], answers: Mapping[str, str]) -> bool:
    """Whether the lower of two such rows came first: as answered, else as is likely."""
    return any(question.answer(answers) == BOTTOM_UP for question in asked if question.name == NAME)


def passes(rows: pd.DataFrame) -> pd.Series:
    """Whether each of these exam results is a pass: as the file says, else by the score that
    passes."""
    return (
        rows["outcome"]
        .eq("passed")
        .where(rows["outcome"].notna(), rows["score"] >= rows["pass_mark"])
        .astype(bool)
    )


def _plain(row: pd.Series) -> float | Text:
    """The score of a row, or how it came out where there is none."""
    score = row["score"]
    if pd.isna(score):
        return N_("passed") if row["came_out"] else N_("failed")
    return int(score) if float(score).is_integer() else float(score)


def _likely(rows: pd.DataFrame, found: pd.DataFrame, alike: list[str]) -> str:
    """A file whose dates fall from top to bottom is newest first; where they do neither, who sits
    again the same day had failed before."""
    steps = np.sign(rows.sort_values("line")["date"].diff().dt.total_seconds().dropna()).sum()
    if steps:
        return BOTTOM_UP if steps < 0 else TOP_DOWN
    ends = (
        found.sort_values("line")
        .groupby(alike, dropna=False)["came_out"]
        .agg(["first", "last"])
        .astype(float)
    )
    return BOTTOM_UP if (ends["first"] - ends["last"]).sum() > 0 else TOP_DOWN
