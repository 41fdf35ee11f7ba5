"""What is chosen stands on every page, whichever way one comes there: by the menu, by links, back,
forward, and after a refresh. The bar, the title of the tab, the language of the page.

With the variable EVERY_PAIR all ways between all pages are walked, which takes a quarter of an hour.
"""

import os
import re
from datetime import date
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Page, expect

from metrics.periods import last_whole_month
from tests.browser.test_visit import Look, turn

LAST = last_whole_month(date.today())  # the month that is shown unless another is chosen

GROUPS = {
    "Look": ("Overview", "KPI", "Compare", "Row by row"),
    "Understand": (
        "Customer voice",
        "Service operations",
        "Training",
        "Mystery shopper",
        "People and culture",
    ),
    "Act": ("Problems and actions", "Review", "Reports", "Published periods", "Knowledge"),
    "Data": (
        "Upload",
        "Targets",
        "Units",
        "Definitions",
        "Privacy check",
        "People",
        "Access",
        "Alerts",
    ),
}
EVERY = tuple(name for names in GROUPS.values() for name in names)
# Pages between which all ways lead; the others are visited one after the other.
LOOKING = ("Overview", "KPI", "Customer voice")
# Pages that look at a month, and which of them at places too.
NAMING = (*LOOKING, "Training", "Compare", "Mystery shopper")
PLACED = ("Overview", "KPI", "Compare", "Customer voice")
WALKED = EVERY if os.environ.get("EVERY_PAIR") else LOOKING
CHOSEN = {"month": "2026-08", "window": "quarter", "store": "Harbour Plaza"}
LINK = "month=2026-08&window=quarter&store=Harbour+Plaza"


def by_menu(page: Page, name: str, wait_idle) -> None:
    group = next(group for group, names in GROUPS.items() if name in names)
    page.get_by_role("button", name=group, exact=True).click()
    page.get_by_role("menuitem").filter(has_text=re.compile(f"{name}$")).click()
    title = "Customer satisfaction" if name == "KPI" else name
    expect(page).to_have_title(re.compile(f"^{re.escape(title)}"))
    wait_idle(page)


def stands(page: Page, chosen: dict[str, str] = CHOSEN) -> None:
    """The link names all that is chosen."""
    page.wait_for_url(lambda link: chosen.items() <= named_in(link).items())


def named_in(link: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlparse(link).query).items()}


def shows(page: Page, name: str) -> None:
    """The tab and the page name the month and the places."""
    expect(page).to_have_title(re.compile("Aug 2026"))
    bar = page.locator(".st-key-bar")
    expect(bar.get_by_role("combobox", name="Month")).to_have_value("Aug 2026")
    if name in PLACED:
        expect(page).to_have_title(re.compile("Harbour Plaza"))
        expect(bar.get_by_role("button", name="Store: Harbour Plaza")).to_be_visible()
    else:
        expect(page.get_by_text("cannot be filtered by Store")).to_be_visible()


def ordered_pairs(names: tuple[str, ...]) -> list[str]:
    """A walk in which every ordered pair of two names stands once (an Eulerian circuit of all)."""
    ways = {one: [other for other in names if other != one] for one in names}
    stack, walk = [names[0]], []
    while stack:
        if ways[stack[-1]]:
            stack.append(ways[stack[-1]].pop())
        else:
            walk.append(stack.pop())
    return walk[::-1]


@pytest.mark.parametrize("names", [LOOKING, EVERY])
def test_a_walk_has_every_pair(names):
    walk = ordered_pairs(names)
    ways = len(names) * (len(names) - 1)
    assert len(set(zip(walk, walk[1:], strict=False))) == len(walk) - 1 == ways


