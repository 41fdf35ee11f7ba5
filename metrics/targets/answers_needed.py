"""How many more answers would settle a verdict that lies within sampling error."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from metrics.kpi import Kpi
from metrics.sums.columns import SUMS
from metrics.sums.values import value_columns

_TOO_MANY = 50  # times the answers there are: no survey settles that
_AT_ONCE = 34  # numbers tried together, between which the search goes on


def answers_needed(kpi: Kpi, row: pd.Series, goals: Sequence[float]) -> int | None:
    """How many more answers like those there are would keep the goals out of the interval, by that
    interval itself.

    `row`: a month of an answer, with its sums. None where no number would, or none that anybody
    collects.
    """
    have = int(row["n"])
    if have <= 0 or list(_open(kpi, row, goals, [have, have * _TOO_MANY])) != [True, False]:
        return None
    least, enough = have, have * _TOO_MANY  # at `least` it is open, at `enough` it is settled
    while enough - least > 1:
        between = np.unique(np.linspace(least, enough, _AT_ONCE).astype(int))[1:-1]
        still = int(_open(kpi, row, goals, between).sum())
        steps = [least, *between.tolist(), enough]
        least, enough = steps[still], steps[still + 1]
    return enough - have


def _open(
    kpi: Kpi, row: pd.Series, goals: Sequence[float], n: Sequence[int] | np.ndarray
) -> np.ndarray:
    """Whether a goal lies in the interval of so many answers like those of the row."""
    times = np.asarray(n, float)
    found = value_columns(kpi, {name: row[name] * times / row["n"] for name in SUMS})
    return np.any([(found["low"] <= goal) & (goal <= found["high"]) for goal in goals], axis=0)
