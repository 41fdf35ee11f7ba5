"""A server of one's own, a Chromium looking at it, and how long a click takes: for benchmarks, and
the first two for browser tests.

A page is stable once its server has answered whatever the page asked, nothing
on it waits or is stale, and nothing has arrived or changed for QUIET
milliseconds. The time ends with the last change, so the quiet itself does not
count.
"""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tools.browser import HOW, find_browser, is_root

ROOT = Path(__file__).resolve().parents[1]
EMPTY_APP = "bench/peers/empty_app.py"  # the least that Streamlit can show
QUIET = 100  # milliseconds
_START_SECONDS, _STABLE_SECONDS = (
    120,
    600,
)  # the first view of a large company brings its archive up to date
_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# When something was clicked, received from the server and changed, in milliseconds of the page's
# own clock; and whether the server has yet to answer: Streamlit says that the script runs only
# once it does, so that a page on which somebody has just clicked looks as idle as before.
_WATCH = """
const seen = window.seen = {clicked: 0, received: 0, changed: 0, asked: false};
const note = name => () => { seen[name] = performance.now(); };
new MutationObserver(note("changed")).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
addEventListener("pointerdown", event => { seen.clicked = event.timeStamp; }, true);
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", () => { seen.asked = false; note("received")(); });
  }
  send(...given) { seen.asked = true; super.send(...given); }
};
const fetched = window.fetch;
window.fetch = (...given) => String(given[0]).includes("_dash-update") ? fetched(...given).finally(note("received")) : fetched(...given);
"""
# Streamlit marks what runs and what is stale; Dash says so in the title, and the peer's content is
# the element with the name board.
_STABLE = """([since, quiet]) => {
  const app = document.querySelector('[data-testid="stApp"]');
  const waits = app ? app.dataset.testScriptState !== "notRunning" || app.dataset.testConnectionState !== "CONNECTED"
    || document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]')
    : document.title === "Updating..." || !document.querySelector("#board > *");
  return !waits && !seen.asked && seen.received > since && performance.now() - Math.max(seen.changed, seen.received) >= quiet;
}"""


@dataclass(frozen=True)
class Server:
    """A running server: its address, and the number of its process. What it uses is read from
    Linux."""

    url: str
    pid: int

    def cpu(self) -> float:
        """Seconds of processor used so far, by all threads and by children that have ended."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Megabytes of memory held (resident set)."""
        return (
            int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
            * os.sysconf("SC_PAGE_SIZE")
            / 2**20
        )


@dataclass(frozen=True)
class Click:
    """What a click or a visit took, in seconds: until the page was stable, until the server's last
    word, and of the server's processor."""

    stable: float
    answered: float
    cpu: float


@contextmanager
def streamlit_server(
    script: str, folder: Path, port: int | None = None, base: str = "", **settings: str
) -> Iterator[Server]:
    """Streamlit on a script of the project, named from its root; the log goes into `folder`,
    `settings` into the environment. `port`: one that is known before it starts; `base`: what its
    addresses begin with, as `settings` say."""
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        script,
        "--server.headless",
        "true",
        "--server.address",
        "127.0.0.1",
        "--server.fileWatcherType",
        "none",
        "--server.port",
    ]
    with _running(command, f"{base}/_stcore/health", folder, settings, port) as server:
        yield server


@contextmanager
def python_server(module: str, folder: Path, *options: str, **settings: str) -> Iterator[Server]:
    """A module that serves on the port it is called with, behind these options."""
    with _running([sys.executable, "-m", module, *options], "/", folder, settings) as server:
        yield server


@contextmanager
def _running(
    command: Sequence[str],
    healthy: str,
    folder: Path,
    settings: dict[str, str],
    port: int | None = None,
) -> Iterator[Server]:
    port, log = port or free_port(), folder / f"server-{time.monotonic_ns()}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, str(port)],
            cwd=ROOT,
            env={**os.environ, **settings},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(process, url + healthy, log)
        yield Server(url, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port of this computer that nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _wait_for(process: subprocess.Popen, url: str, log: Path) -> None:
    limit = time.monotonic() + _START_SECONDS
    while not _answers(url):
        if process.poll() is not None or time.monotonic() > limit:
            raise RuntimeError(
                f"The server did not start:\n{log.read_text('utf-8', 'replace')[-3000:]}"
            )
        time.sleep(0.05)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except (URLError, ConnectionError, TimeoutError):
        return False


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """A Chromium without a window; RuntimeError that says how to get one where there is none."""
    path = find_browser()
    if path is None:
        raise RuntimeError(HOW)
    with sync_playwright() as playwright:
        # As root Chromium refuses to start inside its sandbox.
        browser = playwright.chromium.launch(
            executable_path=path,
            headless=True,
            args=[*_FLAGS, *flags],
            chromium_sandbox=not is_root(),
        )
        yield browser
        browser.close()


def watched(context: BrowserContext) -> BrowserContext:
    """A context whose pages note what `wait_stable` waits for."""
    context.add_init_script(_WATCH)
    return context


def wait_stable(page: Page, seconds: float, since: float = 0, quiet: int = QUIET) -> None:
    """Until a page that is watched is stable, by an answer that came after the moment `since` of
    its own clock."""
    page.wait_for_function(_STABLE, arg=[since, quiet], polling=QUIET // 5, timeout=1000 * seconds)


class Visitor:
    """Somebody at a desk who looks at one server."""

    def __init__(self, page: Page, server: Server):
        self.page, self.server = page, server

    def visit(self, path: str = "/") -> Click:
        """Open a page, until it is stable and its parts of the frontend have been fetched."""
        before = self.server.cpu()
        self.page.goto(self.server.url + path)
        self.page.wait_for_load_state("networkidle")
        return self._settled(before)

    def open_places(self) -> bool:
        """Open the places of the bar; whether the page has any."""
        button = self.page.locator(".st-key-bar_places button").first
        if not button.count():
            return False
        before = self.server.cpu()
        button.click()
        self._settled(before)
        return True

    def choose(self, label: str, at: int) -> Click:
        """Open the select box of that label, which is not timed, and choose its option at a place,
        counted from 0."""
        box = self.page.get_by_role("combobox", name=re.compile(label)).or_(
            self.page.locator(f"#{label.lower()}")
        )
        if not box.count():  # the places stand behind one button of the bar
            self.page.locator(".st-key-bar_places button").first.click()
        box.first.click()
        option = self.page.get_by_role("option").nth(at)
        option.wait_for()
        self.page.wait_for_timeout(3 * QUIET)
        before = self.server.cpu()
        option.click()
        return self._settled(before)

    def began(self) -> float:
        """When the page's clock started, in seconds since 1970."""
        return self.page.evaluate("performance.timeOrigin") / 1000

    def _settled(self, cpu_before: float) -> Click:
        clicked = self.page.evaluate("seen.clicked")
        wait_stable(self.page, _STABLE_SECONDS, since=clicked)
        seen = self.page.evaluate("seen")
        return Click(
            (seen["changed"] - clicked) / 1000,
            (seen["received"] - clicked) / 1000,
            self.server.cpu() - cpu_before,
        )


@contextmanager
def visitor(browser: Browser, server: Server) -> Iterator[Visitor]:
    """A visitor with a browser profile of their own, so that nothing is cached of others."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="en-US", color_scheme="light"
    )
    try:
        yield Visitor(watched(context).new_page(), server)
    finally:
        context.close()
