"""What uploads, and taking them back, moved in KPI values, by the ledger: what every upload moved
is kept there, and the day it was undone."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from data.database.connection import ReadTransaction
from data.uploads.store import Move

_Key = tuple[str, date]
_Event = tuple[
    datetime, int, str, bool, tuple[Move, ...]
]  # when, upload, kind, whether it was taken back then, what it moved when it was loaded


def moves_since(
    reading: ReadTransaction, kinds: Sequence[str], first: datetime, end: datetime
) -> list[tuple[date, Move]]:
    """What was moved from `first` to before `end`, the day with it: of every KPI and
    month the first move of a known value, `before`, which had been told until then. Left out is
    what the ledger cannot tell the value before of."""
    if not reading.rows(
        f"""SELECT 1 FROM upload WHERE kind IN ({_blanks(kinds)}) AND moves <> '[]'
            AND (loaded_at >= ? AND loaded_at < ? OR undone_at >= ? AND undone_at < ?) LIMIT 1""",
        [*kinds, first, end, first, end],
    ):
        return []
    return _first_moves(_events(reading, kinds, end), first)


def _blanks(kinds: Sequence[str]) -> str:
    return ", ".join("?" * len(kinds))


def _events(reading: ReadTransaction, kinds: Sequence[str], end: datetime) -> list[_Event]:
    """Every loading and undoing before a moment, in order of time. What stood beside the sample
    company's rows was never told of one's own."""
    rows = reading.rows(
        f"""SELECT id, kind, loaded_at, undone_at, moves FROM upload WHERE kind IN ({_blanks(kinds)}) AND loaded_at < ?
        AND loaded_at >= (SELECT coalesce(sample_removed, '-infinity') FROM state)""",
        [*kinds, end],
    )
    found = []
    for upload, kind, loaded, undone, moves in rows:
        moved = tuple(
            Move(kpi, date.fromisoformat(period), before, after)
            for kpi, period, before, after in json.loads(moves)
        )
        found.append((loaded, upload, kind, False, moved))
        if (
            undone is not None and (taken_back := max(undone, loaded)) < end
        ):  # a clock that was put back may say that it was before
            found.append((taken_back, upload, kind, True, moved))
    return sorted(found, key=lambda event: event[:2])


def _first_moves(events: Iterable[_Event], first: datetime) -> list[tuple[date, Move]]:
    """An upload says what stood before it. What stands after one is taken back is what stood before
    it where it was the latest in use of its kind; else that is not known until the next one says
    it."""
    stands: dict[_Key, float | None] = {}
    in_use: dict[str, list[int]] = {}
    found: dict[_Key, tuple[date, Move] | None] = {}
    for at, upload, kind, taken_back, moves in events:
        loaded = in_use.setdefault(kind, [])
        latest = not taken_back or loaded[-1:] == [upload]
        for move in moves:
            key = move.kpi, move.period
            before, after = (
                (move.before, move.after) if not taken_back else (stands.get(key), move.before)
            )
            known = not taken_back or key in stands
            if (
                at >= first and key not in found and not (known and before is None)
            ):  # what had no value yet was not told
                found[key] = (
                    (at.date(), Move(move.kpi, move.period, before, after if latest else None))
                    if known
                    else None
                )
            if latest:
                stands[key] = after
            else:
                stands.pop(key, None)
        if taken_back:
            loaded.remove(upload)
        else:
            loaded.append(upload)
    return [one for one in found.values() if one is not None]


def uploads_since(reading: ReadTransaction, since: datetime) -> list[tuple[str, int, int]]:
    """By kind, how many uploads came since a moment and are in use, and how many that were there
    before have been taken back."""
    return reading.rows(
        """SELECT kind, count(*) FILTER (loaded_at >= $1 AND undone_at IS NULL), count(*) FILTER (loaded_at < $1 AND undone_at >= $1)
        FROM upload WHERE loaded_at >= $1 OR undone_at >= $1 GROUP BY kind ORDER BY kind""",
        [since],
    )
