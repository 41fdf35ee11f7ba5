"""The day of a file of visits, checks, praises or ratings that has no column for it: what its title
or its name says, or what a person says, in one question."""

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from data.kinds.catalog import STAFF_SURVEY
from data.kinds.schema import DatasetKind
from data.matching.headings import is_nameless, match
from data.matching.hinted_day import hinted_day
from data.matching.named_after import day_in
from data.matching.needed import needed
from data.matching.voice_columns import KINDS as VOICES
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold, normal
from data.values.looks import is_date, is_no_answer, is_number
from errors import Message
from i18n import N_

_ENDING = re.compile(r"\.\w{2,4}$")  # of the name of a file
_MOST = 300  # rows without a day
_ANSWERS = frozenset({"overall", "score"})
NAME, NAMED = "lacking_day", "lacking_day_named"
_PERIOD = re.compile(  # a heading of when something was, and nothing else
    r"(?:(?:survey|reporting|calendar|fiscal|financial|response|visit)\W?)?(?:month|quarter|week|year|wave|period|season|fy|qtr)"
    r"(?:\W*(?:no\.?|number|name|of (?:visit|survey)))?"
    r"|monat|quartal|woche|kw|kalenderwoche|jahr|welle|zeitraum|mois|trimestre|semaine|ann[ée]e|p[ée]riode|vague|mes|semana|a[ñn]o|ano|m[êe]s|per[íi]odo|ola|onda"
    r"|(?:调查|調查|统计|統計|评价|評價)?(?:月份?|季度?|周次?|週次?|年度?|年份|年月|期间|期間|期次|批次|月度)|四半期",
    re.I,
)
_PERIOD_CELL = re.compile(
    r"(?:(?:20\d\d|fy\d\d)\W{0,2})?(?:(?:q|kw|cw|wk|week|quarter|wave|welle)\W?\d{1,2}|h[12]|spring|summer|autumn|fall|winter"
    r"|frühjahr|frühling|sommer|herbst|printemps|[ée]t[ée]|automne|hiver|primavera|verano|oto[ñn]o|invierno"
    r"|jan(?:uary?)?|feb(?:ruary?)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?"
    r"|januar|februar|märz|mai|juni|juli|第?[一二三四1-4]季度?|\d{1,2}月份?|第?\d{1,2}[周週])(?:\W{0,3}(?:20)?\d\d)?",
    re.I,
)
# What a file has to say besides, so that only its day is lacking: all of one of these.
_ENOUGH = {
    "mystery_visit": ({"overall"}, {"attitude"}, {"efficiency"}, {"compliance"}),
    "mystery_item": ({"item", "earned"},),
    "behaviour_check": ({"employee", "behaviour"}, {"employee", "passed"}),
    "praise": ({"employee", "verified"}, {"employee", "comment"}),
    "supervisor_rating": ({"employee", "score"},),
    "star": ({"employee", "honour"},),
    "audit": ({"dimension", "level"}, {"dimension", "points"}),
    "contact_volume": ({"contacts"},),
    "kpi_value": ({"kpi", "value"},),
    **dict.fromkeys(VOICES, ({"overall"}, {"score"})),
    "staff_survey": tuple({name} for name in STAFF_SURVEY.one_of),
}


def with_day(file: str, sheet: Sheet, kind: DatasetKind, options: Options, today: date) -> Written:
    """The sheet with the day in a column, as answered, else as is likely; of other files the sheet
    itself."""
    if kind.name not in _ENOUGH or sheet.cells.empty or is_nameless(sheet):
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set))
    supplied = {*own.columns.values(), *options.set, *options.match.values()}
    if kind.name in VOICES:  # which column holds the answers may be for a person to say
        supplied |= {*needed(sheet, kind, own, options, _ANSWERS).columns.values()}
    enough = any(least <= supplied for least in _ENOUGH[kind.name])
    if kind.date in supplied or not enough or _has_days(sheet):
        return Written(sheet)
    named = _named(file, sheet, kind, today)
    of_customers = kind.name in VOICES
    if named is None and (len(sheet.cells) > _MOST or of_customers and _says_periods(sheet)):
        return Written(sheet)  # hardly all rows are of one day
    question = _question(named, today, of_customers)
    answer = question.answer(options.answers)
    day = _days(named, today).get(answer)
    if day is None:
        return Written(sheet, questions=(question,))
    heading: str = kind.column(kind.date).label
    if fold(heading) in map(fold, sheet.headings):
        heading = f"{heading} (2)"
    cells = pd.Series(
        pd.array([day.isoformat()] * len(sheet.cells), dtype="str"), index=sheet.cells.index
    )
    made = replace(
        sheet,
        headings=(*sheet.headings, heading),
        cells=pd.concat([sheet.cells, cells.rename(len(sheet.headings))], axis=1),
    )
    return Written(made, questions=(question,))


def _has_days(sheet: Sheet) -> bool:
    """Whether some column holds days, which a person may choose."""
    return any(
        sum(is_date(cell) and not is_number(cell) for cell in told) * 2 > len(told)
        for at in sheet.cells
        if (told := [cell for cell in sheet.cells[at].iloc[:200] if not is_no_answer(cell)])
    )


def _says_periods(sheet: Sheet) -> bool:
    """Whether a heading or cells speak of the month, the week or another time of each row."""
    return any(map(_PERIOD.fullmatch, map(normal, sheet.headings))) or any(
        sum(_PERIOD_CELL.fullmatch(normal(cell)) is not None for cell in told) * 2 > len(told)
        for at in sheet.cells
        if (told := [cell for cell in sheet.cells[at].iloc[:200] if not is_no_answer(cell)])
    )


def says_day(file: str, sheet: Sheet, kind: DatasetKind, today: date) -> bool:
    """Whether a title or a name says the day or the month of the rows."""
    return _named(file, sheet, kind, today) is not None


def _named(file: str, sheet: Sheet, kind: DatasetKind, today: date) -> date | None:
    for text in (*sheet.title, sheet.name, file):
        found = day_in(text)
        if found is None and (hint := hinted_day(_ENDING.sub("", text), today)) is not None:
            found = hint, False
        if found is not None and found[0] <= today:
            day, is_month = found
            if is_month and kind.column(kind.date).edge == "last":
                day = day.replace(day=monthrange(day.year, day.month)[1])
            return day
    return None


def _days(named: date | None, today: date) -> dict[str, date]:
    first = today.replace(day=1)
    days = {"named": named} if named else {}
    return {
        **days,
        "today": today,
        "month": first,
        "before": (first - timedelta(days=1)).replace(day=1),
    }


def _question(named: date | None, today: date, of_customers: bool) -> Question:
    """When it was; what customers answered is rather of the month before than all of one day."""
    labels = {
        "named": N_("On {day}, as the title or the name of the file says."),
        "today": N_("On {day}, the day on which it is loaded."),
        "month": N_("On {day}, the first day of this month."),
        "before": N_("On {day}, the first day of the month before."),
    }
    days = _days(named, today)
    return Question(
        NAMED if named else NAME,
        Message("No column holds the day. On which day was what the rows say?", {}),
        (
            *(Choice(name, Message(labels[name], {"day": day})) for name, day in days.items()),
            Choice("no", N_("On another day: I give the date myself.")),
        ),
        "named" if named else "before" if of_customers else "today",
    )
