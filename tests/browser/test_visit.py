"""A real browser on a real server: first start, deep link, languages, upload to KPI, phone,
accessibility, the keyboard."""

import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from bench.browser import python_server
from data.archive.rebuild import check
from data.database.connection import Database
from data.database.tables import OWN
from i18n import translator
from metrics.catalog import kpi_named
from tests.browser.test_keyboard import walk_through
from ui.parts.links import FIRST, PAGES as NAMED

PAGES = (
    "kpi",
    "",
    "compare",
    "rows",
    "training",
    "voice",
    "mystery",
    "actions",
    "knowledge",
    "reports",
    "review",
    "frozen",
    "mystery?show=visits",
    "mystery?show=checklist",
    "operations",
    "culture",
    "culture?culture=maturity",
    "upload",
    "targets",
    "units",
    "definitions",
    "privacy",
    "voice?view=comments&window=quarter",  # at last: the span is kept from page to page
)
# What only administrators see.
KEPT = ("people", "access", "alerts")
# Streamlit's own parts: its select boxes and data grids carry these and offer no setting.
NOT_OURS = frozenset({"scrollable-region-focusable"})

PREPARING = re.compile("is being prepared|正在准备示例公司|正在準備範例公司")
# Notes, from the first moment on, whether there ever was a list of files beside the page, and
# whether it said that it starts.
WATCH = """
window.ever = {listed: false, starting: false};
new MutationObserver(() => {
  ever.listed ||= !!document.querySelector('[data-testid="stSidebar"], [data-testid="stSidebarNav"]');
  ever.starting ||= (document.body?.textContent ?? "").includes("dashboard is starting");
}).observe(document, {subtree: true, childList: true, characterData: true});
"""


def visit(page: Page, path: str, wait_idle) -> None:
    page.goto(path)
    stands(page, wait_idle)


# What a page says; and another one, as going back and forth comes there.
_SAYS = "document.querySelector('[data-testid=stMain]').textContent"
_TURN = f"""path => {{
  window.said = {_SAYS};
  history.pushState({{}}, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
}}"""


@dataclass
class Look:
    """One who looks at pages in one tab, as a name says; and whether the tab is as a page left it
    that was found good: else a menu, a dialog or a lost server may stand in the way of the next."""

    page: Page
    name: str
    good: bool = False

    @property
    def phone(self) -> bool:
        return self.name.startswith("phone")

    @contextmanager
    def at(self, address: str, path: str, wait_idle) -> Iterator[Page]:
        """A page of the dashboard at that address, in the tab that shows another one of it as going
        back does: loaded anew, each would read all of Streamlit again. An address that is opened
        and one that is turned to are the same one to Streamlit: what `st.navigation` was given;
        what a page draws first of all in a visit is asked without a browser, by tests/test_pages.py.
        """
        turned, self.good = self.good and self.page.url.startswith(f"{address}/"), False
        if turned:
            turn(self.page, path, wait_idle)
        else:
            visit(self.page, address + path, wait_idle)
        self._is_it(path)
        yield self.page
        self.good = True

    def _is_it(self, path: str) -> None:
        """The tab names the page: for an address that it does not know Streamlit draws the first."""
        name = re.split(r"\W", path[1:])[0] or FIRST
        title = next(title for known, title, _ in NAMED if known == name)
        say = translator("zh_Hans" if "zh-CN" in self.name else "en")
        said = say(kpi_named("csat").label if name == "kpi" else title)
        expect(self.page).to_have_title(re.compile(rf"^{re.escape(said)}($| · )"))


def turn(page: Page, path: str, wait_idle) -> None:
    """Another page, in the tab that shows one of the same dashboard."""
    page.evaluate(_TURN, path)
    page.wait_for_function(f"{_SAYS} !== said")
    stands(page, wait_idle)


def stands(page: Page, wait_idle) -> None:
    expect(page.get_by_test_id("stAppViewContainer")).to_be_visible()
    expect(page.get_by_text(PREPARING)).to_have_count(0)
    wait_idle(page)


def test_a_first_start_goes_on_whatever_its_visitors_do(new_page, wait_idle, screenshot, tmp_path):
    """A deep link, a reload, another page, another language, a second visitor who leaves: all see
    how far it is, and it ends whole. It is one of few rows, and made when they have seen it."""
    file, seen = tmp_path / "service_culture.duckdb", tmp_path / "seen"
    start = ("tests.browser.first_start", tmp_path, str(seen))
    with python_server(*start, SERVICE_CULTURE_DB=str(file)) as server:
        page = new_page(base_url=server.url)
        page.add_init_script(WATCH)
        page.goto("/kpi?kpi=net_promoter_score&region=South")
        expect(page.get_by_text(PREPARING)).to_be_visible()
        screenshot(page, "first-start-wide-en")
        page.wait_for_function("ever.starting")
        assert not page.evaluate("ever.listed")
        page.reload()
        expect(page.get_by_text(PREPARING)).to_be_visible()
        other = new_page(base_url=server.url, locale="zh-CN")
        other.goto("/upload")
        expect(other.get_by_text("示例公司").first).to_be_visible()
        screenshot(other, "first-start-wide-zh")
        other.close()
        _to(page, "Definitions")
        _speak(page, "繁體中文")
        expect(page.get_by_text("正在準備範例公司")).to_be_visible()
        seen.touch()
        expect(page.get_by_text("範例公司", exact=True)).to_be_visible()
        wait_idle(page)
        assert not page.evaluate("ever.listed")
        page.goto("/kpi?kpi=net_promoter_score&region=South&lang=en")
        wait_idle(page)
        _is_the_kpi_in_its_frame(page)
    with closing(Database(file)) as database:
        health = check(database)
    assert health.sound and health.uploads == 4  # its files, and its published quarter


