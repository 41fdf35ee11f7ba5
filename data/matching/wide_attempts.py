"""Exam results with one row a person and several results of one course in columns: attempts, a test
before and one after, modules."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from data.issues import NOTE, Issue
from data.kinds.catalog import TRAINING
from data.kinds.schema import DatasetKind
from data.matching.before_after import pair_of_tests
from data.matching.headings import match
from data.matching.match import Match
from data.matching.wide_courses import broken_cells, of_one_row, sums_up, told_errors, why_empty
from data.matching.worked_out import filled_of
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import LeftOut, Lines, Sheet
from data.reading.sheets import some
from data.reading.table import refuse_too_long
from data.text.folding import normal
from data.values.looks import is_date, is_no_result, is_number
from errors import Message
from i18n import N_

ATTEMPTS, BEFORE_AFTER, MODULES = "attempts", "before_after", "modules"  # questions
_SCORE = (
    r"\s*[-_:：]?\s*(?:的?\s*(?:scores?|grades?|marks?|results?|points?|percent(?:age)?|%|成绩|成績|分数|分數|得分"
    r"|Punkte|Punktzahl|Ergebnis|Note|nota|puntos|puntaje|punteggio))?\s*(?:[(（].*[)）]|%)?\s*"
)
_DAY = r"\s*[-_:：]?\s*(?:的?\s*(?:date|day|taken on|Datum|fecha|data|日期|时间|時間))\s*"
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    **{sign: at for at, sign in enumerate("一二三四五六七八九", start=1)},
}
_NTH = (
    r"(?:exam\s*|test\s*|quiz\s*)?(?:attempt|try|sitting)\s*(?:no\.?\s*|#\s*|_)?(?P<a>\d{1,2})|(?P<b>\d)(?:st|nd|rd|th)\s+(?:attempt|try|sitting)"
    r"|(?P<c>first|second|third|fourth|fifth)\s+(?:attempt|try|sitting)|第\s*(?P<d>[一二三四五六七八九]|\d{1,2})\s*次\s*(?:考试|考試|考核|测试|測試|测验|測驗)?"
    r"|(?:scores?|grades?|成绩|成績|分数|分數)\s*[-_ ]?\s*(?P<e>[1-9])"
)
_NTH += (
    r"|(?P<h>\d)\s*\.\s*(?:Versuch|Prüfung)|Versuch\s*(?P<i>\d)|(?P<j>\d)\s*(?:er|re|e|ère|ème|º|ª|°|\.º)?\s*(?:essai|tentative|intento|tentativa|tentativo)"
    r"|(?:essai|tentative|intento|tentativa|tentativo)\s*(?P<k>\d)"
)
_FIRST = r"(?:初考|初试|初試|首考|首次考试|首次考試|正考|初次|original|main)(?:\s*(?:exam|test|考试|考試))?"
_AGAIN = r"(?:补考|補考|重考|re-?takes?|re-?sits?|make-?up|re-?test)\s*(?:exam|test)?\s*(?P<n>[一二三四五]|[1-9])?"
_OF_A_COURSE = re.compile(
    rf"(?P<course>\S.*?)\s*[-_:：/(（]?\s*(?:{_NTH}|(?P<f>{_FIRST})|(?P<g>{_AGAIN})){_SCORE}[)）]?",
    re.I,
)
_PRE = (
    r"(?:pre-?\s?(?:test|training|assessment|exam|quiz|course)(?:\s*test)?"
    r"|initial|初始|(?:训练|培训|課程|课|訓練|培訓|训|訓)前\s*(?:测试|測試|测验|測驗|考试|考試|考核)?|前测|前測)"
)
_POST = (
    r"(?:post-?\s?(?:test|training|assessment|exam|quiz|course)(?:\s*test)?|final|最终|最終|(?:训练|培训|课|训)后\s*(?:测试|测验|考试|考核)?"
    r"|(?:課程|課|訓練|培訓|訓)後\s*(?:測試|測驗|考試|考核)?|后测|後測)"
)
# Moodle's gradebook: "Quiz: Post-test (Real)"
_QUIZ = r"(?:quiz|test|assessment|assignment|测验|測驗)\s*[:：]\s*"
_FITTING = 0.9  # share of the filled cells that are numbers
_NO_RESULT = Message(
    "This row holds no result in the columns that were read: nobody sat an exam here."
)

Part = dict[str, int | str]  # column of the kind -> position in the sheet, or a text for all rows


def one_a_result(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with one result a row, where a row holds attempts, or a test before and one after,
    in columns; of other files the sheet itself."""
    if (
        kind is not TRAINING
        or sheet.cells.empty
        or {"score", "outcome"} & {*options.match.values()}
    ):
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set))
    if own.position("employee") is None:
        return Written(sheet)
    return (
        _attempts(sheet, own, options)
        or _attempts_of_courses(sheet, own, options)
        or _before_after(sheet, own, options)
        or Written(sheet)
    )


