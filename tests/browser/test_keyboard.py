"""By the keyboard alone: whatever can be clicked is reached, is seen when it is, and lets go again.

Most pages are walked through where tests/browser/test_visit.py looks at them anyway.
"""

from playwright.sync_api import Page, expect

MOST = 400
# What can be clicked in the page and is seen, each with a number and how it looks without the focus.
# Of a group of buttons one takes the focus for all: arrows go on from there; what Plotly and a data
# grid draw within themselves is theirs. What another walk in this document has numbered is so no
# more, and the next press of Tab begins at the top, wherever that one ended.
_MARK = """() => {
  for (const old of document.querySelectorAll('[data-walk]')) delete old.dataset.walk;
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
  document.head.appendChild(document.createElement('style')).textContent = '* { transition: none !important; }';
  window.looked = one => {
    const looks = [];
    for (let at = one, up = 0; at instanceof Element && up < 6; at = at.parentElement, up++) {
      const look = getComputedStyle(at);
      looks.push(look.outline, look.boxShadow, look.borderColor, look.backgroundColor, look.color, look.textDecoration);
    }
    return looks.join('|');
  };
  window.looks = new Map();
  const asked = ['a[href]', 'button', 'input', 'select', 'textarea', 'summary', '[tabindex="0"]'];
  const found = [...document.querySelectorAll(asked.map(one => '.stMain ' + one).join(', '))].filter(one => {
    const box = one.getBoundingClientRect();
    return one.checkVisibility({visibilityProperty: true, opacityProperty: true}) && box.width > 1 && box.height > 1
      && !one.disabled && one.tabIndex >= 0 && one.type !== 'file'
      && !one.closest('.js-plotly-plot, [data-testid=stDataFrame]');
  });
  const groups = [];
  for (const one of found) {
    const group = one.closest('[role=radiogroup], [data-testid=stButtonGroup]') ?? one;
    if (!groups.includes(group)) groups.push(group);
    one.dataset.walk = groups.indexOf(group);
    looks.set(one, looked(one));
  }
  return groups.length;
}"""
# Where the focus is: the number, whether it is in sight, and whether one sees that it is there.
_AT = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect(), before = looks.get(at);
  return {number: at.dataset.walk ?? null, seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    marked: before === undefined || before !== looked(at), small: box.width < 2 || box.height < 2, what: at.outerHTML.slice(0, 160)};
}"""


def _walked(page: Page) -> list[dict]:
    """Where the focus is after each press, until it leaves the page."""
    steps: list[dict] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        step = page.evaluate(_AT)
        if step is None:
            return steps
        steps.append(step)
    raise AssertionError(f"the focus does not leave the page, at last: {steps[-3:]}")


def test_the_form_of_a_problem_is_walked_through(page, wait_idle):
    page.goto("/actions?section=write&lang=en")
    expect(page.locator("h1").first).to_be_visible()
    wait_idle(page)
    walk_through(page)


def walk_through(page: Page) -> None:
    """From the top of a page that is drawn to its end."""
    count = page.evaluate(_MARK)
    steps = _walked(page)
    reached = {int(step["number"]) for step in steps if step["number"] is not None}
    missed = page.evaluate(
        "numbers => numbers.map(at => document.querySelector(`[data-walk='${at}']`)?.outerHTML.slice(0, 160))",
        sorted(set(range(count)) - reached),
    )
    assert count > 1 and not [one for one in missed if one], "not reached"
    unseen = [step["what"] for step in steps if not step["small"] and not step["seen"]]
    assert not unseen, "out of sight"
    unmarked = [step["what"] for step in steps if not step["small"] and not step["marked"]]
    assert not unmarked, "nobody sees where the focus is"
