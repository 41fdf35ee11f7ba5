"""Work beside the server: the same comes of it, it stops when told to, and nothing of it outlives
anybody."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.beside.carrying import put_away, taken_out
from data.beside.workers import Workers, beside, work_beside
from data.findings import Findings
from data.kinds.catalog import NPS, TRAINING
from data.progress import Stopped, silent
from data.reading.options import Options
from data.uploads.aside import check_file, kinds_of, read_file
from data.uploads.prepare import CheckedWith, FileId, Prepared
from errors import FileRefused, StorageFull, Undecided, WorkEnded
from metrics.handed.kpi_facts import KPI_FACTS

_PATIENCE = 60.0  # seconds for a process on a busy machine
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """The processes of a server."""
    own = work_beside()
    yield own
    own.close()


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where temporary files are made."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def slow(started: Path, tell) -> None:
    """Work that goes on until it is told to stop."""
    started.write_text(str(os.getpid()))
    while True:
        tell(7)
        time.sleep(0.01)


def deaf(started: Path) -> None:
    """Work that hears nothing, with a process and a file of its own."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path(tempfile.mkdtemp(), "rows").write_text("secret")
    started.write_text(f"{os.getpid()} {child.pid}")
    time.sleep(600)


def refusing(kind: str) -> None:
    """Work that fails in a way that a person is told of."""
    if kind == "undecided":
        raise Undecided("Which of {file}?", setting="encoding", choices=("gbk",), file="a.csv")
    if kind == "full":
        raise OSError(28, "No space left on device", "rows.csv")
    raise ZeroDivisionError("unforeseen")


def unspeakable() -> object:
    """Work whose result cannot be handed back."""
    return lambda: None


def _answers(rows: int) -> bytes:
    lines = [
        f"R{row},2026-0{1 + row % 9}-1{row % 7},Store {row % 5},{row % 13},Thank you {row}\n"
        for row in range(rows)
    ]
    return ("response_id,date,store,score,comment\n" + "".join(lines)).encode()


def _whole(content: bytes, name: str) -> tuple[object, Prepared]:
    sheet = read_file(content, name, Options())
    kinds = kinds_of(len(content), sheet, name, KPI_FACTS)
    return kinds, check_file(
        FileId.of(content, name), sheet, NPS, Options(), CheckedWith(kpis=KPI_FACTS)
    )


def _same(one: object, other: object, seen: str = "") -> None:
    """Fails where two things differ in anything that they hold."""
    assert type(one) is type(other), seen
    if isinstance(one, pd.DataFrame):
        pd.testing.assert_frame_equal(one, other, obj=seen)
    elif isinstance(one, np.ndarray):
        assert one.dtype == other.dtype and np.array_equal(one, other), seen
    elif isinstance(one, tuple) and any(map(is_dataclass, one)):
        for at, (mine, yours) in enumerate(zip(one, other, strict=True)):
            _same(mine, yours, f"{seen}[{at}]")
    elif isinstance(one, Findings):
        assert one == other, seen
    elif one is not NPS and is_dataclass(one):
        for field in fields(one):
            _same(getattr(one, field.name), getattr(other, field.name), f"{seen}.{field.name}")
    else:
        assert one == other, seen


def _until(happened) -> None:
    end = time.monotonic() + _PATIENCE
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def _is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    # One whose end nobody has asked for is no longer at work, once all its threads have ended.
    state, threads = (Path(f"/proc/{process}/{name}") for name in ("stat", "task"))
    ended = state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z"
    return ended and len(list(threads.iterdir())) <= 1


def _written(path: Path) -> bool:
    return path.exists() and path.read_text() != ""


def test_the_same_comes_of_a_file_here_and_beside(workers: Workers, room: Path) -> None:
    here = _in_this_process(_answers(6_000))
    beside_us = _whole(_answers(6_000), "answers.csv")
    _same(here, beside_us)
    prepared = beside_us[1]
    assert prepared.kind is NPS, "a kind stays the one that it is"
    assert len(prepared.checked.issues) > 100 and prepared.checked.rejected > 0
    assert list(room.iterdir()) == [], "nothing of the file is left"


def _in_this_process(content: bytes) -> tuple[object, Prepared]:
    from data.matching.recognise import judge_of, recognise
    from data.reading.reader import read
    from data.uploads.prepare import prepare_sheet

    sheet = read(content, "answers.csv", Options(), judge=judge_of("answers.csv"))
    return (
        recognise(sheet, "answers.csv", KPI_FACTS),
        prepare_sheet(
            FileId.of(content, "answers.csv"), sheet, NPS, Options(), CheckedWith(kpis=KPI_FACTS)
        ),
    )


def test_the_sheet_that_was_handed_over_comes_back_itself(workers: Workers) -> None:
    content = _answers(6_000)
    sheet = read_file(content, "answers.csv", Options())
    assert check_file(FileId.of(content, "answers.csv"), sheet, NPS, Options()).sheet is sheet


def test_rows_from_beside_may_be_changed(workers: Workers) -> None:
    rows = _whole(_answers(6_000), "answers.csv")[1].checked.rows
    rows["line"].to_numpy().copy()[:] = 0
    rows.loc[:, "score"] = 1
    assert (rows["score"] == 1).all()


def test_small_files_stay_here(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workers, "run", None)
    assert _whole(_answers(20), "answers.csv")[1].checked.read == 20


