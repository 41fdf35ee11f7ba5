"""Columns of an exam file that say who passed, though no heading or not every cell does."""

from collections.abc import Container, Sequence

import numpy as np
import pandas as pd

from data.kinds.catalog import TRAINING
from data.matching.match import Match
from data.matching.proposal import Proposal
from data.matching.unknown_maximum import HUNDRED, says_percent
from data.matching.verdict_words import is_unfinished, is_verdict
from data.reading.sheet import Sheet
from data.text.folding import fold, vocabulary
from data.text.writing import folded
from data.values.cells import spellings
from data.values.looks import is_date, is_number
from errors import Message

_OUT_OF = r"^\s*(\d+(?:[.,]\d+)?)\s*/\s*(\d+(?:[.,]\d+)?)\s*$"  # 18 / 20
_LEAST_JUDGED = 5  # people with a result, of fewer two words may part the scores by chance


def parting_words(sheet: Sheet, own: Match) -> Proposal | None:
    """The only column of two words that part the scores: whoever has the one scored higher than all
    who have the other."""
    score = own.position("score")
    if score is None:
        return None
    points = pd.to_numeric(
        sheet.cells[score].str.rstrip("%分 ").str.replace(",", "."), errors="coerce"
    )
    found = []
    for at in range(len(sheet.headings)):
        words = [word for word in sheet.cells[at].unique() if word]
        if at in own.columns or len(words) != 2 or len(sheet.lines) < _LEAST_JUDGED:
            continue
        if any(is_number(word) or is_date(word) for word in words) or _are_grades(words):
            continue
        if any(map(is_unfinished, words)):  # who has not finished has not failed
            continue
        ranges = [points[sheet.cells[at] == word].agg(["min", "max"]).tolist() for word in words]
        for passed, failed in ((0, 1), (1, 0)):
            if ranges[passed][0] > ranges[failed][1] and not (
                _says(words[passed], "failed") or _says(words[failed], "passed")
            ):
                found.append((at, words[passed], words[failed]))
    if len(found) != 1:
        return None
    at, passed, failed = found[0]
    seen = Message(
        "{column}: under \u201c{heading}\u201d, \u201c{passed}\u201d means passed and "
        "\u201c{failed}\u201d failed, since all who passed scored higher.",
        {
            "column": TRAINING.column("outcome").label,
            "heading": sheet.headings[at],
            "passed": passed,
            "failed": failed,
        },
    )
    meant = {passed: "passed", failed: "failed"}
    cells = tuple(meant.get(cell, "") for cell in sheet.cells[at])
    return Proposal("outcome", f"outcome={sheet.headings[at]}", seen, at=at, cells=cells)


def verdicts_in_part(
    sheet: Sheet, own: Match, known: set[str], told: Container[str]
) -> Proposal | None:
    """The only column headed as a result or a status that says of some that they passed or failed,
    with a score or without, among states that say neither, such as "Completed". `told`: headings of which
    somebody said what they mean."""
    if {"outcome", "pass_mark"} & known or own.position("score") is None:
        return None
    found = [
        at
        for at, heading in enumerate(sheet.headings)
        if at not in own.columns
        and heading not in told
        and "outcome" in vocabulary(TRAINING).get(fold(heading), {})
        and any(map(is_verdict, sheet.cells[at].unique()))
    ]
    if len(found) != 1:
        return None
    at, meant = found[0], spellings(TRAINING.column("outcome"))
    cells = tuple(
        meant.get(folded(cell), "") if is_verdict(cell) else "" for cell in sheet.cells[at]
    )
    heading = sheet.headings[at]
    seen = Message(
        "{column}: \u201c{heading}\u201d says of some that they passed ({passed}) or failed "
        "({failed}), whatever their score; the pass mark tells of the others.",
        {
            "column": TRAINING.column("outcome").label,
            "heading": heading,
            "passed": cells.count("passed"),
            "failed": cells.count("failed"),
        },
    )
    return Proposal("outcome", f"outcome={heading}", seen, at=at, cells=cells)


def agreeing_mark(
    sheet: Sheet,
    own: Match,
    results: Sequence[str],
    marks: Sequence[str],
    proposed: Proposal | None,
) -> str:
    """The pass mark in percent that contradicts the fewest results that the file says; of equal ones
    the first. `proposed`: what is proposed as the highest possible score."""
    score = own.position("score")
    if score is None:
        return marks[0]
    points = in_percent(sheet.cells[score], tops_of(sheet, own, proposed)).to_numpy()
    said = np.array(results)

    def contrary(mark: str) -> int:
        low, high = points < float(mark), points >= float(mark)
        return int(((said == "passed") & low | (said == "failed") & high).sum())

    return min(marks, key=contrary)


def in_percent(cells: pd.Series, tops: pd.Series | float) -> pd.Series:
    """Scores as percent: as they are written with a sign, or out of what stands behind them, else out
    of `tops`."""
    plain = _numbers(cells.str.rstrip("%分 "))
    parts = cells.str.extract(_OUT_OF)
    shares = _numbers(parts[0]) / _numbers(parts[1]) * HUNDRED
    return plain.where(cells.str.contains("%"), plain / tops * HUNDRED).fillna(shares)


def tops_of(sheet: Sheet, own: Match, proposed: Proposal | None = None) -> pd.Series | float:
    """Out of how many the points of each row are, as far as it is said or proposed."""
    score, at = own.position("score"), own.position("maximum")
    if score is not None and says_percent(sheet.headings[score]):
        return HUNDRED
    if own.maximum is not None:
        return own.maximum
    if at is None and proposed is not None:
        if proposed.text:
            return float(proposed.text)
        if proposed.cells:
            return _numbers(pd.Series(proposed.cells, index=sheet.cells.index))
        at = proposed.at
    return HUNDRED if at is None else _numbers(sheet.cells[at])


def _numbers(cells: pd.Series) -> pd.Series:
    return pd.to_numeric(cells.str.replace(",", "."), errors="coerce")


def _says(word: str, result: str) -> bool:
    return is_verdict(word) and spellings(TRAINING.column("outcome")).get(folded(word)) == result


def _are_grades(words: Sequence[str]) -> bool:
    """Whether these are letters of grades, of which the lower one may pass as well."""
    return all(len(word.rstrip("+-")) == 1 for word in words) and not set(
        map(str.casefold, words)
    ) <= set("pfyn")
