"""The dashboard behind the nginx that is shipped: it is drawn, takes a file, and nothing that the
headers forbid is tried."""

from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.test_visit import turn
from tests.proxied import SIGNED_IN, Door, nginx, served

ANSWERS = b"date,score\n2026-09-01,10\n2026-09-02,3\n"


@pytest.fixture(scope="module")
def address(app_url, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    with ExitStack() as running:
        door = running.enter_context(served(Door))
        yield f"https://localhost:{running.enter_context(nginx(folder, door, [urlsplit(app_url).port]))}"


def test_it_works_behind_nginx(address, new_page, wait_idle):
    page, said = new_page(base_url=address, ignore_https_errors=True), []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.goto("/upload?kind=nps")
    expect(page.get_by_text("sign in for /upload?kind=nps")).to_be_visible()
    said.clear()
    page.context.add_cookies(
        [{"name": SIGNED_IN, "value": "ada@example.com", "url": address, "secure": True}]
    )
    page.goto("/kpi?kpi=csat")
    expect(page.locator(".js-plotly-plot").first).to_be_visible(timeout=60_000)
    turn(page, "/upload?kind=nps", wait_idle)
    page.locator("input[type=file]").first.set_input_files(
        {"name": "answers.csv", "mimeType": "text/csv", "buffer": ANSWERS}
    )
    expect(page.get_by_text("answers.csv").first).to_be_visible(timeout=60_000)
    wait_idle(page)
    assert not [line for line in said if "Security Policy" in line]
