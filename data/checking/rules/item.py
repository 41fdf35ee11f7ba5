"""What an item of a paper or a checklist needs beyond its cells: the points that it is worth."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.checking.rules.outcome import RowFault, RuleOutcome
from data.checking.rules.points import above_maximum, heading_maximum, in_points, percent_rows
from data.matching.match import Match
from data.values.cells import Cells, CellValues
from errors import FileRefused, Message

_ONE = 1.0
_MOST_SLIPS = 0.05  # share of scores above one point that may be slips of the pen


def apply_exam_rules(
    rows: pd.DataFrame,
    columns: Mapping[str, Cells],
    readings: Mapping[str, CellValues],
    match: Match,
    *_: object,
) -> RuleOutcome:
    """The rows with `score` and `maximum` in points; FileRefused where nothing says what an item is
    worth."""
    stated = match.maximum
    if stated is None and rows["maximum"].isna().all():
        stated = heading_maximum(columns["score"].heading, rows["score"].to_numpy())
    return _in_points(rows, columns, readings, "score", "maximum", stated)


def apply_checklist_rules(
    rows: pd.DataFrame, columns: Mapping[str, Cells], readings: Mapping[str, CellValues], *_: object
) -> RuleOutcome:
    """The rows with `earned` and `available` in points, both empty where the item did not apply;
    items are critical only where the file says so.

    FileRefused where nothing says what an item is worth.
    """
    stated = (
        heading_maximum(columns["earned"].heading, rows["earned"].to_numpy())
        if rows["available"].isna().all()
        else None
    )
    settled = _in_points(rows, columns, readings, "earned", "available", stated)
    applied = settled.rows["earned"].notna()
    told = (*settled.told, *_blank(columns["earned"]))
    return RuleOutcome(
        settled.rows.assign(
            available=settled.rows["available"].where(applied),
            critical=rows["critical"].fillna("no"),
        ),
        settled.faults,
        told,
    )


def _in_points(
    rows: pd.DataFrame,
    columns: Mapping[str, Cells],
    readings: Mapping[str, CellValues],
    part: str,
    whole: str,
    stated: float | None = None,
) -> RuleOutcome:
    percent = percent_rows(columns, readings, part, len(rows))
    worth = rows[whole] if stated is None else rows[whole].fillna(stated)
    told = []
    if worth.isna().all():
        told = _as_one_point(rows[part][~percent].dropna(), columns[part].heading)
        worth = worth.fillna(_ONE)
    settled = rows.assign(**{part: in_points(rows[part], percent, worth), whole: worth})
    return RuleOutcome(
        settled,
        (
            *above_maximum(settled, part, whole, columns),
            *_without_worth(settled, part, whole, columns),
        ),
        tuple(told),
    )


def _as_one_point(bare: pd.Series, heading: str) -> list[Message]:
    """Where the file says nowhere what an item is worth, right is 1 and wrong is 0."""
    if (bare > _ONE).mean() > _MOST_SLIPS:
        raise FileRefused(
            "{column} goes up to {highest}, and nothing says how many points an item is worth. "
            "Add a column with the points of each item, or give one value for all rows.",
            column=heading,
            highest=float(bare.max()),
        )
    return (
        []
        if bare.empty
        else [
            Message(
                "Nothing says what the highest possible score is, so {column} was read as points "
                "out of {maximum}. "
                "If that is not so, give the maximum score.",
                {"column": heading, "maximum": 1},
            )
        ]
    )


def _without_worth(
    rows: pd.DataFrame, part: str, whole: str, columns: Mapping[str, Cells]
) -> list[RowFault]:
    if whole not in columns:
        return []
    empty = np.flatnonzero(rows[whole].isna() & rows[part].notna() & (columns[whole].codes < 0))
    return [
        RowFault(
            empty,
            whole,
            Message(
                "{column} is empty, so nothing says how many points this item is worth. Fill in "
                "these cells.",
                {"column": columns[whole].heading},
            ),
        )
    ]


def _blank(earned: Cells) -> list[Message]:
    """Cells that say nothing at all may mean "does not apply", or that a zero was forgotten."""
    count = int((earned.written.str.strip() == "").sum())
    return (
        [
            Message(
                "{column} is blank in {count} rows: these items were left out of the score, as if "
                "they did not apply. "
                "Where points were lost, write 0.",
                {"column": earned.heading, "count": count},
            )
        ]
        if count
        else []
    )
