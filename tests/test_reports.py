"""Reports: what they say is what was answered, in all three forms; nothing is cut, hidden or
fetched from outside."""

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from lxml import etree
from PIL import ImageFont
from pptx import Presentation
from pptx.util import Pt
from python_calamine import CalamineWorkbook

from data.kinds.catalog import EVENT, NPS, PROBLEM, TARGET
from data.progress import Stopped
from data.roles import READER, Viewer
from data.uploads.store import add, data_version
from data.uploads.typed import typed_rows
from errors import Message, WrongCall
from i18n import LANGUAGES, N_, translator
from metrics.answers.asked import answer
from metrics.catalog import kpi_named
from metrics.effect.problems import problems_of, problems_on
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.periods import add_months
from metrics.snapshot import Snapshot
from metrics.sums.query import Query
from metrics.value_units import PERCENT
from reports.__main__ import main
from reports.document.write import html_bytes
from reports.drawing.measuring import LEADING, letter, lines
from reports.drawing.scale import ends
from reports.making import Wanted, make
from reports.outline.brief import brief_page
from reports.outline.build import SECTIONS, outline
from reports.outline.causes import causes_of
from reports.outline.kpis import owners_told
from reports.outline.loop import action_pages, coming, decision_pages, problem_pages
from reports.outline.parts import (
    Chart,
    ChartSeries,
    ChartWithTable,
    Count,
    Halves,
    More,
    NumberTiles,
    Outline,
    Page,
    Paragraph,
    ReportSection,
    ReportTable,
    TableColumn,
    spoken,
)
from reports.outline.period import MONTH, QUARTER, offered, report_period
from reports.slides.look import FACES, HEIGHT, SMALL, WIDTH
from reports.slides.write import pptx_bytes
from reports.workbook.write import xlsx_bytes

COMMITTEE = Viewer(frozenset({"committee"}))
SAY = translator("en")
SPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
}
# The order that the schema asks of the parts of a series.
_IN_SERIES = ("idx", "order", "tx", "spPr", "invertIfNegative", "marker", "dLbls", "errBars", "cat")
_IN_SERIES += ("val", "smooth")


def snapshot_of(database, today, viewer=COMMITTEE):
    """A context with a snapshot of a database for a viewer."""
    return database.read(viewer=viewer), lambda reading: Snapshot(
        reading, database.path, data_version(reading), today
    )


def told(database, grain: str, text: str, today: date, viewer=COMMITTEE) -> Outline:
    opened, snapshot = snapshot_of(database, today, viewer)
    with opened as reading:
        return outline(snapshot(reading), report_period(grain, text, today))


@pytest.fixture(scope="module")
def quarter(sample, today) -> Outline:
    return told(sample, QUARTER, "2026-Q3", today)


@pytest.fixture(scope="module")
def brief(sample, today) -> Outline:
    return told(sample, MONTH, "2026-09", today)


@pytest.fixture(scope="module")
def deck(quarter) -> bytes:
    """The quarter as a file of slides, in Chinese."""
    return pptx_bytes(quarter, translator("zh_Hans"))


@pytest.fixture(scope="module")
def slides(deck):
    return Presentation(io.BytesIO(deck))


@pytest.fixture(scope="module")
def briefs(brief) -> dict[str, bytes]:
    """The brief as a slide, in every language."""
    return {language: pptx_bytes(brief, translator(language)) for language in LANGUAGES}


@pytest.fixture(scope="module")
def workbook(quarter) -> bytes:
    return xlsx_bytes(quarter, translator("en"))


def test_an_older_quarter_tells_problems_and_actions_as_they_stood_then(sample, today):
    opened, snapshot = snapshot_of(sample, today)
    with opened as reading:
        seen, period = snapshot(reading), report_period(QUARTER, "2026-Q1", today)
        everything = problems_of(seen)
        stood = problems_on(everything, period.end)
        (problems,) = problem_pages(seen, period)
        (decisions,) = decision_pages(seen, period)
        (actions,) = action_pages(seen, period)
    say = translator("en")
    then = {one.problem_id for one in stood if one.is_open}
    assert then == {
        one.problem_id
        for one in everything
        if one.raised <= period.end and (one.is_open or one.closed > period.end)
    }
    assert f"Problems open on Mar 31, 2026: {len(then)}" in spoken(problems.title, say)
    (table,) = (block for block in problems.blocks if isinstance(block, ReportTable))
    cells = {row[0]: spoken(row[1], say) for row in table.rows}
    solved = next(one for one in everything if one.problem_id in then and not one.is_open)
    assert set(cells) == then and "Since then: solved on" in cells[solved.problem_id]
    assert "up to Oct 1, 2026: raised" in spoken(problems.blocks[-1].words[0], say)
    assert all(row[0] <= period.end for row in decisions.blocks[0].rows)
    (worked,) = (row for row in actions.blocks[0].rows if spoken(row[0], say).startswith("A-01"))
    assert "Since then: ended on" in spoken(worked[4], say)


