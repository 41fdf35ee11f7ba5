"""Which rows of a file are records of their own: those of one respondent are joined, and those that
say the same again are left out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.checking import attempt_order
from data.checking.doubles import Doubles, find_doubles, many_from_one, sent_twice
from data.checking.hasty import hasty
from data.checking.identity import Numbered, resolve_numbers, twice_on_two_dates
from data.checking.remarks import alike, without_any
from data.checking.repeats import Repeats, find_repeats, numbered_anew, unused_cells
from data.checking.respondents import Joined, join_respondents, joined_notes
from data.checking.ruled import Ruled, without
from data.checking.taken import Unchecked
from data.findings import Findings, Kind, kind_of
from data.issues import NOTE, WARNING, Issue
from data.kinds.schema import DatasetKind
from data.matching.match import Match
from data.questions import Question
from data.reading.sheet import Sheet
from errors import Message
from i18n import N_

# In the place of rows that a step has changed, which would be held beside those it made of them.
_NO_ROWS = pd.DataFrame()
_IDENTICAL = N_("This row says the same as row {earlier} of the file in every value: left out.")
_DIFFERING = N_(
    "This row has the same identifiers and time as row {earlier} of the file, but other values. "
    "Both were kept; check which one is right."
)


@dataclass(frozen=True)
class Apart:
    """The rows to keep, and what each step found on the way to them.

    `sheets`: the sheet of each row where a number says nothing across sheets, else None.
    `unordered`: kept rows whose order nothing tells.
    """

    kept: pd.DataFrame
    joined: Joined
    numbered: Numbered
    sheets: pd.Series | None
    repeats: Repeats
    doubles: Doubles
    unordered: pd.DataFrame

    @property
    def left_out(self) -> int:
        """How many rows are no records of their own."""
        return sum(
            len(found)
            for found in (self.joined.left_out, self.repeats.identical, self.doubles.left_out)
        )

    def told(self, kind: DatasetKind, sheet: Sheet) -> tuple[Message, ...]:
        """What is said of the whole file."""
        return (
            *self.joined.told,
            *self.numbered.told,
            *self.doubles.told,
            *alike(self.kept, kind),
            *without_any(self.kept, kind),
            *(many_from_one(self.kept, kind, sheet) if kind.answered else ()),
        )

    def questions(self, kind: DatasetKind) -> tuple[Question, ...]:
        """What only a person can say."""
        asked = (self.numbered.question, self.doubles.question)
        return (
            *(question for question in asked if question is not None),
            *attempt_order.questions(self.kept, self.unordered, kind.name),
        )


def tell_apart(ruled: Ruled, chosen: np.ndarray, found: Unchecked) -> Apart:
    """The rows that count, each a record of its own; `chosen`: of each record of the sheet whether
    it is looked at."""
    sheet, match, kind, options = found.sheet, found.match, found.kind, found.options
    joined = _joined(ruled.hand_over(), chosen, sheet, match, kind)
    numbered = resolve_numbers(joined.rows, ruled.columns, kind, options.answers, joined.apart)
    joined, rows = replace(joined, rows=_NO_ROWS), numbered.rows
    numbered = replace(numbered, rows=_NO_ROWS)
    sheets = numbered_anew(rows, kind, sheet.places)
    unused = unused_cells(sheet, match.columns, chosen) if kind.in_parts else None
    known = kind.numbered[:1] if joined.apart else ()
    repeats = find_repeats(rows, kind, sheets, known, unused)
    rows = without(rows, repeats.identical.index)
    doubles = Doubles()
    if kind.answered:
        doubles = find_doubles(rows, kind, sheet, match.columns, options.answers)
    kept = without(rows, doubles.left_out.index)
    in_doubt = kept if len(repeats.differing) else kept.iloc[:0]
    unordered = attempt_order.unordered(in_doubt, kind.name)
    return Apart(kept, joined, numbered, sheets, repeats, doubles, unordered)


def _joined(
    rows: pd.DataFrame, chosen: np.ndarray, sheet: Sheet, match: Match, kind: DatasetKind
) -> Joined:
    """Where each sheet numbers its rows from the start again, a number is not one respondent."""
    if kind.answered and numbered_anew(rows, kind, sheet.places) is None:
        return join_respondents(rows, kind, sheet, match, chosen)
    return Joined(rows)


def notes(
    found: Apart, ruled: Ruled, lines: np.ndarray, sheet: Sheet, kind: DatasetKind
) -> Iterable[Kind]:
    """Findings about rows beside others; `lines`: of the records that are looked at."""
    identical, again = found.repeats.identical, found.doubles.left_out
    yield joined_notes(lines[found.joined.left_out.index], found.joined.left_out)
    yield _beside(NOTE, _IDENTICAL, lines, identical)
    yield sent_twice(lines[again.index], again.to_numpy())
    if kind.in_parts:
        # Where cases are counted, no number hangs on how many parts they have: nothing is to be done.
        level = NOTE if kind.case else WARNING
        yield from _in_parts(found.repeats.differing, kind.in_parts, level)
    else:
        yield _beside(WARNING, _DIFFERING, lines, _differing(found))
    if found.numbered.repeated:
        twice = twice_on_two_dates(found.kept, ruled.columns, kind, found.sheets)
        yield from Findings.of(twice).kinds
    if kind.answered:
        yield from hasty(sheet, found.kept["line"])


def _in_parts(several: pd.Series, text: str, level: str) -> Iterable[Kind]:
    """One word for the whole file."""
    if len(several):
        yield from Findings.of([Issue(level, Message(text, {"count": len(several)}))]).kinds


def _beside(level: str, text: str, lines: np.ndarray, earlier: pd.Series) -> Kind:
    return kind_of(level, text, lines[earlier.index], each={"earlier": earlier.to_numpy()})


def _differing(found: Apart) -> pd.Series:
    """Kept rows that say another thing of an earlier record, and are not asked about."""
    differing = found.repeats.differing
    known, asked = found.kept.index, found.unordered.index
    return differing[differing.index.isin(known) & ~differing.index.isin(asked)]
