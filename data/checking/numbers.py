"""Numbers as people and tools write them: strict, never rounded, never guessed.

`5,5` is never 55: a comma is a decimal comma or a thousands sign, and where one
cell could be either, the other cells of the column settle it.
"""

import re

import numpy as np
import pandas as pd

from data.checking.cells import Cells, Reading, half_width, shown
from errors import Message

_DOT = re.compile(r"([+-]?)([0-9]{1,15}|[1-9][0-9]{0,2}([, ])[0-9]{3}(?:\3[0-9]{3}){0,3})(\.[0-9]+)?")
_COMMA = re.compile(r"([+-]?)([0-9]{1,15}|[1-9][0-9]{0,2}([. '])[0-9]{3}(?:\3[0-9]{3}){0,3})(,[0-9]+)?")
_UNIT = re.compile(r"\s*(?:分|points?|pts?\.?|stars?|颗星|顆星|星)$", re.IGNORECASE)
# "10 - Extremely likely", "5 (very satisfied)", "非常满意(5分)"; not "2-Sep", which was a number range until Excel saw it.
_LABELLED = re.compile(r"([0-9]{1,3})\s*分?(?:\s+[-–—]\s+|\s*[:=]\s*|\s*\()[^0-9]*[^\W\d_][^0-9]*")
_LABEL_FIRST = re.compile(r"[^0-9]*[^\W\d_][^0-9]*\(\s*([0-9]{1,3})\s*分?\s*\)")
_MINUS = str.maketrans(dict.fromkeys("\u2212\u2012\u2013\u2014\ufe63", "-"))
_PLAIN = r"^[+-]?[0-9]{1,15}(?:\.[0-9]+)?$"
_WHOLE = r"^[+-]?[0-9]{1,15}$"


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
    pairs = [_both(_body(text)[0]) for text in texts]
    point = any(dot is not None and comma is None for dot, comma in pairs)
    comma = any(comma is not None and dot is None for dot, comma in pairs)
    return None if point and comma else comma


def parse(text: str, heading: str, comma: bool | None = False) -> tuple[float, bool] | Message:
    """The number of one cell and whether it is a percentage (85 for "85%"), or what is wrong with it."""
    body, percent = _body(text)
    by_point, by_comma = _both(body)
    if by_point is None and by_comma is None:
        return Message("{column} is \u201c{value}\u201d, which is not a number. Correct these cells, or empty them.",
                       {"column": heading, "value": shown(text)})
    if by_point is None or by_comma is None or by_point == by_comma:
        return (by_comma if by_point is None else by_point), percent
    if comma is None:
        return Message("{column} is \u201c{value}\u201d, which could be {one} or {other}, since this column uses both "
                       "decimal points and decimal commas. Write its numbers in one way.",
                       {"column": heading, "value": shown(text), "one": by_point, "other": by_comma})
    return (by_comma if comma else by_point), percent


def read_numbers(cells: Cells, whole: bool = False) -> Reading:
    """The distinct texts as float64 (NaN where unreadable), or as Int64 where `whole`."""
    comma = decimal_comma(cells.texts)
    plain = cells.texts.str.contains(_PLAIN if comma is False else _WHOLE, regex=True).to_numpy(dtype=bool)
    values = np.full(len(plain), np.nan)
    percent = np.zeros(len(plain), dtype=bool)
    values[plain] = cells.texts[plain].astype("float64")
    faults = {}
    texts = cells.texts.tolist()
    for at in np.flatnonzero(~plain):
        parsed = parse(texts[at], cells.heading, comma)
        if isinstance(parsed, Message):
            faults[int(at)] = parsed
        else:
            values[at], percent[at] = parsed
    if not whole:
        return Reading(values, faults, percent)
    for at in np.flatnonzero(~np.isnan(values) & (values != np.floor(values))):
        faults[int(at)] = Message("{column} is {value}, but only whole numbers count here. Correct these cells, or empty them.",
                                  {"column": cells.heading, "value": float(values[at])})
        values[at] = np.nan
    return Reading(pd.array(values, dtype="Float64").astype("Int64"), faults, percent)


def within(reading: Reading, heading: str, low: float | None, high: float | None) -> Reading:
    """The same reading, with a fault for each value outside `low` to `high` (inclusive; both or neither are limits)."""
    if low is None or high is None:
        return reading
    values = pd.array(reading.values, dtype="Float64").to_numpy(dtype="float64", na_value=np.nan)
    outside = np.flatnonzero((values < low) | (values > high))
    faults = {int(at): outside_limits(heading, values[at], low, high) for at in outside}
    return without(reading, faults)


def without(reading: Reading, faults: dict[int, Message]) -> Reading:
    """The same reading, its values gone where more faults were found."""
    kept = reading.values.copy()
    kept[list(faults)] = np.nan if kept.dtype == "float64" else pd.NA
    return Reading(kept, {**reading.faults, **faults}, reading.percent)


def tidy(value: float) -> int | float:
    """A whole number without its empty decimals."""
    return int(value) if float(value).is_integer() else float(value)


def outside_limits(heading: str, value: float, low: float, high: float) -> Message:
    """The sentence for a number outside its limits."""
    return Message("{column} is {value}, outside {low} to {high}. Correct these cells, or empty them.",
                   {"column": heading, "value": tidy(value), "low": tidy(low), "high": tidy(high)})


def no_percentages(reading: Reading, heading: str, texts: pd.Series) -> Reading:
    """The same reading, with a fault for each percentage: here the numbers are points of a scale."""
    faults = {int(at): Message("{column} is {value}, a percentage, but this column counts points. "
                               "Write the points, or empty these cells.", {"column": heading, "value": shown(texts[at])})
              for at in np.flatnonzero(reading.percent)}
    return without(reading, faults)
