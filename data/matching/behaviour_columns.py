"""Checks of behaviour with a column for each behaviour and yes or no below it."""

from data.kinds.catalog import BEHAVIOUR_CHECK
from data.kinds.schema import DatasetKind
from data.matching.checklist_columns import item_of, one_a_row, verdict_columns
from data.matching.headings import match
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.reading.sheets import some
from data.reading.table import refuse_too_long
from errors import Message
from i18n import N_

NAME = "behaviour_columns"
_FEWEST = 2  # columns of yes and no that are behaviours


def one_a_behaviour(file: str, sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with one check of one behaviour a row; of other files the sheet itself."""
    if kind is not BEHAVIOUR_CHECK or sheet.cells.empty:
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set))
    supplied = {*own.columns.values(), *options.set, *options.match.values()}
    items = verdict_columns(sheet, own, kind.column("passed"))
    if "behaviour" in supplied or "passed" in supplied and own.position("passed") not in own.likely:
        return Written(sheet)
    if (at := own.position("passed")) is not None:  # one of them that only resembles the verdict
        items = sorted({*items, at})
    if kind.date not in supplied or len(items) < _FEWEST:
        return Written(sheet)
    headings = [item_of(sheet.headings[at]) for at in items]
    question = Question(
        NAME,
        Message(
            "Columns that hold only yes, no and the like: {count}. Are they behaviours that were "
            "looked for, and each cell a check?",
            {"count": len(items)},
        ),
        (
            Choice("behaviours", N_("Yes: each filled cell is one check, shown or not.")),
            Choice("no", N_("No: they are something else.")),
        ),
        "behaviours",
        (Message("They are: {headings}.", {"headings": some(headings)}),),
    )
    if question.answer(options.answers) == "no":
        return Written(sheet, questions=(question,))
    refuse_too_long(file, len(sheet.cells) * len(items), len(sheet.headings))
    rest = [at for at in range(len(sheet.headings)) if at not in items]
    made = one_a_row(sheet, rest, items, headings, kind.column("behaviour"), kind.column("passed"))
    return Written(made, questions=(question,))
