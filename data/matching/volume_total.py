"""Counts of contacts that were answered and that were lost, without a count of all: both together."""

import pandas as pd

from data.issues import NOTE, Issue
from data.kinds.catalog import CONTACT_VOLUME
from data.kinds.schema import DatasetKind
from data.matching.exam_forms import with_column
from data.matching.headings import match
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.writing import half_width
from data.values.looks import is_no_answer
from errors import Message
from i18n import N_

NAME, YES, NO = "volume_total", "yes", "no"


def with_total(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with all contacts in a column, as answered, else as is likely; of other files the
    sheet itself."""
    if kind is not CONTACT_VOLUME or sheet.cells.empty:
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set))
    answered, abandoned = own.position("answered"), own.position("abandoned")
    known = {*own.columns.values(), *options.set, *options.match.values()}
    if "contacts" in known or answered is None or abandoned is None:
        return Written(sheet)
    parts = pd.concat([_numbers(sheet.cells[at]) for at in (answered, abandoned)], axis=1)
    if (parts.isna() & (sheet.cells[[answered, abandoned]] != "").to_numpy()).any(axis=None):
        return Written(sheet)
    question = _question(sheet.headings[answered], sheet.headings[abandoned])
    if question.answer(options.answers) == NO:
        return Written(sheet, questions=(question,))
    sums = parts.sum(axis=1, min_count=2)
    cells = ["" if pd.isna(value) else f"{value:.10g}" for value in sums]
    told = Message(
        "The contacts of each row are those under “{answered}” and “{abandoned}” together.",
        {"answered": sheet.headings[answered], "abandoned": sheet.headings[abandoned]},
    )
    made = with_column(sheet, kind.column("contacts").label, cells)
    return Written(made, (Issue(NOTE, told),), (question,))


def _numbers(cells: pd.Series) -> pd.Series:
    plain = cells.map(lambda cell: "" if is_no_answer(cell) else half_width(cell))
    return pd.to_numeric(plain.str.replace(",", ""), errors="coerce")


def _question(answered: str, abandoned: str) -> Question:
    return Question(
        NAME,
        Message(
            "No column counts all contacts. Are they those under “{answered}” and “{abandoned}” "
            "together?",
            {"answered": answered, "abandoned": abandoned},
        ),
        (
            Choice(YES, N_("Yes: both are added up.")),
            Choice(NO, N_("No: I say which heading holds all contacts.")),
        ),
        YES,
    )
