"""Known headings above cells that are not what a figure needs: days on which nobody left, and people
of whom nobody comes twice, who answered rather than served."""

from data.kinds.schema import DatasetKind
from data.matching.still_here import LEFT, nobody_left
from data.matching.voice_columns import KINDS as VOICES
from data.matching.worked_out import first_cells
from data.reading.sheet import Sheet

STAFF = "employee"
_PEOPLE = 20  # of whom none comes again


def is_not_meant(sheet: Sheet, kind: DatasetKind, at: int, name: str) -> bool:
    """Whether the column that a heading means is not what stands below it."""
    if name == LEFT:
        return nobody_left(sheet, at)
    return name == STAFF and kind.name in VOICES and all_differ(first_cells(sheet)[at])


def all_differ(cells: list[str]) -> bool:
    """Whether there are many, and none comes again."""
    return len(cells) >= _PEOPLE and len(set(cells)) == len(cells)
