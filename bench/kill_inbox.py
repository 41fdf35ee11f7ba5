"""python -m bench.kill_inbox: kill a program that takes in the inbox, at random moments, and look
whether every file was stored once.

Each round drops files and starts what `python -m data inbox` does, which is killed (SIGKILL) after a
random time: while opening, reading, storing, writing the result or moving the file. It starts from a
process that has the program imported already, since a kill while Python is still importing shows
nothing. At the end the inbox is taken in once more without a kill; then each file has to be stored
exactly once, with all its rows, and to lie in the folder of the stored ones, as it was dropped.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bench import Criterion, asked_quick, report
from data.archive.rebuild import check
from data.commands.inbox import STORED, inbox_of, waiting
from data.database.connection import Database

SEED, KILLS = 1, 100
FILES, ROWS = 3, 40  # files that are dropped for a round; rows of each
_LONGEST = 900.0  # seconds that taking in what is left may take
_PROCESSES = get_context("forkserver")
_PROCESSES.set_forkserver_preload(["data.__main__"])


@dataclass
class Tally:
    """What all rounds together saw."""

    kills: int = 0
    dropped: int = 0
    twice: int = 0
    never: int = 0
    lying_about: int = 0
    broken: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.dropped} files dropped: {self.twice} stored twice, "
            f"{self.never} never, {self.lying_about} not where they belong, {self.broken} checks of "
            f"the database that failed"
        )


def _content(number: int) -> str:
    """A file of a day of its own, so that it has nothing to do with the others."""
    day = f"{2000 + number // 336}-{1 + number // 28 % 12:02d}-{1 + number % 28:02d}"
    rows = [f"{number}-{row},{day} 10:{row:02d},{row % 11}" for row in range(ROWS)]
    return "\n".join(["response_id,date,score", *rows]) + "\n"


def _drop(inbox: Path, number: int) -> None:
    file = inbox / "nps" / f"{number}.csv"
    file.write_text(_content(number), "utf-8")
    os.utime(file, (time.time() - 60, time.time() - 60))  # it no longer grows


def _take_in(database: Path) -> None:
    """In a process of its own."""
    from data.__main__ import main as command

    silence = os.open(os.devnull, os.O_WRONLY)
    for output in (1, 2):
        os.dup2(silence, output)
    os.environ["SERVICE_CULTURE_DB"] = str(database)
    command(["inbox"])


def _inbox(database: Path) -> ForkServerProcess:
    started = _PROCESSES.Process(target=_take_in, args=(database,))
    started.start()
    return started


def run(folder: Path, kills: int = KILLS, seed: int = SEED) -> Tally:
    """All rounds on a database of their own in a folder."""
    chance, tally = random.Random(seed), Tally()
    database = folder / "inbox.duckdb"
    inbox = inbox_of(database)
    (inbox / "nps").mkdir(parents=True)
    _inbox(database).join(_LONGEST)  # makes the database
    usual = 0.0
    while tally.kills < kills:
        while len(list((inbox / "nps").glob("*.csv"))) < FILES:
            _drop(inbox, tally.dropped)
            tally.dropped += 1
        begun, process = time.monotonic(), _inbox(database)
        process.join(chance.uniform(0, usual) if usual else _LONGEST)
        if process.is_alive():
            process.kill()
            process.join()
            tally.kills += 1
        else:  # the longest yet, so that every moment of it can be the one
            usual = max(usual, time.monotonic() - begun)
    _inbox(database).join(_LONGEST)
    return _looked_at(database, inbox, tally)


def _looked_at(database: Path, inbox: Path, tally: Tally) -> Tally:
    with closing(Database(database)) as opened:
        with opened.read(limited=False) as reading:
            stored = dict(
                reading.rows(
                    "SELECT file, count(*) FROM upload WHERE undone_at IS NULL GROUP BY ALL"
                )
            )
            rows = dict(
                reading.rows(
                    "SELECT file, count(*) FROM live_nps n JOIN upload u ON u.id = n.upload "
                    "GROUP BY ALL"
                )
            )
        tally.broken = int(not check(opened).sound)
    for number in range(tally.dropped):
        name = f"{number}.csv"
        tally.twice += stored.get(name, 0) > 1 or rows.get(name, 0) > ROWS
        tally.never += rows.get(name, 0) < ROWS
        file = inbox / "nps" / STORED / name
        tally.lying_about += not file.exists() or file.read_text("utf-8") != _content(number)
    tally.lying_about += len(waiting(inbox)) + len(list((inbox / "nps").glob("*.csv")))
    return tally


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; 0 where nothing was stored twice and nothing never."""
    quick = asked_quick("Kill a program that takes in the inbox.", arguments)
    with tempfile.TemporaryDirectory() as folder:
        tally = run(Path(folder), 5 if quick else KILLS)
    print(tally)
    faults = {
        "files stored twice": tally.twice,
        "files never stored": tally.never,
        "files not where they belong": tally.lying_about,
        "checks of the database that failed": tally.broken,
    }
    return report(
        Criterion(name, count, high=0, pattern="{:.0f}") for name, count in faults.items()
    )


if __name__ == "__main__":
    sys.exit(main())
