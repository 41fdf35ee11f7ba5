"""What a file settles by itself: how its tool writes "no answer", and which of its rows hold the
score."""

import re
from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from data.kinds.schema import DatasetKind
from data.matching.heading_says import is_measured
from data.matching.headings import match
from data.matching.long_form import resolve_long_form
from data.matching.record_stems import KINDS as RECORDS
from data.matching.unknown_maximum import is_of_others, says_percent
from data.matching.worked_out import filled, filled_of
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold
from data.values.looks import is_no_answer

# Headings by which a tool's exports are known, and its codes for questions that were skipped or not
# shown.
_CODES_OF_TOOLS = (({"提交答卷时间", "所用时间"}, ("-2", "-3")),)


# Headings that mean another column in the exports of a tool: what Microsoft Forms calls the total
# points is what somebody earned, and Quizizz calls the share of right answers accuracy, beside the
# points of its game.
_OWN_WORDS = (
    ("training", {"total points", "quiz feedback"}, "total points", "score"),
    ("training", {"accuracy", "unattempted"}, "accuracy", "score"),
    ("training", {"总分", "测验反馈"}, "总分", "score"),
    ("training", {"總分", "測驗回饋"}, "總分", "score"),
)

_OF_DEVICES = {*map(fold, ("Response ID", "IP Address", "Country Code", "Region"))}
_PARTS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2\d{4}(?!\d)")  # 03/04/2026
# Headings of languages in which the day comes first, as it does between full stops.
_DAY_FIRST = re.compile(
    r"[äöüßéèêàçñãõíóúłśżčěř]|\b(?:datum|fecha|data (?:di|de|do|da|dell)|nachname|vorname|punkte|filiale|nombre|tienda|nota"
    r"|prénom|magasin|cognome|voto|punteggio|naam|voornaam|winkel|cijfer|sobrenome|loja|imię)\b",
    re.I,
)
_FEWEST, _LONGEST = 3, 20  # rows that say the same; letters of a number
_POINTS = re.compile(
    r"scor|point|punkt|punt|pont|grade|mark|\bnot[ae]\b|voto|result|percent|%|分|成绩|成績", re.I
)
_HIGHEST = re.compile(
    r"max|possible|out of|total (?:points|scores?|marks?)$|满分|滿分|总分|總分|sobre|\bsur\b", re.I
)
_PASSES = re.compile(r"pass|requir|cut|合格|及格|通过|通過|bestehen|threshold", re.I)
_PERCENTAGES = tuple(
    map(
        fold,
        (
            "percentage",
            "percent",
            "percent correct",
            "% correct",
            "percentage score",
            "score percentage",
            "score percent",
            "score (%)",
            "result (%)",
            "exam result (%)",
            "assessment result (%)",
            "正确率",
            "得分率",
            "正確率",
        ),
    )
)
# Kinds whose files are written by one tool, so that all their dates are alike.
_ALIKE = frozenset({"training", "exam_item", "roster", *RECORDS})
_DATES_READ = 500  # cells of a column
_ROUNDED = 0.25  # how far apart percent by points may be, since both are rounded


def understood(sheet: Sheet, kind: DatasetKind, options: Options) -> Options:
    """The options completed by what the file says without a doubt; what a person settled stays.
    Undecided as in `resolve_long_form`."""
    told = with_own_words(sheet, kind, _with_day_order(sheet, kind, options))
    return resolve_long_form(sheet, kind, _with_codes(sheet, told))


def with_own_words(sheet: Sheet, kind: DatasetKind, options: Options) -> Options:
    """The options with the headings that mean another column in the exports of one tool."""
    headings = {fold(heading): heading for heading in sheet.headings}
    for name, known, word, column in _OWN_WORDS:
        meant = headings.get(fold(word))
        if (
            kind.name == name
            and meant is not None
            and set(map(fold, known)) <= headings.keys()
            and meant not in options.match
            and column not in options.match.values()
        ):
            return replace(options, match={**options.match, meant: column})
    told = _with_constants(sheet, kind, options)
    told = told if told != options else _with_percent(sheet, kind, options)
    return _without_device(sheet, _without_top(sheet, kind, told))


def _with_constants(sheet: Sheet, kind: DatasetKind, options: Options) -> Options:
    """The options of an exam file in which a column that says the same in every row is what the exam
    is out of, or what passes, and no score: its heading alone may say either."""
    if kind.name != "training" or sheet.cells.empty:
        return options
    plain = replace(options, match={})
    own, given = match(sheet, kind, plain), {*options.match.values(), *options.set}
    score = own.position("score")
    if score is None or given & {"score", "maximum"}:
        return options
    numbers = {at: _numbers(sheet, at) for at in range(len(sheet.headings))}
    same = {
        at: float(found.iloc[0])
        for at, found in numbers.items()
        if found is not None
        and len(found) >= _FEWEST
        and found.nunique() == 1
        and found.iloc[0] > 0
    }
    told: dict[str, str] = {}
    if score in same:
        others = [
            at
            for at, found in numbers.items()
            if found is not None
            and at not in same
            and own.columns.get(at) in (None, "score")
            and _POINTS.search(sheet.headings[at])
            and not is_measured(sheet.headings[at])
            and found.max() <= same[score]
        ]
        if len(others) != 1:
            return options
        told = {"score": sheet.headings[others[0]], "maximum": sheet.headings[score]}
        score = others[0]
    highest = numbers[score]
    if highest is None:
        return options
    for name, form in (("maximum", _HIGHEST), ("pass_mark", _PASSES)):
        found = [
            at
            for at, value in same.items()
            if own.columns.get(at) is None
            and sheet.headings[at] not in told.values()
            and form.search(sheet.headings[at])
            and not is_measured(sheet.headings[at])
            and (
                name == "pass_mark"
                or value >= highest.max()
                and not is_of_others(sheet.headings[at])
            )
        ]
        if len(found) == 1 and own.position(name) is None and name not in {*told, *given}:
            told[name] = sheet.headings[found[0]]
    if set(told.values()) & set(options.match):
        return options
    return replace(options, match={**options.match, **{text: name for name, text in told.items()}})


