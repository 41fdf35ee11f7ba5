"""python -m bench.readers [--quick] [--keep FOLDER]: one server that stores and one or two that read.

In turns everybody looks at one reader and at two, with as many sessions, which do not think:
Streamlit's own messages (bench/wire.py) to the readers themselves. Meanwhile file after file is
loaded through the server that stores, which is killed and started again in the middle of each turn;
and somebody asks each reader for the month that is loaded, whose answers have to be whole files.
Everything shares one machine: what two readers gain is bounded by its processors, and by what else
runs there. So it is told who had the processors: two readers gain where one leaves some of them idle.
"""

import asyncio
import json
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import astuple, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from bench import Criterion, report
from bench.browser import Server, free_port, streamlit_server
from bench.company import LAST, company, copied, opened
from bench.crowd import PAGES, SEED, Run, arrive, percentiles, stay
from bench.sessions import load_file
from bench.timing import parser, working_folder
from data.access.tokens import create_token
from metrics.periods import add_months

_AWAY = 5.0  # seconds for which the server that stores is gone
_SCORE = 50.0  # of every whole file


@dataclass(frozen=True)
class Size:
    """Survey rows of the company, rows of a loaded file, sessions, seconds of each turn, seconds
    between two loads."""

    rows: int
    load: int
    sessions: int
    seconds: float
    pause: float


FULL = Size(1_000_000, 10_000, 8, 150, 10)
QUICK = Size(20_000, 1_000, 4, 30, 5)
TURNS = 2  # of one reader and of two
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Processors:
    """Seconds of processor so far: of the readers, of the server that stores, of those who click and
    load (this process), of the whole machine, and idle."""

    readers: float
    writer: float
    clicking: float
    all: float
    idle: float

    def __sub__(self, before: "Processors") -> "Processors":
        return Processors(
            *(now - then for now, then in zip(*map(astuple, (self, before)), strict=True))
        )

    def __add__(self, more: "Processors") -> "Processors":
        return Processors(*map(sum, zip(*map(astuple, (self, more)), strict=True)))

    @property
    def others(self) -> float:
        """Of whatever else runs on the machine."""
        return max(0.0, self.all - self.idle - self.readers - self.writer - self.clicking)


