"""The button that copies the link of what is looked at, and tells the browser the page's language.

It asks no other host for anything, and runs where a browser lets no page near
the clipboard (an address without https): then the link is shown, marked, to be
copied by hand.
"""

from collections.abc import Mapping

from i18n import Say
from ui.parts import st

_HTML = """<button type="button"><svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" fill="none"
stroke="currentColor" stroke-width="2" stroke-linecap="round"><path d="M10 14a5 5 0 0 0 7 0l3-3a5 5 0 0 0-7-7l-1 1"/>
<path d="M14 10a5 5 0 0 0-7 0l-3 3a5 5 0 0 0 7 7l1-1"/></svg><span class="word"></span></button>
<span class="told" role="status"></span><label hidden><span></span><input type="text" readonly></label>"""
_CSS = """:host { position: relative; display: block; }
button { display: inline-flex; align-items: center; gap: .4rem; height: 2.5rem; min-width: 2.5rem; padding: 0 .6rem; cursor: pointer;
  justify-content: center; font: inherit; color: var(--st-text-color); background: transparent; white-space: nowrap;
  border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius, .25rem); }
button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
button:focus-visible, input:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
.told:not(:empty), label:not([hidden]) { position: absolute; right: 0; top: 2.9rem; z-index: 10; padding: .5rem .7rem; font-size: .88rem;
  color: var(--st-text-color); background: var(--st-background-color); border: 1px solid var(--st-border-color);
  border-radius: .25rem; white-space: nowrap; box-shadow: 0 2px 8px rgba(0, 0, 0, .16); }
input { display: block; width: min(24rem, 75vw); margin-top: .3rem; font: inherit; color: inherit; background: transparent;
  border: 1px solid var(--st-border-color); padding: .2rem .4rem; }
.word { display: none; } @media (min-width: 1700px) { .word { display: inline; } }"""
# The link as it stands, and what it leaves out since it is so today (`named`).
_JS = """export default function ({ data, parentElement }) {
  document.documentElement.lang = data.language;
  const at = name => parentElement.querySelector(name);
  const button = at("button"), told = at(".told"), label = at("label"), field = at("input");
  at(".word").textContent = button.ariaLabel = button.title = data.words;
  label.firstElementChild.textContent = data.byHand;
  const link = () => {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries(data.named)) if (!url.searchParams.has(name)) url.searchParams.set(name, value);
    return url.href;
  };
  button.onclick = async () => {
    label.hidden = true;
    try {
      await navigator.clipboard.writeText(link());
      told.textContent = data.copied;
      setTimeout(() => { told.textContent = ""; }, 2500);
    } catch {
      field.value = link();
      label.hidden = false;
      field.focus();
      field.select();
    }
  };
  label.onkeydown = event => { if (event.key === "Escape") { label.hidden = true; button.focus(); } };
  label.onfocusout = () => { label.hidden = true; };
}"""


def draw_copy_link(named: Mapping[str, str], say: Say) -> None:
    """The button; the copied link names what is `named` too."""
    copy = st.components.v2.component("copy_link", html=_HTML, css=_CSS, js=_JS)
    copy(
        key="copy_link",
        data={
            "words": say("Copy link"),
            "copied": say("The link is copied."),
            "byHand": say("Copy this link:"),
            "language": say.language.replace("_", "-"),
            "named": dict(named),
        },
        width="content",
    )
