"""Names that are meant to harm, in a real browser: they ask nobody for anything, lead nowhere, run
nothing, and are seen letter by letter."""

import re
import shutil

import pytest
from playwright.sync_api import Page, expect

from bench.browser import streamlit_server
from data.samples.company import STORES
from tests.browser.test_visit import turn
from tests.hostile_company import EVIL, harmful

# Pages with the most names on them, and how many grids of data are there once some parts are
# unfolded; tests/test_hostile_pages.py looks through all of them, without a browser.
VIEWS = (
    ("compare?kpi=csat&by=store&window=quarter", "en", 2),
    ("kpi?kpi=csat&by=store", "en", 3),
    ("voice?view=comments", "zh_Hans", 1),
    ("mystery?show=checklist", "en", 2),
    ("upload", "zh_Hans", 1),
)
UNFOLDED = 3
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
  hits: window.hits,
  said: document.querySelector('[data-testid=stMain]').textContent})"""


@pytest.fixture(scope="module")
def address(hostile_file, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile-app")
    file = shutil.copy(hostile_file, folder / "service_culture.duckdb")
    with streamlit_server(
        "app.py", folder, SERVICE_CULTURE_DB=str(file), SERVICE_CULTURE_ROLE="trainer"
    ) as server:
        yield server.url


def test_a_name_is_only_a_name(address, new_page, wait_idle, screenshot):
    page, asked, said = new_page(base_url=address), [], ""
    page.add_init_script("window.hits = 0; window.hit = () => { window.hits++; };")
    page.on("request", lambda request: asked.append(request.url))
    for at, (view, language, tables) in enumerate(VIEWS):
        path = f"/{view}{'&' if '?' in view else '?'}lang={language}"
        turn(page, path, wait_idle) if at else page.goto(path)
        _unfold(page, wait_idle)
        grids = page.get_by_test_id("stDataFrame")
        expect(grids.nth(tables - 1)).to_be_attached()
        screenshot(page, f"hostile-{re.sub('[^a-z]+', '-', view) or 'overview'}")
        found = page.evaluate(FOUND, EVIL)
        said += UNSEEN.sub("", found.pop("said")) + "\n"
        assert found == {"asks": 0, "links": [], "read": 0, "exports": 0, "hits": 0}, view
    assert not {url for url in asked if not url.startswith((address, "data:", "blob:"))}
    assert EVIL in said
    # Sentences name some stores and count the rest, and charts shorten long names in their middle: whoever
    # is named is so letter by letter as far as that goes.
    names = {store.name: UNSEEN.sub("", harmful(store.name)) for store in STORES}
    begun = {plain: name[: name.index(plain) + len(plain) + 4] for plain, name in names.items()}
    assert not [plain for plain in names if plain in said and begun[plain] not in said]
    assert sum(name in said for name in names.values()) > len(names) / 2


def _unfold(page: Page, wait_idle) -> None:
    """The first closed parts, one after the other: what is in them is drawn once they are open."""
    expect(page.locator("h1").first).to_be_visible()
    wait_idle(page)
    parts = page.get_by_test_id("stExpander")
    closed = parts.locator("details:not([open]) > summary")
    opened = parts.locator("details[open]")
    # What is opened is counted: a part may show another closed one in it, or one may come late.
    for _ in range(min(closed.count(), UNFOLDED)):
        before = opened.count()
        closed.first.click()
        expect(opened).to_have_count(before + 1)
        wait_idle(page)
