"""Counts of contacts with fractions, as forecasts and adjusted series hold them: asked whether they
are to be rounded, since without that no row of such a file counts."""

import re
from dataclasses import replace

import pandas as pd

from data.issues import NOTE, Issue
from data.kinds.catalog import CONTACT_VOLUME
from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.writing import half_width, shown
from data.values.looks import is_no_answer
from data.values.numbers import decimal_comma, parse
from errors import Message
from i18n import N_

NAME, YES, NO = "volume_fractions", "yes", "no"
_COUNTS = ("contacts", "answered", "abandoned")
_FEWEST = 0.1  # share of the cells: fewer are rather slips, which the check names
_PERHAPS_WHOLE = re.compile(r"\d{1,3}[.,]\d{3}")  # 1.234 may be a thousand and more
_PART = re.compile(r"\d[.,，．]\d")
_SHOWN = 3


def in_whole_contacts(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with fractions of contacts rounded, as answered, else as is likely; of other files
    the sheet itself."""
    if kind is not CONTACT_VOLUME or sheet.cells.empty:
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set, match=options.match))
    found = {
        at: numbers
        for at, name in own.columns.items()
        if name in _COUNTS and len(numbers := _numbers(sheet, at))
    }
    if not found:
        return Written(sheet)
    headings = [sheet.headings[at] for at in found]
    parts = {at: numbers[numbers % 1 != 0] for at, numbers in found.items()}
    count = sum(map(len, parts.values()))
    question = _question(sheet, parts, headings, count)
    if question.answer(options.answers) == NO:
        return Written(sheet, questions=(question,))
    told = Message(
        "Fractions under {headings} were rounded to whole contacts: {count}.",
        {"headings": headings, "count": count},
    )
    return Written(_rounded(sheet, found), (Issue(NOTE, told),), (question,))


def _numbers(sheet: Sheet, at: int) -> pd.Series:
    """The numbers in a column in which many are certainly fractions; of another column none."""
    cells = sheet.cells[at]
    if cells.str.contains(_PART, regex=True).sum() < _FEWEST * (cells != "").sum():
        return pd.Series(dtype="float64")
    told = cells[~cells.map(is_no_answer).astype(bool)].map(half_width)
    comma = decimal_comma(told)
    read = {text: parse(text, sheet.headings[at], comma) for text in told.unique()}
    numbers = told.map(
        {
            text: float("nan") if isinstance(it, Message) or it[1] else it[0]
            for text, it in read.items()
        }
    ).astype("float64")
    parts = numbers[numbers.notna() & (numbers % 1 != 0)]
    certain = ~told[parts.index].str.fullmatch(_PERHAPS_WHOLE)
    many = certain.sum() >= _FEWEST * len(told) and certain.sum() * 2 >= len(parts)
    return numbers.dropna() if len(parts) and many else numbers.iloc[:0]


def _question(
    sheet: Sheet, found: dict[int, pd.Series], headings: list[str], count: int
) -> Question:
    at, parts = next(iter(found.items()))
    cells = [shown(cell) for cell in sheet.cells[at][parts.index].iloc[:_SHOWN]]
    return Question(
        NAME,
        Message(
            "Contacts are whole numbers, but cells under {headings} hold fractions: {count} "
            "({cells}). Are they to be rounded?",
            {"headings": headings, "count": count, "cells": cells},
        ),
        (
            Choice(YES, N_("Yes: each counts as the nearest whole number.")),
            Choice(NO, N_("No: I correct the file. What is not whole is rejected.")),
        ),
        YES,
    )


def _rounded(sheet: Sheet, found: dict[int, pd.Series]) -> Sheet:
    """The sheet with the nearest whole numbers, a half being rounded up. All numbers of the column
    are written anew: 2.000 is two thousand only beside 12,5."""
    cells = sheet.cells.copy(deep=False)
    for at, numbers in found.items():
        whole = ((numbers + 0.5) // 1).map("{:.0f}".format)
        cells[at] = cells[at].where(~cells.index.isin(numbers.index), whole.reindex(cells.index))
    return replace(sheet, cells=cells)
