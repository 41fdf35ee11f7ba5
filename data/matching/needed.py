"""Columns that a kind cannot do without and that no heading supplies: which column of the file holds
one is asked, with what stands below each: the likeliest is one whose heading speaks of it too, else
one that looks like such a column, with a word that nothing else speaks for it.

Where another needed column has none that could be it nothing is asked: the panel of headings asks for
all that is missing.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from data.kinds.catalog import ATTENDANCE, EXAMS, ROSTER, STAFF_SURVEY
from data.kinds.schema import Column, DatasetKind, Type
from data.matching.by_cells import PERSON, are_digits_of_days, could_be, only_cells
from data.matching.cell_looks import are_codes, are_dates, is_within_hundred
from data.matching.chosen_once import NEEDED, answered_elsewhere
from data.matching.heading_says import is_measured, is_other_day, is_person_day
from data.matching.headings import NUMBERED, is_nameless
from data.matching.left_looks import are_places, are_remarks
from data.matching.likeness import contradicts, could_hold, likeness, sample
from data.matching.match import Match
from data.matching.missing import missing_columns
from data.matching.personal import about_customer, about_superior, is_personal
from data.matching.ratings import by_agreement
from data.matching.somebody_else import is_somebody_else
from data.matching.stems import speaks_of
from data.matching.voice_columns import (
    KINDS as VOICES,
    asks_something_else,
    is_yes_or_no,
    speaks_of_whole,
)
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.writing import shown
from data.values.looks import is_data, is_date, is_no_answer, is_number
from data.values.words import known_words
from errors import Message
from i18n import N_

NAME, NONE = NEEDED, "none"
_SAMPLED, _EXAMPLES, _OFFERED = 2000, 3, 6
_MOST_RATINGS = 12  # that are offered: of a questionnaire any may be the one that is meant
_LONGEST = 60  # letters, on average, of what names something
_FLAGS = frozenset({"0", "1"})
_MOST_ANSWERS = 12  # different answers of a scale
_UNIQUE = 0.9  # share of numbers of records that differ
_BORN = re.compile(
    r"birth|\bborn\b|\bdob\b|geb(?:oren|urt)|naiss|nacim|nascim|nascit|生日|出生", re.I
)
_WHO = re.compile(r"\bwho\b|person|people|name|member|badge|\bwer\b|人|谁|誰|者$", re.I)
_OF_COURSE = re.compile(
    r"chapter|module|topic|lesson|subject|course|quiz|exam|categor|章节|章節|课程|課程|科目|模块|模組",
    re.I,
)
_TAKER = re.compile(r"player|\btaker|选手|選手|プレイヤー", re.I)  # who took an exam or a game
_FROM = re.compile(
    r"\b(?:from|by|von|par|por|store|shop|department|team|region|city)\b|门店|門店|门市|門市|部门|部門|城市",
    re.I,
)
_SAID = {  # what says a column, besides the stems of its kind
    "customer": re.compile(r"\bcard\b|karte|\bcarte\b|tarjeta|cart[ãa]o|卡", re.I),
    "attended": re.compile(r"\bhere\b|present|\bcame\b|anwesend|pr[ée]sen|asist|到|出席", re.I),
    "hired_on": re.compile(r"\bsince\b|\bseit\b|depuis|\bdesde\b|\bdal\b|自", re.I),
    "decision": re.compile(
        r"implement|adopt|accept|decid|umgesetzt|采纳|採納|采用|採用|实施|實施", re.I
    ),
    "contacts": re.compile(r"guests|people|persons|gäste|personen|personas|personnes|人", re.I),
}
_RESULT = re.compile(
    r"scor|result|anteil|percent|prozent|outcome|rating|\brated?\b|points?\b|\bpts\b|grade|\bmarks?\b|verdict|satisf|mood|opinion|bewertung|ergebnis|punkte"
    r"|note\b|zufried|r[ée]sultat|resultado|calificaci|puntuaci|nota\b|分$|评分|評分|得分|分数|分數|评价|評價|结果|結果|评级|評級|満足|満意|满意|滿意|점수|평가",
    re.I,
)
_SATISFIED = re.compile(r"satisf|soddisf|zufried|满意|滿意|満足|만족|kepuasan|memnun", re.I)
_NO_ANSWER = re.compile(  # what a customer is given, and who did something
    r"loyal|bonus|discount|gift|reward|approv|\bby$|会员|會員|积分|積分|折扣|礼品|禮品", re.I
)
# The state of who was called, above words for it; and days on which no training was held, beside the
# one on which it was.
_STATE = re.compile(r"status|\bstate\b|状态|狀態|estado|statut|\bstato\b|situa[cç]", re.I)
_NOT_HELD = re.compile(
    r"valid|until|renew|\bnext\b|deadline|assign|creat|invit|enrol|有效|下次|分配|创建|創建|邀请|邀請",
    re.I,
)
_HELD = re.compile(r"complet|attend|\bheld\b|finish|taken|ended|完成|结束|結束", re.I)
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")  # of a device
# Kinds of what happened, and beside them those of which a file is a list of the same.
_LISTS = frozenset({"roster", "contact_volume"})
_OF_EXAMS = frozenset({"employee", "score"})  # the rest an exam says elsewhere, or is asked for


@dataclass(frozen=True)
class NeededColumns:
    """Positions -> columns of the kind, as answered, else as is likely; and what is asked."""

    columns: Mapping[int, str] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()


def needed(
    sheet: Sheet,
    kind: DatasetKind,
    matched: Match,
    options: Options,
    of: frozenset[str] | None = None,
) -> NeededColumns:
    """Which columns hold what is needed and was not found; nothing unless all of it can be asked,
    since a part of it would not do. `of`: the only columns that are looked for, since others come
    from elsewhere."""
    missing = [
        column
        for column in _wanted(sheet, kind, matched, options)
        if of is None or column.name in of
    ]
    if not (missing and _is_of_records(kind)) or sheet.cells.empty:
        return NeededColumns()
    if is_nameless(sheet) and not any(column.scaled for column in kind.columns):
        return NeededColumns()  # nothing but cells would speak for all of it
    if any(map(is_data, sheet.headings)):  # a row of cells taken for headings, or a table across
        return NeededColumns()
    columns: dict[int, str] = {}
    questions: list[Question] = []
    for column in missing:
        elsewhere = answered_elsewhere(f"{NAME}:{column.name}", options)
        left = [
            at
            for at in _left(sheet, options)
            if at not in columns and sheet.headings[at] not in elsewhere
        ]
        free = [at for at in left if at not in matched.columns]
        fitting = _fitting(column, sheet, kind, free)
        question = _question(column, fitting, sheet, kind, options)
        if question is None or question.likely == NONE and question.name not in options.answers:
            return NeededColumns()
        questions.append(question)
        answer = question.answer(options.answers)
        if answer != NONE:
            columns[sheet.headings.index(answer)] = column.name
    return NeededColumns(columns, tuple(questions))


def candidates(
    name: str, sheet: Sheet, kind: DatasetKind, own: Match, options: Options
) -> list[str]:
    """The headings of the columns that could be one of a kind, the likeliest first."""
    free = [at for at in _left(sheet, options) if at not in own.columns]
    return [sheet.headings[at] for at in _fitting(kind.column(name), sheet, kind, free)]


def with_chosen(
    sheet: Sheet, kind: DatasetKind, own: Match, told: Mapping[str, int], options: Options
) -> Match:
    """What the headings of exams mean with the columns that a person chose for who and how many
    points, else the likeliest. `told`: column -> position of what the cells tell."""
    placed = own.with_columns({at: name for name, at in told.items()}, sheet.headings)
    chosen = needed(sheet, kind, placed, options, _OF_EXAMS).columns
    return own.with_columns(chosen, sheet.headings)


# Of several columns of which one is enough, the one that is asked for: the first that a column of the
# file could be.
_ONE_ENOUGH = {
    "mystery_visit": ("overall",),
    "training": ("score",),
    "complaint": ("comment", "category"),
    "praise": ("employee",),
    "staff_survey": ("internal_service",),
}


def _is_of_records(kind: DatasetKind) -> bool:
    """Whether a kind holds what happened; settings and lists of plans are nobody's export."""
    return kind.column(kind.date).type is Type.MOMENT or kind.name in _LISTS


