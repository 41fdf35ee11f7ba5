"""Names that are meant to harm, in a real browser: they ask nobody for anything, lead nowhere, run
nothing, and are seen letter by letter."""

import re
import shutil

import pytest
from playwright.sync_api import Page, expect

from bench.browser import streamlit_server
from data.samples.company import STORES
from tests.hostile_company import EVIL, harmful

# Pages with the most names on them; tests/test_hostile_pages.py looks through all of them, without
# a browser.
VIEWS = (
    ("compare?kpi=csat&by=store&window=quarter", "en"),
    ("kpi?kpi=csat&by=store", "en"),
    ("voice?view=comments", "zh_Hans"),
    ("mystery?show=checklist", "en"),
    ("upload", "zh_Hans"),
)
UNSEEN = re.compile(
    "[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)  # marks that set the direction of text, no letters
# What a page was made to do or offers by a name: an element that asks, a link that leads out or
# runs, a table's own export.
FOUND = """evil => ({
  asks: [...document.querySelectorAll('script, iframe, image, img, svg, object, embed, video, link')]
    .filter(one => [...one.attributes].some(found => found.name !== 'alt' && (found.value.includes(evil) || found.value.includes('hit()')))).length,
  links: [...document.querySelectorAll('a, area')].map(one => one.getAttribute('href') ?? one.getAttribute('xlink:href') ?? '')
    .filter(link => new RegExp('^(javascript|data|mailto):', 'i').test(link)
      || !URL.canParse(link, location.href) || new URL(link, location.href).origin !== location.origin),
  read: document.querySelectorAll('[data-testid=stMain] .katex, [data-testid=stMain] p [role=img], [data-testid=stMain] p code').length,
  exports: [...document.querySelectorAll('[data-testid=stDataFrame] button')].filter(one => one.checkVisibility()).length,
  tables: document.querySelectorAll('[data-testid=stDataFrame]').length, hits: window.hits,
  said: document.querySelector('[data-testid=stMain]').textContent})"""


@pytest.fixture(scope="module")
def address(hostile_file, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile-app")
    file = shutil.copy(hostile_file, folder / "service_culture.duckdb")
    with streamlit_server(
        "app.py", folder, SERVICE_CULTURE_DB=str(file), SERVICE_CULTURE_ROLE="trainer"
    ) as server:
        yield server.url


def test_a_name_is_only_a_name(address, browser, wait_idle, screenshot):
    context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900})
    page, asked, said, tables = context.new_page(), [], "", 0
    page.add_init_script("window.hits = 0; window.hit = () => { window.hits++; };")
    page.on("request", lambda request: asked.append(request.url))
    for view, language in VIEWS:
        page.goto(f"/{view}{'&' if '?' in view else '?'}lang={language}")
        _unfold(page, wait_idle)
        screenshot(page, f"hostile-{re.sub('[^a-z]+', '-', view) or 'overview'}")
        found = page.evaluate(FOUND, EVIL)
        said += UNSEEN.sub("", found.pop("said")) + "\n"
        tables += found.pop("tables")
        assert found == {"asks": 0, "links": [], "read": 0, "exports": 0, "hits": 0}, view
    context.close()
    outside = {url for url in asked if not url.startswith((address, "data:", "blob:"))}
    assert not outside and EVIL in said and tables >= 5
    unseen = [name for store in STORES if (name := UNSEEN.sub("", harmful(store.name))) not in said]
    assert not unseen


def _unfold(page: Page, wait_idle) -> None:
    expect(page.get_by_test_id("stAppViewContainer")).to_be_visible(timeout=60_000)
    wait_idle(page)
    for summary in page.locator("details:not([open]) > summary").all()[:3][::-1]:
        summary.click()
    wait_idle(page)
