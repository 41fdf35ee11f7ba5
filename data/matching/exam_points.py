"""Points of an item that stand before what they are out of, in one cell: "1.00 / 2", as Google
Forms writes them."""

import re
from dataclasses import replace

import pandas as pd

from data.matching.exam_headings import Slot
from data.values.looks import is_no_answer

_OUT_OF = re.compile(
    r"(?P<earned>\d+(?:\.\d+)?|[-–—]{1,2})\s*/\s*(?P<maximum>\d+(?:\.\d+)?)"
)  # "-- / 2": nobody has graded it


def with_points(slot: Slot, cells: pd.DataFrame) -> Slot:
    """The item with what its points are out of, where its answer has points beside it and all of
    them say the same; else as it is."""
    if slot.mark is None or slot.response is None:
        return slot
    told = [_OUT_OF.fullmatch(cell) for cell in cells[slot.mark].unique() if not is_no_answer(cell)]
    maxima = {float(found["maximum"]) for found in told if found}
    return (
        replace(slot, maximum=maxima.pop(), out_of=True) if all(told) and len(maxima) == 1 else slot
    )


def earned(cells: pd.Series) -> pd.Series:
    """The points alone; "" where nobody has graded the answer."""
    points = {
        cell: found["earned"].strip("-–—")
        for cell in cells.unique()
        if (found := _OUT_OF.fullmatch(cell))
    }
    return cells.map(lambda cell: points.get(cell, cell)).astype("str")
