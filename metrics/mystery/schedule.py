"""Visits made against those planned, and whose turn it is."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from metrics.periods import add_months, last_day, periods_between

FEWEST, MOST = 1, 2  # visits a month and unit
OVERDUE_DAYS = 30
MONTHS = 12  # shown


@dataclass(frozen=True)
class Schedule:
    """Units and their visits in the months up to `day`, the day up to which visits are known.

    `units`: unit, last (day of the latest visit, None without one in the
    months shown), days (since then), visits (in the month of `day` so far) and
    due, longest without a visit first. `counts`: units × months (first days).
    """

    day: date
    units: pd.DataFrame
    counts: pd.DataFrame

    @property
    def due(self) -> pd.DataFrame:
        """Units without a visit in the month of `day` so far, or for `OVERDUE_DAYS` days."""
        return self.units[self.units["due"]]

    def kept(self, month: date) -> int:
        """How many units had `FEWEST` to `MOST` visits in a month."""
        return int(self.counts[month].between(FEWEST, MOST).sum())


def known_until(last: date, month: date, latest: date) -> date:
    """The day up to which visits are known: that of the last one on record where `month` is the
    `latest` that can be chosen, else the month's end."""
    return last if month >= latest else last_day(month, "month")


def first_month(day: date) -> date:
    """The first of the months shown."""
    return add_months(day.replace(day=1), 1 - MONTHS)


def schedule(known: list[str], counts: pd.DataFrame, day: date) -> Schedule:
    """The schedule of units from their visits (unit, month, visits, last) from `first_month` to
    `day`; units without any are due."""
    months = periods_between(first_month(day), day, "month")
    names = [*known, *sorted(set(counts["unit"]) - {*known, ""})]
    table = counts.pivot_table(
        index="unit", columns="month", values="visits", aggfunc="sum"
    ).reindex(index=names, columns=months)
    last = counts.groupby("unit")["last"].max().reindex(names)
    units = pd.DataFrame(
        {
            "unit": names,
            "last": [None if pd.isna(at) else at for at in last],
            "visits": table[months[-1]].fillna(0).astype(int).to_numpy(),
        }
    )
    units["days"] = [None if at is None else (day - at).days for at in units["last"]]
    units["due"] = [
        visits == 0 or at < day - timedelta(days=OVERDUE_DAYS)
        for visits, at in zip(units["visits"], units["last"], strict=True)
    ]
    order = (
        units.assign(at=[at or date.min for at in units["last"]])
        .sort_values(["due", "at", "unit"], ascending=[False, True, True])
        .index
    )
    return Schedule(day, units.loc[order].reset_index(drop=True), table.fillna(0).astype(int))
