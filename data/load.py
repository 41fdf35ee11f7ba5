"""From the bytes of a file to rows that are ready to be stored."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date

from data.checker import Checked, check
from data.headings import match, require_columns
from data.issues import NOTE, Issue
from data.match import Match
from data.options import Options
from data.reader import read
from data.reading.item_headings import slots
from data.reading.items import read_items
from data.reading.progress import Tell, silent
from data.reading.understood import understood
from data.schema import DatasetKind
from data.sheet import Sheet
from errors import Message


@dataclass(frozen=True)
class Prepared:
    """A file that was read, matched and checked; nothing of it is stored yet.

    `sheet`: as the file has it. `headings`: those that `match` is about, the
    sheet's own or those of the answers that were read out of it.
    """

    kind: DatasetKind
    file: str
    hash: str
    options: Options
    sheet: Sheet
    headings: tuple[str, ...]
    match: Match
    checked: Checked

    @property
    def options_text(self) -> str:
        return json.dumps(asdict(self.options), ensure_ascii=False, sort_keys=True)

    @property
    def matched(self) -> dict[str, str]:
        """Heading of the file -> column of the kind."""
        return {self.headings[at]: column for at, column in self.match.columns.items()}

    @property
    def source(self) -> str:
        return source_of(self.kind, self.sheet.headings)

    @property
    def has_identifiers(self) -> bool:
        """Whether its rows can be recognised when they are sent again."""
        return any(self.checked.rows[name].notna().any() for name in self.kind.identifiers)


def source_of(kind: DatasetKind, headings: Iterable[str]) -> str:
    """What tells files of one origin: the kind and the headings, in any order."""
    return hashlib.sha256("\n".join([kind.name, *sorted(headings)]).encode()).hexdigest()


def hash_of(content: bytes) -> str:
    """What tells files apart: the SHA-256 of their bytes."""
    return hashlib.sha256(content).hexdigest()


def prepare(content: bytes, name: str, kind: DatasetKind, options: Options, today: date | None = None) -> Prepared:
    """Read, match and check a file; FileRefused or Undecided where that cannot be done."""
    sheet = read(content, name, options)
    return prepare_sheet(content, name, sheet, kind, options, today)


def prepare_sheet(content: bytes, name: str, sheet: Sheet, kind: DatasetKind, options: Options,
                  today: date | None = None, tell: Tell = silent) -> Prepared:
    """Match and check a sheet that was already read from `content`; items in columns are taken apart first."""
    answers = read_items(sheet, kind)
    options = understood(answers.sheet, kind, options)
    matched = match(answers.sheet, kind, options)
    require_columns(name, answers.sheet, matched, kind, options)
    checked = check(answers.sheet, matched, kind, options, today or date.today(), tell)
    if answers.items:
        checked = replace(checked, issues=(*(Issue(NOTE, told) for told in answers.told), *_once_a_row(checked.issues, sheet)))
    return Prepared(kind, name, hash_of(content), options, sheet, answers.sheet.headings, matched, checked)


def _once_a_row(issues: Iterable[Issue], sheet: Sheet) -> Iterable[Issue]:
    """What was found in each answer of a row is told once, under the heading that the file has for it where that is certain."""
    issues = list(issues)
    items = [slot.answer for slot in slots(sheet.headings)]
    place = {line: at for at, line in enumerate(sheet.lines)} if any(issue.row for issue in issues) else {}
    found = {}
    for issue in issues:
        if issue.row in place and issue.column is not None and issue.column not in sheet.headings:
            row = sheet.cells.iloc[place[issue.row]]
            issue = _under_own_heading(issue, [sheet.headings[at] for at in items if row[at] == issue.value])
        found.setdefault((issue.row, issue.column, issue.value, issue.message.text) if issue.row else len(found), issue)
    return found.values()


def _under_own_heading(issue: Issue, headings: list[str]) -> Issue:
    if len(headings) != 1:
        return issue
    return replace(issue, column=headings[0], message=Message(issue.message.text, {**issue.message.blanks, "column": headings[0]}))
