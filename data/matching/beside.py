"""What other columns and cells say beside a heading: another of the same meaning, ticks of one
question, and the cell that speaks against it."""

from collections.abc import Mapping, Sequence

from data.kinds.schema import DatasetKind
from data.matching.cell_looks import repeats_heading
from data.matching.likeness import contradicts, speaks_against
from data.matching.worked_out import SAMPLED
from data.reading.sheet import Sheet
from data.text.folding import JOINT, is_listed
from data.text.writing import shown
from data.values.looks import is_no_answer

_HARDLY = 0.2  # share of empty cells from which on another known column of dates comes first
_ONE_OF_SEVERAL = ("employee", "store", "closed_by")  # of which a record may name several


def as_likely(
    sheet: Sheet,
    kind: DatasetKind,
    exact: Mapping[int, str],
    rest: Sequence[int],
    samples: Sequence[Sequence[str]],
) -> dict[int, tuple[int, ...]]:
    """The columns of people and places that only a list knows, with others that it knows for the
    same and that tell something else."""
    found: dict[int, tuple[int, ...]] = {}
    for at, name in exact.items():
        if name not in _ONE_OF_SEVERAL or not is_listed(sheet.headings[at], name, kind):
            continue
        column = kind.column(name)
        others = tuple(
            other
            for other in rest
            if samples[other]
            and is_listed(sheet.headings[other], name, kind)
            and not speaks_against(sheet.headings[other], samples[other], column, kind)
            and not _tell_the_same(sheet, at, other)
        )
        if others:
            found[at] = others
    return found


def _tell_the_same(sheet: Sheet, one: int, other: int) -> bool:
    """Whether each cell of a column stands beside one of the other alone, as a name does beside its
    number."""
    pairs = set(zip(*(sheet.cells[at].iloc[:SAMPLED] for at in (one, other)), strict=True))
    return len(pairs) == len({first for first, _ in pairs}) == len({last for _, last in pairs})


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


def has_gaps(sheet: Sheet, at: int) -> bool:
    """Whether many cells of a column are empty, so that a date there is not that of the records."""
    cells = sheet.cells[at].iloc[:SAMPLED]
    return bool((cells == "").mean() > _HARDLY) if len(cells) else True
