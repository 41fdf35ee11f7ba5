"""The day of a file of visits, checks, praises or ratings that has no column for it: what its title
or its name says, or what a person says, in one question."""

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from data.kinds.catalog import STAFF_SURVEY
from data.kinds.schema import DatasetKind
from data.matching.days_of_people import is_no_day_of
from data.matching.heading_says import is_day_of_life
from data.matching.headings import is_nameless, match
from data.matching.hinted_day import hinted_day
from data.matching.named_after import day_in
from data.matching.needed import needed
from data.matching.voice_columns import KINDS as VOICES
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold
from data.values.looks import is_date, is_no_answer, is_number
from errors import Message
from i18n import N_

_ENDING = re.compile(r"\.\w{2,4}$")  # of the name of a file
_MOST = 300  # rows without a day
_ANSWERS = frozenset({"overall", "score", "internal_service"})
NAME, NAMED = "lacking_day", "lacking_day_named"
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
    if (
        kind.name in VOICES or kind is STAFF_SURVEY
    ):  # which column holds the answers may be for a person to say
        supplied |= {*needed(sheet, kind, own, options, _ANSWERS).columns.values()}
    enough = any(least <= supplied for least in _ENOUGH[kind.name])
    if kind.date in supplied or not enough or _has_days(sheet, kind):
        return Written(sheet)
    named = _named(file, sheet, kind, today)
    if named is None and (len(sheet.cells) > _MOST or kind.name in VOICES):
        return Written(sheet)  # of so many rows, and of customers, hardly all are of one day
    question = _question(named, today)
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


def _has_days(sheet: Sheet, kind: DatasetKind) -> bool:
    """Whether some column holds days, which a person may choose: none of somebody's life."""
    return any(
        sum(is_date(cell) and not is_number(cell) for cell in told) * 2 > len(told)
        for at in sheet.cells
        if not is_day_of_life(sheet.headings[at])
        and not is_no_day_of(kind.name, sheet.headings[at])
        and (told := [cell for cell in sheet.cells[at].iloc[:200] if not is_no_answer(cell)])
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


def _question(named: date | None, today: date) -> Question:
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
        "named" if named else "today",
    )
