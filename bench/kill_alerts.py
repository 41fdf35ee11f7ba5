"""python -m bench.kill_alerts: kill a program that sends letters, around the moment in which one
arrives, and look whether everything arrived, and every repeat says that it may be one.

A robot on loopback takes the letters. Each round writes down one change and starts `python -m alerts
run` as a process of its own, which is killed (SIGKILL) while the robot has the letter and has not
answered, within some milliseconds after it has answered, or at any moment. At the end one run is let go
through.
"""

import json
import multiprocessing
import os
import random
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.process import BaseProcess
from pathlib import Path

from bench import Criterion, asked_quick, report
from data.database.connection import Database
from data.outbox.letters import write_letter
from data.outbox.subscribers import Subscriber, subscribe

SEED, KILLS = 1, 200
_RECEIVED, _ANSWERED, _ANYTIME = "received", "answered", "anytime"
_SOON = 0.03  # seconds after the answer in which it is noted that the letter arrived
_LONGEST = 120.0  # seconds that one run may take
_TO = ("board", "board", "")


@dataclass
class Robot:
    """What takes letters, and kills who sends them at the moment asked for."""

    heard: list[list[str]] = field(default_factory=list)
    sender: BaseProcess | None = None
    when: str = ""

    def taken(self, handler: BaseHTTPRequestHandler) -> None:
        """One letter: heard, and the sender killed before or after the answer."""
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        self.heard.append(json.loads(body)["text"].splitlines())
        if self.when == _RECEIVED and self.sender is not None:
            self.sender.kill()
            return
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(b"ok")


@dataclass
class Tally:
    """What all rounds together saw."""

    kills: int = 0
    on_the_way: int = 0
    changes: int = 0
    arrivals: int = 0
    never: int = 0
    unsaid: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.on_the_way} of them after a letter had arrived; "
            f"{self.changes} changes, {self.arrivals} arrivals: {self.never} never arrived, "
            f"{self.unsaid} repeats without the word that they may be one"
        )


def run(folder: Path, kills: int = KILLS, seed: int = SEED) -> Tally:
    """All rounds on a database of their own in a folder."""
    chance, tally, robot = random.Random(seed), Tally(), Robot()
    database = folder / "alerts.duckdb"
    with _listening(robot) as port:
        _settle(folder, database, port)
        context = multiprocessing.get_context(
            "forkserver"
        )  # imports once, and is no thread's child
        context.set_forkserver_preload(["alerts.__main__"])
        while tally.kills < kills:
            _write(database, tally.changes)
            tally.changes += 1
            before = len(robot.heard)
            robot.when = chance.choice((_RECEIVED, _RECEIVED, _ANSWERED, _ANSWERED, _ANYTIME))
            if _killed(context, robot, chance):
                tally.kills += 1
                tally.on_the_way += len(robot.heard) > before
        robot.when = ""
        _start(context, robot).join(_LONGEST)
    return _looked_at(robot, tally)


def _listening(robot: Robot) -> "_Server":
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            robot.taken(self)

        def log_message(self, *_: object) -> None:
            return

    return _Server(("127.0.0.1", 0), Handler)


class _Server(ThreadingHTTPServer):
    """A server that runs while it is in use."""

    def __enter__(self) -> int:  # type: ignore[override]
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self.server_address[1]

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


def _settle(folder: Path, database: Path, port: int) -> None:
    """Somebody who is told, by a channel that is the robot."""
    file = folder / "channels.toml"
    file.write_text(f'[board]\nkind = "slack"\nurl = "http://127.0.0.1:{port}/"\n', "utf-8")
    file.chmod(0o600)
    os.environ |= {"SERVICE_CULTURE_DB": str(database), "SERVICE_CULTURE_CHANNELS": str(file)}
    with closing(Database(database)) as opened:
        subscribe(opened, Subscriber(*_TO, "en", (), (), False, datetime.now()))


def _write(database: Path, number: int) -> None:
    with closing(Database(database)) as opened, opened.write() as writing:
        write_letter(writing, _TO, "News", [f"Change {number}."], "", datetime.now())


def _start(context: multiprocessing.context.ForkServerContext, robot: Robot) -> BaseProcess:
    robot.sender = context.Process(target=_alerts)
    robot.sender.start()
    return robot.sender


def _alerts() -> None:
    """What `python -m alerts run` does, silently."""
    from alerts.__main__ import main

    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        sys.stdout = nowhere
        os._exit(main(["run"]))


def _killed(
    context: multiprocessing.context.ForkServerContext, robot: Robot, chance: random.Random
) -> bool:
    """Whether a run was killed, and had not ended by itself."""
    sender = _start(context, robot)
    if robot.when == _ANYTIME:
        sender.join(chance.uniform(0, 1))
    elif robot.when == _ANSWERED:
        before = len(robot.heard)
        while sender.is_alive() and len(robot.heard) == before:
            sender.join(0.001)
        sender.join(chance.uniform(0, _SOON))
    else:
        sender.join(_LONGEST)
    sender.kill()
    sender.join()
    return sender.exitcode not in (0, 1, 2)


def _looked_at(robot: Robot, tally: Tally) -> Tally:
    """What arrived of each change, plainly or with the word that it may have come before."""
    arrived = [next(line for line in lines if "Change" in line) for lines in robot.heard]
    plain = [
        change
        for change, lines in zip(arrived, robot.heard, strict=True)
        if not any("may have reached you before" in line for line in lines)
    ]
    tally.arrivals = len(arrived)
    tally.never = tally.changes - len(set(arrived))
    tally.unsaid = len(plain) - len(set(plain))
    return tally


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; 0 where everything arrived and every repeat said so."""
    quick = asked_quick("Kill a program that sends letters.", arguments)
    with tempfile.TemporaryDirectory() as folder:
        tally = run(Path(folder), 8 if quick else KILLS)
    print(tally)
    faults = {"changes that never arrived": tally.never, "repeats that do not say so": tally.unsaid}
    return report(
        Criterion(name, count, high=0, pattern="{:.0f}") for name, count in faults.items()
    )


if __name__ == "__main__":
    sys.exit(main())
