"""Exam files as tools write them, made plain: people whose name stands in two columns, a row of
what exams are out of, a column for each exam under a heading of the tool, games with points, and
"completed" where it says passed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.issues import NOTE, Issue
from data.kinds.catalog import EXAM_ITEM, TRAINING
from data.kinds.schema import DatasetKind
from data.matching.exam_cells import by_cells, judged, parted
from data.matching.headings import match
from data.matching.personal import is_name_part
from data.matching.wide_attempts import Part, one_a_part
from data.matching.wide_courses import sums_up
from data.matching.written import Written
from data.reading.options import Options
from data.reading.sheet import LeftOut, Lines, Sheet
from data.reading.sheets import some
from data.text.folding import fold, vocabulary
from data.text.writing import folded
from data.values.cells import spellings
from data.values.looks import is_date, is_no_answer, is_no_result, is_number
from errors import Message

_FIRST, _LAST = (
    frozenset(map(fold, names))
    for names in (
        (
            "first name",
            "given name",
            "forename",
            "Vorname",
            "Prénom",
            "Nombre",
            "Nome",
            "user name",
            "first",
            "名",
            "名字",
            "Voornaam",
            "Imię",
        ),
        (
            "last name",
            "surname",
            "family name",
            "Nachname",
            "Familienname",
            "Nom de famille",
            "Nom",
            "Apellido(s)",
            "Apellidos",
            "Apellido",
            "Sobrenome",
            "Cognome",
            "Achternaam",
            "Nazwisko",
            "user surname",
            "last",
            "姓",
            "姓氏",
        ),
    )
)
_NAME = frozenset(map(fold, ("name", "Name", "Naam", "nombre", "nome", "nom", "姓名")))
_MAXIMA = frozenset(
    map(
        fold,
        (
            "points possible",
            "possible points",
            "points",
            "max",
            "maximum",
            "max points",
            "maximum points",
            "max score",
            "maximum score",
            "out of",
            "满分",
            "分值",
            "滿分",
        ),
    )
)
_DAY_ROW = frozenset(map(fold, ("date", "due date", "日期", "Datum", "fecha")))
_CHINESE = re.compile(r"[\u3400-\u9fff]{1,2}")  # a surname, before the other one
_ABOVE = 3  # rows under the headings among which such a row is looked for
_WITHIN = 0.95  # share of the points that are not above what they are said to be out of
# How a learning platform heads the points of one exam, with what they are out of.
_HEADED = (
    re.compile(
        r"(?P<name>\S.*?)\s*\[Total Pts:\s*(?:up to\s*)?(?P<maximum>\d+(?:[.,]\d+)?)[^\]]*\]\s*\|\s*\d+"
    ),
    re.compile(
        r"(?P<name>\S.*?)\s*[-–—:,]?\s*[(\[]?max(?:imum)?\.? (?:points?|score|grade|marks?)\s*[:=]?"
        r"\s*(?P<maximum>\d+(?:[.,]\d+)?)[)\]]?",
        re.I,
    ),
    re.compile(
        r"(?P<name>\S.*?)\s+Points Grade\s*<[^>]*MaxPoints:\s*(?P<maximum>\d+(?:[.,]\d+)?)[^>]*>"
    ),
)
_NUMBER_BEHIND = re.compile(r"\s*\(\d{3,}\)$")  # of an exam in Canvas
_SUMMED_UP = re.compile(
    r"(?:current|final|unposted|weighted|subtotal|running|course)\b.*\b(?:points?|scores?|grades?|total)|total\b",
    re.I,
)
_TEST_PERSON = "studenttest"  # as Canvas calls the view of its teachers
_ENDED = re.compile(
    r"(?P<name>\S.*?)\s*[-–—]\s*(?:completion date|date completed|completed on|完成日期|完成时间|完成時間)",
    re.I,
)
_COMPLETED = frozenset(
    map(
        fold,
        (
            "complete",
            "completed",
            "已完成",
            "完成",
            "abgeschlossen",
            "terminé",
            "finalizado",
            "completado",
            "concluído",
        ),
    )
)
# How tools of games call right answers, wrong ones, all questions, and the points beside them.
_RIGHT, _WRONG, _OF_ALL, _POINTS = (
    frozenset(map(fold, names))
    for names in (
        (
            *(
                "correct answers",
                "correct",
                "number correct",
                "right answers",
                "answered correctly",
            ),
            *(
                "答对题数",
                "正确题数",
                "答對題數",
                "正確題數",
                "richtige Antworten",
                "bonnes réponses",
            ),
            *("respuestas correctas", "respostas corretas", "risposte corrette"),
        ),
        (
            *("incorrect answers", "incorrect", "wrong answers", "wrong", "answered incorrectly"),
            *(
                "答错题数",
                "错误题数",
                "答錯題數",
                "错题数",
                "falsche Antworten",
                "mauvaises réponses",
            ),
            *("respuestas incorrectas", "respostas incorretas"),
        ),
        (
            *("total questions", "questions", "number of questions", "questions total"),
            *("总题数", "题目总数", "總題數", "題數", "题数", "Fragen", "Anzahl Fragen"),
            *("nombre de questions", "total de preguntas", "total de perguntas"),
        ),
        ("score", "points", "total points", "得分", "分数", "積分", "积分", "總分", "总分"),
    )
)
_MAXIMA_ROW = Message(
    "This row says what each exam is out of, so it was read as that and not as a person."
)
_SETTINGS_ROW = Message(
    "This row says how each exam is marked, so it was read as that and not as a person."
)
_DAYS_ROW = Message("This row says when each exam was, so it was read as that and not as a person.")
_TEST_ROW = Message(
    "This row is the test person of the learning platform, so it is nobody's result."
)


def as_plain(
    sheet: Sheet, kind: DatasetKind, options: Options, looks_at_cells: bool = True
) -> Written:
    """The sheet of an exam file with one person and one exam a row, as far as its tool's own form
    tells without a doubt; of other files the sheet itself.

    `looks_at_cells`: where it is certain that the file holds exams, its cells tell columns too.
    """
    if kind not in (TRAINING, EXAM_ITEM) or sheet.cells.empty:
        return Written(sheet)
    both = parted(sheet, kind, options) if kind is TRAINING else Written(sheet)
    told = by_cells(both.sheet, kind, options) if looks_at_cells else Written(both.sheet)
    named = _named(told.sheet, kind, options)
    if kind is EXAM_ITEM:
        return Written(named.sheet, (*told.told, *named.told))
    game = _of_game(named.sheet, options)
    exams = _one_an_exam(game.sheet, options)
    results = judged(exams.sheet, options) if looks_at_cells else Written(exams.sheet)
    numbered = _from_one(results.sheet, options)
    said = _completed(numbered.sheet, options)
    steps = (both, told, named, game, exams, results, numbered, said)
    return Written(said.sheet, tuple(told for step in steps for told in step.told))


def _named(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The person as one text where only the parts of a name tell who it is: of two people called
    Hill neither is the other."""
    if "employee" in {*options.set, *options.match.values()}:
        return Written(sheet)
    first, last = (
        min(
            (at for at, heading in enumerate(sheet.headings) if fold(heading) in names),
            key=lambda at: not is_name_part(sheet.headings[at]),  # rather than "Username"
            default=None,
        )
        for names in (_FIRST, _LAST)
    )
    if last is None and first is not None:  # "Name" beside "Vorname" is the other one
        last = next(
            (at for at, heading in enumerate(sheet.headings) if fold(heading) in _NAME), None
        )
    if first is None or last is None or first == last:
        return Written(sheet)
    at = match(sheet, kind, Options(set=options.set)).position("employee")
    if at is not None and at not in (first, last):
        return Written(sheet)
    chinese = sheet.cells[last].map(lambda name: bool(_CHINESE.fullmatch(name))).all()
    names = (
        sheet.cells[last].str.cat(sheet.cells[first])
        if chinese
        else sheet.cells[first].str.cat(sheet.cells[last], sep=" ").str.strip()
    )
    told = Message(
        "Nothing but the name tells people apart, so those under \u201c{first}\u201d and "
        "\u201c{last}\u201d were put together.",
        {"first": sheet.headings[first], "last": sheet.headings[last]},
    )
    return Written(
        with_column(sheet, kind.column("employee").label, names.tolist()), (Issue(NOTE, told),)
    )


