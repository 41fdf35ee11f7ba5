"""The overview's content by pandas, for the peers: all rows of a database in memory, summed up on
every click.

Values are those of the overview for scores from 1 to 5. Intervals, targets,
verdicts and the tests behind "where" are left out, which is in the peers' favour.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

MONTHS = 24
FILTERS = ("region", "department", "store", "channel")

# The frame and column of every KPI, and how its months are made of them.
KPIS = {
    "csat": ("survey", "csat", "mean"),
    "satisfaction_mean": ("survey", "satisfaction", "mean"),
    "attitude_satisfaction": ("survey", "attitude_satisfied", "mean"),
    "speed_satisfaction": ("survey", "speed_satisfied", "mean"),
    "problem_solving_satisfaction": ("survey", "problem_solving_satisfied", "mean"),
    "dissatisfied_share": ("survey", "dissatisfied", "mean"),
    "net_promoter_score": ("nps", "promotion", "mean"),
    "detractor_share": ("nps", "detractor", "mean"),
    "mystery_score": ("visits", "composite", "mean"),
    "mystery_attitude": ("visits", "attitude", "mean"),
    "mystery_efficiency": ("visits", "efficiency", "mean"),
    "mystery_compliance": ("visits", "compliance", "mean"),
    "mystery_visits": ("visits", "visit", "per store"),
    "first_attempt_pass_rate": ("exams", "passed_first", "mean"),
    "final_pass_rate": ("exams", "passed_ever", "mean"),
    "pending_retakes": ("attempts", "change", "running"),
    "people_examined": ("exams", "person", "sum"),
    "exam_mean": ("attempts", "percent", "mean"),
}


@dataclass(frozen=True)
class Card:
    """A KPI's last 24 months (by month number; a month without value is missing or NaN), the latest
    n, and the change against a year before."""

    name: str
    series: pd.Series
    n: int
    change: float | None

    @property
    def value(self) -> float:
        """The latest month's."""
        return self.series.iloc[-1] if len(self.series) else float("nan")


@dataclass(frozen=True)
class Board:
    """The cards, and what changed most by store: KPI, store, change."""

    cards: tuple[Card, ...]
    where: tuple[tuple[str, str, float], ...]


def month_number(year: int, month: int) -> int:
    """Months since the year 0."""
    return 12 * year + month - 1


def load(path: Path) -> dict[str, pd.DataFrame]:
    """All live rows of a database that no server has open, with everything about a row that a click
    would have to work out."""
    with duckdb.connect(str(path), read_only=True) as connection:

        def rows(table: str, columns: str, order: str = "") -> pd.DataFrame:
            frame = connection.execute(
                f"SELECT year(date) * 12 + month(date) - 1 AS at, {columns} FROM live_{table} "
                f"{order}"
            ).df()
            return frame.astype({name: "category" for name in FILTERS if name in frame})

        places = "region, department, store, channel"
        survey = _survey(rows("survey", f"{places}, overall, attitude, speed, problem_solving"))
        nps = rows("nps", f"{places}, score")
        visits = rows("mystery_visit", f"{places}, attitude, efficiency, compliance")
        attempts = rows(
            "training",
            "department, store, employee, course, module, score, maximum, pass_mark",
            "ORDER BY date::DATE, attempt NULLS LAST, date, upload, line",
        )
    nps = nps.assign(
        promotion=100.0 * (nps["score"] >= 9) - 100.0 * (nps["score"] <= 6),
        detractor=100.0 * (nps["score"] <= 6),
    )
    visits = visits.assign(
        composite=visits[["attitude", "efficiency", "compliance"]].mean(axis=1), visit=1.0
    )
    attempts, exams = _exams(attempts)
    return {
        "survey": survey,
        "nps": nps.drop(columns="score"),
        "visits": visits,
        "attempts": attempts,
        "exams": exams,
        "stores": _stores([survey, nps, visits, attempts]),
    }


def _survey(rows: pd.DataFrame) -> pd.DataFrame:
    overall = rows["overall"]
    satisfied = {
        f"{name}_satisfied": (100.0 * (rows[name] >= 4)).where(rows[name].notna())
        for name in ("attitude", "speed", "problem_solving")
    }
    return rows.drop(columns=["overall", "attitude", "speed", "problem_solving"]).assign(
        csat=(100.0 * (overall >= 4)).where(overall.notna()),
        satisfaction=25 * (overall - 1),
        dissatisfied=(100.0 * (overall <= 2)).where(overall.notna()),
        **satisfied,
    )


