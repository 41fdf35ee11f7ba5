"""The page Service operations in a browser: on a phone no part is broader than the screen, tables stay
tables, and axe finds no fault."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_visit import NOT_OURS
from ui.operations.page import SECTIONS


def test_every_part_fits_a_phone_and_is_accessible(new_page, phone_visitor, wait_idle):
    page = new_page(**phone_visitor)
    for show in SECTIONS:
        page.goto(f"/operations?lang=en&show={show}&window=year")
        expect(page.locator("h1").first).to_contain_text("Phone")
        wait_idle(page)
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
