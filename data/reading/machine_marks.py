"""What databases and web pages write into text files in place of nothing, or of a sign: `\\N` is the
NULL of MySQL, `&amp;` an ampersand."""

import html
import re

import pandas as pd

_NULL = r"\N"
_SIGN = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,5}|#x[0-9a-f]{1,4});", re.I)
_SIGN_BYTES = re.compile(_SIGN.pattern.encode(), re.I)


def without_machine_marks(cells: pd.DataFrame, text: bytes) -> pd.DataFrame:
    """The cells as a person would have written them. `text`: the whole of the file, looked at first,
    since most files hold neither; empty where a program told what stands in each cell."""
    nulls = _NULL.encode() in text
    signs = b"&" in text and _SIGN_BYTES.search(text) is not None
    if not (nulls or signs):
        return cells
    return cells.apply(_plain, nulls=nulls, signs=signs)


def _plain(column: pd.Series, nulls: bool, signs: bool) -> pd.Series:
    if nulls:
        column = column.mask(column == _NULL, "")
    if signs:
        coded = column.str.contains(_SIGN)
        if coded.any():
            column = column.mask(coded, column[coded].map(_as_signs))
    return column.astype("str")


def _as_signs(cell: str) -> str:
    return _SIGN.sub(lambda found: html.unescape(found[0]), cell).strip()
