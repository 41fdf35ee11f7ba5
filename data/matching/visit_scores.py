"""The scores of visits as a sheet has them: which columns they are, and their plain numbers."""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.kinds.catalog import MYSTERY_VISIT
from data.kinds.schema import DatasetKind
from data.matching.match import Match
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import bracketed, stated_maximum
from data.values.cells import distinct, spread
from data.values.numbers import read_numbers

HUNDRED = 100
SHARE = re.compile(r"%|％|\bper ?cent(?:age)?\b|percentage|\bpct\b|率|百分比", re.I)
Scores = Mapping[str, int]  # column of the kind -> position in the sheet


def scores_of(own: Match, kind: DatasetKind) -> dict[str, int]:
    return {name: at for at, name in own.columns.items() if name in kind.one_of}


def numbers_of(sheet: Sheet, at: int, options: Options) -> pd.Series:
    """The plain numbers of a column, NaN for all other cells, those with a percent sign too."""
    cells = distinct(
        MYSTERY_VISIT.column("overall"), sheet.headings[at], sheet.cells[at], options.missing
    )
    reading = read_numbers(cells)
    values = spread(cells, reading).astype(float)
    return values.mask(np.append(reading.signs, False)[cells.codes])


def plainly(value: float) -> str:
    return f"{round(value, 9):.12g}"


def as_percent(values: pd.Series, tops: pd.Series | float, cells: pd.Series) -> pd.Series:
    """The cells as a percentage of their maximum, as they are where they hold no number."""
    shares = values * HUNDRED / tops
    return pd.Series(
        [
            cell if np.isnan(share) else f"{plainly(share)}%"
            for cell, share in zip(cells, shares, strict=True)
        ],
        index=cells.index,
        dtype="str",
    )


def states_maximum(sheet: Sheet, at: int, options: Options) -> bool:
    """Whether a heading says out of how many points its scores are."""
    heading = sheet.headings[at]
    numbers = numbers_of(sheet, at, options).dropna().to_numpy()
    return stated_maximum(heading) is not None or bracketed(heading, numbers) is not None
