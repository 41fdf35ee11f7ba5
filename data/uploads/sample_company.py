"""The sample company goes whole into an empty database, and out again without a person's own
files."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path

from data.archive.archive import keep_removal, keep_uploads
from data.archive.whose import Held, held, is_empty
from data.database.connection import Database, WriteTransaction
from data.database.pairing import refresh_live
from data.database.rollups import in_step, raise_version, remake
from data.database.shown_names import write_shown_names
from data.database.tables import OWN, rows_table
from data.kinds.catalog import KINDS, kind_named
from data.log.audit import CREATED, REMOVED, SAMPLE_COMPANY, Act, note
from data.progress import Tell, silent
from data.samples.demo import SampleFile, write
from data.uploads.prepare import prepare
from data.uploads.store import add_sample, take_back
from errors import StorageFault, WrongCall

Files = Callable[[Path, date], tuple[SampleFile, ...]]
_WRITTEN, _LOADED, _KEPT = (
    0.2,
    0.65,
    0.75,
)  # of the whole, when the files are written, loaded and in the archive; then all is summed


def load_demo(
    database: Database,
    progress: Callable[[float], None] = lambda part: None,
    today: date | None = None,
    tell: Tell = silent,
    files: Files = write,
    who: str = "",
) -> int:
    """Write and load the sample company's files, as uploads like any other; the number of files.
    `files` writes them; `who` asked for it.

    All in one transaction: a crash leaves nothing, and nobody's upload comes
    between. WrongCall where an upload is in use. What `tell` raises stops it.
    """
    with database.write(tell) as writing, ExitStack() as folders:
        if not is_empty(writing):
            raise WrongCall(
                "The database already holds uploads: the sample company only goes into an empty "
                "one. "
                "Set SERVICE_CULTURE_DB to a new file."
            )
        progress(0.0)
        _take_back_own(writing, database.path)
        written = _written(folders, files, today or date.today())
        writing.run(
            "UPDATE state SET origin = ?, sums_version = NULL", [OWN]
        )  # summed once, at the end
        numbers = []
        for done, file in enumerate(written):
            progress(_WRITTEN + (_LOADED - _WRITTEN) * done / len(written))
            prepared = prepare(
                file.path.read_bytes(),
                file.path.name,
                kind_named(file.kind),
                file.options,
                today,
                database.keeping.kpis,
            )
            numbers.append(add_sample(writing, database.path, prepared))
        progress(_LOADED)
        keep_uploads(writing, database.path, numbers)
        told = {"files": len(written)}
        note(writing, database.path, Act(who, CREATED, SAMPLE_COMPANY, "", None, told))
        remake(writing, lambda part: progress(_KEPT + (1 - _KEPT) * part))
    return len(written)


def _take_back_own(writing: WriteTransaction, database: Path) -> None:
    """What the dashboard forecast of data that are no longer in use does not hold of the sample
    company."""
    for kind in (kind for kind in KINDS if kind.own):
        for (number,) in writing.rows(
            "SELECT id FROM upload WHERE kind = ? AND undone_at IS NULL ORDER BY id", [kind.name]
        ):
            take_back(writing, database, number, kind)


def _written(folders: ExitStack, files: Files, today: date) -> tuple[SampleFile, ...]:
    """The files, in a folder that is gone with `folders`."""
    try:
        return files(Path(folders.enter_context(tempfile.TemporaryDirectory())), today)
    except OSError as fault:
        raise StorageFault(
            "The files of the sample company cannot be written to the folder for temporary files: "
            "{reason}. Nothing was "
            "stored. Free some space or allow writing there, then try again.",
            reason=str(fault),
        ) from fault


def go_without(database: Database) -> None:
    """A new database stays empty, and is a person's own."""
    with database.write() as writing:
        raise_version(writing, in_step(writing))


def remove_demo(database: Database, who: str = "") -> Held:
    """Take the sample company out of the database, and nothing else; what was removed, and what
    stays.

    A person's own rows that had corrected rows of the sample, or that stood
    behind them, count from now on as if it had never been there.
    """
    with database.write() as writing:
        of_sample = writing.rows("SELECT id, loaded_at::VARCHAR, kind FROM upload WHERE sample")
        if not of_sample:
            raise WrongCall("This database does not hold the sample company: nothing was removed.")
        found = held(writing)
        kinds = [kind for kind in KINDS if kind.name in {kind for *_, kind in of_sample}]
        for table in (*map(rows_table, kinds), "issue"):
            writing.run(f"DELETE FROM {table} WHERE upload IN (SELECT id FROM upload WHERE sample)")
        writing.run("DELETE FROM upload WHERE sample")
        for kind in kinds:
            refresh_live(writing, kind)
        write_shown_names(writing.run)
        now = datetime.now(UTC).replace(tzinfo=None)
        writing.run(
            "UPDATE state SET version = version + 1, origin = ?, sample_removed = ?", [OWN, now]
        )
        remake(writing)
        keep_removal(
            writing, database.path, {(number, loaded_at) for number, loaded_at, _ in of_sample}
        )
        told = {"uploads": found.sample.uploads, "rows": found.sample.rows}
        note(writing, database.path, Act(who, REMOVED, SAMPLE_COMPANY, "", told))
        return found
