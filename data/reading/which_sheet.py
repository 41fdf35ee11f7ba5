"""Which of several tables of a file is read where their headings do not tell: the one whose cells
speak most for records, and one question that stands beside all others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from data.kinds.schema import DatasetKind
from data.questions import WHICH_SHEET, Choice, Question
from data.reading.sheet import Gathered, Sheet
from data.reading.sheets import (
    Group,
    Preview,
    UndecidedSheet,
    about,
    chosen,
    group_name,
    preview,
)
from data.reading.table import read_table
from errors import FileRefused, Message

# How surely the first rows of a table are records, 0 to 1; from FITS on they are.
Judge = Callable[[Sheet], float]
FITS, _CLEARLY = 0.5, 0.1  # how much surer another table has to be than one known by its headings
_MOST_JUDGED = 12  # tables


@dataclass(frozen=True)
class Which:
    """The tables to read as one; where others may be meant too, the question and what is shown of
    each."""

    group: Group
    questions: tuple[Question, ...] = ()
    previews: tuple[Preview, ...] = ()

    def asked_of(self, sheet: Sheet) -> Sheet:
        """The sheet that was read, with the question."""
        if not self.questions:
            return sheet
        return replace(sheet, questions=(*self.questions, *sheet.questions), previews=self.previews)


def which_sheet(
    groups: list[Group],
    file: str,
    kind: DatasetKind | None,
    judge: Judge | None,
    answers: Mapping[str, str] | None,
) -> Which:
    """The tables as answered, else as is likely; without a judge UndecidedSheet where several fit."""
    try:
        best = chosen(groups, file, kind)
    except UndecidedSheet as doubt:
        if judge is None:
            raise
        fitting = [group for group in groups if group_name(group) in doubt.choices]
        likely = _likeliest(fitting, judge, file)
        return _asked(fitting, likely, answers or {})
    larger = [
        group
        for group in groups
        if group is not best
        and _rows(group) >= _rows(best)
        and not any(
            table.hidden or table.sums_up or table.is_summary or table.explains for table in group
        )
    ]
    if judge is None or not larger:
        return Which(best)
    other = _likeliest(larger, judge, file)
    sure = _judged(other, judge, file)
    if sure < FITS or sure < _judged(best, judge, file) + _CLEARLY:
        return Which(best)
    return _asked([other, best], other, answers or {})


def _asked(groups: Sequence[Group], likely: Group, answers: Mapping[str, str]) -> Which:
    previews = tuple(map(preview, groups))
    names = [each.name for each in previews]
    # Named after the tables, so that next month's others are asked about anew.
    own = sha256("\n".join(sorted(names)).encode()).hexdigest()[:8]
    question = Question(
        f"{WHICH_SHEET}:{own}",
        Message(
            "Tables of this file that may be meant: {count}. Which one is to be read?",
            {"count": len(groups)},
        ),
        tuple(Choice(each.name, _label(each)) for each in previews),
        group_name(likely),
        tuple(map(_evidence, previews)),
    )
    answer = question.answer(answers)
    group = next(group for group in groups if group_name(group) == answer)
    return Which(group, (question,), previews)


def _label(each: Preview) -> Message:
    return Message("{sheet} ({seen}).", {"sheet": each.name, "seen": list(about(each))})


def _evidence(each: Preview) -> Message:
    return Message(
        "{sheet} has these headings: {headings}. Its first row: {cells}.",
        {
            "sheet": each.name,
            "headings": list(each.headings),
            "cells": list(each.first[0]) if each.first else ["–"],
        },
    )


def _rows(group: Group) -> int:
    return sum(table.rows for table in group)


def _likeliest(groups: Sequence[Group], judge: Judge, file: str) -> Group:
    """The surest; of equally sure ones the one with most rows, then the first."""
    judged = groups[:_MOST_JUDGED]
    return max(judged, key=lambda group: (round(_judged(group, judge, file), 1), _rows(group)))


def _judged(group: Group, judge: Judge, file: str) -> float:
    """How sure the judge is of the first rows of a group; reading it later is left undisturbed."""
    opened = group[0].opened
    table = replace(opened.table, rows=iter(()), faulty=Gathered())
    try:
        return judge(read_table(replace(opened, table=table), file))
    except FileRefused:  # no record among its first rows
        return 0.0
