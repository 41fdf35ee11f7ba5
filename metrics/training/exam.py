"""One paper as a trainer reads it: its items with a verdict each, which of them drifted, how far its
results hold, and who stands near the pass mark."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from data.database.connection import ReadTransaction
from metrics.training.distractors import distractors
from metrics.training.drift import Drift, drift
from metrics.training.item_verdict import Finding, ItemVerdict, item_verdicts
from metrics.training.items import item_table
from metrics.training.paper import Paper, paper
from metrics.training.records import item_answers, pass_share
from metrics.training.reliability import NearCut, Reliability, near_cut, reliability

# Findings in the order in which a trainer needs them.
_ORDER = (
    Finding.MISKEYED,
    Finding.PERHAPS_MISKEYED,
    Finding.NOBODY,
    Finding.TOO_HARD,
    Finding.REVIEW,
    Finding.AMBIGUOUS,
    Finding.UNTOLD,
    Finding.TOO_EASY,
    Finding.IDLE_OPTIONS,
    Finding.TOO_FEW,
    Finding.FINE,
)


@dataclass(frozen=True)
class Exam:
    """`people`: who have a scored answer. `items`: as `item_table`, with the column `maximum`;
    `verdicts` in the order of need; `options`: as `distractors` (None: no answers or no key on
    record); `unanswered`: by item, how many chose none; `near`: None without a pass mark, its index
    the people."""

    people: int
    items: pd.DataFrame
    verdicts: tuple[ItemVerdict, ...]
    options: pd.DataFrame | None
    unanswered: pd.Series
    reliability: Reliability
    near: NearCut | None
    sat: Paper
    days: Sequence[date]

    @cached_property
    def drift(self) -> Drift:
        """Of which items only the section on items tells; it takes seconds in large papers."""
        return drift(self.sat, self.days)


def exam(reading: ReadTransaction, course: str, version: str) -> Exam | None:
    """One paper from the first attempts on record; None where nothing was scored."""
    answers = item_answers(reading, course, version)
    if answers.empty:
        return None
    most = answers.groupby("item")[["maximum", "score"]].max()
    # Without a maximum on record the best answer earned all points.
    maxima = most["maximum"].fillna(most["score"]).replace(0, 1.0)
    scores = _of_one_maximum(answers, maxima).pivot(
        index="employee", columns="item", values="score"
    )
    scores = scores[sorted(scores.columns, key=_as_counted)]
    sat = paper(scores, maxima)
    options = _options(answers, sat)
    table = item_table(sat).assign(maximum=sat.maxima)
    verdicts = sorted(
        item_verdicts(table, options), key=lambda verdict: _ORDER.index(verdict.finding)
    )
    near = _near(sat, pass_share(reading, "course", course))
    unanswered = answers["response"].isna().groupby(answers["item"]).sum()
    return Exam(
        answers["employee"].nunique(),
        table,
        tuple(verdicts),
        options,
        unanswered,
        reliability(sat),
        near,
        sat,
        answers.groupby("employee")["day"].first().reindex(scores.index).tolist(),
    )


def _of_one_maximum(answers: pd.DataFrame, maxima: pd.Series) -> pd.DataFrame:
    """Of an item that was once worth other points, all scores in those of its largest maximum: each
    is the same share of its own."""
    most = answers["item"].map(maxima)
    other = (answers["maximum"] > 0) & (answers["maximum"] != most)
    scaled = answers["score"] * most / answers["maximum"]
    return answers.assign(score=answers["score"].mask(other, scaled))


def _near(sat: Paper, share: float | None) -> NearCut | None:
    if share is None or not 0 < share <= 1:
        return None
    return near_cut(sat, round(share * float(sat.maxima.sum()), 6))


def _as_counted(item: str) -> list[tuple[int, str]]:
    """Sorts items as people count them: Q. 2 before Q. 10."""
    return [
        (int(part), "") if part.isdecimal() else (-1, part.casefold())
        for part in re.split(r"(\d+)", item)
        if part
    ]


def _options(answers: pd.DataFrame, sat: Paper) -> pd.DataFrame | None:
    """The options of the items with a key, for the people and in the order of the paper."""
    key = answers.dropna(subset="key").groupby("item")["key"].first()
    keyed = answers[answers["item"].isin(key.index)]
    if keyed["response"].isna().all():
        return None
    chosen = keyed.pivot(index="employee", columns="item", values="response")
    return distractors(chosen.reindex(sat.scores.index), key.to_dict(), sat)
