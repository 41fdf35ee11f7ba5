"""Whoever was let go of does not come back, in whatever order backups and archives of before are put
back, uploads are undone and the database is made anew."""

import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pytest

from data.__main__ import main
from data.archive.backup import backup
from data.archive.standing import folder_of
from data.database.connection import Database
from data.database.tables import rows_table
from data.forgetting.forget import forget
from data.forgetting.remains import older_copies
from data.forgetting.retention import retain
from data.kinds.catalog import TRAINING
from data.log.audit import EMPLOYEE, first_broken
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add, undo
from ui.shell.storage import _mended

pytestmark = pytest.mark.without_sums
TODAY, GONE = date(2026, 10, 1), "E-730915"
CORRECTED, LATE = 2, 3  # uploads: what corrects the one of long ago, of lately


def exams(day: str, score: int, people: tuple[str, ...]) -> bytes:
    rows = [f"{one},North,Basics,{day},{score},100,70" for one in people]
    return "\n".join(["employee,store,course,date,score,maximum,pass_mark", *rows]).encode()


def load(database: Database, name: str, content: bytes, **settled) -> None:
    add(database, prepare(content, name, TRAINING, Options(**settled), TODAY))


def make(path: Path, kept: Path) -> None:
    """A company of which two backups and a copy of the archive are kept. Everybody's exams are of long
    ago and were corrected; between the backups somebody's was listed by mistake."""
    people = (GONE, *(f"E-{at}" for at in range(8)))
    with closing(Database(path)) as database:
        load(database, "old.csv", exams("2023-03-01", 50, people))
        corrected = exams("2023-03-01", 55, people)
        load(database, "corrected.csv", corrected, answers={"again": "correction"})
        backup(database, kept / "first.duckdb")
        load(database, "late.csv", exams("2026-05-01", 80, (GONE, "E-1")))
        backup(database, kept / "older.duckdb")
    shutil.copytree(folder_of(path), kept / "archive")


class Company:
    """What may become of it."""

    def __init__(self, path: Path, kept: Path):
        self.path, self._kept = path, kept

    def does(self, order: str) -> None:
        """One after the other."""
        for step in order.split():
            getattr(self, step)()

    def forget(self) -> None:
        """Somebody asks to be forgotten."""
        with closing(Database(self.path)) as database:
            forget(database, EMPLOYEE, [GONE])

    def retain(self) -> None:
        """A night, with what is kept limited."""
        with closing(Database(self.path)) as database:
            retain(database, TODAY)

    def undo_late(self) -> None:
        self._undo(LATE)

    def undo_correction(self) -> None:
        self._undo(CORRECTED)

    def _undo(self, upload: int) -> None:
        with closing(Database(self.path)) as database:
            undo(database, upload)

    def restore_first(self) -> None:
        """The first backup by the command."""
        assert main(["restore", str(self._kept / "first.duckdb")]) == 0

    def restore(self) -> None:
        """The backup by the command."""
        assert main(["restore", str(self._kept / "older.duckdb")]) == 0

    def put_back_file(self) -> None:
        """The backup by hand, the archive as it is."""
        self._put_back("older")

    def _put_back(self, name: str) -> None:
        self.path.with_name(f"{self.path.name}.wal").unlink(missing_ok=True)
        shutil.copy(self._kept / f"{name}.duckdb", self.path)

    def put_back_first(self) -> None:
        """The first backup by hand, the archive as it is."""
        self._put_back("first")

    def put_back_archive(self) -> None:
        """The archive by hand, the database as it is."""
        shutil.rmtree(folder_of(self.path))
        shutil.copytree(self._kept / "archive", folder_of(self.path))

    def rebuild(self) -> None:
        """Made anew from the archive, the file there or lost."""
        main(["rebuild"])

    def start(self) -> None:
        with closing(Database(self.path)) as database:
            _mended.forget()
            _mended(self.path, database)

    def holding(self) -> list[str]:
        """Where somebody is named who was let go of: rows, files of the archive; and whether the log
        is as it was written."""
        with closing(Database(self.path)) as database, database.read() as reading:
            rows = reading.rows(
                f"SELECT upload FROM {rows_table(TRAINING)} WHERE employee = '{GONE}'"
            )
            found = [f"upload {upload}" for (upload,) in rows]
            found += [f"log {broken}" for broken in [first_broken(reading)] if broken]
        files = [one for one in folder_of(self.path).rglob("*") if one.is_file()]
        return found + [
            file.name for file in files if "set-aside" not in file.name and GONE in _content(file)
        ]


def _content(file: Path) -> str:
    if file.suffix == ".parquet":
        return repr(duckdb.sql(f"FROM '{file}'").fetchall())
    return file.read_text("utf-8", "replace")


@pytest.fixture(scope="module")
def made(tmp_path_factory, empty_file) -> Path:
    home = tmp_path_factory.mktemp("made")
    (home / "kept").mkdir()
    path = home / "here" / "company.duckdb"
    path.parent.mkdir()
    shutil.copy(empty_file, path)
    make(path, home / "kept")
    return home


@pytest.fixture(scope="module")
def begun(made, tmp_path_factory) -> Callable[[str], Path]:
    """The company after the first orders of several tests, which are followed once."""

    @cache
    def begin(order: str) -> Path:
        home = Path(shutil.copytree(made, tmp_path_factory.mktemp("begun") / "company"))
        with pytest.MonkeyPatch.context() as patch:
            company_in(home, patch).does(order)
        return home

    return begin


def company_in(home: Path, patch: pytest.MonkeyPatch) -> Company:
    path = home / "here" / "company.duckdb"
    patch.setenv("SERVICE_CULTURE_DB", str(path))
    patch.setenv("SERVICE_CULTURE_KEEP_STAFF_MONTHS", "24")
    return Company(path, home / "kept")


@pytest.fixture
def company(begun, tmp_path, monkeypatch) -> Callable[[str], Company]:
    """One after these first orders."""

    def after(order: str) -> Company:
        home = Path(shutil.copytree(begun(order), tmp_path / "company"))
        return company_in(home, monkeypatch)

    return after


@pytest.mark.parametrize(
    "order",
    [
        "undo_late restore undo_late",
        "put_back_file start undo_correction undo_late",
        "put_back_archive start",
        "put_back_archive rebuild",
        "put_back_file rebuild",
    ],
)
def test_whoever_was_forgotten_does_not_come_back(company, order):
    gone = company("forget")
    gone.does(order)
    assert gone.holding() == []


@pytest.mark.parametrize("before", ["restore_first", "put_back_first"])
def test_what_the_archive_holds_of_uploads_that_the_database_lacks_is_told(company, before):
    """Whether somebody still asks for it, or not any more."""
    older = company(before)
    older.forget()
    with closing(Database(older.path)) as database, database.read() as reading:
        told = {copy.name for copy in older_copies(reading, older.path) if copy.lacking}
    left = older.holding()
    assert left and set(left) <= told


@pytest.mark.parametrize(
    "order",
    [
        "restore undo_late start",
        "put_back_file start undo_late undo_correction start",
        "restore undo_late rebuild",
    ],
)
def test_who_is_kept_no_longer_does_not_come_back(company, order):
    """Who was there by an upload that was stored by mistake goes once it is undone."""
    gone = company("restore_first retain")
    gone.does(order)
    assert gone.holding() == []
