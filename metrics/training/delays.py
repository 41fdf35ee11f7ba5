"""Scores by the time since training, in groups large enough to show."""

import numpy as np
import pandas as pd

from metrics.intervals import mean_t

MOST_GROUPS, LEAST_IN_GROUP = 8, 10


def grouped(delays: pd.Series, scores: pd.Series) -> pd.DataFrame:
    """Groups of equal size by delay: `days` (their median), `n`, and of the scores (0 to 1) `mean`, `low`, `high` (95 %).

    Empty where there are too few for one group.
    """
    groups = min(MOST_GROUPS, len(delays) // LEAST_IN_GROUP)
    columns = ["days", "n", "mean", "low", "high"]
    if not groups:
        return pd.DataFrame(columns=columns)
    order = np.argsort(delays.to_numpy(float), kind="stable")
    frame = pd.DataFrame({"days": delays.to_numpy(float)[order], "score": scores.to_numpy(float)[order],
                          "part": np.arange(len(order)) * groups // len(order)})
    parts = frame.groupby("part")
    n, total = parts.size().to_numpy(float), parts["score"].sum().to_numpy()
    squares = (frame["score"] ** 2).groupby(frame["part"]).sum().to_numpy()
    top = (frame["score"] >= 1).groupby(frame["part"]).mean().to_numpy()
    low, high = mean_t(n, total, squares, 0, 1, top)
    return pd.DataFrame({"days": parts["days"].median().to_numpy(), "n": n.astype(int), "mean": total / n, "low": low, "high": high})[columns]