def _wanted(sheet: Sheet, kind: DatasetKind, matched: Match, options: Options) -> list[Column]:
    """What is missing, of several of which one is enough only one."""
    found = missing_columns(matched, kind, options)
    wanted = [column for column in found if column.name not in kind.one_of]
    if len(wanted) == len(found):
        return wanted
    either = [kind.column(name) for name in _ONE_ENOUGH.get(kind.name, ())]
    free = [at for at in _left(sheet, options) if at not in matched.columns]
    asked = [one for one in either if f"{NAME}:{one.name}" in options.answers]
    could = [one for one in either if _is_proposed(one, sheet, kind, free)]
    one = next(iter([*asked, *could, *either]), None)
    # Else a part would be asked, and refused then.
    return [] if one is None else [column for column in found if column in (*wanted, one)]


def _is_proposed(column: Column, sheet: Sheet, kind: DatasetKind, free: Sequence[int]) -> bool:
    """Whether a heading says a column, or cells look like it."""
    headings = [sheet.headings[at] for at in _fitting(column, sheet, kind, free)]
    return any(_is_said(column, each, sheet, kind) for each in headings) or bool(
        _by_cells_alone(column, headings, sheet, kind)
    )


def is_refused(name: str, answer: str) -> bool:
    """Whether an answer says that none of the columns holds what is needed."""
    return name.startswith(f"{NAME}:") and answer == NONE


