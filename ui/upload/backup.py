"""A consistent copy of everything, while people go on reading."""

from datetime import datetime
from pathlib import Path

from data.archive.backup import backup
from data.archive.leftovers import set_asides
from errors import ServiceCultureError, StorageFault
from i18n import Say, rounded
from ui.parts import st
from ui.parts.literal import item, joined
from ui.parts.role import BACKING_UP, draw_off
from ui.parts.viewer import for_keepers, keeps_records
from ui.state.board import database
from ui.state.person import who


def draw_backup(say: Say) -> None:
    """A button that writes a backup beside the database, and says where it is and what it holds;
    for those who keep the records."""
    with st.expander(say("Backup")):
        if not keeps_records():
            draw_off(BACKING_UP, say)
            return
        st.markdown(
            say(
                "A backup is one file with every upload, correction and target. Keep it on "
                "another disk. "
                "To put one back, stop the dashboard and run “python -m data restore FILE”."
            )
        )
        if st.button(say("Make a backup now"), key="backup"):
            _make(say)
        _draw_aside(say)


def _draw_aside(say: Say) -> None:
    """What rebuildings and restores set aside, with its size, and how to be rid of it."""
    aside = set_asides(database().path)
    if not aside:
        return
    st.markdown(
        say(
            "Rebuilding and restoring keep the file that was there. Nothing uses these any more; "
            "whoever looks after the server may "
            "delete them in its folder {folder}:",
            folder=str(aside[0].file.parent),
        )
    )
    st.markdown(
        joined(
            [
                item(f"{one.file.name} · {say('{size} MB', size=rounded(one.size / 1e6, 1))}")
                for one in aside
            ],
            "\n",
        )
    )


@for_keepers
def _make(say: Say) -> None:
    folder = database().path.parent / "backups"
    try:
        with st.spinner(say("Writing the backup …")):
            _require(folder)
            copied = backup(database(), folder / f"{datetime.now():%Y-%m-%d-%H%M%S}.duckdb", who())
    except ServiceCultureError as fault:
        st.error(say(fault.message))
        return
    st.success(
        say("{file} is written: {uploads} uploads.", file=str(copied.file), uploads=copied.uploads)
    )


def _require(folder: Path) -> None:
    """The folder of the backups; a database on a read-only disk can be backed up to another one
    only."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as fault:
        raise StorageFault(
            "No backup can be put into {folder}: {reason}. Stop the dashboard and run “python -m "
            "data backup FILE”, with a "
            "file on another disk.",
            folder=str(folder),
            reason=fault.strerror or str(fault),
        ) from fault
