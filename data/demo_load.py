"""The sample company goes into a new database, and out again when a person's own files come."""

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from data.database import Database, Reading
from data.demo import write
from data.kinds import KINDS, kind_named
from data.load import prepare
from data.storage.archive import keep_state
from data.store import add
from data.sums import settle
from data.tables import OWN, SAMPLE, rows_table
from data.unit_views import settle_names
from errors import WrongCall


def origin(reading: Reading) -> str:
    """NEW, SAMPLE or OWN."""
    return reading.row("SELECT origin FROM state")[0]


def load_demo(database: Database, progress: Callable[[float], None] = lambda part: None, today: date | None = None) -> int:
    """Write and load the sample company's files, as uploads like any other; the number of files.

    WrongCall where the database already holds something.
    """
    with database.read() as reading:
        if reading.row("SELECT count(*) FROM upload")[0]:
            raise WrongCall("The database already holds uploads: the sample company only goes into an empty one. "
                            "Set SERVICE_CULTURE_DB to a new file.")
    with database.write() as writing:
        writing.run("UPDATE state SET origin = ?, sums_version = NULL", [SAMPLE])  # summed once, at the end
    with tempfile.TemporaryDirectory() as folder:
        files = write(Path(folder), today or date.today())
        for number, file in enumerate(files, start=1):
            add(database, prepare(file.path.read_bytes(), file.path.name, kind_named(file.kind), file.options, today, database.keeping.kpis))
            progress(number / len(files))
    settle(database)
    return len(files)


def remove_demo(database: Database) -> None:
    """Empty a database that holds the sample company; a person's own files are never touched."""
    with database.write() as writing:
        if origin(writing) != SAMPLE:
            raise WrongCall("This database holds your own files, not the sample company: nothing was removed.")
        for table in (*map(rows_table, KINDS), "issue", "upload"):
            writing.run(f"DELETE FROM {table}")
        settle_names(writing.run)
        writing.run("UPDATE state SET version = version + 1, origin = ?", [OWN])
        keep_state(writing, database.path)
