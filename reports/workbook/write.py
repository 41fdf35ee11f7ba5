"""An outline as a workbook: a sheet of contents, the sections, then a sheet a KPI with its chart.
Numbers are numbers, days are days, and no text is run as a formula."""

import io
import re
from collections.abc import Callable, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from i18n import Say
from metrics.kpi import Amount
from reports.drawing.measuring import lines
from reports.drawing.scale import distances, ends
from reports.outline.parts import (
    BETTER,
    LIMIT,
    MEAN,
    OPEN,
    TARGET,
    VALUE,
    WHOLE,
    WORSE,
    Block,
    Cell,
    Chart,
    ChartSeries,
    ChartWithTable,
    Count,
    Halves,
    Limits,
    NumberTiles,
    Outline,
    Page,
    Paragraph,
    ReportSection,
    ReportTable,
    Toned,
    spoken,
)

_INERT = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_LONGEST = 32_000  # characters of a cell; a workbook holds 32,767
_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_COLOURS = {
    VALUE: "#1F4E79",
    OPEN: "#1F4E79",
    TARGET: "#B45309",
    WHOLE: "#B45309",
    MEAN: "#5F6B76",
    LIMIT: "#5F6B76",
}
_DASHES = {TARGET: "dash", WHOLE: "dash", LIMIT: "round_dot"}
_TONES = {BETTER: "#1B6E3C", WORSE: "#A61B1B"}
# Widths of columns in characters, and what a row takes, in points and in pixels.
_KPI_WIDTHS = (34,) + (15,) * 9
_CONTENTS_WIDTHS = (50, 100)
_WIDE, _NARROWEST = 150, 11  # a section: all columns together, and one of them
_CHARACTER, _SIDES = 5.25, 6.0
_SIZE, _LINE, _TALLEST = 11.0, 15.0, 409.0
_CHART_WIDTH, _CHART_HEIGHT, _ROW = 900, 360, 20


def xlsx_bytes(
    outline: Outline, say: Say, progress: Callable[[float], None] = lambda part: None
) -> bytes:
    """The file, in the language of `say`."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **_INERT}) as book:
        title = f"{say(outline.title)} · {outline.period.spoken(say)}"
        book.set_properties({"title": title, "author": say("Service Culture Dashboard")})
        writer = _Writer(book, say)
        contents = writer.sheet(say("Contents"), _CONTENTS_WIDTHS)
        told = [
            (section, writer.sheet(say(section.title), _widths(section)))
            for section in outline.sections
            if section.pages
        ]
        for section, sheet in told:
            writer.write_section(section, sheet)
        kpis = []
        for done, page in enumerate(outline.sheets):
            progress(done / len(outline.sheets))
            sheet = writer.sheet(_kpi_name(page, say), _KPI_WIDTHS)
            writer.write_kpi(page, sheet)
            kpis.append((page, sheet))
        writer.write_contents(contents, title, outline, told, kpis)
    progress(1.0)
    return buffer.getvalue()


def _kpi_name(page: Page, say: Say) -> str:
    chart = next(block.chart for block in page.blocks if isinstance(block, ChartWithTable))
    return spoken(chart.title, say)


def _widths(section: ReportSection) -> tuple[float, ...]:
    """The columns of a section's sheet, each as wide as the broadest of its tables asks."""
    tables = [
        table
        for page in section.pages
        if not page.kpi
        for block in page.blocks
        for table in _tables(block)
    ]
    found: list[float] = []
    for table in tables:
        whole = sum(column.width for column in table.columns)
        wide = [max(_NARROWEST, _WIDE * column.width / whole) for column in table.columns]
        found = [max(pair) for pair in zip_longest(found, wide, fillvalue=0.0)]
    return tuple(found) if len(found) > 1 else (34, _WIDE - 34)


def _tables(block: Block) -> list[ReportTable]:
    match block:
        case ReportTable():
            return [block]
        case ChartWithTable():
            return [block.table]
        case Halves():
            return [one for one in (*block.left, *block.right) if isinstance(one, ReportTable)]
    return []


