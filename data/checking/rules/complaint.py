"""What a complaint needs beyond its cells: moments in their order, and whether it is about
attitude."""

from collections.abc import Mapping

import pandas as pd

from data.checking.rules.order import out_of_order
from data.checking.rules.outcome import RuleOutcome
from data.kpi_facts import KpiFacts
from data.matching.match import Match
from data.reading.options import Options
from data.text.writing import folded
from data.values.cells import Cells, CellValues
from errors import Message

_UNSORTED = 0.1  # share of complaints without a category from which on a share of them tells little


def apply_rules(
    rows: pd.DataFrame,
    columns: Mapping[str, Cells],
    readings: Mapping[str, CellValues],
    match: Match,
    options: Options,
    kpis: KpiFacts | None,
) -> RuleOutcome:
    """The rows with `attitude` derived where the file does not say it, and a fault for each that
    was closed before it came."""
    told, noted, attitude, unknown = [], [], rows["attitude"], 0
    if kpis is not None and kpis.attitude is not None:
        attitude, derived, unknown = _derived(rows, kpis)
        if unknown:
            told.append(
                Message(
                    "Complaints in words that the dictionary of themes does not know: {count} of "
                    "{all}. Whether they are about attitude stays unknown, so the attitude share leaves "
                    "them out; a column that says it is read.",
                    {"count": unknown, "all": len(rows)},
                )
            )
        if derived:
            noted.append(
                Message(
                    "Whether it is about attitude was derived from category and text by the "
                    "dictionary of themes, where the file does not say it. Rows: {count}.",
                    {"count": derived},
                )
            )
    noted.extend(_joined(columns, readings))
    unsorted = (rows["category"].isna() & attitude.isna()).sum()
    if rows["category"].isna().all():  # those of which the words tell nothing are told above
        unsorted -= unknown
    if len(rows) and unsorted > _UNSORTED * len(rows):
        told.append(
            Message(
                "Complaints without a category: {count} of {all}. They count as complaints, but the "
                "attitude share leaves them out, so it tells little.",
                {"count": int(unsorted), "all": len(rows)},
            )
        )
    return RuleOutcome(
        rows.assign(attitude=attitude),
        tuple(out_of_order(rows, columns, (("date", "closed"),))),
        tuple(told),
        noted=tuple(noted),
    )


def _joined(columns: Mapping[str, Cells], readings: Mapping[str, CellValues]) -> list[Message]:
    """Which levels of the file are one level of severity here, as those of four may be."""
    if "severity" not in columns or columns["severity"].given:
        return []
    cells, levels = columns["severity"], readings["severity"].values
    words: dict[str, dict[str, str]] = {}
    for text, level in zip(cells.texts, levels, strict=True):
        if isinstance(level, str):
            words.setdefault(level, {}).setdefault(folded(text), text)
    labels = dict(cells.column.choices)
    return [
        Message(
            "{column}: {words} count as the same severity here: {level}.",
            {"column": cells.heading, "words": list(found.values()), "level": labels[level]},
        )
        for level, found in words.items()
        if len(found) > 1
    ]


def _derived(rows: pd.DataFrame, kpis: KpiFacts) -> tuple[pd.Series, int, int]:
    """Attitude of each row as the file says, else as category and text do; of how many it was
    derived, and of how many the words are not known. Where a file sorts its complaints, those left
    unsorted stay unknown."""
    assert kpis.attitude is not None
    sorted_ = rows["category"].notna()
    told = sorted_ if sorted_.any() else rows["comment"].notna()
    open_ = rows["attitude"].isna() & told
    if not open_.any():
        return rows["attitude"], 0, 0
    categories = rows.loc[open_, "category"].fillna("")
    texts = (categories + " \n " + rows.loc[open_, "comment"].fillna("")).tolist()
    # Where the text is of a language that is not known, the category alone may be of one.
    spoken = [
        by_category if about is None and category else about
        for about, by_category, category in zip(
            kpis.attitude(texts), kpis.attitude(categories.tolist()), categories, strict=True
        )
    ]
    found = rows["attitude"].astype(object)
    found[open_] = [None if about is None else "yes" if about else "no" for about in spoken]
    unknown = sum(about is None for about in spoken)
    return found, len(spoken) - unknown, unknown
