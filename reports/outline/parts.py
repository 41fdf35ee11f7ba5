"""What reports are made of: sections of pages, pages of paragraphs, tables and charts. Every text can
be said in each language."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from errors import Message
from i18n import Say, Text, isolated
from metrics.kpi import ValueUnit
from reports.outline.period import ReportPeriod


class Sayable(Protocol):
    """What knows how it is said in a language: a value with its unit, a month, several sentences."""

    def spoken(self, say: Say) -> str: ...


# A text of this project, what knows how it is said, or words of a person, which stay as they are.
Words = Text | Message | Sayable | str
BETTER, WORSE, QUIET = "better", "worse", "quiet"


@dataclass(frozen=True)
class Count:
    """A number of cases; None where it may not be told."""

    number: int | None

    def spoken(self, say: Say) -> str:
        return "" if self.number is None else say.number(self.number, 0)


@dataclass(frozen=True)
class Limits:
    """The interval of a value."""

    unit: ValueUnit
    low: float
    high: float

    def spoken(self, say: Say) -> str:
        decimals = self.unit.decimals
        return say(
            "{low} to {high}",
            low=say.number(self.low, decimals),
            high=say.number(self.high, decimals),
        )


@dataclass(frozen=True)
class Toned:
    """A cell that is better, worse, or of less weight; its words say so too."""

    words: Words
    tone: str


@dataclass(frozen=True)
class Saying:
    """Several sentences, one after the other."""

    sentences: tuple[Words, ...]

    def spoken(self, say: Say) -> str:
        return say.sentences(self.sentences)


def told_of(*sentences: Words | None) -> Saying:
    """Several sentences as one cell; what is None is left out."""
    return Saying(tuple(one for one in sentences if one))


@dataclass(frozen=True)
class Listed:
    """Several names in a row."""

    names: tuple[Words, ...]

    def spoken(self, say: Say) -> str:
        return say.list(self.names)


@dataclass(frozen=True)
class More:
    """How many there are besides those that are told."""

    count: int

    def spoken(self, say: Say) -> str:
        return say("More, not shown here: {count}", count=self.count)


Cell = Words | Toned | date | None


def spoken(cell: object, say: Say) -> str:
    """What a cell, a paragraph or a title reads as in one language."""
    if cell is None:
        return ""
    if isinstance(cell, Toned):
        return spoken(cell.words, say)
    if isinstance(cell, Text | Message):
        return say(cell)
    if hasattr(cell, "spoken"):
        return cell.spoken(say)
    if isinstance(cell, date):
        return say.date(cell)
    return isolated(str(cell))


def tone_of(cell: object) -> str:
    """The tone of a cell; empty without one."""
    return cell.tone if isinstance(cell, Toned) else ""


@dataclass(frozen=True)
class TableColumn:
    """A column of a table: its heading, its part of the width, and whether it holds numbers."""

    name: Words
    width: float = 1.0
    number: bool = False


@dataclass(frozen=True)
class ReportTable:
    """Rows of cells below headings. `about`: what it is, for those who do not see it."""

    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    about: Words = ""
    small: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Sentences, below or behind a `label`."""

    words: tuple[Words, ...]
    label: Words = ""
    tone: str = ""
    leading: bool = False


VALUE, OPEN, TARGET, LIMIT, MEAN, WHOLE = "value", "open", "target", "limit", "mean", "whole"


@dataclass(frozen=True)
class ChartSeries:
    """One line, or one set of bars: a value a category, None where there is none. `role`: what it
    stands for; `low` and `high`: the intervals of its values."""

    name: Words
    values: tuple[float | None, ...]
    role: str = VALUE
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()


@dataclass(frozen=True)
class Flag:
    """Something that happened in the period of a category, told below the chart by its number."""

    at: int
    number: int


@dataclass(frozen=True)
class Chart:
    """Lines over time, or bars of units (`bars`) with lines over them. `unit`: of all values;
    `alternative`: the same in words."""

    title: Words
    categories: tuple[Cell, ...]
    series: tuple[ChartSeries, ...]
    unit: ValueUnit
    alternative: tuple[Words, ...]
    bars: bool = False
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True)
class ChartWithTable:
    """A chart with a table at its right."""

    chart: Chart
    table: ReportTable


@dataclass(frozen=True)
class NumberTiles:
    """A few numbers, each with what it counts."""

    tiles: tuple[tuple[Words, Cell], ...]


@dataclass(frozen=True)
class Halves:
    """Blocks in two columns on one page: what does not fit there is counted, not told."""

    left: "tuple[Paragraph | ReportTable | Chart | NumberTiles, ...]"
    right: "tuple[Paragraph | ReportTable | Chart | NumberTiles, ...]"


Block = Paragraph | ReportTable | Chart | ChartWithTable | NumberTiles | Halves


@dataclass(frozen=True)
class Page:
    """One thing that is told: its finding as the title, what it rests on below. `kpi`: the name of
    the KPI that it is about."""

    title: Words
    blocks: tuple[Block, ...]
    kpi: str = ""


@dataclass(frozen=True)
class ReportSection:
    """A part of the report, in the order that the committee goes through it."""

    name: str
    title: Text
    pages: tuple[Page, ...]


@dataclass(frozen=True)
class Outline:
    """A whole report. `sheets`: a page for each KPI that has values, for the workbook;
    `lacking`: what its readers will miss."""

    period: ReportPeriod
    title: Text
    made_on: date
    version: int
    sections: tuple[ReportSection, ...]
    sheets: tuple[Page, ...] = ()
    lacking: tuple[Message, ...] = ()
