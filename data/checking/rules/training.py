"""What an exam row needs beyond its cells: the highest possible score and the score that passes."""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.checking.answers.answers import as_percent, shares_told
from data.checking.rules.outcome import RowFault, RuleOutcome
from data.checking.rules.points import above_maximum, fraction_maximum, in_points, percent_rows
from data.matching.match import Match
from data.matching.unknown_maximum import says_percent
from data.reading.options import Options
from data.text.folding import bracketed
from data.values.cells import Cells, CellValues
from errors import FileRefused, Message, WrongCall
from i18n import N_

_HUNDRED = 100.0
_SHARES = ("score", "pass_mark")
# Of a heading that counts attempts, in place of numbering them.
_COUNTED = re.compile(
    r"attempts|tries|times|count|number of|versuche|tentatives|intentos|tentativas|次数|次數", re.I
)


def apply_rules(
    rows: pd.DataFrame,
    columns: Mapping[str, Cells],
    readings: Mapping[str, CellValues],
    match: Match,
    options: Options,
    *_: object,
) -> RuleOutcome:
    """The rows with `score`, `maximum` and `pass_mark` in the same units.

    FileRefused where nothing says what passes or what the highest score is. A
    file that says of each exam whether it was passed needs no pass mark.
    """
    if options.pass_mark is not None and not 0 < options.pass_mark <= 100:
        raise WrongCall(
            "The pass mark is {value} percent, outside 0 to 100.", value=options.pass_mark
        )
    told: list[Message] = []
    percent = {name: percent_rows(columns, readings, name, len(rows)) for name in _SHARES}
    if _says_percent(columns.get("score")) and rows["maximum"].notna().any():
        percent["score"] = percent["score"] | rows["score"].notna().to_numpy()
        if as_percent(rows["score"].to_numpy()):
            rows = rows.assign(score=(rows["score"] * _HUNDRED).round(9))
    maximum = _maximum(rows, percent["score"], columns, match, told)
    score = in_points(rows["score"], percent["score"], maximum)
    if match.maximum is None and rows["maximum"].isna().all() and as_percent(score.to_numpy()):
        told.append(shares_told(columns["score"].heading, _first_fraction(score)))
        score = (score * _HUNDRED).round(9)
    pass_mark = _pass_mark(rows, percent["pass_mark"], maximum, columns, options, told)
    settled = rows.assign(score=score, maximum=maximum, pass_mark=pass_mark)
    told += _contradictions(settled)
    told += _failed_on_no_day(settled, columns)
    if "attempt" in columns:
        told += _without_the_first(settled, columns["attempt"].heading)
    return RuleOutcome(
        settled,
        (
            *above_maximum(settled, "score", "maximum", columns),
            *above_maximum(settled, "pass_mark", "maximum", columns),
            *_without_pass_mark(settled, columns),
        ),
        tuple(told),
    )


def _maximum(
    rows: pd.DataFrame,
    percent: np.ndarray,
    columns: Mapping[str, Cells],
    match: Match,
    told: list[Message],
) -> pd.Series:
    """From the row, else from the heading of the score, else 100 where the scores allow it."""
    stated = (
        match.maximum if match.maximum is not None else _beside_score(rows, columns.get("score"))
    )
    known = rows["maximum"] if stated is None else rows["maximum"].fillna(stated)
    bare = rows["score"][known.isna() & ~percent].dropna()
    if bare.empty:
        return known.fillna(_HUNDRED)
    if (bare > _HUNDRED).mean() > 0.05:
        raise FileRefused(
            "{column} goes up to {highest}, and nothing says what the highest possible score is. "
            "Add a column with the maximum score, or give one maximum score for all rows.",
            column=columns["score"].heading,
            highest=float(bare.max()),
        )
    if says_percent(columns["score"].heading):
        return known.fillna(_HUNDRED)
    told.append(
        Message(
            "Nothing says what the highest possible score is, so {column} was read as points out "
            "of {maximum}. "
            "If that is not so, give the maximum score.",
            {"column": columns["score"].heading, "maximum": 100},
        )
    )
    return known.fillna(_HUNDRED)


def _beside_score(rows: pd.DataFrame, cells: Cells | None) -> float | None:
    """The maximum that a heading such as "Score (50)" or the cells (18 / 20) name, where no column
    does."""
    if cells is None or rows["maximum"].notna().any():
        return None
    top = fraction_maximum(cells)
    return bracketed(cells.heading, rows["score"].dropna().to_numpy()) if top is None else top


