"""A review on two devices: both see the same, nobody reloads."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE_VISITOR
from tests.test_review_page import of_few_records

WALL = {"viewport": {"width": 1920, "height": 1080}, "locale": "en-US"}


def test_a_decision_typed_on_the_phone_is_on_the_wall(
    start_app, new_page, empty_file, tmp_path, wait_idle
):
    path = of_few_records(empty_file, tmp_path)
    url = start_app(fresh=True, SERVICE_CULTURE_DB=str(path), SERVICE_CULTURE_ROLE="committee")
    wall, phone = new_page(base_url=url, **WALL), new_page(base_url=url, **PHONE_VISITOR)
    for page in (phone, wall):
        page.goto("/review?lang=en")
        page.locator(".scd-rv h1").first.wait_for()
        wait_idle(page)
    phone.get_by_role("button", name="Begin the meeting").click()
    follows = wall.get_by_role("radio", name="Follow")
    expect(follows).to_be_visible()
    expect(phone.locator(".st-key-rv_way")).to_be_visible()
    wait_idle(phone)
    phone.get_by_role("button", name="Next item").click()
    expect(wall.locator(".scd-rv h1").first).to_have_text("Rewrite the exam")
    expect(wall.locator(".stForm")).to_have_count(0)  # the wall only shows
    wait_idle(phone)
    phone.get_by_label("What was decided").fill("Half typed")
    own = phone.get_by_role("button", name="Discussed")
    own.click()  # a click beside the line, and what others do, leave the line as it is
    wait_idle(phone)
    expect(phone.get_by_label("What was decided")).to_have_value("Half typed")
    phone.get_by_label("What was decided").fill("Ask *both* schools")
    phone.get_by_label("What was decided").press("Enter")
    decided = wall.get_by_text(re.compile(r"Ask \*both\* schools"))
    expect(decided).to_be_visible()
    wait_idle(wall)
    wall.keyboard.press("ArrowRight")  # on its own from here
    expect(wall).to_have_url(re.compile("way=own"))
    expect(wall.locator(".scd-rv h1").first).to_have_text("Problem 3")
    expect(phone.locator(".scd-rv h1").first).to_have_text("Rewrite the exam")
    for page in (wall, phone):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "no side scroll"