def rows_of(sample, today, kpi: str, grain: str = "month") -> dict:
    opened, snapshot = snapshot_of(sample, today)
    with opened as reading:
        rows = answer(snapshot(reading), kpi, Query(end=date(2026, 9, 30), grain=grain)).rows
    return {row["period"]: row for _, row in rows.iterrows()}


def charts_of(presentation):
    return [shape for slide in presentation.slides for shape in slide.shapes if shape.has_chart]


def text_of(content: Outline, language: str = "en") -> str:
    return html_bytes(content, translator(language)).decode()


# what is told, and in which order
def test_the_sections_stand_in_the_order_of_the_committee(quarter):
    names = [section.name for section in quarter.sections]
    assert names == [name for name, _, _ in SECTIONS]
    assert (
        names
        == (
            "cover decisions exceptions plan restated customer people mystery units problems actions "
            "voice next appendix"
        ).split()
    )
    assert all(section.pages for section in quarter.sections)


@pytest.mark.parametrize("text", ["2026-Q5", "2026", "Q3", "2026-3", "2026-Q4", "2027-Q1"])
def test_what_is_no_quarter_or_not_begun_is_refused(text, today):
    with pytest.raises(WrongCall):
        report_period(QUARTER, text, today)


def test_a_running_quarter_is_reported_up_to_its_last_whole_month():
    period = report_period(QUARTER, "2026q4", date(2026, 12, 5))
    assert (period.month, period.over) == (date(2026, 11, 1), False)
    assert [one.written for one in offered(QUARTER, [date(2026, 7, 1)], date(2026, 12, 5))] == [
        "2026-Q3"
    ]


def _has_cause(page) -> bool:
    return any(isinstance(one, Paragraph) and str(one.label) == "Cause" for one in page.blocks)


def test_each_missed_target_has_a_cause_or_says_that_none_was_given(sample, today, quarter):
    opened, snapshot = snapshot_of(sample, today)
    with opened as reading:
        known = {
            page.kpi: bool(causes_of(snapshot(reading), kpi_named(page.kpi), quarter.period))
            for page in quarter.sheets
        }
    off = 0
    for page in quarter.sheets:
        labels = [str(one.label) for one in page.blocks if isinstance(one, Paragraph)]
        words = [one.words for one in page.blocks if isinstance(one, Paragraph)]
        if "Cause" not in labels:
            continue
        off += 1
        none = words[labels.index("Cause")] == ("No cause given.",)
        assert none is not known[page.kpi]
    assert off
    lacking = [one for one in quarter.lacking if one.text == "No cause given: {kpi}."]
    assert len(lacking) == sum(not known[page.kpi] for page in quarter.sheets if _has_cause(page))


def test_a_cause_that_is_written_down_stands_in_the_report(database):
    today = date(2026, 10, 5)
    row = {"type": "cause", "kpi": "csat", "text": "Lifts broken", "date": date(2026, 9, 30)}
    add(database, typed_rows(EVENT, [row], "typed", today, KPI_FACTS))
    opened, snapshot = snapshot_of(database, today)
    with opened as reading:
        seen = snapshot(reading)
        found, before = (
            causes_of(seen, kpi_named("csat"), report_period(QUARTER, text, today))
            for text in ("2026-Q3", "2026-Q2")
        )
    assert [one.text for one in found] == ["Lifts broken"] and before == ()


def test_what_is_noted_of_a_kpi_gives_it_a_page_and_stands_in_the_brief(database):
    today, day = date(2026, 10, 5), date(2026, 9, 30)
    rows = [{"date": date(2026, 9, at), "score": 9} for at in range(1, 29)]
    add(database, typed_rows(NPS, rows, "typed", today, KPI_FACTS))
    notes = (
        {"type": "note", "kpi": "detractor_share", "text": "A rival closed", "date": day},
        {"type": "note", "text": "The town was flooded", "date": day},
    )
    for note in notes:
        add(database, typed_rows(EVENT, [note], "typed", today, KPI_FACTS))
    quarter = told(database, QUARTER, "2026-Q3", today)
    pages = {one.kpi: one for section in quarter.sections for one in section.pages}
    page = pages["detractor_share"]
    (events,) = [one for one in page.blocks if spoken(getattr(one, "label", ""), SAY) == "Events"]
    written = " ".join(spoken(one, SAY) for one in events.words)
    assert "A rival closed" in written and "The town was flooded" in written
    text = text_of(told(database, MONTH, "2026-09", today))
    assert "Notes" in text and "A rival closed" in text and "The town was flooded" in text
    earlier = {"type": "note", "text": "New tills", "date": date(2026, 9, 2)}
    add(database, typed_rows(EVENT, [earlier], "typed", today, KPI_FACTS))
    text = text_of(told(database, MONTH, "2026-09", today))
    assert "A rival closed" in text and "New tills" not in text, "the latest are shown"
    assert "A rival closed" not in text_of(told(database, MONTH, "2026-08", today))


