"""What the scores of visits are out of, where they are not out of 100: a row or a column of highest
scores, parts that add up to the total, a shorter scale, points that are lost instead of earned."""

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from data.issues import WARNING, Issue
from data.kinds.catalog import MYSTERY_ITEM, MYSTERY_VISIT
from data.kinds.schema import DatasetKind
from data.kinds.shared import MET, NOT_MET
from data.matching.headings import match
from data.matching.match import Match
from data.matching.visit_maximum import doubted_maximum
from data.matching.visit_scales import rescaled, without_parts
from data.matching.visit_scores import (
    HUNDRED,
    SHARE,
    as_percent,
    numbers_of,
    plainly,
    scores_of,
)
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import LeftOut, Lines, Sheet
from data.text.folding import fold, names_of, stated_maximum
from data.text.writing import folded
from data.values.looks import is_date, is_no_answer, is_number
from data.values.numbers import tidy
from errors import Message
from i18n import N_

LOST = "points_lost"
_MOSTLY = 0.95  # of the rows in which something has to hold; the rest may be slips of the pen
_POINTS = re.compile(r"scor|point|punkt|punt|pont|分", re.I)
_HIGHEST = re.compile(r"\bmax(?:imum|imal\w*|imo|imi)?\b|possible|möglich|posibles|满分|滿分", re.I)
_ALIKE = 3  # visits from which on a total that never changes is none
_FIRST = 3  # rows in which the highest scores stand, at the top or at the bottom
_OF_ROW = frozenset(
    map(
        folded,
        (
            *("满分", "滿分", "分值", "标准分", "標準分", "配分", "应得分", "應得分", "最高分"),
            *("max", "max.", "maximum", "max score", "maximum score", "max points", "out of"),
            *("maximum points", "points possible", "possible", "possible points", "available"),
            *("points available", "full marks", "full score", "top score"),
            *("maximal", "höchstpunktzahl", "max. punkte", "barème", "note maximale", "máximo"),
            *("puntuación máxima", "pontuação máxima"),
        ),
    )
)
_RESULT = re.compile(
    r"\bgrade\b|\bresults?\b|\boutcome\b|\bverdict\b|等级|等級|评级|評級|结果|結果|结论|結論", re.I
)
_LOST = re.compile(
    r"demerits?\b|points? (?:lost|deducted|off)\b|deductions?\b|penalty points?|扣分(?!原因|说明|說明|项|項)|失分",
    re.I,
)
_LETTER = re.compile(r"[A-F]")
_GOOD = frozenset(map(folded, (*MET, "satisfactory", "compliant", "excellent", "good", "优秀")))
_BAD = frozenset(map(folded, (*NOT_MET, "unsatisfactory", "non compliant", "poor", "closed")))


