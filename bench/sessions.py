"""python -m bench.sessions [--quick] [--keep FOLDER] [--beside-loads] [--sessions N …]: many people at
once, also while a large file is loaded.

`--beside-loads` measures nothing but what loads cost the sessions, a minute without and a minute with
them: some six minutes, once the company is kept. Half of the sessions are on the overview and half on a KPI, all of the whole
company. Each thinks for some seconds, then chooses another month. A session
speaks Streamlit's own messages (bench/wire.py), so what is measured is from
the choice to the end of the script; drawing is left to bench/clicks.py. The
load goes through the upload page in a browser, file after file, into the same
server.
"""

import argparse
import asyncio
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Error as PlaywrightError, Page

from bench import Criterion, report
from bench.browser import EMPTY_APP, Server, chromium, streamlit_server, visitor
from bench.company import LAST, STORES, company, copied
from bench.crowd import PAGES, Run, arrive, many, percentiles, saturated
from bench.timing import parser, working_folder
from bench.wire import WireSession
from data.beside.standing_back import stand_back
from metrics.periods import add_months

SPREAD = 1.5  # times the median, the most that 95 % may take
# times what it is without loads, the most that half and 95 % may take beside them; of so many sessions
# and more
BESIDE_LOADS = {0: 2.0, 21: 3.0}
_LAG = "30"  # as a server with many visitors and frequent loads is set
_MINUTE = 60
_NUMBERS = iter(range(1, 720))  # of the files that are loaded
_READY = 14  # files made before a run: more than are loaded in it
_LOAD_PATIENCE = 120_000  # milliseconds for one step of a load


@dataclass(frozen=True)
class Size:
    """How large a measurement is: survey rows, rows of a loaded file, sessions of each run, its
    seconds, the limits of the time to think, and how long to wait for closed sessions to be let go
    (Streamlit keeps them for 120 seconds)."""

    rows: int
    load: int
    sessions: tuple[int, ...]
    seconds: float
    think: tuple[float, float]
    expiry: float


FULL = Size(1_000_000, 300_000, (20, 50), 120, (5, 15), 130)
QUICK = Size(20_000, 20_000, (6,), 20, (1, 3), 1)


def load_on(server: Server, files: Iterable[Path], stop: threading.Event, run: Run) -> None:
    """Upload one file after the other through the page until told to stop; a load that fails is an
    error of the run. Whoever loads has a computer of their own: here their browser lets the rest go
    first."""
    stand_back()
    with chromium() as browser, visitor(browser, server) as somebody:
        somebody.page.set_default_timeout(_LOAD_PATIENCE)
        try:
            for file in files:
                if stop.is_set():
                    break
                begun = time.monotonic()
                run.errors += _load(somebody.page, server.url, file)
                run.loaded(time.monotonic() - begun)
        except PlaywrightError as fault:
            there = " ".join(somebody.page.locator("body").inner_text().split())
            run.errors.append(f"load: {fault.message.splitlines()[0]} The page says: {there}")


def _load(page: Page, url: str, file: Path) -> list[str]:
    """Upload and store a file; what the page says went wrong."""
    page.goto(f"{url}/upload?lang=en")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Store").filter(visible=True).first.click()
    failed = page.get_by_test_id("stAlertContentError")
    page.get_by_test_id("stAlertContentSuccess").or_(failed).first.wait_for()
    return [f"load: {words}" for words in failed.all_inner_texts()]


def load_file(folder: Path, rows: int, number: int) -> Path:
    """Recommendation answers of the month after the last, which no file of another number holds."""
    path, month = folder / f"load-{number}.csv", add_months(LAST, 1)
    # No sixty numbers share a second of the minute: else it is asked whether the rows are those of a
    # file before, at the same times or all moved by a quarter of an hour.
    at = f"{8 + number // 60 % 12:02}:{7 * number % 60:02}:{number % 60:02}"
    lines = (
        f"L{number}-{row},{month:%Y-%m}-{1 + row % 28:02} {at},Store "
        f"{1 + row % STORES:02},{9 if row % 4 else 3}\n"
        for row in range(rows)
    )
    path.write_text("response_id,date,store,score\n" + "".join(lines), encoding="utf-8")
    return path


def undisturbed(url: str, count: int, size: Size, pages: Sequence[str] = tuple(PAGES)) -> Run:
    """So many sessions at once."""
    run = Run()
    asyncio.run(many(url, count, size.seconds, size.think, run, pages))
    return run


def say_empty(size: Size, folder: Path) -> None:
    """Print what as many sessions see of a Streamlit page with one select box and nothing else."""
    with streamlit_server(EMPTY_APP, folder) as server:
        for count in size.sessions:
            half, most = percentiles(undisturbed(server.url, count, size, ("",)).seconds(""))
            print(
                f"  {count} sessions, an empty Streamlit page: half within {half:.0f} ms, 95% "
                f"within {most:.0f} ms: {most / half:.2f}"
            )


def while_loading(server: Server, count: int, size: Size, folder: Path) -> Run:
    """So many sessions while files are loaded into the same server, none of them twice. The first
    ones are made before, so as not to be measured."""
    run, stop = Run(), threading.Event()
    numbers = map(partial(load_file, folder, size.load), _NUMBERS)
    files = chain([next(numbers) for _ in range(_READY)], numbers)
    loading = threading.Thread(target=load_on, args=(server, files, stop, run))
    loading.start()
    try:
        asyncio.run(many(server.url, count, size.seconds, size.think, run))
    finally:
        stop.set()
        loading.join()
    return run


