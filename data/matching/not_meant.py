"""Known headings above cells that are not what a figure needs: days on which nobody left, numbers of
people of whom nobody comes twice, who answered rather than served, and numbers of what was rated."""

import re

from data.kinds.schema import DatasetKind
from data.matching.cell_looks import are_codes
from data.matching.left_looks import deals_with_it
from data.matching.rated_thing import gives_way
from data.matching.still_here import LEFT, nobody_left
from data.matching.voice_columns import KINDS as VOICES
from data.matching.worked_out import first_cells
from data.reading.sheet import Sheet

STAFF = "employee"
_SERVES = re.compile(r"serv|atend|attend|服务|服務|营业|營業|店员|店員|柜员|櫃員", re.I)
_PEOPLE = 20  # of whom none comes again


def is_not_meant(sheet: Sheet, kind: DatasetKind, at: int, name: str) -> bool:
    """Whether the column that a heading means is not what stands below it."""
    if name == LEFT:
        return nobody_left(sheet, at)
    if name == "response_id" and kind.name in VOICES:
        return gives_way(sheet, at)
    return name == STAFF and kind.name in VOICES and _answered(sheet, at)


def _answered(sheet: Sheet, at: int) -> bool:
    """Whether a column holds numbers of people, each another, and no heading says that they
    served."""
    heading, cells = sheet.headings[at], first_cells(sheet)[at]
    serves = deals_with_it(heading) or _SERVES.search(heading) is not None
    return all_differ(cells) and are_codes(cells) and not serves


def all_differ(cells: list[str]) -> bool:
    """Whether there are many, and none comes again."""
    return len(cells) >= _PEOPLE and len(set(cells)) == len(cells)
