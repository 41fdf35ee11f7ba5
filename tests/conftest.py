"""What all tests share."""

import gc
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import settings

from data.database import engine
from data.database.connection import Database
from data.database.rollup_spec import NOTHING
from data.database.rollups import rebuild_rollups
from data.database.tables import OWN
from data.uploads.sample_company import load_demo
from metrics.handed.keeping import KEEPING
from tests.hostile_company import load as load_harm

ROOT = Path(__file__).resolve().parents[1]
_PATIENCE = 300  # seconds that another worker may take to make a database
_TODAY = date(2026, 10, 1)  # on which the sample company is looked at
_LOOK = 0.1  # seconds in which Streamlit sees whether a script has ended

# Where Python is told not to keep what it compiled, each process that a test starts, and each
# worker, would compile everything anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# What one visit stores others see at once, unless a test is about just that (tests/test_held.py).
os.environ["SERVICE_CULTURE_LAG"] = "0"
# Nothing is worked out while a test looks elsewhere, unless it is about that (tests/test_neighbours.py).
os.environ["SERVICE_CULTURE_LOOK_AHEAD"] = "0"
sys.dont_write_bytecode = False

# Questions of tests are of few rows: to share one among threads takes longer than to answer it, and
# a second worker has the other core. tests/test_sums.py works as the product does.
engine._SETTINGS["threads"] = 1

