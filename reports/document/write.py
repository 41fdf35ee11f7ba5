"""An outline as one HTML file: nothing is loaded from outside, charts are SVG, and it prints page by
page."""

from collections.abc import Callable
from html import escape

from i18n import Say
from reports.document.style import STYLE
from reports.document.svg import BROAD, NARROW, svg
from reports.outline.parts import (
    Block,
    Cell,
    Chart,
    ChartWithTable,
    Halves,
    NumberTiles,
    Outline,
    Page,
    Paragraph,
    ReportSection,
    ReportTable,
    spoken,
    tone_of,
)

_TAGS = {"en": "en", "zh_Hans": "zh-Hans", "zh_Hant": "zh-Hant"}


def html_bytes(
    outline: Outline, say: Say, progress: Callable[[float], None] = lambda part: None
) -> bytes:
    """The file, in the language of `say`."""
    title = f"{say(outline.title)} · {outline.period.spoken(say)}"
    parts = []
    for done, section in enumerate(outline.sections):
        progress(done / len(outline.sections))
        parts.append(_section(section, say))
    progress(1.0)
    many = len(outline.sections) > 1
    body = (
        f"<header><h1>{escape(title)}</h1>"
        f'<p class="quiet">{escape(say("Made on {day}.", day=outline.made_on))}</p></header>'
        f"{_contents(outline, say) if many else ''}<main>{''.join(parts)}</main>"
    )
    return (
        f'<!doctype html>\n<html lang="{_TAGS[say.language]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body{_look('' if many else 'one')}>{body}</body></html>\n"
    ).encode()


def _contents(outline: Outline, say: Say) -> str:
    lines = "".join(
        f'<li><a href="#{section.name}">{escape(say(section.title))}</a></li>'
        for section in outline.sections
    )
    return f"<nav><ol>{lines}</ol></nav>"


def _section(section: ReportSection, say: Say) -> str:
    pages = "".join(_page(page, say) for page in section.pages)
    look = ' class="brief"' if section.name == "brief" else ""
    return (
        f'<section id="{section.name}"{look}><h2>{escape(say(section.title))}</h2>{pages}</section>'
    )


def _page(page: Page, say: Say) -> str:
    blocks = "".join(_block(block, say) for block in page.blocks)
    return f"<article><h3>{escape(spoken(page.title, say))}</h3>{blocks}</article>"


def _block(block: Block, say: Say, across: float = BROAD) -> str:
    match block:
        case Paragraph():
            return _paragraph(block, say)
        case ReportTable():
            return _table(block, say)
        case Chart():
            return f"<figure>{svg(block, say, across)}</figure>"
        case ChartWithTable():
            chart, table = svg(block.chart, say, NARROW), _table(block.table, say)
            return f'<div class="beside"><figure>{chart}</figure>{table}</div>'
        case NumberTiles():
            cells = "".join(
                f"<div><dt>{escape(spoken(label, say))}</dt><dd>{escape(spoken(value, say))}</dd></div>"
                for label, value in block.tiles
            )
            return f"<dl>{cells}</dl>"
        case Halves():
            columns = (
                "".join(_block(one, say) for one in blocks) for blocks in (block.left, block.right)
            )
            return f'<div class="halves">{"".join(f"<div>{one}</div>" for one in columns)}</div>'


def _paragraph(paragraph: Paragraph, say: Say) -> str:
    label = escape(spoken(paragraph.label, say))
    words = escape(say.sentences([spoken(one, say) for one in paragraph.words]))
    named = f'<span class="label">{label}</span>' if label else ""
    toned = f'<span class="{paragraph.tone}">{words}</span>' if paragraph.tone else words
    look = ' class="leading"' if paragraph.leading else ""
    return f"<p{look}>{named}{toned}</p>"


def _table(table: ReportTable, say: Say) -> str:
    numbers = [column.number for column in table.columns]
    heads = "".join(
        f'<th scope="col"{_look("n" if column.number else "")}>{escape(spoken(column.name, say))}</th>'
        for column in table.columns
    )
    rows = "".join(
        "<tr>" + "".join(map(_cell, row, numbers, [say] * len(row))) + "</tr>" for row in table.rows
    )
    whole = sum(column.width for column in table.columns)
    widths = "".join(
        f'<col style="width: {100 * column.width / whole:.1f}%">' for column in table.columns
    )
    about = spoken(table.about, say)
    named = f' aria-label="{escape(about)}"' if about else ""
    return (
        f'<div class="wide"><table{named}><colgroup>{widths}</colgroup><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _cell(cell: Cell, number: bool, say: Say) -> str:
    looks = " ".join(filter(None, ("n" if number else "", tone_of(cell))))
    return f"<td{_look(looks)}>{escape(spoken(cell, say))}</td>"


def _look(names: str) -> str:
    return f' class="{names}"' if names else ""
