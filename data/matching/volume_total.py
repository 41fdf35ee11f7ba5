"""Counts of contacts that were answered and that were lost, without a count of all: both together."""

import re

import pandas as pd

from data.issues import NOTE, Issue
from data.kinds.catalog import CONTACT_VOLUME
from data.kinds.schema import DatasetKind
from data.matching.exam_forms import with_column
from data.matching.headings import match
from data.matching.likeness import is_measured
from data.matching.match import Match
from data.matching.record_stems import not_of
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.writing import half_width
from data.values.looks import is_no_answer
from errors import Message
from i18n import N_

NAME, YES, NO, TOTAL = "volume_total", "yes", "no", "total"
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")  # a whole number: counts have no parts
_CALLED_TOTAL = re.compile(r"total|\ball\b|overall|gesamt|summe|合计|合計|总|總|계", re.I)
_NO_COUNT = re.compile(  # what is to be, and when it was
    r"target|goal|forecast|plan|budget|year|month|ziel|prognose|目标|目標|预测|預測|计划|計畫|計劃|年|月",
    re.I,
)
_MOST = 2  # times the contacts answered and lost that all of them can be


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
    taken, lost = _counts(sheet, answered), _counts(sheet, abandoned)
    if taken is None or lost is None:
        return Written(sheet)
    sums = taken + lost.fillna(0)  # where nothing is said of lost ones, none was
    total = _total(sheet, sums, own)
    names = {"answered": sheet.headings[answered], "abandoned": sheet.headings[abandoned]}
    question = _question(names, None if total is None else sheet.headings[total])
    answer = question.answer(options.answers)
    if answer == NO:
        return Written(sheet, questions=(question,))
    told = Message(
        "The contacts of each row are those under “{answered}” and “{abandoned}” together.", names
    )
    if answer == TOTAL and total is not None:
        sums = _numbers(sheet.cells[total])
        told = Message(
            "The contacts of each row are those under “{heading}”.",
            {"heading": sheet.headings[total]},
        )
    cells = ["" if pd.isna(value) else f"{value:.10g}" for value in sums]
    made = with_column(sheet, kind.column("contacts").label, cells)
    return Written(made, (Issue(NOTE, told),), (question,))


def _counts(sheet: Sheet, at: int) -> pd.Series | None:
    """The counts in a column; None where some are none, as shares are."""
    ratio = not_of(CONTACT_VOLUME.name, "abandoned")
    if ratio is not None and ratio.search(sheet.headings[at]):
        return None
    numbers = _numbers(sheet.cells[at])
    unread = numbers.isna() & (sheet.cells[at].map(_plain) != "")
    return None if unread.any() or (numbers % 1 != 0)[numbers.notna()].any() else numbers


def _plain(cell: str) -> str:
    return "" if is_no_answer(cell) else half_width(cell).strip()


def _numbers(cells: pd.Series) -> pd.Series:
    plain = cells.map(_plain)
    grouped = plain.map(lambda cell: _GROUPED.fullmatch(cell) is not None)
    return pd.to_numeric(
        plain.where(~grouped, plain.str.replace(r"[.,]", "", regex=True)), errors="coerce"
    )


def _total(sheet: Sheet, sums: pd.Series, own: Match) -> int | None:
    """The column that may count all contacts: in no row fewer than the sum; one that is called a
    total first."""
    found = []
    for at, heading in enumerate(sheet.headings):
        if at in own.columns or is_measured(heading) or _NO_COUNT.search(heading):
            continue
        counts = _counts(sheet, at)
        if counts is None or counts.isna().any() or not sums.notna().any():
            continue
        if (counts < sums).any() or counts.sum() > _MOST * sums.sum():
            continue
        found.append((_CALLED_TOTAL.search(heading) is None, counts.sum(), at))
    return min(found)[-1] if found else None


def _question(names: dict[str, str], total: str | None) -> Question:
    together = (
        Choice(YES, N_("Yes: both are added up.")),
        Choice(NO, N_("No: I say which heading holds all contacts.")),
    )
    if total is None:
        return Question(
            NAME,
            Message(
                "No column counts all contacts. Are they those under “{answered}” and "
                "“{abandoned}” together?",
                names,
            ),
            together,
            YES,
        )
    return Question(
        f"{NAME}:{total}",  # not what was answered where no column could be it
        Message(
            "No heading is known that counts all contacts. Are they those under “{answered}” and "
            "“{abandoned}” together, or those under “{total}”, which are nowhere fewer?",
            {**names, "total": total},
        ),
        (Choice(TOTAL, Message("Those under “{total}”.", {"total": total})), *together),
        TOTAL if _CALLED_TOTAL.search(total) else YES,
    )
