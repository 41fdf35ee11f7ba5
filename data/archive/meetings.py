"""Where meetings stand, beside the uploads of the archive: what is ticked off while one is on is in no
upload yet, and is not to be lost with the database's file."""

import json
import os
from contextlib import suppress
from pathlib import Path

from data.archive.standing import TEMPORARY, folder_of
from data.database.connection import WriteTransaction

_FILE = "meetings.now"  # not named as the records of uploads are, which the list has to know
_CELLS = "meeting_id, item, marks, taken, changes"


def keep_meetings(writing: WriteTransaction, database: Path) -> None:
    """Write down where meetings stand, once that is committed. A disk that refuses takes nothing
    away: the database has it."""
    folder = folder_of(database)
    told = json.dumps(writing.rows(f"SELECT {_CELLS} FROM meeting_now ORDER BY meeting_id"))

    def keep() -> None:
        with suppress(OSError):
            draft = folder / f"{_FILE}{TEMPORARY}"
            with draft.open("w", encoding="utf-8") as file:
                file.write(told)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(folder / _FILE)

    writing.after_commit(keep)


def bring_back_meetings(writing: WriteTransaction, folder: Path) -> None:
    """Where meetings stood; one that cannot be read stands at its agenda, with nothing ticked."""
    with suppress(OSError, ValueError):
        for row in json.loads((folder / _FILE).read_text("utf-8")):
            writing.run(f"INSERT INTO meeting_now ({_CELLS}) VALUES (?, ?, ?, ?, ?)", row)
