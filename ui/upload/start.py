"""Choosing a file, and what helps before there is one: templates and a file with faults to try."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from data.commands.inbox import inbox_of, put_away, waiting
from data.database.connection import database_path
from data.database.tables import MIXED, SAMPLE
from data.exports.formula_safe import csv_bytes
from data.kinds.catalog import kind_named
from data.kinds.schema import DatasetKind
from data.samples.demo import write_faulty
from data.uploads.prepare import hash_of
from data.uploads.remembered import settings_of_file
from i18n import Say
from metrics.snapshot import once
from ui.parts import st
from ui.parts.file_box import file_box_words
from ui.shell.sample import offer_sample
from ui.state.board import current_origin, read, today
from ui.state.changing import may_store, storable
from ui.upload.draft import forget, hold, set_kind

_MOST_WAITING = 8  # files of the inbox that are named
FORMATS = ("csv", "tsv", "txt", "xlsx", "xlsm", "xlsb", "xls", "ods")


def choose_file(say: Say):
    """The chosen file, or None; after a file was stored the box is empty again. What a person takes
    out or exchanges is not held on to."""
    file_box_words(say)
    turn = st.session_state.setdefault("upload_turn", 0)
    return st.file_uploader(
        say("File to upload: a table as {formats}", formats=[f".{ending}" for ending in FORMATS]),
        type=list(FORMATS),
        key=f"upload_file_{turn}",
        on_change=forget,
    )


@dataclass(frozen=True)
class _Waiting:
    """A file of the inbox, as the box for files hands one over."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def file_id(self) -> str:
        """Another one where somebody exchanged it."""
        return f"{self.path}|{self.path.stat().st_mtime_ns}"

    @property
    def size(self) -> int:
        """In bytes."""
        return self.path.stat().st_size

    def getvalue(self) -> bytes:
        """Its bytes."""
        return self.path.read_bytes()


def _draw_inbox(say: Say) -> None:
    """The files of the inbox that wait for a person, to be opened by whoever may store them; those
    that were stored since are put away."""
    found = [file for file in waiting(inbox_of(database_path())) if not _is_put_away(file)]
    found = [file for file in found if may_store(_kind_of(file))]
    if not found:
        return
    with st.container(border=True):
        st.markdown(
            say(
                "Files of the inbox that need a person: {count}. Open one to see what it needs.",
                count=len(found),
            )
        )
        for file in found[:_MOST_WAITING]:
            st.button(
                say("Open {file} ({kind})", file=file.name, kind=_kind_of(file).label),
                key=f"upload_waiting_{file.parent.parent.name}_{file.name}",
                on_click=lambda file=file: _open(file),
                icon=":material/inbox:",
            )


def _kind_of(file: Path) -> DatasetKind:
    return kind_named(file.parent.parent.name)


def _open(file: Path) -> None:
    if file.is_file():
        hold(_Waiting(file))
        set_kind(_kind_of(file).name)


def _is_put_away(file: Path) -> bool:
    """Whether the file is stored, as after somebody opened it here; it then goes to the others that
    are."""
    try:
        content = file.read_bytes()
    except OSError:
        return True  # somebody took it away
    found = read(lambda reading: settings_of_file(reading, _kind_of(file).name, hash_of(content)))
    if found is None:
        return False
    put_away(file, f"Stored as upload {found[0]}.\n")
    return True


def draw_start(say: Say) -> None:
    """What happens with a file, and files to begin with."""
    _draw_inbox(say)
    st.markdown(
        say(
            "Choose a file as your survey tool, spreadsheet or training system exports it. It is "
            "read and checked first: "
            "you see what was found, which rows are rejected and which KPI values move. "
            "Nothing is stored before you say so, and a data steward can undo every upload."
        )
    )
    with st.expander(say("Template files to fill in"), key="upload_templates"):
        st.markdown(
            say("Each template has the headings and one example row, to be replaced by yours.")
        )
        with st.container(horizontal=True):
            for kind in storable():
                st.download_button(
                    say(kind.label),
                    template(kind, say),
                    f"{kind.name}-template.csv",
                    "text/csv",
                    key=f"template_{kind.name}",
                    icon=":material/download:",
                    on_click="ignore",
                )
    if current_origin() in (SAMPLE, MIXED):
        _draw_trial_file(say)
    offer_sample(say)


@once(100, key=lambda kind, say: (kind.name, say.language))
def template(kind: DatasetKind, say: Say) -> bytes:
    """A CSV file with the kind's headings in the reader's language and one example row."""
    headings = [say(column.label) for column in kind.columns]
    return csv_bytes(pd.DataFrame([[column.example for column in kind.columns]], columns=headings))


def sample_note(say: Say) -> str:
    """Why a person's own file should not join the sample company."""
    return say(
        "The sample company is loaded, so a file uploaded now is mixed with its made-up rows. "
        "To start with your own files, remove it first with the button at the top; what you have "
        "stored yourself stays."
    )


def _draw_trial_file(say: Say) -> None:
    st.info(sample_note(say), icon=":material/info:")
    name, content = _trial_file(today())
    st.markdown(
        say(
            "To try this page, take a survey file of the sample company with the usual faults and "
            "upload it here."
        )
    )
    st.download_button(
        say("Sample file with faults"),
        content,
        name,
        "text/csv",
        key="trial_file",
        icon=":material/download:",
        on_click="ignore",
    )


@once(2)
def _trial_file(today: date) -> tuple[str, bytes]:
    with TemporaryDirectory() as folder:
        path = write_faulty(Path(folder), today).path
        return path.name, path.read_bytes()
