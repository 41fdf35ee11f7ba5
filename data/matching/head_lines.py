"""What the lines above a table say of all its rows, such as "Store: Leeds   Date: 5 Sep 2026" on a
checklist that was filled in for one visit: columns of their own, told in a note."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from data.issues import NOTE, Issue
from data.kinds.catalog import ATTENDANCE
from data.kinds.schema import Column, DatasetKind, Type
from data.matching.headings import match
from data.matching.likeness import contradicts
from data.matching.stems import KINDS, speaks_of
from data.matching.written import Written
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.reading.sheets import some
from data.text.folding import fold, normal, vocabulary
from data.values.looks import is_date, is_no_answer
from errors import Message

_COLUMNS = (
    *("date", "store", "department", "region", "shopper", "rater", "visit_id", "channel"),
    "course",
)
_KINDS = KINDS | {ATTENDANCE.name}  # those whose files are forms that were filled in
# Not the colon of a time of day.
_LABELLED = re.compile(r"\s*([^:：;；]{1,40}?)\s*(?:(?<!\d)[:：]|[:：](?!\d))\s*(.*?)\s*$")
_NEXT = re.compile(r"\s{2,}|[;；|｜\t]|\s(?=[^\W\d][^\s:：]{0,20}\s?[:：])")
_LONGEST = 60  # letters of a value
_MEETINGS = {"topic", "主题", "主題"}  # in a list of rows these are parts of a course

Pairs = Mapping[str, str]  # column -> what a line says of it


def with_head_lines(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with what the lines above its tables say in columns; of most files the sheet
    itself."""
    if kind.name not in _KINDS or not any(sheet.above) or sheet.cells.empty:
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set))
    supplied = {*own.columns.values(), *options.set, *options.match.values()}
    open_ = [kind.column(name) for name in _COLUMNS if _has(kind, name) and name not in supplied]
    said = [dict(_said(lines, open_, kind)) for lines in sheet.above]
    named = [column for column in open_ if all(column.name in each for each in said)]
    told = []
    made = sheet
    for column in named:
        texts = [each[column.name] for each in said]
        made = _with_column(made, column, texts)
        told.append(
            Issue(
                NOTE,
                Message(
                    "{column}: {values}, from the lines above the table.",
                    {"column": column.label, "values": some(list(dict.fromkeys(texts)))},
                ),
            )
        )
    return Written(made, tuple(told))


def _has(kind: DatasetKind, name: str) -> bool:
    return any(column.name == name for column in kind.columns)


def _said(
    lines: Sequence[Sequence[str]], columns: Sequence[Column], kind: DatasetKind
) -> Iterator[tuple[str, str]]:
    found: dict[str, str] = {}
    for label, value in _pairs(lines):
        for column in columns:
            if column.name not in found and _is_of(label, value, column, kind):
                found[column.name] = value
                break
    return iter(found.items())


def _is_of(label: str, value: str, column: Column, kind: DatasetKind) -> bool:
    known = column.name in vocabulary(kind).get(fold(label), {})
    known = known or column.name == "course" and fold(label) in _MEETINGS
    if not known and not speaks_of(label, column, kind):
        return False
    if column.type in (Type.DATE, Type.MOMENT):
        return is_date(value)
    return not is_date(value) and not contradicts(label, [value], column, kind)


def _pairs(lines: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Labels with what follows them, in one cell or in the next."""
    for cells in lines:
        parts = [part for cell in cells for part in _NEXT.split(cell) if part]
        for at, part in enumerate(parts):
            found = _LABELLED.match(normal(part))
            label, value = found.groups() if found else (normal(part), "")
            if not value and at + 1 < len(parts) and not _LABELLED.match(normal(parts[at + 1])):
                value = normal(parts[at + 1])
            if value and not is_no_answer(value) and len(value) <= _LONGEST:
                yield label, value


def _with_column(sheet: Sheet, column: Column, texts: Sequence[str]) -> Sheet:
    """The sheet with a further column that holds one text for each of the tables it was put
    together from."""
    at = (
        sheet.places.at(sheet.lines)
        if sheet.places.names
        else np.zeros(len(sheet.lines), dtype=int)
    )
    cells = pd.Series(pd.array(np.array(texts, dtype=object)[at], dtype="str"))
    heading: str = column.label
    if fold(heading) in map(fold, sheet.headings):
        heading = f"{heading} (2)"
    return replace(
        sheet,
        headings=(*sheet.headings, heading),
        cells=pd.concat([sheet.cells, cells.rename(len(sheet.headings))], axis=1),
    )
