"""Cells merged downwards among the records: their value holds for every row that they cover."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from data.reading.layout import Block, Row


def filled_down(
    rows: Iterable[Row], blocks: Iterable[Block], filled: Counter | None = None
) -> Iterator[Row]:
    """The rows, the value of each merged range repeated in its first column; cells that are only
    blank stay so.

    `filled` counts the cells that got a value, by their column.
    """
    starts = defaultdict(list)
    for top, left, bottom, _ in blocks:
        if bottom > top:
            starts[top].append((left, bottom))
    return (
        _repeated(rows, starts, Counter() if filled is None else filled) if starts else iter(rows)
    )


def _repeated(
    rows: Iterable[Row], starts: dict[int, list[tuple[int, int]]], filled: Counter
) -> Iterator[Row]:
    reaching: dict[int, tuple[int, str]] = {}  # column -> last row that the value covers, value
    for line, cells in rows:
        reaching = {column: held for column, held in reaching.items() if line <= held[0]}
        if reaching:
            cells = cells + [""] * (max(reaching) + 1 - len(cells))
        for column, (_, value) in reaching.items():
            if not cells[column]:
                cells[column] = value
                filled[column] += 1
        for column, bottom in starts.get(line, ()):
            if column < len(cells) and cells[column]:
                reaching[column] = bottom, cells[column]
        yield line, cells
