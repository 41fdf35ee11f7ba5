"""Codes of a file beside those that are stored: the same person or unit, though a spreadsheet
dropped the leading zeros."""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from data.checking.zeros import joined, zeros_of, zeros_question
from data.database.connection import ReadTransaction
from data.database.tables import rows_table
from data.findings import Findings
from data.issues import NOTE, Issue
from data.kinds.catalog import KINDS
from data.questions import Question
from data.units.names import known_names
from data.uploads.prepare import Prepared
from errors import Message

_PERSON, _UNITS = "employee", ("store", "department")


def with_known_codes(
    reading: ReadTransaction, prepared: Prepared
) -> tuple[Prepared, tuple[Question, ...]]:
    """The file with its codes as they are known, and the questions whether they are the same; as
    answered, else as is likely."""
    questions = []
    for column in (
        name
        for name in (_PERSON, *_UNITS)
        if name in {column.name for column in prepared.kind.columns}
    ):
        texts = prepared.checked.rows[column]
        seen = prepared.counts(column) if column in _UNITS else texts.dropna().unique()
        digits = [text for text in seen if text.isascii() and text.isdigit()]
        zeros = zeros_of(texts, _known(reading, column, digits)) if digits else None
        question = zeros_question(zeros, prepared.kind.column(column).label) if zeros else None
        if zeros is None or question is None:
            continue
        questions.append(replace(question, name=_name(column)))
        if questions[-1].answer(prepared.options.answers) == "same":
            prepared = _with(prepared, column, joined(texts, zeros), len(zeros.pairs))
    return prepared, tuple(questions)


def _name(column: str) -> str:
    return "zeros" if column == _PERSON else f"zeros_{column}"


def _known(reading: ReadTransaction, column: str, digits: Iterable[str]) -> list[str]:
    """Stored codes that have the digits of those of the file, but for leading zeros."""
    if column != _PERSON:
        return list(known_names(reading, [column])[column])
    found = " UNION ".join(
        f"SELECT DISTINCT {column} FROM {rows_table(kind)} WHERE live AND ltrim({column}, '0') IN "
        "(SELECT unnest($1::VARCHAR[]))"
        for kind in KINDS
        if kind.person == column and column in kind.identifiers and "item" not in kind.identifiers
    )
    return [
        code for (code,) in reading.rows(found, [sorted({text.lstrip("0") for text in digits})])
    ]


def _with(prepared: Prepared, column: str, texts: pd.Series, count: int) -> Prepared:
    checked = prepared.checked
    told = Issue(
        NOTE,
        Message(
            "{column}: codes that lacked leading zeros, or had more of them, are kept as they are "
            "known: {count}.",
            {"column": prepared.kind.column(column).label, "count": count},
        ),
    )
    return replace(
        prepared,
        checked=replace(
            checked,
            rows=checked.rows.assign(**{column: texts}),
            issues=Findings.of([told]) + checked.issues,
        ),
    )
