"""Which records of a sheet are looked at: all but those that were not asked for, that nobody sees in
the workbook, that the file itself does not count, and that are answers of staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.checking import bare as of_nothing
from data.checking.counted import Uncounted, uncounted
from data.checking.unseen import UnseenRows, unseen
from data.checking.whose_answers import LEFT_OUT, of_staff, staff_question
from data.findings import Kind, kind_of, texts_of
from data.issues import NOTE
from data.kinds.schema import DatasetKind
from data.kpi_facts import KpiFacts
from data.matching.match import Match
from data.questions import Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold
from data.text.writing import CELL, folded
from errors import Message, WrongCall
from i18n import N_


@dataclass(frozen=True)
class Taken:
    """The records of a sheet that are looked at, and what is told and asked of the others.

    `chosen`: of each record whether it is looked at. `staff`: positions of those that are answers
    of staff. `unasked`: notes for those without the asked values, and those in which nothing
    happened.
    """

    chosen: np.ndarray
    staff: np.ndarray
    unasked: tuple[Kind, ...]
    hidden: UnseenRows
    discounted: Uncounted
    whose: Question | None

    @property
    def told(self) -> tuple[Message, ...]:
        """What is said of the whole file."""
        return (*self.hidden.told, *self.discounted.told)

    @property
    def questions(self) -> tuple[Question, ...]:
        """What only a person can say."""
        asked = (*self.hidden.questions, self.whose, self.discounted.question)
        return tuple(question for question in asked if question is not None)

    def lines(self, sheet: Sheet) -> np.ndarray:
        """The line of the file of each record that is looked at."""
        lines = np.asarray(sheet.lines, dtype=np.int32)
        return lines if self.chosen.all() else lines[self.chosen]

    def cells(self, sheet: Sheet) -> pd.DataFrame:
        """The cells of these records, numbered from 0."""
        if self.chosen.all():
            return sheet.cells
        return sheet.cells[self.chosen].reset_index(drop=True)

    def notes(self, sheet: Sheet) -> tuple[Kind, ...]:
        """Why each of the other records is left out."""
        staff = kind_of(NOTE, LEFT_OUT, np.asarray(sheet.lines, dtype=np.int32)[self.staff])
        return (*self.unasked, *self.hidden.notes, *self.discounted.notes, staff)


@dataclass(frozen=True)
class Unchecked:
    """A sheet before it is checked: what its columns mean, as records of which kind, what was said
    of it, and as of which day. Targets cannot be checked without `kpis`."""

    sheet: Sheet
    match: Match
    kind: DatasetKind
    options: Options
    today: date
    kpis: KpiFacts | None = None


def take(found: Unchecked) -> Taken:
    """Choose the records of a sheet; WrongCall where one is asked for by a heading that is not
    there."""
    sheet, match, kind, options = found.sheet, found.match, found.kind, found.options
    chosen, unasked = _chosen(sheet, options.where)
    hidden = unseen(sheet, match, kind, options.answers)
    chosen[hidden.left_out] = False
    discounted = uncounted(sheet, match, kind, options.answers, chosen)
    chosen[discounted.left_out] = False
    bare = of_nothing.bare(sheet, match, kind, chosen)
    chosen[bare] = False
    unasked.append(of_nothing.note(sheet, match, kind, bare))
    waiting = of_nothing.waiting(sheet, match, kind, chosen)
    for rows in waiting.values():
        chosen[rows] = False
    unasked += of_nothing.waiting_notes(sheet, waiting)
    whose = staff_question(sheet, match) if kind.answered and not kind.about_staff else None
    staff = np.empty(0, dtype=np.int64)
    if of_staff(whose, options.answers):
        staff = np.flatnonzero(chosen)
        chosen[staff] = False
    return Taken(chosen, staff, tuple(unasked), hidden, discounted, whose)


def _chosen(sheet: Sheet, where: Mapping[str, str]) -> tuple[np.ndarray, list[Kind]]:
    """Which records have the asked values, and notes for the others."""
    chosen, notes, lines = np.ones(len(sheet.lines), dtype=bool), [], np.asarray(sheet.lines)
    for heading, wanted in where.items():
        at = _position(sheet.headings, heading)
        cells = sheet.cells[at]
        same = cells.isin(
            [text for text in cells.unique() if folded(text) == folded(wanted)]
        ).to_numpy(dtype=bool)
        others = np.flatnonzero(chosen & ~same)
        blanks = {"column": sheet.headings[at], "value": CELL, "wanted": wanted}
        notes.append(
            kind_of(
                NOTE,
                N_("{column} is \u201c{value}\u201d, not \u201c{wanted}\u201d: left out."),
                lines[others],
                sheet.headings[at],
                blanks,
                written=texts_of(cells.iloc[others]),
            )
        )
        chosen &= same
    return chosen, notes


def _position(headings: tuple[str, ...], heading: str) -> int:
    same = [at for at, known in enumerate(headings) if known == heading] or [
        at for at, known in enumerate(headings) if fold(known) == fold(heading)
    ]
    if not same:
        raise WrongCall(
            "The file has no column \u201c{heading}\u201d. Its columns are: {headings}.",
            heading=heading,
            headings=list(headings),
        )
    return same[0]