def _pass_mark(
    rows: pd.DataFrame,
    percent: np.ndarray,
    maximum: pd.Series,
    columns: Mapping[str, Cells],
    options: Options,
    told: list[Message],
) -> pd.Series:
    """From the row (points, or a percentage of the maximum), else the percentage the person
    gave."""
    if "pass_mark" not in columns and options.pass_mark is None and "outcome" not in columns:
        raise FileRefused(
            "This file does not say which score passes. "
            "Say what percent passes, or add a column with the pass mark."
        )
    marks = in_points(rows["pass_mark"], percent, maximum)
    if not percent.any() and as_percent(marks.to_numpy()) and (maximum > 1).all():
        told.append(
            Message(
                "All values under {column} lie between 0 and 1, so {example} was read as a share "
                "of the "
                "maximum score. If that is not meant, write the pass mark in points.",
                {"column": columns["pass_mark"].heading, "example": _first_fraction(marks)},
            )
        )
        marks = (marks * maximum).round(9)
    return (
        marks
        if options.pass_mark is None
        else marks.fillna((options.pass_mark / 100 * maximum).round(9))
    )


def _failed_on_no_day(rows: pd.DataFrame, columns: Mapping[str, Cells]) -> list[Message]:
    """What is told of failures that are rejected for want of a day, without which more seem to have
    passed than did."""
    failed = rows["outcome"].eq("failed")
    dateless = int((failed & rows["date"].isna()).sum())
    if not dateless or "date" not in columns:
        return []
    return [
        Message(
            "Failed results that name no day under “{heading}” are rejected (rows: {count} of {all}), so "
            "the pass rate is too high. Fill in these days, or load the file with another of its days.",
            {"all": int(failed.sum()), "count": dateless, "heading": columns["date"].heading},
        )
    ]


def _contradictions(rows: pd.DataFrame) -> list[Message]:
    """What is told of rows whose result is not what their score says, or whose score passes or
    fails by nothing that is known."""
    scored = rows["score"].notna() & rows["pass_mark"].notna()
    contrary = int(
        (
            scored
            & rows["outcome"].notna()
            & (rows["outcome"].eq("passed") != (rows["score"] >= rows["pass_mark"]))
        ).sum()
    )
    unknown = int((rows["score"].notna() & rows["pass_mark"].isna() & rows["outcome"].isna()).sum())
    return [
        Message(text, {"count": count})
        for text, count in (
            (
                N_(
                    "Rows whose result is not what the score and the pass mark say: {count}. The "
                    "result counts."
                ),
                contrary,
            ),
            (
                N_(
                    "Rows with a score, but without a result and a pass mark: {count}. They count "
                    "in the mean score only."
                ),
                unknown,
            ),
        )
        if count
    ]


def _without_the_first(rows: pd.DataFrame, heading: str) -> list[Message]:
    """What is told where a column counts the attempts of a person whose one row is not the first of
    them; a file of resits, whose column numbers them, says nothing of the kind."""
    numbered = rows[rows["attempt"].notna()]
    if not _COUNTED.search(heading) or not (numbered["attempt"] > 1).any():
        return []
    case = [numbered[name].fillna("") for name in ("employee", "course", "module")]
    if pd.concat(case, axis=1).duplicated().any():
        return []
    return [
        Message(
            "People and exams of which the file holds a later attempt, but not the first: {count}. "
            "Unless the first is stored already, the earliest that is there counts as the first.",
            {"count": int((numbered["attempt"] > 1).sum())},
        )
    ]


def _says_percent(cells: Cells | None) -> bool:
    """Whether a heading says that its scores are percent, whatever points stand beside them."""
    return cells is not None and says_percent(cells.heading)


def _first_fraction(values: pd.Series) -> float:
    return float(values[(values > 0) & (values < 1)].iloc[0])


def _without_pass_mark(rows: pd.DataFrame, columns: Mapping[str, Cells]) -> list[RowFault]:
    if "pass_mark" not in columns:
        return []
    empty = np.flatnonzero(
        rows["pass_mark"].isna() & rows["outcome"].isna() & (columns["pass_mark"].codes < 0)
    )
    return [
        RowFault(
            empty,
            "pass_mark",
            Message(
                "{column} is empty, so nothing says whether this score passes. Fill in these "
                "cells, or say what percent passes.",
                {"column": columns["pass_mark"].heading},
            ),
        )
    ]