def test_the_choice_stands_on_every_page(new_page, administrator_url, wait_idle, soon):
    """And whoever watches the network sees nobody else asked; nothing but the bar stands above the
    headline."""
    asked = []
    page = new_page(base_url=administrator_url)
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto(f"/?{LINK}")
    wait_idle(page)
    others = [name for name in EVERY if name not in WALKED]
    for name in [*ordered_pairs(WALKED)[1:], *others, "Compare"]:
        by_menu(page, name, wait_idle)
        stands(page)
        soon(lambda: _headline_stands(page, 120, 56))
        if name in NAMING:
            shows(page, name)
    assert len(asked) > 10
    assert not {url for url in asked if not url.startswith((administrator_url, "data:", "blob:"))}


def _headline_stands(page: Page, top: float, height: float) -> None:
    """The headline begins so far from the top at most, below a bar so high at most."""
    assert page.locator("h1").first.bounding_box()["y"] <= top, page.url
    assert page.locator(".st-key-bar").bounding_box()["height"] <= height, page.url


def test_back_forward_and_refresh_keep_what_each_step_had(page, wait_idle):
    page.goto("/compare")
    wait_idle(page)
    page.get_by_role("combobox", name=re.compile("Month")).click()
    page.get_by_role("option", name="Aug 2026").click()
    expect(page).to_have_url(re.compile("month=2026-08"))
    wait_idle(page)
    page.locator(".st-key-bar_places button").click()
    page.get_by_role("combobox", name=re.compile("Store")).click()
    page.get_by_role("option", name="Harbour Plaza").click()
    expect(page).to_have_url(re.compile("store=Harbour"))
    wait_idle(page)
    page.keyboard.press("Escape")
    both = {"month": "2026-08", "store": "Harbour Plaza"}
    by_menu(page, "Customer voice", wait_idle)
    stands(page, both)
    by_menu(page, "Overview", wait_idle)
    stands(page, both)
    _step(page, "back", "Customer voice", wait_idle)
    stands(page, both)
    _step(page, "back", "^Compare", wait_idle)
    stands(page, both)
    page.reload()
    wait_idle(page)
    stands(page, both)
    shows(page, "Compare")
    # One step before the store was chosen, and one before the month.
    _step(page, "back", "Aug 2026$", wait_idle)
    stands(page, {"month": "2026-08"})
    expect(page).not_to_have_url(re.compile("store="))
    _step(page, "back", f"{LAST:%b %Y}$", wait_idle)
    expect(page).not_to_have_url(re.compile("month="))
    _step(page, "forward", "Aug 2026$", wait_idle)
    _step(page, "forward", "Harbour Plaza", wait_idle)
    stands(page, both)
    shows(page, "Compare")


def _step(page: Page, way: str, title: str, wait_idle) -> None:
    page.go_back() if way == "back" else page.go_forward()
    expect(page).to_have_title(re.compile(title))
    wait_idle(page)


def test_on_a_phone_the_headline_is_in_sight(phone, app_url, wait_idle, soon):
    look = Look(phone, "phone-en")
    for path in ("/", "/compare"):
        with look.at(app_url, f"{path}?{LINK}", wait_idle):
            soon(lambda: _headline_stands(phone, 200, 130))
            beyond = phone.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert beyond <= 0, path


_NO_CLIPBOARD = (
    "Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true})"
)


def test_the_link_is_copied_with_its_month_and_shown_where_the_clipboard_is_closed(
    new_page, wait_idle
):
    page = new_page(locale="zh-CN", permissions=["clipboard-read", "clipboard-write"])
    page.goto("/compare?store=Harbour+Plaza")
    wait_idle(page)
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    button = page.get_by_role("button", name="复制链接")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("链接已复制。")).to_be_visible()
    named = named_in(page.evaluate("navigator.clipboard.readText()"))
    assert named["store"] == "Harbour Plaza" and named["month"] == f"{LAST:%Y-%m}"
    page.evaluate(_NO_CLIPBOARD)
    turn(page, "/kpi?kpi=csat&month=2026-08", wait_idle)
    page.get_by_role("button", name="复制链接").click()
    shown = page.get_by_label("请复制此链接：")
    expect(shown).to_be_focused()
    expect(shown).to_have_value(re.compile("kpi=csat.*month=2026-08"))
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
