"""The page Service operations in a browser: on a phone no part is broader than the screen, tables stay
tables, and axe finds no fault."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_visit import NOT_OURS, Look
from ui.operations.page import SECTIONS


def test_every_part_fits_a_phone_and_is_accessible(new_page, app_url, phone_visitor, wait_idle):
    look = Look(new_page(**phone_visitor), "phone-en")
    for show in SECTIONS:
        with look.at(app_url, f"/operations?lang=en&show={show}&window=year", wait_idle) as page:
            _fits_and_is_accessible(page, show)


def _fits_and_is_accessible(page: Page, show: str) -> None:
    expect(page.locator("h1").first).to_contain_text("Phone")
    expect(page.locator("h2.scd-part").first).to_be_attached()
    expect(page.get_by_role("table").first).to_be_attached()
    expect(page.get_by_role("rowheader").nth(3)).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, show
    serious = [
        (finding["id"], [node["html"][:160] for node in finding["nodes"]][:3])
        for finding in Axe().run(page).response["violations"]
        if finding["impact"] in ("serious", "critical") and finding["id"] not in NOT_OURS
    ]
    assert not serious, (show, serious)
