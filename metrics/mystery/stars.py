"""Who stands out: a ranking that a small sample cannot win by luck.

Every unit's value is first drawn towards what all units have in common, the
more so the fewer its cases. Then those with enough cases are ranked, and those
that cannot be told apart from rank 1 are named with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from errors import Message, WrongCall
from metrics.mystery.refusal import Refused
from metrics.mystery.shrinkage import (
    BetaPosterior,
    NormalPosterior,
    beta_posterior,
    beta_prior,
    doubted,
    normal_posterior,
    normal_prior,
)
from metrics.mystery.visits import pooled_variance
from metrics.statistics.funnel import ENOUGH_UNITS

ENOUGH = 10  # cases that a unit needs to be ranked
LEVEL = 0.90  # of the intervals shown
# a unit is told apart from rank 1 where its chance to be truly better is less: the tail of `LEVEL`
SEPARABLE = 0.05


@dataclass(frozen=True)
class Ranking:
    """Units, ranked ones first.

    `units`: unit, n, raw (its own value), mean (posterior), low and high (its
    90 % interval), rank (1 the best, ties share the better one; missing with
    fewer than `ENOUGH` cases), chance (that it is truly better than rank 1)
    and top (rank 1 and whoever cannot be told apart from it).
    `centre`, `deviation`: of the true values of all units. Unit of the values.
    """

    units: pd.DataFrame
    centre: float
    deviation: float


def share_ranking(
    units: Sequence[str], k: Sequence[float], n: Sequence[float]
) -> Ranking | Refused:
    """Rank units by the share k/n (0 to 1) of cases that went well; beta-binomial.

    Units without a case are left out. WrongCall where k is not within 0 to n.
    """
    frame = pd.DataFrame(
        {"unit": list(units), "n": np.asarray(n, float), "k": np.asarray(k, float)}
    )
    wrong = frame[~frame["k"].between(0, frame["n"])]
    if len(wrong):
        raise WrongCall(
            "{unit}: {k} of {n} cases went well; it must be from 0 to {n}.",
            **wrong.iloc[0].to_dict(),
        )
    frame = (
        frame[frame["n"] > 0].reset_index(drop=True).assign(raw=lambda rows: rows["k"] / rows["n"])
    )
    refused = _too_few(frame)
    if refused:
        return refused
    prior = beta_prior(frame["k"], frame["n"])
    if prior is None:
        return _ALIKE
    posterior = doubted(beta_posterior(prior, frame["k"], frame["n"]), prior)
    return Ranking(_ranked(frame.drop(columns="k"), posterior), prior.mean, prior.deviation)


def score_ranking(
    units: Sequence[str], values: Sequence[float], n: Sequence[float], squares: Sequence[float]
) -> Ranking | Refused:
    """Rank units by the mean of n scores; normal.

    `squares`: the sum over a unit's scores of their squared distance from its
    mean. What one score varies by is pooled over all units. Units without a
    score are left out.
    """
    frame = pd.DataFrame(
        {
            "unit": list(units),
            "n": np.asarray(n, float),
            "raw": np.asarray(values, float),
            "squares": np.asarray(squares, float),
        }
    )
    frame = frame[frame["n"] > 0].reset_index(drop=True)
    refused = _too_few(frame)
    if refused:
        return refused
    sampling = pooled_variance(frame["n"], frame["squares"]) / frame["n"]
    prior = normal_prior(frame["raw"], sampling)
    if prior is None or not prior.deviation:
        return _ALIKE
    posterior = normal_posterior(prior, frame["raw"], sampling)
    return Ranking(_ranked(frame.drop(columns="squares"), posterior), prior.mean, prior.deviation)


_ALIKE = Refused(
    Message(
        "No ranking: the differences are no larger than chance alone makes them. Whoever came "
        "first would have come first by luck."
    )
)


def _too_few(frame: pd.DataFrame) -> Refused | None:
    blanks = {
        "total": len(frame),
        "units": ENOUGH_UNITS,
        "count": int((frame["n"] >= ENOUGH).sum()),
        "least": ENOUGH,
    }
    if len(frame) < ENOUGH_UNITS:
        return Refused(
            Message(
                "No ranking: it needs records of at least {units} units, and there are records of "
                "{total}. "
                "Take a longer time or a wider group.",
                blanks,
            )
        )
    if blanks["count"] < 2:
        return Refused(
            Message(
                "No ranking: it needs at least two units with {least} records each, and {count} "
                "of {total} have them. "
                "Take a longer time.",
                blanks,
            )
        )
    return None


def _ranked(frame: pd.DataFrame, posterior: BetaPosterior | NormalPosterior) -> pd.DataFrame:
    enough = frame["n"] >= ENOUGH
    low, high = posterior.interval(LEVEL)
    frame = frame.assign(mean=posterior.mean, low=low, high=high)
    frame["rank"] = frame["mean"].where(enough).rank(method="min", ascending=False)
    first = int(frame["rank"].idxmin())
    frame["chance"] = pd.Series(posterior.chance_above(first)).where(enough)
    frame["top"] = frame["chance"] >= SEPARABLE
    return frame.sort_values(["rank", "mean", "unit"], ascending=[True, False, True]).reset_index(
        drop=True
    )
