"""Points of visits beside a column that may say out of how many they are: asked, since its heading
alone (总分值, "total points") may mean either."""

import re

import pandas as pd

from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.visit_scores import HUNDRED, SHARE, numbers_of
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.values.numbers import tidy
from errors import Message

NAME, YES, NO = "visit_maximum", "yes", "no"
_FULL = re.compile(
    r"\bfull\b.*(?:scor|point|mark)|(?:points?|marks?)\W*(?:offered|available|possible)|\bmax\w*\W*(?:marks?|points?|score)"
    r"|满分|滿分|分值|配点|満点|标准分|標準分|应得分|應得分",
    re.I,
)
_TOTAL = re.compile(  # which may be what was scored as well
    r"\btotal\w*\b.*(?:scor|point|punt|pont)|gesamtpunkt|punkte gesamt|(?:points?|scores?|punt\w*|pont\w*) total"
    r"|всего баллов|сумма баллов|总分(?!店|公司|部)|總分(?!店|公司|部)|总点数|總點數|合計点|총점",
    re.I,
)
_OTHER = re.compile(  # what was to be reached, or was before
    r"target|goal|benchmark|previous|reward|pass|\blast\b|average|\bavg\b|ziel|objeti[vf]|objectif|meta\b|目标|目標|上次|上期|上月|去年|平均|及格|合格|前回",
    re.I,
)
_MOSTLY = 0.95  # of the visits; the rest may be slips of the pen
_FEWEST, _PART = 3, 10  # visits, and different maxima; of how many visits there may be one more


def doubted_maximum(
    sheet: Sheet, kind: DatasetKind, options: Options
) -> tuple[int | None, tuple[Question, ...]]:
    """The column of what could be had, as answered, else as is likely; and what is asked."""
    total = match(sheet, kind, options).position("overall")
    values = None if total is None else numbers_of(sheet, total, options)
    if total is None or values is None or values.notna().sum() < _FEWEST:
        return None, ()
    tops = {
        at: most
        for at, heading in enumerate(sheet.headings)
        if at != total and _may_top(heading) and heading not in options.match
        for most in [numbers_of(sheet, at, options)]
        if (_named(heading) in options.answers and (values.notna() & (most > 0)).any())
        or _tops(most, values)
    }
    asked = {
        at: _question(sheet, total, at, values, most, alone=len(tops) == 1)
        for at, most in tops.items()
    }
    meant = [at for at, question in asked.items() if question.answer(options.answers) == YES]
    return meant[0] if meant else None, tuple(asked.values())


def _named(heading: str) -> str:
    return f"{NAME}:{heading}"  # so that it holds for the next file, whatever its numbers show


def _may_top(heading: str) -> bool:
    return not any(form.search(heading) for form in (SHARE, _OTHER)) and bool(
        _FULL.search(heading) or _TOTAL.search(heading)
    )


def _tops(most: pd.Series, values: pd.Series) -> bool:
    """Whether a column is filled wherever there are points, and never below them, with few different
    numbers; a hundred alone says nothing new."""
    most = most[values.notna()]
    return (
        ((most >= values[values.notna()]) & (most > 0)).mean() >= _MOSTLY
        and most.nunique() <= max(_FEWEST, len(most) // _PART)
        and not (most == HUNDRED).all()
    )


def _question(
    sheet: Sheet, total: int, at: int, values: pd.Series, most: pd.Series, alone: bool
) -> Question:
    first = int((values.notna() & (most > 0)).to_numpy().argmax())
    blanks = {
        "column": sheet.headings[total],
        "maximum": sheet.headings[at],
        "example": tidy(values[first]),
        "top": tidy(most[first]),
        "percent": tidy(round(values[first] * HUNDRED / most[first], 6)),
    }
    likely = alone and _FULL.search(sheet.headings[at]) is not None
    return Question(
        _named(sheet.headings[at]),
        Message(
            "Hardly a visit has more points under “{column}” than under “{maximum}”. Are these the "
            "points that could be had?",
            blanks,
        ),
        (
            Choice(YES, Message("Yes: {example} out of {top} is {percent} of 100.", blanks)),
            Choice(NO, Message("No: {example} is out of 100, as it stands.", blanks)),
        ),
        YES if likely else NO,
    )