# A busy machine is slow, not wrong.
settings.register_profile("house", deadline=None, max_examples=40)
settings.load_profile("house")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Which worker takes which tests. The mark `xdist_group` has no effect with pytest 9: xdist
    writes it into a name that pytest no longer reads."""
    from xdist.scheduler import LoadScopeScheduling
    from xdist.workermanage import WorkerController

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _scope_of(nodeid)

        def _reschedule(self, node: WorkerController) -> None:
            """After every test xdist counts what is left of all that the worker was ever given:
            with the thousands that are done, that takes as long as many a test."""
            given = self.assigned_work[node]
            for scope in [scope for scope, tests in given.items() if all(tests.values())]:
                del given[scope]
            super()._reschedule(node)

    return Together(config, log)


def _scope_of(nodeid: str) -> str:
    """What stays with one worker: all browser tests, as a second server and browser would only slow
    both down; and the tests of a module that share what is made for it, and what pages keep of it,
    which another worker would make again. Any other test goes where there is time."""
    file = nodeid.partition("::")[0]
    if file.startswith("tests/browser/"):
        return "browser"
    return file if _shares(file) else nodeid


@cache
def _shares(file: str) -> bool:
    return 'scope="module"' in (ROOT / file).read_text("utf-8")


def pytest_collection_finish() -> None:
    """What is imported by now is there to stay: Streamlit looks for garbage after every run of a
    page, and need not look through that."""
    gc.collect()
    gc.freeze()
    if "streamlit.testing.v1" in sys.modules:
        _look_for_components_once()
        _wait_for_the_script()


def _look_for_components_once() -> None:
    """Each AppTest reads what every installed package says of itself, looking for components of
    Streamlit: as much work as drawing a page."""
    from streamlit.components.v2 import manifest_scanner

    manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


def _wait_for_the_script() -> None:
    """AppTest asks a thousand times a second whether the script has ended, and has it stop working
    each time: a tenth of all that a page takes."""
    from streamlit.testing.v1 import local_script_runner as running

    usual = running.require_widgets_deltas

    def waiting(runner: running.LocalScriptRunner, timeout: float = 3) -> None:
        end = time.monotonic() + timeout
        runner._script_thread.join(timeout)
        usual(runner, max(_LOOK, end - time.monotonic()))

    running.require_widgets_deltas = waiting


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
    return _TODAY


def _made_once(
    factory: pytest.TempPathFactory, name: str, make: Callable[[Database], None]
) -> Path:
    """A filled and closed database of this worker's own, in a folder of its own. The first worker
    that needs it makes it; the others copy it, and where that takes seconds do not wait before they
    have made what else does and nobody has begun with."""
    run, own = os.environ.get("PYTEST_XDIST_TESTRUNUID"), factory.mktemp(name)
    if run is None:
        _make(own / f"{name}.duckdb", make)
        return own / f"{name}.duckdb"
    place = factory.getbasetemp().parent / f"made-{run}" / name
    place.parent.mkdir(exist_ok=True)
    done = place.with_suffix(".done")
    if not _made_first(place, make):
        for other, fill in _COMPANIES.items() if name in _COMPANIES else ():
            if not done.exists():
                _made_first(place.with_name(other), fill)
        _wait_for(done)
    shutil.copytree(place, own, dirs_exist_ok=True)
    return own / f"{name}.duckdb"


def _made_first(place: Path, make: Callable[[Database], None]) -> bool:
    """Whether no other worker had begun with it; then it is made."""
    try:
        place.mkdir()
    except FileExistsError:
        return False
    try:
        _make(place / f"{place.name}.duckdb", make)
    finally:  # who waits then fails as well, instead of waiting for ever
        place.with_suffix(".done").touch()
    return True


def _make(path: Path, make: Callable[[Database], None]) -> None:
    with closing(Database(path, keeping=KEEPING)) as database:
        make(database)


def _wait_for(mark: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while not mark.exists():
        assert time.monotonic() < end, f"{mark} was not made by another worker"
        time.sleep(0.05)


def _fill_sample(empty: Database) -> None:
    load_demo(empty, today=_TODAY)


def _fill_without_archive(empty: Database) -> None:
    load_demo(empty)
    with empty.write() as writing:
        writing.run("UPDATE state SET identity = NULL, listed = NULL")


# Those that take seconds; the whole suite needs all of them.
_COMPANIES = {"sample": _fill_sample, "full": _fill_without_archive, "hostile": load_harm}


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> Iterator[Database]:
    """The sample company, loaded as uploads; for reading only."""
    path = _made_once(tmp_path_factory, "sample", _fill_sample)
    with closing(Database(path, keeping=KEEPING)) as database:
        yield database


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
    yield from _to_be_copied(_made_once(tmp_path_factory, "full", _fill_without_archive))


def company_copied(file: Path, folder: Path) -> Path:
    """A copy of a company's database in a folder of its own, with its archive: a page that finds
    none writes all of it anew."""
    return Path(shutil.copytree(file.parent, folder / "copy")) / file.name


@pytest.fixture(scope="session")
def hostile_file(tmp_path_factory) -> Path:
    """The file of a database with a company whose names are meant to harm."""
    return _made_once(tmp_path_factory, "hostile", load_harm)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory) -> Iterator[Path]:
    """The file of an empty database whose sums are made: copying it is ten times quicker than
    making one."""
    yield from _to_be_copied(_made_once(tmp_path_factory, "empty", rebuild_rollups))


@pytest.fixture
def database(request, tmp_path, empty_file) -> Iterator[Database]:
    """An empty database of one's own. `pytest.mark.without_sums`: with no sums kept beside its rows,
    and nothing published of staff, for what the rows alone decide: that is most of a load."""
    keeping = NOTHING if request.node.get_closest_marker("without_sums") else KEEPING
    opened = Database(Path(shutil.copy(empty_file, tmp_path / "own.duckdb")), keeping=keeping)
    yield opened
    opened.close()


@pytest.fixture(params=[KEEPING, NOTHING], ids=["sums", "rows"])
def own(request, tmp_path, empty_file) -> Iterator[Database]:
    """An empty database of one's own, once with sums kept beside its rows, once without: what is
    asked of it has to come out the same."""
    path = Path(shutil.copy(empty_file, tmp_path / "own.duckdb"))
    with closing(Database(path, keeping=request.param)) as database:
        yield database


@pytest.fixture
def trainer(monkeypatch) -> None:
    """As where the dashboard was started for those who may see people, and keep no records."""
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "trainer")


@pytest.fixture
def sees_people(trainer, database) -> None:
    """Someone who may see people asks `database`, and is answered from its rows: so nothing is
    published for those who may not, which takes more than half of a load of staff's records."""
    database.keeping = replace(KEEPING, publish=None)


@pytest.fixture
def steward(monkeypatch) -> None:
    """As where the dashboard was started for the person who looks after the files: forms, undo and
    counts, no single person."""
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "steward")


@pytest.fixture
def administrator(monkeypatch) -> None:
    """As where the dashboard was started for those who may see and do all."""
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "administrator")


@pytest.fixture
def committee(monkeypatch) -> None:
    """As where the dashboard was started for those who work with named staff."""
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "committee")


@pytest.fixture(scope="session")
def own_file(tmp_path_factory) -> Iterator[Path]:
    """The file of an empty database that is a person's own: no page offers the sample company."""
    yield from _to_be_copied(_made_once(tmp_path_factory, "own", _make_own))


def _make_own(empty: Database) -> None:
    rebuild_rollups(empty)
    with empty.write() as writing:
        writing.run("UPDATE state SET origin = ?", [OWN])


@pytest.fixture
def pages_file(tmp_path, monkeypatch, own_file) -> Iterator[Path]:
    """The database file of the pages, without the sample company, so that a page is quick."""
    from metrics.snapshot import forget

    path = Path(shutil.copy(own_file, tmp_path / "x.duckdb"))
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(path))
    forget()
    yield path
    from ui.state.board import database as shared
    from ui.state.job import end_all

    end_all()
    shared().close()
    forget()