def _left(sheet: Sheet, options: Options) -> list[int]:
    """The columns that no person has settled otherwise."""
    answered = {to for name, to in options.answers.items() if name.startswith(f"{NAME}:")}
    return [
        at
        for at, heading in enumerate(sheet.headings)
        if heading not in options.match or heading in answered
    ]


def _fitting(column: Column, sheet: Sheet, kind: DatasetKind, left: Sequence[int]) -> list[int]:
    """The columns that could be it, the likeliest first."""
    found = {}
    for at in left:
        cells = _cells(sheet, at)
        if cells and _may_be(column, sheet.headings[at], cells, kind):
            found[at] = _rank(column, sheet.headings[at], cells, kind)
    ranked = sorted(found, key=lambda at: (-found[at], at))
    if kind.is_result(column) and len(ranked) > 1 and found[ranked[0]] == found[ranked[1]]:
        alike = [at for at in ranked if found[at] == found[ranked[0]]]
        first = by_agreement(sheet, alike)[:1]
        ranked = [*first, *(at for at in ranked if at not in first)]
    return ranked[: _MOST_RATINGS if column.scaled else _OFFERED]


def _cells(sheet: Sheet, at: int) -> list[str]:
    cells = sample(sheet.cells[at].iloc[:_SAMPLED].tolist())
    return [cell for cell in cells if not is_no_answer(cell)]


