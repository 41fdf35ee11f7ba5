"""Where the headings of a table stand, and what they are called.

Above them may be titles; they may take one, two or three rows. Known
headings tell them first, then shape: words above columns of numbers and
dates, followed by a full row.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from data.reading.record_form import has_form_of_records
from data.text.folding import JOINT, fold, known_count, known_headings
from data.values.looks import is_data
from data.values.promised_time import promised
from data.values.spans import heading_span

Row = tuple[int, list[str]]  # physical line or sheet row, cells
Block = tuple[
    int, int, int, int
]  # a merged range: first row, first column, last row, last column (rows from 1, columns from 0)

HEAD = 200  # rows looked at
_DEEPEST, _MOST_ROWS, _MOST_MERGED = 30, 3, 6
_LONGEST_LENGTH = 20  # letters
_COMPARED = 50  # records of which the form is looked at
_FEWEST_PERIODS = 3  # that a row of headings names, one a column
_PLACEHOLDER = re.compile(r"\.\.\.\d+")
_STAMP = re.compile(
    r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?"
)
_WHOLE_DAY = re.compile(
    r"(?:(?:19|20)\d{2}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:19|20)\d{2})(?:[T ,]|$)"
)
_ZONE = re.compile(r"['\"]timeZone['\"]\s*:\s*['\"]([^'\"]+)['\"]")
# What SurveyMonkey writes below its questions, in the languages of its forms.
_ANSWER_ROW = frozenset(
    map(
        fold,
        (
            *("Response", "Open-Ended Response", "回應", "開放式回應", "回答", "开放式回答"),
            *("回复", "开放式回复", "自由回答", "Antwort", "Offene Antwort", "Réponse"),
            *("Réponse ouverte", "Respuesta", "Respuesta abierta", "Resposta", "Resposta aberta"),
            *("Risposta", "Risposta aperta", "Antwoord", "Open antwoord"),
        ),
    )
)
_FEWEST_LABELS, _SAME_LABELS = 3, 0.5  # of a record that describes a list; what two lists share
_KNOWN = 2  # headings of another list


@dataclass(frozen=True)
class Headings:
    """Names of the physical columns ("" where there is none), the title above, and how many of the
    rows looked at they take.

    `zones`: column -> the time zone that the tool wrote below its heading. `above`: the filled cells
    of each line of the title. `about`: which of these lines, from 0, hold the labels of one record
    that the table is about, and its values.
    """

    names: tuple[str, ...]
    title: tuple[str, ...]
    taken: int
    zones: Mapping[int, str] = field(default_factory=dict)
    above: tuple[tuple[str, ...], ...] = ()
    about: frozenset[int] = frozenset()


def locate(rows: Sequence[Row], blocks: Sequence[Block] = ()) -> Headings:
    """The headings among the first rows of a table, which hold at least one row without blanks
    only."""
    grid = _Grid(rows, blocks)
    first, last, names = _survey_tool(grid) or _plain(grid)
    title = tuple(" ".join(filter(None, cells)) for cells in grid.cells[:first])
    labels = [at for at in range(first - 1) if _labels(grid, at) and not _are_alike(grid, at, last)]
    about = frozenset(row for at in labels for row in (at, at + 1))
    above = tuple(_above(grid, first, labels))
    return Headings(tuple(names), title, last + 1, _zones(grid.cells[last]), above, about)


def _above(grid: "_Grid", first: int, labels: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """The filled cells of each line over the headings; labels beside what stands below each."""
    for at in range(first):
        if at in labels:
            pairs = zip(grid.cells[at], grid.cells[at + 1], strict=True)
            yield from (pair for pair in pairs if all(pair))
        elif at - 1 not in labels:
            yield tuple(filter(None, grid.cells[at]))


def _labels(grid: "_Grid", at: int) -> bool:
    """Whether a line holds labels, each above its value: words over what has numbers."""
    upper, lower = ([cell for cell in row if cell] for row in grid.cells[at : at + 2])
    alike = bool((grid.filled[at + 1] <= grid.filled[at]).all())
    if not alike or len(upper) < 2 or 2 * len(lower) < len(upper):
        return False
    first_words = {cell.split()[0].casefold() for cell in upper}
    told = len(upper) > 2 or len(first_words) == 1
    return told and not _has_digit(upper) and _has_digit(lower) and _is_alone(grid, at + 1)


def _is_alone(grid: "_Grid", at: int) -> bool:
    """Whether no other record stands right below a record."""
    if at + 1 >= len(grid.cells) or grid.lines[at + 1] - grid.lines[at] > 1:
        return True
    below = [cell for cell in grid.cells[at + 1] if cell]
    return len(below) == 1 or not _has_digit(below)


def _has_digit(cells: Sequence[str]) -> bool:
    return any(letter.isdigit() for cell in cells for letter in cell)


def _zones(cells: Sequence[str]) -> dict[int, str]:
    """Column -> time zone, from a row such as
    {"ImportId":"startDate","timeZone":"America/Denver"}."""
    found = {at: _ZONE.search(cell) for at, cell in enumerate(cells) if "ImportId" in cell}
    return {at: match[1] for at, match in found.items() if match}


class _Grid:
    """The first rows as a rectangle of stripped text, with what is needed to judge them."""

    def __init__(self, rows: Sequence[Row], blocks: Sequence[Block]):
        width = max(len(cells) for _, cells in rows)
        self.cells = [
            [_clean(cell) for cell in cells] + [""] * (width - len(cells)) for _, cells in rows
        ]
        self.lines = [line for line, _ in rows]
        self.line_at = {line: at for at, line in enumerate(self.lines)}
        self.blocks = [
            block for block in blocks if block[0] <= rows[-1][0] and block[1] < width
        ]  # an empty one may lie beside all cells
        self.filled = np.array([[cell != "" for cell in cells] for cells in self.cells])
        self.data = np.array(
            [[cell != "" and is_data(cell) for cell in cells] for cells in self.cells]
        )
        self.data |= self._lengths()
        self.usual = max(1.0, float(np.median(self.filled.sum(axis=1))))

    def _lengths(self) -> np.ndarray:
        """Cells such as 30 min in columns that hold several of them: one alone may be a heading."""
        told = np.array([[_is_length(cell) for cell in cells] for cells in self.cells])
        return told & (told.sum(axis=0) > 1)

    def filled_below(self, at: int) -> np.ndarray:
        return np.any(self.filled[at + 1 :], axis=0)

    def says(self, block: Block, top: int) -> bool:
        """Whether a merged range holds a text; an empty one, or one beside the table, names
        nothing."""
        return block[1] < self.filled.shape[1] and bool(self.filled[top, block[1]])

    def rows_of(self, block: Block) -> tuple[int | None, int | None]:
        """Where the block's first and last row are among the rows that are not blank."""
        inside = [at for line, at in self.line_at.items() if block[0] <= line <= block[2]]
        return (min(inside), max(inside)) if inside else (None, None)


