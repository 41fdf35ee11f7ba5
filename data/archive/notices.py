"""What was found wrong with the archive, kept in its list until somebody has decided to go on, and
said in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from data.archive.lines import NOTICED, now
from errors import Message
from i18n import N_

GONE, CUT, CHANGED, DAMAGED, COPIES = "gone", "cut", "changed", "damaged", "copies"
_NAMED = 5  # uploads in a sentence

_WORDS = {
    GONE: N_(
        "The list of the archive was gone. What it said is taken from the archive's files and "
        "from the database. Where somebody moved or "
        "replaced the folder of the archive, stop the program and put the right one back."
    ),
    CUT: N_(
        "The list of the archive was cut short, or an older one was put in its place. What it "
        "lacks is taken from the archive's files and "
        "from the database."
    ),
    CHANGED: N_(
        "The list of the archive is not the one that this database wrote: it was changed, or "
        "another was put in its place. What it "
        "lacks is taken from the archive's files and from the database."
    ),
    DAMAGED: N_(
        "Lines and files of the archive that cannot be read, are missing or are another "
        "database's: {count}. They are left out. What "
        "they said is taken from what is left of the archive and from the database."
    ),
    COPIES: N_(
        "Copies of uploads in the archive that were gone or cut short: {uploads}. They are made "
        "anew from the database where it may be "
        "written."
    ),
}

Named = tuple[int, str, int]  # an upload: its number, its file, the rows it kept


@dataclass(frozen=True)
class Notice:
    """What was found, how many of it, and of which uploads."""

    what: str
    count: int = 0
    uploads: tuple[Named, ...] = ()

    @property
    def message(self) -> Message:
        """The notice in words."""
        return Message(
            _WORDS.get(self.what, _WORDS[CHANGED]),
            {"count": self.count, "uploads": named(self.uploads)},
        )


def named(uploads: Iterable[Named]) -> list[object]:
    """Uploads by number, file and rows: the first few, then how many more."""
    uploads = tuple(uploads)
    told: list[object] = [
        Message(
            "{upload} ({file}; rows: {rows})", {"upload": str(upload), "file": file, "rows": kept}
        )
        for upload, file, kept in uploads[:_NAMED]
    ]
    return told + (
        [Message("and further ones: {count}", {"count": len(uploads) - _NAMED})]
        if len(uploads) > _NAMED
        else []
    )


def without_rows(message: Message) -> Message:
    """The message, with uploads by number and file only: how many rows a file of staff had is not for
    all."""
    blanks = {
        name: [without_rows(one) if isinstance(one, Message) else one for one in blank]
        if isinstance(blank, list)
        else blank
        for name, blank in message.blanks.items()
    }
    if "rows" in blanks and "upload" in blanks:
        return Message("{upload} ({file})", {"upload": blanks["upload"], "file": blanks["file"]})
    return Message(message.text, blanks)


def noticed(notice: Notice, faults: int) -> dict:
    """The event of a notice; `faults`: how many the archive has that were told until now."""
    return {
        "event": NOTICED,
        "what": notice.what,
        "count": notice.count,
        "uploads": [list(one) for one in notice.uploads],
        "at": now(),
        "faults": faults,
    }


def notice_of(event: dict) -> Notice:
    """The notice of an event."""
    return Notice(
        event["what"],
        event["count"],
        tuple((upload, file, kept) for upload, file, kept in event["uploads"]),
    )
