"""Many sessions at one server, and what they saw."""

import asyncio
import random
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from websockets.exceptions import WebSocketException

from bench.browser import Server
from bench.wire import WireSession

SEED = 1
PAGES = {
    "": "overview",
    "kpi": "KPI page",
}  # by their name in the address; sessions are shared out between them
_BUSY = 4  # sessions that keep a server busy


@dataclass(frozen=True)
class Served:
    """One answered choice: page, seconds, and whether it was the first for its month since the data
    changed."""

    page: str
    seconds: float
    first: bool


@dataclass
class Run:
    """What all sessions saw: answers, errors, the months asked for by page, and the seconds of each
    load that went on meanwhile."""

    served: list[Served] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    asked: set[tuple[str, str]] = field(default_factory=set)
    loads: list[float] = field(default_factory=list)

    def loaded(self, seconds: float) -> None:
        """Note a load: what was answered before it does not help any longer."""
        self.loads.append(seconds)
        self.asked.clear()

    def seconds(self, page: str, first: bool | None = None) -> list[float]:
        """Of the answers of a page; all, or only those that were or were not the first for their
        month."""
        return [
            served.seconds
            for served in self.served
            if served.page == page and first in (None, served.first)
        ]


def percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """Milliseconds that half and 95 % keep within; NaN without any."""
    half, most = 1000 * np.percentile(seconds, (50, 95)) if len(seconds) else (np.nan, np.nan)
    return float(half), float(most)


async def arrive(
    url: str,
    page: str,
    run: Run,
    headers: Mapping[str, str] | None = None,
    trusted: ssl.SSLContext | None = None,
) -> WireSession:
    """A new session that has seen the first page and then the one it stays on."""
    session = WireSession(url, headers or {}, trusted)
    await session.open()
    for name in dict.fromkeys(("", page)):
        run.errors += (await session.visit(name)).errors
    return session


async def stay(
    session: WireSession,
    page: str,
    run: Run,
    seconds: float,
    think: tuple[float, float],
    chance: random.Random,
) -> None:
    """Choose one month after the other for some time, at least once, thinking before each."""
    until, shown = time.monotonic() + seconds, None
    while shown is None or time.monotonic() < until:
        await asyncio.sleep(chance.uniform(*think))
        shown = chance.choice([month for month in session.boxes["Month"][1] if month != shown])
        first = (page, shown) not in run.asked
        run.asked.add((page, shown))
        answer = await session.choose("Month", shown)
        run.served.append(Served(page, answer.seconds, first))
        run.errors += answer.errors


async def _one(
    url: str, page: str, run: Run, seconds: float, think: tuple[float, float], chance: random.Random
) -> None:
    """Come at some moment, stay, go; what breaks is an error of the run."""
    try:
        await asyncio.sleep(chance.uniform(0, think[1]))
        session = await arrive(url, page, run)
        await stay(session, page, run, seconds, think, chance)
        await session.close()
    except (OSError, TimeoutError, KeyError, WebSocketException) as fault:
        run.errors.append(f"{type(fault).__name__}: {fault}")


async def many(
    url: str,
    count: int,
    seconds: float,
    think: tuple[float, float],
    run: Run,
    pages: Sequence[str] = tuple(PAGES),
) -> None:
    """So many sessions at once, shared out among pages; `seconds` and the limits of `think` are
    those of each."""
    await asyncio.gather(
        *(
            _one(url, pages[number % len(pages)], run, seconds, think, random.Random(SEED + number))
            for number in range(count)
        )
    )


async def saturated(server: Server, page: str, seconds: float) -> tuple[float, float]:
    """Sessions that do not think: pages a second, and seconds of processor a page."""
    run, chance = Run(), random.Random(SEED)
    sessions = [await arrive(server.url, page, run) for _ in range(_BUSY)]
    begun, before = time.monotonic(), server.cpu()
    await asyncio.gather(
        *(stay(session, page, run, seconds, (0, 0), chance) for session in sessions)
    )
    rate, cpu = (
        len(run.served) / (time.monotonic() - begun),
        (server.cpu() - before) / len(run.served),
    )
    for session in sessions:
        await session.close()
    return rate, cpu
