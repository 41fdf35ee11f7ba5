"""A running dashboard and a Chromium looking at it."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    ViewportSize,
    expect,
)

from bench.browser import QUIET, chromium, streamlit_server, wait_stable, watched
from tests.conftest import company_copied

PATIENCE = 120  # seconds that anything awaited may take: a busy machine is slow, not wrong
expect.set_options(timeout=1000 * PATIENCE)
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
VISITOR = {"locale": "en-US", "color_scheme": "light", "accept_downloads": True}
PHONE_VISITOR = {
    "viewport": PHONE,
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
    "user_agent": "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 "
    "Mobile Safari/537.36",
}


@pytest.fixture(scope="session")
def start_app(full_file, tmp_path_factory) -> Iterator[Callable[..., str]]:
    """`start_app(SERVICE_CULTURE_ROLE="trainer")` starts another dashboard and gives its address:
    with the sample company, or `fresh`."""
    with ExitStack() as servers:

        def start(fresh: bool = False, **settings: str) -> str:
            folder = tmp_path_factory.mktemp("app")
            file = folder / "own.duckdb" if fresh else company_copied(full_file, folder)
            chosen = {"SERVICE_CULTURE_DB": str(file), **settings}
            return servers.enter_context(streamlit_server("app.py", folder, **chosen)).url

        yield start


@pytest.fixture(scope="session")
def app_url(start_app) -> str:
    """The address of the dashboard that the tests share."""
    return start_app()


@pytest.fixture(scope="session")
def administrator_url(start_app) -> str:
    """The address of a dashboard that shows what is kept for administrators."""
    return start_app(SERVICE_CULTURE_ROLE="administrator")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One process for all tabs of a visitor, as otherwise each would read all of Streamlit anew:
    most of what a page costs."""
    with chromium("--process-per-site") as started:
        yield started


@pytest.fixture(scope="session")
def visitor(browser, app_url) -> Iterator[Callable[..., AbstractContextManager[Page]]]:
    """`with visitor(locale="zh-CN", color_scheme="dark") as page`: a fresh visitor; any option of
    Playwright's contexts. Visitors of the same kind share a device one after the other, on which
    only what was read of Streamlit is left of the one before."""
    contexts: dict[str, BrowserContext] = {}
    with ExitStack() as opened:

        def taken(name: str, chosen: dict) -> BrowserContext:
            if name in contexts:
                return contexts.pop(name)
            context = opened.enter_context(closing(_device(browser, chosen)))
            context.new_page().goto("/_stcore/health")  # the process ends with its tabs
            return context

        @contextmanager
        def visit(viewport: ViewportSize = WIDE, **options) -> Iterator[Page]:
            chosen = {"base_url": app_url, **VISITOR, **options}
            if chosen["base_url"] != app_url:
                with closing(_device(browser, chosen)) as context:
                    yield _tab(context, viewport)
                return
            name = repr(sorted(chosen.items()))
            context = taken(name, chosen)
            try:
                yield _tab(context, viewport)
            finally:
                if _left_clean(context):
                    contexts[name] = context

        yield visit


def _device(browser: Browser, options: dict) -> BrowserContext:
    context = browser.new_context(**options)
    context.set_default_timeout(1000 * PATIENCE)
    context.set_default_navigation_timeout(1000 * PATIENCE)
    return watched(context)


def _left_clean(context: BrowserContext) -> bool:
    """Whether a device could be made as it was before its visitor, whose tabs are closed: not so
    where its process broke down."""
    try:
        first, *tabs = context.pages
        for tab in tabs:
            tab.close()
        first.evaluate("localStorage.clear()")
        context.clear_cookies()
    except (Error, ValueError):  # or no tab is left
        return False
    return True


def _tab(context: BrowserContext, viewport: ViewportSize) -> Page:
    page = context.new_page()
    page.set_viewport_size(viewport)
    return page


@pytest.fixture
def new_page(visitor) -> Iterator[Callable[..., Page]]:
    """`new_page(locale="zh-CN")`: the same, until the test has ended."""
    with ExitStack() as visitors:
        yield lambda **options: visitors.enter_context(visitor(**options))


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
    """`wait_idle(page)`: until the server has answered all that the page asked, the script has run,
    nothing of the last run is left on the page, and for a moment nothing came or changed."""

    def wait(page: Page) -> None:
        wait_stable(page, PATIENCE, quiet=2 * QUIET)

    return wait


@pytest.fixture(scope="session")
def soon() -> Callable[[Callable[[], None]], None]:
    """`soon(lambda: stands(page))`: again until its assertions hold, as a page is drawn in its own
    time; for what `expect` cannot say."""

    def wait(hold: Callable[[], None]) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return hold()
            except AssertionError:
                if time.monotonic() > end:
                    raise
                time.sleep(QUIET / 1000)

    return wait


@pytest.fixture(scope="session")
def screenshot() -> Callable[[Page, str], None]:
    """`screenshot(page, "overview-dark")`: kept where the variable SCREENSHOTS names a folder."""

    def keep(page: Page, name: str) -> None:
        folder = os.environ.get("SCREENSHOTS")
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    return keep
