"""Slides and what stands on them: texts, tables, boxes; each text in its language and faces."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Pt

from i18n import Say
from reports.drawing.measuring import LEADING
from reports.slides.look import (
    EDGE,
    FACES,
    HEIGHT,
    LANGUAGE_TAGS,
    ROOM,
    SMALL,
    WIDTH,
    Colours,
)

_TITLE_ONLY, _DESIGNED_WIDTH, _DESIGNED_HEIGHT = 5, 720.0, 540.0
_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
CELL_SIDE, CELL_TOP = 4.0, 1.5
Box = tuple[float, float, float, float]  # left, top, width, height in points


@dataclass(frozen=True)
class Run:
    """Letters of one look."""

    text: str
    colour: str = Colours.ink
    bold: bool = False


@dataclass(frozen=True)
class TextLine:
    """A paragraph of a text box: its runs, its size, and the room above it."""

    runs: tuple[Run, ...]
    size: float
    above: float = 0.0
    right: bool = False


class Deck:
    """A presentation in one language."""

    def __init__(self, say: Say, title: str):
        self.say, self.tag = say, LANGUAGE_TAGS[say.language]
        self._file = Presentation()
        self._file.slide_width, self._file.slide_height = Pt(WIDTH), Pt(HEIGHT)
        about = self._file.core_properties
        about.title, about.language = title, self.tag
        about.author = say("Service Culture Dashboard")
        self._broaden()
        self._set_faces()

    def _broaden(self) -> None:
        """Master and layouts are designed for the older, narrower form."""
        master = self._file.slide_master
        for holder in (master, *self._file.slide_layouts):
            for shape in holder.shapes:
                if shape._element.find(f".//{qn('a:xfrm')}") is not None:
                    shape.left = int(shape.left * WIDTH / _DESIGNED_WIDTH)
                    shape.width = int(shape.width * WIDTH / _DESIGNED_WIDTH)

    def _set_faces(self) -> None:
        """The faces of the theme, once for all texts of all slides."""
        part = self._file.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        latin, asian = FACES[self.say.language]
        theme = etree.fromstring(part.blob)
        space = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
        for font in theme.xpath("//a:majorFont | //a:minorFont", namespaces=space):
            font.find("a:latin", space).set("typeface", latin)
            font.find("a:ea", space).set("typeface", asian)
        part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)

    def new_slide(self) -> Slide:
        """An empty slide with a title."""
        return self._file.slides.add_slide(self._file.slide_layouts[_TITLE_ONLY])

    @property
    def count(self) -> int:
        return len(self._file.slides)

    def set_title(self, slide: Slide, box: Box, line: TextLine) -> None:
        """The title, which programs list slides by, in its place and look."""
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = (Pt(side) for side in box)
        self._fill(shape.text_frame, (line,))

    def add_text(self, slide: Slide, box: Box, lines: Sequence[TextLine], name: str = "") -> None:
        """A box of paragraphs."""
        shape = slide.shapes.add_textbox(*(Pt(side) for side in box))
        if name:
            shape.name = name
        self._fill(shape.text_frame, lines)

    def add_box(self, slide: Slide, box: Box, colour: str, name: str) -> None:
        """A coloured area that says nothing."""
        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Pt(side) for side in box))
        shape.name = name
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(colour)
        shape.line.fill.background()
        shape._element.remove(shape._element.find(qn("p:style")))  # which has a shadow

    def _fill(self, frame: TextFrame, lines: Sequence[TextLine]) -> None:
        frame.word_wrap = True
        frame.auto_size = None
        frame.vertical_anchor = MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = Pt(0)
        frame.margin_top = frame.margin_bottom = Pt(0)
        for at, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.RIGHT if line.right else PP_ALIGN.LEFT
            paragraph.line_spacing = Pt(line.size * LEADING)
            paragraph.space_before, paragraph.space_after = Pt(line.above), Pt(0)
            for run in line.runs:
                self._add_run(paragraph, run, line.size)
            # an empty paragraph is as high as its end says
            paragraph._p.get_or_add_endParaRPr().set("sz", str(round(line.size * 100)))
            paragraph._p.get_or_add_endParaRPr().set("lang", self.tag)

    def _add_run(self, paragraph: object, run: Run, size: float) -> None:
        if not run.text:
            return
        added = paragraph.add_run()
        added.text = _printable(run.text)
        added.font.size, added.font.bold = Pt(size), run.bold
        added.font.color.rgb = RGBColor.from_string(run.colour)
        added._r.get_or_add_rPr().set("lang", self.tag)
        added._r.get_or_add_rPr().set("altLang", "en-US")

    def add_table(
        self,
        slide: Slide,
        at: tuple[float, float],
        widths: Sequence[float],
        rows: Sequence[tuple[float, Sequence[TextLine]]],
        about: str,
    ) -> None:
        """Rows of so many points with a text in each cell; the first row holds the headings."""
        left, top = at
        size = sum(widths), sum(height for height, _ in rows)
        shape = slide.shapes.add_table(1, 1, *(Pt(side) for side in (left, top, *size)))
        shape._element.nvGraphicFramePr.cNvPr.set("descr", about)
        written = _table(widths, rows, self.tag)
        shape._element.graphic.graphicData.replace(shape.table._tbl, parse_xml(written))

    def note_page(self, slide: Slide, left: str) -> None:
        """The foot: what report it is, and the number of the slide."""
        line = TextLine((Run(left, Colours.quiet),), SMALL)
        self.add_text(slide, (EDGE, HEIGHT - 24, ROOM - 60, SMALL * LEADING), (line,), "Foot")
        number = TextLine((Run(str(self.count), Colours.quiet),), SMALL, right=True)
        box = (WIDTH - EDGE - 50, HEIGHT - 24, 50, SMALL * LEADING)
        self.add_text(slide, box, (number,), "Number")

    def bytes(self) -> bytes:
        """The file."""
        buffer = io.BytesIO()
        self._file.save(buffer)
        return buffer.getvalue()


# What no XML may hold; a newline would be a paragraph of its own.
_UNPRINTABLE = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub(" ", text)


def _table(
    widths: Sequence[float], rows: Sequence[tuple[float, Sequence[TextLine]]], tag: str
) -> str:
    """A table as XML: cell by cell the library would take a second a slide."""
    columns = "".join(f'<a:gridCol w="{Pt(width)}"/>' for width in widths)
    lines = "".join(
        f'<a:tr h="{Pt(height)}">{"".join(_cell(line, at == 0, tag) for line in cells)}</a:tr>'
        for at, (height, cells) in enumerate(rows)
    )
    return (
        '<a:tbl xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        f'<a:tblPr firstRow="1"><a:tableStyleId>{_PLAIN_TABLE}</a:tableStyleId></a:tblPr>'
        f"<a:tblGrid>{columns}</a:tblGrid>{lines}</a:tbl>"
    )


def _cell(line: TextLine, heading: bool, tag: str) -> str:
    """A cell with its text; the parts stand in the order of the schema."""
    size = round(line.size * 100)
    runs = "".join(
        f'<a:r><a:rPr lang="{tag}" altLang="en-US" sz="{size}" b="{int(run.bold)}">'
        f"{_solid(run.colour)}</a:rPr><a:t>{escape(_printable(run.text))}</a:t></a:r>"
        for run in line.runs
        if run.text
    )
    none = '<a:spcPts val="0"/>'
    look = (
        f'<a:pPr algn="{"r" if line.right else "l"}">'
        f'<a:lnSpc><a:spcPts val="{round(size * LEADING)}"/></a:lnSpc>'
        f"<a:spcBef>{none}</a:spcBef><a:spcAft>{none}</a:spcAft></a:pPr>"
    )
    # an empty paragraph is as high as its end says
    text = f'<a:p>{look}{runs}<a:endParaRPr lang="{tag}" sz="{size}"/></a:p>'
    bare = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
    below = f'<a:lnB w="9525">{_solid(Colours.quiet if heading else Colours.grid)}</a:lnB>'
    ground = _solid(Colours.head) if heading else "<a:noFill/>"
    side, top = Pt(CELL_SIDE), Pt(CELL_TOP)
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{text}</a:txBody>"
        f'<a:tcPr marL="{side}" marR="{side}" marT="{top}" marB="{top}" anchor="t">'
        f"{bare}{below}{ground}</a:tcPr></a:tc>"
    )


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
