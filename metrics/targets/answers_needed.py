"""How many more answers would settle a verdict that lies within sampling error."""

from collections.abc import Sequence

import pandas as pd

from metrics.kpi import Kpi
from metrics.sums.columns import SUMS
from metrics.sums.values import value_columns

_TOO_MANY = 50  # times the answers there are: no survey settles that


def answers_needed(kpi: Kpi, row: pd.Series, goals: Sequence[float]) -> int | None:
    """How many more answers like those there are would keep the goals out of the interval, by that
    interval itself.

    `row`: a month of an answer, with its sums. None where no number would, or none that anybody
    collects.
    """
    have = int(row["n"])
    if have <= 0 or not _open(kpi, row, goals, have) or _open(kpi, row, goals, have * _TOO_MANY):
        return None
    least, enough = have, have * _TOO_MANY  # at `least` it is open, at `enough` it is settled
    while enough - least > 1:
        middle = (least + enough) // 2
        least, enough = (middle, enough) if _open(kpi, row, goals, middle) else (least, middle)
    return enough - have


def _open(kpi: Kpi, row: pd.Series, goals: Sequence[float], n: int) -> bool:
    """Whether a goal lies in the interval of `n` answers like those of the row."""
    found = value_columns(kpi, {name: [row[name] * n / row["n"]] for name in SUMS})
    return any(found["low"][0] <= goal <= found["high"][0] for goal in goals)