def one_a_module(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with one result a row, where the course is known and there is a column for each of
    its modules; of other files the sheet itself."""
    if (
        kind is not TRAINING
        or sheet.cells.empty
        or {"score", "outcome", "module"} & {*options.match.values(), *options.set}
    ):
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set))
    known = {*own.columns.values(), *options.set, *options.match.values()}
    if not {"employee", "course"} <= known or {"score", "outcome", "module"} & known:
        return Written(sheet)
    found = {
        module: columns["score"]
        for module, columns in of_one_row(sheet, own).items()
        if "score" in columns
    }
    if len(found) < 2:
        return Written(sheet)
    question = Question(
        MODULES,
        Message(
            "The course is known, but there are several columns of results: {columns}. Are they "
            "its modules?",
            {"columns": some(list(found))},
        ),
        (
            Choice(
                "each",
                Message(
                    "Yes: each of the {modules} columns is a module, and each filled cell in the "
                    "{people} rows a result.",
                    {"modules": len(found), "people": len(sheet.lines)},
                ),
            ),
            Choice("no", N_("No: I say which column holds the score.")),
        ),
        "each",
    )
    if question.answer(options.answers) == "no":
        return Written(sheet, questions=(question,))
    aside = [
        at
        for at in range(len(sheet.headings))
        if at not in own.columns and sums_up(sheet.headings[at])
    ]
    return one_a_part(
        sheet, [{"module": module, "score": at} for module, at in found.items()], aside, question
    )


def _attempts(sheet: Sheet, own: Match, options: Options) -> Written | None:
    """Attempts in columns, with a date for each where there is one; a score that stands beside a
    retake is that of the first attempt."""
    scores, days = _numbered(sheet, _SCORE, _points), _numbered(sheet, _DAY, _dates)
    score = own.position("score")
    if 1 not in scores and 2 in scores and score is not None and score not in scores.values():
        scores = {1: score, **scores}
    if len(scores) < 2 or 1 not in scores:
        return None
    if (
        score is not None
        and score in scores.values()
        and list(scores.values()).index(score)
        and score not in own.likely
    ):
        return None  # a known heading says otherwise
    aside = [
        at
        for at, name in own.columns.items()
        if name in ("score", "outcome", "attempt") and at not in scores.values()
    ]
    question = _attempts_question(sheet, [at for _, at in sorted(scores.items())])
    if question.answer(options.answers) == "no":
        return Written(sheet, questions=(question,))
    day = own.position("date")
    parts: list[Part] = []
    for number, at in sorted(scores.items()):
        taken = days.get(number, day if days else None)
        part: Part = {"attempt": str(number), "score": at}
        parts.append(part if taken is None else {**part, "date": taken})
    if days and day is not None:
        aside = [*aside, day]
    return one_a_part(sheet, parts, aside, question)


def _attempts_of_courses(sheet: Sheet, own: Match, options: Options) -> Written | None:
    """Attempts of several courses in columns, under headings such as "Refunds / 2nd attempt" or
    服务礼仪补考."""
    if own.position("course") is not None or "course" in options.set:
        return None
    found: dict[str, dict[int, int]] = {}
    for at, heading in enumerate(sheet.headings):
        told = _OF_A_COURSE.fullmatch(normal(heading).strip())
        if told and (_points(sheet, at) or not sheet.cells[at].any()):
            written = {name: text for name, text in told.groupdict().items() if name != "course"}
            found.setdefault(told["course"].strip(), {}).setdefault(_number(written), at)
    for at, heading in enumerate(sheet.headings):  # a plain name beside its retake
        attempts = found.get(normal(heading).strip())
        if attempts is not None and 1 not in attempts and _points(sheet, at):
            attempts[1] = at
    found = {course: attempts for course, attempts in found.items() if 1 in attempts}
    if not any(len(attempts) > 1 for attempts in found.values()):
        return None
    places = [at for attempts in found.values() for at in attempts.values()]
    question = _attempts_question(sheet, sorted(places))
    if question.answer(options.answers) == "no":
        return Written(sheet, questions=(question,))
    parts: list[Part] = [
        {"course": course, "attempt": str(number), "score": at}
        for course, attempts in found.items()
        for number, at in sorted(attempts.items())
    ]
    aside = [
        at
        for at, name in own.columns.items()
        if name in ("score", "outcome", "attempt") and at not in places
    ]
    return one_a_part(sheet, parts, aside, question)


def _attempts_question(sheet: Sheet, places: Sequence[int]) -> Question:
    return Question(
        ATTEMPTS,
        Message(
            "These columns look like the attempts of one exam, one after the other: {columns}. "
            "Are they?",
            {"columns": some([sheet.headings[at] for at in places])},
        ),
        (
            Choice(
                "each",
                Message(
                    "Yes: each filled cell in the {people} rows is an attempt of its own. What "
                    "tells of all attempts of a person is left "
                    "aside.",
                    {"people": len(sheet.lines)},
                ),
            ),
            Choice(
                "no", N_("No: only the score of the row counts, or I say which column holds it.")
            ),
        ),
        "each",
    )


def _before_after(sheet: Sheet, own: Match, options: Options) -> Written | None:
    """A test before the training and one after it: only the second one tells whether it was
    passed."""
    before, after = (_named(sheet, form) for form in (_PRE, _POST))
    if before is None or after is None:
        pair = pair_of_tests(sheet.headings, lambda at: _points(sheet, at))
        if not pair:
            return None
        before, after = pair
    headings = {"before": sheet.headings[before], "after": sheet.headings[after]}
    question = Question(
        BEFORE_AFTER,
        Message(
            "\u201c{before}\u201d and \u201c{after}\u201d look like a test before the training "
            "and one after it. "
            "Which of them counts as the exam?",
            headings,
        ),
        (
            Choice(
                "after",
                Message(
                    "\u201c{after}\u201d: it is the result; \u201c{before}\u201d is left aside.",
                    headings,
                ),
            ),
            Choice(
                "both",
                Message("Both: each is an exam of its own, a module of the course.", headings),
            ),
        ),
        "after",
    )
    score = own.position("score")
    if (
        score is not None
        and score not in (before, after)
        and score not in own.likely
        and not sums_up(sheet.headings[score])
    ):
        return None  # the file says which one is the score
    aside = [at for at in {before, after, score} - {None} if at is not None and at != after]
    if question.answer(options.answers) == "after":
        return one_a_part(sheet, [{"score": after}], aside, question)
    return one_a_part(
        sheet,
        [{"module": sheet.headings[at], "score": at} for at in (before, after)],
        [at for at in aside if at != before],
        question,
    )


def _numbered(sheet: Sheet, ending: str, fits: Callable[[Sheet, int], bool]) -> dict[int, int]:
    """Number of an attempt -> its column."""
    found: dict[int, int] = {}
    for at, heading in enumerate(sheet.headings):
        text = normal(heading).strip()
        for form in (
            rf"(?:{_NTH}){ending}",
            rf"(?P<f>{_FIRST}){ending}",
            rf"(?P<g>{_AGAIN}){ending}",
        ):
            told = re.fullmatch(form, text, re.I)
            if told and fits(sheet, at):
                found.setdefault(_number(told.groupdict()), at)
    return found


def _number(parts: Mapping[str, str | None]) -> int:
    if parts.get("f"):
        return 1
    if parts.get("g"):
        return 1 + _value(parts.get("n") or "1")
    return _value(next(text for name, text in parts.items() if text))


def _value(text: str) -> int:
    return int(text) if text.isdecimal() else _ORDINALS[text.lower()]


def _named(sheet: Sheet, form: str) -> int | None:
    """The one column of points whose heading says no more than this."""
    found = [
        at
        for at, heading in enumerate(sheet.headings)
        if re.fullmatch(rf"(?:{_QUIZ})?{form}{_SCORE}", normal(heading).strip(), re.I)
        and _points(sheet, at)
    ]
    return found[0] if len(found) == 1 else None


def _points(sheet: Sheet, at: int) -> bool:
    return _mostly(sheet, at, is_number)


def _dates(sheet: Sheet, at: int) -> bool:
    return _mostly(sheet, at, is_date)


def _mostly(sheet: Sheet, at: int, fits: Callable[[str], bool]) -> bool:
    told = [cell for cell in filled_of(sheet, at) if not is_no_result(cell)]
    return bool(told) and sum(map(fits, told)) >= _FITTING * len(told)


def one_a_part(
    sheet: Sheet, parts: Sequence[Part], aside: Sequence[int], question: Question | None = None
) -> Written:
    """Each row as one for each part with a result, in the order of the parts."""
    used = {place for part in parts for place in part.values() if isinstance(place, int)} | set(
        aside
    )
    kept = [at for at in range(len(sheet.headings)) if at not in used]
    own = list(dict.fromkeys(name for part in parts for name in part))
    refuse_too_long(sheet.name, len(sheet.lines) * len(parts), len(kept) + len(own))
    filled = [
        np.flatnonzero(~sheet.cells[_result(part)].map(is_no_result).to_numpy()) for part in parts
    ]
    texts = pd.concat(
        [
            pd.DataFrame({name: _texts(sheet, part.get(name, ""), at) for name in own}, dtype="str")
            for part, at in zip(parts, filled, strict=True)
        ],
        ignore_index=True,
    )
    row = np.concatenate(filled)
    order = np.argsort(row, kind="stable")
    row, texts = row[order], texts.iloc[order].reset_index(drop=True)
    cells = pd.concat([sheet.cells[kept].iloc[row].reset_index(drop=True), texts], axis=1)
    headings = (
        *(sheet.headings[at] for at in kept),
        *(TRAINING.column(name).label for name in own),
    )
    broken = broken_cells(sheet, [_result(part) for part in parts])
    empty = np.setdiff1d(np.arange(len(sheet.lines)), row).tolist()
    left = [
        LeftOut(
            sheet.lines[at],
            ", ".join(filter(None, sheet.cells.iloc[at])),
            why_empty(sheet, broken, at, _NO_RESULT),
        )
        for at in empty
    ]
    made = replace(
        sheet,
        headings=headings,
        cells=cells.set_axis(range(len(headings)), axis=1),
        lines=Lines(np.asarray(sheet.lines)[row]),
        left_out=sheet.left_out + left,
    )
    return Written(
        made,
        (*_told(sheet, parts, aside, len(row), broken), *told_errors(sheet, broken)),
        () if question is None else (question,),
    )


def _result(part: Part) -> int:
    """Where a part has its result: points, or whether somebody passed."""
    return int(part["score"] if "score" in part else part["outcome"])


def _texts(sheet: Sheet, place: int | str, at: np.ndarray) -> list[str]:
    return [place] * len(at) if isinstance(place, str) else sheet.cells[place].iloc[at].tolist()


def _told(
    sheet: Sheet,
    parts: Sequence[Part],
    aside: Sequence[int],
    results: int,
    broken: Mapping[int, np.ndarray],
) -> Iterator[Issue]:
    columns = [sheet.headings[_result(part)] for part in parts]
    blank = len(sheet.lines) * len(parts) - results - sum(map(len, broken.values()))
    yield Issue(
        NOTE,
        Message(
            "Each filled cell under {columns} was read as one result: {count} results of {people} "
            "rows. Cells without one, empty or such as \u201cabsent\u201d: "
            "{empty}.",
            {
                "columns": some(columns),
                "count": results,
                "people": len(sheet.lines),
                "empty": blank,
            },
        ),
    )
    if aside:
        yield Issue(
            NOTE,
            Message(
                "Left aside, since they tell of other results or of all together: {columns}.",
                {"columns": [sheet.headings[at] for at in sorted(aside)]},
            ),
        )
