"""Light or dark is chosen in the menu at the end of the bar, and kept from page to page."""

import re

from playwright.sync_api import Page, expect


def _is_dark(page: Page) -> bool:
    red = page.evaluate(
        "getComputedStyle(document.querySelector('.stApp')).backgroundColor.match(/\\d+/)[0]"
    )
    return int(red) < 128


def _choose(page: Page, name: str, wait_idle) -> None:
    page.locator(".st-key-bar_more button").first.click()
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator("h1").first).to_be_visible(timeout=60_000)
    wait_idle(page)


def test_the_theme_is_chosen_and_kept_with_what_is_looked_at(new_page, wait_idle):
    page = new_page(color_scheme="light")
    page.goto("/mystery?show=checklist&month=2026-08&lang=en")
    expect(page.locator("h1").first).to_be_visible(timeout=60_000)
    wait_idle(page)
    assert not _is_dark(page)
    _choose(page, "Dark", wait_idle)
    assert _is_dark(page) and "month=2026-08" in page.url and "show=checklist" in page.url
    colour = page.locator("h1").first.evaluate("one => getComputedStyle(one).color")
    assert all(int(part) > 128 for part in re.findall(r"\d+", colour)[:3]), "ours follow"
    page.goto("/?lang=en")
    expect(page.locator("h1").first).to_be_visible(timeout=60_000)
    wait_idle(page)
    assert _is_dark(page), "on a page whose address is another"
    _choose(page, "As the system", wait_idle)
    assert not _is_dark(page)
