"""Lists of staff that do not say when anybody was hired: who works where is known all the same, and
nobody of them is new."""

import re

from data.kinds.catalog import ROSTER
from data.kinds.schema import DatasetKind
from data.matching.exam_forms import with_column
from data.matching.headings import is_nameless, match
from data.matching.needed import needed
from data.matching.worked_out import dated_columns
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from errors import Message
from i18n import N_

NAME, YES, NO = "hired_unsaid", "yes", "no"
_HIRED = "hired_on"
# Days on which nobody was hired.
_OTHER = re.compile(
    r"birth|born|\bdob\b|geb(?:oren|urt)|naiss|nacim|nascim|nascit|urodz|lahir|doğum|dogum|生日|出生|expir|valid|until"
    r"|updat|modif|creat|login|review|更新|到期",
    re.I,
)
_OF_STAFF = frozenset({"department", "store", "region", "position"})


def without_hiring(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with an empty column for the days of hiring, as answered, else as is likely, where no
    column of days could say them; of other files the sheet itself."""
    if kind is not ROSTER or sheet.cells.empty or is_nameless(sheet):
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set))
    supplied = {*own.columns.values(), *options.set, *options.match.values()}
    supplied |= {*needed(sheet, kind, own, options, frozenset({"employee"})).columns.values()}
    if _HIRED in supplied or "employee" not in supplied or not _OF_STAFF & supplied:
        return Written(sheet)
    if any(
        at not in own.columns and not _OTHER.search(sheet.headings[at])
        for at in dated_columns(sheet)
    ):
        return Written(sheet)  # which of these it is, a person says
    question = Question(
        NAME,
        Message(
            "No column says when anybody was hired. Is this list of staff to be read without it?",
            {},
        ),
        (
            Choice(
                YES,
                N_(
                    "Yes: they count as staff from the day of the list on, and none of them as new."
                ),
            ),
            Choice(NO, N_("No: I say which column tells it, or give one day for all rows.")),
        ),
        YES,
    )
    if question.answer(options.answers) == NO:
        return Written(sheet, questions=(question,))
    label: str = kind.column(_HIRED).label
    return Written(with_column(sheet, label, [""] * len(sheet.lines)), questions=(question,))
