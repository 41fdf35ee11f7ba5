"""Lists of who was at a training that say when each came, and nothing of those who did not: whoever
signed in or joined was in class."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from data.issues import NOTE, Issue
from data.kinds.catalog import ATTENDANCE
from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.written import Written
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold
from data.values.looks import is_date, is_no_answer
from errors import Message

_CAME = re.compile(
    r"\bfirst join|\bjoin(?:ed)? (?:time|at)\W*$|(?:sign(?:ed)?|check(?:ed)?|clock(?:ed)?)[- ]?in(?: (?:time|at|date))\W*$"
    r"|\barriv(?:al time|ed at)\W*$|(?:签到|簽到|打卡|入会|入會|进入|進入|到场|到場)(?:会议|會議)?(?:时间|時間)",
    re.I,
)
_HOUR = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?", re.I)


def as_present(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with who was in class: whoever has a time at which they came; and with the day, where
    these times have one. Of other files the sheet itself."""
    if kind is not ATTENDANCE or sheet.cells.empty:
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set))
    supplied = {*own.columns.values(), *options.set, *options.match.values()}
    came = next((at for at in range(len(sheet.headings)) if _tells_when(sheet, at)), None)
    if "attended" in supplied or came is None:
        return Written(sheet)
    there = ~sheet.cells[came].map(is_no_answer).to_numpy(dtype=bool)
    made = _with(sheet, kind, "attended", np.where(there, "yes", "no"))
    if kind.date not in supplied and all(map(is_date, sheet.cells[came][there])):
        made = _with(made, kind, kind.date, sheet.cells[came].to_numpy(dtype=object))
    note = Message(
        "Whoever has a time under \u201c{heading}\u201d was in class: {count} of {all}.",
        {"heading": sheet.headings[came], "count": int(there.sum()), "all": len(there)},
    )
    return Written(made, (Issue(NOTE, note),))


def _tells_when(sheet: Sheet, at: int) -> bool:
    """Whether a column says when somebody came."""
    if _CAME.search(sheet.headings[at].replace("_", " ")) is None:
        return False
    told = [cell for cell in sheet.cells[at] if not is_no_answer(cell)]
    return bool(told) and all(is_date(cell) or _HOUR.fullmatch(cell) for cell in told)


def _with(sheet: Sheet, kind: DatasetKind, name: str, texts: np.ndarray) -> Sheet:
    """The sheet with a further column of these texts."""
    heading: str = kind.column(name).label
    if fold(heading) in map(fold, sheet.headings):
        heading = f"{heading} (2)"
    cells = pd.Series(pd.array(texts, dtype="str"), index=sheet.cells.index)
    return replace(
        sheet,
        headings=(*sheet.headings, heading),
        cells=pd.concat([sheet.cells, cells.rename(len(sheet.headings))], axis=1),
    )
