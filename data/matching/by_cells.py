"""Columns of which no heading says that they hold what a kind cannot do without, though what stands
below them could be it: marks on a small scale, days, months.

They are only asked about, with the sentence that nothing else speaks for them.
"""

import re
from collections.abc import Sequence

from data.kinds.schema import Column, DatasetKind, Type
from data.matching.cell_looks import are_dates
from data.matching.heading_says import is_other_day
from data.matching.left_looks import names_end
from data.matching.voice_columns import asks_something_else, may_be_answers
from data.text.folding import normal
from data.values.looks import is_number
from errors import Message
from i18n import N_

_MONTH = re.compile(r"20\d{2}(?:0[1-9]|1[0-2])")  # 202104, which as a number may be anything
_STAMP = re.compile(
    r"20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?"
)
_CALLED_MONTH = re.compile(
    r"month|period|\bym\b|\bmes\b|m[êe]s\b|mois|monat|mese|miesi|maand|bulan|tháng|月|월", re.I
)
_COUNTED = re.compile(  # numbers of things, of which a few small ones look like marks
    r"\be?nps\b|number|\bno\b|\bnr\b|count|\btable|\bage\b|year|month|quarter|week|\bday|\bclass\b|level|group|zone|code|version|attempt"
    r"|floor|room|visits?\b|sessions?|people|persons|guests|children|kids|items|tries|anzahl|zahl\b|nombre de|número|numero|cantidad"
    r"|quantidade|tisch|jahr|monat|anni|idade|edad|jumlah|次数|次數|人数|人數|数量|數量|号|號|年|月|级别|級別|几|幾|桌|층|回数",
    re.I,
)
ALONE = N_("No heading speaks of it: only what stands below it could be it.")


def are_digits_of_days(heading: str, cells: Sequence[str]) -> bool:
    """Whether cells are moments such as 20210908175041, or months such as 202104 whose heading says
    so."""
    text = normal(heading).replace("_", " ")
    if not cells:
        return False
    called = _CALLED_MONTH.search(text) is not None and all(map(_MONTH.fullmatch, cells))
    return called or all(map(_STAMP.fullmatch, cells))


def could_be(column: Column, heading: str, cells: Sequence[str], kind: DatasetKind) -> bool:
    """Whether a column that may hold what is needed is one of those that such a column looks like,
    whatever heads it."""
    text = normal(heading).replace("_", " ")
    if column.type in (Type.DATE, Type.MOMENT):
        return (
            column.name == kind.date
            and (are_dates(cells) or are_digits_of_days(heading, cells))
            and not is_other_day(heading)
            and not names_end(heading)
        )
    if column.scaled:
        return are_marks(column, text, cells, kind)
    return False


def are_marks(column: Column, text: str, cells: Sequence[str], kind: DatasetKind) -> bool:
    """Whether cells are answers on one small scale, and no numbers of something."""
    plain = list(cells)
    if not may_be_answers(text, plain, kind, column.name) or asks_something_else(text):
        return False
    if kind.name == "nps" and not all(map(is_number, plain)):
        return False
    return _COUNTED.search(text) is None


def only_cells() -> Message:
    """What is said beside the likeliest column where nothing but its cells speaks for it."""
    return Message(ALONE, {})
