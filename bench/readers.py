"""python -m bench.readers [--quick] [--minutes N] [--keep FOLDER]: one server that stores and one or
two that read, behind the nginx that is shipped.

In turns everybody looks at one reader and at two, with as many sessions, which do not think:
Streamlit's own messages (bench/wire.py), signed in at the door, each visit at the server that nginx
gave it. Meanwhile file after file is loaded at /writer/, whose server is killed and started again in
the middle of each turn; and programs ask for the month that is loaded, whose answers have to be whole
files. Everything shares one machine: what two readers gain is bounded by its processors, and by what
else runs there. So it is told who had the processors: two readers gain where one leaves some idle.
"""

import asyncio
import json
import os
import random
import signal
import ssl
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import astuple, dataclass, field, replace
from datetime import UTC, datetime
from http.client import HTTPException
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from websockets.exceptions import WebSocketException

from bench import Criterion, report
from bench.browser import Server, free_port, streamlit_server
from bench.company import LAST, company, copied, opened
from bench.crowd import PAGES, SEED, Run, arrive, percentiles, stay
from bench.proxy import SIGNED_IN, Door, nginx, served, trusting
from bench.sessions import load_file
from bench.timing import parser, working_folder
from bench.wire import WireSession
from data.access.people import Person, add_people
from data.access.tokens import create_token
from data.roles import ADMINISTRATOR, EXECUTIVE, STEWARD
from metrics.periods import add_months

_AWAY = 5.0  # seconds for which the server that stores is gone
_AWAY_CODE = 502  # what nginx says meanwhile
_SCORE = 50.0  # of every whole file
_WHO = "bench@example.com"  # who looks
_HEADER = "X-Auth-Request-Email"
_BY_DOOR = {"STREAMLIT_SERVER_TRUSTED_USER_HEADERS": f'{{"{_HEADER}": "email"}}'}
_BOSS = "boss@example.com"  # the table of people needs somebody who may change it


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
    """Seconds of processor so far: of the readers, of the server that stores, of nginx, of those who
    click and load (this process, the door among it), of the whole machine, and idle."""

    readers: float
    writer: float
    nginx: float
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
        known = self.readers + self.writer + self.nginx + self.clicking
        return max(0.0, self.all - self.idle - known)


