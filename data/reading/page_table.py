"""Tables of an HTML page, as some tools export under the name .xls."""

from collections.abc import Iterator
from html.parser import HTMLParser

from data.reading.layout import Block, Row
from data.reading.table import MOST_COLUMNS, Opened, Rows, open_table, padded
from errors import FileRefused

_LONGEST = 20_000_000  # characters; more takes too long to parse


def page_tables(text: str, file: str) -> list[Opened]:
    """The tables of a page that hold headings and rows; FileRefused where it is too long."""
    if len(text) > _LONGEST:
        raise FileRefused(
            "The file {file} is a web page of {size} million characters, too long to read. "
            "Save it as .xlsx or .csv.",
            file=file,
            size=round(len(text) / 1e6),
        )
    parser = _Tables(file)
    parser.feed(text)
    parser.close()
    opened = [
        open_table(Rows(f"Table {number}", _numbered(table.rows), tuple(table.blocks)), file)
        for number, table in enumerate(parser.tables, start=1)
    ]
    return [table for table in opened if table and len(table.head) > table.headings.taken]


def _numbered(rows: list[list[str]]) -> Iterator[Row]:
    return padded(enumerate(rows, start=1), max(map(len, rows), default=0))


class _Table:
    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.blocks: list[Block] = []
        self.reach: dict[int, int] = {}  # column -> last row that a cell from above covers


class _Tables(HTMLParser):
    """Collects the cells of every table; a cell over several columns leaves blanks behind it."""

    def __init__(self, file: str):
        super().__init__(convert_charrefs=True)
        self.file = file
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._cell: list[str] | None = None
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_cell()
            self._open.append(_Table())
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].rows.append([])
        elif tag in ("td", "th") and self._open:
            self._end_cell()
            if not self._open[-1].rows:
                self._open[-1].rows.append([])
            given = dict(attrs)
            self._cell, self._span = (
                [],
                (_number(given.get("rowspan")), _number(given.get("colspan"))),
            )
        elif tag in ("br", "p") and self._cell:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        """Put the open cell in its place, past cells that reach down from rows above."""
        if self._cell is None or not self._open:
            return
        table, (down, across) = self._open[-1], self._span
        row, number = table.rows[-1], len(table.rows)
        while table.reach.get(len(row), 0) >= number:
            row.append("")
        if len(row) + across > MOST_COLUMNS:
            raise FileRefused(
                "A table of {file} has more than {most} columns. Export only the columns you need.",
                file=self.file,
                most=MOST_COLUMNS,
            )
        if (down, across) != (1, 1):
            table.blocks.append((number, len(row), number + down - 1, len(row) + across - 1))
            table.reach.update(dict.fromkeys(range(len(row), len(row) + across), number + down - 1))
        row.extend(["".join(self._cell).strip(), *[""] * (across - 1)])
        self._cell = None


def _number(text: str | None) -> int:
    return min(MOST_COLUMNS, max(1, int(text))) if text and text.strip().isdecimal() else 1
