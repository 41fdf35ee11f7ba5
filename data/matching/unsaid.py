"""What a file of exams does not say of its rows: the course, the day, what percent
passes. All of it is one question, with what the file's name, its title or its headings suggest.

Where nothing suggests what is needed, nothing is proposed, and what is missing is named together.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePath

import pandas as pd

from data.issues import NOTE, Issue
from data.kinds.catalog import EXAM_ITEM, TRAINING
from data.kinds.schema import DatasetKind
from data.matching.cell_looks import is_file
from data.matching.coded_courses import coded_course, named_courses
from data.matching.exam_cells import (
    are_names,
    days_of,
    lone_points,
    nameless,
    parts_results,
    person_of_items,
)
from data.matching.exam_day import answered_day, day_question
from data.matching.exam_forms import with_column
from data.matching.exam_headings import slots
from data.matching.exam_signs import names_exam
from data.matching.given import Given
from data.matching.heading_says import is_measured
from data.matching.headings import is_nameless, match
from data.matching.hinted_day import hinted_day
from data.matching.inferred import with_own_words
from data.matching.likeness import sample
from data.matching.lone_attempt import lone_person
from data.matching.match import Match
from data.matching.named_after import course_in, day_in
from data.matching.needed import with_chosen
from data.matching.personal import about_customer, about_superior
from data.matching.proposal import Proposal
from data.matching.result_columns import agreeing_mark, parting_words, verdicts_in_part
from data.matching.stated_marks import with_stated, without_marks
from data.matching.unknown_maximum import (
    HUNDRED,
    low_courses,
    needed_maximum,
    next_round,
    points_among,
    top_beside,
)
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.reading.sheets import some
from data.text.folding import fold
from data.text.writing import folded
from data.values.cells import spellings
from data.values.looks import is_date, is_no_answer, is_number
from errors import Message
from i18n import N_, Text

PASS_MARKS = _LIKELY, _, _LIKELY_ZH = "80", "70", "60"  # percent offered, as answers only
NAME, MEAN_ONLY, YES, NO = "unsaid", "mean_only", "yes", "no"
_CHINESE = re.compile(r"[\u3400-\u9fff]")
# Headings of days that stand near the exam where no column holds its own.
_NEAR = re.compile(
    r"(?:quiz|exam|test)\b.*\b(?:created|date)|\bstart(?:ed)?\b|begonnen|commencé|comenzado|开始|開始|\bplayed\b",
    re.I,
)
_ENDED = re.compile(r"\b(?:end|ended|finish|complet|submit|taken)|结束|結束|提交|完成|交卷", re.I)
_OF_COURSES = re.compile(
    r"learning|content|course|training|\btopic|quiz|exam|\btest|lesson|assessment"
    r"|element(?:titel|name)|item title|schulung|\bkurs|formation|curso|corso|研修|講座|コース|课|課|考试|考試|考核|培训|培訓|测验|測驗|试卷|試卷",
    re.I,
)
# What the heading of points says behind the name of the exam.
_POINTS_AT_END = re.compile(r"(?:成绩|成績|得分|总分|總分|分数|分數)\s*$")
_ABOUT_COURSES = re.compile(
    r"complet|人$|员$|員$|官$|评委|評委|examiner|trainer|instructor|prüfer|abgeschlossen|terminé|进度|進度|完成|type|status|result|ergebnis|grade|score|categor|version|language|provider|code|\bid\b|link|url|form|attempt|time|duration|类型|類型|状态|狀態"
    r"|结果|結果|方式|分类|分類|编号|編號|时长|時長|用时|用時|耗时|耗時|来源|來源|[?？]",
    re.I,
)
_OF_POINTS = re.compile(
    r"scor|point|punkt|punt|pont|grade|marks?\b|nota\b|note\b|分|点|點|点数|점", re.I
)
_NAMES_EXAM = re.compile(
    r"quiz|exam|test|prüfung|成绩|成績|考|测|測|培训|培訓|テスト|試験|시험|평가", re.I
)
_TOP = "maximum=column"  # what is proposed where a column says it
_FEW_COURSES, _LONGEST_NAME = 3, 80  # of the name of a file
# What a row has to hold for anything to be proposed besides.
_RESULTS = {TRAINING.name: frozenset({"score", "outcome"})}
_MANY = 0.1  # share of the rows with a score whose result says nothing, from which on a pass mark is needed


@dataclass(frozen=True)
class _Lacking:
    """The proposals, and whether a pass mark is lacking; `unsolved`: something is lacking for which
    there is none."""

    proposals: tuple[Proposal, ...] = ()
    pass_mark: bool = False
    unsolved: bool = False
    names: tuple[Text, ...] = field(default_factory=tuple)
    undated: bool = False


def asked_once(
    sheet: Sheet,
    given: Given,
    beside: Sequence[Question] = (),
    above: Sequence[str] = (),
) -> Written:
    """The sheet with what it does not say in columns of their own, as answered, else as is likely,
    and the one question about it.

    `beside`: questions about how its columns of results were read. Where this one is asked they are
    part of it, unless it was answered with no. `above`: headings of the file as it was, which may
    say more.
    """
    file, kind, options, today = given.file, given.kind, given.options, given.today
    if kind not in (TRAINING, EXAM_ITEM) or sheet.cells.empty:
        return Written(sheet, questions=tuple(beside))
    stated = with_stated(file, sheet, options, above) if kind is TRAINING else Written(sheet)
    sheet = stated.sheet
    lacking = _lacking(file, sheet, kind, options, today)
    if lacking.unsolved or not (lacking.names or lacking.undated):
        named = tuple(
            each for each in lacking.proposals if each.at is not None and is_nameless(sheet)
        )
        found = _filled(sheet, kind, _Lacking(named), YES) if named else sheet
        return Written(found, stated.told, tuple(beside))
    dated, day = _dated(file, sheet, kind, today, options) if lacking.undated else (sheet, ())
    if not lacking.names:
        return Written(dated, stated.told, (*day, *beside))
    question = _question(sheet, given, lacking, beside, stated.told)
    answer = question.answer(options.answers)
    if answer == NO:
        return Written(dated, stated.told, (question, *day, *beside))
    if answer == MEAN_ONLY:  # nobody passes or fails
        kept = tuple(each for each in lacking.proposals if each.column != "outcome")
        lacking = replace(lacking, proposals=kept)
    told = (*stated.told, *(Issue(NOTE, proposal.seen) for proposal in lacking.proposals))
    answered = tuple(asked for asked in beside if asked.name in options.answers)
    return Written(_filled(dated, kind, lacking, answer), told, (question, *day, *answered))


def _dated(
    file: str, sheet: Sheet, kind: DatasetKind, today: date, options: Options
) -> tuple[Sheet, tuple[Question, ...]]:
    """The sheet with the day that was answered, else as is likely, and the question about it."""
    texts = (*sheet.title, PurePath(file).stem, sheet.name)
    hints = (hinted_day(text, today) for text in texts)
    question = day_question(today, options, next(filter(None, hints), None))
    day = answered_day(question, today, options)
    label = kind.column(kind.date).label
    return (with_column(sheet, label, [day] * len(sheet.lines)) if day else sheet), (question,)


def _lacking(file: str, sheet: Sheet, kind: DatasetKind, options: Options, today: date) -> _Lacking:
    own = match(sheet, kind, with_own_words(sheet, kind, Options(set=options.set)))
    known = {*own.columns.values(), *options.set, *options.match.values()} - {""}
    told = _by_their_cells(sheet, kind, own, known, options)
    result = _RESULTS.get(kind.name, frozenset({"score"}))
    own = with_chosen(sheet, kind, own, told, options)
    known |= {*own.columns.values()}
    known |= told.keys()
    lone = lone_person(sheet, kind, own, known, options)
    known |= {each.column for each in lone}
    if "employee" not in known or not result & known:
        return _Lacking()
    proposals: list[Proposal | None] = [
        *(_as_headed(sheet, kind, name, at) for name, at in told.items()),
        *lone,
    ]
    names: list[Text] = [kind.column(each).label for each in (*told, *(one.column for one in lone))]
    undated = False
    for column in kind.columns:
        if column.name in known or not column.required or column.name in kind.one_of:
            continue
        make = {"course": _course, "date": _day}.get(column.name)
        found = make(file, sheet, kind, own, today) if make else None
        if column.name == kind.date and found is None and not _names_a_day(file, sheet):
            undated = True
            continue
        proposals.append(found)
        names.append(column.label)
    own = _with_proposed(own, proposals)
    if "maximum" not in known and (own.needed or _needs_maximum(sheet, kind, own, options)):
        proposals.append(_highest(sheet, own, options))
        names.append(kind.column("maximum").label)
    pass_mark = (
        kind is TRAINING and options.pass_mark is None and _needs_pass_mark(sheet, own, known)
    )
    if pass_mark and (verdicts := parting_words(sheet, own)) is not None:
        proposals.append(verdicts)
        names.append(kind.column("outcome").label)
        pass_mark = False
    elif (
        kind is TRAINING
        and (verdicts := verdicts_in_part(sheet, own, known, options.match)) is not None
    ):
        proposals.append(verdicts)
        names.append(kind.column("outcome").label)
    if pass_mark:
        names.append(N_("what percent passes"))
    if names:
        # What only resembles a known heading is confirmed by the same answer; where another one may
        # be meant, that is asked for itself, with the choice.
        likely = [
            at
            for at in own.likely
            if own.columns[at] not in {*options.match.values(), *told, *own.rivals}
            and at not in told.values()
        ]
        proposals += [_as_headed(sheet, kind, own.columns[at], at) for at in likely]
    made = tuple(proposal for proposal in proposals if proposal is not None)
    return _Lacking(made, pass_mark, len(made) < len(proposals), tuple(names), undated)


def _by_their_cells(
    sheet: Sheet, kind: DatasetKind, own: Match, known: set[str], options: Options
) -> dict[str, int]:
    """Columns of a file of results that only the cells tell: who, and how many points."""
    if kind is EXAM_ITEM:
        person = None if "employee" in known else person_of_items(sheet)
        return {} if person is None else {"employee": person}
    if is_nameless(sheet):
        return {} if options.match else nameless(sheet)
    told: dict[str, int] = {}
    person = None if "employee" in known else _people(sheet, own)
    if person is not None:
        told["employee"] = person
    if "employee" in known | told.keys() and "score" not in known:
        points = lone_points(sheet, {*own.columns, *told.values()})
        outcome = own.position("outcome")
        if points is not None and (
            "outcome" not in known
            or _OF_POINTS.search(sheet.headings[points])
            or outcome is not None
            and parts_results(sheet, points, outcome)
        ):
            told["score"] = points
    return told


def _with_proposed(own: Match, proposals: Sequence[Proposal | None]) -> Match:
    """What the headings mean together with what is proposed of them."""
    more = {
        each.at: each.column
        for each in proposals
        if each is not None and each.at is not None and not each.cells
    }
    return replace(own, columns={**own.columns, **more})


def _needs_maximum(sheet: Sheet, kind: DatasetKind, own: Match, options: Options) -> bool:
    """Whether points under proposed headings are hardly out of a hundred, or another column says
    that they are not."""
    at = own.position("score")
    if kind is not TRAINING or at is None or own.maximum is not None:
        return False
    if own.position("maximum") is not None:
        return False
    needed = needed_maximum(sheet, kind, own.columns, sample(sheet.cells[at])) is not None
    return needed or _top(sheet, own, options, or_hundred=False) is not None


def _top(sheet: Sheet, own: Match, options: Options, or_hundred: bool) -> int | None:
    """The column that may say out of how many the points are; once confirmed it holds for files in
    which somebody earned more, too."""
    confirmed = any(
        is_unsaid(name) and _TOP in name.removeprefix(_name("")).split(";") and answer != NO
        for name, answer in options.answers.items()
    )
    return top_beside(sheet, own, or_hundred, confirmed)


def _names_a_day(file: str, sheet: Sheet) -> bool:
    """Whether a name or a title names days, though none that could be the exam's."""
    return any(day_in(text) is not None for text in (*sheet.title, file, sheet.name))


