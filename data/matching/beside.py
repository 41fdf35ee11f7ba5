"""What other columns and cells say beside a heading: ticks of one question, empty cells, and the one that
speaks against it."""

from collections.abc import Sequence

from data.kinds.schema import DatasetKind
from data.matching.cell_looks import repeats_heading
from data.matching.likeness import contradicts
from data.matching.worked_out import SAMPLED
from data.reading.sheet import Sheet
from data.text.folding import JOINT
from data.text.writing import shown
from data.values.looks import is_no_answer

_HARDLY = 0.2  # share of empty cells from which on another known column of dates comes first


def ticks_of(sheet: Sheet, samples: Sequence[Sequence[str]]) -> set[int]:
    """The columns of a question of which several answers may be ticked, empty ones among them."""
    asked = [heading.partition(JOINT)[0] for heading in sheet.headings]
    ticked = {
        asked[at]
        for at, heading in enumerate(sheet.headings)
        if repeats_heading(heading, samples[at])
    }
    return {
        at
        for at, heading in enumerate(sheet.headings)
        if asked[at] in ticked and (not samples[at] or repeats_heading(heading, samples[at]))
    }


def odd_cell(heading: str, cells: list[str], kind: DatasetKind, name: str) -> str:
    """A cell that the column cannot hold."""
    return next(
        (cell for cell in cells if contradicts(heading, [cell], kind.column(name), kind)),
        shown(next((cell for cell in cells if not is_no_answer(cell)), "")),
    )


def is_empty(sheet: Sheet, at: int) -> bool:
    """Whether nothing stands under a heading, in the last rows either."""
    return bool((sheet.cells[at] == "").all())


def has_gaps(sheet: Sheet, at: int) -> bool:
    """Whether many cells of a column are empty, so that a date there is not that of the records."""
    cells = sheet.cells[at].iloc[:SAMPLED]
    return bool((cells == "").mean() > _HARDLY) if len(cells) else True
