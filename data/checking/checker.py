"""Rows of text checked against a dataset kind: what is kept, what is not, and why.

All issues of a file are found in one pass. Every record of the file is kept,
rejected or left out, and the three always add up.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from data.checking.apart import Apart, notes, tell_apart
from data.checking.blanks import blank_scores
from data.checking.remarks import odd_moments
from data.checking.ruled import Ruled, rule
from data.checking.rules.outcome import objects
from data.checking.taken import Taken, Unchecked, take
from data.findings import Findings, Kind, kind_of
from data.issues import ERROR, NOTE, WARNING, Issue
from data.kinds.scales import Scale
from data.progress import Tell, silent
from data.questions import Question
from data.reading.sheet import Parts


@dataclass(frozen=True)
class Checked:
    """The outcome of a check.

    `rows`: all columns of the kind, typed (str, float64, Int64, datetime64[us];
    missing is NA), with "line", the row of the file; only rows to keep.
    `issues`: of the whole file first, then in the order of the rows.
    `read` = len(rows) + `rejected` + `left_out`. `scale`: of the scaled columns.
    `repeated`: whether two rows have the same identifiers and time.
    `questions`: what only a person can say; `rows` are as answered, else as is likely.
    `zone`: the time zone into which times were moved, "" where none was.
    """

    rows: pd.DataFrame
    issues: Findings
    read: int
    rejected: int
    left_out: int
    scale: Scale | None
    repeated: bool
    questions: tuple[Question, ...] = ()
    zone: str = ""


def check(found: Unchecked, tell: Tell = silent) -> Checked:
    """Check one sheet; required columns must be matched or set.

    FileRefused where the file cannot be judged at all, WrongCall for options that do not fit. What
    `tell` raises ends the check.
    """
    sheet, kind, taken = found.sheet, found.kind, take(found)
    ruled = rule(found, taken, tell)
    apart = tell_apart(ruled, taken.chosen, found)
    aside = len(sheet.left_out) + int((~taken.chosen).sum()) + len(ruled.aside)
    left_out = aside + apart.left_out
    assert len(apart.kept) + ruled.rejected + left_out == sheet.records, (
        "kept, rejected and left out do not add up to the records"
    )
    return Checked(
        rows=apart.kept.reset_index(drop=True),
        issues=_findings(found, taken, ruled, apart),
        read=sheet.records,
        rejected=ruled.rejected,
        left_out=left_out,
        scale=ruled.scale,
        repeated=bool(len(apart.repeats.differing)),
        zone=next((column.zone for column in ruled.dated if column.zone), ""),
        questions=(*taken.questions, *ruled.questions, *apart.questions(kind)),
    )


def _findings(found: Unchecked, taken: Taken, ruled: Ruled, apart: Apart) -> Findings:
    """All that was found: of the whole file first, then of rows that are rejected, left out, and
    kept with a word."""
    sheet, kind = found.sheet, found.kind
    whole = (*taken.told, *ruled.told, *apart.told(kind, sheet))
    of_file = (
        *(Issue(WARNING, message) for message in whole),
        *(Issue(NOTE, note) for column in ruled.dated for note in column.notes),
        *(Issue(NOTE, note) for note in ruled.noted),
        *blank_scores(apart.kept, kind, ruled.columns),
    )
    return Findings(
        [
            *Findings.of(of_file).kinds,
            *_of_parts(ERROR, sheet.faulty),
            *ruled.errors,
            *_of_parts(NOTE, sheet.left_out),
            *ruled.broken,
            *taken.notes(sheet),
            *ruled.left_out,
            *ruled.emptied,
            *notes(apart, ruled, taken.lines(sheet), sheet, kind),
            *odd_moments(apart.kept, ruled.columns, kind, found.today),
        ]
    )


def _of_parts(level: str, parts: Parts) -> Iterable[Kind]:
    """Records that are no data as findings, those of one sentence together."""
    texts = {
        text: [code for code, reason in enumerate(parts.reasons) if reason.text == text]
        for text in {reason.text for reason in parts.reasons}
    }
    for text, codes in texts.items():
        at = np.flatnonzero(np.isin(parts.codes, codes))
        each = {}
        for name in parts.reasons[codes[0]].blanks:
            known = objects([reason.blanks.get(name) for reason in parts.reasons])
            each[name] = known[parts.codes[at]]
        yield kind_of(
            level,
            text,
            parts.lines[at],
            each=each,
            written=parts.texts if len(at) == len(parts) else parts.texts.take(pa.array(at)),
        )
