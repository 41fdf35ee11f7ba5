"""Histories of requests: files with a row for each change of a request, put together to one row a
request.

Help desks export what became of a request as the changes of its fields (Jira, Zendesk), or of its
status alone (ServiceNow, 飞书, lists kept by hand). When a request was opened, closed for good and
opened again, how often it changed hands and how long it waited for the customer follows from them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache

import numpy as np
import pandas as pd

from data.issues import NOTE, Issue
from data.kinds.catalog import SERVICE_REQUEST
from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.match import Match
from data.matching.written import Written
from data.reading.options import Options
from data.reading.sheet import LeftOut, Lines, Parts, Sheet
from data.text.folding import fold
from data.text.writing import folded
from data.values.cells import spellings
from data.values.date_forms import Order, read
from data.values.day_order import day_order
from data.workdays.clock import Spans, WorkingClock, working_clock
from data.workdays.official import YEARS_AHEAD, calendar, hours, official_days
from errors import Message


def _names(*texts: str) -> frozenset[str]:
    return frozenset(map(fold, texts))


_CHANGED = _names(
    *("updated", "updated at", "updated on", "update time", "changed at", "changed on", "changed"),
    *("change date", "change time", "date of change", "transition date", "transitioned at"),
    *("status changed at", "status changed on", "status change time", "history date", "event time"),
    *("history created", "modified at", "modified", "timestamp", "start", "from time", "created"),
    *("created at", "date", "time", "sys created on"),
    *("变更时间", "变更日期", "操作时间", "流转时间", "更新时间", "状态变更时间", "状态更新时间"),
    *("修改时间", "时间", "节点时间", "进入时间", "開始時間"),
    *(
        "變更時間",
        "變更日期",
        "操作時間",
        "流轉時間",
        "更新時間",
        "狀態變更時間",
        "修改時間",
        "時間",
    ),
)
_FIELD = _names(
    *("field", "field name", "changed field", "field changed", "item", "definition", "metric"),
    *("字段", "字段名", "变更字段", "变更项", "修改字段", "欄位", "變更欄位", "變更項"),
)
_TO = _names(
    *("to", "to string", "to value", "new value", "new", "to status", "new status", "status to"),
    *("changed to", "value", "field value"),
    *("新值", "变更后", "变更后状态", "变更后的值", "后状态", "新状态", "目标状态", "现状态"),
    *("變更後", "變更後狀態", "新狀態", "目標狀態"),
)
_FROM = _names(
    *("from", "from string", "from value", "old value", "old", "from status", "old status"),
    *("previous status", "previous value", "status from", "changed from"),
    *("旧值", "原值", "变更前", "变更前状态", "前状态", "原状态", "變更前", "變更前狀態", "原狀態"),
)
_OF_STATUS = re.compile(r"\bstat(?:us|e)\b(?! *categor)|状态|狀態", re.I)
_OF_HANDS = re.compile(r"assignee|assigned|owner|agent|处理人|經辦|经办|负责人|負責人|處理人", re.I)
_OF_URGENCY = re.compile(r"priority|urgency|优先级|紧急|優先|緊急", re.I)
_ENDED = ("solved", "closed", "cancelled")
_SEVERAL, _DIFFERING = 0.1, 0.5  # of the requests; of those with several rows
_PART = Message(
    "This row is one change of a request of several rows: what it says went into the one row of it."
)
_UNOPENED = Message("The file does not tell when this request was opened: left out.")
_UNDATED = Message("This row has no number of a request, or no moment that can be read: left out.")


@dataclass(frozen=True)
class _Form:
    """Where a history has what: positions in the sheet. `opened`: a column of its own that says
    when the request came; `field`: the column that names what changed; `before`: what it was."""

    number: int
    changed: int
    to: int
    field: int | None = None
    before: int | None = None
    opened: int | None = None


def one_a_request(sheet: Sheet, kind: DatasetKind, options: Options, today: date) -> Written:
    """The sheet of a history of requests with one request a row; of other files the sheet
    itself."""
    if kind is not SERVICE_REQUEST or sheet.cells.empty:
        return Written(sheet)
    own = match(sheet, kind, options)
    form = _form(sheet, own)
    if form is None:
        return Written(sheet)
    moments = _moments(sheet.cells[form.changed], options.day_first)
    if moments.notna().mean() < _DIFFERING:
        return Written(sheet)
    return _together(sheet, own, form, moments, options, today)


def _form(sheet: Sheet, own: Match) -> _Form | None:
    """How the file tells changes; None where its rows are requests."""
    number = own.position("request_id")
    if number is None or not _comes_again(sheet.cells[number]):
        return None
    named = {name: _position(sheet, texts) for name, texts in _ROLES.items()}
    field, before = named["field"], named["before"]
    to = named["to"] if named["to"] is not None else own.position("status")
    opened = own.position("date")
    changed = _position(sheet, _CHANGED, () if opened is None else (opened,))
    if changed is None:  # what looks like the opening is when the change was made
        changed, opened = opened, None
    if to is None or changed is None or len({number, to, changed}) < 3:
        return None
    if field is None and before is None:
        # A list that was exported again and again has a row for each look at a request.
        ends = own.position("closed") is not None
        if ends or to != own.position("status") and not _OF_STATUS.search(sheet.headings[to]):
            return None
        if not _differ(sheet.cells[number], sheet.cells[to]) or not _varies(sheet, number, changed):
            return None
    if opened is not None and _varies(sheet, number, opened):  # of each change, not of the request
        changed, opened = (changed if _varies(sheet, number, changed) else opened), None
    return _Form(number, changed, to, field, before, opened)


_ROLES = {"field": _FIELD, "to": _TO, "before": _FROM}


def _position(sheet: Sheet, names: frozenset[str], without: Sequence[int] = ()) -> int | None:
    """The first column of these names."""
    return next(
        (
            at
            for at, heading in enumerate(sheet.headings)
            if fold(heading) in names and at not in without
        ),
        None,
    )


def _comes_again(numbers: pd.Series) -> bool:
    counts = numbers[numbers != ""].value_counts()
    return bool(len(counts)) and float((counts > 1).mean()) >= _SEVERAL


def _varies(sheet: Sheet, number: int, at: int) -> bool:
    """Whether a column says different things in the rows of one request."""
    return bool(sheet.cells.groupby(number)[at].nunique().max() > 1)


def _differ(numbers: pd.Series, states: pd.Series) -> bool:
    """Whether most requests of several rows have a status of its own in each."""
    several = numbers.map(numbers.value_counts()) > 1
    kinds = states[several].groupby(numbers[several]).nunique()
    return bool(len(kinds)) and float((kinds > 1).mean()) >= _DIFFERING


def _moments(texts: pd.Series, day_first: bool | None) -> pd.Series:
    different = pd.Series(texts.unique(), dtype="str")
    order, _ = day_order(different, day_first)
    known = {text: _moment(text, Order(order)) for text in different}
    return pd.to_datetime(texts.map(known))


def _moment(text: str, order: Order) -> datetime | None:
    try:
        found = read(text, order)
    except ValueError:
        return None
    return None if found is None else found.moment


def _state(text: str) -> str:
    """What a word for a status stands for; whatever is not known is still being worked on."""
    known = _spelt().get(folded(text))
    if known is not None:
        return known
    stems = SERVICE_REQUEST.column("status").stems
    return next((state for state, form in stems if re.search(form, text, re.I)), "open")


@cache
def _spelt() -> Mapping[str, str]:
    status = SERVICE_REQUEST.column("status")
    return {**spellings(status), **{folded(word): word for word, _ in status.choices}}


def _together(
    sheet: Sheet, own: Match, form: _Form, moments: pd.Series, options: Options, today: date
) -> Written:
    """One row a request in place of its changes."""
    clock = _clock(calendar(), hours(), today.year + YEARS_AHEAD)
    file = _File(sheet, own, form, moments)
    made, kept, unopened = [], [], set()
    for changes in file.requests():
        request, last = _request(file, changes, clock), max(changes)
        if request["date"]:
            made.append(request)
            kept.append(last)
        else:
            unopened.update(changes)
    if not made:
        return Written(sheet)
    headings = {name: _heading(sheet, own, name, form) for name in made[0]}
    order = np.argsort(kept, kind="stable")
    cells = pd.DataFrame(made)[list(headings)].iloc[order].reset_index(drop=True).astype("str")
    cells.columns = pd.RangeIndex(len(headings))
    lines = np.asarray(sheet.lines)
    texts = list(zip(*(sheet.cells[at] for at in sheet.cells), strict=True))
    gone = [
        LeftOut(
            int(lines[at]),
            ", ".join(filter(None, texts[at])),
            _UNOPENED if at in unopened else _PART if at in file.known else _UNDATED,
        )
        for at in sorted(set(range(len(lines))) - set(kept))
    ]
    told = Message(
        "Each row is one change of a request. Rows put together: {rows}; requests: {count}. "
        "Waiting for the customer was counted in working time, by the official calendar and the "
        "usual hours.",
        {"rows": len(lines), "count": len(made)},
    )
    written = replace(
        sheet,
        headings=tuple(headings.values()),
        cells=cells,
        lines=Lines(lines[np.asarray(kept)[order]]),
        left_out=sheet.left_out + Parts.of(gone),
    )
    return Written(written, (Issue(NOTE, told),))


def _heading(sheet: Sheet, own: Match, name: str, form: _Form) -> str:
    """The heading that the file has for a column, else its label."""
    at = {"request_id": form.number, "date": form.opened}.get(name)
    if at is None and name not in ("date", "status"):
        at = own.position(name)
    if at is None or at in (form.changed, form.to):
        return SERVICE_REQUEST.column(name).label
    return sheet.headings[at]


class _File:
    """The columns of a history as plain lists, which many requests are quickly gone through in."""

    def __init__(self, sheet: Sheet, own: Match, form: _Form, moments: pd.Series):
        self.form = form
        self.numbers, self.to = sheet.cells[form.number].to_list(), sheet.cells[form.to].to_list()
        self.when = [None if pd.isna(one) else one.to_pydatetime() for one in moments]
        self.known = {
            at
            for at, (number, when) in enumerate(zip(self.numbers, self.when, strict=True))
            if number and when is not None
        }
        states = {text: _state(text) for text in set(self.to)}
        self.states = [states[text] if text else "" for text in self.to]
        self.before = None if form.before is None else sheet.cells[form.before].to_list()
        self.opened = None if form.opened is None else sheet.cells[form.opened].to_list()
        used = (form.number, form.changed, form.to, form.field, form.before, form.opened)
        self.rest = {
            name: sheet.cells[at].to_list() for at, name in own.columns.items() if at not in used
        }
        fields = None if form.field is None else sheet.cells[form.field]
        self._of = {
            pattern: None if fields is None else fields.str.contains(pattern).to_list()
            for pattern in (_OF_STATUS, _OF_HANDS, _OF_URGENCY)
        }

    def requests(self) -> Iterator[list[int]]:
        """The rows of each request in the order of their moments."""
        of_number: dict[str, list[int]] = {}
        for at in sorted(self.known, key=lambda at: (self.when[at], at)):
            of_number.setdefault(self.numbers[at], []).append(at)
        yield from of_number.values()

    def about(self, changes: Sequence[int], field: re.Pattern) -> list[int]:
        """The changes that are of a field; all where only one field is told of."""
        of_field = self._of[field]
        return list(changes) if of_field is None else [at for at in changes if of_field[at]]


def _request(file: _File, changes: Sequence[int], clock: WorkingClock) -> dict[str, str]:
    """The cells of a request, by the columns of the kind."""
    found = {
        name: next((cells[at] for at in reversed(changes) if cells[at]), "")
        for name, cells in file.rest.items()
    }
    many = file.form.field is not None
    hands = [file.to[at] for at in file.about(changes, _OF_HANDS) if file.to[at]] if many else []
    if not hands and "closed_by" in file.rest:
        hands = [file.rest["closed_by"][at] for at in changes if file.rest["closed_by"][at]]
    urgent = [file.to[at] for at in file.about(changes, _OF_URGENCY) if file.to[at]] if many else []
    if not urgent and "urgency" in file.rest:
        urgent = [file.rest["urgency"][at] for at in changes if file.rest["urgency"][at]]
    hand_overs = sum(one != two for one, two in zip(hands, hands[1:], strict=False))
    return {
        **found,
        "request_id": file.numbers[changes[0]],
        **_course(file, changes, clock),
        "urgency": urgent[0] if urgent else "",  # as it was when the request came
        "hand_overs": str(hand_overs) if hands else "",
        "first_asked": hands[0] if hands else found.get("first_asked", ""),
        "closed_by": hands[-1] if hands else "",
    }


def _course(file: _File, changes: Sequence[int], clock: WorkingClock) -> dict[str, str]:
    """When a request was opened, ended for good and was taken up again, and how long it waited."""
    steps = [at for at in file.about(changes, _OF_STATUS) if file.states[at]]
    ended = again = None
    reopens, waited = 0, 0.0
    before, since = "open", None
    for at in steps:
        state, when = file.states[at], file.when[at]
        if before == "waiting" and since is not None and when is not None:
            waited += _worked(clock, since, when)
        if state in _ENDED and before not in _ENDED:
            ended = when
        elif state not in _ENDED and before in _ENDED:
            ended, again, reopens = None, when, reopens + 1
        before, since = state, when
    return {
        "date": _opened(file, changes, steps),
        "closed": _written(ended),
        "reopened": _written(again),
        "reopens": str(reopens) if steps else "",
        "waiting_minutes": f"{waited:.0f}" if steps else "",
        "status": before if steps else "",
    }


def _opened(file: _File, changes: Sequence[int], steps: Sequence[int]) -> str:
    """When a request was opened: as the file says, else at its first change, unless that ended it
    or says what it was before."""
    if file.opened is not None:
        return next((file.opened[at] for at in changes if file.opened[at]), "")
    if not steps or file.when[steps[0]] != file.when[changes[0]]:
        return ""
    was = file.before is not None and bool(file.before[steps[0]])
    return "" if was or file.states[steps[0]] in _ENDED else _written(file.when[changes[0]])


def _written(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat(sep=" ")


def _worked(clock: WorkingClock, since: datetime, until: datetime) -> float:
    """The working minutes between two moments, as far as the calendar goes."""
    first = datetime.combine(clock.first, time())
    last = first + timedelta(days=len(clock.days)) - timedelta(minutes=1)
    return clock.minutes(*(min(max(moment, first), last) for moment in (since, until)))


@cache
def _clock(country: str, spans: Spans, last_year: int) -> WorkingClock:
    """The working clock of an official calendar and the usual hours."""
    days = official_days(country, last_year)
    return working_clock((day, spans if working else ()) for day, working in days)
