"""The cells of the records that are looked at, read, and put under the rules of their kind: which
rows are without a fault."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pkgutil import resolve_name

import numpy as np
import pandas as pd

from data.checking.answers.direction import beside
from data.checking.dates import Dated, Dating
from data.checking.emptied import emptied_told, found_in, lines_of, unreadable, written
from data.checking.readings import columns_of, readings_of
from data.checking.rules.outcome import RowFault, RuleOutcome
from data.checking.taken import Taken, Unchecked
from data.findings import Kind, kind_of
from data.issues import ERROR, NOTE
from data.kinds.scales import Scale
from data.kinds.schema import DatasetKind, Type
from data.matching.inferred import writes_day_first
from data.progress import Tell
from data.questions import Question
from data.reading.give_back import give_back
from data.values.cells import Cells, CellValues, spread
from data.values.error_cells import error_cells
from data.values.short_days import years_in
from errors import Message, WrongCall
from i18n import N_

_NO_ROWS = pd.DataFrame()
_NO_POSITIONS = np.empty(0, dtype=np.int64)
_DTYPES = {
    Type.TEXT: "str",
    Type.NUMBER: "float64",
    Type.INTEGER: "Int64",
    Type.DATE: "datetime64[us]",
    Type.MOMENT: "datetime64[us]",
}


@dataclass
class Ruled:
    """The rows that may be kept, and what was found in the others.

    `rows`: typed, with "line". `columns`: the cells they were read from. `errors`: why others are
    rejected, `rejected` in all. `aside`: lines of those that do not count, with their note.
    `emptied`: cells of kept rows that could not be read. `broken`: error cells of rows that stay.
    `dated`: how dates were understood.
    """

    rows: pd.DataFrame
    columns: Mapping[str, Cells]
    scale: Scale | None
    errors: tuple[Kind, ...]
    rejected: int
    aside: np.ndarray
    left_out: tuple[Kind, ...]
    emptied: tuple[Kind, ...]
    broken: tuple[Kind, ...]
    dated: tuple[Dated, ...]
    told: tuple[Message, ...]
    noted: tuple[Message, ...]
    asked_of_answers: tuple[Question, ...]
    asked_of_rows: tuple[Question, ...]

    def hand_over(self) -> pd.DataFrame:
        """The rows, given away: a million of them are not held beside those that are made of
        them."""
        rows, self.rows = self.rows, _NO_ROWS
        return rows

    @property
    def questions(self) -> tuple[Question, ...]:
        """What only a person can say: of dates one answer for all columns."""
        of_dates = {
            question.name: question
            for column in reversed(self.dated)
            for question in column.questions
        }
        return (*of_dates.values(), *self.asked_of_answers, *self.asked_of_rows)


def rule(found: Unchecked, taken: Taken, tell: Tell) -> Ruled:
    """Read the cells of the records taken and apply the rules of their kind."""
    sheet, match, kind, options = found.sheet, found.match, found.kind, found.options
    lines = taken.lines(sheet)
    columns = columns_of(taken.cells(sheet), lines, sheet.headings, match, kind, options)
    columns = {name: cells for name, cells in columns.items() if name not in taken.hidden.dropped}
    dating = Dating(
        options.day_first,
        options.answers,
        found.today,
        sheet.since_1904,
        sheet.zones,
        lines,
        writes_day_first=writes_day_first(sheet.headings),
        years=years_in((sheet.file, sheet.name, *sheet.title)),
    )
    columns, readings, scale, told, dated, asked = readings_of(
        columns, kind, options, tell, dating, beside(sheet, match, kind, taken.chosen)
    )
    give_back(len(lines))
    _refuse_given(columns, readings)
    broken = error_cells(columns, lines)
    errors, emptied = unreadable(columns, readings, kind, lines)
    errors += [*_unfilled(columns, lines), *(one for one in broken if one.level == ERROR)]
    # Faults of cells are told, and may be millions.
    readings = {name: replace(reading, faults=()) for name, reading in readings.items()}
    give_back(len(lines))
    settled = _rules(kind)(
        _rows(columns, readings, kind, lines), columns, readings, match, options, found.kpis
    )
    errors += _ruled_out(settled.faults, columns, lines)
    rows = _without_rows(settled.rows, errors)
    left_out = [
        (positions[np.isin(positions, rows.index)], reason)
        for positions, reason in settled.all_left_out
    ]
    at = np.concatenate([positions for positions, _ in left_out] or [_NO_POSITIONS])
    emptied = [
        one.take(np.flatnonzero(np.isin(one.rows, rows["line"].to_numpy()))) for one in emptied
    ]
    return Ruled(
        rows=without(rows, at),
        columns=columns,
        scale=scale,
        errors=tuple(errors),
        rejected=len(sheet.faulty) + len(lines) - len(rows),
        aside=lines[at],
        left_out=tuple(
            kind_of(NOTE, reason.text, lines[positions], blanks=reason.blanks)
            for positions, reason in left_out
            if len(positions)
        ),
        emptied=tuple(one for one in emptied if len(one)),
        broken=tuple(one for one in broken if one.level != ERROR),
        dated=tuple(dated),
        told=(*told, *emptied_told(emptied), *settled.told),
        noted=settled.noted,
        asked_of_answers=asked,
        asked_of_rows=settled.questions,
    )


def without(rows: pd.DataFrame, index: Iterable[int]) -> pd.DataFrame:
    """The rows without some, by their index; themselves where that is none, since a copy of a
    million rows is no trifle."""
    index = np.asarray(index)
    return rows.drop(index=index) if len(index) else rows


def _rules(kind: DatasetKind) -> Callable[..., RuleOutcome]:
    return resolve_name(kind.rules) if kind.rules else _as_read


def _as_read(rows: pd.DataFrame, *_: object) -> RuleOutcome:
    return RuleOutcome(rows)


def _without_rows(rows: pd.DataFrame, errors: Iterable[Kind]) -> pd.DataFrame:
    """The rows whose line has no error; several records may share one."""
    if not any(len(error) for error in errors):
        return rows
    lines = rows["line"].to_numpy()
    out = np.zeros(int(lines.max()) + 1, dtype=bool)
    for error in errors:
        out[error.rows] = True
    return rows[~out[lines]]


def _refuse_given(columns: Mapping[str, Cells], readings: Mapping[str, CellValues]) -> None:
    for name, cells in columns.items():
        if cells.given and readings[name].faults:
            reason = (
                found_in(cells, readings[name].faults[0], np.ones(len(cells.codes), dtype=np.int32))
                .issue(0)
                .message
            )
            raise WrongCall("The value given for all rows does not fit. {reason}", reason=reason)


def _rows(
    columns: Mapping[str, Cells],
    readings: Mapping[str, CellValues],
    kind: DatasetKind,
    lines: np.ndarray,
) -> pd.DataFrame:
    lacking = [
        column.name
        for column in kind.columns
        if column.name not in columns or not len(readings[column.name].values)
    ]
    missing = {
        dtype: pd.Series(index=range(len(lines)), dtype=dtype)  # one for all that lack
        for dtype in {_DTYPES[kind.column(name).type] for name in lacking}
    }
    values = {
        column.name: missing[_DTYPES[column.type]]
        if column.name in lacking
        else spread(columns[column.name], readings[column.name])
        for column in kind.columns
    }
    return pd.DataFrame({**values, "line": lines.astype("int64")}, copy=False)


def _unfilled(columns: Mapping[str, Cells], lines: np.ndarray) -> Iterable[Kind]:
    for cells in columns.values():
        at = (
            np.setdiff1d(np.flatnonzero(cells.codes < 0), cells.broken)
            if cells.column.filled
            else np.empty(0, dtype=np.int64)
        )
        if len(at):
            yield kind_of(
                ERROR,
                N_("{column} is empty, but every row needs it. Fill in these cells."),
                lines_of(lines, at),
                cells.heading,
                {"column": cells.heading},
                written=written(cells, at),
            )


def _ruled_out(
    faults: tuple[RowFault, ...], columns: Mapping[str, Cells], lines: np.ndarray
) -> Iterable[Kind]:
    for fault in faults:
        cells = columns[fault.column]
        yield kind_of(
            ERROR,
            fault.message.text,
            lines_of(lines, fault.at),
            cells.heading,
            fault.message.blanks,
            fault.each,
            written(cells, fault.at),
        )
