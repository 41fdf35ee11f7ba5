"""How blocks come to stand on slides: one below the other, on a further slide where there is no
room. Nothing is made smaller to fit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pptx.slide import Slide

from i18n import Say
from reports.drawing.measuring import LEADING, fitting, height, lines, width
from reports.outline.parts import (
    Block,
    Chart,
    ChartWithTable,
    Halves,
    More,
    NumberTiles,
    Page,
    Paragraph,
    ReportTable,
    Words,
    spoken,
    tone_of,
)
from reports.slides.deck import CELL_SIDE, CELL_TOP, Deck, Run, TextLine
from reports.slides.look import (
    BOTTOM,
    EDGE,
    ROOM,
    SMALL,
    TABLE,
    TEXT,
    TITLE,
    TONES,
    TOP,
    WIDTH,
    Colours,
)
from reports.slides.native import add_chart

_GAP = 10.0
_SECTION = 11.0
_LONG_TITLE, _LONGEST_TITLE = 16.0, 8  # size and lines of a title that two lines do not hold
_CHART, _LOW_CHART, _TALL_CHART = 300.0, 170.0, 330.0
_BESIDE = 0.54  # of the room is the chart's, where a table stands beside it
_SHORT_STRIP = 46.0
_TALLEST_CELL = 14  # lines, beyond which a row goes on as another
_BRIEF_CHART = 135.0
_FEWEST_ROWS = 9  # of the table beside a chart


@dataclass
class _Place:
    """Where the next block goes: a column of a slide."""

    left: float
    top: float
    width: float
    bottom: float = BOTTOM

    @property
    def left_over(self) -> float:
        return self.bottom - self.top


class Flow:
    """Writes sections and pages on the slides of a deck."""

    def __init__(self, deck: Deck, foot: str):
        self.deck, self.say, self.foot = deck, deck.say, foot
        self.section = ""
        self.slide: Slide | None = None
        self.place = _Place(EDGE, BOTTOM, ROOM)

    def cover(self, title: str, subtitle: str, about: str) -> None:
        """The first slide."""
        slide = self.deck.new_slide()
        self.deck.add_box(slide, (0, 0, WIDTH, 540), Colours.cover, "Ground")
        # the title stands above its ground
        slide.shapes._spTree.append(slide.shapes.title._element)
        white = Colours.paper
        size = 34.0
        room = WIDTH - 160
        title = fitting(title, size, room, 3, bold=True)
        tall = height(title, size, room, bold=True)
        self.deck.set_title(
            slide, (80, 170, room, tall), TextLine((Run(title, white, True),), size)
        )
        lines_ = [
            TextLine((Run(subtitle, white),), 22.0),
            TextLine((Run(about, "C9D6E2"),), 13.0, 14.0),
        ]
        tall_ = 22 * LEADING + 14 + height(about, 13.0, room)
        self.deck.add_text(slide, (80, 170 + tall + 12, room, tall_), lines_)
        self.slide = None

    def begin(self, section: str) -> None:
        """Name the section that the next pages belong to."""
        self.section = section

    def page(self, page: Page) -> None:
        """Write a page; one that says nothing but its title stands below what was before it, where
        there is room."""
        title = spoken(page.title, self.say)
        if not page.blocks and self.slide is not None:
            if self.place.left_over > _SHORT_STRIP + height(title, TEXT, ROOM):
                self._strip(title)
                return
        self._open(title)
        for at, block in enumerate(page.blocks):
            if isinstance(block, ChartWithTable):
                self._beside(block, title, self._below(page.blocks[at + 1 :]))
            else:
                self._block(block, title)

    def _below(self, blocks: Sequence[Block]) -> float:
        """How much room the paragraphs take that follow."""
        size = TEXT - 1.5
        counts = [
            len(self._lines(*self._texts(one), size))
            for one in blocks
            if isinstance(one, Paragraph)
        ]
        return sum(count * size * LEADING + 3 for count in counts)

    def _strip(self, words: str) -> None:
        place = self.place
        tall = _SECTION * LEADING + height(words, TEXT, ROOM) + 4
        told = (
            TextLine((Run(self.section, Colours.target, True),), _SECTION),
            TextLine((Run(words),), TEXT, 4.0),
        )
        self.deck.add_text(self._slide, (place.left, place.top + _GAP, ROOM, tall), told)
        place.top += tall + 2 * _GAP

    @property
    def _slide(self) -> Slide:
        if self.slide is None:
            raise ValueError("no slide is open")
        return self.slide

    def _open(self, title: str, more: bool = False) -> None:
        """A slide with the section, the finding as its title, and the foot."""
        slide = self.slide = self.deck.new_slide()
        self.deck.note_page(slide, self.foot)
        top = TOP
        section = fitting(self.section, _SECTION, ROOM, 1, bold=True)
        box = (EDGE, top, ROOM, _SECTION * LEADING)
        self.deck.add_text(slide, box, (TextLine((Run(section, Colours.target, True),), _SECTION),))
        top += _SECTION * LEADING + 4
        size = TITLE if len(lines(title, TITLE, ROOM, bold=True)) <= 2 else _LONG_TITLE
        title = fitting(title, size, ROOM, _LONGEST_TITLE, bold=True)
        if more:
            size, title = _LONG_TITLE, self._continued(title)
        tall = height(title, size, ROOM, bold=True)
        self.deck.set_title(
            slide, (EDGE, top, ROOM, tall), TextLine((Run(title, Colours.value, True),), size)
        )
        self.place = _Place(EDGE, top + tall + _GAP, ROOM)

    def _continued(self, title: str) -> str:
        """The title of a slide that goes on with a page, in one line."""
        room = ROOM - width(self.say("{title} (continued)", title=""), _LONG_TITLE, bold=True)
        short = fitting(title, _LONG_TITLE, room, 1, bold=True)
        return self.say("{title} (continued)", title=short)

    def _block(self, block: Block, title: str) -> None:
        match block:
            case Paragraph():
                self._paragraph(block, title)
            case ReportTable():
                self._table(block, title)
            case Chart():
                self._need(_LOW_CHART, title)
                self._chart(block, min(_CHART, self.place.left_over))
            case NumberTiles():
                self._need(_tiles_height(block, self.place.width, self.say), title)
                self._tiles(block)
            case Halves():
                self._halves(block)

    def _need(self, tall: float, title: str) -> None:
        if self.place.left_over < tall:
            self._open(title, more=True)

    def _chart(self, chart: Chart, tall: float) -> None:
        place = self.place
        add_chart(self._slide, chart, (place.left, place.top, place.width, tall), self.say)
        place.top += tall + _GAP

    # paragraphs
    def _paragraph(self, paragraph: Paragraph, title: str) -> None:
        size = TEXT + 1 if paragraph.leading else TEXT - 1.5
        label, words = self._texts(paragraph)
        rest = self._lines(label, words, size)
        while rest:
            line = size * LEADING
            if self.place.left_over < line + 2:
                self._open(title, more=True)
            most = max(1, int((self.place.left_over - 2) / line))
            part, rest = rest[:most], rest[most:]
            self._write(paragraph, label, "".join(part), size, len(part))
            label = ""

    def _lines(self, label: str, words: str, size: float) -> list[str]:
        """The lines of a paragraph, whose label is bold: as if that were longer by what it is
        broader."""
        room = self.place.width
        broader = width(label, size, bold=True) - width(label, size)
        return lines(label + words, size, room - broader if broader < room / 4 else room * 0.75)

    def _texts(self, paragraph: Paragraph) -> tuple[str, str]:
        label = spoken(paragraph.label, self.say)
        words = self.say.sentences(
            [spoken(one, self.say) for one in paragraph.words if one]
        ).replace("\n", " ")
        return f"{label}  " if label else "", words

    def _write(self, paragraph: Paragraph, label: str, text: str, size: float, count: int) -> None:
        place, tall = self.place, count * size * LEADING
        runs = (
            (Run(label, Colours.value, True), Run(text[len(label) :], TONES[paragraph.tone]))
            if label
            else (Run(text, TONES[paragraph.tone]),)
        )
        self.deck.add_text(
            self._slide, (place.left, place.top, place.width, tall), (TextLine(runs, size),)
        )
        place.top += tall + (5 if paragraph.leading else 3)

    # tables
    def _table(self, table: ReportTable, title: str) -> None:
        """All rows, on as many slides as they take, each with the headings."""
        rest = _rows(table, self.place.width, self.say)
        self._need(rest.head + rest.first + 2, title)
        self._all_rows(rest, title)

    def _all_rows(self, rest: "_Rows", title: str) -> None:
        while rest.rows:
            self._need(rest.head + rest.first + 2, title)
            rest = self._draw_rows(rest)

    def _draw_rows(self, rest: "_Rows") -> "_Rows":
        """Draw those that there is room for, and give the others."""
        place, taken, count = self.place, rest.head, 0
        for tall, _ in rest.rows:
            if count and place.top + taken + tall > place.bottom + 0.1:
                break
            taken += tall
            count += 1
        self.deck.add_table(
            self._slide,
            (place.left, place.top),
            rest.widths,
            [(rest.head, rest.heading), *rest.rows[:count]],
            rest.about,
        )
        place.top += taken + _GAP
        return replace(rest, rows=rest.rows[count:])

    def _beside(self, block: ChartWithTable, title: str, below: float) -> None:
        """The chart at the left of the table, as high as what stands `below` allows; rows that do not
        fit go on to the next slide."""
        self._need(_LOW_CHART + _GAP, title)
        place, chart = self.place, self.place.width * _BESIDE
        table = _rows(block.table, place.width - chart - _GAP, self.say)
        table = table.shortened(place.left_over - below - _GAP)
        free = min(place.left_over - below - _GAP, _TALL_CHART)
        tall = min(place.left_over, max(table.tall, _LOW_CHART, free))
        add_chart(self._slide, block.chart, (place.left, place.top, chart, tall), self.say)
        start = place.top
        self.place = _Place(
            place.left + chart + _GAP, start, place.width - chart - _GAP, place.bottom
        )
        rest = self._draw_rows(table)
        self.place = _Place(EDGE, max(self.place.top, start + tall + _GAP), ROOM)
        self._all_rows(rest, title)

    # tiles
    def _tiles(self, tiles: NumberTiles) -> None:
        place = self.place
        wide = (place.width - _GAP * (len(tiles.tiles) - 1)) / len(tiles.tiles)
        tall = _tiles_height(tiles, place.width, self.say)
        for at, (label, value) in enumerate(tiles.tiles):
            left = place.left + at * (wide + _GAP)
            self.deck.add_box(self._slide, (left, place.top, wide, tall), Colours.head, "Tile")
            told = (
                TextLine((Run(spoken(value, self.say), Colours.value, True),), 20.0),
                TextLine((Run(spoken(label, self.say), Colours.quiet),), SMALL + 1),
            )
            self.deck.add_text(self._slide, (left + 8, place.top + 5, wide - 16, tall - 10), told)
        place.top += tall + _GAP

    # the brief
    def _halves(self, halves: Halves) -> None:
        """Two columns on this slide; what does not fit is counted."""
        top, wide = self.place.top, (ROOM - 2 * _GAP) / 2
        for blocks, left in ((halves.left, EDGE), (halves.right, EDGE + wide + 2 * _GAP)):
            self.place = _Place(left, top, wide)
            self._column(blocks)
        self.place = _Place(EDGE, BOTTOM, ROOM)

    def _column(self, blocks: Sequence[Paragraph | ReportTable | Chart | NumberTiles]) -> None:
        line = SMALL * LEADING + 4
        for at, block in enumerate(blocks):
            tiles = [one for one in blocks[at + 1 :] if isinstance(one, NumberTiles)]
            below = sum(_tiles_height(one, self.place.width, self.say) + _GAP for one in tiles)
            match block:
                case ReportTable():
                    untold = _untold(blocks[at + 1 : at + 2])
                    self._some_rows(block, self.place.bottom - below - line, untold)
                case Paragraph() if (
                    at and isinstance(blocks[at - 1], ReportTable) and _untold((block,))
                ):
                    continue  # counted with the rows that there is no room for
                case Chart():
                    self._chart(block, _BRIEF_CHART)
                case NumberTiles():
                    self._tiles(block)
                case Paragraph():
                    if not self._short(block, self.place.bottom - below - line):
                        for one in tiles:
                            self._tiles(one)
                        self._left_out([one for one in blocks[at:] if one not in tiles])
                        return

    def _some_rows(self, table: ReportTable, bottom: float, untold: int) -> None:
        """The rows that there is room for, and how many there are besides, with those `untold` that
        the table leaves out itself."""
        place = self.place
        place.bottom = bottom
        rest = self._draw_rows(_rows(table, place.width, self.say, SMALL))
        place.bottom = BOTTOM
        if more := len(rest.rows) + untold:
            self._tell_more(self._more(more))

    def _short(self, paragraph: Paragraph, bottom: float) -> bool:
        """Write a paragraph of a column where there is room for it; whether there was."""
        label, words = self._texts(paragraph)
        size, place = SMALL + 0.5, self.place
        count = len(self._lines(label, words, size))
        if place.top + count * size * LEADING > bottom:
            return False
        self._write(paragraph, label, label + words, size, count)
        return True

    def _left_out(self, blocks: Sequence[Block]) -> None:
        """What a column has no room for: of the list that is cut how many lines, and the parts that
        do not begin at all, by their names."""
        labels = [getattr(block, "label", "") for block in blocks]
        parts = [label for label in labels if label]
        cut = sum(map(_lines_of, blocks[: labels.index(parts[0]) if parts else len(labels)]))
        self._tell_more(self._not_begun_in_a_line(parts, cut) if parts else self._more(cut))

    def _not_begun_in_a_line(self, parts: Sequence[Words], cut: int) -> str:
        """As many of the parts by their names as one line holds."""
        told = ""
        for most in range(len(parts), 0, -1):
            told = self._not_begun(parts[:most], len(parts), cut)
            if width(told, SMALL) <= self.place.width:
                break
        return told

    def _not_begun(self, named: Sequence[Words], count: int, cut: int) -> str:
        """The parts that do not begin, so many of them `named`, behind the lines of the one that is
        `cut`."""
        told = (
            self.say("No room here for: {parts}.", parts=list(named))
            if len(named) == count
            else self.say(
                "No room here for {count} parts: {parts} …", count=count, parts=list(named)
            )
        )
        if not cut:
            return told
        return self.say("More, not shown here: {count}. {told}", count=cut, told=told)

    def _more(self, count: int) -> str:
        return More(count).spoken(self.say)

    def _tell_more(self, words: str) -> None:
        place = self.place
        line = TextLine((Run(fitting(words, SMALL, place.width, 1), Colours.quiet),), SMALL)
        box = (place.left, place.top, place.width, SMALL * LEADING)
        self.deck.add_text(self._slide, box, (line,))
        place.top += SMALL * LEADING + 4


def _lines_of(block: Block) -> int:
    """How many lines of a list a paragraph stands for."""
    return _untold((block,)) or 1


def _untold(blocks: Sequence[Block]) -> int:
    """How many lines or rows the first of some blocks says that are left out; 0 where it does not."""
    block = blocks[0] if blocks else None
    said = block.words[0] if isinstance(block, Paragraph) and block.words else None
    return said.count if isinstance(said, More) else 0


@dataclass(frozen=True)
class _Rows:
    """A table measured: widths of its columns, its headings, rows with their heights."""

    widths: tuple[float, ...]
    head: float
    heading: tuple[TextLine, ...]
    rows: tuple[tuple[float, tuple[TextLine, ...]], ...]
    about: str

    def shortened(self, room: float) -> "_Rows":
        """Without the last rows, the oldest, where that lets what stands below keep its slide; the
        workbook of the chart, and the report as a workbook, have them."""
        kept = self.rows
        while len(kept) > _FEWEST_ROWS and self.head + sum(tall for tall, _ in kept) > room:
            kept = kept[:-1]
        short = replace(self, rows=kept)
        return short if short.tall <= room else self

    @property
    def first(self) -> float:
        return self.rows[0][0] if self.rows else 0.0

    @property
    def tall(self) -> float:
        return self.head + sum(tall for tall, _ in self.rows)


def _rows(table: ReportTable, room: float, say: Say, size: float | None = None) -> _Rows:
    """What a table takes; a row of very long cells becomes several."""
    size = size or (SMALL if table.small else TABLE)
    whole = sum(column.width for column in table.columns)
    widths = tuple(room * column.width / whole for column in table.columns)
    right = [column.number for column in table.columns]
    names = [spoken(column.name, say) for column in table.columns]
    heading = tuple(
        TextLine((Run(name, Colours.ink, True),), size, right=at)
        for name, at in zip(names, right, strict=True)
    )
    head = max(
        height(name, size, wide - 2 * CELL_SIDE, bold=True)
        for name, wide in zip(names, widths, strict=True)
    )
    rows = []
    for row in table.rows:
        cells = [
            lines(_plain(spoken(cell, say)), size, wide - 2 * CELL_SIDE)
            for cell, wide in zip(row, widths, strict=True)
        ]
        tones = [TONES[tone_of(cell)] for cell in row]
        for start in range(0, max(map(len, cells)), _TALLEST_CELL):
            parts = [cell[start : start + _TALLEST_CELL] for cell in cells]
            tall = max(1, max(map(len, parts))) * size * LEADING + 2 * CELL_TOP
            rows.append(
                (
                    tall,
                    tuple(
                        TextLine((Run("".join(part), tone),), size, right=at)
                        for part, tone, at in zip(parts, tones, right, strict=True)
                    ),
                )
            )
    return _Rows(widths, head + 2 * CELL_TOP, heading, tuple(rows), spoken(table.about, say))


def _plain(text: str) -> str:
    return " ".join(text.split("\n"))


def _tiles_height(tiles: NumberTiles, room: float, say: Say) -> float:
    wide = (room - _GAP * (len(tiles.tiles) - 1)) / len(tiles.tiles) - 16
    labels = max(height(spoken(label, say), SMALL + 1, wide) for label, _ in tiles.tiles)
    return 20 * LEADING + labels + 10
