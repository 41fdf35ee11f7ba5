"""What the benchmarks of speed share: contestants timed in turn, medians of several rounds, and
which statements took how long."""

import argparse
import gc
import os
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import duckdb

from bench import Criterion
from data.database.connection import Database

WHOLE = "all of it"
ROUNDS = 5  # the fewest that are counted; one before them is not


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, and seconds of processor of this program, its threads and its ended
    children."""

    wall: float = 0.0
    cpu: float = 0.0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.wall + other.wall, self.cpu + other.cpu)

    def __str__(self) -> str:
        return f"{1000 * self.wall:,.0f} ms, {1000 * self.cpu:,.0f} ms CPU"


def cost(work: Callable[[], object]) -> Cost:
    """What it takes to do `work` once."""
    wall, cpu = time.perf_counter(), _cpu()
    work()
    return Cost(time.perf_counter() - wall, _cpu() - cpu)


def _cpu() -> float:
    children = os.times()
    return time.process_time() + children.children_user + children.children_system


def middle(costs: Sequence[Cost]) -> Cost:
    """The medians of several rounds, each figure for itself."""
    return Cost(median(one.wall for one in costs), median(one.cpu for one in costs))


# Gets a contestant ready for a round (by its number) outside the time taken; what it returns is
# timed.
Ready = Callable[[int], Callable[[], object]]


def in_turn(contestants: Mapping[Hashable, Ready], rounds: int) -> dict[Hashable, list[Cost]]:
    """Every contestant once a round, in the same order, so that all meet the same machine; one
    round before them is not counted."""
    found: dict[Hashable, list[Cost]] = {name: [] for name in contestants}
    with _set_apart():
        for number in range(rounds + 1):
            for name, ready in contestants.items():
                work = ready(number)
                gc.collect()  # nobody pays for what another left behind
                spent = cost(work)
                if number > 0:
                    found[name].append(spent)
    return found


@contextmanager
def _set_apart() -> Iterator[None]:
    """Keep the garbage collector from going through what was there before."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def at_most(
    name: str, costs: Sequence[Cost], against: Sequence[Cost], most: float
) -> tuple[Criterion, Criterion]:
    """How many times the median of `against` that of `costs` is: on the clock, and in processor
    time."""
    upper, lower = middle(costs), middle(against)
    return (
        Criterion(f"{name}, on the clock", upper.wall / lower.wall, high=most, pattern="{:.2f}"),
        Criterion(f"{name}, processor", upper.cpu / lower.cpu, high=most, pattern="{:.2f}"),
    )


def size_words(rows: int) -> str:
    """A number of rows in few letters: empty, 100 k, 10 M."""
    if rows == 0:
        return "empty"
    return f"{rows / 1e6:g} M" if rows >= 1_000_000 else f"{rows / 1e3:g} k"


def parser(purpose: str, *more: str) -> argparse.ArgumentParser:
    """The arguments that all benchmarks of speed take, and `more` of those that some do."""
    made = argparse.ArgumentParser(description=purpose)
    made.add_argument("--quick", action="store_true", help="small sizes: a look, not a proof")
    for name in more:
        made.add_argument(name, **_MORE[name])
    return made


_MORE = {
    "--rows": {"type": int, "help": "how many rows instead"},
    "--minutes": {"type": float, "help": "how many minutes instead"},
    "--rounds": {"type": int, "default": ROUNDS, "help": f"rounds counted, {ROUNDS} unless given"},
    "--keep": {
        "type": Path,
        "metavar": "FOLDER",
        "help": "keep the companies made in this folder, and use those that are there",
    },
    "--profile": {"action": "store_true", "help": "print which statements take how long"},
}


@contextmanager
def working_folder(kept: Path | None = None) -> Iterator[Path]:
    """The folder to keep things in, made where it is missing, else one that is removed at the
    end."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


class Fresh:
    """New databases in a folder, one open at a time for each name; `opened` opens them."""

    def __init__(self, folder: Path, opened: Callable[[Path], Database]) -> None:
        self._folder, self._opened, self._made = folder, opened, 0
        self._open: dict[str, Database] = {}

    def __call__(self, name: str) -> Database:
        """An empty database; the earlier one of this name is closed."""
        if name in self._open:
            self._open.pop(name).close()
        self._made += 1
        return self._open.setdefault(
            name, self._opened(self._folder / f"{name}-{self._made}.duckdb")
        )

    def close(self) -> None:
        """Close all of them."""
        for database in self._open.values():
            database.close()


class Statements:
    """Seconds of every statement, by the function that asked for it and how the statement
    begins."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Count the time of a block under a name."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] += time.perf_counter() - start


class _Cursor:
    """A cursor whose statements are timed, fetching included."""

    def __init__(self, cursor, statements: Statements) -> None:
        self._cursor, self._statements, self._latest = cursor, statements, ""

    def execute(self, sql: str | duckdb.Statement, values: Sequence[object] = ()) -> "_Cursor":
        self._latest = f"{_asking()}: {_beginning(sql if isinstance(sql, str) else sql.query)}"
        with self._statements.timed(self._latest):
            self._cursor.execute(sql, list(values))
        return self

    def df(self):
        with self._statements.timed(self._latest):
            return self._cursor.df()

    def fetchall(self):
        with self._statements.timed(self._latest):
            return self._cursor.fetchall()

    def __getattr__(self, name: str):
        return getattr(self._cursor, name)


def _asking() -> str:
    """The nearest function outside the database's own module and the standard library."""
    frame = sys._getframe(2)
    own = (__name__, "data.database.connection", "data.database.engine", "contextlib")
    while frame.f_back is not None and frame.f_globals["__name__"] in own:
        frame = frame.f_back
    return f"{frame.f_globals['__name__']}.{frame.f_code.co_name}"


def _beginning(sql: str) -> str:
    return re.sub(r"\d+", "#", " ".join(sql.split()))[:70]


class WatchedDatabase(Database):
    """A database that notes in `statements` how long each statement takes, and the checkpoint."""

    def __init__(self, path: Path, **more: object):
        self.statements = Statements()
        super().__init__(path, **more)

    @contextmanager
    def _cursor(self) -> Iterator[_Cursor]:
        with super()._cursor() as cursor:
            yield _Cursor(cursor, self.statements)

    def _checkpoint(self) -> None:
        with self.statements.timed("CHECKPOINT"):
            super()._checkpoint()


def print_statements(found: Mapping[str, Mapping[str, float]], most: int = 25) -> None:
    """A table of milliseconds, a column a database and a line a statement; those first that take
    longest in the last.

    What took `WHOLE` without being a statement is the last line.
    """
    *_, last = found.values()
    rest = {name: 2 * seconds[WHOLE] - sum(seconds.values()) for name, seconds in found.items()}
    lines = {
        statement: [seconds.get(statement, 0.0) for seconds in found.values()]
        for statement in sorted(last, key=lambda name: -last[name])
    }
    print("".join(f"{name:>12}" for name in found) + "  ms by statement")
    for statement, row in [
        *list(lines.items())[:most],
        ("outside of statements", list(rest.values())),
    ]:
        print("".join(f"{1000 * seconds:>12,.1f}" for seconds in row) + f"  {statement}")
