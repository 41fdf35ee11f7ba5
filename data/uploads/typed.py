"""Rows typed in the app: through the same checker as a file, stored as an upload like any other."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd

from data.issues import ERROR
from data.kinds.schema import DatasetKind
from data.kpi_facts import KpiFacts
from data.questions import Unanswered, still_open
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.uploads.prepare import CheckedWith, FileId, Prepared, prepare_sheet
from errors import FieldsRefused, Message
from i18n import Say


@dataclass(frozen=True)
class Sentences:
    """Several sentences said one after the other."""

    messages: tuple[Message, ...]

    def spoken(self, say: Say) -> str:
        return " ".join(say(message) for message in self.messages)

    def __str__(self) -> str:
        return " ".join(str(message) for message in self.messages)


def typed_rows(
    kind: DatasetKind,
    rows: Sequence[Mapping[str, object]],
    name: str,
    today: date | None = None,
    kpis: KpiFacts | None = None,
    answers: Mapping[str, str] | None = None,
) -> Prepared:
    """Rows of column name -> value, ready to be stored under the file name `name`; targets are
    checked against `kpis`.

    All or nothing: FieldsRefused with the sentences of every fault, Unanswered where `answers` leave
    a question open. The same rows typed again are a new upload, so the moment is part of their
    hash.
    """
    names = [column.name for column in kind.columns if any(column.name in row for row in rows)]
    cells = pd.DataFrame(
        [[_cell(row.get(column)) for column in names] for row in rows],
        columns=range(len(names)),
        dtype="str",
    )
    sheet = Sheet(name, tuple(names), cells, tuple(range(1, len(rows) + 1)))
    content = json.dumps([datetime.now(UTC).isoformat(), names, cells.to_numpy().tolist()]).encode()
    options = Options(match={column: column for column in names}, answers=answers or {})
    prepared = prepare_sheet(
        FileId.of(content, name), sheet, kind, options, CheckedWith(today=today, kpis=kpis)
    )
    faults = {
        str(issue.message): (issue.column, issue.message)
        for issue in prepared.checked.issues
        if issue.level == ERROR
    }
    if faults:
        raise FieldsRefused(
            "Nothing was stored. {reasons}",
            faults=tuple(faults.values()),
            reasons=Sentences(tuple(message for _, message in faults.values())),
        )
    if asked := still_open(prepared.checked.questions, options.answers):
        raise Unanswered(asked)
    return prepared


def _cell(value: object) -> str:
    """The value as a cell of a file: days as 2026-12-31, numbers with a decimal point, None as an
    empty cell."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.9f}".rstrip("0").rstrip(".")
    return str(value).strip()
