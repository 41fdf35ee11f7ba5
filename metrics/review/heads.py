"""The meetings that were held here, as far as others have to know them: when, and what was decided."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

from data.kinds.meeting import HEAD
from metrics.snapshot import Snapshot


@dataclass(frozen=True)
class MeetingHead:
    """A meeting with the moment at which it began, its first day, and that of its end (today while
    it is on). `decided`: the items that a decision was taken on, also one that came as it ended."""

    opened: str
    number: str
    name: str
    begun: date
    over: date
    is_on: bool
    decided: frozenset[str]


def heads_of(snapshot: Snapshot) -> tuple[MeetingHead, ...]:
    """All of them, in the order in which they began."""
    now = dict(snapshot.reading.rows("SELECT meeting_id, taken FROM meeting_now"))
    found = []
    for number, begun, told in snapshot.reading.rows(
        "SELECT meeting_id, date, told FROM live_meeting WHERE item = ?", [HEAD]
    ):
        head = json.loads(told)
        ended = head["ended"]
        found.append(
            MeetingHead(
                opened=head["opened"],
                number=number,
                name=head["name"],
                begun=begun,
                over=snapshot.today if ended is None else _day(ended),
                is_on=ended is None,
                decided=frozenset({**head["taken"], **json.loads(now.get(number, "{}"))}.values()),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.opened, one.number)))


def _day(kept: str) -> date:
    """The day of a moment, which is kept in UTC, by the clock that says what day today is."""
    return datetime.fromisoformat(kept).replace(tzinfo=UTC).astimezone().date()