def _processors(front: "Front", writer: "Writer") -> Processors:
    ticks = [int(field) for field in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    return Processors(
        sum(reader.cpu() for reader in front.readers),
        writer.cpu(),
        front.cpu(),
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
    spent: Processors = Processors(0, 0, 0, 0, 0, 0)
    torn: list[str] = field(default_factory=list)
    asked: int = 0

    @property
    def pages(self) -> float:
        """Pages a second."""
        return len(self.run.served) / self.seconds


@dataclass(frozen=True)
class Front:
    """The nginx in front: its folder and address, and the readers behind it."""

    folder: Path
    url: str
    readers: tuple[Server, ...]

    @property
    def trusted(self) -> ssl.SSLContext:
        """What trusts its certificate."""
        return trusting(self.folder)

    def cpu(self) -> float:
        """Seconds of processor used so far."""
        first = int((self.folder / "nginx.pid").read_text())
        others = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return sum(Server("", int(pid)).cpu() for pid in (first, *others))

    def asked(self, path: str, headers: dict[str, str], body: bytes | None = None) -> bytes:
        """What it answers. OSError where that is no answer."""
        request = Request(self.url + path, body, headers)
        with urlopen(request, timeout=120, context=self.trusted) as answer:
            return answer.read()

    async def visit(self, page: str, run: Run) -> WireSession:
        """Somebody who signed in and has opened a page, at the server that nginx gave the visit."""
        signed = f"{SIGNED_IN}={_WHO}"
        first = Request(self.url, headers={"Cookie": signed})
        with urlopen(first, timeout=120, context=self.trusted) as answer:
            visit = SimpleCookie(answer.headers["Set-Cookie"])["visit"].value
        cookies = {"Cookie": f"{signed}; visit={visit}"}
        return await arrive(self.url, page, run, cookies, self.trusted)


class Writer:
    """The server that stores, which can be killed and started again on the same port."""

    def __init__(self, folder: Path, path: Path):
        self.folder, self.port, self._path = folder, free_port(), path
        self._running, self._loaded = ExitStack(), 0
        self._spent = 0.0  # seconds of processor of those that were ended
        self._server: Server | None = None

    def start(self) -> None:
        """Start it."""
        self._server = self._running.enter_context(
            streamlit_server(
                "app.py",
                self.folder,
                self.port,
                base="/writer",
                STREAMLIT_SERVER_BASE_URL_PATH="writer",
                SERVICE_CULTURE_DB=str(self._path),
                SERVICE_CULTURE_PUBLISH=str(self.folder / "states"),
                **_BY_DOOR,
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

    def load(self, front: Front, program: dict[str, str], rows: int, run: Run) -> None:
        """Have a program load one more file; nginx says 502 while the server is away."""
        self._loaded += 1
        file = load_file(self.folder, rows, self._loaded)
        begun, path = time.monotonic(), f"/writer/api/v1/uploads/nps?file={file.name}"
        try:
            try:
                front.asked(path, program, file.read_bytes())
            except HTTPError as fault:
                if fault.code == _AWAY_CODE:
                    raise
                # its rows are much alike those of the files before: they are new
                front.asked(f"{path}&answer=again%3Dnew", program, file.read_bytes())
            run.loaded(time.monotonic() - begun)
        except HTTPError as fault:
            if fault.code != _AWAY_CODE:
                run.errors.append(f"load: {fault.read().decode()}")
        except (OSError, HTTPException):
            pass  # killed meanwhile, or too busy to answer in time: the next file is tried
        file.unlink()


def _look(front: Front, program: dict[str, str], rows: int, half: Half, stop) -> None:
    """Ask for the month that is loaded, again and again, whichever reader nginx asks: its answers are
    those of whole files."""
    month = f"{add_months(LAST, 1):%Y-%m}"
    while not stop.wait(0.5 / len(front.readers)):
        try:
            told = front.asked(f"/api/v1/kpis/net_promoter_score/values?from={month}", program)
        except OSError as fault:
            half.run.errors.append(f"look: {fault}")
            continue
        half.asked += 1
        half.torn += [
            str(row)
            for row in json.loads(told)["rows"]
            if row["n"] and (row["n"] % rows or row["value"] != _SCORE)
        ]


def _load(writer: Writer, front: Front, program: dict[str, str], size: Size, half: Half, stop):
    while not stop.wait(size.pause):
        writer.load(front, program, size.load, half.run)


def _interrupt(writer: Writer, seconds: float) -> None:
    time.sleep(seconds / 2)
    writer.end()
    time.sleep(_AWAY)
    writer.start()


async def _click(session: WireSession, page: str, seconds: float, at: int, run: Run) -> None:
    """Click until the turn is over; a visit that breaks is an error of the run."""
    try:
        await stay(session, page, run, seconds, (0, 0), random.Random(SEED + at))
        await session.close()
    except (OSError, TimeoutError, KeyError, WebSocketException) as fault:
        run.errors.append(f"{type(fault).__name__}: {fault}")


async def _look_around(writer: Writer, front: Front, size: Size, half: Half) -> None:
    pages = [tuple(PAGES)[at % len(PAGES)] for at in range(size.sessions)]
    sessions = [await front.visit(page, half.run) for page in pages]
    begun, before = time.monotonic(), _processors(front, writer)
    await asyncio.gather(
        *(
            _click(session, page, size.seconds, at, half.run)
            for at, (session, page) in enumerate(zip(sessions, pages, strict=True))
        )
    )
    half.seconds += time.monotonic() - begun
    half.spent += _processors(front, writer) - before


def _turn(writer: Writer, front: Front, program: dict[str, str], size: Size, half: Half) -> None:
    stop = threading.Event()
    beside = [
        threading.Thread(target=_look, args=(front, program, size.load, half, stop)),
        threading.Thread(target=_load, args=(writer, front, program, size, half, stop)),
        threading.Thread(target=_interrupt, args=(writer, size.seconds)),
    ]
    for thread in beside:
        thread.start()
    try:
        asyncio.run(_look_around(writer, front, size, half))
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
            ("nginx", half.spent.nginx),
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
        Criterion(f"{title}: files loaded", len(half.run.loads), low=1, pattern="{:.0f}"),
        Criterion(f"{title}: states not whole", len(half.torn), high=0, pattern="{:.0f}"),
    ]


def _let_in(path: Path) -> dict[str, str]:
    """Who looks, and what the program that loads comes with."""
    now = datetime.now(UTC).replace(tzinfo=None)
    people = [Person(_WHO, "Bench", (EXECUTIVE,)), Person(_BOSS, "Boss", (ADMINISTRATOR,))]
    with closing(opened(path)) as database:
        add_people(database, people, now)
        return {"Authorization": f"Bearer {create_token(database, 'bench', [STEWARD], now)}"}


def _fronts(
    running: ExitStack, folder: Path, readers: Sequence[Server], writer: Writer
) -> Iterator[Front]:
    """An nginx before the first reader, and one before both."""
    door = running.enter_context(served(Door))
    for behind in (readers[:1], readers):
        place = folder / f"nginx-{len(behind)}"
        place.mkdir()
        ports = [int(reader.url.rpartition(":")[2]) for reader in behind]
        port = running.enter_context(nginx(place, door, ports, writer.port))
        yield Front(place, f"https://localhost:{port}", tuple(behind))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print pages a second and percentiles of one and of two readers; 1 where a criterion
    fails."""
    takes = parser("One server that stores, one or two that read.", "--keep", "--minutes")
    asked = takes.parse_args(arguments)
    size = QUICK if asked.quick else FULL
    if asked.minutes:
        size = replace(size, seconds=60 * asked.minutes / (2 * TURNS))
    with working_folder(asked.keep) as folder, working_folder() as own, ExitStack() as running:
        path = copied(company(folder, size.rows), own)
        program = _let_in(path)
        writer = Writer(own, path)
        running.callback(writer.end)
        writer.start()
        _soon_published(own / "states")
        follow = {"SERVICE_CULTURE_FOLLOW": str(own / "states")} | _BY_DOOR
        readers = [
            running.enter_context(streamlit_server("app.py", own, **follow)) for _ in range(2)
        ]
        for reader in readers:
            asyncio.run(_warmed(reader))
        fronts = tuple(_fronts(running, own, readers, writer))
        halves, first = (Half(), Half()), Run()
        writer.load(fronts[0], program, size.load, first)  # nor what is for the first file
        halves[0].run.errors += first.errors
        for _ in range(TURNS):
            for front, half in zip(fronts, halves, strict=True):
                _turn(writer, front, program, size, half)
        if any(half.run.errors for half in halves):
            _say_logs(own)
    one, two = halves
    criteria = [*_say("one reader", one), *_say("two readers", two)]
    print(f"  two readers draw {two.pages / one.pages:.2f} times as many pages as one")
    return report(criteria)


def _say_logs(folder: Path) -> None:
    """What servers reported, where something went wrong."""
    for log in sorted(folder.glob("server-*.log")):
        said = [line for line in log.read_text("utf-8", "replace").splitlines() if "Error" in line]
        for line in said[-3:]:
            print(f"    {log.name}: {line}")


def _soon_published(folder: Path) -> None:
    end = time.monotonic() + 120
    while not (folder / "current.json").exists():
        if time.monotonic() > end:
            raise RuntimeError("no state was published")
        time.sleep(0.1)


async def _warmed(reader: Server) -> None:
    """What is imported for the first page is not counted."""
    session = await arrive(reader.url, "kpi", Run(), {_HEADER: _WHO})
    await session.close()


if __name__ == "__main__":
    sys.exit(main())