def _exams(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Attempts with what they change in the number of people waiting for a retake; and one row a
    person, course and module."""
    rows = rows.assign(
        passed=rows["score"] >= rows["pass_mark"],
        module=rows["module"].fillna(""),
        percent=(100 * rows["score"] / rows["maximum"]).where(rows["maximum"] > 0),
    )
    one = rows.groupby(["employee", "course", "module"], sort=False)
    waited = one["passed"].shift(fill_value=True).astype(float)
    rows = rows.assign(
        change=waited - rows["passed"], passed_ever=100.0 * one["passed"].transform("any")
    )
    exams = rows[one.cumcount() == 0]
    exams = exams.assign(passed_first=100.0 * exams["passed"], person=1.0)
    places = ["at", "department", "store"]
    return rows[[*places, "change", "percent"]], exams[
        [*places, "passed_first", "passed_ever", "person"]
    ]


def _stores(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """First month, and last month that counts, of every store."""
    spans = pd.concat(
        [frame.groupby("store", observed=True)["at"].agg(["min", "max"]) for frame in frames]
    ).groupby(level=0)
    first, last = spans["min"].min(), spans["max"].max()
    return pd.DataFrame({"first": first, "last": (last + 12).clip(upper=last.max())})


def board(frames: dict[str, pd.DataFrame], at: int, chosen: dict[str, str]) -> Board:
    """The board of a month, by its number, for the places that are filtered for."""
    chosen = {name: unit for name, unit in chosen.items() if unit}
    cards = []
    for name in ("survey", "nps", "visits", "attempts", "exams"):
        if set(chosen) <= set(frames[name]):
            cards += _cards(
                name, _filtered(frames[name], chosen), at, frames["stores"], chosen.get("store")
            )
    return Board(tuple(cards), () if chosen else _where(frames, at))


def _filtered(frame: pd.DataFrame, chosen: dict[str, str]) -> pd.DataFrame:
    for name, unit in chosen.items():
        frame = frame[frame[name] == unit]
    return frame


def _cards(
    name: str, frame: pd.DataFrame, at: int, stores: pd.DataFrame, store: str | None
) -> list[Card]:
    """The cards of one frame, by one grouping of its 24 months; a running total needs the months
    before as well."""
    names = {kpi: (column, how) for kpi, (home, column, how) in KPIS.items() if home == name}
    columns = list(dict.fromkeys(column for column, _ in names.values()))
    running = any(how == "running" for _, how in names.values())
    months = frame[
        frame["at"].le(at) if running else frame["at"].between(at - MONTHS + 1, at)
    ].groupby("at")[columns]
    sums, counts = months.sum(), months.count()
    return [
        _card(
            kpi, _series(sums[column], counts[column], how, at, stores, store), counts[column], at
        )
        for kpi, (column, how) in names.items()
    ]


def _series(
    sums: pd.Series, counts: pd.Series, how: str, at: int, stores: pd.DataFrame, store: str | None
) -> pd.Series:
    if how == "mean":
        series = sums / counts
    elif how == "per store":
        there = stores if store is None else stores.loc[[store]]
        series = sums / [
            max(1, there["first"].le(month).mul(there["last"].ge(month)).sum())
            for month in sums.index
        ]
    else:
        series = (
            sums.reindex(range(sums.index.min(), at + 1), fill_value=0.0) if len(sums) else sums
        )
        series = series.cumsum() if how == "running" else series
    return series[series.index > at - MONTHS]


def _card(kpi: str, series: pd.Series, counts: pd.Series, at: int) -> Card:
    change = (
        series[at] - series[at - 12] if at in series.index and at - 12 in series.index else None
    )
    return Card(kpi, series, int(counts.get(at, 0)), change)


def _where(
    frames: dict[str, pd.DataFrame], at: int, most: int = 4
) -> tuple[tuple[str, str, float], ...]:
    """The stores that moved furthest from the same quarter a year before, measured by how far
    stores moved in that KPI."""
    quarter = (at - 2) // 3
    found = []
    for name in ("survey", "nps", "visits", "exams"):
        columns = [column for home, column, how in KPIS.values() if home == name and how == "mean"]
        frame = frames[name]
        frame = frame[(frame["at"] // 3).isin([quarter, quarter - 4])]
        means = frame.groupby([frame["at"] // 3, "store"], observed=True)[columns].mean()
        if {quarter, quarter - 4} <= set(means.index.get_level_values(0)):
            moved = means.loc[quarter] - means.loc[quarter - 4]
            found.append(moved.div(moved.std()).stack().to_frame("far").assign(moved=moved.stack()))
    furthest = (
        pd.concat(found).sort_values("far", key=abs, ascending=False).head(most)
        if found
        else pd.DataFrame()
    )
    names = {column: kpi for kpi, (_, column, _) in KPIS.items()}
    return tuple(
        (names[column], store, row["moved"]) for (store, column), row in furthest.iterrows()
    )


def months_of(frames: dict[str, pd.DataFrame]) -> dict[int, str]:
    """The months with survey rows, latest first: number and name."""
    return {
        int(at): f"{pd.Timestamp(year=at // 12, month=at % 12 + 1, day=1):%b %Y}"
        for at in sorted(frames["survey"]["at"].unique(), reverse=True)
    }


def units_of(frames: dict[str, pd.DataFrame], dimension: str) -> list[str]:
    """The units of a dimension, in order of name."""
    return sorted(frames["survey"][dimension].cat.categories)
