"""Who waits for a retake, since when it is overdue, and where the final pass rate goes if they sit
it."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from data.database.connection import ReadTransaction
from errors import Message
from i18n import rounded
from metrics.periods import add_months
from metrics.training.records import examined, retakes_sat, waiting

RETAKE_WITHIN = 30  # days; the plans ask for a retake but set no time, so this one is declared here
USUAL_MONTHS = 12  # whose retakes say what is usual
ENOUGH_RETAKES = 10


@dataclass(frozen=True)
class Outlook:
    """Of `examined` exams of the last months, how many were `passed`, and how many of the others
    `left` with their people; of `sat` retakes in these months, how many were `won`."""

    examined: int
    passed: int
    sat: int
    won: int
    left: int = 0

    @property
    def waiting(self) -> int:
        """The exams that can still be sat again."""
        return self.examined - self.passed - self.left

    @property
    def now(self) -> float | None:
        """The final pass rate as it stands, in percent."""
        return 100 * self.passed / self.examined if self.examined else None

    @property
    def then(self) -> float | None:
        """The final pass rate if all that wait are sat once more and passed at the usual rate, in
        percent; None with too few retakes."""
        if not self.examined or self.sat < ENOUGH_RETAKES:
            return None
        return 100 * (self.passed + self.waiting * self.won / self.sat) / self.examined

    def sentence(self) -> Message:
        """The plain reading, with its assumption."""
        if self.now is None or self.then is None:
            return Message(
                "What the final pass rate will be cannot be told: {sat} retakes were sat in the "
                "last {months} months, {least} are "
                "needed to know how many usually pass.",
                {"sat": self.sat, "months": USUAL_MONTHS, "least": ENOUGH_RETAKES},
            )
        return Message(
            "Of the exams taken in the last {months} months {now}% have been passed. If all "
            "others whose people have not left ({waiting}) "
            "are sat once more and {rate}% of them passed, as in the {sat} retakes of these "
            "months, it will be {then}%.",
            {
                "months": USUAL_MONTHS,
                "now": rounded(self.now, 1),
                "waiting": self.waiting,
                "rate": rounded(100 * self.won / self.sat),
                "sat": self.sat,
                "then": rounded(self.then, 1),
            },
        )


def exams_of(exams: int, people: int) -> Message:
    """So many exams of so many people: one person may have several to sit again."""
    blanks = {"exams": exams, "people": people}
    if exams == 1:
        return Message("one exam", blanks)
    return Message(
        "{exams} exams of one person" if people == 1 else "{exams} exams of {people} people", blanks
    )


def retake_list(reading: ReadTransaction, day: date) -> pd.DataFrame:
    """Who waits on a day, as `waiting`, with `overdue_since` (date; None while there is time)."""
    found = waiting(reading, day)
    due = [failed + timedelta(days=RETAKE_WITHIN) for failed in found["failed_on"]]
    return found.assign(
        overdue_since=pd.Series([end if end < day else None for end in due], found.index, object)
    )


def outlook(reading: ReadTransaction, day: date) -> Outlook:
    """The outlook of a day: see `Outlook`."""
    first = add_months(day + timedelta(days=1), -USUAL_MONTHS)
    (passed, left, exams), (won, sat) = (
        examined(reading, first, day),
        retakes_sat(reading, first, day),
    )
    return Outlook(exams, passed, sat, won, left)
