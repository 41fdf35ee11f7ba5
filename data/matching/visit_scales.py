"""Visits whose scores are no shares of a hundred: parts that add up to the total, and shorter
scales."""

from dataclasses import replace

import numpy as np
import pandas as pd

from data.issues import WARNING, Issue
from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.match import Match
from data.matching.visit_scores import (
    HUNDRED,
    SHARE,
    Scores,
    as_percent,
    numbers_of,
    scores_of,
    states_maximum,
)
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.values.looks import is_no_answer
from data.values.numbers import tidy
from errors import Message
from i18n import N_

SCALE, PARTS = "visit_scale", "visit_parts"
_MOSTLY = 0.95  # of the rows in which something has to hold; the rest may be slips of the pen
# The highest score up to which it is asked, and what the scores may then be out of: the likeliest
# first, or 100 where they go higher than any short scale.
_CHOICES = {
    4: (5, 4, 10, 100),
    5: (5, 10, 100),
    10: (10, 20, 100),
    20: (20, 50, 100),
    50: (50, 100),
}
_SHORT = 20
# (highest score, visits from which on it is asked): the higher, the more may be mere bad visits
_LOW = ((10, 2), (20, 3), (50, 8))
_FEWEST = 3  # rows in which parts have to add up


# Parts of the total.