def _course(file: str, sheet: Sheet, kind: DatasetKind, own: Match, today: date) -> Proposal | None:
    places = (
        *((line, N_("the title above the table")) for line in sorted(sheet.title, key=_unlabelled)),
        (file, N_("the name of the file")),
        (sheet.name, N_("the name of the sheet")),
    )
    if (at := _course_column(sheet, own)) is not None:
        return _as_headed(sheet, kind, "course", at)
    if (at := coded_course(sheet, own, (file, *sheet.title))) is not None:
        coded = _as_headed(sheet, kind, "course", at)
        return replace(coded, at=None, cells=named_courses(sheet, at))
    for text, where in places:
        if course := course_in(without_marks(text)):
            return _course_of(course, where, kind)
    if course := _course_of_points(sheet, own):
        return _course_of(course, N_("the heading of the points"), kind)
    # Whoever sees the name of the file can say which exam it was.
    name = PurePath(file).stem.strip()[:_LONGEST_NAME]
    named = _NAMES_EXAM.search(name) is not None
    return _course_of(name, N_("the name of the file"), kind) if named else None


def _course_of_points(sheet: Sheet, own: Match) -> str:
    """What the heading of the only points calls the exam, as in 安全考试成绩; "" where it calls it
    nothing."""
    at = own.position("score")
    at = lone_points(sheet, set(own.columns)) if at is None else at
    named = at is not None and names_exam(sheet.headings[at])
    return course_in(_POINTS_AT_END.sub("", sheet.headings[at])) if named and at is not None else ""


