"""Numbers as people and tools write them: strict, never rounded, never guessed.

`5,5` is never 55: a comma is a decimal comma or a thousands sign, and where one
cell could be either, the other cells of the column settle it.
"""

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.text.writing import CELL, half_width
from data.values.cells import Cells, CellValues, Fault, faults_of
from errors import Message
from i18n import N_

_DOT = re.compile(
    r"([+-]?)([0-9]{1,15}|[1-9][0-9]{0,2}([, ])[0-9]{3}(?:\3[0-9]{3}){0,3})(\.[0-9]+)?"
)
_COMMA = re.compile(
    r"([+-]?)([0-9]{1,15}|[1-9][0-9]{0,2}([. '])[0-9]{3}(?:\3[0-9]{3}){0,3})(,[0-9]+)?"
)
_FEW_DECIMALS = re.compile(r"^(\d+),(\d{1,2})$")  # 87,5: never a comma of thousands
_UNIT = re.compile(
    r"\s*(?:分|点|點|점|points?|pts?\.?|punkte?|punt[io]s?|pontos?|pkt\.?|балл\w{0,2}|stars?|颗星|顆星|星)$",
    re.IGNORECASE,
)
# "10 - Extremely likely", "5 (very satisfied)", "非常满意(5分)"; not "2-Sep", which was a number
# range until Excel saw it.
_LABELLED = re.compile(r"([0-9]{1,3})\s*分?(?:\s+[-–—]\s+|\s*[:=]\s*|\s*\()[^0-9]*[^\W\d_][^0-9]*")
_LABEL_FIRST = re.compile(r"[^0-9]*[^\W\d_][^0-9]*\(\s*([0-9]{1,3})\s*分?\s*\)")
_MINUS = str.maketrans(dict.fromkeys("\u2212\u2012\u2013\u2014\ufe63", "-"))
_PLAIN = r"^[+-]?[0-9]{1,15}(?:\.[0-9]+)?$"
_WHOLE = r"^[+-]?[0-9]{1,15}$"
# What no number can look like, seen without a look at each text alone: ASCII with no digit, or
# neither digits with their signs and a unit nor a label set apart. So a column of nonsense is told
# as fast as it is read; ASCII text has no other blank than this one.
_ASCII, _DIGIT = r"^[\x20-\x7e]*$", r"[0-9]"
_PERHAPS = r"(?i)^ *[+-]?[0-9., ']+ *(?:%|points?|pts?\.?|stars?)? *$|[-:=(]"


def _body(text: str) -> tuple[str, bool]:
    """The digits of a cell without unit and percent sign, and whether there was such a sign."""
    text = half_width(text)
    labelled = _LABELLED.fullmatch(text) or _LABEL_FIRST.fullmatch(text)
    if labelled:
        return labelled[1], False
    text = text[:1].translate(_MINUS) + text[1:]
    if text.endswith("%"):
        return text[:-1].rstrip(), True
    return _UNIT.sub("", text), False


def _value(found: re.Match | None, decimal: str) -> float | None:
    if found is None:
        return None
    whole = re.sub(r"[^0-9]", "", found[2])
    return float(found[1] + whole + (found[4] or "").replace(decimal, "."))


def _both(body: str) -> tuple[float | None, float | None]:
    """The number if the point is decimal, and if the comma is."""
    return _value(_DOT.fullmatch(body), "."), _value(_COMMA.fullmatch(body), ",")


def decimal_comma(texts: pd.Series) -> bool | None:
    """Whether the comma is decimal in this column; None where cells contradict each other.

    Only cells that can be read one way bear witness; without any, the point is decimal.
    """
    unusual = texts[texts.str.contains(r"[,，']|[.].*[.]", regex=True)]
    if unusual.empty:
        return False
    point = comma = False
    for text in texts[~hopeless(texts)]:
        by_point, by_comma = _both(_body(text)[0])
        point, comma = (
            point or by_point is not None and by_comma is None,
            comma or by_comma is not None and by_point is None,
        )
        if point and comma:
            return None
    return comma


def _no_number(heading: str) -> Message:
    return Message(
        "{column} is \u201c{value}\u201d, which is not a number. Correct these cells, or empty "
        "them.",
        {"column": heading, "value": CELL},
    )


def hopeless(texts: pd.Series) -> np.ndarray:
    """Which texts are certainly no number; some of the others are none either."""
    ascii, digit, perhaps = (
        texts.str.contains(pattern, regex=True).to_numpy(dtype=bool)
        for pattern in (_ASCII, _DIGIT, _PERHAPS)
    )
    return ascii & ~(digit & perhaps)


