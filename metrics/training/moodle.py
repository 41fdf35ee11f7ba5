"""The figures of Moodle's quiz report, by Moodle's own definitions, to set beside what it shows.

Moodle gives 0 to an item without a mark, so NaN counts as 0 here and nowhere
else; everything is in percent, as the report shows it. Moodle 4, Quiz statistics calculations.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.training.paper import Paper, correlations


@dataclass(frozen=True)
class MoodleQuiz:
    """`mean`, `median`, `sd` and `standard_error` in percent of the paper's points; None where
    Moodle shows nothing.

    `cic`: coefficient of internal consistency, 100 times alpha. `error_ratio`:
    the share of the spread of totals that is chance, in percent.
    """

    people: int
    mean: float | None = None
    median: float | None = None
    sd: float | None = None
    skewness: float | None = None
    kurtosis: float | None = None
    cic: float | None = None
    error_ratio: float | None = None
    standard_error: float | None = None


def moodle_items(paper: Paper) -> pd.DataFrame:
    """One row an item, all in percent; NaN where Moodle shows nothing.

    `facility`: mean / maximum. `sd`: of the maximum. `intended_weight`:
    maximum / sum of maxima. `effective_weight`: √cov(item, total) / sum of
    these; NaN where the covariance is below 0, and such an item is left out of
    the sum. `discrimination_index`: correlation with the rest of the paper.
    `discriminative_efficiency`: that covariance as a share of the largest
    possible, had the best on the paper the best marks on the item.
    """
    marks = np.nan_to_num(paper.points)
    total = marks.sum(axis=1)
    rest = total[:, None] - marks
    enough = max(len(marks) - 1, 0) or np.nan
    with_total = _sum_of_products(marks, np.broadcast_to(total[:, None], marks.shape)) / enough
    roots = np.sqrt(np.where(with_total >= 0, with_total, np.nan))
    most = _sum_of_products(np.sort(marks, axis=0), np.sort(rest, axis=0))
    return pd.DataFrame(
        {
            "facility": 100 * marks.sum(axis=0) / ((len(marks) or np.nan) * paper.maxima),
            "sd": 100 * np.sqrt(_sum_of_products(marks, marks) / enough) / paper.maxima,
            "intended_weight": 100 * paper.maxima / paper.maxima.sum(),
            "effective_weight": 100 * roots / (np.nansum(roots) or np.nan),
            "discrimination_index": 100 * correlations(marks, rest),
            "discriminative_efficiency": 100
            * _sum_of_products(marks, rest)
            / np.where(most > 1e-12, most, np.nan),
        },
        index=pd.Index(paper.scores.columns, name="item"),
    )


def moodle_quiz(paper: Paper) -> MoodleQuiz:
    """The quiz as a whole. Skewness from three people on, kurtosis from four, as Moodle does.

    Skewness is k₃/k₂^1.5 and kurtosis k₄/k₂² of Fisher's k-statistics; CIC =
    100·p/(p − 1)·(1 − Σs²(item)/k₂); error ratio 100·√(1 − CIC/100).
    """
    marks = np.nan_to_num(paper.points)
    total, (n, items) = marks.sum(axis=1), marks.shape
    percent = 100 / float(paper.maxima.sum())
    if n == 0:
        return MoodleQuiz(0)
    mean, median = percent * float(total.mean()), percent * float(np.median(total))
    if n < 2:
        return MoodleQuiz(n, mean, median)
    m2, m3, m4 = (float(((total - total.mean()) ** power).mean()) for power in (2, 3, 4))
    k2, sd = n * m2 / (n - 1), (n * m2 / (n - 1)) ** 0.5
    if n < 3 or not m2 > 1e-12 * float((total**2).mean()):
        return MoodleQuiz(n, mean, median, percent * sd)
    skewness = n * n * m3 / ((n - 1) * (n - 2)) / k2**1.5
    kurtosis = (
        None
        if n < 4
        else n * n * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2) / ((n - 1) * (n - 2) * (n - 3)) / k2**2
    )
    if items < 2:
        return MoodleQuiz(n, mean, median, percent * sd, skewness, kurtosis)
    cic = 100 * items / (items - 1) * (1 - float(marks.var(axis=0, ddof=1).sum()) / k2)
    ratio = 100 * max(1 - cic / 100, 0) ** 0.5
    return MoodleQuiz(
        n, mean, median, percent * sd, skewness, kurtosis, cic, ratio, percent * ratio * sd / 100
    )


def _sum_of_products(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return (
        ((x - x.mean(axis=0)) * (y - y.mean(axis=0))).sum(axis=0)
        if len(x)
        else np.full(x.shape[1], np.nan)
    )
