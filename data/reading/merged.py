"""Cells merged downwards among the records: their value holds for every row that they cover."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from data.reading.layout import Block, Row


def filled_down(rows: Iterable[Row], blocks: Iterable[Block]) -> Iterator[Row]:
    """The rows, the value of each merged range repeated in its first column; cells that are only blank stay so."""
    starts = defaultdict(list)
    for top, left, bottom, _ in blocks:
        if bottom > top:
            starts[top].append((left, bottom))
    return _repeated(rows, starts) if starts else iter(rows)


def _repeated(rows: Iterable[Row], starts: dict[int, list[tuple[int, int]]]) -> Iterator[Row]:
    reaching: dict[int, tuple[int, str]] = {}  # column -> last row that the value covers, value
    for line, cells in rows:
        reaching = {column: held for column, held in reaching.items() if line <= held[0]}
        if reaching:
            cells = cells + [""] * (max(reaching) + 1 - len(cells))
        for column, (_, value) in reaching.items():
            cells[column] = cells[column] or value
        for column, bottom in starts.get(line, ()):
            if column < len(cells) and cells[column]:
                reaching[column] = bottom, cells[column]
        yield line, cells