def _is_length(cell: str) -> bool:
    """Whether a cell is a short length of time, such as 4 hrs or 2个工作日."""
    return (
        cell[:1].isdigit()
        and cell[-1:].isalpha()
        and len(cell) <= _LONGEST_LENGTH
        and promised(cell) is not None
    )


def _clean(cell: str) -> str:
    text = " ".join(cell.split())
    return "" if _PLACEHOLDER.fullmatch(text) else text


def _survey_tool(grid: _Grid) -> tuple[int, int, list[str]] | None:
    """Qualtrics: names, texts of the questions, then a row of ImportIds."""
    for at in range(1, min(10, len(grid.cells))):
        marked = sum("ImportId" in cell for cell in grid.cells[at])
        if marked * 2 >= max(1, grid.filled[at].sum()):
            first = max(0, at - 2)
            texts = grid.cells[at - 1] if at >= 2 else grid.cells[first]
            return (
                first,
                at,
                [
                    _question(name, text)
                    for name, text in zip(grid.cells[first], texts, strict=True)
                ],
            )
    return None


def _question(name: str, text: str) -> str:
    """A code such as Q1 gets its question; a telling name stays as it is."""
    coded = any(letter.isdigit() for letter in name) and fold(name) not in known_headings()
    return name + JOINT + text if coded and text and fold(text) != fold(name) else name or text


def _plain(grid: _Grid) -> tuple[int, int, list[str]]:
    base = _base(grid)
    while _describes(grid, base):
        base = _next_table(grid, base)
    base = _longest_table(grid, base)
    first, last = _merged(grid, base)
    while first > 0 and last - first + 1 < _MOST_ROWS and _belongs_above(grid, first, last):
        first -= 1
    while (
        last + 2 < len(grid.cells) and last - first + 1 < _MOST_ROWS and _belongs_below(grid, last)
    ):
        last += 1
    return first, last, _names(grid, first, last)


