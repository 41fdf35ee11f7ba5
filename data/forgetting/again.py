"""Who was let go of and is there again, as after an older backup was put back, goes again: at each
start, after a restore and a rebuilding, and in the nights that let go of what is kept no longer.

Whether anybody is takes a look at all names that are stored. Where nobody is, that is noted: files
bring nobody back (data/uploads/forgotten.py), so nobody can be until the log tells of more people than
it did, as it does once a backup was put back too, or names are hashed otherwise, or until they are
looked for elsewhere: in other tables or columns, or by another version; or until an upload is undone
by which somebody was there. Once an older archive was put in the place of the right one, its copies
and its log are made anew besides.
"""

from hashlib import sha256

from data import __version__
from data.archive.standing import APART
from data.database.connection import Database, ReadTransaction
from data.forgetting.finishing import finish, renew
from data.forgetting.forget import forget_again
from data.forgetting.retention import is_named_still, retain_again
from data.kinds.catalog import KINDS
from data.log.audit import EXPIRED, FORGOTTEN, LET_IN
from data.uploads.hashed import company_key, mark_of


def let_go_again(database: Database, who: str = "") -> tuple[int, int]:
    """The numbers of rows: of people who were forgotten, and of what is kept no longer. StorageFault
    where the file is being read for so long that what is left to do (`finish`) is done later."""
    if database.read_only:
        return 0, 0
    with database.read() as reading:
        (noted,), standing = reading.row("SELECT let_go FROM state"), _standing(reading)
    if noted == standing:
        return 0, 0
    rows = forget_again(database, who), retain_again(database, who)
    finish(database)
    if noted == APART:
        renew(database)
    with database.write() as writing:
        # Whoever is there still is looked for at the next start; what was made anew is so for good.
        found = None if is_named_still(writing) else _standing(writing)
        writing.run("UPDATE state SET let_go = ?", [found])
    return rows


def _standing(reading: ReadTransaction) -> str | None:
    """The last that the log says of people who were let go of, and what finds them; None where it
    says nothing."""
    last = reading.rows(
        "SELECT hash FROM log_entry WHERE act IN (?, ?, ?) ORDER BY number DESC LIMIT 1",
        [FORGOTTEN, LET_IN, EXPIRED],
    )
    if not last:
        return None
    tables, undone = reading.row("SELECT declared, (SELECT max(undone_at) FROM upload) FROM state")
    mark = mark_of(company_key(reading))
    return f"{last[0][0]} {mark} {__version__} {tables} {_personal()} {undone}"


def _personal() -> str:
    """In which columns names stand, told from any others."""
    columns = [(kind.name, one.name) for kind in KINDS for one in kind.columns if one.personal]
    return sha256(repr(columns).encode()).hexdigest()
