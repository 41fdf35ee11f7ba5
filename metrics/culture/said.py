"""What staff say, wave by wave: the latest answers up to a month, and how they changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from metrics.answers.answer import Answer
from metrics.comparisons.change import Change, difference
from metrics.kpi import Kpi

# KPI -> the column of a staff survey that it is made of.
ASKED = {
    "concept_awareness": "concept_known",
    "handbook_awareness": "handbook_known",
    "support_satisfaction": "support",
    "empowerment": "authority",
    "internal_satisfaction": "internal_service",
    "service_capability": "capability",
    "proactive_service": "proactive",
}


@dataclass(frozen=True)
class Wave:
    """A KPI in the latest month up to the one looked at in which staff answered.

    `month`: that month (None: nobody ever answered); `row`: of the units looked at in it, None
    where they gave no answer; `hidden`: too few people answered to show it; `later`: whether
    answers of too few people came after it; `change`: against the wave before.
    """

    kpi: Kpi
    month: date | None
    row: Mapping | None = None
    hidden: bool = False
    later: bool = False
    change: Change | None = None

    @property
    def value(self) -> float | None:
        return None if self.row is None else float(self.row["value"])


def wave(company: Answer, place: Answer, month: date, breaks: Sequence[date] = ()) -> Wave:
    """The latest wave up to a month. `company`, `place`: the KPI's months of everybody, which say
    when staff were asked, and of the units looked at; `breaks`: months from which on another scale
    is used."""
    kpi, rows = company.kpi, company.rows
    rows = rows[rows["period"] <= month]
    shown = rows[_known(rows)]
    hidden = rows[rows["hidden"].astype(bool)]
    if shown.empty:
        return Wave(kpi, None, hidden=len(hidden) > 0)
    last = shown["period"].max()
    later = bool((hidden["period"] > last).any())
    found = place.rows[place.rows["period"] == last]
    if found.empty:
        return Wave(kpi, last, later=later)
    row = found.iloc[0]
    if row["hidden"]:
        return Wave(kpi, last, hidden=True, later=later)
    if pd.isna(row["value"]):
        return Wave(kpi, last, later=later)
    earlier = [period for period in shown["period"] if period < last]
    return Wave(
        kpi,
        last,
        row.to_dict(),
        later=later,
        change=_change(kpi, place, max(earlier), last, breaks) if earlier else None,
    )


def waves(place: Answer, first: date, month: date) -> pd.DataFrame:
    """The rows with a value from one month to another, oldest first."""
    rows = place.rows[_known(place.rows)]
    return rows[(rows["period"] >= first) & (rows["period"] <= month)]


def _known(rows: pd.DataFrame) -> pd.Series:
    return ~rows["hidden"].astype(bool) & rows["value"].notna() & (rows["x"] > 0)


def _change(
    kpi: Kpi, place: Answer, before: date, now: date, breaks: Sequence[date]
) -> Change | None:
    """None where either wave has too few answers to be judged, or another scale was used."""
    rows = place.rows[_known(place.rows) & place.rows["enough"].astype(bool)]
    at = {row["period"]: row for row in rows.to_dict("records")}
    if before not in at or now not in at or any(before < start <= now for start in breaks):
        return None
    values = (float(at[before]["value"]), float(at[now]["value"]))
    return Change(kpi, before, difference(kpi, at[before], at[now]), values)
