"""Whole counts as people write them: 1,234, 1.234, 1'234 and 1 234 are all a thousand and more,
since counts have no parts."""

import re

import pandas as pd

from data.text.writing import half_width
from data.values.looks import is_no_answer

_GROUPED = re.compile(r"\d{1,3}(?:([.,'’ ])\d{3})(?:\1\d{3})*")
_NO_PART = re.compile(r"(?<=\d)[.,]0{1,2}$")  # 1,500.0


def plain(cell: str) -> str:
    """A cell without signs of thousands; nothing where it says that nothing was counted."""
    text = "" if is_no_answer(cell) else _NO_PART.sub("", half_width(cell))
    return re.sub(r"\D", "", text) if _GROUPED.fullmatch(text) else text


def whole_counts(cells: pd.Series) -> pd.Series:
    """The cells as numbers; what is none is missing."""
    return pd.to_numeric(cells.map(plain), errors="coerce")
