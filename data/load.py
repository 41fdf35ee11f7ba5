"""From the bytes of a file to rows that are ready to be stored."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from data.checker import Checked, check
from data.headings import match, require_columns
from data.match import Match
from data.options import Options
from data.reader import read
from data.reading.progress import Tell, silent
from data.reading.understood import understood
from data.schema import DatasetKind
from data.sheet import Sheet


@dataclass(frozen=True)
class Prepared:
    """A file that was read, matched and checked; nothing of it is stored yet."""

    kind: DatasetKind
    file: str
    hash: str
    options: Options
    sheet: Sheet
    match: Match
    checked: Checked

    @property
    def options_text(self) -> str:
        return json.dumps(asdict(self.options), ensure_ascii=False, sort_keys=True)

    @property
    def matched(self) -> dict[str, str]:
        """Heading of the file -> column of the kind."""
        return {self.sheet.headings[at]: column for at, column in self.match.columns.items()}

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
    """Match and check a sheet that was already read from `content`."""
    options = understood(sheet, kind, options)
    matched = match(sheet, kind, options)
    require_columns(name, sheet, matched, kind, options)
    checked = check(sheet, matched, kind, options, today or date.today(), tell)
    return Prepared(kind, name, hash_of(content), options, sheet, matched, checked)
