"""Lists of who was in class with a row for each person and a column for each training."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.kinds.catalog import ATTENDANCE
from data.kinds.schema import DatasetKind
from data.matching.checklist_columns import one_a_row, verdict_columns
from data.matching.headings import match
from data.matching.named_after import day_in, without_days
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.reading.sheets import some
from data.reading.table import refuse_too_long
from errors import Message
from i18n import N_

NAME = "attendance_columns"
_FEWEST = 2  # columns of who came that are trainings
_DAY = re.compile(r"(?<!\d)20\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日號号]?(?!\d)")
# A day without its year, which the check asks for.
_SHORT_DAY = re.compile(
    r"\d{1,2}\s*月\s*\d{1,2}\s*[日号號]?|(?<![\d./-])\d{1,2}[/.-]\d{1,2}(?![\d./-])"
)
_ABOUT = re.compile(
    r"train|course|class|session|workshop|attend|培[训訓]|课|課|[训訓][练練]|研修|[讲講]座|[签簽]到|schulung|kurs|formation"
    r"|capacitaci|curso",
    re.I,
)


@dataclass(frozen=True)
class _Training:
    """A column, with the day and the course that its heading names ("" where it does not)."""

    at: int
    day: str
    course: str


def one_a_call(file: str, sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with one person and training a row; of other files the sheet itself."""
    found = _trainings(file, sheet, options) if kind is ATTENDANCE else ()
    if not found:
        return Written(sheet)
    question = Question(
        NAME,
        Message(
            "Columns that hold only who was in class: {count}. Is each of them a training, and each "
            "cell a person who was called to it?",
            {"count": len(found)},
        ),
        (
            Choice("trainings", N_("Yes: each is a training, and each cell tells who came.")),
            Choice("no", N_("No: they are something else.")),
        ),
        "trainings",
        (Message("They are: {headings}.", {"headings": some(_headings(sheet, found))}),),
    )
    if question.answer(options.answers) == "no":
        return Written(sheet, questions=(question,))
    refuse_too_long(file, len(sheet.cells) * len(found), len(sheet.headings))
    return Written(_made(sheet, found), questions=(question,))


def _trainings(file: str, sheet: Sheet, options: Options) -> tuple[_Training, ...]:
    """The trainings of a list; none where people, or trainings, are told in another way."""
    if sheet.cells.empty or "attended" in (*options.match.values(), *options.set):
        return ()
    own = match(sheet, ATTENDANCE, Options(set=options.set))
    if own.position("employee") is None or own.position("course") is not None:
        return ()
    columns = verdict_columns(sheet, own, ATTENDANCE.column("attended"))
    if (at := own.position("attended")) is not None:
        if at not in own.likely:
            return ()
        columns = sorted({*columns, at})
    found = tuple(_training(at, sheet.headings[at]) for at in columns)
    days = {bool(one.day) for one in found}
    about = (*sheet.title, sheet.name, file.replace("_", " "), *sheet.headings)
    tells = len(found) >= _FEWEST and len(days) == 1 and any(map(_ABOUT.search, about))
    return found if tells and len({(one.day, one.course) for one in found}) == len(found) else ()


def _training(at: int, heading: str) -> _Training:
    named = day_in(heading)
    if named is not None and not named[1]:
        return _Training(at, named[0].isoformat(), _course(without_days(_DAY.sub(" ", heading))))
    if short := _SHORT_DAY.search(heading):
        return _Training(at, short[0], _course(heading.replace(short[0], " ")))
    return _Training(at, "", _course(heading))


def _course(text: str) -> str:
    return " ".join(text.split()).strip(" -–—_:：/|,，、()（）[]【】")


def _headings(sheet: Sheet, found: Sequence[_Training]) -> list[str]:
    return [sheet.headings[one.at] for one in found]


def _made(sheet: Sheet, found: Sequence[_Training]) -> Sheet:
    """A row for each cell below a training, with its course and its day in columns of their own
    where all headings name them."""
    columns = [one.at for one in found]
    rest = [at for at in range(len(sheet.headings)) if at not in columns]
    told = {"course": [one.course for one in found], "date": [one.day for one in found]}
    made = one_a_row(
        sheet,
        rest,
        columns,
        told["course"],
        ATTENDANCE.column("course"),
        ATTENDANCE.column("attended"),
    )
    headings, cells = list(made.headings), [made.cells[at] for at in range(len(made.headings))]
    days = pd.Series(np.tile(np.array(told["date"], object), len(sheet.cells)), dtype="str")
    headings.append(ATTENDANCE.column("date").label)
    cells.append(days)
    keep = [
        at
        for at in range(len(headings))
        if at not in (len(rest), len(headings) - 1)
        or all(told["course" if at == len(rest) else "date"])
    ]
    frame = pd.concat([cells[at] for at in keep], axis=1).set_axis(range(len(keep)), axis=1)
    return replace(made, headings=tuple(headings[at] for at in keep), cells=frame)