def test_what_a_running_quarter_has_yet_to_judge_falls_due(database):
    today, begun = date(2026, 11, 20), date(2026, 1, 1)
    days = [date(2026, month, day) for month in range(1, 11) for day in (5, 15)]
    scores = [{"date": day, "score": 9} for day in days for _ in range(20)]
    dues = (date(2026, 10, 31), date(2026, 11, 15), date(2026, 12, 31), date(2027, 4, 30))
    stage = {"kpi": "net_promoter_score", "form": "at_least", "value": 90, "date": begun}
    award = {"kpi": "brand_recognition", "form": "milestone", "date": begun}
    milestones = [  # missed by today, reached by today, still ahead
        {**award, "stage": "short", "due": date(2026, 11, 6)},
        {**award, "stage": "mid", "due": date(2026, 12, 10)},
        {
            **award,
            "stage": "mid",
            "due": date(2026, 12, 10),
            "date": date(2026, 11, 12),
            "reached_on": date(2026, 11, 12),
            "evidence": "Award",
        },
        {**award, "stage": "long", "due": date(2026, 12, 20)},
    ]
    late, ahead = (
        {"problem_id": number, "date": begun, "title": "Queues", "department": "Sales", **more}
        for number, more in (
            ("P-01", {"status": "open", "due": date(2026, 11, 5)}),
            ("P-02", {"status": "open", "due": date(2026, 12, 5)}),
        )
    )
    for kind, rows in (
        (NPS, scores),
        (TARGET, [{**stage, "stage": "short", "due": due} for due in dues]),
        (TARGET, milestones),
        (PROBLEM, [late, ahead]),
    ):
        add(database, typed_rows(kind, rows, "typed", today, KPI_FACTS))
    opened, snapshot = snapshot_of(database, today)
    with opened as reading:
        found = coming(snapshot(reading), report_period(QUARTER, "2026-Q4", today))
    assert [day for day, _, _ in found] == [
        *(dues[1], date(2026, 12, 5)),
        *(date(2026, 12, 20), dues[2]),
    ]


# slides
def test_every_number_of_the_charts_is_that_of_the_answer(sample, today, quarter, slides):
    pages = {
        translator("zh_Hans")(kpi_named(page.kpi).label): page.kpi
        for section in quarter.sections
        for page in section.pages
        if page.kpi
    }
    seen = set()
    for shape in charts_of(slides):
        name = pages.get(shape.name)
        if name is None or shape.name in seen or len(shape.chart.plots) > 1:
            continue
        seen.add(shape.name)
        rows = rows_of(sample, today, name)
        months = [add_months(date(2026, 9, 1), back) for back in range(-12, 1)]
        plot = shape.chart.plots[0]
        assert len(plot.categories) == 13
        values = next(one for one in plot.series if one.name == shape.name).values
        for month, value in zip(months, values, strict=True):
            row = rows.get(month)
            settled = row is not None and not (row["partial"] or row["maturing"] or row["hidden"])
            expected = float(row["value"]) if settled and row["value"] == row["value"] else None
            assert value == (None if expected is None else pytest.approx(expected, abs=1e-12)), name
    assert len(seen) == len(pages) > 10


def test_every_number_of_the_tables_is_that_of_the_answer(sample, today, quarter):
    say = translator("en")
    for page in quarter.sheets[:12]:
        kpi = kpi_named(page.kpi)
        table = next(one for one in page.blocks if isinstance(one, ChartWithTable)).table
        rows = rows_of(sample, today, page.kpi)
        for name, value, interval, cases in table.rows[3:]:
            row = rows.get(name.first)
            if row is None or row["hidden"] or row["value"] != row["value"]:
                continue
            assert kpi.unit.show(say, float(row["value"])) in spoken(value, say)
            if interval is not None:
                assert (interval.low, interval.high) == (row["low"], row["high"])
            if cases is not None:
                assert cases == Count(int(row["n"]))
        whole = rows_of(sample, today, page.kpi, "quarter").get(date(2026, 7, 1))
        if whole is not None and not whole["hidden"] and whole["value"] == whole["value"]:
            assert kpi.unit.show(say, float(whole["value"])) in spoken(table.rows[0][1], say)


def test_charts_are_native_with_their_workbook_and_nothing_is_a_picture(deck, slides):
    names = zipfile.ZipFile(io.BytesIO(deck)).namelist()
    assert not [name for name in names if "/media/" in name and "thumbnail" not in name]
    charts = [name for name in names if re.fullmatch(r"ppt/charts/chart\d*\.xml", name)]
    books = [name for name in names if name.startswith("ppt/embeddings/")]
    assert len(charts) == len(books) > 15
    for slide in slides.slides:
        assert not slide._element.findall(f".//{{{SPACES['p']}}}pic")