def _without_top(sheet: Sheet, kind: DatasetKind, options: Options) -> Options:
    """The options of an exam file without what it was out of, where its scores are percentages by
    their heading: 80 % of 120 points is 80 of 100."""
    if kind.name != "training" or "maximum" in {*options.match.values(), *options.set}:
        return options
    own = match(sheet, kind, options)
    score, top = own.position("score"), own.position("maximum")
    if score is None or top is None or not says_percent(sheet.headings[score]):
        return options
    if not all(map(_is_percent, filled_of(sheet, score))):
        return options
    return replace(options, match={**options.match, sheet.headings[top]: ""})


def _without_device(sheet: Sheet, options: Options) -> Options:
    """The options without the region in which a survey tool found somebody's device."""
    headings = {fold(heading): heading for heading in sheet.headings}
    region = headings.get("region")
    if region is None or region in options.match or not _OF_DEVICES <= headings.keys():
        return options
    return replace(options, match={**options.match, region: ""})


def _numbers(sheet: Sheet, at: int) -> pd.Series | None:
    """The first cells as numbers; None where one is none."""
    cells = [cell for cell in filled_of(sheet, at) if not is_no_answer(cell)]
    if not cells or max(map(len, cells)) > _LONGEST:
        return None
    plain = pd.Series(cells).str.rstrip("%分 ").str.replace(",", ".", regex=False)
    found = pd.to_numeric(plain, errors="coerce")
    return None if found.isna().any() else found


def _with_percent(sheet: Sheet, kind: DatasetKind, options: Options) -> Options:
    """The options of an exam file with the percentage as its score, where nothing says out of how
    many points the other one is."""
    if kind.name != "training" or {"score", "maximum"} & {*options.match.values(), *options.set}:
        return options
    named = [at for at, heading in enumerate(sheet.headings) if fold(heading) in _PERCENTAGES]
    if not named:
        return options
    own = match(sheet, kind, replace(options, match={}))
    score = own.position("score")
    if score is None or own.position("maximum") is not None or own.maximum is not None:
        return options
    found = [
        sheet.headings[at]
        for at in named
        if at not in own.columns
        and sheet.headings[at] not in options.match
        and all(map(_is_percent, filled_of(sheet, at)))
        and _go_together(sheet, score, at)
    ]
    if not found:
        return options
    return replace(options, match={**options.match, found[0]: "score"})


def _go_together(sheet: Sheet, points: int, percent: int) -> bool:
    """Whether points and percent are the same result: one is the other many times over."""
    one, other = (
        pd.to_numeric(
            sheet.cells[at].iloc[:_DATES_READ].str.rstrip("% ").str.replace(",", "."),
            errors="coerce",
        )
        for at in (points, percent)
    )
    times = (other / one).where(one > 0).dropna()
    return len(times) > 0 and times.max() - times.min() <= _ROUNDED * times.mean()


def _is_percent(cell: str) -> bool:
    plain = cell.rstrip("% ").replace(",", ".")
    return is_no_answer(cell) or plain.replace(".", "", 1).isdecimal() and float(plain) <= 100


def writes_day_first(headings: Iterable[str]) -> bool:
    """Whether headings are in a language whose speakers write the day before the month."""
    return any(map(_DAY_FIRST.search, headings))


def _with_day_order(sheet: Sheet, kind: DatasetKind, options: Options) -> Options:
    """The options with the order of day and month that another column of the file shows, since one
    tool writes all its dates alike; else, of exams and records, the one of its language."""
    if options.day_first is not None:
        return options
    found, signs = set(), set()
    for at in range(len(sheet.headings)):
        cells = filled(sheet.cells[at], _DATES_READ)
        parts = [told for cell in cells if (told := _PARTS.match(cell))]
        if len(parts) * 2 > len(cells):
            signs |= {told[2] for told in parts}
            found |= {
                int(told[1]) > 12 for told in parts if (int(told[1]) > 12) != (int(told[3]) > 12)
            }
    alike = kind.name in _ALIKE
    if not found and alike and signs and (signs == {"."} or writes_day_first(sheet.headings)):
        found = {True}
    return options if len(found) != 1 else replace(options, day_first=found.pop())


def _with_codes(sheet: Sheet, options: Options) -> Options:
    headings = {fold(heading) for heading in sheet.headings}
    codes = next((codes for known, codes in _CODES_OF_TOOLS if known <= headings), ())
    return options if options.missing or not codes else replace(options, missing=codes)
