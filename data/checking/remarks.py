"""What a person should know about the rows that are kept: days that cannot be right, answers that
nobody read, rows that hold nothing."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import reduce

import numpy as np
import pandas as pd

from data.checking.emptied import written
from data.findings import Kind, kind_of
from data.issues import WARNING
from data.kinds.schema import DatasetKind, Type
from data.values.cells import Cells
from errors import Message
from i18n import N_

OLD = pd.Timestamp(2000, 1, 1)
# More days before that than so many, and than this part of the rows, are a file of old records.
ONE_BY_ONE, OLD_SHARE = 10, 0.05
ALIKE_SHARE, ALIKE_ROWS, ALIKE_COLUMNS = 0.60, 30, 3


def odd_moments(
    rows: pd.DataFrame, columns: Mapping[str, Cells], kind: DatasetKind, today: date
) -> Iterable[Kind]:
    """Warnings for observations that lie in the future, or long ago: these in one sentence where
    the file is of old records."""
    if kind.column(kind.date).type is not Type.MOMENT or kind.date not in columns:
        return
    cells, moments, lines = columns[kind.date], rows[kind.date].to_numpy(), rows["line"].to_numpy()
    future, old = moments >= np.datetime64(today + timedelta(days=1)), moments < OLD.to_datetime64()
    count = int(old.sum())
    if count > max(ONE_BY_ONE, OLD_SHARE * len(old)):
        earliest = moments[old].min().astype("datetime64[D]").astype(date)
        blanks = {"column": cells.heading, "count": count, "earliest": earliest}
        yield kind_of(WARNING, _OLD_RECORDS, np.zeros(1), cells.heading, blanks)
        old = np.zeros(len(old), bool)
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


_OLD_RECORDS = N_(
    "Rows whose {column} is before the year 2000: {count}, the earliest of {earliest}. Check the years "
    "if these are no old records."
)


def alike(rows: pd.DataFrame, kind: DatasetKind) -> list[Message]:
    """A warning where many people gave one answer to all questions, as those do who do not read
    them."""
    if len(kind.scaled) < ALIKE_COLUMNS:
        return []
    answers = [rows[name].to_numpy() for name in kind.scaled]
    several = sum((~np.isnan(column)).astype(np.int8) for column in answers) >= ALIKE_COLUMNS
    equal = reduce(np.fmax, answers) == reduce(np.fmin, answers)
    count, same = int(several.sum()), int((several & equal).sum())
    if count < ALIKE_ROWS or same <= ALIKE_SHARE * count:
        return []
    return [
        Message(
            "{same} of {count} people gave the same answer to all questions. "
            "Some of them may not have read the questions.",
            {"same": same, "count": count},
        )
    ]


def without_any(rows: pd.DataFrame, kind: DatasetKind) -> list[Message]:
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
