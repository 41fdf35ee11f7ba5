"""Rows without a score: always counted, since a file whose scores are empty looks like any
other."""

from collections.abc import Collection, Iterable

import pandas as pd

from data.issues import NOTE, WARNING, Issue
from data.kinds.schema import DatasetKind, Type
from errors import Message

_MANY = 0.5  # the share of rows from which on the column, not the people, is to blame


def blank_scores(
    rows: pd.DataFrame, kind: DatasetKind, supplied: Collection[str]
) -> Iterable[Issue]:
    """For each column of scores that the file has, how many of its rows hold none."""
    for column in kind.columns:
        scores = column.type in (Type.NUMBER, Type.INTEGER) and (
            column.required or column.scaled or column.name in kind.one_of
        )
        if (
            not scores
            or column.filled
            or column.name not in supplied
            or kind.may_not_apply
            or rows.empty
        ):
            continue
        count = int(rows[column.name].isna().sum())
        if count:
            yield Issue(
                WARNING if count > _MANY * len(rows) else NOTE,
                Message(
                    "{column}: no score in {count} of {rows} rows. These rows are counted as "
                    "records, but are no part of this score.",
                    {"column": column.label, "count": count, "rows": len(rows)},
                ),
            )
