"""The month with which the company's year begins: years, and the quarters in them, are counted from
it, in everything that is shown, kept or asked."""

import os

from errors import WrongCall

_SETTING, JANUARY, _DECEMBER = "SERVICE_CULTURE_YEAR_STARTS", 1, 12
_LONG = {"month": 1, "quarter": 3, "year": 12}


def year_starts() -> int:
    """The month, 1 to 12: January unless it is set; also where what is set is none, which
    `check_year` tells."""
    given = _given()
    return int(given) if _is_month(given) else JANUARY


def check_year() -> None:
    """WrongCall where what is set is no month; to be asked by whatever opens the database."""
    if not _is_month(given := _given()):
        raise WrongCall(
            "{setting} is “{value}”. Set it to the number of the month with which your year begins, "
            "from 1 (January) to 12, or leave it out.",
            setting=_SETTING,
            value=given,
        )


def _given() -> str:
    return os.environ.get(_SETTING, "").strip() or str(JANUARY)


def _is_month(given: str) -> bool:
    return given.isascii() and given.isdecimal() and JANUARY <= int(given) <= _DECEMBER


def same_periods(grain: str, one: int, other: int) -> bool:
    """Whether years that begin with these two months are cut into the same periods of a grain."""
    return (one - other) % _LONG[grain] == 0


def period_sql(grain: str, day: str, starts: int | None = None) -> str:
    """SQL of the first day of the period of a `day`, itself SQL; `starts`: of years that begin with
    another month than ours."""
    starts = year_starts() if starts is None else starts
    if same_periods(grain, starts, JANUARY):
        return f"date_trunc('{grain}', {day})::DATE"
    later = f"INTERVAL {starts - JANUARY} MONTH"
    return f"(date_trunc('{grain}', {day} - {later}) + {later})::DATE"
