"""Tables of an HTML page, as some tools export under the name .xls."""

from collections.abc import Iterator
from html.parser import HTMLParser

from data.layout import Block, Row
from data.table import MOST_COLUMNS, Opened, Rows, open_table
from errors import FileRefused

_LONGEST = 20_000_000  # characters; more takes too long to parse


def page_tables(text: str, file: str) -> list[Opened]:
    """The tables of a page that hold headings and rows; FileRefused where it is too long."""
    if len(text) > _LONGEST:
        raise FileRefused("The file {file} is a web page of {size} million characters, too long to read. "
                          "Save it as .xlsx or .csv.",
                          file=file, size=round(len(text) / 1e6))
    parser = _Tables()
    parser.feed(text)
    parser.close()
    opened = [open_table(Rows(f"Table {number}", _padded(table.rows), tuple(table.blocks)), file)
              for number, table in enumerate(parser.tables, start=1)]
    return [table for table in opened if table and len(table.head) > table.headings.taken]


def _padded(rows: list[list[str]]) -> Iterator[Row]:
    width = max(map(len, rows), default=0)
    return ((number, cells + [""] * (width - len(cells))) for number, cells in enumerate(rows, start=1))


class _Table:
    def __init__(self):
        self.rows: list[list[str]] = []
        self.blocks: list[Block] = []


class _Tables(HTMLParser):
    """Collects the cells of every table; a cell over several columns leaves blanks behind it."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._cell: list[str] | None = None
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
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
            self._cell, self._span = [], (_number(given.get("rowspan")), _number(given.get("colspan")))
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
        while any(top < number <= bottom and left <= len(row) <= right for top, left, bottom, right in table.blocks):
            row.append("")
        if (down, across) != (1, 1):
            table.blocks.append((number, len(row), number + down - 1, len(row) + across - 1))
        row.extend(["".join(self._cell).strip(), *[""] * (across - 1)])
        self._cell = None


def _number(text: str | None) -> int:
    return min(MOST_COLUMNS, max(1, int(text))) if text and text.strip().isdecimal() else 1
