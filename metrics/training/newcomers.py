"""New staff: basics in the first week, then one deepening session a month for three months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from data.database.connection import ReadTransaction
from metrics.periods import add_months
from metrics.training.records import newcomers, sat_by

WEEK = timedelta(days=7)
MONTHS = 3
# Words in the names of courses that say what they are for.
BASICS = (
    "basics",
    "induction",
    "onboarding",
    "orientation",
    "入职",
    "新员工",
    "基础",
    "入職",
    "新進",
    "新人",
    "基礎",
)
DEEPENING = (
    "deepening",
    "deep dive",
    "advanced",
    "follow-up",
    "深化",
    "进阶",
    "提升",
    "進階",
    "提昇",
)


@dataclass(frozen=True)
class Induction:
    """Newcomers as of a day. `people`: employee, department, store, hired_on, basics (done, late,
    missing or None while there is time), deepened (sessions in the months that are over), due
    (months that are over), behind."""

    day: date
    people: pd.DataFrame

    @property
    def behind(self) -> pd.DataFrame:
        """The newcomers who are behind."""
        return self.people[self.people["behind"].astype(bool)]


def named(courses: Sequence[str], words: Sequence[str]) -> list[str]:
    """The courses whose name holds one of the words."""
    return [course for course in courses if any(word in course.casefold() for word in words)]


def basics_of(courses: Sequence[str]) -> str | None:
    """The course that its name says is the basics for new staff: not one for deepening; None where
    no name says so."""
    found = [course for course in named(courses, BASICS) if course not in named(courses, DEEPENING)]
    # A name with more of the words says it more clearly.
    return max(
        found, key=lambda course: sum(word in course.casefold() for word in BASICS), default=None
    )


def induction(
    reading: ReadTransaction, day: date, basics: str, deepening: Sequence[str]
) -> Induction:
    """Where those stand who were hired in the last months; without courses in `deepening` any other
    course counts."""
    people = newcomers(reading, add_months(day, -MONTHS - 1), day)
    sat = sat_by(reading, people["employee"].tolist(), day)
    records = [
        _standing(person, sat[sat["employee"] == person["employee"]], day, basics, deepening)
        for person in people.to_dict("records")
    ]
    return Induction(
        day, pd.DataFrame(records, columns=[*people.columns, "basics", "deepened", "due", "behind"])
    )


def _standing(
    person: dict, sat: pd.DataFrame, day: date, basics: str, deepening: Sequence[str]
) -> dict:
    hired = person["hired_on"]
    week = _basics(sat.loc[sat["course"] == basics, "day"], hired, day)
    further = sat.loc[
        sat["course"].isin(deepening) if deepening else sat["course"] != basics, "day"
    ].tolist()
    over = [number for number in range(MONTHS) if add_months(hired, number + 1) <= day]
    kept = sum(
        any(
            add_months(hired, number) <= sitting < add_months(hired, number + 1)
            for sitting in further
        )
        for number in over
    )
    return {
        **person,
        "basics": week,
        "deepened": kept,
        "due": len(over),
        "behind": week in ("missing", "late") or kept < len(over),
    }


def _basics(days: pd.Series, hired: date, day: date) -> str | None:
    if len(days):
        return "done" if days.min() <= hired + WEEK else "late"
    return "missing" if day > hired + WEEK else None
