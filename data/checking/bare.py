"""Rows in which nothing happened yet: a list of people, conversations or visits also names those
without a result, and leaves its day empty. There is nothing to fill in."""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.findings import Kind, kind_of
from data.issues import NOTE
from data.kinds.catalog import MYSTERY_VISIT
from data.kinds.schema import DatasetKind, Type
from data.matching.match import Match
from data.reading.sheet import Sheet
from data.text.writing import shown
from data.values.looks import is_no_result, is_unsaid
from i18n import N_

_DATED = 0.5  # share of the rows from which on a column is that of the day, and not a wrong one
LEFT_OUT = N_(
    "{column} names no day, and nothing that is read stands in this row as a result or in words, so "
    "there is nothing to count yet. Left out; load the file again when there is."
)

WAITING = N_(
    "{column} is “{value}”, and neither a result nor words stand in this row, so there is nothing to "
    "count yet. Left out; load the file again when there is."
)
_STATE = re.compile(r"status|\bstate\b|状态|狀態|estado|statut|stato|durum|статус|상태", re.I)
_MOST_STATES = 8


def waiting(
    sheet: Sheet, match: Match, kind: DatasetKind, asked: np.ndarray
) -> dict[int, np.ndarray]:
    """Column of states -> the positions of visits among those `asked` for that nobody made yet: none
    of them holds a result or a remark, and their state is that of no visit that does."""
    results = _results(match, kind)
    if kind is not MYSTERY_VISIT or not results:
        return {}
    rows = np.flatnonzero(asked)
    for at in sorted(results, key=lambda at: kind.column(match.columns[at]).told):
        rows = rows[_is_empty(sheet.cells[at].iloc[rows])]
    if not 0 < len(rows) < asked.sum():
        return {}
    done = asked.copy()
    done[rows] = False
    for at, heading in enumerate(sheet.headings):
        if at in match.columns or not _STATE.search(heading):
            continue
        states = {*sheet.cells[at].iloc[rows].unique()}
        others = {*sheet.cells[at][done].unique()}
        if "" not in states and len(states) <= _MOST_STATES and not states & others:
            return {at: rows}
    return {}


def waiting_notes(sheet: Sheet, found: Mapping[int, np.ndarray]) -> list[Kind]:
    """Why these visits are left out, a note for each state."""
    lines = np.asarray(sheet.lines, dtype=np.int32)
    return [
        kind_of(
            NOTE,
            WAITING,
            lines[rows[(sheet.cells[at].iloc[rows] == state).to_numpy(dtype=bool)]],
            sheet.headings[at],
            {"column": sheet.headings[at], "value": shown(state)},
        )
        for at, rows in found.items()
        for state in sheet.cells[at].iloc[rows].unique()
    ]


def bare(sheet: Sheet, match: Match, kind: DatasetKind, asked: np.ndarray) -> np.ndarray:
    """The positions of the records among those `asked` for that have neither a day nor a result nor
    words; none where most lack the day, since another column may hold it."""
    none = np.empty(0, dtype=np.int64)
    day, results = match.position(kind.date), _results(match, kind)
    if day is None or not results or kind.column(kind.date).type is not Type.MOMENT:
        return none
    rows = np.flatnonzero(_is_empty(sheet.cells[day]) & asked)
    if not 0 < len(rows) <= _DATED * asked.sum():
        return none
    for at in results:
        rows = rows[_is_empty(sheet.cells[at].iloc[rows])]
    return rows


def _is_empty(cells: pd.Series) -> np.ndarray:
    """Of each cell whether it says nothing, "UNKNOWN" and "absent" among them."""
    worded = cells[
        ~cells.str.match(r"\d").to_numpy(dtype=bool)
    ]  # as no day is, of which all differ
    nothing = [text for text in worded.unique() if is_unsaid(text) or is_no_result(text)]
    return cells.isin(nothing).to_numpy(dtype=bool)


def _results(match: Match, kind: DatasetKind) -> list[int]:
    """The columns of what came out and of what somebody said; none without a result among them."""
    named = {at: kind.column(name) for at, name in match.columns.items()}
    if not any(map(kind.is_result, named.values())):
        return []
    return [at for at, column in named.items() if kind.is_result(column) or column.told]


def note(sheet: Sheet, match: Match, kind: DatasetKind, rows: np.ndarray) -> Kind:
    """Why these records are left out."""
    day = match.position(kind.date)
    heading = "" if day is None else sheet.headings[day]
    lines = np.asarray(sheet.lines, dtype=np.int32)[rows]
    return kind_of(NOTE, LEFT_OUT, lines, heading, {"column": heading})