def with_column(sheet: Sheet, heading: str, cells: Sequence[str]) -> Sheet:
    """The sheet with one more column; its heading is one that no other column has."""
    if fold(heading) in map(fold, sheet.headings):
        heading = f"{heading} (2)"
    column = pd.Series(pd.array(np.array(cells, dtype=object), dtype="str"))
    return replace(
        sheet,
        headings=(*sheet.headings, heading),
        cells=pd.concat([sheet.cells, column.rename(len(sheet.headings))], axis=1),
    )


def _of_game(sheet: Sheet, options: Options) -> Written:
    """Right answers out of all in the place of the points of a game, which count how quick somebody
    was."""
    found = {fold(heading): at for at, heading in enumerate(sheet.headings)}
    right = next((found[name] for name in _RIGHT if name in found), None)
    wrong = next((found[name] for name in _WRONG if name in found), None)
    of_all = next((found[name] for name in _OF_ALL if name in found), None)
    games = [
        at
        for at, heading in enumerate(sheet.headings)
        if fold(heading).startswith("totalscore") or fold(heading) in _POINTS
    ]
    other = wrong if wrong is not None else of_all
    if (
        right is None
        or other is None
        or not games
        or {"score", "maximum"} & {*options.match.values(), *options.set}
    ):
        return Written(sheet)
    counts = [pd.to_numeric(sheet.cells[at], errors="coerce") for at in (right, other)]
    points = pd.to_numeric(sheet.cells[games[0]].str.replace(",", ""), errors="coerce")
    tops = counts[0] + counts[1] if wrong is not None else counts[1]
    if any(count.isna().any() for count in counts) or not (points > tops).any():
        return Written(sheet)
    made = with_column(
        _without(sheet, [games[0], right, other]),
        TRAINING.column("score").label,
        [f"{one:g} / {top:g}" for one, top in zip(counts[0], tops, strict=True)],
    )
    told = Message(
        "The score is how many answers were right, out of \u201c{right}\u201d and \u201c{wrong}\u201d: "
        "\u201c{points}\u201d also counts how quick somebody was.",
        {
            "right": sheet.headings[right],
            "wrong": sheet.headings[other],
            "points": sheet.headings[games[0]],
        },
    )
    return Written(made, (Issue(NOTE, told),))


