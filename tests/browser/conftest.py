"""A running dashboard and a Chromium looking at it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tools.browser import HOW, find_browser, is_root

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS, IDLE_SECONDS = 60, 60
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PHONE_VISITOR = {"viewport": PHONE, "is_mobile": True, "has_touch": True, "device_scale_factor": 2,
                 "user_agent": "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"}
FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker takes all browser tests: a second server and browser would only slow both down."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except (URLError, ConnectionError, TimeoutError):
        return False


@contextmanager
def _running(folder: Path, settings: dict[str, str]) -> Iterator[str]:
    """A server of its own with its database in `folder`; yields its address."""
    port, log = _free_port(), folder / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true",
               "--server.port", str(port), "--server.address", "127.0.0.1", "--server.fileWatcherType", "none"]
    environment = {**os.environ, "SERVICE_CULTURE_DB": str(folder / "service_culture.duckdb"), **settings}
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(server, f"{url}/_stcore/health", log)
        yield url
    finally:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(server: subprocess.Popen, url: str, log: Path) -> None:
    limit = time.monotonic() + START_SECONDS
    while not _answers(url):
        if server.poll() is not None or time.monotonic() > limit:
            pytest.fail(f"The dashboard did not start:\n{log.read_text('utf-8', 'replace')[-3000:]}")
        time.sleep(0.2)


@pytest.fixture(scope="session")
def start_app(tmp_path_factory) -> Iterator[Callable[..., str]]:
    """`start_app(SERVICE_CULTURE_ROLE="trainer")` starts another fresh dashboard and gives its address."""
    with ExitStack() as servers:
        yield lambda **settings: servers.enter_context(_running(tmp_path_factory.mktemp("app"), settings))


@pytest.fixture(scope="session")
def app_url(start_app) -> str:
    """The address of the dashboard that the tests share: a fresh database, so the sample company."""
    return start_app()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        pytest.fail(HOW)
    with sync_playwright() as playwright:
        # As root Chromium refuses to start inside its sandbox.
        chromium = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS, chromium_sandbox=not is_root())
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser, app_url) -> Iterator[Callable[..., Page]]:
    """`new_page(locale="zh-CN", color_scheme="dark")`: a fresh visitor; any option of Playwright's contexts."""
    with ExitStack() as contexts:
        def visit(**options) -> Page:
            chosen = {"base_url": app_url, "viewport": WIDE, "locale": "en-US", "accept_downloads": True, **options}
            context = browser.new_context(**chosen)
            contexts.callback(context.close)
            return context.new_page()
        yield visit


@pytest.fixture
def page(new_page) -> Page:
    """A visitor at a desk: 1440 x 900. `page.goto("/overview")` works."""
    return new_page()


@pytest.fixture
def phone(new_page) -> Page:
    """A visitor with a phone: 390 x 844."""
    return new_page(**PHONE_VISITOR)


@pytest.fixture(scope="session")
def phone_visitor() -> dict:
    """What makes `new_page(**phone_visitor)` a visitor with a phone."""
    return PHONE_VISITOR


@pytest.fixture(scope="session")
def wait_idle() -> Callable[[Page], None]:
    """`wait_idle(page)`: until the script has run and nothing of the last run is left on the page."""
    def wait(page: Page) -> None:
        limit = IDLE_SECONDS * 1000
        app = page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=limit)
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=limit)
        expect(page.locator("[data-stale='true']")).to_have_count(0, timeout=limit)
        expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=limit)
    return wait


@pytest.fixture(scope="session")
def screenshot() -> Callable[[Page, str], None]:
    """`screenshot(page, "overview-dark")`: kept where the variable SCREENSHOTS names a folder."""
    def keep(page: Page, name: str) -> None:
        folder = os.environ.get("SCREENSHOTS")
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    return keep
