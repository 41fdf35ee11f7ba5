"""Columns of exam files told by their cells, whatever language their headings are in, and where
there are none: who, when, and how many points."""

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from data.issues import NOTE, Issue
from data.kinds.catalog import TRAINING
from data.kinds.schema import DatasetKind
from data.matching.exam_headings import item_heading
from data.matching.heading_says import is_measured, is_other_day
from data.matching.headings import NUMBERED, is_nameless, match
from data.matching.inferred import with_own_words
from data.matching.personal import about_customer, about_superior
from data.matching.sampled import told_by
from data.matching.unknown_maximum import says_percent
from data.matching.verdict_words import is_verdict
from data.matching.worked_out import filled_of
from data.matching.written import Written
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold, stated_maximum
from data.text.writing import folded
from data.values.cells import spellings
from data.values.looks import is_date, is_no_result, is_number
from errors import Message

_MAIL = re.compile(r"(?:mailto:)?[^@\s]+@[^@\s]+\.[^@\s]+")
_CLOCK = re.compile(r"[ ,T]+(?:(?:um|at|à|a las|às|alle|om)\s+)?\d{1,2}[:.h]\d{2}.*$")
_MOST, _DIFFERENT = 0.9, 0.9  # share of the cells that fit; of the people that differ
_CODE = re.compile(r"(?=.*\d)[A-Za-z]{0,4}[-_]?\d{3,}")
_NAME = re.compile(r"[^\W\d_]+(?:[ ,.'’-]+[^\W\d_]+)+\.?|[\u3400-\u9fff]{2,4}")
_TOGETHER = re.compile(
    r"(?P<word>[^\W\d][^\d()（）]*?)\s*[-–:：,]?\s*[(（]?\s*(?P<points>\d{1,3}(?:[.,]\d+)?\s*(?:%|分|/\s*\d+)?)\s*(?:points?|pts?|Punkte)?\s*[)）]?"
    r"|(?P<before>\d{1,3}(?:[.,]\d+)?\s*(?:%|分|/\s*\d+)?)\s*(?:points?|pts?|Punkte)?\s*[-–:：,]?\s*[(（]?\s*(?P<after>[^\W\d][^\d()（）]*?)\s*[)）]?"
)
_SHARE = re.compile(
    r"(?P<points>\d{1,4}(?:[.,]\d+)?\s*/\s*\d{1,4})\s*[-–:,]?\s*[(（]?\s*\d{1,3}(?:[.,]\d+)?\s*[%％]\s*[)）]?"
    r"|\d{1,3}(?:[.,]\d+)?\s*[%％]\s*[-–:,]?\s*[(（]?\s*(?P<later>\d{1,4}(?:[.,]\d+)?\s*/\s*\d{1,4})\s*[)）]?"
)
_POINTED = re.compile(r"point|punkt|punt|pont|score|分|点|點|점", re.I)
_WORD = re.compile(r"[^\W\d_]+")
_PERCENT = re.compile(
    r"[%％]|percent|(?<![a-z])pct(?![a-z])|prozent|pour ?cent|por ?cent|百分(?!制)", re.I
)
_PROGRESS = re.compile(r"progress|complet|watched|viewed|attend|进度|進度|完成|出勤", re.I)
_EXACT = 0.01  # how far a sum may be off
_LONGEST = 60  # letters of a code or a name
_PAIR = re.compile(r"(\d{1,4}(?:\.\d+)?)\s*/\s*\d{2,4}")
_MOST_POINTS = 1000
_HIGHEST, _RATING = 100, 10  # of a result in percent; of a rating


