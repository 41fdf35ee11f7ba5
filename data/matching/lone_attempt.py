"""Answers of one attempt at an exam that name nobody, as a quiz app keeps them for whoever uses it:
each item once, at one moment. The attempt is then somebody of its own, named by that moment."""

import re
from collections.abc import Collection

from data.kinds.catalog import EXAM_ITEM
from data.kinds.schema import DatasetKind
from data.matching.headings import is_nameless
from data.matching.match import Match
from data.matching.needed import candidates
from data.matching.proposal import Proposal
from data.reading.options import Options
from data.reading.sheet import Sheet
from errors import Message

_FEWEST = 3  # items
_TIME = re.compile(r"\d{1,2}[:：]\d{2}\b.*$")


def lone_person(
    sheet: Sheet, kind: DatasetKind, own: Match, known: Collection[str], options: Options
) -> tuple[Proposal, ...]:
    """Whose answers they are, where nothing names anybody and all are of one attempt; else none."""
    item, day = own.position("item"), own.position("date")
    if kind is not EXAM_ITEM or "employee" in known or item is None or day is None:
        return ()
    items, moments = sheet.cells[item], sheet.cells[day]
    once = len(items) >= _FEWEST and items.is_unique and moments.nunique() == 1
    # A day alone would make one person of all who answered on it.
    if not once or _TIME.search(moments.iloc[0]) is None or is_nameless(sheet):
        return ()
    if candidates("employee", sheet, kind, own, options):
        return ()  # a person may say that it is one of these
    moment = moments.iloc[0]
    seen = Message(
        "{column}: one person, whom nothing names, called “{value}” after when they answered. Each "
        "item was answered once, all at that moment.",
        {"column": kind.column("employee").label, "value": moment},
    )
    return (Proposal("employee", "employee=lone", seen, moment),)
