"""The columns of a kind in a file, and their cells read: dates, numbers, choices, answers on a
scale."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pkgutil import resolve_name

import numpy as np
import pandas as pd

from data.checking.answers.answers import as_percent, read_answers, shares_told
from data.checking.answers.direction import NO_SURROUNDINGS, Surroundings
from data.checking.choice_words import with_told_words
from data.checking.dates import Dated, Dating, read_moments
from data.checking.rules.points import heading_maximum, out_of, with_fractions
from data.kinds.scales import Scale
from data.kinds.schema import Column, DatasetKind, Type
from data.matching.match import Match
from data.progress import Tell
from data.questions import Question
from data.reading.options import EACH_ROW, Options
from data.text.writing import CELL
from data.values import own_years
from data.values.cells import (
    Cells,
    CellValues,
    Fault,
    distinct,
    read_choices,
    read_text,
    respelt,
    spread,
)
from data.values.numbers import no_percentages, read_numbers, tidy, within
from data.values.shortened import shortened
from data.values.spans import day_of
from errors import Message, WrongCall


def columns_of(
    cells: pd.DataFrame,
    lines: np.ndarray,
    headings: tuple[str, ...],
    match: Match,
    kind: DatasetKind,
    options: Options,
) -> dict[str, Cells]:
    """Name -> cells of each column of the kind that the file or the person supplies."""
    known = [column.name for column in kind.columns]
    for name in options.set:
        if name not in known:
            raise WrongCall(
                "There is no column \u201c{name}\u201d to set. Columns are: {known}.",
                name=name,
                known=known,
            )
    found = {}
    for column in kind.columns:
        position = match.position(column.name)
        codes, code = _codes_for(column, options.missing), kind.is_code(column)
        if column.name in options.set:
            value = options.set[column.name].strip()
            own = column.name in (kind.person, *kind.numbered[:1])
            one_each = own and value.startswith(EACH_ROW)
            given = pd.Series(
                [f"{value[1:]}-{line}" for line in lines] if one_each else [value] * len(cells),
                dtype="str",
            )
            found[column.name] = distinct(column, column.name, given, codes, given=True, code=code)
        elif position is not None:
            found[column.name] = distinct(
                column, headings[position], cells[position], codes, code=code
            )
    for name, most in _OUT_OF:
        if name in found and most in known and most not in found and not found[name].given:
            points, highest = out_of(found[name].written)
            if points is not None:
                column, codes = kind.column(name), _codes_for(kind.column(name), options.missing)
                found[name] = distinct(column, found[name].heading, points, codes)
                found[most] = distinct(kind.column(most), found[name].heading, highest, codes)
    return found


_OUT_OF = (("score", "maximum"), ("earned", "available"))  # what "7 / 10" says at once


def _codes_for(column: Column, missing: tuple[str, ...]) -> tuple[str, ...]:
    """Codes such as 99 mean "no answer" among answers, but a staff number 99 is a staff number."""
    if column.type in (Type.NUMBER, Type.INTEGER):
        return missing
    return tuple(
        code for code in missing if not code.strip().lstrip("+-").replace(".", "", 1).isdigit()
    )


def readings_of(
    columns: Mapping[str, Cells],
    kind: DatasetKind,
    options: Options,
    tell: Tell,
    dating: Dating,
    found: Surroundings = NO_SURROUNDINGS,
) -> tuple[
    dict[str, Cells],
    dict[str, CellValues],
    Scale | None,
    list[Message],
    list[Dated],
    tuple[Question, ...],
]:
    told: list[Message] = []
    dated: list[Dated] = []
    readings: dict[str, CellValues] = {}
    asked: list[Question] = []
    for name, cells in columns.items():
        tell(len(cells.codes))
        if cells.column.type in (Type.DATE, Type.MOMENT):
            years = own_years.question_of(cells.texts)
            later = own_years.later(years, options.answers)
            dated.append(read_moments(_on_days(cells, later), replace(dating, later=later)))
            if years and years.name not in {question.name for question in asked}:
                asked.append(years)
            readings[name] = dated[-1].reading
        elif not cells.column.scaled:
            reading = _reading(cells, kind, options, name in kind.percents, told)
            if cells.column.choices:
                reading, questions = with_told_words(cells, reading, kind, options.answers, columns)
                asked += questions
            readings[name] = reading
    if not kind.scaled:
        return dict(columns), readings, None, told + _warned(dated), dated, tuple(asked)
    moments = spread(columns[kind.date], readings[kind.date]) if kind.date in columns else None
    answers = read_answers(
        {name: columns[name] for name in kind.scaled if name in columns}, options, moments, found
    )
    told = [*told, *_warned(dated), *answers.told]
    return (
        {**columns, **answers.columns},
        {**readings, **answers.readings},
        answers.scale,
        told,
        dated,
        (*asked, *answers.questions),
    )


def _warned(dated: Iterable[Dated]) -> list[Message]:
    return [warning for column in dated for warning in column.warnings]


def _reading(
    cells: Cells, kind: DatasetKind, options: Options, percent: bool, told: list[Message]
) -> CellValues:
    column = cells.column
    if column.choices:
        return read_choices(cells)
    if column.type is Type.TEXT:
        whole = kind.is_code(column) and column.name not in kind.numbered[:1]
        return _whole_codes(cells, kind, told) if whole else read_text(cells)
    if column.reader:
        reader: Callable[[Cells, Options], CellValues] = resolve_name(column.reader)
        return reader(cells, options)
    reading = read_numbers(respelt(cells), whole=column.type is Type.INTEGER)
    if percent or (column.low, column.high) == (0, 100):
        reading = with_fractions(cells, reading)
    if (column.low, column.high) == (0, 100):
        reading = _of_hundred(cells, reading, told)
    elif column.high is not None and not percent:
        reading = no_percentages(reading, cells.heading)
    return within(reading, cells.heading, column.low, column.high)


def _whole_codes(cells: Cells, kind: DatasetKind, told: list[Message]) -> CellValues:
    """Names and codes without those that a spreadsheet shortened: the row stays out where these say
    whose it is, else only the cell."""
    column, texts = cells.column, cells.texts
    lost = np.flatnonzero(shortened(texts))
    if not len(lost):
        return read_text(cells)
    values = texts.mask(texts.index.isin(lost)).array
    if column.filled or column.name in (*kind.identifiers, kind.person):
        return CellValues(
            values,
            (
                Fault(
                    Message(
                        "{column} is \u201c{value}\u201d, a number that a spreadsheet has "
                        "shortened, so different ones can no longer be told apart. "
                        "Export this column as text.",
                        {"column": cells.heading, "value": CELL},
                    ),
                    lost,
                ),
            ),
        )
    told.append(
        Message(
            "A spreadsheet has shortened numbers under {column}, such as {value} (rows: {count}). "
            "Different ones can no longer be "
            "told apart, so these cells were left empty. Export this column as text.",
            {
                "column": cells.heading,
                "value": texts[lost[0]],
                "count": int(np.isin(cells.codes, lost).sum()),
            },
        )
    )
    return CellValues(values)


def _on_days(cells: Cells, later: int) -> Cells:
    """The cells, with the day that the column means by it in place of each month, quarter or
    year; `later`: as `DateSpan` has it."""
    edge = cells.column.edge
    return (
        replace(cells, texts=cells.texts.map(lambda text: day_of(text, edge, later) or text))
        if edge
        else cells
    )


def _of_hundred(cells: Cells, reading: CellValues, told: list[Message]) -> CellValues:
    """Points out of the maximum that the heading names, and a column of nothing but shares of one,
    are read as percent; the person is told."""
    if reading.signs.any():
        return reading
    values = np.repeat(reading.values, cells.counts())
    if (top := heading_maximum(cells.heading, values, told)) not in (None, 100):
        example = float(reading.values[~np.isnan(reading.values)][0])
        told.append(
            Message(
                "{column} was read as points out of {maximum}: {example} is {percent} of 100.",
                {
                    "column": cells.heading,
                    "maximum": tidy(top),
                    "example": tidy(example),
                    "percent": tidy(round(example * 100 / top, 6)),
                },
            )
        )
        inside = within(reading, cells.heading, 0, top)
        return replace(inside, values=np.round(inside.values * 100 / top, 9))
    if not as_percent(values):
        return reading
    fractions = reading.values[(reading.values > 0) & (reading.values < 1)]
    told.append(shares_told(cells.heading, float(fractions[0])))
    return CellValues(np.round(reading.values * 100, 9), reading.faults, reading.percent)
