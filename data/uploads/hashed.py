"""Names that are told apart and never kept: stored as hashes with a key of this company's own.

The key lies in the folder of the database, and nowhere else: without it nobody can try names until
one fits. A hash begins with the mark of its key, so that one made with another key is noticed
instead of making every customer a new one.
"""

import hashlib
import hmac
import os
import secrets
import unicodedata
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from data.database.connection import ReadTransaction
from data.database.tables import rows_table
from data.findings import Findings, Kind
from data.kinds.catalog import KINDS
from data.kinds.schema import Column, DatasetKind
from data.text.writing import CELL
from data.uploads.prepare import Prepared
from errors import StorageFault

KEY_FILE = "customers.key"
_BYTES, _MARK, _DIGITS = 32, 6, 24
_OF_NOBODY = "-" + 8 * "0"  # behind the mark; of names one in four thousand millions begins so


def hashed_columns(kind: DatasetKind) -> tuple[Column, ...]:
    """The columns of a kind that name somebody who is never kept."""
    return tuple(column for column in kind.columns if column.hashed)


def with_hashes(reading: ReadTransaction, prepared: Prepared) -> Prepared:
    """The file as it may be stored: whoever is told apart stands there as a hash, in the findings
    not at all.

    StorageFault where the stored rows were hashed with a key that is not there.
    """
    columns = hashed_columns(prepared.kind)
    if not columns:
        return prepared
    key = _key_of(reading, prepared.kind, columns)
    rows = prepared.checked.rows
    rows = rows.assign(**{column.name: hashes(rows[column.name], key) for column in columns})
    names = {column.name for column in columns}
    own = {
        prepared.headings[at] for at, name in prepared.match.columns.items() if name in names
    } | names
    issues = Findings(
        _unnamed(kind) if kind.column in own else kind for kind in prepared.checked.issues.kinds
    )
    return replace(prepared, checked=replace(prepared.checked, rows=rows, issues=issues))


def _unnamed(found: Kind) -> Kind:
    """The findings without the cells they are about."""
    return replace(
        found,
        values=None,
        blanks={name: "–" if blank == CELL else blank for name, blank in found.blanks.items()},
        each={name: np.full(len(found), "–", dtype=object) for name in found.each},
    )


def hashes(names: pd.Series, key: bytes) -> pd.Series:
    """A hash for each name, the same for the same name however it is cased or spaced."""
    codes, found = pd.factorize(names)
    told = pd.array([keyed_hash(str(name), key) for name in found], dtype="str")
    known = pd.Series(told, dtype="str").reindex(codes).array  # -1 is nobody
    return pd.Series(known, index=names.index, dtype="str")


def keyed_hash(name: str, key: bytes) -> str:
    """The hash of a name, as rows hold it."""
    written = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return f"{mark_of(key)}-{hmac.new(key, written.encode(), hashlib.sha256).hexdigest()[:_DIGITS]}"


def nobodys_hash(key: bytes) -> str:
    """A hash like the others that is of no name."""
    chance = secrets.token_hex(_DIGITS // 2)
    return f"{mark_of(key)}{_OF_NOBODY}{chance[len(_OF_NOBODY) - 1 :]}"


def is_nobodys(found: str) -> bool:
    """Whether a hash is of no name."""
    return found[_MARK:].startswith(_OF_NOBODY)


def nobodys_sql(column: str) -> str:
    """Whether the hash in a column is of no name, in SQL."""
    return f"starts_with(substr({column}, {_MARK + 1}), '{_OF_NOBODY}')"


@lru_cache(1)
def mark_of(key: bytes) -> str:
    """What hashes of a key begin with, which tells nothing of it."""
    return hashlib.sha256(b"mark" + key).hexdigest()[:_MARK]


def company_key(reading: ReadTransaction) -> bytes:
    """The key of this company, made where there is none yet. StorageFault as in `with_hashes`."""
    kind = next(kind for kind in KINDS if hashed_columns(kind))
    return _key_of(reading, kind, hashed_columns(kind))


def _key_of(reading: ReadTransaction, kind: DatasetKind, columns: tuple[Column, ...]) -> bytes:
    (path,) = reading.row(
        "SELECT path FROM duckdb_databases() WHERE database_name = current_database()"
    )
    file = Path(path).parent / KEY_FILE
    stored = reading.rows(
        f"SELECT left({columns[0].name}, {_MARK}) FROM {rows_table(kind)} LIMIT 1"
    )
    key = _read(file)
    if stored and (key is None or mark_of(key) != stored[0][0]):
        raise StorageFault(
            "The key by which customers were stored is not there: {file}. Put it back from the "
            "folder in which the database was before; with another key every customer would "
            "count as a new one. Nothing was stored.",
            file=file.name,
        )
    return _made(file) if key is None else key


def _read(file: Path) -> bytes | None:
    try:
        return bytes.fromhex(file.read_text("ascii"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as fault:
        raise StorageFault(
            "The key by which customers are stored cannot be read: {file}. Nothing was stored.",
            file=file.name,
        ) from fault


def _made(file: Path) -> bytes:
    """A new key, which only its owner may read."""
    key = secrets.token_bytes(_BYTES)
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as fresh:
            fresh.write(key.hex())
            fresh.flush()
            os.fsync(fresh.fileno())
    except OSError as fault:
        raise StorageFault(
            "The key by which customers are stored cannot be written: {file}. Nothing was stored.",
            file=file.name,
        ) from fault
    return key
