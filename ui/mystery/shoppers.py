"""Whether the scores depend on who visits: severity of shoppers, and agreement of two who saw the
same visit."""

from collections.abc import Callable
from html import escape

import pandas as pd

from errors import Message
from i18n import Say, all_rounded
from metrics.mystery.finding import agreement_sentences, alike, severity_sentences
from metrics.mystery.raters import Agreement
from metrics.mystery.refusal import Refused
from metrics.mystery.severity import Severity
from ui.mystery.data import NOT_NAMED, VisitsView, agreeing, severe
from ui.parts import st
from ui.parts.heading import heading
from ui.parts.table import TableLook, show_table_with_file
from ui.parts.viewer import sees_people

_MOST = 50


def draw_shoppers(view: VisitsView, say: Say) -> None:
    """Severity where the visits allow it, refusal in words where not; then agreement with its guide
    words."""
    left, right = st.columns(2, gap="large")
    with left:
        st.html(heading(say("Severe and lenient shoppers")))
        _draw_severity(view, say)
    with right:
        st.html(heading(say("Two shoppers of the same visit")))
        _told(agreeing(view), agreement_sentences, say)


def _told(
    found: Severity | Agreement | Refused, sentences: Callable[..., list[Message]], say: Say
) -> bool:
    """Says what was found, the first sentence large; where it was refused, why, and then False."""
    if isinstance(found, Refused):
        st.info(say(found.reason))
        return False
    first, *rest = (say(sentence) for sentence in sentences(found))
    st.html(
        f'<h2 class="scd-finding">{escape(first)}</h2><div '
        f'class="scd-evidence">{escape(say.sentences(rest))}</div>'
    )
    return True


def _draw_severity(view: VisitsView, say: Say) -> None:
    found = severe(view)
    if not _told(found, severity_sentences, say) or alike(found):
        return
    if not sees_people():
        st.caption(say(NOT_NAMED))
        return
    rows = found.shoppers.sort_values("effect")
    numbers = pd.DataFrame(
        {
            say("Shopper"): rows["shopper"],
            say("Visits"): rows["visits"],
            say("Points against the others"): all_rounded(rows["effect"], 1),
        }
    )
    show_table_with_file(
        numbers.head(_MOST), "shoppers", "mystery_severity", say, TableLook(width="content")
    )
    st.caption(say("Below 0: more severe than the others, the stores visited taken out."))
