"""Days under known headings that are not those of the records: when a form was sent, or when somebody
took a complaint on."""

import re
from collections.abc import Collection, Sequence

from data.kinds.schema import DatasetKind
from data.matching.personal import is_stamp
from data.matching.stems import names_own_day
from data.matching.worked_out import dated_columns
from data.reading.sheet import Sheet

_TAKEN_ON = re.compile(r"受理|登记|登記|录入|建档|建檔|accept|logged|registered|register", re.I)
_APPLIED = re.compile(
    r"(?:申请|申請|投诉|投訴|客诉|客訴|提交)(?:时间|時間|日期|日$)|complain\w* (?:date|on|at)\b",
    re.I,
)


def was_entered_later(
    sheet: Sheet, kind: DatasetKind, at: int, free: Sequence[int], samples: Sequence[Sequence[str]]
) -> bool:
    """Whether another of the free columns tells the day itself, and this one only when it was
    entered."""
    others = [other for other in free if other != at]
    if is_stamp(sheet.headings[at]):
        return names_own_day(sheet, kind, others, samples)
    return kind.name == "complaint" and _was_applied_before(sheet, at, others)


def _was_applied_before(sheet: Sheet, at: int, others: Collection[int]) -> bool:
    if not _TAKEN_ON.search(sheet.headings[at]):
        return False
    days = dated_columns(sheet)
    return any(other in days and _APPLIED.search(sheet.headings[other]) for other in others)
