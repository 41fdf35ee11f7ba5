"""From the bytes of a file to rows that are ready to be stored."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from data.checker import Checked, check
from data.headings import match, require_columns
from data.issues import NOTE, Issue
from data.kpi_facts import KpiFacts
from data.match import Match
from data.options import Options
from data.reader import read
from data.reading.item_headings import slots
from data.reading.items import Items, read_items
from data.reading.progress import Tell, silent
from data.reading.target_table import as_written
from data.reading.understood import understood
from data.schema import DatasetKind
from data.sheet import Sheet
from errors import Message


@dataclass(frozen=True)
class Prepared:
    """A file that was read, matched and checked; nothing of it is stored yet.

    `sheet`: as the file has it. `headings`: those that `match` is about, the
    sheet's own or those of the answers that were read out of it. `today`: the
    day on which it was checked.
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

    @property
    def options_text(self) -> str:
        settled = asdict(self.options)
        if not self.options.answers:
            del settled["answers"]  # as before there were questions, so that a file stored then is still known
        return json.dumps(settled, ensure_ascii=False, sort_keys=True)

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


def prepare(content: bytes, name: str, kind: DatasetKind, options: Options, today: date | None = None,
            kpis: KpiFacts | None = None) -> Prepared:
    """Read, match and check a file; FileRefused or Undecided where that cannot be done. Targets are checked against `kpis`."""
    sheet = read(content, name, options)
    return prepare_sheet(content, name, sheet, kind, options, today, kpis=kpis)


def prepare_sheet(content: bytes, name: str, sheet: Sheet, kind: DatasetKind, options: Options,
                  today: date | None = None, tell: Tell = silent, answers: Items | None = None, kpis: KpiFacts | None = None) -> Prepared:
    """Match and check a sheet that was already read from `content`; items in columns are taken apart first, unless `answers` holds them."""
    answers, today = read_items(sheet, kind) if answers is None else answers, today or date.today()
    written = as_written(name, answers.sheet, kind, options, kpis, today)
    options = understood(written.sheet, kind, options)
    matched = match(written.sheet, kind, options)
    require_columns(name, written.sheet, matched, kind, options)
    checked = check(written.sheet, matched, kind, options, today, tell, kpis)
    if answers.items:
        checked = replace(checked, issues=(*(Issue(NOTE, told) for told in answers.told), *_once_a_row(checked.issues, sheet)))
    checked = replace(checked, issues=(*written.told, *checked.issues), questions=(*written.questions, *checked.questions))
    return Prepared(kind, name, hash_of(content), options, sheet, written.sheet.headings, matched, checked, today)


def _once_a_row(issues: Sequence[Issue], sheet: Sheet) -> Iterable[Issue]:
    """What was found in each answer of a row is told once, under the heading that the file has for it where that is certain."""
    own, items = set(sheet.headings), [slot.answer for slot in slots(sheet.headings)]
    of_answers = [issue.row is not None and issue.column is not None and issue.column not in own for issue in issues]
    written = _written(sheet, items, {issue.row for issue, is_one in zip(issues, of_answers, strict=True) if is_one})
    found = {}
    for issue, is_one in zip(issues, of_answers, strict=True):
        if is_one:
            cells = zip(items, written[issue.row], strict=True)
            issue = _under_own_heading(issue, [sheet.headings[at] for at, cell in cells if cell == issue.value])
        found.setdefault((issue.row, issue.column, issue.value, issue.message.text) if issue.row else len(found), issue)
    return found.values()


def _written(sheet: Sheet, columns: list[int], lines: set[int]) -> dict[int, Sequence[str]]:
    """Line of the file -> its cells under some columns."""
    at = [place for place, line in enumerate(sheet.lines) if line in lines]
    cells = sheet.cells[columns].iloc[at].to_numpy(dtype=object)
    return dict(zip((sheet.lines[place] for place in at), cells, strict=True))


def _under_own_heading(issue: Issue, headings: list[str]) -> Issue:
    if len(headings) != 1:
        return issue
    return replace(issue, column=headings[0], message=Message(issue.message.text, {**issue.message.blanks, "column": headings[0]}))
