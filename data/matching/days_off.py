"""A list of holidays that says of no day whether it is worked: days off, unless a person says that
they are extra days of work."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from data.kinds.catalog import WORKING_DAY
from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.match import Match
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold
from data.text.writing import folded
from data.values.cells import choice_of
from data.values.looks import is_date, is_no_answer
from errors import Message
from i18n import N_

NAME, OFF, WORKED = "days_off", "no", "yes"
_HOLIDAYS = re.compile(
    r"holiday|day(?:s)? off|closure|closed|closing|shut ?down|feiertag|betriebs(?:ferien|ruhe)|brückentag|schließ"
    r"|jours? f[ée]ri|fermeture|festiv|feriado|cierre"
    r"|节假日|節假日|假期|放假|休假|休業|祝日|公休|店休"
    r"|休息日|停业|停業|假日|国定假|國定假",
    re.I,
)
_EXTRA = re.compile(r"extra|make-?up|补班|補班|加班|调休上班|Samstagsarbeit", re.I)
# Answers to whatever their heading asks, and headings that ask whether anybody works.
_BARE = frozenset({"true", "false", "yes", "no", "y", "n", "1", "0", "x", "是", "否"})
_WORK = re.compile(
    r"work|open|\bshop|business day|arbeit|geöffnet|ouvert|ouvr|labor|abiert|上班|工作|营业|營業|出勤|勤務",
    re.I,
)
_MOST_WORDS = 6
_MOST_COLUMNS = 4  # of a list of days that calls itself nothing
_MOST = 400  # rows; more are a calendar of every day


def as_days_off(file: str, sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with whether its days are worked, as answered, else as its headings, its title or
    its name say; of other files the sheet itself."""
    if kind is not WORKING_DAY or sheet.cells.empty or len(sheet.cells) > _MOST:
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set))
    supplied = {*own.columns.values(), *options.set, *options.match.values()}
    if "working" in supplied or "date" not in supplied:
        return Written(sheet)
    speaks = speaks_of_holidays(file, sheet)
    if not speaks and len(sheet.headings) > _MOST_COLUMNS:
        return Written(sheet)  # yes and no are answers of many files
    if (said := said_working(sheet, own)) is not None:
        return Written(_with(sheet, sheet.cells[said].tolist()))
    if not speaks:
        return Written(sheet)
    likely = WORKED if any(map(_EXTRA.search, (*sheet.title, sheet.name, file))) else OFF
    question = Question(
        NAME,
        Message("No column says whether these days are worked. Are they days off?", {}),
        (
            Choice(OFF, N_("Yes: nobody works on them.")),
            Choice(WORKED, N_("No: they are extra working days.")),
        ),
        likely,
    )
    answer = question.answer(options.answers)
    return Written(_with(sheet, [answer] * len(sheet.cells)), questions=(question,))


def speaks_of_holidays(file: str, sheet: Sheet) -> bool:
    """Whether headings, title or name say that days off are listed."""
    texts = (*sheet.headings, *sheet.title, sheet.name, file.replace("_", " "))
    return any(map(tells_holidays, texts))


def tells_holidays(text: str) -> bool:
    """Whether a text speaks of days off."""
    return _HOLIDAYS.search(text) is not None


def said_working(sheet: Sheet, own: Match, others: Sequence[int] = ()) -> int | None:
    """The column, none of the `others`, of few words each of which says whether a day is worked."""
    column = WORKING_DAY.column("working")
    for at in range(len(sheet.headings)):
        if at in others:
            continue
        told = [cell for cell in sheet.cells[at] if not is_no_answer(cell)]
        if any(map(is_date, told)):
            continue  # the first number of 1/2/2026 is no yes
        bare = {folded(cell) for cell in told} <= _BARE and not _WORK.search(sheet.headings[at])
        if own.columns.get(at) in (None, "reason") and len(told) == len(sheet.cells) and not bare:
            few = len(set(told)) <= _MOST_WORDS
            if few and all(choice_of(cell, column) is not None for cell in told):
                return at
    return None


def _with(sheet: Sheet, texts: Sequence[str]) -> Sheet:
    heading = str(WORKING_DAY.column("working").label)
    if fold(heading) in map(fold, sheet.headings):
        heading = f"{heading} (2)"
    cells = pd.Series(pd.array(list(texts), dtype="str"), index=sheet.cells.index)
    return replace(
        sheet,
        headings=(*sheet.headings, heading),
        cells=pd.concat([sheet.cells, cells.rename(len(sheet.headings))], axis=1),
    )