def _processors(readers: Sequence[Server], writer: "Writer") -> Processors:
    ticks = [int(field) for field in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    return Processors(
        sum(reader.cpu() for reader in readers),
        writer.cpu(),
        time.process_time(),
        sum(ticks) / _TICKS,
        (ticks[3] + ticks[4]) / _TICKS,  # idle, and idle while the disk is waited for
    )


@dataclass
class Half:
    """What came of the turns of one reader, or of two: of the sessions, of the loads, and what was
    not of one state; `spent`: whose the processors were."""

    run: Run = field(default_factory=Run)
    seconds: float = 0.0
    spent: Processors = Processors(0, 0, 0, 0, 0)
    torn: list[str] = field(default_factory=list)
    asked: int = 0

    @property
    def pages(self) -> float:
        """Pages a second."""
        return len(self.run.served) / self.seconds


class Writer:
    """The server that stores, which can be killed and started again on the same port."""

    def __init__(self, folder: Path, path: Path, secret: str):
        self.folder, self._path, self._secret = folder, path, secret
        self._port, self._running, self._loaded = free_port(), ExitStack(), 0
        self._spent = 0.0  # seconds of processor of those that were ended
        self._server: Server | None = None

    def start(self) -> None:
        """Start it."""
        self._server = self._running.enter_context(
            streamlit_server(
                "app.py",
                self.folder,
                self._port,
                SERVICE_CULTURE_DB=str(self._path),
                SERVICE_CULTURE_PUBLISH=str(self.folder / "states"),
            )
        )

    def end(self) -> None:
        """End it as a crash would, in the middle of whatever it does."""
        if self._server is None:
            return
        ended, self._server = self._server, None
        self._spent += ended.cpu()
        os.kill(ended.pid, signal.SIGKILL)
        self._running.close()

    def cpu(self) -> float:
        """Seconds of processor used so far, by those that were ended as well."""
        running = self._server
        return self._spent + (0.0 if running is None else running.cpu())

    def load(self, rows: int, run: Run) -> None:
        """Load one more file; refused while the server is away."""
        self._loaded += 1
        file = load_file(self.folder, rows, self._loaded)
        begun = time.monotonic()
        address = f"http://127.0.0.1:{self._port}/api/v1/uploads/nps?file={file.name}"
        try:
            try:
                _asked(address, self._secret, file.read_bytes())
            except HTTPError:  # its rows are much alike those of the files before: they are new
                _asked(f"{address}&answer=again%3Dnew", self._secret, file.read_bytes())
            run.loaded(time.monotonic() - begun)
        except HTTPError as fault:
            run.errors.append(f"load: {fault.read().decode()}")
        except OSError:
            pass  # the server is away, and takes the next one
        file.unlink()


def _asked(address: str, secret: str, body: bytes | None = None) -> dict:
    asked = Request(address, body, {"Authorization": f"Bearer {secret}"})
    with urlopen(asked, timeout=120) as answer:
        return json.load(answer)


def _look(readers: Sequence[Server], secret: str, rows: int, half: Half, stop) -> None:
    """Ask for the month that is loaded, again and again: its answers are those of whole files."""
    month = f"{add_months(LAST, 1):%Y-%m}"
    while not stop.wait(0.5):
        for reader in readers:
            try:
                told = _asked(
                    f"{reader.url}/api/v1/kpis/net_promoter_score/values?from={month}", secret
                )
            except OSError as fault:
                half.torn.append(str(fault))
                continue
            half.asked += 1
            half.torn += [
                str(row)
                for row in told["rows"]
                if row["n"] and (row["n"] % rows or row["value"] != _SCORE)
            ]


def _load(writer: Writer, size: Size, half: Half, stop: threading.Event) -> None:
    while not stop.wait(size.pause):
        writer.load(size.load, half.run)


def _interrupt(writer: Writer, seconds: float) -> None:
    time.sleep(seconds / 2)
    writer.end()
    time.sleep(_AWAY)
    writer.start()


async def _look_around(writer: Writer, readers: Sequence[Server], size: Size, half: Half) -> None:
    pages = tuple(PAGES)
    sessions = [
        await arrive(readers[at % len(readers)].url, pages[at // len(readers) % 2], half.run)
        for at in range(size.sessions)
    ]
    begun, before = time.monotonic(), _processors(readers, writer)
    await asyncio.gather(
        *(
            stay(
                session,
                pages[at // len(readers) % 2],
                half.run,
                size.seconds,
                (0, 0),
                random.Random(SEED + at),
            )
            for at, session in enumerate(sessions)
        )
    )
    half.seconds += time.monotonic() - begun
    half.spent += _processors(readers, writer) - before
    for session in sessions:
        await session.close()


def _turn(writer: Writer, readers: Sequence[Server], secret: str, size: Size, half: Half) -> None:
    stop = threading.Event()
    beside = [
        threading.Thread(target=_look, args=(readers, secret, size.load, half, stop)),
        threading.Thread(target=_load, args=(writer, size, half, stop)),
        threading.Thread(target=_interrupt, args=(writer, size.seconds)),
    ]
    for thread in beside:
        thread.start()
    try:
        asyncio.run(_look_around(writer, readers, size, half))
    finally:
        stop.set()
        for thread in beside:
            thread.join()


def _say(title: str, half: Half) -> list[Criterion]:
    every = [one.seconds for one in half.run.served]
    middle, most = percentiles(every)
    print(
        f"  {title}: {half.pages:.2f} pages a second, half within {middle:.0f} ms, 95% within "
        f"{most:.0f} ms; {half.spent.readers / len(every):.2f} s of processor a page; "
        f"{len(half.run.loads)} files loaded, {half.asked} looks at the month"
    )
    had = [
        f"{name} {spent / half.seconds:.2f}"
        for name, spent in (
            ("readers", half.spent.readers),
            ("the server that stores", half.spent.writer),
            ("those who click and load", half.spent.clicking),
            ("others", half.spent.others),
            ("idle", half.spent.idle),
        )
    ]
    print(f"    of {os.cpu_count()} processors: {', '.join(had)}")
    for fault in sorted({*half.run.errors, *half.torn})[:5]:
        print(f"    {fault}")
    return [
        Criterion(f"{title}: errors", len(half.run.errors), high=0, pattern="{:.0f}"),
        Criterion(f"{title}: states not whole", len(half.torn), high=0, pattern="{:.0f}"),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print pages a second and percentiles of one and of two readers; 1 where a criterion
    fails."""
    asked = parser("One server that stores, one or two that read.", "--keep").parse_args(arguments)
    size = QUICK if asked.quick else FULL
    with working_folder(asked.keep) as folder, working_folder() as own, ExitStack() as running:
        path = copied(company(folder, size.rows), own)
        database = opened(path)
        secret = create_token(
            database, "bench", ["steward"], datetime.now(UTC).replace(tzinfo=None)
        )
        database.close()
        writer = Writer(own, path, secret)
        running.callback(writer.end)
        writer.start()
        _soon_published(own / "states")
        settings = {"SERVICE_CULTURE_FOLLOW": str(own / "states")}
        readers = [
            running.enter_context(streamlit_server("app.py", own, **settings)) for _ in range(2)
        ]
        for reader in readers:
            asyncio.run(_arrived(reader))
        one, two = Half(), Half()
        for _ in range(TURNS):
            _turn(writer, readers[:1], secret, size, one)
            _turn(writer, readers, secret, size, two)
        criteria = [*_say("one reader", one), *_say("two readers", two)]
        print(f"  two readers draw {two.pages / one.pages:.2f} times as many pages as one")
    return report(criteria)


def _soon_published(folder: Path) -> None:
    end = time.monotonic() + 120
    while not (folder / "current.json").exists():
        if time.monotonic() > end:
            raise RuntimeError("no state was published")
        time.sleep(0.1)


async def _arrived(reader: Server) -> None:
    """What is imported for the first page is not counted."""
    session = await arrive(reader.url, "kpi", Run())
    await session.close()


if __name__ == "__main__":
    sys.exit(main())
