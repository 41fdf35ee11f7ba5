"""Answers on a scale: which scale a file uses, words as points, reversed scales.

One upload has one scale for all its scaled columns; what was not certain is
told in a warning for the whole file.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.checking.cells import CELL, Cells, Fault, Reading, half_width
from data.checking.numbers import no_percentages, read_numbers, tidy, within, without
from data.checking.words import LONGEST_WORD, WordScale, known_words, scale_of, stars
from data.options import Options
from data.reading.folding import stated_maximum
from data.scales import SCALES, Scale
from errors import FileRefused, Message, WrongCall

STRAY = 0.05  # the share of answers that may lie outside the scale taken
FEW = 10  # answers below which the ends of a scale need not have been used
_RANGE = re.compile(r"(?<![0-9A-Za-z.-])([01])\s*(?:分?\s*[-–~至到]|to)\s*(5|7|10|100)(?![0-9])", re.IGNORECASE)


@dataclass(frozen=True)
class Answers:
    """The scale taken, each scaled column read on it, and what the person should know."""

    scale: Scale
    readings: Mapping[str, Reading]
    told: tuple[Message, ...]


def as_percent(values: np.ndarray) -> bool:
    """Whether these numbers can only be shares of one: three or more, all from 0 to 1, some strictly between."""
    seen = values[~np.isnan(values)]
    return len(seen) >= 3 and bool(((seen >= 0) & (seen <= 1)).all() and ((seen > 0) & (seen < 1)).any())


def shares_told(heading: str, example: float) -> Message:
    """The warning for a column of shares that was read as percent."""
    return Message("All values under {column} lie between 0 and 1, so {example} was read as {percent} of 100. "
                   "If that is not meant, write the points from 0 to 100.",
                   {"column": heading, "example": example, "percent": round(example * 100, 6)})


def read_answers(columns: Mapping[str, Cells], options: Options) -> Answers:
    """The scaled columns of one file on one scale.

    WrongCall for a scale that is not known; FileRefused where the headings
    name different scales.
    """
    told: list[Message] = []
    readings, words = {}, {}
    for name, cells in columns.items():
        readings[name], words[name] = _points(cells, told)
    numbers = _answered(columns, readings)
    scale = _asked(options) or _hinted([cells.heading for cells in columns.values()], numbers)
    signs = any(reading.percent.any() for reading in readings.values())
    if not signs and as_percent(numbers) and (scale is None or scale.high == 100):
        scale = SCALES["0-100"]
        readings = {name: _hundredfold(reading, columns[name].heading, told) for name, reading in readings.items()}
    if scale is None:
        scale = _found(numbers)
        told.extend(_doubts(scale, columns, readings))
    if scale != SCALES["1-5"]:
        readings = {name: _no_words(columns[name], reading, words[name], scale) for name, reading in readings.items()}
    settled = {name: _on_scale(columns[name], reading, scale, options.reversed) for name, reading in readings.items()}
    return Answers(scale, settled, tuple(told))


def _points(cells: Cells, told: list[Message]) -> tuple[Reading, np.ndarray]:
    """Numbers as they are, words and stars as points, and where those stand; what is neither stays a fault."""
    reading = read_numbers(cells)
    counts = cells.counts()
    unreadable = reading.unreadable
    known = unreadable[_may_be_words(cells.texts.iloc[unreadable])]
    words = dict(zip(cells.texts.iloc[known], counts[known].tolist(), strict=True))
    star_points = {word: points for word in words if (points := stars(word)) is not None}
    spoken = known_words({word: count for word, count in words.items() if word not in star_points})
    found = scale_of(spoken) if spoken else None
    points = star_points | ({} if found is None else _told_points(found, spoken, int(counts[unreadable].sum()), cells.heading, told))
    spoken_at = known[cells.texts.iloc[known].isin(list(points)).to_numpy()]
    values = reading.values.copy()
    values[spoken_at] = cells.texts.iloc[spoken_at].map(points).to_numpy(dtype=float)
    others = unreadable[~np.isin(unreadable, spoken_at)]
    faults = tuple(fault.without(spoken_at) for fault in reading.faults) if found is None else (Fault(_other_word(cells.heading, found[0]), others),)
    return Reading(values, tuple(fault for fault in faults if len(fault.at)), reading.percent), spoken_at


def _may_be_words(texts: pd.Series) -> np.ndarray:
    """Which texts may be words or stars of a scale: short ones without digits."""
    return ~texts.str.contains(rf"[0-9]|^.{{{LONGEST_WORD + 1}}}", regex=True).to_numpy(dtype=bool)


def _no_words(cells: Cells, reading: Reading, spoken_at: np.ndarray, scale: Scale) -> Reading:
    """The same reading, with a fault for each word: words are points from 1 to 5, and the scale is another."""
    return without(reading, Fault(Message(
        "{column} is \u201c{value}\u201d, a word of a scale of five, but the answers go from {low} to {high}. "
        "Write the points, or empty these cells.",
        {"column": cells.heading, "value": CELL, "low": tidy(scale.low), "high": tidy(scale.high)}), spoken_at))


def _told_points(found: tuple[WordScale, bool], words: Mapping[str, int], count: int, heading: str, told: list[Message]) -> dict[str, int]:
    scale, certain = found
    points = {word: scale.points(word) for word in words if scale.points(word)}
    ends_unused = count >= FEW and not {1, 5} & set(points.values())
    if not certain or ends_unused:
        told.append(Message("The words under {column} were read as a scale of five: {words}. "
                            "If the questionnaire used other words or fewer, give the points as numbers.",
                            {"column": heading, "words": scale.names}))
    return points


def _other_word(heading: str, scale: WordScale) -> Message:
    return Message("{column} is \u201c{value}\u201d, which is neither a number nor one of: {words}. "
                   "Correct these cells, or empty them.",
                   {"column": heading, "value": CELL, "words": scale.names})


def _answered(columns: Mapping[str, Cells], readings: Mapping[str, Reading]) -> np.ndarray:
    """All answers of all columns, one value a row."""
    each = [np.repeat(readings[name].values, cells.counts()) for name, cells in columns.items()]
    values = np.concatenate(each) if each else np.array([])
    return values[~np.isnan(values)]


def _asked(options: Options) -> Scale | None:
    if options.scale is None:
        return None
    if options.scale not in SCALES:
        raise WrongCall("There is no scale \u201c{scale}\u201d. Known scales: {known}.", scale=options.scale, known=list(SCALES))
    return SCALES[options.scale]


def _hinted(headings: list[str], numbers: np.ndarray) -> Scale | None:
    """The scale that headings such as "Overall (1-10)" or "满分10分" name."""
    hints = {hint for heading in headings if (hint := _hint(half_width(heading), numbers))}
    if len(hints) > 1:
        raise FileRefused("The headings name different scales: {scales}. Load the columns of each scale as a file of their own.",
                          scales=sorted(hints))
    return SCALES[hints.pop()] if hints else None


def _hint(heading: str, numbers: np.ndarray) -> str | None:
    if found := _RANGE.search(heading):
        name = f"{found[1]}-{found[2]}"
        return name if name in SCALES else None
    ten = "0-10" if (numbers == 0).any() else "1-10"
    return {5: "1-5", 7: "1-7", 10: ten, 100: "0-100"}.get(stated_maximum(heading))


def _found(numbers: np.ndarray) -> Scale:
    """The smallest scale that holds nearly all answers; a few beyond ten are slips, not a scale to 100."""
    ordinary = numbers[(numbers >= 0) & (numbers <= 10)]
    if np.count_nonzero((numbers > 10) & (numbers <= 100)) > len(numbers) / 2:
        return SCALES["0-100"]
    if len(ordinary) == 0:
        return SCALES["1-5"]
    for name in ("1-5", "1-7", "1-10"):
        scale = SCALES[name]
        if np.mean((ordinary < scale.low) | (ordinary > scale.high)) <= STRAY:
            return SCALES["0-10"] if name == "1-10" and (ordinary == 0).any() else scale
    return SCALES["0-10"]


def _doubts(scale: Scale, columns: Mapping[str, Cells], readings: Mapping[str, Reading]) -> list[Message]:
    """What a person should confirm about a scale that was found, not named."""
    numbers = _answered(columns, readings)
    if len(numbers) == 0:
        return []
    strays = bool(((numbers < scale.low) | (numbers > scale.high)).any())
    if strays or (scale.high <= 10 and numbers.max() < scale.high):
        return [Message("The answers were read on a scale from {low} to {high}; those seen go from {lowest} to {highest}. "
                        "If the questionnaire used another scale, choose it and check the file again.",
                        {"low": tidy(scale.low), "high": tidy(scale.high),
                         "lowest": tidy(numbers.min()), "highest": tidy(numbers.max())})]
    return [_lower_column(cells, readings[name], scale) for name, cells in columns.items()
            if _never_high(cells, readings[name], scale)]


def _never_high(cells: Cells, reading: Reading, scale: Scale) -> bool:
    """Whether 30 or more answers of one column stay in the lower part that would be a smaller scale."""
    seen = _answered({"": cells}, {"": reading})
    smaller = {7: 5, 10: 5, 100: 10}.get(scale.high)
    return smaller is not None and len(seen) >= 30 and seen.max() <= smaller


def _lower_column(cells: Cells, reading: Reading, scale: Scale) -> Message:
    return Message("No answer under {column} is above {highest}, though the other columns go up to {high}. "
                   "If this question used a smaller scale, load it as a file of its own.",
                   {"column": cells.heading, "highest": tidy(np.nanmax(reading.values)), "high": tidy(scale.high)})


def _hundredfold(reading: Reading, heading: str, told: list[Message]) -> Reading:
    seen = reading.values[~np.isnan(reading.values)]
    if len(seen):
        told.append(shares_told(heading, float(seen[0])))
    return Reading(np.round(reading.values * 100, 9), reading.faults, reading.percent)


def _on_scale(cells: Cells, reading: Reading, scale: Scale, turned: bool) -> Reading:
    if scale.high != 100:
        reading = no_percentages(reading, cells.heading)
    reading = within(reading, cells.heading, scale.low, scale.high)
    if not turned:
        return reading
    return Reading(scale.low + scale.high - reading.values, reading.faults, reading.percent)
