"""Counts of contacts by the hour, the agent or whatever else parts a day: added up to one count a
day and place, since of several that are alike all but one are taken for the same."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from data.issues import NOTE, Issue
from data.kinds.catalog import CONTACT_VOLUME
from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.match import Match
from data.matching.whole_counts import whole_counts
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import LeftOut, Lines, Sheet
from data.text.writing import half_width, shown
from data.values.looks import is_no_answer
from data.values.money import without_currency
from data.values.numbers import decimal_comma, parse
from errors import Message
from i18n import N_

NAME, YES, NO = "volume_parts", "yes", "no"
_COUNTS = ("contacts", "answered", "abandoned")
_COST = "cost"
_PLACES = ("department", "store", "region", "channel")
_TIME = re.compile(r"[ T](?:\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?).*$", re.I)
_SHOWN = 3


def in_whole_days(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with one count a day and place, as answered, else as is likely; of other files the
    sheet itself."""
    if kind is not CONTACT_VOLUME or len(sheet.cells) < 2:
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set, match=options.match))
    day = own.position("date")
    contacts = own.position("contacts")
    if day is None or contacts is None:
        return Written(sheet)
    days = sheet.cells[day].map(lambda cell: _TIME.sub("", half_width(cell)).strip())
    timed = bool((days != sheet.cells[day]).any())
    places = [at for name in _PLACES if (at := own.position(name)) is not None]
    key = pd.concat([days, sheet.cells[places]], axis=1).set_axis(range(len(places) + 1), axis=1)
    group = key.groupby([*key.columns], sort=False).ngroup()
    numbers, unread = _numbers(sheet, own)
    # A row that cannot be read is no part of anything: the check refuses it.
    group = group.where(~unread, len(group) + np.arange(len(group)))
    if group.is_unique:
        return Written(sheet)
    telling = [day] if timed else _telling(sheet, group, [day, *places, *numbers])
    if not telling:
        return Written(sheet)
    question = _question(sheet, telling[0], int(group.value_counts().max()))
    if question.answer(options.answers) == NO:
        return Written(sheet, questions=(question,))
    return _added(sheet, group, numbers, day, days, question)


def _numbers(sheet: Sheet, own: Match) -> tuple[pd.DataFrame, pd.Series]:
    """What is to be added up, column by column, and the rows in which a cell of it cannot be read."""
    found = {
        at: whole_counts(sheet.cells[at])
        for name in _COUNTS
        if (at := own.position(name)) is not None
    }
    cost = own.position(_COST)
    if cost is not None:
        found[cost] = _amounts(sheet, cost)
    unread = pd.Series(False, index=sheet.cells.index)
    for at, cells in found.items():
        unread |= cells.isna() & ~sheet.cells[at].map(is_no_answer)
    contacts = own.position("contacts")
    return pd.DataFrame(found).fillna({contacts: 0}), unread  # an hour without a word had none


def _amounts(sheet: Sheet, at: int) -> pd.Series:
    told = sheet.cells[at].where(~sheet.cells[at].map(is_no_answer), "").map(without_currency)
    comma = decimal_comma(told[told != ""])
    read = {text: parse(text, sheet.headings[at], comma) for text in told.unique()}
    return told.map({text: None if isinstance(it, Message) else it[0] for text, it in read.items()})


def _telling(sheet: Sheet, group: pd.Series, known: Sequence[int]) -> list[int]:
    """The columns that tell rows of one day and place apart: each of their texts once a group."""
    found = []
    for at in range(len(sheet.headings)):
        cells = sheet.cells[at]
        if at in known or (cells == "").any():
            continue
        again = pd.DataFrame({"group": group, "cell": cells}).duplicated().any()
        if not again and cells.nunique() * 2 <= len(cells):
            found.append(at)
    return found


def _question(sheet: Sheet, at: int, most: int) -> Question:
    cells = [shown(cell) for cell in dict.fromkeys(sheet.cells[at])][:_SHOWN]
    return Question(
        NAME,
        Message(
            "There are up to {count} rows of one day and place, which “{heading}” tells apart "
            "({cells}). Are they parts of that day, to be added up?",
            {"count": most, "heading": sheet.headings[at], "cells": cells},
        ),
        (
            Choice(YES, N_("Yes: their contacts are added up.")),
            Choice(NO, N_("No: they are left as they are.")),
        ),
        YES,
    )


def _added(
    sheet: Sheet,
    group: pd.Series,
    numbers: pd.DataFrame,
    day: int,
    days: pd.Series,
    question: Question,
) -> Written:
    first = ~group.duplicated().to_numpy()
    sums = numbers.groupby(group, sort=False).sum(min_count=1)
    cells = sheet.cells.copy()
    cells[day] = days.astype("str")
    cells = cells[first].reset_index(drop=True)
    several = group.value_counts(sort=False).reindex(sums.index).to_numpy() > 1
    for at in numbers.columns:
        added = ["" if pd.isna(value) else f"{value:.10g}" for value in sums[at]]
        cells[at] = pd.array(
            [
                new if together or was == "" else was
                for new, was, together in zip(added, cells[at], several, strict=True)
            ],
            dtype="str",
        )
    lines = np.asarray(sheet.lines)
    reason = Message("Its contacts were added to the first row of its day and place.")
    left = [
        LeftOut(int(lines[at]), ", ".join(filter(None, sheet.cells.iloc[at].tolist())), reason)
        for at in np.flatnonzero(~first).tolist()
    ]
    told = Message(
        "Rows of one day and place were added up: {rows} rows are {days} counts now.",
        {"rows": len(first), "days": int(first.sum())},
    )
    made = replace(sheet, cells=cells, lines=Lines(lines[first]), left_out=sheet.left_out + left)
    return Written(made, (Issue(NOTE, told),), (question,))
