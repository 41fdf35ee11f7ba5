"""What a store's few visits are worth, and how many make its score reliable."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, nan
from typing import NamedTuple

import numpy as np
import pandas as pd

from errors import Message
from metrics.mystery.refusal import Refused
from metrics.mystery.shrinkage import normal_posterior, normal_prior
from metrics.statistics.funnel import ENOUGH_UNITS
from metrics.statistics.intervals import LEVEL
from metrics.statistics.spread import spread

RELIABLE = 0.7  # share of the variance of a store's mean that must come from the store itself


class Needed(NamedTuple):
    """The fewest visits whose mean is reliable, with limits; None where no number of them is known
    to be enough."""

    visits: int | None
    low: int | None
    high: int | None


def reliability(between: float, within: float, visits: float) -> float:
    """The share of the variance of a mean of so many visits that comes from the store: 0 all noise,
    1 none.

    `between`: variance of the stores' true scores; `within`: of one visit
    about its store's, shoppers included, each visit by another shopper.
    Finn & Kayandé 1999, Journal of Retailing 75:195-217.
    """
    return between / (between + within / visits)


def visits_needed(between: float, within: float) -> int | None:
    """The fewest visits whose mean reaches the reliability `RELIABLE`; None where stores do not
    differ, for then none does."""
    if not between > 0:
        return None
    # A store that reaches it exactly must not be asked for one visit more.
    return max(1, ceil(RELIABLE / (1 - RELIABLE) * within / between - 1e-9))


def pooled_variance(n: Sequence[float], squares: Sequence[float]) -> float:
    """The variance of one case within its unit, from all units' n and sums of squared distances;
    NaN where none has two cases."""
    degrees = float(np.sum(n) - len(n))
    return float(np.sum(squares)) / degrees if degrees > 0 else nan


@dataclass(frozen=True)
class StoreEstimates:
    """Stores by name: store, visits, mean (of its visits), estimate (drawn towards all stores), low
    and high (its 95 % interval).

    `centre`: mean of all stores; `between`, `within`: variance of the stores'
    true scores, and of one visit about its store's. Points, and their squares.
    """

    stores: pd.DataFrame
    centre: float
    between: float
    within: float
    needed: Needed


def store_estimates(stores: Sequence[str], scores: Sequence[float]) -> StoreEstimates | Refused:
    """What the visits say of each store, with shoppers taken as chance; one store and one score a
    visit.

    Visits without a store or a score are left out. Where shoppers are known
    and rotate, `severity` says more.
    """
    visits = pd.DataFrame({"store": list(stores), "score": np.asarray(scores, float)}).dropna()
    table = (
        visits.groupby("store")["score"]
        .agg(visits="size", mean="mean", squares=lambda score: ((score - score.mean()) ** 2).sum())
        .reset_index()
    )
    if len(table) < ENOUGH_UNITS:
        return Refused(
            Message(
                "Store estimates need visits to at least {least} stores; {count} were visited. "
                "Take a longer time.",
                {"least": ENOUGH_UNITS, "count": len(table)},
            )
        )
    within = pooled_variance(table["visits"], table["squares"])
    sampling = within / table["visits"]
    prior = normal_prior(table["mean"], sampling) if within > 0 else None
    if prior is None:
        return Refused(
            Message(
                "No store has two visits that differ, so nothing tells what chance does. Take a "
                "longer time."
            )
        )
    found = spread(table["mean"], sampling)
    posterior = normal_posterior(prior, table["mean"], sampling)
    low, high = posterior.interval(LEVEL)
    needed = Needed(
        *(
            None if tau is None else visits_needed(tau**2, within)
            for tau in (found.tau, found.high, found.low)
        )
    )
    return StoreEstimates(
        table.drop(columns="squares").assign(estimate=posterior.mean, low=low, high=high),
        prior.mean,
        prior.deviation**2,
        within,
        needed,
    )