def percentiles_told(title: str, run: Run) -> list[Criterion]:
    """Print the percentiles of a run; its criteria."""
    found = []
    for page, name in PAGES.items():
        half, most = percentiles(run.seconds(page))
        print(
            f"  {title}, {name}: {len(run.seconds(page))} choices, half within {half:.0f} ms, 95% "
            f"within {most:.0f} ms "
            f"(of months asked for before {_both(run.seconds(page, False))}, of new ones "
            f"{_both(run.seconds(page, True))})"
        )
        found.append(
            Criterion(f"{title}, {name}: 95% ÷ 50%", most / half, high=SPREAD, pattern="{:.2f}")
        )
    if run.loads:
        print(
            "    seconds from choosing a file to stored: "
            f"{', '.join(f'{seconds:.0f}' for seconds in run.loads)}"
        )
    for error in sorted(set(run.errors))[:5]:
        print(f"    error: {error}")
    return [*found, Criterion(f"{title}: errors", len(run.errors), high=0, pattern="{:.0f}")]


def what_loads_cost(count: int, calm: Run, loaded: Run) -> list[Criterion]:
    """How much longer choices take while files are loaded: of all pages, in the same run."""
    most = BESIDE_LOADS[max(least for least in BESIDE_LOADS if least <= count)]
    both = [percentiles([one.seconds for one in run.served]) for run in (calm, loaded)]
    return [
        Criterion(
            f"{count} sessions, {share} with loads ÷ without",
            with_loads / without,
            high=most,
            pattern="{:.2f}",
        )
        for share, without, with_loads in zip(("50%", "95%"), *both, strict=True)
    ]


def _both(seconds: Sequence[float]) -> str:
    return " and ".join(f"{part:.0f}" for part in percentiles(seconds)) if seconds else "none"


async def held(server: Server, count: int, expiry: float) -> None:
    """Print what sessions hold in memory while they are connected, and what is let go
    afterwards."""
    before = server.memory()
    sessions = [await arrive(server.url, "kpi", Run()) for _ in range(count)]
    _say_held(f"{count} sessions that have seen both pages", server, before, count)
    for session in sessions:
        await session.close()
    await asyncio.sleep(1)
    _say_held("just closed", server, before, count)
    await asyncio.sleep(expiry)
    # Streamlit drops what has expired when it next puts a closed session away.
    last = WireSession(server.url)
    await last.open()
    await last.close()
    await asyncio.sleep(1)
    _say_held(f"{expiry:.0f} s later", server, before, count)


def _say_held(when: str, server: Server, before: float, count: int) -> None:
    with urlopen(f"{server.url}/_stcore/metrics") as answer:
        lines = answer.read().decode().splitlines()
    connected, states = (
        sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(start))
        for start in ("active_sessions", 'cache_memory_bytes{cache_type="st_session_state"')
    )
    print(
        f"  {when}: {(server.memory() - before) / count:+.1f} MB a session; {connected:.0f} "
        f"connected, their states {states:,.0f} bytes"
    )


async def first_visit(url: str) -> None:
    """Bring the archive up to date, which is not to be counted."""
    session = await arrive(url, "", Run())
    await session.close()


def beside_loads(server: Server, size: Size, folder: Path) -> list[Criterion]:
    """What loads cost so many sessions, each number without them first."""
    criteria = []
    for count in size.sessions:
        calm = undisturbed(server.url, count, size)
        percentiles_told(f"{count} sessions", calm)
        loaded = while_loading(server, count, size, folder)
        percentiles_told(f"{count} sessions and loads of {size.load:,} rows", loaded)
        criteria += what_loads_cost(count, calm, loaded)
        errors = len(calm.errors) + len(loaded.errors)
        criteria.append(Criterion(f"{count} sessions: errors", errors, high=0, pattern="{:.0f}"))
    return criteria


def all_of_it(server: Server, size: Size, folder: Path) -> list[Criterion]:
    """Sessions alone and beside loads, a busy server, memory."""
    criteria = []
    for count in size.sessions:
        calm, loaded = (
            undisturbed(server.url, count, size),
            while_loading(server, count, size, folder),
        )
        criteria += percentiles_told(f"{count} sessions", calm)
        criteria += percentiles_told(f"{count} sessions and loads of {size.load:,} rows", loaded)
        criteria += what_loads_cost(count, calm, loaded)
    for page, name in PAGES.items():
        rate, cpu = asyncio.run(saturated(server, page, size.seconds / 4))
        print(
            f"  saturated, {name}: {rate:.1f} pages a second, {1000 * cpu:.0f} ms of "
            "processor a page"
        )
    asyncio.run(held(server, max(size.sessions), size.expiry))
    return criteria


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what the sessions saw and the criteria; 1 where one fails."""
    asked = _parser().parse_args(arguments)
    size = QUICK if asked.quick else FULL
    size = replace(size, sessions=tuple(asked.sessions or size.sessions))
    with working_folder(asked.keep) as folder, working_folder() as own:
        if not asked.beside_loads:
            say_empty(size, own)
        database = copied(company(folder, size.rows), own)
        settings = {"SERVICE_CULTURE_DB": str(database), "SERVICE_CULTURE_LAG": _LAG}
        with streamlit_server("app.py", own, **settings) as server:
            asyncio.run(first_visit(server.url))
            if asked.beside_loads:
                short = replace(size, seconds=min(size.seconds, _MINUTE))
                criteria = beside_loads(server, short, own)
            else:
                criteria = all_of_it(server, size, own)
    print()
    return report(criteria)


def _parser() -> argparse.ArgumentParser:
    made = parser("Many people at once, also while a large file is loaded.", "--keep")
    made.add_argument(
        "--beside-loads",
        action="store_true",
        help="only what loads cost the sessions: a minute without and a minute with them",
    )
    made.add_argument(
        "--sessions",
        type=int,
        nargs="+",
        metavar="N",
        help="how many at once, instead of 20 and 50",
    )
    return made


if __name__ == "__main__":
    sys.exit(main())
