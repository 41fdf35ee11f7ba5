"""python -m bench.kill_load: kill a program that loads files, at random moments, and look whether
anything was lost.

Each round starts a process that opens the database, loads files and undoes
some, and writes down what it was told is done. It is killed (SIGKILL) after a
random time: while opening and recovering, checking, committing, archiving or
checkpointing; the first round is not killed, and says how long one takes here. Then the database is
opened and must hold all of each upload or nothing of it, everything that was told to be done, and
agree with its archive.
"""

import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType

from bench import Criterion, asked_quick, report
from data.archive.archive import mend
from data.archive.rebuild import check
from data.archive.standing import missing
from data.database.connection import Database
from data.kinds.catalog import NPS
from data.reading.options import Options
from data.uploads.prepare import Prepared, prepare
from data.uploads.store import add, undo

SEED, ROUNDS = 1, 100
ROWS, FILES = 300, 6  # rows a file, files a round
_ADDED, _UNDONE = "added", "undone"


@dataclass
class Tally:
    """What all rounds together saw. `lost` and `broken` name what must not be."""

    rounds: int = 0
    told: int = 0
    stored: int = 0
    mended: int = 0
    lost: int = 0
    broken: int = 0

    def __str__(self) -> str:
        return (
            f"{self.rounds} kills: {self.told} changes told as done, {self.stored} uploads "
            f"stored, {self.mended} put into the archive "
            f"afterwards, {self.lost} lost, {self.broken} rounds with a broken database"
        )


def file_of(seed: int, number: int) -> Prepared:
    """A small file that no other round has, some of whose rows correct those of earlier rounds."""
    chance = random.Random(f"{seed}-{number}")
    lines = [
        f"{chance.randrange(5000)},2026-0{chance.randint(1, 9)}-1{chance.randint(0, 9)} "
        f"10:00,Store {chance.randint(1, 9)},"
        f"{chance.randint(0, 10)}"
        for _ in range(ROWS)
    ]
    rows = dict(line.split(",", 1) for line in lines)
    content = "\n".join(
        ["response_id,date,store,score", *(f"{name},{rest}" for name, rest in rows.items())]
    )
    return prepare(content.encode(), f"{seed}-{number}.csv", NPS, Options())


def load_on(path: Path, notes: Path, seed: int, ready) -> None:
    """The process that is killed: load files and undo one, noting each once it is told as done."""
    files = [file_of(seed, number) for number in range(FILES)]
    handle = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    ready.set()
    database = Database(path)
    mend(database)
    for number, prepared in enumerate(files):
        upload = add(database, prepared).upload
        os.write(handle, f"{_ADDED} {upload}\n".encode())
        if number % 3 == 2:
            undo(database, upload)
            os.write(handle, f"{_UNDONE} {upload}\n".encode())


def process_of(target: Callable[..., object], *args: object) -> BaseProcess:
    """A process to be started, that need not import the data layer anew."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["data.archive.backup", "data.uploads.store"])
    return context.Process(target=target, args=args, daemon=True)


@contextmanager
def no_main() -> Iterator[None]:
    """A new process runs the main module of its parent, which is a page of the dashboard where one
    was tested in the same process before."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _started(path: Path, notes: Path, seed: int) -> BaseProcess:
    """A process that has prepared its files and begins to load them."""
    ready = multiprocessing.get_context("forkserver").Event()
    process = process_of(load_on, path, notes, seed, ready)
    with no_main():
        process.start()
    if not ready.wait(60):
        raise RuntimeError("the process that loads did not start within 60 seconds")
    return process


def whole_round(path: Path, notes: Path, seed: int) -> float:
    """One round that nobody kills: the seconds it takes, without the start."""
    process, begun = _started(path, notes, seed), time.monotonic()
    process.join()
    if process.exitcode:
        raise RuntimeError("a round that was not killed ended with a fault")
    process.close()
    return time.monotonic() - begun


def kill_once(path: Path, notes: Path, seed: int, wait: float) -> None:
    """One round: start, wait until the files are prepared and a little longer, kill."""
    process = _started(path, notes, seed)
    time.sleep(wait)
    process.kill()
    process.join()
    process.close()


def look(path: Path, notes: Path, tally: Tally) -> None:
    """Open what the kill left behind and compare it with what was told."""
    told = (
        {tuple(line.split()) for line in notes.read_text().splitlines()}
        if notes.exists()
        else set()
    )
    with closing(Database(path)) as database:
        lost = {one.upload for one in missing(database)}
        tally.mended += mend(database).count
        tally.broken += not check(database).sound
        with database.read() as reading:
            ledger = dict(reading.rows("SELECT id, undone_at FROM upload"))
    tally.told, tally.stored = len(told), len(ledger)
    gone = {
        number
        for what, number in told
        if int(number) not in ledger or what == _UNDONE and ledger[int(number)] is None
    }
    tally.lost += len(gone) + len(lost)


def run(folder: Path, rounds: int, seed: int) -> Tally:
    """All rounds on one database in `folder`."""
    chance, tally = random.Random(seed), Tally()
    path, notes = folder / "killed.duckdb", folder / "told.txt"
    longest = whole_round(path, notes, seed * 100_000 + rounds)
    for number in range(rounds):
        kill_once(path, notes, seed * 100_000 + number, chance.uniform(0, longest))
        look(path, notes, tally)
        tally.rounds += 1
    return tally


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was seen and the criteria; 1 where one fails."""
    rounds = (
        10
        if asked_quick(
            "Kill a program that loads files, and look whether anything was lost.", arguments
        )
        else ROUNDS
    )
    with tempfile.TemporaryDirectory() as folder:
        tally = run(Path(folder), rounds, SEED)
    print(tally)
    return report(
        [
            Criterion("changes told as done", tally.told, low=rounds, pattern="{:.0f}"),
            Criterion(
                "changes told as done that are not there", tally.lost, high=0, pattern="{:.0f}"
            ),
            Criterion(
                "rounds after which the database is not sound",
                tally.broken,
                high=0,
                pattern="{:.0f}",
            ),
        ]
    )


if __name__ == "__main__":
    from bench import (
        kill_load,
        # the process that is killed is told what to run by the name of a module, which this one has
        # not when it is called
    )

    sys.exit(kill_load.main())
