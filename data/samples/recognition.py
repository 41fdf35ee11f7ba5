"""Praise, supervisors' ratings and service stars of the sample company.

A few members of staff truly stand out. The newest one has a single praise and
perfect ratings, too few to say anything.
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.samples.answers import VOLUME
from data.samples.comments import GOOD
from data.samples.company import CHANNELS, STAFF_PER_STORE, STORES
from data.samples.stories import MONTHS, month_at

OUTSTANDING = ("E0040", "E0131", "E0247", "E0362")
PRAISES_A_MONTH, OWN_PRAISES = 20, 1.6  # of all others together, and of each who stands out
VERIFIED, VERIFIED_WORDS = 0.85, ("已核实", "未核实")
RATED_MONTHS, RATED = 12, 0.92
STAR_MONTHS = 12


def newest(staff: pd.DataFrame) -> str:
    """The member of staff hired last."""
    return staff.sort_values(["hired_on", "employee"]).employee.iloc[-1]


def praise(until: date, staff: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Praise in order of time; no employee where a customer praised the team. Columns are those of
    the kind."""
    starts = np.array(
        [month_at(until, number - MONTHS) for number in range(MONTHS)], "datetime64[s]"
    )
    volume = np.array(
        [VOLUME[month_at(until, number - MONTHS).month - 1] for number in range(MONTHS)]
    )
    usual = np.round(PRAISES_A_MONTH * volume).astype(int) + rng.integers(-2, 3, MONTHS)
    own = rng.poisson(OWN_PRAISES, (MONTHS, len(OUTSTANDING)))
    outstanding = np.flatnonzero(staff.employee.isin(OUTSTANDING))
    last = np.flatnonzero(staff.employee == newest(staff))
    who = np.concatenate(
        [
            rng.integers(0, len(staff), usual.sum()),
            np.repeat(np.tile(outstanding, MONTHS), own.ravel()),
            last,
        ]
    )
    month = np.concatenate(
        [np.repeat(range(MONTHS), usual), np.repeat(range(MONTHS), own.sum(axis=1)), [MONTHS - 1]]
    )
    minutes = rng.integers(0, 28, len(who)) * 1440 + rng.integers(9 * 60, 21 * 60, len(who))
    frame = staff.iloc[who].reset_index(drop=True)
    frame = frame.assign(
        date=starts[month] + minutes.astype("timedelta64[m]"),
        region=frame.store.map({store.name: store.region for store in STORES}),
        channel=rng.choice(CHANNELS, len(who)),
        comment=rng.choice([*GOOD["attitude"], *GOOD["problem_solving"]], len(who)),
        verified=np.where((rng.random(len(who)) < VERIFIED) | np.isin(who, last), *VERIFIED_WORDS),
    )
    frame["employee"] = frame.employee.mask(pd.to_datetime(frame.hired_on) > frame.date, "")
    frame = frame.sort_values(["date", "employee"], ignore_index=True).drop(columns="hired_on")
    return frame.assign(
        praise_id=[f"P-{day:%Y%m}-{number:04d}" for number, day in enumerate(frame.date, start=1)]
    )


def ratings(until: date, staff: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """What supervisors gave, from 1 to 5, at the end of each of the last twelve months; columns are
    those of the kind."""
    ability = rng.normal(0, 0.35, len(staff)) + np.repeat(
        rng.normal(0, 0.15, len(STORES)), STAFF_PER_STORE
    )
    ability = np.where(staff.employee.isin(OUTSTANDING), 1.5, ability)
    ability = np.where(staff.employee == newest(staff), 5, ability)
    days = [month_at(until, number + 1) - timedelta(days=1) for number in range(-RATED_MONTHS, 0)]
    score = np.clip(
        np.round(3.85 + ability + rng.normal(0, 0.7, (RATED_MONTHS, len(staff)))), 1, 5
    ).astype(int)
    there = pd.to_datetime(staff.hired_on).to_numpy() <= np.array(days, "datetime64[D]")[
        :, None
    ] - np.timedelta64(10, "D")
    month, person = np.nonzero(there & (rng.random(score.shape) < RATED))
    rated = staff.iloc[person].reset_index(drop=True).drop(columns="hired_on")
    return rated.assign(
        date=np.array(days, "datetime64[s]")[month],
        score=score[month, person],
        rater=[f"M{number:02d}" for number in person // STAFF_PER_STORE + 1],
    )


def stars(until: date, staff: pd.DataFrame, praised: pd.DataFrame) -> pd.DataFrame:
    """Two or three stars for each of the last twelve months and a role model, by verified praise;
    columns are those of the kind."""
    verified = praised[(praised.verified == VERIFIED_WORDS[0]) & (praised.employee != "")]
    rows = []
    for number in range(-STAR_MONTHS, 0):
        start = month_at(until, number)
        rows += [
            (start, "服务之星", employee, f"本月{count}次核实的客户表扬")
            for employee, count in _most_praised(
                verified, start, month_at(until, number + 1), 2 + number % 2
            )
        ]
    middle = month_at(until, -STAR_MONTHS // 2)
    rows += [
        (middle, "年度服务标兵", employee, f"全年{count}次核实的客户表扬，主管评价优秀")
        for employee, count in _most_praised(
            verified, month_at(until, -STAR_MONTHS * 3 // 2), middle, 1
        )
    ]
    frame = pd.DataFrame(rows, columns=["date", "honour", "employee", "reason"]).assign(
        author="服务文化推进委员会"
    )
    return frame.merge(staff[["employee", "department", "store"]], on="employee").sort_values(
        ["date", "honour", "employee"], ignore_index=True
    )


def _most_praised(
    verified: pd.DataFrame, start: date, end: date, most: int
) -> list[tuple[str, int]]:
    """Employees with the number of their verified praises from `start` to before `end`, most
    first."""
    here = verified[(verified.date >= pd.Timestamp(start)) & (verified.date < pd.Timestamp(end))]
    names, counts = np.unique(here.employee.to_numpy(str), return_counts=True)
    return [(str(names[at]), int(counts[at])) for at in np.argsort(-counts, kind="stable")[:most]]