def by_cells(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with the label of a column in place of a heading that nobody knows, where the cells
    leave nothing else: the only e-mail addresses, the only points out of a stated maximum, the days
    that all columns of days agree on."""
    own = match(sheet, kind, with_own_words(sheet, kind, Options(set=options.set)))
    known = {*own.columns.values(), *options.set, *options.match.values()}
    told = set(options.match)
    free = [
        at
        for at, heading in enumerate(sheet.headings)
        if (at not in own.columns or at in own.likely) and heading not in told
    ]
    sure = {name for at, name in own.columns.items() if at not in own.likely} | (
        known - set(own.columns.values())
    )
    headings, notes = list(sheet.headings), []
    judged = "outcome" in known
    for name, find in (
        ("employee", _mails),
        ("score", _points if judged else _told),
        ("date", _days),
    ):
        if name in sure or name not in {column.name for column in kind.columns}:
            continue
        at = find(sheet, free)
        if at is None:
            continue
        headings[at] = _label(kind, name, sheet.headings[at])
        seen = {"heading": sheet.headings[at], "column": kind.column(name).label}
        notes.append(
            Issue(
                NOTE,
                Message(
                    "\u201c{heading}\u201d was read as {column}: its cells leave nothing else.",
                    seen,
                ),
            )
        )
    if not notes or len(set(map(fold, headings))) < len(set(map(fold, sheet.headings))):
        return Written(sheet)
    return Written(replace(sheet, headings=tuple(headings)), tuple(notes))


def _label(kind: DatasetKind, name: str, heading: str) -> str:
    """The label of a column, with what the heading says its points are out of."""
    label = kind.column(name).label
    if name != "score":
        return label
    if (top := stated_maximum(heading)) is not None:
        return f"{label}/{top:g}"
    return f"{label} (%)" if says_percent(heading) else label


def judged(sheet: Sheet, options: Options) -> Written:
    """The sheet with the label of the result in place of a heading that nobody knows above nothing
    but passed and failed."""
    own = match(sheet, TRAINING, Options(set=options.set))
    if "outcome" in {*own.columns.values(), *options.set, *options.match.values()}:
        return Written(sheet)
    free = [at for at in range(len(sheet.headings)) if at not in own.columns]
    at = _verdicts(sheet, [at for at in free if sheet.headings[at] not in options.match])
    if at is None:
        return Written(sheet)
    label = TRAINING.column("outcome").label
    told = Message(
        "\u201c{heading}\u201d was read as {column}: its cells leave nothing else.",
        {"heading": sheet.headings[at], "column": label},
    )
    headings = (*sheet.headings[:at], label, *sheet.headings[at + 1 :])
    if len(set(map(fold, headings))) < len(set(map(fold, sheet.headings))):
        return Written(sheet)
    return Written(replace(sheet, headings=headings), (Issue(NOTE, told),))


def parted(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with points of their own where each result is written together with them, such as
    "Pass (85%)" or 合格（92分）; of other files the sheet itself."""
    known = {*options.match.values(), *options.set}
    if {"score", "outcome"} & known or not {"score", "outcome"} <= {
        column.name for column in kind.columns
    }:
        return Written(sheet)
    for at, heading in enumerate(sheet.headings):
        if _are_shares(sheet, at):
            points = sheet.cells[at].str.replace(_SHARE, r"\g<points>\g<later>", regex=True)
            return Written(_in_place(sheet, at, kind, {"score": points.tolist()}))
        told = [_TOGETHER.fullmatch(cell) for cell in _filled(sheet, at)]
        if not told or sum(map(_is_judged, told)) < _MOST * len(told):
            continue
        cells = [_TOGETHER.fullmatch(cell) for cell in sheet.cells[at]]
        named = {
            "outcome": [_parts(found)[0] if found else "" for found in cells],
            "score": [_parts(found)[1] if found else "" for found in cells],
        }
        if "score" in match(sheet, kind, Options(set=options.set)).columns.values():
            named.pop("score")
        made = _in_place(sheet, at, kind, named)
        seen = {"heading": heading, "cell": told[0][0] if told[0] else ""}
        note = Message(
            "\u201c{heading}\u201d holds results and points together, such as \u201c{cell}\u201d: both "
            "were read.",
            seen,
        )
        return Written(made, (Issue(NOTE, note),))
    return Written(sheet)


def _are_shares(sheet: Sheet, at: int) -> bool:
    """Whether points stand beside the percent that they are, such as 18/25 (72%)."""
    cells = _filled(sheet, at)
    return bool(cells) and sum(map(bool, map(_SHARE.fullmatch, cells))) >= _MOST * len(cells)


def _is_judged(found: re.Match | None) -> bool:
    return found is not None and is_verdict(_parts(found)[0])


def _parts(found: re.Match) -> tuple[str, str]:
    """The result and the points."""
    word = found["word"] or found["after"]
    points = found["points"] or found["before"]
    return word.strip(), points.strip()


def _in_place(sheet: Sheet, at: int, kind: DatasetKind, named: dict[str, list[str]]) -> Sheet:
    """The sheet with several columns in the place of one."""
    more = pd.DataFrame(named, dtype="str")
    rest = [place for place in range(len(sheet.headings)) if place != at]
    headings = (
        *(sheet.headings[place] for place in rest),
        *(kind.column(name).label for name in named),
    )
    cells = pd.concat([sheet.cells[rest].reset_index(drop=True), more], axis=1)
    return replace(sheet, headings=headings, cells=cells.set_axis(range(len(headings)), axis=1))


def _verdicts(sheet: Sheet, free: list[int]) -> int | None:
    """The only column of nothing but words for passed and failed."""
    found = [
        at
        for at in free
        if (cells := _filled(sheet, at))
        and sum(is_verdict(cell) or is_no_result(cell) for cell in cells) == len(cells)
        and any(map(is_verdict, cells))
    ]
    return found[0] if len(found) == 1 else None


def _filled(sheet: Sheet, at: int) -> list[str]:
    return [*told_by(filled_of(sheet, at))]


def _mails(sheet: Sheet, free: list[int]) -> int | None:
    found = [
        at
        for at in free
        if (cells := _filled(sheet, at))
        and sum(_MAIL.fullmatch(cell) is not None for cell in cells) >= _MOST * len(cells)
        and not about_customer(sheet.headings[at])
        and not about_superior(sheet.headings[at])
        and (len(cells) < 3 or len(set(cells)) > 1)
    ]
    return found[0] if len(found) == 1 else None


def _stated(sheet: Sheet, free: list[int]) -> int | None:
    """The only points whose heading says what they are out of."""
    found = [at for at in free if _is_out_of(sheet, at)]
    return found[0] if len(found) == 1 else None


def _percent(sheet: Sheet, free: list[int]) -> int | None:
    """The only results in percent, by their heading."""
    found = [
        at
        for at in free
        if _PERCENT.search(sheet.headings[at])
        and not _PROGRESS.search(sheet.headings[at])
        and (numbers := _numbers(sheet, at)) is not None
        and numbers.between(0, _HIGHEST).all()
    ]
    return found[0] if len(found) == 1 else None


def _told(sheet: Sheet, free: list[int]) -> int | None:
    """The only points that a heading says to be out of something, else the only percent, else the
    points of all items together."""
    at = _stated(sheet, free)
    at = _percent(sheet, free) if at is None else at
    return _of_items(sheet, free) if at is None else at


def _of_items(sheet: Sheet, free: list[int]) -> int | None:
    """The only points that are the sum of all columns whose headings begin with the same word for
    points, as those of the items of one tool do."""
    families: dict[str, list[int]] = {}
    for at in free:
        stem, sign, _ = re.split(r"\s*([-–—:：])\s*", f"{sheet.headings[at]}-", maxsplit=1)
        if sign and _POINTED.search(stem):
            families.setdefault(fold(stem), []).append(at)
    items = [
        [found for at in places if (found := _numbers(sheet, at)) is not None]
        for places in families.values()
    ]
    sums = [sum(parts) for parts in items if len(parts) > 1]
    found = [
        at
        for at in free
        if (total := _numbers(sheet, at)) is not None
        and total.nunique() > 1
        and any(len(total) == len(whole) and _are_same(total, whole) for whole in sums)
    ]
    return found[0] if len(found) == 1 else None


def _are_same(total: pd.Series, whole: pd.Series) -> bool:
    return bool(((total - whole).abs() < _EXACT).mean() >= _MOST)


def _points(sheet: Sheet, free: list[int]) -> int | None:
    """As `_told`, else the sum of the columns before it: where each row says whether it passed, that
    is of the whole exam."""
    at = _told(sheet, free)
    return _sum(sheet, free) if at is None else at


def _sum(sheet: Sheet, free: list[int]) -> int | None:
    numbers = {at: found for at in free if (found := _numbers(sheet, at)) is not None}
    found = []
    for at, total in numbers.items():
        before = [
            numbers[place] for place in numbers if place < at and len(numbers[place]) == len(total)
        ]
        if total.nunique() > 1 and any(
            ((sum(before[-many:]) - total).abs() < _EXACT).mean() >= _MOST
            for many in range(2, len(before) + 1)
        ):
            found.append(at)
    return found[0] if len(found) == 1 else None


def _numbers(sheet: Sheet, at: int) -> pd.Series | None:
    """The filled cells as numbers; None where one is none."""
    cells = _filled(sheet, at)
    if not cells or max(map(len, cells)) > _LONGEST:
        return None
    plain = pd.Series(cells).str.rstrip("%分 ").str.replace(",", ".", regex=False)
    found = pd.to_numeric(plain, errors="coerce")
    return None if found.isna().any() else found


def _is_out_of(sheet: Sheet, at: int) -> bool:
    heading, cells = sheet.headings[at], _filled(sheet, at)
    top = stated_maximum(heading)
    if not top or not cells or item_heading(heading) is not None or not all(map(is_number, cells)):
        return False
    numbers = pd.to_numeric(
        pd.Series(cells).str.replace(r"^(\d+),(\d{1,2})$", r"\1.\2", regex=True), errors="coerce"
    )
    return bool(numbers.notna().all() and (numbers <= top).all())


def lone_points(sheet: Sheet, taken: set[int]) -> int | None:
    """The only column of numbers that are neither counted up, nor a rank, a number of staff or an
    amount of something else: in a file of exams the points, whatever it is headed."""
    found = []
    for at, heading in enumerate(sheet.headings):
        if at in taken or is_measured(heading) or _PROGRESS.search(heading):
            continue
        numbers = _numbers(sheet, at)
        numbers = _out_of(sheet, at) if numbers is None else numbers
        if numbers is None or len(numbers) < 3 or numbers.nunique() < 2:
            continue
        ranked = sorted(numbers) == list(range(1, len(numbers) + 1))
        coded = numbers.is_unique and numbers.min() > _MOST_POINTS
        if not ranked and not coded and numbers.min() >= 0 and numbers.max() <= _MOST_POINTS:
            found.append(at)
    return found[0] if len(found) == 1 else None


def _out_of(sheet: Sheet, at: int) -> pd.Series | None:
    """The points of cells such as 92/100; None where one is none."""
    told = [_PAIR.fullmatch(cell) for cell in _filled(sheet, at)]
    return pd.Series([float(found[1]) for found in told if found]) if all(told) else None


def parts_results(sheet: Sheet, points: int, outcome: int) -> bool:
    """Whether all who passed have more points than all who failed."""
    words = spellings(TRAINING.column("outcome"))
    numbers = pd.to_numeric(
        sheet.cells[points].str.replace(r"/.*$|[%分 ]", "", regex=True).str.replace(",", "."),
        errors="coerce",
    )
    said = sheet.cells[outcome].map(lambda cell: words.get(folded(cell), ""))
    passed, failed = numbers[said == "passed"], numbers[said == "failed"]
    return bool(len(passed) and len(failed) and passed.min() > failed.max())


def days_of(sheet: Sheet, free: list[int]) -> list[int]:
    """The columns of days that are not of somebody's life or of an invitation."""
    return [
        at
        for at in free
        if (cells := _filled(sheet, at))
        and sum(is_date(cell) and not is_number(cell) for cell in cells) >= _MOST * len(cells)
        and not is_other_day(sheet.headings[at])
    ]


def _days(sheet: Sheet, free: list[int]) -> int | None:
    """The last of several columns of days that say the same day in each row."""
    found = days_of(sheet, free)
    if len(found) < 2:
        return None
    days = pd.DataFrame({at: sheet.cells[at].str.replace(_CLOCK, "", regex=True) for at in found})
    whole = days[(days != "").all(axis=1)]
    same = whole.nunique(axis=1) == 1
    return found[-1] if len(whole) and same.mean() >= _MOST else None


def nameless(sheet: Sheet) -> dict[str, int]:
    """Of a file without headings the columns of the person and of the score, and of the day where
    there is one; nothing where two could be it, or where there are headings."""
    if not is_nameless(sheet):
        return {}
    at_all = range(len(sheet.headings))
    codes = [at for at in at_all if _are(sheet, at, _CODE)]
    names = [at for at in at_all if are_names(sheet, at)]
    scores = list(_scores(sheet, {*codes, *names}))
    people = codes if len(codes) == 1 else names if not codes else []
    days = days_of(sheet, list(at_all))
    if len(people) != 1 or len(scores) != 1:
        return {}
    return {"employee": people[0], "score": scores[0]} | (
        {"date": days[0]} if len(days) == 1 else {}
    )


def person_of_items(sheet: Sheet) -> int | None:
    """Of answers one a row, taken from a file without headings, the column of numbers of people,
    else of their names; None where two could be it."""
    once = ~pd.Series(np.asarray(sheet.lines)).duplicated().to_numpy()
    people = replace(sheet, cells=sheet.cells[once])
    numbered = [at for at, heading in enumerate(sheet.headings) if NUMBERED.fullmatch(heading)]
    for form in (_CODE, _NAME, _WORD):
        found = [at for at in numbered if _are(people, at, form)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def are_names(sheet: Sheet, at: int) -> bool:
    """Whether most cells are names of different people."""
    return _are(sheet, at, _NAME)


def _are(sheet: Sheet, at: int, form: re.Pattern) -> bool:
    cells = _filled(sheet, at)
    if not cells or max(map(len, cells)) > _LONGEST:
        return False
    fitting = sum(form.fullmatch(cell) is not None for cell in cells)
    return (
        len(cells) > 2
        and fitting >= _MOST * len(cells)
        and len(set(cells)) >= _DIFFERENT * len(cells)
    )


def _scores(sheet: Sheet, others: set[int]) -> Iterator[int]:
    """The columns of results in percent; of two of which one is the other many times over, the
    higher one."""
    found = {}
    for at in range(len(sheet.headings)):
        cells = _filled(sheet, at)
        numbers = pd.to_numeric(pd.Series([cell.rstrip("%") for cell in cells]), errors="coerce")
        if (
            at in others
            or not cells
            or numbers.isna().any()
            or not numbers.between(0, _HIGHEST).all()
        ):
            continue
        if numbers.nunique() > 1 and numbers.tolist() != list(range(1, len(numbers) + 1)):
            found[at] = numbers
    for at, numbers in found.items():
        many = [
            other / numbers
            for place, other in found.items()
            if place != at and len(other) == len(numbers) and other.max() > numbers.max()
        ]
        times = any(ratio.dropna().round(3).nunique() == 1 for ratio in many)
        if not times and numbers.median() > _RATING:
            yield at