def in_hundreds(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet of a file of visits with its scores out of 100; of other files the sheet itself."""
    if kind is not MYSTERY_VISIT or sheet.cells.empty:
        return Written(sheet)
    sheet, told = _without_maxima(_with_constant_maximum(sheet, kind, options), kind, options)
    steps = [Written(sheet, told)]
    steps.append(_by_column(sheet, kind, options))
    for step in (_turned, without_parts):
        steps.append(step(steps[-1].sheet, kind, options))
    # Of the parts of a total a person has said what they are out of.
    settled = tuple(name for name in kind.one_of if name != "overall" and steps[-1].questions)
    steps.append(rescaled(steps[-1].sheet, kind, options, settled))
    return Written(
        steps[-1].sheet,
        tuple(told for step in steps for told in step.told),
        tuple(asked for step in steps for asked in step.questions),
        tuple(name for step in steps for name in step.dropped),
    )


# A row that says how many points each score is out of.


def _without_maxima(
    sheet: Sheet, kind: DatasetKind, options: Options
) -> tuple[Sheet, tuple[Issue, ...]]:
    """The sheet without its row of highest scores, and with the scores as shares of these."""
    count = len(sheet.cells)
    ends = [*range(min(_FIRST, count)), *range(max(count - _FIRST, _FIRST), count)]
    place = next((place for place in ends if _says_maxima(sheet, place)), None)
    if place is None:
        return sheet, ()
    row, line = sheet.cells.iloc[place], sheet.lines[place]
    rest = np.delete(np.arange(count), place)
    without = replace(
        sheet,
        cells=sheet.cells.iloc[rest].reset_index(drop=True),
        lines=Lines(np.asarray(sheet.lines)[rest]),
    )
    tops = {at: float(row[at]) for at in row.index if is_number(row[at]) and "%" not in row[at]}
    cells, named = without.cells.copy(), []
    for at in scores_of(match(without, kind, options), kind).values():
        values = numbers_of(without, at, options)
        top = tops.get(at)
        if not top or (values.dropna() > top).mean() > 1 - _MOSTLY or not values.notna().any():
            continue
        named.append(
            Message("{heading} ({maximum})", {"heading": sheet.headings[at], "maximum": tidy(top)})
        )
        if top != HUNDRED:
            cells[at] = as_percent(values, top, cells[at])
    if not named:
        return sheet, ()
    note = Message(
        "Row {row} is no visit: it says out of how many points each score is. The scores were read "
        "as shares of these: {headings}.",
        {"row": sheet.places.words(line), "headings": named},
    )
    left = LeftOut(
        line,
        ", ".join(filter(None, row)),
        Message("This row holds the highest scores that there are, and no visit."),
    )
    return replace(without, cells=cells, left_out=without.left_out + [left]), (
        Issue(WARNING, note),
    )


def _says_maxima(sheet: Sheet, place: int) -> bool:
    """Whether a row names itself as that of the highest scores, and holds numbers but no day."""
    told = [cell for cell in sheet.cells.iloc[place] if cell]
    if place == 0 and len(told) > 1 and all(map(is_number, told)):
        return _tops_all(sheet)
    others = [cell for cell in told if not is_number(cell)]
    return (
        len(told) > len(others)
        and any(folded(cell) in _OF_ROW for cell in others)
        and not any(map(is_date, others))
    )


def _tops_all(sheet: Sheet) -> bool:
    """Whether the first row holds nothing but numbers that none below them exceeds, while the rows
    below say more."""
    first = sheet.cells.iloc[0]
    filled = [at for at in sheet.cells if first[at]]
    below = sheet.cells.iloc[1:]
    if below.empty or not (below.drop(columns=filled) != "").any(axis=None):
        return False
    numbers = below[filled].apply(pd.to_numeric, errors="coerce")
    tops = pd.to_numeric(first[filled], errors="coerce")
    return bool(
        (numbers.isna() | numbers.le(tops)).all(axis=None) and numbers.notna().any(axis=None)
    )


# A column that says so, row by row.


def _by_column(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The total as a share of the points that could be had, which stand in a column beside it."""
    tops = [at for at in range(len(sheet.headings)) if _names_maximum(sheet.headings[at])]
    if not tops:
        doubted, asked = doubted_maximum(sheet, kind, options)
        shares = Written(sheet) if doubted is None else _shares(sheet, kind, options, doubted)
        return replace(shares, questions=asked)
    if len(tops) != 1 or sheet.headings[tops[0]] in options.match:
        return Written(sheet)
    return _shares(sheet, kind, options, tops[0])


def _shares(sheet: Sheet, kind: DatasetKind, options: Options, top: int) -> Written:
    most = numbers_of(sheet, top, options)
    most = most.where(most > 0)
    if not most.notna().any():
        return Written(sheet)
    at = _points_beside(sheet, kind, most, options)
    if at is None or (most.dropna() == HUNDRED).all():
        return Written(sheet)
    values = numbers_of(sheet, at, options)
    lacking = (values.notna() & most.isna()).to_numpy()
    cells = sheet.cells.copy()
    cells[at] = as_percent(values, most, cells[at]).mask(lacking, "")
    made = replace(sheet, cells=cells)
    if at not in scores_of(match(made, kind, options), kind).values():
        return Written(made)  # a percentage beside it says the same
    first = int(np.flatnonzero((values.notna() & most.notna()).to_numpy())[0])
    told = Message(
        "{column} was read as points out of those under “{maximum}”: {example} out of {top} is "
        "{percent} of 100.",
        {
            "column": sheet.headings[at],
            "maximum": sheet.headings[top],
            "example": tidy(values[first]),
            "top": tidy(most[first]),
            "percent": tidy(round(values[first] * HUNDRED / most[first], 6)),
        },
    )
    left = Message(
        "Rows in which {column} was left out, since nothing above 0 stands under “{maximum}”: "
        "{count}.",
        {
            "column": sheet.headings[at],
            "maximum": sheet.headings[top],
            "count": int(lacking.sum()),
        },
    )
    without = (Issue(WARNING, left),) if lacking.any() else ()
    return Written(made, (Issue(WARNING, told), *without))


def _with_constant_maximum(sheet: Sheet, kind: DatasetKind, options: Options) -> Sheet:
    """The sheet in which a total that is the same for all visits, and never exceeded by another one
    beside it, is called what could be had: 总分 may mean either."""
    names = names_of(kind.column("overall"))
    totals = {
        at: numbers_of(sheet, at, options).dropna()
        for at, heading in enumerate(sheet.headings)
        if fold(heading) in names and heading not in options.match
    }
    same = [at for at, found in totals.items() if len(found) >= _ALIKE and found.nunique() == 1]
    others = [
        at
        for at, found in totals.items()
        if at not in same and len(found) and same and found.max() <= totals[same[0]].iloc[0]
    ]
    if len(same) != 1 or not others or any(map(_names_maximum, sheet.headings)):
        return sheet
    label: str = MYSTERY_ITEM.column("available").label
    named = [label if at == same[0] else heading for at, heading in enumerate(sheet.headings)]
    return replace(sheet, headings=tuple(named))


def _names_maximum(heading: str) -> bool:
    overall = names_of(MYSTERY_VISIT.column("overall"))
    if fold(heading) in names_of(MYSTERY_ITEM.column("available")):
        return fold(heading) not in overall
    return (
        fold(heading) not in overall
        and stated_maximum(heading) is None
        and _POINTS.search(heading) is not None
        and _HIGHEST.search(heading) is not None
    )


def _points_beside(
    sheet: Sheet, kind: DatasetKind, most: pd.Series, options: Options
) -> int | None:
    """The column of points that belongs to a column of maxima: the total, unless it is a percentage.

    A total above these is of another scale.
    """
    names = names_of(kind.column("overall"))
    given = {heading for heading, name in options.match.items() if name == "overall"}
    unused = {heading for heading, name in options.match.items() if name != "overall"}
    whole = match(sheet, kind, options).position("overall")
    known = [
        at
        for at, heading in enumerate(sheet.headings)
        if (fold(heading) in names or heading in given or at == whole)
        and heading not in unused
        and not SHARE.search(heading)
        and not _signed(sheet, at)
    ]
    fitting = []
    for at in known:
        values = numbers_of(sheet, at, options)
        both = values.notna() & most.notna()
        if not both.any():
            continue
        if (values[both] <= most[both]).mean() < _MOSTLY:
            return None
        fitting.append(at)
    ranked = sorted(fitting, key=lambda at: (sheet.headings[at] not in given, _rank(sheet, at)))
    return ranked[0] if ranked else None


def _rank(sheet: Sheet, at: int) -> int:
    names = names_of(MYSTERY_VISIT.column("overall"))
    return names.index(fold(sheet.headings[at])) if fold(sheet.headings[at]) in names else -1


def _signed(sheet: Sheet, at: int) -> bool:
    return bool(sheet.cells[at].str.contains("[%％]", regex=True).any())


# Points lost.


def _turned(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The total as what is left of 100, where the file's own grades are better for fewer points."""
    own = match(sheet, kind, options)
    at = scores_of(own, kind).get("overall")
    if at is None and not scores_of(own, kind):
        return _from_lost(sheet, kind, options)
    if at is None or _signed(sheet, at):
        return Written(sheet)
    values = numbers_of(sheet, at, options)
    seen = next(_better_for_less(sheet, own, values), None)
    if seen is None:
        return Written(sheet)
    example = values.dropna().iloc[0]
    blanks = {
        "example": tidy(example),
        "turned": tidy(round(HUNDRED - example, 6)),
        "column": sheet.headings[at],
        **seen,
    }
    question = Question(
        LOST,
        Message(
            "Where “{other}” is “{good}”, {column} is {low} on average, and {high} where it is "
            "“{bad}”. Are these points that were lost?",
            blanks,
        ),
        (
            Choice("lost", Message("Yes: {example} points lost is {turned} out of 100.", blanks)),
            Choice("earned", N_("No: more points are better, as they stand.")),
        ),
        "lost",
    )
    if question.answer(options.answers) == "earned":
        return Written(sheet, questions=(question,))
    cells = sheet.cells.copy()
    cells[at] = [
        cell if np.isnan(value) else plainly(HUNDRED - value)
        for cell, value in zip(cells[at], values, strict=True)
    ]
    return Written(
        replace(sheet, cells=cells.astype("str")),
        (
            Issue(
                WARNING,
                Message(
                    "{column} was read as points lost: {example} is {turned} out of 100.", blanks
                ),
            ),
        ),
        (question,),
    )


def lost_points(sheet: Sheet) -> int | None:
    """The one column whose heading names points that are lost."""
    found = [
        at
        for at, heading in enumerate(sheet.headings)
        if _LOST.search(heading)
        and (told := [cell for cell in sheet.cells[at] if not is_no_answer(cell)])
        and all(map(is_number, told))
    ]
    return found[0] if len(found) == 1 else None


def _from_lost(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with what is left of 100 as the total, where it has points lost and no score."""
    at = lost_points(sheet)
    if at is None or sheet.headings[at] in options.match:
        return Written(sheet)
    values = numbers_of(sheet, at, options).abs()
    if not values.notna().any():
        return Written(sheet)
    example = values.dropna().iloc[0]
    blanks = {
        "column": sheet.headings[at],
        "example": tidy(example),
        "turned": tidy(round(HUNDRED - example, 6)),
    }
    question = Question(
        LOST,
        Message("{column} holds points that are lost. Are they lost of 100?", blanks),
        (
            Choice("lost", Message("Yes: {example} points lost is {turned} out of 100.", blanks)),
            Choice("earned", N_("No: I say which column holds the score.")),
        ),
        "lost",
    )
    if question.answer(options.answers) == "earned":
        return Written(sheet, questions=(question,))
    left = ["" if np.isnan(value) else plainly(HUNDRED - value) for value in values]
    column = pd.Series(pd.array(left, dtype="str"), name=len(sheet.headings))
    made = replace(
        sheet,
        headings=(*sheet.headings, kind.column("overall").label),
        cells=pd.concat([sheet.cells, column], axis="columns"),
    )
    return Written(made, questions=(question,))


def _better_for_less(sheet: Sheet, own: Match, values: pd.Series) -> Iterator[dict[str, object]]:
    """The verdicts of the file that are better where the points are fewer."""
    for at, heading in enumerate(sheet.headings):
        if at in own.columns or not _RESULT.search(heading):
            continue
        cells = sheet.cells[at].where(values.notna(), "")
        letters = sorted(set(cells[cells.str.fullmatch(_LETTER.pattern)]))
        told = {cell for cell in cells if cell}
        good = [cell for cell in told if folded(cell) in _GOOD]
        bad = [cell for cell in told if folded(cell) in _BAD]
        if len(letters) > 1:
            good, bad = letters[:1], letters[-1:]
        if not good or not bad:
            continue
        low, high = values[cells.isin(good)].mean(), values[cells.isin(bad)].mean()
        if low < high:
            yield {
                "other": heading,
                "good": min(good),
                "bad": min(bad),
                "low": tidy(round(low, 1)),
                "high": tidy(round(high, 1)),
            }
