"""What the scores of visits are out of, where they are not out of 100: a row or a column of highest
scores, parts that add up to the total, a shorter scale, points that are lost instead of earned."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from data.issues import WARNING, Issue
from data.kinds.catalog import MYSTERY_ITEM, MYSTERY_VISIT
from data.kinds.schema import DatasetKind
from data.kinds.shared import MET, NOT_MET
from data.matching.headings import match
from data.matching.match import Match
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import LeftOut, Lines, Sheet
from data.text.folding import bracketed, fold, names_of, stated_maximum
from data.text.writing import folded
from data.values.cells import distinct, spread
from data.values.looks import is_date, is_no_answer, is_number
from data.values.numbers import read_numbers, tidy
from errors import Message
from i18n import N_

SCALE, PARTS, LOST, ROWS = "visit_scale", "visit_parts", "points_lost", "visit_rows"
_HUNDRED = 100
_MOSTLY = 0.95  # of the rows in which something has to hold; the rest may be slips of the pen
_FIRST = 3  # rows in which the highest scores stand, at the top or at the bottom
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
_SHARE = re.compile(r"%|％|\bper ?cent(?:age)?\b|percentage|\bpct\b|率|百分比", re.I)
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
_LETTER = re.compile(r"[A-F]")
_GOOD = frozenset(map(folded, (*MET, "satisfactory", "compliant", "excellent", "good", "优秀")))
_BAD = frozenset(map(folded, (*NOT_MET, "unsatisfactory", "non compliant", "poor", "closed")))

# What was found at a visit, which may be several things.
_FOUND = re.compile(
    r"violation|finding|defect|deficien|observation|non.?conform|issue\b|违规|違規|问题|問題|缺陷|不合格|扣分",
    re.I,
)
_SEVERAL = N_(
    "Rows of a visit that an earlier row says already: {count}. They differ under {headings}, and "
    "each visit was counted once."
)

Scores = Mapping[str, int]  # column of the kind -> position in the sheet


def in_hundreds(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet of a file of visits with its scores out of 100; of other files the sheet itself."""
    if kind is not MYSTERY_VISIT or sheet.cells.empty:
        return Written(sheet)
    sheet, told = _without_maxima(sheet, kind, options)
    steps = [Written(sheet, told)]
    steps.append(_one_a_visit(sheet, kind, options))
    for step in (_by_column, _turned, _without_parts):
        steps.append(step(steps[-1].sheet, kind, options))
    # Of the parts of a total a person has said what they are out of.
    settled = tuple(name for name in kind.one_of if name != "overall" and steps[-1].questions)
    steps.append(_rescaled(steps[-1].sheet, kind, options, settled))
    return Written(
        steps[-1].sheet,
        tuple(told for step in steps for told in step.told),
        tuple(asked for step in steps for asked in step.questions),
        tuple(name for step in steps for name in step.dropped),
    )


def _scores(own: Match, kind: DatasetKind) -> dict[str, int]:
    return {name: at for at, name in own.columns.items() if name in kind.one_of}


def _numbers(sheet: Sheet, at: int, options: Options) -> pd.Series:
    """The plain numbers of a column, NaN for all other cells, those with a percent sign too."""
    cells = distinct(
        MYSTERY_VISIT.column("overall"), sheet.headings[at], sheet.cells[at], options.missing
    )
    reading = read_numbers(cells)
    values = spread(cells, reading).astype(float)
    return values.mask(np.append(reading.percent, False)[cells.codes])


def _written(value: float) -> str:
    return f"{round(value, 9):.12g}"