@pytest.mark.parametrize("kind", ["undecided", "full", "unforeseen"])
def test_what_goes_wrong_is_said_in_the_same_words(workers: Workers, kind: str) -> None:
    wanted = {"undecided": Undecided, "full": StorageFull, "unforeseen": ZeroDivisionError}[kind]
    with pytest.raises(wanted) as said:
        workers.run(silent, refusing, (kind,), {})
    if kind == "undecided":
        fault = said.value
        assert (fault.setting, fault.choices) == ("encoding", ("gbk",))
        assert (
            fault.message
            == Undecided(
                "Which of {file}?", setting="encoding", choices=("gbk",), file="a.csv"
            ).message
        )
    if kind == "unforeseen":
        assert "in refusing" in said.value.__notes__[0], "the log tells where"


def test_a_file_that_is_refused_is_refused_in_the_same_words(workers: Workers) -> None:
    content = b"\x00" * 300_000
    with pytest.raises(FileRefused) as said:
        read_file(content, "nothing.csv", Options())
    from data.reading.reader import read

    with pytest.raises(FileRefused) as wanted:
        read(content, "nothing.csv", Options())
    assert said.value.message == wanted.value.message


def test_a_result_that_cannot_be_handed_back_is_a_fault_and_not_a_wait(workers: Workers) -> None:
    with pytest.raises(Exception, match="pickle"):
        workers.run(silent, unspeakable, (), {})


def test_it_says_how_far_it_is_and_stops_when_told(workers: Workers, room: Path) -> None:
    heard = []

    def tell(rows: int) -> None:
        heard.append(rows)
        if rows:
            raise Stopped

    with pytest.raises(Stopped):
        workers.run(tell, slow, (room / "started",), {})
    assert heard[-1] == 7
    before = int((room / "started").read_text())
    (room / "started").unlink()
    assert list(room.iterdir()) == []
    with pytest.raises(Stopped):
        workers.run(tell, slow, (room / "started",), {})
    assert int((room / "started").read_text()) == before, "the same process goes on"


def test_work_that_hears_nothing_is_ended_with_all_that_it_began(
    workers: Workers, room: Path
) -> None:
    started = room / "started"

    def tell(rows: int) -> None:
        if _written(started):
            raise Stopped

    with pytest.raises(Stopped):
        workers.run(tell, deaf, (started,), {})
    for process in map(int, started.read_text().split()):
        _until(lambda process=process: _is_gone(process))
    assert list(room.iterdir()) == [started], "its own files went with it"
    assert beside(10**9, silent, sum, (1, 2)) == 3, "another one has taken its place"


def test_a_process_that_is_killed_is_told_of_and_replaced(workers: Workers, room: Path) -> None:
    started = room / "started"

    def tell(rows: int) -> None:
        if _written(started):
            os.kill(int(started.read_text().split()[0]), signal.SIGKILL)

    with pytest.raises(WorkEnded, match="Nothing came of its work"):
        workers.run(tell, slow, (started,), {})
    assert beside(10**9, silent, sum, (1, 2)) == 3


def test_one_that_died_while_nobody_needed_it_is_not_missed(workers: Workers) -> None:
    own = workers.run(silent, os.getpid, (), {})
    os.kill(own, signal.SIGKILL)
    _until(lambda: _is_gone(own))
    assert workers.run(silent, os.getpid, (), {}) != own


def test_two_work_at_once_and_a_third_waits_and_may_leave(workers: Workers, room: Path) -> None:
    ended, stop = [], threading.Event()

    def tell(rows: int) -> None:
        if stop.is_set():
            raise Stopped

    def run(name: str) -> None:
        with pytest.raises(Stopped):
            workers.run(tell, slow, (room / name,), {})
        ended.append(name)

    both = [threading.Thread(target=run, args=(name,)) for name in ("one", "two")]
    for each in both:
        each.start()
    _until(lambda: _written(room / "one") and _written(room / "two"))

    def leave(rows: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        workers.run(leave, slow, (room / "three",), {})
    assert not (room / "three").exists() and not ended
    stop.set()
    for each in both:
        each.join()
    assert (room / "one").read_text() != (room / "two").read_text()


_SERVER = """
import sys, time
from pathlib import Path
from data.beside.workers import work_beside
from data.progress import silent
from tests.test_beside import deaf
own = work_beside()
own.run(silent, deaf, (Path(sys.argv[1]),), {})
"""


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_none_outlives_a_server_that_is_killed(tmp_path: Path) -> None:
    started, temporary = tmp_path / "started", tmp_path / "temporary"
    temporary.mkdir()
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVER, str(started)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    _until(lambda: _written(started))
    server.kill()
    server.wait()
    for process in map(int, started.read_text().split()):
        _until(lambda process=process: _is_gone(process))
    assert list(temporary.iterdir()) == [], "nor do its files"


def test_none_outlives_the_end_of_its_server(room: Path) -> None:
    own = work_beside()
    process = own.run(silent, os.getpid, (), {})
    own.close()
    _until(lambda: _is_gone(process))
    with pytest.raises(WorkEnded):
        own.run(silent, os.getpid, (), {})


def test_what_is_put_away_is_for_this_user_only_and_holds_columns_as_they_are(
    tmp_path: Path,
) -> None:
    frame = pd.DataFrame({"text": ["a", None, "中"] * 1000, "number": np.arange(3000)})
    put_away(tmp_path / "file", (frame, TRAINING, frame))
    assert (tmp_path / "file").stat().st_mode & 0o077 == 0
    one, kind, other = taken_out(tmp_path / "file")  # type: ignore[misc]
    (tmp_path / "file").unlink()
    pd.testing.assert_frame_equal(one, frame)
    assert kind is TRAINING and one is other
