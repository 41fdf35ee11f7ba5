"""From the bytes of a file to rows that are ready to be stored."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from data.checking.checker import Checked, check
from data.checking.taken import Unchecked
from data.checking.twofold import (
    NO,
    options_of,
    other_question,
    question_of,
    rated_besides,
    without_other,
)
from data.checking.unseen import SHEETS
from data.findings import Findings, Kind
from data.issues import NOTE, WARNING, Issue
from data.kinds.schema import DatasetKind
from data.kpi_facts import KpiFacts
from data.matching.asked_headings import NAME as HEADINGS, resolve_headings
from data.matching.by_sheet import as_meant
from data.matching.carried import carried_down
from data.matching.currencies import currencies_told
from data.matching.exam_items import Items, read_items
from data.matching.given import Given
from data.matching.inferred import understood
from data.matching.match import Match
from data.matching.missing import require_columns, unfit_told
from data.matching.recognise import judge_of
from data.matching.unsolved import require_results
from data.matching.which_score import with_meant
from data.progress import Tell, silent
from data.questions import Question, require_declared
from data.reading.give_back import give_back
from data.reading.options import EACH_ROW, Options
from data.reading.reader import read
from data.reading.sheet import Sheet
from data.reading.table import refuse_long_list
from data.uploads.placed import placed
from errors import FileRefused, Message

ZONE = "time_zone"  # beside the options of an upload: the zone into which its times were moved


@dataclass(frozen=True)
class Prepared:
    """A file that was read, matched and checked; nothing of it is stored yet.

    `sheet`: as the file has it. `headings`: those that `match` is about, the
    sheet's own or those of the answers that were read out of it. `today`: the
    day on which it was checked. `also`: the same file as another kind that it
    holds besides, where that is to be stored with it.
    """

    kind: DatasetKind
    file: str
    hash: str
    options: Options
    sheet: Sheet
    headings: tuple[str, ...]
    match: Match
    checked: Checked
    today: date
    also: "Prepared | None" = None

    @property
    def options_text(self) -> str:
        settled = asdict(self.options)
        for name in ("answers", "items", "item_cells", "key"):
            if not settled[name]:
                del settled[
                    name
                ]  # as before there were such settings, so that a file stored then is still known
        if self.checked.zone:
            settled[ZONE] = (
                self.checked.zone
            )  # the same file means other days once another zone is set
        return json.dumps(settled, ensure_ascii=False, sort_keys=True)

    @cached_property
    def months(self) -> tuple[date, ...]:
        """The first days of the months that its rows fall into, in order."""
        dates = self.checked.rows[self.kind.date].to_numpy()
        return tuple(np.unique(dates.astype("datetime64[M]")).tolist())

    @cached_property
    def _counted(self) -> dict[str, dict[str, int]]:
        return {}

    def counts(self, column: str) -> Mapping[str, int]:
        """How many rows hold each text of a column, the commonest first."""
        if column not in self._counted:
            texts = pa.array(self.checked.rows[column], pa.large_string(), from_pandas=True)
            found = texts.drop_null().value_counts()
            counts = zip(*(found.field(part).to_pylist() for part in range(2)), strict=True)
            self._counted[column] = dict(sorted(counts, key=itemgetter(1), reverse=True))
        return self._counted[column]

    @property
    def matched(self) -> dict[str, str]:
        """Heading of the file -> column of the kind."""
        return {self.headings[at]: column for at, column in self.match.columns.items()}

    @property
    def source(self) -> str:
        return source_of(self.kind, self.sheet.headings)


def source_of(kind: DatasetKind, headings: Iterable[str]) -> str:
    """What tells files of one origin: the kind and the headings, in any order."""
    return hashlib.sha256("\n".join([kind.name, *sorted(headings)]).encode()).hexdigest()


def hash_of(content: bytes) -> str:
    """What tells files apart: the SHA-256 of their bytes."""
    return hashlib.sha256(content).hexdigest()


class FileId(NamedTuple):
    """What is known of a file without reading it: its name, what tells it apart, its bytes."""

    name: str
    hash: str
    size: int

    @classmethod
    def of(cls, content: bytes, name: str) -> "FileId":
        """That of a file with this content."""
        return cls(name, hash_of(content), len(content))


@dataclass(frozen=True)
class CheckedWith:
    """What a file is checked with besides itself: the day (None: today), the KPIs that targets are
    checked against, `pass_marks`: course -> what percent passed it before, and its exam `items`
    where they were taken apart already."""

    today: date | None = None
    kpis: KpiFacts | None = None
    pass_marks: Mapping[str, float] | None = None
    items: Items | None = None


ITSELF = CheckedWith()


def prepare(
    content: bytes,
    name: str,
    kind: DatasetKind,
    options: Options,
    today: date | None = None,
    kpis: KpiFacts | None = None,
) -> Prepared:
    """Read, match and check a file; FileRefused or Undecided where that cannot be done. Targets are
    checked against `kpis`."""
    sheet = read(content, name, options, kind=kind, judge=judge_of(name, kind))
    file = FileId.of(content, name)
    del content  # of a large file it would be held beside all that the check needs
    return prepare_sheet(file, sheet, kind, options, CheckedWith(today, kpis))


def prepare_sheet(
    file: FileId,
    sheet: Sheet,
    kind: DatasetKind,
    options: Options,
    beside: CheckedWith = ITSELF,
    tell: Tell = silent,
) -> Prepared:
    """Match and check a sheet that was already read from a file; items in columns are taken apart
    first. Where a score may be that of two kinds, the kind is as answered."""
    kind, options, question = with_meant(file.name, sheet, kind, options)
    options = _with_each_row(options, kind, file.hash)
    prepared = _with_other(_prepared(file, sheet, kind, options, beside, tell), tell)
    return prepared if question is None else asking(prepared, question)


def asking(prepared: Prepared, question: Question) -> Prepared:
    """The file with one more question, before the others: it decides what they are about."""
    checked = replace(prepared.checked, questions=(question, *prepared.checked.questions))
    return replace(prepared, checked=checked)


def _with_other(prepared: Prepared, tell: Tell) -> Prepared:
    """The file with the question whether it is stored as a second kind as well, and as that kind
    unless the answer is no."""
    sheet, kind = prepared.sheet, prepared.kind
    found = other_question(sheet, kind, prepared.match)
    if found is None:
        return _with_ratings_told(prepared)
    other, heading = found
    question = question_of(
        other, heading, int((sheet.cells[sheet.headings.index(heading)] != "").sum())
    )
    asked = replace(
        prepared,
        checked=replace(prepared.checked, questions=(*prepared.checked.questions, question)),
    )
    if question.answer(prepared.options.answers) == NO:
        return asked
    options = options_of(prepared.options, kind, other, prepared.matched, heading)
    try:
        file = FileId(
            prepared.file, prepared.hash, 0
        )  # the rows are read: its size decides nothing
        also = _prepared(file, sheet, other, options, CheckedWith(prepared.today), tell)
        return replace(asked, also=_as_one(also))
    except (
        FileRefused
    ) as reason:  # it asks something of its own: one file, one way, and the other is named
        note = Issue(
            NOTE,
            Message(
                "This file also asks “{heading}”. To have these answers, load it once more as "
                "“{kind}”. {reason}",
                {"heading": heading, "kind": other.label, "reason": reason.message},
            ),
        )
        return replace(
            prepared,
            checked=replace(prepared.checked, issues=Findings.of([note]) + prepared.checked.issues),
        )


def _with_ratings_told(prepared: Prepared) -> Prepared:
    """The file with a note where its requests were rated, which is another kind of record."""
    found = rated_besides(prepared.sheet, prepared.kind)
    if found is None:
        return prepared
    other, heading = found
    note = Issue(
        NOTE,
        Message(
            "This file also holds answers of customers under “{heading}”. To have them, load it "
            "once more as “{kind}”.",
            {"heading": heading, "kind": other.label},
        ),
    )
    issues = Findings.of([note]) + prepared.checked.issues
    return replace(prepared, checked=replace(prepared.checked, issues=issues))


def _as_one(also: Prepared) -> Prepared:
    """The second kind of a file without the question about headings, which was asked of the
    first."""
    questions = tuple(asked for asked in also.checked.questions if asked.name != HEADINGS)
    return replace(also, checked=replace(also.checked, questions=questions))


def _prepared(
    file: FileId,
    sheet: Sheet,
    kind: DatasetKind,
    options: Options,
    beside: CheckedWith,
    tell: Tell,
) -> Prepared:
    name, kpis, today = file.name, beside.kpis, beside.today or date.today()
    refuse_long_list(name, len(sheet.lines), kind)
    answers = read_items(sheet, kind, options) if beside.items is None else beside.items
    given = Given(name, kind, options, today, kpis, beside.pass_marks)
    written = as_meant(answers.sheet, given)
    options = understood(written.sheet, kind, options)
    settled = resolve_headings(written.sheet, kind, options, sheet)
    matched, options = settled.match.without(written.dropped), settled.options
    uncalculated = require_results(name, written.sheet, matched, kind, options)
    require_columns(name, sheet, matched, kind, options)
    whole, carried = carried_down(written.sheet, matched, kind)
    checked = check(Unchecked(whole, matched, kind, options, today, kpis), tell)
    give_back(written.sheet.records)
    if answers.items:
        of_rows = _once_a_row(checked.issues, sheet, answers.answers)
        of_file = (
            *(Issue(WARNING, told) for told in answers.warned),
            *(Issue(NOTE, told) for told in answers.told),
        )
        checked = replace(checked, issues=Findings.of(of_file) + of_rows)
    offered = {choice.name for asked in settled.questions for choice in asked.choices}
    unused = without_other(settled.told, other_question(sheet, kind, matched), options)
    left_over = (*unfit_told(matched, kind, offered), *unused)
    unfit = Findings.of(Issue(NOTE, told) for told in left_over)
    gone_on = (Issue(NOTE, message) for message in carried)
    mixed = (Issue(WARNING, told) for told in currencies_told(sheet, kind, matched))
    told = Findings.of((*sheet.told, *written.told, *mixed, *uncalculated, *gone_on)) + unfit
    # Others are about the rows that these decide on.
    asked = (
        *sheet.questions,
        *filter(None, [answers.question]),
        *settled.questions,
        *written.questions,
        *checked.questions,
    )
    require_declared(asked, kind.asks)
    questions = sorted(asked, key=lambda question: question.name != SHEETS)
    checked = placed(
        replace(checked, issues=told + checked.issues, questions=tuple(questions)), sheet.places
    )
    return Prepared(
        kind, name, file.hash, options, sheet, written.sheet.headings, matched, checked, today
    )


def _with_each_row(options: Options, kind: DatasetKind, hash: str) -> Options:
    """The options with people or numbers of this file alone where each row is another one, since
    row 2 of the next file is another."""
    each = {
        name: EACH_ROW + hash[:8]
        for name in (kind.person, *kind.numbered[:1])
        if name is not None and options.set.get(name) == EACH_ROW
    }
    return replace(options, set={**options.set, **each}) if each else options


def _once_a_row(found: Findings, sheet: Sheet, items: Sequence[int]) -> Findings:
    """What was found in each answer of a row is told once, under the heading that the file has for
    it where that is certain."""
    own = set(sheet.headings)
    return Findings(
        _once(part)
        for kind in found.kinds
        for part in (
            [kind]
            if kind.column is None or kind.column in own
            else _under_own_headings(kind, sheet, items)
        )
    )


def _once(kind: Kind) -> Kind:
    """The findings, each row and cell once."""
    cells = (
        np.zeros(len(kind), dtype=np.int64)
        if kind.values is None
        else pd.factorize(pd.Series(kind.values.to_pandas()))[0]
    )
    first = np.unique(
        kind.rows.astype(np.int64) * (int(cells.max(initial=0)) + 1) + cells, return_index=True
    )[1]
    return kind if len(first) == len(kind) or (kind.rows == 0).any() else kind.take(np.sort(first))


def _under_own_headings(kind: Kind, sheet: Sheet, items: Sequence[int]) -> Iterable[Kind]:
    """The findings parted by the column of the file that alone holds the cell in its row; those
    where it is not certain stay as they are."""
    if kind.values is None:
        yield kind
        return
    places = np.searchsorted(np.asarray(sheet.lines), kind.rows)
    values = pd.Series(kind.values.to_pandas(), dtype="str").to_numpy()
    holding, last = np.zeros(len(kind), dtype=np.int16), np.full(len(kind), -1, dtype=np.int16)
    for at in items:
        same = sheet.cells[at].iloc[places].to_numpy() == values
        holding, last = holding + same, np.where(same, at, last)
    certain = np.where(holding == 1, last, -1)
    for at in np.unique(certain).tolist():
        part = kind.take(np.flatnonzero(certain == at))
        yield (
            part
            if at < 0
            else replace(
                part,
                column=sheet.headings[at],
                blanks={**part.blanks, "column": sheet.headings[at]},
                each={name: array for name, array in part.each.items() if name != "column"},
            )
        )
