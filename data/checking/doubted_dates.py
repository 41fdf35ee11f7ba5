"""Dates that a spreadsheet has changed: days and months exchanged in half of the cells, October
that lost its nought."""

import math
import re
from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from data.kinds.schema import Type
from data.questions import Choice, Question
from data.text.writing import CELL
from data.values.cells import Cells
from data.values.date_forms import cleaned
from errors import Message

SWAPPED, SWAP, KEEP = "swapped_dates", "swap", "keep"
TENTH, JANUARY, OCTOBER, LEAVE_OUT = "tenth_month", "january", "october", "leave_out"
_OF_PEOPLE = frozenset({"hired_on", "left_on"})
FEWEST = 3  # different dates of each sort from which on a pattern is no chance
_REAL = r"^[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}(?:[ T日]|$)"
_AS_TEXT = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})(?![0-9])")
_YEAR_AND_MONTH = re.compile(r"([0-9]{4})\.([0-9]{1,2})")


def swapped(cells: Cells, moments: pd.Series) -> tuple[np.ndarray, Question] | None:
    """The positions of real dates whose day and month a spreadsheet may have exchanged, and the
    question; None where nothing speaks for it.

    Typed as 8/13 in a country that writes 13/8, a date stays text; 8/9 becomes a real date, the 8th
    of September or the 9th of August. So all real dates have days to 12, and all texts have days
    from 13.
    """
    real = (
        cells.texts.str.contains(_REAL, regex=True).to_numpy(dtype=bool)
        & moments.notna().to_numpy()
    )
    if real.sum() < FEWEST or real.all():
        return None
    at = np.flatnonzero(real)
    days, months = moments.iloc[at].dt.day.to_numpy(), moments.iloc[at].dt.month.to_numpy()
    if (
        days.max() > 12
        or len({*zip(days.tolist(), months.tolist(), strict=True)}) < FEWEST
        or (days == months).all()
    ):
        return None
    texts = [_AS_TEXT.match(cleaned(text)) for text in cells.texts[~real]]
    parted = [found for found in texts if found]
    if len({found[0] for found in parted}) < FEWEST or any(
        max(int(found[1]), int(found[2])) <= 12 for found in parted
    ):
        return None
    written = moments[~real][[found is not None for found in texts]].dropna()
    known = {*zip(written.dt.year, written.dt.month, strict=True)}
    years = moments.iloc[at].dt.year.to_numpy()
    as_they_are, exchanged = (
        [(year, month) in known for year, month in zip(years.tolist(), part.tolist(), strict=True)]
        for part in (months, days)
    )
    if all(as_they_are) and not all(exchanged):
        return None
    likely = SWAP if sum(exchanged) >= sum(as_they_are) else KEEP
    return at, _swap_question(cells, moments, at, len(parted), likely)


def _swap_question(
    cells: Cells, moments: pd.Series, at: np.ndarray, texts: int, likely: str
) -> Question:
    place = next(place for place in at.tolist() if moments[place].day != moments[place].month)
    seen, turned = moments[place], exchanged(moments.iloc[[place]]).iloc[0]
    blanks = {"before": seen.date(), "after": turned.date()}
    return Question(
        SWAPPED,
        Message(
            "In {column} all real dates have days from 1 to 12, and all dates that are text have "
            "days from 13. A spreadsheet program of "
            "another country exchanges day and month in just this way. Did it?",
            {"column": cells.heading},
        ),
        (
            Choice(SWAP, Message("Yes, exchange them back: {before} becomes {after}.", blanks)),
            Choice(KEEP, Message("No, they are right: {before} stays.", {"before": seen.date()})),
        ),
        likely,
        (
            Message(
                "Real dates: {count}, in {months} different months.",
                {
                    "count": int(cells.counts()[at].sum()),
                    "months": len(
                        {*zip(moments.iloc[at].dt.year, moments.iloc[at].dt.month, strict=True)}
                    ),
                },
            ),
            Message(
                "With day and month exchanged they are in {months} different months.",
                {
                    "months": len(
                        {*zip(moments.iloc[at].dt.year, moments.iloc[at].dt.day, strict=True)}
                    )
                },
            ),
            Message("Different dates that are text: {count}.", {"count": texts}),
        ),
    )


