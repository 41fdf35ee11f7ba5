"""Which ratings go with overall satisfaction: their shares of what all of them explain, and how
sure the order is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
import pandas as pd

from errors import WrongCall
from i18n import N_
from metrics.statistics.intervals import LEVEL
from metrics.voice.importance import MOST_PREDICTORS, explained, importance, lmg, solvable

FEWEST, FEWEST_EACH = (
    100,
    20,
)  # answers needed: the larger of the first, and the second for each rating
WEAK = 0.10  # R² under which the ratings explain too little to be called drivers
RESAMPLES = 1000
FEWEST_CLUSTERS = 5  # stores from which on whole stores are resampled; of fewer, single answers are
_SEED = 20_260_901
_BATCH = 100  # resamples drawn at once, to bound memory
# answers a pattern of equal answers from which on drawing patterns is quicker than drawing answers
_WORTH_COUNTING = 20


class ModelStatus(Enum):
    """Whether the model may be used, and if not, why."""

    USABLE = N_("Usable")
    FEW = N_("Not enough answers")
    ALIKE = N_("Ratings that cannot be told apart")
    WEAK = N_("No usable driver model")


@dataclass(frozen=True)
class Driver:
    """One rating. `share`: its part of R², 0 to 1 over all ratings, with its 95 % limits `low` and
    `high`.

    `band`: 1 for the ratings that may be first; ratings whose intervals
    overlap have the same band. `share_of_ranks`: the share from Spearman's
    instead of Pearson's correlations. The rest as in `Importance`.
    """

    name: str
    share: float
    low: float
    high: float
    band: int
    share_of_ranks: float
    correlation: float
    beta: float
    vif: float


@dataclass(frozen=True)
class DriverModel:
    """The drivers, largest share first; none unless `status` is USABLE.

    `n`: answers that rate everything; `left_out`: others; `least`: answers
    needed. `clusters`: how many whole stores were resampled (None: single answers).
    """

    status: ModelStatus
    n: int
    left_out: int
    least: int
    clusters: int | None = None
    r_squared: float | None = None
    drivers: tuple[Driver, ...] = ()

    @property
    def ranks_agree(self) -> bool:
        """Whether no two bands change places when the answers count by rank instead of by
        points."""
        return all(
            upper.share_of_ranks > lower.share_of_ranks
            for upper in self.drivers
            for lower in self.drivers
            if upper.band < lower.band
        )


def drivers(
    outcome: Sequence[float],
    ratings: Mapping[str, Sequence[float]],
    clusters: Sequence[object] | None = None,
) -> DriverModel:
    """The driver model of `outcome` on up to ten `ratings`, one entry an answer, NaN where not
    rated.

    `clusters` names each answer's store; answers without one count as one store.
    Only answers that rate everything are used. WrongCall for no rating or more than ten.
    """
    if not 1 <= len(ratings) <= MOST_PREDICTORS:
        raise WrongCall(
            "{count} ratings were given; a driver model takes 1 to {most}. Choose the ones that "
            "matter.",
            count=len(ratings),
            most=MOST_PREDICTORS,
        )
    answers = np.column_stack(
        [np.asarray(column, float) for column in (outcome, *ratings.values())]
    )
    whole = ~np.isnan(answers).any(axis=1)
    found = DriverModel(
        ModelStatus.FEW,
        int(whole.sum()),
        int((~whole).sum()),
        max(FEWEST, FEWEST_EACH * len(ratings)),
    )
    if found.n < found.least:
        return found
    stores = (
        None
        if clusters is None
        else pd.factorize(np.asarray(clusters, object)[whole], use_na_sentinel=False)[0]
    )
    return _model(found, answers[whole], tuple(ratings), stores)


def _model(
    found: DriverModel, answers: np.ndarray, names: tuple[str, ...], stores: np.ndarray | None
) -> DriverModel:
    with_one = np.column_stack([np.ones(len(answers)), answers - answers.mean(axis=0)])
    correlation = correlations(with_one.T @ with_one)
    if not solvable(correlation):
        return replace(found, status=ModelStatus.ALIKE)
    parts = importance(correlation)
    if parts.r_squared < WEAK:
        return replace(found, status=ModelStatus.WEAK, r_squared=parts.r_squared)
    number = 0 if stores is None else int(stores.max()) + 1
    units = (
        _by_answer(with_one)
        if stores is None or number < FEWEST_CLUSTERS
        else _by_store(with_one, stores)
    )
    low, high = _limits(*units)
    columns = (
        parts.lmg / parts.r_squared,
        low,
        high,
        bands(low, high),
        _shares_of_ranks(answers),
        parts.correlation,
        parts.beta,
        parts.vif,
    )
    listed = [
        Driver(name, *(column[k].item() for column in columns)) for k, name in enumerate(names)
    ]
    return replace(
        found,
        status=ModelStatus.USABLE,
        clusters=number if number >= FEWEST_CLUSTERS else None,
        r_squared=parts.r_squared,
        drivers=tuple(sorted(listed, key=lambda driver: -driver.share)),
    )


def correlations(moments: np.ndarray) -> np.ndarray:
    """Correlations from sums of products with a leading 1: (..., 2 + p, 2 + p) to (..., 1 + p, 1 +
    p); NaN without spread."""
    means = moments[..., :1, 1:] / moments[..., :1, :1]
    squares = moments[..., 1:, 1:] / moments[..., :1, :1]
    covariance = squares - np.swapaxes(means, -1, -2) * means
    variance, square = (np.diagonal(matrix, axis1=-2, axis2=-1) for matrix in (covariance, squares))
    # Differences of floats leave dust where all answers are equal; it must not pass for a spread.
    deviation = np.sqrt(np.where(variance > 1e-12 * square, variance, np.nan))
    return covariance / (deviation[..., :, None] * deviation[..., None, :])


def bands(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Rank bands of shares by their limits: 1 for the top, the next one wherever a gap separates
    all above from all below."""
    band = np.ones(len(low), int)
    order = np.argsort(-high)
    floor = np.minimum.accumulate(low[order])
    band[order[1:]] += np.cumsum(high[order[1:]] < floor[:-1])
    return band