def test_every_reference_of_a_chart_lies_inside_its_workbook_with_the_same_numbers(slides):
    checked = 0
    for shape in charts_of(slides):
        blob = shape.chart.part.chart_workbook.xlsx_part.blob
        cells = CalamineWorkbook.from_filelike(io.BytesIO(blob)).get_sheet_by_index(0).to_python()
        for reference in shape.chart._chartSpace.iter(f"{{{SPACES['c']}}}numRef"):
            column, first, last = re.fullmatch(
                r"Sheet1!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)", reference.findtext("c:f", "", SPACES)
            ).groups()
            at = ord(column) - ord("A")
            stored = [cells[row][at] for row in range(int(first) - 1, min(int(last), len(cells)))]
            points = {
                int(point.get("idx")): float(point.findtext("c:v", "", SPACES))
                for point in reference.findall(".//c:pt", SPACES)
            }
            for place, value in points.items():
                assert stored[place] == pytest.approx(value, abs=1e-9)
            assert all(value == "" for n, value in enumerate(stored) if n not in points)
            checked += 1
    assert checked > 60


def test_owners_that_are_declared_are_told_in_the_reader_s_language(slides):
    told = {
        cell.text
        for slide in slides.slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    }
    assert any("人力资源部门" in cell for cell in told)
    assert not any("Human resources" in cell for cell in told)


