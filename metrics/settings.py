"""What a company may set of how its records are counted: whole numbers, from the environment."""

import os
from dataclasses import dataclass

from data.events import check_log
from data.fiscal import check_year
from data.workdays.official import check_calendar
from errors import WrongCall
from i18n import N_, Text


@dataclass(frozen=True)
class _Setting:
    """A whole number from `low` to `high` that may be set; `words` say what is wrong with another
    one."""

    name: str
    usual: int
    low: int
    high: int
    words: Text

    def value(self) -> int:
        """What is set; the usual where that is no such number, which `check_settings` tells."""
        given = self._given()
        return int(given) if self._is_valid(given) else self.usual

    def check(self) -> None:
        """WrongCall where what is set is no such number."""
        if not self._is_valid(self._given()):
            raise WrongCall(self.words, setting=self.name, value=self._given())

    def _given(self) -> str:
        return os.environ.get(self.name, "").strip() or str(self.usual)

    def _is_valid(self, given: str) -> bool:
        return given.isascii() and given.isdecimal() and self.low <= int(given) <= self.high


# Calendar months from the first attempt at an exam until it is due again.
_EXAM = _Setting(
    "SERVICE_CULTURE_EXAM_MONTHS",
    12,
    1,
    120,
    N_(
        "{setting} is “{value}”. Set it to the number of months for which an exam holds, from "
        "1 to 120, or leave it out."
    ),
)
_REPURCHASE = _Setting(
    "SERVICE_CULTURE_REPURCHASE_DAYS",
    90,
    1,
    730,
    N_(
        "{setting} is “{value}”. Set it to the number of days within which a customer has to "
        "buy again, from 1 to 730, or leave it out."
    ),
)
_CULTURE_DAY = _Setting(
    "SERVICE_CULTURE_DAY_WITHIN",
    7,
    0,
    13,
    N_(
        "{setting} is “{value}”. Set it to the number of days around the 15th within which a "
        "culture day counts, from 0 to 13, or leave it out."
    ),
)
_COVERAGE = _Setting(
    "SERVICE_CULTURE_COVERAGE_MONTHS",
    3,
    1,
    36,
    N_(
        "{setting} is “{value}”. Set it to the number of months in which everybody is to be "
        "trained, from 1 to 36, or leave it out."
    ),
)
_AHEAD = _Setting(
    "SERVICE_CULTURE_LOOK_AHEAD",
    1,
    0,
    1,
    N_(
        "{setting} is “{value}”. Set it to 0 so that nothing is worked out before somebody asks "
        "for it, or leave it out."
    ),
)
VALID_MONTHS = _EXAM.usual


def valid_months() -> int:
    """For how many calendar months an exam holds."""
    return _EXAM.value()


def repurchase_days() -> int:
    """Within how many days after an order a customer who orders again has come back."""
    return _REPURCHASE.value()


def culture_day_within() -> int:
    """Within how many days of the 15th a culture day counts."""
    return _CULTURE_DAY.value()


def coverage_months() -> int:
    """In how many months, up to the one looked at, everybody on the roster is to be trained."""
    return _COVERAGE.value()


def looks_ahead() -> bool:
    """Whether the months beside the one looked at are worked out before somebody asks for them."""
    return _AHEAD.value() > 0


def check_settings() -> None:
    """WrongCall where what is set is no such number; to be asked by whatever opens the
    database."""
    for setting in (_EXAM, _REPURCHASE, _CULTURE_DAY, _COVERAGE, _AHEAD):
        setting.check()
    check_calendar()
    check_year()
    check_log()
