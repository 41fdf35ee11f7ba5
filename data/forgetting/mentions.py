"""Where a name stands in texts: what people wrote, and what the program noted of files."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from data.database.connection import ReadTransaction, WriteTransaction
from data.database.tables import rows_table
from data.kinds.catalog import KINDS, kind_named
from data.kinds.schema import DatasetKind, Type

INSTEAD = "–"
_LEAST = 3  # letters of a name that is looked for in texts; a shorter number stands in too many
# Beside the rows of kinds: what is not written by this room, and may name somebody.
_ELSEWHERE = {
    "person": "concat_ws(' ', email, name)",
    "subscriber": "concat_ws(' ', name, address)",
    "letter": "concat_ws(' ', subscriber, address, title, lines::VARCHAR)",
    "look": "concat_ws(' ', who, stood)",
    "sign_out": "sign",
    "meeting_now": "concat_ws(' ', item, marks, taken)",
}


@dataclass(frozen=True)
class Mention:
    """A text that names somebody: of which kind, upload, line and column."""

    kind: str
    upload: int
    line: int
    column: str


def searched(names: Iterable[str]) -> tuple[str, ...]:
    """The names that can be looked for in texts, the longest first."""
    fit = {name for name in names if len(name) >= _LEAST or not name.isascii() and len(name) > 1}
    return tuple(sorted(fit, key=lambda name: (-len(name), name)))


def cleaner(names: Iterable[str]) -> Callable[[str], str]:
    """Texts without these names, which stand apart from other letters and digits where they are of
    Latin ones."""
    parts = [_part(name) for name in searched(names)]
    if not parts:
        return lambda text: text
    pattern = re.compile("|".join(parts), re.I)
    return lambda text: pattern.sub(INSTEAD, text)


def json_cleaner(names: Iterable[str]) -> Callable[[str], str]:
    """What cleans texts that may be JSON: of that its words, however deep, also of JSON that is kept
    as a text in it; numbers stay what they are."""
    clean = cleaner(names)

    def cleaned(text: str) -> str:
        told = _structure(text)
        if told is None:
            return clean(text)
        left = within(told)
        return text if left == told else json.dumps(left, ensure_ascii=False)

    def within(told: object) -> object:
        if isinstance(told, dict):
            return {
                key if key.isdecimal() else clean(key): within(one) for key, one in told.items()
            }
        if isinstance(told, list):
            return [within(one) for one in told]
        return cleaned(told) if isinstance(told, str) else told

    return cleaned


def _structure(text: str) -> dict | list | None:
    try:
        told = json.loads(text)
    except ValueError:
        return None
    return told if isinstance(told, dict | list) else None


def _part(name: str) -> str:
    before = r"(?<![0-9A-Za-z])" if name[0].isascii() else ""
    after = r"(?![0-9A-Za-z])" if name[-1].isascii() else ""
    return before + re.escape(name) + after


def mentions(reading: ReadTransaction, names: Sequence[str]) -> tuple[Mention, ...]:
    """Texts of records that name somebody."""
    return tuple(mention for mention, _, _ in _found(reading, names))


def take_out(writing: WriteTransaction, names: Sequence[str]) -> None:
    """Let what people wrote no longer name somebody; what records are known and grouped by stays."""
    for mention, place, left in _found(writing, names):
        kind = kind_named(mention.kind)
        if mention.column not in (*kind.identifiers, *kind.dimensions):
            writing.run(
                f"UPDATE {rows_table(kind)} SET {mention.column} = ? WHERE rowid = ?", [left, place]
            )


def _found(reading: ReadTransaction, names: Sequence[str]) -> Iterator[tuple[Mention, int, str]]:
    """Each text, the place of its row, and what is left of it without the names."""
    clean = cleaner(names)
    for kind in KINDS:
        columns = _texts(kind)
        for place, upload, line, *texts in _candidates(reading, kind, columns, searched(names)):
            for column, text in zip(columns, texts, strict=True):
                if text and (left := clean(text)) != text:
                    yield Mention(kind.name, upload, line, column), place, left


def _texts(kind: DatasetKind) -> list[str]:
    """Columns in which people write as they like."""
    return [
        column.name
        for column in kind.columns
        if column.type is Type.TEXT and not column.personal and not column.choices
    ]


def _candidates(
    reading: ReadTransaction, kind: DatasetKind, columns: Sequence[str], names: Sequence[str]
) -> list[tuple]:
    if not columns or not names:
        return []
    together = f"lower(concat_ws(chr(31), {', '.join(columns)}))"
    found = " OR ".join(f"contains({together}, lower(?))" for _ in names)
    return reading.rows(
        f"SELECT rowid, upload, line, {', '.join(columns)} FROM {rows_table(kind)} WHERE {found} "
        "ORDER BY upload, line",
        names,
    )


def elsewhere(reading: ReadTransaction, names: Iterable[str]) -> tuple[str, ...]:
    """Tables beside the records that name somebody, and files by their names."""
    clean = cleaner(names)
    found = [
        table
        for table, text in _ELSEWHERE.items()
        if any(clean(one) != one for (one,) in reading.rows(f"SELECT {text} FROM {table}"))
    ]
    files = [file for (file,) in reading.rows("SELECT DISTINCT file FROM upload ORDER BY file")]
    return (*found, *(file for file in files if clean(file) != file))
