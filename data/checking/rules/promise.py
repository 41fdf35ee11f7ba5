"""What a promise needs beyond its cells: only steps that are promised here, and one promise for each
urgency where a list has more levels."""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.checking.rules.outcome import RuleOutcome
from data.text.folding import fold
from data.values.cells import Cells
from data.workdays.official import hours
from errors import Message

_DAYS = re.compile(
    r"\d\s*(?:days?|d|[个個]?工作[日天]|天|日)\b|\d\s*[个個]?工作日|\d\s*[天日]", re.I
)
# Levels that stand for an urgency where several are promised; the first that is there.
_STAND_FOR = {
    "ordinary": ("ordinary", "normal", "medium", "standard", "p3", "一般", "普通", "正常", "中"),
    "emergency": ("emergency", "urgent", "critical", "highest", "p1", "紧急", "特急", "緊急"),
}
_LEVEL = Message(
    "Another level of the file stands for this urgency, and one promise holds for each: left out."
)


def apply_rules(rows: pd.DataFrame, columns: Mapping[str, Cells], *_: object) -> RuleOutcome:
    """The promises of which one holds for each urgency, step, store and day."""
    rows = _in_working_days(rows, columns)
    if "urgency" not in columns:
        return RuleOutcome(rows)
    levels = columns["urgency"].written.map(fold).to_numpy(object)
    names = [name for name in ("urgency", "step", "store", "date") if name in rows]
    gone: list[int] = []
    for cell, at in rows.reset_index(drop=True).groupby(names, dropna=False).indices.items():
        known = set(levels[at])
        if len(known) < 2:
            continue
        wanted = map(fold, _STAND_FOR.get(str(cell[0]), ()))
        holds = next((level for level in wanted if level in known), None)
        if holds is not None:
            gone.extend(place for place in at if levels[place] != holds)
    if not gone:
        return RuleOutcome(rows)
    return RuleOutcome(rows, aside=((np.sort(np.array(gone)), _LEVEL),))


def _in_working_days(rows: pd.DataFrame, columns: Mapping[str, Cells]) -> pd.DataFrame:
    """The rows with a day of working time as long as work is done on one."""
    if not {"minutes", "clock"} <= set(columns):
        return rows
    told = columns["minutes"].written.str.contains(_DAYS).to_numpy(dtype=bool)
    days = told & (rows["clock"] != "elapsed").fillna(False).to_numpy(dtype=bool)
    worked = sum(closes - opens for opens, closes in hours()) / 1440
    return rows.assign(minutes=rows["minutes"].mask(days, rows["minutes"] * worked))
