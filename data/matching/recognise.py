"""Which kind of record a file probably holds."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from data.kinds.catalog import (
    EXAM_ITEM,
    MYSTERY_ITEM,
    MYSTERY_VISIT,
    PRAISE,
    TARGET,
    TRAINING,
    UPLOADED,
    kind_named,
)
from data.kinds.schema import Column, DatasetKind
from data.matching.checklist_columns import one_an_item
from data.matching.exam_cells import are_names
from data.matching.exam_forms import as_plain
from data.matching.exam_headings import slots
from data.matching.exam_items import read_items
from data.matching.exam_marks import marked_items
from data.matching.headings import is_nameless, match
from data.matching.inferred import with_own_words
from data.matching.inspected import tells_respondents, was_inspected
from data.matching.likeness import could_hold, sample
from data.matching.long_form import long_form
from data.matching.match import Match
from data.matching.missing import missing_columns, missing_words
from data.matching.month_columns import one_a_month
from data.matching.staff_survey import answered_themselves, staff_headings
from data.matching.target_columns import has_stages, is_wide, names_targets
from data.matching.unsaid_lists import as_said, names_praise
from data.matching.visit_points import lost_points
from data.matching.wide_attempts import one_a_result
from data.matching.wide_courses import one_a_course
from data.reading.options import Options
from data.reading.sheet import Lines, Sheet
from data.text.folding import fold
from errors import FileRefused, Message
from i18n import Text

_LIKELY = 0.7  # what a likely heading counts against an exact one
_GENERIC = {  # what headings count that stand in files of all kinds
    "name": 0.6,
    "startdate": 0.6,
    "created": 0.6,
    "createtime": 0.6,
    "creationdate": 0.6,
    "datum": 0.6,
    "fecha": 0.6,
}
_OF_CUSTOMERS, _OF_STAFF = (
    ("survey", "nps"),
    0.3,
)  # kinds, and what their columns count where staff seem to have answered, or somebody to have been sent
_NO_RESULT = 0.6  # the same of kinds about single members of staff
FITS = 0.5  # sureness below which a file is of no kind
_TARGETS = 0.2  # the same of targets, whose months in columns are no headings
_UNNAMED = 0.3  # what a kind counts that its file has to name, and does not
_GUESSED = 0.2  # what a heading counts that only its cells speak for
_NAMED = 0.3  # what a unit counts that may stand in place of a person, since most files have one
_ONE_OF = 0.4  # what a question counts whose rows may hold the score
_UNSAID = 0.7  # what a column counts that a file of exams need not have
_OF_RATINGS = (*_OF_CUSTOMERS, "supervisor_rating", "mystery_visit")
_NO_EXAM = 0.4  # what the columns of ratings count in a file of exams
_EXAM = re.compile(
    r"\b(?:quiz|exam|passing score|pass mark|points possible|correct answers|n correct|attempts?)\b"
    r"|\b(?:examen|toets|esame|prova final)\b|prüfung|試験|テスト|시험|экзамен|sınav"
    r"|考试|考試|测验|測驗|及格|补考|補考|初考|交卷|答卷得分|grade\s*/\s*\d|\bq\. ?\d+ ?/|/\d+[.,]\d\d\s*$",
    re.I,
)
_OUT_OF = re.compile(r"\d+(?:\.\d+)?\s*/\s*\d+(?:\.\d+)?")
_OF_EXAMS, _FIRST = (TRAINING, EXAM_ITEM), 2000  # rows
_READ = 500  # people, or visits, whose items are looked at
_MANY = 10  # answers that tell how far their scale goes
_LOW = 10  # the highest of numbers that hardly go to 100
_WIDE = 100  # limits above this only keep out slips, so small numbers fit them as well


def recognise(sheet: Sheet, name: str = "") -> tuple[tuple[str, float], ...]:
    """The names of all kinds with a sureness from 0 to 1, the most probable first. `name`: of the
    file, which may say that it holds exams."""
    # The first rows tell enough of a file of exams, whose columns may have to be taken apart.
    first = replace(sheet, cells=sheet.cells.iloc[:_FIRST], lines=sheet.lines[:_FIRST])
    is_exam = _is_exam(first, name)
    ranked = [
        (
            kind.name,
            _sureness(first if kind in _OF_EXAMS else sheet, kind, is_exam)
            * (1.0 if _is_named(kind, sheet, name) else _UNNAMED),
        )
        for kind in UPLOADED
    ]
    return tuple(sorted(ranked, key=lambda entry: -entry[1]))


def fits(ranked: Sequence[tuple[str, float]]) -> bool:
    """Whether the likeliest kind is one at all."""
    name, sureness = ranked[0]
    return sureness >= (_TARGETS if name == "target" else FITS)


def nearest(
    sheet: Sheet, ranked: Sequence[tuple[str, float]], most: int = 3
) -> list[tuple[DatasetKind, tuple[Text | Message, ...]]]:
    """The kinds that a file of no kind comes nearest to, and what each of them would need
    besides."""
    found = []
    for name, _ in ranked[:most]:
        kind = kind_named(name)
        proposed = match(sheet, kind, Options())
        found.append(
            (kind, missing_words(missing_columns(proposed, kind, Options()), kind, proposed))
        )
    return found


def _sureness(sheet: Sheet, kind: DatasetKind, is_exam: bool) -> float:
    """Mostly how many required columns are there and hold what they should, then how much of the
    file is used."""
    given = sheet
    plain = as_plain(sheet, kind, Options(), looks_at_cells=is_exam).sheet
    if kind is MYSTERY_ITEM:
        plain = one_an_item("", _beginning(plain), kind, Options()).sheet
    plain = one_a_month("", plain, kind, Options(), date.today()).sheet
    plain = as_said("", plain, kind, Options(), date.today()).sheet
    sheet, seen = _with_items(
        one_a_course(one_a_result(plain, kind, Options()).sheet, kind, Options()).sheet, kind
    )
    proposed = match(sheet, kind, with_own_words(sheet, kind, Options()))
    required = [
        column
        for column in kind.columns
        if column.required and column.name not in (*kind.one_of, *kind.placed_by)
    ]
    either = max(
        (
            _held(sheet, proposed, column, kind)
            * (_NAMED if kind.is_code(column) and not column.required else 1.0)
            for column in map(kind.column, kind.one_of)
        ),
        default=0.0,
    )
    if kind is MYSTERY_VISIT and not either and lost_points(sheet) is not None:
        either = _LIKELY
    ways = long_form(sheet, kind, proposed, Options())
    certain = any(way.certain for way in ways)
    held = (
        sum(_held(sheet, proposed, column, kind) for column in required)
        + either
        + (_LIKELY if certain else _ONE_OF if ways else 0)
        + seen
    )
    if is_exam and kind is TRAINING and either:
        held += sum(
            _UNSAID for column in required if column.name not in proposed.columns.values()
        )  # what it does not say may be in the name of the file, or is asked for
    elif is_exam and (
        kind.name in _OF_RATINGS
        or kind is EXAM_ITEM
        and _has_results(plain)
        and proposed.position("item") in (None, *proposed.likely)
    ):
        held *= _NO_EXAM
    if kind.name in _OF_CUSTOMERS and (
        staff_headings(sheet.headings)
        or was_inspected(sheet.headings)
        or answered_themselves(sheet, proposed)
    ):
        held *= _OF_STAFF
    elif _lacks_person(kind, proposed) and was_inspected(sheet.headings):
        held *= _OF_STAFF
    elif kind.person and staff_headings(sheet.headings):
        held *= _NO_RESULT
    if kind is TARGET and (
        is_wide(sheet) if held else has_stages(sheet) or names_targets(sheet.headings)
    ):
        held = _LIKELY * len(required)
    if kind is MYSTERY_ITEM and not was_inspected(given.headings):
        # answers to a questionnaire or of an exam have items too
        held *= (
            _OF_STAFF
            if tells_respondents(given.headings) or _person(given, TRAINING)
            else _NO_RESULT
            if proposed.position("store") is None
            else 1.0
        )
    if kind is PRAISE and not names_praise(sheet):
        held *= _NO_RESULT
    if kind is MYSTERY_VISIT and _is_of_person(proposed):
        held *= _NO_RESULT  # somebody is judged at work, and no place is named that was visited
    used = len(proposed.columns) / (len(proposed.columns) + len(proposed.unused))
    lacking = (
        1 if either else max(1, sum(kind.column(name).required for name in kind.one_of))
    )  # of several of which one is enough all are lacking
    return round(0.8 * held / (len(required) + (lacking if kind.one_of else 0)) + 0.2 * used, 3)


def _is_named(kind: DatasetKind, sheet: Sheet, name: str) -> bool:
    """Whether a kind whose columns many files have is named by the file, where it has to be."""
    return not kind.named_by or any(
        re.search(kind.named_by, text, re.I)
        for text in (*sheet.headings, *sheet.title, sheet.name, name.replace("_", " "))
    )


def _is_exam(sheet: Sheet, name: str) -> bool:
    """Whether a heading, a title or the name of the file says that these are results of exams, or
    the cells of a score are points out of points, and there are people with results."""
    if not any(
        _EXAM.search(text) for text in (*sheet.headings, *sheet.title, name.replace("_", " "))
    ) and not any(
        all(map(_OUT_OF.fullmatch, cells))
        for at, heading in enumerate(sheet.headings)
        if fold(heading) == "score" and (cells := sample(sheet.cells[at].iloc[:200].tolist()))
    ):
        return False
    plain = one_a_course(
        one_a_result(as_plain(sheet, TRAINING, Options()).sheet, TRAINING, Options()).sheet,
        TRAINING,
        Options(),
    ).sheet
    people = _person(plain, TRAINING) or any(
        are_names(plain, at) for at in range(len(plain.headings))
    )
    return people and _has_results(plain)


def _lacks_person(kind: DatasetKind, proposed: Match) -> bool:
    """Whether nobody is named whom each row would have to be about."""
    return (
        kind.person is not None
        and kind.column(kind.person).required
        and proposed.position(kind.person) is None
    )


def _is_of_person(proposed: Match) -> bool:
    return proposed.position("employee") is not None and proposed.position("store") is None


def _beginning(sheet: Sheet) -> Sheet:
    """The first rows of a long sheet, which tell what its columns hold."""
    if len(sheet.cells) <= _READ:
        return sheet
    return replace(sheet, cells=sheet.cells.iloc[:_READ], lines=Lines(sheet.lines[:_READ]))


def _with_items(sheet: Sheet, kind: DatasetKind) -> tuple[Sheet, float]:
    """The answers of a wide exam file, and what its items count where nobody can mark them yet.

    A total beside the items, or no column for the person, speaks for another kind; columns that
    only look like items are asked about.
    """
    if (
        kind is EXAM_ITEM
        and _person(sheet, kind)
        and not _has_results(sheet)
        and marked_items(sheet, Options()).question is not None
    ):
        return sheet, _LIKELY + _ONE_OF
    try:
        found = read_items(sheet, kind, most=_READ)
    except FileRefused:
        return (_without_items(sheet), _LIKELY + _ONE_OF) if _person(sheet, kind) else (sheet, 0.0)
    is_meant = found.items and not found.aside and _person(sheet, kind)
    return (found.sheet if is_meant else sheet), 0.0


def _without_items(sheet: Sheet) -> Sheet:
    items = {at for slot in slots(sheet.headings) for at in slot.columns}
    rest = [at for at in range(len(sheet.headings)) if at not in items]
    return replace(
        sheet,
        headings=tuple(sheet.headings[at] for at in rest),
        cells=sheet.cells[rest].set_axis(range(len(rest)), axis=1),
    )


def _has_results(sheet: Sheet) -> bool:
    found = match(sheet, TRAINING, with_own_words(sheet, TRAINING, Options()))
    return any(found.position(name) is not None for name in TRAINING.one_of)


def _person(sheet: Sheet, kind: DatasetKind) -> bool:
    return match(sheet, kind, Options()).position("employee") is not None


def _held(sheet: Sheet, proposed: Match, column: Column, kind: DatasetKind) -> float:
    """How well one required column is found, 0 to 1."""
    at = proposed.position(column.name)
    if at is None:
        return 0.0
    cells = sample(sheet.cells[at].iloc[:200].tolist())
    guessed = at in proposed.guessed and not is_nameless(sheet)
    trust = (
        _GUESSED
        if guessed
        else _LIKELY
        if at in proposed.likely
        else _GENERIC.get(fold(sheet.headings[at]), 1.0)
    )
    return trust * _within(cells, column) if could_hold(column, cells, kind) else trust / 4


def _within(cells: list[str], column: Column) -> float:
    """How well the numbers fit: the share within the limits, less where they use little of the
    range.

    Answers up to 10 on a scale that is not told are as often recommendations.
    """
    numbers = [float(cell) for cell in cells if cell.replace(".", "", 1).isdecimal()]
    if not numbers:
        return 1.0 if column.scaled or column.high is None else 0.5
    if column.scaled:
        return 0.8 if 7 < max(numbers) <= 10 else 1.0
    if column.low is None or column.high is None:
        return 1.0
    if (column.low, column.high) == (0, _WIDE) and max(numbers) <= _LOW:
        return 0.2
    if column.high == _LOW and len(numbers) >= _MANY and max(numbers) <= _LOW / 2:
        return 0.3  # ten answers from 0 to 10 are hardly ever all in the lower half
    inside = sum(column.low <= number <= column.high for number in numbers) / len(numbers)
    return inside * (1.0 if column.high > _WIDE or max(numbers) > column.high / 2 else 0.6)