def test_the_parts_of_a_chart_stand_in_the_order_of_the_schema(slides):
    for shape in charts_of(slides):
        space = shape.chart._chartSpace
        for series in space.iter(f"{{{SPACES['c']}}}ser"):
            places = [_IN_SERIES.index(etree.QName(part).localname) for part in series]
            assert places == sorted(places)
        assert space.find("c:chart/c:dispBlanksAs", SPACES).get("val") == "gap"
        bars = space.find(".//c:barChart", SPACES)
        if bars is not None:
            assert bars.find(".//c:errDir", SPACES) is None
            line = space.find(".//c:lineChart", SPACES)
            axes = [
                [axis.get("val") for axis in one.findall("c:axId", SPACES)] for one in (bars, line)
            ]
            assert axes[0] == axes[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_east_asian_faces_and_languages_are_set_everywhere(briefs, language):
    content = briefs[language]
    book = Presentation(io.BytesIO(content))
    theme = zipfile.ZipFile(io.BytesIO(content)).read("ppt/theme/theme1.xml")
    latin, asian = FACES[language]
    for font in etree.fromstring(theme).xpath("//a:majorFont | //a:minorFont", namespaces=SPACES):
        assert font.find("a:latin", SPACES).get("typeface") == latin
        assert font.find("a:ea", SPACES).get("typeface") == asian
    tag = {"en": "en-US", "zh_Hans": "zh-CN", "zh_Hant": "zh-TW"}[language]
    runs = [run for slide in book.slides for run in slide._element.iter(f"{{{SPACES['a']}}}r")]
    assert len(runs) > 20
    assert {run.find("a:rPr", SPACES).get("lang") for run in runs} == {tag}
    for shape in charts_of(book):
        for look in shape.chart._chartSpace.findall(".//c:txPr//a:defRPr", SPACES):
            faces = [etree.QName(part).localname for part in look]
            assert faces.index("latin") + 1 == faces.index("ea")
            assert look.find("a:ea", SPACES).get("typeface") == asian


def test_charts_and_tables_are_told_in_words_too(slides):
    told = [
        shape._element.nvGraphicFramePr.cNvPr.get("descr")
        for slide in slides.slides
        for shape in slide.shapes
        if shape.has_chart or shape.has_table
    ]
    assert len(told) > 30 and all(told)
    assert all(slide.shapes.title.text_frame.text for slide in slides.slides)


def overflows(presentation) -> list[str]:
    """Texts that take more room than their box has, and shapes beyond the slide."""
    found = []
    for number, slide in enumerate(presentation.slides, start=1):
        for shape in slide.shapes:
            bottom = (shape.top + shape.height) / Pt(1)
            right = (shape.left + shape.width) / Pt(1)
            if bottom > HEIGHT + 0.5 or right > WIDTH + 0.5:
                found.append(f"{number}: {shape.name} ends at {right:.0f}, {bottom:.0f}")
            if shape.has_text_frame and shape.text_frame.text:
                need = _needed(shape.text_frame, shape.width / Pt(1))
                if need > shape.height / Pt(1) + 0.5:
                    found.append(f"{number}: {need:.0f} in {shape.height / Pt(1):.0f}")
            if shape.has_table:
                found += _too_long_cells(number, shape.table)
                if shape.top / Pt(1) + sum(r.height for r in shape.table.rows) / Pt(1) > HEIGHT:
                    found.append(f"{number}: the table ends below")
    return found


def _needed(frame, room: float) -> float:
    tall = 0.0
    for paragraph in frame.paragraphs:
        if paragraph.runs:
            size = paragraph.runs[0].font.size / Pt(1)
            assert size >= SMALL
            text = "".join(run.text for run in paragraph.runs)
            bold = paragraph.runs[-1].font.bold
            tall += len(lines(text, size, room, bool(bold))) * size * LEADING
        tall += (paragraph.space_before or 0) / Pt(1)
    return tall


def _too_long_cells(number: int, table) -> list[str]:
    return [
        f"{number}: {cell.text_frame.text[:40]}"
        for row in table.rows
        for place, cell in enumerate(row.cells)
        if _needed(cell.text_frame, table.columns[place].width / Pt(1) - 8)
        > row.height / Pt(1) - 2.5
    ]


def test_no_text_is_longer_than_its_box(slides, briefs):
    assert overflows(slides) == []
    for content in briefs.values():
        book = Presentation(io.BytesIO(content))
        assert len(book.slides) == 1 and overflows(book) == []


def made_up(title: object, blocks: tuple) -> Outline:
    """A report of one page."""
    period = report_period(QUARTER, "2026-Q3", date(2026, 10, 5))
    page = Page(title, blocks)
    return Outline(
        period=period,
        title=N_("Quarterly evaluation report"),
        made_on=date(2026, 10, 5),
        version=1,
        sections=(ReportSection("x", N_("Customer"), (page,)),),
    )


_PARTS = ("Decisions asked for", "Last decisions", "News", "What was restated", "No cause given")
_PARTS += ("Effect to be checked now", "Next")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_brief_has_no_room_for_is_counted_in_one_line(language):
    """A column holds 26 lines. The first list has three and says that three more are not told."""
    say, line = translator(language), Paragraph(("One line",))
    begun = [Paragraph(("One line",), N_(name)) for name in _PARTS]
    for filled, cut, parts in ((22, 0, 6), (23, 3, 6), (24, 4, 6), (25, 5, 6), (26, 0, 7)):
        blocks = (*[line] * filled, begun[0], line, line, Paragraph((More(3),)), *begun[1:])
        content = made_up("x", (Halves((), blocks),))
        book = Presentation(io.BytesIO(pptx_bytes(content, say)))
        assert len(book.slides) == 1 and overflows(book) == []
        last = [one.text_frame.text for one in book.slides[0].shapes if one.has_text_frame][-1]
        more = say("More, not shown here: {count}", count=cut)
        assert last.startswith(more) == bool(cut), last
        labels = [say(N_(name)) for name in _PARTS[-parts:]]
        named = [label for label in labels if label in last]
        assert named == labels[: len(named)] != [], "the first of them"
        assert len(named) == parts or str(parts) in last


def test_what_a_brief_has_no_room_for_leaves_the_numbers_of_problems_theirs():
    line, tiles = Paragraph(("One line",)), NumberTiles((("Open", Count(3)),))
    for filled in (5, 40):
        column = (*[line] * filled, tiles, Paragraph(("One line",), "Next"))
        content = made_up("x", (Halves((), column),))
        book = Presentation(io.BytesIO(pptx_bytes(content, translator("en"))))
        texts = [one.text_frame.text for one in book.slides[0].shapes if one.has_text_frame]
        assert len(book.slides) == 1 and overflows(book) == []
        (tile,) = [text for text in texts if text.startswith("3\n")]
        left = texts[-1]
        assert "Next" in left and (filled == 5) == (left == "Next  One line"), tile


def test_a_brief_goes_in_the_order_of_the_quarterly_report(brief):
    say = translator("en")
    (halves,) = brief.sections[0].pages[0].blocks
    kinds = {ReportTable: "plan", Chart: "customer", NumberTiles: "problems"}
    told = [
        kinds.get(type(one)) or spoken(one.label, say)
        for one in (*halves.left, *halves.right)
        if type(one) in kinds or one.label
    ]
    order = [
        *("Decisions asked for", "Last decisions", "News", "plan", "What was restated"),
        *("customer", "No cause given", "Notes", "problems", "Effect to be checked now", "Next"),
    ]
    assert told == [one for one in order if one in told] and len(told) > 6


def test_names_that_people_typed_stand_as_they_are_in_every_form():
    """One is a word of the catalogues, one a department that is declared, one turns what follows."""
    say, turning = translator("zh_Hans"), "Li \u202eNa"
    names = owners_told(("Training and exams", "Human resources", turning))
    table = ReportTable((TableColumn("x"), TableColumn("y")), ((names, turning),))
    content = made_up("x", (Paragraph((names,), N_("Owner")), table))
    slides = Presentation(io.BytesIO(pptx_bytes(content, say))).slides
    told = f"Training and exams、人力资源部门、\u2068{turning}\u2069"
    for text in (
        "\n".join(slide.part.blob.decode() for slide in slides),
        zipfile.ZipFile(io.BytesIO(xlsx_bytes(content, say))).read("xl/sharedStrings.xml").decode(),
        text_of(content, "zh_Hans"),
    ):
        assert text.count(told) >= 1
        assert text.count(turning) == text.count(f"\u2068{turning}\u2069")


def test_long_names_and_hundreds_of_units_go_on_to_further_slides():
    long = "旗舰店" * 60 + " " + "Flagship" * 40
    table = ReportTable(
        (
            TableColumn(N_("Unit"), 3),
            TableColumn(N_("Value"), 1, number=True),
            TableColumn(N_("Cause"), 3),
        ),
        tuple((f"{long} {number}", Count(number), long * 4) for number in range(15))
        + tuple((f"Store {number}", Count(number), "") for number in range(200)),
        small=True,
    )
    chart = Chart(
        long,
        tuple(f"{long}{n}" for n in range(12)),
        (ChartSeries(long, tuple(map(float, range(12)))),),
        PERCENT,
        (long,),
        bars=True,
    )
    content = made_up(
        Message("{kpi}: no records in {month}", {"kpi": long, "month": long}),
        (Paragraph((long * 20,), long), chart, ChartWithTable(chart, table)),
    )
    book = Presentation(io.BytesIO(pptx_bytes(content, translator("zh_Hant"))))
    assert overflows(book) == []
    cells = [
        row.cells[0].text_frame.text
        for slide in book.slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
    ]
    assert cells.count("Store 199") == 1  # nothing was left out


def test_a_letter_is_taken_as_wide_as_in_the_broadest_face():
    pillow = ImageFont.load_default(1000)
    broadest = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    faces = [pillow] + ([ImageFont.truetype(str(broadest), 1000)] if broadest.exists() else [])
    for face in faces:
        for sign in map(chr, range(33, 127)):
            assert letter(sign) >= face.getlength(sign) / 1000 - 1e-3, sign
    assert letter("客") == letter("，") == 1.0


def test_lines_are_the_text_and_none_is_wider_than_the_room():
    text = "客户满意度（CSAT）为 89.5%，which meets the target，" * 9 + "W" * 200
    found = lines(text, 10, 120)
    assert "".join(found) == text
    assert all(sum(10 * letter(sign) for sign in line.rstrip()) <= 120 for line in found)
    assert not [line for line in found[1:] if line[0] in "，）。"]


def test_an_axis_holds_all_that_is_drawn_on_it():
    for values in ((88.1, 91.2), (0.0, 0.0), (-20.0, 60.0), (99.9, 100.0)):
        series = ChartSeries("x", values, low=(values[0] - 1, None), high=(values[1], None))
        low, high, step = ends(Chart("x", ("a", "b"), (series,), PERCENT, ()))
        assert low <= min(values) - 1 and high >= max(values) and 0 < step <= high - low
    low, high, _ = ends(Chart("x", ("a",), (ChartSeries("x", (80.0,)),), PERCENT, (), bars=True))
    assert low == 0 and high >= 80


# the workbook
def test_the_workbook_holds_a_sheet_a_kpi_with_numbers_and_a_chart(
    sample, today, quarter, workbook
):
    archive = zipfile.ZipFile(io.BytesIO(workbook))
    charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) >= len(quarter.sheets) > 30
    for name in archive.namelist():
        if name.startswith("xl/worksheets/sheet"):
            assert b"<f>" not in archive.read(name)
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    assert len(set(book.sheet_names)) == len(book.sheet_names)
    label = translator("en")(kpi_named("csat").label)
    cells = book.get_sheet_by_name(label).to_python()
    numbers = {cell for row in cells for cell in row if isinstance(cell, float)}
    rows = rows_of(sample, today, "csat")
    for back in range(-12, 1):
        assert float(rows[add_months(date(2026, 9, 1), back)]["value"]) in numbers
    assert float(rows_of(sample, today, "csat", "quarter")[date(2026, 7, 1)]["value"]) in numbers


