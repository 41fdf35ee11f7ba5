"""The dashboard's own forecasts: written down when they are made, held against what came true."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd

from data.database.connection import Database, ReadTransaction
from data.kinds.catalog import FORECAST
from data.uploads.store import add
from data.uploads.typed import typed_rows
from metrics.answers.answer import ask
from metrics.catalog import kpi_named
from metrics.periods import last_day
from metrics.sums.query import Query
from metrics.targets.judge import verdicts
from metrics.targets.verdict import LIKELY, OUT_OF_REACH, SURE, UNLIKELY, Verdict

ENOUGH_RESOLVED = 30  # forecasts that must have come due before the calibration says anything
FILE = "issued forecasts"
_EDGES = (0.0, OUT_OF_REACH, UNLIKELY, LIKELY, SURE, 1.0)


@dataclass(frozen=True)
class Bin:
    """Forecasts with a probability from `low` to `high`: how many, how often they came true, what
    was said on average."""

    low: float
    high: float
    issued: int
    came_true: int
    mean: float | None


@dataclass(frozen=True)
class Calibration:
    """`brier`: mean squared error of the probabilities (0 is perfect, 0.25 a coin); `covered`:
    share of values inside the 80 % range. Both None until `ENOUGH_RESOLVED` have come due."""

    resolved: int
    waiting: int
    brier: float | None
    covered: float | None
    bins: tuple[Bin, ...]


def issue(database: Database, month: date, today: date) -> int:
    """Write down what is forecast at the end of `month`, once; how many forecasts were written."""
    end = last_day(month, "month")
    with database.read() as reading:
        if reading.row("SELECT count(*) FROM live_forecast WHERE date = ?", [end])[0]:
            return 0
        rows = [
            _row(verdict, probability, end)
            for verdict in verdicts(reading, month, today)
            if (probability := verdict.probability) is not None and not verdict.beyond
        ]
    if rows:
        add(
            database,
            typed_rows(FORECAST, rows, f"{FILE} {month:%Y-%m}", today=end + timedelta(days=1)),
        )
    return len(rows)


def _row(verdict: Verdict, probability: float, end: date) -> Mapping[str, object]:
    target = verdict.target
    low, high = verdict.likely or (None, None)
    return {
        "kpi": target.kpi,
        "dimension": target.dimension,
        "unit": target.unit,
        "stage": target.stage,
        "plan": target.plan,
        "due": target.due,
        "goal": verdict.goal,
        "goal_high": verdict.goal_high,
        "better": verdict.better,
        "probability": float(probability),
        "low": low,
        "high": high,
        "date": end,
    }


def calibration(reading: ReadTransaction, today: date) -> Calibration:
    """Every issued forecast against the value of its due month, as the live rows give it today."""
    issued = reading.frame("SELECT * FROM live_forecast ORDER BY date, kpi")
    issued = issued.assign(due=pd.to_datetime(issued["due"]).dt.date)
    due = issued[[last_day(day.replace(day=1), "month") < today for day in issued["due"]]]
    values = _values(reading, due, today)
    resolved = due.assign(
        value=[
            values.get(place, {}).get(row.due.replace(day=1))
            for place, row in zip(_places(due), due.itertuples(), strict=True)
        ]
    )
    resolved = resolved[resolved["value"].notna()]
    return _calibration(resolved, waiting=len(issued) - len(resolved))


def _places(rows: pd.DataFrame) -> list[tuple[str, str | None, str | None]]:
    """KPI, dimension and unit of each forecast."""
    return [(row.kpi, _known(row.dimension), _known(row.unit)) for row in rows.itertuples()]


def _known(value: object) -> str | None:
    return None if pd.isna(value) else str(value)


def _values(
    reading: ReadTransaction, due: pd.DataFrame, today: date
) -> dict[tuple, dict[date, float]]:
    """KPI and place -> month -> value."""
    found = {}
    for name, dimension, unit in set(_places(due)):
        only = ((dimension, (unit or "",)),) if dimension else ()
        rows = ask(reading, kpi_named(name), Query(only=only), today).judged()
        found[name, dimension, unit] = dict(zip(rows["period"], rows["value"], strict=True))
    return found


def _calibration(resolved: pd.DataFrame, waiting: int) -> Calibration:
    if len(resolved) < ENOUGH_RESOLVED:
        return Calibration(len(resolved), waiting, None, None, ())
    said, came = resolved["probability"].to_numpy(float), _came_true(resolved)
    ranged = resolved[resolved["low"].notna()]
    inside = (ranged["value"] >= ranged["low"]) & (ranged["value"] <= ranged["high"])
    return Calibration(
        len(resolved),
        waiting,
        float(np.mean((said - came) ** 2)),
        float(inside.mean()) if len(ranged) else None,
        tuple(_bin(said, came, *edges) for edges in pairwise(_EDGES)),
    )


def _came_true(resolved: pd.DataFrame) -> np.ndarray:
    value, goal = resolved["value"].to_numpy(float), resolved["goal"].to_numpy(float)
    high, better = resolved["goal_high"].to_numpy(float), resolved["better"].to_numpy(float)
    between = (value >= goal) & (value <= high)
    return np.where(
        np.isnan(high), np.where(better > 0, value >= goal, value <= goal), between
    ).astype(float)


def _bin(said: np.ndarray, came: np.ndarray, low: float, high: float) -> Bin:
    inside = (said >= low) & ((said < high) | (high == 1.0))
    return Bin(
        low,
        high,
        int(inside.sum()),
        int(came[inside].sum()),
        float(said[inside].mean()) if inside.any() else None,
    )
