"""Whether the lowest number of a scale is the best answer, as of school grades in Germany: what the
file says of it beside the numbers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data.kinds.schema import DatasetKind
from data.matching.match import Match
from data.matching.voice_columns import suggested
from data.reading.sheet import Sheet
from data.values.cells import Cells
from data.values.looks import is_no_answer
from data.values.praise_words import praises
from errors import Message

_GRADES = re.compile(
    r"schulnote|gesamtnote|benotung|\bnoten? ?\(?1 ?(?:[-–]|bis) ?[56]|school grade|známk", re.I
)
_LOOKED_AT = 3000  # rows
_REMARKS = 3  # that praise, and that blame, before they tell anything
_APART = 0.8  # how far apart they rate, as a share of how far answers lie apart at all
_CERTAIN = 3.0  # standard errors that hardly any chance explains
_PAIRS, _AGREE = 20, 0.4  # answers beside recommendations, and how much they rise or fall together
_TITLES = 30  # lines around the table that may explain the scale
_LONGEST = 300  # letters of such a line


@dataclass(frozen=True)
class Surroundings:
    """What stands in the same rows as the answers, or around the table: the remarks, what people
    would recommend, and sentences."""

    remarks: pd.Series | None = None
    recommended: pd.Series | None = None
    recommended_heading: str = ""
    said: tuple[str, ...] = ()


NO_SURROUNDINGS = Surroundings()


@dataclass(frozen=True)
class Leaning:
    """What speaks for the lowest number as the best answer (above 0) or as the worst (below)."""

    weight: int = 0
    evidence: tuple[Message, ...] = field(default_factory=tuple)


def beside(sheet: Sheet, matched: Match, kind: DatasetKind, chosen: np.ndarray) -> Surroundings:
    """What a survey holds that tells which end of its scales is the best."""
    if not kind.scaled:
        return NO_SURROUNDINGS
    remarks = matched.position("comment")
    recommended = next(
        (
            at
            for at, heading in enumerate(sheet.headings)
            if suggested(heading) and at not in matched.columns and _are_scores(sheet.cells[at])
        ),
        None,
    )
    lines = [*sheet.title, *(sheet.left_out.texts.to_pylist()[:_TITLES] if sheet.left_out else ())]

    def of(at: int | None) -> pd.Series | None:
        return None if at is None else sheet.cells[at][chosen].iloc[:_LOOKED_AT]

    return Surroundings(
        of(remarks),
        of(recommended),
        "" if recommended is None else sheet.headings[recommended],
        tuple(line for line in lines[:_TITLES] if len(line) <= _LONGEST),
    )


def _are_scores(cells: pd.Series) -> bool:
    told = [cell for cell in cells.iloc[:_LOOKED_AT] if not is_no_answer(cell)]
    numbers = [cell for cell in told if cell.removesuffix(".0").isdecimal()]
    return bool(told) and 2 * len(numbers) > len(told) and max(map(float, numbers)) > 5


def leaning(cells: Cells, values: np.ndarray, found: Surroundings, titles: bool) -> Leaning:
    """What the heading of a column, what was written and what people would recommend say of its
    direction. `titles`: whether a title that speaks of grades is about its numbers."""
    weight, evidence = 0, []
    spoken = [cells.heading, *(found.said if titles else ())]
    graded = next((text for text in spoken if _GRADES.search(text)), None)
    if graded is not None:
        weight += 1
        evidence.append(
            Message("\u201c{text}\u201d: in many schools 1 is the best grade.", {"text": graded})
        )
    numbers = np.append(values, np.nan)[cells.codes][:_LOOKED_AT]
    for part in (_by_remarks(numbers, found), _by_recommendation(numbers, found)):
        weight += 2 * part.weight
        evidence += part.evidence
    return Leaning(weight, tuple(evidence))


def _by_remarks(numbers: np.ndarray, found: Surroundings) -> Leaning:
    if found.remarks is None or len(found.remarks) != len(numbers):
        return Leaning()
    judged: Mapping[str, bool | None] = {text: praises(text) for text in found.remarks.unique()}
    praised = found.remarks.map(judged).to_numpy(dtype=object)
    good, bad = (
        numbers[np.array([one is which for one in praised]) & ~np.isnan(numbers)]
        for which in (True, False)
    )
    if min(len(good), len(bad)) < _REMARKS or not np.nanstd(numbers):
        return Leaning()
    apart, spread = float(bad.mean() - good.mean()), float(np.nanstd(numbers))
    error = spread * (1 / len(good) + 1 / len(bad)) ** 0.5
    if abs(apart) < max(_APART * spread, _CERTAIN * error):
        return Leaning()
    blanks = {"praise": round(float(good.mean()), 1), "blame": round(float(bad.mean()), 1)}
    return Leaning(
        1 if apart > 0 else -1,
        (
            Message(
                "Answers beside remarks that praise are {praise} on average, beside remarks that "
                "complain {blame}.",
                blanks,
            ),
        ),
    )


def _by_recommendation(numbers: np.ndarray, found: Surroundings) -> Leaning:
    if found.recommended is None or len(found.recommended) != len(numbers):
        return Leaning()
    scores = pd.to_numeric(found.recommended, errors="coerce").to_numpy(dtype=float)
    both = ~np.isnan(numbers) & ~np.isnan(scores)
    if both.sum() < _PAIRS or not np.std(numbers[both]) or not np.std(scores[both]):
        return Leaning()
    together = float(np.corrcoef(numbers[both], scores[both])[0, 1])
    if abs(together) < max(_AGREE, _CERTAIN / both.sum() ** 0.5):
        return Leaning()
    blanks = {"heading": found.recommended_heading}
    if together > 0:
        more = Message(
            "The higher these answers, the more people would recommend ({heading}).", blanks
        )
        return Leaning(-1, (more,))
    less = Message("The higher these answers, the less people would recommend ({heading}).", blanks)
    return Leaning(1, (less,))
