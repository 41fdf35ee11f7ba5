"""Days on which a course began, beside those on which it ended: its exam is rather of the end."""

import re

from data.kinds.catalog import TRAINING
from data.kinds.schema import DatasetKind
from data.matching.worked_out import dated_columns
from data.reading.sheet import Sheet
from data.text.folding import fold, vocabulary

_BEGAN = re.compile(
    r"\bstart|\bbeg[iau]n|\bfrom\b|début|inicio|início|inizio|开始|開始|开课|開課", re.I
)
_ENDED = re.compile(
    r"\bend(?:s|ed|ing)?\b|finish|complet|\bto\b|ende$|\bfin\b|fim$|fine$|结束|結束|完成", re.I
)


def only_began(sheet: Sheet, kind: DatasetKind, at: int) -> bool:
    """Whether a heading that only resembles that of the exam's day tells when the course began, and
    another column the day of its end in each of these rows."""
    heading = sheet.headings[at]
    if kind is not TRAINING or not _says(_BEGAN, heading) or fold(heading) in vocabulary(kind):
        return False
    began = sheet.cells[at] != ""
    return any(
        other != at
        and _says(_ENDED, sheet.headings[other])
        and not (sheet.cells[other] == "")[began].any()
        for other in dated_columns(sheet)
    )


def _says(form: re.Pattern[str], heading: str) -> bool:
    return form.search(heading.replace("_", " ")) is not None
