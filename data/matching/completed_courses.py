"""Lists of who completed a course or earned a certificate, read as lists of who was in class: what their
states mean, and on which day those count who have not completed it, so that they are not lost."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np
import pandas as pd

from data.kinds.catalog import ATTENDANCE
from data.kinds.schema import DatasetKind
from data.matching.chosen_once import NEEDED
from data.matching.exam_file import has_results
from data.matching.headings import is_nameless, match
from data.matching.match import Match
from data.matching.worked_out import dated_columns
from data.matching.written import Written
from data.questions import Choice, Question, still_open
from data.reading.options import Options
from data.reading.sheet import LeftOut, Lines, Sheet
from data.text.folding import fold, normal
from data.values.date_forms import read
from data.values.day_order import order_of
from data.values.habits import Habits
from data.values.looks import is_no_answer
from errors import Message
from i18n import N_

COMPLETED, UNDONE_DAY = "course_completed", "undone_day"
YES, NO, _LAST, _LEFT, _COLUMN = "yes", "no", "last", "left", "column"
_STATE = re.compile(r"status|\bstate\b|complet|result|outcome|状态|狀態|完成|结果|結果", re.I)
_EARNED = re.compile(
    r"complet|earn|issue|award|obtain|achiev|finish|\bpass|certif\w* (?:date|on)"
    r"|完成|获得|獲得|取得|发证|發證|颁发|頒發|通过|通過|abgeschlossen|obten|conclu|terminad",
    re.I,
)
_NOT_EARNED = re.compile(
    r"expir|valid|until|due|renew|deadline|next|有效|到期|过期|過期|截止|caduc|venc|gültig", re.I
)
# On which day whoever has not completed it was expected to, or called.
_EXPECTED = re.compile(
    r"\bdue\b|deadline|assign|enrol|regist|invit|start|截止|分配|报名|報名|开始|開始|计划|計劃",
    re.I,
)
_DONE, _UNDONE, _AHEAD = (
    frozenset(map(fold, words))
    for words in (
        (
            *("completed", "complete", "finished", "done", "passed", "failed", "pass", "fail"),
            *("attended", "certified", "earned", "achieved", "issued", "expired", "active"),
            *(
                "已完成",
                "完成",
                "已通过",
                "已通過",
                "通过",
                "通過",
                "已获得",
                "已取得",
                "合格",
                "不合格",
            ),
            *("abgeschlossen", "completado", "concluído", "terminé", "completato"),
        ),
        (
            *("not completed", "incomplete", "not complete", "overdue", "dropped", "withdrawn"),
            *("dropped out", "absent", "no show", "not attended", "not finished", "unfinished"),
            *("未完成", "逾期", "已逾期", "缺席", "退出"),
            *("nicht abgeschlossen", "no completado", "não concluído", "non terminé"),
        ),
        (
            *("in progress", "not started", "enrolled", "pending", "registered", "scheduled"),
            *("assigned", "started", "ongoing", "planned", "upcoming", "not yet started"),
            *(
                "进行中",
                "進行中",
                "未开始",
                "未開始",
                "学习中",
                "學習中",
                "已报名",
                "已報名",
                "待完成",
            ),
            *("in bearbeitung", "en curso", "em andamento", "en cours", "in corso"),
        ),
    )
)
_NOT_SAID = "-"


@dataclass(frozen=True)
class _Completions:
    """The columns of a list of completions: the state (None where each row is one), the day (None
    where nothing says it), and whether the day is known as that of the training."""

    state: int | None
    day: int | None
    is_known: bool


def as_completed(sheet: Sheet, kind: DatasetKind, options: Options, today: date) -> Written:
    """The sheet with who was in class, as answered, else as is likely, where it only says who
    completed a course; of other files the sheet itself."""
    if kind is not ATTENDANCE or sheet.cells.empty or is_nameless(sheet):
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set))
    supplied = {*own.columns.values(), *options.set, *options.match.values()}
    answered = f"{NEEDED}:attended" in options.answers  # before this was asked
    if "employee" not in supplied or "attended" in supplied or answered:
        return Written(sheet)
    found = _completions(sheet, kind, own, supplied)
    if found is None:
        return Written(sheet)
    said = _said(sheet, found)
    question = _question(sheet, kind, found, said)
    if question.answer(options.answers) == NO:
        return Written(sheet, questions=(question,))
    made = _with(sheet, kind, "attended", said.tolist(), found.state)
    if found.day is None:
        return Written(made, questions=(question,))
    days, asked, kept = _days(sheet, found, said, options, today)
    if not found.is_known:
        made = _with(made, kind, kind.date, days, found.day)
    else:
        cells = made.cells.copy(deep=False)
        cells[found.day] = pd.Series(pd.array(days, dtype="str"), index=cells.index)
        made = replace(made, cells=cells)
    if not kept.all():
        made = _only(made, kept)
    return Written(made, questions=(question, *asked))


def lists_completions(sheet: Sheet, today: date) -> bool:
    """Whether rows only say who completed a course or earned a certificate, and no result."""
    known = {*match(sheet, ATTENDANCE, Options()).columns.values()}
    if not {"employee", "course"} <= known or has_results(sheet):
        return False
    return as_completed(sheet, ATTENDANCE, Options(), today).sheet is not sheet


def _completions(
    sheet: Sheet, kind: DatasetKind, own: Match, supplied: set[str]
) -> _Completions | None:
    """None where neither states nor a day say that somebody completed something."""
    free = [at for at in range(len(sheet.headings)) if at not in own.columns]
    states = [
        at
        for at in free
        if _says(_STATE, sheet.headings[at]) and _are_states(sheet.cells[at].tolist())
    ]
    known = own.position(kind.date)
    earned = [at for at in dated_columns(sheet) if _is_day_of_end(sheet.headings[at])]
    if known is None and not earned and kind.date not in supplied and not states:
        return None
    day = known if known is not None else next(iter(earned), None)
    if not states and (day is None or not _is_day_of_end(sheet.headings[day])):
        return None
    if kind.date in supplied and known is None:
        day = None  # a person gives it
    return _Completions(next(iter(states), None), day, known is not None)


def _is_day_of_end(heading: str) -> bool:
    return _says(_EARNED, heading) and not _says(_NOT_EARNED, heading)


def _says(form: re.Pattern[str], heading: str) -> bool:
    return form.search(normal(heading).replace("_", " ")) is not None


def _are_states(cells: Sequence[str]) -> bool:
    """Whether all cells say how far somebody got, and some that it was to the end."""
    told = {fold(cell) for cell in cells if not is_no_answer(cell)}
    return bool(told & _DONE) and told <= _DONE | _UNDONE | _AHEAD


def _said(sheet: Sheet, found: _Completions) -> pd.Series:
    """Of each row whether somebody was in class, in the words of the kind; without states, whoever
    has a day."""
    if found.state is None:
        cells = sheet.cells[found.day]
        return cells.map(lambda cell: NO if is_no_answer(cell) else YES)
    words = {
        **dict.fromkeys(_DONE, YES),
        **dict.fromkeys(_UNDONE, NO),
        **dict.fromkeys(_AHEAD, "called"),
    }
    return sheet.cells[found.state].map(lambda cell: words.get(fold(cell), _NOT_SAID))


def _question(sheet: Sheet, kind: DatasetKind, found: _Completions, said: pd.Series) -> Question:
    no = Choice(NO, N_("No: I say which column tells who was in class."))
    counts = {
        "done": int((said == YES).sum()),
        "undone": int((said == NO).sum()),
        "ahead": int((said == "called").sum()),
    }
    seen = (
        ()
        if found.is_known or found.day is None
        else (
            Message(
                "{column}: what stands under “{heading}”.",
                {
                    "column": kind.column(kind.date).label,
                    "heading": sheet.headings[found.day],
                },
            ),
        )
    )
    if found.state is None:
        return Question(
            COMPLETED,
            Message(
                "No column says who was in class; the rows say who completed something, under "
                "“{heading}”. Was whoever completed it in class?",
                {"heading": sheet.headings[-1 if found.day is None else found.day]},
            ),
            (
                Choice(
                    YES,
                    Message(
                        "Yes: whoever has a day there was in class ({done}), all others were "
                        "absent ({undone}).",
                        counts,
                    ),
                ),
                no,
            ),
            YES,
            seen,
        )
    return Question(
        COMPLETED,
        Message(
            "“{heading}” says how far each person got. Was whoever completed it in class?",
            {"heading": sheet.headings[found.state]},
        ),
        (
            Choice(
                YES,
                Message(
                    "Yes: who came to the end was in class ({done}), who has not completed it was "
                    "absent ({undone}), and for who is still at it, it is not held yet ({ahead}).",
                    counts,
                ),
            ),
            no,
        ),
        YES,
        seen,
    )


def _days(
    sheet: Sheet, found: _Completions, said: pd.Series, options: Options, today: date
) -> tuple[list[str], tuple[Question, ...], np.ndarray]:
    """The day of each row, the question about those who have none since they did not complete it,
    and which rows are kept."""
    cells = sheet.cells[found.day]
    everybody = np.ones(len(cells), dtype=bool)
    open_ = cells.map(is_no_answer).to_numpy(dtype=bool) & (said != YES).to_numpy(dtype=bool)
    if not open_.any():
        return cells.tolist(), (), everybody
    others = [
        at
        for at in dated_columns(sheet)
        if at != found.day
        and _says(_EXPECTED, sheet.headings[at])
        and not sheet.cells[at][open_].map(is_no_answer).any()
    ]
    last = _last_day(cells[~cells.map(is_no_answer).astype(bool)], sheet, options, today)
    question = _day_question(sheet, int(open_.sum()), sheet.headings[found.day or 0], others, last)
    answer, _, heading = question.answer(options.answers).partition(":")
    if answer == _LEFT:
        return cells.tolist(), (question,), ~open_
    filling = (
        sheet.cells[sheet.headings.index(heading)]
        if answer == _COLUMN
        else pd.Series([last.isoformat()] * len(cells), index=cells.index)
    )
    return cells.where(~open_, filling).tolist(), (question,), everybody


def _last_day(cells: pd.Series, sheet: Sheet, options: Options, today: date) -> date:
    """The last of these days that has come; today where it is not certain which they are."""
    settled = options.day_first, options.answers
    order, questions = order_of(cells, "", Habits(today, *settled))
    if still_open(questions, options.answers):
        return today
    days: list[datetime] = []
    for cell in cells.unique():
        try:
            told = read(normal(cell), order, sheet.since_1904)
        except ValueError:
            continue
        if told is not None and told.moment.date() <= today:
            days.append(told.moment)
    return max(days).date() if days else today


def _day_question(
    sheet: Sheet, count: int, heading: str, others: Sequence[int], last: date
) -> Question:
    columns = [
        Choice(
            f"{_COLUMN}:{sheet.headings[at]}",
            Message("On the day under “{other}”.", {"other": sheet.headings[at]}),
        )
        for at in others
    ]
    choices = (
        *columns,
        Choice(_LAST, Message("On {day}, the last day on which somebody did.", {"day": last})),
        Choice(
            _LEFT, N_("On none: these rows are left out, and only those who completed it count.")
        ),
    )
    return Question(
        UNDONE_DAY,
        Message(
            "Rows of people who have not completed it have no day under “{heading}”: {count}. On "
            "which day do they count?",
            {"heading": heading, "count": count},
        ),
        choices,
        choices[0].name,
    )


def _only(sheet: Sheet, kept: np.ndarray) -> Sheet:
    left = [
        LeftOut(
            sheet.lines[at],
            ", ".join(filter(None, sheet.cells.iloc[at])),
            Message("Not completed, and without a day: left out, as answered."),
        )
        for at in np.flatnonzero(~kept).tolist()
    ]
    return replace(
        sheet,
        cells=sheet.cells[kept].reset_index(drop=True),
        lines=Lines(np.asarray(sheet.lines)[kept]),
        left_out=sheet.left_out + left,
    )


def _with(
    sheet: Sheet, kind: DatasetKind, name: str, texts: Sequence[str], place: int | None = None
) -> Sheet:
    """The sheet with a column of these texts, in the place of the one that said it otherwise where
    there is one; its heading is one that no other has."""
    heading: str = kind.column(name).label
    if fold(heading) in map(fold, sheet.headings):
        heading = f"{heading} (2)"
    at = len(sheet.headings) if place is None else place
    headings = [*sheet.headings, heading] if place is None else [*sheet.headings]
    headings[at] = heading
    cells = sheet.cells.copy(deep=False)
    cells[at] = pd.Series(pd.array(list(texts), dtype="str"), index=sheet.cells.index)
    return replace(sheet, headings=tuple(headings), cells=cells)
