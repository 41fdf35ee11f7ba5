"""The questions of a review, each answered in at most three clicks: from the first page, those of a
view from that view."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from i18n import translator
from metrics.periods import Period, add_months, start_of

MOST = 3


class Visit:
    """One who begins on one page, and clicks at most three times."""

    def __init__(self, page: Page, wait_idle: Callable[[Page], None]):
        self.page, self._idle, self.clicks = page, wait_idle, 0

    def begin(self, path: str, headline: str) -> "Visit":
        self.page.goto(path)
        expect(self.page.locator("h1").first).to_contain_text(headline)
        self._idle(self.page)
        return self

    def click(self, place: Locator) -> None:
        self.clicks += 1
        assert self.clicks <= MOST
        place.first.click()
        self._idle(self.page)

    def to_kpi(self, label: str) -> None:
        self.click(self.page.get_by_role("link", name=label))
        expect(self.page).to_have_title(re.compile(f"^{re.escape(label)}"))
        self._idle(self.page)

    def says(self, *words: str | re.Pattern[str], within: str = "main, .stMain") -> None:
        for word in words:
            expect(self.page.locator(within).first).to_contain_text(word)


@pytest.fixture
def blank(new_page, wait_idle) -> Visit:
    return Visit(new_page(permissions=["clipboard-read", "clipboard-write"]), wait_idle)


@pytest.fixture
def visit(blank) -> Visit:
    """From the first page."""
    return blank.begin("/?lang=en", "targets still ahead")


def test_which_stores_pulled_nps_down_last_quarter_and_by_how_much(visit):
    visit.to_kpi("Net promoter score (NPS)")
    visit.click(visit.page.get_by_role("radio", name="Quarter", exact=True))
    quarter = add_months(start_of(date.today(), "quarter"), -3)
    visit.says(
        f"What each does to the whole, {Period(quarter, 'quarter').spoken(translator('en'))}"
    )
    lowest = visit.page.locator(".scd-parts tbody tr").first.locator("th, td")
    expect(lowest.filter(has_text=re.compile(r"^−\d+\.\d$")).first).to_be_visible()


def test_what_is_new_is_sent_and_whether_the_target_of_the_mid_term_will_be_reached(visit):
    """Three questions, each asked from the first page."""
    title = visit.page.get_by_role("heading", name="New since last month")
    expect(title).to_be_visible()
    expect(visit.page.locator(".st-key-board_beside")).to_contain_text(
        re.compile(r"[▲▼●]|No verdict turned")
    )
    assert visit.clicks == 0
    visit.click(visit.page.get_by_role("button", name="Copy link"))
    expect(visit.page.get_by_text("The link is copied.")).to_be_visible()
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert re.search(r"month=20\d\d-\d\d", copied)
    visit.clicks = 0
    visit.to_kpi("Customer satisfaction (CSAT)")
    boxes = visit.page.locator(".scd-box")
    mid = boxes.filter(has_text="Mid term").first
    expect(mid).to_contain_text(re.compile(r"Mid term: at least \d+% by \w+ \d+, 20\d\d"))
    expect(mid).to_contain_text(re.compile(r"Chance of (meeting it|keeping the pace).*\d+%"))


def test_what_customers_of_a_store_complain_about(visit):
    visit.click(visit.page.get_by_role("link", name="Harbour Plaza"))
    visit.says(re.compile("Harbour Plaza"))
    visit.click(visit.page.get_by_text("What customers wrote"))
    visit.says("Themes that cost the result most first.")
    visit.click(visit.page.get_by_role("link", name="All themes and comments of these months"))
    visit.page.wait_for_selector(".scd-themes")
    expect(visit.page).to_have_url(re.compile(r"[?&]store=Harbour(\+|%20)Plaza(&|$)"))
    visit.says(
        "Store: Harbour Plaza",
        re.compile("What costs .* most|Low scores stand most often beside comments on “"),
    )
    first = visit.page.locator(".scd-themes tbody").first
    expect(first).to_contain_text(re.compile(r"[▼●] [−+]?\d"))


def test_the_figures_and_the_chart_of_a_view_are_taken_along(blank, wait_idle):
    visit, page = blank.begin("/kpi?kpi=csat&lang=en", "Customer satisfaction"), blank.page
    expect(page.locator(".st-key-kpi_chart .main-svg").first).to_be_visible()
    wait_idle(page)
    with page.expect_download() as picture:
        visit.clicks += 1
        page.get_by_role("button", name="Save the chart as a picture").click()
    assert picture.value.suggested_filename.endswith(".png")
    visit.click(page.get_by_role("button", name="Take along"))
    with page.expect_download() as figures:
        visit.clicks += 1
        page.get_by_role("button", name="Download as workbook").click()
    assert figures.value.suggested_filename.endswith(".xlsx") and visit.clicks <= MOST
