"""Rows of text checked against a dataset kind: what is kept, what is not, and why.

All issues of a file are found in one pass. Every record of the file is kept,
rejected or left out, and the three always add up.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa

from data.checking import attempt_order
from data.checking.answers.direction import beside
from data.checking.blanks import blank_scores
from data.checking.counted import uncounted
from data.checking.dates import Dating
from data.checking.doubles import Doubles, find_doubles, many_from_one, sent_twice
from data.checking.emptied import emptied_told, found_in, lines_of, unreadable, written
from data.checking.hasty import hasty
from data.checking.identity import settle_numbers, twice_on_two_dates
from data.checking.readings import columns_of, readings_of
from data.checking.repeats import find_repeats, numbered_anew
from data.checking.respondents import Joined, join_respondents, joined_notes
from data.checking.rules import (
    event as event_rules,
    item as item_rules,
    nps as nps_rules,
    roster as roster_rules,
    target as target_rules,
    theme as theme_rules,
    training as training_rules,
    unit as unit_rules,
    weight as weight_rules,
)
from data.checking.rules.outcome import RowFault, Settled, objects
from data.checking.unseen import unseen
from data.checking.whose_answers import LEFT_OUT, of_staff, staff_question
from data.findings import Findings, Kind, kind_of, texts_of
from data.issues import ERROR, NOTE, WARNING, Issue
from data.kinds.scales import Scale
from data.kinds.schema import DatasetKind, Type
from data.kpi_facts import KpiFacts
from data.matching.match import Match
from data.progress import Tell, silent
from data.questions import Question
from data.reading.give_back import give_back
from data.reading.options import Options
from data.reading.sheet import Parts, Sheet
from data.text.folding import fold
from data.text.writing import CELL, folded
from data.values.cells import Cells, CellValues, spread
from data.values.error_cells import error_cells
from errors import Message, WrongCall
from i18n import N_

OLD = pd.Timestamp(2000, 1, 1)
ALIKE_SHARE, ALIKE_ROWS, ALIKE_COLUMNS = 0.60, 30, 3
_ANSWERED = ("survey", "nps")  # kinds whose rows somebody filled in
_RULES: Mapping[str, Callable[..., Settled]] = {
    "nps": nps_rules.settle,
    "training": training_rules.settle,
    "unit": unit_rules.settle,
    "event": event_rules.settle,
    "exam_item": item_rules.settle_exam,
    "mystery_item": item_rules.settle_checklist,
    "roster": roster_rules.settle,
    "section_weight": weight_rules.settle,
    "theme_term": theme_rules.settle,
}
_NO_ROWS = (
    pd.DataFrame()
)  # in the place of rows that a step has changed, which would be held beside those it made of them
_DTYPES = {
    Type.TEXT: "str",
    Type.NUMBER: "float64",
    Type.INTEGER: "Int64",
    Type.DATE: "datetime64[us]",
    Type.MOMENT: "datetime64[us]",
}


@dataclass(frozen=True)
class Checked:
    """The outcome of a check.

    `rows`: all columns of the kind, typed (str, float64, Int64, datetime64[us];
    missing is NA), with "line", the row of the file; only rows to keep.
    `issues`: of the whole file first, then in the order of the rows.
    `read` = len(rows) + `rejected` + `left_out`. `scale`: of the scaled columns.
    `repeated`: whether two rows have the same identifiers and time.
    `questions`: what only a person can say; `rows` are as answered, else as is likely.
    `zone`: the time zone into which times were moved, "" where none was.
    """

    rows: pd.DataFrame
    issues: Findings
    read: int
    rejected: int
    left_out: int
    scale: Scale | None
    repeated: bool
    questions: tuple[Question, ...] = ()
    zone: str = ""


def check(
    sheet: Sheet,
    match: Match,
    kind: DatasetKind,
    options: Options,
    today: date,
    tell: Tell = silent,
    kpis: KpiFacts | None = None,
) -> Checked:
    """Check one sheet; required columns must be matched or set. Targets cannot be checked without
    `kpis`.

    Undecided where day and month cannot be told apart, FileRefused where the
    file cannot be judged at all, WrongCall for options that do not fit. What
    `tell` raises ends the check.
    """
    chosen, unasked = _chosen(sheet, options.where)
    hidden = unseen(sheet, match, kind, options.answers)
    chosen[hidden.left_out] = False
    discounted = uncounted(sheet, match, kind, options.answers, chosen)
    chosen[discounted.left_out] = False
    asked_whose = staff_question(sheet, match) if kind.name in _ANSWERED else None
    theirs = (
        np.flatnonzero(chosen)
        if of_staff(asked_whose, options.answers)
        else np.empty(0, dtype=np.int64)
    )
    chosen[theirs] = False
    all_lines = np.asarray(sheet.lines, dtype=np.int32)
    lines = all_lines if chosen.all() else all_lines[chosen]
    columns = columns_of(
        sheet.cells if chosen.all() else sheet.cells[chosen].reset_index(drop=True),
        lines,
        sheet.headings,
        match,
        kind,
        options,
    )
    columns = {name: cells for name, cells in columns.items() if name not in hidden.dropped}
    dating = Dating(options.day_first, options.answers, today, sheet.since_1904, sheet.zones, lines)
    columns, readings, scale, told, dated, asked_of_answers = readings_of(
        columns, kind, options, tell, dating, beside(sheet, match, kind, chosen)
    )
    give_back(len(lines))
    _refuse_given(columns, readings)
    broken = error_cells(columns, lines)
    errors, emptied = unreadable(columns, readings, kind, lines)
    errors += [*_unfilled(columns, lines), *(kind for kind in broken if kind.level == ERROR)]
    readings = {
        name: replace(reading, faults=()) for name, reading in readings.items()
    }  # they are told, and may be millions
    give_back(len(lines))
    settled = _rule(kind, kpis)(
        _rows(columns, readings, kind, lines), columns, readings, match, options
    )
    del readings
    errors += _ruled_out(settled.faults, columns, lines)
    rows = _without_rows(settled.rows, errors)
    settled = replace(settled, rows=_NO_ROWS)
    emptied = [
        one.take(np.flatnonzero(np.isin(one.rows, rows["line"].to_numpy()))) for one in emptied
    ]
    told += emptied_told(emptied)
    rejected, aside = (
        len(sheet.faulty) + len(lines) - len(rows),
        settled.left_out[np.isin(settled.left_out, rows.index)],
    )
    answered, rows = kind.name in _ANSWERED, _without(rows, aside)
    # Where each sheet numbers its rows from the start again, a number is not one respondent.
    joined = (
        join_respondents(rows, kind, sheet, match, chosen)
        if answered and numbered_anew(rows, kind, sheet.places) is None
        else Joined(rows)
    )
    numbered = settle_numbers(joined.rows, columns, kind, options.answers, joined.apart)
    joined, rows, numbered = (
        replace(joined, rows=_NO_ROWS),
        numbered.rows,
        replace(numbered, rows=_NO_ROWS),
    )
    apart = numbered_anew(rows, kind, sheet.places)
    repeats = find_repeats(rows, kind, apart, kind.numbered[:1] if joined.apart else ())
    rows = _without(rows, repeats.identical.index)
    doubles = (
        find_doubles(rows, kind, sheet, match.columns, options.answers) if answered else Doubles()
    )
    kept = _without(rows, doubles.left_out.index)
    del rows
    unordered = attempt_order.unordered(
        kept if len(repeats.differing) else kept.iloc[:0], kind.name
    )
    whole = (
        *hidden.told,
        *discounted.told,
        *told,
        *settled.told,
        *joined.told,
        *numbered.told,
        *doubles.told,
        *_alike(kept, kind),
        *_without_any(kept, kind),
        *(many_from_one(kept, kind, sheet) if answered else ()),
    )
    differing = repeats.differing[
        repeats.differing.index.isin(kept.index) & ~repeats.differing.index.isin(unordered.index)
    ]
    issues = Findings(
        [
            *Findings.of(
                [
                    *(Issue(WARNING, message) for message in whole),
                    *(Issue(NOTE, note) for column in dated for note in column.notes),
                    *blank_scores(kept, kind, columns),
                ]
            ).kinds,
            *_of_parts(ERROR, sheet.faulty),
            *errors,
            *_of_parts(NOTE, sheet.left_out),
            *(kind for kind in broken if kind.level != ERROR),
            *unasked,
            *hidden.notes,
            *discounted.notes,
            kind_of(NOTE, LEFT_OUT, all_lines[theirs]),
            *(
                [kind_of(NOTE, settled.reason.text, lines[aside], blanks=settled.reason.blanks)]
                if len(aside) and settled.reason is not None
                else ()
            ),
            *(one for one in emptied if len(one)),
            joined_notes(lines[joined.left_out.index], joined.left_out),
            kind_of(
                NOTE,
                _IDENTICAL,
                lines[repeats.identical.index],
                each={"earlier": repeats.identical.to_numpy()},
            ),
            sent_twice(lines[doubles.left_out.index], doubles.left_out.to_numpy()),
            kind_of(
                WARNING, _DIFFERING, lines[differing.index], each={"earlier": differing.to_numpy()}
            ),
            *Findings.of(
                twice_on_two_dates(kept, columns, kind, apart) if numbered.repeated else ()
            ).kinds,
            *_odd_moments(kept, columns, kind, today),
            *(hasty(sheet, kept["line"]) if answered else ()),
        ]
    )
    left_out = (
        len(sheet.left_out)
        + int((~chosen).sum())
        + len(aside)
        + len(joined.left_out)
        + len(repeats.identical)
        + len(doubles.left_out)
    )
    assert len(kept) + rejected + left_out == sheet.records, (
        "kept, rejected and left out do not add up to the records"
    )
    of_dates = {
        question.name: question for column in reversed(dated) for question in column.questions
    }  # one answer for all columns
    asked = (
        *hidden.questions,
        asked_whose,
        discounted.question,
        *of_dates.values(),
        *asked_of_answers,
        *settled.questions,
        numbered.question,
        doubles.question,
    )
    return Checked(
        kept.reset_index(drop=True),
        issues,
        sheet.records,
        rejected,
        left_out,
        scale,
        repeated=bool(len(repeats.differing)),
        zone=next((column.zone for column in dated if column.zone), ""),
        questions=(
            *(question for question in asked if question is not None),
            *attempt_order.questions(kept, unordered, kind.name),
        ),
    )


def _rule(kind: DatasetKind, kpis: KpiFacts | None) -> Callable[..., Settled]:
    if kind.name == "target":
        return partial(target_rules.settle, kpis=kpis)
    return _RULES.get(kind.name, _as_read)


def _without(rows: pd.DataFrame, index: Collection[int]) -> pd.DataFrame:
    """The rows without some, by their index; themselves where that is none, since a copy of a
    million rows is no trifle."""
    return rows.drop(index=index) if len(index) else rows


def _without_rows(rows: pd.DataFrame, errors: Iterable[Kind]) -> pd.DataFrame:
    """The rows whose line has no error; several records may share one."""
    if not any(len(error) for error in errors):
        return rows
    lines = rows["line"].to_numpy()
    out = np.zeros(int(lines.max()) + 1, dtype=bool)
    for error in errors:
        out[error.rows] = True
    return rows[~out[lines]]


def _of_parts(level: str, parts: Parts) -> Iterable[Kind]:
    """Records that are no data as findings, those of one sentence together."""
    texts = {
        text: [code for code, reason in enumerate(parts.reasons) if reason.text == text]
        for text in {reason.text for reason in parts.reasons}
    }
    for text, codes in texts.items():
        at = np.flatnonzero(np.isin(parts.codes, codes))
        each = {}
        for name in parts.reasons[codes[0]].blanks:
            known = objects([reason.blanks.get(name) for reason in parts.reasons])
            each[name] = known[parts.codes[at]]
        yield kind_of(
            level,
            text,
            parts.lines[at],
            each=each,
            written=parts.texts if len(at) == len(parts) else parts.texts.take(pa.array(at)),
        )


def _chosen(sheet: Sheet, where: Mapping[str, str]) -> tuple[np.ndarray, list[Kind]]:
    """Which records have the asked values, and notes for the others."""
    chosen, notes, lines = np.ones(len(sheet.lines), dtype=bool), [], np.asarray(sheet.lines)
    for heading, wanted in where.items():
        at = _position(sheet.headings, heading)
        cells = sheet.cells[at]
        same = cells.isin(
            [text for text in cells.unique() if folded(text) == folded(wanted)]
        ).to_numpy(dtype=bool)
        others = np.flatnonzero(chosen & ~same)
        blanks = {"column": sheet.headings[at], "value": CELL, "wanted": wanted}
        notes.append(
            kind_of(
                NOTE,
                N_(
                    "{column} is \u201c{value}\u201d, not \u201c{wanted}\u201d: left out, as asked."
                ),
                lines[others],
                sheet.headings[at],
                blanks,
                written=texts_of(cells.iloc[others]),
            )
        )
        chosen &= same
    return chosen, notes


def _position(headings: tuple[str, ...], heading: str) -> int:
    same = [at for at, known in enumerate(headings) if known == heading] or [
        at for at, known in enumerate(headings) if fold(known) == fold(heading)
    ]
    if not same:
        raise WrongCall(
            "The file has no column \u201c{heading}\u201d. Its columns are: {known}.",
            heading=heading,
            known=list(headings),
        )
    return same[0]


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


def _as_read(rows: pd.DataFrame, *_: object) -> Settled:
    return Settled(rows)


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


_IDENTICAL = N_("This row says the same as row {earlier} of the file in every value: left out.")
_DIFFERING = N_(
    "This row has the same identifiers and time as row {earlier} of the file, but other values. "
    "Both were kept; check which one is right."
)


def _odd_moments(
    rows: pd.DataFrame, columns: Mapping[str, Cells], kind: DatasetKind, today: date
) -> Iterable[Kind]:
    """Warnings for observations that lie in the future, or long ago."""
    if kind.column(kind.date).type is not Type.MOMENT or kind.date not in columns:
        return
    cells, moments, lines = columns[kind.date], rows[kind.date].to_numpy(), rows["line"].to_numpy()
    future, old = moments >= np.datetime64(today + timedelta(days=1)), moments < OLD.to_datetime64()
    for text, odd in (
        (N_("{column} is {value}, which is after today, {today}. Check these cells."), future),
        (N_("{column} is {value}, many years ago. Check these cells."), old),
    ):
        at = np.flatnonzero(odd)
        if len(at):
            yield kind_of(
                WARNING,
                text,
                lines[at],
                cells.heading,
                {"column": cells.heading, "today": today},
                {"value": moments[at].astype("datetime64[D]")},
                written(cells, rows.index.to_numpy()[at]),
            )


def _alike(rows: pd.DataFrame, kind: DatasetKind) -> list[Message]:
    """A warning where many people gave one answer to all questions, as those do who do not read
    them."""
    answers = rows[list(kind.scaled)]
    several = answers[answers.notna().sum(axis=1) >= ALIKE_COLUMNS]
    same = int((several.max(axis=1) == several.min(axis=1)).sum())
    if len(several) < ALIKE_ROWS or same <= ALIKE_SHARE * len(several):
        return []
    return [
        Message(
            "{same} of {count} people gave the same answer to all questions. "
            "Some of them may not have read the questions.",
            {"same": same, "count": len(several)},
        )
    ]


def _without_any(rows: pd.DataFrame, kind: DatasetKind) -> list[Message]:
    """Warnings for rows that hold nothing in the columns of which one is enough."""
    count = int(rows[list(kind.one_of)].isna().all(axis=1).sum()) if kind.one_of else 0
    result = any(kind.is_result(kind.column(name)) for name in kind.one_of)
    blanks = {"columns": [kind.column(name).label for name in kind.one_of], "count": count}
    return [Message(_NO_SCORE if result else _NO_NAME, blanks)] if count else []


_NO_SCORE = N_(
    "Rows that hold none of {columns}: {count}. They are counted as records, but are part of no "
    "score."
)
_NO_NAME = N_("Rows that name none of {columns}: {count}. They count for the whole company only.")
