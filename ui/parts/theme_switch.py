"""The choice between light and dark, kept in the reader's browser.

Streamlit keeps it by the address of each page and has no public way to set it; so it is written down
for all pages, and the page is loaded anew: its link holds everything else that was chosen.
tests/browser holds that Streamlit still reads it there.
"""

from i18n import Say
from ui.parts import st
from ui.parts.links import FIRST, PAGES

_HTML = """<div role="group"></div>"""
_CSS = """[role]{display:flex}
button{flex:1;padding:.4rem .7rem;cursor:pointer;white-space:nowrap;font:inherit;color:var(--st-text-color);
background:var(--st-background-color);border:1px solid var(--st-border-color)}
button[aria-pressed=true]{background:var(--st-secondary-background-color);border-color:var(--st-primary-color);font-weight:600}
:focus-visible{outline:2px solid var(--st-primary-color)}"""
_JS = """export default function({data,parentElement}){
const group=parentElement.querySelector("[role]"),path=location.pathname;
const own=data.pages.find(page=>page&&path.endsWith("/"+page))??"",base=path.slice(0,path.length-own.length);
const key=page=>`stActiveTheme-${base+page}-v2`;
let now="System";
try{now=JSON.parse(localStorage.getItem(key(own)))??now}catch{}
group.ariaLabel=data.label;
group.replaceChildren(...data.names.map(([name,words])=>{
const button=document.createElement("button");
button.textContent=words;button.type="button";button.ariaPressed=String(name===now);
button.onclick=()=>{for(const page of data.pages)localStorage.setItem(key(page),JSON.stringify(name));location.reload()};
return button}))}"""


def draw_theme_switch(say: Say) -> None:
    """As the system is set, light or dark."""
    switch = st.components.v2.component("theme_switch", html=_HTML, css=_CSS, js=_JS)
    switch(
        key="theme_switch",
        data={
            "label": say("Light or dark"),
            "names": [
                ["System", say("As the system")],
                ["Light", say("Light")],
                ["Dark", say("Dark")],
            ],
            "pages": ["", *(name for name, _, _ in PAGES if name != FIRST)],
        },
    )