def _percent(values: pd.Series, tops: pd.Series | float, cells: pd.Series) -> pd.Series:
    """The cells as a percentage of their maximum, as they are where they hold no number."""
    shares = values * _HUNDRED / tops
    return pd.Series(
        [
            cell if np.isnan(share) else f"{_written(share)}%"
            for cell, share in zip(cells, shares, strict=True)
        ],
        index=cells.index,
        dtype="str",
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
    for at in _scores(match(without, kind, options), kind).values():
        values = _numbers(without, at, options)
        top = tops.get(at)
        if not top or (values.dropna() > top).mean() > 1 - _MOSTLY or not values.notna().any():
            continue
        named.append(f"{sheet.headings[at]} ({_written(top)})")
        if top != _HUNDRED:
            cells[at] = _percent(values, top, cells[at])
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
    others = [cell for cell in told if not is_number(cell)]
    return (
        len(told) > len(others)
        and any(folded(cell) in _OF_ROW for cell in others)
        and not any(map(is_date, others))
    )


# A column that says so, row by row.


def _by_column(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The total as a share of the points that could be had, which stand in a column beside it."""
    tops = [at for at in range(len(sheet.headings)) if _names_maximum(sheet.headings[at])]
    if len(tops) != 1 or sheet.headings[tops[0]] in options.match:
        return Written(sheet)
    most = _numbers(sheet, tops[0], options)
    if not most.notna().any() or (most.dropna() <= 0).any():
        return Written(sheet)
    at = _points_beside(sheet, kind, most, options)
    if at is None or (most.dropna() == _HUNDRED).all():
        return Written(sheet)
    values = _numbers(sheet, at, options)
    cells = sheet.cells.copy()
    cells[at] = _percent(values, most, cells[at])
    made = replace(sheet, cells=cells)
    if at not in _scores(match(made, kind, options), kind).values():
        return Written(made)  # a percentage beside it says the same
    first = int(np.flatnonzero((values.notna() & most.notna()).to_numpy())[0])
    told = Message(
        "{column} was read as points out of those under {maximum}: {example} out of {top} is "
        "{percent} of 100.",
        {
            "column": sheet.headings[at],
            "maximum": sheet.headings[tops[0]],
            "example": tidy(values[first]),
            "top": tidy(most[first]),
            "percent": tidy(round(values[first] * _HUNDRED / most[first], 6)),
        },
    )
    return Written(made, (Issue(WARNING, told),))


def _names_maximum(heading: str) -> bool:
    return fold(heading) in names_of(MYSTERY_ITEM.column("available")) and fold(heading) not in (
        names_of(MYSTERY_VISIT.column("overall"))
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
    known = [
        at
        for at, heading in enumerate(sheet.headings)
        if (fold(heading) in names or heading in given)
        and heading not in unused
        and not _SHARE.search(heading)
        and not _signed(sheet, at)
    ]
    fitting = []
    for at in known:
        values = _numbers(sheet, at, options)
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


# Several rows of one visit.


def _one_a_visit(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The first row of each visit, where a file without numbers of visits has a row for each thing
    that was found at one."""
    own = match(sheet, kind, options)
    if not {kind.date, "store"} <= {*own.columns.values()} or own.position("visit_id") is not None:
        return Written(sheet)
    read = [at for at, name in own.columns.items() if name != "remark"]
    rest = [at for at in sheet.cells if at not in own.columns]
    again = sheet.cells.duplicated(read).to_numpy()
    if not again.any() or not rest:
        return Written(sheet)
    # Rows that differ in nothing are the same row twice, which is another matter.
    if sheet.cells.duplicated().to_numpy()[again].mean() * 2 > 1:
        return Written(sheet)
    first = sheet.cells.groupby(read, sort=False).ngroup().to_numpy()
    differing = [
        sheet.headings[at]
        for at in rest
        if sheet.cells[at].groupby(first).nunique().gt(1).sum() * 2 > len(set(first[again]))
    ]
    if not differing:
        return Written(sheet)
    blanks = {"count": int(again.sum()), "headings": differing}
    question = Question(
        ROWS,
        Message(
            "Rows that say of store, day and scores the same as an earlier one: {count}. They "
            "differ under {headings}. Is it one visit in several rows?",
            blanks,
        ),
        (
            Choice("one", N_("Yes: each visit counts once.")),
            Choice("each", N_("No: each row is a visit of its own.")),
        ),
        "one",
    )
    findings = sum(_FOUND.search(heading) is not None for heading in differing)
    certain = ROWS not in options.answers and findings * 2 >= len(differing)
    if question.answer(options.answers) == "each":
        return Written(sheet, questions=(question,))
    lines = np.asarray(sheet.lines)
    begun = lines[np.unique(first, return_index=True)[1]][first]
    left = [
        LeftOut(
            int(lines[place]),
            ", ".join(filter(None, sheet.cells.iloc[place])),
            Message("This row is of the same visit as row {row}.", {"row": int(begun[place])}),
        )
        for place in np.flatnonzero(again).tolist()
    ]
    return Written(
        replace(
            sheet,
            cells=sheet.cells[~again].reset_index(drop=True),
            lines=Lines(lines[~again]),
            left_out=sheet.left_out + left,
        ),
        (Issue(WARNING, Message(_SEVERAL, blanks)),),
        () if certain else (question,),
    )


# Points lost.


def _turned(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The total as what is left of 100, where the file's own grades are better for fewer points."""
    own = match(sheet, kind, options)
    at = _scores(own, kind).get("overall")
    if at is None or _signed(sheet, at):
        return Written(sheet)
    values = _numbers(sheet, at, options)
    seen = next(_better_for_less(sheet, own, values), None)
    if seen is None:
        return Written(sheet)
    example = values.dropna().iloc[0]
    blanks = {
        "example": tidy(example),
        "turned": tidy(round(_HUNDRED - example, 6)),
        "column": sheet.headings[at],
        **seen,
    }
    question = Question(
        LOST,
        Message(
            "Where {other} is “{good}”, {column} is {low} on average, and {high} where it is "
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
        cell if np.isnan(value) else _written(_HUNDRED - value)
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


# Parts of the total.


def _without_parts(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet, and the parts that are not read where they add up to the total: each may be out of
    another number than 100."""
    own = match(sheet, kind, options)
    scores = _scores(own, kind)
    parts = _adding_up(sheet, own, scores, options)
    if not parts:
        return Written(sheet)
    blanks = {
        "parts": [sheet.headings[at] for at in parts],
        "total": sheet.headings[scores["overall"]],
    }
    question = Question(
        PARTS,
        Message(
            "{parts} add up to {total}. So these are points of the total, each out of a number "
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
    told = Message("Only the total was read, since {parts} are points that make it up.", blanks)
    return Written(sheet, (Issue(WARNING, told),), (question,), dropped)


def _adding_up(sheet: Sheet, own: Match, scores: Scores, options: Options) -> tuple[int, ...]:
    """The columns beside the total that add up to it, some of which are read as scores."""
    total = scores.get("overall")
    named = {at for name, at in scores.items() if name != "overall"}
    if total is None or not named or any(stated_maximum(sheet.headings[at]) for at in named):
        return ()
    whole = _numbers(sheet, total, options)
    for way in (-1, 1):
        at, sums, parts = total + way, 0.0, []
        while 0 <= at < len(sheet.headings) and (at in named or at not in own.columns):
            values = _numbers(sheet, at, options)
            if not values.notna().any():
                break
            sums, parts = sums + values, [*parts, at]
            both = sums.notna() & whole.notna()
            if (
                len(parts) > 1
                and named.intersection(parts)
                and both.sum() >= _FEWEST
                and np.isclose(sums[both], whole[both], atol=0.051).mean() >= _MOSTLY
            ):
                return tuple(sorted(parts))
            at += way
    return ()


# Shorter scales.


def _rescaled(
    sheet: Sheet, kind: DatasetKind, options: Options, settled: tuple[str, ...]
) -> Written:
    """The scores out of 100 where they go so low that they are rather out of fewer points."""
    scores = _scores(match(sheet, kind, options).without(settled), kind)
    low = {
        at: values
        for at in scores.values()
        if _is_low(sheet, at, values := _numbers(sheet, at, options))
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
            "The scores under {headings} go up to {highest} only. Out of how many points are they?",
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
                        "percent": tidy(round(example * _HUNDRED / top, 6)),
                    },
                ),
            )
            for top in tops
        ),
        str(tops[0] if step <= _SHORT else _HUNDRED),
    )
    top = float(question.answer(options.answers))
    cells = sheet.cells.copy()
    for at, values in low.items() if top != _HUNDRED else ():
        cells[at] = _percent(values, top, cells[at])
    return Written(replace(sheet, cells=cells), questions=(question,))


def _is_low(sheet: Sheet, at: int, values: pd.Series) -> bool:
    """Whether plain numbers under a heading that names no maximum are all low, though no shares."""
    heading, numbers = sheet.headings[at], values.dropna()
    told = [cell for cell in sheet.cells[at] if not is_no_answer(cell)]
    if (
        not len(numbers)
        or len(numbers) * 2 <= len(told)
        or numbers.max() <= 1
        or _SHARE.search(heading)
        or stated_maximum(heading)
        or bracketed(heading, numbers.to_numpy())
    ):
        return False
    return any(numbers.max() <= top and len(numbers) >= least for top, least in _LOW)