def _without(sheet: Sheet, places: Sequence[int]) -> Sheet:
    kept = [at for at in range(len(sheet.headings)) if at not in places]
    return replace(
        sheet,
        headings=tuple(sheet.headings[at] for at in kept),
        cells=sheet.cells[kept].set_axis(range(len(kept)), axis=1),
    )


@dataclass(frozen=True)
class _Exam:
    """A column of points, or of results: the name of the exam, what it is out of, and its day, a
    column or a text."""

    name: str
    at: int
    maximum: str = ""
    day: int | str = ""
    column: str = "score"


def _one_an_exam(sheet: Sheet, options: Options) -> Written:
    """One result a row, where the headings or a row of their own name each exam as a tool does."""
    if {"score", "outcome", "maximum"} & {*options.match.values(), *options.set}:
        return Written(sheet)
    own = match(sheet, TRAINING, Options(set=options.set))
    person = own.position("employee")
    if person is None:
        return Written(sheet)
    above = _maxima_row(sheet, person)
    exams = _exams(sheet, above) if above is not None else _headed(sheet) or _ended(sheet)
    if not exams:
        return Written(sheet)
    special = {} if above is None else above.rows
    if above is not None:
        test = [any(fold(cell) == _TEST_PERSON for cell in row) for row in sheet.cells.to_numpy()]
        special |= dict.fromkeys(np.flatnonzero(test).tolist(), _TEST_ROW)
    sheet = _of_results(sheet, exams)
    sheet = _without_rows(sheet, special)
    places = {exam.at for exam in exams} | {exam.day for exam in exams if isinstance(exam.day, int)}
    aside = [
        at
        for at, heading in enumerate(sheet.headings)
        if at not in places
        and (
            own.columns.get(at) in ("score", "outcome", "maximum")
            or sums_up(heading)
            or _SUMMED_UP.search(heading)
        )
    ]
    course = own.position("course") is not None or "course" in options.set
    alone = len(exams) == 1 and (course or fold(exams[0].name) in vocabulary(TRAINING))
    parts: list[Part] = [
        ({} if alone else {"module" if course else "course": exam.name})
        | {exam.column: exam.at}
        | ({"maximum": exam.maximum} if exam.maximum else {})
        | ({"date": exam.day} if exam.day != "" else {})
        for exam in exams
    ]
    if any(exam.day != "" for exam in exams):
        aside += [at for at, name in own.columns.items() if name == "date" and at not in places]
    return one_a_part(sheet, parts, aside)


