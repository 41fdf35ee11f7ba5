"""The ledger: what was uploaded when, what was found in it, and taking it back."""

import json
from dataclasses import replace
from html import escape

import pandas as pd

from charts.axes import widest
from data.findings import Findings
from data.issues import Issue
from data.kinds.catalog import kind_named
from data.kinds.schema import DatasetKind
from data.text.personal_text import Masks
from data.uploads.again import CORRECTION, NAME as AGAIN, NEW, REPLACE, REPLACE_ALL
from data.uploads.known_staff import masked_issue
from data.uploads.prepare import ZONE
from data.uploads.store import issues_of, ledger, ledger_entry
from errors import Message, ServiceCultureError
from i18n import N_, Say
from ui.parts import st
from ui.parts.issues_table import draw_issues
from ui.parts.moment import moment_words
from ui.parts.role import COUNTS_ONLY, UNDOING, draw_off
from ui.parts.table import TableLook, show_table_with_file
from ui.parts.viewer import sees_counts, sees_people
from ui.state.board import read
from ui.state.changing import may_take_back, take_back
from ui.upload.match import left_over_words
from ui.upload.settings import DAY_FIRST
from ui.voice.data import masks_here

LATEST = 50  # uploads shown
_WITHHELD = "…"
_LETTERS, _BESIDE, _FILE = (
    14,
    30,
    216,
)  # pixels: of letters, beside a text, of a file's name at most
_COUNTS = (N_("Kept"), N_("Changed or gone"), N_("Rejected"))
_SETTINGS = {
    "set": N_("Given for all rows"),
    "where": N_("Only rows with"),
    "missing": N_("Codes for no answer"),
    "scale": N_("Scale"),
    "reversed": N_("Lowest number is best"),
    "pass_mark": N_("Pass mark in percent"),
    "day_first": N_("Order of day and month"),
    "encoding": N_("Encoding"),
    "sheet": N_("Sheet"),
    "replace_period": N_("Replaced the whole period"),
    AGAIN: N_("Rows stored already"),
    ZONE: N_("Times moved into the time zone"),
}
_AGAIN = {
    CORRECTION: N_("Correction"),
    REPLACE: N_("Replacement of months and units"),
    REPLACE_ALL: N_("Replacement for all units"),
    NEW: N_("New rows"),
}


def draw_ledger(say: Say) -> None:
    """The latest uploads, and one of them in full."""
    st.header(say("Uploads so far"))
    _draw_undone(say)
    latest, count = read(lambda reading: ledger(reading, LATEST))
    if latest.empty:
        st.markdown(say("Nothing was uploaded yet."))
        return
    if count > len(latest):
        st.caption(say("The latest {shown} of {count} uploads.", shown=len(latest), count=count))
    frame = ledger_frame(latest, say)
    look = TableLook([say(word) for word in _COUNTS], breadths(frame, say))
    show_table_with_file(frame, "uploads", "ledger", say, look)
    if not all(sees_counts(kind_named(kind)) for kind in latest["kind"]):
        st.caption(say("“{sign}”: of records of staff, told to other roles only.", sign=_WITHHELD))
    names = {
        row.id: f"{row.id} · {say.date(row.loaded_at)} · {row.file}" for row in latest.itertuples()
    }
    chosen = st.selectbox(
        say("Look at one upload"),
        list(names),
        index=None,
        format_func=names.get,
        key="ledger_choice",
        placeholder=say("Choose an upload"),
    )
    if chosen is not None:
        _draw_one(chosen, say)


def breadths(frame: pd.DataFrame, say: Say) -> dict[str, int]:
    """The pixels of the columns that Streamlit would cut, or for which it would cut others: a period
    is whole, and a long name of a file is not."""
    period, file = say("Period"), say("File")
    return {
        period: widest(frame[period], _LETTERS) + _BESIDE,
        file: min(widest(frame[file], _LETTERS) + _BESIDE, _FILE),
    }


def ledger_frame(rows: pd.DataFrame, say: Say) -> pd.DataFrame:
    """One line an upload, in the reader's language."""
    found = list(rows.itertuples())
    return pd.DataFrame(
        {
            say("Upload"): [row.id for row in found],
            say("State"): [_state(row, say) for row in found],
            say("When"): [moment_words(row.loaded_at.to_pydatetime(), say) for row in found],
            say("File"): [row.file for row in found],
            say("Kept"): [_count(row, row.kept, say) for row in found],
            say("Changed or gone"): [
                _count(row, row.replaced - row.unchanged, say) for row in found
            ],
            say("Rejected"): [_count(row, row.rejected, say) for row in found],
            say("Period"): [_period(row, say) for row in found],
            say("Kind"): [say(kind_named(row.kind).label) for row in found],
            say("Stored by"): [row.who or "" for row in found],
        }
    )


def _count(row, count: int, say: Say) -> str:
    """How many rows; of staff, only for roles that may know."""
    return say.number(count) if sees_counts(kind_named(row.kind)) else _WITHHELD