def _may_be(column: Column, heading: str, cells: list[str], kind: DatasetKind) -> bool:
    """Whether cells could be those of the column, whatever their heading calls them."""
    if (
        is_somebody_else(heading, column, kind)
        or contradicts(heading, cells, column, kind)
        or not column.personal
        and is_personal(heading, cells)
    ):
        return False
    if column.type in (Type.DATE, Type.MOMENT):
        if column.name != kind.date:
            return are_dates(cells) and _BORN.search(heading) is None
        dated = are_dates(cells) or are_digits_of_days(heading, cells)
        return dated and not is_person_day(heading) and kind is not ROSTER
    if column.type in (Type.NUMBER, Type.INTEGER):
        return _are_numbers(column, heading, cells, kind)
    if column.personal:
        return _are_people(heading, cells, kind) and could_hold(column, cells, kind, heading)
    if column.choices:
        sorted_by = any(form.search(heading) for form in (_WHO, _FROM))
        return not sorted_by and _are_answers(cells) or could_hold(column, cells, kind, heading)
    if kind.numbered[:1] == (column.name,):
        return len(set(cells)) >= _UNIQUE * len(cells) and not are_dates(cells)
    if column.told:
        return are_remarks(cells)
    named = not any(is_number(cell) or is_date(cell) for cell in cells) and not is_yes_or_no(cells)
    return named and not about_customer(heading) and could_hold(column, cells, kind, heading)


def _are_answers(cells: list[str]) -> bool:
    """Whether few short answers come again, or numbers up to a hundred do."""
    different = set(cells)
    if all(map(is_number, cells)):
        points = all(is_within_hundred(cell) and not cell.startswith("-") for cell in different)
        return points and len(different) > 1 and not _counts_up(cells)
    few = 1 < len(different) <= _MOST_ANSWERS and len(different) < len(cells)
    few = few and not any(map(is_data, different))
    return few and not is_yes_or_no(cells) and not are_places(cells)


def _are_numbers(column: Column, heading: str, cells: list[str], kind: DatasetKind) -> bool:
    """Whether cells are answers or points, and neither flags nor the numbers of the rows."""
    if set(cells) <= _FLAGS:  # a column for each option, of which one was chosen
        return False
    if kind.is_result(column) and is_measured(heading):
        return False
    if kind.name in VOICES or column.scaled:
        return _are_answers(cells) and not asks_something_else(heading)
    if not could_hold(column, cells, kind, heading):
        return False
    return len(cells) == 1 or 1 < len(set(cells)) and not _counts_up(cells)


def _counts_up(cells: list[str]) -> bool:
    numbers = [float(cell) for cell in cells if cell.replace(".", "", 1).isdecimal()]
    steps = {after - before for before, after in zip(numbers, numbers[1:], strict=False)}
    return len(numbers) > 2 and steps == {1.0}


def _are_people(heading: str, cells: list[str], kind: DatasetKind) -> bool:
    """Whether cells name somebody, and neither a customer nor whoever somebody reports to."""
    if kind in EXAMS and _OF_COURSE.search(heading):
        return False
    return (
        (is_personal(heading, cells) or are_codes(cells) or _says_who(heading, kind))
        and (
            not all(map(_is_mark, cells))
            or kind is ROSTER
            and could_be(kind.column(PERSON), heading, cells, kind)
        )
        and not about_customer(heading)
        and not about_superior(heading)
        and not any(is_date(cell) or ":" in cell or _ADDRESS.fullmatch(cell) for cell in cells)
        and sum(map(len, cells)) <= _LONGEST * len(cells)
    )


def _says_who(heading: str, kind: DatasetKind) -> bool:
    """Whether a heading says that somebody stands below it."""
    took = kind in EXAMS and _TAKER.search(heading) is not None
    return took or _WHO.search(heading) is not None


def _is_mark(cell: str) -> bool:
    """A number up to a hundred, which is rather a result than somebody's number."""
    return is_number(cell) and is_within_hundred(cell)