def _base(grid: _Grid) -> int:
    """The row most like headings: known words, words above data, a full row next; the first one of
    equals."""
    scores = {
        at: _score(grid, at)
        for at in range(min(_DEEPEST, len(grid.cells)))
        if grid.filled[at].sum() * 2 >= grid.usual
    }
    return max(scores, key=lambda at: (scores[at], -at)) if scores else 0


def _describes(grid: _Grid, at: int) -> bool:
    """Whether a row holds the labels of one record, such as a meeting, that describes the list below
    it: a blank line or a title behind it, then other headings above several rows."""
    below = _next_table(grid, at)
    if below == at or below + 2 >= len(grid.cells) or not _labels(grid, at):
        return False
    parts_them = below > at + 2 or grid.lines[below] - grid.lines[at + 1] > 1
    as_wide = grid.filled[below + 1].sum() * 2 >= grid.filled[below].sum()
    return (
        min(grid.filled[at].sum(), grid.filled[below].sum()) >= _FEWEST_LABELS
        and not _are_alike(grid, at, below)
        and parts_them
        and bool(as_wide)
        and _heads_records(grid, below)
    )


def _heads_records(grid: _Grid, at: int) -> bool:
    """Whether a row is rather one of headings than a record of the list above, with or without blank
    lines between them: a known word, no figure, and right below it a row with numbers that shares
    no cell with it."""
    return (
        known_count(grid.cells[at]) > 0
        and not {*filter(None, grid.cells[at])} & {*grid.cells[at + 1]}
        and grid.lines[at + 1] - grid.lines[at] == 1
        and not grid.data[at].any()
        and _has_digit(grid.cells[at + 1])
    )


def _are_alike(grid: _Grid, at: int, other: int) -> bool:
    """Whether two rows are headings of the same kind of records."""
    one, two = ({fold(cell) for cell in grid.cells[row] if cell} for row in (at, other))
    return len(one & two) >= _SAME_LABELS * min(len(one), len(two))


def holds_all(headings: Iterable[str], others: Iterable[str]) -> bool:
    """Whether a row has all headings of another: the same kind of records, told in more detail."""
    return {fold(cell) for cell in others if cell} <= {fold(cell) for cell in headings}


def _longest_table(grid: _Grid, base: int) -> int:
    """The headings of a longer and wider list of the same kind behind a short one, both below titles
    of one cell: the rows of the short one are told as another table."""
    if known_count(grid.cells[base]) < _KNOWN or not grid.data[base + 1 : base + 2].any():
        return base  # its rows would be told as titles
    titles = np.flatnonzero(grid.filled.sum(axis=1) == 1)
    starts = [base, *(at + 1 for at in titles.tolist() if base < at < len(grid.cells) - 3)]
    ends = [*(at - 1 for at in starts[1:]), len(grid.cells)]
    rows = dict(zip(starts, (end - at for at, end in zip(starts, ends, strict=True)), strict=True))
    longer = [
        at
        for at in starts[1:]
        if rows[at] > rows[base]
        and grid.filled[at].sum() > grid.filled[base].sum()
        and holds_all(grid.cells[at], grid.cells[base])
        and not grid.data[at].any()
        and known_count(grid.cells[at]) >= _KNOWN
        and grid.data[at + 1].any()
    ]
    return max(longer, key=rows.__getitem__, default=base)


def _next_table(grid: _Grid, at: int) -> int:
    """The row after the next one, behind a title of one cell; the row itself where none is left."""
    below = at + 2
    while below < len(grid.cells) and grid.filled[below].sum() == 1:
        below += 1
    return below if below < len(grid.cells) else at


def _score(grid: _Grid, at: int) -> float:
    below = slice(at + 1, at + 51)
    over_data = grid.data[below].sum(axis=0) * 2 > grid.filled[below].sum(axis=0)
    contrast = int((grid.filled[at] & ~grid.data[at] & over_data).sum())
    following = (
        min(1.0, grid.filled[at + 1].sum() / grid.usual) if at + 1 < len(grid.cells) else 0.0
    )
    title = 0.5 if grid.usual >= 2 and grid.filled[at].sum() == 1 and grid.filled[at][0] else 0.0
    return 2 * _known(grid, at) + contrast + _periods(grid.cells[at]) + following - title


def _known(grid: _Grid, at: int) -> int:
    """How many known headings stand in a row that is none of the records."""
    known = known_count(grid.cells[at])
    others = [row for place, row in enumerate(grid.cells) if place != at] if known else []
    return 0 if known and is_record(grid.cells[at], others) else known