def test_charts_of_the_workbook_refer_to_its_own_sheets(workbook):
    names = set(CalamineWorkbook.from_filelike(io.BytesIO(workbook)).sheet_names)
    archive = zipfile.ZipFile(io.BytesIO(workbook))
    found = 0
    for name in archive.namelist():
        if name.startswith("xl/charts/chart"):
            for formula in etree.fromstring(archive.read(name)).iter(f"{{{SPACES['c']}}}f"):
                sheet = formula.text.rsplit("!", 1)[0].strip("'=").replace("''", "'")
                assert sheet in names
                found += 1
    assert found > 200


def test_rows_of_the_workbook_are_as_high_as_their_texts():
    long, columns = "Words of a finding. " * 40, (TableColumn("x"), TableColumn("y", 2))
    content = made_up(long, (ReportTable(columns, ((long, "y"), ("x", "y"))),))
    archive = zipfile.ZipFile(io.BytesIO(xlsx_bytes(content, translator("en"))))
    sheet = etree.fromstring(archive.read("xl/worksheets/sheet2.xml"))
    tall = [float(row.get("ht", 15)) for row in sheet.iterfind(".//s:row", SPACES)]
    # the section's name, the finding over both columns, headings, a long row, a short one
    assert tall[2] == tall[4] == 15 < tall[0] < tall[1] < tall[3] <= 409
    merged = [one.get("ref") for one in sheet.iterfind(".//s:mergeCell", SPACES)]
    assert merged == ["A1:B1", "A3:B3"]


