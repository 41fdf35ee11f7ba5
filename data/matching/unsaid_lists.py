"""What a whole file leaves unsaid, since whoever exported it knows: the day of a list of staff,
whether praises were verified, that a list of stores is one of stores, and from when on.

Each is one question with an answer for all rows.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from data.issues import NOTE, Issue
from data.kinds.catalog import EVENT, PRAISE, ROSTER, UNIT
from data.kinds.programme import STORE_NAMES
from data.kinds.schema import Column, DatasetKind
from data.matching.headings import match
from data.matching.match import Match
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold
from data.text.writing import folded
from data.values.cells import spellings
from data.values.looks import is_date, is_no_answer
from errors import Message
from i18n import N_

EVENT_TYPE = "event_type"
AS_OF, AS_OF_NAME, VERIFIED, SINCE, SINCE_OPENING = (
    "as_of",
    "as_of_name",
    "praise_verified",
    "unit_since",
    "unit_since_opening",
)
_DAY = re.compile(
    r"(?<!\d)(?P<year>20\d{2})\s*[-_./年]?\s*(?P<month>0[1-9]|1[0-2]|[1-9](?!\d))"
    r"(?:\s*[-_./月]?\s*(?P<day>0[1-9]|[12]\d|3[01]|[1-9](?!\d)))?(?!\d)"
)
_PRAISE = re.compile(
    r"prais|compliment|commend|kudos|thank[- ]?you|表扬|表揚|锦旗|錦旗|感谢信|感謝信|félicitation|Lob\b|elogio",
    re.I,
)
_MEASURED = re.compile(
    r"scor|rating|target|goal|nps|csat|satisf|%|complaint|sales|visits?\b|分$|满意|滿意|目标|目標|评|評|率|数量|數量",
    re.I,
)
_OF_STAFF = ("department", "store", "position", "left_on")  # names and days alone are any list
_LONG_AGO = date(2000, 1, 1)  # before all records
_OPENED = frozenset(
    map(
        fold,
        (
            *("open date", "opening date", "opened", "opened on", "date opened", "go live date"),
            *(
                "store open date",
                "launch date",
                "开业日期",
                "开业时间",
                "开店日期",
                "开业日",
                "启用日期",
            ),
            *("開業日期", "開幕日期", "開店日期", "開幕日"),
            *("Eröffnung", "Eröffnungsdatum", "date d'ouverture", "ouverture"),
            *("fecha de apertura", "apertura", "data de abertura", "inauguração"),
        ),
    )
)
_STORES = frozenset(map(fold, STORE_NAMES))
_DISTINCT = 0.95  # of the names of a list of stores
_FEWEST = 2  # stores of a list


def as_said(file: str, sheet: Sheet, kind: DatasetKind, options: Options, today: date) -> Written:
    """The sheet with what its rows leave unsaid in columns of its own; of most files the sheet
    itself."""
    if sheet.cells.empty:
        return Written(sheet)
    if kind is ROSTER:
        return _with_day(file, sheet, kind, options, today)
    if kind is PRAISE:
        return _with_verdict(sheet, kind, options)
    if kind is EVENT:
        return _with_type(sheet, kind, options)
    if kind is UNIT:
        return _with_stores(sheet, kind, options, today)
    return Written(sheet)


def _own(sheet: Sheet, kind: DatasetKind, options: Options) -> tuple[Match, set[str]]:
    """What the headings mean, and the columns that are there or that a person gives."""
    own = match(sheet, kind, Options(set=options.set))
    return own, {*own.columns.values(), *options.set, *options.match.values()}


def _with(sheet: Sheet, column: Column, texts: Sequence[str]) -> Sheet:
    """The sheet with a further column; its heading is one that no other has."""
    heading: str = column.label
    if fold(heading) in map(fold, sheet.headings):
        heading = f"{heading} (2)"
    more = pd.Series(pd.array(list(texts), dtype="str"), index=sheet.cells.index)
    return replace(
        sheet,
        headings=(*sheet.headings, heading),
        cells=pd.concat([sheet.cells, more.rename(len(sheet.headings))], axis=1),
    )


# The day of a list of staff.


def _with_day(file: str, sheet: Sheet, kind: DatasetKind, options: Options, today: date) -> Written:
    own, supplied = _own(sheet, kind, options)
    told = {"employee", "hired_on"} <= supplied and supplied.intersection(_OF_STAFF)
    if kind.date in supplied or not told:
        return Written(sheet)
    named = next(
        (day for text in (*sheet.title, sheet.name, file) if (day := _day_in(text, today))), None
    )
    days = {
        **({"named": named} if named else {}),
        "today": today,
        "month": today.replace(day=1),
    }
    labels = {
        "named": N_("As of {day}, the day in the name or the title of the file."),
        "today": N_("As of {day}, the day on which it is loaded."),
        "month": N_("As of {day}, the first day of the month in which it is loaded."),
    }
    question = Question(
        AS_OF_NAME if named else AS_OF,
        Message(
            "No column says as of which day this list of staff holds. As of which day does it?",
            {},
        ),
        (
            *(Choice(name, Message(labels[name], {"day": day})) for name, day in days.items()),
            Choice("no", N_("As of another day: I give the date myself.")),
        ),
        "named" if named else "today",
    )
    answer = question.answer(options.answers)
    if answer == "no":
        return Written(sheet, questions=(question,))
    texts = [days[answer].isoformat()] * len(sheet.cells)
    return Written(_with(sheet, kind.column(kind.date), texts), questions=(question,))


def _day_in(text: str, today: date) -> date | None:
    """The only day or month that a text names, a month as its last day; none that is yet to
    come."""
    found = {each.groups() for each in _DAY.finditer(text)}
    if len(found) != 1:
        return None
    year, month, day = (None if part is None else int(part) for part in found.pop())
    try:
        told = date(year, month, day or 1)
    except ValueError:
        return None
    if day is None:
        told = min((told + timedelta(days=31)).replace(day=1) - timedelta(days=1), today)
    return told if told <= today and date(year, month, 1) <= today else None


# Whether praises were verified.


def _with_verdict(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    own, supplied = _own(sheet, kind, options)
    if "verified" in supplied or kind.date not in supplied or not names_praise(sheet):
        return Written(sheet)
    if any(_says_verdict(sheet, at, kind) for at in sheet.cells if at not in own.columns):
        return Written(sheet)  # a person says whether that is it
    question = Question(
        VERIFIED,
        Message("No column says whether these praises were verified. Were they?", {}),
        (
            Choice("yes", N_("Yes: each of them counts.")),
            Choice("no", N_("Not yet: none of them counts until it is verified.")),
        ),
        "yes",
    )
    texts = [question.answer(options.answers)] * len(sheet.cells)
    return Written(_with(sheet, kind.column("verified"), texts), questions=(question,))


def names_praise(sheet: Sheet) -> bool:
    """Whether a heading, the title or the name of the sheet speaks of praise."""
    return any(map(_PRAISE.search, (*sheet.headings, *sheet.title, sheet.name)))


def _says_verdict(sheet: Sheet, at: int, kind: DatasetKind) -> bool:
    """Whether a column that nothing names holds yes and no, or another word of a verdict."""
    words = spellings(kind.column("verified"))
    told = [cell for cell in sheet.cells[at] if not is_no_answer(cell)]
    return bool(told) and all(
        folded(cell) in words or folded(cell) in ("yes", "no") for cell in told
    )


# What kind of events.


def _with_type(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    _, supplied = _own(sheet, kind, options)
    if "type" in supplied or not {"text", kind.date} <= supplied:
        return Written(sheet)
    question = Question(
        EVENT_TYPE,
        Message("No column says what kind of events these are. What are they?", {}),
        (
            Choice("note", N_("Notes: they stand beside the charts and explain them.")),
            Choice("action", N_("Improvement actions: their effect is looked at.")),
        ),
        "note",
    )
    texts = [question.answer(options.answers)] * len(sheet.cells)
    return Written(_with(sheet, kind.column("type"), texts), questions=(question,))


# A list of stores.


def _names_stores(sheet: Sheet, own: Match) -> int | None:
    """The column of names of a list of stores, one a row, with their regions or departments; None
    where the file is none."""
    at = own.position("name")
    if at is None or not {"region", "department"} & {*own.columns.values()}:
        return None
    is_store = fold(sheet.headings[at]) in _STORES
    if not is_store or not _are_different(sheet.cells[at].tolist()):
        return None
    if any(map(_MEASURED.search, sheet.headings)):  # a table of results, one a store
        return None
    happened = any(_are_days(sheet, place) and not _opened(sheet, place) for place in sheet.cells)
    return None if happened else at


def _are_different(cells: list[str]) -> bool:
    told = [cell for cell in cells if not is_no_answer(cell)]
    return len(told) >= _FEWEST and len(set(told)) >= _DISTINCT * len(cells)


def _are_days(sheet: Sheet, at: int) -> bool:
    told = [cell for cell in sheet.cells[at] if not is_no_answer(cell)]
    return bool(told) and sum(map(is_date, told)) * 2 > len(told)


def _opened(sheet: Sheet, at: int) -> bool:
    return fold(sheet.headings[at]) in _OPENED or "clos" in sheet.headings[at].lower()


def _with_stores(sheet: Sheet, kind: DatasetKind, options: Options, today: date) -> Written:
    own, supplied = _own(sheet, kind, options)
    at = _names_stores(sheet, own)
    if at is None or {"dimension", kind.date} & supplied:
        return Written(sheet)
    opened = next(
        (place for place, heading in enumerate(sheet.headings) if fold(heading) in _OPENED), None
    )
    texts = {
        "always": [_LONG_AGO.isoformat()] * len(sheet.cells),
        "today": [today.isoformat()] * len(sheet.cells),
    }
    labels = {
        "opening": N_("From the day on which each store opened, as the file has it."),
        "always": N_("For all records, the oldest too."),
        "today": N_("From {day} on, the day on which it is loaded."),
    }
    if opened is not None:
        days = [cell or _LONG_AGO.isoformat() for cell in sheet.cells[opened]]
        texts = {"opening": days, **texts}
    question = Question(
        SINCE if opened is None else SINCE_OPENING,
        Message(
            "This is a list of stores, and no column says from when on it holds. For which records "
            "do the stores belong where it says?",
            {},
        ),
        tuple(Choice(name, Message(labels[name], {"day": today})) for name in texts),
        next(iter(texts)),
    )
    made = sheet
    for name, cells in (
        ("dimension", ["store"] * len(sheet.cells)),
        (kind.date, texts[question.answer(options.answers)]),
    ):
        made = _with(made, kind.column(name), cells)
    told = Issue(
        NOTE,
        Message(
            "Read as a list of stores, by the names under {heading}.",
            {"heading": sheet.headings[at]},
        ),
    )
    return Written(made, (told,), (question,))
