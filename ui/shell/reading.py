"""On a server that only reads: how old what it shows is, and the way to the server that stores."""

from datetime import UTC, datetime
from html import escape
from urllib.parse import urlencode

from data.following.folder import writer_address
from data.following.follower import Behind
from i18n import N_, Message, Say, Text
from ui.parts import st
from ui.parts.links import FIRST
from ui.parts.opened import following
from ui.parts.viewer import writes_elsewhere

# Pages that are there to store something: for whoever may, they are where that is done.
_STORING = (
    "upload",
    "targets",
    "units",
    "actions",
    "frozen",
    "people",
    "access",
    "alerts",
)
# Where a meeting stands is another with every click, and no state of the data.
_LIVE = "review"
_ONLY_SHOWS = N_("Here the dashboard only shows; nothing is stored.")
_FOLLOWED_THERE = N_("A meeting is followed where it is written down, not here.")
_SILENT = (  # seconds of each unit, and what is said with it
    (
        86_400,
        N_(
            "The server that stores has been silent for {days} days. This is as it was then; "
            "anything stored since is missing."
        ),
        "days",
    ),
    (
        3_600,
        N_(
            "The server that stores has been silent for {hours} hours. This is as it was then; "
            "anything stored since is missing."
        ),
        "hours",
    ),
    (
        60,
        N_(
            "The server that stores has been silent for {minutes} minutes. This is as it was then; "
            "anything stored since is missing."
        ),
        "minutes",
    ),
    (
        1,
        N_(
            "The server that stores has been silent for {seconds} seconds. This is as it was then; "
            "anything stored since is missing."
        ),
        "seconds",
    ),
)


def reading_ready(page: st.Page, say: Say) -> bool:
    """Whether the page is drawn here: on a server that only reads, pages to store something are
    elsewhere, for those who may store. Says how old what is shown is where that has to be said."""
    read_here = following()
    if read_here is None:
        return True
    behind = read_here.behind()
    if behind is not None:
        st.warning(say(behind_words(behind, datetime.now(UTC))), icon=":material/history:")
    if page.url_path == _LIVE:
        st.title(page.title)
        _draw_way(_LIVE, "", _FOLLOWED_THERE, say)
        return False
    if not writes_elsewhere():
        return True
    stores = page.url_path in _STORING
    if stores:
        st.title(page.title)
    _draw_way(page.url_path or FIRST, "" if stores else "scd-small", _ONLY_SHOWS, say)
    return not stores


def behind_words(behind: Behind, now: datetime) -> Message:
    """Why what is shown may not be the last state, and since when."""
    if behind.fault is not None:
        return Message(
            "What was stored last cannot be shown here, so this is an earlier state. {reason}",
            {"reason": behind.fault.message},
        )
    seconds = max(0.0, (now - behind.since).total_seconds())
    length, words, unit = next(one for one in _SILENT if seconds >= 2 * one[0] or one[0] == 1)
    return Message(words, {unit: int(seconds / length)})


def _draw_way(name: str, look: str, words: Text, say: Say) -> None:
    """The way to this page, with all that is chosen, on the server that stores."""
    told = escape(say(words))
    address = writer_address()
    if address:
        link = escape(f"{address}{name}?{urlencode(st.query_params.to_dict())}")
        there = escape(say("Open this page on the server that stores"))
        told += f' <a href="{link}" target="_self">{there}</a>'
    else:
        told += f" {escape(say('Ask who runs it where something is stored.'))}"
    st.html(f'<p class="{look}">{told}</p>')
