"""What a rating of an audit needs beyond its cells: a level or points as its instrument asks, a
known type of culture, and points that add to 100."""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.checking.answers.answers import as_percent, shares_told
from data.checking.rules.outcome import RowFault, RuleOutcome
from data.kinds.audits import AUDIT, CULTURE_TYPES, TYPE_WORDS
from data.text.writing import folded
from data.values.cells import Cells
from errors import Message
from i18n import LANGUAGES, translator

WHOLE, SLACK = 100, 0.5  # what a rater shares among the types, and how far the sum may be off
_TYPE = "culture_type"
_KNOWN = {
    folded(word): name
    for name, label in CULTURE_TYPES
    for word in (
        name,
        *TYPE_WORDS[name],
        *(translator(language)(label) for language in LANGUAGES),
    )
}
_LETTER = re.compile(r"^[a-d][\s.、:)(-]*")
_OF_ONE = [
    "date",
    "view",
    "rater",
    *(name for name in AUDIT.identifiers if name in ("department", "store", "region")),
]


def apply_rules(rows: pd.DataFrame, columns: Mapping[str, Cells], *_: object) -> RuleOutcome:
    """The rows with an empty view as of now, types of culture by one name, and points as shares of
    100."""
    told = []
    nameless = int(rows["rater"].isna().sum())
    if nameless:
        told.append(
            Message(
                "Ratings that name no rater: {count}. They count as those of one rater, so how far "
                "raters agree cannot be told.",
                {"count": nameless},
            )
        )
    rows = rows.assign(view=rows["view"].fillna("now"))
    of_type = (rows["instrument"] == _TYPE).to_numpy()
    points = rows.loc[of_type, "points"].to_numpy(float)
    if as_percent(points):
        first = float(points[(points > 0) & (points < 1)][0])
        told.append(shares_told(columns["points"].heading, first))
        rows = rows.assign(points=rows["points"].where(~of_type, (rows["points"] * WHOLE).round(9)))
    names = rows["dimension"].map(_type_of, na_action="ignore")
    unknown = of_type & names.isna().to_numpy() & rows["dimension"].notna().to_numpy()
    rows = rows.assign(dimension=rows["dimension"].where(~of_type | unknown, names))
    faults = [
        *_unknown(rows, columns, unknown),
        *_unrated(rows, columns, of_type),
        *_other_sums(rows, columns, of_type),
    ]
    return RuleOutcome(rows, tuple(faults), tuple(told))


def _type_of(written: str) -> str | None:
    """The type that a cell names; with its letter before it, as “A 家族型”, too."""
    text = folded(written)
    return _KNOWN.get(text) or _KNOWN.get(_LETTER.sub("", text))


def _unknown(
    rows: pd.DataFrame, columns: Mapping[str, Cells], unknown: np.ndarray
) -> list[RowFault]:
    at = np.flatnonzero(unknown)
    if not len(at):
        return []
    message = Message(
        "{column} names no type of culture. Types are {types}.",
        {"column": columns["dimension"].heading, "types": [label for _, label in CULTURE_TYPES]},
    )
    return [RowFault(at, "dimension", message)]


def _unrated(
    rows: pd.DataFrame, columns: Mapping[str, Cells], of_type: np.ndarray
) -> list[RowFault]:
    """Rows without what their instrument gives."""
    known = {name: rows[name].notna().to_numpy() for name in ("level", "points")}
    maturity = (rows["instrument"] == "maturity").to_numpy()
    found = (
        (
            of_type & ~known["points"],
            Message("A type of culture is given points, and this row has none."),
        ),
        (
            maturity & ~known["level"],
            Message("Maturity is given a level from 1 to 5, and this row has none."),
        ),
        (
            ~of_type & ~maturity & ~known["level"] & ~known["points"],
            Message("This row has neither a level nor points."),
        ),
    )
    return [
        RowFault(
            np.flatnonzero(at), "instrument" if "instrument" in columns else "dimension", message
        )
        for at, message in found
        if at.any()
    ]


def _other_sums(
    rows: pd.DataFrame, columns: Mapping[str, Cells], of_type: np.ndarray
) -> list[RowFault]:
    """The rows of a rater whose points for all types do not add to 100."""
    if not of_type.any() or "points" not in columns:
        return []
    given = rows[of_type & rows["points"].notna().to_numpy()]
    sums = given.groupby(_OF_ONE, dropna=False)["points"].transform("sum")
    off = given.index[(sums - WHOLE).abs() > SLACK]
    if not len(off):
        return []
    at = rows.index.get_indexer(off)
    message = Message(
        "The points of one rater add to {sum}, not to 100. Correct them, or take the rater out."
    )
    return [RowFault(at, "points", message, {"sum": sums.loc[off].round(1).to_numpy()})]