class _Writer:
    """The workbook being written."""

    def __init__(self, book: xlsxwriter.Workbook, say: Say):
        self.book, self.say = book, say
        self._names: set[str] = set()
        self._columns: dict[Worksheet, Sequence[float]] = {}
        self._tall: dict[tuple[Worksheet, int], float] = {}
        self._formats: dict[tuple, Format] = {}

    def sheet(self, name: str, widths: Sequence[float]) -> Worksheet:
        """A new sheet with a name that a workbook takes, which no other has."""
        plain = _FORBIDDEN.sub(" ", name).strip(" '") or "1"
        number, kept = 1, plain[:_LONGEST_NAME].rstrip(" '")
        while kept.casefold() in self._names or kept.casefold() == "history":
            number += 1
            tail = f" {number}"
            kept = plain[: _LONGEST_NAME - len(tail)].rstrip(" '") + tail
        self._names.add(kept.casefold())
        sheet = self.book.add_worksheet(kept)
        self._columns[sheet] = widths
        for column, wide in enumerate(widths):
            sheet.set_column(column, column, wide)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        return sheet

    def look(self, **named: object) -> Format:
        """A format, made once."""
        key = tuple(sorted(named.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"valign": "top", **named})
        return self._formats[key]

    def write_contents(
        self,
        sheet: Worksheet,
        title: str,
        outline: Outline,
        sections: Sequence[tuple[ReportSection, Worksheet]],
        kpis: Sequence[tuple[Page, Worksheet]],
    ) -> None:
        """What the report is, what is missing, and the way to each sheet."""
        self.words(sheet, 0, 0, title, bold=True, font_size=16)
        self.text(sheet, 1, 0, self.say("Made on {day}.", day=outline.made_on))
        row = 3
        for message in outline.lacking:
            self.text(sheet, row, 0, self.say(message), font_color=_TONES[WORSE])
            row += 1
        row += 1
        for section, found in sections:
            self._link(sheet, row, found, self.say(section.title))
            row += 1
        row += 1
        for page, found in kpis:
            self._link(sheet, row, found, _kpi_name(page, self.say))
            self.words(sheet, row, 1, spoken(page.title, self.say))
            row += 1

    def _link(self, sheet: Worksheet, row: int, to: Worksheet, words: str) -> None:
        name = to.get_name().replace("'", "''")
        look = self.look(font_color="#1F4E79", underline=1, text_wrap=True)
        sheet.write_url(row, 0, f"internal:'{name}'!A1", look, words[:_LONGEST])
        self._heighten(sheet, row, words, slice(1))

    def write_section(self, section: ReportSection, sheet: Worksheet) -> None:
        """The pages of a section one below the other, without charts: those of KPIs have sheets of
        their own."""
        self.words(sheet, 0, 0, self.say(section.title), bold=True, font_size=14)
        row = 2
        for page in section.pages:
            self.words(sheet, row, 0, spoken(page.title, self.say), bold=True)
            row += 1
            for block in page.blocks:
                if not page.kpi:
                    row = self._block(sheet, row, block)
            row += 1

    def write_kpi(self, page: Page, sheet: Worksheet) -> None:
        """The finding, the chart with its figures below it, the table, the rest."""
        self.words(sheet, 0, 0, spoken(page.title, self.say), bold=True, font_size=14)
        row = 2
        for block in page.blocks:
            if isinstance(block, ChartWithTable):
                row = self._chart(sheet, row, block.chart)
                row = self._table(sheet, row, block.table)
            else:
                row = self._block(sheet, row, block)

    def _block(self, sheet: Worksheet, row: int, block: Block) -> int:
        """Write a block from a row on; the row after it."""
        match block:
            case Paragraph():
                return self._paragraph(sheet, row, block)
            case ReportTable():
                return self._table(sheet, row, block)
            case Chart():
                return self._chart(sheet, row, block)
            case NumberTiles():
                for label, value in block.tiles:
                    self.text(sheet, row, 0, spoken(label, self.say), text_wrap=True)
                    self.cell(sheet, row, 1, value)
                    row += 1
                return row + 1
            case Halves():
                for part in (*block.left, *block.right):
                    row = self._block(sheet, row, part)
                return row
            case ChartWithTable():
                row = self._chart(sheet, row, block.chart)
                return self._table(sheet, row, block.table)

    def _paragraph(self, sheet: Worksheet, row: int, paragraph: Paragraph) -> int:
        label = spoken(paragraph.label, self.say)
        words = self.say.sentences([spoken(one, self.say) for one in paragraph.words])
        if label:
            self.text(sheet, row, 0, label, bold=True, text_wrap=True)
        if words:
            tone = _TONES.get(paragraph.tone)
            coloured = {"font_color": tone} if tone else {}
            self.words(sheet, row, 1 if label else 0, words, **coloured)
        return row + 1

    def _table(self, sheet: Worksheet, row: int, table: ReportTable) -> int:
        for column, heading in enumerate(table.columns):
            looks = {"bold": True, "bg_color": "#E9EEF3", "bottom": 1, "text_wrap": True}
            right = {"align": "right"} if heading.number else {}
            self.text(sheet, row, column, spoken(heading.name, self.say), **looks, **right)
        for cells in table.rows:
            row += 1
            for column, cell in enumerate(cells):
                self.cell(sheet, row, column, cell)
        return row + 2

    def cell(self, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
        """A cell as what it is: a number with its decimals, a day, or words."""
        bare, looks = cell, {}
        if isinstance(cell, Toned):
            bare, tone = cell.words, _TONES.get(cell.tone)
            looks = {"font_color": tone} if tone else {}
        if isinstance(bare, Amount) and bare.value is not None:
            self.number(sheet, row, column, bare.value, decimals(bare.unit.decimals), **looks)
        elif isinstance(bare, Count):
            if bare.number is not None:
                self.number(sheet, row, column, bare.number, "#,##0", **looks)
        elif isinstance(bare, date):
            look = self.look(num_format="yyyy-mm-dd", align="left", **looks)
            sheet.write_datetime(row, column, bare, look)
        elif isinstance(bare, Limits):
            self.text(sheet, row, column, spoken(bare, self.say), align="right", **looks)
        else:
            self.text(sheet, row, column, spoken(bare, self.say), text_wrap=True, **looks)

    def text(self, sheet: Worksheet, row: int, column: int, text: str, **looks: object) -> None:
        """Words that stay words when somebody edits the cell."""
        if text:
            sheet.write_string(row, column, text[:_LONGEST], self.look(quote_prefix=True, **looks))
            if looks.get("text_wrap"):
                columns = slice(column, column + 1)
                self._heighten(sheet, row, text, columns, bool(looks.get("bold")))

    def words(self, sheet: Worksheet, row: int, column: int, text: str, **looks: Any) -> None:
        """Sentences over all columns from one on, in as many lines as they take."""
        last = len(self._columns[sheet]) - 1
        if text and column < last:
            look = self.look(quote_prefix=True, text_wrap=True, **looks)
            sheet.merge_range(row, column, row, last, "", look)
            sheet.write_string(row, column, text[:_LONGEST], look)
            size = looks.get("font_size", _SIZE)
            bold = bool(looks.get("bold"))
            self._heighten(sheet, row, text, slice(column, last + 1), bold, size)
        else:
            self.text(sheet, row, column, text, text_wrap=True, **looks)

    def _heighten(
        self,
        sheet: Worksheet,
        row: int,
        text: str,
        over: slice,
        bold: bool = False,
        size: float = _SIZE,
    ) -> None:
        """Make a row as high as the lines of a text in some columns: not every program does so by
        itself."""
        columns = self._columns[sheet][over] or (8.43,)
        count = len(lines(text, size, sum(columns) * _CHARACTER - _SIDES, bold))
        tall = min(_TALLEST, count * _LINE * size / _SIZE)
        if tall > self._tall.get((sheet, row), _LINE):
            self._tall[sheet, row] = tall
            sheet.set_row(row, tall)

    def number(
        self, sheet: Worksheet, row: int, column: int, value: float, form: str, **looks: object
    ) -> None:
        sheet.write_number(row, column, value, self.look(num_format=form, **looks))

    def _chart(self, sheet: Worksheet, row: int, chart: Chart) -> int:
        """The chart, and below it the figures that are drawn: a series a column with the ends of its
        intervals."""
        above, row = row, row + _CHART_HEIGHT // _ROW + 1
        first, count = row + 1, len(chart.categories)
        form = decimals(chart.unit.decimals)
        for at, category in enumerate(chart.categories):
            self.text(sheet, first + at, 0, spoken(category, self.say))
        column, drawn = 1, []
        for series in chart.series:
            columns = {"series": column}
            self._column(sheet, row, column, spoken(series.name, self.say), series.values, form)
            column += 1
            if any(value is not None for value in series.low):
                for sign, values in zip("−+", distances(series), strict=True):
                    name = f"{spoken(series.name, self.say)} {sign}"
                    self._column(sheet, row, column, name, values, form)
                    columns[sign] = column
                    column += 1
            drawn.append((series, columns))
        picture = self._picture(sheet.get_name(), chart, drawn, first, count)
        alternative = self.say.sentences(chart.alternative)
        sheet.insert_chart(above, 0, picture, {"description": alternative})
        return first + count + 1

    def _column(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        name: str,
        values: Sequence[float | None],
        form: str,
    ) -> None:
        looks = {"bold": True, "bg_color": "#E9EEF3", "text_wrap": True, "align": "right"}
        self.text(sheet, row, column, name, **looks)
        for at, value in enumerate(values, start=row + 1):
            if value is not None:
                self.number(sheet, at, column, value, form)

    def _picture(
        self,
        sheet: str,
        chart: Chart,
        drawn: Sequence[tuple[ChartSeries, dict[str, int]]],
        first: int,
        count: int,
    ) -> object:
        """The native chart; lines over bars are a second one joined to the first."""
        last = first + count - 1
        picture = self.book.add_chart({"type": "column" if chart.bars else "line"})
        above = self.book.add_chart({"type": "line"}) if chart.bars else picture
        for series, at in drawn:
            is_bar = chart.bars and series.role == VALUE
            column = at["series"]
            told: dict[str, object] = {
                "name": [sheet, first - 1, column],
                "categories": [sheet, first, 0, last, 0],
                "values": [sheet, first, column, last, column],
                **_drawn_as(series.role, is_bar),
            }
            if "−" in at:
                told["y_error_bars"] = {
                    "type": "custom",
                    "plus_values": _absolute(sheet, first, last, at["+"]),
                    "minus_values": _absolute(sheet, first, last, at["−"]),
                }
            (picture if is_bar or not chart.bars else above).add_series(told)
        if chart.bars:
            picture.combine(above)
        low, high, step = ends(chart)
        picture.set_title({"name": spoken(chart.title, self.say), "name_font": {"size": 11}})
        picture.set_y_axis(
            {
                "min": low,
                "max": high,
                "major_unit": step,
                "num_format": decimals(chart.unit.decimals),
                "major_gridlines": {"visible": True, "line": {"color": "#DDE2E7"}},
                "line": {"none": True},
            }
        )
        picture.set_x_axis({"label_position": "low"})
        picture.set_legend({"position": "bottom"})
        picture.show_blanks_as("gap")
        picture.set_size({"width": _CHART_WIDTH, "height": _CHART_HEIGHT})
        return picture


def decimals(places: int) -> str:
    """How a spreadsheet shows so many decimals."""
    return "#,##0" + ("." + "0" * places if places else "")


def _absolute(sheet: str, first: int, last: int, column: int) -> str:
    name = sheet.replace("'", "''")
    start, end = (xl_rowcol_to_cell(row, column, True, True) for row in (first, last))
    return f"='{name}'!{start}:{end}"


def _drawn_as(role: str, is_bar: bool) -> dict[str, object]:
    colour = _COLOURS[role]
    if is_bar:
        return {"fill": {"color": colour}, "gap": 60}
    if role == OPEN:
        marker = {"type": "circle", "size": 6, "fill": {"color": "#FFFFFF"}}
        return {"line": {"none": True}, "marker": {**marker, "border": {"color": colour}}}
    line = {
        "color": colour,
        "width": 2.25 if role == VALUE else 1.25,
        "dash_type": _DASHES.get(role, "solid"),
    }
    marker = {"type": "circle", "size": 5} if role == VALUE else {"type": "none"}
    return {"line": line, "marker": marker}
