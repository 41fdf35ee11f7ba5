"""python -m bench.bytes [--quick] [--keep FOLDER]: how many bytes a page costs, on its first view
and when a filter changes.

Counted are the messages that Streamlit's websocket brings, as long as they are
before any compression. What HTTP brings is told apart: the frontend's own
files, which browsers keep, and everything else, in its length on the line.
"""

import sys
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page

from bench import Criterion, report
from bench.browser import ROOT, Server, Visitor, chromium, streamlit_server, visitor
from bench.company import company, copied, sample_company
from bench.timing import parser, size_words, working_folder

SIZES, QUICK_SIZES = (100_000, 1_000_000), (20_000,)
PLACE = "Store"  # stands behind the one button of places
FILTERS = ("Month", PLACE)
FIRST = "overview"  # the page without a name in its address
PAGES = tuple(sorted(file.stem for file in (ROOT / "pages").glob("*.py")))
MANY_STORES, MANY_ROWS, QUICK_MANY_ROWS = 400, 500_000, 100_000
MOST_FIRST, MOST_CHANGE = 60, 50  # KB, of 1,000 bytes
_BINARY = 2  # opcode of a websocket frame


@dataclass
class Traffic:
    """Bytes received since the last `taken`: by the websocket, as frontend files, and otherwise;
    whether the websocket compresses."""

    socket: int = 0
    frontend: int = 0
    other: int = 0
    compressed: bool = False
    _addresses: dict[str, str] = field(default_factory=dict)

    def watch(self, page: Page) -> None:
        """Count what this page receives from now on."""
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.on("Network.webSocketHandshakeResponseReceived", self._agreed)
        network.on("Network.webSocketFrameReceived", self._frame)
        network.on(
            "Network.responseReceived",
            lambda event: self._addresses.update({event["requestId"]: event["response"]["url"]}),
        )
        network.on("Network.loadingFinished", self._loaded)

    def _agreed(self, event: dict) -> None:
        headers = {name.lower(): text for name, text in event["response"]["headers"].items()}
        self.compressed = "permessage-deflate" in headers.get("sec-websocket-extensions", "")

    def _frame(self, event: dict) -> None:
        frame = event["response"]
        self.socket += (
            len(b64decode(frame["payloadData"]))
            if frame["opcode"] == _BINARY
            else len(frame["payloadData"].encode())
        )

    def _loaded(self, event: dict) -> None:
        if "/static/" in self._addresses.get(event["requestId"], ""):
            self.frontend += int(event["encodedDataLength"])
        else:
            self.other += int(event["encodedDataLength"])

    def taken(self) -> tuple[int, int, int]:
        """Socket, frontend files and other bytes; the count starts anew."""
        found = self.socket, self.frontend, self.other
        self.socket = self.frontend = self.other = 0
        return found


def page_bytes(
    browser: Browser, server: Server, name: str
) -> tuple[dict[str, tuple[int, int, int]], bool]:
    """What the first view of a page costs and the change of each of its filters, in a browser that
    knows nothing; whether compressed."""
    with visitor(browser, server) as somebody:
        traffic = Traffic()
        traffic.watch(somebody.page)
        somebody.visit("/?lang=en" if name == FIRST else f"/{name}?lang=en")
        found = {"first view": traffic.taken()}
        for label in FILTERS:
            if label == PLACE and somebody.open_places():
                found["places opened"] = traffic.taken()
            if _has(somebody, label):
                somebody.choose(label, 1)
                found[label] = traffic.taken()
        return found, traffic.compressed


def _has(somebody: Visitor, label: str) -> bool:
    return somebody.page.get_by_role("combobox", name=label).filter(visible=True).count() > 0


def measured(browser: Browser, database: Path) -> dict[str, dict[str, tuple[int, int, int]]]:
    """By page and by what was done: socket, frontend files and other bytes."""
    found, compressed = {}, False
    with streamlit_server("app.py", database.parent, SERVICE_CULTURE_DB=str(database)) as server:
        with visitor(browser, server) as first:
            first.visit()  # brings the archive up to date
        for name in PAGES:
            found[name], compressed = page_bytes(browser, server, name)
    print(f"\nbytes received (websocket compression {'on' if compressed else 'off'})")
    return found


def print_bytes(found: Mapping[str, Mapping[str, tuple[int, int, int]]]) -> None:
    """A line a page and action."""
    print(f"  {'':<32}{'websocket':>12}{'other HTTP':>12}{'frontend files':>16}   KB")
    for name, actions in found.items():
        for action, (socket, frontend, other) in actions.items():
            print(
                "  "
                f"{name + ', ' + action:<32}{socket / 1e3:>12,.1f}{other / 1e3:>12,.1f}{frontend / 1e3:>16,.0f}"
            )


def criteria(found: Mapping[str, Mapping[str, tuple[int, int, int]]], size: str) -> list[Criterion]:
    """The dearest first view and the dearest change of a filter."""
    firsts = {name: actions["first view"][0] for name, actions in found.items()}
    changes = {
        f"{name}, {action}": socket
        for name, actions in found.items()
        for action, (socket, *_) in actions.items()
        if action in FILTERS
    }
    return [
        _most("first view", firsts, MOST_FIRST, size),
        _most("change of a filter", changes, MOST_CHANGE, size),
    ]


def _most(what: str, found: Mapping[str, int], most: float, size: str) -> Criterion:
    name = max(found, key=found.__getitem__)
    return Criterion(
        f"{what}, {size}, dearest page ({name})",
        found[name] / 1e3,
        high=most,
        pattern="{:.1f} KB",
    )


def _companies(folder: Path, own: Path, quick: bool) -> Iterator[tuple[str, Path]]:
    """Each company with its name, as a copy of its own: the sample company, in which something
    stands on every page, those of a size, and one of many stores."""
    yield "sample company", sample_company(folder, own / "sample")
    for rows in QUICK_SIZES if quick else SIZES:
        yield f"{size_words(rows)} rows", copied(company(folder, rows), own / str(rows))
    many = company(folder, QUICK_MANY_ROWS if quick else MANY_ROWS, MANY_STORES)
    yield f"{MANY_STORES} stores", copied(many, own / "many")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the bytes of every page and the criteria; 1 where one fails."""
    asked = parser(
        "How many bytes a page costs, on its first view and when a filter changes.", "--keep"
    ).parse_args(arguments)
    kept = []
    with working_folder(asked.keep) as folder, working_folder() as own, chromium() as browser:
        for name, database in _companies(folder, own, asked.quick):
            found = measured(browser, database)
            print(name)
            print_bytes(found)
            kept += criteria(found, name)
    print()
    return report(kept)


if __name__ == "__main__":
    sys.exit(main())
