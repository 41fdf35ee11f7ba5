"""python -m bench.clicks [--quick] [--keep FOLDER]: how long a click takes in a browser, beside the
emptiest page and beside pandas.

Every round chooses the month before the one shown, which nobody has asked for,
once at every contestant in turn. The dashboard does not look ahead then: that
would give it a start, and take the processors from the others' turns. What the
same step takes where it has looked ahead is stated apart, of servers of their
own and once their work has ended. The KPI page has a server of its own, so that
nothing it asks for has been answered for the overview before. The peers (bench/peers) show what the overview shows, with
all rows in memory and fewer statistics.
"""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from bench import Criterion, report
from bench.browser import (
    EMPTY_APP,
    Click,
    Visitor,
    chromium,
    python_server,
    streamlit_server,
    visitor,
)
from bench.company import company, copied
from bench.peers import pandas_board
from bench.timing import parser, size_words, working_folder
from data.archive.archive import mend
from data.database.connection import Database
from metrics.catalog import KPIS

SIZES, QUICK_SIZES = (1_000_000, 10_000_000), (100_000,)
EMPTY, KPI, DASH, DASH_PICTURES, PANDAS = (
    "empty page",
    "KPI page",
    "Dash, charts",
    "Dash, pictures",
    "Streamlit, pandas",
)
OVERVIEW = "overview"
_KPI_PATH = "/kpi?kpi=csat&lang=en"
_MOST_OVERVIEW, _MOST_KPI, _MOST_COLD = 4.0, 7.0, 2.5  # times the empty page
_MOST_DASH, _MOST_DASH_LARGE, _MOST_MEMORY_LARGE = (
    1.0,
    0.6,
    0.4,
)  # times Dash; large: from 10 M rows on
_LARGE = 10_000_000
_RESTS = 1.0  # seconds without work after which a server has looked ahead
_IDLE = 0.1  # of a processor, which a server takes that does nothing
_MOST_WORK = 120.0


@contextmanager
def _ours(
    browser: Browser, database: Path, path: str = "/?lang=en", ahead: str = "0"
) -> Iterator[Visitor]:
    """A visitor of the dashboard after a first visit. The archive is brought up to date before, as
    it is in use: what that reads stays in memory. `ahead`: whether it looks ahead."""
    with closing(Database(database)) as opened:
        mend(opened)
    with (
        _dashboard(database, database.parent, ahead) as server,
        visitor(browser, server) as somebody,
    ):
        somebody.visit(path)
        yield somebody


def _dashboard(database: Path, folder: Path, ahead: str = "0"):
    return streamlit_server(
        "app.py", folder, SERVICE_CULTURE_DB=str(database), SERVICE_CULTURE_LOOK_AHEAD=ahead
    )


@contextmanager
def _peer(browser: Browser, name: str, database: Path, folder: Path) -> Iterator[Visitor]:
    settings = {
        "BENCH_DATABASE": str(database),
        "BENCH_SPARKLINES": "pictures" if name == DASH_PICTURES else "charts",
    }
    serving = {
        EMPTY: lambda: streamlit_server(EMPTY_APP, folder),
        PANDAS: lambda: streamlit_server("bench/peers/streamlit_app.py", folder, **settings),
    }
    start = serving.get(name, lambda: python_server("bench.peers.dash_app", folder, **settings))
    with start() as server, visitor(browser, server) as somebody:
        somebody.visit()
        yield somebody


def in_turn(
    visitors: Mapping[str, Visitor],
    rounds: int,
    before: Callable[[Visitor], object] = lambda _: None,
) -> dict[str, list[Click]]:
    """Every visitor chooses the same month, round by round; the first round is not counted.
    `before`: what is waited for before each turn."""
    found: dict[str, list[Click]] = {name: [] for name in visitors}
    for number in range(rounds + 1):
        for name, somebody in visitors.items():
            for each in visitors.values():  # nobody's work takes the processors from this turn
                before(each)
            click = somebody.choose("Month", number + 1)
            if number > 0:
                found[name].append(click)
    return found


def work_over(somebody: Visitor, pause: Callable[[float], object] = time.sleep) -> None:
    """Wait until the server has done nothing for a while, longer than it waits before it looks
    ahead."""
    until, used = time.monotonic() + _MOST_WORK, somebody.server.cpu()
    while time.monotonic() < until:
        pause(_RESTS)
        now = somebody.server.cpu()
        if now - used <= _IDLE * _RESTS:
            return
        used = now
    raise RuntimeError("The server never rests.")


def cold_starts(
    browser: Browser, database: Path, folder: Path, rounds: int
) -> dict[str, list[Click]]:
    """From the start of the server's process to a stable page, in turn; the first round is not
    counted."""
    starts = {
        EMPTY: lambda: streamlit_server(EMPTY_APP, folder),
        OVERVIEW: lambda: _dashboard(database, folder),
    }
    found: dict[str, list[Click]] = {name: [] for name in starts}
    for number in range(rounds + 1):
        for name, start in starts.items():
            click = _cold(browser, start)
            if number > 0:
                found[name].append(click)
    return found