def exchanged(moments: pd.Series) -> pd.Series:
    """Moments with days up to 12, with day and month exchanged."""
    turned = pd.to_datetime(
        {"year": moments.dt.year, "month": moments.dt.day, "day": moments.dt.month}
    )
    return (turned + (moments - moments.dt.normalize())).astype("datetime64[us]")


def lost_nought(cells: Cells, today: date) -> list[tuple[np.ndarray, Question]]:
    """Of each year the positions of texts such as 2026.1 that may have been 2026.10 before a
    spreadsheet took them for numbers, and the question.

    Text of one column that also holds 2026.10 or 2026.01 is what it says, and so is one beside its
    neighbours, or of a year whose October of records lies ahead. Days of single people, such as
    those of hiring, have no neighbours.
    """
    parts = [] if cells.column.name in _OF_PEOPLE else _without_noughts(cells)
    others = {12 * year + int(month) for _, year, month in parts if month != "1"}
    ends = math.inf if cells.column.type is Type.DATE else 12 * today.year + today.month
    asked: list[tuple[np.ndarray, Question]] = []
    for year in sorted({year for _, year, month in parts if month == "1"}):
        likely = _likely_month(12 * year, others) if 12 * year + 10 <= ends else None
        if likely:
            at = np.array([at for at, of, month in parts if (of, month) == (year, "1")])
            asked.append((at, _tenth_question(cells, at, str(year), likely)))
    return asked


def _without_noughts(cells: Cells) -> list[tuple[int, int, str]]:
    """The positions, years and months of texts such as 2026.1 and 2026.8; none where one is 2026.10
    or 2026.01, so that noughts were kept, or where no 2026.1 is there."""
    if not cells.texts.str.contains(r"^[0-9]{4}\.1$", regex=True).any():
        return []
    parts = [
        (at, int(found[1]), found[2])
        for at, text in enumerate(cells.texts)
        if (found := _YEAR_AND_MONTH.fullmatch(text))
    ]
    noughts = any(month.startswith("0") or month == "10" for _, _, month in parts)
    return [] if noughts else parts


def january_told(cells: Cells) -> Iterator[Message]:
    """That days of single people such as 2025.1, of which nobody can be asked, are in January."""
    parts = _without_noughts(cells) if cells.column.name in _OF_PEOPLE else []
    at = [at for at, _, month in parts if month == "1"]
    if at:
        yield Message(
            "{column} {value} was read as January, though a spreadsheet program writes October like "
            "this once it takes it for a number. Write 2026-01 or 2026-10 to be sure. Rows: {rows}.",
            {
                "column": cells.heading,
                "value": cells.texts.iloc[at[0]],
                "rows": int(cells.counts()[at].sum()),
            },
        )


def _tenth_question(cells: Cells, at: np.ndarray, year: str, likely: str) -> Question:
    blanks = {"column": cells.heading, "value": cells.texts[at[0]]}
    return Question(
        f"{TENTH}:{year}",
        Message(
            "{column} is {value}, and no other row says October of that year. A spreadsheet "
            "program writes 2026.10 like this once it takes it for a number. Which month is it?",
            blanks,
        ),
        (
            Choice(JANUARY, Message("January {year}.", {"year": year})),
            Choice(OCTOBER, Message("October {year}.", {"year": year})),
            Choice(
                LEAVE_OUT,
                Message(
                    "Not known, or some of both: leave these rows out, until the file says 2026-01 "
                    "or 2026-10."
                ),
            ),
        ),
        likely,
        (Message("Such rows: {count}.", {"count": int(cells.counts()[at].sum())}),),
    )


def _likely_month(before: int, others: set[int]) -> str | None:
    """What the first month of the year that begins after `before` probably was, by the months of
    the other rows; None where it is January without a doubt."""
    january, october = before + 1, before + 10
    to_january, to_october = (
        min((abs(month - other) for other in others), default=math.inf)
        for month in (january, october)
    )
    has_february = january + 1 in others
    after = bool(others & {october + 1, october + 2})
    if october in others or not (after or to_january > 1 or to_october == 1 and not has_february):
        return None
    if has_february or to_january == to_october:  # as near to both, or to neither
        return LEAVE_OUT
    return JANUARY if to_january < to_october else OCTOBER


def nought_fault(heading: str) -> Message:
    """Why a row is rejected whose month may be January or October."""
    return Message(
        "{column} is \u201c{value}\u201d, which may be January or October. Write it like 2026-01 "
        "or 2026-10.",
        {"column": heading, "value": CELL},
    )
