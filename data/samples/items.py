"""What the sample company's staff answered, item by item, in the exams of two courses of the last
year.

A paper has twelve questions of two points and two cases of 38; together
they earn the score of the exam. In the failing course the key of one question
is wrong, so that those who know answer against it, one question is too hard, and one is known in
the last months.
"""

from datetime import date

import numpy as np
import pandas as pd

from data.samples.exams import MAXIMUM, QUARTERLY
from data.samples.stories import FAILING_COURSE, month_at

MONTHS_OF_ITEMS = 12
SERIES = next(iter(QUARTERLY))  # the quarterly course whose items are on record
KEYS = "BDACABDCCABD"
OPTIONS = "ABCD"
QUESTION_POINTS, CASES, CASE_POINTS = 2, 2, 38
MISKEYED, TRULY_RIGHT, TOO_HARD, LEAKED = "Q07", "B", "Q11", "Q05"
LEAKED_MONTHS, KNOWN = 5, 0.1  # so hard is the item that is known
DIFFICULTY = np.array([1.1, 0.9, 1.2, 0.85, 1.35, 0.9, 1.0, 0.85, 1.3, 1.0, 1.1, 0.9])
USUALLY_LOST, WRONG, STEEP = (
    13,
    0.19,
    1.55,
)  # who loses so many points has this share of the questions wrong; who loses more, far more
NAMES = [f"Q{number:02d}" for number in range(1, len(KEYS) + CASES + 1)]


def items(until: date, training: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One row an attempt and item since the quarter in which the last twelve months begin; columns
    are those of the kind."""
    start = month_at(until, -MONTHS_OF_ITEMS)
    recent = training.date >= pd.Timestamp(month_at(start, -((start.month - 1) % 3)))
    failing = training.course == FAILING_COURSE.unit
    attempts = training[recent & (failing | training.course.str.startswith(SERIES))]
    flawed = (attempts.course == FAILING_COURSE.unit).to_numpy()
    knowing = flawed & (attempts.date >= pd.Timestamp(month_at(until, -LEAKED_MONTHS))).to_numpy()
    lost = _lost(attempts.score.to_numpy(), flawed, knowing, rng)
    worth = np.array([QUESTION_POINTS] * len(KEYS) + [CASE_POINTS] * CASES)
    frame = attempts[["employee", "department", "store", "course", "module", "date", "attempt"]]
    frame = frame.loc[frame.index.repeat(len(NAMES))].reset_index(drop=True)
    return frame.assign(
        version="A",
        item=np.tile(NAMES, len(attempts)),
        response=_responses(lost, flawed, rng).ravel(),
        correct_response=np.tile([*KEYS, *[""] * CASES], len(attempts)),
        score=(worth - lost).ravel(),
        maximum=np.tile(worth, len(attempts)),
    )


def _lost(
    score: np.ndarray, flawed: np.ndarray, knowing: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Points lost, attempts × items; each row adds up to what the attempt lost."""
    lost = np.zeros((len(score), len(NAMES)), int)
    usual = np.ones((len(score), len(KEYS)), bool)
    for name, chance in (
        (MISKEYED, np.clip((score - 50) / 40, 0.1, 0.97)),
        (TOO_HARD, 1 - np.clip((score - 70) / 90, 0.02, 0.3)),
    ):
        at = NAMES.index(name)
        wrong = (
            flawed
            & (rng.random(len(score)) < chance)
            & (MAXIMUM - score - lost.sum(axis=1) >= QUESTION_POINTS)
        )
        lost[wrong, at] = QUESTION_POINTS
        usual[flawed, at] = False
    lost[:, : len(KEYS)] += QUESTION_POINTS * _wrong(
        MAXIMUM - score - lost.sum(axis=1), usual, _difficulty(knowing), rng
    )
    left = MAXIMUM - score - lost.sum(axis=1)
    lost[:, -1] = np.clip(rng.binomial(left, 0.5), left - CASE_POINTS, CASE_POINTS)
    lost[:, -2] = left - lost[:, -1]
    return lost


def _difficulty(knowing: np.ndarray) -> np.ndarray:
    """How hard each question is at each attempt."""
    known = np.array(NAMES[: len(KEYS)]) == LEAKED
    return np.where(knowing[:, None] & known, KNOWN, DIFFICULTY)


def _wrong(
    left: np.ndarray, usual: np.ndarray, difficulty: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Which of the usual questions each attempt has wrong: more of them the more points are left to
    lose, the harder ones first."""
    among = usual.sum(axis=1)
    count = np.round(
        among * WRONG * (left / USUALLY_LOST) ** STEEP + rng.uniform(-0.5, 0.5, len(left))
    ).astype(int)
    count = np.clip(count, 0, np.minimum(left // QUESTION_POINTS, among))
    turn = (
        np.where(usual, rng.exponential(size=usual.shape) / difficulty, np.inf)
        .argsort(axis=1)
        .argsort(axis=1)
    )
    return turn < count[:, None]


def _responses(lost: np.ndarray, flawed: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The option chosen, attempts × items; "" for cases, which are written."""
    chosen = np.full(lost.shape, "", dtype=object)
    for at, key in enumerate(KEYS):
        others = [option for option in OPTIONS if option != key]
        wrong = rng.choice(others, len(lost), p=(0.55, 0.3, 0.15))
        if NAMES[at] == MISKEYED:
            wrong = np.where(flawed & (rng.random(len(lost)) < 0.9), TRULY_RIGHT, wrong)
        chosen[:, at] = np.where(lost[:, at] > 0, wrong, key)
    return chosen
