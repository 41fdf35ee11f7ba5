"""Every page by the keyboard alone: whatever can be clicked is reached, is seen when it is, and lets
go again."""

import pytest
from playwright.sync_api import Page, expect

PAGES = (
    "",
    "kpi",
    "compare",
    "voice?view=repurchase",
    "voice?view=voices",
    "operations",
    "operations?show=when",
    "training",
    "mystery?show=checklist",
    "culture",
    "culture?culture=maturity",
    "actions",
    "actions?section=write",
    "upload",
    "targets",
    "units",
    "definitions",
    "privacy",
)
MOST = 400
PRIMARY = "'rgb(11, 90, 120)'"  # of the light theme: the border of a field that is in focus
# What can be clicked in the page and is seen, each with a number. Of a group of radio buttons one
# takes the focus for all; what Plotly and a data grid draw within themselves is theirs.
_MARK = """() => {
  const asked = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  const found = [...document.querySelectorAll('.stMain ' + asked.split(', ').join(', .stMain '))].filter(one => {
    const box = one.getBoundingClientRect();
    return one.checkVisibility({visibilityProperty: true, opacityProperty: true}) && box.width > 1 && box.height > 1
      && !one.disabled && one.tabIndex >= 0 && one.type !== 'file'
      && !one.closest('.js-plotly-plot, [data-testid=stDataFrame], [role=radiogroup]');
  });
  found.forEach((one, at) => { one.dataset.walk = at; });
  return found.length;
}"""
# Where the focus is: the number, whether it is in sight, and whether one sees that it is there.
_AT = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect();
  const marks = [];
  for (let one = at, up = 0; one instanceof Element && up < 4; one = one.parentElement, up++) {
    const look = getComputedStyle(one);
    marks.push(look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0 || look.boxShadow !== 'none'
      || look.borderTopColor === PRIMARY && parseFloat(look.borderTopWidth) > 0);
  }
  return {number: at.dataset.walk ?? null, seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    marked: marks.some(Boolean), small: box.width < 2 || box.height < 2, what: at.outerHTML.slice(0, 160)};
}"""


@pytest.fixture(scope="module")
def walking(visitor):
    """One who looks at all pages in one tab."""
    with visitor() as page:
        yield page


def _walked(page: Page) -> list[dict]:
    """Where the focus is after each press, until it leaves the page."""
    steps: list[dict] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        step = page.evaluate(_AT.replace("PRIMARY", PRIMARY))
        if step is None:
            return steps
        steps.append(step)
    raise AssertionError(f"the focus does not leave the page, at last: {steps[-3:]}")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_walked_through_by_the_keyboard(path, walking, wait_idle):
    page = walking
    page.goto(f"/{path}{'&' if '?' in path else '?'}lang=en")
    expect(page.locator("h1").first).to_be_visible(timeout=60_000)
    wait_idle(page)
    count = page.evaluate(_MARK)
    steps = _walked(page)
    reached = {int(step["number"]) for step in steps if step["number"] is not None}
    missed = page.evaluate(
        "numbers => numbers.map(at => document.querySelector(`[data-walk='${at}']`)?.outerHTML.slice(0, 160))",
        sorted(set(range(count)) - reached),
    )
    assert count > 3 and not [one for one in missed if one], "not reached"
    unseen = [step["what"] for step in steps if not step["small"] and not step["seen"]]
    assert not unseen, "out of sight"
    # What scrolls the whole page takes the focus before anything in it.
    unmarked = [
        step["what"]
        for step in steps
        if not step["small"] and not step["marked"] and not step["what"].startswith("<main")
    ]
    assert not unmarked, "nobody sees where the focus is"
