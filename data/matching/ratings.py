"""Columns of numbers that are ratings by the same people, told by how they rise and fall together,
and tables that sum up the answers of many."""

import re

import pandas as pd

from data.matching.heading_says import is_measured
from data.reading.sheet import Sheet
from data.text.folding import words
from data.values.looks import is_no_answer, is_number

_ALIKE, _AGREE = 2, 0.25  # columns on one scale, and how much they rise and fall together
_ENOUGH, _LOOKED_AT = 10, 2000  # rows
_HIGHEST, _MOST_ANSWERS = 10, 12  # the highest point, and different ones, of a scale
_SIZES = re.compile(  # headings of how many answered
    r"样本|樣本|答卷数|答卷份|份数|份數|问卷数|問卷數|回收|评价数|評價數"
    r"|\bresponses\b|\b(?:response|ratings?|reviews?) counts?\b|\bnumber of (?:ratings|reviews|responses)\b|\btotal reviews\b"
    r"|\bsample|\bn$"
    r"|anzahl (?:antworten|bewertungen|teilnehmer|rückläufe)|nombre de réponses|número de respuestas|respostas",
    re.I,
)
_MEANS = re.compile(
    r"\bavg\b|\baverage\b|\bmean\b|durchschnitt|moyenne|promedio|média|平均|均分|均值", re.I
)


def by_agreement(sheet: Sheet, columns: list[int]) -> list[int]:
    """Columns of numbers that rise and fall together, as ratings by the same people do: first the
    one that agrees most with the others, as what is said of the whole does. None where there are
    fewer than two, or where they have nothing to do with each other."""
    numbers = sheet.cells[columns].iloc[:_LOOKED_AT].apply(pd.to_numeric, errors="coerce")
    numbers = numbers.loc[:, numbers.max() == numbers.max().max()]
    if numbers.shape[1] < _ALIKE or len(numbers) < _ENOUGH:
        return []
    agreement = (numbers.corr().sum() - 1) / (numbers.shape[1] - 1)
    if not agreement.max() >= _AGREE:
        return []
    return [int(at) for at in agreement.sort_values(ascending=False, kind="stable").index]


def rise_together(sheet: Sheet, at: int) -> bool:
    """Whether other columns of few whole numbers rise and fall with this one, as ratings by the
    same people do."""
    alike = [
        other
        for other in range(len(sheet.headings))
        if other != at and _are_points(sheet, other) and not is_measured(sheet.headings[other])
    ]
    return bool(_are_points(sheet, at) and at in by_agreement(sheet, [at, *alike]))


def sums_up(sheet: Sheet, at: int | None) -> bool:
    """Whether each row holds the result of many answers: a share or a mean beside their number."""
    if at is None:
        return False
    told = _told(sheet.cells[at].iloc[:200].tolist())
    results = sum(cell.endswith("%") or "." in cell.rstrip("0") for cell in told)
    sizes = any(
        _SIZES.search(" ".join(words(heading)))
        and all(map(is_number, _told(sheet.cells[place].iloc[:200].tolist())))
        for place, heading in enumerate(sheet.headings)
        if place != at
    )
    means = _MEANS.search(" ".join(words(sheet.headings[at]))) is not None
    return (sizes or means) and 2 * results > len(told)


def _are_points(sheet: Sheet, at: int) -> bool:
    told = _told(sheet.cells[at].iloc[:200].tolist())
    return (
        bool(told)
        and len(set(told)) <= _MOST_ANSWERS
        and all(
            cell.removesuffix(".0").isdecimal() and int(float(cell)) <= _HIGHEST for cell in told
        )
    )


def _told(cells: list[str]) -> list[str]:
    return [cell for cell in cells if not is_no_answer(cell)]
