"""The page of a KPI in a browser: the chart stands on the first screen, and is taken along as a
picture."""

import re
from datetime import date
from functools import partial
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from metrics.periods import add_months, last_whole_month
from tests.browser.test_visit import turn

LAPTOP = {"width": 1280, "height": 720}
HIGHEST = 300  # pixels from the top of the page to the chart, at most
ABOVE = 112  # pixels of the menu and the bar, which stand above the headline
CHART = ".st-key-kpi_chart .js-plotly-plot"
# A new chart is unseen until its first drawing is there; each drawing adds its annotations anew.
COUNT_DRAWN = """() => {
  window.chartsSeen = window.drawnAgain = 0;
  window.drawnObserver?.disconnect();
  const isAnnotation = node => node.nodeName === "g" && node.classList.contains("annotation");
  window.drawnObserver = new MutationObserver(changes => changes.forEach(change => {
    if (change.type === "attributes" && change.target.matches(".js-plotly-plot") && change.target.style.visibility !== "hidden")
      window.chartsSeen++;
    if (window.chartsSeen)
      window.drawnAgain += [...change.addedNodes].filter(isAnnotation).length;
  }));
  window.drawnObserver.observe(document.body, {subtree: true, childList: true, attributeFilter: ["style"]});
}"""


def _open(page: Page, path: str, wait_idle) -> None:
    page.goto(path)
    expect(page.locator(f"{CHART} .main-svg").first).to_be_visible()
    wait_idle(page)


def _stands_high(page: Page, place: str, path: str) -> None:
    assert _top(page, place) - _top(page, "h1") <= HIGHEST - ABOVE, path


def _top(page: Page, place: str) -> float:
    box = page.locator(place).first.bounding_box()
    assert box is not None
    return box["y"]


def test_the_chart_is_on_the_first_screen_of_a_laptop(new_page, wait_idle, soon):
    page = new_page(viewport=LAPTOP)
    for come, path in (
        (_open, "/kpi?kpi=csat&lang=en"),
        (turn, "/kpi?kpi=final_pass_rate&lang=en"),
    ):
        come(page, path, wait_idle)
        for place in (CHART, ".scd-boxes"):
            soon(partial(_stands_high, page, place, path))


def test_the_chart_is_taken_along_as_a_picture_that_says_what_it_is(
    new_page, wait_idle, soon, tmp_path
):
    page = new_page(viewport=LAPTOP)
    _open(page, "/kpi?kpi=csat&lang=zh_Hans&store=Harbour+Plaza", wait_idle)
    assert _saved(page, tmp_path).read_bytes().startswith(b"\x89PNG")
    page.get_by_role("button", name="带走").click()
    page.get_by_text("SVG", exact=True).click()
    wait_idle(page)
    page.keyboard.press("Escape")
    soon(lambda: _saved_as(page, tmp_path, ".svg"))  # drawn anew in its own time
    picture = next(tmp_path.glob("*.svg"))
    assert picture.name.startswith("csat_Harbour-Plaza_month_")
    drawn = picture.read_text("utf-8")
    for words in ("客户满意度（CSAT）", "Harbour Plaza", "n=", "来源："):
        assert words in drawn, words


def _saved_as(page: Page, folder: Path, suffix: str) -> None:
    assert _saved(page, folder).suffix == suffix


def _saved(page: Page, folder: Path) -> Path:
    with page.expect_download() as waited:
        page.get_by_role("button", name="将图表存为图片").click()
    path = folder / waited.value.suggested_filename
    waited.value.save_as(path)
    return path


def test_all_targets_are_named_on_a_phone(phone, wait_idle, soon):
    _open(phone, "/kpi?kpi=csat&lang=en", wait_idle)
    expect(phone.locator(".scd-lines details")).to_have_count(3)
    named = phone.locator(f"{CHART} .annotation-text")
    for stage in ("Short term", "Mid term", "Long term"):
        expect(named.filter(has_text=stage).first).to_be_attached()
    soon(lambda: _are_within(named, phone.locator(CHART)))


def _are_within(texts: Locator, whole: Locator) -> None:
    around = whole.bounding_box()
    for text in texts.all():
        box = text.bounding_box()
        assert around["x"] <= box["x"] and box["x"] + box["width"] <= around["x"] + around["width"]


def test_a_chart_of_another_month_is_drawn_once(new_page, wait_idle):
    """Where the page around it still moves a chart is drawn again for its new width, as on a machine
    that has much to do: so of three months one is enough."""
    page = new_page(viewport=LAPTOP)
    _open(page, "/kpi?kpi=csat&lang=en", wait_idle)
    months = (add_months(last_whole_month(date.today()), -back) for back in (1, 2, 3))
    assert 0 in [_drawn_again(page, f"{month:%b %Y}", wait_idle) for month in months]


def _drawn_again(page: Page, month: str, wait_idle) -> int:
    """How many annotations are drawn again once the chart of another month was seen; -1 where it was not
    seen to come."""
    page.evaluate(COUNT_DRAWN)
    page.get_by_role("combobox", name=re.compile("Month")).first.click()
    page.get_by_role("option", name=month, exact=True).click()
    wait_idle(page)
    expect(page.locator(f"{CHART} .main-svg").first).to_be_visible()
    if not page.evaluate(
        "chartsSeen"
    ):  # put in its place anew, as on a machine that has much to do
        return -1
    assert page.locator(f"{CHART} g.annotation").count() > 0
    return page.evaluate("drawnAgain")
