"""How far a result would hold if the paper were sat again: alpha, standard errors, and who stands
too close to the pass mark to tell."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from errors import Message, WrongCall
from i18n import rounded
from metrics.training.paper import Paper

ENOUGH_ITEMS = 10  # below, alpha says more of the paper's shortness than of its quality


@dataclass(frozen=True)
class Reliability:
    """Of the people to whom the whole paper was presented; points, and None where it cannot be
    told.

    `alpha`: Cronbach's. `kr20`, `kr21`: only of papers whose items are all or
    nothing; `kr20` is then alpha, `kr21` what it would be if all items were
    equally hard. `sem`: standard error of measurement, the same for everyone.
    """

    people: int
    items: int
    mean: float | None = None
    sd: float | None = None
    alpha: float | None = None
    kr20: float | None = None
    kr21: float | None = None
    sem: float | None = None

    @property
    def telling(self) -> bool:
        """Whether alpha may be read as the paper's quality: it has items enough."""
        return self.alpha is not None and self.items >= ENOUGH_ITEMS


@dataclass(frozen=True)
class NearCut:
    """Who stands within one standard error of the pass mark.

    `cut`, `error` in points. `error`: Lord's (`lord`) with Keats' correction
    (`keats`) where the items are all or nothing, else the standard error of
    measurement; None where neither can be told. `people`: how many had the
    whole paper. `near`: those within one error, with `total` and `passed`.
    """

    cut: float
    people: int
    near: pd.DataFrame
    error: float | None = None
    lord: float | None = None
    keats: float | None = None

    def sentence(self) -> Message:
        """The plain reading."""
        if self.error is None:
            return Message(
                "How close to the pass mark chance decides cannot be told from these results."
            )
        return Message(
            "{count} of {people} results lie within {error} points of the pass mark of {cut}: "
            "another day could turn them.",
            {
                "count": len(self.near),
                "people": self.people,
                "error": rounded(self.error, 1),
                "cut": self.cut,
            },
        )


def alpha(scores: np.ndarray) -> float | None:
    """Cronbach's alpha of complete scores (people × items): k/(k − 1)·(1 − Σs²(item)/s²(total)).

    None under two items or people, or where all totals agree. Cronbach 1951, Psychometrika
    16:297-334.
    """
    k, total = scores.shape[1], _variance(scores.sum(axis=1))
    if k < 2 or not total > 0:
        return None
    return float(k / (k - 1) * (1 - scores.var(axis=0, ddof=1).sum() / total))


def kr20(scores: np.ndarray) -> float | None:
    """Kuder & Richardson's formula 20 of complete 0/1 scores: k/(k − 1)·(1 − Σp(1 − p)/σ²(total)),
    σ² divided by n.

    Equal to alpha. Kuder & Richardson 1937, Psychometrika 2:151-160.
    """
    k, total = scores.shape[1], _variance(scores.sum(axis=1), ddof=0)
    if k < 2 or not total > 0:
        return None
    p = scores.mean(axis=0)
    return float(k / (k - 1) * (1 - (p * (1 - p)).sum() / total))


def kr21(scores: np.ndarray) -> float | None:
    """Their formula 21, as if all items were equally hard: k/(k − 1)·(1 − M(k − M)/(k·σ²(total))),
    M the mean total."""
    k, totals = scores.shape[1], scores.sum(axis=1)
    if k < 2 or not _variance(totals, ddof=0) > 0:
        return None
    mean = totals.mean()
    return float(k / (k - 1) * (1 - mean * (k - mean) / (k * _variance(totals, ddof=0))))


def alpha_without_each(scores: np.ndarray) -> np.ndarray:
    """Alpha of the other items, for each item of complete scores (people × items); NaN under three
    items."""
    people, k = scores.shape
    if k < 3 or people < 2:
        return np.full(k, np.nan)
    centred = scores - scores.mean(axis=0)
    total = centred.sum(axis=1)
    own, shared = (centred**2).sum(axis=0), (centred * total[:, None]).sum(axis=0)
    rest = (total**2).sum() - 2 * shared + own
    return (
        (k - 1)
        / (k - 2)
        * (1 - (own.sum() - own) / np.where(rest > 1e-12 * own.sum(), rest, np.nan))
    )


def reliability(paper: Paper) -> Reliability:
    """The paper's reliability; see `Reliability`."""
    scores = paper.complete.to_numpy()
    people, items = scores.shape
    if people < 2 or items < 1:
        return Reliability(people, items)
    totals, found = scores.sum(axis=1), alpha(scores)
    sd = float(np.sqrt(_variance(totals)))
    ones = scores / paper.maxima[0] if paper.all_or_nothing else None
    return Reliability(
        people,
        items,
        float(totals.mean()),
        sd,
        found,
        None if ones is None else kr20(ones),
        None if ones is None else kr21(ones),
        None if found is None else sd * max(1 - found, 0) ** 0.5,
    )


def near_cut(paper: Paper, cut: float) -> NearCut:
    """Who stands within one standard error of the pass mark `cut` (points of the whole paper; at or
    above it is passed).

    Lord's binomial error at the mark is √(x(k − x)/(k − 1)), x items right of
    k; Keats' factor √((1 − KR20)/(1 − KR21)) takes out that items differ in
    difficulty. WrongCall where the mark lies outside the paper.
    Lord 1957, Educational and Psychological Measurement 17:510-521; Keats 1957, Psychometrika
    22:29-41.
    """
    most = float(paper.maxima.sum())
    if not 0 <= cut <= most:
        raise WrongCall(
            "The pass mark is {cut}, outside 0 to {most}. Give it in points of the whole paper.",
            cut=cut,
            most=most,
        )
    found = reliability(paper)
    lord, keats = _binomial_errors(paper, cut, found)
    error = found.sem if lord is None else lord if keats is None else keats
    totals = paper.complete.sum(axis=1)
    close = np.abs(totals - cut) <= (-np.inf if error is None else error + 1e-9)
    near = pd.DataFrame({"total": totals, "passed": totals >= cut - 1e-9})[close]
    return NearCut(cut, len(totals), near, error, lord, keats)


def _binomial_errors(
    paper: Paper, cut: float, found: Reliability
) -> tuple[float | None, float | None]:
    """Lord's error and Keats', in points; None where an item gives part of its points, or where
    there are too few."""
    k = len(paper.maxima)
    if k < 2 or not paper.all_or_nothing:
        return None, None
    unit = float(paper.maxima[0])
    right = cut / unit
    lord = unit * (right * (k - right) / (k - 1)) ** 0.5
    if found.kr20 is None or found.kr21 is None or found.kr21 > 1 - 1e-12:
        return lord, None
    return lord, lord * (max(1 - found.kr20, 0) / (1 - found.kr21)) ** 0.5


def _variance(totals: np.ndarray, ddof: int = 1) -> float:
    """The variance of the totals; 0 where they differ by no more than the dust of adding floats, or
    are too few."""
    if len(totals) <= ddof:
        return 0.0
    found = float(totals.var(ddof=ddof))
    return found if found > 1e-12 * float((totals**2).mean()) else 0.0
