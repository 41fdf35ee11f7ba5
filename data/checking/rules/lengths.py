"""Lengths of time, in minutes: the unit is that of the cell, else the one that the heading names."""

import re

import numpy as np
import pandas as pd

from data.reading.options import Options
from data.text.folding import normal
from data.values.cells import Cells, CellValues
from data.values.durations import seconds
from data.values.numbers import read_numbers, within

# What headings call a unit, with how many minutes it has; the first that is found holds.
_UNITS = (
    (
        re.compile(
            r"秒|\bseg(?:und[oa]s?)?\b|\bsekunden?\b|\bsecond(?:es|i)\b|\bsec(?:ond)?s?\b|[(（]\s*s\s*[)）]",
            re.I,
        ),
        1 / 60,
    ),
    (re.compile(r"分钟|分鐘|\bmin(?:ut\w*|s)?\b|[(（]\s*m(?:in)?\s*[)）]|[(（]分[)）]", re.I), 1.0),
    (
        re.compile(
            r"小时|小時|\b(?:hours?|hrs?|horas?|heures?|stunden?|std|ore|uur|uren|godzin\w*)\b|[(（]\s*h\s*[)）]|[(（]时[)）]",
            re.I,
        ),
        60.0,
    ),
    (
        re.compile(
            r"[(（]\s*(?:天|日)\s*[)）]|天数|天數|\b(?:days?|d[ií]as?|jours?|giorni|tagen?|dagen|dni)\b",
            re.I,
        ),
        1440.0,
    ),
)
_WORDS = re.compile(r"[^\d.,:\s]|\d:\d")


def minutes_a_unit(heading: str) -> float | None:
    """How many minutes the unit has that a heading names; None where it names none."""
    text = normal(heading).replace("_", " ")
    # Inside brackets stands the unit, before them what is measured.
    return next((minutes for unit, minutes in _UNITS if unit.search(text)), None)


def read_minutes(cells: Cells, options: Options) -> CellValues:
    """The lengths of the distinct texts in minutes; a bare number is minutes where no unit is
    named."""
    numbers = read_numbers(cells)
    unit = minutes_a_unit(cells.heading) or 1.0
    values = pd.array(numbers.values, dtype="Float64").to_numpy(float, na_value=np.nan) * unit
    spoken = {
        at: length / 60
        for at, text in enumerate(cells.texts)
        if _WORDS.search(text) and (length := seconds(text.strip())) is not None
    }
    for at, length in spoken.items():
        values[at] = length
    read = np.array(list(spoken), dtype=np.int64)
    faults = tuple(left for fault in numbers.faults if len((left := fault.without(read)).at))
    found = CellValues(pd.array(np.round(values, 6), dtype="Float64"), faults, numbers.percent)
    return within(found, cells.heading, 0, cells.column.high)
