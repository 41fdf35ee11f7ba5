"""The log: searched, read, and taken away as a file."""

from datetime import UTC

import pandas as pd

from data.exports.formula_safe import csv_bytes
from data.kinds.catalog import KINDS
from data.log.audit import ACTS, EXPIRED, SEEN, THINGS, LogSearch, count, entries, names
from data.log.journal import LogEntry
from i18n import Say, Text
from metrics.figures.register import FIGURES
from ui.parts import st
from ui.parts.table import show_table
from ui.state.board import read

_MOST = 100  # entries drawn
_ALL = ""
_ABOUT: dict[str, Text] = {**{kind.name: kind.label for kind in KINDS}, **THINGS}
_SHOWN: dict[str, Text] = {figure.reader: figure.shows for figure in FIGURES}


def draw_log(say: Say) -> None:
    """What is looked for, the latest entries of it, and all of it as a file."""
    st.header(say("Log"))
    st.markdown(
        say(
            "Every change with its person, and that records of single people were shown, once a "
            "person, record and day. Entries are never changed, but for the names of people who are "
            "forgotten on request, which an entry tells. The log goes with every backup, and comes "
            "back when the database is rebuilt."
        )
    )
    asked = _draw_search(say)
    found, all = read(lambda reading: (entries(reading, asked, _MOST), count(reading, asked)))
    if not found:
        st.info(say("The log holds no such entry."))
        return
    show_table(pd.DataFrame([_line(one, say) for one in found]), "access_log")
    if all > len(found):
        st.caption(
            say("The latest {shown} of {all}; the file has all of them.", shown=len(found), all=all)
        )
    st.download_button(
        say("Download as CSV"),
        lambda: csv_bytes(
            pd.DataFrame([_written(one) for one in read(lambda r: entries(r, asked))])
        ),
        "log.csv",
        "text/csv",
        key="access_log_file",
        on_click="ignore",
    )


def _draw_search(say: Say) -> LogSearch:
    people, things = read(names)
    first, second, third, fourth = st.columns([3, 2, 2, 3], vertical_alignment="bottom")
    with first:
        text = st.text_input(say("Text"), key="access_text")
    with second:
        who = st.selectbox(
            say("Person"),
            [None, *people],
            key="access_who",
            format_func=lambda one: say("everybody") if one is None else one or say("no name"),
        )
    with third:
        act = st.selectbox(
            say("What was done"),
            [_ALL, *ACTS],
            key="access_act",
            format_func=lambda one: say(ACTS[one]) if one else say("everything"),
        )
    with fourth:
        days = st.date_input(say("Between these days"), (), key="access_days")
    span = days if isinstance(days, tuple) else (days,)
    return LogSearch(
        text=text.strip(),
        who=who,
        act=act,
        first=span[0] if span else None,
        last=span[-1] if span else None,
    )


def _line(one: LogEntry, say: Say) -> dict[str, str]:
    return {
        say("When"): f"{one.moment.replace(tzinfo=UTC).astimezone():%Y-%m-%d %H:%M}",
        say("Who"): one.who,
        say("What was done"): say(ACTS.get(one.act, one.act)),
        say("With"): say(_ABOUT.get(one.about, one.about)),
        say("Which"): say(_SHOWN.get(one.what, one.what)) if one.act == SEEN else _which(one),
        say("Before"): one.before or "",
        say("After"): one.after or "",
    }


def _which(one: LogEntry) -> str:
    """Of people who are kept no longer the hashes are many and tell a reader nothing."""
    return "" if one.act == EXPIRED else one.what


def _written(one: LogEntry) -> dict[str, object]:
    """An entry as a line of the file, in words that programs know in every language."""
    return {
        "number": one.number,
        "moment_utc": f"{one.moment:%Y-%m-%d %H:%M:%S}",
        "who": one.who,
        "act": one.act,
        "about": one.about,
        "what": one.what,
        "before": one.before or "",
        "after": one.after or "",
    }