def parse(text: str, heading: str, comma: bool | None = False) -> tuple[float, bool] | Message:
    """The number of one cell and whether it is a percentage (85 for "85%"), or what is wrong with
    it."""
    body, percent = _body(text)
    by_point, by_comma = _both(body)
    if by_point is None:
        return _no_number(heading) if by_comma is None else (by_comma, percent)
    if by_comma is None or by_point == by_comma:
        return by_point, percent
    if comma is None:
        return Message(
            "{column} is \u201c{value}\u201d, which could be {one} or {other}, since this column "
            "uses both "
            "decimal points and decimal commas. Write its numbers in one way.",
            {"column": heading, "value": CELL, "one": by_point, "other": by_comma},
        )
    return (by_comma if comma else by_point), percent


def read_numbers(cells: Cells, whole: bool = False) -> CellValues:
    """The distinct texts as float64 (NaN where unreadable), or as Int64 where `whole`."""
    comma = decimal_comma(cells.texts)
    plain = cells.texts.str.contains(_PLAIN if comma is False else _WHOLE, regex=True).to_numpy(
        dtype=bool
    )
    values = np.full(len(plain), np.nan)
    percent = np.zeros(len(plain), dtype=bool)
    values[plain] = _plain_values(cells.texts if plain.all() else cells.texts[plain])
    odd = np.flatnonzero(~plain)
    none = hopeless(cells.texts.iloc[odd])
    faults: tuple[Fault, ...] = ()
    if none.any():
        faults += (Fault(_no_number(cells.heading), odd[none]),)
    faults += faults_of(_parsed(cells, odd[~none], comma, values, percent))
    if not whole:
        return CellValues(values, faults, percent)
    parts = np.flatnonzero(~np.isnan(values) & (values != np.floor(values)))
    if len(parts):
        why = Message(
            "{column} is {value}, but only whole numbers count here. Correct these cells, or "
            "empty them.",
            {"column": cells.heading},
        )
        faults += (Fault(why, parts, {"value": values[parts]}),)
        values[parts] = np.nan
    return CellValues(pd.array(values, dtype="Float64").astype("Int64"), faults, percent)


def _plain_values(texts: pd.Series) -> np.ndarray:
    """Plain numbers, without a Python string of each."""
    return pc.cast(pc.utf8_ltrim(pa.array(texts, pa.large_string()), "+"), pa.float64()).to_numpy(
        zero_copy_only=False
    )


def _parsed(
    cells: Cells, odd: np.ndarray, comma: bool | None, values: np.ndarray, percent: np.ndarray
) -> Iterator[tuple[int, Message]]:
    """Read texts one by one into `values` and `percent`; what is wrong with the others."""
    for at, text in zip(odd.tolist(), cells.texts.iloc[odd], strict=True):
        parsed = parse(text, cells.heading, comma)
        if isinstance(parsed, Message):
            yield at, parsed
        else:
            values[at], percent[at] = parsed


def within(reading: CellValues, heading: str, low: float | None, high: float | None) -> CellValues:
    """The reading, with a fault for each value outside `low` to `high` (inclusive; both or
    neither are limits)."""
    if low is None or high is None:
        return reading
    values = pd.array(reading.values, dtype="Float64").to_numpy(dtype="float64", na_value=np.nan)
    outside = np.flatnonzero((values < low) | (values > high))
    return without(
        reading,
        Fault(
            Message(OUTSIDE, {"column": heading, "low": tidy(low), "high": tidy(high)}),
            outside,
            {"value": values[outside]},
        ),
    )


def without(reading: CellValues, fault: Fault) -> CellValues:
    """The reading, its values gone where one more fault was found."""
    if not len(fault.at):
        return reading
    kept = reading.values.copy()
    kept[fault.at] = np.nan if kept.dtype == "float64" else pd.NA
    return CellValues(
        kept, (*(earlier.without(fault.at) for earlier in reading.faults), fault), reading.percent
    )


def with_point(cell: str) -> str:
    """A number of which a decimal comma is plain with a point; any other cell as it is."""
    return _FEW_DECIMALS.sub(r"\1.\2", cell)


def tidy(value: float) -> int | float:
    """A whole number without its empty decimals."""
    return int(value) if float(value).is_integer() else float(value)


OUTSIDE = N_("{column} is {value}, outside {low} to {high}. Correct these cells, or empty them.")


def no_percentages(reading: CellValues, heading: str) -> CellValues:
    """The reading, with a fault for each percentage: here the numbers are points of a
    scale."""
    why = Message(
        "{column} is {value}, a percentage, but this column counts points. Write the points, or "
        "empty these cells.",
        {"column": heading, "value": CELL},
    )
    return without(reading, Fault(why, np.flatnonzero(reading.signs)))