def _period(row, say: Say) -> str:
    if not sees_counts(kind_named(row.kind)):
        return _WITHHELD
    return (
        "–"
        if pd.isna(row.first_date)
        else say("{first} to {last}", first=row.first_date.date(), last=row.last_date.date())
    )


def _state(row, say: Say) -> str:
    if pd.isna(row.undone_at):
        return f"\u25cf {say('in use')}"
    return f"\u21b6 {say('undone on {day}', day=row.undone_at.date())}"


def _draw_one(upload: int, say: Say) -> None:
    row = read(lambda reading: ledger_entry(reading, upload))
    kind, matched = kind_named(row.kind), json.loads(row.match)
    st.html(
        "<div "
        f'class="scd-small">{"<br>".join(escape(line) for line in _settings(row, kind, matched, say))}</'
        "div>"
    )
    if sees_counts(kind):
        found = read(lambda reading: issues_of(reading, upload))
        masks = masks_here()
        draw_issues(
            Findings.of(_withheld(issue, kind, matched, masks, say) for issue in found),
            row.file,
            say,
            f"ledger_issues_{upload}",
        )
    else:
        draw_off(COUNTS_ONLY, say)
    if kind.sealed:
        st.caption(
            say(
                "A published period is not undone: it is withdrawn, with a reason, on the page "
                "\u201cPublished periods\u201d."
            )
        )
    elif pd.isna(row.undone_at):
        _draw_undo(upload, row.kept, say) if may_take_back(kind) else draw_off(UNDOING, say)


def _settings(row, kind: DatasetKind, matched: dict[str, str], say: Say) -> list[str]:
    """What was settled for an upload, a line each."""
    pairs = [f"{heading} = {say(kind.column(name).label)}" for heading, name in matched.items()]
    lines = [say("Headings: {pairs}.", pairs=pairs)]
    lines += left_over_words(json.loads(row.unused), json.loads(row.dropped_personal), say)
    told = json.loads(row.options)
    told[AGAIN] = told.get("answers", {}).get(AGAIN)
    lines.append(say("Fingerprint of the file (SHA-256): {hash}", hash=row.hash))
    return lines + [
        say("{setting}: {value}", setting=label, value=_value(name, told[name], say))
        for name, label in _SETTINGS.items()
        if _is_told(name, told.get(name))
    ]


def _is_told(name: str, value: object) -> bool:
    return value is not None if name == "day_first" else bool(value)


def _value(name: str, value: object, say: Say) -> str:
    if name == "day_first":
        return say(DAY_FIRST[value])
    if name == AGAIN:
        return say(_AGAIN[value])
    if isinstance(value, bool):
        return say("yes")
    if isinstance(value, dict):
        return say.list([f"{left} = {right}" for left, right in value.items()])
    return say.list(value if isinstance(value, list) else [value])


def _withheld(
    issue: Issue, kind: DatasetKind, matched: dict[str, str], masks: Masks, say: Say
) -> Issue:
    """Who somebody is, is shown to the person who uploads, and later only to roles that work with
    named staff."""
    name = matched.get(issue.column)
    personal = name is None or kind.column(name).personal
    if sees_people():
        return issue
    if issue.value is None or not personal:
        return masked_issue(issue, masks, say)
    blanks = {
        blank: _WITHHELD if blank == "value" else value
        for blank, value in issue.message.blanks.items()
    }
    return replace(issue, value=_WITHHELD, message=Message(issue.message.text, blanks))


def _draw_undo(upload: int, kept: int, say: Say) -> None:
    """Two steps: a button, then the consequence with a button for each answer."""
    if st.session_state.get("ledger_undo") != upload:
        st.button(
            say("Undo upload {upload}", upload=upload),
            key=f"undo_{upload}",
            icon=":material/undo:",
            on_click=lambda: st.session_state.update(ledger_undo=upload),
        )
        return
    st.warning(
        say(
            "Undo upload {upload}? None of its {kept} rows counts any longer. Earlier rows that "
            "it had replaced count again, unless another "
            "upload replaces them too. The same file can be uploaded again later.",
            upload=upload,
            kept=kept,
        )
    )
    with st.container(horizontal=True):
        st.button(
            say("Yes, undo it"), key="undo_yes", type="primary", on_click=lambda: _undo(upload)
        )
        st.button(
            say("No, keep it"), key="undo_no", on_click=lambda: st.session_state.pop("ledger_undo")
        )


def _undo(upload: int) -> None:
    st.session_state.pop("ledger_undo")
    try:
        rows = take_back(upload)
        told = Message(
            "Upload {upload} is undone: none of its rows counts any longer. Rows: {rows}.",
            {"upload": upload, "rows": rows},
        )
    except ServiceCultureError as fault:
        told = fault.message
    st.session_state["ledger_undone"] = told


def _draw_undone(say: Say) -> None:
    told = st.session_state.pop("ledger_undone", None)
    if told is not None:
        st.info(say(told))
