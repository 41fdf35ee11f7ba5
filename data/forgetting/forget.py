"""THE ONE PLACE that takes somebody out of the stored data.

No row goes. Each cell that names the person gets a name that is made by chance and kept nowhere else,
the same wherever the cell said the same: so every count, and who comes back, passes or waits, stays
as it was, and nobody can tell any more who it was. What is not known from elsewhere cannot be worked
out either: keys of rows are made anew with chance.

The database changes in one transaction, with the new copies for the archive and the entry of the log.
What is left to do after it (`finish`) is noted there too, and is done again where it was
interrupted: the copies of before, the log's copy, and the free room of the database's file.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from data.archive.archive import keep_uploads
from data.database import rollups as sums
from data.database.connection import Database, ReadTransaction, WriteTransaction
from data.forgetting.exchange import cells_of, exchange, touched
from data.forgetting.finishing import copies_of, finish, names_of, owe
from data.forgetting.mentions import (
    INSTEAD,
    Mention,
    cleaner,
    elsewhere,
    json_cleaner,
    mentions,
    take_out,
)
from data.kinds.catalog import KINDS
from data.log.audit import FORGOTTEN, LET_IN, REDACTED, Act, note, redact
from data.uploads.forgotten import forgotten, hash_of_person
from data.uploads.hashed import company_key
from data.uploads.store import Move, Watch, moved, no_watch, values_of
from errors import WrongCall

# What the ledger notes of a file, besides its name, which is in the archive's list for good.
_NOTED = ("options", "match", "unused", "dropped_personal")


@dataclass(frozen=True)
class Touched:
    """Rows of an upload that name somebody."""

    kind: str
    upload: int
    file: str
    rows: int


@dataclass(frozen=True)
class TakenOut:
    """What was, or would be, done. `touched`: rows in which names were exchanged; `moves`: values that
    are others since; `mentions`: texts that name somebody still; `cleaned`: how many no longer do;
    `elsewhere`: tables and files of which the name is left; `entries`: of the log, redacted."""

    touched: tuple[Touched, ...] = ()
    moves: tuple[Move, ...] = ()
    mentions: tuple[Mention, ...] = ()
    cleaned: int = 0
    elsewhere: tuple[str, ...] = ()
    entries: int = 0

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.touched)


def rehearse(
    database: Database,
    sort: str,
    names: Sequence[str],
    watch: Watch = no_watch,
    texts: bool = False,
) -> TakenOut:
    """What `forget` would do, with nothing changed."""
    with database.trial() as writing:
        whom = _Whom(sort, _hashes(writing, sort, names), tuple(names))
        told, _, _ = _taken_out(writing, whom, watch, texts)
        return told


def forget(
    database: Database,
    sort: str,
    names: Sequence[str],
    who: str = "",
    watch: Watch = no_watch,
    texts: bool = False,
) -> TakenOut:
    """Take somebody of this `sort` out of all that is stored, for good, as `who` asked for; files no
    longer bring them back. `names`: as records call them. `texts`: out of what people wrote too."""
    with database.write() as writing:
        whom = _Whom(sort, _hashes(writing, sort, names), tuple(names))
        done = _forgotten(writing, database, whom, who, watch, texts)
    finish(database)
    return done


def forget_again(database: Database, who: str = "") -> int:
    """Take out whoever was forgotten and is there again, as after an older backup was restored; the
    number of rows. To be followed by `finish`."""
    if database.read_only:
        return 0
    with database.read() as reading:
        known = {sort: hashes for sort, hashes in forgotten(reading).items() if hashes}
    if not known:
        return 0
    rows = 0
    with database.write() as writing:
        key = company_key(writing)
        for sort, hashes in known.items():
            if cells_of(writing, sort, hashes, key):
                whom = _Whom(sort, hashes, ())
                rows += _forgotten(writing, database, whom, who, no_watch, False).rows
    return rows


def let_in(database: Database, sort: str, names: Sequence[str], who: str = "") -> None:
    """Files may bring somebody again, as somebody new. WrongCall for whoever was not forgotten."""
    with database.write() as writing:
        hashes = _hashes(writing, sort, names)
        if not hashes <= forgotten(writing)[sort]:
            raise WrongCall("Nobody of this name was forgotten.")
        note(writing, database.path, Act(who, LET_IN, sort, " ".join(sorted(hashes))))


@dataclass(frozen=True)
class _Whom:
    """Who is to be forgotten: by hashes, and the names, as far as they are said."""

    sort: str
    hashes: frozenset[str]
    names: tuple[str, ...]


def _hashes(reading: ReadTransaction, sort: str, names: Sequence[str]) -> frozenset[str]:
    if not names or not all(name.strip() for name in names):
        raise WrongCall("Say whom to forget, as records name them.")
    key = company_key(reading)
    return frozenset(hash_of_person(sort, name, key) for name in names)


def _forgotten(
    writing: WriteTransaction, database: Database, whom: _Whom, who: str, watch: Watch, texts: bool
) -> TakenOut:
    """All that belongs into the transaction."""
    done, uploads, redacted = _taken_out(writing, whom, watch, texts)
    if uploads:
        stale = copies_of(writing, database.path, uploads)
        kept = keep_uploads(writing, database.path, sorted(uploads))
        owe(writing, uploads, stale - names_of(kept))
    elif redacted:  # the log's copy and the file's free room name them all the same
        owe(writing, (), ())
    told = {"rows": done.rows, "uploads": sorted(uploads), REDACTED: redacted}
    what = " ".join(sorted(whom.hashes))
    note(writing, database.path, Act(who, FORGOTTEN, whom.sort, what, None, told))
    return done


def _taken_out(
    writing: WriteTransaction, whom: _Whom, watch: Watch, texts: bool
) -> tuple[TakenOut, set[int], dict[int, str]]:
    """What was done, the uploads that are others now, and the entries of the log that are."""
    key, kept = company_key(writing), sums.in_step(writing)
    cells = cells_of(writing, whom.sort, whom.hashes, key)
    rows = touched(writing, cells)
    names = tuple(
        {*whom.names, *(text for one in cells if not one.column.hashed for text in one.texts)}
    )
    found = mentions(writing, names)
    kinds = [kind for kind in KINDS if kind.name in {name for name, _ in rows}]
    writing.in_step = False  # the rows themselves are to say whether a value is another
    before = values_of(writing, kinds, watch)
    uploads = exchange(writing, cells, key) | _clean_findings(writing, names)
    if texts:
        take_out(writing, names)
        uploads |= {mention.upload for mention in found}
    left = mentions(writing, names) if texts else found
    uploads |= _clean_ledger(writing, names)
    after = values_of(writing, kinds, watch)
    redacted = redact(writing, json_cleaner(names))
    sums.raise_version(writing, kept)
    files = dict(writing.rows("SELECT id, file FROM upload"))
    told = TakenOut(
        tuple(
            Touched(kind, upload, files[upload], count) for (kind, upload), count in rows.items()
        ),
        moved(before, after),
        left,
        len(found) - len(left),
        elsewhere(writing, names),
        len(redacted),
    )
    return told, uploads, redacted


def _clean_findings(writing: WriteTransaction, names: Sequence[str]) -> set[int]:
    """What was found in files no longer quotes the person; the uploads of these findings."""
    clean, clean_blanks, changed = cleaner(names), json_cleaner(names), set()
    for place, upload, value, blanks in writing.rows(
        'SELECT rowid, upload, "value", blanks FROM issue'
    ):
        left = value and (INSTEAD if value.strip() in names else clean(value)), clean_blanks(blanks)
        if left != (value, blanks):
            writing.run('UPDATE issue SET "value" = ?, blanks = ? WHERE rowid = ?', [*left, place])
            changed.add(upload)
    return changed


def _clean_ledger(writing: WriteTransaction, names: Sequence[str]) -> set[int]:
    """What was settled and noted of files no longer names the person; the uploads of these."""
    clean, changed = json_cleaner(names), set()
    for upload, *texts in writing.rows(f"SELECT id, {', '.join(_NOTED)} FROM upload"):
        left = [clean(text) for text in texts]
        if left != texts:
            set_ = ", ".join(f"{name} = ?" for name in _NOTED)
            writing.run(f"UPDATE upload SET {set_} WHERE id = ?", [*left, upload])
            changed.add(upload)
    return changed
