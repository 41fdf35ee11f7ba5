"""Exams of the sample company's staff: quarterly courses, one special course, basics and monthly
deepening for new staff.

Scores are out of 100, passed from 80. Who fails mostly retakes within two to
six weeks; some still wait.
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.samples.stories import FAILING_COURSE, MONTHS, PASSED_NOT_PRACTISED, month_at

QUARTERLY = {
    "服务意识": "Service awareness",
    "沟通技巧": "Communication",
    "Product knowledge": "Product knowledge",
}
BASICS = "新员工服务基础"
DEEPENING = {
    "新员工深化 1": "Service awareness",
    "新员工深化 2": "Communication",
    "新员工深化 3": "Product knowledge",
}
LAGGING = 3  # one in so many new members of staff stops after the first month of deepening
MAXIMUM, PASS_MARK = 100, 80
TAKE_PART, RETAKE, MOST_ATTEMPTS = 0.5, 0.97, 4
DILIGENT = 0.98  # chance to pass in the store that learns for exams


def exams(
    until: date, staff: pd.DataFrame, rng: np.random.Generator, newcomers: np.random.Generator
) -> pd.DataFrame:
    """Every attempt before `until` in order of time; columns are those of the kind. `newcomers`
    draws the deepening of new staff."""
    sittings = [_quarter(start, number, staff, rng) for number, start in _quarters(until)]
    first = pd.concat(
        [*sittings, _special(until, staff, rng), _basics(staff, rng)], ignore_index=True
    )
    diligent = (first.store == PASSED_NOT_PRACTISED.unit) & (
        first.date >= pd.Timestamp(PASSED_NOT_PRACTISED.begins(until))
    )
    first["chance"] = first.chance.mask(diligent, DILIGENT)
    attempts = [
        *_attempts(until, first, rng),
        *_attempts(until, _deepening(until, staff, newcomers), newcomers),
    ]
    frame = pd.concat(attempts, ignore_index=True)
    frame = frame[frame.date < pd.Timestamp(until)].sort_values(
        ["date", "employee"], ignore_index=True
    )
    return frame.assign(maximum=MAXIMUM, pass_mark=PASS_MARK).drop(columns="chance")


def course_of(course: str, day: date) -> str:
    """The name of a quarterly course in the quarter of a day."""
    return f"{course} {day.year} Q{(day.month + 2) // 3}"


def _attempts(until: date, first: pd.DataFrame, rng: np.random.Generator) -> list[pd.DataFrame]:
    """The first sittings that fall into the months shown, graded, and the retakes of those who
    failed."""
    opening = pd.Timestamp(month_at(until, -MONTHS))
    first = first[
        (first.date >= opening)
        & (first.date < pd.Timestamp(until))
        & (first.date >= pd.to_datetime(first.hired_on))
    ]
    attempts = [_graded(first.assign(attempt=1), rng)]
    while len(attempts) < MOST_ATTEMPTS:
        attempts.append(_graded(_again(attempts[-1], rng), rng))
    return attempts


def _quarters(until: date) -> list[tuple[int, date]]:
    """The calendar quarters that the months shown touch, numbered from 0."""
    months = [month_at(until, offset) for offset in range(-MONTHS - 2, 0)]
    return list(enumerate(month for month in months if month.month % 3 == 1))


def _quarter(
    start: date, number: int, staff: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    parts = []
    for course, module in QUARTERLY.items():
        people = staff[rng.random(len(staff)) < TAKE_PART]
        days = (month_at(start, 3) - start).days
        dates = _sit(start, days, len(people), rng)
        parts.append(
            people.assign(
                course=course_of(course, start),
                module=module,
                chance=0.885 + 0.004 * number,
                date=dates,
            )
        )
    return pd.concat(parts)


def _special(until: date, staff: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The course that fails: each member of staff sits it once within its months."""
    start = FAILING_COURSE.begins(until)
    dates = _sit(start, (until - start).days, len(staff), rng)
    return staff.assign(
        course=FAILING_COURSE.unit,
        module="Communication",
        chance=0.92 + FAILING_COURSE.points / 100,
        date=dates,
    )


def _basics(staff: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    dates = [_sit(hired + timedelta(days=1), 6, 1, rng)[0] for hired in staff.hired_on]
    return staff.assign(course=BASICS, module="Service awareness", chance=0.9, date=dates)


def _deepening(until: date, staff: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One session in each of the three months after the day of hiring; every third newcomer stops
    after the first."""
    new = staff[
        pd.to_datetime(staff.hired_on) >= pd.Timestamp(month_at(until, -MONTHS))
    ].sort_values("hired_on")
    lagging = np.arange(len(new)) % LAGGING == 1
    parts = []
    for number, (course, module) in enumerate(DEEPENING.items()):
        people = new if number == 0 else new[~lagging]
        dates = [
            _sit(hired + timedelta(days=30 * number + 8), 22, 1, rng)[0]
            for hired in people.hired_on
        ]
        parts.append(people.assign(course=course, module=module, chance=0.92, date=dates))
    return pd.concat(parts, ignore_index=True)


def _sit(start: date, days: int, count: int, rng: np.random.Generator) -> np.ndarray:
    """Moments in office hours, to the minute, on any of `days` days."""
    minutes = rng.integers(0, days, count) * 1440 + rng.integers(9 * 60, 17 * 60, count)
    return np.datetime64(start, "s") + minutes.astype("timedelta64[m]")


def _again(before: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The next attempt of those who failed: better prepared, but a hard course stays hard."""
    failed = before[before.score < PASS_MARK]
    failed = failed[rng.random(len(failed)) < RETAKE]
    days = pd.to_timedelta(rng.integers(14, 43, len(failed)), unit="D")
    return failed.assign(
        attempt=failed.attempt + 1,
        date=failed.date + days,
        chance=np.clip(failed.chance + 0.05, 0, 0.9),
    )


def _graded(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    passed = rng.random(len(frame)) < frame.chance
    good = PASS_MARK + np.round((MAXIMUM - PASS_MARK) * rng.beta(2, 2, len(frame)))
    poor = PASS_MARK - 1 - np.round(30 * rng.beta(1.3, 3, len(frame)))
    return frame.assign(score=np.where(passed, good, poor).astype(int))