def _rank(column: Column, heading: str, cells: list[str], kind: DatasetKind) -> float:
    """How much heading and cells speak for the column."""
    said = likeness(heading, cells, column, kind)
    if column.type in (Type.DATE, Type.MOMENT):
        held = kind is ATTENDANCE and _HELD.search(heading) is not None
        return said + (not is_other_day(heading)) + held
    if column.scaled and kind.is_result(column):
        whole = speaks_of_whole(heading) or _SATISFIED.search(heading) is not None
        said += whole * (kind is STAFF_SURVEY)  # beside ratings of this and that
        said += could_be(column, heading, cells, kind) / 4
        return said + all(map(is_number, cells)) + bool(known_words(Counter(cells)))
    if kind is ROSTER and column.name == PERSON:
        return said + could_be(column, heading, cells, kind) + are_codes(cells)
    if column.personal:
        return said + is_personal(heading, cells) + (len(set(cells)) < len(cells)) / 2
    return said


def _question(
    column: Column, fitting: Sequence[int], sheet: Sheet, kind: DatasetKind, options: Options
) -> Question | None:
    """Which of the columns it is; None where there is none to choose, and nobody has answered."""
    name = f"{NAME}:{column.name}"
    unnamed = is_nameless(sheet)
    headings = [
        sheet.headings[at]
        for at in fitting
        if unnamed or not NUMBERED.fullmatch(sheet.headings[at])
    ]
    given = options.answers.get(name)
    if given in sheet.headings and given not in headings:
        headings.append(given)  # answered for an earlier file, whose cells showed more
    if not headings:
        return None
    said = next((each for each in headings if _is_said(column, each, sheet, kind)), None)
    alone = None if said else _by_cells_alone(column, headings, sheet, kind)
    first = said or alone or headings[0]
    headings = [first, *(each for each in headings if each != first)]
    return Question(
        name,
        Message(
            "“{kind}” needs “{column}”, and no heading is known that says so. Which of these "
            "columns holds it?",
            {"kind": kind.label, "column": column.label},
        ),
        (
            *(
                Choice(
                    heading,
                    Message(
                        "“{heading}” ({cells}).",
                        {"heading": heading, "cells": _examples(sheet, heading)},
                    ),
                )
                for heading in headings
            ),
            Choice(NONE, N_("None of them: I say it myself.")),
        ),
        said or alone or NONE,
        (only_cells(),) if alone else (),
    )


def _by_cells_alone(
    column: Column, headings: Sequence[str], sheet: Sheet, kind: DatasetKind
) -> str | None:
    """The first column that looks like what is needed, where no heading says so."""
    return next(
        (
            each
            for each in headings
            if not _NO_ANSWER.search(each)
            and not _is_not_held(column, each, kind)
            and could_be(column, each, _cells(sheet, sheet.headings.index(each)), kind)
        ),
        None,
    )


def _is_said(column: Column, heading: str, sheet: Sheet, kind: DatasetKind) -> bool:
    """Whether a heading, or words of a known scale below it, say what the column holds: cells alone
    fit too much else, such as the number of a table."""
    if _NO_ANSWER.search(heading) or _is_not_held(column, heading, kind):
        return False
    cells = _cells(sheet, sheet.headings.index(heading))
    if likeness(heading, cells, column, kind) > 0 or speaks_of(heading, column, kind):
        return True
    if column.name in _SAID and _SAID[column.name].search(heading) is not None:
        return True
    if column.name == kind.date:
        return not is_other_day(heading)
    if kind is ATTENDANCE and column.choices and _STATE.search(heading):
        return could_hold(column, cells, kind, heading)
    if kind.is_result(column):
        return _RESULT.search(heading) is not None or bool(known_words(Counter(cells)))
    if column.name == kind.person:
        return _says_who(heading, kind) and _FROM.search(heading) is None
    return False


def _is_not_held(column: Column, heading: str, kind: DatasetKind) -> bool:
    """Whether days are others than the one on which a training was held."""
    of_training = kind is ATTENDANCE and column.name == kind.date
    return of_training and _NOT_HELD.search(heading) is not None


def _examples(sheet: Sheet, heading: str) -> list[str]:
    cells = _cells(sheet, sheet.headings.index(heading))
    return [shown(cell) for cell in dict.fromkeys(cells)][:_EXAMPLES]
