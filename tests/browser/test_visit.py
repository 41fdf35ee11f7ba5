"""A real browser on a real server: first start, deep link, languages, upload to KPI, phone, accessibility."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

PAGES = ("", "kpi", "compare", "training", "voice", "mystery", "upload", "targets", "units", "definitions", "privacy")
# Streamlit's own parts: its select boxes and data grids carry these and offer no setting.
NOT_OURS = frozenset({"scrollable-region-focusable"})


def visit(page: Page, path: str, wait_idle) -> None:
    page.goto(path)
    expect(page.get_by_test_id("stAppViewContainer")).to_be_visible(timeout=60_000)
    expect(page.get_by_text(re.compile("First start|首次启动|首次啟動"))).to_have_count(0, timeout=120_000)
    wait_idle(page)


def test_a_deep_link_on_a_fresh_server_opens_the_kpi_in_its_frame(start_app, new_page, wait_idle):
    page = new_page(base_url=start_app(fresh=True))
    visit(page, "/kpi?kpi=net_promoter_score&region=South", wait_idle)
    expect(page.locator("h1").first).to_contain_text("Net promoter score (NPS)", timeout=60_000)
    expect(page.get_by_role("link", name="Overview")).to_be_visible()
    assert "kpi=net_promoter_score" in page.url and "region=South" in page.url
    assert page.locator("h1").count() == 1


def test_the_language_is_guessed_switched_and_kept_in_the_link(new_page, wait_idle):
    page = new_page(locale="zh-TW")
    visit(page, "/", wait_idle)
    expect(page.get_by_text("範例公司")).to_be_visible()
    page.get_by_role("radio", name="English").or_(page.get_by_role("button", name="English")).first.click()
    expect(page.get_by_text("Sample company")).to_be_visible(timeout=30_000)
    expect(page).to_have_url(re.compile("lang=en"))
    wait_idle(page)
    page.get_by_role("link", name="Definitions").click()
    wait_idle(page)
    expect(page.get_by_text("Sample company")).to_be_visible()


def test_a_file_is_uploaded_and_the_kpi_moves(start_app, new_page, wait_idle, tmp_path):
    page = new_page(base_url=start_app())
    visit(page, "/", wait_idle)
    page.get_by_role("button", name="Remove it and start with your own files").click()
    expect(page.get_by_text("Sample company")).to_have_count(0, timeout=30_000)
    file = tmp_path / "nps.csv"
    rows = [f"{number},2026-0{month}-10 09:{number:02d},{9 if number % 4 else 3}" for month in (3, 4) for number in range(40)]
    file.write_text("\n".join(["response_id,date,score", *rows]), encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    store = page.get_by_role("button", name=re.compile("^Store"))
    expect(store).to_be_enabled(timeout=60_000)
    store.click()
    wait_idle(page)
    visit(page, "/kpi?kpi=net_promoter_score", wait_idle)
    expect(page.locator("h1").first).to_contain_text("50.0", timeout=30_000)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("look", ["wide-en-light", "wide-zh-CN-dark", "phone-en-dark", "phone-zh-CN-light"])
def test_a_page_fits_and_is_accessible(path, look, new_page, phone_visitor, wait_idle, screenshot):
    device, locale, scheme = re.fullmatch(r"(\w+)-(.+)-(\w+)", look).groups()
    page = new_page(locale={"en": "en-US"}.get(locale, locale), color_scheme=scheme, **(phone_visitor if device == "phone" else {}))
    visit(page, f"/{path}", wait_idle)
    expect(page.locator("h1").first).to_be_visible(timeout=30_000)
    screenshot(page, f"{path or 'overview'}-{look}")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    serious = [finding for finding in Axe().run(page).response["violations"]
               if finding["impact"] in ("serious", "critical") and finding["id"] not in NOT_OURS]
    assert not serious, [(finding["id"], [node["html"][:200] for node in finding["nodes"]][:3]) for finding in serious]
