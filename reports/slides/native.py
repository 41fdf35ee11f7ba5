"""THE ONE PLACE that writes the XML of native charts, each with its workbook inside.

The library has no names for East Asian faces, for intervals of single values, and for lines over
bars; so the whole chart is written here, and the library only carries it.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.parts.chart import ChartPart
from pptx.slide import Slide
from pptx.util import Pt
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from i18n import N_, Month, Say
from reports.drawing.scale import distances, ends
from reports.outline.parts import (
    LIMIT,
    MEAN,
    OPEN,
    TARGET,
    VALUE,
    WHOLE,
    Cell,
    Chart,
    ChartSeries,
    spoken,
)
from reports.slides.look import FACES, LANGUAGE_TAGS, Colours

_SHEET = "Sheet1"
_TEXT = 900  # hundredths of a point
_EVENTS = "events"


@dataclass(frozen=True)
class _Style:
    """How a series is drawn: colour, width of its line (0: none), dashes, mark."""

    colour: str
    width: float
    dash: str = "solid"
    mark: str = "none"
    hollow: bool = False


_STYLES = {
    VALUE: _Style(Colours.value, 2.25, mark="circle"),
    OPEN: _Style(Colours.value, 0, mark="circle", hollow=True),
    TARGET: _Style(Colours.target, 2, "dash"),
    MEAN: _Style(Colours.quiet, 1),
    LIMIT: _Style(Colours.quiet, 1, "sysDot"),
    WHOLE: _Style(Colours.target, 1.75, "dash"),
    _EVENTS: _Style(Colours.ink, 0, mark="diamond"),
}


@dataclass(frozen=True)
class _Drawn:
    """A series with its place in the workbook. `errors`: its first column of distances to the ends
    of the intervals; None without."""

    name: str
    series: ChartSeries
    role: str
    column: int
    errors: int | None
    labels: tuple[str, ...] = ()


def add_chart(slide: Slide, chart: Chart, box: tuple[float, float, float, float], say: Say) -> None:
    """Put a chart on a slide; `box`: left, top, width and height in points."""
    names = [_in_two(category, say) for category in chart.categories]
    drawn = _drawn(chart, say)
    package = slide.part.package
    part = ChartPart.load(
        package.next_partname(ChartPart.partname_template),
        CONTENT_TYPE.DML_CHART,
        package,
        _xml(chart, names, drawn, say).encode(),
    )
    part.chart_workbook.update_from_xlsx_blob(_workbook(names, drawn))
    frame = slide.shapes._add_chart_graphicFrame(
        slide.part.relate_to(part, RELATIONSHIP_TYPE.CHART), *(Pt(side) for side in box)
    )
    about = frame.nvGraphicFramePr.cNvPr
    about.set("descr", say.sentences(chart.alternative))
    about.set("name", spoken(chart.title, say))


def _in_two(category: Cell, say: Say) -> str:
    """The name of a category; of a month in two lines, where it would be broken anywhere."""
    name = spoken(category, say)
    if not isinstance(category, Month):
        return name
    return name.replace("年", "\n", 1) if "年" in name else name.replace(" ", "\n", 1)


def _drawn(chart: Chart, say: Say) -> list[_Drawn]:
    """The series with their columns: first the values of all, then the distances."""
    told = [(spoken(one.name, say), one, one.role, ()) for one in chart.series]
    if chart.flags:
        told.append((say(N_("Events")), *_flagged(chart)))
    found, beyond = [], len(told) + 1
    for column, (name, series, role, labels) in enumerate(told, start=1):
        has = any(value is not None for value in series.low)
        found.append(_Drawn(name, series, role, column, beyond if has else None, labels))
        beyond += 2 if has else 0
    return found


def _flagged(chart: Chart) -> tuple[ChartSeries, str, tuple[str, ...]]:
    """A mark in each month in which something happened, at its value."""
    known = [value for value in chart.series[0].values if value is not None]
    middle = sum(known) / len(known) if known else 0.0
    values: list[float | None] = [None] * len(chart.categories)
    labels = [""] * len(chart.categories)
    for flag in chart.flags:
        value = chart.series[0].values[flag.at]
        values[flag.at] = middle if value is None else value
        labels[flag.at] += f"({flag.number})"
    return ChartSeries(N_("Events"), tuple(values), _EVENTS), _EVENTS, tuple(labels)


def _workbook(names: Sequence[str], drawn: Sequence[_Drawn]) -> bytes:
    buffer = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **plain}) as book:
        sheet = book.add_worksheet(_SHEET)
        sheet.set_column(0, 0, 18)
        for row, name in enumerate(names, start=1):
            sheet.write_string(row, 0, name)
        for one in drawn:
            sheet.write_string(0, one.column, one.name)
            _write(sheet, one.column, one.series.values)
            if one.errors is not None:
                for at, (sign, values) in enumerate(zip("−+", distances(one.series), strict=True)):
                    sheet.write_string(0, one.errors + at, f"{one.name} {sign}")
                    _write(sheet, one.errors + at, values)
    return buffer.getvalue()


def _write(sheet: Worksheet, column: int, values: Sequence[float | None]) -> None:
    for row, value in enumerate(values, start=1):
        if value is not None:
            sheet.write_number(row, column, value)


def _xml(chart: Chart, names: Sequence[str], drawn: Sequence[_Drawn], say: Say) -> str:
    bars = [one for one in drawn if chart.bars and one.role == VALUE]
    lines = [one for one in drawn if one not in bars]
    plots = _bars(bars, names, say) if bars else ""
    plots += _lines(lines, names, say) if lines else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<c:date1904 val="0"/><c:roundedCorners val="0"/>'
        '<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        f"{plots}{_axes(chart, say)}</c:plotArea>"
        f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_text(say)}</c:legend>'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"{_text(say)}</c:chartSpace>"
    )


def _text(say: Say, colour: str = Colours.ink, bold: bool = False) -> str:
    """Size, colour and faces of what is written: the East Asian face stands after the Latin one."""
    latin, asian = FACES[say.language]
    tag = LANGUAGE_TAGS[say.language]
    return (
        "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        f'<a:defRPr sz="{_TEXT}" b="{int(bold)}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        f"<a:latin typeface={quoteattr(latin)}/><a:ea typeface={quoteattr(asian)}/></a:defRPr>"
        f'</a:pPr><a:endParaRPr lang="{tag}"/></a:p></c:txPr>'
    )


def _lines(drawn: Sequence[_Drawn], names: Sequence[str], say: Say) -> str:
    series = "".join(_series(one, names, say, bars=False) for one in drawn)
    return (
        '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'{series}<c:marker val="1"/><c:axId val="1001"/><c:axId val="1002"/></c:lineChart>'
    )


def _bars(drawn: Sequence[_Drawn], names: Sequence[str], say: Say) -> str:
    series = "".join(_series(one, names, say, bars=True) for one in drawn)
    return (
        '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{series}<c:gapWidth val="60"/><c:axId val="1001"/><c:axId val="1002"/></c:barChart>'
    )


def _series(one: _Drawn, names: Sequence[str], say: Say, bars: bool) -> str:
    """A series; its parts stand in the order that the schema asks for."""
    style, letter = _STYLES[one.role], xl_col_to_name(one.column)
    count = len(names)
    parts = [
        f'<c:idx val="{one.column - 1}"/><c:order val="{one.column - 1}"/>',
        f"<c:tx><c:strRef><c:f>{_SHEET}!${letter}$1</c:f>{_texts([one.name])}</c:strRef></c:tx>",
    ]
    if bars:
        parts.append(f"<c:spPr>{_fill(style.colour)}</c:spPr><c:invertIfNegative val='0'/>")
    else:
        parts += [f"<c:spPr>{_line(style)}</c:spPr>", _mark(style)]
    if one.labels:
        parts.append(_labels(one, say))
    if one.errors is not None:
        parts.append(_intervals(one, count, bars))
    parts += [
        f"<c:cat><c:strRef><c:f>{_range(0, count)}</c:f>{_texts(names)}</c:strRef></c:cat>",
        f"<c:val><c:numRef><c:f>{_range(one.column, count)}</c:f>"
        f"{_numbers(one.series.values)}</c:numRef></c:val>",
    ]
    if not bars:
        parts.append('<c:smooth val="0"/>')
    return f"<c:ser>{''.join(parts)}</c:ser>"


def _range(column: int, count: int) -> str:
    letter = xl_col_to_name(column)
    return f"{_SHEET}!${letter}$2:${letter}${count + 1}"


def _texts(names: Sequence[str]) -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{escape(name)}</c:v></c:pt>' for at, name in enumerate(names)
    )
    return f'<c:strCache><c:ptCount val="{len(names)}"/>{points}</c:strCache>'


def _numbers(values: Sequence[float | None]) -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{float(value)!r}</c:v></c:pt>'
        for at, value in enumerate(values)
        if value is not None
    )
    return (
        "<c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache>'
    )


def _intervals(one: _Drawn, count: int, bars: bool) -> str:
    below, above = distances(one.series)
    direction = "" if bars else '<c:errDir val="y"/>'
    plus, minus = (
        f"<c:{name}><c:numRef><c:f>{_range(column, count)}</c:f>{_numbers(values)}"
        f"</c:numRef></c:{name}>"
        for name, column, values in (
            ("plus", (one.errors or 0) + 1, above),
            ("minus", one.errors or 0, below),
        )
    )
    line = _Style(Colours.ink if bars else Colours.value, 0.75)
    return (
        f'<c:errBars>{direction}<c:errBarType val="both"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="0"/>{plus}{minus}<c:spPr>{_line(line)}</c:spPr></c:errBars>'
    )


def _labels(one: _Drawn, say: Say) -> str:
    """The numbers of what happened, above their marks."""
    shown = '<c:showLegendKey val="0"/><c:showVal val="{0}"/><c:showCatName val="0"/>'
    shown += '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    tag = LANGUAGE_TAGS[say.language]
    each = "".join(
        f'<c:dLbl><c:idx val="{at}"/><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:r>'
        f'<a:rPr lang="{tag}" sz="{_TEXT}"/><a:t>{escape(label)}</a:t></a:r></a:p></c:rich></c:tx>'
        f'<c:dLblPos val="t"/>{shown.format(1)}</c:dLbl>'
        for at, label in enumerate(one.labels)
        if label
    )
    return f"<c:dLbls>{each}{shown.format(0)}</c:dLbls>"


def _fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def _line(style: _Style) -> str:
    if not style.width:
        return "<a:ln><a:noFill/></a:ln>"
    return (
        f'<a:ln w="{round(style.width * 12700)}" cap="rnd">{_fill(style.colour)}'
        f'<a:prstDash val="{style.dash}"/><a:round/></a:ln>'
    )


def _mark(style: _Style) -> str:
    if style.mark == "none":
        return '<c:marker><c:symbol val="none"/></c:marker>'
    inside = _fill(Colours.paper if style.hollow else style.colour)
    return (
        f'<c:marker><c:symbol val="{style.mark}"/><c:size val="6"/><c:spPr>{inside}'
        f'<a:ln w="9525">{_fill(style.colour)}</a:ln></c:spPr></c:marker>'
    )


def _axes(chart: Chart, say: Say) -> str:
    low, high, step = ends(chart)
    decimals = chart.unit.decimals if step < 1 or step % 1 else 0
    code = "#,##0" + ("." + "0" * decimals if decimals else "")
    grey = _line(_Style(Colours.grid, 0.75))
    return (
        '<c:catAx><c:axId val="1001"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"<c:spPr>{_line(_Style(Colours.quiet, 0.75))}</c:spPr>{_text(say)}"
        '<c:crossAx val="1002"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        '<c:valAx><c:axId val="1002"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{float(high)!r}"/><c:min val="{float(low)!r}"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="l"/>'
        f"<c:majorGridlines><c:spPr>{grey}</c:spPr></c:majorGridlines>"
        f'<c:numFmt formatCode="{code}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f"<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{_text(say)}"
        '<c:crossAx val="1001"/><c:crosses val="min"/><c:crossBetween val="between"/>'
        f'<c:majorUnit val="{float(step)!r}"/></c:valAx>'
    )
