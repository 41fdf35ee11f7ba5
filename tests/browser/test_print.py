"""A page prints as it reads: on a sheet as wide as it is on screen, its charts whole, without what
can only be clicked."""

import re

import pytest
from playwright.sync_api import expect

_PLOTS = '[data-testid="stPlotlyChart"] .main-svg:first-child'
_PLACES = f"""[...document.querySelectorAll('{_PLOTS}')].map(one => {{
  const place = one.getBoundingClientRect(); return [Math.round(place.left), Math.round(place.width)]; }})"""


@pytest.mark.parametrize(
    ("path", "viewport", "most"),
    [
        ("compare", {"width": 1280, "height": 900}, 1),
        ("kpi", {"width": 390, "height": 844}, 12),
    ],
)
def test_a_page_prints_as_it_reads(new_page, wait_idle, path, viewport, most):
    """What is little more than a sheet stands on one."""
    page = new_page(viewport=viewport)
    page.goto(f"/{path}?lang=en")
    expect(page.locator(_PLOTS).first).to_be_visible()
    wait_idle(page)
    expect(page.get_by_role("link", name="The rows behind it").first).to_be_visible()
    shown, width = page.evaluate(_PLACES), page.locator(".block-container").bounding_box()["width"]
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.evaluate(_PLACES) == shown, "a chart that is drawn again is missing on paper"
    sheet = page.evaluate(
        "[...document.querySelectorAll('style')].map(one => one.textContent).join('')"
    )
    (of_sheet, edge) = re.search(
        r"@page { size: (\d+)px \d+px; margin: 30px ([\d.]+)px", sheet
    ).groups()
    assert int(of_sheet) - 2 * float(edge) == round(width)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for widget in ("stSelectbox", "stButton", "stMenuButton", "stHeader"):
        expect(page.locator(f'[data-testid="{widget}"]').filter(visible=True)).to_have_count(0)
    expect(page.locator(".st-key-bar")).to_be_hidden()
    expect(page.get_by_role("link", name="The rows behind it")).to_have_count(0)
    expect(page.locator("details.scd-fold").filter(visible=True)).to_have_count(0)
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= most


def test_what_is_folded_away_is_told_on_paper(new_page, wait_idle):
    """KPIs without a target are not printed: their number is. Other closed parts are tools."""
    page = new_page(viewport={"width": 1280, "height": 900})
    page.goto("/overview?lang=en")
    fold = page.locator(".st-key-printed_others .stExpander")
    expect(fold).to_be_visible()
    wait_idle(page)
    page.emulate_media(media="print")
    expect(fold.locator("summary")).to_contain_text("KPIs without a target: ")
    expect(fold.locator("summary")).to_be_visible()
