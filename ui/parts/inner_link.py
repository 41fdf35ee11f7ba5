"""Links to other pages inside of what is sent as one piece of HTML.

An element of Streamlit's own for each link costs the browser more than all of the piece around it: a
board of twenty rows took half a click for them. The browser follows such a link as it follows one step
through its history, within the visit; opened in another tab it is a link like any other.
"""

from html import escape
from urllib.parse import urlencode

from i18n import Say
from ui.parts.links import page_named

# What the page has chosen since the link was drawn goes along, as with Streamlit's own links.
SCRIPT = """<script>
if (!window.followsInnerLinks) {
  window.followsInnerLinks = true;
  addEventListener("click", event => {
    const link = event.target.closest?.("a.scd-in");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const to = new URL(link.href);
    for (const [name, value] of new URLSearchParams(location.search))
      if (!to.searchParams.has(name)) to.searchParams.append(name, value);
    if (to.href === location.href) return;  // a second click, which would be a step back to the same page
    history.pushState(null, "", to);
    dispatchEvent(new PopStateEvent("popstate"));
  });
}
</script>"""


def inner_link(page: str, words: str, link: dict[str, str], say: Say) -> str:
    """Words that lead to a page, as HTML; `link`: all that its address names."""
    address = f"{page_named(page, say).url_path}?{urlencode(link)}"
    return f'<a class="scd-in" href="{escape(address)}">{escape(words)}</a>'