def _to(page: Page, name: str) -> None:
    """Another page, by the menu's group of data."""
    page.get_by_role("button", name="Data", exact=True).click()
    page.get_by_role("menuitem").filter(has_text=name).click()


def _speak(page: Page, language: str) -> None:
    """Another language, by the menu at the end of the bar."""
    page.locator(".st-key-bar_more button").first.click()
    page.get_by_role("radio", name=language).or_(
        page.get_by_role("button", name=language)
    ).last.click()


def _is_the_kpi_in_its_frame(page: Page) -> None:
    expect(page.locator("h1").first).to_contain_text("Net promoter score (NPS)")
    expect(page.get_by_role("button", name="Look", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("(?=.*kpi=net_promoter_score).*region=South"))
    expect(page.locator("h1")).to_have_count(1)


def test_the_language_is_guessed_switched_and_kept_in_the_link(new_page, wait_idle):
    page = new_page(locale="zh-TW")
    visit(page, "/", wait_idle)
    expect(page.get_by_text("範例公司", exact=True)).to_be_visible()
    _speak(page, "English")
    expect(page.get_by_text("Sample company", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("lang=en"))
    wait_idle(page)
    _to(page, "Definitions")
    wait_idle(page)
    expect(page.get_by_text("Sample company", exact=True)).to_be_visible()


def test_a_file_is_uploaded_and_the_kpi_moves(start_app, empty_file, new_page, wait_idle, tmp_path):
    file = Path(shutil.copy(empty_file, tmp_path / "own.duckdb"))
    with closing(Database(file)) as database, database.write() as writing:
        writing.run("UPDATE state SET origin = ?", [OWN])
    page = new_page(base_url=start_app(fresh=True, SERVICE_CULTURE_DB=str(file)))
    visit(page, "/upload", wait_idle)
    expect(page.locator(".st-key-bar_sample")).to_have_count(0)
    file = tmp_path / "nps.csv"
    rows = [
        f"{number},2026-0{month}-10 09:{number:02d},{9 if number % 4 else 3}"
        for month in (3, 4)
        for number in range(40)
    ]
    file.write_text("\n".join(["response_id,date,score", *rows]), encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    store = page.get_by_role("button", name=re.compile("^Store"))
    expect(store).to_be_enabled()
    _to(page, "Definitions")
    wait_idle(page)
    _to(page, "Upload")
    expect(page.get_by_text("nps.csv is still here: checked, not stored.")).to_be_visible()
    expect(store).to_be_enabled()
    store.click()
    expect(page.get_by_text("is stored as upload")).to_be_visible()
    visit(page, "/kpi?kpi=net_promoter_score", wait_idle)
    expect(page.locator("h1").first).to_contain_text("50.0")


# By how much the page, or what scrolls in it, is wider than the window.
_BEYOND = """() => Math.max(...[document.documentElement, document.querySelector('[data-testid="stMain"]')]
  .map(one => one.scrollWidth - innerWidth))"""


@pytest.fixture(scope="module", params=["wide-en-light", "phone-zh-CN-dark"])
def looking(request, visitor, phone_visitor) -> Iterator[Look]:
    """One who looks at all pages: a fresh visitor to each would fetch and read all of Streamlit
    anew."""
    device, locale, scheme = re.fullmatch(r"(\w+)-(.+)-(\w+)", request.param).groups()
    with visitor(
        locale={"en": "en-US"}.get(locale, locale),
        color_scheme=scheme,
        **(phone_visitor if device == "phone" else {}),
    ) as page:
        yield Look(page, request.param)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_and_is_accessible(path, looking, app_url, wait_idle, screenshot):
    missing: list[str] = []
    looking.page.on(
        "response", lambda found: missing.append(found.url) if found.status >= 400 else None
    )
    with looking.at(app_url, f"/{path}", wait_idle) as page:
        expect(page.locator("h1").first).to_be_visible()
        assert not missing
        name = re.sub(r"\W", "-", path)
        screenshot(page, f"{name or 'overview'}-{looking.name}")
        _fits_and_is_accessible(page)
        if not looking.phone and "?" not in path:
            walk_through(page)


@pytest.mark.parametrize("path", KEPT)
def test_a_page_for_administrators_fits_and_is_accessible(
    path, looking, administrator_url, wait_idle
):
    with looking.at(administrator_url, f"/{path}", wait_idle) as page:
        expect(page.get_by_role("heading", level=2).first).to_be_visible()
        _fits_and_is_accessible(page)
        if not looking.phone:
            walk_through(page)


def _fits_and_is_accessible(page: Page) -> None:
    """The page is no wider than its window, and axe finds nothing that is more than minor."""
    assert page.evaluate(_BEYOND) <= 0
    found = [
        finding
        for finding in Axe().run(page).response["violations"]
        if finding["impact"] != "minor" and finding["id"] not in NOT_OURS
    ]
    assert not found, [
        (finding["id"], [node["html"][:200] for node in finding["nodes"]][:3]) for finding in found
    ]
