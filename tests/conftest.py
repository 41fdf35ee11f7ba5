"""What all tests share."""

import gc
import shutil
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import settings

from data.database.connection import Database
from data.database.rollups import settle
from data.database.tables import OWN
from data.uploads.sample_company import load_demo
from metrics.handed.keeping import KEEPING
from tests.hostile_company import load as load_harm

ROOT = Path(__file__).resolve().parents[1]

# A busy machine is slow, not wrong.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_collection_finish() -> None:
    """What is imported by now is there to stay: Streamlit looks for garbage after every run of a
    page, and need not look through that."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of published numbers and real files beside the project; skips where it is
    missing."""
    folder = ROOT.parent / "shared"
    if not (folder / "fixtures").is_dir():
        pytest.skip("the shared fixtures are not on this machine")
    return folder


@pytest.fixture(scope="session")
def today() -> date:
    """The day on which the tests look at the sample company: the first after its last month."""
    return date(2026, 10, 1)


@pytest.fixture(scope="session")
def sample(tmp_path_factory, today) -> Iterator[Database]:
    """The sample company, loaded as uploads; for reading only."""
    database = Database(tmp_path_factory.mktemp("sample") / "sample.duckdb", keeping=KEEPING)
    load_demo(database, today=today)
    yield database
    database.close()


def _to_be_copied(path: Path) -> Iterator[Path]:
    """A file that many tests copy; one that opened it for a page or wrote to it would let another
    fail."""
    made = sha256(path.read_bytes()).digest()
    yield path
    assert sha256(path.read_bytes()).digest() == made, (
        f"A test changed {path.name} itself, where it was to copy it."
    )


@pytest.fixture(scope="session")
def full_file(tmp_path_factory) -> Iterator[Path]:
    """The file of a database with the sample company as of today, in a folder of its own: copy it
    before a page opens it.

    It knows of no archive, as if an earlier version had made it, so that a copy without the archive
    is no damage.
    """
    path = tmp_path_factory.mktemp("full") / "full.duckdb"
    filled = Database(path, keeping=KEEPING)
    load_demo(filled)
    with filled.write() as writing:
        writing.run("UPDATE state SET identity = NULL, listed = NULL")
    filled.close()
    yield from _to_be_copied(path)


@pytest.fixture(scope="session")
def hostile_file(tmp_path_factory) -> Path:
    """The file of a database with a company whose names are meant to harm."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.duckdb"
    filled = Database(path, keeping=KEEPING)
    load_harm(filled)
    filled.close()
    return path


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory) -> Iterator[Path]:
    """The file of an empty database whose sums are made: copying it is ten times quicker than
    making one."""
    path = tmp_path_factory.mktemp("empty") / "empty.duckdb"
    empty = Database(path, keeping=KEEPING)
    settle(empty)
    empty.close()
    yield from _to_be_copied(path)


@pytest.fixture
def database(tmp_path, empty_file) -> Iterator[Database]:
    """An empty database of one's own."""
    opened = Database(Path(shutil.copy(empty_file, tmp_path / "own.duckdb")), keeping=KEEPING)
    yield opened
    opened.close()


@pytest.fixture
def steward(monkeypatch) -> None:
    """As where the dashboard was started for the person who looks after the files: forms, undo and
    counts, no single person."""
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "steward")


@pytest.fixture
def committee(monkeypatch) -> None:
    """As where the dashboard was started for those who work with named staff."""
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "committee")


@pytest.fixture
def pages_file(tmp_path, monkeypatch, empty_file) -> Iterator[Path]:
    """The database file of the pages, without the sample company, so that a page is quick."""
    from metrics.snapshot import forget

    path = Path(shutil.copy(empty_file, tmp_path / "x.duckdb"))
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(path))
    opened = Database(path)
    with opened.write() as writing:
        writing.run("UPDATE state SET origin = ?", [OWN])
    opened.close()
    forget()
    yield path
    from ui.state.board import database as shared

    shared().close()
    forget()