@dataclass(frozen=True)
class _Above:
    """Rows under the headings that tell of the exams: what they are out of, and when they were."""

    rows: dict[int, Message]
    maxima: dict[int, str]
    days: dict[int, str]


def _maxima_row(sheet: Sheet, person: int) -> _Above | None:
    head = sheet.cells.iloc[:_ABOVE]
    labels = [{fold(cell) for cell in head.iloc[row] if cell} for row in range(len(head))]
    rows = [row for row, told in enumerate(labels) if told & _MAXIMA]
    if len(rows) != 1 or len(sheet.cells) <= _ABOVE:
        return None
    row = rows[0]
    who = sheet.cells[person].iloc[row]
    if who and fold(who) not in _MAXIMA:
        return None  # somebody whose cell happens to say so
    days = next((at for at, told in enumerate(labels) if told & _DAY_ROW and at != row), None)
    above = [at for at in range(row) if _says_how(head.iloc[at], person)]
    skipped = [at for at in (row, days, *above) if at is not None]
    maxima = {
        at: cell
        for at in range(len(sheet.headings))
        if is_number(cell := head[at].iloc[row])
        and _are_within(sheet.cells[at].drop(index=skipped), cell)
    }
    if not maxima:
        return None
    told = {} if days is None else {at: day for at in maxima if is_date(day := head[at].iloc[days])}
    reasons = dict.fromkeys(above, _SETTINGS_ROW) | {row: _MAXIMA_ROW}
    return _Above(reasons | ({days: _DAYS_ROW} if days is not None else {}), maxima, told)


def _says_how(cells: pd.Series, person: int) -> bool:
    """Whether a row names nobody and holds no number, as the one that says how each exam is
    marked."""
    return not cells[person] and not any(map(is_number, cells))


def _are_within(cells: pd.Series, maximum: str) -> bool:
    numbers = pd.to_numeric(cells[~cells.map(is_no_answer)], errors="coerce")
    top = float(maximum.replace(",", "."))
    return (
        top > 0
        and len(numbers) > 0
        and not numbers.isna().any()
        and (numbers <= top).mean() >= _WITHIN
    )


def _exams(sheet: Sheet, above: _Above) -> list[_Exam]:
    return [
        _Exam(_NUMBER_BEHIND.sub("", sheet.headings[at]), at, maximum, above.days.get(at, ""))
        for at, maximum in above.maxima.items()
        if not sums_up(sheet.headings[at]) and not _SUMMED_UP.search(sheet.headings[at])
    ]


def _headed(sheet: Sheet) -> list[_Exam]:
    found = []
    for at, heading in enumerate(sheet.headings):
        told = next((told for form in _HEADED if (told := form.fullmatch(heading.strip()))), None)
        if told is None or sums_up(told["name"]) or _SUMMED_UP.search(told["name"]):
            continue
        cells = [cell for cell in sheet.cells[at] if not is_no_answer(cell)]
        known = fold(told["name"]) in vocabulary(TRAINING)
        if cells and not known and all(map(is_number, cells)):
            found.append(_Exam(told["name"], at, told["maximum"].replace(",", ".")))
    return found


def _ended(sheet: Sheet) -> list[_Exam]:
    """Results with the day of each beside them, as a platform writes who completed what: those that
    say whether somebody passed."""
    places = {fold(heading): at for at, heading in enumerate(sheet.headings)}
    known = spellings(TRAINING.column("outcome"))
    found = []
    for day, heading in enumerate(sheet.headings):
        told = _ENDED.fullmatch(heading.strip())
        if told is None:
            continue
        at = places.get(fold(told["name"]))
        if at is not None and at != day and any(folded(cell) in known for cell in sheet.cells[at]):
            found.append(_Exam(told["name"], at, day=day, column="outcome"))
    return found


