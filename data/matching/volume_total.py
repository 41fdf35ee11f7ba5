"""Counts of contacts that were answered and that were lost, without a count of all: both together."""

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from data.issues import NOTE, Issue
from data.kinds.catalog import CONTACT_VOLUME
from data.kinds.schema import DatasetKind
from data.matching.exam_forms import with_column
from data.matching.heading_says import is_measured
from data.matching.headings import match
from data.matching.match import Match
from data.matching.record_stems import form_of, not_of
from data.matching.whole_counts import whole_counts
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.values.looks import is_no_answer
from errors import Message
from i18n import N_

_BESIDES = "besides"
NAME, YES, ALL, NO, TOTAL = "volume_total", "yes", "all", "no", "total"
_CALLED_TOTAL = re.compile(r"total|\ball\b|overall|gesamt|summe|合计|合計|总|總|계", re.I)
_NO_COUNT = re.compile(  # what is to be, and when it was
    r"target|goal|forecast|plan|budget|year|month|ziel|prognose|目标|目標|预测|預測|计划|計畫|計劃|年|月",
    re.I,
)
_OF_LOST = re.compile(  # some of the lost ones, or those of another day
    r"short|back\b|agent|yesterday|previous|\blast\b|kurz|rückruf|短|回拨|回撥|回访|坐席|昨|上月|上周|去年",
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
    name = NAME if total is None else f"{NAME}:{sheet.headings[total]}"  # each is asked about anew
    besides = f"{name}:{_BESIDES}"
    settled = ALL in (options.answers.get(name), options.answers.get(besides))
    others = _lost_besides(sheet, own, lost, settled)
    if _asks_anew(options.answers, name, besides, bool(others)):
        name = besides
    names = {"answered": sheet.headings[answered], "abandoned": sheet.headings[abandoned]}
    question = _question(
        name,
        names,
        None if total is None else sheet.headings[total],
        [sheet.headings[at] for at in others],
        options,
    )
    answer = question.answer(options.answers)
    if answer == NO:
        return Written(sheet, questions=(question,))
    told = Message(
        "The contacts of each row are those under “{answered}” and “{abandoned}” together.", names
    )
    if answer == ALL and others:
        sums = sum((whole_counts(sheet.cells[at]).fillna(0) for at in others), sums)
        together = [*names.values(), *(sheet.headings[at] for at in others)]
        told = Message(
            "The contacts of each row are those under {headings} together.", {"headings": together}
        )
    if answer == TOTAL and total is not None:
        sums = whole_counts(sheet.cells[total])
        told = Message(
            "The contacts of each row are those under “{heading}”.",
            {"heading": sheet.headings[total]},
        )
    cells = ["" if pd.isna(value) else f"{value:.10g}" for value in sums]
    made = with_column(sheet, kind.column("contacts").label, cells)
    return Written(made, (Issue(NOTE, told),), (question,))


def _asks_anew(answers: Mapping[str, str], name: str, besides: str, others: bool) -> bool:
    """Whether it is the question with others beside, which that both are added up does not answer:
    it may have been said while nothing else was counted. Answered once, it holds without others."""
    if others:
        return answers.get(name, YES) == YES
    return name not in answers and besides in answers


def _counts(sheet: Sheet, at: int) -> pd.Series | None:
    """The counts in a column; None where some are none, as shares are."""
    ratio = not_of(CONTACT_VOLUME.name, "abandoned")
    if ratio is not None and ratio.search(sheet.headings[at]):
        return None
    numbers = whole_counts(sheet.cells[at])
    unread = numbers.isna() & ~sheet.cells[at].map(is_no_answer)
    return None if unread.any() or (numbers % 1 != 0)[numbers.notna()].any() else numbers


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


def _lost_besides(sheet: Sheet, own: Match, lost: pd.Series, settled: bool) -> list[int]:
    """Further columns of lost contacts: whether these are others or the same, nothing tells, unless
    they add up to the lost ones and nobody said that they count besides (`settled`)."""
    form = form_of(CONTACT_VOLUME.name, "abandoned")
    found = {
        at: counts.fillna(0)
        for at, heading in enumerate(sheet.headings)
        if at not in own.columns
        and form is not None
        and form.search(heading)
        and not is_measured(heading)
        and not _NO_COUNT.search(heading)
        and not _OF_LOST.search(heading)
        and (counts := _counts(sheet, at)) is not None
        and counts.notna().any()
    }
    same = bool(found) and bool((sum(found.values()) == lost.fillna(0)).all())
    return [] if same and not settled else [*found]


def _question(
    name: str, names: dict[str, str], total: str | None, others: Sequence[str], options: Options
) -> Question:
    """`others`: what else counts lost contacts, if anything does in this file; what was answered of
    it for an earlier one holds nevertheless."""
    all_of_them = Message("Yes, and those under {headings} as well.", {"headings": others})
    if not others:
        all_of_them = Message("Yes, and what else counts lost ones: nothing in this file.")
    together = (
        Choice(YES, N_("Yes: both are added up.")),
        *([Choice(ALL, all_of_them)] if others or options.answers.get(name) == ALL else []),
        Choice(NO, N_("No: I say which heading holds all contacts.")),
    )
    if total is None and others:
        return Question(
            name,
            Message(
                "No column counts all contacts. Are they those under “{answered}” and "
                "“{abandoned}” together? Contacts that were lost are also counted under {headings}; "
                "these may be others, or the same ones.",
                {**names, "headings": others},
            ),
            together,
            YES,
        )
    if total is None:
        return Question(
            name,
            Message(
                "No column counts all contacts. Are they those under “{answered}” and "
                "“{abandoned}” together?",
                names,
            ),
            together,
            YES,
        )
    return Question(
        name,
        Message(
            "No heading is known that counts all contacts. Are they those under “{answered}” and "
            "“{abandoned}” together, or those under “{total}”, which are nowhere fewer?",
            {**names, "total": total},
        ),
        (Choice(TOTAL, Message("Those under “{total}”.", {"total": total})), *together),
        TOTAL if _CALLED_TOTAL.search(total) else YES,
    )