def _shares_of_ranks(answers: np.ndarray) -> np.ndarray:
    """The shares from Spearman's correlations; NaN where these cannot be solved."""
    correlation = np.corrcoef(pd.DataFrame(answers).rank().to_numpy(), rowvar=False)
    if not solvable(correlation):
        return np.full(answers.shape[1] - 1, np.nan)
    parts = importance(correlation)
    return parts.lmg / parts.r_squared


def _by_answer(with_one: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Products of every two columns, (units, 2 + p, 2 + p), and how many answers each stands for:
    equal answers are one unit."""
    patterns = pd.DataFrame(with_one).value_counts(sort=False)
    if len(patterns) * _WORTH_COUNTING > len(with_one):
        return _products(with_one), np.ones(len(with_one), int)
    return _products(np.array(patterns.index.to_list())), patterns.to_numpy()


def _products(rows: np.ndarray) -> np.ndarray:
    return rows[:, :, None] * rows[:, None, :]


def _by_store(with_one: np.ndarray, stores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The sums for whole stores, each of which stands for itself."""
    ordered = with_one[np.argsort(stores, kind="stable")]
    parts = np.split(ordered, np.cumsum(np.bincount(stores))[:-1])
    return np.array([part.T @ part for part in parts]), np.ones(len(parts), int)


def _limits(moments: np.ndarray, count: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Percentile limits of the shares; resamples in which ratings cannot be told apart are left
    out.

    Efron & Tibshirani 1993, An Introduction to the Bootstrap, ch. 13.
    """
    generator = np.random.default_rng(_SEED)
    flat = moments.reshape(len(moments), -1)
    sums = [_drawn(generator, count) @ flat for _ in range(RESAMPLES // _BATCH)]
    correlation = correlations(np.concatenate(sums).reshape(-1, *moments.shape[1:]))
    subsets = explained(correlation[solvable(correlation)])
    tail = (1 - LEVEL) / 2
    return tuple(np.quantile(lmg(subsets) / subsets[-1][:, None], [tail, 1 - tail], axis=0))


def _drawn(generator: np.random.Generator, count: np.ndarray) -> np.ndarray:
    """How often each unit is drawn, a row a resample of as many as there are, with replacement."""
    total = count.sum()
    if len(count) < total:
        return generator.multinomial(total, count / total, _BATCH).astype(float)
    return np.array(
        [
            np.bincount(generator.integers(total, size=total), minlength=total)
            for _ in range(_BATCH)
        ],
        float,
    )
