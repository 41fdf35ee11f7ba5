"""One server that stores and two that read what it publishes, behind the nginx that is shipped: real
processes, loads while others read, and servers that are killed and come back."""

import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from http.client import HTTPSConnection
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from bench.browser import free_port, streamlit_server
from data.access.tokens import create_token
from tests.proxied import Door, nginx, served, trusting

pytestmark = pytest.mark.skipif(os.name != "posix", reason="states are published on POSIX")
_PATIENCE = 60  # seconds that a busy machine may take
VALUES = "/api/v1/kpis/net_promoter_score/values"


def answers(month: int) -> bytes:
    """As many promoters as detractors, ten times the month of each: a state that is whole has a
    score of 0 in every month, and all months up to its last."""
    rows = [f"{month}-{at},2026-{month:02}-05,A,{9 if at % 2 else 3}" for at in range(20 * month)]
    return "\n".join(["response_id,date,store,score", *rows, ""]).encode()


def torn(told: dict) -> str:
    """What is not of one state; "" where all is."""
    found = {row["period"][:7]: row for row in told["rows"] if row["n"]}
    wanted = {f"2026-{month:02}": 20 * month for month in range(1, len(found) + 1)}
    if {period: row["n"] for period, row in found.items()} != wanted:
        return f"answers by month: {found}"
    return "" if all(row["value"] == 0 for row in found.values()) else f"scores: {found}"


def months_in(told: dict) -> int:
    return sum(bool(row["n"]) for row in told["rows"])


class Servers:
    """The three of them, started and killed one by one."""

    def __init__(self, folder: Path, database: Path):
        self._folder, self._states = folder, folder / "states"
        self._database = database
        self.ports = {name: free_port() for name in ("writer", "one", "two")}
        self._running: dict[str, ExitStack] = {}
        self._pids: dict[str, int] = {}

    def start(self, name: str) -> None:
        """Start it, on the port that it always has."""
        setting = (
            {
                "SERVICE_CULTURE_DB": str(self._database),
                "SERVICE_CULTURE_PUBLISH": str(self._states),
                "STREAMLIT_SERVER_BASE_URL_PATH": "writer",
            }
            if name == "writer"
            else {
                "SERVICE_CULTURE_FOLLOW": str(self._states),
                "SERVICE_CULTURE_WRITER": "/writer/",
            }
        )
        self._running[name] = ExitStack()
        server = self._running[name].enter_context(
            streamlit_server(
                "app.py",
                self._folder,
                self.ports[name],
                base="/writer" if name == "writer" else "",
                **setting,
            )
        )
        self._pids[name] = server.pid

    def kill(self, name: str) -> None:
        """End it as a crash would."""
        os.kill(self._pids[name], signal.SIGKILL)
        self._running.pop(name).close()

    def close(self) -> None:
        """End all that run."""
        for running in self._running.values():
            running.close()


@contextmanager
def asking(ask: Callable[[str], dict]) -> Iterator[list[str]]:
    """Somebody who asks again and again; what went wrong."""
    wrong, stop, asked = [], threading.Event(), []

    def again() -> None:
        while not stop.is_set():
            try:
                wrong.extend(filter(None, [torn(ask(VALUES))]))
            except Exception as fault:  # noqa: BLE001  nothing may go wrong
                wrong.append(f"{type(fault).__name__}: {fault}")
            asked.append(1)
            stop.wait(0.2)

    readers = [threading.Thread(target=again) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        yield wrong
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert len(asked) > 10


@pytest.fixture
def company(tmp_path, database):
    """The servers, and an `ask(address, server)` that goes through nginx unless a server is
    named."""
    secret = create_token(database, "test", ["steward"], datetime(2026, 11, 29))
    database.close()
    servers = Servers(tmp_path, database.path)
    with ExitStack() as running:
        running.callback(servers.close)
        starts = [threading.Thread(target=servers.start, args=(name,)) for name in servers.ports]
        for start in starts:
            start.start()
        for start in starts:
            start.join()
        door = running.enter_context(served(Door))
        behind = [servers.ports["one"], servers.ports["two"]]
        front = running.enter_context(nginx(tmp_path, door, behind, writer=servers.ports["writer"]))

        def ask(path: str, body: bytes | None = None) -> dict:
            connection = HTTPSConnection(
                "localhost", front, context=trusting(tmp_path), timeout=_PATIENCE
            )
            method = "GET" if body is None else "POST"
            connection.request(method, path, body, {"Authorization": f"Bearer {secret}"})
            answer = connection.getresponse()
            text = answer.read().decode()
            connection.close()
            assert answer.status == 200, f"{answer.status}: {text}"
            return json.loads(text)

        def ask_one(name: str, path: str, body: bytes | None = None) -> tuple[int, dict]:
            address = f"http://127.0.0.1:{servers.ports[name]}{path}"
            asked = Request(address, body, {"Authorization": f"Bearer {secret}"})
            try:
                with urlopen(asked, timeout=_PATIENCE) as answer:
                    return answer.status, json.load(answer)
            except HTTPError as answer:
                return answer.code, json.load(answer)

        yield servers, ask, ask_one


def soon(true: Callable[[], bool]) -> float:
    """Seconds until it is so."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < _PATIENCE
        time.sleep(0.05)
    return time.monotonic() - began


def test_two_readers_follow_the_writer_whatever_is_killed(company):
    servers, ask, ask_one = company

    def load(month: int) -> None:
        stored = ask(f"/writer/api/v1/uploads/nps?file={month}.csv", answers(month))
        assert stored["rows"]["kept"] == 20 * month

    def both_have(months: int) -> bool:
        return all(months_in(ask_one(name, VALUES)[1]) == months for name in ("one", "two"))

    load(1)
    soon(lambda: all(ask_one(name, VALUES)[0] == 200 for name in ("one", "two")))
    with asking(ask) as wrong:
        for month in (2, 3):
            load(month)
        soon(lambda: both_have(3))
        servers.kill("writer")
        assert both_have(3)
        servers.start("writer")
        load(4)
        servers.kill("one")
        load(5)
        servers.start("one")
        soon(lambda: both_have(5))
    assert wrong == []
    code, told = ask_one("two", "/api/v1/uploads/nps?file=6.csv", answers(6))
    assert code == 409 and "/writer/api/v1" in told["error"]
