"""Severe and lenient shoppers taken out of the stores' scores, where the visits allow it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from errors import Message
from metrics.mystery.crossed import crossed
from metrics.mystery.refusal import Refused
from metrics.mystery.visits import Needed, reliability, visits_needed
from metrics.statistics.intervals import LEVEL, normal_quantile

STORES_A_SHOPPER = 3  # that every shopper must have visited


@dataclass(frozen=True)
class Severity:
    """Stores and shoppers of a programme in which shoppers take turns, in points.

    `stores`: store, visits, mean (of its visits), estimate (shoppers taken
    out, drawn towards all stores), low and high (its 95 % interval).
    `shoppers`: shopper, visits, effect (below 0: more severe than the others);
    personal. Variances: between stores, between shoppers, of what is left.
    """

    mean: float
    between_stores: float
    between_shoppers: float
    residual: float
    log_likelihood: float
    stores: pd.DataFrame
    shoppers: pd.DataFrame
    needed: Needed

    def reliability(self, visits: int) -> float:
        """The reliability of the mean of so many visits, each by another shopper."""
        return reliability(self.between_stores, self.between_shoppers + self.residual, visits)


def severity(
    stores: Sequence[str], shoppers: Sequence[str], scores: Sequence[float]
) -> Severity | Refused:
    """What stores and shoppers each add to the score; one store, shopper and score a visit.

    Visits that lack one of them are left out. Refused, with the reason, where
    the visits cannot tell a severe shopper from a weak store.
    """
    visits = pd.DataFrame(
        {"store": list(stores), "shopper": list(shoppers), "score": np.asarray(scores, float)}
    ).dropna()
    refused = _refused(visits)
    if refused:
        return refused
    by_store, by_shopper = (
        visits.groupby(name)["score"].agg(visits="size", mean="mean").reset_index()
        for name in ("store", "shopper")
    )
    store, shopper = (
        np.unique(visits[name], return_inverse=True)[1] for name in ("store", "shopper")
    )
    model = crossed(store, shopper, visits["score"])
    of_one, of_rest = model.best()
    found = model.at(of_one, of_rest)
    estimate, half = found.mean + found.row_effects, normal_quantile(LEVEL) * found.row_errors
    low, high = model.limits(of_one, found.deviance, LEVEL)
    return Severity(
        found.mean,
        found.rows,
        found.columns,
        found.residual,
        -found.deviance / 2,
        by_store.assign(estimate=estimate, low=estimate - half, high=estimate + half),
        by_shopper.drop(columns="mean").assign(effect=found.column_effects),
        Needed(*(visits_needed(share, 1 - share) for share in (of_one, high, low))),
    )


def _refused(visits: pd.DataFrame) -> Refused | None:
    """Why these visits cannot tell stores from shoppers, if they cannot."""
    stores, shoppers = visits["store"].nunique(), visits["shopper"].nunique()
    blanks = {
        "visits": len(visits),
        "stores": stores,
        "shoppers": shoppers,
        "least": STORES_A_SHOPPER,
        "enough": stores + shoppers,
        "narrow": int((visits.groupby("shopper")["store"].nunique() < STORES_A_SHOPPER).sum()),
    }
    if shoppers < 2:
        return Refused(
            Message(
                "Severe shoppers cannot be told from weak stores: fewer than two shoppers are "
                "named. "
                "Record who made each visit, and let several take turns."
            )
        )
    if blanks["narrow"]:
        return Refused(
            Message(
                "Severe shoppers cannot be told from weak stores: {narrow} of {shoppers} shoppers "
                "visited fewer than {least} stores. "
                "Let each visit at least {least}, or take a longer time.",
                blanks,
            )
        )
    if (parts := _parts(visits)) > 1:
        return Refused(
            Message(
                "Severe shoppers cannot be told from weak stores: the stores fall into {parts} "
                "groups that share no shopper. "
                "Let shoppers take turns across these groups.",
                {"parts": parts},
            )
        )
    if len(visits) < blanks["enough"]:
        return Refused(
            Message(
                "Severe shoppers cannot be told from weak stores: {visits} visits are too few for "
                "{stores} stores and "
                "{shoppers} shoppers; at least {enough} are needed. Take a longer time.",
                blanks,
            )
        )
    if not np.ptp(visits["score"]) > 0:
        return Refused(
            Message(
                "Severe shoppers cannot be told from weak stores: all visits have the same score."
            )
        )
    return None


def _parts(visits: pd.DataFrame) -> int:
    """Into how many groups stores and shoppers fall that no visit connects."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    store, shopper = (
        np.unique(visits[name], return_inverse=True)[1] for name in ("store", "shopper")
    )
    first = int(store.max()) + 1
    size = first + int(shopper.max()) + 1
    return int(
        connected_components(
            coo_array((np.ones(len(visits)), (store, first + shopper)), (size, size)),
            directed=False,
        )[0]
    )