def without_parts(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet, and the parts that are not read where they add up to the total: each may be out of
    another number than 100."""
    own = match(sheet, kind, options)
    scores = scores_of(own, kind)
    parts = _adding_up(sheet, own, scores, options)
    if not parts:
        return Written(sheet)
    blanks = {
        "headings": [sheet.headings[at] for at in parts],
        "column": sheet.headings[scores["overall"]],
    }
    question = Question(
        PARTS,
        Message(
            "{headings} add up to {column}. So these are points of the total, each out of a number "
            "that the file does not name. Use the total alone?",
            blanks,
        ),
        (
            Choice("total", N_("Yes: only the total counts.")),
            Choice("hundred", N_("No: each of them is out of 100, as it stands.")),
        ),
        "total",
    )
    if question.answer(options.answers) == "hundred":
        return Written(sheet, questions=(question,))
    dropped = tuple(name for name, at in scores.items() if at in parts)
    told = Message("Only the total was read, since {headings} are points that make it up.", blanks)
    return Written(sheet, (Issue(WARNING, told),), (question,), dropped)


def _adding_up(
    sheet: Sheet, own: Match, scores: Scores, options: Options, unnamed: bool = False
) -> tuple[int, ...]:
    """The columns beside the total that add up to it; some of them, or with `unnamed` none, are
    read as scores."""
    total = scores.get("overall")
    named = {at for name, at in scores.items() if name != "overall"}
    if (
        total is None
        or bool(named) is unnamed
        or any(states_maximum(sheet, at, options) for at in named)
    ):
        return ()
    whole = numbers_of(sheet, total, options)
    for way in (-1, 1):
        parts: list[int] = []
        at, sums = total + way, 0.0
        while 0 <= at < len(sheet.headings) and (at in named or at not in own.columns):
            values = numbers_of(sheet, at, options)
            if not values.notna().any():
                break
            sums, parts = sums + values, [*parts, at]
            both = sums.notna() & whole.notna()
            if (
                len(parts) > 1
                and (unnamed or named.intersection(parts))
                and both.sum() >= _FEWEST
                and np.isclose(sums[both], whole[both], atol=0.051).mean() >= _MOSTLY
            ):
                return tuple(sorted(parts))
            at += way
    return ()


# Shorter scales.


def rescaled(
    sheet: Sheet, kind: DatasetKind, options: Options, settled: tuple[str, ...]
) -> Written:
    """The scores out of 100 where they go so low that they are rather out of fewer points."""
    scores = scores_of(match(sheet, kind, options).without(settled), kind)
    summed = _sum_of_parts(sheet, kind, options)
    if summed is not None and summed[2] < HUNDRED and set(scores) == {"overall"}:
        return _out_of_parts(sheet, options, *summed)
    low = {
        at: values
        for at in scores.values()
        if _is_low(sheet, at, values := numbers_of(sheet, at, options), options)
    }
    if len(low) < len(scores):  # beside scores out of 100 only a short scale is one
        low = {at: values for at, values in low.items() if values.max() <= _SHORT}
    if not low:
        return Written(sheet)
    highest = max(values.max() for values in low.values())
    example = next(iter(low.values())).dropna().iloc[0]
    step, tops = next((top, tops) for top, tops in _CHOICES.items() if highest <= top)
    blanks = {"headings": [sheet.headings[at] for at in low], "highest": tidy(highest)}
    question = Question(
        f"{SCALE}:{step}",  # a file that goes higher is asked about anew
        Message(
            "These scores go up to {highest} only: {headings}. Out of how many points are they?",
            blanks,
        ),
        tuple(
            Choice(
                str(top),
                Message(
                    "Out of {maximum}: {example} is {percent} of 100.",
                    {
                        "maximum": top,
                        "example": tidy(example),
                        "percent": tidy(round(example * HUNDRED / top, 6)),
                    },
                ),
            )
            for top in tops
        ),
        str(tops[0] if step <= _SHORT else HUNDRED),
    )
    top = float(question.answer(options.answers))
    cells = sheet.cells.copy()
    for at, values in low.items() if top != HUNDRED else ():
        cells[at] = as_percent(values, top, cells[at])
    return Written(replace(sheet, cells=cells), questions=(question,))


def _sum_of_parts(
    sheet: Sheet, kind: DatasetKind, options: Options
) -> tuple[int, tuple[int, ...], int] | None:
    """The total, the columns that add up to it, and the sum of their highest scores, where each is
    on a short scale."""
    own = match(sheet, kind, options)
    scores = scores_of(own, kind)
    parts = _adding_up(sheet, own, scores, options, unnamed=True)
    if not parts or "overall" not in scores:
        return None
    if states_maximum(sheet, scores["overall"], options):
        return None
    tops = [_short_top(numbers_of(sheet, at, options).max()) for at in parts]
    known = [top for top in tops if top is not None]
    return None if len(known) < len(tops) else (scores["overall"], parts, sum(known))


def _short_top(highest: float) -> int | None:
    return next((top for top in (1, 5, 10, 20) if highest <= top), None)


def _out_of_parts(
    sheet: Sheet,
    options: Options,
    at: int,
    parts: tuple[int, ...],
    top: int,
) -> Written:
    """The total as a share of what its parts can add up to."""
    values = numbers_of(sheet, at, options)
    example = values.dropna().iloc[0]
    blanks = {
        "column": sheet.headings[at],
        "headings": [sheet.headings[part] for part in parts],
        "maximum": top,
        "example": tidy(example),
        "percent": tidy(round(example * HUNDRED / top, 6)),
    }
    question = Question(
        f"{SCALE}:parts",
        Message("{headings} add up to {column}. Out of how many points is it?", blanks),
        (
            Choice(
                "parts",
                Message(
                    "Out of {maximum}, as its parts go up to: {example} is {percent} of 100.",
                    blanks,
                ),
            ),
            Choice(
                str(HUNDRED),
                Message("Out of 100, as it stands: {example} is {example} of 100.", blanks),
            ),
        ),
        "parts",
    )
    if question.answer(options.answers) != "parts":
        return Written(sheet, questions=(question,))
    cells = sheet.cells.copy()
    cells[at] = as_percent(values, top, cells[at])
    return Written(replace(sheet, cells=cells), questions=(question,))


def _is_low(sheet: Sheet, at: int, values: pd.Series, options: Options) -> bool:
    """Whether plain numbers under a heading that names no maximum are all low, though no shares."""
    heading, numbers = sheet.headings[at], values.dropna()
    told = [cell for cell in sheet.cells[at] if not is_no_answer(cell)]
    if (
        not len(numbers)
        or len(numbers) * 2 <= len(told)
        or numbers.max() <= 1
        or SHARE.search(heading)
        or states_maximum(sheet, at, options)
    ):
        return False
    return any(numbers.max() <= top and len(numbers) >= least for top, least in _LOW)
