"""Which stores' scores moved: half a year against the half-year before, in a store's own visits."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.mystery.visits import pooled_variance
from metrics.statistics.comparing import FALSE_DISCOVERIES, discoveries
from metrics.statistics.intervals import LEVEL, t_quantile

MONTHS = 6  # of each side
ENOUGH = 3  # visits of each side


@dataclass(frozen=True)
class Movement:
    """One store's mean now minus before, in points, with its 95 % interval and p; `certain`: named
    though many were looked at."""

    store: str
    before: float
    now: float
    low: float
    high: float
    p: float
    certain: bool

    @property
    def change(self) -> float:
        return self.now - self.before


def movements(
    stores: Sequence[str], now: Sequence[bool], scores: Sequence[float]
) -> tuple[Movement, ...]:
    """Stores with at least `ENOUGH` visits on either side, deepest fall first; one store, side
    (True: now) and score a visit.

    What one visit varies by is pooled over all stores and both sides: the
    spread of a store's own few visits would be too uncertain to judge by.
    """
    from scipy.special import stdtr

    frame = pd.DataFrame(
        {"store": list(stores), "now": np.asarray(now, bool), "score": np.asarray(scores, float)}
    )
    frame = frame[(frame["store"] != "") & frame["score"].notna()]
    cells = frame.groupby(["store", "now"])["score"].agg(
        n="size", mean="mean", squares=lambda score: ((score - score.mean()) ** 2).sum()
    )
    variance, degrees = (
        pooled_variance(cells["n"], cells["squares"]),
        float(cells["n"].sum() - len(cells)),
    )
    sides = cells[["n", "mean"]].unstack("now")
    if not variance > 0 or sides.shape[1] < 4:
        return ()
    sides = sides[(sides["n"] >= ENOUGH).all(axis=1)]
    change = (sides["mean"][True] - sides["mean"][False]).to_numpy(float)
    error = np.sqrt(variance * (1 / sides["n"]).sum(axis=1)).to_numpy(float)
    half, p = t_quantile(LEVEL, degrees) * error, 2 * stdtr(degrees, -np.abs(change) / error)
    sure = discoveries(p, FALSE_DISCOVERIES)
    found = [
        Movement(
            store,
            before=float(before),
            now=float(after),
            low=float(by - half_width),
            high=float(by + half_width),
            p=float(chance),
            certain=bool(named),
        )
        for store, before, after, by, half_width, chance, named in zip(
            sides.index,
            sides["mean"][False],
            sides["mean"][True],
            change,
            half,
            p,
            sure,
            strict=True,
        )
    ]
    return tuple(sorted(found, key=lambda movement: movement.change))
