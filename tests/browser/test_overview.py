"""The overview in a browser: what its first screen holds, and how a cell opens its evidence."""

import re

from playwright.sync_api import Page, expect

FIRST_ROWS, LEAST_ROWS = 3, 12


def _opened(page: Page, wait_idle) -> Page:
    page.goto("/?lang=en")
    expect(page.locator("h1").first).to_contain_text("targets still ahead")
    wait_idle(page)
    return page


def test_the_first_screen_of_a_laptop_holds_headline_and_rows_whose_cells_open(
    new_page, wait_idle, screenshot
):
    page = _opened(new_page(viewport={"width": 1280, "height": 720}), wait_idle)
    screenshot(page, "overview-laptop")
    rows = page.locator("h1, .scd-line, .scd-card")
    expect(rows.nth(FIRST_ROWS)).to_be_attached()
    ends = rows.evaluate_all("rows => rows.map(one => one.getBoundingClientRect().bottom)")
    assert max(ends[: 1 + FIRST_ROWS]) <= 720, ends
    expect(page.locator(".scd-r:not(.scd-head)").nth(LEAST_ROWS - 1)).to_be_attached()
    # the name of a row stands beside its cells, not above or below them
    beside = page.evaluate(
        """[...document.querySelectorAll('.scd-r:not(.scd-head)')].map(row => {
            const cells = row.getBoundingClientRect();
            const name = row.previousElementSibling.querySelector('a').getBoundingClientRect();
            return name.top >= cells.top - 8 && name.bottom <= cells.bottom + 8
                && name.right <= cells.left + 2; })"""
    )
    assert len(beside) >= LEAST_ROWS and all(beside), beside
    _evidence_is_opened_by_keyboard_and_closes_the_last_one(page)


def _evidence_is_opened_by_keyboard_and_closes_the_last_one(page: Page) -> None:
    off = page.locator("details.scd-off")
    for at in (0, 1):
        off.nth(at).locator("summary").focus()
        page.keyboard.press("Enter")
        told = off.nth(at).locator("> div")
        expect(told).to_be_visible()
        expect(told).to_contain_text(re.compile(r"target|at least|at most"))
    expect(off.nth(0).locator("> div")).to_be_hidden()
    seen = told.bounding_box()
    assert seen["x"] >= 0 and seen["x"] + seen["width"] <= 1280, "nothing is cut"


def test_a_phone_shows_what_is_off_as_cards_and_the_rest_a_line_each(phone, wait_idle, screenshot):
    page = _opened(phone, wait_idle)
    screenshot(page, "overview-phone")
    found = page.evaluate(
        """[...document.querySelectorAll('.scd-rows:first-child .scd-card, .scd-rows:first-child .scd-line')]
            .filter(row => row.querySelector('img'))
            .map(row => [row.classList.contains('scd-card'), row.getBoundingClientRect().height])"""
    )
    assert [card for card, _ in found] == sorted((card for card, _ in found), reverse=True)
    assert found[0][0] and not found[-1][0]
    assert all(height <= 45 for card, height in found if not card), "a line each"
    first = page.locator(".scd-card").first
    expect(first).to_contain_text(re.compile(r"\(\d+%\).*[≥≤]"))
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_a_name_leads_on_within_the_visit_and_back_with_what_is_looked_at(new_page, wait_idle):
    page = new_page()
    page.goto("/?lang=en&store=Harbour+Plaza")
    expect(page.locator(".scd-rows .scd-in").first).to_be_visible()
    wait_idle(page)
    page.evaluate("window.stayed = true")
    name = page.locator(".scd-rows .scd-in").first
    words = name.inner_text()
    name.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile(f"^{re.escape(words)} · .*Harbour Plaza"))
    wait_idle(page)
    assert "/kpi?" in page.url and "store=Harbour" in page.url and "lang=en" in page.url
    assert page.evaluate("window.stayed"), "the page was not loaded anew"
    page.go_back()
    expect(page).to_have_title(re.compile("^Overview · .*Harbour Plaza"))
    expect(page.locator(".scd-rows .scd-in").first).to_have_text(words)
    with page.context.expect_page() as other:
        page.locator(".scd-rows .scd-in").first.click(modifiers=["Control"])
    expect(other.value).to_have_title(re.compile(f"^{re.escape(words)} · .*Harbour Plaza"))
    expect(page).to_have_title(re.compile("^Overview"))
