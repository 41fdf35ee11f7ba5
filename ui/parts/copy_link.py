"""The button that copies the link of what is looked at, and tells the browser the page's language.

It asks no other host for anything, and serves where a browser lets no page near
the clipboard (an address without https): then the link is shown, marked, to be
copied by hand. It is sent with each page that is opened, so it is short.
"""

from i18n import Say
from ui.parts import st

_HTML = """<button type="button"><svg viewBox="0 0 24 24" width="18" aria-hidden="true" fill="none" stroke="currentColor"
stroke-width="2"><path d="M10 14a5 5 0 0 0 7 0l3-3a5 5 0 0 0-7-7l-1 1M14 10a5 5 0 0 0-7 0l-3 3a5 5 0 0 0 7 7l1-1"/></svg></button>
<span role="status"></span><label hidden><span></span><input readonly></label>"""
_CSS = """:host{position:relative}
button{height:2.5rem;width:2.5rem;padding:.6rem;cursor:pointer}
button,label,span:not(:empty),input{color:var(--st-text-color);background:var(--st-background-color);
border:1px solid var(--st-border-color);border-radius:.25rem;font:inherit}
button:hover{border-color:currentColor}
:focus-visible{outline:2px solid var(--st-primary-color)}
label:not([hidden]),[role]:not(:empty){position:absolute;right:0;top:2.9rem;z-index:9;padding:.5rem;white-space:nowrap}
label>span:not(:empty){border:0}
input{display:block;width:min(24rem,75vw)}"""
# The link as it stands, and the month that it leaves out since it is the latest today: that stands in the
# link to the report. Told as data it would make the component another one with each month, and send it anew.
_JS = """export default function({data,parentElement}){
document.documentElement.lang=data.language;
const [button,told,label,field]=["button","[role]","label","input"].map(one=>parentElement.querySelector(one));
button.ariaLabel=button.title=data.words;
label.firstElementChild.textContent=data.byHand;
button.onclick=async()=>{
const url=new URL(location.href);
const report=document.querySelector(data.monthIn),month=report&&new URL(report.href).searchParams.get("month");
if(month&&!url.searchParams.has("month"))url.searchParams.set("month",month);
label.hidden=true;
try{
await navigator.clipboard.writeText(url.href);
told.textContent=data.copied;
setTimeout(()=>{told.textContent=""},2500);
}catch{
field.value=url.href;
label.hidden=false;
field.focus();
field.select();
}};
label.onkeydown=event=>{if(event.key==="Escape")button.focus()};
field.onblur=()=>{label.hidden=true};
}"""


def draw_copy_link(month_in: str, say: Say) -> None:
    """The button; the copied link names the month too, which a link on the page names: `month_in` is
    the selector that finds it."""
    copy = st.components.v2.component("copy_link", html=_HTML, css=_CSS, js=_JS)
    copy(
        key="copy_link",
        data={
            "words": say("Copy link"),
            "copied": say("The link is copied."),
            "byHand": say("Copy this link:"),
            "language": say.language.replace("_", "-"),
            "monthIn": month_in,
        },
        width="content",
    )