def _course_of(name: str, place: Text, kind: DatasetKind) -> Proposal | None:
    seen = Message(
        "{column}: \u201c{value}\u201d, from {place}.",
        {"column": kind.column("course").label, "value": name, "place": place},
    )
    return Proposal("course", f"course={name}", seen, name) if name else None


def _unlabelled(line: str) -> bool:
    """Whether a title does not say what it names: "Course: Calls" comes before others."""
    return ":" not in line and "：" not in line


def _course_column(sheet: Sheet, own: Match) -> int | None:
    """The only column of few texts whose heading speaks of courses or exams."""
    found, verdicts = [], spellings(TRAINING.column("outcome"))
    for at, heading in enumerate(sheet.headings):
        cells = [cell for cell in sample(sheet.cells[at].tolist()) if not is_no_answer(cell)]
        few = len(set(cells)) <= max(_FEW_COURSES, len(cells) // 2)
        if (
            at not in own.columns
            and _OF_COURSES.search(heading)
            and not _ABOUT_COURSES.search(heading)
            and cells
            and few
            and not is_measured(heading)
            and not any(folded(cell) in verdicts or is_file(cell) for cell in cells)
            and not any(is_number(cell) or is_date(cell) for cell in cells)
            and all(any(map(str.isalpha, cell)) for cell in cells)
        ):
            found.append(at)
    return found[0] if len(found) == 1 else None


def _day(file: str, sheet: Sheet, kind: DatasetKind, own: Match, today: date) -> Proposal | None:
    label = kind.column("date").label
    for name, texts, where in (
        ("title", sheet.title, N_("the title above the table")),
        ("file", (file,), N_("the name of the file")),
        ("sheet", (sheet.name,), N_("the name of the sheet")),
    ):
        days = {found for text in texts if (found := day_in(text)) is not None}
        if len(days) == 1:
            day, is_month = days.pop()
            if day > today:
                continue
            sentence = (
                N_("{column}: {day}, the first day of the month in {place}.")
                if is_month
                else N_("{column}: {day}, from {place}.")
            )
            seen = Message(sentence, {"column": label, "day": day, "place": where})
            return Proposal("date", f"date={name}", seen, day.isoformat())
        if name == "title" and (near := _near(sheet, own)) is not None:
            seen = Message(
                "{column}: the day under \u201c{heading}\u201d.",
                {"column": label, "heading": sheet.headings[near]},
            )
            return Proposal("date", "date=column", seen, at=near)
    return None


def _near(sheet: Sheet, own: Match) -> int | None:
    """The column of days that is likeliest that of the exam."""
    found = days_of(sheet, [at for at in range(len(sheet.headings)) if at not in own.columns])
    for form in (_ENDED, _NEAR):
        named = [at for at in found if form.search(sheet.headings[at])]
        if named:
            return named[-1]
    return found[-1] if found else None


def _highest(sheet: Sheet, own: Match, options: Options) -> Proposal | None:
    """What the items of the exam are worth together, else the round number that nobody exceeds, of
    each course where these differ; points of a game suggest none."""
    at = own.position("score")
    if at is None:
        return None
    points = points_among(sheet.cells[at].unique().tolist()).tolist()
    items = slots(sheet.headings)
    tops = [slot.maximum for slot in items if slot.maximum]
    worth = sum(tops) if len(tops) == len(items) else 0.0
    highest = max(points, default=0.0)
    if (beside := _top(sheet, own, options, or_hundred=True)) is not None:
        return _as_headed(sheet, TRAINING, "maximum", beside)
    low = low_courses(sheet, own.columns)
    if low and next_round(highest) > min(map(next_round, low.values())):
        return _of_courses(sheet, own, low)
    value = worth if points and worth >= highest else next_round(highest) if points else 0
    if not value:
        return None
    seen = Message(
        "{column}: {maximum}. \u201c{heading}\u201d goes up to {highest}.",
        {
            "column": TRAINING.column("maximum").label,
            "maximum": float(value),
            "heading": sheet.headings[at],
            "highest": highest,
        },
    )
    return Proposal("maximum", f"maximum={value:g}", seen, f"{value:g}")


def _of_courses(sheet: Sheet, own: Match, low: Mapping[str, float]) -> Proposal:
    """A highest score of its own for each course whose results are low, a hundred for the others."""
    course = own.position("course")
    tops = {name: f"{next_round(highest):g}" for name, highest in low.items()}
    seen = Message(
        "{column}: {courses}; of other courses {hundred}.",
        {
            "column": TRAINING.column("maximum").label,
            "courses": some([f"{name} {top}" for name, top in tops.items()]),
            "hundred": HUNDRED,
        },
    )
    cells = tuple(tops.get(cell, str(HUNDRED)) for cell in sheet.cells[course])
    return Proposal("maximum", f"maximum={'/'.join(sorted(set(tops.values())))}", seen, cells=cells)


def _as_headed(sheet: Sheet, kind: DatasetKind, name: str, at: int) -> Proposal:
    seen = Message(
        "{column}: what stands under \u201c{heading}\u201d.",
        {"column": kind.column(name).label, "heading": sheet.headings[at]},
    )
    return Proposal(name, f"{name}=column", seen, at=at)


def _people(sheet: Sheet, own: Match) -> int | None:
    """The only column of names, where no heading says who somebody is."""
    found = [
        at
        for at, heading in enumerate(sheet.headings)
        if at not in own.columns
        and are_names(sheet, at)
        and not about_customer(heading)
        and not about_superior(heading)
    ]
    return found[0] if len(found) == 1 else None


def _needs_pass_mark(sheet: Sheet, own: Match, known: set[str]) -> bool:
    """Whether scores are there and nothing says which of them pass, or results that say so of a part
    only."""
    if "pass_mark" in known or "score" not in known:
        return False
    at, score = own.position("outcome"), own.position("score")
    if at is None or score is None:
        return "outcome" not in known
    words = spellings(TRAINING.column("outcome"))
    scored = ~sheet.cells[score].map(is_no_answer).to_numpy()
    unsaid = ~sheet.cells[at].map(lambda cell: folded(cell) in words).to_numpy()
    return bool(scored.any() and (scored & unsaid).sum() > _MANY * scored.sum())


def _stored_before(
    sheet: Sheet, kind: DatasetKind, lacking: _Lacking, pass_marks: Mapping[str, float]
) -> tuple[str, float] | None:
    """One of the courses with the percent that passed it, where it is the same for all of them that
    are stored."""
    named = [proposal.text for proposal in lacking.proposals if proposal.column == "course"]
    at = match(sheet, kind, Options()).position("course") if not named else None
    courses = named if at is None else sheet.cells[at].unique().tolist()
    found = {course: pass_marks[course] for course in courses if course in pass_marks}
    return next(iter(found.items())) if len(set(found.values())) == 1 else None


def _question(
    sheet: Sheet,
    given: Given,
    lacking: _Lacking,
    beside: Sequence[Question],
    stated: Sequence[Issue],
) -> Question:
    kind, answers = given.kind, given.options.answers
    name = _asked_before(
        [
            *(proposal.key for proposal in lacking.proposals),
            *(["pass"] if lacking.pass_mark else []),
        ],
        given.options,
    )
    message = Message(
        "The file does not say everything that is needed: {columns}. Is it as follows?",
        {"columns": list(lacking.names)},
    )
    seen = tuple(proposal.seen for proposal in lacking.proposals)
    read = tuple(
        choice.label
        for asked in beside
        for choice in asked.choices
        if choice.name == asked.likely and isinstance(choice.label, Message)
    )
    said = (each.message for each in stated)
    evidence = (*seen, *said, *(asked.message for asked in beside), *read)
    no = Choice(NO, N_("No: I say it myself."))
    if not lacking.pass_mark:
        return Question(name, message, (Choice(YES, N_("Yes, all of it.")), no), YES, evidence)
    likely = _LIKELY_ZH if any(map(_CHINESE.search, sheet.headings)) else _LIKELY
    said_of = next(
        (each for each in lacking.proposals if each.column == "outcome" and each.cells), None
    )
    if said_of is not None:
        likely = agreeing_mark(
            sheet,
            _with_proposed(match(sheet, kind, Options()), lacking.proposals),
            said_of.cells,
            (likely, *PASS_MARKS),
            next((each for each in lacking.proposals if each.column == "maximum"), None),
        )
    before = _stored_before(sheet, kind, lacking, given.pass_marks or {})
    if before is not None:
        course, percent = before
        likely = f"{percent:g}"
        evidence = (
            *evidence,
            Message(
                "\u201c{course}\u201d was stored before with a pass mark of {percent} percent.",
                {"course": course, "percent": percent},
            ),
        )
    # Any other percent may be given as the answer too, as by a command.
    answered = answers.get(name, "")
    marks = dict.fromkeys([likely, *PASS_MARKS, *([answered] if _is_percent(answered) else [])])
    says = (
        N_("Yes, and an exam is passed from {percent} percent on.")
        if seen
        else N_("An exam is passed from {percent} percent on.")
    )
    passed = (Choice(mark, Message(says, {"percent": float(mark)})) for mark in marks)
    mean = Choice(
        MEAN_ONLY,
        N_("Yes, but no score passes or fails: only the mean score is wanted.")
        if seen
        else N_("No score passes or fails: only the mean score is wanted."),
    )
    return Question(name, message, (*passed, mean, no), likely, evidence)


def _is_percent(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal() and 0 < float(text) <= 100


def _asked_before(parts: Sequence[str], options: Options) -> str:
    """The name of the question about these proposals. A month in which no state says that somebody
    passed or failed is no other file than one in which some did: what was answered of that one,
    with the pass mark, holds for it."""
    name = _name(";".join(parts))
    if name in options.answers:
        return name
    for given in filter(is_unsaid, options.answers):
        others = given.removeprefix(_name("")).split(";")
        if "pass" in parts and [part for part in others if not _is_of_results(part)] == [*parts]:
            return given
    return name


def _is_of_results(part: str) -> bool:
    return part.startswith("outcome=")


def _name(key: str) -> str:
    return f"{NAME}:{key}"


def is_unsaid(name: str) -> bool:
    """Whether a question is one about what a file does not say."""
    return name.startswith(f"{NAME}:")


def _filled(sheet: Sheet, kind: DatasetKind, lacking: _Lacking, answer: str) -> Sheet:
    """The sheet with the proposed cells under the columns' own names."""
    for proposal in lacking.proposals:
        label = kind.column(proposal.column).label
        if proposal.cells and proposal.at is None:
            sheet = with_column(sheet, label, proposal.cells)
            continue
        if proposal.cells:
            column = pd.Series(pd.array(list(proposal.cells), dtype="str"))
            cells = sheet.cells.copy(deep=False)
            cells[proposal.at] = column
            sheet = replace(sheet, cells=cells)
        if proposal.at is not None:
            named = [
                label if at == proposal.at else heading for at, heading in enumerate(sheet.headings)
            ]
            if sum(fold(heading) == fold(label) for heading in named) == 1:
                sheet = replace(sheet, headings=tuple(named))
            else:
                sheet = with_column(sheet, label, sheet.cells[proposal.at].tolist())
        else:
            sheet = with_column(sheet, label, [proposal.text] * len(sheet.lines))
    if not lacking.pass_mark:
        return sheet
    if answer == MEAN_ONLY:
        return with_column(sheet, kind.column("outcome").label, [""] * len(sheet.lines))
    return with_column(sheet, kind.column("pass_mark").label, [f"{answer}%"] * len(sheet.lines))
