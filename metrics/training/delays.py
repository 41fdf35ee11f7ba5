"""Scores by the time since training, in groups large enough to show."""

import pandas as pd

from metrics.statistics.intervals import mean_t

MOST_GROUPS, LEAST_IN_GROUP = 8, 10
_COLUMNS = ["days", "n", "mean", "low", "high"]


def grouped(looks: pd.DataFrame) -> pd.DataFrame:
    """Second looks (`days`, `score` from 0 to 1) in groups of equal size by delay.

    Columns `days` (their median), `n`, and of the scores `mean`, `low`, `high`
    (95 %). As many groups, up to eight, as leave enough scores in each; empty where one group has
    too few.
    """
    ordered = looks.sort_values("days", kind="stable", ignore_index=True)
    groups = min(MOST_GROUPS, len(ordered) // LEAST_IN_GROUP)
    return (
        _described(ordered.assign(part=ordered.index * groups // len(ordered)))
        if groups
        else pd.DataFrame(columns=_COLUMNS)
    )


def _described(frame: pd.DataFrame) -> pd.DataFrame:
    parts = frame.groupby("part")
    n, total = parts.size().to_numpy(float), parts["score"].sum().to_numpy()
    squares = (frame["score"] ** 2).groupby(frame["part"]).sum().to_numpy()
    top = (frame["score"] >= 1).groupby(frame["part"]).mean().to_numpy()
    low, high = mean_t(n, total, squares, 0, 1, top)
    return pd.DataFrame(
        {
            "days": parts["days"].median().to_numpy(),
            "n": n.astype(int),
            "mean": total / n,
            "low": low,
            "high": high,
        }
    )[_COLUMNS]
