"""Letters on their way out. A letter is written in the transaction that notes what it tells, marked
before it is sent and after: whatever is interrupted, none is lost, and one that may have gone out is
not sent again as if it had not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.database.connection import Database, ReadTransaction, WriteTransaction

WAITING, SENDING, SENT, UNSURE, FAILED = "waiting", "sending", "sent", "unsure", "failed"
PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))  # after each failure
_COLUMNS = "id, subscriber, channel, address, title, lines, link, made, state, tries, answer"


@dataclass(frozen=True)
class Letter:
    """What somebody is told. `state`: WAITING; SENDING while it is on its way; SENT; UNSURE where
    the program ended in between; FAILED after the last try, with what was answered."""

    id: int
    subscriber: str
    channel: str
    address: str
    title: str
    lines: tuple[str, ...]
    link: str
    made: datetime
    state: str = WAITING
    tries: int = 0
    answer: str = ""


def write_letter(
    writing: WriteTransaction,
    to: tuple[str, str, str],
    title: str,
    lines: Sequence[str],
    link: str,
    now: datetime,
) -> None:
    """A letter to be sent. `to`: subscriber, channel and address."""
    ((number,),) = writing.rows("SELECT coalesce(max(id), 0) + 1 FROM letter")
    row = [number, *to, title, list(lines), link, now, WAITING, 0, now, ""]
    writing.run(f"INSERT INTO letter VALUES ({', '.join('?' * len(row))})", row)


def unsure(writing: WriteTransaction) -> list[Letter]:
    """Letters whose sending was interrupted, now marked as UNSURE: to be called once at the start of
    a run, which is one at a time."""
    rows = writing.rows(
        f"UPDATE letter SET state = ? WHERE state = ? RETURNING {_COLUMNS}", [UNSURE, SENDING]
    )
    return [_letter(row) for row in rows]


def is_due(reading: ReadTransaction, now: datetime) -> bool:
    """Whether a letter is to be sent."""
    found = reading.rows(
        "SELECT 1 FROM letter WHERE state = ? AND due <= ? LIMIT 1", [WAITING, now]
    )
    return bool(found)


def next_letter(database: Database, now: datetime) -> Letter | None:
    """The first letter that is due, marked as on its way."""
    with database.write() as writing:
        rows = writing.rows(
            f"UPDATE letter SET state = ?, tries = tries + 1 WHERE id = "
            f"(SELECT min(id) FROM letter WHERE state = ? AND due <= ?) RETURNING {_COLUMNS}",
            [SENDING, WAITING, now],
        )
    return _letter(rows[0]) if rows else None


def note_sent(database: Database, letter: Letter) -> None:
    """It has arrived."""
    with database.write() as writing:
        writing.run("UPDATE letter SET state = ? WHERE id = ?", [SENT, letter.id])


def note_failure(
    database: Database, letter: Letter, answer: str, now: datetime, wait: timedelta = timedelta()
) -> None:
    """It was refused: tried again after a growing pause, at least `wait`; given up where it is refused
    after the last."""
    more = letter.tries <= len(PAUSES)
    due = now + max(PAUSES[letter.tries - 1], wait) if more else now
    with database.write() as writing:
        writing.run(
            "UPDATE letter SET state = ?, due = ?, answer = ? WHERE id = ?",
            [WAITING if more else FAILED, due, answer, letter.id],
        )


def letters(reading: ReadTransaction, most: int) -> list[Letter]:
    """The latest letters, the last first."""
    rows = reading.rows(f"SELECT {_COLUMNS} FROM letter ORDER BY id DESC LIMIT ?", [most])
    return [_letter(row) for row in rows]


def _letter(row: Sequence) -> Letter:
    return Letter(**dict(zip(_COLUMNS.split(", "), row, strict=True)) | {"lines": tuple(row[5])})
