"""Light or dark is chosen in the menu at the end of the bar, and kept from page to page."""

import re

from playwright.sync_api import Page, expect


def _expect_dark(page: Page, dark: bool) -> None:
    page.wait_for_function(
        "dark => getComputedStyle(document.querySelector('.stApp')).backgroundColor.match(/\\d+/)[0] < 128 === dark",
        arg=dark,
    )


def _choose(page: Page, name: str, wait_idle) -> None:
    page.locator(".st-key-bar_more button").first.click()
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator("h1").first).to_be_visible()
    wait_idle(page)


def test_the_theme_is_chosen_and_kept_with_what_is_looked_at(new_page, wait_idle):
    page = new_page(color_scheme="light")
    page.goto("/mystery?show=checklist&month=2026-08&lang=en")
    expect(page.locator("h1").first).to_be_visible()
    wait_idle(page)
    _expect_dark(page, False)
    _choose(page, "Dark", wait_idle)
    _expect_dark(page, True)
    expect(page).to_have_url(re.compile("(?=.*month=2026-08).*show=checklist"))
    colour = page.locator("h1").first.evaluate("one => getComputedStyle(one).color")
    assert all(int(part) > 128 for part in re.findall(r"\d+", colour)[:3]), "ours follow"
    page.goto("/?lang=en")
    expect(page.locator("h1").first).to_be_visible()
    wait_idle(page)
    _expect_dark(page, True)  # on a page whose address is another
    _choose(page, "As the system", wait_idle)
    _expect_dark(page, False)
