"""What a unit needs beyond its cells: one step from a name to the name it is shown as, and places
for stores only."""

from collections.abc import Iterable, Mapping

import pandas as pd

from data.checking.rules.outcome import RuleOutcome, row_faults
from data.values.cells import Cells
from errors import Message

_PLACES = ("region", "department")


def apply_rules(rows: pd.DataFrame, columns: Mapping[str, Cells], *_: object) -> RuleOutcome:
    """The rows, a name shown as itself left empty; faults for chains of names and for places of
    what is no store."""
    settled = rows.assign(same_as=rows["same_as"].mask(rows["same_as"] == rows["name"]))
    faults = row_faults((*_chains(settled), *_misplaced(settled)))
    return RuleOutcome(settled, tuple(fault for fault in faults if fault.column in columns))


def _chains(rows: pd.DataFrame) -> Iterable[tuple[int, str, Message]]:
    """Only one step is followed, so a name must not lead to one that leads on. The latest row of a
    name counts."""
    stated = rows.dropna(subset=["dimension", "name", "date"]).sort_values("date", kind="stable")
    latest = stated.drop_duplicates(["dimension", "name"], keep="last")
    shown = {
        (row.dimension, row.name_): row.same_as
        for row in latest.rename(columns={"name": "name_"}).itertuples()
        if pd.notna(row.same_as)
    }
    for position, row in latest.iterrows():
        further = shown.get((row["dimension"], row["same_as"]))
        if further is not None:
            yield (
                int(position),
                "same_as",
                Message(
                    "\u201c{name}\u201d is to be shown as \u201c{target}\u201d, but this file "
                    "shows \u201c{target}\u201d as \u201c{further}\u201d. "
                    "Name the last one for both.",
                    {"name": row["name"], "target": row["same_as"], "further": further},
                ),
            )


def _misplaced(rows: pd.DataFrame) -> Iterable[tuple[int, str, Message]]:
    for column in _PLACES:
        for position in rows.index[
            rows[column].notna() & rows["dimension"].notna() & (rows["dimension"] != "store")
        ]:
            yield (
                int(position),
                column,
                Message(
                    "Only a store belongs to a region or a department, and \u201c{name}\u201d is "
                    "none. Empty this cell.",
                    {"name": rows.at[position, "name"]},
                ),
            )