def _of_results(sheet: Sheet, exams: Sequence[_Exam]) -> Sheet:
    """The sheet without the states of exams that say neither passed nor failed: these people have
    no result yet."""
    known = spellings(TRAINING.column("outcome"))
    cells = sheet.cells.copy(deep=False)
    for exam in exams:
        if exam.column == "outcome":
            cells[exam.at] = cells[exam.at].where(
                cells[exam.at].map(lambda cell: folded(cell) in known), ""
            )
    return replace(sheet, cells=cells)


def _without_rows(sheet: Sheet, reasons: dict[int, Message]) -> Sheet:
    if not reasons:
        return sheet
    kept = np.setdiff1d(np.arange(len(sheet.lines)), list(reasons))
    left = [
        LeftOut(sheet.lines[at], ", ".join(filter(None, sheet.cells.iloc[at])), reason)
        for at, reason in sorted(reasons.items())
    ]
    return replace(
        sheet,
        cells=sheet.cells.iloc[kept].reset_index(drop=True),
        lines=Lines(np.asarray(sheet.lines)[kept]),
        left_out=sheet.left_out + left,
    )


def _from_one(sheet: Sheet, options: Options) -> Written:
    """Attempts numbered from one, where a column counts how often somebody sat again; that who has
    no result sat 0 times says nothing of the others."""
    own = match(sheet, TRAINING, Options(set=options.set))
    at = own.position("attempt")
    results = [place for place in map(own.position, TRAINING.one_of) if place is not None]
    if at is None:
        return Written(sheet)
    never = sheet.cells[sheet.cells[at].isin(["0", "0.0"])]
    sat = (cell for place in results for cell in never[place].unique())
    if never.empty or results and all(map(is_no_result, sat)):
        return Written(sheet)
    numbers = pd.to_numeric(sheet.cells[at], errors="coerce")
    cells = sheet.cells.copy(deep=False)
    more = (numbers + 1).map(lambda number: f"{number:g}" if number == number else "")
    cells[at] = more.where(numbers.notna(), sheet.cells[at]).astype("str")
    told = Message(
        "\u201c{heading}\u201d counts from 0, so it was read as how often somebody sat the exam again.",
        {"heading": sheet.headings[at]},
    )
    return Written(replace(sheet, cells=cells), (Issue(NOTE, told),))


def _completed(sheet: Sheet, options: Options) -> Written:
    """ "Completed" read as passed where others failed, unless their scores are mixed up with each
    other."""
    if "outcome" in options.match.values():
        return Written(sheet)
    own = match(sheet, TRAINING, Options(set=options.set))
    at, score = own.position("outcome"), own.position("score")
    if at is None:
        return Written(sheet)
    known = spellings(TRAINING.column("outcome"))
    words = {cell: fold(cell) for cell in sheet.cells[at].unique()}
    done = sheet.cells[at].map(lambda cell: words[cell] in _COMPLETED)
    values = sheet.cells[at].map(lambda cell: known.get(folded(cell), fold(cell)))
    failed, passed = values.eq("failed"), values.eq("passed")
    if not done.any() or not failed.any() or passed.any():
        return Written(sheet)
    if score is not None:
        points = pd.to_numeric(sheet.cells[score].str.rstrip("%分 "), errors="coerce")
        if not points[done].min() >= points[failed].max():
            return Written(sheet)
    cells = sheet.cells.copy()
    cells[at] = cells[at].mask(done, "passed").astype("str")
    told = Message(
        "Under \u201c{heading}\u201d, \u201c{word}\u201d was read as passed, since the others say "
        "\u201c{failed}\u201d.",
        {
            "heading": sheet.headings[at],
            "word": sheet.cells[at][done].iloc[0],
            "failed": some(list(sheet.cells[at][failed].unique())),
        },
    )
    return Written(replace(sheet, cells=cells), (Issue(NOTE, told),))
