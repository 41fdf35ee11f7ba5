"""python -m bench.coverage: how often a 95 % interval holds the truth, by simulation.

An interval that claims 95 % and holds the truth in 80 % makes chance look
like news. Every figure is a share of the samples whose interval held the
true value; seeds are fixed, so a run can be repeated.
"""

import sys
from collections.abc import Sequence

import numpy as np
import pandas as pd

from bench import Criterion, asked_quick, report
from metrics.catalog import kpi_named
from metrics.statistics.comparing import (
    Difference,
    net_promoter_difference,
    rate_ratio,
    share_difference,
)
from metrics.statistics.intervals import Interval, mean_t, net_promoter, poisson_rate, wilson
from metrics.statistics.quantiles import limit_ranks
from metrics.sums.values import valued

SEED = 20260901
SIZES = (30, 50, 100, 300)
SHARES = np.arange(0.50, 0.981, 0.02)
DETRACTORS = (0.25, 0.5, 0.75)  # of those who are not promoters
CLUSTERED = "first_attempt_pass_rate"  # a share; which of them does not matter
LIKENESS = 0.3  # correlation of two rows of one case
FIVE_POINT = {
    "even": (0.1, 0.2, 0.4, 0.2, 0.1),
    "high": (0.02, 0.05, 0.13, 0.35, 0.45),
    "ceiling": (0.01, 0.01, 0.02, 0.06, 0.9),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and the criteria; 1 where one fails."""
    quick = asked_quick("How often a 95 % interval holds the truth.", arguments)
    draws, pairs = (1_000, 200) if quick else (20_000, 4_000)
    rng = np.random.default_rng(SEED)
    criteria = [
        *one_value(rng, draws),
        *exact(),
        *clustered(rng, draws // 5),
        *differences(rng, pairs),
    ]
    mean_rule(rng, draws)
    return report(criteria)


def holds(interval: Interval, truth: float) -> np.ndarray:
    """Which intervals hold the truth; one that does not exist holds nothing."""
    return (interval.low <= truth) & (truth <= interval.high)


def one_value(rng: np.random.Generator, draws: int) -> list[Criterion]:
    """Shares and net promoter scores, averaged over populations for each sample size."""
    criteria = []
    for name, found in (
        ("share, Wilson", share_coverage),
        ("net promoter score, adjusted Wald", net_coverage),
    ):
        for n in SIZES:
            coverage = found(rng, n, draws)
            print(
                f"{name}, n = {n}: mean {coverage.mean():.1f}%, lowest {coverage.min():.1f}%, "
                f"highest {coverage.max():.1f}%"
            )
            criteria.append(Criterion(f"{name}, n = {n}", coverage.mean(), 93, 97))
    return criteria


def share_coverage(rng: np.random.Generator, n: int, draws: int) -> np.ndarray:
    """Percent, for each true share of SHARES."""
    return np.array([100 * holds(wilson(rng.binomial(n, p, draws), n), p).mean() for p in SHARES])


def net_coverage(rng: np.random.Generator, n: int, draws: int) -> np.ndarray:
    """Percent, for each share of promoters in SHARES and of detractors among the others."""
    found = []
    for p in SHARES:
        for part in DETRACTORS:
            d = part * (1 - p)
            counts = rng.multinomial(n, (p, d, 1 - p - d), draws)
            found.append(
                100 * holds(net_promoter(counts[:, 0], counts[:, 1], n), 100 * (p - d)).mean()
            )
    return np.array(found)


def exact() -> list[Criterion]:
    """The lowest coverage of the exact methods, summed over every possible sample instead of
    drawn."""
    from scipy.stats import binom, poisson

    rates = []
    for expected in np.arange(0.5, 60.01, 0.5):
        counts = np.arange(poisson.ppf(1 - 1e-12, expected) + 1)
        rates.append(
            poisson.pmf(counts, expected)[holds(poisson_rate(counts, 1000), expected)].sum()
        )
    ratios = []
    for total in (5, 20, 60):
        limits = np.array(
            [rate_ratio(total - later, 1, later, 1)[1:3] for later in range(total + 1)], dtype=float
        )
        for ratio in (0.5, 0.8, 1.0, 1.25, 2.0):
            # An upper limit that does not exist bounds nothing.
            held = (limits[:, 0] <= ratio) & ~(limits[:, 1] < ratio)
            ratios.append(binom.pmf(np.arange(total + 1), total, ratio / (1 + ratio))[held].sum())
    ranks = []
    for n in (10, 35, 100, 400):
        for p in (0.5, 0.9):
            low, high = limit_ranks(n, p)
            ranks.append(binom.cdf((high or n + 1) - 1, n, p) - binom.cdf((low or 0) - 1, n, p))
    found = (
        ("rate, exact Poisson", rates),
        ("ratio of two rates, exact conditional", ratios),
        ("median and 90 % quantile, order statistics", ranks),
    )
    for name, shares in found:
        print(f"{name}: lowest {100 * min(shares):.2f}%, mean {100 * np.mean(shares):.2f}%")
    return [
        Criterion(f"{name}, lowest", 100 * min(shares), low=95, pattern="{:.2f}%")
        for name, shares in found
    ]


def clustered(rng: np.random.Generator, draws: int) -> list[Criterion]:
    """Shares whose rows come several to a case, beside what counting rows as if they were cases
    would claim."""
    criteria = []
    for cases in SIZES:
        by_case, by_row, none = np.array(
            [clustered_coverage(rng, cases, p, draws) for p in SHARES]
        ).T
        print(
            f"several rows a case, {cases} cases: mean {by_case.mean():.1f}%, lowest "
            f"{by_case.min():.1f}% "
            f"(rows counted as cases: {by_row.mean():.1f}%); no interval {none.mean():.2f}%"
        )
        criteria.append(Criterion(f"several rows a case, {cases} cases", by_case.mean(), 93, 97))
    return criteria


def clustered_coverage(
    rng: np.random.Generator, cases: int, p: float, draws: int
) -> tuple[float, float, float]:
    """Percent held by the interval the product gives, by Wilson over rows, and percent of samples
    without an interval.

    One to many rows a case, three on average. A sample in which all cases
    agree has no interval and claims nothing, so it is left out of the first figure.
    """
    likely = rng.beta(p * (1 / LIKENESS - 1), (1 - p) * (1 / LIKENESS - 1), (draws, cases))
    x = 1 + rng.poisson(2, (draws, cases))
    y = rng.binomial(x, likely)
    parts = {"y": y, "x": x, "yy": y * y, "xy": x * y, "xx": x * x}
    sums = pd.DataFrame(
        {name: part.sum(axis=1) for name, part in parts.items()} | {"n": cases, "less": 0, "top": 0}
    )
    answered = valued(kpi_named(CLUSTERED), sums)
    given = answered["low"].notna().to_numpy()
    held = holds(Interval(answered["low"].to_numpy(), answered["high"].to_numpy()), 100 * p)
    by_row = holds(wilson(sums["y"].to_numpy(), sums["x"].to_numpy()), p)
    return 100 * held[given].mean(), 100 * by_row.mean(), 100 * (1 - given.mean())


def differences(rng: np.random.Generator, pairs: int) -> list[Criterion]:
    """Differences of two shares and of two net promoter scores, averaged over pairs of
    populations."""
    shares, nets = [], []
    for n1, n2 in ((30, 30), (40, 120), (300, 300)):
        for p1, p2 in ((0.6, 0.6), (0.8, 0.9), (0.95, 0.95)):
            drawn = zip(rng.binomial(n1, p1, pairs), rng.binomial(n2, p2, pairs), strict=True)
            shares.append(
                np.mean([_spans(share_difference(k1, n1, k2, n2), p2 - p1) for k1, k2 in drawn])
            )
            first, second = (
                rng.multinomial(n, (p, (1 - p) / 2, (1 - p) / 2), pairs)
                for n, p in ((n1, p1), (n2, p2))
            )
            truth = 150 * (p2 - p1)  # net = p - (1 - p) / 2, in points
            nets.append(
                np.mean(
                    [
                        _spans(net_promoter_difference(a[0], a[1], n1, b[0], b[1], n2), truth)
                        for a, b in zip(first, second, strict=True)
                    ]
                )
            )
    found = (
        ("difference of two shares, Newcombe", shares),
        ("difference of two net promoter scores", nets),
    )
    for name, held in found:
        print(f"{name}: mean {100 * np.mean(held):.1f}%, lowest {100 * min(held):.1f}%")
    return [Criterion(name, 100 * float(np.mean(held)), 93, 97) for name, held in found]


def _spans(difference: Difference, truth: float) -> bool:
    return difference.low <= truth <= difference.high


def mean_rule(rng: np.random.Generator, draws: int) -> None:
    """Why a mean near the top of its scale is given without an interval: no criterion, only the
    figures."""
    points = np.arange(1, 6)
    for name, chances in FIVE_POINT.items():
        counts = rng.multinomial(30, chances, draws)
        total, squares, top = counts @ points, counts @ points**2, counts[:, 4] / 30
        always = mean_t(30, total, squares, 1, 5, top, ceiling=np.inf)
        ruled = mean_t(30, total, squares, 1, 5, top)
        print(
            f"mean of 30 five-point answers, {name}: a t interval holds "
            f"{100 * holds(always, points @ chances).mean():.1f}%; "
            f"the rule gives it in {100 * (~np.isnan(ruled.low)).mean():.0f}% of the samples"
        )


if __name__ == "__main__":
    sys.exit(main())
