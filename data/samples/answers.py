"""What the customers of the sample company answer: satisfaction and recommendation.

Every chance is written in points of the KPI: the company's level, its season,
the unit's own level, and the stories. Columns are those of the kinds.
"""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from data.samples.comments import comments
from data.samples.company import (
    CHANNEL_POINTS,
    CHANNELS,
    DEPARTMENTS,
    SEGMENT_POINTS,
    SEGMENT_SHARES,
    SEGMENTS,
    STAFF_PER_STORE,
    STORES,
)
from data.samples.stories import EMPATHY_WORKSHOP, FALLING_STORE, MONTHS, month_at

# January to December. Around Chinese New Year fewer customers meet a thin staff; summer is busy and
# well staffed.
VOLUME = np.array([0.92, 0.75, 0.95, 1.0, 1.0, 1.05, 1.2, 1.2, 1.0, 1.05, 0.98, 0.95])
SEASON_POINTS = np.array([-1.5, -3.0, -0.3, 0.3, 0.5, 0.7, 1.0, 1.0, 0.7, 0.5, 0.3, 0.0])
SURVEYS_A_MONTH, NPS_A_MONTH = 700, 450
ANSWERS_WITH_COMMENT = 0.25
DETRACTOR_SHARES = (0.04, 0.03, 0.05, 0.08, 0.12, 0.30, 0.38)  # of the scores 0 to 6
THEMES = ("attitude", "speed", "problem_solving")


def survey(
    until: date,
    staff: pd.DataFrame,
    rng: np.random.Generator,
    months: range = range(MONTHS),
    first: int = 100001,
) -> pd.DataFrame:
    """Satisfaction answers from 1 to 5, numbered from `first`; about one in fifty detail answers is
    empty."""
    frame = _contacts(until, staff, rng, months, SURVEYS_A_MONTH, first)
    fallen = FALLING_STORE.so_far(frame.store, frame.month)
    workshop = EMPATHY_WORKSHOP.here(frame.region, frame.month)
    level = 79.5 + 8.5 * frame.month / MONTHS + frame.points + FALLING_STORE.points * fallen
    mood = rng.random(len(frame))
    frame["overall"] = _scores(mood, level + 2 * workshop)
    south = frame.region == EMPATHY_WORKSHOP.unit
    frame["attitude"] = _detail(
        mood, level + 3 - 5 * south + EMPATHY_WORKSHOP.points * workshop - 6 * fallen, rng
    )
    frame["speed"] = _detail(mood, level - 4, rng)
    frame["problem_solving"] = _detail(mood, level - 1, rng)
    weakest = np.array(THEMES)[frame[list(THEMES)].fillna(5).to_numpy(float).argmin(axis=1)]
    theme = np.where(frame.overall <= 3, weakest, rng.choice([*THEMES, "place"], len(frame)))
    frame["comment"] = comments(
        theme, frame.overall >= 4, frame.overall <= 2, ANSWERS_WITH_COMMENT, rng
    )
    return frame.drop(columns=["month", "points"])


def nps(
    until: date, staff: pd.DataFrame, rng: np.random.Generator, first: int = 500001
) -> pd.DataFrame:
    """Recommendation answers from 0 to 10, numbered from `first`."""
    frame = _contacts(until, staff, rng, range(MONTHS), NPS_A_MONTH, first)
    fallen = FALLING_STORE.so_far(frame.store, frame.month)
    years = frame.month / MONTHS
    shift = (1.5 * frame.points + 2 * FALLING_STORE.points * fallen) / 200
    promoters = np.clip(0.455 + 0.11 * years + shift, 0.03, 0.95)
    detractors = np.clip(0.215 - 0.08 * years - shift, 0.02, 0.9)
    mood = rng.random(len(frame))
    frame["score"] = np.select(
        [mood > 1 - promoters, mood < detractors],
        [rng.integers(9, 11, len(frame)), rng.choice(7, len(frame), p=DETRACTOR_SHARES)],
        rng.integers(7, 9, len(frame)),
    )
    theme = rng.choice([*THEMES, "place"], len(frame))
    frame["comment"] = comments(
        theme, frame.score >= 9, frame.score <= 6, ANSWERS_WITH_COMMENT, rng
    )
    return frame.drop(columns=["month", "points", "employee"])


def _contacts(
    until: date,
    staff: pd.DataFrame,
    rng: np.random.Generator,
    months: range,
    a_month: int,
    first: int,
) -> pd.DataFrame:
    """Who answered when about whom, in order of time, with `month` from 0 and the units' own
    `points`."""
    month, moment = _moments(until, rng, months, a_month)
    count = len(month)
    sizes = np.array([store.size for store in STORES])
    store = rng.choice(len(STORES), count, p=sizes / sizes.sum())
    served = staff.iloc[store * STAFF_PER_STORE + rng.integers(0, STAFF_PER_STORE, count)]
    channel = _channels(served.department.to_numpy(), rng)
    segment = rng.choice(len(SEGMENTS), count, p=SEGMENT_SHARES)
    known = (pd.to_datetime(served.hired_on).to_numpy() <= moment) & (rng.random(count) < 0.7)
    season = SEASON_POINTS[pd.DatetimeIndex(moment).month - 1]
    quality = np.array([store.quality for store in STORES])
    return pd.DataFrame(
        {
            "response_id": np.arange(first, first + count),
            "date": moment,
            "department": served.department.to_numpy(),
            "store": np.array([store.name for store in STORES])[store],
            "region": np.array([store.region for store in STORES])[store],
            "channel": np.array(CHANNELS)[channel],
            "segment": np.array(SEGMENTS)[segment],
            "employee": np.where(known, served.employee.to_numpy(), ""),
            "month": month,
            "points": season + quality[store] + CHANNEL_POINTS[channel] + SEGMENT_POINTS[segment],
        }
    )


def _moments(
    until: date, rng: np.random.Generator, months: range, a_month: int
) -> tuple[np.ndarray, np.ndarray]:
    starts = [month_at(until, number - MONTHS) for number in months]
    counts = [rng.poisson(a_month * VOLUME[start.month - 1]) for start in starts]
    month = np.repeat(np.array(months), counts)
    begin = np.repeat(np.array(starts, "datetime64[s]"), counts)
    days = np.repeat([(month_at(start, 1) - start).days for start in starts], counts)
    moment = begin + (
        rng.integers(0, days) * 86400 + rng.integers(8 * 3600, 22 * 3600, len(month))
    ).astype("timedelta64[s]")
    return month, np.sort(moment)


def _channels(departments: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    channel = np.zeros(len(departments), int)
    for name, shares in DEPARTMENTS.items():
        here = departments == name
        channel[here] = rng.choice(len(CHANNELS), here.sum(), p=shares)
    return channel


def _detail(mood: np.ndarray, level: ArrayLike, rng: np.random.Generator) -> pd.Series:
    """Answers on one aspect: mostly the customer's mood, else a chance of their own; some are
    empty."""
    own = np.where(rng.random(len(mood)) < 0.6, mood, rng.random(len(mood)))
    return pd.Series(_scores(own, level), dtype="Int64").mask(rng.random(len(mood)) < 0.02)


def _scores(mood: np.ndarray, level: ArrayLike) -> np.ndarray:
    """Scores 1 to 5 of which `level` percent are 4 or 5, for moods spread evenly over 0 to 1."""
    satisfied = np.clip(np.asarray(level) / 100, 0.05, 0.97)
    rest = mood / (1 - satisfied)
    return np.select([mood > 1 - satisfied / 2, rest > 1, rest > 0.5, rest > 0.2], [5, 4, 3, 2], 1)