def test_names_of_tiles_in_a_workbook_are_not_cut_by_their_numbers():
    table = ReportTable((TableColumn("x"), TableColumn("y", 20)), (("x", "y"),))
    label = "Due within so many days that a narrow column cuts it"
    content = made_up("x", (NumberTiles(((label, Count(3)),)), table))
    archive = zipfile.ZipFile(io.BytesIO(xlsx_bytes(content, translator("en"))))
    sheet = etree.fromstring(archive.read("xl/worksheets/sheet2.xml"))
    (tall,) = [float(row.get("ht", 15)) for row in sheet.iterfind(".//s:row[@r='4']", SPACES)]
    assert tall > 60


def test_rows_that_a_table_of_a_brief_leaves_out_are_counted_once_in_every_form():
    say, columns = translator("en"), (TableColumn("x"), TableColumn("y"))

    def content(rows: int) -> Outline:
        table = ReportTable(columns, tuple((f"KPI {number}", "y") for number in range(rows)))
        tiles = NumberTiles((("Open", Count(3)),))
        return made_up("x", (Halves((table, Paragraph((More(7),)), tiles), ()),))

    for rows in (5, 60):
        (slide,) = Presentation(io.BytesIO(pptx_bytes(content(rows), say))).slides
        texts = [one.text_frame.text for one in slide.shapes if one.has_text_frame]
        (more,) = [text for text in texts if text.startswith("More, not shown here")]
        (drawn,) = [len(one.table.rows) - 1 for one in slide.shapes if one.has_table]
        assert more == f"More, not shown here: {rows - drawn + 7}"
    assert drawn < 60
    strings = zipfile.ZipFile(io.BytesIO(xlsx_bytes(content(5), say))).read("xl/sharedStrings.xml")
    for text in (strings.decode(), text_of(content(5), "en")):
        assert text.count("More, not shown here: 7") == 1


def test_the_table_of_a_brief_says_how_many_targets_it_leaves_out(sample, today, monkeypatch):
    def left(most: int) -> list[object]:
        monkeypatch.setattr("reports.outline.brief._ROWS", most)
        opened, snapshot = snapshot_of(sample, today)
        with opened as reading:
            page = brief_page(snapshot(reading), report_period(MONTH, "2026-09", today))
        blocks = page.blocks[0].left
        return list(blocks[[isinstance(one, ReportTable) for one in blocks].index(True) :])

    (table,) = left(100)
    cut, more = left(4)
    assert len(cut.rows) == 4 and spoken(more.words[0], translator("en")) == (
        f"More, not shown here: {len(table.rows) - 4}"
    )


# the page
class _Tags(HTMLParser):
    VOID = frozenset({"meta", "col", "path", "line", "circle", "rect"})

    def __init__(self):
        super().__init__()
        self.open, self.outside = [], []

    def handle_starttag(self, tag, attrs):
        self.outside += [
            value
            for name, value in attrs
            if name in ("src", "href", "data", "srcset", "action") and not value.startswith("#")
        ]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_and_asks_nothing_from_outside(quarter, language):
    text = text_of(quarter, language)
    parser = _Tags()
    parser.feed(text)
    assert parser.open == [] and parser.outside == []
    assert "<script" not in text and "url(" not in text and "@import" not in text
    assert set(re.findall(r"https?://[^\"' ]+", text)) == {"http://www.w3.org/2000/svg"}
    assert "@page" in text and "break-inside: avoid" in text
    assert text.count("<svg") == text.count('role="img"') > 15


def test_names_of_units_below_bars_take_two_lines_before_they_are_cut():
    units = tuple(f"Harbour Plaza {number}" for number in range(3)) + ("Gate " * 30,)
    units += tuple(f"Unit {number}" for number in range(8))
    series = (ChartSeries("CSAT", (80.0,) * len(units)),)
    text = text_of(made_up("x", (Chart("CSAT", units, series, PERCENT, ("Bars",), bars=True),)))
    drawn = re.findall(r'text-anchor="middle">([^<]*)<', text)
    assert drawn[:4] == ["Harbour", "Plaza 0", "Harbour", "Plaza 1"]
    assert sum(one.endswith("…") for one in drawn) == 1