def _cold(browser: Browser, start) -> Click:
    begun = time.time()
    with start() as server, visitor(browser, server) as somebody:
        seen = somebody.visit()
        before = somebody.began() - begun
        return Click(before + seen.stable, before + seen.answered, server.cpu())


def print_clicks(title: str, found: Mapping[str, Sequence[Click]]) -> None:
    """A line a contestant: the medians."""
    print(
        f"\n{title}{'until stable':>{46 - len(title)}}{'answered':>12}{'server CPU':>13}   ms, "
        f"median of {len(next(iter(found.values())))}"
    )
    for name, clicks in found.items():
        stable, answered, cpu = (
            median(getattr(click, part) for click in clicks) * 1000
            for part in ("stable", "answered", "cpu")
        )
        print(f"  {name:<32}{stable:>12,.0f}{answered:>12,.0f}{cpu:>13,.0f}")


def ratio(name: str, ours: Sequence[Click], theirs: Sequence[Click], most: float) -> Criterion:
    """How many times the other's median until stable ours is."""
    return Criterion(
        name,
        median(click.stable for click in ours) / median(click.stable for click in theirs),
        high=most,
        pattern="{:.2f}",
    )


def against_empty(browser: Browser, database: Path, folder: Path, rounds: int) -> list[Criterion]:
    """Overview, KPI page and cold start beside the emptiest page."""
    own, other = copied(database, folder / "overview"), copied(database, folder / "kpi")
    cold = cold_starts(browser, own, folder, rounds)
    print_clicks("cold start", cold)
    with ExitStack() as stack:
        visitors = {
            EMPTY: stack.enter_context(_peer(browser, EMPTY, database, folder)),
            OVERVIEW: stack.enter_context(_ours(browser, own)),
            KPI: stack.enter_context(_ours(browser, other, _KPI_PATH)),
        }
        fresh = in_turn(visitors, rounds)
        print_clicks("a month not asked for before", fresh)
        print_clicks("a month asked for before", in_turn(visitors, rounds))
    with ExitStack() as stack:
        ahead = {
            OVERVIEW: stack.enter_context(_ours(browser, own, ahead="1")),
            KPI: stack.enter_context(_ours(browser, other, _KPI_PATH, ahead="1")),
        }
        print_clicks("a month looked ahead for", in_turn(ahead, rounds, work_over))
    return [
        ratio("overview ÷ empty page", fresh[OVERVIEW], fresh[EMPTY], _MOST_OVERVIEW),
        ratio("KPI page ÷ empty page", fresh[KPI], fresh[EMPTY], _MOST_KPI),
        ratio("cold start, overview ÷ empty page", cold[OVERVIEW], cold[EMPTY], _MOST_COLD),
    ]


def against_peers(
    browser: Browser, database: Path, rows: int, folder: Path, rounds: int
) -> list[Criterion]:
    """The overview beside the same content on pandas; memory after the clicks."""
    large, size = rows >= _LARGE, size_words(rows)
    with ExitStack() as stack:
        visitors = {
            name: stack.enter_context(_peer(browser, name, database, folder))
            for name in (DASH, DASH_PICTURES, PANDAS)
        }
        visitors[OVERVIEW] = stack.enter_context(
            _ours(browser, copied(database, folder / f"peers-{rows}"))
        )
        found = in_turn(visitors, rounds)
        memory = {name: somebody.server.memory() for name, somebody in visitors.items()}
    print_clicks(f"{size} rows", found)
    print(f"  KPIs shown: overview {len(KPIS)}, peers {len(pandas_board.KPIS)}")
    print(
        "  memory of the server, MB: "
        + ", ".join(f"{name} {held:,.0f}" for name, held in memory.items())
    )
    criteria = [
        ratio(
            f"overview ÷ Dash, {size} rows",
            found[OVERVIEW],
            found[DASH],
            _MOST_DASH_LARGE if large else _MOST_DASH,
        )
    ]
    if large:
        times = memory[OVERVIEW] / memory[DASH]
        criteria.append(
            Criterion(
                f"memory, overview ÷ Dash, {size} rows",
                times,
                high=_MOST_MEMORY_LARGE,
                pattern="{:.2f}",
            )
        )
    return criteria


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the medians and the criteria; 1 where one fails."""
    asked = parser(
        "How long a click takes in a browser, beside the emptiest page and beside pandas.",
        "--rounds",
        "--keep",
    )
    asked = asked.parse_args(arguments)
    dashed = find_spec("dash") is not None
    sizes, criteria = QUICK_SIZES if asked.quick else SIZES, []
    with working_folder(asked.keep) as folder, working_folder() as own, chromium() as browser:
        for rows in sizes:
            database = company(folder, rows)
            if rows == sizes[0]:
                criteria += against_empty(browser, database, own, asked.rounds)
            if not dashed:
                break
            criteria += against_peers(browser, database, rows, own, asked.rounds)
    print()
    ended = report(criteria)
    if dashed:
        return ended
    print(
        "Dash is missing, so nothing was measured against it: pip install -r requirements-bench.txt"
    )
    return 2


if __name__ == "__main__":
    sys.exit(main())
