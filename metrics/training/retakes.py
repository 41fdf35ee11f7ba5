"""Who waits for a retake, since when it is overdue, and where the final pass rate goes if they sit it."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from data.database import Reading
from errors import Message
from i18n import rounded
from metrics.periods import add_months
from metrics.training.records import examined, retakes_sat, waiting

RETAKE_WITHIN = 30  # days; the plans ask for a retake but set no time, so this one is declared here
USUAL_MONTHS = 12  # whose retakes say what is usual
ENOUGH_RETAKES = 10


@dataclass(frozen=True)
class Outlook:
    """Of `examined` people × courses of the last months, how many `passed`; of `sat` retakes in them, how many were `won`."""

    examined: int
    passed: int
    sat: int
    won: int

    @property
    def now(self) -> float | None:
        """The final pass rate as it stands, in percent."""
        return 100 * self.passed / self.examined if self.examined else None

    @property
    def then(self) -> float | None:
        """The final pass rate if everyone waiting sits once and passes at the usual rate, in percent; None with too few retakes."""
        if not self.examined or self.sat < ENOUGH_RETAKES:
            return None
        return 100 * (self.passed + (self.examined - self.passed) * self.won / self.sat) / self.examined

    def sentence(self) -> Message:
        """The plain reading, with its assumption."""
        if self.then is None:
            return Message("What the final pass rate will be cannot be told: {sat} retakes were sat in the last {months} months, {least} are "
                           "needed to know how many usually pass.", {"sat": self.sat, "months": USUAL_MONTHS, "least": ENOUGH_RETAKES})
        return Message("Of those examined in the last {months} months {now}% have passed. If each of the {waiting} who have not sits once more "
                       "and {rate}% pass, as in the {sat} retakes of these months, it will be {then}%.",
                       {"months": USUAL_MONTHS, "now": rounded(self.now, 1), "waiting": self.examined - self.passed,
                        "rate": rounded(100 * self.won / self.sat), "sat": self.sat, "then": rounded(self.then, 1)})


def retake_list(reading: Reading, day: date) -> pd.DataFrame:
    """Who waits on a day, as `waiting`, with `overdue_since` (date; None while there is time)."""
    found = waiting(reading, day)
    due = [failed + timedelta(days=RETAKE_WITHIN) for failed in found["failed_on"]]
    return found.assign(overdue_since=pd.Series([end if end < day else None for end in due], found.index, object))


def outlook(reading: Reading, day: date) -> Outlook:
    """The outlook of a day: see `Outlook`."""
    first = add_months(day + timedelta(days=1), -USUAL_MONTHS)
    (passed, people), (won, sat) = examined(reading, first, day), retakes_sat(reading, first, day)
    return Outlook(people, passed, sat, won)