def test_words_of_people_are_no_markup():
    harm = "<script>alert(1)</script> =1+1"
    content = made_up(
        harm, (Paragraph((harm,), harm), ReportTable((TableColumn(harm),), ((harm,),)))
    )
    assert "<script" not in text_of(content)
    workbook = zipfile.ZipFile(io.BytesIO(xlsx_bytes(content, translator("en"))))
    assert not [n for n in workbook.namelist() if "sheet" in n and b"<f>" in workbook.read(n)]


# who may see what
def test_owners_are_named_to_those_who_see_people_and_comments_are_masked_for_all(
    sample, today, quarter
):
    reader = text_of(told(sample, QUARTER, "2026-Q3", today, READER))
    assert "Wang Fang" in text_of(quarter) and "Wang Fang" not in reader
    assert "Li Na" not in reader


def test_an_empty_company_gets_a_report_that_says_so(database):
    today = date(2026, 10, 5)
    for grain, text, language in ((QUARTER, "2026-Q3", "zh_Hant"), (MONTH, "2026-09", "en")):
        content, say = told(database, grain, text, today), translator(language)
        book = Presentation(io.BytesIO(pptx_bytes(content, say)))
        assert overflows(book) == []
        assert xlsx_bytes(content, say)
        assert say("There are no records yet.") in text_of(content, language)


def test_a_quarter_before_the_first_record_says_so_and_calls_nothing_fine(database):
    today, day = date(2026, 10, 5), date(2026, 8, 20)
    raised = {"problem_id": "P-1", "date": day, "title": "Queues", "department": "Sales"}
    add(database, typed_rows(NPS, [{"date": day, "score": 9}], "typed", today, KPI_FACTS))
    add(database, typed_rows(PROBLEM, [raised], "typed", today, KPI_FACTS))
    content = told(database, QUARTER, "2025-Q1", today)
    assert [SAY(one) for one in content.lacking] == ["There are no records of Q1 2025."]
    text = text_of(content)
    for said in (
        "No KPI has both records of this period and the months before",
        "No problem was written down by Mar 31, 2025.",
        "No target counts in this period.",
    ):
        assert said in text
    assert "Nothing is out of the ordinary" not in text and "is judged" not in text
    book = xlsx_bytes(content, SAY)
    sheet = zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml").decode()
    assert float(re.search(r'<row r="1"[^>]* ht="([\d.]+)"', sheet)[1]) > 20, "its title is large"


# the command
def test_the_command_refuses_in_a_sentence(tmp_path, pages_file, capsys):
    file = tmp_path / "r.pptx"
    assert main(["quarter", "2026-Q7", str(file)]) == 2
    assert "is not a quarter" in capsys.readouterr().err
    assert main(["quarter", "2026-Q2", str(tmp_path / "r.doc"), "--json"]) == 2
    assert '"wrong_call": true' in capsys.readouterr().out
    file.write_bytes(b"mine")
    assert main(["month", "2026-05", str(file)]) == 2 and file.read_bytes() == b"mine"
    assert main(["month", "2026-05", str(tmp_path / "no" / "r.html")]) == 1
    assert not (tmp_path / "no").exists()


def test_the_command_writes_the_file_and_says_what_is_missing(tmp_path, pages_file, capsys):
    file = tmp_path / "r.html"
    assert main(["month", "2026-05", str(file), "--language", "zh_Hant", "--json"]) == 0
    assert '"period": "2026-05"' in capsys.readouterr().out
    assert "月度簡報" in file.read_text("utf-8")
    assert main(["month", "2026-05", str(file), "--replace", "--progress"]) == 0
    out = capsys.readouterr().out.split()
    assert "1.000" in out and [one.name for one in tmp_path.glob("*.part")] == []


# a process of its own
def test_who_cancels_leaves_nothing(database):
    period = report_period(MONTH, "2026-05", date(2026, 6, 5))
    wanted = Wanted(period, "en", "html", READER)
    seen: list[float] = []

    def stop_soon(part: float) -> None:
        seen.append(part)
        if len(seen) > 3:
            raise Stopped

    with pytest.raises(Stopped):
        make(database, wanted, stop_soon)
    left = [one.name for one in database.path.parent.iterdir() if one.name.startswith("report-")]
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert left == [] and str(database.path.parent) not in running.stdout


def test_a_report_is_made_of_a_copy_while_others_read_and_write(database):
    period = report_period(MONTH, "2026-05", date(2026, 6, 5))
    with database.read() as reading:
        assert data_version(reading) >= 0
        content = make(database, Wanted(period, "en", "html", READER), lambda part: None)
    assert b"<!doctype html>" in content and b"May 2026" in content


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_an_office_program_opens_the_slides(briefs, tmp_path):
    (tmp_path / "b.pptx").write_bytes(briefs["zh_Hans"])
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "b.pptx"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert (tmp_path / "b.pdf").read_bytes().count(b"/Type/Page\n") + (
        tmp_path / "b.pdf"
    ).read_bytes().count(b"/Type/Page/") == 1
