"""A large file on the page, by a command and in the inbox goes by way of a process beside the server:
the same is said and stored, and where that process is ended nothing is."""

import json
import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.beside import workers as beside
from data.beside.workers import SMALL, Workers, work_beside
from data.commands.inbox import inbox_of, take_in
from data.progress import Stopped
from data.reading.options import Options
from data.uploads.aside import read_file
from tests.test_upload_page import choose, live_rows, open_page, stored, widget, words
from ui.api.commands import run
from ui.state.job import Job

pytestmark = pytest.mark.usefixtures("steward")

# Few rows, and long ones.
LARGE = "id,date,store,score,comment\n" + "".join(
    f"answer-{number:06},2026-0{1 + number % 9}-1{number % 9} 10:0{number % 6},Store North "
    f"{number % 40},{number % 12},{'a friendly welcome and quick help ' * 3}{number}\n"
    for number in range(1_500)
)
_KEPT = sum(number % 12 <= 10 for number in range(1_500))


@pytest.fixture(scope="module")
def server() -> Iterator[Workers]:
    """The processes of a server."""
    assert len(LARGE) > SMALL
    own = work_beside(("data.uploads.aside", "metrics.handed.kpi_facts"))
    yield own
    own.close()


@pytest.fixture
def done(server, monkeypatch) -> list[str]:
    """What was done beside, by name."""
    names, run_there = [], Workers.run

    def noted(self, tell, work, asked, named):
        names.append(work.__name__)
        return run_there(self, tell, work, asked, named)

    monkeypatch.setattr(Workers, "run", noted)
    return names


@pytest.fixture
def kill(server, monkeypatch) -> Iterator[Callable[[str], None]]:
    """From a call on, what is called so is killed by the system where it is done beside."""
    run_there, work_there, doing = Workers.run, beside._Worker.work, {"now": "", "killed": "-"}

    def run(self, tell, work, asked, named):
        doing["now"] = work.__name__
        return run_there(self, tell, work, asked, named)

    def work(self, folder, tell):
        if doing["now"] == doing["killed"]:
            os.kill(self._process.pid, signal.SIGKILL)
        return work_there(self, folder, tell)

    with monkeypatch.context() as patched:
        patched.setattr(Workers, "run", run)
        patched.setattr(beside._Worker, "work", work)
        yield lambda name: doing.update(killed=name)


def test_the_page_says_and_stores_the_same(pages_file, done, monkeypatch):
    page = choose(open_page(), LARGE)
    assert done == ["_read", "recognise", "read_items", "prepare_sheet"]
    said = words(page)
    with monkeypatch.context() as alone:
        alone.setattr(beside, "_OF_SERVER", [])
        assert words(choose(open_page(), LARGE)) == said
    widget(page.button, "upload_store").click().run()
    assert not page.exception and live_rows() == _KEPT


def test_killed_at_each_step_nothing_is_stored_and_the_next_try_is_whole(pages_file, kill):
    kill("_read")
    page = choose(open_page(), LARGE)
    assert "ended before it was done" in page.error[0].value and stored().empty
    kill("prepare_sheet")
    page.run()
    assert "ended before it was done" in page.error[0].value and stored().empty
    kill("-")
    page.run()
    assert not page.error
    widget(page.button, "upload_store").click().run()
    assert not page.exception and len(stored()) == 1


def test_who_opens_the_page_finds_a_process_ready(pages_file):
    own = work_beside()
    try:
        open_page()
        assert [worker.is_there for worker in own._ready] == [True]
    finally:
        own.close()


def test_a_command_through_the_server_says_and_stores_the_same(pages_file, tmp_path, done):
    (tmp_path / "answers.csv").write_text(LARGE, "utf-8")
    asked = ["load", "nps", "answers.csv", "--json"]
    there = run("data", [*asked, "--dry-run"], str(tmp_path), "someone", "steward")
    assert done == ["_read", "prepare_sheet"]
    own = _without(lambda: run("data", [*asked, "--dry-run"], str(tmp_path), "someone", "steward"))
    assert there == own and there["code"] == 0
    assert json.loads(there["out"])["rows"]["kept"] == _KEPT and stored().empty


def _without(work):
    held, beside._OF_SERVER[:] = list(beside._OF_SERVER), []
    try:
        return work()
    finally:
        beside._OF_SERVER[:] = held


def test_a_command_whose_process_is_killed_stores_nothing(pages_file, tmp_path, kill):
    kill("prepare_sheet")
    (tmp_path / "answers.csv").write_text(LARGE, "utf-8")
    told = run("data", ["load", "nps", "answers.csv"], str(tmp_path), "someone", "steward")
    assert told["code"] == 1 and "ended before it was done" in told["err"] and stored().empty


def test_the_inbox_goes_the_same_way(pages_file, done):
    file = inbox_of(pages_file) / "nps" / "answers.csv"
    file.parent.mkdir(parents=True)
    file.write_text(LARGE, "utf-8")
    os.utime(file, (time.time() - 60,) * 2)

    def load(folder: Path, arguments: list[str]) -> tuple[int, str]:
        told = run("data", arguments, str(folder), "inbox", "")
        return told["code"], told["out"] + told["err"]

    (taken,) = take_in(inbox_of(pages_file), load)
    assert taken.stored and "_read" in done and live_rows() == _KEPT


def test_two_files_at_once_are_both_whole(pages_file, tmp_path, server):
    other = LARGE.replace("answer-", "other-").replace(",2026-0", ",2025-0")
    for name, content in (("one.csv", LARGE), ("two.csv", other)):
        (tmp_path / name).write_text(content, "utf-8")
    jobs = [
        Job(
            lambda job, name=name: run("data", ["load", "nps", name], str(tmp_path), "", "steward"),
            to_the_end=True,
        )
        for name in ("one.csv", "two.csv")
    ]
    for job in jobs:
        job.wait()
        assert job.fault is None and job.result["code"] == 0, job.result
    assert stored().kept.tolist() == [_KEPT, _KEPT] and live_rows() == 2 * _KEPT


def test_what_stops_the_reading_stops_it_there_and_nothing_is_left(server, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def stop(rows: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        read_file(LARGE.encode() * 100, "answers.csv", Options(), stop)
    assert list(tmp_path.iterdir()) == []
