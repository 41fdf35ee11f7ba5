"""The checklists behind the mystery visits of the last twelve months, and how much each section
counts.

The points of a section add up to the score that the visit has for it, to
within the rounding of whole points. One item fails more often than all others.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.samples.exams import course_of
from data.samples.stories import month_at

LISTED_MONTHS = 12
SEEN_TWICE = 0.15  # of the visits, by a second shopper on the recording
AGREEING = 0.88  # of the second shopper's items
MOST_FAILED = "Asks whether anything else is needed"


@dataclass(frozen=True)
class SampleItem:
    """An item: points, how readily it loses them, how often it does not apply, where it is
    taught."""

    section: str
    item: str
    points: int
    weight: float = 1.0
    absent: float = 0.0
    critical: bool = False
    taught: tuple[str, str] = ("", "")  # course and module

    @property
    def course(self) -> str:
        return self.taught[0]

    @property
    def module(self) -> str:
        return self.taught[1]


_AWARENESS = ("服务意识", "Service awareness")
_COMMUNICATION = ("沟通技巧", "Communication")
_PRODUCT = ("Product knowledge", "Product knowledge")
LINES = (
    SampleItem("Attitude", "十秒内主动问候", 25, 1.2, taught=_AWARENESS),
    SampleItem("Attitude", MOST_FAILED, 25, 6.0, taught=_AWARENESS),
    SampleItem("Attitude", "Listens without interrupting", 25, 0.8, taught=_COMMUNICATION),
    SampleItem("Attitude", "无冷言冷语、无推诿", 25, 0.25, critical=True, taught=_AWARENESS),
    SampleItem("Efficiency", "Served within three minutes", 30, 1.2),
    SampleItem("Efficiency", "等候超过三分钟时致歉并说明原因", 20, 1.0, 0.55, taught=_AWARENESS),
    SampleItem("Efficiency", "Solved at the first desk", 30, 1.0),
    SampleItem(
        "Efficiency", "Says what happens next and when", 20, 1.0, 0.1, taught=_COMMUNICATION
    ),
    SampleItem("Compliance", "着装规范、佩戴工牌", 20, 1.0),
    SampleItem("Compliance", "Gives correct information", 30, 0.4, critical=True, taught=_PRODUCT),
    SampleItem("Compliance", "复述并确认客户需求", 25, 1.2, taught=_COMMUNICATION),
    SampleItem("Compliance", "Explains price and terms", 25, 1.0, 0.15, taught=_PRODUCT),
)
SECTIONS = {
    "Attitude": "attitude",
    "Efficiency": "efficiency",
    "Compliance": "compliance",
}  # section -> column of the visit


def checklists(until: date, visits: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One row a visit, shopper and item, in the order of `visits`; columns are those of the kind,
    N/A where an item did not apply."""
    seen = visits[visits.date >= pd.Timestamp(month_at(until, -LISTED_MONTHS))].reset_index(
        drop=True
    )
    points = np.array([line.points for line in LINES])
    applies = rng.random((len(seen), len(LINES))) >= [line.absent for line in LINES]
    earned = np.zeros(applies.shape, int)
    for section, column in SECTIONS.items():
        here = np.array([line.section == section for line in LINES])
        earned[:, here] = _earned(seen[column].to_numpy(), applies[:, here], here, rng)
    first = _rows(seen, earned, applies)
    again = np.flatnonzero(rng.random(len(seen)) < SEEN_TWICE)
    other = np.where(
        rng.random((len(again), len(LINES))) < AGREEING,
        earned[again],
        rng.choice([0.0, 0.5, 1.0], (len(again), len(LINES))) * points,
    )
    second = _rows(
        seen.iloc[again].assign(shopper=[_next(shopper) for shopper in seen.shopper.iloc[again]]),
        other.astype(int),
        applies[again],
    )
    return pd.concat([first, second]).sort_values(
        ["date", "visit_id"], kind="stable", ignore_index=True
    )


def _earned(
    score: np.ndarray, applies: np.ndarray, here: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Points of the items of one section, visits × items: what the score lost is taken from one
    item after the other."""
    lines = [line for line, inside in zip(LINES, here, strict=True) if inside]
    worth = np.array([line.points for line in lines]) * applies
    turn = (rng.exponential(size=applies.shape) / [line.weight for line in lines]).argsort(axis=1)
    lost = np.round((100 - score) / 100 * worth.sum(axis=1)).astype(int)
    in_turn = np.take_along_axis(worth, turn, axis=1)
    before = in_turn.cumsum(axis=1) - in_turn
    taken = np.clip(lost[:, None] - before, 0, in_turn)
    earned = worth.copy()
    np.put_along_axis(earned, turn, in_turn - taken, axis=1)
    return earned


def _rows(visits: pd.DataFrame, earned: np.ndarray, applies: np.ndarray) -> pd.DataFrame:
    frame = visits[["visit_id", "date", "department", "store", "region", "channel", "shopper"]]
    frame = frame.loc[frame.index.repeat(len(LINES))].reset_index(drop=True)
    taught = [
        course_of(line.course, month_at(day.date(), -1)) if line.course else ""
        for day in visits.date
        for line in LINES
    ]
    return frame.assign(
        section=np.tile([line.section for line in LINES], len(visits)),
        item=np.tile([line.item for line in LINES], len(visits)),
        earned=np.where(applies, earned.astype(object), "N/A").ravel(),
        available=np.tile([line.points for line in LINES], len(visits)),
        critical=np.tile(["yes" if line.critical else "no" for line in LINES], len(visits)),
        course=taught,
        module=np.tile([line.module for line in LINES], len(visits)),
    )


def _next(shopper: str) -> str:
    """Another shopper of the fourteen."""
    return f"S{int(shopper[1:]) % 14 + 1:02d}"


def section_weights(until: date) -> pd.DataFrame:
    """All sections count the same from the start of the plan; attitude counts double since a year
    ago."""
    rows = [(section, 1, month_at(until, -24), "Plan") for section in SECTIONS]
    rows.append(
        (
            "Attitude",
            2,
            month_at(until, -12),
            "Yearly review: attitude is what customers complain about most",
        )
    )
    return pd.DataFrame(rows, columns=["section", "weight", "date", "reason"])