def is_record(row: Sequence[str], others: Sequence[Sequence[str]]) -> bool:
    """Whether a row is a record, whatever words that are known as headings stand in it."""
    return is_day_of_record(row, others) or has_form_of_records(row, others[:_COMPARED])


def is_day_of_record(row: Sequence[str], others: Sequence[Sequence[str]]) -> bool:
    """Whether one of the cells of a row is a day or a moment, as nothing but such stand in its
    column in the other rows."""
    for at, cell in enumerate(row):
        if cell and _is_day(cell):
            told = [other[at] for other in others if at < len(other) and other[at]]
            if told and all(map(_is_day, told)):
                return True
    return False


def _is_day(cell: str) -> bool:
    """Whether a cell is a whole day or a moment; 20260908175041 is one as well."""
    return _STAMP.fullmatch(cell) is not None or _WHOLE_DAY.match(cell) is not None


def _periods(cells: Sequence[str]) -> int:
    """How many months, quarters or years stand side by side: as headings they look like dates,
    which rows hold one or two of."""
    spans = {
        span for cell in cells if not cell.isdigit() and (span := heading_span(cell)) is not None
    }
    return len(spans) if len(spans) >= _FEWEST_PERIODS else 0


def _merged(grid: _Grid, base: int) -> tuple[int, int]:
    """The rows that cells merged downwards tie to the row of the headings."""
    first = last = base
    for block in grid.blocks:
        top, bottom = grid.rows_of(block)
        if (
            block[2] > block[0]
            and top is not None
            and bottom is not None
            and top <= base <= bottom
            and block[2] - block[0] < _MOST_MERGED
            and grid.says(block, top)
        ):
            first, last = min(first, top), max(last, bottom)
    return first, min(last, max(base, len(grid.cells) - 2))


def _belongs_above(grid: _Grid, first: int, last: int) -> bool:
    """The row above names columns that have no name yet, spans several, or tells repeated headings
    apart."""
    above, top = grid.filled[first - 1], grid.filled[first]
    nameless = ~grid.filled[first : last + 1].any(axis=0) & grid.filled_below(last)
    if grid.data[first - 1].any() or above.sum() < 2 and not (above & nameless).any():
        return False
    names = [fold(cell) for cell in grid.cells[first] if cell]
    return bool(
        (above & nameless).any()
        or _spans(grid, first - 1) >= 2
        or len(set(names)) < len(names)
        and above.sum() < top.sum()
    )


def _spans(grid: _Grid, at: int) -> int:
    """How many cells of the row are merged across columns."""
    return sum(block[3] > block[1] and grid.rows_of(block) == (at, at) for block in grid.blocks)


def _belongs_below(grid: _Grid, last: int) -> bool:
    """The next row only names what the row above spans: words under blanks, under cells before
    blanks, or "Response"."""
    upper, lower = grid.filled[last], grid.filled[last + 1]
    answers = np.array([fold(cell) in _ANSWER_ROW for cell in grid.cells[last + 1]])
    before_blank = upper & np.append(~upper[1:], False)
    elsewhere = lower & upper & ~before_blank & ~answers
    new = lower & ~upper & grid.filled_below(last + 1)
    alone = upper & ~before_blank & ~lower
    return bool(
        (answers.any() or new.any() and alone.any())
        and not elsewhere.any()
        and not grid.data[last + 1].any()
    )


def _names(grid: _Grid, first: int, last: int) -> list[str]:
    rows = [_spread(grid, at, last) for at in range(first, last + 1)]
    return [_joined(parts) for parts in zip(*rows, strict=True)]


def _spread(grid: _Grid, at: int, last: int) -> list[str]:
    """One row of headings, its spanning cells repeated over what they span."""
    cells = list(grid.cells[at])
    blocks = [
        block for block in grid.blocks if block[3] > block[1] and grid.rows_of(block)[0] == at
    ]
    for _, left, _, right in blocks:
        if left < len(cells):  # a merged range may lie beside the table, where no cell is filled
            cells[left : right + 1] = [cells[left]] * len(cells[left : right + 1])
    if at == last or blocks:
        return cells
    named_below = np.any(grid.filled[at + 1 : last + 1], axis=0)
    spanning = ""
    for column, cell in enumerate(cells):
        spanning = cell or spanning
        if not cell and named_below[column]:
            cells[column] = spanning
    return cells


def _joined(parts: Sequence[str]) -> str:
    kept: list[str] = []
    for part in parts:
        repeats = fold(part) in {fold(other) for other in kept}
        if part and not repeats and not (kept and fold(part) in _ANSWER_ROW):
            kept.append(part)
    return JOINT.join(kept)
