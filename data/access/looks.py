"""When somebody looked at the board, and how things stood then: two looks a person, the one that is on
and the one before it, with which it is compared.

They are of a person: whoever is withdrawn has none any more.
"""

from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from data.database.connection import Database, ReadTransaction, WriteTransaction

# A look lasts so long, however often the page is drawn or opened anew in it.
LASTS = timedelta(hours=4)


@dataclass(frozen=True)
class BoardLook:
    """`begun`: in UTC; `rights`: with which it was looked; `stood`: how things stood, as
    metrics/findings/since.py writes and reads it."""

    begun: datetime
    rights: str
    stood: str


def looks_of(reading: ReadTransaction, who: str) -> list[BoardLook]:
    """Somebody's looks, the latest first; "" is whoever looks where nobody signs in."""
    return [
        BoardLook(*row)
        for row in reading.rows(
            "SELECT begun, rights, stood FROM look WHERE who = ? ORDER BY begun DESC", [who]
        )
    ]


def goes_on(begun: datetime, now: datetime) -> bool:
    """Whether a look is still on; a clock that was put back begins none."""
    return now - begun < LASTS


def note_look(database: Database, who: str, look: BoardLook) -> None:
    """Keep a look that begins, and the one before it; none where another page of the same person
    began one meanwhile."""
    with database.write() as writing:
        last = looks_of(writing, who)[:1]
        if last and goes_on(last[0].begun, look.begun):
            return
        forget_looks(writing, who)
        for kept in (*last, look):
            writing.run("INSERT INTO look VALUES (?, ?, ?, ?)", [who, *astuple(kept)])


def forget_looks(writing: WriteTransaction, who: str) -> None:
    """Nothing is kept any more of when somebody looked."""
    writing.run("DELETE FROM look WHERE who = ?", [who])
