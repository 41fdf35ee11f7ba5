"""Counts of contacts with a column for each channel, made into one count a row."""

import re

from data.issues import NOTE, Issue
from data.kinds.catalog import CONTACT_VOLUME
from data.kinds.schema import DatasetKind
from data.matching.checklist_columns import one_a_row
from data.matching.headings import match
from data.matching.likeness import sample
from data.matching.record_stems import form_of, not_of
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.reading.sheets import some
from data.text.folding import normal
from data.values.looks import is_no_answer, is_number
from errors import Message
from i18n import N_

NAME, YES, NO = "volume_columns", "yes", "no"
_FEWEST = 2
_TOTAL = re.compile(r"total|\ball\b|overall|gesamt|summe|合计|合計|总|總|小计|小計|計$", re.I)


def one_a_channel(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with a row for each channel, as answered, else as is likely; of other files the
    sheet itself."""
    if kind is not CONTACT_VOLUME or sheet.cells.empty:
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set))
    known = {name for at, name in own.columns.items() if at not in own.likely}
    if {"channel", "contacts", "answered", "abandoned"} & {*known, *options.match.values()}:
        return Written(sheet)
    across = [at for at in range(len(sheet.headings)) if _counts(sheet, at)]
    if len(across) < _FEWEST:
        return Written(sheet)
    headings = [sheet.headings[at] for at in across]
    question = Question(
        NAME,
        Message(
            "There is a column for each channel: {headings}. Does each hold the contacts of one?",
            {"headings": some(headings)},
        ),
        (
            Choice(YES, N_("Yes: each of them counts, by its channel.")),
            Choice(NO, N_("No: only one of them holds the contacts.")),
        ),
        YES,
    )
    if question.answer(options.answers) == NO:
        return Written(sheet, questions=(question,))
    rest = [at for at, name in own.columns.items() if at not in across]
    made = one_a_row(sheet, rest, across, headings, kind.column("channel"), kind.column("contacts"))
    told = Issue(
        NOTE,
        Message(
            "A column for each channel was read as one count for each: {headings}.",
            {"headings": some(headings)},
        ),
    )
    return Written(made, (told,), (question,))


def _counts(sheet: Sheet, at: int) -> bool:
    """Whether a column counts contacts of one kind, and is no total, part or share of them."""
    text = normal(sheet.headings[at]).replace("_", " ")
    form, other = form_of(CONTACT_VOLUME.name, "contacts"), not_of(CONTACT_VOLUME.name, "contacts")
    told = [cell for cell in sample(sheet.cells[at].tolist()) if not is_no_answer(cell)]
    return (
        form is not None
        and other is not None
        and form.search(text) is not None
        and other.search(text) is None
        and _TOTAL.search(text) is None
        and bool(told)
        and all(map(is_number, told))
    )
